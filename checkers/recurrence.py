"""Duties that return: the last and the next occurrences of 每月5日前, 每季度结束后15个工作日, 每年6月30日前."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from checkers.calendar import Calendar, OutsideCalendarError
from checkers.compute import compute
from checkers.dates import day_of, month_end
from checkers.fixed_day import by_day
from checkers.model import Recurrence
from checkers.readings import Result, Rule, Start

SHOWN = 3
"""How many coming occurrences are given."""

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Occurrence:
    """One time a duty falls due. ``key`` is a stable id (2026-Q3), ``period`` its name (2026年第三季度).

    ``counted_from`` is the last day of the period where the duty is counted from there, ``named`` the day the
    source names where it names one; the other of the two is None.
    """

    key: str
    period: str
    counted_from: date | None
    result: Result
    named: date | None = None

    @property
    def last(self) -> date:
        """The last day under any reading; the likely one where a notice is awaited."""
        days = (reading.days for reading in self.result.readings)
        return max(day_of(each.due or each.likely) for each in days)


@dataclass(frozen=True)
class Coming:
    """The occurrences not yet over on a day, and those that are, the last one at the end.

    At the edges of the calendar either may be empty.
    """

    past: tuple[Occurrence, ...]
    following: tuple[Occurrence, ...]

    def is_for_next(self, done: date) -> bool:
        """Whether a completion on ``done`` is that of the next occurrence, not of one that is over."""
        begins = self.following[0].counted_from
        return bool(self.past) and done > self.past[-1].last and (begins is None or done > begins)


@dataclass(frozen=True)
class Duty:
    """A recurrence, with the rule that is counted from the end of each period, or without one a named day.

    ``exclusive``: the source says 前, so the named day itself may not be included.
    """

    recurrence: Recurrence
    rule: Rule | None
    exclusive: bool

    def is_dated(self) -> bool:
        """Whether the source says enough for a day: a period to count, or a day of known months."""
        if self.rule:
            return self.rule.unit != "hour"
        return self.recurrence.day is not None and bool(_months(self.recurrence))

    def coming(self, today: date, calendar: Calendar) -> Coming:
        """The next occurrences on ``today``, at most ``SHOWN``; fewer at the end of the calendar."""
        past: list[Occurrence] = []
        following: list[Occurrence] = []
        for occurrence in self._occurrences(today.year - 2, calendar):
            if occurrence.last < today:
                past.append(occurrence)
            else:
                following.append(occurrence)
            if len(following) == SHOWN:
                break
        return Coming(tuple(past), tuple(following))

    def in_year(self, year: int, calendar: Calendar) -> tuple[Occurrence, ...]:
        """The occurrences whose day to act on (the safe one) lies in ``year``: each belongs to one year only.

        A period may end up to two years before the day that is counted from it; complete for the years from
        two after the first to one before the last that the calendar knows.
        """
        found = self._occurrences(year - 2, calendar, year + 1)
        return tuple(each for each in found if day_of(each.result.leading.safe).year == year)

    def previous(self, coming: Coming, today: date, done: date | None) -> Occurrence | None:
        """The last occurrence whose day is over, where that was in the month, quarter or year of ``today``.

        None also where the duty was ``done`` since the occurrence before it.
        """
        if not coming.past or self._period(coming.past[-1].last) != self._period(today):
            return None
        since = coming.past[-2].last if len(coming.past) > 1 else date.min
        return None if done is not None and done > since else coming.past[-1]

    def _period(self, day: date) -> tuple[int, int]:
        return day.year, (day.month - 1) // _MONTHS[self.recurrence.every]

    def _occurrences(
        self, first_year: int, calendar: Calendar, last_year: int | None = None
    ) -> Iterator[Occurrence]:
        """Those of the periods from ``first_year`` to ``last_year``, as far as the calendar reaches."""
        end = calendar.last_day.year if last_year is None else min(last_year, calendar.last_day.year)
        for year in range(max(first_year, calendar.first_year), end + 1):
            for planned in self._of_year(year):
                try:
                    yield planned.on(calendar)
                except OutsideCalendarError:  # before the first or after the last known day
                    continue

    def _of_year(self, year: int) -> Sequence[_Planned]:
        if self.rule:
            length = _MONTHS[self.recurrence.every]
            ends = [month_end(year, month) for month in range(length, 13, length)]
            return [_Planned(self.recurrence.every, end, self) for end in ends]
        months = _months(self.recurrence)
        every = "day" if len(months) == 1 else "month"
        return [_Planned(every, _clipped(year, month, self.recurrence.day or 1), self) for month in months]


@dataclass(frozen=True)
class _Planned:
    """An occurrence before it is computed; ``anchor`` is the end of its period or the named day.

    ``every`` is month, quarter, year, or day for a day that is named once a year.
    """

    every: str
    anchor: date
    duty: Duty

    def on(self, calendar: Calendar) -> Occurrence:
        key, period = self._names()
        if self.duty.rule:
            result = compute(self.duty.rule, Start.on(self.anchor), calendar)
            return Occurrence(key, period, self.anchor, result)
        result = by_day(self.anchor, calendar, exclusive=self.duty.exclusive)
        return Occurrence(key, period, None, result, named=self.anchor)

    def _names(self) -> tuple[str, str]:
        year, month = self.anchor.year, self.anchor.month
        quarter = (month - 1) // 3
        return {
            "day": (f"{year}", f"{year}年"),
            "month": (f"{year}-{month:02}", f"{year}年{month}月"),
            "quarter": (f"{year}-Q{quarter + 1}", f"{year}年第{'一二三四'[quarter]}季度"),
            "year": (f"{year}", f"{year}年度"),
        }[self.every]


def _months(recurrence: Recurrence) -> Sequence[int]:
    """The months in which a named day falls."""
    if recurrence.every == "month":
        return range(1, 13)
    return sorted(recurrence.months) or ([recurrence.month] if recurrence.month else [])


def _clipped(year: int, month: int, day: int) -> date:
    """The day of the month, or the month's last day where it has none (as in 民法典 第二百零二条)."""
    last = month_end(year, month)
    return last.replace(day=min(day, last.day))
