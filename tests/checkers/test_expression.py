"""Conditions: what editors may write, what each means, and how every slip is answered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_packs import SPACE_QUESTIONS, completions, partial_answers, sources, truth

from checkers.expression import ExpressionError, answer_at, parse, points
from checkers.model import Answer, Option, Question

SHOPS = Question("shops", "几家直营店？", "number", unit="家", min=0, max=99)
PROFIT = Question("profit", "利润多少？", "number")
KIND = Question("kind", "哪一类？", "choice", options=(Option("new", "新办"), Option("renew", "换发")))
ABROAD = Question("abroad", "在境外吗？", "bool")
QUESTIONS = (SHOPS, PROFIT, KIND, ABROAD)


@pytest.mark.parametrize(
    ("source", "answers", "expected"),
    [
        ("shops >= 2", {"shops": 2}, True),
        ("shops >= 2", {"shops": 1}, False),
        ("shops >= 2", {}, None),
        ("shops > 2", {"shops": 2}, False),
        ("shops <= 2", {"shops": 2}, True),
        ("shops < 2", {"shops": 2}, False),
        ("shops == 2", {"shops": 2}, True),
        ("shops != 2", {"shops": 2}, False),
        ("2 <= shops", {"shops": 1}, False),
        ("2 > shops", {"shops": 1}, True),
        ("1 <= shops < 3", {"shops": 3}, False),
        ("1 <= shops < 3", {"shops": 1}, True),
        ("3 > shops >= 1", {"shops": 0}, False),
        ("shops in (1, 3)", {"shops": 3}, True),
        ("shops not in (1, 3)", {"shops": 3}, False),
        ("shops in (3, 1, 2)", {"shops": 2}, True),
        ("profit < 0 or profit > 5", {"profit": -7}, True),
        ("kind == 'new'", {"kind": "new"}, True),
        ("kind != 'new'", {"kind": "new"}, False),
        ("'new' == kind", {"kind": "renew"}, False),
        ("kind in ('new',)", {"kind": "renew"}, False),
        ("kind not in ('new',)", {"kind": "renew"}, True),
        ("abroad", {"abroad": True}, True),
        ("not abroad", {"abroad": True}, False),
        ("abroad == False", {"abroad": False}, True),
        ("True != abroad", {"abroad": False}, True),
        ("abroad in (True, False)", {}, True),
        ("abroad and shops >= 2", {"abroad": False}, False),
        ("abroad or shops >= 2", {"abroad": True}, True),
        ("abroad or shops >= 2", {"abroad": False}, None),
        ("True and not False", {}, True),
        ("abroad and False", {}, False),
        # No answer can make a difference, so none is asked for.
        ("shops >= 0", {}, True),
        ("shops > 99", {}, False),
        ("kind == 'new' or kind == 'renew'", {}, True),
        ("shops >= 2 or shops < 2", {}, True),
        ("shops < 1 and shops > 3", {}, False),
        ("  shops >= 2\n  and abroad ", {"shops": 2, "abroad": True}, True),
    ],
)
def test_value(source: str, answers: dict[str, Answer], expected: bool | None) -> None:
    assert parse(source, QUESTIONS).value(answers) is expected


@pytest.mark.parametrize("name", ["shops", "profit"])  # one with limits, one without
@pytest.mark.parametrize("op", ["==", "!=", "<", "<=", ">", ">=", "in", "not in"])
def test_numbers_compare_as_in_python(name: str, op: str) -> None:
    for constant in range(4):
        right = f"({constant}, {constant + 2})" if "in" in op else constant
        expression = parse(f"{name} {op} {right}", QUESTIONS)
        for number in range(7):
            assert expression.value({name: number}) is truth(f"{name} {op} {right}", {name: number})


@pytest.mark.parametrize(
    ("source", "answers", "still_open"),
    [
        ("shops >= 2 and abroad", {}, {"shops", "abroad"}),
        ("shops >= 2 and abroad", {"shops": 2}, {"abroad"}),
        ("shops >= 2 and abroad", {"shops": 1}, set()),
        ("shops >= 2 or abroad", {"shops": 2}, set()),
        ("shops >= 2", {"shops": 2}, set()),
        ("(abroad and kind == 'new') or (not abroad and kind == 'new')", {}, {"kind"}),
        ("abroad and (abroad or kind == 'new')", {}, {"abroad"}),
        ("(abroad or shops >= 2) and (not abroad or shops >= 3)", {"shops": 3}, set()),
        ("(abroad or shops >= 2) and (not abroad or shops >= 3)", {"shops": 2}, {"abroad"}),
        ("shops >= 2 and profit != 3", {"kind": "new"}, {"shops", "profit"}),
    ],
)
def test_open_names_only_what_still_matters(
    source: str, answers: dict[str, Answer], still_open: set[str]
) -> None:
    assert parse(source, QUESTIONS).open(answers) == still_open


def test_names_are_those_written() -> None:
    assert parse("shops >= 2 and (abroad or True)", QUESTIONS).names == {"shops", "abroad"}


@pytest.mark.parametrize(
    ("source", "offset", "words"),
    [
        # not one of the questions, not one of the options, not one of the kinds
        ("shop >= 2", 0, "没有叫“shop”的问题；现有的是 shops、profit、kind、abroad"),
        ("abroad and __import__", 11, "没有叫“__import__”的问题"),
        ("abroad == true", 10, "应与 True 或 False 比较，现为 true"),
        ("true", 0, "真、假写成 True、False"),
        ("kind == 'old'", 8, "“kind”没有选项“old”；现有的是 'new'、'renew'"),
        ("kind in ('new', 'old')", 16, "没有选项“old”"),
        ("kind == 1", 8, "“kind”应与带引号的选项编号比较，现为 1；例如 kind == 'new'"),
        ("kind == new", 8, "应与带引号的选项编号比较，现为 new；例如 kind == 'new'"),
        ("new == kind", 0, "应与带引号的选项编号比较，现为 new"),
        ("knd == new", 0, "没有叫“knd”的问题"),
        ("1 <= shop", 5, "没有叫“shop”的问题"),
        ("kind < 'new'", 0, "“kind”不是数字题，没有大小，不能用 <"),
        ("abroad > False", 0, "“abroad”不是数字题"),
        ("kind", 0, "“kind”不是是非题，不能单独成为条件"),
        ("not shops", 4, "“shops”不是是非题"),
        ("shops == 'two'", 9, "“shops”应与不带符号的整数比较，现为 'two'；例如 shops >= 2"),
        ("shops >= True", 9, "应与不带符号的整数比较"),
        ("shops >= 1.5", 9, "应与不带符号的整数比较，现为 1.5"),
        ("shops >= -1", 9, "应与不带符号的整数比较，现为 -1"),
        ("abroad == 'yes'", 10, "“abroad”应与 True 或 False 比较"),
        ("abroad == 1", 10, "“abroad”应与 True 或 False 比较"),
        ("shops > profit", 8, "不能拿两个问题互相比较"),
        ("'shops' >= 2", 0, "“shops”加了引号就成了文字"),
        ("'abroad'", 0, "“abroad”加了引号就成了文字"),
        ("2 == '2'", 0, "比较的一边应是问题的名字，现为 2"),
        ("1 < 2", 0, "比较的一边应是问题的名字"),
        ("2 in shops", 0, "比较的一边应是问题的名字"),
        ("kind in ['new']", 8, "in 后面应是圆括号里的几个常数"),
        ("kind in ('new')", 9, "只有一个时末尾也要有逗号；例如 kind in ('new', 'renew',)"),
        ("kind in 'new'", 8, "in 后面应是圆括号里的几个常数"),
        ("kind in ()", 8, "in 后面应是圆括号里的几个常数"),
        ("shops is 2", 0, "不能用 is"),
        ("shops is not 2", 0, "不能用 is"),
        # Python that is not part of the language
        ("2", 0, "这里不能写 2"),
        ("'new'", 0, "这里不能写 'new'"),
        ("None", 0, "这里不能写 None"),
        ("...", 0, "这里不能写 ..."),
        ("shops.real >= 2", 0, "这里不能写 shops.real"),
        ("().__class__", 0, "这里不能写 ().__class__"),
        ("len('x') == 1", 0, "这里不能写 len('x')"),
        ("abroad and exit()", 11, "这里不能写 exit()"),
        ("shops[0] == 1", 0, "这里不能写 shops[0]"),
        ("(lambda: abroad)", 1, "这里不能写 lambda: abroad"),
        ("(abroad := True)", 1, "这里不能写 abroad := True"),
        ("f'{shops}' == 'new'", 0, "这里不能写 f'{shops}'"),
        ("kind == f'{shops}'", 8, "应与带引号的选项编号比较"),
        ("kind == b'new'", 8, "应与带引号的选项编号比较"),
        ("shops + 1 >= 2", 0, "这里不能写 shops + 1"),
        ("shops >= 1 + 1", 9, "应与不带符号的整数比较，现为 1 + 1"),
        ("shops >= 9**9**9", 9, "应与不带符号的整数比较，现为 9**9**9"),
        ("abroad if abroad else abroad", 0, "这里不能写 abroad if abroad else ab…"),
        ("[x for x in (1,)]", 0, "这里不能写"),
        ("{'a': 1}", 0, "这里不能写"),
        ("await abroad", 0, "这里不能写"),
        ("(yield)", 1, "这里不能写"),
        ("~abroad", 0, "这里不能写 ~abroad"),
        ("abroad, shops", 0, "这里不能写 abroad, shops"),
        # not Python at all
        ("", 0, "条件式是空的；请写一个条件；例如 shops >= 2"),
        (" \n ", 0, "条件式是空的"),
        ("shops >=", None, "读不懂"),
        ("shops >= 2)", 10, "条件式从“)”起读不懂"),
        ("abroad) or (abroad", 6, "条件式从“) or (abroad”起读不懂"),
        ("import os", 0, "条件式从“import os”起读不懂"),
        ("shops = 2", 6, "相等应写两个等号 =="),
        ("shops => 2", 6, "“=>”应写成>="),
        ("shops ≥ 2", 6, "“≥”应写成>="),
        ("kind == “new”", 8, "““”应写成半角 '"),
        ("（shops >= 2）", 0, "“（”应写成半角 ("),
        ("abroad && shops >= 2", 7, "“&&”应写成and"),
        ("abroad # and shops >= 2", 7, "条件式里不能有“#”"),
        ("kind == '\\x6eew'", 9, "条件式里不能有“\\”"),
        ("shops >= 2\x00", None, "读不懂"),
        ("kind == '\ud800'", None, "读不懂"),
        # too much of it
        ("shops >= " + "9" * 16, 9, "数太大，最多 15 位"),
        ("shops >= " + "9" * 5000, 0, "最多 1000 个；请拆成几条条件"),
        ("abroad" + " or abroad" * 200, 0, "最多 1000 个；请拆成几条条件"),
        ("not " * 40 + "abroad", 124, "嵌套超过 30 层"),
        ("(" * 400 + "abroad" + ")" * 400, 0, "套得太深，读不懂"),
        ("shops >= " + "-" * 900 + "1", 9, "套得太深，读不懂"),
        # the place counts characters, not bytes, and from the start of the text as written
        ("kind == '新办' or shop", 8, "没有选项“新办”"),
        ("  abroad or\n shop >= 1", 13, "没有叫“shop”的问题"),
    ],
)
def test_refused(source: str, offset: int | None, words: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(source, QUESTIONS)
    assert words in caught.value.message
    if offset is not None:  # for some, where the parser stumbles differs between versions of Python
        assert caught.value.offset == offset
    assert 0 <= caught.value.offset <= len(source)


def test_refused_without_questions_still_gives_an_example() -> None:
    with pytest.raises(ExpressionError, match="例如 True"):
        parse("", ())


@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused_in_words(source: str) -> None:
    try:
        assert parse(source, QUESTIONS).source == source
        return
    except ExpressionError as error:
        fault = error
    assert "例如" in fault.message
    assert 0 <= fault.offset <= len(source)


RANDOM = tuple(Question.from_json(question) for question in SPACE_QUESTIONS)


@given(sources, partial_answers)
def test_value_is_definite_exactly_when_no_missing_answer_can_change_it(
    source: str, answers: dict[str, Answer]
) -> None:
    results = {truth(source, full) for full in completions(answers)}
    assert parse(source, RANDOM).value(answers) is (results.pop() if len(results) == 1 else None)


@given(sources, partial_answers)
def test_open_is_exactly_what_some_completion_depends_on(source: str, answers: dict[str, Answer]) -> None:
    matters = set()
    for full in completions(answers):
        for name in full.keys() - answers.keys():
            others = completions({key: value for key, value in full.items() if key != name})
            if len({truth(source, other) for other in others}) > 1:
                matters.add(name)
    assert parse(source, RANDOM).open(answers) == matters


@given(partial_answers)
def test_points_and_answers_are_each_others_reverse(answers: dict[str, Answer]) -> None:
    at = points(answers, RANDOM)
    assert {q.id: answer_at(q, at[q.id]) for q in RANDOM if q.id in at} == answers
