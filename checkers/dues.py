"""The ``dues`` call: several deadlines at once, each as in a ``due`` call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from checkers.calendar import Calendar
from checkers.dates import words
from checkers.deadlines import handle_due
from checkers.fields import MOST_ITEMS, gathering, is_blank, items
from checkers.model import Pack
from checkers.problems import BadRequest, Problem
from checkers.site_deadline import KEYS as SITE_KEYS
from checkers.site_deadline import handle_site_deadline
from checkers.spelling import misspelt
from checkers.timeline import read_case

FREE_KEYS = ("start", "amount", "unit", "direction", "kind", "unit_stated", "amount_min", "intervals")
KEYS = tuple(dict.fromkeys((*FREE_KEYS, *SITE_KEYS)))
"""What is read of a ``due`` request, whether it names a deadline of the data or says the rule itself."""

_SAMPLE = '{"id": "1.42", "deadline": "report", "start": "2026-09-24"}'


def handle_dues(
    request: Mapping[str, object], packs: Mapping[str, Pack], calendar: Calendar
) -> dict[str, Any]:
    """Answer a ``dues`` request: ``{"items": […]}``, at most ``MOST_ITEMS``, each like a ``due`` request.

    Raises BadRequest with every problem of every item; their fields open with the item's path, ``items.3``.
    """
    if is_blank(request.get("items")) and request.get("view") is True:  # the page's form, left empty
        raise BadRequest(Problem("missing", "还没有选是哪一项时限，请在上面选一项", "items.0.deadline"))
    if is_blank(request.get("items")):
        message = f"还没有写要算哪些时限 items，例如 [{_SAMPLE}]，最多 {MOST_ITEMS} 项"
        raise BadRequest(Problem("missing", message, "items"))
    asked = items(request["items"], "items", "要算的时限 items ", _SAMPLE)
    if not asked:
        raise BadRequest(Problem("missing", f"items 是空的，例如 [{_SAMPLE}]", "items"))
    problems: list[Problem] = []
    answers: list[dict[str, Any]] = []
    for path, item in asked:
        found: list[Problem] = []
        with gathering(found):
            answers.append(_answer(item, packs, calendar))
        problems += misspelt(item, ("id", "case", *KEYS), path)
        problems += [_at(path, problem) for problem in found]
    if problems:
        raise BadRequest(*problems)
    return {"items": answers, "status": _status(answers)}


def _answer(item: Mapping[str, object], packs: Mapping[str, Pack], calendar: Calendar) -> dict[str, Any]:
    says_rule = not is_blank(item.get("unit")) or item.get("direction") == "by"
    if is_blank(item.get("deadline")) and not says_rule:
        message = "还没有选是哪一项时限，例如 1.42/report（1.42 是事项编号）；也可以自己写明数量和单位"
        raise BadRequest(Problem("missing", message, "deadline"))
    case = read_case(item.get("case"))
    if is_blank(item.get("deadline")):
        return {"case": case, **handle_due(item, calendar)}
    return {"case": case, **handle_site_deadline(item, packs, calendar)}


def _at(path: str, problem: Problem) -> Problem:
    """The problem of an item as one of the whole request."""
    return Problem(problem.code, problem.message, f"{path}.{problem.field}" if problem.field else path)


def _status(answers: list[dict[str, Any]]) -> str:
    """The whole answer in a line."""
    if len(answers) == 1:
        return str(answers[0]["status"])
    first = min(answers, key=lambda answer: str(answer["safe"]))
    what = f"：{first['what']}" if "what" in first else ""
    day = words(date.fromisoformat(str(first["safe"])[:10]))
    return f"算出 {len(answers)} 个日子，最早的是{day}{what}"
