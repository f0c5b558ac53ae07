"""The words for a rule and for the day it comes to."""

from __future__ import annotations

from checkers.authority import waiting_for
from checkers.dates import Moment, day_of, words
from checkers.period import MONTHS, UNITS
from checkers.readings import Days, Rule


def rule_words(rule: Rule, start: Moment) -> str:
    """The rule in words: 从2026年9月24日（周四）的次日起5个工作日."""
    if rule.amount == 0:
        return f"{words(start)}当日"
    low = f"{rule.amount_min}至" if rule.amount_min is not None else ""
    amount = f"{low}{rule.amount}{UNITS[rule.unit]}"
    if rule.unit == "hour":
        return f"从{words(start)}起{amount}" if rule.direction == "after" else f"{words(start)}之前{amount}"
    if rule.direction == "before" and rule.unit in MONTHS:  # to the corresponding day, not day by day
        return f"从{words(day_of(start))}往前数{amount}"
    if rule.direction == "before":
        return f"从{words(day_of(start))}的前一天起往前数{amount}"
    return f"从{words(day_of(start))}的次日起{amount}"


def headline(kind: str, direction: str, unit: str, *, same_day: bool = False) -> tuple[str, str]:
    """The words before and after a day: 最后一天： … 下班前, 持续到 … 24:00, 不得早于 …."""
    if kind == "period":
        return ("持续到", "" if unit == "hour" else "24:00")
    if kind == "earliest":
        return ("不得早于", "")
    label = "最迟" if direction == "before" or unit == "hour" else "最后一天："
    return (label, "" if unit == "hour" else "当天" if same_day else "下班前")


def day_words(rule: Rule, unit: str, days: Days, minimum: Moment | None = None) -> str:
    """The day in a sentence; for a provisional one both days and what they wait for.

    ``minimum`` is the day of the lower end of a range.
    """
    before, after = headline(rule.kind, rule.direction, unit, same_day=rule.amount == 0)
    if days.due is not None:
        low = f"；幅度的下限到{words(minimum)}" if minimum else ""
        return f"{before}{words(days.due)}{after}{low}"
    guess = f"估计{before.rstrip('：')}{'是' if before.endswith('：') else ''}{words(days.likely)}{after}"
    waiting = waiting_for(days.awaits)
    if rule.kind == "earliest":
        return f"{guess}，放假安排公布后可能更晚。{waiting}"
    if days.earliest is None:
        return f"{guess}，放假安排公布后可能更早。{waiting}"
    if days.earliest == days.likely:
        return f"{guess}。{waiting}"
    safe = "稳妥的" if rule.kind == "limit" else "最早"
    return f"{safe}{before}{words(days.earliest)}{after}；{guess}。{waiting}"
