"""The ``due`` call for a deadline of the data: its day, readings and law from the one date it starts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from checkers.calendar import Calendar
from checkers.case import Case, duty_of, leading_rule
from checkers.dates import Moment, day_of, iso, read_moment
from checkers.fields import gathering, is_blank
from checkers.intervals import read_intervals, within
from checkers.model import Deadline, Interruption, Pack
from checkers.problems import BadRequest, Problem, shown
from checkers.readings import Interval
from checkers.timeline import deadline_row, read_case

KEYS = ("deadline", "start", "time", "intervals")
"""What is read of a request besides the number of its entry and what the case is called."""

_GIVEN = "given"  # the event or the interruptions that the request itself brings
_LEFT_OUT = ("id", "state", "state_text", "planned", "done", "extended_by", "when")
_RULE = ("amount", "amount_min", "unit", "unit_stated", "direction", "kind")


def handle_site_deadline(
    request: Mapping[str, object], packs: Mapping[str, Pack], calendar: Calendar
) -> dict[str, Any]:
    """Answer a ``due`` request that names a deadline (bridge protocol).

    ``{"id": "1.42", "deadline": "report", "start", "time", "intervals", "case"}``, or the first two in one as
    ``"deadline": "1.42/report"``. ``start`` is the day of the event the deadline starts from (its ``time`` of
    day may stand apart); of a duty that returns it is the day from which the next one is looked for. In
    ``intervals`` the ``effect`` may be the id of one of the deadline's own interruptions.
    Raises BadRequest with every problem of the request.
    """
    found = _Found.of(request, packs)
    problems = [_not_wanted(name) for name in _RULE if not is_blank(request.get(name))]
    name: str | None = None
    start: Moment | None = None
    intervals: tuple[Interval, ...] = ()
    with gathering(problems):
        name = read_case(request.get("case"))
    with gathering(problems):
        start = _start(request, calendar)
    with gathering(problems):
        begins = day_of(start) if start is not None else None
        intervals = read_intervals(
            request.get("intervals"), "intervals", calendar, found.interruptions, begins
        )
    if intervals and not found.can_pause:
        message = "只有往后数的日、工作日、周、月、季度、年才能中止或重新起算，请清空中止的日子"
        problems.append(Problem("not_wanted", message, "intervals"))
    if problems or start is None:
        raise BadRequest(*problems)
    return {"case": name, **found.answer(start, intervals, calendar)}


def has_day(deadline: Deadline) -> bool:
    """Whether the data says enough to compute a day once the start is known."""
    duty = duty_of(deadline)
    return duty.is_dated() if duty is not None else leading_rule(deadline) is not None


def _not_wanted(name: str) -> Problem:
    message = f"已经写明是哪一项时限，算法由事项的数据决定，请去掉 {name}"
    return Problem("not_wanted", message, name)


def _start(request: Mapping[str, object], calendar: Calendar) -> Moment:
    if is_blank(request.get("start")):
        raise BadRequest(Problem("missing", "还没有填从哪天起算，例如 2026-09-24", "start"))
    start = request["start"]
    within(day_of(read_moment(start, "start")), "start", calendar)
    time = request.get("time")
    if not is_blank(time):
        written = f"{start if isinstance(start, str) else ''}".strip()[:10]
        return read_moment(f"{written}T{time}", "time")
    return read_moment(start, "start")


@dataclass(frozen=True)
class _Found:
    """A deadline of the data that has a day, with what it extends, if it does."""

    pack: Pack
    deadline: Deadline
    extended: Deadline | None

    @classmethod
    def of(cls, request: Mapping[str, object], packs: Mapping[str, Pack]) -> _Found:
        pack, deadline = _look_up(request, packs)
        if not has_day(deadline):
            lacks = "天数" if deadline.recurrence is None else "写哪一天"
            message = f"“{deadline.what}”来源写“{deadline.stated_as}”，没有{lacks}，算不出日子；请致电核实"
            raise BadRequest(Problem("no_number", message, "deadline"))
        extended = next((each for each in pack.deadlines if each.id == deadline.extends), None)
        return cls(pack, deadline, extended)

    @property
    def interruptions(self) -> tuple[Interruption, ...]:
        """What may pause or restart the deadline by its own data."""
        return (self.extended.interruptions if self.extended else ()) + self.deadline.interruptions

    @property
    def can_pause(self) -> bool:
        """Whether interruptions have a place in the count."""
        rule = leading_rule(self.deadline)
        return (
            rule is not None
            and rule.unit != "hour"
            and rule.direction == "after"
            and self.deadline.recurrence is None
        )

    def answer(self, start: Moment, intervals: tuple[Interval, ...], calendar: Calendar) -> dict[str, Any]:
        """The result and everything the data says of the deadline. Raises BadRequest where there is no day."""
        deadline, extended = self.deadline, self.extended
        first = extended or deadline
        event = first.event or _GIVEN
        given = (Interruption(_GIVEN, "", "", ""),) if intervals else ()
        first = replace(first, event=event, interruptions=given)
        counted = replace(deadline, interruptions=()) if extended else first
        case = Case(
            replace(self.pack, deadlines=(first, counted) if extended else (counted,)),
            calendar,
            {event: start},
            {_GIVEN: intervals},
            day_of(start) if deadline.recurrence else None,
        )
        row = deadline_row(counted, case, conditional=deadline.when is not None)
        if not row["readings"]:
            field = "time" if "按小时计算" in row["text"] else "start"
            raise BadRequest(Problem("no_day", f"{row['text']}", field))
        names = {each.id: each.what for each in self.pack.deadlines} | {
            each.id: each.name for each in self.pack.events
        }
        kept = {key: value for key, value in row.items() if key not in _LEFT_OUT}
        original = case.outcome(first).result if extended else None
        return {
            **kept,
            "id": self.pack.id,
            "deadline": deadline.id,
            "title": self.pack.title,
            "notice": self.pack.notice,
            "phone": self.pack.phone,
            "start": iso(start),
            "start_name": None if deadline.recurrence else names.get(first.event or ""),
            "original": original.as_json() if original else None,
            "when_text": deadline.when_text,
            "notes": [*row["notes"], *self._assumed(first.event == _GIVEN)],
        }

    def _assumed(self, unstated: bool) -> list[str]:
        """What the answer takes for granted."""
        assumed = []
        if unstated and self.deadline.recurrence is None:
            assumed.append("来源没有写从哪天起算，这里从你填的日子起算，办理前请致电核实")
        if self.extended:
            assumed.append("假定已经决定延长，和原来的期限连起来算")
        return assumed


def _look_up(request: Mapping[str, object], packs: Mapping[str, Pack]) -> tuple[Pack, Deadline]:
    """The deadline a request names. Raises BadRequest."""
    entry_id, name = request.get("id"), request.get("deadline")
    if isinstance(name, str) and "/" in name:
        entry_id, _, name = (part.strip() for part in name.partition("/"))
    if is_blank(name):
        raise BadRequest(Problem("missing", "还没有选是哪一项时限，例如 1.42/report", "deadline"))
    if not isinstance(entry_id, str) or entry_id not in packs:
        found = "缺少事项编号" if entry_id is None else f"没有编号为{shown(entry_id)}的事项"
        raise BadRequest(Problem("unknown_id", f"{found}，例如 1.42/report（1.42 是事项编号）", "deadline"))
    pack = packs[entry_id]
    for deadline in pack.deadlines:
        if deadline.id == name:
            return pack, deadline
    known = "、".join(f"{each.id}（{each.what}）" for each in pack.deadlines) or "（这个事项没有）"
    message = f"{entry_id}《{pack.title}》没有{shown(name)}这一项时限；有的是：{known}"
    raise BadRequest(Problem("unknown_deadline", message, "deadline"))
