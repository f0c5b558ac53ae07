"""Holiday years that were dropped into an offline copy: each checked, then joined to the published calendar.

A year is accepted whole or not at all, because a wrong working day is worse than one that awaits its notice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from checkers.json_text import MAX_DEPTH, depth

Json = Mapping[str, Any]

SATURDAY = 5
BROKEN = "文件不完整或被改坏了"


class BadYear(ValueError):
    """What is wrong with a year's file, in words."""


def joined(calendar: Json) -> tuple[Json, tuple[str, ...]]:
    """``calendar`` with the years of its ``added`` (year: text of the file, None where it cannot be read).

    The second value says of each file that is not used why.
    """
    refused: list[str] = []
    for name, text in sorted(calendar.get("added", {}).items()):
        last_year = calendar["last_year"]
        try:
            calendar = _with(calendar, _read(text), name)
        except BadYear as bad:
            refused.append(
                f"没有用上 holidays/{name}.js：{bad}。放假安排仍只到{last_year}年；请换一份{name}年的文件，或者删掉它。"
            )
    return calendar, tuple(refused)


def _read(text: str | None) -> Json:
    if text is None or depth(text) > MAX_DEPTH:
        raise BadYear(BROKEN)
    try:
        year = json.loads(text)
    except ValueError as error:
        raise BadYear(BROKEN) from error
    if not isinstance(year, dict):
        raise BadYear(BROKEN)
    return year


def _with(calendar: Json, year: Json, name: str) -> Json:
    """``calendar`` one year longer. Raises BadYear."""
    number = year.get("year")
    if not isinstance(number, int) or str(number) != name:
        raise BadYear("里面写的年份和文件名不同")
    if number != calendar["last_year"] + 1:
        raise BadYear(f"缺少{calendar['last_year'] + 1}年的文件，年份要接上")
    notice: Any = year.get("notice")
    if not _is_notice(notice) or not all(map(_is_notice, notice.get("changed_by", []))):
        raise BadYear("没有写清楚是哪一份通知")
    off, work = (_days(year.get(key), number) for key in ("off", "work"))
    for day in sorted(off.keys() & work.keys()):
        raise BadYear(f"{day}既放假又上班")
    for day in work:
        if date.fromisoformat(day).weekday() < SATURDAY:
            raise BadYear(f"{day}不是周末，不会是调休上班")
    for day in _fixed(calendar, number):
        if day not in off:
            raise BadYear(f"{day}是法定放假的日子，文件里没有")
    return {
        **calendar,
        "last_year": number,
        "off": {**calendar["off"], **off},
        "work": {**calendar["work"], **work},
        "notices": {**calendar["notices"], name: notice},
        "statutory": {day: words for day, words in calendar["statutory"].items() if int(day[:4]) > number},
    }


def _days(days: object, year: int) -> dict[str, str]:
    """Days with the name of their holiday, every one within the year or the last days of the one before."""
    if not isinstance(days, dict) or not all(_is_text(words) for words in days.values()):
        raise BadYear(BROKEN)
    for day in days:
        try:
            found = date.fromisoformat(day)
        except ValueError as error:
            raise BadYear(f"没有“{day}”这一天") from error
        if not date(year - 1, 12, 26) <= found <= date(year, 12, 31):
            raise BadYear(f"{day}不属于{year}年的安排")
        if found.isoformat() != day:
            raise BadYear(f"“{day}”要写成 {found.isoformat()}")
    return days


def _fixed(calendar: Json, year: int) -> Iterator[str]:
    """The days of a year that the law itself fixes as holidays."""
    return (day for day in calendar["statutory"] if day.startswith(f"{year}-"))


def _is_notice(value: Any) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("changed_by", []), list):
        return False
    number = value.get("number")
    return _is_text(value.get("title")) and (number is None or _is_text(number))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
