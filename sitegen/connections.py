"""What leads from one page to another: mechanisms, laws and topics with the entries they concern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sitegen.load import Site
from sitegen.model import (
    Condition,
    Currency,
    Entry,
    Law,
    Mechanism,
    MechanismDefinition,
    NamedIn,
    Penalty,
    SourceDocument,
)
from sitegen.templating import render
from sitegen.verify_records import entry_of

# -- mechanisms ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Naming:
    """An entry that names a mechanism, with the places where it does."""

    entry: Entry
    places: tuple[NamedIn, ...]


@dataclass(frozen=True)
class Definition:
    """What a source says a mechanism is."""

    source: SourceDocument
    items: tuple[MechanismDefinition, ...]


def namings(site: Site, mechanism: Mechanism) -> Sequence[Naming]:
    """The entries that name a mechanism, in the order of the data."""
    found: dict[str, list[NamedIn]] = {}
    for place in mechanism.named_in:
        found.setdefault(entry_of(place.document, place.section), []).append(place)
    return [Naming(site.entry(entry_id), tuple(places)) for entry_id, places in found.items()]


def mechanisms_of(site: Site, entry: Entry) -> Sequence[tuple[Mechanism, tuple[NamedIn, ...]]]:
    """The mechanisms an entry names, each with the places where it does."""
    found = []
    for mechanism in site.mechanisms.values():
        places = tuple(
            place for place in mechanism.named_in if entry_of(place.document, place.section) == entry.id
        )
        if places:
            found.append((mechanism, places))
    return found


def mechanism_page(site: Site, mechanism: Mechanism, root: str) -> str:
    """The body of a mechanism's page."""
    definitions: dict[str, list[MechanismDefinition]] = {}
    for item in mechanism.definitions:
        definitions.setdefault(item.document, []).append(item)
    return render(
        "mechanism.html.jinja",
        mechanism=mechanism,
        definitions=[
            Definition(site.sources[document], tuple(items)) for document, items in definitions.items()
        ],
        namings=namings(site, mechanism),
        related=[site.mechanisms[other] for other in mechanism.related],
        root=root,
    )


def mechanism_summary(mechanism: Mechanism) -> str:
    """One sentence about a mechanism."""
    if mechanism.definitions:
        return f"{mechanism.title}是什么、谁要这样做、写在哪份标准里。"
    return f"{mechanism.title}：来源只写名称，没有规定含义。"


# -- laws ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LawUse:
    """One place where an entry rests on a law or quotes it."""

    entry: Entry
    articles: str | None
    clause: str
    quoted: bool


def law_uses(site: Site, law: Law) -> Sequence[LawUse]:
    """Where entries rest on a law, in the order of the entries."""
    uses = []
    for entry in site.entries:
        quoting: list[Condition | Penalty] = [*entry.conditions, *entry.penalties]
        uses += [
            LawUse(entry, basis.articles, basis.clause, quoted=False)
            for basis in entry.basis
            if basis.law == law.id
        ]
        uses += [
            LawUse(entry, item.quote.article, item.clause, quoted=True)
            for item in quoting
            if item.quote is not None and item.quote.law == law.id
        ]
    return uses


def law_changes(site: Site, law: Law) -> Sequence[tuple[Entry, Currency]]:
    """What has changed for an entry since it was written with this law as its basis."""
    field = f"basis.{law.id}"
    return [(entry, item) for entry in site.entries for item in entry.currency if item.field == field]


def replacing(site: Site, law: Law) -> Law | None:
    """The law of our list that took the place of ``law``."""
    return next(
        (
            other
            for other in site.laws.values()
            if law.superseded_by is not None and other is not law and _names(law.superseded_by, other)
        ),
        None,
    )


def replaced(site: Site, law: Law) -> Sequence[Law]:
    """The laws of our list whose place ``law`` took."""
    return [other for other in site.laws.values() if replacing(site, other) is law]


def _names(text: str, law: Law) -> bool:
    """Whether ``text`` (a title, perhaps with a number in brackets) is about this very law."""
    rest = text.strip("《").removeprefix(law.title)
    return rest != text.strip("《") and rest.strip("》")[:1] in ("", "（", "(", "，")


def law_page(site: Site, law: Law, root: str) -> str:
    """The body of a law's page."""
    return render(
        "law.html.jinja",
        law=law,
        uses=law_uses(site, law),
        changes=law_changes(site, law),
        replacing=replacing(site, law),
        replaced=replaced(site, law),
        root=root,
    )


def law_summary(site: Site, law: Law) -> str:
    """One sentence about a law: who rests on it."""
    count = len({use.entry.id for use in law_uses(site, law)})
    rests = f"{count} 个事项以它为依据" if count else "没有事项以它为依据"
    return f"{law.cited}：{rests}，是否现行有效，被什么替代。"
