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
    """The unanswered questions that can still make a difference to any of the cases, the cheapest first.

    Cheapest is the one whose answer leaves the fewest others open: at worst, then over all its answers; of equals
    the earlier in the data.
    """
    undecided = [rest for rest in (case.given(points) for case in cases) if rest.value is None]
    support = {id(rest): rest.support for rest in undecided}
    names = frozenset[str]().union(*support.values())
    found = [question for question in questions if question.id in names]
    if len(found) < 2:
        return found

    def cost(question: Question) -> tuple[int, int]:
        touched = [rest for rest in undecided if question.id in support[id(rest)]]
        others = [support[id(rest)] for rest in undecided if question.id not in support[id(rest)]]
        cuts = sorted({cut for rest in touched for cut in rest.cuts(question.id)})
        left = [
            len(
                frozenset[str]().union(
                    *others, *(rest.given({question.id: point}).support for rest in touched)
                )
            )
            for point in (cuts[0] - 1, *cuts)
        ]
        return max(left), sum(left)

    return sorted(found, key=cost)
