"""From a rule and an event to its readings: which days count, where the end falls, by what authority."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from checkers import authority
from checkers.calendar import Assumption, Calendar
from checkers.dates import Moment, day_of, words
from checkers.ledger import Line
from checkers.period import Count, Excluded, Period
from checkers.phrases import day_words, rule_words
from checkers.readings import Days, Interval, Reading, Result, Rule, Start


def compute(rule: Rule, start: Start, calendar: Calendar, intervals: Sequence[Interval] = ()) -> Result:
    """All readings of ``rule`` for an event at ``start``. Raises OutsideCalendarError past the known years.

    A restart on or before the start changes nothing. For hours ``start`` must hold a time of day and
    ``intervals`` must be empty.
    """
    restarts = [i for i in intervals if i.effect == "restart" and i.last > day_of(start.likely)]
    pauses = [i for i in intervals if i.effect == "pause"]
    restart = max(restarts, key=lambda interval: interval.last, default=None)
    begin = Start.on(restart.last) if restart else start
    readings = _Counting(rule, begin, calendar, pauses).readings()
    notes = list(_without_effect(pauses, readings[0].ledger))
    if restart:
        first = Line(day_of(start.likely), "start", "原来的起算日")
        anew = Line(restart.last, "start", f"{restart.name}，期限从这一天重新起算，当天不计入")
        readings = [replace(reading, ledger=(first, anew, *reading.ledger[1:])) for reading in readings]
        others = [other for other in restarts if other is not restart]
        notes += _too_late(restart, compute(rule, start, calendar, [*pauses, *others]).final)
    cited = tuple(interval.words() for interval in [*pauses, *restarts])
    readings = [replace(reading, basis=(*cited, *reading.basis)) for reading in readings]
    return Result(rule.kind, rule.direction, rule_words(rule, begin.likely), tuple(readings), tuple(notes))


@dataclass(frozen=True)
class _Counting:
    """One rule from one start."""

    rule: Rule
    start: Start
    calendar: Calendar
    pauses: Sequence[Interval]

    def readings(self) -> list[Reading]:
        return [self._hours() if unit == "hour" else self._days(unit) for unit in self.rule.units()]

    def _days(self, unit: str) -> Reading:
        rule, start = self.rule, self.start
        likely = self._count(rule.amount, unit, start.likely, "likely")
        early = self._count(rule.amount, unit, start.earliest, "earliest") if start.earliest else None
        awaits = start.awaits | likely.awaits | (early.awaits if early else frozenset())
        if awaits and rule.direction == "before":
            early = None  # the notice may give more days off, so the day could always be earlier still
        shown = likely if rule.kind == "earliest" or early is None else early
        days = Days(None if awaits else likely.last, early.last if early else None, likely.last, awaits)
        minimum = self._minimum(unit) if not awaits else None
        return Reading(
            unit=unit,
            days=days,
            safe=shown.last,
            text=self._prefix(unit) + day_words(rule, unit, days, minimum),
            ledger=shown.ledger,
            basis=tuple(self._basis(unit, shown, awaits)),
            minimum=minimum,
            unmoved=_unmoved(shown) if rule.direction == "before" else None,
        )

    def _count(self, amount: int, unit: str, event: Moment, assume: Assumption) -> Count:
        period, day, calendar, excluded = Period(amount, unit), day_of(event), self.calendar, self._excluded
        back = self.rule.direction == "before"
        if back:
            count = period.before(day, calendar, assume=assume)
        else:
            count = period.after(day, calendar, assume=assume, excluded=excluded)
        if self.rule.kind == "limit" and unit != "working_day" and amount > 0:
            return count.off_rest_days(calendar, -1 if back else 1, assume, excluded)
        calendar.refuse_before_first(count.last)
        return count

    def _minimum(self, unit: str) -> date | None:
        if self.rule.amount_min is None:
            return None
        return self._count(self.rule.amount_min, unit, self.start.likely, "likely").last

    @cached_property
    def _excluded(self) -> Excluded:
        return {
            pause.first + timedelta(days=number): f"{pause.name}期间"
            for pause in self.pauses
            for number in range((pause.last - pause.first).days + 1)
        }

    def _hours(self) -> Reading:
        rule, begin = self.rule, self.start.likely
        assert isinstance(begin, datetime)
        step = 1 if rule.direction == "after" else -1
        due = begin + step * timedelta(hours=rule.amount)
        self.calendar.refuse_before_first(due.date())
        low = None if rule.amount_min is None else begin + step * timedelta(hours=rule.amount_min)
        return Reading(
            unit="hour",
            days=Days.on(due),
            safe=due,
            text=day_words(rule, "hour", Days.on(due), low),
            ledger=(
                Line(begin, "start", "从这一时刻起算"),
                Line(due, "counted", f"满{rule.amount}小时", rule.amount),
            ),
            basis=(authority.HOURS, authority.BY_ANALOGY),
            minimum=low,
        )

    def _prefix(self, unit: str) -> str:
        if len(self.rule.units()) == 1:
            return ""
        return "按自然日算，" if unit == "day" else "按工作日算，"

    def _basis(self, unit: str, count: Count, awaits: frozenset[int]) -> Iterable[str]:
        rule = self.rule
        if len(rule.units()) > 1:
            yield authority.AS_DAYS if unit == "day" else authority.AS_WORKING_DAYS
        if rule.amount == 0:
            yield from (authority.SAME_DAY, authority.CLOSES, authority.BY_ANALOGY)
            return
        moved = count.ledger[-1].kind == "moved"
        yield from authority.of_count(unit, rule.kind, rule.direction, moved=moved)
        if unit == "working_day":
            yield from authority.of_days(
                self.calendar, [day_of(line.moment) for line in count.ledger], awaits
            )
        elif rule.kind == "limit":  # a calendar count needs the notices only from its end onwards
            end = max(number for number, line in enumerate(count.ledger) if line.counted is not None)
            days = [day_of(line.moment) for line in count.ledger[end:]]
            yield from authority.of_days(self.calendar, days, awaits)


def _unmoved(count: Count) -> date | None:
    """The day the count itself came to, where it was then moved off rest days."""
    if count.ledger[-1].kind != "moved":
        return None
    return next(day_of(line.moment) for line in reversed(count.ledger) if line.counted is not None)


def _without_effect(pauses: Iterable[Interval], ledger: Iterable[Line]) -> Iterable[str]:
    left_out = [day_of(line.moment) for line in ledger if line.kind == "paused"]
    for pause in pauses:
        if not any(pause.first <= day <= pause.last for day in left_out):
            yield f"{pause.name}不在期限之内，对结果没有影响：{words(pause.first)}至{words(pause.last)}"


def _too_late(restart: Interval, before: Moment | None) -> Iterable[str]:
    if before is not None and day_of(before) < restart.last:
        yield (
            f"请核实：重新起算的日子{words(restart.last)}在原来的最后一天{words(before)}之后，"
            "原期限当时已经届满"
        )
