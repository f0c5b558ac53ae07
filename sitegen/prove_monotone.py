"""Learning more never reverses what is certain: run on the real engine with every answer also unknown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from checkers.diagram import Decision
from checkers.expression import points
from checkers.model import Answer, Answers
from sitegen.prove_page import Page, Shown
from sitegen.prove_space import Space

MOST_STATES = 2_500
"""Partial answer sets run on the engine in one piece; a check takes up to a millisecond."""

MOST_OF_ONE = 50_000
"""Partial answer sets of a single rule, evaluated on its diagram."""

Certain = Mapping[str, object]
"""What is certain so far, by a name for people."""


@dataclass(frozen=True)
class Reversal:
    """Something certain for ``before`` that is otherwise, or open again, for ``after``, which only knows more."""

    what: str
    before: dict[str, Answer]
    after: dict[str, Answer]


class TooLarge(Exception):
    """One rule rests on so many questions that its answer sets cannot all be run."""

    def __init__(self, states: int, names: list[str]) -> None:
        super().__init__(f"{states}: {names}")
        self.states = states
        self.names = names


def certain(shown: Shown) -> dict[str, object]:
    """Everything definite in what is shown."""
    found: dict[str, object] = {f"结果 {outcome}": True for outcome in shown.outcomes}
    if shown.verdict != "unknown":
        found["结论"] = shown.verdict
    found |= {f"条件 {name}": value for name, value in shown.criteria.items() if value != "unknown"}
    found |= {f"材料 {name}": value for name, value in shown.needs.items() if value != "unknown"}
    found |= {f"时限 {name}": value for name, value in shown.deadlines.items() if value is not None}
    return found


def reversal(domains: Mapping[str, tuple[Answer, ...]], at: Callable[[Answers], Certain]) -> Reversal | None:
    """The first certainty that some single further answer takes back, over all partial answer sets."""
    names = list(domains)
    results: dict[tuple[Answer | None, ...], Certain] = {}
    for state in product(*((None, *domains[name]) for name in names)):
        results[state] = at(_known(names, state))
    for state, before in results.items():
        for place, answer in enumerate(state):
            if answer is not None:
                continue
            for further in domains[names[place]]:
                longer = (*state[:place], further, *state[place + 1 :])
                after = results[longer]
                for what, value in before.items():
                    if after.get(what) != value:
                        return Reversal(what, _known(names, state), _known(names, longer))
    return None


def prove_monotone(page: Page, space: Space) -> tuple[str, Reversal | None]:
    """The method that was possible, and a reversal if there is one.

    All partial answer sets where they are few enough; else those of each group of questions that no
    expression connects; in a group still too large those of each rule by itself. The verdict joins rules by
    what is certain of each, so it cannot be reversed where none of them can. Raises TooLarge.
    """
    if size(space.domains) <= MOST_STATES:
        return "逐一", reversal(space.domains, lambda answers: certain(page.at(answers)))
    method = "分组"
    for group in _groups(space):
        domains = _only(space.domains, group)
        if size(domains) <= MOST_STATES:
            found = reversal(domains, lambda answers: certain(page.at(answers)))
        else:
            method = "分条"
            found = next(
                filter(None, (_of_case(space, case) for case in space.decisions() if case.support & group)),
                None,
            )
        if found:
            return method, found
    return method, None


def size(domains: Mapping[str, tuple[Answer, ...]]) -> int:
    """How many partial answer sets there are, each question also unanswered."""
    count = 1
    for answers in domains.values():
        count *= len(answers) + 1
    return count


def _of_case(space: Space, case: Decision) -> Reversal | None:
    """A reversal of one rule on its own questions."""
    domains = _only(space.domains, case.support)
    if size(domains) > MOST_OF_ONE:
        raise TooLarge(size(domains), list(domains))

    def at(answers: Answers) -> Certain:
        value = case.given(points(answers, space.questions)).value
        return {} if value is None else {"一条条件式": value}

    return reversal(domains, at)


def _only(domains: Mapping[str, tuple[Answer, ...]], names: Collection[str]) -> dict[str, tuple[Answer, ...]]:
    return {name: answers for name, answers in domains.items() if name in names}


def _known(names: Sequence[str], state: Sequence[Answer | None]) -> dict[str, Answer]:
    return {name: answer for name, answer in zip(names, state, strict=True) if answer is not None}


def _groups(space: Space) -> list[frozenset[str]]:
    """The questions, those together that a rule connects."""
    groups: list[frozenset[str]] = [frozenset({question.id}) for question in space.questions]
    for case in space.decisions():
        joined = [group for group in groups if group & case.support]
        if len(joined) > 1:
            groups = [group for group in groups if group not in joined] + [frozenset().union(*joined)]
    return groups
