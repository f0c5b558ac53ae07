"""The date table of design.md section 5, row by row, and what a wrong request is told."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from calendars import CALENDAR

from checkers.deadlines import LARGEST, handle_due
from checkers.period import Period
from checkers.problems import BadRequest

ARTICLE = re.compile("第[零一二三四五六七八九十百千]+条")
WAITS_2027 = "待国务院办公厅公布2027年放假安排"


def due(
    start: str, amount: object = None, unit: object = None, direction: object = "after", **more: object
) -> Any:
    request = {"start": start, "amount": amount, "unit": unit, "direction": direction, **more}
    return handle_due({name: value for name, value in request.items() if value is not None}, CALENDAR)


def pause(first: str, last: str, **more: str) -> dict[str, str]:
    return {"from": first, "to": last, "effect": "pause", "name": "听证", **more}


def test_it_reads_like_the_statute():
    assert Period(5, "working_day").after(date(2026, 9, 24), CALENDAR).last == date(2026, 10, 9)
    assert Period(20, "working_day").before(date(2026, 3, 2), CALENDAR).last == date(2026, 1, 27)


CERTAIN = [
    # what, request, due
    ("the day of the event is not counted", ("2026-09-24", 5, "working_day"), "2026-10-09"),
    ("a make-up day is a working day", ("2026-02-13", 2, "working_day"), "2026-02-24"),
    ("one working day from a Friday", ("2026-11-20", 1, "working_day"), "2026-11-23"),
    ("an event on a rest day", ("2026-10-03", 1, "working_day"), "2026-10-08"),
    ("the last day is a rest day: it moves", ("2026-09-11", 15, "day"), "2026-09-28"),
    ("it moves past a whole holiday", ("2026-09-30", 1, "day"), "2026-10-08"),
    ("the last day is a working day: it stays", ("2026-09-11", 11, "day"), "2026-09-22"),
    ("no corresponding day; a make-up Saturday: it stays", ("2026-01-31", 1, "month"), "2026-02-28"),
    ("the corresponding day", ("2026-03-10", 1, "month"), "2026-04-10"),
    ("the corresponding day is a rest day: it moves", ("2026-10-14", 1, "month"), "2026-11-16"),
    ("years end on the corresponding day", ("2025-06-10", 1, "year"), "2026-06-10"),
    ("29 February has no corresponding day", ("2024-02-29", 2, "year"), "2026-02-28"),
    ("a quarter is three months", ("2026-05-29", 1, "quarter"), "2026-08-31"),  # 29 August is a Saturday
    ("a week is seven days", ("2026-11-02", 2, "week"), "2026-11-16"),
    ("a week that ends in a holiday moves", ("2026-09-24", 1, "week"), "2026-10-08"),
    ("a quarter's end plus working days", ("2026-09-30", 15, "working_day"), "2026-10-27"),
    ("hours run from the moment", ("2026-09-30T14:30", 2, "hour"), "2026-09-30T16:30"),
    ("hours never move", ("2026-09-30T23:00", 24, "hour"), "2026-10-01T23:00"),
    ("hours counted back", ("2026-09-30T14:30", 48, "hour", "before"), "2026-09-28T14:30"),
    ("working days counted back", ("2026-03-02", 20, "working_day", "before"), "2026-01-27"),
    ("days counted back on a working day stay", ("2026-11-20", 10, "day", "before"), "2026-11-10"),
    ("days counted back on a rest day move earlier", ("2026-10-17", 10, "day", "before"), "2026-09-30"),
    (
        "months counted back move earlier",
        ("2026-05-15", 3, "month", "before"),
        "2026-02-14",
    ),  # a make-up Saturday
    ("weeks counted back", ("2026-11-23", 1, "week", "before"), "2026-11-16"),
    ("weeks counted back onto a rest day move earlier", ("2026-11-21", 1, "week", "before"), "2026-11-13"),
    ("quarters counted back", ("2026-11-30", 1, "quarter", "before"), "2026-08-28"),  # 30 August is a Sunday
    ("years counted back", ("2026-11-23", 1, "year", "before"), "2025-11-21"),  # 23 November 2025 is a Sunday
    ("当日 is the day of the event", ("2026-11-23", 0, "day"), "2026-11-23"),
    ("当日 does not move off a rest day", ("2026-10-03", 0, "day"), "2026-10-03"),
    ("当日 in working days is the same", ("2026-10-03", 0, "working_day"), "2026-10-03"),
    ("a time of day is dropped for days", ("2026-09-24T16:00", 5, "working_day"), "2026-10-09"),
    ("2005-12-31 was worked", ("2005-12-30", 1, "working_day"), "2005-12-31"),
    ("the first year", ("2004-01-01", 1, "working_day"), "2004-01-02"),
    ("up to 25 December nothing is open", ("2026-12-18", 5, "working_day"), "2026-12-25"),
]


@pytest.mark.parametrize(("what", "request_", "expected"), CERTAIN, ids=[row[0] for row in CERTAIN])
def test_a_limit_falls_on_its_day(what, request_, expected):
    answer = due(*request_)
    assert (answer["due"], answer["earliest"], answer["likely"]) == (expected, expected, expected), what
    assert answer["provisional"] is False
    assert answer["awaits"] is None


@pytest.mark.parametrize("kind", ["period", "earliest"])
@pytest.mark.parametrize(
    ("start", "amount", "unit", "expected"),
    [
        ("2026-09-11", 15, "day", "2026-09-26"),
        ("2026-10-14", 1, "month", "2026-11-14"),
        ("2027-03-01", 5, "day", "2027-03-06"),  # no notice is needed where nothing moves
        ("2034-12-25", 10, "year", "2044-12-25"),
        ("2035-12-31", 1, "day", "2036-01-01"),
    ],
)
def test_periods_and_earliest_days_do_not_move(kind, start, amount, unit, expected):
    answer = due(start, amount, unit, kind=kind)
    assert answer["due"] == expected
    assert "持续到" in answer["text"] if kind == "period" else "不得早于" in answer["text"]


PROVISIONAL = [
    # request, earliest, likely
    (("2026-12-30", 5, "working_day"), "2027-01-05", "2027-01-07"),
    (("2026-12-25", 1, "working_day"), "2026-12-26", "2026-12-28"),
    (("2026-12-12", 15, "day"), "2026-12-27", "2026-12-28"),  # a Sunday that may be made up
    (("2026-12-14", 15, "day"), "2026-12-29", "2026-12-29"),  # a Tuesday that may be given off
    (
        ("2026-12-01", 1, "month"),
        "2027-01-02",
        "2027-01-04",
    ),  # New Year is off by law, its neighbours perhaps
    (("2027-02-01", 5, "day"), "2027-02-09", "2027-02-09"),  # Spring Festival by law: 5 to 8 February
    (("2027-09-30", 1, "working_day"), "2027-10-04", "2027-10-04"),
    (("2027-12-30", 1, "working_day"), "2027-12-31", "2027-12-31"),
]


@pytest.mark.parametrize(("request_", "earliest", "likely"), PROVISIONAL)
def test_beyond_the_published_calendar_there_is_no_single_day(request_, earliest, likely):
    answer = due(*request_)
    assert (answer["due"], answer["earliest"], answer["likely"]) == (None, earliest, likely)
    assert answer["provisional"] is True
    assert answer["safe"] == earliest
    assert answer["awaits"].startswith("待国务院办公厅公布2027年")
    assert answer["awaits"] in answer["text"]


def test_a_count_through_two_years_waits_for_both_notices():
    assert due("2027-12-30", 2, "working_day")["awaits"] == "待国务院办公厅公布2027年、2028年放假安排"


@pytest.mark.parametrize(
    ("request_", "likely"),
    [
        (("2027-03-02", 20, "working_day", "before"), "2027-01-29"),
        (("2027-01-04", 1, "working_day", "before"), "2026-12-31"),
        (("2027-02-09", 2, "day", "before"), "2027-02-04"),  # falls in Spring Festival, moves earlier
    ],
)
def test_counted_back_from_an_unpublished_year_there_is_no_earliest_day(request_, likely):
    answer = due(*request_)
    assert (answer["due"], answer["earliest"], answer["likely"]) == (None, None, likely)
    assert "可能更早" in answer["text"]
    assert WAITS_2027 in answer["text"]


def test_counted_back_into_the_published_calendar_the_day_is_certain():
    assert due("2027-01-10", 20, "day", "before")["due"] == "2026-12-21"


@pytest.mark.parametrize("direction", ["after", "before"])
@pytest.mark.parametrize("kind", ["limit", "period", "earliest"])
@pytest.mark.parametrize("amount", [0, 3])
@pytest.mark.parametrize("unit", ["hour", "day", "working_day", "week", "month", "quarter", "year"])
def test_every_reading_rests_on_an_article(unit, amount, kind, direction):
    for start in ("2026-09-11T09:00", "2027-02-01T09:00"):
        answer = due(start, amount, unit, direction, kind=kind, unit_stated=False)
        for reading in answer["readings"]:
            assert any(ARTICLE.search(line) for line in reading["basis"]), reading
            assert reading["provisional"] or reading["due"]


@pytest.mark.parametrize("start", ["2026-11-05", "2026-12-20", "2027-06-30"])
def test_every_reading_of_a_named_day_rests_on_an_article(start):
    for reading in due(start, direction="by")["readings"]:
        assert any(ARTICLE.search(line) for line in reading["basis"]), reading


# -- 日 without 工作日 ----------------------------------------------------------------------------------

READINGS = [
    # kind, direction, leading (unit, day), other (unit, day)
    ("limit", "after", ("day", "2026-09-28"), ("working_day", "2026-10-09")),
    ("period", "after", ("day", "2026-09-26"), ("working_day", "2026-10-09")),
    ("earliest", "after", ("working_day", "2026-10-09"), ("day", "2026-09-26")),
    ("limit", "before", ("working_day", "2026-08-21"), ("day", "2026-08-27")),
    ("earliest", "before", ("day", "2026-08-27"), ("working_day", "2026-08-21")),
]


@pytest.mark.parametrize(("kind", "direction", "leading", "other"), READINGS)
@pytest.mark.parametrize("unit", ["day", "working_day"])
def test_an_unstated_unit_gives_both_readings_the_safe_one_first(kind, direction, leading, other, unit):
    answer = due("2026-09-11", 15, unit, direction, kind=kind, unit_stated=False)
    found = [(reading["unit"], reading["due"]) for reading in answer["readings"]]
    assert found == [leading, other]
    assert [reading["leading"] for reading in answer["readings"]] == [True, False]
    assert answer["due"] == leading[1]
    assert "自然日" in " ".join(reading["text"] for reading in answer["readings"])


def test_each_reading_says_by_what_right_it_is_one():
    days, working_days = due("2026-09-11", 15, "day", unit_stated=False)["readings"]
    assert "自然日" in days["basis"][0]
    assert "行政处罚法第八十五条" in working_days["basis"][0]


def test_not_before_leads_with_the_later_reading_even_while_it_awaits_a_notice():
    answer = due("2026-12-24", 7, "day", kind="earliest", unit_stated="no")
    assert (answer["due"], answer["earliest"], answer["likely"]) == (None, "2026-12-31", "2027-01-05")
    assert answer["safe"] == "2027-01-05"
    assert "可能更晚" in answer["text"]
    assert answer["readings"][1]["due"] == "2026-12-31"


@pytest.mark.parametrize(("amount", "unit"), [(0, "day"), (1, "month"), (2, "week")])
def test_other_units_and_the_same_day_have_one_reading(amount, unit):
    assert len(due("2026-09-11", amount, unit, unit_stated=False)["readings"]) == 1


# -- 某日前, ranges, pauses, restarts ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "leading", "literal"),
    [
        ("2026-11-05", "2026-11-04", "2026-11-05"),  # 前: its own day may be included or not
        ("2026-12-05", "2026-12-04", "2026-12-05"),  # a Saturday
        ("2026-12-20", "2026-12-18", "2026-12-20"),  # a Sunday: the Friday before
        ("2026-10-01", "2026-09-30", "2026-10-01"),
    ],
)
def test_before_a_named_day_takes_the_earlier_and_shows_the_other(day, leading, literal):
    answer = due(day, direction="by")
    assert [reading["due"] for reading in answer["readings"]] == [leading, literal]
    assert "第一千二百五十九条" in answer["basis"][0]
    assert due(day, amount="0", direction="by")["due"] == leading


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2026-11-05", "“5日前”是否包括5日没有写明，稳妥起见按4日"),
        (
            "2026-12-20",
            "“20日前”是否包括20日没有写明，稳妥起见按19日；19日休息，再提前到2026年12月18日（周五）",
        ),
        ("2026-10-01", "“1日前”是否包括1日没有写明，稳妥起见按9月30日"),
    ],
)
def test_before_a_named_day_says_plainly_why_an_earlier_one_leads(day, why):
    assert due(day, direction="by")["notes"] == [why]


def test_before_a_named_day_of_an_unpublished_year_awaits_its_notice():
    answer = due("2027-06-30", direction="by")
    assert (answer["due"], answer["earliest"], answer["likely"]) == (None, None, "2027-06-29")
    assert answer["readings"][1]["due"] == "2027-06-30"


def test_a_range_gives_its_lower_end_too():
    assert due("2026-09-24", 5, "working_day", amount_min=3)["due_min"] == "2026-09-30"
    assert due("2026-09-24", 5, "working_day", amount_min=5)["due_min"] == "2026-10-09"
    assert due("2026-09-24", 5, "working_day")["due_min"] is None
    assert due("2026-12-24", 5, "working_day", amount_min=1)["due_min"] is None  # the whole answer is open
    assert due("2026-09-30T08:00", 6, "hour", amount_min=2)["due_min"] == "2026-09-30T10:00"


PAUSED = [
    # what, request, pauses, due
    (
        "days of a pause do not count",
        ("2026-11-02", 10, "working_day"),
        [("2026-11-05", "2026-11-09")],
        "2026-11-19",
    ),
    ("nor among calendar days", ("2026-11-02", 10, "day"), [("2026-11-05", "2026-11-09")], "2026-11-17"),
    (
        "a month is longer by its paused days",
        ("2026-11-02", 1, "month"),
        [("2026-11-05", "2026-11-09")],
        "2026-12-07",
    ),
    (
        "a pause that reaches past the end of a month",
        ("2026-10-12", 1, "month"),
        [("2026-11-11", "2026-11-13")],
        "2026-11-16",  # 11 and 12 November were paused, 13 too, so two days follow: 14 and 15, a Sunday
    ),
    (
        "overlapping pauses count once",
        ("2026-11-02", 5, "day"),
        [("2026-11-03", "2026-11-05")] * 2,
        "2026-11-10",
    ),
    (
        "a rest day is not counted twice",
        ("2026-09-24", 5, "working_day"),
        [("2026-10-01", "2026-10-08")],
        "2026-10-10",
    ),
    (
        "the last day does not move onto a paused day",
        ("2026-11-05", 10, "day"),
        [("2026-11-16", "2026-11-17")],
        "2026-11-18",
    ),
]


@pytest.mark.parametrize(("what", "request_", "pauses", "expected"), PAUSED, ids=[row[0] for row in PAUSED])
def test_pauses(what, request_, pauses, expected):
    answer = due(*request_, intervals=[pause(*each) for each in pauses])
    assert answer["due"] == expected, what
    assert any("听证" in line for line in answer["basis"])


def test_the_ledger_of_a_paused_month_is_in_order():
    answer = due("2026-11-02", 1, "month", intervals=[pause("2026-11-05", "2026-11-09")])
    assert lines(answer) == [
        ("2026-11-02", None, "start", None),
        ("2026-11-05", "2026-11-09", "paused", None),
        ("2026-12-02", None, "counted", 1),
        ("2026-12-03", "2026-12-07", "counted", 5),
    ]


def test_a_pause_outside_the_period_is_said_to_change_nothing():
    answer = due("2026-11-02", 3, "working_day", intervals=[pause("2026-11-20", "2026-11-24")])
    assert answer["due"] == "2026-11-05"
    assert answer["notes"] == [
        "听证不在期限之内，对结果没有影响：2026年11月20日（周五）至2026年11月24日（周二）"
    ]


def test_a_restart_counts_anew_from_its_last_day():
    corrected = {"from": "2026-11-05", "to": "2026-11-09", "effect": "restart", "name": "补正"}
    answer = due("2026-11-02", 20, "working_day", intervals=[corrected])
    assert answer["due"] == "2026-12-07"
    starts = [line["date"] for line in answer["ledger"] if line["kind"] == "start"]
    assert starts == ["2026-11-02", "2026-11-09"]
    assert answer["notes"] == []


def test_of_two_restarts_the_later_counts_and_one_day_is_enough():
    intervals = [
        {"from": "2026-11-10", "effect": "restart", "name": "再次补正"},
        {"to": "2026-11-05", "effect": "restart", "name": "补正"},
    ]
    assert due("2026-11-02", 5, "working_day", intervals=intervals)["due"] == "2026-11-17"


def test_a_pause_after_a_restart_counts_and_one_before_it_does_not():
    intervals = [
        pause("2026-11-03", "2026-11-04"),
        {"from": "2026-11-09", "effect": "restart"},
        pause("2026-11-11", "2026-11-12", name="鉴定"),
    ]
    answer = due("2026-11-02", 5, "working_day", intervals=intervals)
    assert answer["due"] == "2026-11-18"
    assert any("听证" in note for note in answer["notes"])


def test_a_pause_of_one_day_within_the_period_has_its_effect():
    answer = due("2026-11-02", 3, "working_day", intervals=[pause("2026-11-04", "2026-11-04")])
    assert (answer["due"], answer["notes"]) == ("2026-11-06", [])


def test_counted_back_to_the_first_known_day_is_still_an_answer():
    assert due("2004-01-06", 5, "day", "before", kind="period")["due"] == "2004-01-01"


def test_a_restart_on_the_last_day_itself_is_in_time():
    last = [{"from": "2026-11-09", "effect": "restart", "name": "补正"}]
    answer = due("2026-11-02", 5, "working_day", intervals=last)
    assert (answer["due"], answer["notes"]) == ("2026-11-16", [])


def test_a_restart_after_the_end_is_pointed_out():
    late = [{"from": "2026-11-20", "effect": "restart", "name": "补正"}]
    answer = due("2026-11-02", 5, "working_day", intervals=late)
    assert answer["due"] == "2026-11-27"
    assert "原期限当时已经届满" in answer["notes"][0]


# -- ledger and basis ----------------------------------------------------------------------------------


def lines(answer: Any) -> list[tuple[str, str | None, str, int | None]]:
    return [(line["date"], line.get("to"), line["kind"], line["counted"]) for line in answer["ledger"]]


def test_the_ledger_says_of_every_day_whether_it_counts():
    answer = due("2026-09-24", 5, "working_day")
    assert lines(answer) == [
        ("2026-09-24", None, "start", None),
        ("2026-09-25", "2026-09-27", "holiday", None),
        ("2026-09-28", None, "counted", 1),
        ("2026-09-29", None, "counted", 2),
        ("2026-09-30", None, "counted", 3),
        ("2026-10-01", "2026-10-07", "holiday", None),
        ("2026-10-08", None, "counted", 4),
        ("2026-10-09", None, "counted", 5),
    ]
    assert [line["why"] for line in answer["ledger"][:2]] == ["事件当天，不计入", "中秋节放假"]
    assert [line["weekday"] for line in answer["ledger"][:2]] == ["周四", "周五"]


def test_the_ledger_of_calendar_days_shows_the_move():
    assert lines(due("2026-09-11", 15, "day")) == [
        ("2026-09-11", None, "start", None),
        ("2026-09-12", "2026-09-25", "counted", 14),
        ("2026-09-26", None, "holiday", 15),
        ("2026-09-27", None, "holiday", None),
        ("2026-09-28", None, "moved", None),
    ]


def test_the_ledger_counts_back_too():
    assert lines(due("2026-10-12", 3, "working_day", "before")) == [
        ("2026-10-12", None, "start", None),
        ("2026-10-11", None, "weekend", None),
        ("2026-10-10", None, "makeup", 1),
        ("2026-10-09", None, "counted", 2),
        ("2026-10-08", None, "counted", 3),
    ]


def test_the_ledger_of_a_provisional_day_explains_the_day_that_leads():
    answer = due("2026-12-30", 5, "working_day")
    assert answer["ledger"][-1]["date"] == answer["earliest"]
    assert answer["ledger"][-1]["why"] == "第5个工作日（周一至周五，2027年放假安排未公布）"


@pytest.mark.parametrize(
    ("request_", "cited"),
    [
        (("2026-09-24", 5, "working_day"), ["第二百零一条", "第一千二百五十九条", "国办发明电〔2025〕7号"]),
        (("2026-01-31", 1, "month"), ["第二百零二条", "第二百零三条", "国办发明电〔2025〕7号"]),
        (("2026-09-11", 15, "day"), ["第二百零三条：最后一天是休息日的", "第二百零四条"]),
        (("2026-09-30T14:30", 2, "hour"), ["第二百零一条：按小时"]),
        (("2026-03-02", 20, "working_day", "before"), ["本站的稳妥理解"]),
        (("2026-12-30", 5, "working_day"), ["全国年节及纪念日放假办法第二条"]),
        (("2026-11-02", 1, "quarter"), ["一个季度按3个月算"]),
        (("2026-11-02", 1, "week"), ["一周按7日算"]),
    ],
)
def test_the_basis_names_law_and_article(request_, cited):
    basis = "\n".join(due(*request_)["basis"])
    for words in cited:
        assert words in basis


def test_calendar_days_cite_the_notice_for_their_end_only():
    basis = "\n".join(due("2025-12-10", 30, "day")["basis"])
    assert "2026年部分节假日安排" in basis
    assert "2025年部分节假日安排" not in basis


def test_not_before_warns_of_the_day_itself():
    assert "次日起最稳妥" in due("2026-11-02", 7, "day", kind="earliest")["basis"][1]


def test_the_text_names_the_lower_end_of_a_range():
    assert due("2026-09-24", 5, "working_day", amount_min=3)["text"] == (
        "最后一天：2026年10月9日（周五）下班前；幅度的下限到2026年9月30日（周三）"
    )
    assert due("2026-09-30T08:00", 6, "hour", amount_min=2)["text"] == (
        "最迟2026年9月30日（周三）14:00；幅度的下限到2026年9月30日（周三）10:00"
    )


@pytest.mark.parametrize(
    ("unit", "rule"),
    [
        ("month", "从2026年3月2日（周一）往前数3个月"),  # to the corresponding day
        ("quarter", "从2026年3月2日（周一）往前数3个季度"),
        ("year", "从2026年3月2日（周一）往前数3年"),
        ("week", "从2026年3月2日（周一）的前一天起往前数3周"),
        ("working_day", "从2026年3月2日（周一）的前一天起往前数3个工作日"),
    ],
)
def test_the_rule_counts_back_as_its_ledger_does(unit, rule):
    assert due("2026-03-02", 3, unit, "before")["rule"] == rule


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"start": "2026-09-24"}, "最后一天：2026年10月9日（周五）下班前"),
        ({"start": "2026-09-24", "amount_min": 3}, "最后一天：2026年10月9日（周五）下班前"),
        ({"start": "2026-12-30"}, "暂定：2027年1月5日（周二）"),
    ],
)
def test_the_answer_has_a_line_that_says_it_all(request_, status):
    assert due(**request_, amount=5, unit="working_day")["status"] == status


def test_a_time_may_be_parted_from_its_day_by_a_blank():
    assert due("2026-09-30 14:30", 2, "hour")["due"] == "2026-09-30T16:30"
    assert due("2026-09-30 14:30", 1, "day")["due"] == "2026-10-08"


def test_the_text_says_until_when_on_the_last_day():
    assert due("2026-09-24", 5, "working_day")["text"] == "最后一天：2026年10月9日（周五）下班前"
    assert due("2026-09-11", 15, "day", kind="period")["text"] == "持续到2026年9月26日（周六）24:00"
    assert due("2026-09-30T14:30", 2, "hour")["text"] == "最迟2026年9月30日（周三）16:30"
    assert due("2026-12-30", 5, "working_day")["text"] == (
        "稳妥的最后一天：2027年1月5日（周二）下班前；估计最后一天是2027年1月7日（周四）下班前。" + WAITS_2027
    )


# -- forms and faults ----------------------------------------------------------------------------------


def test_text_from_a_form_is_as_good_as_json():
    form = {
        "start": " ２０２６-09-24 ",
        "amount": "５",
        "unit": "working_day",
        "direction": "",
        "intervals": "",
    }
    assert handle_due(form, CALENDAR)["due"] == "2026-10-09"
    early = {"intervals": [pause("2026-09-20", "2026-09-24")]}  # ends on the day of the event
    assert due("2026-09-24", 5, "working_day", **early)["due"] == "2026-10-09"
    gaps = {"intervals": [None, {"from": "", "to": ""}, pause("2026-09-28", "2026-09-28")]}
    assert due("2026-09-24", 5, "working_day", **gaps)["due"] == "2026-10-10"


FAULTS: list[tuple[dict[str, object], str, str]] = [
    # what is sent, the field that is named, words of the message
    (
        {"start": "2026-02-30"},
        "start",
        "2026年2月没有30日，这个月最后一天是28日。请核对日期，例如 2026-02-28",
    ),
    ({"start": "2026-13-01"}, "start", "没有2026年13月"),
    ({"start": "2026/9/24"}, "start", "“2026/9/24”请写成“年-月-日”，月和日都写两位，例如 2026-09-24"),
    ({"start": "2026-5-1"}, "start", "“2026-5-1”请写成“年-月-日”，月和日都写两位，例如 2026-05-01"),
    ({"start": "2026年5月1日"}, "start", "例如 2026-05-01"),
    ({"start": "2026.2.30"}, "start", "2026年2月没有30日"),
    ({"start": "24 September"}, "start", "“24 September”不是完整的日期。请写成“年-月-日”，例如 2026-09-24"),
    ({"start": "?"}, "start", "日期没有填完整，或者没有这一天，例如 2026-11-23"),
    ({"start": 20260924}, "start", "不是完整的日期"),
    ({"start": "2026-09-24T25:00"}, "start", "没有25:00这个时间"),
    ({"start": "2026-09-24T10:00Z"}, "start", "不是完整的日期"),
    ({"start": None}, "start", "还没有填从哪天起算"),
    ({"start": "2003-12-31"}, "start", "只收录了2004年以后"),
    ({"start": "9999-12-31"}, "start", "只收录到2035年"),
    ({"start": "2004-01-05", "amount": 10, "unit": "day", "direction": "before"}, "start", "2003-12-26"),
    ({"start": "2035-12-30", "amount": 10}, "amount", "2036-01-01"),
    ({"amount": "五"}, "amount", "数量应填整数，例如 5，现为“五”"),
    ({"amount": "5.5"}, "amount", "应填整数"),
    ({"amount": 5.5}, "amount", "应填整数"),
    ({"amount": True}, "amount", "应填整数"),
    ({"amount": None}, "amount", "还没有填数量"),
    ({"amount": -5}, "amount", "不能是负数（现为 -5）；要往前数，请把方向选为“之前”"),
    ({"amount": 10**30}, "amount", "数量太大：工作日最多 2500，例如 5，现为 一个很大的数"),
    ({"amount": "9" * 400}, "amount", "应填整数"),
    ({"amount": 3661, "unit": "day"}, "amount", "最多 3660"),
    ({"unit": "workday"}, "unit", "working_day（个工作日）"),
    ({"unit": None}, "unit", "还没有选单位"),
    ({"unit": "hour"}, "start", "要写明几点几分，例如 2026-09-30T14:30"),
    ({"direction": "sideways"}, "direction", "after（之后）、before（之前）"),
    ({"direction": "by"}, "amount", "不用填数量"),
    ({"kind": "soon"}, "kind", "limit（必须做完）"),
    ({"unit_stated": "maybe"}, "unit_stated", "yes（是）或 no（否）"),
    ({"amount_min": 7}, "amount_min", "下限（7）大于数量（5）"),
    ({"amount_min": "x"}, "amount_min", "下限应填整数"),
    ({"intervals": 3}, "intervals", "应为列表"),
    ({"intervals": [3]}, "intervals.0", "应写成"),
    ({"intervals": [{}] * 21}, "intervals", "最多 20 项"),
    (
        {"intervals": [pause("2026-09-28", "2026-09-26")]},
        "intervals.0.to",
        "结束的日子2026年9月26日（周六）早于开始的日子2026年9月28日（周一）",
    ),
    ({"intervals": [pause("2026-09-28", "")]}, "intervals.0.to", "还没有结束的，期限停着不走，结束后再算"),
    ({"intervals": [pause("", "2026-09-28")]}, "intervals.0.from", "还缺开始的日期"),
    ({"intervals": [pause("x", "2026-09-28")]}, "intervals.0.from", "不是完整的日期"),
    (
        {"intervals": [pause("2026-09-25", "2026-09-28", effect="stop")]},
        "intervals.0.effect",
        "pause（中止）",
    ),
    (
        {"intervals": [pause("2026-09-01", "2026-09-02")]},
        "intervals.0.to",
        "听证在起算日2026年9月24日（周四）之前就结束了",
    ),
    ({"intervals": [pause("2026-09-28", "2099-01-01")]}, "intervals.0.to", "只收录到2035年"),
    ({"direction": "before", "intervals": [pause("2026-09-25", "2026-09-28")]}, "intervals", "才能中止"),
]


@pytest.mark.parametrize(("sent", "field", "words"), FAULTS)
def test_a_fault_is_named_with_its_field_and_an_example(sent, field, words):
    request = {"start": "2026-09-24", "amount": 5, "unit": "working_day", **sent}
    with pytest.raises(BadRequest) as caught:
        handle_due(request, CALENDAR)
    told = {problem.field: problem.message for problem in caught.value.problems}
    assert words in told[field]


def test_every_fault_is_named_at_once():
    with pytest.raises(BadRequest) as caught:
        handle_due(
            {"start": "2026-02-30", "amount": "x", "unit": "y", "direction": "z", "intervals": 1}, CALENDAR
        )
    fields = {problem.field for problem in caught.value.problems}
    assert fields == {"start", "amount", "unit", "direction", "intervals"}


@pytest.mark.parametrize("unit", LARGEST)
def test_the_largest_amount_of_each_unit_is_answered(unit):
    start = "2010-01-04T09:00" if unit == "hour" else "2010-01-04"
    assert due(start, LARGEST[unit], unit)["due"] is not None
