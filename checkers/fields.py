"""Single values of a request, as JSON or as text from a form, read with errors a clerk understands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from checkers.problems import BadRequest, Problem, shown

_WHOLE = re.compile(r"[+-]?\d{1,12}", re.ASCII)
MOST_ITEMS = 20
_LONGEST = 40  # characters of a number or option
_FLAGS: Mapping[object, bool] = {"yes": True, "true": True, "no": False, "false": False}


@contextmanager
def gathering(problems: list[Problem]) -> Iterator[None]:
    """Adds the problems of a BadRequest raised inside to ``problems``, so that reading can go on."""
    try:
        yield
    except BadRequest as error:
        problems.extend(error.problems)


def is_blank(value: object) -> bool:
    """Whether a value counts as not given: absent, empty, or 不清楚."""
    return value is None or (isinstance(value, str) and value.strip() in ("", "unknown"))


def whole_number(value: object, field: str, name: str, sample: int = 5) -> int:
    """A whole number, or its text (full-width digits too). ``sample`` is the example of the message."""
    if isinstance(value, str) and len(value) <= _LONGEST:
        text = unicodedata.normalize("NFKC", value).strip()
        value = int(text) if _WHOLE.fullmatch(text) else value
    if isinstance(value, bool) or not isinstance(value, int):
        message = f"{name}应填整数，例如 {sample}，现为{shown(value)}"
        raise BadRequest(Problem("not_a_number", message, field))
    return value


def option(value: object, field: str, name: str, options: Mapping[str, str]) -> str:
    """One of ``options`` (id to words)."""
    if isinstance(value, str) and value.strip() in options:
        return value.strip()
    known = "、".join(f"{key}（{words}）" for key, words in options.items())
    raise BadRequest(Problem("unknown_option", f"{name}应为其中之一：{known}，现为{shown(value)}", field))


def flag(value: object, field: str, name: str) -> bool:
    """Yes or no: true, false, "yes", "no"."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip() in _FLAGS:
        return _FLAGS[value.strip()]
    raise BadRequest(Problem("not_yes_or_no", f"{name}应为 yes（是）或 no（否），现为{shown(value)}", field))


def items(
    value: object, field: str, name: str, sample: str = '{"from": "2026-11-02", "to": "2026-11-06"}'
) -> Sequence[tuple[str, Mapping[str, object]]]:
    """The objects of a list with their dotted paths; null items (gaps left by a form) are passed over.

    An object with the list's positions as keys is read as the list.
    """
    if isinstance(value, Mapping) and all(str(key).isdecimal() for key in value):
        value = list(value.values())
    if not isinstance(value, list | tuple):
        raise BadRequest(Problem("not_a_list", f"{name}应为列表，现为{shown(value)}", field))
    if len(value) > MOST_ITEMS:
        raise BadRequest(Problem("too_many", f"{name}最多 {MOST_ITEMS} 项，现有 {len(value)} 项", field))
    wrong = [n for n, item in enumerate(value) if item is not None and not isinstance(item, Mapping)]
    if wrong:
        raise BadRequest(
            *(
                Problem("not_an_object", f"应写成 {sample}，现为{shown(value[n])}", f"{field}.{n}")
                for n in wrong
            )
        )
    return [(f"{field}.{n}", item) for n, item in enumerate(value) if item is not None]
