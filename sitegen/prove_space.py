"""The expressions of an entry, the space of all answers to its questions, and what the rules say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from pydantic import BaseModel

from checkers.criteria import Criterion, decision
from checkers.diagram import Branch, Decision, Points
from checkers.expression import answer_at, points
from checkers.model import (
    Answer,
    Answers,
    Pack,
    Question,
)
from sitegen.model import Entry
from sitegen.problems import Loc

CHECKER_APPLIES: Loc = ("checker", "applies_if")


def sources(entry: Entry) -> Iterator[tuple[Loc, str]]:
    """Every expression of an entry with its place."""
    groups: list[tuple[Loc, Iterable[BaseModel], tuple[str, ...]]] = [
        (("conditions",), entry.conditions, ("applies_if", "met_if")),
        (("materials",), entry.materials, ("when",)),
        (("deadlines",), entry.deadlines, ("when",)),
    ]
    if entry.checker is not None:
        groups.append((("checker", "outcomes"), entry.checker.outcomes, ("when",)))
        if entry.checker.applies_if is not None:
            yield CHECKER_APPLIES, entry.checker.applies_if
    for loc, items, names in groups:
        for at, item in enumerate(items):
            for name in names:
                if (source := getattr(item, name)) is not None:
                    yield (*loc, at, name), source


class Space:
    """All answer sets of a checker, and what every rule says of each."""

    def __init__(self, pack: Pack, bases: Sequence[Answers] = ()) -> None:
        """``bases`` are answer sets near which counterexamples are looked for, the editor's own examples."""
        checker = pack.checker
        assert checker is not None
        self.pack = pack
        self.checker = checker
        self.questions = checker.questions
        self.applies = decision(checker.applies_if, self.questions)
        self.criteria = [
            (at, Criterion.of(condition, self.questions))
            for at, condition in enumerate(pack.conditions)
            if condition.met_if is not None
        ]
        self.outcomes = [
            (at, outcome, self.applies & decision(outcome.when, self.questions))
            for at, outcome in enumerate(checker.outcomes)
        ]
        self.whens: list[tuple[Loc, Decision]] = [
            ((part, at, "when"), decision(item.when, self.questions))
            for part in ("materials", "deadlines")
            for at, item in enumerate(getattr(pack, part))
            if item.when is not None
        ]
        self.all_pass = self.applies
        for _, criterion in self.criteria:
            self.all_pass = self.all_pass & criterion.passes
        self._bases = [self._completed(base) for base in (*bases, {})]

    def decisions(self) -> list[Decision]:
        """Everything that is shown, as functions of complete answers."""
        return [
            self.applies,
            *(self.applies & case for _, criterion in self.criteria for _, case in criterion.cases()),
            *(case for _, _, case in self.outcomes),
            *(case for _, case in self.whens),
        ]

    @cached_property
    def domains(self) -> dict[str, tuple[Answer, ...]]:
        """The answers of each question that can differ in effect: options, yes and no, one number a piece."""
        cuts: dict[str, set[int]] = {question.id: set() for question in self.questions}
        parts = [part for _, criterion in self.criteria for part in (criterion.applies, criterion.met)]
        for case in (*self.decisions(), *parts):
            for branch in branches(case):
                cuts[branch.name] |= set(branch.cuts)
        return {question.id: _pieces(question, sorted(cuts[question.id])) for question in self.questions}

    def counterexample(self, case: Decision) -> dict[str, Answer] | None:
        """A complete answer set for which ``case`` holds, as near as possible to one of the examples."""
        names = [question.id for question in self.questions]
        best: tuple[int, Points] | None = None
        for base in self._bases:
            moves = case.fewest_moves(base, names)
            if moves is not None and (best is None or len(moves) < best[0]):
                best = len(moves), {**base, **{move.name: move.point for move in moves}}
        if best is None:
            return None
        return {question.id: answer_at(question, best[1][question.id]) for question in self.questions}

    def _completed(self, answers: Answers) -> Points:
        """Answers as points, the missing ones filled in with the least there is."""
        least = {q.id: _least(q) for q in self.questions}
        return {**least, **points(answers, self.questions)}


def either(left: Decision, right: Decision) -> Decision:
    """Where the two differ."""
    return (left & ~right) | (~left & right)


def branches(case: Decision) -> Iterator[Branch]:
    """Every branch of a decision once."""
    seen: set[int] = set()
    waiting = [case.diagram]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Branch) and id(node) not in seen:
            seen.add(id(node))
            waiting += node.children
            yield node


def in_words(answers: Answers, questions: Sequence[Question]) -> str:
    """An answer set as a reader would give it."""
    return "；".join(q.stated(q.words(answers[q.id])) for q in questions if q.id in answers)


def as_yaml(answers: Answers) -> str:
    """An answer set as an editor writes it: ``{shops: 2, kind: joint, open: true}``."""
    words = {True: "true", False: "false"}
    parts = (
        f"{name}: {words[value] if isinstance(value, bool) else value}" for name, value in answers.items()
    )
    return f"{{{', '.join(parts)}}}"


def _least(question: Question) -> int:
    if question.type != "number":
        return 0
    if question.min is not None:
        return question.min
    return min(0, question.max) if question.max is not None else 0


def _pieces(question: Question, cuts: Sequence[int]) -> tuple[Answer, ...]:
    if question.type == "bool":
        return (False, True)
    if question.type == "choice":
        return tuple(option.id for option in question.options)
    if not cuts:
        return (_least(question),)
    first = cuts[0] - 1 if question.min is None else question.min
    return (first, *cuts)
