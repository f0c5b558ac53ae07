"""A period of time counted on the calendar, as the Civil Code counts it (民法典 第二百零一条至第二百零三条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from checkers.calendar import Assumption, Calendar
from checkers.dates import day_of, month_end
from checkers.ledger import Line

UNITS: Mapping[str, str] = {
    "hour": "小时",
    "day": "日",
    "working_day": "个工作日",
    "week": "周",
    "month": "个月",
    "quarter": "个季度",
    "year": "年",
}
"""Every unit with the words that follow its number."""

MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3, "year": 12}

Step = Literal[1, -1]
"""Forward from an event, or back from it."""

Excluded = Mapping[date, str]
"""Days that do not count, each with the name of what interrupts the period."""


@dataclass(frozen=True)
class Count:
    """Where a period ends and how it got there.

    ``awaits`` holds the years whose holiday notice would have settled a day of the count but is not out yet;
    when it is empty the end is certain.
    """

    last: date
    ledger: tuple[Line, ...]
    awaits: frozenset[int] = frozenset()

    def off_rest_days(
        self,
        calendar: Calendar,
        step: Step = 1,
        assume: Assumption = "likely",
        excluded: Excluded | None = None,
    ) -> Count:
        """The end moved to the first working day after the rest days it falls on (民法典 第二百零三条第一款).

        With ``step`` -1 it moves to the last working day before them: our cautious reading for a date that is
        counted back. An end on a working day stays, a make-up Saturday too. ``excluded`` days are no end.
        """
        excluded = excluded or {}
        day, awaits, ledger = self.last, set(self.awaits), list(self.ledger)
        while True:
            year = calendar.awaited(day)
            awaits |= {year} if year is not None else set()
            if calendar.works(day, assume) and day not in excluded:
                break
            _mark_rest(ledger, day, calendar, excluded)
            day += step * timedelta(days=1)
        if day != self.last:
            where = "顺延到休息日结束后的第一天" if step > 0 else "提前到休息日之前的最后一个工作日"
            ledger.append(Line(day, "moved", f"最后一天遇休息日，{where}"))
        elif calendar.kind(day) == "makeup":
            ledger[-1] = replace(ledger[-1], kind="makeup", why=f"{calendar.why(day)}，不移动")
        return Count(day, tuple(ledger), frozenset(awaits))


@dataclass(frozen=True)
class Period:
    """An amount of time other than hours: ``Period(5, "working_day").after(exit_day, calendar).last``.

    The day of the event is not counted (第二百零一条第一款). Zero is the day of the event itself (当日).
    A week is 7 days and a quarter 3 months: the Code does not define them.
    """

    amount: int
    unit: str

    def after(
        self,
        event: date,
        calendar: Calendar,
        *,
        assume: Assumption = "likely",
        excluded: Excluded | None = None,
    ) -> Count:
        """Counted forward from ``event``; ``excluded`` days (pauses) are passed over."""
        return self._count(event, 1, calendar, assume, excluded or {})

    def before(self, event: date, calendar: Calendar, *, assume: Assumption = "likely") -> Count:
        """Counted back from ``event``: the latest day that still leaves the whole period free."""
        return self._count(event, -1, calendar, assume, {})

    def _count(
        self, event: date, step: Step, calendar: Calendar, assume: Assumption, excluded: Excluded
    ) -> Count:
        if self.amount == 0:
            return Count(event, (Line(event, "start", "当日就是事件发生的那一天"),))
        if self.unit == "working_day":
            return self._working_days(event, step, calendar, assume, excluded)
        if self.unit in MONTHS:
            return self._months(event, step, excluded)
        days = self.amount * (7 if self.unit == "week" else 1)
        return _calendar_days(event, step, days, excluded)

    def _working_days(
        self, event: date, step: Step, calendar: Calendar, assume: Assumption, excluded: Excluded
    ) -> Count:
        day, number, awaits = event, 0, set()
        ledger = [_start(event)]
        while number < self.amount:
            day += step * timedelta(days=1)
            if day in excluded:
                ledger.append(_paused(day, excluded))
                continue
            year = calendar.awaited(day)
            awaits |= {year} if year is not None else set()
            kind, why = calendar.kind(day), calendar.why(day)
            if calendar.works(day, assume):
                number += 1
                ordinal = f"第{number}个工作日" + (f"（{why}）" if why != "工作日" else "")
                ledger.append(Line(day, "makeup" if kind == "makeup" else "counted", ordinal, number))
            else:
                ledger.append(Line(day, kind, why))
        return Count(day, tuple(ledger), frozenset(awaits))

    def _months(self, event: date, step: Step, excluded: Excluded) -> Count:
        """The corresponding day of the due month, or its last day (第二百零二条); pauses lengthen it by days."""
        end, corresponds = add_months(event, step * self.amount * MONTHS[self.unit])
        which = "对应日" if corresponds else f"{end.month}月没有{event.day}日，取月末日"
        amount = f"{self.amount}{UNITS[self.unit]}"
        ledger = [_start(event), Line(end, "counted", f"{amount}到期月的{which}", self.amount)]
        pauses = [day for day in excluded if event < day <= end]
        if not pauses:
            return Count(end, tuple(ledger))
        missing, day = len(pauses), end
        ledger[1:1] = [_paused(pause, excluded) for pause in sorted(pauses)]
        while missing:
            day += timedelta(days=1)
            if day in excluded:
                ledger.append(_paused(day, excluded))
            else:
                missing -= 1
                ledger.append(Line(day, "counted", "补足中止的日数", len(pauses) - missing))
        return Count(day, tuple(ledger))


def _calendar_days(event: date, step: Step, days: int, excluded: Excluded) -> Count:
    day, number = event, 0
    ledger = [_start(event)]
    while number < days:
        day += step * timedelta(days=1)
        if day in excluded:
            ledger.append(_paused(day, excluded))
        else:
            number += 1
            ledger.append(Line(day, "counted", "按日历逐日计算，休息日也算", number))
    return Count(day, tuple(ledger))


def add_months(day: date, months: int) -> tuple[date, bool]:
    """The corresponding day so many months on (or back, when negative), and whether there is one.

    Without a corresponding day it is the last day of that month (第二百零二条).
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = month_end(year, month + 1)
    return (last, False) if day.day > last.day else (last.replace(day=day.day), True)


def _start(event: date) -> Line:
    return Line(event, "start", "事件当天，不计入")


def _paused(day: date, excluded: Excluded) -> Line:
    return Line(day, "paused", f"{excluded[day]}，不计入")


def _mark_rest(ledger: list[Line], day: date, calendar: Calendar, excluded: Excluded) -> None:
    """Enter ``day`` as a rest day; the day the count ended on keeps its number."""
    line = _paused(day, excluded) if day in excluded else Line(day, calendar.kind(day), calendar.why(day))
    if ledger and ledger[-1].kind == "counted" and day_of(ledger[-1].moment) == day:
        ledger[-1] = replace(ledger[-1], kind=line.kind, why=f"{ledger[-1].why}；{line.why}")
    else:
        ledger.append(line)
