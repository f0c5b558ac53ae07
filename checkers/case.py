"""One case: the days its events happened, and the day each of its deadlines falls on because of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from checkers.calendar import Calendar, OutsideCalendarError
from checkers.compute import compute
from checkers.dates import Moment, day_of, words
from checkers.model import Deadline, Pack
from checkers.readings import Interval, Result, Rule, Start
from checkers.recurrence import Coming, Duty, Occurrence

_EXTENDED_FOR_NOTHING = "延长是办完以后才决定的，这里没有算上，请核对日期"


@dataclass(frozen=True)
class Outcome:
    """What a deadline comes to in a case.

    ``result`` is None while the start is unknown or the source gives no number (``numberless``); ``why`` says it
    in words. ``planned``: the start itself has not happened yet. ``source`` is the result by the source's own rule where confirmed
    current law leads. ``extended_by`` names the extension in force, ``original`` is the result without it.
    ``previous`` is the occurrence of a recurring duty that was to be done earlier in the current period.
    """

    result: Result | None = None
    start: Start | None = None
    planned: bool = False
    why: str = ""
    numberless: bool = False
    notes: tuple[str, ...] = ()
    source: Result | None = None
    current_leads: bool = False
    coming: Coming | None = None
    previous: Occurrence | None = None
    extended_by: Deadline | None = None
    original: Result | None = None


@dataclass(frozen=True)
class Case:
    """The known days of one case. ``events`` holds event ids and, for days of completion, deadline ids."""

    pack: Pack
    calendar: Calendar
    events: Mapping[str, Moment]
    intervals: Mapping[str, tuple[Interval, ...]]
    today: date | None
    _known: dict[tuple[str, str], Outcome] = field(default_factory=dict)
    _open: set[tuple[str, str]] = field(default_factory=set)

    @cached_property
    def deadlines(self) -> Mapping[str, Deadline]:
        """The pack's deadlines by id."""
        return {deadline.id: deadline for deadline in self.pack.deadlines}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What events, and the completion of deadlines, are called."""
        done = {deadline.id: deadline.what for deadline in self.pack.deadlines}
        return done | {event.id: event.name for event in self.pack.events}

    def happened(self, event: str | None) -> Moment | None:
        """The day of an event that is known and, given ``today``, not in the future."""
        moment = self.events.get(event) if event else None
        if moment is None or (self.today is not None and day_of(moment) > self.today):
            return None
        return moment

    def outcome(self, deadline: Deadline) -> Outcome:
        """The day of ``deadline``; where an extension of it is in force, the extended one.

        A circle of deadlines that start each other leaves all of it without a day.
        """
        return self._once("outcome", deadline, self._extended)

    def _base(self, deadline: Deadline) -> Outcome:
        """The day of ``deadline`` itself, before any extension of it."""
        return self._once("base", deadline, self._worked_out)

    def _once(self, which: str, deadline: Deadline, work: Callable[[Deadline], Outcome]) -> Outcome:
        key = (which, deadline.id)
        if key in self._open:
            return Outcome(why="起算的事件互相等待，请核实")
        if key not in self._known:
            self._open.add(key)
            self._known[key] = work(deadline)
            self._open.discard(key)
        return self._known[key]

    def _extended(self, deadline: Deadline) -> Outcome:
        base = self._base(deadline)
        for extension in self.pack.deadlines:
            if base.result and extension.extends == deadline.id and self._is_in_force(extension):
                if self._was_met_before(extension):
                    return replace(base, notes=(*base.notes, _EXTENDED_FOR_NOTHING))
                longer = self.outcome(extension)
                if longer.result:
                    return replace(
                        base,
                        result=longer.result,
                        source=longer.source,
                        notes=(*base.notes, *self._too_late(extension, base.result)),
                        extended_by=extension,
                        original=base.result,
                    )
        return base

    def _too_late(self, extension: Deadline, original: Result) -> tuple[str, ...]:
        """A warning when the extension was decided on after the original last day."""
        decided = self.happened(extension.event)
        if decided is None or original.final is None or day_of(decided) <= day_of(original.final):
            return ()
        return (f"请核实：延长是在原来的最后一天{words(original.final)}之后才决定的",)

    def _worked_out(self, deadline: Deadline) -> Outcome:
        try:
            if deadline.recurrence:
                return self._recurring(deadline)
            return self._extension(deadline) if deadline.extends else self._plain(deadline)
        except OutsideCalendarError as error:
            return Outcome(why=f"{error}，算不出日期")

    def _recurring(self, deadline: Deadline) -> Outcome:
        duty = duty_of(deadline)
        assert duty
        if not duty.is_dated():
            return Outcome(why="来源没有写具体的日子", numberless=True)
        if self.today is None:
            return Outcome(why="还不知道今天是哪天，无法找出下一次")
        coming = duty.coming(self.today, self.calendar)
        if not coming.following:
            return Outcome(why=f"下一次在{self.calendar.last_day.year}年之后，放假安排没有收录")
        following = coming.following[0]
        start, rule = following.counted_from, source_rule(deadline)
        done = self.happened(deadline.id)
        return Outcome(
            result=following.result,
            start=Start.on(start) if start else None,
            planned=start is not None and start > self.today,
            source=compute(rule, Start.on(start), self.calendar)
            if deadline.current and rule and start
            else None,
            current_leads=deadline.current is not None,
            coming=coming,
            previous=duty.previous(coming, self.today, day_of(done) if done else None),
        )

    def _plain(self, deadline: Deadline) -> Outcome:
        """From the deadline's own event."""
        if leading_rule(deadline) is None:
            return Outcome(why="来源没有写天数", numberless=True)
        if deadline.event is None:
            return Outcome(why="来源没有写从哪天起算")
        return self._counted(deadline, *self._start(deadline.event))

    def _start(self, event: str) -> tuple[Start | None, bool]:
        """When an event happens, and whether that is only planned."""
        moment = self.events.get(event)
        if moment is not None:
            return Start.on(moment), self.happened(event) is None
        if event not in self.deadlines:
            return None, True
        before = self.outcome(self.deadlines[event]).result
        if before is None:
            return None, True
        days = before.leading.days
        return Start(days.earliest, days.likely, days.awaits), True

    def _counted(self, deadline: Deadline, start: Start | None, planned: bool) -> Outcome:
        if start is None:
            waited = self.names.get(deadline.event or "", "起算的事件")
            return Outcome(why=f"还不知道“{waited}”是哪天", planned=True)
        rule, source = leading_rule(deadline), source_rule(deadline)
        if any(each and each.unit == "hour" for each in (rule, source)) and not isinstance(
            start.likely, datetime
        ):
            return Outcome(why="按小时计算，还不知道起算的时间，例如 2026-09-30T14:30", planned=True)
        notes: tuple[str, ...] = ()
        leads = deadline.current is not None
        effective = deadline.current.effective_from if deadline.current else None
        if effective and day_of(start.likely) < date.fromisoformat(effective):
            since = words(date.fromisoformat(effective))
            way = "按来源的规定计算" if source else "日期只供参考"
            notes = (f"现行规定自{since}起施行，这件事在那之前，{way}",)
            rule, leads = (source, False) if source else (rule, leads)
        assert rule
        result = self._compute(rule, start, deadline)
        by_source = self._compute(source, start, deadline) if leads and source else None
        return Outcome(result, start, planned, notes=notes, source=by_source, current_leads=leads)

    def _compute(self, rule: Rule, start: Start, deadline: Deadline) -> Result:
        if rule.unit == "hour" or rule.direction != "after":
            return compute(rule, start, self.calendar)
        found = [i for known in deadline.interruptions for i in self.intervals.get(known.id, ())]
        return compute(rule, start, self.calendar, found)

    def _extension(self, deadline: Deadline) -> Outcome:
        """An extension runs on from the last day of what it extends; planned until it has been decided on."""
        extended = self.deadlines.get(deadline.extends or "")
        if leading_rule(deadline) is None or extended is None:
            return Outcome(why="来源没有写延长多久", numberless=True)
        base = self._base(extended)
        if base.result is None or base.start is None:
            return Outcome(why=base.why, planned=True)
        if self._was_met_before(deadline):
            return Outcome(why=_EXTENDED_FOR_NOTHING, numberless=True)
        planned = base.planned or not self._is_in_force(deadline)
        longer = self._together(extended, deadline)
        if longer:
            return self._counted(longer, base.start, planned)
        days = base.result.leading.days
        return self._counted(deadline, Start(days.earliest, days.likely, days.awaits), planned)

    def _together(self, extended: Deadline, extension: Deadline) -> Deadline | None:
        """Both periods as one, so that a rest day between them moves nothing; None when their units differ."""
        pairs = [(rule(extended), rule(extension)) for rule in (leading_rule, source_rule)]
        same = all(a and b and (a.unit, a.unit_stated) == (b.unit, b.unit_stated) for a, b in pairs)
        if not same or extended.amount is None or extension.amount is None:
            return None
        first, more = extended.current, extension.current
        current = first or more
        if current:
            amounts = (first.amount if first else extended.amount, more.amount if more else extension.amount)
            current = replace(current, amount=sum(amounts))
        return replace(
            extended,
            amount=extended.amount + extension.amount,
            amount_min=None,
            current=current,
            interruptions=extended.interruptions + extension.interruptions,
        )

    def _is_in_force(self, extension: Deadline) -> bool:
        """Whether an extension has been decided on: it has an event of its own, and that has happened."""
        extended = self.deadlines.get(extension.extends or "")
        own = extended is not None and extension.event not in (None, extended.event, extended.id)
        return own and self.happened(extension.event) is not None

    def _was_met_before(self, extension: Deadline) -> bool:
        """Whether what an extension extends had been done when it was decided on."""
        done, decided = self.happened(extension.extends), self.happened(extension.event)
        if done is None or decided is None or not self._is_in_force(extension):
            return False
        return day_of(done) < day_of(decided)


def duty_of(deadline: Deadline) -> Duty | None:
    """What returns and by which rule; None for a deadline that does not return."""
    if deadline.recurrence is None:
        return None
    exclusive = "前" in deadline.stated_as.replace("提前", "")
    return Duty(deadline.recurrence, leading_rule(deadline), exclusive)


def source_rule(deadline: Deadline) -> Rule | None:
    """What the source says, None without a number."""
    if deadline.amount is None or deadline.unit is None:
        return None
    return Rule(
        deadline.amount,
        deadline.unit,
        _direction(deadline),
        deadline.kind,
        deadline.unit_stated,
        deadline.amount_min,
    )


def leading_rule(deadline: Deadline) -> Rule | None:
    """Confirmed current law where there is any, else what the source says."""
    if deadline.current is None:
        return source_rule(deadline)
    return Rule(deadline.current.amount, deadline.current.unit, _direction(deadline), deadline.kind)


def _direction(deadline: Deadline) -> str:
    """Which way a number is counted: only 之前 counts back, 某日前 (by) with a number runs from its event."""
    return "before" if deadline.direction == "before" else "after"
