"""Calendar files, read back with an independent parser."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from calendars import CALENDAR
from cases import EXTENSION, FILE, MONTHLY, NUMBERLESS, PASSPORT, REPLY, REPORT, deadline, pack, timeline
from icalendar import Calendar

from checkers.deadlines import handle_due
from checkers.ics import due_ics, timeline_ics
from checkers.problems import BadRequest

NOW = {"now": "2026-11-21T08:00:00Z"}


def saved(*deadlines: dict[str, Any], **request: Any) -> str:
    """The calendar file of a timeline."""
    asked = {**NOW, **request}
    text = timeline_ics(asked, timeline(pack(*deadlines), **asked))
    assert text is not None
    return text


def events(text: str) -> dict[str, Any]:
    """The events of a calendar file by UID, as icalendar reads them."""
    return {str(event["UID"]): event for event in Calendar.from_ical(text).walk("VEVENT")}


def test_a_deadline_is_an_all_day_event_with_its_reasons():
    event = events(saved(REPORT, events={"exited": "2026-09-24"}, today="2026-09-25"))["1.42.report@checkers"]
    assert event.decoded("DTSTART") == date(2026, 10, 9)
    assert event.decoded("DTEND") == date(2026, 10, 10)  # the end is not included
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event.decoded("DTSTAMP") == datetime(2026, 11, 21, 8, tzinfo=UTC)
    assert event["SUMMARY"] == "办理 report（签证邀请函）"
    assert event["STATUS"] == "CONFIRMED"
    described = str(event["DESCRIPTION"])
    for words in (
        "签证邀请函（1.42）",
        "谁办：邀请单位",
        "来源：5 日内（二.8）",
        "从2026年9月24日（周四）的次日起5个工作日",
        "最后一天：2026年10月9日（周五）下班前",
        "9月25日至9月27日 中秋节放假；10月1日至10月7日 国庆节放假",
        "民法典第二百零一条",
        "国办发明电〔2025〕7号",
        "依据2020年7月文本，办理前请致电核实",
        "电话：（0533）8180684",
    ):
        assert words in described


def test_every_deadline_with_a_day_is_in_one_file_and_no_other():
    found = events(saved(REPORT, FILE, PASSPORT, NUMBERLESS, REPLY, events={"exited": "2026-09-24"}))
    assert set(found) == {"1.42.report@checkers", "1.42.file@checkers", "1.42.passport@checkers"}


def test_both_readings_are_described():
    event = events(saved(PASSPORT, events={"exited": "2026-09-24"}))["1.42.passport@checkers"]
    assert event.decoded("DTSTART") == date(2026, 10, 8)
    assert "按自然日算，最后一天：2026年10月8日" in event["DESCRIPTION"]
    assert "按工作日算，最后一天：2026年10月12日" in event["DESCRIPTION"]


def test_a_provisional_day_says_so_in_the_title():
    event = events(saved(REPORT, events={"exited": "2026-12-30"}))["1.42.report@checkers"]
    assert event.decoded("DTSTART") == date(2027, 1, 5)
    assert event["SUMMARY"] == "办理 report（签证邀请函）（暂定，待国务院办公厅公布2027年放假安排）"
    assert event["STATUS"] == "TENTATIVE"


def test_planned_met_and_conditional_deadlines_say_so_in_the_title():
    met = {"exited": "2026-09-24", "report": "2026-09-28"}
    assert events(saved(REPORT, events=met, today="2026-10-01"))["1.42.report@checkers"][
        "SUMMARY"
    ].startswith("已办：")
    planned = events(saved(FILE, REPORT, events={"exited": "2026-09-24"}))["1.42.file@checkers"]
    assert planned["SUMMARY"].startswith("（推算）")
    perhaps = deadline("perhaps", event="exited", amount=5, unit="day", when="provincial")
    title = events(saved(perhaps, events={"exited": "2026-09-24"}))["1.42.perhaps@checkers"]["SUMMARY"]
    assert title.startswith("（如适用）")


def test_an_extension_is_only_in_the_file_once_it_is_decided():
    asked = {"events": {"received": "2026-10-12"}, "today": "2026-11-06"}
    assert set(events(saved(REPLY, EXTENSION, **asked))) == {"1.42.reply@checkers"}
    asked["events"]["extended"] = "2026-11-05"
    assert set(events(saved(REPLY, EXTENSION, **asked))) == {"1.42.reply@checkers", "1.42.extension@checkers"}


def test_a_recurring_duty_has_one_event_an_occurrence():
    found = events(saved(MONTHLY, today="2026-10-06"))
    assert [(uid, str(event.decoded("DTSTART"))) for uid, event in found.items()] == [
        ("1.42.monthly.2026-11@checkers", "2026-11-04"),
        ("1.42.monthly.2026-12@checkers", "2026-12-04"),
        ("1.42.monthly.2027-01@checkers", "2027-01-04"),
    ]


def test_a_correction_replaces_the_entry_by_the_same_uid_and_a_higher_sequence():
    first = events(saved(REPORT, events={"exited": "2026-09-24"}))
    corrected = events(saved(REPORT, events={"exited": "2026-09-25"}, sequence="29700000"))
    assert first.keys() == corrected.keys()
    assert (first["1.42.report@checkers"]["SEQUENCE"], corrected["1.42.report@checkers"]["SEQUENCE"]) == (
        0,
        29700000,
    )


def test_nothing_tells_who_the_reader_is():
    text = saved(REPORT, events={"exited": "2026-09-24"})
    for name in ("ATTENDEE", "ORGANIZER", "CONTACT", "LOCATION", "URL", "X-"):
        assert f"\r\n{name}" not in text


def test_without_any_day_there_is_no_file():
    assert timeline_ics(NOW, timeline(pack(REPORT, NUMBERLESS))) is None


def test_lines_end_and_fold_as_the_standard_says():
    text = saved(REPORT, PASSPORT, MONTHLY, events={"exited": "2026-12-30"}, today="2026-12-30")
    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.encode().split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(len(line) for line in lines) <= 75
    assert sum(line.startswith(b" ") for line in lines) > 20
    for line in lines:
        line.decode()  # no character is cut in two


def test_commas_semicolons_backslashes_and_line_breaks_survive():
    name = "甲, 乙; 丙\\丁\n戊\t"
    odd = deadline("odd", event="exited", amount=1, unit="day", what=name)
    event = events(saved(odd, events={"exited": "2026-11-02"}))["1.42.odd@checkers"]
    assert event["SUMMARY"] == "甲, 乙; 丙\\丁\n戊（签证邀请函）"


def test_two_cases_stand_side_by_side_and_each_keeps_its_entry():
    asked = {"events": {"exited": "2026-09-24"}}
    first, second = (events(saved(REPORT, **asked, case=name)) for name in ("张三", "李四"))
    assert not first.keys() & second.keys()
    ((uid, event),) = events(saved(REPORT, events={"exited": "2026-09-25"}, case=" 张三 ")).items()
    assert uid == "1.42.report.1d841bc0ee98@checkers"
    assert set(first) == {uid}
    assert event["SUMMARY"] == "张三：办理 report（签证邀请函）"
    assert set(events(saved(REPORT, **asked, case=""))) == {"1.42.report@checkers"}


def test_occurrences_belong_to_the_case_and_say_if_they_may_not_apply():
    ((uid, event), *_) = events(saved({**MONTHLY, "when": "x"}, today="2026-10-06", case="张三")).items()
    assert uid == "1.42.monthly.1d841bc0ee98.2026-11@checkers"
    assert event["SUMMARY"] == "张三：（如适用）2026年11月：办理 monthly（签证邀请函）"


@pytest.mark.parametrize("sequence", [0, "7", 2**31 - 1])
def test_any_sequence_of_31_bits_is_taken(sequence):
    text = saved(REPORT, events={"exited": "2026-09-24"}, sequence=sequence)
    assert events(text)["1.42.report@checkers"]["SEQUENCE"] == int(sequence)


def test_a_due_date_has_a_file_too():
    request = {**NOW, "start": "2026-09-30T14:30", "amount": 2, "unit": "hour"}
    text = due_ics(request, handle_due(request, CALENDAR))
    (event,) = events(text).values()
    assert event["UID"] == "due-2-hour-2026-09-30T14-30@checkers"
    assert event.decoded("DTSTART") == date(2026, 9, 30)
    assert event["SUMMARY"] == "办理期限：从2026年9月30日（周三）14:30起2小时 16:30"


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({}, "now", "例如 2026-11-21T08:00:00Z"),
        ({"now": "2026-11-21"}, "now", "例如"),
        ({"now": "2026-02-30T08:00:00Z"}, "now", "例如"),
        ({"now": 5}, "now", "例如"),
        ({**NOW, "sequence": "x"}, "sequence", "应填整数"),
        ({**NOW, "sequence": -1}, "sequence", "0 到 2147483647"),
        ({**NOW, "sequence": 2**31}, "sequence", "0 到 2147483647"),
    ],
)
def test_a_file_needs_the_time_and_a_possible_sequence(sent, field, words):
    with pytest.raises(BadRequest) as caught:
        timeline_ics(sent, timeline(pack(REPORT), events={"exited": "2026-09-24"}))
    assert [problem.field for problem in caught.value.problems] == [field]
    assert words in caught.value.problems[0].message


@pytest.mark.parametrize("now", ["2026-11-21T08:00Z", "2026-11-21T08:00:00.123Z"])
def test_the_time_is_taken_as_browsers_write_it(now):
    assert "DTSTAMP:20261121T080000Z" in saved(REPORT, events={"exited": "2026-09-24"}, now=now)
