"""Several deadlines in one call: each as in a call of its own, every fault at its place, one calendar file."""

from __future__ import annotations

from typing import Any

import pytest
from calendars import CALENDAR
from cases import APPLY, EXTENSION, MONTHLY, NUMBERLESS, PASSPORT, REPLY, REPORT, pack
from icalendar import Calendar
from sample_packs import CARD

from checkers.bridge import Engine
from checkers.fields import MOST_ITEMS

NOW = "2026-11-21T08:00:00Z"
SITE = pack(REPORT, APPLY, PASSPORT, REPLY, EXTENSION, MONTHLY, NUMBERLESS)
DATA = {
    "id": SITE.id,
    "title": SITE.title,
    "kind": SITE.kind,
    "notice": SITE.notice,
    "phone": SITE.phone,
    "events": [{"id": event.id, "name": event.name} for event in SITE.events],
    "deadlines": [REPORT, APPLY, PASSPORT, REPLY, EXTENSION, MONTHLY, NUMBERLESS],
}
REPORT_DUE = {"id": "1.42", "deadline": "report", "start": "2026-09-24"}
FREE_DUE = {"start": "2026-09-11", "amount": 15, "unit": "day"}


@pytest.fixture(scope="module")
def engine() -> Engine:
    engine = Engine(CALENDAR)
    engine.add_deadlines({"entries": [DATA]})
    return engine


def dues(engine: Engine, *items: object, **more: Any) -> dict[str, Any]:
    return engine.handle({"call": "dues", "items": list(items), **more})


def uids(answer: dict[str, Any]) -> dict[str, str]:
    events = Calendar.from_ical(answer["ics"]).walk("VEVENT")
    return {str(event["UID"]): str(event.decoded("DTSTART")) for event in events}


def text(view: Any) -> str:
    return view if isinstance(view, str) else " ".join(text(child) for child in view[2:])


def test_each_item_is_answered_as_in_a_call_of_its_own(engine):
    answer = dues(engine, REPORT_DUE, FREE_DUE)
    alone = [engine.handle({"call": "due", **item}) for item in (REPORT_DUE, FREE_DUE)]
    assert [item | {"case": None} for item in alone] == answer["items"]
    assert answer["status"] == "算出 2 个日子，最早的是2026年9月28日（周一）"


def test_a_page_of_twelve_is_one_call(engine):
    names = ["report", "apply", "passport", "reply", "extension", "monthly"]
    items = [
        {"deadline": f"1.42/{name}", "start": start}
        for start in ("2026-09-24", "2026-10-12")
        for name in names
    ]
    answer = dues(engine, *items, view=True)
    assert [item["deadline"] for item in answer["items"]] == names * 2
    assert len(answer["view"]) - 2 == 12
    assert answer["status"] == "算出 12 个日子，最早的是2026年8月28日（周五）：办理 apply"


def test_one_item_is_shown_whole_and_of_several_each_day(engine):
    alone = dues(engine, REPORT_DUE, view=True)
    assert alone["view"] == engine.handle({"call": "due", **REPORT_DUE, "view": True})["view"]
    assert alone["status"] == "最后一天：2026年10月9日（周五）下班前"
    shown = text(dues(engine, REPORT_DUE, {**FREE_DUE, "case": "张三"}, view=True)["view"])
    assert "1. 办理 report" in shown
    assert "2. 张三" in shown
    assert "最后一天： 2026年9月28日（周一） 下班前" in shown


def test_gaps_a_form_leaves_are_passed_over(engine):
    assert len(dues(engine, None, REPORT_DUE, None)["items"]) == 1


@pytest.mark.parametrize(
    ("items", "fields", "words"),
    [
        (None, ["items"], '"deadline": "report"'),
        ([], ["items"], '"deadline": "report"'),
        ("x", ["items"], "应为列表"),
        ([REPORT_DUE] * (MOST_ITEMS + 1), ["items"], f"最多 {MOST_ITEMS} 项"),
        ([REPORT_DUE, 5], ["items.1"], '"deadline": "report"'),
        ([{"start": "2026-09-24"}], ["items.0.deadline"], "1.42/report"),
        (
            [{"deadline": "1.42/report"}, {"deadline": "9.9/x", "start": "x"}],
            ["items.0.start", "items.1.deadline"],
            "从哪天",
        ),
        ([FREE_DUE, {**FREE_DUE, "amount": -1, "start": ""}], ["items.1.start", "items.1.amount"], "从哪天"),
        ([{**REPORT_DUE, "strat": 1}], ["items.0.strat"], "是不是想写 start"),
        ([{**REPORT_DUE, "intervals": [{"from": "2026-09-28"}]}], ["items.0.intervals.0.to"], "还缺结束"),
        ([{"deadline": "1.42/numberless", "start": "2026-09-24"}], ["items.0.deadline"], "没有天数"),
        ([{**FREE_DUE, "time": "14:30"}], ["items.0.time"], "2026-09-30T14:30"),
    ],
)
def test_every_fault_of_every_item_is_said_at_its_place(engine, items, fields, words):
    answer = engine.handle({"call": "dues", "items": items})
    assert [error["field"] for error in answer["errors"]] == fields
    assert words in answer["errors"][0]["message"]


def test_the_form_left_empty_is_told_to_choose_one_without_a_word_of_json(engine):
    answer = engine.handle({"call": "dues", "view": True})
    assert answer["errors"] == [
        {"code": "missing", "message": "还没有选是哪一项时限，请在上面选一项", "field": "items.0.deadline"}
    ]


def test_all_of_them_are_in_one_calendar_file(engine):
    found = uids(dues(engine, REPORT_DUE, FREE_DUE, ics=True, now=NOW))
    assert found == {"1.42.report@checkers": "2026-10-09", "due-15-day-2026-09-11@checkers": "2026-09-28"}


def test_the_same_deadline_from_two_days_keeps_two_entries(engine):
    other = {**REPORT_DUE, "start": "2026-10-12"}
    assert uids(dues(engine, REPORT_DUE, other, ics=True, now=NOW)) == {
        "1.42.report.2026-09-24@checkers": "2026-10-09",
        "1.42.report.2026-10-12@checkers": "2026-10-19",
    }
    named = uids(dues(engine, {**REPORT_DUE, "case": "张三"}, {**other, "case": "李四"}, ics=True, now=NOW))
    assert "1.42.report.1d841bc0ee98@checkers" in named
    assert len(named) == 2


def test_a_file_without_the_time_is_refused(engine):
    answer = dues(engine, REPORT_DUE, ics=True)
    assert [error["field"] for error in answer["errors"]] == ["now"]


def test_a_whole_pack_gives_its_deadlines_too():
    engine = Engine(CALENDAR)
    engine.add_pack(CARD)
    named = {"call": "due", "id": CARD["id"], "deadline": "nothing", "start": "2026-09-24"}
    assert engine.handle(named)["error"]["code"] == "unknown_deadline"
