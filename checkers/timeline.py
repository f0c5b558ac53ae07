"""The ``timeline`` call: every deadline of an entry for the known days of one case, and how each stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from checkers.calendar import Calendar
from checkers.case import Case, Outcome
from checkers.chronology import impossible
from checkers.dates import Moment, day_of, iso, read_day, read_moment, words
from checkers.fields import gathering, is_blank
from checkers.intervals import read_intervals, within
from checkers.model import Deadline, Json, Pack
from checkers.problems import BadRequest, Problem, shown
from checkers.readings import Interval, Result
from checkers.recurrence import Occurrence

LONGEST_CASE = 100
"""Characters of what a case may be called."""

Holds = Callable[[str], "bool | None"]
"""Whether a deadline's ``when`` holds for the answers: True, False, or None while they leave it open."""


def handle_timeline(
    request: Mapping[str, object], pack: Pack, calendar: Calendar, holds: Holds
) -> dict[str, object]:
    """Answer a ``timeline`` request (bridge protocol).

    ``{"events": {event or deadline id: day}, "today", "intervals": {interruption id: [{"from", "to"}]}, "case"}``;
    all may be left out. A deadline id gives the day the deadline was met. ``case`` is what the asker calls the
    case. Deadlines whose ``when`` does not hold are left out; one that is left open is never called overdue.
    Without ``today`` nothing is said about what is due or overdue.
    Raises BadRequest with every problem of the request.
    """
    problems: list[Problem] = []
    name: str | None = None
    with gathering(problems):
        name = read_case(request.get("case"))
    case = _read(request, pack, calendar, problems)
    rows = []
    for deadline in pack.deadlines:
        applies = holds(deadline.when) if deadline.when else True
        if applies is not False:
            rows.append(deadline_row(deadline, case, conditional=applies is None))
    return {
        "id": pack.id,
        "title": pack.title,
        "notice": pack.notice,
        "phone": pack.phone,
        "case": name,
        "today": iso(case.today),
        "status": _status(rows, case.today),
        "deadlines": rows,
    }


def read_case(value: object) -> str | None:
    """What the asker calls the case, such as 张三; None when not given. Raises BadRequest."""
    if is_blank(value):
        return None
    if not isinstance(value, str):
        message = f"案件名称 case 应为文字，例如 “张三”，现为{shown(value)}"
        raise BadRequest(Problem("not_text", message, "case"))
    name = " ".join(unicodedata.normalize("NFKC", value[: 2 * LONGEST_CASE]).split())
    if len(value) > LONGEST_CASE:
        message = f"案件名称 case 最多 {LONGEST_CASE} 个字，例如 “张三”，现有 {len(value)} 个字"
        raise BadRequest(Problem("too_long", message, "case"))
    return name


def _read(request: Mapping[str, object], pack: Pack, calendar: Calendar, problems: list[Problem]) -> Case:
    """The case a request tells of. Raises BadRequest with ``problems`` and all that are found here."""
    today: date | None = None
    if not is_blank(request.get("today")):
        with gathering(problems):
            today = within(read_day(request["today"], "today"), "today", calendar)
    known = {event.id: event.name for event in pack.events}
    known |= {deadline.id: f"{deadline.what}（完成）" for deadline in pack.deadlines}
    events: dict[str, Moment] = {}
    for name, value in _object(request, "events", "日期", known, problems):
        with gathering(problems):
            moment = read_moment(value, f"events.{name}")
            within(day_of(moment), f"events.{name}", calendar)
            events[name] = moment
    interruptions = {each.id: each for deadline in pack.deadlines for each in deadline.interruptions}
    named = {each.id: each.name for each in interruptions.values()}
    intervals: dict[str, tuple[Interval, ...]] = {}
    for name, value in _object(request, "intervals", "中止或重新起算", named, problems):
        with gathering(problems):
            intervals[name] = read_intervals(value, f"intervals.{name}", calendar, interruptions[name])
    case = Case(pack, calendar, events, intervals, today)
    problems += impossible(case)
    if problems:
        raise BadRequest(*problems)
    return case


def _object(
    request: Mapping[str, object], key: str, what: str, known: Mapping[str, str], problems: list[Problem]
) -> list[tuple[str, object]]:
    """The given items of an object by known id; unknown ids go to ``problems``."""
    value = request.get(key)
    if is_blank(value):
        return []
    if not isinstance(value, Mapping):
        message = f"{key} 应为“编号: {what}”的对象，现为{shown(value)}"
        problems.append(Problem("not_an_object", message, key))
        return []
    found = []
    for name, item in value.items():
        if name in known:
            found += [] if is_blank(item) else [(name, item)]
        else:
            listed = "、".join(f"{each}（{title}）" for each, title in known.items()) or "（这个事项没有）"
            message = f"没有{shown(name)}这一项{what}；可以填的有：{listed}"
            problems.append(Problem("unknown_name", message, f"{key}.{str(name)[:60]}"))
    return found


def deadline_row(deadline: Deadline, case: Case, *, conditional: bool) -> dict[str, Any]:
    """What a deadline comes to in a case, as a row of the answer; ``conditional`` where it may not apply."""
    outcome = case.outcome(deadline)
    state, state_text = _state(deadline, outcome, case, conditional=conditional)
    return {
        "id": deadline.id,
        "what": deadline.what,
        "who": deadline.who,
        "level": deadline.level,
        "clause": deadline.clause,
        "stated_as": deadline.stated_as,
        "note": deadline.note,
        "approximate": deadline.approximate,
        **_result(deadline, outcome),
        "state": state,
        "state_text": state_text,
        "planned": outcome.planned,
        "start": iso(outcome.start.likely) if outcome.start else None,
        "start_name": case.names.get(deadline.event or ""),
        "done": iso(case.events.get(deadline.id)),
        "extends": deadline.extends,
        "extended_by": outcome.extended_by.id if outcome.extended_by else None,
        "original": outcome.original.as_json() if outcome.original else None,
        "current": _current(deadline, outcome),
        "source_rule": outcome.source.as_json() if outcome.source else None,
        "occurrences": [
            {"id": each.key, "period": each.period, **each.result.as_json()}
            for each in (outcome.coming.following if outcome.coming else ())
        ],
        "previous": _previous(outcome.previous, case.today, conditional=conditional),
        "conditional": conditional,
    }


def _previous(
    previous: Occurrence | None, today: date | None, *, conditional: bool
) -> dict[str, object] | None:
    """The occurrence of a recurring duty that is just over; ``line`` says so."""
    if previous is None or today is None:
        return None
    settled = "" if previous.result.final is not None else "估计"
    line = f"上一期（{previous.period}）最后一天{settled}是{words(previous.last)}，已过{(today - previous.last).days}天"
    return {
        "id": previous.key,
        "period": previous.period,
        **previous.result.as_json(),
        "line": f"如适用，{line}" if conditional else line,
    }


def _status(rows: Sequence[Json], today: date | None) -> str:
    """The whole timeline in a line: how many days there are, and which is the next."""
    if not rows:
        return "没有适用的时限"
    dated = [row for row in rows if row["safe"] and not (row["extends"] and row["planned"])]
    ahead = [row for row in dated if row["state"] != "done"]
    if not ahead:
        return "有日期的都已办完" if dated else "还没有日期，请先填知道的日子"
    overdue = sum(row["state"] == "overdue" for row in ahead)
    parts = [f"{len(ahead)} 个日期", *([f"{overdue} 个已过期"] if overdue else [])]
    coming = [row for row in ahead if today is None or row["safe"][:10] >= today.isoformat()]
    if coming:
        first = min(coming, key=lambda row: str(row["safe"]))
        parts.append(f"最近的是{words(date.fromisoformat(first['safe'][:10]))}：{first['what']}")
    return "，".join(parts)


def _result(deadline: Deadline, outcome: Outcome) -> dict[str, object]:
    """The answer of a ``due`` call, or its shape without a day."""
    if outcome.result is None:
        days = ("due", "earliest", "likely", "awaits", "safe", "due_min", "rule")
        empty: dict[str, object] = dict.fromkeys(days)
        lists = {"readings": [], "ledger": [], "basis": [], "notes": list(outcome.notes)}
        shape = {"kind": deadline.kind, "direction": deadline.direction, "provisional": False}
        return empty | lists | shape | {"text": outcome.why, "status": outcome.why}
    answer = outcome.result.as_json()
    approximate = ["来源写的是大约的时间，日期只供参考"] if deadline.approximate else []
    return {**answer, "notes": [*outcome.result.notes, *outcome.notes, *approximate]}


def _current(deadline: Deadline, outcome: Outcome) -> dict[str, object] | None:
    if deadline.current is None:
        return None
    current = deadline.current
    return {
        "amount": current.amount,
        "unit": current.unit,
        "authority": current.authority,
        "effective_from": current.effective_from,
        "text": current.text,
        "leads": outcome.current_leads,
    }


def _state(deadline: Deadline, outcome: Outcome, case: Case, *, conditional: bool) -> tuple[str, str]:
    """How a deadline stands today, as a state of the bridge protocol and in words.

    One that may not apply at all is never overdue.
    """
    done = case.happened(deadline.id)
    if done is not None and (
        deadline.recurrence is None or (outcome.coming and outcome.coming.is_for_next(day_of(done)))
    ):
        return "done", _done_words(done, outcome.result)
    if outcome.result is None:
        return ("no_number" if outcome.numberless else "waiting"), outcome.why
    if outcome.planned and deadline.direction == "after":
        return "waiting", _planned_words(deadline, case)
    if case.today is None:
        return "open", "进行中"
    by_kind = {"limit": _limit, "period": _period, "earliest": _earliest}
    left = (day_of(outcome.result.leading.safe) - case.today).days
    state, text = by_kind[outcome.result.kind](outcome.result, left, case.today)
    if state == "overdue" and conditional:
        assert outcome.result.final is not None
        state, text = "open", f"最后一天是{words(outcome.result.final)}，已经过去"
    elif state == "overdue":
        state, text = _perhaps_extended(deadline, case, case.today, text)
    return (state, f"如适用：{text}") if conditional else (state, text)


def _perhaps_extended(deadline: Deadline, case: Case, today: date, overdue: str) -> tuple[str, str]:
    """Overdue, unless an extension nobody has told us of may still be running."""
    for extension in case.pack.deadlines:
        longer = case.outcome(extension).result if extension.extends == deadline.id else None
        if longer and (longer.final is None or day_of(longer.final) >= today):
            return "open", f"没有延长的话{overdue}；已经延长的话，{longer.leading.text}"
    return "overdue", overdue


def _planned_words(deadline: Deadline, case: Case) -> str:
    if deadline.recurrence:
        return "要等这一期结束"
    if deadline.extends:
        return "没有决定延长就不适用；下面是假如延长的最后一天"
    name = case.names.get(deadline.event or "", "起算的事件")
    if deadline.event in case.deadlines and deadline.event not in case.events:
        return f"“{name}”还没有完成日期，先从它的最后一天推算"
    return f"“{name}”还没到，按计划的日子推算"


def _done_words(done: Moment, result: Result | None) -> str:
    text = f"已于{words(day_of(done))}办完"
    if result is None or result.kind != "limit" or result.final is None:
        return text
    days = (day_of(done) - day_of(result.final)).days
    return f"{text}，比最后一天晚{days}天" if days > 0 else text


def _limit(result: Result, left: int, today: date) -> tuple[str, str]:
    """``left`` days remain until the safe day. Overdue only when the last day of every reading is past."""
    certain = result.leading.days.due is not None
    if left > 0:
        return "open", f"还有{left}天"
    if left == 0:
        return "due_today", "今天是最后一天" if certain else "今天就办最稳妥"
    if result.final is None:
        return "open", "稳妥的日子已过，可能已经到期，请致电核实"
    final = day_of(result.final)
    if final < today:
        return "overdue", f"已过期{(today - final).days}天"
    last = "今天是最后一天" if final == today else f"最后一天是{words(final)}"
    return ("due_today" if final == today else "open"), f"稳妥的日子已过；按另一种读法，{last}"


def _period(result: Result, left: int, _: date) -> tuple[str, str]:
    if left >= 0:
        return "open", f"还要持续{left}天" if left else "今天期满"
    return ("done", "期间已满") if result.final is not None else ("open", "可能已期满，请致电核实")


def _earliest(result: Result, left: int, _: date) -> tuple[str, str]:
    if left > 0:
        return "open", f"还要等{left}天才可以办"
    return "open", "已经可以办" if result.leading.days.due is not None else "大概已经可以办，请致电核实"
