"""A holiday year dropped into an offline copy is used whole or refused in words; everything else goes on."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from checkers.bridge import Engine
from checkers.calendar import Calendar
from tests.checkers.calendars import CALENDAR_JSON

LAST = CALENDAR_JSON["last_year"]
NEXT = LAST + 1
NOTICE = {"title": f"国务院办公厅关于{NEXT}年部分节假日安排的通知", "number": "国办发明电〔示例〕1号"}
FIXED = {day: name for day, name in CALENDAR_JSON["statutory"].items() if day.startswith(str(NEXT))}
BRIDGED = next(day for day in (date(NEXT, 10, n) for n in range(4, 20)) if day.weekday() == 4).isoformat()
MADE_UP = next(day for day in (date(NEXT, 10, n) for n in range(8, 20)) if day.weekday() == 5).isoformat()
YEAR = {"year": NEXT, "notice": NOTICE, "off": {**FIXED, BRIDGED: "国庆节"}, "work": {MADE_UP: "国庆节"}}


def with_years(**files: Any) -> Calendar:
    """The calendar of a copy with these files in its folder, by year with a leading letter."""
    added = {
        name[1:]: text if isinstance(text, str | None) else json.dumps(text) for name, text in files.items()
    }
    return Calendar.from_json({**CALENDAR_JSON, "added": added})


def with_year(text: Any) -> Calendar:
    return with_years(**{f"y{NEXT}": text})


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in YEAR.items() if name != key}


def test_a_good_year_lengthens_the_calendar():
    calendar = with_year(YEAR)
    assert calendar.refused == ()
    assert calendar.last_year == NEXT
    assert calendar.is_working(date.fromisoformat(BRIDGED)) is False
    assert calendar.is_working(date.fromisoformat(MADE_UP)) is True
    assert calendar.why(date.fromisoformat(MADE_UP)) == "国庆节调休上班"
    assert [notice.title for notice in calendar.cited(date(NEXT, 3, 1), date(NEXT, 3, 1))] == [
        NOTICE["title"]
    ]
    assert calendar.coverage == f"放假安排收录2004年至{NEXT}年"


def test_holidays_fixed_by_law_stay_for_the_years_after_it():
    calendar = with_year(YEAR)
    assert calendar.statutory
    assert min(day.year for day in calendar.statutory) == NEXT + 1


def test_years_join_one_after_the_other():
    after = {
        "year": NEXT + 1,
        "notice": NOTICE,
        "off": {
            day: name for day, name in CALENDAR_JSON["statutory"].items() if day.startswith(str(NEXT + 1))
        },
        "work": {},
    }
    calendar = with_years(**{f"y{NEXT}": YEAR, f"y{NEXT + 1}": after})
    assert (calendar.refused, calendar.last_year) == ((), NEXT + 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "文件不完整或被改坏了"),
        ("", "文件不完整或被改坏了"),
        ('{"year": 2027, "off"', "文件不完整或被改坏了"),
        ("[" * 100_000, "文件不完整或被改坏了"),
        ("[]", "文件不完整或被改坏了"),
        (without("off"), "文件不完整或被改坏了"),
        ({**YEAR, "work": [MADE_UP]}, "文件不完整或被改坏了"),
        ({**YEAR, "off": {**FIXED, BRIDGED: ""}}, "文件不完整或被改坏了"),
        (without("year"), "里面写的年份和文件名不同"),
        ({**YEAR, "year": NEXT + 1}, "里面写的年份和文件名不同"),
        ({**YEAR, "year": str(NEXT)}, "里面写的年份和文件名不同"),
        (without("notice"), "没有写清楚是哪一份通知"),
        ({**YEAR, "notice": {"title": " "}}, "没有写清楚是哪一份通知"),
        ({**YEAR, "notice": {"title": "通知", "number": 7}}, "没有写清楚是哪一份通知"),
        ({**YEAR, "notice": {"title": "通知", "changed_by": [{}]}}, "没有写清楚是哪一份通知"),
        ({**YEAR, "work": {f"{NEXT}-02-30": "春节"}}, f"没有“{NEXT}-02-30”这一天"),
        ({**YEAR, "work": {f"{NEXT}0102": "元旦"}}, f"“{NEXT}0102”要写成 {NEXT}-01-02"),
        ({**YEAR, "off": {**FIXED, f"{NEXT + 1}-01-01": "元旦"}}, f"不属于{NEXT}年的安排"),
        ({**YEAR, "off": {**FIXED, f"{LAST}-12-25": "元旦"}}, f"不属于{NEXT}年的安排"),
        ({**YEAR, "work": {BRIDGED: "国庆节"}}, f"{BRIDGED}既放假又上班"),
        ({**YEAR, "work": {f"{NEXT}-03-01": "春节"}}, f"{NEXT}-03-01不是周末"),
        ({**YEAR, "off": {BRIDGED: "国庆节"}}, f"{min(FIXED)}是法定放假的日子，文件里没有"),
    ],
)
def test_a_bad_year_is_refused_by_its_file_name_and_the_calendar_stays_as_it_was(text, said):
    calendar = with_year(text)
    [sentence] = calendar.refused
    assert sentence.startswith(f"没有用上 holidays/{NEXT}.js：")
    assert said in sentence
    assert sentence.endswith(f"放假安排仍只到{LAST}年；请换一份{NEXT}年的文件，或者删掉它。")
    assert calendar == Calendar.from_json(CALENDAR_JSON).__class__(
        **{**vars(Calendar.from_json(CALENDAR_JSON)), "refused": calendar.refused}
    )


def test_after_a_bad_year_the_next_one_is_refused_too_because_a_year_is_missing():
    after = {**YEAR, "year": NEXT + 1}
    calendar = with_years(**{f"y{NEXT}": None, f"y{NEXT + 1}": after})
    assert len(calendar.refused) == 2
    assert f"缺少{NEXT}年的文件" in calendar.refused[1]


def engine_with(text: Any) -> Engine:
    return Engine(with_year(text))


DUE = {
    "call": "due",
    "today": "2026-03-01",
    "view": True,
    "start": "2026-03-02",
    "amount": 5,
    "unit": "working_day",
}


def test_a_refused_year_is_said_above_every_day_that_is_counted():
    answer = engine_with(None).handle(DUE)
    assert "error" not in answer
    assert answer["view"][2][1] == {"class": "notice"}
    assert f"holidays/{NEXT}.js" in answer["view"][2][2]
    plain = engine_with(YEAR).handle(DUE)
    assert f"holidays/{NEXT}.js" not in json.dumps(plain, ensure_ascii=False)


def test_the_coverage_is_asked_for_by_a_call_of_its_own():
    assert engine_with(YEAR).handle({"call": "calendar", "view": True}) == {
        "coverage": f"放假安排收录2004年至{NEXT}年",
        "refused": [],
        "view": ["p", {}, f"放假安排收录2004年至{NEXT}年。"],
    }
    refused = engine_with(None).handle({"call": "calendar"})
    assert refused["coverage"] == f"放假安排收录2004年至{LAST}年"
    assert len(refused["refused"]) == 1
