"""A whole year of duties that return: the day to act, the day the source names, and what has no day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from calendars import CALENDAR, published
from cases import CURRENT, MONTHLY, QUARTERLY, REPORT, UNDATED, YEARLY, deadline, pack, timeline
from icalendar import Calendar

from checkers.bridge import Engine
from checkers.ics import timeline_ics, year_ics
from checkers.problems import BadRequest
from checkers.view_year import year_view
from checkers.year import handle_year

NOW = {"now": "2026-11-21T08:00:00Z"}
MONTH_END = deadline(
    "month-end", recurrence={"every": "month", "day": 31}, stated_as="每月末", direction="by"
)
AFTER_YEAR = deadline(
    "after-year", recurrence={"every": "year"}, amount=2, unit="month", stated_as="年度结束后 2 个月内"
)
NEW_YEAR = deadline(
    "new-year", recurrence={"every": "month", "day": 1}, stated_as="每月 1 日前", direction="by"
)
BARE = deadline("bare", recurrence={"every": "month"}, stated_as="每月")
PERIODIC = deadline("periodic", stated_as="定期")
WITHIN = deadline("within", stated_as="一定期限内")


def year(number: object, *deadlines: dict[str, Any], **more: Any) -> dict[str, Any]:
    return handle_year({"year": number, **more}, {"1.42": pack(*deadlines)}, CALENDAR)


def dates(answer: dict[str, Any]) -> list[str]:
    return [item["date"] for item in answer["items"]]


def text(view: Any) -> str:
    return view if isinstance(view, str) else " ".join(text(child) for child in view[2:])


def test_a_day_of_every_month_comes_twelve_times():
    answer = year(2026, MONTHLY)
    assert [item["named"] for item in answer["items"]] == [f"2026-{month:02}-05" for month in range(1, 13)]
    assert dates(answer)[:4] == ["2026-01-04", "2026-02-04", "2026-03-04", "2026-04-03"]
    assert answer["items"][0]["weekday"] == "周日"  # 4 January 2026 is made up
    assert answer["provisional"] == 0


@pytest.mark.parametrize(
    ("named", "weekday", "rest", "before"),
    [
        ("2026-11-05", "周四", False, None),
        ("2026-12-05", "周六", True, "2026-12-04"),
        ("2026-10-05", "周一", True, "2026-09-30"),  # in the holiday
        ("2026-04-05", "周日", True, "2026-04-03"),
    ],
)
def test_a_rest_day_stands_beside_the_last_working_day_before_it(named, weekday, rest, before):
    item = next(item for item in year(2026, MONTHLY)["items"] if item["named"] == named)
    assert (item["named_weekday"], item["rest_day"], item["working_before"]) == (weekday, rest, before)
    assert [reading["due"] for reading in item["readings"]] == [item["date"], named]


def test_each_quarter_counts_from_its_end_and_belongs_to_the_year_it_falls_in():
    assert [(item["key"], item["date"]) for item in year(2026, QUARTERLY)["items"]] == [
        ("2025-Q4", "2026-01-22"),
        ("2026-Q1", "2026-04-22"),
        ("2026-Q2", "2026-07-21"),
        ("2026-Q3", "2026-10-27"),
    ]


def test_once_a_year_by_a_day_or_after_the_year():
    found = year(2026, YEARLY, AFTER_YEAR)["items"]
    assert [(item["key"], item["period"], item["date"]) for item in found] == [
        ("2025", "2025年度", "2026-02-28"),  # a Saturday, but made up
        ("2026", "2026年", "2026-06-29"),
    ]


def test_the_last_day_of_the_month_is_the_last_there_is():
    days = [item["named"] for item in year(2026, MONTH_END)["items"]]
    assert days[1] == "2026-02-28"
    assert days[3] == "2026-04-30"


def test_an_occurrence_belongs_to_one_year_only():
    before, after = year(2026, NEW_YEAR), year(2027, NEW_YEAR)
    assert before["items"][-1]["named"] == "2027-01-01"
    assert after["items"][0]["named"] == "2027-02-01"
    assert len(before["items"]) == len(after["items"]) == 12
    assert {item["date"][:4] for item in before["items"]} == {"2026"}


def test_past_the_published_calendar_every_day_is_provisional_and_says_what_it_awaits():
    answer = year(2027, MONTHLY, QUARTERLY)
    assert answer["provisional"] == len(answer["items"]) == 16
    first = next(item for item in answer["items"] if item["deadline"] == "quarterly")
    assert (first["due"], first["earliest"], first["likely"]) == (None, "2027-01-16", "2027-01-22")
    assert (first["date"], first["rest_day"]) == ("2027-01-16", False)  # a Saturday that may be made up
    assert first["awaits"] == "待国务院办公厅公布2027年放假安排"
    shown = text(year_view(answer))
    assert "标“暂定”的 16 个日子还会变：待国务院办公厅公布2027年放假安排" in shown
    assert "这是稳妥的日子，估计是1月22日（周五）" in shown


def test_the_last_days_of_the_published_year_are_provisional():
    assert [item["date"] for item in year(2026, MONTH_END)["items"] if item["provisional"]] == ["2026-12-31"]


def test_what_has_no_day_is_listed_as_such():
    answer = year(2026, UNDATED, BARE, PERIODIC, WITHIN, REPORT)
    assert answer["items"] == []
    assert [(item["deadline"], item["every"], item["months"]) for item in answer["without_day"]] == [
        ("undated", "每年", [10, 11]),
        ("bare", "每月", []),
        ("periodic", None, []),
    ]
    view = year_view(answer)
    assert "10 月" in text(view)
    assert "这个月内，没写哪天" in text(view)
    assert "没写哪天的 2 件" in text(view)


def test_every_item_says_who_what_by_which_clause_and_how_old_the_text_is():
    item = year(2026, {**YEARLY, "who": "企业", "when": "x", "when_text": "“x？”答“是”"})["items"][0]
    assert (item["who"], item["what"], item["clause"]) == ("企业", "办理 yearly", "二")
    assert item["notice"] == "依据2020年7月文本，办理前请致电核实"
    shown = text(year_view(year(2026, {**YEARLY, "when": "x", "when_text": "“x？”答“是”"})))
    for words in (
        "6 月 29 日（周一）",
        "谁来做：来源未规定",
        "来源写“6 月 30 日前”（二）",
        "规定的日子是6月30日（周二）",
        "只在这种情况下适用：“x？”答“是”",
        "依据2020年7月文本，办理前请致电核实",
    ):
        assert words in shown


def test_current_law_leads_and_the_source_stands_beside_it():
    item = year(2026, {**QUARTERLY, "current": CURRENT})["items"][0]
    assert item["date"] == "2026-01-29"
    assert item["source_rule"]["due"] == "2026-01-22"
    assert item["current"]["authority"] == "政府信息公开条例 第三十三条"


def test_entries_offices_and_audiences_are_chosen():
    one = pack(MONTHLY)
    packs = {
        "1.42": replace(one, office="综合科", audience=("staff",)),
        "1.10": replace(one, id="1.10", office="投资科", audience=("enterprise", "staff")),
    }

    def chosen(**more: object) -> list[str]:
        answer = handle_year({"year": 2026, **more}, packs, CALENDAR)
        return list(dict.fromkeys(item["id"] for item in answer["items"]))

    assert chosen() == ["1.10", "1.42"]
    assert chosen(entries=["1.42"]) == ["1.42"]
    assert chosen(entries=[]) == []
    assert chosen(office="综合科") == ["1.42"]
    assert chosen(audience="enterprise") == ["1.10"]
    assert chosen(office="综合科", audience="enterprise") == []


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({}, "year", "例如 2027"),
        ({"year": "明年"}, "year", "应填整数，例如 2027，现为“明年”"),
        ({"year": 1999}, "year", "2006 到"),
        ({"year": 3000}, "year", "2006 到"),
        ({"year": 2026, "entries": "2.28"}, "entries", '["2.28", "3.27"]'),
        ({"year": 2026, "entries": ["1.42", "9.9"]}, "entries.1", "没有编号为“9.9”的事项"),
        ({"year": 2026, "office": "没有科"}, "office", "现为“没有科”"),
        ({"year": 2026, "audience": "x"}, "audience", "staff（工作人员）"),
    ],
)
def test_a_wrong_request_is_told_what_is_right(sent, field, words):
    with pytest.raises(BadRequest) as caught:
        handle_year(sent, {"1.42": pack(MONTHLY)}, CALENDAR)
    assert [problem.field for problem in caught.value.problems] == [field]
    assert words in caught.value.problems[0].message


def test_the_year_may_be_typed_and_blank_choices_choose_all():
    assert year("２０２６", MONTHLY, office="", audience="") == year(2026, MONTHLY)


# -- calendar file -------------------------------------------------------------------------------------


def events(written: str | None) -> dict[str, Any]:
    assert written is not None
    return {str(event["UID"]): event for event in Calendar.from_ical(written).walk("VEVENT")}


def test_the_whole_year_is_one_file_with_the_uids_of_the_timelines():
    found = events(year_ics(NOW, year(2026, MONTHLY, QUARTERLY)))
    assert len(found) == 16
    request = {**NOW, "today": "2026-10-06"}
    same = events(timeline_ics(request, timeline(pack(MONTHLY, QUARTERLY), **request)))
    in_year = {uid for uid, event in same.items() if event.decoded("DTSTART").year == 2026}
    assert in_year
    assert in_year <= set(found)
    for uid in in_year:
        assert found[uid].decoded("DTSTART") == same[uid].decoded("DTSTART")


def test_an_event_says_what_it_rests_on():
    event = events(year_ics({**NOW, "sequence": 7}, year(2027, YEARLY)))["1.42.yearly.2027@checkers"]
    assert event["SUMMARY"] == "2027年：办理 yearly（签证邀请函）（暂定，待国务院办公厅公布2027年放假安排）"
    assert (event["SEQUENCE"], event["STATUS"]) == (7, "TENTATIVE")
    for words in (
        "依据2020年7月文本，办理前请致电核实",
        "电话：（0533）8180684",
        "6 月 30 日前",
        "民法典第一千二百五十九条",
    ):
        assert words in str(event["DESCRIPTION"])


def test_without_any_day_there_is_no_file():
    assert year_ics(NOW, year(2026, BARE)) is None


# -- the real data -------------------------------------------------------------------------------------


def test_the_real_year_holds_the_quarters_the_annual_report_and_no_day_twice():
    engine = Engine(CALENDAR)
    engine.add_deadlines(published("deadlines.json"))
    answer = engine.handle({"call": "year", "year": 2026, "view": True, "ics": True, **NOW})
    keys = [(item["id"], item["deadline"], item["key"]) for item in answer["items"]]
    assert len(set(keys)) == len(keys) > 50
    assert dates(answer) == sorted(dates(answer))
    assert [item["date"] for item in answer["items"] if item["id"] == "2.28"] == [
        "2026-01-22",
        "2026-04-22",
        "2026-07-21",
        "2026-10-27",
    ]
    assert [item["named"] for item in answer["items"] if item["deadline"] == "report"] == ["2026-06-30"]
    assert len(events(answer["ics"])) == len(keys)
    for item in answer["items"]:
        stated = date.fromisoformat(item["named"] or item["date"])
        if not item["provisional"]:
            assert item["rest_day"] == (CALENDAR.is_working(stated) is False)
