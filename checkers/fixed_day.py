"""Limits that name a calendar day (每月5日前, 6月30日前) instead of a period."""

from __future__ import annotations

from datetime import date, timedelta

from checkers import authority
from checkers.calendar import Calendar
from checkers.dates import words
from checkers.ledger import Line
from checkers.period import Count
from checkers.readings import Days, Reading, Result


def by_day(day: date, calendar: Calendar, *, exclusive: bool) -> Result:
    """The last day to act for a limit that names ``day``.

    ``exclusive``: the source says 前, which may or may not include the day itself. Then the day before leads.
    A leading day on a rest day gives way to the last working day before it; where that makes a difference the
    named day itself stands as a second reading.
    """
    last = day - timedelta(days=1) if exclusive else day
    why = f"{words(day)}的前一天（“前”不含当日的读法）" if exclusive else "规定的日子"
    count = Count(last, (Line(last, "counted", why),)).off_rest_days(calendar, -1)
    readings = [_cautious(count, calendar, exclusive=exclusive)]
    if count.last != day or count.awaits:
        readings.append(_literal(day))
    rule = f"{words(day)}{'前' if exclusive else '为止'}"
    return Result(
        "limit", "by", rule, tuple(readings), (_why_earlier(day, last, count),) if exclusive else ()
    )


def _why_earlier(day: date, last: date, count: Count) -> str:
    """Why the day before leads, in plain words: “5日前”是否包括5日没有写明，稳妥起见按4日."""
    taken = f"{last.day}日" if last.month == day.month else f"{last.month}月{last.day}日"
    text = f"“{day.day}日前”是否包括{day.day}日没有写明，稳妥起见按{taken}"
    return text if count.last == last else f"{text}；{taken}休息，再提前到{words(count.last)}"


def _cautious(count: Count, calendar: Calendar, *, exclusive: bool) -> Reading:
    awaits = count.awaits
    moved = count.ledger[-1].kind == "moved"
    basis = [authority.BY_AMBIGUOUS] if exclusive else []
    basis += [authority.BY_REST_DAY] if moved else []
    basis += [authority.CLOSES, authority.BY_ANALOGY]
    text = f"最后一天：{words(count.last)}下班前"
    if awaits:
        waiting = authority.waiting_for(awaits)
        text = f"估计最后一天是{words(count.last)}下班前，放假安排公布后可能更早。{waiting}"
    return Reading(
        unit="day",
        days=Days(None, None, count.last, awaits) if awaits else Days.on(count.last),
        safe=count.last,
        text=text,
        ledger=count.ledger,
        basis=(*basis, *authority.of_days(calendar, [count.last], awaits)),
    )


def _literal(day: date) -> Reading:
    return Reading(
        unit="day",
        days=Days.on(day),
        safe=day,
        text=f"按字面，最后一天：{words(day)}",
        ledger=(Line(day, "counted", "规定的日子"),),
        basis=(authority.BY_LITERAL, authority.CLOSES),
    )
