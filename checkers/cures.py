"""The smallest change that would turn a check that is not met, or that there is none.

Only what can honestly be put right is proposed: answers to questions of curable conditions, never one on
which a condition that cannot be cured (or whether the check applies at all) rests, and nothing that would
turn a condition by making it not apply.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from checkers.criteria import Criterion
from checkers.diagram import Decision, Move, Points
from checkers.expression import answer_at
from checkers.model import Answer, Question


@dataclass(frozen=True)
class ChangedAnswer:
    """One answer that would have to be different; ``text`` says from what to what."""

    question: str
    before: Answer
    after: Answer
    text: str


@dataclass(frozen=True)
class Change:
    """What to put right, in words and answer by answer."""

    text: str
    changes: tuple[ChangedAnswer, ...]

    def as_json(self) -> dict[str, Any]:
        """The shape of the bridge protocol's ``change``."""
        return {
            "text": self.text,
            "changes": [
                {"question": c.question, "from": c.before, "to": c.after, "text": c.text}
                for c in self.changes
            ],
        }


def smallest_change(
    applies: Decision, criteria: Sequence[Criterion], points: Points, questions: Sequence[Question]
) -> Change | None:
    """The fewest changed answers after which no criterion fails and none that held is lost.

    With every question answered the check is then met; otherwise the open answers still decide, and the
    text says so. ``None`` when nothing fails, when a failing criterion cannot be cured, or when no change
    of the permitted answers is enough.
    """
    verdicts = [criterion.verdict(points) for criterion in criteria]
    failing = [
        criterion for criterion, verdict in zip(criteria, verdicts, strict=True) if verdict == "not_met"
    ]
    if not failing or not all(criterion.condition.curable for criterion in failing):
        return None
    unknown = {question.id for question in questions} - points.keys()
    passing = applies
    kept = applies
    for criterion, verdict in zip(criteria, verdicts, strict=True):
        passing = passing & criterion.passes
        if verdict in ("met", "not_met"):
            kept = kept & criterion.applies
        if verdict == "met":
            kept = kept & criterion.met
    goal = passing.for_some(unknown) & kept.for_all(unknown)
    moves = goal.fewest_moves(points, _curable_questions(applies, criteria))
    if moves is None:
        return None
    after = {**points, **{move.name: move.point for move in moves}}
    lead = "做到下面这些，就都符合了"
    if passing.given(after).value is None:
        lead = "做到下面这些，不符合的条件就符合了；结论还要看没有回答的问题"
    cures = [c.condition.cure or f"满足“{c.condition.text}”" for c in failing]
    return Change(
        text=f"{lead}：{'；'.join(cure.rstrip('。') for cure in cures)}。",
        changes=tuple(
            _changed(question, points[question.id], move)
            for move in moves
            for question in questions
            if question.id == move.name
        ),
    )


def _curable_questions(applies: Decision, criteria: Sequence[Criterion]) -> frozenset[str]:
    """The questions only curable criteria rest on."""
    curable: frozenset[str] = frozenset()
    fixed = applies.support
    for criterion in criteria:
        if criterion.condition.curable:
            curable |= criterion.met.support
        else:
            fixed |= criterion.met.support | criterion.applies.support
    return curable - fixed


def _changed(question: Question, point: int, move: Move) -> ChangedAnswer:
    before, after = answer_at(question, point), answer_at(question, move.point)
    words = f"由“{question.words(before)}”变为“{question.words(after)}”"
    if question.type == "number":
        words = f"由 {question.words(before)}变为{_range(question, move)}"
    return ChangedAnswer(question.id, before, after, question.stated(words))


def _range(question: Question, move: Move) -> str:
    """All numbers that would do, in words."""
    if move.first == move.last:
        return f" {question.words(move.point)}"
    if move.last is None:
        return f"至少 {question.words(move.point)}"
    if move.first is None:
        return f"至多 {question.words(move.point)}"
    return f" {move.first} 至 {question.words(move.last)}"
