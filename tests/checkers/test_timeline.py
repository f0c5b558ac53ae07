"""Case timelines: every deadline of an entry from the known days of one case, and how each stands today."""

from __future__ import annotations

from typing import Any

import pytest
from calendars import CALENDAR
from cases import (
    APPLY,
    CONTACT,
    CURRENT,
    EXTENSION,
    FILE,
    MONTHLY,
    NUMBERLESS,
    PASSPORT,
    QUARTERLY,
    REPLY,
    REPORT,
    UNDATED,
    YEARLY,
    deadline,
    pack,
    timeline,
)

from checkers.problems import BadRequest
from checkers.timeline import handle_timeline


def row(*deadlines: dict[str, Any], **request: Any) -> dict[str, Any]:
    """The row of the first of ``deadlines``."""
    return timeline(pack(*deadlines), **request)["deadlines"][0]


# -- one deadline --------------------------------------------------------------------------------------


def test_a_row_says_what_who_when_why_and_where_it_stands():
    found = row(REPORT, events={"exited": "2026-09-24"}, today="2026-09-28")
    assert (found["id"], found["what"], found["who"]) == ("report", "办理 report", "邀请单位")
    assert (found["clause"], found["stated_as"]) == ("二.8", "5 日内")
    assert (found["due"], found["provisional"], found["planned"]) == ("2026-10-09", False, False)
    assert found["rule"] == "从2026年9月24日（周四）的次日起5个工作日"
    assert found["ledger"][1]["why"] == "中秋节放假"
    assert found["start_name"] == "被邀请人离境"
    assert found["conditional"] is False


STATES = [
    # today, state, words
    ("2026-09-28", "open", "还有11天"),
    ("2026-10-08", "open", "还有1天"),
    ("2026-10-09", "due_today", "今天是最后一天"),
    ("2026-10-10", "overdue", "已过期1天"),
    ("2026-12-09", "overdue", "已过期61天"),
    (None, "open", "进行中"),
]


@pytest.mark.parametrize(("today", "state", "words"), STATES)
def test_the_state_follows_from_today(today, state, words):
    found = row(REPORT, events={"exited": "2026-09-24"}, today=today)
    assert (found["state"], found["state_text"]) == (state, words)


def test_without_its_event_a_deadline_waits():
    found = row(REPORT, events={}, today="2026-09-28")
    assert (found["state"], found["due"], found["text"]) == ("waiting", None, "还不知道“被邀请人离境”是哪天")
    assert row(deadline("x", amount=3, unit="day"))["text"] == "来源没有写从哪天起算"


def test_an_event_in_the_future_gives_a_planned_day():
    found = row(REPORT, events={"exited": "2026-09-24"}, today="2026-09-20")
    assert (found["due"], found["planned"], found["state"]) == ("2026-10-09", True, "waiting")


def test_a_limit_before_an_event_runs_although_the_event_is_to_come():
    asked = {"events": {"visit": "2026-03-02"}}
    assert row(APPLY, **asked, today="2026-01-20")["state"] == "open"
    assert row(APPLY, **asked, today="2026-01-27")["state"] == "due_today"
    assert row(APPLY, **asked, today="2026-01-28")["state"] == "overdue"
    assert row(APPLY, **asked, today="2026-01-20")["due"] == "2026-01-27"


def test_a_day_moved_earlier_out_of_caution_makes_nothing_overdue_before_its_own_day():
    request = deadline("request", event="visit", direction="before", amount=3, unit="month")

    def on(today: str) -> tuple[str, str]:
        found = row(request, events={"visit": "2026-11-02"}, today=today)
        assert found["due"] == "2026-07-31"  # 2 August is a Sunday
        return found["state"], found["state_text"]

    assert on("2026-07-31")[0] == "due_today"
    assert on("2026-08-01") == ("open", "稳妥的日子已过；按另一种读法，最后一天是2026年8月2日（周日）")
    assert on("2026-08-03") == ("overdue", "已过期1天")


def test_a_met_deadline_is_done_and_says_when_it_was_late():
    asked = {"events": {"exited": "2026-09-24", "report": "2026-10-09"}, "today": "2026-11-01"}
    assert row(REPORT, **asked)["state_text"] == "已于2026年10月9日（周五）办完"
    asked["events"]["report"] = "2026-10-12"
    found = row(REPORT, **asked)
    assert (found["state"], found["state_text"]) == (
        "done",
        "已于2026年10月12日（周一）办完，比最后一天晚3天",
    )
    asked["events"]["report"] = "2026-10-10"
    assert row(REPORT, **asked)["state_text"].endswith("比最后一天晚1天")
    asked["events"]["report"] = "2026-12-01"  # a plan, not a fact yet
    assert row(REPORT, **asked)["state"] == "overdue"


def test_the_same_day_means_the_day_of_the_event():
    assert row(CONTACT, events={"received": "2026-11-23"}, today="2026-11-23")["state"] == "due_today"


def test_no_number_is_shown_and_never_computed():
    found = row(NUMBERLESS, events={"exited": "2026-09-24"}, today="2026-10-01")
    assert (found["state"], found["due"], found["readings"]) == ("no_number", None, [])
    assert (found["stated_as"], found["provisional"]) == ("规定时间", False)
    assert (
        row(deadline("unitless", event="exited", amount=5), events={"exited": "2026-09-24"})["state"]
        == "no_number"
    )


def test_with_two_readings_only_the_later_day_makes_it_overdue():
    def on(today: str) -> tuple[str, str]:
        found = row(PASSPORT, events={"exited": "2026-09-24"}, today=today)
        assert [reading["due"] for reading in found["readings"]] == ["2026-10-08", "2026-10-12"]
        return found["state"], found["state_text"]

    assert on("2026-10-08") == ("due_today", "今天是最后一天")
    assert on("2026-10-09") == ("open", "稳妥的日子已过；按另一种读法，最后一天是2026年10月12日（周一）")
    assert on("2026-10-12") == ("due_today", "稳妥的日子已过；按另一种读法，今天是最后一天")
    assert on("2026-10-13") == ("overdue", "已过期1天")


def test_a_provisional_day_never_makes_it_overdue():
    def on(today: str) -> str:
        found = row(REPORT, events={"exited": "2026-12-30"}, today=today)
        assert (found["due"], found["earliest"], found["likely"]) == (None, "2027-01-05", "2027-01-07")
        return found["state"] + " " + found["state_text"]

    assert on("2027-01-04") == "open 还有1天"
    assert on("2027-01-05") == "due_today 今天就办最稳妥"
    assert on("2027-02-01") == "open 稳妥的日子已过，可能已经到期，请致电核实"


@pytest.mark.parametrize(
    ("kind", "today", "state", "words"),
    [
        ("period", "2026-09-30", "open", "还要持续1天"),
        ("period", "2026-10-01", "open", "今天期满"),
        ("period", "2026-10-02", "done", "期间已满"),
        ("earliest", "2026-09-30", "open", "还要等1天才可以办"),
        ("earliest", "2026-10-01", "open", "已经可以办"),
    ],
)
def test_periods_and_earliest_days_have_states_of_their_own(kind, today, state, words):
    notice = deadline("notice", kind=kind, event="exited", amount=7, unit="day")
    found = row(notice, events={"exited": "2026-09-24"}, today=today)
    assert (found["state"], found["state_text"]) == (state, words)


def test_by_with_a_number_runs_from_its_event():
    found = row(
        deadline("by", event="exited", direction="by", amount=5, unit="working_day"),
        events={"exited": "2026-09-24"},
    )
    assert found["due"] == "2026-10-09"
    assert "从次日起算" in found["basis"][0]


def test_hours_need_the_time_of_the_event():
    hours = deadline("hours", event="received", amount=2, unit="hour")
    assert row(hours, events={"received": "2026-11-23"})["state"] == "waiting"
    found = row(hours, events={"received": "2026-11-23T09:30"}, today="2026-11-23")
    assert (found["due"], found["state"]) == ("2026-11-23T11:30", "due_today")
    assert row(hours, events={"received": "2026-11-23"})["planned"] is True


def test_an_approximate_number_is_marked():
    about = deadline("about", event="exited", amount=10, unit="day", approximate=True, stated_as="10 日左右")
    found = row(about, events={"exited": "2026-11-02"})
    assert found["approximate"] is True
    assert "大约" in found["notes"][0]


# -- chains --------------------------------------------------------------------------------------------


def test_a_deadline_starts_from_the_completion_of_another():
    found = timeline(
        pack(REPORT, FILE), events={"exited": "2026-09-24", "report": "2026-09-29"}, today="2026-09-30"
    )
    assert found["rows"]["report"]["state"] == "done"
    assert (found["rows"]["file"]["due"], found["rows"]["file"]["planned"]) == ("2026-10-08", False)


def test_until_then_it_is_planned_from_the_others_last_day():
    found = timeline(pack(FILE, REPORT), events={"exited": "2026-09-24"}, today="2026-09-30")["rows"]["file"]
    assert (found["due"], found["planned"], found["state"]) == (
        "2026-10-12",
        True,
        "waiting",
    )  # 10-10 is worked
    assert found["state_text"] == "“办理 report”还没有完成日期，先从它的最后一天推算"


def test_from_a_provisional_day_only_a_provisional_day_follows():
    found = timeline(pack(REPORT, FILE), events={"exited": "2026-12-30"})["rows"]["file"]
    assert (found["due"], found["provisional"]) == (None, True)
    assert (found["earliest"], found["likely"]) == ("2027-01-07", "2027-01-11")


def test_from_a_provisional_day_counted_back_there_is_no_earliest_day_either():
    later = deadline("later", event="apply", amount=1, unit="working_day")
    found = timeline(pack(APPLY, later), events={"visit": "2027-03-02"})["rows"]["later"]
    assert (found["due"], found["earliest"], found["likely"]) == (None, None, "2027-02-01")


@pytest.mark.parametrize("links", [("a", "a"), ("b", "a")])
def test_a_circle_of_deadlines_waits(links):
    first, second = links
    circle = pack(
        deadline("a", event=first, amount=1, unit="day"),
        deadline("b", event=second, amount=1, unit="day"),
    )
    assert timeline(circle, today="2026-11-02")["rows"]["a"]["state"] == "waiting"
    met = timeline(circle, events={"a": "2026-11-02", "b": "2026-11-02"}, today="2026-11-04")
    assert met["rows"]["a"]["due"] is not None


def test_a_circle_of_extensions_does_not_hang():
    circle = pack(
        deadline("a", extends="b", amount=1, unit="day"), deadline("b", extends="a", amount=1, unit="day")
    )
    assert [found["state"] for found in timeline(circle)["deadlines"]] == ["waiting", "waiting"]


# -- current law, interruptions, extensions ------------------------------------------------------------


def test_confirmed_current_law_leads_and_the_sources_rule_stands_beside_it():
    found = row(REPLY, events={"received": "2026-11-02"}, today="2026-11-03")
    assert (found["due"], len(found["readings"])) == ("2026-11-30", 1)
    assert found["current"] == {**CURRENT, "leads": True}
    assert found["source_rule"]["due"] == "2026-11-23"  # 22 November is a Sunday
    assert [reading["due"] for reading in found["source_rule"]["readings"]] == ["2026-11-23", "2026-11-30"]


def test_current_law_does_not_reach_back_before_it_took_effect():
    found = row(REPLY, events={"received": "2019-05-14"})
    assert (found["due"], found["current"]["leads"], found["source_rule"]) == ("2019-06-03", False, None)
    assert found["notes"] == ["现行规定自2019年5月15日（周三）起施行，这件事在那之前，按来源的规定计算"]
    assert row(REPLY, events={"received": "2019-05-15"})["current"]["leads"] is True


def test_current_law_gives_a_day_where_the_source_has_no_number():
    silent = deadline("silent", event="received", stated_as="一定期限内", current=CURRENT)
    found = row(silent, events={"received": "2026-11-02"}, today="2026-11-03")
    assert (found["due"], found["state"], found["source_rule"]) == ("2026-11-30", "open", None)
    earlier = row(silent, events={"received": "2019-05-14"})
    assert earlier["due"] == "2019-06-12"  # with 7 June off for the Dragon Boat Festival
    assert earlier["notes"] == ["现行规定自2019年5月15日（周三）起施行，这件事在那之前，日期只供参考"]


def test_pauses_and_restarts_are_named_by_the_data():
    asked = {"events": {"received": "2026-11-02"}, "today": "2026-11-10"}
    paused = row(REPLY, **asked, intervals={"third-party": [{"from": "2026-11-05", "to": "2026-11-09"}]})
    assert paused["due"] == "2026-12-03"
    assert paused["basis"][0].startswith(
        "中止：征求第三方意见，2026年11月5日（周四）至2026年11月9日（周一）（条例 第三十三条）"
    )
    anew = row(REPLY, **asked, intervals={"correction": {"0": {"from": "2026-11-09", "to": ""}}})
    assert anew["due"] == "2026-12-07"


def test_an_interruption_of_one_deadline_leaves_the_others_alone():
    found = timeline(
        pack(REPLY, CONTACT),
        events={"received": "2026-11-02"},
        intervals={"third-party": [{"from": "2026-11-05", "to": "2026-11-09"}]},
    )
    assert found["rows"]["contact"]["due"] == "2026-11-02"


def test_an_extension_in_force_lengthens_the_other():
    asked = {"events": {"received": "2026-10-12", "extended": "2026-11-05"}, "today": "2026-11-20"}
    found = timeline(pack(REPLY, EXTENSION), **asked)["rows"]
    # 20 working days end on 9 November, 40 on 7 December
    assert found["reply"]["original"]["due"] == "2026-11-09"
    assert (found["reply"]["due"], found["reply"]["extended_by"]) == ("2026-12-07", "extension")
    assert (found["reply"]["state"], found["extension"]["state"]) == ("open", "open")
    assert found["extension"]["due"] == found["reply"]["due"]


def test_an_extension_decided_after_the_last_day_is_pointed_out():
    asked = {"events": {"received": "2026-10-12", "extended": "2026-11-10"}, "today": "2026-11-20"}
    found = timeline(pack(REPLY, EXTENSION), **asked)["rows"]["reply"]
    assert "延长是在原来的最后一天2026年11月9日（周一）之后才决定的" in found["notes"][0]
    asked["events"]["extended"] = "2026-11-09"
    assert timeline(pack(REPLY, EXTENSION), **asked)["rows"]["reply"]["notes"] == []


def test_an_extension_decided_after_the_work_was_done_lengthens_nothing():
    asked = {"events": {"received": "2026-10-12", "reply": "2026-11-03", "extended": "2026-11-05"}}
    found = timeline(pack(REPLY, EXTENSION), **asked, today="2026-11-06")["rows"]
    assert (found["reply"]["due"], found["reply"]["extended_by"]) == ("2026-11-09", None)
    assert found["reply"]["state"] == "done"
    assert "延长是办完以后才决定的" in found["reply"]["notes"][-1]
    assert (found["extension"]["due"], found["extension"]["state"]) == (None, "no_number")
    asked["events"]["extended"] = "2026-11-03"  # on the day itself: in time
    assert timeline(pack(REPLY, EXTENSION), **asked)["rows"]["reply"]["due"] == "2026-12-07"


def test_an_extension_without_a_number_has_no_day():
    found = timeline(pack(REPLY, deadline("more", extends="reply")), events={"received": "2026-10-12"})[
        "rows"
    ]["more"]
    assert (found["state"], found["due"]) == ("no_number", None)


def test_an_extension_not_yet_decided_is_only_planned():
    asked = {"events": {"received": "2026-10-12"}, "today": "2026-11-01"}
    found = timeline(pack(EXTENSION, REPLY), **asked)["rows"]
    assert (found["reply"]["due"], found["reply"]["extended_by"]) == ("2026-11-09", None)
    assert (found["extension"]["due"], found["extension"]["planned"]) == ("2026-12-07", True)
    assert found["extension"]["state"] == "waiting"


def test_a_limit_that_may_have_been_extended_is_not_called_overdue():
    asked = {"events": {"received": "2026-10-12"}}
    found = timeline(pack(REPLY, EXTENSION), **asked, today="2026-11-10")["rows"]["reply"]
    assert found["state"] == "open"
    assert found["state_text"].startswith("没有延长的话已过期1天；已经延长的话，最后一天：2026年12月7日")
    assert (
        timeline(pack(REPLY, EXTENSION), **asked, today="2026-12-08")["rows"]["reply"]["state"] == "overdue"
    )


def test_an_extension_in_another_unit_runs_on_from_the_last_day():
    longer = deadline("longer", extends="report", amount=1, unit="month")
    found = timeline(pack(REPORT, longer), events={"exited": "2026-09-24"})["rows"]["longer"]
    assert found["due"] == "2026-11-09"  # from 9 October


# -- recurring duties ----------------------------------------------------------------------------------

COMING = [
    # deadline, today, days of the next ones (leading reading), their periods
    (MONTHLY, "2026-11-24", ["2026-12-04", None, None], ["2026年12月", "2027年1月", "2027年2月"]),
    (MONTHLY, "2026-11-05", ["2026-11-04", "2026-12-04", None], ["2026年11月", "2026年12月", "2027年1月"]),
    (MONTHLY, "2026-11-06", ["2026-12-04", None, None], ["2026年12月", "2027年1月", "2027年2月"]),
    (
        MONTHLY,
        "2026-09-06",
        ["2026-09-30", "2026-11-04", "2026-12-04"],
        ["2026年10月", "2026年11月", "2026年12月"],
    ),
    (YEARLY, "2026-06-01", ["2026-06-29", None, None], ["2026年", "2027年", "2028年"]),
    (
        QUARTERLY,
        "2026-10-15",
        ["2026-10-27", None, None],
        ["2026年第三季度", "2026年第四季度", "2027年第一季度"],
    ),
    (QUARTERLY, "2026-10-28", [None, None, None], ["2026年第四季度", "2027年第一季度", "2027年第二季度"]),
    (
        QUARTERLY,
        "2026-04-23",
        ["2026-07-21", "2026-10-27", None],
        ["2026年第二季度", "2026年第三季度", "2026年第四季度"],
    ),
]


@pytest.mark.parametrize(("duty", "today", "days", "periods"), COMING)
def test_a_recurring_duty_gives_its_next_occurrences(duty, today, days, periods):
    found = row(duty, today=today)
    assert [each["due"] for each in found["occurrences"]] == days
    assert [each["period"] for each in found["occurrences"]] == periods
    assert found["due"] == days[0]


@pytest.mark.parametrize(
    ("every", "length", "today", "due", "period"),
    [
        ("month", (3, "working_day"), "2026-11-01", "2026-11-04", "2026年10月"),
        ("month", (3, "working_day"), "2026-11-05", "2026-12-03", "2026年11月"),
        ("year", (1, "month"), "2026-01-10", "2026-02-02", "2025年度"),  # 31 January 2026 is a Saturday
    ],
)
def test_after_each_month_or_year_too(every, length, today, due, period):
    amount, unit = length
    duty = deadline("duty", recurrence={"every": every}, amount=amount, unit=unit)
    found = row(duty, today=today)
    assert (found["due"], found["occurrences"][0]["period"]) == (due, period)
    assert len({each["period"] for each in found["occurrences"]}) == 3


def test_current_law_leads_for_a_recurring_duty_too():
    found = row({**QUARTERLY, "current": CURRENT}, today="2026-10-15")
    assert (found["due"], found["source_rule"]["due"]) == ("2026-11-03", "2026-10-27")
    assert found["current"]["leads"] is True
    assert row(QUARTERLY, today="2026-10-15")["source_rule"] is None
    assert row(QUARTERLY, today="2026-10-15")["start"] == "2026-09-30"
    assert row(MONTHLY, today="2026-10-15")["start"] is None


def test_on_a_rest_day_the_named_day_and_the_working_day_before_it_are_shown():
    found = row(MONTHLY, today="2026-11-24")
    assert [reading["due"] for reading in found["readings"]] == ["2026-12-04", "2026-12-05"]


def test_a_named_day_without_the_word_before_includes_itself():
    within = deadline(
        "within", direction="by", recurrence={"every": "month", "day": 5}, stated_as="每月 5 日以内"
    )
    assert row(within, today="2026-10-20")["due"] == "2026-11-05"


def test_a_month_without_the_day_ends_on_its_last():
    last = deadline(
        "last", direction="by", recurrence={"every": "month", "day": 31}, stated_as="每月 31 日以内"
    )
    assert row(last, today="2026-06-02")["due"] == "2026-06-30"


def test_after_a_period_the_duty_waits_for_its_end_and_then_runs():
    assert row(QUARTERLY, today="2026-09-29")["state"] == "waiting"
    assert row(QUARTERLY, today="2026-09-30")["planned"] is False
    assert row(QUARTERLY, today="2026-10-01")["state"] == "open"
    assert row(QUARTERLY, today="2026-10-27")["state"] == "due_today"


def test_the_last_known_year_is_still_given():
    assert [each["period"] for each in row(YEARLY, today="2035-06-01")["occurrences"]] == ["2035年"]


def test_a_completed_occurrence_is_done_and_an_older_one_is_not_taken_for_it():
    assert row(QUARTERLY, today="2026-10-20", events={"quarterly": "2026-10-12"})["state"] == "done"
    assert row(QUARTERLY, today="2026-10-20", events={"quarterly": "2026-07-10"})["state"] == "open"


@pytest.mark.parametrize(
    ("duty", "request_", "state", "words"),
    [
        (UNDATED, {"today": "2026-11-24"}, "no_number", "来源没有写具体的日子"),
        (UNDATED, {}, "no_number", "来源没有写具体的日子"),
        (MONTHLY, {}, "waiting", "还不知道今天是哪天，无法找出下一次"),
        (YEARLY, {"today": "2035-12-01"}, "waiting", "2035年之后"),
    ],
)
def test_without_enough_said_there_is_no_occurrence(duty, request_, state, words):
    found = row(duty, **request_)
    assert (found["state"], found["due"], found["occurrences"]) == (state, None, [])
    assert words in found["text"]


PREVIOUS = [
    # duty, today, the line about the occurrence that is over
    (QUARTERLY, "2026-10-27", None),  # the last day itself
    (QUARTERLY, "2026-10-28", "上一期（2026年第三季度）最后一天是2026年10月27日（周二），已过1天"),
    (QUARTERLY, "2026-12-31", "上一期（2026年第三季度）最后一天是2026年10月27日（周二），已过65天"),
    (QUARTERLY, "2027-01-01", None),  # another quarter
    (MONTHLY, "2026-11-05", None),  # the later reading still runs
    (MONTHLY, "2026-11-06", "上一期（2026年11月）最后一天是2026年11月5日（周四），已过1天"),
    (MONTHLY, "2026-12-01", None),
    (YEARLY, "2026-12-31", "上一期（2026年）最后一天是2026年6月30日（周二），已过184天"),
    (QUARTERLY, "2027-01-29", "上一期（2026年第四季度）最后一天估计是2027年1月22日（周五），已过7天"),
    (UNDATED, "2026-12-31", None),
]


@pytest.mark.parametrize(("duty", "today", "line"), PREVIOUS)
def test_a_missed_occurrence_does_not_disappear(duty, today, line):
    previous = row(duty, today=today)["previous"]
    assert (previous and previous["line"]) == line


def test_the_missed_occurrence_is_given_as_data_too():
    previous = row(QUARTERLY, today="2026-10-28")["previous"]
    assert (previous["id"], previous["period"], previous["due"]) == (
        "2026-Q3",
        "2026年第三季度",
        "2026-10-27",
    )


@pytest.mark.parametrize(
    ("done", "state", "told"),
    [
        ("2026-10-12", "waiting", False),  # in time
        ("2026-10-28", "waiting", False),  # a day late, and not the report of a quarter that is still running
        ("2026-07-10", "waiting", True),  # that was the quarter before
    ],
)
def test_an_occurrence_that_was_met_is_not_missed(done, state, told):
    found = row(QUARTERLY, today="2026-10-30", events={"quarterly": done})
    assert (found["state"], bool(found["previous"])) == (state, told)


def test_an_occurrence_that_may_not_have_applied_says_so():
    found = row({**MONTHLY, "when": "intangible"}, today="2026-11-06")
    assert found["previous"]["line"].startswith("如适用，上一期（2026年11月）")


STATUS = [
    (
        [REPORT, FILE],
        {"exited": "2026-09-24"},
        "2026-09-28",
        "2 个日期，最近的是2026年10月9日（周五）：办理 report",
    ),
    (
        [REPORT, FILE],
        {"exited": "2026-09-24"},
        "2026-10-12",
        "2 个日期，1 个已过期，最近的是2026年10月12日（周一）：办理 file",
    ),
    ([REPORT], {"exited": "2026-09-24"}, None, "1 个日期，最近的是2026年10月9日（周五）：办理 report"),
    ([REPORT], {"exited": "2026-09-24"}, "2026-10-12", "1 个日期，1 个已过期"),
    ([REPORT], {"exited": "2026-09-24", "report": "2026-09-28"}, "2026-10-12", "有日期的都已办完"),
    (
        [REPLY, EXTENSION],
        {"received": "2026-10-12"},
        "2026-11-01",
        "1 个日期，最近的是2026年11月9日（周一）：办理 reply",
    ),
    ([REPORT], {}, "2026-09-28", "还没有日期，请先填知道的日子"),
    ([], {}, "2026-09-28", "没有适用的时限"),
]


@pytest.mark.parametrize(("deadlines", "events", "today", "status"), STATUS)
def test_the_timeline_has_a_line_that_says_it_all(deadlines, events, today, status):
    assert timeline(pack(*deadlines), events=events, today=today)["status"] == status


# -- conditions and faults -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shown", "conditional"), [(True, 1, [False]), (None, 1, [True]), (False, 0, [])]
)
def test_a_condition_decides_whether_a_deadline_applies(value, shown, conditional):
    asked = pack(deadline("only", event="exited", amount=5, unit="day", when="provincial"))
    seen: list[str] = []

    def holds(expression: str) -> bool | None:
        seen.append(expression)
        return value

    answer = timeline(asked, holds)
    assert len(answer["deadlines"]) == shown
    assert [found["conditional"] for found in answer["deadlines"]] == conditional
    assert seen == ["provincial"]


PERHAPS = deadline("perhaps", event="exited", amount=5, unit="working_day", when="objects")


@pytest.mark.parametrize(
    ("today", "state", "words"),
    [
        ("2026-09-28", "open", "如适用：还有11天"),
        ("2026-10-09", "due_today", "如适用：今天是最后一天"),
        ("2026-10-12", "open", "如适用：最后一天是2026年10月9日（周五），已经过去"),
    ],
)
def test_what_may_not_apply_is_never_overdue(today, state, words):
    found = row(PERHAPS, events={"exited": "2026-09-24"}, today=today)
    assert (found["state"], found["state_text"]) == (state, words)


def test_nor_while_an_extension_of_it_may_be_running():
    longer = deadline("longer", extends="perhaps", event="extended", amount=5, unit="working_day")
    found = timeline(pack(PERHAPS, longer), events={"exited": "2026-09-24"}, today="2026-10-12")
    assert found["rows"]["perhaps"]["state"] == "open"
    assert "已过期" not in found["rows"]["perhaps"]["state_text"]


def test_what_does_apply_is_overdue():
    found = timeline(pack(PERHAPS), lambda _: True, events={"exited": "2026-09-24"}, today="2026-10-12")
    assert found["rows"]["perhaps"]["state"] == "overdue"


def test_without_a_condition_nothing_is_asked():
    def holds(_: str) -> bool | None:
        raise AssertionError

    assert len(timeline(pack(REPORT), holds)["deadlines"]) == 1


FAULTS: list[tuple[dict[str, object], str, str]] = [
    ({"events": {"exited": "2026-02-30"}}, "events.exited", "2026年2月没有30日"),
    ({"events": {"exited": "?"}}, "events.exited", "日期没有填完整，或者没有这一天，例如 2026-11-23"),
    ({"case": 7}, "case", "应为文字，例如 “张三”，现为7"),
    ({"case": "张" * 101}, "case", "最多 100 个字，例如 “张三”，现有 101 个字"),
    (
        {"intervals": {"third-party": [{"from": "2026-11-05", "to": "2026-11-06", "name": "x"}]}},
        "intervals.third-party.0.name",
        "没有“name”这一项，可以写的有：from、to",
    ),
    ({"events": {"exited": 5}}, "events.exited", "不是完整的日期"),
    ({"events": {"left": "2026-09-24"}}, "events.left", "exited（被邀请人离境）"),
    ({"events": {"exited": "2003-01-01"}}, "events.exited", "只收录了2004年以后"),
    ({"events": ["exited"]}, "events", "应为“编号: 日期”的对象"),
    ({"today": "yesterday"}, "today", "例如 2026-09-24"),
    ({"intervals": {"hearing": []}}, "intervals.hearing", "third-party（征求第三方意见）"),
    (
        {"intervals": {"third-party": [{"from": "2026-11-05"}]}},
        "intervals.third-party.0.to",
        "还缺结束的日期",
    ),
    ({"intervals": {"third-party": "x"}}, "intervals.third-party", "应为列表"),
    ({"intervals": 7}, "intervals", "应为“编号: 中止或重新起算”的对象"),
]


@pytest.mark.parametrize(("sent", "field", "words"), FAULTS)
def test_a_fault_is_named_with_its_field(sent, field, words):
    with pytest.raises(BadRequest) as caught:
        handle_timeline(sent, pack(REPLY, REPORT), CALENDAR, lambda _: None)
    told = {problem.field: problem.message for problem in caught.value.problems}
    assert words in told[field]


SUBMIT = deadline("submit", event="file", amount=1, unit="day")
IMPOSSIBLE = [
    # what, deadlines, events, the field that is named, the message
    (
        "done before it began",
        [REPORT],
        {"exited": "2026-09-24", "report": "2026-09-23"},
        "events.report",
        "“办理 report”完成的日子2026年9月23日（周三）早于“被邀请人离境”的日子2026年9月24日（周四），请核对",
    ),
    (
        "done before what it follows on was done",
        [REPORT, FILE],
        {"exited": "2026-09-24", "report": "2026-09-29", "file": "2026-09-28"},
        "events.file",
        "“办理 file”完成的日子2026年9月28日（周一）早于“办理 report”完成的日子2026年9月29日（周二），请核对",
    ),
    (
        "done before the whole chain began",
        [SUBMIT, FILE, REPORT],
        {"exited": "2026-09-24", "submit": "2026-09-20"},
        "events.submit",
        "“办理 submit”完成的日子2026年9月20日（周日）早于“被邀请人离境”的日子2026年9月24日（周四），请核对",
    ),
    (
        "an extension decided on before the period began",
        [REPLY, EXTENSION],
        {"received": "2026-10-12", "extended": "2026-10-11"},
        "events.extended",
        "“告知延长”的日子2026年10月11日（周日）早于“收到申请”的日子2026年10月12日（周一），请核对",
    ),
    (
        "hours: done a minute before",
        [deadline("hours", event="received", amount=2, unit="hour")],
        {"received": "2026-11-23T09:30", "hours": "2026-11-23T09:29"},
        "events.hours",
        "早于",
    ),
]


@pytest.mark.parametrize(
    ("what", "deadlines", "events", "field", "message"), IMPOSSIBLE, ids=[row[0] for row in IMPOSSIBLE]
)
def test_an_impossible_order_of_days_is_refused(what, deadlines, events, field, message):
    with pytest.raises(BadRequest) as caught:
        handle_timeline({"events": events}, pack(*deadlines), CALENDAR, lambda _: None)
    (problem,) = caught.value.problems
    assert (problem.code, problem.field) == ("wrong_order", field), what
    assert message in problem.message


POSSIBLE = [
    ([REPORT], {"exited": "2026-09-24", "report": "2026-09-24"}),  # the same day
    ([CONTACT], {"received": "2026-11-23T10:00", "contact": "2026-11-23"}),
    ([APPLY], {"visit": "2026-03-02", "apply": "2026-01-05"}),  # counted back: before its event
    (
        [APPLY, deadline("later", event="apply", amount=1, unit="day")],
        {"visit": "2026-03-02", "later": "2026-02-02"},
    ),
    ([QUARTERLY], {"quarterly": "2026-01-05"}),
]


@pytest.mark.parametrize(("deadlines", "events"), POSSIBLE)
def test_a_possible_order_of_days_is_accepted(deadlines, events):
    assert timeline(pack(*deadlines), events=events)["deadlines"]


def test_every_fault_is_named_at_once():
    sent = {"events": {"exited": "x", "nobody": "2026-01-01"}, "today": "y", "intervals": {"z": []}}
    with pytest.raises(BadRequest) as caught:
        handle_timeline(sent, pack(REPLY, REPORT), CALENDAR, lambda _: None)
    fields = {problem.field for problem in caught.value.problems}
    assert fields == {"events.exited", "events.nobody", "today", "intervals.z"}


def test_what_a_form_leaves_empty_is_not_known():
    sent = {
        "events": {"exited": "", "received": "unknown", "visit": None},
        "today": "",
        "intervals": {"third-party": [None, {"from": "", "to": ""}], "correction": None},
    }
    answer = timeline(pack(REPLY, REPORT, APPLY), **sent)
    assert {found["state"] for found in answer["deadlines"]} == {"waiting"}
    assert answer["today"] is None


def test_a_day_past_the_calendar_is_said_and_not_guessed():
    found = row(REPORT, events={"exited": "2035-12-29"}, today="2035-12-30")
    assert (found["due"], found["state"]) == (None, "waiting")
    assert "2004年至2035年" in found["text"]
