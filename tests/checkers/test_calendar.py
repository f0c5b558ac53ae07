"""The calendar: which days are working days, why, and what is not known yet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from calendars import CALENDAR, CALENDAR_JSON

from checkers.calendar import Calendar, OutsideCalendarError

DAYS = [
    # day, is working, why
    ("2026-09-24", True, "工作日"),
    ("2026-09-25", False, "中秋节放假"),
    ("2026-09-26", False, "中秋节放假"),  # a Saturday inside the holiday
    ("2026-10-10", True, "国庆节调休上班"),
    ("2026-10-11", False, "周末"),
    ("2026-02-28", True, "春节调休上班"),
    ("2005-12-31", True, "元旦调休上班"),  # the one day chinesecalendar gets wrong
    ("2018-12-29", True, "元旦调休上班"),  # by the notice for 2019
    ("2018-12-31", False, "元旦放假"),
    ("2020-02-01", False, "春节放假"),  # first to be worked, then off by the extension of the holiday
    ("2004-01-01", False, "元旦放假"),
    ("2026-12-25", True, "工作日"),  # the last day no notice can change
    ("2026-12-26", None, "周末，2027年放假安排未公布"),
    ("2026-12-31", None, "周一至周五，2027年放假安排未公布"),
    ("2027-01-01", False, "元旦（法定放假）"),  # whatever the notice will say
    ("2027-01-02", None, "周末，2027年放假安排未公布"),
    ("2027-01-04", None, "周一至周五，2027年放假安排未公布"),
    ("2028-03-01", None, "周一至周五，2028年放假安排未公布"),
    ("2031-10-01", False, "国庆节、中秋节（法定放假）"),
]


@pytest.mark.parametrize(("day", "working", "why"), DAYS)
def test_each_day_is_working_or_not_or_unknown_and_says_why(day, working, why):
    assert CALENDAR.is_working(date.fromisoformat(day)) is working
    assert CALENDAR.why(date.fromisoformat(day)) == why


@pytest.mark.parametrize(
    ("day", "earliest", "likely", "awaited"),
    [
        ("2026-12-24", True, True, None),
        ("2026-12-26", True, False, 2027),  # a Saturday that may be made up
        ("2026-12-28", True, True, 2027),
        ("2027-01-01", False, False, None),
        ("2027-02-06", False, False, None),  # Spring Festival on a Saturday
        ("2027-02-13", True, False, 2027),
        ("2029-06-16", False, False, None),
        ("2029-06-18", True, True, 2029),  # in lieu of the 16th perhaps: only the notice can say
    ],
)
def test_days_without_a_notice_are_taken_by_assumption(day, earliest, likely, awaited):
    asked = date.fromisoformat(day)
    assert CALENDAR.works(asked, "earliest") is earliest
    assert CALENDAR.works(asked, "likely") is likely
    assert CALENDAR.awaited(asked) == awaited


@pytest.mark.parametrize("day", ["2003-12-31", "2036-01-01"])
def test_days_outside_the_years_it_knows_are_refused(day):
    with pytest.raises(OutsideCalendarError, match="2004年至2035年"):
        CALENDAR.is_working(date.fromisoformat(day))


def test_it_says_how_far_it_reaches():
    assert (CALENDAR.first_year, CALENDAR.last_year) == (2004, 2026)
    assert CALENDAR.known_to == date(2026, 12, 25)
    assert CALENDAR.last_day == date(2035, 12, 31)


def test_the_26th_to_31st_of_december_become_known_with_the_next_notice():
    data = {
        **CALENDAR_JSON,
        "last_year": 2027,
        "off": {**CALENDAR_JSON["off"], "2026-12-31": "元旦", "2027-01-01": "元旦"},
        "work": {**CALENDAR_JSON["work"], "2026-12-27": "元旦"},
        "notices": {**CALENDAR_JSON["notices"], "2027": {"title": "关于2027年的通知", "number": None}},
        "statutory": {day: name for day, name in CALENDAR_JSON["statutory"].items() if day >= "2028"},
    }
    later = Calendar.from_json(data)
    week = [date(2026, 12, 26) + timedelta(days=n) for n in range(8)]
    assert [later.is_working(day) for day in week] == [False, True, True, True, True, False, False, False]


@pytest.mark.parametrize(
    ("first", "last", "cited"),
    [
        ("2026-03-01", "2026-03-10", ["国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）"]),
        (
            "2020-01-20",
            "2020-02-10",
            [
                "国务院办公厅关于2020年部分节假日安排的通知（国办发明电〔2019〕16号）",
                "国务院办公厅关于延长2020年春节假期的通知（国办发明电〔2020〕1号）",
            ],
        ),
        (  # the last days of a year hang on the notice for the next
            "2018-12-20",
            "2018-12-28",
            [
                "国务院办公厅关于2018年部分节假日安排的通知（国办发明电〔2017〕12号）",
                "国务院办公厅关于2019年部分节假日安排的通知（国办发明电〔2018〕15号）",
                "国务院办公厅关于调整2019年劳动节假期安排的通知（国办发明电〔2019〕3号）",
            ],
        ),
        (
            "2022-12-20",
            "2022-12-25",
            ["国务院办公厅关于2022年部分节假日安排的通知（国办发明电〔2021〕11号）"],
        ),
        (
            "2022-12-26",
            "2022-12-26",
            [
                "国务院办公厅关于2022年部分节假日安排的通知（国办发明电〔2021〕11号）",
                "国务院办公厅关于2023年部分节假日安排的通知（国办发明电〔2022〕16号）",
            ],
        ),
        ("2004-05-01", "2004-05-02", ["国务院办公厅关于2004年部分节假日安排的通知"]),  # number not found
        ("2027-05-01", "2027-05-02", []),
    ],
)
def test_it_cites_the_notices_that_govern_a_span(first, last, cited):
    found = CALENDAR.cited(date.fromisoformat(first), date.fromisoformat(last))
    assert [notice.words() for notice in found] == cited
