"""Proves the rules of an entry: questions, expressions, outcomes, and every example run on the real engine."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Sequence
from itertools import chain

from checkers import model as engine
from checkers.expression import ExpressionError, parse
from sitegen.draft import Draft, named, twice
from sitegen.model import Checker, Example, Question
from sitegen.problems import Loc, Problem, shown, suggest
from sitegen.proofs import Proofs
from sitegen.prove import VERDICTS
from sitegen.prove_page import Page
from sitegen.prove_space import sources


def rules(draft: Draft, proofs: Proofs | None = None) -> Iterator[Problem]:
    """Questions, expressions, outcomes and examples; the engine runs only rules that can be read.

    ``proofs`` proves what then holds of the examples for all answers.
    """
    questions = list(_questions(draft, draft.entry.checker)) if draft.entry.checker else []
    yield from questions
    expressions: list[Problem] = []
    if not questions and draft.sound("checker"):
        expressions = list(_expressions(draft))
        yield from expressions
    checker = draft.entry.checker
    if checker is None:
        return
    outcomes = list(_outcomes(draft, checker))
    yield from outcomes
    examples = list(_examples(draft, checker))
    yield from chain.from_iterable(examples)
    ready = not (questions or expressions or outcomes)
    if ready and draft.sound("checker", "conditions", "materials", "deadlines"):
        sound = [at for at, problems in enumerate(examples) if not problems]
        failing = list(_run(draft, checker, sound))
        yield from failing
        if proofs is not None and not failing and len(sound) == len(examples):
            for finding in proofs.findings(draft.entry):
                yield draft.places.problem(finding.loc, finding.message, offset=finding.offset)


def _questions(draft: Draft, checker: Checker) -> Iterator[Problem]:
    loc: Loc = ("checker", "questions")
    yield from twice(draft, named(checker.questions, loc))
    for at, question in enumerate(checker.questions):
        yield from twice(draft, named(question.options, (*loc, at, "options")))
        if draft.whole((*loc, at), (*loc, at, "options")):
            yield from _question(draft, (*loc, at), question)


def _question(draft: Draft, loc: Loc, question: Question) -> Iterator[Problem]:
    problem = draft.places.problem
    if keyword.iskeyword(question.id):
        yield problem((*loc, "id"), f"条件式里 {question.id} 另有意思，请换一个名字")
    if question.type == "choice":
        if len(question.options) < 2:
            yield problem(
                (*loc, "options"),
                f"选择题（choice）至少要有两个选项，现有 {len(question.options)} 个（例如 - {{id: city, label: 市批团}}）",
            )
    elif question.options:
        yield problem((*loc, "options"), f"只有选择题（type: choice）才写选项，现为 type: {question.type}")
    for number, option in enumerate(question.options):
        if option.id == "unknown":
            yield problem(
                (*loc, "options", number, "id"), "unknown 专指“不清楚”，每题都有，不用写；请换一个名字"
            )
    if question.type != "number":
        for name in ("unit", "min", "max"):
            if getattr(question, name) is not None:
                yield problem(
                    (*loc, name), f"只有数字题（type: number）才写 {name}，现为 type: {question.type}"
                )
    elif question.min is not None and question.max is not None and question.min > question.max:
        yield problem((*loc, "min"), f"最小值 {question.min} 不能大于最大值 {question.max}")


def _expressions(draft: Draft) -> Iterator[Problem]:
    """Every expression can be read and fits the questions; every question is used."""
    checker = draft.entry.checker
    questions = (
        [engine.Question.from_json(item.model_dump()) for item in checker.questions] if checker else []
    )
    used: set[str] = set()
    readable = True
    for loc, source in sources(draft.entry):
        if checker is None:
            yield draft.places.problem(loc, "写了条件式，就要在 checker.questions 里写出它用的问题")
            continue
        try:
            used |= parse(source, questions).names
        except ExpressionError as error:
            readable = False
            yield draft.places.problem(loc, error.message, offset=error.offset)
    if checker is None or not readable or not draft.sound("conditions", "materials", "deadlines"):
        return
    for at, question in enumerate(checker.questions):
        if question.id not in used:
            yield draft.places.problem(
                ("checker", "questions", at, "id"),
                f"没有哪个条件式用到问题 {question.id}；请在 met_if、when 等处用上它，或删去这个问题",
            )


def _outcomes(draft: Draft, checker: Checker) -> Iterator[Problem]:
    dimensions = [dimension.id for dimension in checker.dimensions]
    deadlines = [deadline.id for deadline in draft.entry.deadlines]
    for at, outcome in enumerate(checker.outcomes):
        loc: Loc = ("checker", "outcomes", at)
        if draft.sound("checker") and outcome.dimension not in dimensions:
            yield draft.places.problem(
                (*loc, "dimension"),
                f"checker.dimensions 里没有 {outcome.dimension}{suggest(outcome.dimension, dimensions)}",
            )
        for number, deadline in enumerate(outcome.deadlines):
            if draft.sound("deadlines") and deadline not in deadlines:
                yield draft.places.problem(
                    (*loc, "deadlines", number), f"deadlines 里没有 {deadline}{suggest(deadline, deadlines)}"
                )


# -- examples ------------------------------------------------------------------------------------------


def _examples(draft: Draft, checker: Checker) -> Iterator[list[Problem]]:
    """Check each example as it is written, one list per example."""
    for at, example in enumerate(checker.examples):
        loc: Loc = ("checker", "examples", at)
        yield [
            *(_answers(draft, checker, loc, example) if draft.sound("checker") else ()),
            *_expected(draft, checker, loc, example),
        ]


def _answers(draft: Draft, checker: Checker, loc: Loc, example: Example) -> Iterator[Problem]:
    questions = {question.id: question for question in checker.questions}
    for name, answer in example.answers.items():
        place: Loc = (*loc, "answers", name)
        if name not in questions:
            yield draft.places.key_problem(
                place, f"checker.questions 里没有问题 {name}{suggest(name, list(questions))}"
            )
        elif fault := _answer_fault(questions[name], answer):
            yield draft.places.problem(place, f"{fault}，现为 {shown(answer)}；不清楚就不写这一行")


def _answer_fault(question: Question, answer: bool | int | str) -> str:
    if question.type == "bool":
        return "" if isinstance(answer, bool) else "是非题应答 true（是）或 false（否）"
    if question.type == "choice":
        options = [option.id for option in question.options]
        return "" if answer in options else f"选择题应答 {'、'.join(options)} 之一"
    if isinstance(answer, bool) or not isinstance(answer, int):
        return "数字题应答整数（例如 3）"
    if question.min is not None and answer < question.min:
        return f"回答不能小于 {question.min}"
    if question.max is not None and answer > question.max:
        return f"回答不能大于 {question.max}"
    return ""


def _expected(draft: Draft, checker: Checker, loc: Loc, example: Example) -> Iterator[Problem]:
    expect, entry = example.expect, draft.entry
    if not expect.model_dump(exclude_none=True) and draft.whole((*loc, "expect")):
        yield draft.places.problem(
            (*loc, "expect"),
            "verdict（结论）、outcomes（结果）、materials（材料）、deadlines（时限）、criteria（条件）至少写一项，否则什么也没有检验",
        )
    criteria = [condition.id for condition in entry.conditions if condition.met_if is not None]
    for name in expect.criteria or {}:
        if draft.sound("conditions") and name not in criteria:
            yield draft.places.key_problem(
                (*loc, "expect", "criteria", name),
                f"conditions 里没有带 met_if 的 {name}{suggest(name, criteria)}",
            )
    outcomes = [outcome.id for outcome in checker.outcomes]
    materials = [material.name for material in entry.materials]
    deadlines = [deadline.id for deadline in entry.deadlines if deadline.when is not None]
    for part, word, name, found, known in (
        ("checker", "checker.outcomes", "outcomes", expect.outcomes, outcomes),
        ("materials", "materials", "materials", expect.materials, materials),
        ("deadlines", "写了 when 的 deadlines", "deadlines", expect.deadlines, deadlines),
    ):
        for number, item in enumerate(found or []):
            if draft.sound(part) and item not in known:
                yield draft.places.problem(
                    (*loc, "expect", name, number), f"{word} 里没有 {item}{suggest(item, known)}"
                )


def _run(draft: Draft, checker: Checker, numbers: Sequence[int]) -> Iterator[Problem]:
    """Every example comes out as it says."""
    page = Page.of(draft.entry)
    for at in numbers:
        example, loc = checker.examples[at], ("checker", "examples", at, "expect")
        shown_now = page.at(example.answers)
        expect = example.expect
        if expect.verdict is not None and expect.verdict != shown_now.verdict:
            reasons = [f"{name} {VERDICTS[verdict]}" for name, verdict in shown_now.criteria.items()]
            because = f"（{'，'.join(reasons)}）" if reasons else ""
            yield draft.places.problem(
                (*loc, "verdict"),
                f"例子不成立：写的是 {expect.verdict}（{VERDICTS[expect.verdict]}），"
                f"按规则得出 {shown_now.verdict}（{VERDICTS[shown_now.verdict]}）{because}",
            )
        for name, verdict in (expect.criteria or {}).items():
            found = shown_now.criteria[name]
            if found != verdict:
                yield draft.places.problem(
                    (*loc, "criteria", name),
                    f"例子不成立：写的是 {verdict}（{VERDICTS[verdict]}），按规则得出 {found}（{VERDICTS[found]}）",
                )
        for part, expected, listed in (
            ("outcomes", expect.outcomes, shown_now.outcomes),
            ("materials", expect.materials, shown_now.materials),
            ("deadlines", expect.deadlines, shown_now.applying),
        ):
            if expected is not None:
                yield from _compare(draft, (*loc, part), expected, listed)


def _compare(draft: Draft, loc: Loc, expected: Sequence[str], found: Sequence[str]) -> Iterator[Problem]:
    extra = [item for item in expected if item not in found]
    absent = [item for item in found if item not in expected]
    if extra or absent:
        parts = [f"不应有 {'、'.join(extra)}"] if extra else []
        parts += [f"还应有 {'、'.join(absent)}"] if absent else []
        yield draft.places.problem(loc, f"例子不成立：按规则，这里{'，'.join(parts)}")
