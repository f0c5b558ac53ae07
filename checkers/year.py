"""The ``year`` call: every duty that returns, over all entries, on the days of one year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from checkers.calendar import Calendar
from checkers.case import duty_of, source_rule
from checkers.compute import compute
from checkers.dates import day_of, iso, weekday
from checkers.fields import gathering, is_blank, whole_number
from checkers.model import Deadline, Pack
from checkers.problems import BadRequest, Problem, shown
from checkers.readings import Start
from checkers.recurrence import Occurrence

KEYS = ("year", "entries", "office", "audience")
AUDIENCES: Mapping[str, str] = {"enterprise": "企业", "staff": "工作人员", "hall": "办事大厅"}

_EVERY: Mapping[str, str] = {"month": "每月", "quarter": "每季度", "year": "每年"}
_PERIODIC = re.compile("定期(?!限)")


def handle_year(
    request: Mapping[str, object], packs: Mapping[str, Pack], calendar: Calendar
) -> dict[str, Any]:
    """Answer a ``year`` request (bridge protocol).

    ``{"year": 2027, "entries": ["2.28", …], "office": "综合科", "audience": "staff"}``; all but the year may be
    left out. An occurrence belongs to the year of the day to act on (``date``, the safe one); where the source
    names another day that one is ``named``. ``working_before`` is the last working day before a day (the named
    one, else ``date``) that is a rest day. ``without_day`` lists what returns without a computable day.
    Raises BadRequest with every problem of the request.
    """
    problems: list[Problem] = []
    year = 0
    chosen: list[Pack] = []
    with gathering(problems):
        year = _read_year(request.get("year"), calendar)
    with gathering(problems):
        chosen = _chosen(request, packs)
    if problems:
        raise BadRequest(*problems)
    dated: list[dict[str, Any]] = []
    without: list[dict[str, Any]] = []
    for pack in sorted(chosen, key=lambda pack: _natural(pack.id)):
        for deadline in pack.deadlines:
            duty = duty_of(deadline)
            if duty is not None and duty.is_dated():
                found = duty.in_year(year, calendar)
                dated += [_item(pack, deadline, occurrence, calendar) for occurrence in found]
            elif duty is not None or is_periodic(deadline.stated_as):
                without.append(_undated(pack, deadline))
    dated.sort(key=lambda item: str(item["date"]))
    provisional = sum(item["provisional"] for item in dated)
    return {
        "year": year,
        "notices": list(dict.fromkeys(pack.notice for pack in chosen)),
        "items": dated,
        "without_day": without,
        "provisional": provisional,
        "status": _status(year, len(dated), provisional, len(without)),
    }


def is_periodic(stated_as: str) -> bool:
    """Whether the source says that something is done again and again, without saying how often (定期)."""
    return _PERIODIC.search(stated_as) is not None


def _read_year(value: object, calendar: Calendar) -> int:
    first, last = calendar.first_year + 2, calendar.last_day.year - 1
    example = f"例如 {calendar.last_year + 1}"
    if is_blank(value):
        raise BadRequest(Problem("missing", f"还没有填年份，{example}", "year"))
    year = whole_number(value, "year", "年份", calendar.last_year + 1)
    if not first <= year <= last:
        message = f"年份应在 {first} 到 {last} 之间，{example}，现为{shown(year)}"
        raise BadRequest(Problem("out_of_range", message, "year"))
    return year


def _chosen(request: Mapping[str, object], packs: Mapping[str, Pack]) -> list[Pack]:
    """The entries that are asked about. Raises BadRequest."""
    problems: list[Problem] = []
    chosen = list(packs.values())
    with gathering(problems):
        wanted = _entries(request.get("entries"), packs)
        chosen = [pack for pack in chosen if wanted is None or pack.id in wanted]
    offices = {pack.office: pack.office for pack in packs.values() if pack.office}
    for name, label, known in (("office", "科室", offices), ("audience", "给谁看", AUDIENCES)):
        if is_blank(request.get(name)):
            continue
        value = request[name]
        if not isinstance(value, str) or value.strip() not in known:
            listed = "、".join(f"{key}（{text}）" if key != text else key for key, text in known.items())
            message = f"{label}应为其中之一：{listed}，现为{shown(value)}"
            problems.append(Problem("unknown_option", message, name))
        else:
            chosen = [pack for pack in chosen if value.strip() in (pack.office, *pack.audience)]
    if problems:
        raise BadRequest(*problems)
    return chosen


def _entries(value: object, packs: Mapping[str, Pack]) -> set[str] | None:
    """The numbers of entries of a request, None for all. Raises BadRequest."""
    if is_blank(value):
        return None
    if not isinstance(value, list | tuple):
        message = f'entries 应为事项编号的列表，例如 ["2.28", "3.27"]，现为{shown(value)}'
        raise BadRequest(Problem("not_a_list", message, "entries"))
    problems = [
        Problem("unknown_id", f'没有编号为{shown(each)}的事项，例如 "2.28"', f"entries.{number}")
        for number, each in enumerate(value)
        if not isinstance(each, str) or each not in packs
    ]
    if problems:
        raise BadRequest(*problems)
    return set(value)


def _about(pack: Pack, deadline: Deadline) -> dict[str, Any]:
    return {
        "id": pack.id,
        "title": pack.title,
        "office": pack.office,
        "notice": pack.notice,
        "phone": pack.phone,
        "deadline": deadline.id,
        "what": deadline.what,
        "who": deadline.who,
        "stated_as": deadline.stated_as,
        "clause": deadline.clause,
        "note": deadline.note,
        "every": _EVERY[deadline.recurrence.every] if deadline.recurrence else None,
        "conditional": deadline.when is not None,
        "when_text": deadline.when_text,
    }


def _item(pack: Pack, deadline: Deadline, occurrence: Occurrence, calendar: Calendar) -> dict[str, Any]:
    result = occurrence.result
    day = day_of(result.leading.safe)
    stated = occurrence.named or day
    settled = calendar.is_working(stated)  # a weekend no notice has settled yet may be made up
    rest = settled is False or (occurrence.named is not None and not calendar.works(stated, "likely"))
    current, rule = deadline.current, source_rule(deadline)
    by_source = None
    if current and rule and occurrence.counted_from:
        by_source = compute(rule, Start.on(occurrence.counted_from), calendar).as_json()
    return {
        **_about(pack, deadline),
        "key": occurrence.key,
        "period": occurrence.period,
        "date": day.isoformat(),
        "weekday": weekday(day),
        "named": iso(occurrence.named),
        "named_weekday": weekday(occurrence.named) if occurrence.named else None,
        "rest_day": rest,
        "working_before": iso(_working_before(stated, calendar)) if rest else None,
        **result.as_json(),
        "current": {"text": current.text, "authority": current.authority} if current else None,
        "source_rule": by_source,
    }


def _working_before(day: date, calendar: Calendar) -> date:
    """The last working day before a rest day, the likely one where a notice is awaited."""
    while not calendar.works(day, "likely"):
        day -= timedelta(days=1)
    return day


def _undated(pack: Pack, deadline: Deadline) -> dict[str, Any]:
    months = deadline.recurrence.months if deadline.recurrence else ()
    return {**_about(pack, deadline), "months": sorted(months)}


def _natural(number: str) -> list[int]:
    """Sorts 1.2 before 1.10."""
    return [int(part) for part in re.findall(r"\d+", number)]


def _status(year: int, dated: int, provisional: int, without: int) -> str:
    parts = (
        f"{year} 年有 {dated} 个日子" if dated else f"{year} 年没有写明日子的事",
        *([f"其中 {provisional} 个等放假安排公布"] if provisional else []),
        *([f"另有 {without} 件没写哪天"] if without else []),
    )
    return "，".join(parts)
