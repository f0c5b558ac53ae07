"""The 44 cases of the DMN TCK for and, or and not: the same value here.

FEEL's ``null`` is an answer that is missing. FEEL also lets a number or a text stand where a truth value belongs and
calls the result ``null``; here such an answer is refused, and what is refused stays unknown.
"""

from __future__ import annotations

import json
import re

import pytest

from checkers.answers import read_answers
from checkers.expression import parse
from checkers.model import Question
from checkers.problems import BadRequest
from tests.referees.tck import Case, committed

QUESTIONS = (Question("p", "第一项？", "bool"), Question("q", "第二项？", "bool"))
CASES = committed()
VALUES = {"true": True, "false": False, "null": None}
BINARY = re.compile(r"(?P<p>\S+) (?P<sign>and|or) (?P<q>\S+)")
NEGATION = re.compile(r"not\((?P<p>\S+)\)")


def read(expression: str) -> tuple[str, dict[str, object]]:
    """A FEEL expression as a condition on p and q, and the operands as answers to them."""
    if found := NEGATION.fullmatch(expression):
        return "not p", {"p": json.loads(found["p"])}
    found = BINARY.fullmatch(expression)
    assert found, expression
    return f"p {found['sign']} q", {name: json.loads(found[name]) for name in "pq"}


def test_all_cases_are_there() -> None:
    assert len({(case.suite, case.id) for case in CASES}) == 44


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.suite[:4]}-{case.id}")
def test_the_value_is_that_of_the_suite(case: Case) -> None:
    condition, operands = read(case.expression)
    truths = {name: value for name, value in operands.items() if value is None or isinstance(value, bool)}
    for name in operands.keys() - truths.keys():
        with pytest.raises(BadRequest) as refused:
            read_answers({name: operands[name]}, QUESTIONS)
        assert refused.value.problems[0].field == f"answers.{name}"
    value = parse(condition, QUESTIONS).value(read_answers(truths, QUESTIONS))
    assert value is VALUES[case.expected]
