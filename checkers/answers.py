"""Raw answers, as JSON or as text from a form, read into typed answers; every fault reported at once."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Sequence

from checkers.model import Answer, Question
from checkers.problems import BadRequest, Problem, shown

_UNKNOWN = ("", "unknown")
_WHOLE = re.compile(r"[+-]?(\d{1,15}|\d{1,3}(,\d{3}){1,4})", re.ASCII)
_FRACTION = re.compile(r"[+-]?\d[\d,]*\.\d+", re.ASCII)
_LONGEST = 100  # characters; no answer is longer, and longer text is not worth normalising
_LIMIT = 10**15  # larger numbers are not exact in JSON


def read_answers(raw: object, questions: Sequence[Question]) -> dict[str, Answer]:
    """The known answers by question id; an unknown one (``null``, ``""``, ``"unknown"``) is left out.

    Yes/no questions take ``true``, ``false``, ``"yes"``, ``"no"``; numbers whole numbers or their text
    (full-width digits, blanks around it and ``1,000`` too); choices an option id.

    Raises BadRequest with every problem, each with the field ``answers.<id>``.
    """
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        message = f"answers 应为“问题: 回答”的对象，{_sample(questions)}，现为{shown(raw)}"
        raise BadRequest(Problem("bad_answers", message, "answers"))
    by_id = {question.id: question for question in questions}
    answers: dict[str, Answer] = {}
    problems = []
    for key, value in raw.items():
        if key not in by_id:
            field = f"answers.{str(key)[:_LONGEST]}"
            problems.append(Problem("unknown_question", _unknown_question(key, questions), field))
            continue
        try:
            answer = _read(by_id[key], value)
        except _AnswerError as error:
            message = f"“{by_id[key].ask}”{error.message}；不清楚可以空着"
            problems.append(Problem(error.code, message, f"answers.{key}"))
        else:
            if answer is not None:
                answers[key] = answer
    if problems:
        raise BadRequest(*problems)
    return answers


class _AnswerError(Exception):
    """A fault of one answer."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def _read(question: Question, value: object) -> Answer | None:
    """One answer, ``None`` if unknown."""
    if isinstance(value, str) and len(value) <= _LONGEST:
        value = unicodedata.normalize("NFKC", value).strip()
    if value is None or value in _UNKNOWN:
        return None
    if question.type == "bool":
        return _read_bool(value)
    return _read_choice(question, value) if question.type == "choice" else _read_number(question, value)


def _read_bool(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("yes", "no"):
        return value == "yes"
    raise _AnswerError("not_yes_or_no", f"应答 yes（是）或 no（否），现为{shown(value)}")


def _read_choice(question: Question, value: object) -> str:
    if isinstance(value, str) and any(option.id == value for option in question.options):
        return value
    options = "、".join(f"{option.id}（{option.label}）" for option in question.options)
    found = f"没有{shown(value)}这个选项；" if isinstance(value, str) else f"应选一项，现为{shown(value)}；"
    raise _AnswerError("unknown_option", f"{found}请从中选一个：{options}")


def _read_number(question: Question, value: object) -> int:
    example = f"例如 {_sample_number(question)}"
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        value = int(value.replace(",", ""))
    if isinstance(value, float) and math.isinf(value):  # what JSON makes of 1e400
        value = _LIMIT if value > 0 else -_LIMIT
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, float) or (isinstance(value, str) and _FRACTION.fullmatch(value)):
        raise _AnswerError("not_whole", f"应填整数，{example}，现为{shown(value)}")
    if isinstance(value, bool) or not isinstance(value, int):
        raise _AnswerError("not_a_number", f"应填数字，{example}，现为{shown(value)}")
    low = -_LIMIT + 1 if question.min is None else question.min
    high = _LIMIT - 1 if question.max is None else question.max
    if not low <= value <= high:
        found = f"现为 {question.words(value)}" if abs(value) < _LIMIT else "现在填的数太大"
        raise _AnswerError("out_of_range", f"应{_range(question)}，{example}，{found}")
    return value


def _range(question: Question) -> str:
    """The permitted numbers in words."""
    if question.min is not None and question.max is not None:
        return f"在 {question.min} 到 {question.words(question.max)}之间"
    if question.min is not None:
        return f"不小于 {question.words(question.min)}，最多 15 位"
    if question.max is not None:
        return f"不大于 {question.words(question.max)}，最多 15 位"
    return "填最多 15 位的整数"


def _sample_number(question: Question) -> int:
    """A permitted number, 3 if possible."""
    if question.min is not None and question.min > 3:
        return question.min
    return question.max if question.max is not None and question.max < 3 else 3


def _unknown_question(key: object, questions: Sequence[Question]) -> str:
    if not questions:
        return f"没有{shown(key)}这个问题；这个事项没有要回答的问题，answers 请留空"
    known = "、".join(f"{question.id}（{question.ask}）" for question in questions)
    return f"没有{shown(key)}这个问题；这个事项的问题有：{known}"


def _sample(questions: Sequence[Question]) -> str:
    """A correct ``answers`` object."""
    if not questions:
        return "例如 {}"
    first = questions[0]
    sample: Answer = "yes"
    if first.type != "bool":
        sample = first.options[0].id if first.type == "choice" else _sample_number(first)
    return f"例如 {json.dumps({first.id: sample})}"
