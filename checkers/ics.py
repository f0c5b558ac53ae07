"""Calendar files (RFC 5545) for a timeline, for single deadlines, and for a year of returning duties.

Each deadline is an all-day event. Its UID comes from the entry, the deadline and what the reader calls the case (as
a hash, which tells nothing of the name), so that a later file with a higher SEQUENCE replaces the entry in the
reader's calendar and another case stands beside it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from checkers.fields import gathering, is_blank, items, whole_number
from checkers.problems import BadRequest, Problem, shown

Json = Mapping[str, Any]

_LARGEST = 2**31 - 1  # the largest INTEGER of RFC 5545
_OCTETS = 75
_SKIPPED = ("holiday", "weekend", "paused")
_NOW = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?Z", re.ASCII)


def due_ics(request: Json, result: Json) -> str:
    """The calendar file for the answer of a ``due`` call. Raises BadRequest for a bad ``now`` or ``sequence``.

    A deadline of the data has the UID it has in a timeline. That of a free one is made of the rule and the day
    it starts from: another start is another matter.
    """
    stamp = _Stamp.of(request)
    return _file(_due_events(request, result), stamp)


def dues_ics(request: Json, result: Json) -> str:
    """The calendar file for the answer of a ``dues`` call. Raises BadRequest for a bad ``now`` or ``sequence``.

    The same deadline from several days, without names to tell the cases apart, has the day in its UID too.
    """
    stamp = _Stamp.of(request)
    asked = [item for _, item in items(request["items"], "items", "items")]
    found = [
        (_written_start(item), event)
        for item, answer in zip(asked, result["items"], strict=True)
        for event in _due_events(item, answer)
    ]
    starts: dict[str, set[str]] = {}
    for start, event in found:
        starts.setdefault(event.uid, set()).add(start)
    apart = [
        replace(event, uid=f"{event.uid}.{start}") if len(starts[event.uid]) > 1 else event
        for start, event in found
    ]
    return _file({event.uid: event for event in apart}.values(), stamp)


def _written_start(item: Json) -> str:
    return re.sub(r"[^0-9A-Za-z]+", "-", str(item.get("start")))


def _due_events(request: Json, result: Json) -> list[_Event]:
    if "deadline" in result:
        row = {**result, "id": result["deadline"], "planned": False, "state": "open"}
        return _timeline_events({**result, "deadlines": [row]})
    given = (request.get(name) for name in ("direction", "amount", "unit", "kind", "start"))
    rule = "-".join(str(value) for value in given if not is_blank(value))
    uid = "due-" + re.sub(r"[^0-9A-Za-z]+", "-", rule)
    return [_Event(uid, f"办理期限：{result['rule']}", result, _description(result))]


def year_ics(request: Json, result: Json) -> str | None:
    """The calendar file for the answer of a ``year`` call; None without any day.

    An occurrence has the UID it has in a timeline without a case, so that either file replaces the other's.
    Raises BadRequest for a bad ``now`` or ``sequence``.
    """
    stamp = _Stamp.of(request)
    events = []
    for item in result["items"]:
        heading = f"{item['title']}（{item['id']}）"
        when = [f"只在这种情况下适用：{item['when_text']}"] if item["when_text"] else []
        about = [*_contact(item), "", heading, *_about(item), *when, "", *_description(item)]
        mark = "（如适用）" if item["conditional"] else ""
        title = f"{mark}{item['period']}：{item['what']}（{item['title']}）"
        events.append(_Event(f"{item['id']}.{item['deadline']}.{item['key']}", title, item, about))
    return _file(events, stamp) if events else None


def timeline_ics(request: Json, result: Json) -> str | None:
    """The calendar file for the answer of a ``timeline`` call: every deadline that has a day; None without any.

    An extension that has not been decided on is left out.
    Raises BadRequest for a bad ``now`` or ``sequence``.
    """
    stamp = _Stamp.of(request)
    events = _timeline_events(result)
    return _file(events, stamp) if events else None


def _timeline_events(result: Json) -> list[_Event]:
    events = []
    case = f".{_hash(result['case'])}" if result["case"] else ""
    named = f"{result['case']}：" if result["case"] else ""
    for row in result["deadlines"]:
        heading = f"{result['title']}（{result['id']}）"
        title = f"{row['what']}（{result['title']}）"
        uid = f"{result['id']}.{row['id']}{case}"
        if row["occurrences"]:
            for each in row["occurrences"]:
                about = [*_contact(result), "", heading, *_about(row), "", *_description(each)]
                mark = "（如适用）" if row["conditional"] else ""
                events.append(
                    _Event(f"{uid}.{each['id']}", f"{named}{mark}{each['period']}：{title}", each, about)
                )
        elif row["safe"] is not None and not (row["extends"] and row["planned"]):
            about = [*_contact(result), "", heading, *_about(row), "", *_description(row)]
            events.append(_Event(uid, named + _title(row) + title, row, about))
    return events


def _hash(case: str) -> str:
    """Short, and the same wherever it is computed."""
    return hashlib.sha256(case.encode("utf-8", "replace")).hexdigest()[:12]


def _title(row: Json) -> str:
    """What a reader must know of a deadline before its name."""
    if row["state"] == "done":
        return "已办："
    marks = ["推算"] * bool(row["planned"]) + ["如适用"] * bool(row["conditional"])
    return f"（{'，'.join(marks)}）" if marks else ""


@dataclass(frozen=True)
class _Stamp:
    """When the file was made (UTC), and which version it is, counted from 0."""

    now: datetime
    sequence: int

    @classmethod
    def of(cls, request: Json) -> _Stamp:
        problems: list[Problem] = []
        now = None
        with gathering(problems):
            now = _read_now(request.get("now"))
        sequence = 0
        if not is_blank(request.get("sequence")):
            with gathering(problems):
                sequence = whole_number(request["sequence"], "sequence", "序号 sequence ")
                if not 0 <= sequence <= _LARGEST:
                    message = f"序号 sequence 应在 0 到 {_LARGEST} 之间，现为{shown(sequence)}"
                    problems.append(Problem("out_of_range", message, "sequence"))
        if problems or now is None:
            raise BadRequest(*problems)
        return cls(now, sequence)


def _read_now(value: object) -> datetime:
    match = _NOW.fullmatch(value.strip()) if isinstance(value, str) else None
    with suppress(ValueError):  # the right shape, but no such day or time
        if match:
            return datetime.fromisoformat(match[1]).replace(tzinfo=UTC)
    message = f"生成日历文件要有现在的时间 now（世界时），例如 2026-11-21T08:00:00Z，现为{shown(value)}"
    raise BadRequest(Problem("not_a_time", message, "now"))


@dataclass(frozen=True)
class _Event:
    """One entry of the file. ``answer`` has the days as in the answer of a ``due`` call."""

    uid: str
    title: str
    answer: Json
    description: Sequence[str]

    def lines(self, stamp: _Stamp) -> Iterable[str]:
        moment = datetime.fromisoformat(self.answer["safe"])
        yield "BEGIN:VEVENT"
        yield f"UID:{self.uid}@checkers"
        yield f"DTSTAMP:{stamp.now:%Y%m%dT%H%M%SZ}"
        yield f"SEQUENCE:{stamp.sequence}"
        yield f"DTSTART;VALUE=DATE:{moment:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{moment + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:{_escaped(self._summary(moment))}"
        yield "DESCRIPTION:" + _escaped("\n".join(self.description))
        yield "TRANSP:TRANSPARENT"
        yield "STATUS:TENTATIVE" if self.answer["provisional"] else "STATUS:CONFIRMED"
        yield "END:VEVENT"

    def _summary(self, moment: datetime) -> str:
        clock = f" {moment:%H:%M}" if "T" in self.answer["safe"] else ""
        waiting = f"（暂定，{self.answer['awaits']}）" if self.answer["provisional"] else ""
        return f"{self.title}{clock}{waiting}"


def _about(row: Json) -> list[str]:
    return [
        *([f"谁办：{row['who']}"] if row["who"] else []),
        f"来源：{row['stated_as']}（{row['clause']}）",
        *([f"现行规定：{row['current']['text']}（{row['current']['authority']}）"] if row["current"] else []),
    ]


def _description(answer: Json) -> list[str]:
    """The rule, every reading, what was left out of the count, and by what authority."""
    lines = [*([f"怎样算：{answer['rule']}"] if answer["rule"] else [])]
    lines += [reading["text"] for reading in answer["readings"]] or [answer["text"]]
    skipped = [f"{_span(line)} {line['why']}" for line in answer["ledger"] if line["kind"] in _SKIPPED]
    lines += [f"途中的休息日和中止：{'；'.join(skipped)}"] if skipped else []
    lines += answer["notes"]
    lines += [f"依据：{'；'.join(answer['basis'])}"] if answer["basis"] else []
    return lines


def _span(line: Json) -> str:
    first = datetime.fromisoformat(line["date"])
    if "to" not in line:
        return f"{first.month}月{first.day}日"
    last = date.fromisoformat(line["to"])
    return f"{first.month}月{first.day}日至{last.month}月{last.day}日"


def _contact(result: Json) -> list[str]:
    """What every calendar entry opens with: how old the text is, and whom to call."""
    return [result["notice"], *([f"电话：{result['phone']}"] if result["phone"] else [])]


def _file(events: Iterable[_Event], stamp: _Stamp) -> str:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//checkers//deadlines//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *(line for event in events for line in event.lines(stamp)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _escaped(text: str) -> str:
    """TEXT of RFC 5545, section 3.3.11; control characters are not allowed in it."""
    for found, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(found, written)
    return "".join(character for character in text if character.isprintable())


def _folded(line: str) -> Iterable[str]:
    """The line in pieces of at most 75 octets, never cut within a character (section 3.1)."""
    piece, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _OCTETS:
            yield piece
            piece, size = " ", 1
        piece += character
        size += octets
    yield piece
