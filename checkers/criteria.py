"""One condition of acceptance (受理条件) made computable, and its verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from checkers.diagram import Decision, Points
from checkers.expression import parse
from checkers.model import Answers, Condition, Question

Verdict = Literal["met", "not_met", "unknown", "not_applicable"]


@dataclass(frozen=True)
class Criterion:
    """A condition with ``met_if``: when it applies, and when it is met."""

    condition: Condition
    applies: Decision
    met: Decision

    @classmethod
    def of(cls, condition: Condition, questions: Sequence[Question]) -> Criterion:
        """Read the expressions of a condition. Raises ExpressionError."""
        return cls(
            condition,
            decision(condition.applies_if, questions),
            decision(condition.met_if, questions),
        )

    @property
    def passes(self) -> Decision:
        """True where the condition is met or does not apply."""
        return ~self.applies | self.met

    def cases(self) -> list[tuple[Verdict, Decision]]:
        """The definite verdicts and when each holds."""
        return [
            ("not_applicable", ~self.applies),
            ("met", self.applies & self.met),
            ("not_met", self.applies & ~self.met),
        ]

    def verdict(self, points: Points) -> Verdict:
        """The verdict as far as the known answers go; once definite, further answers cannot reverse it."""
        for verdict, case in self.cases():
            if case.given(points).value:
                return verdict
        return "unknown"


def decision(source: str | None, questions: Sequence[Question]) -> Decision:
    """An expression as a decision; no expression always holds. Raises ExpressionError."""
    return Decision(True) if source is None else parse(source, questions).decision


def reasons(case: Decision, points: Points, answers: Answers, questions: Sequence[Question]) -> str:
    """The answers that decide a case, in words; empty if it needs none or is not decided."""
    names = case.deciding(points)
    return "；".join(q.stated(q.words(answers[q.id])) for q in questions if q.id in names)


def missing(cases: Sequence[Decision], points: Points, questions: Sequence[Question]) -> list[Question]:
    """The unanswered questions that can still make a difference to any of the cases, in the data's order."""
    names = {name for case in cases for name in case.given(points).support}
    return [question for question in questions if question.id in names]
