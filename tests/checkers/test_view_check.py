"""What a reader sees of a check and of a material selection."""

from __future__ import annotations

from typing import Any

import pytest
from trees import having, text_of

from checkers.bridge import Engine
from checkers.view_check import check_view

GOOD = {"shops": 2, "brand": "yes", "scope": "province"}


def check(engine: Engine, entry: str, answers: dict[str, Any]) -> Any:
    return engine.handle({"call": "check", "id": entry, "answers": answers, "view": True})["view"]


def texts(view: Any, css_class: str) -> list[str]:
    return [text_of(element).replace("\N{NO-BREAK SPACE}", " ") for element in having(view, css_class)]


@pytest.mark.parametrize(
    ("answers", "verdict", "words"),
    [
        ({}, "unknown", "? 结论：还不能确定"),
        ({"travels": "no"}, "not_applicable", "– 结论：不适用"),
        ({"travels": "yes", "record": "yes"}, "not_met", "✗ 结论：不能办"),
        (
            {
                "travels": "yes",
                "record": "no",
                "refused": "no",
                "owner": "private",
                "passport": 3,
                "renewal": "no",
            },
            "met",
            "✓ 结论：可以办",
        ),
    ],
)
def test_the_verdict_is_a_sign_and_a_word(
    engine: Engine, answers: dict[str, Any], verdict: str, words: str
) -> None:
    assert texts(check(engine, "1.41", answers), f"verdict--{verdict}") == [words]


def test_each_criterion_shows_sign_word_clause_and_reason(engine: Engine) -> None:
    view = check(engine, "2.26", {"shops": 1, "brand": "yes"})
    assert texts(view, "criterion") == [
        "✗ 不符合：有至少 2 个直营店（来源条款：二(一)）你有几家直营店：1 家",
        "? 还不能确定：经营时间超过 1 年（来源条款：二(一)）还没有回答：直营店经营了几个月？",
        "✓ 符合：有注册商标等经营资源（来源条款：一）你有没有注册商标：是",
    ]


def test_what_is_open_what_cures_and_what_comes_next(engine: Engine) -> None:
    view = check(engine, "2.26", {"shops": 1, "months": 13, "brand": "yes"})
    assert texts(view, "open") == ["结论不会再变；想知道其余结果，还差 1 个回答：加盟店开到哪里？"]
    assert texts(check(engine, "2.26", GOOD), "open") == ["还差 1 个回答：直营店经营了几个月？"]
    assert texts(view, "change") == [
        "怎样补救做到下面这些，就都符合了：再开直营店，开满 2 家。你有几家直营店：由 1 家变为至少 2 家"
    ]
    assert texts(view, "next") == [
        "下一步：先不要提交；打电话说明情况，问清楚还有没有别的办法。 电话：（0533）8180684"
    ]
    assert texts(view, "notice") == ["依据2020年7月文本，办理前请致电核实"]
    assert text_of(view).endswith("依据2020年7月文本，办理前请致电核实")


ORDERS: list[tuple[str, dict[str, Any], list[str]]] = [
    # entry, answers, the parts of the view from top to bottom
    ("2.26", {**GOOD, "months": 13}, ["verdict", "next", "outcome", "criteria", "notice"]),
    ("2.26", GOOD, ["verdict", "next", "open", "outcome", "criteria", "notice"]),
    (
        "2.26",
        {**GOOD, "shops": 1, "months": 13},
        ["verdict", "next", "criteria", "change", "", "outcome", "notice"],
    ),
    ("2.26", {"shops": 1}, ["verdict", "next", "criteria", "change", "open", "notice"]),
    ("1.41", {"travels": "no"}, ["verdict", "next", "because", "notice"]),
]


@pytest.mark.parametrize(("entry", "answers", "parts"), ORDERS)
def test_the_next_step_stands_under_the_verdict_and_all_it_points_at_below(
    engine: Engine, entry: str, answers: dict[str, Any], parts: list[str]
) -> None:
    _, _, *shown = check(engine, entry, answers)
    assert [part[1].get("class", "").split(" ")[0] for part in shown] == parts


def test_what_fails_comes_first_and_what_would_hold_gives_no_instructions(engine: Engine) -> None:
    view = check(engine, "2.26", {**GOOD, "shops": 2, "months": 3})
    assert [words[:5] for words in texts(view, "criterion")] == ["✗ 不符合", "✓ 符合：", "✓ 符合："]
    assert texts(view, "outcome") == ["向谁备案：省商务厅（来源条款：二(二)）加盟店开到哪里：只在本省"]
    assert ["h4", {}, "假如条件都符合"] in view
    assert "向省商务厅提交" not in text_of(view)


def test_outcomes_show_their_clause_and_next_step(engine: Engine) -> None:
    view = check(engine, "2.26", {"scope": "province"})
    assert texts(view, "outcome") == [
        "向谁备案：省商务厅（来源条款：二(二)）加盟店开到哪里：只在本省向省商务厅提交"
    ]


def test_not_applicable_says_why_and_lists_no_criteria(engine: Engine) -> None:
    view = check(engine, "1.41", {"travels": "no", "record": "yes"})
    assert texts(view, "because") == ["你常去 APEC 经济体出差吗：否"]
    assert having(view, "criteria") == having(view, "open") == having(view, "change") == []


@pytest.mark.parametrize(
    ("phone", "href"),
    [
        ("（0533）8180684", "tel:05338180684"),
        ("0533-8180684、8180685", "tel:05338180684"),
        ("+86 533 8180684", "tel:+865338180684"),
        ("科室电话 8180684", "tel:8180684"),
        ("见公告", None),
    ],
)
def test_the_phone_can_be_dialled(phone: str, href: str | None) -> None:
    result = {
        "verdict": "unknown",
        "label": "还不能确定",
        "because": "",
        "outcomes": [],
        "criteria": [],
        "open": [],
        "change": None,
        "next": "打电话问。",
        "phone": phone,
        "notice": "说明",
    }
    (following,) = having(check_view(result), "next")
    links = [child[1]["href"] for child in following[2:] if child[0] == "a"]
    assert links == ([href] if href else [])
    assert text_of(following).endswith(phone)


def test_an_entry_without_a_phone_shows_none(engine: Engine) -> None:
    assert "电话：" not in text_of(check(engine, "1.41", {}))


def test_materials_by_group_with_copies_form_and_reason(engine: Engine) -> None:
    request = {"call": "materials", "id": "3.30", "answers": {"form": "intangible"}, "view": True}
    view = engine.handle(request)["view"]
    assert texts(view, "count") == ["需要 2 项，视情况 1 项，不需要 1 项"]
    assert texts(view, "group") == ["各类共用", "无形资产类"]
    assert texts(view, "material") == [
        "✓ 需要：出资证明书（来源条款：一(二)）",
        "✓ 需要：验资报告（2 份，复印件）（来源条款：一(二)）",
        "? 视情况：专利证书（来源条款：一(二)3）什么情况下需要：以专利出资",
    ]
    assert texts(view, "notice") == ["依据2020年7月文本，办理前请致电核实"]
    request["answers"] = {"form": "intangible", "patent": "yes"}
    assert texts(engine.handle(request)["view"], "material")[2] == (
        "✓ 需要：专利证书（来源条款：一(二)3）怎样出资：无形资产；是专利吗：是"
    )


def test_numbers_stay_with_their_units(engine: Engine) -> None:
    assert "1\N{NO-BREAK SPACE}家" in text_of(check(engine, "2.26", {"shops": 1}))
