"""Chinese words for what the model stores as codes: units, dates, fields, deadlines and condition expressions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from markupsafe import Markup, escape

from checkers.period import UNITS
from sitegen.model import CurrentRule, Deadline, Entry, Question, Recurrence

AUDIENCES: Mapping[str, str] = {"enterprise": "企业办事", "staff": "工作人员", "hall": "办事大厅"}
STAGES: Mapping[str, str] = {
    "startup": "企业开办",
    "construction": "项目建设",
    "operation": "生产经营",
    "upgrade": "转型升级",
    "closure": "企业注销",
}
FORMS: Mapping[str, str] = {"original": "原件", "copy": "复印件", "original_and_copy": "原件及复印件"}
MODALITIES: Mapping[str, tuple[str, str]] = {  # the word of the standards, and what it asks for
    "must": ("应", "必须做到"),
    "should": ("宜", "建议做到"),
    "may": ("可", "允许"),
}
LEVELS: Mapping[str, str] = {"statutory": "法定", "promised": "承诺"}
LAW_STATUSES: Mapping[str, str] = {
    "in_force": "现行有效",
    "repealed": "已废止",
    "superseded": "已被替代",
    "待核实": "待核实",
}
PERIODS: Mapping[str, str] = {"month": "月", "quarter": "季度", "year": "年"}

# A field of the model as a reader would call it; the part after the dot names the item.
_FIELDS: Mapping[str, str] = {
    "title": "名称",
    "summary": "说明",
    "entry": "整篇",
    "basis": "依据",
    "definitions": "术语",
    "conditions": "条件",
    "materials": "材料",
    "flows": "流程",
    "events": "起算事件",
    "deadlines": "时限",
    "places": "地点",
    "contacts": "联系方式",
    "results": "结果",
    "fees": "费用",
    "penalties": "责任",
    "records": "台账",
    "guidance": "要求",
    "checker": "核验",
    "source": "来源",
    "office": "科室",
}
_NUMBER_WITH_UNIT = re.compile(
    r"\d[\d,.]*(?:\s*[至到~～—–-]\s*\d[\d,.]*)?\s*"
    r"(?:个工作日|个自然日|个月|个季度|个问题|个时限|项材料|种材料|项条件|小时|分钟|工作日|季度|万元|平方米"
    r"|[年月日天周份张家个项种条元人次号楼室层位名步处%])[内前后]?"
)


def number_kept(text: str) -> Markup:
    """Escaped HTML of ``text`` in which a number and its unit cannot be parted by a line break."""
    parts: list[str | Markup] = []
    end = 0
    for found in _NUMBER_WITH_UNIT.finditer(text):
        parts += [escape(text[end : found.start()]), Markup('<span class="nb">{}</span>').format(found[0])]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def day(value: date) -> str:
    """A date as it is read aloud: 2026 年 11 月 21 日."""
    return f"{value.year} 年 {value.month} 月 {value.day} 日"


def month(value: str) -> str:
    """A year and month ``2020-07`` as 2020 年 7 月."""
    year, number = value.split("-")
    return f"{year} 年 {int(number)} 月"


def telephone(value: str) -> str | None:
    """The address of a ``tel:`` link for a phone as printed, or ``None`` when it holds no whole number."""
    digits = re.sub(r"\D", "", value)
    return f"tel:{digits}" if len(digits) >= 3 else None


def duration(amount: int, unit: str, *, minimum: int | None = None, approximate: bool = False) -> str:
    """An amount of time in ``unit``: 5 个工作日, 5 至 10 日, 约 3 个月."""
    span = f"{minimum} 至 {amount}" if minimum is not None else f"{amount}"
    words = f"{span} {UNITS[unit]}"
    return f"约 {words}" if approximate else words


def recurrence(rule: Recurrence) -> str:
    """How often a duty returns, without its deadline: 每月 5 日前, 每月末, 每季度结束后, 每年 10 月、11 月."""
    if rule.every == "month" and rule.day == 31:
        return "每月末"
    if rule.months:
        return "每年 " + "、".join(f"{number} 月" for number in rule.months)
    if rule.day is not None:
        in_month = f" {rule.month} 月" if rule.month is not None else ""
        return f"每{PERIODS[rule.every]}{in_month} {rule.day} 日前"
    if rule.month is not None:
        return f"每年 {rule.month} 月"
    return f"每{PERIODS[rule.every]}结束后"


def starts(entry: Entry) -> dict[str, str]:
    """What the ids that start deadlines are called: events, and deadlines whose completion starts another."""
    return {event.id: event.name for event in entry.events} | {
        deadline.id: f"{deadline.what}完成" for deadline in entry.deadlines
    }


def rule(deadline: Deadline, names: Mapping[str, str], current: CurrentRule | None = None) -> str:
    """From which event how long, in one phrase: 被邀请人离境后 5 个工作日内.

    ``names`` maps the ids of events and of deadlines to what they are called; ``current`` replaces the
    source's amount by the one of current law. A deadline without a number keeps the source's own words.
    """
    if current is not None:
        return _counted(deadline, names, current.amount, duration(current.amount, current.unit))
    if deadline.amount is not None and deadline.unit is not None:
        span = duration(
            deadline.amount, deadline.unit, minimum=deadline.amount_min, approximate=deadline.approximate
        )
        return _counted(deadline, names, deadline.amount, span)
    returning = deadline.recurrence
    # “每月结束后” alone would name no date
    dated = returning is not None and (
        returning.day is not None or returning.month is not None or returning.months
    )
    return recurrence(returning) if returning is not None and dated else deadline.stated_as


def _counted(deadline: Deadline, names: Mapping[str, str], amount: int, span: str) -> str:
    start = names[deadline.event] if deadline.event is not None else None
    if deadline.extends is not None:
        words = f"再延长 {span}"
    elif deadline.recurrence is not None:
        words = f"{recurrence(deadline.recurrence)} {span}内"
    elif start is not None and amount == 0 and deadline.unit == "day":
        words = f"{start}当日内"
    elif deadline.direction == "before":
        words = f"{start or '来源没有写明的事件'}前至少 {span}"
    elif deadline.kind == "period":
        words = _after(start, f"持续 {span}")
    elif deadline.kind == "earliest":
        words = f"{start or ''}满 {span}后"
    else:
        words = _after(start, f"{span}内")
    return words


def _after(start: str | None, span: str) -> str:
    """An event and the time since it; a number stands apart from the word before it."""
    if start is None:
        return span
    return f"{start}后 {span}" if span[0].isdigit() else f"{start}后{span}"


def field(path: str, entry: Entry) -> str:
    """What a dotted field of ``currency`` or ``remarks`` is about, in the reader's words: 时限：答复申请人."""
    head, _, rest = path.partition(".")
    head = head.split("[")[0]
    named: dict[str, dict[str, str]] = {
        "deadlines": {item.id: item.what for item in entry.deadlines},
        "conditions": {item.id: item.text for item in entry.conditions},
        "flows": {item.id: item.title for item in entry.flows},
        "events": {item.id: item.name for item in entry.events},
        "guidance": {item.id: item.title for item in entry.guidance},
        "materials": {item.name: item.name for item in entry.materials},
        "definitions": {item.term: item.term for item in entry.definitions},
        "records": {item.title: item.title for item in entry.records},
    }
    label = _FIELDS.get(head, "本事项")
    item = named.get(head, {}).get(rest.split(".")[0])
    return f"{label}：{item.rstrip('。')}" if item else label


_COMPARISONS: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "少于",
    ast.LtE: "不超过",
    ast.Gt: "超过",
    ast.GtE: "不少于",
    ast.Eq: "为",
    ast.NotEq: "不为",
    ast.In: "为",
    ast.NotIn: "不为",
}
_OPPOSITE: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_MIRRORED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt,
    ast.Gt: ast.Lt,
    ast.LtE: ast.GtE,
    ast.GtE: ast.LtE,
    ast.Eq: ast.Eq,
    ast.NotEq: ast.NotEq,
}


def expression(source: str, questions: Sequence[Question]) -> str:
    """A condition expression as a phrase that quotes each question with its answer.

    ``shops >= 2 and mature`` reads “你有几家直营店？”不少于 2 家，且“经营模式成熟吗？”答“是”. The expression has been
    proved well-typed by the build, so anything outside the subset of :mod:`checkers.expression` is a
    programming error here.
    """
    return _Reader(questions).phrase(_parsed(source))


def cases(source: str, questions: Sequence[Question], known: Question | None = None) -> tuple[str, list[str]]:
    """The same as a list for a decision table: how its lines are joined, and the lines.

    The first part is 同时满足, 满足其一, or empty when there is one line only. The question ``known`` stands
    above the table, so only the answer to it is given.
    """
    reader, node = _Reader(questions, known), _parsed(source)
    if isinstance(node, ast.BoolOp):
        together = isinstance(node.op, ast.And)
        lines = [reader.phrase(part, inside=together) for part in node.values]
        return ("同时满足" if together else "满足其一"), lines
    return "", [reader.phrase(node)]


def asked(source: str) -> set[str]:
    """The ids of the questions an expression depends on."""
    return {node.id for node in ast.walk(_parsed(source)) if isinstance(node, ast.Name)}


def common_question(sources: Iterable[str], questions: Sequence[Question]) -> Question | None:
    """The question that alone decides all of these expressions, if there is one."""
    used = {name for source in sources for name in asked(source)}
    return next((question for question in questions if used == {question.id}), None)


def _parsed(source: str) -> ast.expr:
    return ast.parse(source.strip(), mode="eval").body


class _Reader:
    """Reads one expression aloud; negation is pushed inwards so that no 并非 is left."""

    def __init__(self, questions: Sequence[Question], known: Question | None = None) -> None:
        self.questions = {question.id: question for question in questions}
        self.known = known

    def phrase(self, node: ast.expr, *, negated: bool = False, inside: bool = False) -> str:
        """The words of ``node``; ``inside`` means it stands within 且, where 或 needs brackets."""
        match node:
            case ast.UnaryOp():
                return self.phrase(node.operand, negated=not negated, inside=inside)
            case ast.BoolOp():
                together = isinstance(node.op, ast.And) != negated
                parts = [self.phrase(part, negated=negated, inside=together) for part in node.values]
                return _joined(parts, together=together, inside=inside)
            case ast.Compare():
                terms = [node.left, *node.comparators]
                pairs = zip(terms, node.ops, terms[1:], strict=False)
                parts = [self._pair(left, op, right, negated=negated) for left, op, right in pairs]
                return _joined(parts, together=not negated, inside=inside)
            case ast.Name():
                return self._answered(node.id, f"“{'否' if negated else '是'}”")
            case ast.Constant():
                return "任何情况" if bool(node.value) != negated else "没有这种情况"
        raise AssertionError(ast.dump(node))

    def _pair(self, left: ast.expr, operator: ast.cmpop, right: ast.expr, *, negated: bool) -> str:
        kind = type(operator)
        if not isinstance(left, ast.Name):  # 2 <= shops
            left, right, kind = right, left, _MIRRORED[kind]
        if negated:
            kind = _OPPOSITE[kind]
        assert isinstance(left, ast.Name)
        question = self.questions[left.id]
        constants = [item.value for item in ast.walk(right) if isinstance(item, ast.Constant)]
        values = [value for value in constants if isinstance(value, int | str)]
        if question.type == "number":
            unit = f" {question.unit}" if question.unit else ""
            amounts = "或 ".join(f"{value}{unit}" for value in values)
            return f"{self._ask(left.id)}{_COMPARISONS[kind]} {amounts}"
        labels: dict[object, str] = {option.id: option.label for option in question.options} | {
            True: "是",
            False: "否",
        }
        answers = "或".join(f"“{labels[value]}”" for value in values)
        if kind in (ast.NotEq, ast.NotIn):
            return f"{self._ask(left.id)}不是{answers}"
        return self._answered(left.id, answers)

    def _answered(self, name: str, answers: str) -> str:
        ask = self._ask(name)
        return f"{ask}答{answers}" if ask else answers

    def _ask(self, name: str) -> str:
        question = self.questions[name]
        return "" if question == self.known else f"“{question.ask}”"


def _joined(parts: Sequence[str], *, together: bool, inside: bool) -> str:
    joined = ("，且" if together else "，或").join(parts)
    return f"（{joined}）" if inside and not together and len(parts) > 1 else joined
