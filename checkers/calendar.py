"""Which days are working days in China: Monday to Friday, less the days off, plus the make-up days.

The State Council's General Office fixes both by a notice for each year, published late in the year before.
A year's notice may reach back to 26–31 December of the year before, so the last published year is known only
to its 25 December. After that the calendar says "unknown", except for the holidays which the law itself fixes
(全国年节及纪念日放假办法 第二条): those are days off whatever the notice will say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from checkers.added_years import joined

Assumption = Literal["earliest", "likely"]
"""How to treat days whose notice is not out yet.

``earliest``: every one may be a working day (weekends may be made up), so that no notice can bring a count to
an earlier end. ``likely``: Monday to Friday are working days. Holidays fixed by law are off in both.
"""

SATURDAY = 5


class OutsideCalendarError(ValueError):
    """A count left the years the calendar can say anything about; ``day`` is the first day it lacked."""

    def __init__(self, day: date, calendar: Calendar) -> None:
        span = f"{calendar.first_day.year}年至{calendar.last_day.year}年"
        super().__init__(f"计算会用到{day.isoformat()}，而放假安排和法定假日只收录了{span}")
        self.day = day


@dataclass(frozen=True)
class Notice:
    """A notice on holiday arrangements; ``number`` (文号) only where it was looked up."""

    title: str
    number: str | None

    def words(self) -> str:
        """How the notice is cited: title, and number in brackets."""
        return f"{self.title}（{self.number}）" if self.number else self.title


@dataclass(frozen=True)
class Calendar:
    """Days off and make-up days, each with the name of its holiday, for the years with a published notice.

    ``statutory`` holds the holidays fixed by law for years after ``last_year``.
    """

    first_year: int
    last_year: int
    off: Mapping[date, str]
    work: Mapping[date, str]
    notices: Mapping[int, tuple[Notice, ...]]
    statutory: Mapping[date, str]
    refused: tuple[str, ...] = ()
    """Why a year that was dropped into an offline copy is not used, a sentence for each."""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Calendar:
        """Read ``api/v1/calendar.json``; the build has verified it, so a malformed one is a KeyError.

        What an offline copy's page ``added`` to it is checked here: a bad year is refused, in words.
        """
        data, refused = joined(data)
        return cls(
            first_year=data["first_year"],
            last_year=data["last_year"],
            off=_days(data["off"]),
            work=_days(data["work"]),
            notices={int(year): _notices(notice) for year, notice in data["notices"].items()},
            statutory=_days(data["statutory"]),
            refused=refused,
        )

    @cached_property
    def first_day(self) -> date:
        """The first day the calendar knows."""
        return date(self.first_year, 1, 1)

    @cached_property
    def known_to(self) -> date:
        """The last day no future notice can change: 25 December of the last published year."""
        return date(self.last_year, 12, 25)

    @cached_property
    def last_day(self) -> date:
        """The last day for which at least the holidays fixed by law are known."""
        return date(max((day.year for day in self.statutory), default=self.last_year), 12, 31)

    @property
    def coverage(self) -> str:
        """The years whose holidays are settled, in words."""
        return f"放假安排收录{self.first_year}年至{self.last_year}年"

    def refuse_before_first(self, day: date) -> None:
        """Raise OutsideCalendarError when ``day`` lies before the first known year."""
        if day < self.first_day:
            raise OutsideCalendarError(day, self)

    def is_working(self, day: date) -> bool | None:
        """True or False where it is settled, None where it awaits a notice. Raises OutsideCalendarError."""
        if not self.first_day <= day <= self.last_day:
            raise OutsideCalendarError(day, self)
        if day in self.statutory:
            return False
        if day > self.known_to:
            return None
        return day in self.work or (day.weekday() < SATURDAY and day not in self.off)

    def works(self, day: date, assume: Assumption) -> bool:
        """Like :meth:`is_working`, with an assumption in place of None."""
        settled = self.is_working(day)
        if settled is not None:
            return settled
        return assume == "earliest" or day.weekday() < SATURDAY

    def awaited(self, day: date) -> int | None:
        """The year whose notice has yet to settle ``day``; None when it is settled."""
        if self.is_working(day) is not None:
            return None
        return max(day.year, self.last_year + 1)

    def kind(self, day: date) -> Literal["holiday", "makeup", "weekend", "workday"]:
        """What sort of day it is, as far as is known."""
        if day in self.off or day in self.statutory:
            return "holiday"
        if day in self.work:
            return "makeup"
        return "weekend" if day.weekday() >= SATURDAY else "workday"

    def why(self, day: date) -> str:
        """Why the day is or is not a working day: 中秋节放假, 春节调休上班, 周末, 工作日, or what it awaits."""
        if day in self.off:
            return f"{self.off[day]}放假"
        if day in self.work:
            return f"{self.work[day]}调休上班"
        if day in self.statutory:
            return f"{self.statutory[day]}（法定放假）"
        weekend = day.weekday() >= SATURDAY
        year = self.awaited(day)
        if year is not None:
            return f"{'周末' if weekend else '周一至周五'}，{year}年放假安排未公布"
        return "周末" if weekend else "工作日"

    def cited(self, first: date, last: date) -> tuple[Notice, ...]:
        """The published notices that govern the days from ``first`` to ``last``, in order."""
        late = last.year + 1 if last > date(last.year, 12, 25) else last.year  # see the module docstring
        years = range(first.year, late + 1)
        return tuple(notice for year in years for notice in self.notices.get(year, ()))


def _days(named: Mapping[str, str]) -> dict[date, str]:
    return {date.fromisoformat(day): name for day, name in named.items()}


def _notices(data: Mapping[str, Any]) -> tuple[Notice, ...]:
    changed_by = data.get("changed_by") or ()
    return tuple(Notice(notice["title"], notice.get("number")) for notice in (data, *changed_by))
