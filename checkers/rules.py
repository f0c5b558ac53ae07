"""Am I eligible, and which outcome holds: the rules of one entry applied to the answers given so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from checkers.criteria import Criterion, Verdict, decision, missing, reasons
from checkers.cures import Change, smallest_change
from checkers.diagram import Decision, Points
from checkers.expression import points as points_of
from checkers.model import Answers, Checker, Outcome, Pack, Question, VerdictText

_ELIGIBILITY: dict[Verdict, VerdictText] = {
    "met": VerdictText("可以办", "备齐材料后办理；去之前先打电话核实。"),
    "not_met": VerdictText("不能办", "先不要提交；打电话说明情况，问清楚还有没有别的办法。"),
    "unknown": VerdictText("还不能确定", "补答没有回答的问题；拿不准的，打电话问。"),
    "not_applicable": VerdictText("不适用", "这项核验不适用于你的情况；该办什么、找谁办，打电话问。"),
}
_SELECTION: dict[Verdict, VerdictText] = {
    **_ELIGIBILITY,
    "met": VerdictText("已经确定", "照结果办理；去之前先打电话核实。"),
}
"""Words for a check without criteria: it selects, it does not promise that anything can be done."""


@dataclass(frozen=True)
class CriterionResult:
    """One criterion's verdict. ``because``: the deciding answers, or the missing ones while unknown."""

    id: str
    verdict: Verdict
    text: str
    clause: str
    because: str


@dataclass(frozen=True)
class OutcomeResult:
    """An outcome that definitely holds. ``because``: the deciding answers in words."""

    id: str
    dimension: str
    dimension_title: str
    label: str
    next: str | None
    clause: str
    deadlines: tuple[str, ...]
    because: str


@dataclass(frozen=True)
class Result:
    """What a check says.

    ``because``: the answers that make the whole check not applicable, else empty. ``open``: the questions that
    can still matter, the cheapest first.
    """

    verdict: Verdict
    label: str
    because: str
    outcomes: tuple[OutcomeResult, ...]
    criteria: tuple[CriterionResult, ...]
    open: tuple[Question, ...]
    change: Change | None
    next: str
    phone: str | None
    notice: str

    @property
    def status(self) -> str:
        """The result in a line: the verdict, and while it is open how many answers it still takes."""
        return f"{self.label}，还差 {len(self.open)} 个回答" if self.verdict == "unknown" else self.label

    def as_json(self) -> dict[str, Any]:
        """The answer to a ``check`` request (bridge protocol)."""
        return {
            "verdict": self.verdict,
            "label": self.label,
            "status": self.status,
            "because": self.because,
            "outcomes": [{**asdict(o), "deadlines": list(o.deadlines)} for o in self.outcomes],
            "criteria": [asdict(criterion) for criterion in self.criteria],
            "open": [{"id": question.id, "ask": question.ask} for question in self.open],
            "change": self.change.as_json() if self.change else None,
            "next": self.next,
            "phone": self.phone,
            "notice": self.notice,
        }


class Rules:
    """The compiled rules of one pack.

    Raises ExpressionError when an expression of the pack is faulty.
    """

    def __init__(self, pack: Pack, checker: Checker) -> None:
        questions = checker.questions
        self._pack = pack
        self._checker = checker
        self._questions = questions
        self._applies = decision(checker.applies_if, questions)
        self._criteria = [Criterion.of(c, questions) for c in pack.conditions if c.met_if is not None]
        self._outcomes = [(o, self._applies & decision(o.when, questions)) for o in checker.outcomes]
        whens = [*(material.when for material in pack.materials), *(d.when for d in pack.deadlines)]
        self._selected = [self._applies & decision(when, questions) for when in whens]
        self._all_pass = self._applies
        for criterion in self._criteria:
            self._all_pass = self._all_pass & criterion.passes

    def check(self, answers: Answers) -> Result:
        """Apply the rules to the known answers; learning more never reverses a definite verdict."""
        points = points_of(answers, self._questions)
        criteria = [self._criterion(criterion, points, answers) for criterion in self._criteria]
        outcomes = [
            self._outcome(outcome, case, points, answers)
            for outcome, case in self._outcomes
            if case.given(points).value
        ]
        verdict = self._verdict(points, criteria, outcomes)
        words = self._checker.verdicts.get(verdict) or (_ELIGIBILITY if criteria else _SELECTION)[verdict]
        return Result(
            verdict=verdict,
            label=words.label,
            because=(
                reasons(self._applies, points, answers, self._questions)
                if verdict == "not_applicable"
                else ""
            ),
            outcomes=tuple(outcomes),
            criteria=tuple(criteria),
            open=tuple(self._open(points, verdict)),
            change=(
                smallest_change(self._applies, self._criteria, points, self._questions)
                if verdict == "not_met"
                else None
            ),
            next=words.next,
            phone=self._pack.phone,
            notice=self._pack.notice,
        )

    def _verdict(
        self, points: Points, criteria: Sequence[CriterionResult], outcomes: Sequence[OutcomeResult]
    ) -> Verdict:
        applies = self._applies.given(points).value
        if applies is False:
            return "not_applicable"
        if applies is None:
            return "unknown"
        if criteria:
            if any(criterion.verdict == "not_met" for criterion in criteria):
                return "not_met"
            return "met" if self._all_pass.given(points).value else "unknown"
        if self._outcomes:
            complete = {outcome.dimension for outcome in outcomes} >= self._checker.dimensions.keys()
        else:
            complete = all(case.given(points).value is not None for case in self._selected)
        return "met" if complete else "unknown"

    def _open(self, points: Points, verdict: Verdict) -> list[Question]:
        cases = [case for _, case in self._outcomes]
        if not self._criteria and not self._outcomes:
            cases = self._selected
        if verdict != "unknown":
            return missing(cases, points, self._questions)
        found = missing([*cases, self._applies, self._all_pass], points, self._questions)
        if found:
            return found
        # Criteria that cannot all be met any more though none has failed yet: ask until it shows which one fails.
        cases = [case for criterion in self._criteria for _, case in criterion.cases()]
        return missing(cases, points, self._questions)

    def _criterion(self, criterion: Criterion, points: Points, answers: Answers) -> CriterionResult:
        verdict = criterion.verdict(points)
        cases = dict(criterion.cases())
        if verdict != "unknown":
            because = reasons(cases[verdict], points, answers, self._questions)
        elif criterion.passes.given(points).value:
            because = "适用不适用都不影响结论"
        else:
            asked = missing(list(cases.values()), points, self._questions)
            because = "还没有回答：" + "；".join(question.ask for question in asked)
        condition = criterion.condition
        return CriterionResult(condition.id, verdict, condition.text, condition.clause, because)

    def _outcome(self, outcome: Outcome, case: Decision, points: Points, answers: Answers) -> OutcomeResult:
        return OutcomeResult(
            id=outcome.id,
            dimension=outcome.dimension,
            dimension_title=self._checker.dimensions[outcome.dimension],
            label=outcome.label,
            next=outcome.next,
            clause=outcome.clause,
            deadlines=outcome.deadlines,
            because=reasons(case, points, answers, self._questions),
        )
