"""Our conditions as publicodes rules, by program: the independent engine of the French social-law simulators.

Only the syntax tree of Python is read; nothing of our own reader of expressions takes part.
"""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from checkers.model import Answer, Question

PROGRAM = Path(__file__).with_name("publicodes.mjs")
SIGNS: dict[type[ast.cmpop], str] = {
    ast.Eq: "=",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
Mechanism = str | dict[str, Any]


def name_of(question: str) -> str:
    """A question as a rule: publicodes keeps words such as ``et`` and ``_`` for itself."""
    return "q " + question.replace("_", "-")


def all_of(parts: Iterable[Mechanism]) -> Mechanism:
    return {"toutes ces conditions": list(parts)}


def any_of(parts: Iterable[Mechanism]) -> Mechanism:
    return {"une de ces conditions": list(parts)}


def opposite(part: Mechanism) -> Mechanism:
    return {"variations": [{"si": part, "alors": "non"}, {"sinon": "oui"}]}


def translated(source: str | None) -> Mechanism:
    """A condition as a publicodes mechanism; none at all always holds."""
    return "oui" if source is None else _formula(ast.parse(source.strip(), mode="eval").body)


def _formula(node: ast.expr) -> Mechanism:
    match node:
        case ast.BoolOp(op=ast.And(), values=values):
            return all_of(map(_formula, values))
        case ast.BoolOp(values=values):
            return any_of(map(_formula, values))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return opposite(_formula(operand))
        case ast.Name(id=question):
            return f"{name_of(question)} = oui"
        case ast.Constant(value=bool(value)):
            return "oui" if value else "non"
        case ast.Compare(left=left, ops=ops, comparators=rights):
            pairs = zip([left, *rights], ops, rights, strict=False)
            return all_of(_comparison(*pair) for pair in pairs)
    raise AssertionError(ast.dump(node))


def _comparison(left: ast.expr, op: ast.cmpop, right: ast.expr) -> Mechanism:
    if isinstance(op, ast.In | ast.NotIn):
        assert isinstance(right, ast.Tuple)
        among = any_of(f"{_side(left)} = {_side(element)}" for element in right.elts)
        return among if isinstance(op, ast.In) else opposite(among)
    return f"{_side(left)} {SIGNS[type(op)]} {_side(right)}"


def _side(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return name_of(node.id)
    assert isinstance(node, ast.Constant)
    return _constant(node.value)


def _constant(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return f"'{value}'" if isinstance(value, str) else str(value)


def asked(questions: Sequence[Question]) -> dict[str, Any]:
    """The questions as rules without a value of their own; options are named, as publicodes wants them."""
    rules: dict[str, Any] = {}
    for question in questions:
        name = name_of(question.id)
        rules[name] = {"question": question.ask}
        if question.type == "choice":
            rules[name]["une possibilité"] = [option.id for option in question.options]
            rules |= {f"{name} . {option.id}": None for option in question.options}
    return rules


def situation(answers: Mapping[str, Answer]) -> dict[str, str]:
    """Complete answers as publicodes takes them."""
    return {name_of(question): _constant(answer) for question, answer in answers.items()}


def node() -> str:
    """The Node of this machine, or the one of the test environment."""
    here = Path(__file__).resolve().parents[2] / ".venv/bin/node"
    return shutil.which("node") or str(here)


def evaluate(jobs: Sequence[Mapping[str, Any]]) -> list[list[list[object]]]:
    """The values of every job's wanted rules in each of its situations."""
    lines = "".join(json.dumps(job) + "\n" for job in jobs)
    done = subprocess.run(
        [node(), str(PROGRAM)], input=lines, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
