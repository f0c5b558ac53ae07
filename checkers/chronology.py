"""Days of a case that cannot be right together: something done before what it follows on had happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from checkers.case import Case
from checkers.dates import Moment, day_of, words
from checkers.model import Deadline
from checkers.problems import Problem


def impossible(case: Case) -> Iterator[Problem]:
    """Each completion earlier than its start, and each extension decided on before its period began.

    Recurring duties and those counted back from an event have no start of their own.
    """
    for deadline in case.pack.deadlines:
        pairs = [(deadline.id, _began(deadline, case))]
        extended = case.deadlines.get(deadline.extends or "")
        if extended and deadline.event and deadline.event not in (extended.event, extended.id):
            pairs.append((deadline.event, _began(extended, case)))
        for event, began in pairs:
            if began and event in case.events and _is_earlier(case.events[event], case.events[began]):
                message = f"{_dated(event, case)}早于{_dated(began, case)}，请核对"
                yield Problem("wrong_order", message, f"events.{event}")


def _dated(event: str, case: Case) -> str:
    """A known event and its day: “被邀请人离境”的日子2026年9月24日（周四）."""
    what = "完成的日子" if event in case.deadlines else "的日子"
    return f"“{case.names[event]}”{what}{words(case.events[event])}"


def _began(deadline: Deadline, case: Case) -> str | None:
    """The known event nearest before a deadline: its own, or that of the deadline it follows on."""
    seen: set[str] = set()
    following: Deadline | None = deadline
    while following and following.recurrence is None and following.direction != "before":
        event = following.event
        if event is None or event in seen or event in case.events:
            return event if event in case.events else None
        seen.add(event)
        following = case.deadlines.get(event)
    return None


def _is_earlier(one: Moment, other: Moment) -> bool:
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    return day_of(one) < day_of(other)
