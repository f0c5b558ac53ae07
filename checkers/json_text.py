"""A request's JSON text, read strictly: what is too large, too deep or says a thing twice is refused."""

from __future__ import annotations

import json
import re

from checkers.problems import BadRequest, Problem, shown

MAX_BYTES = 1_000_000
"""The longest request of a stranger; the largest real one, but for a ledger, has a few thousand bytes."""

MAX_LEDGER_BYTES = 20_000_000
"""The longest request of the page itself, which sends a whole ledger (500 cases, long texts) and a file."""

MAX_DEPTH = 20
"""The deepest nesting of brackets; the deepest real request has four."""

EXAMPLE = '例如 {"call":"check","id":"1.41","answers":{}}'
"""A correct request, for messages."""

_LONGEST = 60  # characters of a key in a field path
_BRACKET_OR_STRING = re.compile(r'[][{}]|"(?:[^"\\]|\\.)*+"?', re.DOTALL)


def decoded(text: str, most: int = MAX_BYTES) -> object:
    """The JSON value of a text of at most ``most`` bytes. Raises BadRequest."""
    if len(text) > most or len(text.encode("utf-8", "replace")) > most:
        raise BadRequest(too_large(most))
    if depth(text) > MAX_DEPTH:
        raise BadRequest(Problem("invalid_json", f"括号套了 {MAX_DEPTH} 层以上，读不懂；{EXAMPLE}"))
    repeated: dict[str, None] = {}

    def read_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
        read: dict[str, object] = {}
        for key, value in pairs:
            if key in read:
                repeated[key] = None
            read[key] = value
        return read

    try:
        value: object = json.loads(text, parse_constant=_no_constant, object_pairs_hook=read_object)
    except json.JSONDecodeError as error:
        message = f"不是正确的 JSON：从第 {error.lineno} 行第 {error.colno} 个字符起读不懂；{EXAMPLE}"
        raise BadRequest(Problem("invalid_json", message)) from error
    except ValueError as error:  # NaN and the like, or a number of thousands of digits
        message = f"里面有不能用的数（NaN、Infinity 或太长的数字）；{EXAMPLE}"
        raise BadRequest(Problem("invalid_json", message)) from error
    if repeated:
        raise BadRequest(*(_said_twice(key) for key in repeated))
    return value


def too_large(most: int = MAX_BYTES) -> Problem:
    """The fault of a request that is too long to be read."""
    return Problem(
        "too_large", f"请求太大，最多 {most // 1_000_000} MB；请检查是不是粘贴了别的内容，{EXAMPLE}"
    )


def _said_twice(key: str) -> Problem:
    return Problem("repeated_field", f"{shown(key)}写了不止一次，请只留一个；{EXAMPLE}", key[:_LONGEST])


def depth(text: str) -> int:
    """How deep brackets nest, up to just over the limit; in Pyodide a deep nest is fatal, not a RecursionError."""
    level = deepest = 0
    for token in _BRACKET_OR_STRING.finditer(text):
        if token[0] in "[{":
            level += 1
            deepest = max(deepest, level)
            if deepest > MAX_DEPTH:
                break
        elif token[0] in "]}":
            level -= 1
    return deepest


def _no_constant(name: str) -> object:
    raise ValueError(name)
