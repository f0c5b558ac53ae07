"""Which papers are needed, and what still decides it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from sample_packs import NO_CHECKER, PAPERS, completions, partial_answers, questions_of, random_packs, truth

from checkers.materials import Need, Selector
from checkers.model import Answer, Pack

SELECTOR = Selector(Pack.from_json(PAPERS), questions_of(PAPERS))


@pytest.mark.parametrize(
    ("answers", "needs", "still_open"),
    [
        ({}, ["yes", "yes", "unknown", "unknown"], ["form", "patent"]),
        ({"form": "cash"}, ["yes", "yes", "yes", "no"], []),
        ({"form": "intangible"}, ["yes", "yes", "no", "unknown"], ["patent"]),
        ({"form": "intangible", "patent": True}, ["yes", "yes", "no", "yes"], []),
        ({"patent": False}, ["yes", "yes", "unknown", "no"], ["form"]),
    ],
)
def test_needs(answers: dict[str, Answer], needs: list[str], still_open: list[str]) -> None:
    selection = SELECTOR.select(answers)
    assert [selected.needed for selected in selection.materials] == needs
    assert [question.id for question in selection.open] == still_open


def test_json() -> None:
    result = SELECTOR.select({"form": "intangible"}).as_json()
    assert result["count"] == {"yes": 2, "unknown": 1, "no": 1}
    assert result["open"] == [{"id": "patent", "ask": "是专利吗？"}]
    assert [material["label"] for material in result["materials"]] == ["需要", "需要", "不需要", "视情况"]
    assert result["materials"][1] == {
        "name": "验资报告",
        "copies": 2,
        "unit": "份",
        "form": "copy",
        "group": "各类共用",
        "needed": "yes",
        "label": "需要",
        "because": "",
        "when_text": None,
        "note": None,
        "clause": "一(二)",
    }


def test_because_names_the_deciding_answers() -> None:
    materials = SELECTOR.select({"form": "intangible", "patent": True}).materials
    assert [m.because for m in materials] == [
        "",
        "",
        "怎样出资：无形资产",
        "怎样出资：无形资产；是专利吗：是",
    ]
    assert SELECTOR.select({"patent": False}).materials[3].because == "是专利吗：否"


def test_an_entry_without_a_checker_needs_all_its_papers() -> None:
    selection = Selector(Pack.from_json(NO_CHECKER), ()).select({})
    assert [selected.needed for selected in selection.materials] == ["yes"]
    assert selection.open == ()


@given(random_packs(), partial_answers)
def test_definite_exactly_when_no_missing_answer_can_change_it(
    pack: dict[str, Any], answers: dict[str, Answer]
) -> None:
    selection = Selector(Pack.from_json(pack), questions_of(pack)).select(answers)
    when = pack["materials"][0]["when"]
    values = {when is None or truth(when, full) for full in completions(answers)}
    needs: dict[bool, Need] = {True: "yes", False: "no"}
    assert selection.materials[0].needed == (needs[values.pop()] if len(values) == 1 else "unknown")
    assert bool(selection.open) == (selection.materials[0].needed == "unknown")
