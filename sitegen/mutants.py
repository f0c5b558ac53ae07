"""Every single change of an expression: of a threshold, an operator, an option, a polarity, and for or."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from checkers.model import Question

_ORDER: tuple[type[ast.cmpop], ...] = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


@dataclass(frozen=True)
class Mutant:
    """An expression with one change. ``before`` and ``after`` are the part that changed."""

    source: str
    before: str
    after: str
    offset: int
    """Where ``before`` stands in the original, in characters from its start."""

    @property
    def words(self) -> str:
        """The change in words."""
        return f"把“{self.before}”改成“{self.after}”"


def mutants(source: str, questions: Sequence[Question]) -> Iterator[Mutant]:
    """Every mutant of an expression the engine can read, in the order of its text; texts that recur come once."""
    lead = len(source) - len(source.lstrip())
    text = " ".join(source.split("\n")).strip()
    tree = ast.parse(text, mode="eval").body
    by_id = {question.id: question for question in questions}
    told = {ast.unparse(tree)}
    for path, node in _nodes(tree, ()):
        for changed in _changes(node, by_id):
            mutated = ast.unparse(_replaced(tree, path, changed))
            if mutated not in told:
                told.add(mutated)
                column = len(text.encode()[: node.col_offset].decode())
                yield Mutant(mutated, ast.unparse(node), ast.unparse(changed), lead + column)


_Path = tuple[tuple[str, int | None], ...]


def _nodes(node: ast.expr, path: _Path) -> Iterator[tuple[_Path, ast.expr]]:
    """The formula and every part of it that is itself true or false."""
    yield path, node
    if isinstance(node, ast.BoolOp):
        for at, value in enumerate(node.values):
            yield from _nodes(value, (*path, ("values", at)))
    elif isinstance(node, ast.UnaryOp):
        yield from _nodes(node.operand, (*path, ("operand", None)))


def _replaced(tree: ast.expr, path: _Path, changed: ast.expr) -> ast.expr:
    """The tree with another part at ``path``."""
    if not path:
        return changed
    (name, at), *rest = path
    tree = copy.copy(tree)
    if at is None:
        setattr(tree, name, _replaced(getattr(tree, name), tuple(rest), changed))
    else:
        values = list(getattr(tree, name))
        values[at] = _replaced(values[at], tuple(rest), changed)
        setattr(tree, name, values)
    return tree


def _changes(node: ast.expr, questions: dict[str, Question]) -> Iterator[ast.expr]:
    """The single changes at the top of one part."""
    yield node.operand if isinstance(node, ast.UnaryOp) else ast.UnaryOp(ast.Not(), node)
    if isinstance(node, ast.BoolOp):
        yield from _connectives(node)
    elif isinstance(node, ast.Compare):
        question = next(questions[n.id] for n in _sides(node) if isinstance(n, ast.Name))
        yield from _operators(node, question)
        for at, side in enumerate(_sides(node)):
            for changed in _constants(side, question):
                yield _with_side(node, at, changed)


def _connectives(node: ast.BoolOp) -> Iterator[ast.expr]:
    """Each ``and`` as ``or`` and the reverse; the rest binds as it would in the changed text."""
    values = node.values
    for at in range(1, len(values)):
        if isinstance(node.op, ast.And):
            yield ast.BoolOp(ast.Or(), [_joined(ast.And(), values[:at]), _joined(ast.And(), values[at:])])
        else:
            pair = ast.BoolOp(ast.And(), [values[at - 1], values[at]])
            yield _joined(ast.Or(), [*values[: at - 1], pair, *values[at + 1 :]])


def _joined(op: ast.boolop, values: list[ast.expr]) -> ast.expr:
    return values[0] if len(values) == 1 else ast.BoolOp(op, values)


def _operators(node: ast.Compare, question: Question) -> Iterator[ast.expr]:
    for at, op in enumerate(node.ops):
        others: Sequence[type[ast.cmpop]] = (_OPPOSITE[type(op)],) if type(op) in _OPPOSITE else ()
        if question.type == "number" and not isinstance(op, ast.In | ast.NotIn):
            others = [other for other in _ORDER if other is not type(op)]
        for other in others:
            yield ast.Compare(node.left, [*node.ops[:at], other(), *node.ops[at + 1 :]], node.comparators)


def _sides(node: ast.Compare) -> list[ast.expr]:
    return [node.left, *node.comparators]


def _with_side(node: ast.Compare, at: int, side: ast.expr) -> ast.Compare:
    sides = _sides(node)
    sides[at] = side
    return ast.Compare(sides[0], node.ops, sides[1:])


def _constants(side: ast.expr, question: Question) -> Iterator[ast.expr]:
    """Another constant in place of a constant; in a tuple also one less and one more."""
    if isinstance(side, ast.Constant):
        yield from map(ast.Constant, _neighbours(side.value, question))
    elif isinstance(side, ast.Tuple):
        elements = side.elts
        present = [element.value for element in elements if isinstance(element, ast.Constant)]
        more = [ast.Constant(value) for value in _others(question) if value not in present]
        changes: Callable[[list[ast.expr]], ast.expr] = lambda elts: ast.Tuple(elts, ast.Load())  # noqa: E731
        for at, element in enumerate(elements):
            if len(elements) > 1:
                yield changes([*elements[:at], *elements[at + 1 :]])
            assert isinstance(element, ast.Constant)
            for value in _neighbours(element.value, question):
                if value not in present:
                    yield changes([*elements[:at], ast.Constant(value), *elements[at + 1 :]])
        for constant in more:
            yield changes([*elements, constant])


def _neighbours(value: object, question: Question) -> list[bool | int | str]:
    """The constants that stand one change away."""
    if isinstance(value, int) and question.type == "number":
        return [near for near in (value - 1, value + 1) if near >= 0]  # a sign cannot be written
    return [other for other in _others(question) if other != value]


def _others(question: Question) -> list[bool | int | str]:
    """All constants of a question that has finitely many."""
    if question.type == "bool":
        return [False, True]
    return [option.id for option in question.options]
