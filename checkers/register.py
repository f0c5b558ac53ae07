"""The case ledger (台账): many cases of one entry, each with its own days, the most urgent first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from checkers.calendar import Calendar
from checkers.dates import iso, read_day, words
from checkers.fields import gathering, is_blank
from checkers.intervals import within
from checkers.model import Deadline, Json, Pack, Register
from checkers.problems import BadRequest, Problem, shown
from checkers.timeline import Holds, handle_timeline

MOST_CASES = 500
LONGEST_TEXT = 2000  # characters of one column
LONGEST_KEY = 40
CLOSED = "办结日期"
PLAIN = Register("办件台账", None, ("办件名称", "联系方式", "备注"), {})
"""The columns for an entry whose source prescribes none."""

_GROUPS = ("wrong", "overdue", "due_today", "open", "planned", "waiting", "closed")
"""How a case stands, the most urgent first. ``wrong``: its days cannot be read; ``planned``: its first day is to come."""


@dataclass(frozen=True)
class Case:
    """One case as it was entered: texts by column, days (ISO) by event or deadline id, the day it was closed."""

    key: str
    fields: Mapping[str, str] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)
    closed: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The shape of ``cases`` in the bridge protocol."""
        return {
            "key": self.key,
            "fields": dict(self.fields),
            "events": dict(self.events),
            "closed": self.closed,
        }


@dataclass(frozen=True)
class Book:
    """What a ledger is kept by: the entry's rules and the calendar."""

    pack: Pack
    calendar: Calendar
    holds: Holds

    @property
    def columns(self) -> Register:
        """The columns of text: those of the source where it prescribes them."""
        return self.pack.register or PLAIN

    @property
    def deadlines(self) -> list[Deadline]:
        """The deadlines of a single case; a duty that returns every month or year belongs to none."""
        return [deadline for deadline in self.pack.deadlines if deadline.recurrence is None]

    @property
    def days(self) -> dict[str, str]:
        """What a case can have a day for, by id: the events, then each deadline for the day it was met."""
        done = {deadline.id: f"{deadline.what}（办完）" for deadline in self.deadlines}
        return {event.id: event.name for event in self.pack.events} | done


def handle_register(request: Json, book: Book) -> dict[str, Any]:
    """Answer a ``register`` request: ``{"cases": [{"key", "fields", "events", "closed"}], "today"}``.

    Every case gets a row, the most urgent first; one that cannot be read says why in its ``errors``, with fields as
    the form names them, and does not keep the others from being shown. Raises BadRequest for a bad list or today.
    """
    today = None
    if not is_blank(request.get("today")):
        today = within(read_day(request["today"], "today"), "today", book.calendar)
    rows = [_row(raw, number, book, today) for number, raw in enumerate(listed(request.get("cases")))]
    rows.sort(
        key=lambda row: (
            _GROUPS.index(row["state"]),
            row["next"]["safe"] if row["next"] else "",
            row["title"],
        )
    )
    return {
        "id": book.pack.id,
        "title": book.pack.title,
        "notice": book.pack.notice,
        "status": _status(rows),
        "rows": rows,
    }


def listed(value: object) -> Sequence[object]:
    """The cases of a request. Raises BadRequest."""
    if is_blank(value):
        return []
    if not isinstance(value, list):
        message = f'cases 应为办件的列表，例如 [{{"key": "a1", "fields": {{}}, "events": {{}}}}]，现为{shown(value)}'
        raise BadRequest(Problem("not_a_list", message, "cases"))
    if len(value) > MOST_CASES:
        message = f"一本台账最多 {MOST_CASES} 件，现有 {len(value)} 件；办结的可以导出存好后删去"
        raise BadRequest(Problem("too_many", message, "cases"))
    return value


def read_case(raw: object, book: Book) -> Case:
    """One case of a request, its texts tidied. Raises BadRequest with every problem, named as in the form."""
    if not isinstance(raw, Mapping):
        raise BadRequest(Problem("not_an_object", f"一件应写成一个对象，现为{shown(raw)}"))
    problems: list[Problem] = []
    key = raw.get("key")
    if not isinstance(key, str) or not 0 < len(key.strip()) <= LONGEST_KEY:
        message = f"编号应为 1 到 {LONGEST_KEY} 个字，例如 a1b2，现为{shown(key)}"
        problems.append(Problem("bad_key", message, "key"))
    names = {name: name for name in book.columns.fields}
    fields = _texts(raw.get("fields"), "fields", names, problems)
    events = _texts(raw.get("events"), "events", book.days, problems)
    for name, value in fields.items():
        if len(value) > LONGEST_TEXT:
            message = f"“{name}”最多 {LONGEST_TEXT} 个字，现有 {len(value)} 个字"
            problems.append(Problem("too_long", message, f"fields.{name}"))
        elif name in book.columns.promises:
            with gathering(problems):
                fields[name] = _day(value, f"fields.{name}", name, book)
    for name, value in events.items():
        with gathering(problems):
            events[name] = _day(value, f"events.{name}", book.days[name], book)
    closed = None
    if not is_blank(raw.get("closed")):
        with gathering(problems):
            closed = _day(raw["closed"], "closed", CLOSED, book)
    if not problems and not (fields or events):
        first = book.columns.fields[0]
        problems.append(Problem("empty", f"还什么都没有填；至少填“{first}”", f"fields.{first}"))
    if problems or not isinstance(key, str):
        raise BadRequest(*problems)
    case = Case(key.strip(), fields, events, closed)
    handle_timeline(
        {"events": case.events}, book.pack, book.calendar, book.holds
    )  # days that cannot be together
    return case


def _texts(value: object, where: str, known: Mapping[str, str], problems: list[Problem]) -> dict[str, str]:
    """The filled-in texts of an object by known name, in the order of the data."""
    if is_blank(value):
        return {}
    if not isinstance(value, Mapping):
        problems.append(
            Problem("not_an_object", f"{where} 应为“名称: 内容”的对象，现为{shown(value)}", where)
        )
        return {}
    found: dict[str, str] = {}
    for name, text in value.items():
        if name not in known:
            listed_names = "、".join(known.values())
            message = f"台账没有{shown(name)}这一栏；有的是：{listed_names}"
            problems.append(Problem("unknown_name", message, f"{where}.{str(name)[:60]}"))
        elif isinstance(text, str):
            found[name] = tidy(text)
        elif text is not None:
            message = f"“{known[name]}”应为文字，现为{shown(text)}"
            problems.append(Problem("not_text", message, f"{where}.{name}"))
    return {name: found[name] for name in known if found.get(name)}


def tidy(text: str) -> str:
    """A text as it is kept: line ends of one kind, no blanks around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _day(value: object, place: str, name: str, book: Book) -> str:
    """A day of a case; the problem names the column, because in a file nothing else does."""
    try:
        return within(read_day(value, place), place, book.calendar).isoformat()
    except BadRequest as bad:
        found = [Problem(each.code, f"{name}：{each.message}", each.field) for each in bad.problems]
        raise BadRequest(*found) from None


def _row(raw: object, number: int, book: Book, today: date | None) -> dict[str, Any]:
    try:
        case = read_case(raw, book)
        request: dict[str, object] = {"events": case.events, "today": iso(today)}
        answer: Json = handle_timeline(request, book.pack, book.calendar, book.holds)
    except BadRequest as bad:
        return _unreadable(raw, number, book, bad)
    own = {deadline.id for deadline in book.deadlines}
    deadlines = [_line(line) for line in answer["deadlines"] if line["id"] in own]
    for name, deadline in book.columns.promises.items():
        if name in case.fields:
            promised = date.fromisoformat(case.fields[name])
            deadlines = [
                _promised(line, name, promised, case.events.get(deadline), today)
                if line["id"] == deadline
                else line
                for line in deadlines
            ]
    pressing = [
        line for line in deadlines if line["safe"] and line["state"] in ("overdue", "due_today", "open")
    ]
    planned = [line for line in deadlines if line["safe"] and line["state"] == "waiting"]
    first = min(
        pressing or planned, key=lambda line: (_GROUPS.index(line["state"]), line["safe"]), default=None
    )
    state = "waiting" if first is None else first["state"] if pressing else "planned"
    return {
        "key": case.key,
        "title": _title(case.fields, book, number),
        "fields": dict(case.fields),
        "closed": case.closed,
        "state": "closed" if case.closed else state,
        "next": None if case.closed else first,
        "deadlines": deadlines,
        "errors": [],
    }


def _line(row: Json) -> dict[str, Any]:
    """What a ledger says of one deadline of a timeline."""
    names = (
        "id",
        "what",
        "who",
        "clause",
        "state",
        "state_text",
        "safe",
        "text",
        "provisional",
        "conditional",
    )
    return {name: row[name] for name in names}


def _promised(
    line: Mapping[str, Any], name: str, promised: date, done: str | None, today: date | None
) -> dict[str, Any]:
    """A deadline without a number, by the day that the ledger itself promises."""
    state, text = "open", "进行中"
    if done:
        late = (date.fromisoformat(done) - promised).days
        state, text = "done", f"已于{words(date.fromisoformat(done))}办完"
        text += f"，比{name}晚{late}天" if late > 0 else ""
    elif today is not None:
        left = (promised - today).days
        state = "overdue" if left < 0 else "open" if left else "due_today"
        text = f"已过期{-left}天" if left < 0 else f"还有{left}天" if left else "今天是最后一天"
    day = {"safe": promised.isoformat(), "text": f"{name}：{words(promised)}", "provisional": False}
    return {**line, **day, "state": state, "state_text": text}


def _unreadable(raw: object, number: int, book: Book, bad: BadRequest) -> dict[str, Any]:
    """The row of a case that cannot be computed: shown as far as it goes, so that it can be mended."""
    known = raw if isinstance(raw, Mapping) else {}
    texts = known.get("fields")
    fields = {str(name): str(text) for name, text in texts.items()} if isinstance(texts, Mapping) else {}
    key = known.get("key")
    return {
        "key": key if isinstance(key, str) else "",
        "title": _title(fields, book, number),
        "fields": fields,
        "closed": None,
        "state": "wrong",
        "next": None,
        "deadlines": [],
        "errors": [problem.as_json() for problem in bad.problems],
    }


def _title(fields: Mapping[str, str], book: Book, number: int) -> str:
    """The first column that is filled in, on one line."""
    text = next((fields[name] for name in book.columns.fields if fields.get(name)), "")
    return " ".join(text.split())[:60] or f"第 {number + 1} 件"


def _status(rows: Sequence[Json]) -> str:
    """The whole ledger in a line."""
    if not rows:
        return "台账里还没有办件"
    counted = {
        "wrong": "件填得不对",
        "overdue": "件已过期",
        "due_today": "件今天到期",
        "open": "件进行中",
        "planned": "件还没开始",
        "waiting": "件没有日子可算",
        "closed": "件已办结",
    }
    parts = [
        f"{count} {label}"
        for state, label in counted.items()
        if (count := sum(row["state"] == state for row in rows))
    ]
    return f"共 {len(rows)} 件：{'，'.join(parts)}"
