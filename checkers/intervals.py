"""The interruptions a request names: when a deadline paused, or from which day it ran anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from checkers.calendar import Calendar
from checkers.dates import read_day, words
from checkers.fields import gathering, is_blank, items, option
from checkers.model import Interruption
from checkers.problems import BadRequest, Problem
from checkers.readings import Interval
from checkers.spelling import misspelt

_KEYS = ("from", "to", "effect", "name")
_KEYS_OF_KNOWN = ("from", "to")
EFFECTS: Mapping[str, str] = {"pause": "中止", "restart": "重新起算"}


def read_intervals(
    value: object,
    field: str,
    calendar: Calendar,
    known: Interruption | Sequence[Interruption] | None = None,
    start: date | None = None,
) -> tuple[Interval, ...]:
    """The intervals listed at ``field``, each ``{"from", "to", "effect", "name"}``; both days are included.

    Where ``known`` is one interruption, effect, name and authority come from it; of several, an item chooses by
    giving the id as its effect. An item without any day is not given. A restart needs one day only, the one it
    runs anew from (``to``, else ``from``). None may be over before ``start``.
    Raises BadRequest with every problem.
    """
    if is_blank(value):
        return ()
    found: list[Interval] = []
    problems: list[Problem] = []
    for path, item in items(value, field, "中止或重新起算的日子"):
        problems += misspelt(item, _KEYS_OF_KNOWN if isinstance(known, Interruption) else _KEYS, path)
        if is_blank(item.get("from")) and is_blank(item.get("to")):
            continue
        with gathering(problems):
            interval = _read(item, path, calendar, known)
            if start is not None and interval.last < start:
                message = f"{interval.name}在起算日{words(start)}之前就结束了，请核对日期"
                raise BadRequest(Problem("wrong_order", message, f"{path}.to"))
            found.append(interval)
    if problems:
        raise BadRequest(*problems)
    return tuple(found)


def _read(
    item: Mapping[str, object],
    path: str,
    calendar: Calendar,
    known: Interruption | Sequence[Interruption] | None,
) -> Interval:
    problems: list[Problem] = []
    kind = known
    if not isinstance(kind, Interruption):
        kind = _chosen(item, path, kind, problems)
    first, last = (_day(item, key, path, calendar, problems) for key in ("from", "to"))
    if kind.effect == "restart":
        first, last = first or last, last or first
    if not problems:
        problems += _order(first, last, path)
    if problems or first is None or last is None:
        raise BadRequest(*problems)
    return Interval(kind.effect, first, last, kind.name, kind.authority or None)


def _chosen(
    item: Mapping[str, object], path: str, known: Sequence[Interruption] | None, problems: list[Problem]
) -> Interruption:
    """What the interval is: one of the known interruptions, else an effect with the name the asker gives it."""
    options = {**EFFECTS, **{each.id: each.name for each in known or ()}}
    effect = "pause"
    if not is_blank(item.get("effect")):
        with gathering(problems):
            effect = _effect(item["effect"], f"{path}.effect", options, ours=known is not None)
    for each in known or ():
        if each.id == effect:
            return each
    given = item.get("name")
    name = given.strip()[:60] if isinstance(given, str) and given.strip() else EFFECTS[effect]
    return Interruption("", name, effect, "")


def _effect(value: object, field: str, options: Mapping[str, str], *, ours: bool) -> str:
    """What an interval does. The page offers the reasons of every deadline, so one may belong to another."""
    if ours and isinstance(value, str) and value not in options:
        message = f"这一项时限没有你选的这种原因；可以选：{'、'.join(options.values())}"
        raise BadRequest(Problem("unknown_option", message, field))
    return option(value, field, "作用", options)


def _day(
    item: Mapping[str, object], key: str, path: str, calendar: Calendar, problems: list[Problem]
) -> date | None:
    if is_blank(item.get(key)):
        return None
    with gathering(problems):
        return within(read_day(item[key], f"{path}.{key}"), f"{path}.{key}", calendar)
    return None


def _order(first: date | None, last: date | None, path: str) -> list[Problem]:
    if first is None:
        return [Problem("missing", "还缺开始的日期，例如 2026-11-02", f"{path}.from")]
    if last is None:
        message = "还缺结束的日期，例如 2026-11-06。还没有结束的，期限停着不走，结束后再算"
        return [Problem("missing", message, f"{path}.to")]
    if last < first:
        message = f"结束的日子{words(last)}早于开始的日子{words(first)}，请核对"
        return [Problem("wrong_order", message, f"{path}.to")]
    return []


def within(day: date, field: str, calendar: Calendar) -> date:
    """``day``, or BadRequest when it lies outside the years the calendar can say anything about."""
    if day < calendar.first_day:
        message = f"{words(day)}太早：放假安排只收录了{calendar.first_year}年以后的，请填之后的日期"
        raise BadRequest(Problem("out_of_range", message, field))
    if day > calendar.last_day:
        message = f"{words(day)}太晚：法定假日只收录到{calendar.last_day.year}年，请填更早的日期"
        raise BadRequest(Problem("out_of_range", message, field))
    return day
