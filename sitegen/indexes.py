"""The indexes across all entries: forms, bodies, recurring duties, and the page that leads to all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checkers.year import is_periodic
from sitegen import duties, glossary, words
from sitegen.anchors import anchors, by_letter, reading
from sitegen.connections import law_uses
from sitegen.load import Site
from sitegen.model import Deadline, Entry, Law, Mechanism, Node
from sitegen.templating import render

_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_LAW_END = re.compile(r"(?:法|条例|办法|规定|协议)$")
"""How laws are called, also those of which we keep no record."""
_LAW_TRIM = re.compile(r"^中华人民共和国|[（(][^（）()]*[）)]$|\s")


@dataclass(frozen=True)
class Mention:
    """Where on an entry's page something stands: the anchor and what is there, in words."""

    anchor: str
    text: str


@dataclass(frozen=True)
class InEntry:
    """An entry with everything in it that an index item is about."""

    entry: Entry
    mentions: tuple[Mention, ...]


@dataclass(frozen=True)
class Listed:
    """One item of an index with its uses, entry by entry."""

    title: str
    anchor: str
    uses: tuple[InEntry, ...]

    @property
    def count(self) -> int:
        """How many places there are."""
        return sum(len(use.mentions) for use in self.uses)


# -- forms ---------------------------------------------------------------------------------------------


def forms(site: Site) -> Sequence[Listed]:
    """Every form and document title in 《》 that entries handle; laws have pages of their own."""
    laws = {_plain_title(law.title) for law in site.laws.values()}
    found: dict[str, dict[str, list[Mention]]] = {}
    for entry in site.entries:
        for anchor, where, text in _handled(entry):
            for title in _TITLE.findall(text):
                plain = _plain_title(title)
                if plain in laws or _LAW_END.search(plain):
                    continue
                mentions = found.setdefault(title, {}).setdefault(entry.id, [])
                if Mention(anchor, where) not in mentions:
                    mentions.append(Mention(anchor, where))
    return _listed("form", found, site)


def _plain_title(title: str) -> str:
    """A law's title without what is often left out: 中华人民共和国 and a bracket at the end."""
    return _LAW_TRIM.sub("", _LAW_TRIM.sub("", title))


def _handled(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """Every text of an entry in which a form may be named, with its anchor and what kind of place it is."""
    for material in entry.materials:
        for text in (material.name, material.group, material.when_text, material.note):
            yield "materials", "材料", text or ""
    for record in entry.records:
        for text in (record.title, *record.fields):
            yield "records", "要写明的内容", text
    for result in entry.results:
        yield "where", "办成后", result.text
    for flow in entry.flows:
        yield f"flow-{flow.id}", f"流程：{flow.title}", flow.title
        for node in flow.nodes:
            branches = [branch.when for branch in node.next] if isinstance(node.next, list) else []
            for text in (node.do, node.decide, node.end, *branches):
                yield f"flow-{flow.id}", f"流程：{flow.title}", text or ""
    for deadline in entry.deadlines:
        for text in (deadline.what, deadline.stated_as, deadline.note):
            yield f"deadline-{deadline.id}", f"时限：{deadline.what}", text or ""
    for block in entry.guidance:
        for item in block.items:
            yield f"guidance-{block.id}", f"要求：{block.title}", item.text


def forms_index(site: Site, root: str) -> str:
    """The index of forms."""
    return render("forms.html.jinja", letters=by_letter(forms(site), lambda item: item.title), root=root)


# -- bodies --------------------------------------------------------------------------------------------


def bodies(site: Site) -> Sequence[Listed]:
    """Everyone who acts in an entry, by the exact name, with what they do there."""
    found: dict[str, dict[str, list[Mention]]] = {}
    for entry in site.entries:
        for name, mention in _acts(entry):
            mentions = found.setdefault(name, {}).setdefault(entry.id, [])
            if mention not in mentions:
                mentions.append(mention)
    return _listed("body", found, site)


def _acts(entry: Entry) -> Iterator[tuple[str, Mention]]:
    for flow in entry.flows:
        for node in flow.nodes:
            if node.who is not None:
                yield node.who, Mention(f"step-{flow.id}-{node.id}", _done(node))
    for deadline in entry.deadlines:
        if deadline.who is not None:
            yield (
                deadline.who,
                Mention(f"deadline-{deadline.id}", f"{deadline.what}（{deadline.stated_as}）"),
            )
    for block in entry.guidance:
        for item in block.items:
            if item.who is not None:
                yield item.who, Mention(f"guidance-{block.id}", item.text)


def _done(node: Node) -> str:
    return node.do or (f"判断：{node.decide}" if node.decide else f"结束：{node.end}")


def bodies_index(site: Site, root: str) -> str:
    """The index of bodies."""
    return render("bodies.html.jinja", letters=by_letter(bodies(site), lambda item: item.title), root=root)


def _listed(prefix: str, found: dict[str, dict[str, list[Mention]]], site: Site) -> Sequence[Listed]:
    names = anchors(prefix, found)
    return [
        Listed(
            title,
            names[title],
            tuple(InEntry(site.entry(entry_id), tuple(mentions)) for entry_id, mentions in uses.items()),
        )
        for title, uses in found.items()
    ]


# -- recurring duties ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Returning:
    """A duty that returns every month, quarter or year."""

    entry: Entry
    deadline: Deadline
    rule: str
    dated: bool

    @property
    def order(self) -> tuple[int, int]:
        """Its place in the year or month; what has no day comes last."""
        assert self.deadline.recurrence is not None
        returns = self.deadline.recurrence
        return returns.month or min(returns.months, default=13), returns.day or 32


def returning(site: Site) -> Sequence[tuple[str, str, Sequence[Returning]]]:
    """All recurring duties as anchor, heading and rows for month, quarter and year, by date."""
    titles = {"month": "每月", "quarter": "每季度", "year": "每年"}
    found: dict[str, list[Returning]] = {every: [] for every in titles}
    for entry in site.entries:
        for deadline in entry.deadlines:
            if (rule := deadline.recurrence) is not None:
                dated = rule.day is not None or bool(rule.months) or deadline.amount is not None
                text = words.rule(deadline, words.starts(entry)) if dated else titles[rule.every]
                found[rule.every].append(Returning(entry, deadline, text, dated))
    return [(every, titles[every], sorted(rows, key=lambda row: row.order)) for every, rows in found.items()]


def periodic(site: Site) -> Sequence[Returning]:
    """The duties that return without the source saying how often (定期)."""
    return [
        Returning(entry, deadline, deadline.stated_as, dated=False)
        for entry in site.entries
        for deadline in entry.deadlines
        if deadline.recurrence is None and is_periodic(deadline.stated_as)
    ]


def returning_duties(site: Site, root: str) -> str:
    """The calendar of recurring duties."""
    periods = [*returning(site), ("time", "定期", periodic(site))]
    return render("calendar.html.jinja", periods=periods, root=root)


# -- laws, mechanisms, terms ---------------------------------------------------------------------------


@dataclass(frozen=True)
class LawRow:
    """A law with the number of entries that rest on it."""

    law: Law
    count: int


def laws_index(site: Site, root: str) -> str:
    """All laws by status, in alphabetical order."""
    rows = [
        LawRow(law, len({use.entry.id for use in law_uses(site, law)}))
        for law in sorted(site.laws.values(), key=lambda law: reading(law.title))
    ]
    groups = [
        (status, title, [row for row in rows if row.law.status == status])
        for status, title in words.LAW_STATUSES.items()
    ]
    return render("laws.html.jinja", groups=[group for group in groups if group[2]], root=root)


def mechanisms_index(site: Site, root: str) -> str:
    """All mechanisms: those a source defines, then those it only names."""
    found: list[Mechanism] = list(site.mechanisms.values())
    groups = [
        ("defined", "来源写明含义的", [item for item in found if item.definitions]),
        ("named", "来源只写名称的", [item for item in found if not item.definitions]),
    ]
    return render("mechanisms.html.jinja", groups=groups, root=root)


def glossary_index(site: Site, root: str) -> str:
    """All defined terms in alphabetical order."""
    return render(
        "glossary.html.jinja", letters=by_letter(glossary.terms(site), lambda term: term.term), root=root
    )


# -- the page that leads to all ------------------------------------------------------------------------


@dataclass(frozen=True)
class Way:
    """A link to an index or a part of it, with how many things are there."""

    url: str
    title: str
    count: int
    unit: str = "项"


def ways(site: Site) -> Sequence[tuple[str, Sequence[Way]]]:
    """Headings with links to everything one can browse by."""
    entries = site.entries
    found: list[tuple[str, Sequence[Way]]] = [
        (
            "给谁看",
            [
                Way(f"{name}/", title, sum(name in entry.editorial.audience for entry in entries))
                for name, title in words.AUDIENCES.items()
            ],
        ),
        (
            "企业走到哪一步",
            [
                Way(f"enterprise/#stage-{stage}", title, count)
                for stage, title in words.STAGES.items()
                if (
                    count := sum(
                        stage in entry.editorial.stages and "enterprise" in entry.editorial.audience
                        for entry in entries
                    )
                )
            ],
        ),
        (
            "什么主题",
            [
                Way(f"topics/#topic-{topic.id}", topic.title, count)
                for topic in site.topics.values()
                if (count := sum(topic.id in entry.editorial.topics for entry in entries))
            ],
        ),
        (
            "哪个科室",
            [
                Way(f"staff/#office-{office.id}", office.name, count)
                for office in site.offices.values()
                if (
                    count := sum(
                        office.id == entry.office and "staff" in entry.editorial.audience for entry in entries
                    )
                )
            ],
        ),
    ]
    if site.duties is not None:
        tasks = sum(len(office.tasks) for office in site.duties.offices)
        found[-1] = (
            found[-1][0],
            [*found[-1][1], Way(duties.URL, duties.title(site.duties), tasks, "项任务")],
        )
    recurring = sum(len(rows) for _, _, rows in returning(site)) + len(periodic(site))
    across = [
        Way("mechanisms/", "服务机制", len(site.mechanisms)),
        Way("laws/", "法规和文件", len(site.laws), "部"),
        Way("forms/", "表格和文书", len(forms(site)), "种"),
        Way("bodies/", "谁做什么", len(bodies(site)), "个单位和人员"),
        Way("glossary/", "术语", len(glossary.terms(site)), "条"),
        Way("calendar/", "按月、季、年要做的事", recurring, "件"),
        Way("deadlines/#all", "办理时限", sum(len(entry.deadlines) for entry in entries)),
    ]
    return [*[group for group in found if group[1]], ("从别的地方找", across)]


def browse(site: Site, root: str) -> str:
    """Links to every index."""
    return render("browse.html.jinja", groups=ways(site), root=root)
