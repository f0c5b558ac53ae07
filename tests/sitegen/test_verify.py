"""Cross-checks: an entry agrees with itself, with the other files, and with the engine that runs it."""

from __future__ import annotations

import pytest

HEAD = """id: "1.41"
kind: procedure
title: 试样
summary: 试写的事项。
editorial: {audience: [enterprise]}
office: general
source: {document: "001", section: "1.41"}
"""
CHECKER = """checker:
  title: 我能申办吗
  questions:
    - {id: shops, ask: 你有几家店？, type: number}
  examples:
    - {name: 不清楚, answers: {}, expect: {verdict: unknown}}
"""


@pytest.fixture
def entry(data, problems):
    """The problems of an entry with this text after its head."""

    def check(text, head=HEAD):
        (data / "entries" / "general" / "1.41-case.yml").write_text(head + text, "utf-8")
        return [line.removeprefix("data/entries/general/1.41-case.yml:") for line in problems()]

    return check


# -- the exact place of a mistake inside an expression


@pytest.mark.parametrize(
    ("scalar", "place"),
    [
        ("shops >= 2 and shop < 9", "12:28"),  # plain: the column of the wrong name
        ('"shops >= 2 and shop < 9"', "12:29"),  # one more for the quote
        ("' shops >= 2 and shop < 9'", "12:30"),  # and for a blank
        ("'shops >= 2 and shop < 9' # 注", "12:29"),
        ('"shops >= \\u0032 and shop < 9"', "12:13"),  # an escape: where the value begins
        (">-\n      shops >= 2\n      and shop < 9", "12:13"),  # several lines: where the value begins
    ],
    ids=["plain", "double-quoted", "leading-blank", "comment", "escape", "folded"],
)
def test_a_mistake_in_an_expression_has_line_and_column(scalar, place, entry):
    found = entry(
        f"conditions:\n  - id: shops\n    text: 有店\n    clause: 一\n    met_if: {scalar}\n" + CHECKER
    )
    assert [line.split("；")[0] for line in found] == [f"{place} conditions[0].met_if：没有叫“shop”的问题"]


# -- what is no mistake


@pytest.mark.parametrize(
    "text",
    [
        "deadlines:\n  - {id: free, what: 决定, amount: 5, unit: day, stated_as: 5 日, clause: 三}\n",
        "deadlines:\n  - {id: even, what: 决定, amount: 5, amount_min: 5, unit: day, stated_as: 5 日, clause: 三}\n",
        "deadlines:\n  - {id: zero, what: 决定, stated_as: 0 日内, clause: 三}\n",
        "deadlines:\n  - {id: leap, what: 报告, recurrence: {every: year, month: 2, day: 29}, stated_as: 每年, clause: 三}\n",
        "flows:\n  - id: main\n    title: 流程\n    nodes:\n"
        "      - {id: ask, decide: 批准吗？, next: [{when: 批准, to: again}], source_silent: true, clause: 三}\n"
        "      - {id: again, who: 窗口, do: 重来, next: ask, clause: 三}\n",
        "remarks:\n  - {field: fees, says: 来源没有写收费, clause: 三}\n",
        "definitions:\n  - {term: 单店, text: 一家店。, clause: 一}\nremarks:\n  - {field: definitions.单店, says: 有笔误, clause: 三}\n",
        "materials:\n  - {name: 表1.2, clause: 一}\nremarks:\n  - {field: materials.表1.2.copies, says: 没写份数, clause: 三}\n",
    ],
    ids=[
        "no-stated-start",
        "range-of-one",
        "no-number",
        "leap-day",
        "silent-branch-and-loop",
        "remark-on-an-absent-part",
        "remark-on-a-term",
        "remark-on-a-name-with-a-dot",
    ],
)
def test_what_the_sources_say_can_be_written(text, entry):
    if "表1.2.copies" in text:
        text = text.replace("name: 表1.2,", "name: 表1.2, copies: 1,")
    assert entry(text) == []


# -- mistakes do not hide or breed others


def test_a_wrong_value_does_not_hide_the_rest_of_its_item(entry):
    found = entry(
        "materials:\n  - {name: 申请表, copies: 三, when: shop > 1, clause: 一}\n"
        "conditions:\n  - {id: shops, text: 有店, clause: 一, met_if: shops > 1}\n" + CHECKER
    )
    assert [line.split(" ")[1].split("：")[0] for line in found] == [
        "materials[0].copies",
        "materials[0].when",
    ]


def test_a_name_written_twice_does_not_hide_one_that_is_missing(entry):
    found = entry("materials:\n  - name: 申请表\n    name: 登记表\n")
    assert [line.split("：")[0] for line in found] == ["9:5 materials[0].clause", "10:5 materials[0].name"]


def test_a_wrong_head_does_not_hide_the_rest_of_the_entry(entry):
    head = HEAD.replace('id: "1.41"', "id: 1.41").replace("procedure", "process")
    found = entry("basis:\n  - {law: no-law, clause: 一}\n", head=head)
    assert [line.split(" ")[1].split("：")[0] for line in found] == ["id", "kind", "basis[0].law"]


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("events:\n  - {id: Accepted, name: 受理}\ndeadlines:\n"
         "  - {id: a, what: 决定, event: accepted, stated_as: 及时, clause: 三}\n", "events[0].id"),
        ("flows:\n  - id: main\n    title: 流程\n    nodes:\n"
         "      - {id: a, who: 窗口, do: 受理, next: b, clause: 三}\n"
         "      - {id: b, end: 办结}\n", "flows[0].nodes[1].clause"),
        ("materials:\n  - {name: 申请表, clause: 二}\n  - {name: 照片}\n" + CHECKER.replace("{verdict: unknown}", "{materials: [申请表, 照片]}")
         + "conditions:\n  - {id: shops, text: 有店, clause: 一, met_if: shops > 1}\n", "materials[1].clause"),
        ("conditions:\n  - {id: shops, text: 有店, met_if: shops > 1}\n" + CHECKER, "conditions[0].clause"),
        ("conditions:\n  - {id: shops, text: 有店, clause: 一, met_if: shops > 1}\n" + CHECKER.replace("id: shops, ask", "id: Shops, ask"),
         "checker.questions[0].id"),
    ],
    ids=["event", "node", "material", "condition", "question"],
)  # fmt: skip
def test_nothing_else_is_blamed_for_a_part_that_could_not_be_read(text, only, entry):
    assert [line.split(" ")[1].split("：")[0] for line in entry(text)] == [only]


# -- the engine is the judge of the examples


def test_an_example_is_run_by_the_engine(entry):
    rule = "conditions:\n  - {id: shops, text: 两家店, clause: 一, met_if: shops >= 2}\n"
    example = "    - {name: 两家, answers: {shops: 2}, expect: {verdict: met}}\n"
    assert entry(rule + CHECKER + example) == []
    assert entry(rule.replace(">=", ">") + CHECKER + example) == [
        "16:57 checker.examples[1].expect.verdict："
        "例子不成立：写的是 met（满足），按规则得出 not_met（不满足）（shops 不满足）"
    ]
