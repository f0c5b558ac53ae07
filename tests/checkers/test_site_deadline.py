"""One deadline of the data from one date: its rule, current law beside the source, and what cannot be computed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from calendars import CALENDAR, published
from cases import (
    APPLY,
    EXTENSION,
    FILE,
    MONTHLY,
    NUMBERLESS,
    PASSPORT,
    QUARTERLY,
    REPLY,
    REPORT,
    UNDATED,
    deadline,
    pack,
)
from icalendar import Calendar

from checkers.bridge import Engine
from checkers.ics import due_ics, timeline_ics
from checkers.model import Pack
from checkers.problems import BadRequest
from checkers.site_deadline import handle_site_deadline, has_day
from checkers.timeline import handle_timeline
from checkers.view_dates import due_view

ARTICLE = re.compile("第[零一二三四五六七八九十百千]+条")
NOW = {"now": "2026-11-21T08:00:00Z"}
SILENT = deadline("silent", amount=3, unit="working_day")
HOURS = deadline("hours", event="received", amount=2, unit="hour", stated_as="2 小时内")
RANGE = deadline("range", event="received", amount=10, amount_min=5, unit="day", stated_as="5 至 10 日")
PERHAPS = deadline("perhaps", event="received", amount=5, unit="day", when="x", when_text="“x？”答“是”")
PACK = pack(
    REPORT,
    FILE,
    APPLY,
    PASSPORT,
    REPLY,
    EXTENSION,
    MONTHLY,
    QUARTERLY,
    UNDATED,
    NUMBERLESS,
    SILENT,
    HOURS,
    RANGE,
    PERHAPS,
)


def due(name: str, start: object = "2026-09-24", **more: Any) -> dict[str, Any]:
    return handle_site_deadline(
        {"deadline": f"1.42/{name}", "start": start, **more}, {"1.42": PACK}, CALENDAR
    )


def refused(name: str, start: object = "2026-09-24", **more: Any) -> dict[str | None, str]:
    with pytest.raises(BadRequest) as caught:
        due(name, start, **more)
    return {problem.field: problem.message for problem in caught.value.problems}


def text(view: Any) -> str:
    return view if isinstance(view, str) else " ".join(text(child) for child in view[2:])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("report", "2026-10-09"),
        ("file", "2026-09-29"),  # 28 September is the first working day after the holiday
        ("apply", "2026-08-28"),  # counted back from the visit; Sunday 20 September is made up
        ("silent", "2026-09-30"),
        ("range", "2026-10-08"),  # 4 October is a holiday
        ("perhaps", "2026-09-29"),
    ],
)
def test_the_day_follows_from_the_one_date_it_starts_from(name, expected):
    assert due(name)["due"] == expected


def test_number_and_name_may_stand_apart():
    asked = {"id": "1.42", "deadline": "report", "start": "2026-09-24"}
    assert handle_site_deadline(asked, {"1.42": PACK}, CALENDAR) == due("report")


def test_the_answer_says_whose_deadline_it_is_and_from_what_it_starts():
    answer = due("report")
    assert (answer["id"], answer["deadline"], answer["title"]) == ("1.42", "report", "签证邀请函")
    assert (answer["who"], answer["clause"], answer["start_name"]) == ("邀请单位", "二.8", "被邀请人离境")
    assert due("file")["start_name"] == "办理 report"  # its start is that another deadline was met
    shown = text(due_view(answer))
    for words in (
        "办理 report",
        "签证邀请函（1.42）",
        "被邀请人离境：2026年9月24日（周四）",
        "（0533）8180684",
    ):
        assert words in shown
    assert "依据2020年7月文本，办理前请致电核实" in shown


def test_a_start_the_source_does_not_name_is_said_to_be_the_askers():
    answer = due("silent")
    assert answer["start_name"] is None
    assert "来源没有写从哪天起算" in answer["notes"][-1]


def test_both_readings_stand_where_the_unit_is_not_stated():
    assert [reading["due"] for reading in due("passport")["readings"]] == ["2026-10-08", "2026-10-12"]


def test_current_law_leads_and_the_source_stands_beside_it():
    answer = due("reply", "2026-10-12")
    assert answer["due"] == "2026-11-09"
    assert answer["current"]["authority"] == "政府信息公开条例 第三十三条"
    assert [reading["due"] for reading in answer["source_rule"]["readings"]] == ["2026-11-02", "2026-11-09"]
    assert "按来源的规定（20 天内）" in text(due_view(answer))


def test_before_current_law_was_in_force_the_source_leads():
    answer = due("reply", "2018-03-01")
    assert answer["current"]["leads"] is False
    assert "自2019年5月15日（周三）起施行" in answer["notes"][0]


def test_an_extension_runs_on_from_what_it_extends():
    answer = due("extension", "2026-10-12")
    assert answer["due"] == "2026-12-07"
    assert answer["original"]["due"] == "2026-11-09"
    assert answer["start_name"] == "收到申请"
    assert "假定已经决定延长" in answer["notes"][-1]


PAUSE = {"effect": "third-party", "from": "2026-10-19", "to": "2026-10-23"}


@pytest.mark.parametrize(
    ("name", "intervals", "expected", "cited"),
    [
        ("reply", [PAUSE], "2026-11-16", "中止：征求第三方意见"),
        ("reply", [{"effect": "correction", "from": "2026-10-19"}], "2026-11-16", "条例 第三十条"),
        ("reply", [{**PAUSE, "effect": "pause", "name": "鉴定"}], "2026-11-16", "中止：鉴定"),
        ("extension", [PAUSE], "2026-12-14", "条例 第三十三条"),
    ],
)
def test_what_pauses_or_restarts_is_named_with_its_article(name, intervals, expected, cited):
    answer = due(name, "2026-10-12", intervals=intervals)
    assert answer["due"] == expected
    assert any(cited in line for line in answer["basis"])


def test_hours_take_their_time_of_day_in_either_place():
    assert due("hours", "2026-09-30T14:30")["due"] == "2026-09-30T16:30"
    assert due("hours", "2026-09-30", time="14:30")["due"] == "2026-09-30T16:30"


def test_a_returning_duty_is_looked_for_from_the_date_on():
    answer = due("monthly", "2026-10-06")
    assert answer["due"] == "2026-11-04"
    assert [each["id"] for each in answer["occurrences"]] == ["2026-11", "2026-12", "2027-01"]
    assert due("quarterly", "2026-10-06")["due"] == "2026-10-27"


def test_a_range_gives_its_lower_end_and_a_condition_its_words():
    assert due("range")["due_min"] == "2026-09-29"
    perhaps = due("perhaps")
    assert (perhaps["conditional"], perhaps["when_text"]) == (True, "“x？”答“是”")
    assert "只在这种情况下适用：“x？”答“是”" in text(due_view(perhaps))


@pytest.mark.parametrize(
    ("name", "more", "field", "words"),
    [
        ("numberless", {}, "deadline", "来源写“规定时间”，没有天数"),
        ("undated", {}, "deadline", "没有写哪一天"),
        ("nothing", {}, "deadline", "report（办理 report）"),
        ("report", {"start": ""}, "start", "例如 2026-09-24"),
        ("report", {"start": "2026-02-30"}, "start", "没有30日"),
        ("report", {"start": "1999-01-01"}, "start", "太早"),
        ("hours", {}, "time", "2026-09-30T14:30"),
        ("hours", {"time": "25:00"}, "time", "没有25:00这个时间"),
        ("report", {"amount": 7}, "amount", "请去掉 amount"),
        ("apply", {"intervals": [{"from": "2026-09-25", "to": "2026-09-28"}]}, "intervals", "往后数"),
        (
            "reply",
            {"intervals": [{"effect": "x", "from": "2026-09-25"}]},
            "intervals.0.effect",
            "可以选：中止、重新起算、征求第三方意见",
        ),
        (
            "report",
            {"intervals": [{"effect": "third-party", "from": "2026-09-25", "to": "2026-09-26"}]},
            "intervals.0.effect",
            "没有你选的这种原因；可以选：中止、重新起算",
        ),
        (
            "reply",
            {"intervals": [None, {"from": "2026-09-01", "to": "2026-09-02"}]},
            "intervals.1.to",
            "之前就结束",
        ),
        ("report", {"case": 5}, "case", "例如 “张三”"),
    ],
)
def test_what_cannot_be_computed_is_said_beside_its_field(name, more, field, words):
    found = refused(name, **{"start": "2026-09-24", **more})
    assert list(found) == [field]
    assert words in found[field]


def test_every_fault_is_said_at_once():
    assert set(refused("report", "x", amount=7, case=5)) == {"amount", "case", "start"}


@pytest.mark.parametrize(
    "sent", [{"deadline": "report"}, {"id": "9.9", "deadline": "report"}, {"id": 3, "deadline": "x"}]
)
def test_an_unknown_entry_is_refused_with_an_example(sent):
    with pytest.raises(BadRequest, match=r"1\.42/report"):
        handle_site_deadline({**sent, "start": "2026-09-24"}, {"1.42": PACK}, CALENDAR)


def test_the_calendar_entry_is_the_one_of_the_timeline():
    alone = due_ics(NOW, due("report", case="张三"))
    request = {**NOW, "events": {"exited": "2026-09-24"}, "case": "张三"}
    together = timeline_ics(request, handle_timeline(request, pack(REPORT), CALENDAR, lambda _: None))
    found = [
        [str(event["UID"]) for event in Calendar.from_ical(text).walk("VEVENT")] for text in (alone, together)
    ]
    assert found[0] == found[1]
    assert len(found[0]) == 1


# -- the real data -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def engine() -> Engine:
    engine = Engine(CALENDAR)
    engine.add_deadlines(published("deadlines.json"))
    return engine


def test_every_deadline_with_a_number_has_a_day_and_every_reading_an_article(engine):
    computed = 0
    for pack_ in map(Pack.from_json, published("deadlines.json")["entries"]):
        for each in pack_.deadlines:
            asked = {"call": "due", "id": pack_.id, "deadline": each.id, "start": "2026-09-24T10:00"}
            answer = engine.handle({**asked, "view": True, "ics": True, **NOW})
            assert ("error" in answer) != has_day(each), (pack_.id, each.id, answer)
            for reading in answer.get("readings", ()):
                computed += 1
                assert any(ARTICLE.search(line) for line in reading["basis"]), (pack_.id, each.id)
    assert computed > 100
