"""Dates as people write and read them: parsing of request values, and Chinese words for a day."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from checkers.problems import BadRequest, Problem, shown

Moment = date | datetime
"""A day, or for deadlines in hours a day with a time of day (local time, no zone)."""

_WRITTEN = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)
_ANOTHER_WAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_HALF_TYPED = "?"  # what the page sends for a date field that the browser cannot read
_LONGEST = 40  # characters; no date is longer, and longer text is not worth normalising
_SAMPLE = "请写成“年-月-日”，例如 2026-09-24"


def day_of(moment: Moment) -> date:
    """The calendar day of a moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def weekday(day: date) -> str:
    """The day of the week: 周一 … 周日."""
    return "周" + "一二三四五六日"[day.weekday()]


def words(moment: Moment) -> str:
    """A date in full, 2026年10月9日（周五）, with the time of day when there is one: …（周五）16:30."""
    text = f"{moment.year}年{moment.month}月{moment.day}日（{weekday(moment)}）"
    return f"{text}{moment:%H:%M}" if isinstance(moment, datetime) else text


def iso(moment: Moment | None) -> str | None:
    """The JSON form: 2026-10-09 or 2026-09-30T16:30."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="minutes")
    return moment.isoformat() if moment else None


def read_moment(value: object, field: str) -> Moment:
    """A date or moment of a request. Raises BadRequest naming ``field`` and what is wrong with it.

    Full-width digits are accepted, and a blank before the time; a zone is not, since every time here is local
    time. A day written in another way is not guessed at: the message shows how it is to be written.
    """
    text = unicodedata.normalize("NFKC", value[:_LONGEST]).strip() if isinstance(value, str) else ""
    match = _WRITTEN.fullmatch(text)
    if not match:
        raise BadRequest(Problem("not_a_date", _unreadable(value, text), field))
    year, month, day, hour, minute, second = (int(part) for part in match.groups(default="0"))
    message = _impossible_day(year, month, day) or _impossible_time(hour, minute, second)
    if message:
        raise BadRequest(Problem("not_a_date", message, field))
    return datetime(year, month, day, hour, minute, second) if match[4] else date(year, month, day)


def read_day(value: object, field: str) -> date:
    """A date of a request; a time of day that comes with it is dropped."""
    return day_of(read_moment(value, field))


def _unreadable(value: object, text: str) -> str:
    if text == _HALF_TYPED:
        return "日期没有填完整，或者没有这一天，例如 2026-11-23"
    match = _ANOTHER_WAY.fullmatch(text)
    if not match:
        return f"{shown(value)}不是完整的日期。{_SAMPLE}"
    year, month, day = (int(part) for part in match.groups())
    message = _impossible_day(year, month, day)
    sample = f"{year:04}-{month:02}-{day:02}"
    return message or f"{shown(value)}请写成“年-月-日”，月和日都写两位，例如 {sample}"


def _impossible_day(year: int, month: int, day: int) -> str | None:
    if year < 1 or not 1 <= month <= 12:
        return f"没有{year}年{month}月。月份应为 01 到 12，{_SAMPLE}"
    last = 31 if (year, month) == (9999, 12) else month_end(year, month).day
    if 1 <= day <= last:
        return None
    sample = f"{year:04}-{month:02}-{last:02}"
    return f"{year}年{month}月没有{day}日，这个月最后一天是{last}日。请核对日期，例如 {sample}"


def _impossible_time(hour: int, minute: int, second: int) -> str | None:
    if hour < 24 and minute < 60 and second < 60:
        return None
    return f"没有{hour:02}:{minute:02}这个时间。应为 00:00 到 23:59，例如 2026-09-30T14:30"
