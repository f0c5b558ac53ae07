"""The examples catch every single change of a rule, or the change changes nothing."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from checkers.criteria import Criterion
from checkers.diagram import Branch, Decision, Diagram
from checkers.expression import ExpressionError, parse, points
from checkers.model import Answer, Answers
from sitegen.model import Example
from sitegen.mutants import Mutant, mutants
from sitegen.problems import Loc
from sitegen.prove_page import Page, Shown, with_source
from sitegen.prove_space import CHECKER_APPLIES, Space, either


@dataclass(frozen=True)
class Witness:
    """Answers that would show a change: those of ``example``, or of one still to be written (None)."""

    example: Example | None
    answers: dict[str, Answer]
    now: Shown


@dataclass(frozen=True)
class Survivor:
    """A change no example notices, and where the page would then show something else.

    ``deciding`` are the questions of the expression and those on which it depends whether the change shows.
    """

    loc: Loc
    mutant: Mutant
    deciding: frozenset[str]
    witness: Witness
    changed: Shown


@dataclass(frozen=True)
class Mutation:
    """How many changes there are, how many of them change nothing, and those no example notices."""

    total: int
    equivalent: int
    survivors: tuple[Survivor, ...]


@dataclass(frozen=True)
class _Unnoticed:
    """Changes of one expression to the same function: where the page differs, and the page changed."""

    loc: Loc
    mutants: list[Mutant]
    difference: Decision
    deciding: frozenset[str]
    page: Page


def prove_mutation(
    page: Page, space: Space, examples: Sequence[Example], sources: Sequence[tuple[Loc, str]]
) -> Mutation:
    """Make every change of every expression and run the examples it could concern on the real engine."""
    total = equivalent = 0
    unnoticed: list[_Unnoticed] = []
    for loc, source in sources:
        original = parse(source, space.questions)
        functions: dict[Hashable, tuple[Decision, list[Mutant]]] = {}
        for mutant in mutants(source, space.questions):
            try:
                changed = parse(mutant.source, space.questions).decision
            except ExpressionError:  # a threshold beyond what can be written
                continue
            total += 1
            functions.setdefault(_key(changed.diagram), (changed, []))[1].append(mutant)
        for changed, same in functions.values():
            mutated = Page(with_source(page.pack, loc, same[0].source))
            if _noticed(mutated, space, examples, original.decision, changed):
                continue
            difference = next(
                (d for d in _differences(space, loc, original.decision, changed) if d.value is not False),
                None,
            )
            if difference is None:
                equivalent += len(same)
            else:
                unnoticed.append(
                    _Unnoticed(loc, same, difference, difference.support | original.names, mutated)
                )
    return Mutation(total, equivalent, tuple(_witnessed(page, space, examples, unnoticed)))


def _noticed(
    mutated: Page, space: Space, examples: Sequence[Example], original: Decision, changed: Decision
) -> bool:
    """Whether an example fails on the changed page. One for which the same is left to decide cannot."""
    for example in examples:
        at = points(example.answers, space.questions)
        same = _key(original.given(at).diagram) == _key(changed.given(at).diagram)
        if not same and not mutated.at(example.answers).fulfils(example.expect):
            return True
    return False


def _differences(space: Space, loc: Loc, original: Decision, changed: Decision) -> list[Decision]:
    """Where the page would show something else for complete answers; what can be seen best comes first."""
    where = either(original, changed)
    if loc == CHECKER_APPLIES or loc[0] in ("materials", "deadlines"):
        return [where]
    if loc[0] == "checker":
        return [space.applies & where]
    passing = space.applies
    shown = Decision(False)
    for at, criterion in space.criteria:
        if loc[:2] != ("conditions", at):
            passing = passing & criterion.passes
            continue
        other = _changed(criterion, str(loc[2]), changed)
        for (_, before), (_, after) in zip(criterion.cases(), other.cases(), strict=True):
            shown = shown | either(before, after)
        passing = passing & other.passes
    return [either(space.all_pass, passing), space.applies & shown]


def _changed(criterion: Criterion, name: str, changed: Decision) -> Criterion:
    if name == "met_if":
        return Criterion(criterion.condition, criterion.applies, changed)
    return Criterion(criterion.condition, changed, criterion.met)


def _witnessed(
    page: Page, space: Space, examples: Sequence[Example], unnoticed: Sequence[_Unnoticed]
) -> Iterator[Survivor]:
    """Each survivor with answers that show it: an example that expects too little, else as few new ones as may be."""
    new = [space.counterexample(each.difference) for each in unnoticed]
    candidates: list[tuple[Example | None, Answers]] = [(example, example.answers) for example in examples]
    candidates += [(None, answers) for answers in new if answers is not None]
    showing = [_showing(page, space, answers, unnoticed) for _, answers in candidates]
    left = set(range(len(unnoticed)))
    chosen: dict[int, Witness] = {}
    while left:
        best = max(
            range(len(candidates)),
            key=lambda at: (
                candidates[at][0] is not None and bool(showing[at] & left),
                len(showing[at] & left),
            ),
        )
        example, answers = candidates[best]
        witness = Witness(example, dict(answers), page.at(answers))
        chosen |= dict.fromkeys(showing[best] & left, witness)
        left -= showing[best]
    for at, each in enumerate(unnoticed):
        witness = chosen[at]
        changed = each.page.at(witness.answers)
        for mutant in each.mutants:
            yield Survivor(each.loc, mutant, each.deciding, witness, changed)


def _showing(page: Page, space: Space, answers: Answers, unnoticed: Sequence[_Unnoticed]) -> set[int]:
    """The changes that show in what an example with these answers can expect."""
    at = points(answers, space.questions)
    found = {number for number, each in enumerate(unnoticed) if each.difference.given(at).value}
    if len(at) == len(space.questions):
        return found
    now = page.at(answers)  # with answers missing, a no may turn into what is only open
    return {number for number in found if now.difference(unnoticed[number].page.at(answers))}


def _key(diagram: Diagram) -> Hashable:
    """Equal for equal functions: diagrams are canonical."""
    if not isinstance(diagram, Branch):
        return diagram
    return diagram.name, diagram.cuts, tuple(_key(child) for child in diagram.children)
