"""Codes of the model as words a reader understands."""

from __future__ import annotations

from datetime import date

import pytest

from sitegen import words
from sitegen.model import CurrentRule, Deadline, Question
from tests.sitegen import sample_site

QUESTIONS = [
    Question.model_validate(item)
    for item in (
        {"id": "shops", "ask": "有几家店？", "type": "number", "unit": "家"},
        {"id": "mature", "ask": "模式成熟吗？", "type": "bool"},
        {"id": "crime", "ask": "有犯罪记录吗？", "type": "bool"},
        {
            "id": "kind",
            "ask": "哪类企业？",
            "type": "choice",
            "options": [
                {"id": "own", "label": "民营"},
                {"id": "joint", "label": "合资"},
                {"id": "state", "label": "国有"},
            ],
        },
    )
]


@pytest.mark.parametrize(
    ("expression", "phrase"),
    [
        ("mature", "“模式成熟吗？”答“是”"),
        ("not crime", "“有犯罪记录吗？”答“否”"),
        ("shops >= 2", "“有几家店？”不少于 2 家"),
        ("2 <= shops", "“有几家店？”不少于 2 家"),
        ("1 < shops <= 3", "“有几家店？”超过 1 家，且“有几家店？”不超过 3 家"),
        ("shops in (2, 3)", "“有几家店？”为 2 家或 3 家"),
        ("kind == 'own'", "“哪类企业？”答“民营”"),
        ("kind != 'own'", "“哪类企业？”不是“民营”"),
        ("kind in ('own', 'joint')", "“哪类企业？”答“民营”或“合资”"),
        ("kind not in ('own', 'joint')", "“哪类企业？”不是“民营”或“合资”"),
        ("mature and not crime", "“模式成熟吗？”答“是”，且“有犯罪记录吗？”答“否”"),
        (
            "mature and (shops < 2 or kind == 'own')",
            "“模式成熟吗？”答“是”，且（“有几家店？”少于 2 家，或“哪类企业？”答“民营”）",
        ),
        ("mature or shops < 2", "“模式成熟吗？”答“是”，或“有几家店？”少于 2 家"),
        ("not (mature and shops >= 2)", "“模式成熟吗？”答“否”，或“有几家店？”少于 2 家"),
        ("not (mature or kind == 'own')", "“模式成熟吗？”答“否”，且“哪类企业？”不是“民营”"),
        (
            "mature and not (1 < shops <= 3)",
            "“模式成熟吗？”答“是”，且（“有几家店？”不超过 1 家，或“有几家店？”超过 3 家）",
        ),
        ("mature == False", "“模式成熟吗？”答“否”"),
        ("True", "任何情况"),
    ],
)
def test_a_condition_reads_as_a_sentence_without_a_stray_negation(expression, phrase):
    assert words.expression(expression, QUESTIONS) == phrase


@pytest.mark.parametrize(
    ("expression", "joined", "lines"),
    [
        ("mature", "", ["“模式成熟吗？”答“是”"]),
        ("mature and shops > 1", "同时满足", ["“模式成熟吗？”答“是”", "“有几家店？”超过 1 家"]),
        ("mature or crime", "满足其一", ["“模式成熟吗？”答“是”", "“有犯罪记录吗？”答“是”"]),
        (
            "mature and (crime or shops > 1)",
            "同时满足",
            ["“模式成熟吗？”答“是”", "（“有犯罪记录吗？”答“是”，或“有几家店？”超过 1 家）"],
        ),
    ],
)
def test_a_decision_table_lists_what_must_hold(expression, joined, lines):
    assert words.cases(expression, QUESTIONS) == (joined, lines)


def test_a_table_decided_by_one_question_asks_it_once():
    sources = ["kind == 'own'", "kind in ('joint', 'state')"]
    question = words.common_question(sources, QUESTIONS)
    assert question is not None
    assert question.id == "kind"
    assert words.cases(sources[1], QUESTIONS, question) == ("", ["“合资”或“国有”"])
    assert words.common_question([*sources, "mature"], QUESTIONS) is None


NAMES = {"exit": "离境", "reply": "答复完成"}


@pytest.mark.parametrize(
    ("facts", "phrase"),
    [
        ({"event": "exit", "amount": 5, "unit": "working_day"}, "离境后 5 个工作日内"),
        ({"event": "exit", "amount": 0, "unit": "day"}, "离境当日内"),
        ({"amount": 1, "unit": "working_day"}, "1 个工作日内"),
        ({"event": "exit", "amount": 10, "amount_min": 5, "unit": "day"}, "离境后 5 至 10 日内"),
        ({"event": "exit", "amount": 2, "unit": "month", "approximate": True}, "离境后约 2 个月内"),
        (
            {"event": "exit", "amount": 20, "unit": "working_day", "direction": "before"},
            "离境前至少 20 个工作日",
        ),
        ({"event": "exit", "amount": 15, "unit": "day", "kind": "period"}, "离境后持续 15 日"),
        ({"amount": 15, "unit": "day", "kind": "period"}, "持续 15 日"),
        ({"event": "exit", "amount": 1, "unit": "year", "kind": "earliest"}, "离境满 1 年后"),
        ({"event": "reply", "amount": 20, "unit": "day", "extends": "reply"}, "再延长 20 日"),
        ({"recurrence": {"every": "month", "day": 5}}, "每月 5 日前"),
        ({"recurrence": {"every": "month", "day": 31}}, "每月末"),
        ({"recurrence": {"every": "year", "month": 6, "day": 30}}, "每年 6 月 30 日前"),
        ({"recurrence": {"every": "year", "months": [10, 11]}}, "每年 10 月、11 月"),
        (
            {"recurrence": {"every": "quarter"}, "amount": 15, "unit": "working_day"},
            "每季度结束后 15 个工作日内",
        ),
        ({"recurrence": {"every": "month"}}, "来源原话"),
        ({}, "来源原话"),
    ],
)
def test_a_deadline_reads_from_its_event_to_its_amount(facts, phrase):
    deadline = Deadline.model_validate(
        {"id": "d", "what": "办", "stated_as": "来源原话", "clause": "一"} | facts
    )
    assert words.rule(deadline, NAMES) == phrase


def test_current_law_replaces_amount_and_unit_but_not_the_event():
    deadline = Deadline.model_validate(
        {
            "id": "d",
            "what": "办",
            "stated_as": "20 天左右",
            "clause": "一",
            "event": "exit",
            "amount": 20,
            "unit": "day",
        }
        | {"amount_min": 10, "approximate": True}
    )
    assert words.rule(deadline, NAMES, CurrentRule(amount=20, unit="working_day")) == "离境后 20 个工作日内"


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("deadlines.reply", "时限：答复申请人"),
        ("conditions.shops", "条件：有至少 2 个直营店，且都经营超过 1 年"),
        ("flows.main", "流程：申办流程"),
        ("basis.old-rules", "依据"),
        ("materials", "材料"),
        ("title", "名称"),
        ("entry", "整篇"),
    ],
)
def test_a_field_is_named_as_the_reader_knows_it(path, label):
    assert words.field(path, sample_site.entry(sample_site.FULL)) == label


@pytest.mark.parametrize(
    ("value", "address"),
    [("（0533）8180684", "tel:05338180684"), ("12345", "tel:12345"), ("来电咨询", None)],
)
def test_a_phone_as_printed_can_be_called(value, address):
    assert words.telephone(value) == address


def test_a_number_never_parts_from_its_unit_and_markup_is_escaped():
    assert words.number_kept("<b>满 5 个工作日，3 份") == (
        '&lt;b&gt;满 <span class="nb">5 个工作日</span>，<span class="nb">3 份</span>'
    )


def test_dates_in_words():
    assert words.day(date(2026, 1, 9)) == "2026 年 1 月 9 日"
    assert words.month("2020-07") == "2020 年 7 月"
