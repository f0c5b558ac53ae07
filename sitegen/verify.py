"""Checks what an entry says against itself, against the other files and against the engine that runs it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath

from pydantic import BaseModel

from sitegen.draft import Draft, named, twice
from sitegen.model import Condition, Deadline, Entry, Flow, Node, Penalty, Recurrence
from sitegen.problems import Loc, Problem, near, suggest
from sitegen.proofs import Proofs
from sitegen.verify_rules import rules

STANDARDS = "standards"
"""The folder of standards; procedures lie in the folder named by their office."""


@dataclass(frozen=True)
class References:
    """The ids that entries may refer to; None when the file could not be read, so that any id passes."""

    offices: frozenset[str] | None
    laws: frozenset[str] | None
    sources: frozenset[str] | None
    topics: frozenset[str] | None = None


def verify(drafts: Sequence[Draft], references: References, proofs: Proofs | None = None) -> list[Problem]:
    """Every contradiction within the entries and between them and the other files."""
    problems = list(_unique_entries(drafts))
    for draft in drafts:
        problems += _home(draft, references.offices)
        problems += _references(draft, references)
        problems += _duplicates(draft)
        problems += chain.from_iterable(_flow(draft, at, flow) for at, flow in enumerate(draft.entry.flows))
        problems += chain.from_iterable(
            _deadline(draft, ("deadlines", at), deadline) for at, deadline in enumerate(draft.entry.deadlines)
        )
        problems += _circles(draft)
        problems += _ledgers(draft)
        problems += _fields(draft)
        problems += rules(draft, proofs)
    return problems


# -- the entry among the others ------------------------------------------------------------------------


def _unique_entries(drafts: Sequence[Draft]) -> Iterator[Problem]:
    for name, word in (("id", "编号"), ("title", "名称")):
        first: dict[str, str] = {}
        for draft in drafts:
            value = getattr(draft.entry, name)
            if not draft.sound(name):
                continue
            if value in first:
                yield draft.places.problem((name,), f"{word} {value} 已经用在 {first[value]}")
            else:
                first[value] = draft.places.path


def _home(draft: Draft, offices: Collection[str] | None) -> Iterator[Problem]:
    """Check that the file lies in the folder of its office and its name begins with its number."""
    entry, places = draft.entry, draft.places
    path = PurePosixPath(places.path)
    if draft.sound("id") and not re.fullmatch(rf"{re.escape(entry.id)}-[a-z0-9-]+", path.stem):
        yield places.problem(
            ("id",),
            f"文件名应为“编号-英文短名.yml”（例如 {entry.id}-filing.yml），现为 {path.name}；改文件名或改编号",
        )
    if not draft.sound("kind", "office"):
        return
    if entry.kind == "standard":
        if entry.office is not None:
            yield places.problem(("office",), "标准不属于哪个科室，请删去这一行")
        folder = STANDARDS
    elif entry.office is None:
        listed = f"：{'、'.join(sorted(offices))}" if offices else ""
        yield places.problem(("office",), f"缺少这一项，必须填写：科室，见 data/offices.yml{listed}")
        return
    else:
        folder = entry.office
        if offices is not None and folder not in offices:
            yield places.problem(
                ("office",), f"data/offices.yml 里没有科室 {folder}{suggest(folder, sorted(offices))}"
            )
            return
    if path.parts[2:-1] != (folder,):
        where = ("kind",) if folder == STANDARDS else ("office",)
        found = "/".join(path.parts[1:-1])
        yield places.problem(where, f"文件应放在 entries/{folder}/ 里，现在放在 {found}/ 里")


def _references(draft: Draft, known: References) -> Iterator[Problem]:
    """Laws, topics and source documents exist."""
    entry = draft.entry
    laws: list[tuple[Loc, str]] = [(("basis", at, "law"), item.law) for at, item in enumerate(entry.basis)]
    quoting: list[tuple[str, Sequence[Condition | Penalty]]] = [
        ("conditions", entry.conditions),
        ("penalties", entry.penalties),
    ]
    laws += [
        ((name, at, "quote", "law"), item.quote.law)
        for name, items in quoting
        for at, item in enumerate(items)
        if item.quote is not None
    ]
    for loc, law in laws:
        if known.laws is not None and law not in known.laws:
            hint = near(law, known.laws) or "；请先在那里加上这部法规"
            yield draft.places.problem(loc, f"data/laws.yml 里没有编号为 {law} 的法规{hint}")
    for at, topic in enumerate(entry.editorial.topics):
        if draft.sound("editorial") and known.topics is not None and topic not in known.topics:
            yield draft.places.problem(
                ("editorial", "topics", at),
                f"data/topics.yml 里没有主题 {topic}{suggest(topic, sorted(known.topics))}",
            )
    document = entry.source.document
    if draft.sound("source") and known.sources is not None and document not in known.sources:
        yield draft.places.problem(
            ("source", "document"),
            f"data/sources.yml 里没有来源文件 {document}{suggest(document, sorted(known.sources))}",
        )


def _duplicates(draft: Draft) -> Iterator[Problem]:
    """Whatever is referred to by name has a name of its own."""
    entry = draft.entry
    groups: list[list[tuple[Loc, str]]] = [
        named(entry.conditions, ("conditions",)),
        named(entry.materials, ("materials",), "name"),
        named(entry.flows, ("flows",)),
        # a timeline takes events and finished deadlines in one mapping
        named(entry.events, ("events",)) + named(entry.deadlines, ("deadlines",)),
        named(entry.guidance, ("guidance",)),
    ]
    groups += [named(flow.nodes, ("flows", at, "nodes")) for at, flow in enumerate(entry.flows)]
    groups += [
        named(deadline.interruptions, ("deadlines", at, "interruptions"))
        for at, deadline in enumerate(entry.deadlines)
    ]
    if checker := entry.checker:
        groups += [
            named(checker.dimensions, ("checker", "dimensions")),
            named(checker.outcomes, ("checker", "outcomes")),
            named(checker.examples, ("checker", "examples"), "name"),
        ]
    for group in groups:
        yield from twice(draft, group)


# -- flows ---------------------------------------------------------------------------------------------


def _flow(draft: Draft, at: int, flow: Flow) -> Iterator[Problem]:
    ids = {node.id for node in flow.nodes}
    for number, node in enumerate(flow.nodes):
        loc: Loc = ("flows", at, "nodes", number)
        if draft.whole(loc, (*loc, "next"), (*loc, "parallel")):
            yield from _node(draft, loc, node)
        if draft.sound("flows"):
            for target_loc, target in _targets(loc, node):
                if target not in ids:
                    yield draft.places.problem(
                        target_loc, f"流程 {flow.id} 里没有名为 {target} 的节点{suggest(target, sorted(ids))}"
                    )
        deadlines = [deadline.id for deadline in draft.entry.deadlines]
        if draft.sound("deadlines") and node.deadline is not None and node.deadline not in deadlines:
            yield draft.places.problem(
                (*loc, "deadline"), f"deadlines 里没有 {node.deadline}{suggest(node.deadline, deadlines)}"
            )
    known = all(target in ids for node in flow.nodes for _, target in _targets((), node))
    if known and draft.sound("flows"):  # a wrong name breaks the way to all that follows
        yield from _unreachable(draft, at, flow)


def _node(draft: Draft, loc: Loc, node: Node) -> Iterator[Problem]:
    """Check that a node is a step, a decision or an end, with the ways on that such a node has."""
    written = [name for name in ("do", "decide", "end") if getattr(node, name) is not None]
    if len(written) != 1:
        found = f"现在写了 {'、'.join(written)}" if written else "现在一个也没写"
        yield draft.places.problem(
            loc, f"节点 {node.id} 应在 do（做什么）、decide（判断什么）、end（结束）中只写一个，{found}"
        )
        return
    branches = node.next if isinstance(node.next, list) else []
    if node.do is not None:
        if node.who is None and not node.source_silent:
            yield draft.places.problem(
                (*loc, "who"), "缺少这一项：步骤要写谁来做；来源没写的，加一行 source_silent: true"
            )
        if branches:
            yield draft.places.problem(
                (*loc, "next"),
                "只有判断节点（decide）才分几条去向；步骤的 next 只写一个节点名，同时开始的几个写 parallel",
            )
    elif node.decide is not None:
        if isinstance(node.next, str):
            yield draft.places.problem(
                (*loc, "next"),
                f"判断节点的去向要写成列表，每项 when 和 to（例如 - {{when: 齐全, to: {node.next}}}）",
            )
        elif len(branches) < 2 and not node.source_silent:
            yield draft.places.problem(
                (*loc, "next"),
                f"判断节点至少要有两条去向，现有 {len(branches)} 条；来源没写别的去向，就加一行 source_silent: true",
            )
    elif node.next is not None or node.parallel:
        name = "parallel" if node.parallel else "next"
        yield draft.places.problem((*loc, name), "结束节点（end）后面不能再有去向，请删去")


def _targets(loc: Loc, node: Node) -> Iterator[tuple[Loc, str]]:
    """List the nodes a node leads to, with the place where each is named."""
    if isinstance(node.next, str):
        yield (*loc, "next"), node.next
    else:
        for number, branch in enumerate(node.next or []):
            yield (*loc, "next", number, "to"), branch.to
    for number, target in enumerate(node.parallel):
        yield (*loc, "parallel", number), target


def _unreachable(draft: Draft, at: int, flow: Flow) -> Iterator[Problem]:
    """Check that every node is on a way from the first; of a lost piece only its first node is told."""
    leads = {node.id: [target for _, target in _targets((), node)] for node in flow.nodes}
    reached: set[str] = set()
    for number, node in enumerate(flow.nodes):
        if number > 0 and node.id not in reached:
            yield draft.places.problem(
                ("flows", at, "nodes", number, "id"),
                f"从起点 {flow.nodes[0].id} 走不到节点 {node.id}；在它前一步写上 next: {node.id}",
            )
        waiting = [node.id]
        while waiting:
            node_id = waiting.pop()
            if node_id not in reached:
                reached.add(node_id)
                waiting += leads[node_id]


# -- deadlines -----------------------------------------------------------------------------------------


def _deadline(draft: Draft, loc: Loc, deadline: Deadline) -> Iterator[Problem]:
    problem = draft.places.problem
    if draft.whole(loc):
        yield from _amount(draft, loc, deadline)
    if draft.sound("events", "deadlines"):
        starts = [event.id for event in draft.entry.events] + [other.id for other in draft.entry.deadlines]
        if deadline.event is not None and deadline.event not in starts:
            yield problem(
                (*loc, "event"),
                f"events 和 deadlines 里都没有 {deadline.event}{suggest(deadline.event, starts)}",
            )
    others = [other.id for other in draft.entry.deadlines if other.id != deadline.id]
    if draft.sound("deadlines") and deadline.extends is not None and deadline.extends not in others:
        yield problem(
            (*loc, "extends"), f"别的时限里没有 {deadline.extends}{suggest(deadline.extends, others)}"
        )
    if deadline.recurrence is not None and draft.whole(loc, (*loc, "recurrence")):
        yield from _recurrence(draft, (*loc, "recurrence"), deadline.recurrence, deadline.amount)


def _amount(draft: Draft, loc: Loc, deadline: Deadline) -> Iterator[Problem]:
    problem = draft.places.problem
    if deadline.amount is not None and deadline.unit is None:
        yield problem((*loc, "unit"), "写了数量 amount 就要写单位 unit（例如 unit: working_day）")
    if deadline.amount is None:
        for name in ("unit", "amount_min"):
            if getattr(deadline, name) is not None:
                yield problem((*loc, name), f"没有数量 amount，就不要写 {name}；来源没有数字的都删去")
    elif deadline.amount_min is not None and deadline.amount_min > deadline.amount:
        yield problem(
            (*loc, "amount_min"),
            f"幅度的下限不能大于上限：amount_min 为 {deadline.amount_min}，amount 为 {deadline.amount}",
        )


def _recurrence(draft: Draft, loc: Loc, rule: Recurrence, amount: int | None) -> Iterator[Problem]:
    """Check that a recurrence names days that exist, in one way only."""
    problem = draft.places.problem
    if rule.every != "year":
        for name in ("month", "months"):
            if getattr(rule, name):
                yield problem(
                    (*loc, name), f"只有每年一次（every: year）才写 {name}，现为 every: {rule.every}"
                )
    if rule.every == "quarter" and rule.day is not None:
        yield problem((*loc, "day"), "每季度一次的不写 day；季末以后多少天，写在 amount 和 unit")
    if rule.month is not None and rule.months:
        yield problem(
            (*loc, "months"), "month 和 months 只能写一个：有日子写 month 和 day，没有日子写 months"
        )
    if rule.every == "year" and rule.day is not None and rule.month is None:
        yield problem((*loc, "day"), "写了几日就要写几月（例如 month: 6）")
    if rule.month is not None and rule.day is None:
        yield problem(
            (*loc, "month"), f"写了几月就要写几日（例如 day: 30）；来源没写日子，改成 months: [{rule.month}]"
        )
    if rule.month is not None and rule.day is not None:
        last = calendar.monthrange(2024, rule.month)[1]  # a leap year: 29 February exists in some years
        if rule.day > last:
            yield problem((*loc, "day"), f"{rule.month} 月没有 {rule.day} 日，最多到 {last} 日")
    for number, month in enumerate(rule.months):
        if not 1 <= month <= 12:
            yield problem((*loc, "months", number), f"月份应为 1 至 12，现为 {month}")
    if amount is not None and (rule.day is not None or rule.months):
        name = "day" if rule.day is not None else "months"
        yield problem(
            (*loc, name), f"有 amount 的周期从每期结束起算，不能再写 {name}；固定日期的，删去 amount 和 unit"
        )


def _circles(draft: Draft) -> Iterator[Problem]:
    """No deadline starts, through others, from its own completion."""
    starts = {deadline.id: deadline.event for deadline in draft.entry.deadlines}
    told: set[str] = set()
    for at, deadline in enumerate(draft.entry.deadlines):
        seen = [deadline.id]
        while (start := starts.get(seen[-1])) in starts and start is not None and start not in seen:
            seen.append(start)
        if start == deadline.id and start not in told:
            told.update(seen)
            yield draft.places.problem(
                ("deadlines", at, "event"), f"时限不能绕一圈从自己起算：{' ← '.join([*seen, start])}"
            )


# -- notes ---------------------------------------------------------------------------------------------


def _ledgers(draft: Draft) -> Iterator[Problem]:
    """At most one ledger; the days it promises stand in a column of its own and belong to a deadline."""
    entry = draft.entry
    ledgers = [at for at, record in enumerate(entry.records) if record.ledger]
    for at in ledgers[1:]:
        yield draft.places.problem(("records", at, "ledger"), "一个事项最多一份办件台账，前面已经有一份")
    deadlines = [deadline.id for deadline in entry.deadlines]
    for at, record in enumerate(entry.records):
        for column, deadline in record.promises.items():
            loc: Loc = ("records", at, "promises", column)
            if column not in record.fields:
                yield draft.places.key_problem(
                    loc, f"台账的 fields 里没有“{column}”{suggest(column, record.fields)}"
                )
            if draft.sound("deadlines") and deadline not in deadlines:
                yield draft.places.problem(loc, f"deadlines 里没有 {deadline}{suggest(deadline, deadlines)}")


def _fields(draft: Draft) -> Iterator[Problem]:
    """Check that what currency items and remarks are about exists."""
    entry = draft.entry
    notes: list[tuple[str, list[str]]] = [
        ("currency", [item.field for item in entry.currency]),
        ("remarks", [item.field for item in entry.remarks]),
    ]
    for name, paths in notes:
        for at, path in enumerate(paths):
            loc: Loc = (name, at, "field")
            head, _, rest = path.partition(".")
            if head not in Entry.model_fields:
                known = ["entry", *Entry.model_fields]
                if path != "entry":
                    yield draft.places.problem(
                        loc, f"事项里没有 {head} 这一部分{near(head, known) or '；整篇写 entry'}"
                    )
            elif rest and draft.sound(head) and not _found(getattr(entry, head), rest):
                yield draft.places.problem(
                    loc, f"{head} 里没有 {rest}{suggest(rest, _names(getattr(entry, head)))}"
                )
    for at, change in enumerate(entry.currency):
        if change.value is not None and not re.fullmatch(r"deadlines\.[a-z0-9-]+", change.field):
            yield draft.places.problem(
                ("currency", at, "value"),
                f"value 只用来替换一个时限的数字，这时 field 应写成 deadlines.时限编号，现为 {change.field}",
            )


_NAMES = ("id", "law", "name", "term", "title")
"""How the items of our lists are named, the most telling first."""


def _name(item: object) -> str:
    return next((str(value) for name in _NAMES if (value := getattr(item, name, None))), "")


def _names(value: object) -> list[str]:
    if isinstance(value, list):
        return [name for item in value if (name := _name(item))]
    return list(type(value).model_fields) if isinstance(value, BaseModel) else []


def _found(value: object, path: str) -> bool:
    """Whether a dotted path leads to something; names of materials may hold dots themselves."""
    if isinstance(value, list):
        steps = [(_name(item), item) for item in value]
    elif isinstance(value, BaseModel):
        steps = [(name, getattr(value, name)) for name in type(value).model_fields]
        steps += [(_name(item), item) for _, part in steps if isinstance(part, list) for item in part]
    else:
        return False
    return any(
        part is not None
        and (path == name or (path.startswith(f"{name}.") and _found(part, path[len(name) + 1 :])))
        for name, part in steps
        if name
    )
