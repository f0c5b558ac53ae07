"""The laws of three-valued logic (S. C. Kleene, Introduction to Metamathematics, §64), over all values."""

from __future__ import annotations

import ast
from itertools import product

import pytest
from hypothesis import given
from sample_packs import SPACE_QUESTIONS, partial_answers, sources, truth

from checkers.expression import parse
from checkers.model import Answer, Question

T, F, U = True, False, None
VALUES = (T, F, U)
NAMES = ("p", "q", "r")
QUESTIONS = tuple(Question(name, f"{name}？", "bool") for name in NAMES)
RANDOM = tuple(Question.from_json(question) for question in SPACE_QUESTIONS)


def value(source: str, *values: bool | None) -> bool | None:
    answers = {name: v for name, v in zip(NAMES, values, strict=False) if v is not None}
    return parse(source, QUESTIONS).value(answers)


@pytest.mark.parametrize(("p", "expected"), [(T, F), (F, T), (U, U)])
def test_not(p: bool | None, expected: bool | None) -> None:
    assert value("not p", p) is expected


@pytest.mark.parametrize(
    ("p", "q", "conjunction", "disjunction"),
    [
        (T, T, T, T),
        (T, F, F, T),
        (T, U, U, T),
        (F, T, F, T),
        (F, F, F, F),
        (F, U, F, U),
        (U, T, U, T),
        (U, F, F, U),
        (U, U, U, U),
    ],
)
def test_and_or(p: bool | None, q: bool | None, conjunction: bool | None, disjunction: bool | None) -> None:
    assert value("p and q", p, q) is conjunction
    assert value("p or q", p, q) is disjunction


@pytest.mark.parametrize(
    ("law", "left", "right"),
    [
        ("De Morgan", "not (p and q)", "not p or not q"),
        ("De Morgan", "not (p or q)", "not p and not q"),
        ("double negation", "not not p", "p"),
        ("commutativity", "p and q", "q and p"),
        ("commutativity", "p or q", "q or p"),
        ("associativity", "p and (q and r)", "(p and q) and r"),
        ("associativity", "p or (q or r)", "(p or q) or r"),
        ("idempotence", "p and p", "p"),
        ("idempotence", "p or p", "p"),
        ("absorption", "p and (p or q)", "p"),
        ("absorption", "p or (p and q)", "p"),
        ("distributivity", "p and (q or r)", "(p and q) or (p and r)"),
        ("distributivity", "p or (q and r)", "(p or q) and (p or r)"),
        ("identity", "p and True", "p"),
        ("identity", "p or False", "p"),
        ("annihilation", "p and False", "False"),
        ("annihilation", "p or True", "True"),
    ],
)
def test_law(law: str, left: str, right: str) -> None:
    for values in product(VALUES, repeat=3):
        assert value(left, *values) is value(right, *values), (law, values)


@pytest.mark.parametrize(
    "source",
    [
        "p",
        "not p",
        "p and q",
        "p or q",
        "p and not q or r",
        "not (p or q) and r",
        "p and q and r",
        "p or q or r",
    ],
)
def test_monotone_in_what_is_known(source: str) -> None:
    """Replacing an unknown by an answer never reverses a definite value."""
    for known in product(VALUES, repeat=3):
        for more in product(VALUES, repeat=3):
            if all(k is U or k is m for k, m in zip(known, more, strict=True)):
                assert value(source, *known) in (U, value(source, *more))


def kleene(node: ast.expr, answers: dict[str, Answer]) -> bool | None:
    """Kleene's tables applied literally, as an independent opinion."""
    if isinstance(node, ast.BoolOp):
        parts = [kleene(part, answers) for part in node.values]
        decisive = isinstance(node.op, ast.Or)
        return decisive if decisive in parts else (None if None in parts else not decisive)
    if isinstance(node, ast.UnaryOp):
        operand = kleene(node.operand, answers)
        return None if operand is None else not operand
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    return truth(ast.unparse(node), answers) if names <= answers.keys() else None


@given(sources, partial_answers)
def test_agrees_with_kleenes_tables_wherever_they_are_definite(
    source: str, answers: dict[str, Answer]
) -> None:
    expected = kleene(ast.parse(source, mode="eval").body, answers)
    assert expected in (None, parse(source, RANDOM).value(answers))
