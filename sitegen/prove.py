"""Proves the rules of one entry over its whole answer space; what is wrong comes with a counterexample."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from checkers.criteria import Verdict
from checkers.diagram import Decision
from checkers.model import Answer, Question
from sitegen.model import Entry
from sitegen.problems import Loc
from sitegen.prove_monotone import TooLarge, prove_monotone, size
from sitegen.prove_mutation import Survivor, prove_mutation
from sitegen.prove_page import Page
from sitegen.prove_space import CHECKER_APPLIES, Space, as_yaml, in_words, sources

VERDICTS: dict[Verdict, str] = {
    "met": "满足",
    "not_met": "不满足",
    "unknown": "还不能确定",
    "not_applicable": "不适用",
}


@dataclass(frozen=True)
class Finding:
    """What cannot be published: where in the entry, why, and from which character of the value on."""

    loc: Loc
    message: str
    offset: int | None = None


@dataclass(frozen=True)
class Proof:
    """What was proved of one checker.

    ``method`` says how its answer sets were run, see ``prove_monotone``; ``advice`` which examples are missing.
    """

    questions: int
    states: int
    outcomes: int
    examples: int
    mutants: int
    killed: int
    equivalent: int
    method: str
    findings: tuple[Finding, ...]
    advice: tuple[str, ...]


def prove(entry: Entry) -> Proof:
    """Prove the checker of an entry that has one, whose expressions can be read and whose examples hold."""
    checker = entry.checker
    assert checker is not None
    page = Page.of(entry)
    space = Space(page.pack, [example.answers for example in checker.examples])
    findings = [*_reachable(entry, space), *_one_outcome(space), *_dead_questions(space)]
    try:
        method, reversal = prove_monotone(page, space)
    except TooLarge as error:
        method = "太大"
        message = f"有一条规则连着 {len(error.names)} 个问题（{'、'.join(error.names)}），共 {error.states} 种情形，无法逐一检验；请拆成几条短的条件式"
        findings.append(Finding(("checker", "questions"), message))
        reversal = None
    if reversal:
        questions = space.questions
        message = (
            f"知道得更多，“{reversal.what}”却变了：先答 {_shown_answers(reversal.before, questions)}，"
            f"再答到 {_shown_answers(reversal.after, questions)}"
        )
        findings.append(Finding(("checker",), message))
    told = {finding.loc for finding in findings}
    sound = [(loc, source) for loc, source in sources(entry) if loc not in told]
    mutation = prove_mutation(page, space, checker.examples, sound)
    findings += (_survived(survivor, space.questions) for survivor in mutation.survivors)
    return Proof(
        questions=len(checker.questions),
        states=size(space.domains),
        outcomes=len(checker.outcomes),
        examples=len(checker.examples),
        mutants=mutation.total,
        killed=mutation.total - mutation.equivalent - len(mutation.survivors),
        equivalent=mutation.equivalent,
        method=method,
        findings=tuple(findings),
        advice=tuple(_advice(mutation.survivors)),
    )


# -- what can come out ---------------------------------------------------------------------------------


def _reachable(entry: Entry, space: Space) -> Iterator[Finding]:
    """Every outcome, verdict and need is possible, and so is its absence."""
    yield from _constant(CHECKER_APPLIES, space.applies if space.checker.applies_if else None)
    applies = space.applies
    computed = {at for at, _ in space.criteria}
    for at, condition in enumerate(entry.conditions):
        if condition.applies_if is not None and at not in computed:
            yield Finding(
                ("conditions", at, "applies_if"), "没有 met_if，applies_if 不起作用；补上 met_if 或删去这一行"
            )
    for at, criterion in space.criteria:
        loc: Loc = ("conditions", at)
        if criterion.condition.applies_if is not None:
            here = applies & criterion.applies
            if here.value is False:
                yield Finding((*loc, "applies_if"), "任何一组回答都不会使它成立，这个条件永远“不适用”")
            elif (applies & ~criterion.applies).value is False:
                yield Finding((*loc, "applies_if"), "任何一组回答都使它成立，写了等于没写；请删去或改正")
        here = applies & criterion.applies
        if (here & criterion.met).value is False:
            yield Finding((*loc, "met_if"), "任何一组回答都不会满足这个条件；请改正条件式")
        elif (here & ~criterion.met).value is False:
            yield Finding(
                (*loc, "met_if"), "任何一组回答都满足这个条件，不用核验；请改正条件式，或删去 met_if"
            )
    if space.criteria and applies.value is not False and space.all_pass.value is False:
        yield Finding(("checker", "verdicts"), "这些条件不可能同时满足，永远得不出 met（满足）")
    for at, _, case in space.outcomes:
        if case.value is False:
            yield Finding(
                ("checker", "outcomes", at, "when"),
                "任何一组回答都得不出这个结果；请改正条件式，或删去这个结果",
            )
    for loc, case in space.whens:
        yield from _constant(loc, case)
    yield from _idle_words(entry, space)


def _constant(loc: Loc, case: Decision | None) -> Iterator[Finding]:
    if case is not None and case.value is not None:
        always = "都使它成立，写了等于没写" if case.value else "都不会使它成立"
        yield Finding(loc, f"任何一组回答{always}；请改正条件式或删去")


def _idle_words(entry: Entry, space: Space) -> Iterator[Finding]:
    """Words for a verdict that never comes out."""
    assert entry.checker is not None
    written = entry.checker.verdicts
    if written.not_met is not None and not space.criteria:
        yield Finding(
            ("checker", "verdicts", "not_met"),
            "没有 met_if 的条件，永远得不出 not_met（不满足）；请删去这几句",
        )
    if written.not_applicable is not None and space.checker.applies_if is None:
        yield Finding(
            ("checker", "verdicts", "not_applicable"),
            "没有 checker.applies_if，永远得不出 not_applicable（不适用）；请删去这几句",
        )


def _one_outcome(space: Space) -> Iterator[Finding]:
    """Exactly one outcome of a dimension holds wherever the check applies."""
    for number, dimension in enumerate(space.checker.dimensions):
        cases = [
            (at, outcome, case) for at, outcome, case in space.outcomes if outcome.dimension == dimension
        ]
        none = space.applies
        for _, _, case in cases:
            none = none & ~case
        answers = space.counterexample(none)
        if answers is not None:
            yield Finding(
                ("checker", "dimensions", number),
                f"有的回答在这一组里一个结果也得不出：{_shown_answers(answers, space.questions)}；"
                f"请加一个结果，或放宽某个结果的 when",
            )
        for (_, first, one), (at, second, other) in combinations(cases, 2):
            answers = space.counterexample(one & other)
            if answers is not None:
                yield Finding(
                    ("checker", "outcomes", at, "when"),
                    f"有的回答同时得出 {first.id} 和 {second.id}：{_shown_answers(answers, space.questions)}；"
                    f"同一组（{dimension}）里只能成立一个",
                )


def _dead_questions(space: Space) -> Iterator[Finding]:
    """Each question can change something that is shown."""
    alive: set[str] = set()
    for case in space.decisions():
        alive |= case.support
    for at, question in enumerate(space.questions):
        if question.id not in alive:
            yield Finding(
                ("checker", "questions", at, "id"),
                f"问题 {question.id} 怎样回答，结果都一样；请改正用到它的条件式，或删去这个问题",
            )


# -- words ---------------------------------------------------------------------------------------------


def _shown_answers(answers: dict[str, Answer], questions: Sequence[Question]) -> str:
    return f"{in_words(answers, questions) or '什么也不答'}（answers: {as_yaml(answers)}）"


def _survived(survivor: Survivor, questions: Sequence[Question]) -> Finding:
    witness = survivor.witness
    keys = witness.now.difference(survivor.changed)
    before, after = witness.now.expected(keys), survivor.changed.expected(keys)
    if witness.example is not None:
        where = f"请在例子“{witness.example.name}”的 expect 里补上 {before}"
    else:
        deciding = [question for question in questions if question.id in survivor.deciding]
        where = f"请补一个例子，{_shown_answers(witness.answers, deciding)}，按现在的规则得 {before}"
    message = f"{survivor.mutant.words}，没有一个例子会发现；{where}（改了就成了 {after}）"
    return Finding(survivor.loc, message, survivor.mutant.offset)


def _advice(survivors: Sequence[Survivor]) -> Iterator[str]:
    """The examples that would catch all survivors, to be checked against the source before they are added."""
    by_witness: dict[int, list[Survivor]] = {}
    for survivor in survivors:
        by_witness.setdefault(id(survivor.witness), []).append(survivor)
    for shown in by_witness.values():
        witness = shown[0].witness
        keys = {key for each in shown for key in witness.now.difference(each.changed)}
        if witness.example is not None:
            lead = f"例子“{witness.example.name}”的 expect 补上"
        else:
            lead = f"加例子 answers: {as_yaml(witness.answers)}，按现在的规则得"
            keys |= {"verdict", "outcomes"}  # what a new example says first
        yield f"{lead} {witness.now.expected(keys)}（能发现 {len(shown)} 处）"
