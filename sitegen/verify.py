"""Checks what an entry says against itself, against the other files and against the engine that runs it."""

from __future__ import annotations

import calendar
import keyword
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath

from pydantic import BaseModel

from checkers import model as engine
from checkers.expression import ExpressionError, parse
from checkers.materials import Selector
from checkers.rules import Rules
from sitegen.model import Checker, Deadline, Entry, Example, Flow, Node, Question, Recurrence
from sitegen.problems import Loc, Places, Problem, near, shown, suggest

VERDICTS = {"met": "满足", "not_met": "不满足", "unknown": "还不能确定", "not_applicable": "不适用"}
STANDARDS = "standards"
"""The folder of standards; procedures lie in the folder named by their office."""


@dataclass(frozen=True)
class Draft:
    """An entry as read, with the place of everything in it.

    ``damaged`` are the top-level names in which the model found something wrong and from which parts are
    therefore missing: nothing that depends on their completeness may be complained about.
    """

    entry: Entry
    places: Places
    file: Path
    damaged: frozenset[str | int] = frozenset()

    def sound(self, *names: str) -> bool:
        """Whether all of these top-level parts were read completely."""
        return self.damaged.isdisjoint(names)

    def whole(self, *locs: Loc) -> bool:
        """Whether nothing was left out of these mappings and lists themselves."""
        return self.places.incomplete.isdisjoint(locs)


@dataclass(frozen=True)
class References:
    """The ids that entries may refer to; None when the file could not be read, so that any id passes."""

    offices: frozenset[str] | None
    laws: frozenset[str] | None
    sources: frozenset[str] | None


def verify(drafts: Sequence[Draft], references: References) -> list[Problem]:
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
        problems += _fields(draft)
        problems += _rules(draft)
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
    """Laws and source documents exist."""
    entry = draft.entry
    laws: list[tuple[Loc, str]] = [(("basis", at, "law"), item.law) for at, item in enumerate(entry.basis)]
    laws += [
        (("conditions", at, "quote", "law"), item.quote.law)
        for at, item in enumerate(entry.conditions)
        if item.quote is not None
    ]
    for loc, law in laws:
        if known.laws is not None and law not in known.laws:
            hint = near(law, known.laws) or "；请先在那里加上这部法规"
            yield draft.places.problem(loc, f"data/laws.yml 里没有编号为 {law} 的法规{hint}")
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
        _named(entry.conditions, ("conditions",)),
        _named(entry.materials, ("materials",), "name"),
        _named(entry.flows, ("flows",)),
        # a timeline takes events and finished deadlines in one mapping
        _named(entry.events, ("events",)) + _named(entry.deadlines, ("deadlines",)),
        _named(entry.guidance, ("guidance",)),
    ]
    groups += [_named(flow.nodes, ("flows", at, "nodes")) for at, flow in enumerate(entry.flows)]
    groups += [
        _named(deadline.interruptions, ("deadlines", at, "interruptions"))
        for at, deadline in enumerate(entry.deadlines)
    ]
    if checker := entry.checker:
        groups += [
            _named(checker.dimensions, ("checker", "dimensions")),
            _named(checker.outcomes, ("checker", "outcomes")),
            _named(checker.examples, ("checker", "examples"), "name"),
        ]
    for group in groups:
        yield from _twice(draft, group)


def _twice(draft: Draft, names: Iterable[tuple[Loc, str]]) -> Iterator[Problem]:
    first: dict[str, Loc] = {}
    for loc, name in names:
        if name in first:
            line = draft.places.values[first[name]].line
            yield draft.places.problem(loc, f"{name} 前面已经用过（第 {line} 行），请换一个名字")
        first.setdefault(name, loc)


def _named(items: Sequence[BaseModel], loc: Loc, name: str = "id") -> list[tuple[Loc, str]]:
    return [((*loc, at, name), getattr(item, name)) for at, item in enumerate(items)]


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


# -- rules ---------------------------------------------------------------------------------------------


def _rules(draft: Draft) -> Iterator[Problem]:
    """Questions, expressions, outcomes and examples; the engine runs only rules that can be read."""
    questions = list(_questions(draft, draft.entry.checker)) if draft.entry.checker else []
    yield from questions
    expressions: list[Problem] = []
    if not questions and draft.sound("checker"):
        expressions = list(_expressions(draft))
        yield from expressions
    checker = draft.entry.checker
    if checker is None:
        return
    outcomes = list(_outcomes(draft, checker))
    yield from outcomes
    examples = list(_examples(draft, checker))
    yield from chain.from_iterable(examples)
    ready = not (questions or expressions or outcomes)
    if ready and draft.sound("checker", "conditions", "materials", "deadlines"):
        sound = [at for at, problems in enumerate(examples) if not problems]
        yield from _run(draft, checker, sound)


def _questions(draft: Draft, checker: Checker) -> Iterator[Problem]:
    loc: Loc = ("checker", "questions")
    yield from _twice(draft, _named(checker.questions, loc))
    for at, question in enumerate(checker.questions):
        yield from _twice(draft, _named(question.options, (*loc, at, "options")))
        if draft.whole((*loc, at), (*loc, at, "options")):
            yield from _question(draft, (*loc, at), question)


def _question(draft: Draft, loc: Loc, question: Question) -> Iterator[Problem]:
    problem = draft.places.problem
    if keyword.iskeyword(question.id):
        yield problem((*loc, "id"), f"条件式里 {question.id} 另有意思，请换一个名字")
    if question.type == "choice":
        if len(question.options) < 2:
            yield problem(
                (*loc, "options"),
                f"选择题（choice）至少要有两个选项，现有 {len(question.options)} 个（例如 - {{id: city, label: 市批团}}）",
            )
    elif question.options:
        yield problem((*loc, "options"), f"只有选择题（type: choice）才写选项，现为 type: {question.type}")
    for number, option in enumerate(question.options):
        if option.id == "unknown":
            yield problem(
                (*loc, "options", number, "id"), "unknown 专指“不清楚”，每题都有，不用写；请换一个名字"
            )
    if question.type != "number":
        for name in ("unit", "min", "max"):
            if getattr(question, name) is not None:
                yield problem(
                    (*loc, name), f"只有数字题（type: number）才写 {name}，现为 type: {question.type}"
                )
    elif question.min is not None and question.max is not None and question.min > question.max:
        yield problem((*loc, "min"), f"最小值 {question.min} 不能大于最大值 {question.max}")


def _sources(entry: Entry) -> Iterator[tuple[Loc, str]]:
    """Every expression of an entry with its place."""
    groups: list[tuple[Loc, Iterable[BaseModel], tuple[str, ...]]] = [
        (("conditions",), entry.conditions, ("applies_if", "met_if")),
        (("materials",), entry.materials, ("when",)),
        (("deadlines",), entry.deadlines, ("when",)),
    ]
    if entry.checker is not None:
        groups.append((("checker", "outcomes"), entry.checker.outcomes, ("when",)))
        if entry.checker.applies_if is not None:
            yield ("checker", "applies_if"), entry.checker.applies_if
    for loc, items, names in groups:
        for at, item in enumerate(items):
            for name in names:
                if (source := getattr(item, name)) is not None:
                    yield (*loc, at, name), source


def _expressions(draft: Draft) -> Iterator[Problem]:
    """Every expression can be read and fits the questions; every question is used."""
    checker = draft.entry.checker
    questions = (
        [engine.Question.from_json(item.model_dump()) for item in checker.questions] if checker else []
    )
    used: set[str] = set()
    readable = True
    for loc, source in _sources(draft.entry):
        if checker is None:
            yield draft.places.problem(loc, "写了条件式，就要在 checker.questions 里写出它用的问题")
            continue
        try:
            used |= parse(source, questions).names
        except ExpressionError as error:
            readable = False
            yield draft.places.problem(loc, error.message, offset=error.offset)
    if checker is None or not readable or not draft.sound("conditions", "materials", "deadlines"):
        return
    for at, question in enumerate(checker.questions):
        if question.id not in used:
            yield draft.places.problem(
                ("checker", "questions", at, "id"),
                f"没有哪个条件式用到问题 {question.id}；请在 met_if、when 等处用上它，或删去这个问题",
            )


def _outcomes(draft: Draft, checker: Checker) -> Iterator[Problem]:
    dimensions = [dimension.id for dimension in checker.dimensions]
    deadlines = [deadline.id for deadline in draft.entry.deadlines]
    for at, outcome in enumerate(checker.outcomes):
        loc: Loc = ("checker", "outcomes", at)
        if draft.sound("checker") and outcome.dimension not in dimensions:
            yield draft.places.problem(
                (*loc, "dimension"),
                f"checker.dimensions 里没有 {outcome.dimension}{suggest(outcome.dimension, dimensions)}",
            )
        for number, deadline in enumerate(outcome.deadlines):
            if draft.sound("deadlines") and deadline not in deadlines:
                yield draft.places.problem(
                    (*loc, "deadlines", number), f"deadlines 里没有 {deadline}{suggest(deadline, deadlines)}"
                )


# -- examples ------------------------------------------------------------------------------------------


def _examples(draft: Draft, checker: Checker) -> Iterator[list[Problem]]:
    """Check each example as it is written, one list per example."""
    for at, example in enumerate(checker.examples):
        loc: Loc = ("checker", "examples", at)
        yield [
            *(_answers(draft, checker, loc, example) if draft.sound("checker") else ()),
            *_expected(draft, checker, loc, example),
        ]


def _answers(draft: Draft, checker: Checker, loc: Loc, example: Example) -> Iterator[Problem]:
    questions = {question.id: question for question in checker.questions}
    for name, answer in example.answers.items():
        place: Loc = (*loc, "answers", name)
        if name not in questions:
            yield draft.places.key_problem(
                place, f"checker.questions 里没有问题 {name}{suggest(name, list(questions))}"
            )
        elif fault := _answer_fault(questions[name], answer):
            yield draft.places.problem(place, f"{fault}，现为 {shown(answer)}；不清楚就不写这一行")


def _answer_fault(question: Question, answer: bool | int | str) -> str:
    if question.type == "bool":
        return "" if isinstance(answer, bool) else "是非题应答 true（是）或 false（否）"
    if question.type == "choice":
        options = [option.id for option in question.options]
        return "" if answer in options else f"选择题应答 {'、'.join(options)} 之一"
    if isinstance(answer, bool) or not isinstance(answer, int):
        return "数字题应答整数（例如 3）"
    if question.min is not None and answer < question.min:
        return f"回答不能小于 {question.min}"
    if question.max is not None and answer > question.max:
        return f"回答不能大于 {question.max}"
    return ""


def _expected(draft: Draft, checker: Checker, loc: Loc, example: Example) -> Iterator[Problem]:
    expect = example.expect
    empty = expect.verdict is None and expect.outcomes is None and expect.materials is None
    if empty and draft.whole((*loc, "expect")):
        yield draft.places.problem(
            (*loc, "expect"),
            "verdict（结论）、outcomes（结果）、materials（材料）至少写一项，否则什么也没有检验",
        )
    outcomes = [outcome.id for outcome in checker.outcomes]
    materials = [material.name for material in draft.entry.materials]
    for part, word, name, found, known in (
        ("checker", "checker.outcomes", "outcomes", expect.outcomes, outcomes),
        ("materials", "materials", "materials", expect.materials, materials),
    ):
        for number, item in enumerate(found or []):
            if draft.sound(part) and item not in known:
                yield draft.places.problem(
                    (*loc, "expect", name, number), f"{word} 里没有 {item}{suggest(item, known)}"
                )


def _run(draft: Draft, checker: Checker, numbers: Sequence[int]) -> Iterator[Problem]:
    """Every example comes out as it says."""
    pack = engine.Pack.from_json({**draft.entry.model_dump(mode="json"), "notice": ""})
    assert pack.checker is not None
    rules, selector = Rules(pack, pack.checker), Selector(pack, pack.checker.questions)
    for at in numbers:
        example, loc = checker.examples[at], ("checker", "examples", at, "expect")
        result = rules.check(example.answers)
        expect = example.expect
        if expect.verdict is not None and expect.verdict != result.verdict:
            reasons = [f"{item.id} {VERDICTS[item.verdict]}" for item in result.criteria]
            because = f"（{'，'.join(reasons)}）" if reasons else ""
            yield draft.places.problem(
                (*loc, "verdict"),
                f"例子不成立：写的是 {expect.verdict}（{VERDICTS[expect.verdict]}），"
                f"按规则得出 {result.verdict}（{VERDICTS[result.verdict]}）{because}",
            )
        if expect.outcomes is not None:
            found = [outcome.id for outcome in result.outcomes]
            yield from _compare(draft, (*loc, "outcomes"), expect.outcomes, found)
        if expect.materials is not None:
            selected = selector.select(example.answers).materials
            needed = [item.material.name for item in selected if item.needed == "yes"]
            yield from _compare(draft, (*loc, "materials"), expect.materials, needed)


def _compare(draft: Draft, loc: Loc, expected: Sequence[str], found: Sequence[str]) -> Iterator[Problem]:
    extra = [item for item in expected if item not in found]
    absent = [item for item in found if item not in expected]
    if extra or absent:
        parts = [f"不应有 {'、'.join(extra)}"] if extra else []
        parts += [f"还应有 {'、'.join(absent)}"] if absent else []
        yield draft.places.problem(loc, f"例子不成立：按规则，这里{'，'.join(parts)}")
