"""Raw answers: what forms and programs may send, and what a clerk is told about the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers.answers import read_answers
from checkers.model import Answer, Option, Question
from checkers.problems import BadRequest

SHOPS = Question("shops", "你有几家直营店？", "number", unit="家", min=0, max=5000)
PROFIT = Question("profit", "利润多少？", "number", unit="万元")
STAFF = Question("staff", "有几名员工？", "number", min=10)
GAP = Question("gap", "差几天？", "number", max=2)
BRAND = Question("brand", "有没有商标？", "bool")
KIND = Question("kind", "哪一类？", "choice", options=(Option("new", "新办"), Option("renew", "换发")))
QUESTIONS = (SHOPS, PROFIT, STAFF, GAP, BRAND, KIND)


@pytest.mark.parametrize(
    ("name", "raw", "answer"),
    [
        ("brand", True, True),
        ("brand", False, False),
        ("brand", "yes", True),
        ("brand", "no", False),
        ("brand", " yes ", True),
        ("shops", 2, 2),
        ("shops", 0, 0),
        ("shops", "2", 2),
        ("shops", " 2 ", 2),
        ("shops", "２", 2),
        ("shops", "　１２　", 12),
        ("shops", "1,000", 1000),
        ("shops", "１，０００", 1000),
        ("shops", "007", 7),
        ("shops", 2.0, 2),
        ("profit", "-3", -3),
        ("profit", "+3", 3),
        ("profit", "999,999,999,999,999", 999_999_999_999_999),
        ("kind", "renew", "renew"),
        ("kind", "ｎｅｗ", "new"),
    ],
)
def test_read(name: str, raw: object, answer: Answer) -> None:
    read = read_answers({name: raw}, QUESTIONS)
    assert read == {name: answer}
    assert type(read[name]) is type(answer)


@pytest.mark.parametrize("name", [question.id for question in QUESTIONS])
@pytest.mark.parametrize("raw", [None, "", "  ", "unknown"])
def test_unknown_is_left_out_never_false_zero_or_yes(name: str, raw: object) -> None:
    assert read_answers({name: raw}, QUESTIONS) == {}


def test_no_answers_at_all() -> None:
    assert read_answers(None, QUESTIONS) == {}
    assert read_answers({}, QUESTIONS) == {}


@pytest.mark.parametrize(
    ("name", "raw", "code", "words"),
    [
        ("brand", "maybe", "not_yes_or_no", "“有没有商标？”应答 yes（是）或 no（否），现为“maybe”"),
        ("brand", 1, "not_yes_or_no", "现为1"),
        ("brand", [True], "not_yes_or_no", "现为一个列表"),
        ("shops", "两家", "not_a_number", "“你有几家直营店？”应填数字，例如 3，现为“两家”；不清楚可以空着"),
        ("shops", "2家", "not_a_number", "现为“2家”"),
        ("shops", "1,00", "not_a_number", "现为“1,00”"),
        ("shops", "1e3", "not_a_number", "现为“1e3”"),
        ("shops", "٣", "not_a_number", "应填数字"),
        ("shops", True, "not_a_number", "现为true"),
        ("shops", {"n": 1}, "not_a_number", "现为一个对象"),
        ("shops", "9" * 400, "not_a_number", "…”"),
        ("shops", "1.5", "not_whole", "应填整数，例如 3，现为“1.5”"),
        ("shops", 1.5, "not_whole", "现为1.5"),
        ("shops", float("nan"), "not_whole", "应填整数"),
        ("shops", float("inf"), "out_of_range", "现在填的数太大"),
        ("profit", float("-inf"), "out_of_range", "现在填的数太大"),
        ("shops", -1, "out_of_range", "应在 0 到 5000 家之间，例如 3，现为 -1 家"),
        ("shops", "5001", "out_of_range", "现为 5001 家"),
        ("staff", 9, "out_of_range", "应不小于 10，最多 15 位，例如 10，现为 9"),
        ("gap", 3, "out_of_range", "应不大于 2，最多 15 位，例如 2，现为 3"),
        pytest.param(
            "profit",
            10**5000,
            "out_of_range",
            "应填最多 15 位的整数，例如 3，现在填的数太大",
            id="5001 digits",
        ),
        ("profit", 1e300, "out_of_range", "现在填的数太大"),
        ("kind", "old", "unknown_option", "没有“old”这个选项；请从中选一个：new（新办）、renew（换发）"),
        ("kind", True, "unknown_option", "应选一项，现为true；请从中选一个：new（新办）"),
        ("kind", ["new"], "unknown_option", "“哪一类？”应选一项，现为一个列表；请从中选一个："),
        ("kind", "\ud800", "unknown_option", "没有“�”这个选项"),
        ("shop", 1, "unknown_question", "没有“shop”这个问题；这个事项的问题有：shops（你有几家直营店？）、"),
    ],
)
def test_refused(name: str, raw: object, code: str, words: str) -> None:
    with pytest.raises(BadRequest) as caught:
        read_answers({name: raw}, QUESTIONS)
    (problem,) = caught.value.problems
    assert (problem.code, problem.field) == (code, f"answers.{name}")
    assert words in problem.message


def test_every_problem_is_reported_at_once() -> None:
    with pytest.raises(BadRequest) as caught:
        read_answers({"shops": "两", "brand": "x", "kind": "new", "what": None}, QUESTIONS)
    assert [problem.field for problem in caught.value.problems] == [
        "answers.shops",
        "answers.brand",
        "answers.what",
    ]


@pytest.mark.parametrize("raw", [[], "shops=2", 3, True])
def test_answers_must_be_an_object(raw: object) -> None:
    with pytest.raises(BadRequest, match=r'例如 \{"shops": 3\}') as caught:
        read_answers(raw, QUESTIONS)
    assert caught.value.problems[0].field == "answers"


def test_an_entry_without_questions_takes_no_answers() -> None:
    with pytest.raises(BadRequest, match="没有要回答的问题"):
        read_answers({"shops": 1}, ())


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)


@given(st.dictionaries(st.sampled_from([q.id for q in QUESTIONS]), scalars | st.lists(scalars, max_size=2)))
def test_any_json_value_is_read_or_refused(raw: dict[str, object]) -> None:
    try:
        answers = read_answers(raw, QUESTIONS)
    except BadRequest as bad:
        problems = bad.problems
    else:
        assert read_answers(answers, QUESTIONS) == answers
        return
    assert {problem.field for problem in problems} <= {f"answers.{name}" for name in raw}
