"""The finder: a few plain questions that lead to the right guide, as nested disclosures that need no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sitegen import connections, duties
from sitegen.load import Site
from sitegen.model import Entry, FinderAnswer, FinderGuide, FinderQuestion
from sitegen.templating import render
from sitegen.verify_finder import START
from sitegen.verify_records import DUTIES_ID


@dataclass(frozen=True)
class Found:
    """A page at the end of a way; ``ways`` are the words and anchors of the parts it has, ``url`` ends in a slash."""

    url: str
    title: str
    number: str
    summary: str
    when: str | None
    ended: bool = False
    phone: str | None = None
    ways: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Choice:
    """An answer with what comes of it: another question, or pages. ``anchor`` is the way to it, ``hall/abroad``."""

    anchor: str
    label: str
    asked: Asked | None
    found: tuple[Found, ...]


@dataclass(frozen=True)
class Asked:
    """A question where it stands in the tree. ``group`` is shared by its answers, ``level`` that of its heading."""

    group: str
    level: int
    ask: str
    choices: tuple[Choice, ...]


def page(site: Site, root: str) -> str:
    """All questions from the first one on. ``root`` is the relative path to the root of the site."""
    first = site.finder.get(START)
    return render("finder.html.jinja", asked=_asked(site, first, ()) if first else None, root=root)


def _asked(site: Site, question: FinderQuestion, way: tuple[str, ...]) -> Asked:
    return Asked(
        group="/".join((START, *way)),
        level=2 + len(way),
        ask=question.ask,
        choices=tuple(_choice(site, answer, (*way, answer.id)) for answer in question.answers),
    )


def _choice(site: Site, answer: FinderAnswer, way: tuple[str, ...]) -> Choice:
    return Choice(
        anchor="/".join(way),
        label=answer.label,
        asked=_asked(site, site.finder[answer.to], way) if answer.to is not None else None,
        found=tuple(_found(site, guide) for guide in answer.guides),
    )


def _found(site: Site, guide: FinderGuide) -> Found:
    if guide.id in site.mechanisms:
        mechanism = site.mechanisms[guide.id]
        summary = connections.mechanism_summary(mechanism)
        return Found(f"mechanisms/{mechanism.id}/", mechanism.title, "服务机制", summary, guide.when)
    if guide.id == DUTIES_ID and site.duties is not None:
        table = site.duties
        return Found(duties.URL, duties.title(table), DUTIES_ID, duties.summary(table), guide.when)
    entry = site.entry(guide.id)
    phones = [contact.value for contact in entry.contacts if contact.kind == "phone"]
    return Found(
        url=f"guides/{entry.id}/",
        title=entry.title,
        number=entry.id,
        summary=entry.summary,
        when=guide.when,
        ended=entry.historical is not None,
        phone=next(iter(phones), None),
        ways=tuple(_ways(entry)),
    )


def _ways(entry: Entry) -> Sequence[tuple[str, str]]:
    """Words and anchors of what the page of ``entry`` has: checker, materials, deadlines."""
    ways = []
    if entry.checker is not None:
        tested = any(condition.met_if for condition in entry.conditions)
        ways.append(("能不能办" if tested else "哪种情况", "checker"))
    if entry.materials:
        ways.append(("带什么", "materials"))
    if entry.deadlines:
        ways.append(("哪天前", "when"))
    return ways
