"""Conditions as editors write them: a whitelisted subset of Python, typed against the questions.

Allowed: ``and or not``, comparisons (also chained), ``in`` / ``not in`` a tuple of constants, the ids
of questions, and constants. Each comparison relates one question to constants. Evaluation is
three-valued: where Kleene's tables give a definite value so does :meth:`Expression.value`, and beyond
them it is definite only where every possible answer leads to the same value (``n >= 2 or n < 2``).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from checkers.diagram import Decision, Points
from checkers.model import Answer, Answers, Question
from checkers.problems import shown

MAX_LENGTH = 1000  # characters; the longest condition of a service guide needs a fifth of it
MAX_DEPTH = 30  # nested operators
MAX_NUMBER = 10**15  # beyond it numbers are not exact in JSON

_FLIPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.Eq,
    ast.NotEq: ast.NotEq,
    ast.Lt: ast.Gt,
    ast.LtE: ast.GtE,
    ast.Gt: ast.Lt,
    ast.GtE: ast.LtE,
}
_SIGNS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}
_TOWER = re.compile(r"[-+~(\[{][-+~(\[{\s]{99}")
"""So much nesting is fatal to Python's parser in Pyodide; elsewhere the parser refuses it itself."""
_SINGLE_EQUALS = re.compile(r"(?<![=!<>])=(?!=)")
_SLIPS = {  # what editors type by habit, and what to type instead
    "（": "半角 (",
    "）": "半角 )",
    "，": "半角 ,",
    "“": "半角 '",
    "”": "半角 '",
    "‘": "半角 '",
    "’": "半角 '",
    "＝": "==",
    "＞": ">",
    "＜": "<",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "<>": "!=",
    "=>": ">=",
    "=<": "<=",
    "&&": "and",
    "||": "or",
    "或": "or",
    "且": "and",
    "非": "not",
}


class ExpressionError(Exception):
    """A condition that cannot be used: ``message`` in Chinese, ``offset`` in characters from its start."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


@dataclass(frozen=True)
class Expression:
    """A parsed condition. Answers to questions it does not name are ignored."""

    source: str
    names: frozenset[str]
    questions: tuple[Question, ...] = field(repr=False)
    decision: Decision = field(repr=False)

    def value(self, answers: Answers) -> bool | None:
        """True, False, or ``None`` while a missing answer can still make a difference."""
        return self.decision.given(points(answers, self.questions)).value

    def open(self, answers: Answers) -> frozenset[str]:
        """The unanswered questions that can still make a difference; empty when the value is definite."""
        return self.decision.given(points(answers, self.questions)).support


def parse(source: str, questions: Sequence[Question]) -> Expression:
    """Read and type-check a condition.

    ``questions`` are all questions of the checker, in the order of the data. Raises ExpressionError with the
    first fault and its place in ``source``.
    """
    reader = _Reader(source, tuple(questions))
    decision = reader.read()
    return Expression(source, frozenset(reader.names), reader.questions, decision)


def points(answers: Answers, questions: Sequence[Question]) -> Points:
    """Answers as points of a :class:`~checkers.diagram.Decision` over ``questions``."""
    return {
        question.id: _point(question, answers[question.id])
        for question in questions
        if question.id in answers
    }


def answer_at(question: Question, point: int) -> Answer:
    """The answer that stands at a point: the reverse of :func:`points`."""
    if question.type == "bool":
        return bool(point)
    return question.options[point].id if question.type == "choice" else point


def _point(question: Question, answer: Answer) -> int:
    if question.type == "choice":
        return next(at for at, option in enumerate(question.options) if option.id == answer)
    return int(answer)


def _line(question: Question) -> tuple[int | None, int | None]:
    """The first and last point an answer can have; ``None``: no end."""
    if question.type == "number":
        return question.min, question.max
    return 0, (1 if question.type == "bool" else len(question.options) - 1)


class _Reader:
    """Turns one source text into a decision."""

    def __init__(self, source: str, questions: tuple[Question, ...]) -> None:
        self.source = source
        self.questions = questions
        self.names: set[str] = set()
        self._rank = {question.id: rank for rank, question in enumerate(questions)}
        self._text = "".join(" " if c.isspace() and c.isascii() else c for c in source).strip()
        self._lead = len(source) - len(source.lstrip()) if self._text else 0

    def read(self) -> Decision:
        """Parse the whole text."""
        if not self._text:
            raise self._fault("条件式是空的；请写一个条件", 0)
        if len(self._text) > MAX_LENGTH:
            found = f"条件式有 {len(self._text)} 个字符"
            raise self._fault(f"{found}，最多 {MAX_LENGTH} 个；请拆成几条条件", 0)
        for sign in "#\\":  # a comment would silently swallow the rest, an escape would hide what is meant
            if sign in self._text:
                raise self._fault(f"条件式里不能有“{sign}”", self._text.index(sign))
        tower = _TOWER.search(self._text)
        if tower:
            raise self._fault("条件式的括号或正负号套得太深，读不懂", tower.start())
        try:
            tree = ast.parse(self._text, mode="eval")
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            # ValueError: null bytes and stray surrogates; the last two: nesting too deep for the parser itself
            raise self._unreadable(error) from None
        return self._formula(tree.body, 0)

    def _formula(self, node: ast.expr, depth: int) -> Decision:
        """A part of the condition that is itself true or false."""
        if depth > MAX_DEPTH:
            raise self._error(node, f"嵌套超过 {MAX_DEPTH} 层；请拆成几条条件")
        if isinstance(node, ast.BoolOp):
            parts = [self._formula(value, depth + 1) for value in node.values]
            whole = parts[0]
            for part in parts[1:]:
                whole = whole & part if isinstance(node.op, ast.And) else whole | part
            return whole
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return ~self._formula(node.operand, depth + 1)
        if isinstance(node, ast.Compare):
            return self._chain(node)
        if isinstance(node, ast.Constant) and isinstance(node.value, bool):
            return Decision(node.value)
        if isinstance(node, ast.Name):
            question = self._question(node)
            if question.type != "bool":
                message = f"“{node.id}”不是是非题，不能单独成为条件；请写成比较"
                raise self._error(node, message, _example(question))
            return self._among(question, lambda point: point == 1, [1])
        raise self._quoted(node) or self._not_allowed(node)

    def _chain(self, node: ast.Compare) -> Decision:
        """A comparison, perhaps chained: ``1 <= n < 3`` is ``1 <= n and n < 3``."""
        sides = [node.left, *node.comparators]
        whole = Decision(True)
        for left, op, right in zip(sides, node.ops, sides[1:], strict=False):
            whole = whole & self._comparison(left, op, right)
        return whole

    def _comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Decision:
        """One question related to one constant, or to a tuple of them."""
        if type(op) not in _SIGNS:
            raise self._error(left, "不能用 is；相等写 ==，不等写 !=")
        if isinstance(op, ast.In | ast.NotIn):
            return self._membership(left, op, right)
        if self._asks(left) and self._asks(right):
            raise self._error(right, "不能拿两个问题互相比较；一边应是常数")
        if self._asks(right) or (isinstance(right, ast.Name) and not isinstance(left, ast.Name)):
            left, right, op = right, left, _FLIPPED[type(op)]()
        question = self._named(left, right)
        if isinstance(op, ast.Eq | ast.NotEq):
            point = self._constant(question, right)
            return self._among(question, lambda p: (p == point) is isinstance(op, ast.Eq), [point, point + 1])
        if question.type != "number":
            message = f"“{question.id}”不是数字题，没有大小，不能用 {_SIGNS[type(op)]}"
            raise self._error(left, message, _example(question))
        point = self._constant(question, right)
        if isinstance(op, ast.Lt | ast.GtE):
            return self._among(question, lambda p: (p < point) is isinstance(op, ast.Lt), [point])
        return self._among(question, lambda p: (p <= point) is isinstance(op, ast.LtE), [point + 1])

    def _membership(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Decision:
        """``x in (…)`` and ``x not in (…)``."""
        question = self._named(left, right)
        if not isinstance(right, ast.Tuple) or not right.elts:
            message = "in 后面应是圆括号里的几个常数，只有一个时末尾也要有逗号"
            raise self._error(right, message, _membership_example(question))
        found = {self._constant(question, element) for element in right.elts}
        cuts = sorted(found | {point + 1 for point in found})
        return self._among(question, lambda p: (p in found) is isinstance(op, ast.In), cuts)

    def _among(self, question: Question, holds: Callable[[int], bool], cuts: list[int]) -> Decision:
        """True at the points of a question's line that pass a test; pieces beyond the line's ends are dropped."""
        self.names.add(question.id)
        first, last = _line(question)
        inner = [cut for cut in cuts if (first is None or cut > first) and (last is None or cut <= last)]
        samples = [cuts[0] - 1 if first is None else first, *inner]
        return Decision.among(
            self._rank[question.id], question.id, inner, [holds(sample) for sample in samples]
        )

    def _named(self, left: ast.expr, right: ast.expr) -> Question:
        """The question of a comparison whose other side is a constant."""
        if isinstance(left, ast.Name):
            return self._question(left)
        for side in (left, right):
            if not isinstance(side, ast.Constant | ast.Tuple | ast.Name):
                raise self._not_allowed(side)
        message = f"比较的一边应是问题的名字，现为 {self._snippet(left)}"
        raise self._quoted(left) or self._quoted(right) or self._error(left, message)

    def _asks(self, node: ast.expr) -> bool:
        """Whether a side of a comparison is the name of a question."""
        return isinstance(node, ast.Name) and node.id in self._rank

    def _question(self, node: ast.Name) -> Question:
        if node.id not in self._rank:
            hint = "；真、假写成 True、False" if node.id in ("true", "false", "yes", "no") else ""
            known = "、".join(self._rank) or "（还没有问题）"
            raise self._error(node, f"没有叫“{node.id}”的问题；现有的是 {known}{hint}")
        return self.questions[self._rank[node.id]]

    def _constant(self, question: Question, node: ast.expr) -> int:
        """The point of a constant that is compared with a question."""
        value = node.value if isinstance(node, ast.Constant) else None
        wanted = {"bool": bool, "choice": str, "number": int}[question.type]
        if value is None or type(value) is not wanted:
            kinds = {"bool": " True 或 False ", "choice": "带引号的选项编号", "number": "不带符号的整数"}
            message = f"“{question.id}”应与{kinds[question.type]}比较，现为 {self._snippet(node)}"
            raise self._error(node, message, _example(question))
        if isinstance(value, str):
            ids = [option.id for option in question.options]
            if value not in ids:
                options = "、".join(_options(question))
                message = f"“{question.id}”没有选项“{value}”；现有的是 {options}"
                raise self._error(node, message, _example(question))
            return ids.index(value)
        if isinstance(value, int) and value >= MAX_NUMBER:
            raise self._error(node, "数太大，最多 15 位", _example(question))
        return int(value)  # type: ignore[arg-type]

    def _quoted(self, node: ast.expr) -> ExpressionError | None:
        """The fault of a question's name in quotes, if it is that."""
        if isinstance(node, ast.Constant) and node.value in self._rank:
            message = f"“{node.value}”加了引号就成了文字；问题的名字不加引号"
            return self._error(node, message, _example(self.questions[self._rank[node.value]]))
        return None

    def _not_allowed(self, node: ast.expr) -> ExpressionError:
        allowed = "只能用 and、or、not、比较（== != < <= > >= in）、问题的名字和常数"
        return self._error(node, f"这里不能写 {self._snippet(node)}；{allowed}")

    def _unreadable(self, error: Exception) -> ExpressionError:
        """The fault of a text that is not an expression at all."""
        column = error.offset if isinstance(error, SyntaxError) else None
        at = min(max((column or 1) - 1, 0), len(self._text) - 1)
        for slip, instead in _SLIPS.items():
            if slip in self._text:
                return self._fault(f"“{slip}”应写成{instead}", self._text.index(slip))
        single = _SINGLE_EQUALS.search(self._text)
        if single:
            return self._fault("相等应写两个等号 ==", single.start())
        return self._fault(f"条件式从{shown(self._text[at : at + 12])}起读不懂", at)

    def _error(self, node: ast.expr, message: str, example: str | None = None) -> ExpressionError:
        """A fault of one part of the condition."""
        before = self._text.encode()[: node.col_offset]  # ast counts columns in bytes of UTF-8
        return self._fault(message, len(before.decode()), example)

    def _fault(self, message: str, at: int, example: str | None = None) -> ExpressionError:
        """A fault at a place of the stripped text; the message ends with an example."""
        if example is None:
            example = _example(self.questions[0]) if self.questions else "例如 True"
        return ExpressionError(f"{message}；{example}", self._lead + at)

    def _snippet(self, node: ast.expr) -> str:
        text = ast.get_source_segment(self._text, node) or ""
        return text if len(text) <= 24 else text[:24] + "…"


def _example(question: Question) -> str:
    """A correct condition on a question."""
    if question.type == "bool":
        return f"例如 {question.id} 或 not {question.id}"
    if question.type == "number":
        return f"例如 {question.id} >= 2"
    return f"例如 {question.id} == {_options(question)[0]}"


def _membership_example(question: Question) -> str:
    """A correct ``in`` on a question."""
    constants = {"bool": ["True"], "number": ["1", "2"], "choice": _options(question)[:2]}[question.type]
    return f"例如 {question.id} in ({', '.join(constants)},)"


def _options(question: Question) -> list[str]:
    """The options of a question as constants; a stand-in where the editor has not written any yet."""
    return [f"'{option.id}'" for option in question.options] or ["'选项编号'"]
