"""The ``due`` call: one rule, one event, the day it falls on and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from checkers.calendar import Calendar, OutsideCalendarError
from checkers.compute import compute
from checkers.dates import Moment, day_of, read_moment
from checkers.fields import flag, gathering, is_blank, option, whole_number
from checkers.fixed_day import by_day
from checkers.intervals import read_intervals, within
from checkers.period import UNITS
from checkers.problems import BadRequest, Problem
from checkers.readings import Interval, Result, Rule, Start

DIRECTIONS: Mapping[str, str] = {"after": "之后", "before": "之前", "by": "某日前"}
KINDS: Mapping[str, str] = {"limit": "必须做完", "period": "持续这么久", "earliest": "不得早于"}
LARGEST: Mapping[str, int] = {
    "hour": 10_000,
    "day": 3_660,
    "working_day": 2_500,
    "week": 520,
    "month": 120,
    "quarter": 40,
    "year": 10,
}
"""The largest amount of each unit: about ten years, far beyond any deadline of a procedure."""


def handle_due(request: Mapping[str, object], calendar: Calendar) -> dict[str, object]:
    """Answer a ``due`` request (bridge protocol).

    ``{"start", "amount", "unit", "direction", "kind", "unit_stated", "amount_min", "intervals"}``; all but the
    first three may be left out. With direction ``by``, ``start`` is the named day and there is no amount.
    Raises BadRequest with every problem of the request.
    """
    asked = _read(request, calendar)
    try:
        return asked.result(calendar).as_json()
    except OutsideCalendarError as error:
        which = "start" if error.day < calendar.first_day else "amount"
        raise BadRequest(Problem("out_of_range", f"{error}。请换一个日期或数量", which)) from error


@dataclass
class _Asked:
    """A request as far as it has been read."""

    start: Moment | None = None
    amount: int = 0
    amount_min: int | None = None
    unit: str = "day"
    direction: str = "after"
    kind: str = "limit"
    unit_stated: bool = True
    intervals: tuple[Interval, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def result(self, calendar: Calendar) -> Result:
        assert self.start is not None
        if self.direction == "by":
            return by_day(day_of(self.start), calendar, exclusive=True)
        rule = Rule(self.amount, self.unit, self.direction, self.kind, self.unit_stated, self.amount_min)
        start = self.start if self.unit == "hour" else day_of(self.start)
        return compute(rule, Start.on(start), calendar, self.intervals)


def _read(request: Mapping[str, object], calendar: Calendar) -> _Asked:
    asked = _Asked()
    problems = asked.problems

    def given(name: str) -> bool:
        return not is_blank(request.get(name))

    for name, label, options in (("direction", "方向", DIRECTIONS), ("kind", "种类", KINDS)):
        if given(name):
            with gathering(problems):
                setattr(asked, name, option(request[name], name, label, options))
    if given("start"):
        with gathering(problems):
            asked.start = read_moment(request["start"], "start")
            within(day_of(asked.start), "start", calendar)
    else:
        problems.append(Problem("missing", "还没有填从哪天起算，例如 2026-09-24", "start"))
    if given("unit_stated"):
        with gathering(problems):
            asked.unit_stated = flag(request["unit_stated"], "unit_stated", "是否写明工作日")
    if given("time"):
        message = "没有指明事项的时限时，几点几分请和日期一起写在 start 里，例如 2026-09-30T14:30"
        problems.append(Problem("not_wanted", message, "time"))
    _read_amount(request, asked)
    with gathering(problems):
        start = day_of(asked.start) if asked.start is not None else None
        asked.intervals = read_intervals(request.get("intervals"), "intervals", calendar, start=start)
    problems += _fit_together(asked)
    if problems:
        raise BadRequest(*problems)
    return asked


def _read_amount(request: Mapping[str, object], asked: _Asked) -> None:
    problems = asked.problems
    unit_known = False
    if asked.direction == "by":
        if not is_blank(request.get("amount")) and request["amount"] not in (0, "0"):
            message = "“某日前”不用填数量；要往前数几天，请把方向选为“之前”"
            problems.append(Problem("not_wanted", message, "amount"))
        return
    if is_blank(request.get("unit")):
        problems.append(Problem("missing", "还没有选单位，例如 working_day（工作日）", "unit"))
    else:
        with gathering(problems):
            asked.unit = option(request["unit"], "unit", "单位", UNITS)
            unit_known = True
    if is_blank(request.get("amount")):
        problems.append(Problem("missing", "还没有填数量，例如 5", "amount"))
    else:
        with gathering(problems):
            asked.amount = whole_number(request["amount"], "amount", "数量")
            _check_amount(asked.amount, asked.unit if unit_known else None, "amount")
    if not is_blank(request.get("amount_min")):
        with gathering(problems):
            asked.amount_min = whole_number(request["amount_min"], "amount_min", "下限")
            _check_amount(asked.amount_min, asked.unit if unit_known else None, "amount_min")


def _check_amount(amount: int, unit: str | None, name: str) -> None:
    if amount < 0:
        message = f"数量不能是负数（现为 {amount}）；要往前数，请把方向选为“之前”"
        raise BadRequest(Problem("negative", message, name))
    if unit and amount > LARGEST[unit]:
        shown = str(amount) if amount < 10**12 else "一个很大的数"
        message = f"数量太大：{UNITS[unit].removeprefix('个')}最多 {LARGEST[unit]}，例如 5，现为 {shown}"
        raise BadRequest(Problem("too_large", message, name))


def _fit_together(asked: _Asked) -> list[Problem]:
    """Faults that only show when the fields are seen together."""
    problems: list[Problem] = []
    if asked.unit == "hour" and asked.start is not None and not isinstance(asked.start, datetime):
        message = "按小时算要写明几点几分，例如 2026-09-30T14:30"
        problems.append(Problem("needs_time", message, "start"))
    if asked.amount_min is not None and asked.amount_min > asked.amount:
        message = f"下限（{asked.amount_min}）大于数量（{asked.amount}），例如 5 至 10 日的下限是 5"
        problems.append(Problem("wrong_order", message, "amount_min"))
    if asked.intervals and (asked.unit == "hour" or asked.direction != "after"):
        message = "只有往后数的日、工作日、周、月、季度、年才能中止或重新起算，请清空中止的日子"
        problems.append(Problem("not_wanted", message, "intervals"))
    return problems
