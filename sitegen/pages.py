"""Turns entries into the HTML of guide pages and of the pieces that hand-written pages embed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Literal

from markupsafe import Markup

from sitegen import connections, duties, flowchart, words
from sitegen.load import Site
from sitegen.model import (
    Currency,
    Deadline,
    Entry,
    Flow,
    Interruption,
    Law,
    Material,
    Mechanism,
    NamedIn,
    Node,
    Office,
    Question,
    Remark,
    SourceDocument,
    Topic,
)
from sitegen.templating import render

Grouping = Literal["stage", "office", "place", "topic"]
_NUMERALS = "①②③④⑤⑥⑦⑧⑨"
_FEW = 6
"""So many entries of a stage are read at a glance on the home page."""
_PARTED = 24
"""More entries of a stage than this are shown by topic."""
_MANY = 40
"""More entries than this need a list of the groups above them."""


class UnknownEntry(LookupError):
    """A hand-written page asks for an entry, stage or audience that does not exist; the message is Chinese."""


# --- what the templates see -----------------------------------------------------------------------


@dataclass(frozen=True)
class Section:
    """One numbered part of a guide: ``id`` is its stable anchor."""

    id: str
    title: str
    number: str


@dataclass(frozen=True)
class DeadlineView:
    """A deadline with its rule in words, current law first where it is confirmed."""

    deadline: Deadline
    rule: str
    current: Currency | None
    current_rule: str | None
    notes: tuple[Currency, ...]
    remarks: tuple[Remark, ...]
    when: str | None
    extends: str | None

    @property
    def leading(self) -> str:
        """The rule to act on: current law, else the source's."""
        return self.current_rule or self.rule

    @property
    def counted(self) -> bool:
        """Whether a date can be computed from it."""
        return self.deadline.amount is not None or self.deadline.recurrence is not None

    @property
    def has_day(self) -> bool:
        """Whether a single date gives its day (:func:`checkers.site_deadline.has_day`)."""
        returns = self.deadline.recurrence
        counted = self.deadline.amount is not None or self.current is not None
        return counted or (returns is not None and returns.day is not None)


@dataclass(frozen=True)
class Exit:
    """A way out of a step: ``when`` in words (``None`` without a choice) and where it leads."""

    when: str | None
    target: str
    anchor: str
    back: bool


@dataclass(frozen=True)
class Step:
    """One node of a flow as an item of the ordered list, numbered as in the chart's description."""

    node: Node
    anchor: str
    number: int
    exits: tuple[Exit, ...]
    parallel: tuple[Exit, ...]
    deadline: DeadlineView | None


@dataclass(frozen=True)
class FlowView:
    """A flow as chart and list, from the same nodes."""

    flow: Flow
    chart: Markup
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class MaterialGroup:
    """Materials under one heading; ``when_text`` when the same case applies to all of them."""

    title: str | None
    when_text: str | None
    materials: tuple[Material, ...]


@dataclass(frozen=True)
class Change:
    """A currency item beside what the source says of the same field."""

    item: Currency
    about: str
    source_says: str | None


@dataclass(frozen=True)
class Timeline:
    """What the timeline widget asks for: days of events, days on which deadlines were met, answers.

    ``events`` also has the deadlines that others start from; ``done`` all other limits that have a date.
    """

    events: tuple[tuple[str, str], ...]
    done: tuple[tuple[str, str], ...]
    interruptions: tuple[Interruption, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Summary:
    """The three lines of the one-time notice; ``None`` where the source is silent."""

    who: str | None
    bring: str | None
    time: tuple[DeadlineView, ...]
    more_deadlines: int


@dataclass(frozen=True)
class Group:
    """Entries under one heading of an overview; many of them again in ``parts``. ``anchor`` is its stable id."""

    title: str
    note: str | None
    entries: tuple[Entry, ...]
    anchor: str | None = None
    parts: tuple[Group, ...] = ()


@dataclass(frozen=True)
class Guide:
    """Everything a guide page shows."""

    entry: Entry
    office: Office | None
    source: SourceDocument
    phone: str | None
    summary: Summary
    sections: Mapping[str, Section]
    materials: tuple[MaterialGroup, ...]
    deadlines: tuple[DeadlineView, ...]
    timeline: Timeline | None
    flows: tuple[FlowView, ...]
    changes: tuple[Change, ...]
    laws: Mapping[str, Law]
    checked_on: date | None
    position: duties.Position | None
    mechanisms: tuple[tuple[Mechanism, tuple[NamedIn, ...]], ...]
    topics: tuple[Topic, ...]


# --- pages and pieces -----------------------------------------------------------------------------


def guide(site: Site, entry: Entry, root: str) -> str:
    """The body of an entry's page. ``root`` is the relative path to the root of the site (``../../``)."""
    return render("guide.html.jinja", guide=_guide(site, entry), root=root)


def description(site: Site, entry: Entry) -> str:
    """One or two sentences for search engines and link previews."""
    return f"{entry.summary} {site.sources[entry.source.document].notice}。"


def headings(entry: Entry) -> list[tuple[str, str]]:
    """Anchor and title of the page's sections, in order."""
    return [(section.id, section.title) for section in _sections(entry).values()]


def checker(site: Site, entry_id: str, root: str) -> str:
    """The checker of an entry for a page other than its own."""
    entry = find(site, entry_id)
    if entry.checker is None:
        raise UnknownEntry(f"事项 {entry_id}（{entry.title}）没有核验；请改用有 checker 的事项。")
    return render("checker_elsewhere.html.jinja", entry=entry, checker=entry.checker, root=root)


def chart(site: Site, entry_id: str, root: str) -> str:
    """All flowcharts of an entry; their nodes link to the steps on the entry's own page."""
    entry = find(site, entry_id)
    if not entry.flows:
        raise UnknownEntry(f"事项 {entry_id}（{entry.title}）没有办理流程，画不出流程图。")
    own_page = f'href="{root}guides/{entry.id}/#step-'
    charts = [
        (flow.title, Markup(flowchart.svg(flow, entry.title).replace('href="#step-', own_page)))
        for flow in entry.flows
    ]
    return render("flowcharts.html.jinja", entry=entry, charts=charts, root=root)


def deadlines(site: Site, entry_id: str | None, root: str) -> str:
    """A table of the deadlines of one entry, or of all entries."""
    if entry_id is None:
        return render("all_deadlines.html.jinja", groups=_by_who(site), root=root)
    entry = find(site, entry_id)
    if not entry.deadlines:
        raise UnknownEntry(f"事项 {entry_id} 没有办理时限，列不出时限表。")
    return render("deadlines.html.jinja", entry=entry, views=deadline_views(entry), root=root)


def _by_who(site: Site) -> list[tuple[str, str, list[tuple[Entry, tuple[DeadlineView, ...]]]]]:
    """Anchor and name of every office, and at the end the standards, with the deadlines entry by entry."""
    groups = [
        (
            group.anchor or "",
            group.title,
            [(entry, deadline_views(entry)) for entry in group.entries if entry.deadlines],
        )
        for group in _by_office(site, [*site.entries])
    ]
    return [group for group in groups if group[2]]


def due_form(root: str) -> str:
    """The free deadline calculator."""
    return render("due_form.html.jinja", root=root)


def entries(
    site: Site,
    root: str,
    *,
    audience: str | None = None,
    stage: str | None = None,
    by: Grouping = "stage",
) -> str:
    """Links to the entries for an audience or stage, grouped by stage, office, place or topic.

    Of many entries by office or topic only the titles are given.
    """
    for value, known in ((audience, words.AUDIENCES), (stage, words.STAGES)):
        if value is not None and value not in known:
            raise UnknownEntry(f"没有“{value}”这一类；可用：{'、'.join(known)}。")
    if by not in _GROUPINGS:
        raise UnknownEntry(f"不能按“{by}”分组；可用：{'、'.join(_GROUPINGS)}。")
    chosen = [
        entry
        for entry in site.entries
        if (audience is None or audience in entry.editorial.audience)
        and (stage is None or stage in entry.editorial.stages)
    ]
    if stage is not None:
        groups = [Group(words.STAGES[stage], None, tuple(chosen))]
    else:
        groups = _GROUPINGS[by](site, chosen)
    many = len(chosen) > _MANY
    brief = many and by in ("office", "topic")
    return render("entries.html.jinja", groups=groups, brief=brief, many=many, root=root)


def stages(site: Site, root: str) -> str:
    """The five stages of an enterprise's life with their entries; of many, the ones most asked for at a counter."""
    groups = [
        Group(title, None, tuple(entry for entry in site.entries if stage in entry.editorial.stages), stage)
        for stage, title in words.STAGES.items()
    ]
    shown = {group.title: sorted(group.entries, key=_asked_for)[:_FEW] for group in groups}
    return render("stages.html.jinja", groups=groups, shown=shown, root=root)


def _asked_for(entry: Entry) -> tuple[bool, bool, bool, bool]:
    """Sorts procedures before standards, of them first what readers can check, then what they come to a counter for."""
    audience = entry.editorial.audience
    return (
        entry.kind == "standard",
        entry.checker is None,
        "hall" not in audience,
        "enterprise" not in audience,
    )


def checkers(site: Site, root: str) -> str:
    """All entries with a checker: the question it answers and how long it takes."""
    return render(
        "checkers.html.jinja",
        entries=[entry for entry in site.entries if entry.checker is not None],
        root=root,
    )


def search_box(root: str, *, large: bool = False) -> str:
    """The search form; a page has exactly one."""
    return render("search_box.html.jinja", root=root, large=large)


def find(site: Site, entry_id: str) -> Entry:
    """The entry with this number. Raises UnknownEntry in Chinese."""
    try:
        return site.entry(entry_id)
    except KeyError:
        known = "、".join(entry.id for entry in site.entries[:3])
        raise UnknownEntry(f'没有编号为“{entry_id}”的事项；编号要加引号，例如 "{known}"。') from None


# --- putting a guide together ---------------------------------------------------------------------


def _guide(site: Site, entry: Entry) -> Guide:
    source = site.sources[entry.source.document]
    views = deadline_views(entry)
    checked = [item.checked_on for item in entry.currency]
    checked += [site.laws[basis.law].checked_on for basis in entry.basis]
    phones = [contact.value for contact in entry.contacts if contact.kind == "phone"]
    return Guide(
        entry=entry,
        office=site.offices[entry.office] if entry.office is not None else None,
        source=source,
        phone=phones[0] if phones else None,
        summary=_summary(entry, views),
        sections=_sections(entry),
        materials=_material_groups(entry.materials),
        deadlines=views,
        timeline=_timeline(entry),
        flows=tuple(_flow(flow, entry, views) for flow in entry.flows),
        changes=tuple(
            Change(item, words.field(item.field, entry), _source_says(item.field, entry, site))
            for item in entry.currency
        ),
        laws=site.laws,
        checked_on=max(checked, default=None),
        position=duties.position(site, entry),
        mechanisms=tuple(connections.mechanisms_of(site, entry)),
        topics=tuple(site.topics[topic] for topic in entry.editorial.topics),
    )


def _sections(entry: Entry) -> dict[str, Section]:
    asks_case = entry.checker is not None and not any(c.met_if for c in entry.conditions)
    more = bool(entry.guidance or entry.definitions or entry.records or entry.penalties)
    titles = {
        "who": "我属于哪种情况" if asks_case and not entry.conditions else "我能办吗",
        "materials": "要带什么",
        "when": "何时、何地、多久",
        "steps": "怎么走",
        "more": "还要知道的" if more else None,
        "basis": "依据与变化",
    }
    shown = [(anchor, title) for anchor, title in titles.items() if title is not None]
    return {anchor: Section(anchor, title, _NUMERALS[place]) for place, (anchor, title) in enumerate(shown)}


def _summary(entry: Entry, views: Sequence[DeadlineView]) -> Summary:
    time = tuple(view for view in views if view.counted and view.deadline.extends is None)[:2]
    return Summary(
        who=_who(entry), bring=_bring(entry.materials), time=time, more_deadlines=len(views) - len(time)
    )


def _who(entry: Entry) -> str | None:
    if len(entry.conditions) == 1:
        return entry.conditions[0].text
    if entry.conditions:
        return f"符合 {len(entry.conditions)} 项条件"
    if entry.checker is not None:
        return f"按情况办，回答 {len(entry.checker.questions)} 个问题就知道"
    return None


def _bring(materials: Sequence[Material]) -> str | None:
    always = sum(material.when is None for material in materials)
    sometimes = len(materials) - always
    if not materials:
        return None
    if not sometimes:
        return f"{always} 项材料"
    if not always:
        return f"视情况而定，共列 {sometimes} 项材料"
    return f"{always} 项材料，另有 {sometimes} 项视情况"


def _material_groups(materials: Iterable[Material]) -> tuple[MaterialGroup, ...]:
    groups = []
    for title, members in groupby(materials, key=lambda material: material.group):
        listed = tuple(members)
        cases = {material.when_text for material in listed}
        groups.append(
            MaterialGroup(title, cases.pop() if title is not None and len(cases) == 1 else None, listed)
        )
    return tuple(groups)


def deadline_views(entry: Entry) -> tuple[DeadlineView, ...]:
    """Every deadline of an entry with its rule in words."""
    names = words.starts(entry)
    questions = entry.checker.questions if entry.checker is not None else []
    titles = {deadline.id: deadline.what for deadline in entry.deadlines}
    views = []
    for deadline in entry.deadlines:
        path = f"deadlines.{deadline.id}"
        about = [item for item in entry.currency if _concerns(item.field, path)]
        replacing = next(
            (item for item in about if item.value is not None and item.status == "confirmed"), None
        )
        views.append(
            DeadlineView(
                deadline=deadline,
                rule=words.rule(deadline, names),
                current=replacing,
                current_rule=words.rule(deadline, names, replacing.value) if replacing is not None else None,
                notes=tuple(item for item in about if item is not replacing),
                remarks=tuple(remark for remark in entry.remarks if _concerns(remark.field, path)),
                when=words.expression(deadline.when, questions) if deadline.when is not None else None,
                extends=titles[deadline.extends] if deadline.extends is not None else None,
            )
        )
    return tuple(views)


def _concerns(field: str, path: str) -> bool:
    return field == path or field.startswith(f"{path}.")


def _timeline(entry: Entry) -> Timeline | None:
    if not any(deadline.amount is not None or deadline.recurrence for deadline in entry.deadlines):
        return None
    starts = {deadline.event for deadline in entry.deadlines} | {
        deadline.extends for deadline in entry.deadlines
    }
    events = [(event.id, event.name) for event in entry.events if event.id in starts]
    completed = [(deadline.id, f"{deadline.what}（实际完成日）") for deadline in entry.deadlines]
    limits = {
        deadline.id
        for deadline in entry.deadlines
        if deadline.kind == "limit" and (deadline.amount is not None or deadline.recurrence)
    }
    used = {name for deadline in entry.deadlines if deadline.when for name in words.asked(deadline.when)}
    questions = entry.checker.questions if entry.checker is not None else []
    return Timeline(
        events=(*events, *(each for each in completed if each[0] in starts)),
        done=tuple(each for each in completed if each[0] in limits - starts),
        interruptions=tuple(
            {item.id: item for deadline in entry.deadlines for item in deadline.interruptions}.values()
        ),
        questions=tuple(question for question in questions if question.id in used),
    )


def _flow(flow: Flow, entry: Entry, views: Sequence[DeadlineView]) -> FlowView:
    order = {node.id: place for place, node in enumerate(flow.nodes, 1)}
    nodes = {node.id: node for node in flow.nodes}
    by_deadline = {view.deadline.id: view for view in views}

    def leave(source: Node, target: str, when: str | None = None) -> Exit:
        node = nodes[target]
        label = (
            f"结束：{node.end}" if node.end is not None else f"第 {order[target]} 步 {node.do or node.decide}"
        )
        return Exit(when, label, _anchor(flow, target), back=order[target] <= order[source.id])

    def exits(node: Node) -> tuple[Exit, ...]:
        if isinstance(node.next, str):
            follows = order[node.next] == order[node.id] + 1
            return () if follows else (leave(node, node.next),)
        return tuple(leave(node, branch.to, branch.when) for branch in node.next or ())

    steps = tuple(
        Step(
            node=node,
            anchor=_anchor(flow, node.id),
            number=order[node.id],
            exits=exits(node),
            parallel=tuple(leave(node, target) for target in node.parallel),
            deadline=by_deadline[node.deadline] if node.deadline is not None else None,
        )
        for node in flow.nodes
    )
    return FlowView(flow, Markup(flowchart.svg(flow, entry.title)), steps)


def _anchor(flow: Flow, node_id: str) -> str:
    return f"step-{flow.id}-{node_id}"


def _source_says(field: str, entry: Entry, site: Site) -> str | None:
    """The source's own rule for a field, where it is a single sentence."""
    head, _, rest = field.partition(".")
    name = rest.split(".")[0]
    said: dict[str, dict[str, str]] = {
        "deadlines": {item.id: item.stated_as for item in entry.deadlines},
        "conditions": {item.id: item.text for item in entry.conditions},
        "basis": {item.law: site.laws[item.law].cited for item in entry.basis},
        "definitions": {item.term: item.text for item in entry.definitions},
        "materials": {item.name: item.name for item in entry.materials},
    }
    return said.get(head, {}).get(name)


# --- overviews ------------------------------------------------------------------------------------


def _by_stage(site: Site, chosen: Sequence[Entry]) -> list[Group]:
    groups = [
        _parted(site, Group(title, None, tuple(e for e in chosen if stage in e.editorial.stages), stage))
        for stage, title in words.STAGES.items()
    ]
    rest = tuple(entry for entry in chosen if not entry.editorial.stages)
    groups.append(_parted(site, Group("不分阶段", None, rest, "any")))
    return [_named("stage", group) for group in groups if group.entries]


def _parted(site: Site, group: Group) -> Group:
    """A large group once more by main topic, in the order of the topics."""
    if len(group.entries) <= _PARTED or not any(entry.editorial.topics for entry in group.entries):
        return group
    parts = [
        Group(topic.title, None, tuple(e for e in group.entries if e.editorial.topics[:1] == [topic.id]))
        for topic in site.topics.values()
    ]
    parts.append(Group("其他", None, tuple(e for e in group.entries if not e.editorial.topics)))
    return replace(group, parts=tuple(part for part in parts if part.entries))


def _named(kind: str, group: Group) -> Group:
    return replace(group, anchor=f"{kind}-{group.anchor}")


def _by_office(site: Site, chosen: Sequence[Entry]) -> list[Group]:
    groups = [
        Group(
            office.name,
            "、".join(office.also) or None,
            tuple(e for e in chosen if e.office == office.id),
            f"office-{office.id}",
        )
        for office in site.offices.values()
    ]
    standards = tuple(entry for entry in chosen if entry.office is None)
    groups.append(Group("标准", "不属于某一科室", standards, "office-none"))
    return [group for group in groups if group.entries]


def _by_topic(site: Site, chosen: Sequence[Entry]) -> list[Group]:
    groups = [
        Group(
            topic.title,
            topic.description,
            tuple(entry for entry in chosen if topic.id in entry.editorial.topics),
            f"topic-{topic.id}",
        )
        for topic in site.topics.values()
    ]
    rest = tuple(entry for entry in chosen if not entry.editorial.topics)
    groups.append(Group("还没有归到主题", None, rest, "topic-none"))
    return [group for group in groups if group.entries]


def _by_place(_: Site, chosen: Sequence[Entry]) -> list[Group]:
    places: dict[str, list[Entry]] = {}
    for entry in chosen:
        places.setdefault(entry.places[0].text.rstrip("。") if entry.places else "", []).append(entry)
    known = [Group(place, None, tuple(members)) for place, members in places.items() if place]
    unknown = Group("来源未规定地点", "去之前先打电话问清楚", tuple(places.get("", ())))
    return [*known, unknown] if unknown.entries else known


_GROUPINGS = {"stage": _by_stage, "office": _by_office, "place": _by_place, "topic": _by_topic}
