"""Verdicts, reasons, open questions and cures, on two small guides and on random rules."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given
from sample_packs import (
    CARD,
    FRANCHISE,
    PAPERS,
    SPACE,
    completions,
    partial_answers,
    random_packs,
    truth,
)

from checkers.expression import ExpressionError
from checkers.model import Answer, Answers, Pack
from checkers.rules import Result, Rules

GOOD = {"shops": 2, "months": 13, "brand": True, "scope": "province"}
HOLDER: dict[str, Answer] = {
    "travels": True,
    "owner": "private",
    "record": False,
    "refused": False,
    "passport": 5,
    "renewal": False,
}


def rules_of(data: dict[str, Any]) -> Rules:
    pack = Pack.from_json(data)
    assert pack.checker is not None
    return Rules(pack, pack.checker)


def check(data: dict[str, Any], answers: Answers) -> Result:
    return rules_of(data).check(answers)


def without(answers: Answers, *names: str) -> dict[str, Answer]:
    return {name: answer for name, answer in answers.items() if name not in names}


class TestVerdict:
    @pytest.mark.parametrize(
        ("answers", "verdict"),
        [
            ({}, "unknown"),
            (GOOD, "met"),
            (without(GOOD, "scope"), "met"),
            (without(GOOD, "months"), "unknown"),
            ({"shops": 1}, "not_met"),
            ({"brand": False}, "not_met"),
            ({**GOOD, "months": 12}, "not_met"),
        ],
    )
    def test_is_the_conjunction_of_the_criteria(self, answers: Answers, verdict: str) -> None:
        assert check(FRANCHISE, answers).verdict == verdict

    @pytest.mark.parametrize(
        ("answers", "verdict"),
        [
            ({}, "unknown"),
            ({"travels": False}, "not_applicable"),
            ({"travels": False, "record": True}, "not_applicable"),
            ({"record": True}, "unknown"),  # not yet known whether the check applies at all
            ({"travels": True, "record": True}, "not_met"),
            (HOLDER, "met"),
            ({**HOLDER, "renewal": True}, "unknown"),
            ({**HOLDER, "renewal": True, "returned": False}, "not_met"),
            ({**without(HOLDER, "renewal"), "returned": True}, "met"),
        ],
    )
    def test_counts_only_criteria_that_apply(self, answers: Answers, verdict: str) -> None:
        assert check(CARD, answers).verdict == verdict

    @pytest.mark.parametrize(
        ("answers", "verdict"),
        [({}, "unknown"), ({"form": "intangible"}, "unknown"), ({"form": "cash"}, "met")],
    )
    def test_of_a_selector_is_met_when_everything_is_selected(self, answers: Answers, verdict: str) -> None:
        assert check(PAPERS, answers).verdict == verdict

    @pytest.mark.parametrize(
        ("answers", "verdict"), [({}, "unknown"), ({"shops": 9}, "unknown"), ({"scope": "national"}, "met")]
    )
    def test_of_a_decision_is_met_when_every_dimension_has_its_outcome(
        self, answers: Answers, verdict: str
    ) -> None:
        assert check({**FRANCHISE, "conditions": []}, answers).verdict == verdict

    def test_words_come_from_the_pack_or_are_the_common_ones(self) -> None:
        assert (check(FRANCHISE, GOOD).label, check(FRANCHISE, GOOD).next) == ("可以备案", "在系统里填报")
        assert check(FRANCHISE, {"brand": False}).label == "不能办"
        assert check(CARD, HOLDER).label == "可以办"
        assert check(CARD, {}).label == "还不能确定"
        assert check(CARD, {"travels": False}).label == "不适用"
        assert check(PAPERS, {"form": "cash"}).label == "已经确定"


class TestReasons:
    def test_each_criterion_names_the_answers_that_decide_it(self) -> None:
        result = check(FRANCHISE, {"shops": 1, "brand": True})
        assert [(c.id, c.verdict, c.because) for c in result.criteria] == [
            ("shops", "not_met", "你有几家直营店：1 家"),
            ("years", "unknown", "还没有回答：直营店经营了几个月？"),
            ("brand", "met", "你有没有注册商标：是"),
        ]
        assert result.criteria[0].clause == "二(一)"

    def test_every_answer_that_is_enough_alone_is_named(self) -> None:
        record = check(CARD, {"record": True, "refused": True}).criteria[1]
        assert record.because == "你有犯罪记录吗：是；你被拒签过吗：是"
        assert check(CARD, {"record": True, "refused": False}).criteria[1].because == "你有犯罪记录吗：是"
        assert (
            check(CARD, {"record": False, "refused": False}).criteria[1].because
            == "你有犯罪记录吗：否；你被拒签过吗：否"
        )

    def test_an_answer_that_is_not_needed_is_not_named(self) -> None:
        condition = {"id": "c", "text": "x", "clause": "1", "met_if": "renewal and (record or returned)"}
        answers: Answers = {"record": True, "renewal": True, "returned": True}
        assert check({**CARD, "conditions": [condition]}, answers).criteria[0].because == (
            "你有犯罪记录吗：是；你是换卡吗：是"
        )

    def test_not_applicable_says_why(self) -> None:
        assert check(CARD, {"travels": False}).because == "你常去 APEC 经济体出差吗：否"
        assert check(CARD, {"travels": True}).because == check(CARD, {}).because == ""
        old_card = check(CARD, HOLDER).criteria[3]
        assert (old_card.verdict, old_card.because) == ("not_applicable", "你是换卡吗：否")

    def test_a_criterion_that_holds_whether_or_not_it_applies(self) -> None:
        result = check(CARD, {**without(HOLDER, "renewal"), "returned": True})
        assert (result.criteria[3].verdict, result.criteria[3].because) == (
            "unknown",
            "适用不适用都不影响结论",
        )
        assert (result.verdict, result.open) == ("met", ())

    def test_outcomes_that_hold_carry_dimension_clause_and_reason(self) -> None:
        (outcome,) = check(FRANCHISE, {"scope": "province", "shops": 1}).as_json()["outcomes"]
        assert outcome == {
            "id": "to-province",
            "dimension": "office",
            "dimension_title": "向谁备案",
            "label": "省商务厅",
            "next": "向省商务厅提交",
            "clause": "二(二)",
            "deadlines": ["file"],
            "because": "加盟店开到哪里：只在本省",
        }
        assert check(FRANCHISE, {}).outcomes == ()


class TestOpen:
    @pytest.mark.parametrize(
        ("answers", "still_open"),
        [
            ({}, ["shops", "months", "brand", "scope"]),
            ({"scope": "province"}, ["shops", "months", "brand"]),
            ({"shops": 1}, ["scope"]),  # decided; only the outcome is open
            ({"shops": 1, "scope": "province"}, []),
            (without(GOOD, "scope"), ["scope"]),
            (GOOD, []),
        ],
    )
    def test_lists_what_can_still_matter_equals_in_the_order_of_the_data(
        self, answers: Answers, still_open: list[str]
    ) -> None:
        assert [question.id for question in check(FRANCHISE, answers).open] == still_open

    @pytest.mark.parametrize(
        ("answers", "still_open"),
        [
            ({"travels": False}, []),
            ({"record": True}, ["travels"]),
            ({"travels": True, "record": True}, []),
            (HOLDER, []),
            (without(HOLDER, "renewal"), ["renewal", "returned"]),
            ({**HOLDER, "renewal": True}, ["returned"]),
        ],
    )
    def test_never_asks_what_no_longer_matters(self, answers: Answers, still_open: list[str]) -> None:
        assert [question.id for question in check(CARD, answers).open] == still_open

    def test_asks_first_what_leaves_the_fewest_questions_open(self) -> None:
        whens = {"a": "brand and shops < 2", "b": "brand and shops >= 2", "c": "not brand and months < 2"}
        others = {"d": "not brand and months >= 2"}
        outcomes = [
            {"id": name, "dimension": "filing", "label": name, "when": when, "clause": "1"}
            for name, when in (whens | others).items()
        ]
        tree = {**FRANCHISE, "conditions": [], "checker": {**FRANCHISE["checker"], "outcomes": outcomes}}
        assert [question.id for question in check(tree, {}).open] == ["brand", "shops", "months"]
        assert [question.id for question in check(tree, {"brand": False}).open] == ["months"]

    def test_asks_on_when_criteria_exclude_each_other_but_none_has_failed_yet(self) -> None:
        few = {"id": "few", "text": "少", "clause": "1", "met_if": "shops < 2 or brand"}
        many = {"id": "many", "text": "多", "clause": "1", "met_if": "shops >= 2 or brand"}
        result = check({**FRANCHISE, "conditions": [few, many]}, {"brand": False, "scope": "province"})
        assert (result.verdict, [question.id for question in result.open]) == ("unknown", ["shops"])
        assert (
            check({**FRANCHISE, "conditions": [few, many]}, {"brand": False, "shops": 1}).verdict == "not_met"
        )


def changes(data: dict[str, Any], answers: Answers) -> list[tuple[str, Answer, Answer]] | None:
    change = check(data, answers).change
    return None if change is None else [(c.question, c.before, c.after) for c in change.changes]


class TestChange:
    @pytest.mark.parametrize(
        ("answers", "expected"),
        [
            (GOOD, None),
            ({}, None),
            ({**GOOD, "shops": 1}, [("shops", 1, 2)]),
            ({**GOOD, "shops": 0, "months": 3}, [("shops", 0, 2), ("months", 3, 13)]),
            ({"shops": 1}, [("shops", 1, 2)]),
            ({**GOOD, "brand": False}, None),  # cannot be cured
            ({**GOOD, "shops": 1, "brand": False}, None),
        ],
    )
    def test_is_the_smallest_among_the_curable(
        self, answers: Answers, expected: list[tuple[str, Answer, Answer]] | None
    ) -> None:
        assert changes(FRANCHISE, answers) == expected

    def test_says_what_to_do_in_words(self) -> None:
        change = check(FRANCHISE, {**GOOD, "shops": 1, "months": 3}).as_json()["change"]
        assert change == {
            "text": "做到下面这些，就都符合了：再开直营店，开满 2 家；等经营超过 12 个月。",
            "changes": [
                {"question": "shops", "from": 1, "to": 2, "text": "你有几家直营店：由 1 家变为至少 2 家"},
                {
                    "question": "months",
                    "from": 3,
                    "to": 13,
                    "text": "直营店经营了几个月：由 3 个月变为至少 13 个月",
                },
            ],
        }

    def test_with_open_questions_promises_nothing(self) -> None:
        change = check(FRANCHISE, {"shops": 1}).change
        assert change is not None
        assert change.text == (
            "做到下面这些，不符合的条件就符合了；结论还要看没有回答的问题：再开直营店，开满 2 家。"
        )

    def test_without_a_cure_text_names_the_condition(self) -> None:
        change = check(CARD, {**HOLDER, "renewal": True, "returned": False}).change
        assert change is not None
        assert change.text == "做到下面这些，就都符合了：满足“交回旧卡”。"
        assert [c.text for c in change.changes] == ["旧卡交回了吗：由“否”变为“是”"]

    def test_never_denies_the_past(self) -> None:
        """Not saying "no renewal" to dodge a criterion, not changing what an incurable criterion rests on."""
        assert changes(CARD, {**HOLDER, "renewal": True, "returned": False}) == [("returned", False, True)]
        dodge = {
            "id": "dodge",
            "text": "合资或有护照",
            "clause": "1",
            "met_if": "owner == 'joint' or passport >= 3",
            "curable": True,
        }
        owner = {"id": "owner", "text": "内资", "clause": "1", "met_if": "owner != 'foreign'"}
        data = {**CARD, "conditions": [owner, dodge]}
        assert changes(data, {**HOLDER, "passport": 1}) == [("passport", 1, 3)]

    @pytest.mark.parametrize(
        ("met_if", "passport", "expected", "words"),
        [
            ("passport >= 3", 1, 3, "至少 3 年"),
            ("passport <= 3", 8, 3, "至多 3 年"),
            ("passport == 3", 8, 3, " 3 年"),
            ("2 <= passport <= 4", 8, 4, " 2 至 4 年"),
            ("passport < 2 or passport > 6", 3, 1, "至多 1 年"),
            ("passport < 2 or passport > 6", 5, 7, "至少 7 年"),
        ],
    )
    def test_goes_to_the_nearest_number(self, met_if: str, passport: int, expected: int, words: str) -> None:
        condition = {"id": "p", "text": "护照", "clause": "1", "met_if": met_if, "curable": True}
        change = check({**CARD, "conditions": [condition]}, {"travels": True, "passport": passport}).change
        assert change is not None
        assert [(c.after, c.text) for c in change.changes] == [
            (expected, f"护照还有几年到期：由 {passport} 年变为{words}")
        ]

    def test_does_not_escape_a_criterion_by_making_it_inapplicable(self) -> None:
        old_card = {**CARD["conditions"][3]}
        papers = {
            "id": "p",
            "text": "首次或护照够长",
            "clause": "1",
            "met_if": "not renewal or passport >= 3",
            "curable": True,
        }
        answers: Answers = {"travels": True, "passport": 1, "renewal": True, "returned": False}
        assert changes({**CARD, "conditions": [old_card, papers]}, answers) == [
            ("passport", 1, 3),
            ("returned", False, True),
        ]

    def test_loses_nothing_that_held(self) -> None:
        """A longer validity would reopen the second criterion, and the answer it then needs is not known."""
        long = {"id": "l", "text": "长", "clause": "1", "met_if": "passport >= 3", "curable": True}
        short = {
            "id": "s",
            "text": "短",
            "clause": "1",
            "met_if": "passport < 3 or returned",
            "curable": True,
        }
        data = {**CARD, "conditions": [long, short]}
        assert changes(data, {"travels": True, "passport": 1}) is None
        assert changes(data, {"travels": True, "passport": 1, "returned": False}) == [
            ("passport", 1, 3),
            ("returned", False, True),
        ]

    def test_prefers_one_later_change_to_two_earlier_ones(self) -> None:
        met_if = "passport >= 3 and renewal or passport < 3 and returned"
        condition = {"id": "c", "text": "x", "clause": "1", "met_if": met_if, "curable": True}
        answers: Answers = {"travels": True, "passport": 1, "renewal": False, "returned": False}
        assert changes({**CARD, "conditions": [condition]}, answers) == [("returned", False, True)]

    def test_of_two_equally_small_changes_takes_the_earlier_question(self) -> None:
        either = {
            "id": "e",
            "text": "甲或乙",
            "clause": "1",
            "met_if": "returned or passport >= 3",
            "curable": True,
        }
        answers: Answers = {**HOLDER, "passport": 1, "returned": False}
        assert changes({**CARD, "conditions": [either]}, answers) == [("passport", 1, 3)]


def test_a_faulty_pack_is_refused() -> None:
    bad = {"id": "x", "text": "x", "clause": "1", "met_if": "nothing > 2"}
    with pytest.raises(ExpressionError, match="没有叫“nothing”的问题"):
        rules_of({**CARD, "conditions": [bad]})


# ---- random rules, compared with plain enumeration of the complete answer sets ----


def plain_criterion(condition: dict[str, Any], full: Answers) -> str:
    if condition["applies_if"] is not None and not truth(condition["applies_if"], full):
        return "not_applicable"
    return "met" if truth(condition["met_if"], full) else "not_met"


def plain_verdict(pack: dict[str, Any], full: Answers) -> str:
    applies = pack["checker"]["applies_if"]
    if applies is not None and not truth(applies, full):
        return "not_applicable"
    return "not_met" if "not_met" in [plain_criterion(c, full) for c in pack["conditions"]] else "met"


def plain_outcomes(pack: dict[str, Any], full: Answers) -> list[str]:
    if plain_verdict(pack, full) == "not_applicable":
        return []
    return [o["id"] for o in pack["checker"]["outcomes"] if truth(o["when"], full)]


@given(random_packs(), partial_answers)
def test_a_definite_result_holds_for_every_completion(
    pack: dict[str, Any], answers: dict[str, Answer]
) -> None:
    result = check(pack, answers)
    for full in completions(answers):
        assert result.verdict in ("unknown", plain_verdict(pack, full))
        for criterion, condition in zip(result.criteria, pack["conditions"], strict=True):
            assert criterion.verdict in ("unknown", plain_criterion(condition, full))
        assert {o.id for o in result.outcomes} <= set(plain_outcomes(pack, full))


@given(random_packs(), partial_answers, partial_answers)
def test_learning_more_never_reverses(
    pack: dict[str, Any], known: dict[str, Answer], more: dict[str, Answer]
) -> None:
    rules = rules_of(pack)
    before, after = rules.check(known), rules.check({**more, **known})
    assert before.verdict in ("unknown", after.verdict)
    for early, late in zip(before.criteria, after.criteria, strict=True):
        assert early.verdict in ("unknown", late.verdict)
    assert {o.id for o in before.outcomes} <= {o.id for o in after.outcomes}


@given(random_packs())
def test_complete_answers_leave_nothing_open(pack: dict[str, Any]) -> None:
    rules = rules_of(pack)
    for full in completions({})[::7]:
        result = rules.check(full)
        assert (result.verdict, result.open) == (plain_verdict(pack, full), ())
        assert [o.id for o in result.outcomes] == plain_outcomes(pack, full)


@given(random_packs(), partial_answers)
def test_open_is_exactly_what_matters(pack: dict[str, Any], answers: dict[str, Answer]) -> None:
    result = check(pack, answers)
    materials = pack["materials"][0]["when"]
    selects = not pack["conditions"] and not pack["checker"]["outcomes"] and materials is not None

    def facts(full: Answers) -> tuple[object, ...]:
        verdict = plain_verdict(pack, full)
        return verdict, plain_outcomes(pack, full), selects and verdict == "met" and truth(materials, full)

    matters = set()
    for full in completions(answers):
        for name in full.keys() - answers.keys():
            if any(facts(full) != facts(other) for other in completions(without(full, name))):
                matters.add(name)
    found = {question.id for question in result.open}
    verdicts = {plain_verdict(pack, full) for full in completions(answers)}
    if result.verdict == "unknown" and verdicts == {"not_met"}:
        assert found >= matters  # asks on until a criterion shows as failing
        assert found
    else:
        assert found == matters


@given(random_packs(), partial_answers)
def test_the_reasons_are_enough(pack: dict[str, Any], answers: dict[str, Answer]) -> None:
    """The answers named in ``because`` give the verdict together and none can be missed, or each gives it alone."""
    asks = {q["ask"].rstrip("？"): q["id"] for q in pack["checker"]["questions"]}
    rules = rules_of(pack)
    for at, criterion in enumerate(rules.check(answers).criteria):
        if criterion.verdict != "unknown":
            named = [asks[part.split("：")[0]] for part in criterion.because.split("；") if part]
            kept = {name: answers[name] for name in named}
            assert rules.check(kept).criteria[at].verdict == criterion.verdict
            alone = {rules.check({n: kept[n]}).criteria[at].verdict == criterion.verdict for n in named}
            fewer = {rules.check(without(kept, n)).criteria[at].verdict == criterion.verdict for n in named}
            assert alone <= {True} or fewer == {False}


def plain_changes(pack: dict[str, Any], full: dict[str, Answer]) -> int | None:
    """The smallest number of permitted answer changes that turn a complete check, by trying them all."""
    now = [plain_criterion(condition, full) for condition in pack["conditions"]]
    failing = [c for c, verdict in zip(pack["conditions"], now, strict=True) if verdict == "not_met"]
    if not failing or not all(condition["curable"] for condition in failing):
        return None

    def rests_on(*sources: str | None) -> set[str]:
        found = set()
        for source in sources:
            for point in completions({}) if source else []:
                for name, values in SPACE.items():
                    if len({truth(source or "", {**point, name: value}) for value in values}) > 1:
                        found.add(name)
        return found

    movable = rests_on(*(c["met_if"] for c in pack["conditions"] if c["curable"]))
    movable -= rests_on(pack["checker"]["applies_if"])
    for condition in pack["conditions"]:
        if not condition["curable"]:
            movable -= rests_on(condition["met_if"], condition["applies_if"])
    for count in range(1, len(movable) + 1):
        for names in combinations(sorted(movable), count):
            for values in product(*(SPACE[name] for name in names)):
                then = {**full, **dict(zip(names, values, strict=True))}
                after = [plain_criterion(condition, then) for condition in pack["conditions"]]
                kept = all(a == "met" for b, a in zip(now, after, strict=True) if b != "not_applicable")
                if kept and plain_verdict(pack, then) == "met":
                    return count
    return None


@given(random_packs())
def test_the_change_is_the_smallest_and_turns_the_check(pack: dict[str, Any]) -> None:
    rules = rules_of(pack)
    for full in completions({})[::11]:
        result = rules.check(full)
        if result.verdict != "not_met":
            assert result.change is None
            continue
        expected = plain_changes(pack, full)
        assert (result.change and len(result.change.changes)) == expected
        if result.change is not None:
            assert all(full[c.question] == c.before for c in result.change.changes)
            then = {**full, **{c.question: c.after for c in result.change.changes}}
            assert rules.check(then).verdict == "met"


@given(random_packs(), partial_answers)
def test_a_change_with_open_questions_leaves_nothing_failing(
    pack: dict[str, Any], answers: dict[str, Answer]
) -> None:
    rules = rules_of(pack)
    change = rules.check(answers).change
    if change is not None:
        assert {c.question for c in change.changes} <= answers.keys()
        after = rules.check({**answers, **{c.question: c.after for c in change.changes}})
        assert after.verdict in ("met", "unknown")
        assert ("没有回答" in change.text) == (after.verdict == "unknown")
