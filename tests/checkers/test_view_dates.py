"""Dates on the page: the words a reader sees and the marks the style sheet needs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from calendars import CALENDAR
from cases import (
    APPLY,
    CONTACT,
    EXTENSION,
    MONTHLY,
    NUMBERLESS,
    PASSPORT,
    QUARTERLY,
    REPLY,
    REPORT,
    deadline,
    pack,
    timeline,
)
from trees import having, text_of

from checkers.deadlines import handle_due
from checkers.view_dates import due_view, timeline_view


def shown(**request: object) -> Any:
    """The tree of a due date."""
    return due_view(handle_due(request, CALENDAR))


def strip(tree: Any) -> list[str]:
    """The ledger as a reader sees it, day by day."""
    return [text_of(day) for day in having(tree, "day")]


def test_a_due_date_shows_the_day_the_rule_the_strip_and_the_authorities():
    tree = shown(start="2026-09-24", amount=5, unit="working_day")
    (day,) = having(tree, "due-date")
    assert text_of(day) == "最后一天：2026年10月9日（周五）下班前"
    assert ["time", {"datetime": "2026-10-09"}, "2026年10月9日（周五）"] in day
    assert text_of(having(tree, "due-rule")[0]) == "从2026年9月24日（周四）的次日起5个工作日。"
    assert strip(tree) == [
        "9/24 事件当天，不计入",
        "9/25–27 中秋节放假",
        "9/28 ①",
        "9/29 ②",
        "9/30 ③",
        "10/1–7 国庆节放假",
        "10/8 ④",
        "10/9 ⑤",
    ]
    assert "依据：民法典第二百零一条" in text_of(having(tree, "basis")[0])
    assert not having(tree, "provisional")
    assert not having(tree, "reading")


STRIPS = [
    (
        {"start": "2026-09-11", "amount": 15, "unit": "day"},
        [
            "9/11 事件当天，不计入",
            "9/12–25 第1–14日",
            "9/26 第15日，中秋节放假",
            "9/27 中秋节放假",
            "9/28 顺延到这天",
        ],
    ),
    (
        {"start": "2026-02-13", "amount": 2, "unit": "working_day"},
        ["2/13 事件当天，不计入", "2/14 ①调休上班", "2/15–23 春节放假", "2/24 ②"],
    ),
    (
        {"start": "2026-01-31", "amount": 1, "unit": "month"},
        ["1/31 事件当天，不计入", "2/28 春节调休上班，不移动"],
    ),
    (
        {"start": "2026-10-17", "amount": 10, "unit": "day", "direction": "before"},
        [
            "10/17 事件当天，不计入",
            "10/8–16 第1–9日",
            "10/7 第10日，国庆节放假",
            "10/1–6 国庆节放假",
            "9/30 提前到这天",
        ],
    ),
    (
        {"start": "2026-12-30", "amount": 2, "unit": "working_day"},
        ["12/30 事件当天，不计入", "12/31 ①待通知", "2027/1/1 元旦（法定放假）", "2027/1/2 ②待通知"],
    ),
    (
        {"start": "2026-09-30T14:30", "amount": 2, "unit": "hour"},
        ["9/30 14:30 从这一时刻起算", "9/30 16:30 满2小时"],
    ),
    ({"start": "2026-11-23", "amount": 0, "unit": "day"}, ["11/23 当日就是事件发生的那一天"]),
]


@pytest.mark.parametrize(("request_", "days"), STRIPS)
def test_the_strip_says_of_each_day_what_it_is(request_, days):
    assert strip(shown(**request_)) == days


def test_a_pause_stands_in_the_strip():
    pause = {"from": "2026-11-05", "to": "2026-11-09", "effect": "pause", "name": "听证"}
    tree = shown(start="2026-11-03", amount=2, unit="working_day", intervals=[pause])
    assert strip(tree) == ["11/3 事件当天，不计入", "11/4 ①", "11/5–9 听证期间，不计入", "11/10 ②"]
    assert having(tree, "day--paused")


def test_a_long_count_is_shown_in_runs():
    days = strip(shown(start="2026-10-12", amount=36, unit="working_day"))
    assert days[1:4] == ["10/13–16 ①–④", "10/17–18 周末", "10/19–23 ⑤–⑨"]
    assert days[-1] == "11/30–12/1 ㉟–㊱"
    days = strip(shown(start="2026-03-02", amount=51, unit="working_day", direction="before"))
    assert (days[-3], days[-1]) == ("2025/12/15–19 ㊻–㊿", "2025/12/12 (51)")


def test_the_kinds_of_days_are_marked_for_the_style_sheet():
    tree = shown(start="2026-02-06", amount=8, unit="working_day")
    for kind in ("start", "counted", "weekend", "makeup", "holiday"):
        assert having(tree, f"day--{kind}"), kind
    assert having(shown(start="2026-09-11", amount=15, unit="day"), "day--moved")


def test_a_provisional_day_is_never_shown_as_certain():
    tree = shown(start="2026-12-30", amount=5, unit="working_day")
    assert text_of(having(tree, "due-date")[0]) == "暂定：2027年1月5日（周二）"
    told = text_of(having(tree, "provisional")[0])
    assert "估计最后一天是2027年1月7日（周四）下班前" in told
    assert "待国务院办公厅公布2027年放假安排" in told


def test_both_readings_are_shown_the_safe_one_first():
    tree = shown(start="2026-09-11", amount=15, unit="day", unit_stated=False)
    assert text_of(having(tree, "due-date")[0]) == "按自然日算，最后一天：2026年9月28日（周一）下班前"
    first, second = having(tree, "reading")
    assert "reading--leading" in first[1]["class"]
    assert "reading--leading" not in second[1]["class"]
    assert text_of(second).startswith("按工作日算，最后一天：2026年10月9日（周五）下班前。")
    assert "行政许可法第八十二条" in text_of(second)
    assert "第二百零四条" not in text_of(second)  # what both rest on stands once


def test_the_lower_end_of_a_range_is_shown_once():
    tree = shown(start="2026-09-24", amount=5, unit="working_day", amount_min=3)
    assert text_of(having(tree, "due-date")[0]) == "最后一天：2026年10月9日（周五）下班前"
    assert text_of(tree).count("幅度的下限到2026年9月30日（周三）") == 1
    both = shown(start="2026-09-24", amount=5, unit="day", amount_min=3, unit_stated="no")
    assert text_of(both).count("幅度的下限到") == len(having(both, "reading")) == 2


def test_before_a_named_day_says_why_an_earlier_one_leads():
    words = text_of(shown(start="2026-11-05", direction="by"))
    assert "“5日前”是否包括5日没有写明，稳妥起见按4日。" in words
    assert "“5日前”是否包括5日没有写明，稳妥起见按4日。" in section(MONTHLY, today="2026-11-02")


DOUBLED = [
    {
        "start": "2026-11-02",
        "amount": 3,
        "unit": "working_day",
        "intervals": [{"from": "2026-11-20", "to": "2026-11-24"}],
    },
    {
        "start": "2026-11-02",
        "amount": 5,
        "unit": "working_day",
        "intervals": [{"from": "2026-11-20", "effect": "restart", "name": "补正"}],
    },
]


@pytest.mark.parametrize("request_", DOUBLED)
def test_brackets_never_stand_in_brackets(request_):
    assert not re.search("（[^（）]*（", text_of(shown(**request_)))


# -- timelines -----------------------------------------------------------------------------------------


def sections(*deadlines: dict[str, Any], holds: bool | None = None, **request: Any) -> list[Any]:
    """The parts of a timeline's tree, one a deadline."""
    return having(timeline_view(timeline(pack(*deadlines), lambda _: holds, **request)), "deadline")


def section(*deadlines: dict[str, Any], **request: Any) -> str:
    """What a reader sees of the first deadline."""
    return text_of(sections(*deadlines, **request)[0])


STATES = [
    (REPORT, {"events": {"exited": "2026-09-24"}, "today": "2026-09-28"}, "open", "○ 进行中", "还有11天"),
    (
        REPORT,
        {"events": {"exited": "2026-09-24"}, "today": "2026-10-09"},
        "due_today",
        "! 今天到期",
        "最后一天",
    ),
    (REPORT, {"events": {"exited": "2026-09-24"}, "today": "2026-10-12"}, "overdue", "✗ 已过期", "已过期3天"),
    (REPORT, {"today": "2026-10-12"}, "waiting", "… 还没开始", "还不知道“被邀请人离境”是哪天"),
    (NUMBERLESS, {"today": "2026-10-12"}, "no_number", "– 没有具体日子", "来源没有写天数"),
    (
        REPORT,
        {"events": {"exited": "2026-09-24", "report": "2026-09-28"}, "today": "2026-10-12"},
        "done",
        "✓ 已办",
        "已于2026年9月28日（周一）办完",
    ),
]


@pytest.mark.parametrize(("of", "request_", "state", "sign", "words"), STATES)
def test_each_state_is_a_sign_and_a_word(of, request_, state, sign, words):
    (found,) = sections(of, **request_)
    (mark,) = having(found, f"state--{state}")
    assert text_of(mark) == sign
    assert words in text_of(found)


def test_a_row_says_who_and_where_the_source_says_it():
    words = section(REPORT, events={"exited": "2026-09-24"}, today="2026-09-28")
    assert "由邀请单位办。来源：5 日内（来源条款：二.8）" in words


def test_current_law_and_the_sources_rule_stand_side_by_side():
    words = section(REPLY, events={"received": "2026-11-02"}, today="2026-11-03")
    assert "上面按现行规定计算：20 个工作日内答复（政府信息公开条例 第三十三条）。" in words
    assert "按来源的规定（20 天内）：按自然日算，最后一天：2026年11月23日（周一）下班前。" in words


def test_an_extension_shows_the_day_before_it():
    asked = {"events": {"received": "2026-10-12", "extended": "2026-11-05"}, "today": "2026-11-20"}
    words = section(REPLY, EXTENSION, **asked)
    assert "最后一天：2026年12月7日（周一）下班前" in words
    assert "已经延长；延长前，最后一天：2026年11月9日（周一）下班前。" in words


def test_a_recurring_duty_lists_what_comes_after():
    words = section(MONTHLY, today="2026-10-06")
    assert words.index("最后一天：2026年11月4日") < words.index("再往后：2026年12月：最后一天：2026年12月4日")
    assert "要等这一期结束" in section(QUARTERLY, today="2026-11-24")


def test_a_missed_occurrence_is_pointed_out():
    missed = "上一期（2026年第三季度）最后一天是2026年10月27日（周二），已过1天。"
    assert missed in section(QUARTERLY, today="2026-10-28")
    assert "上一期" not in section(QUARTERLY, today="2026-10-27")


def test_same_day_conditional_note_and_planned_are_put_in_words():
    assert "最后一天：2026年11月23日（周一）当天" in section(CONTACT, events={"received": "2026-11-23"})
    noted = deadline("noted", event="exited", amount=5, unit="day", when="x", note="需要说明的地方")
    words = section(noted, events={"exited": "2026-11-02"})
    assert "只在一定情况下适用" in words
    late = section(noted, events={"exited": "2026-11-02"}, today="2026-12-01")
    assert late.startswith("办理 noted ? 如适用")
    assert "最后一天：2026年11月9日（周一）下班前" in late
    assert "过期" not in late
    assert "需要说明的地方" in words
    assert "还没到，按计划的日子推算" in section(REPORT, events={"exited": "2026-11-02"}, today="2026-11-01")
    assert "最迟2026年1月27日（周二）下班前" in section(APPLY, events={"visit": "2026-03-02"})


def test_the_end_says_whom_to_ask():
    tree = timeline_view(timeline(pack(PASSPORT), events={"exited": "2026-09-24"}))
    assert ["a", {"href": "tel:05338180684"}, "（0533）8180684"] in having(tree, "next")[0]
    assert text_of(having(tree, "notice")[0]) == "依据2020年7月文本，办理前请致电核实"


def test_when_nothing_applies_the_page_says_so():
    nothing = timeline(pack(deadline("x", when="no")), lambda _: False)
    assert "没有适用的时限" in text_of(timeline_view(nothing))
