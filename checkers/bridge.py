"""The JSON bridge: one request in, one answer out; the same in the worker, in CPython and on the command line.

An answer is always a dict: the result, or ``{"error": {code, message, field}, "errors": [all of them]}``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from checkers.answers import read_answers
from checkers.calendar import Calendar
from checkers.deadlines import handle_due
from checkers.dues import KEYS as DUE_KEYS
from checkers.dues import handle_dues
from checkers.expression import Expression, parse
from checkers.fields import flag, gathering, is_blank
from checkers.ics import due_ics, dues_ics, timeline_ics, year_ics
from checkers.json_text import EXAMPLE, MAX_BYTES, MAX_LEDGER_BYTES, decoded
from checkers.materials import Selector
from checkers.model import Answer, Answers, Json, Pack, Question
from checkers.problems import BadRequest, Problem, shown
from checkers.register import Book, handle_register
from checkers.register_file import handle_export, handle_import
from checkers.rules import Rules
from checkers.site_deadline import handle_site_deadline
from checkers.spelling import misspelt
from checkers.timeline import handle_timeline
from checkers.view_check import check_view, materials_view
from checkers.view_dates import due_view, dues_view, timeline_view
from checkers.view_register import import_view, register_view
from checkers.view_year import year_view
from checkers.year import KEYS as YEAR_KEYS
from checkers.year import handle_year

_COMMON = ("call", "id", "view", "ics", "now", "today", "sequence", "case")
_KEYS = {
    "check": ("answers",),
    "materials": ("answers",),
    "due": DUE_KEYS,
    "dues": ("items",),
    "timeline": ("events", "answers", "intervals"),
    "year": YEAR_KEYS,
    "register": ("cases",),
    "register-import": ("cases", "text"),
    "register-export": ("cases", "format"),
    "calendar": (),
}
"""What each call reads. What the page sends with every call is permitted everywhere."""

_ALL_KEYS = (*_COMMON, *dict.fromkeys(key for keys in _KEYS.values() for key in keys))
_MAX_ERRORS = 50


@dataclass(frozen=True)
class _Entry:
    """A pack, compiled. ``rules`` is ``None`` for an entry without a checker."""

    pack: Pack
    questions: tuple[Question, ...]
    rules: Rules | None
    selector: Selector
    conditions: dict[str, Expression]

    @classmethod
    def of(cls, pack: Pack) -> _Entry:
        questions = pack.checker.questions if pack.checker else ()
        whens = [deadline.when for deadline in pack.deadlines if deadline.when]
        return cls(
            pack=pack,
            questions=questions,
            rules=Rules(pack, pack.checker) if pack.checker else None,
            selector=Selector(pack, questions),
            conditions={when: parse(when, questions) for when in whens},
        )

    def answers(self, request: Json) -> dict[str, Answer]:
        """The known answers of a request. Raises BadRequest."""
        return read_answers(request.get("answers"), self.questions)

    def holds(self, answers: Answers) -> Callable[[str], bool | None]:
        """Whether the ``when`` of a deadline holds for these answers."""
        return lambda when: self.conditions[when].value(answers)


class Engine:
    """Answers requests about the packs it was given. There is no clock inside: today is part of the request."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._entries: dict[str, _Entry] = {}
        self._dated: dict[str, Pack] = {}
        self._calls: dict[str, Callable[[Json], dict[str, Any]]] = {
            "check": self._check,
            "materials": self._materials,
            "due": self._due,
            "timeline": self._timeline,
            "dues": self._dues,
            "year": self._year,
            "register": self._register,
            "register-import": self._register_import,
            "register-export": lambda request: handle_export(request, self._book(request)),
            "calendar": self._coverage,
        }

    def add_pack(self, data: Json) -> None:
        """Add one published pack (``api/v1/packs/<id>.json``), or replace the one with its id.

        Raises KeyError or ExpressionError for a pack that the build has not verified.
        """
        pack = Pack.from_json(data)
        self._entries[pack.id] = _Entry.of(pack)
        known = self._dated.get(pack.id, pack)  # the list of all deadlines says more
        self._dated[pack.id] = replace(pack, office=known.office, audience=known.audience)

    def add_deadlines(self, data: Json) -> None:
        """Add the deadlines of all entries (``api/v1/deadlines.json``), for the calls that span entries.

        Raises KeyError for data that the build has not verified.
        """
        for each in data["entries"]:
            pack = Pack.from_json(each)
            self._dated[pack.id] = pack

    def handle(self, request: object) -> dict[str, Any]:
        """Answer one request. Never raises, whatever JSON value the request is."""
        try:
            return self._answer(request)
        except BadRequest as bad:
            return refusal(*bad.problems)
        except Exception as error:  # a fault of ours must not end the session of everyone behind it
            message = f"程序没能处理这个请求（{type(error).__name__}）；请把请求原样告诉维护人员"
            return refusal(Problem("internal", message))

    def handle_page(self, text: str) -> str:
        """``handle_line`` for the page, whose requests may hold a whole ledger."""
        return self.handle_line(text, MAX_LEDGER_BYTES)

    def handle_line(self, text: str, most: int = MAX_BYTES) -> str:
        """Answer one request of at most ``most`` bytes of JSON, as JSON. Never raises, whatever the text is."""
        try:
            answer = self.handle(decoded(text, most))
        except BadRequest as bad:
            answer = refusal(*bad.problems)
        line = json.dumps(answer, ensure_ascii=False)
        return line.encode("utf-8", "replace").decode("utf-8")  # a stray surrogate could not be written out

    def _answer(self, request: object) -> dict[str, Any]:
        if not isinstance(request, dict):
            raise BadRequest(Problem("not_an_object", f"请求应为一个对象，{EXAMPLE}，现为{shown(request)}"))
        call = request.get("call")
        if not isinstance(call, str) or call not in self._calls:
            raise BadRequest(self._unknown_call(request), *misspelt(request, _ALL_KEYS))
        problems = misspelt(request, (*_KEYS[call], *_COMMON))
        answer: dict[str, Any] = {}
        with gathering(problems):
            answer = self._calls[call](request)
        if problems:
            raise BadRequest(*problems)
        return answer

    def _unknown_call(self, request: Json) -> Problem:
        call = request.get("call")
        found = f"没有{shown(call)}这个调用" if isinstance(call, str) else f"call 应为文字，现为{shown(call)}"
        if "call" not in request:
            found = "缺少 call"
        message = f"{found}；可用的是 {'、'.join(self._calls)}，{EXAMPLE}"
        return Problem("unknown_call", message, "call")

    def _check(self, request: Json) -> dict[str, Any]:
        entry = self._entry(request)
        rules = entry.rules
        if rules is None:
            message = f"{entry.pack.id}《{entry.pack.title}》没有要核验的问题；可以用 materials 或 timeline"
            raise BadRequest(Problem("no_checker", message, "id"))
        return _answered(request, lambda: rules.check(entry.answers(request)).as_json(), check_view)

    def _materials(self, request: Json) -> dict[str, Any]:
        entry = self._entry(request)
        return _answered(
            request,
            lambda: entry.selector.select(entry.answers(request)).as_json(),
            lambda result: materials_view(result, entry.pack.notice),
        )

    def _due(self, request: Json) -> dict[str, Any]:
        def result() -> dict[str, Any]:
            if is_blank(request.get("deadline")):
                return handle_due(request, self._calendar)
            return handle_site_deadline(request, self._dated, self._calendar)

        return _answered(request, result, self._warned(due_view), due_ics)

    def _dues(self, request: Json) -> dict[str, Any]:
        return _answered(
            request,
            lambda: handle_dues(request, self._dated, self._calendar),
            self._warned(dues_view),
            dues_ics,
        )

    def _year(self, request: Json) -> dict[str, Any]:
        return _answered(
            request,
            lambda: handle_year(request, self._dated, self._calendar),
            self._warned(year_view),
            year_ics,
        )

    def _timeline(self, request: Json) -> dict[str, Any]:
        entry = self._entry(request)

        def result() -> dict[str, Any]:
            problems: list[Problem] = []
            answers: Answers = {}
            found: dict[str, Any] = {}
            with gathering(problems):
                answers = entry.answers(request)
            with gathering(problems):
                found = handle_timeline(request, entry.pack, self._calendar, entry.holds(answers))
            if problems:
                raise BadRequest(*problems)
            return found

        return _answered(request, result, self._warned(timeline_view), timeline_ics)

    def _register(self, request: Json) -> dict[str, Any]:
        book = self._book(request)
        return _answered(request, lambda: handle_register(request, book), self._warned(register_view))

    def _register_import(self, request: Json) -> dict[str, Any]:
        book = self._book(request)
        return _answered(request, lambda: handle_import(request, book), import_view)

    def _coverage(self, request: Json) -> dict[str, Any]:
        """How far the calendar reaches, and why a year that was dropped in is not used."""
        return _answered(
            request,
            lambda: {"coverage": self._calendar.coverage, "refused": list(self._calendar.refused)},
            self._warned(lambda result: ["p", {}, f"{result['coverage']}。"]),
        )

    def _warned(self, view: Callable[[Json], Any]) -> Callable[[Json], Any]:
        """``view`` below what keeps the calendar from reaching as far as the reader expects."""
        warnings = [["p", {"class": "notice"}, sentence] for sentence in self._calendar.refused]
        return (lambda result: ["div", {}, *warnings, view(result)]) if warnings else view

    def _book(self, request: Json) -> Book:
        """What the ledger of the entry a request is about is kept by."""
        entry = self._entry(request)
        return Book(entry.pack, self._calendar, entry.holds({}))

    def _entry(self, request: Json) -> _Entry:
        """The entry a request is about."""
        found = request.get("id")
        if isinstance(found, str) and found in self._entries:
            return self._entries[found]
        some = list(self._entries)[:5]
        known = f"现有 {len(self._entries)} 项：{'、'.join(some)}{' 等' if len(self._entries) > len(some) else ''}"
        if found is None:
            message = "缺少事项编号 id"
        elif isinstance(found, str):
            message = f"没有编号为{shown(found)}的事项"
        else:
            message = f"事项编号应为带引号的文字，现为{shown(found)}"
        example = f'，例如 "id":"{some[0]}"' if some else ""
        raise BadRequest(Problem("unknown_id", f"{message}；{known}{example}", "id"))


def refusal(*problems: Problem) -> dict[str, Any]:
    """The answer that says what is wrong with a request: the first problem, and all of them."""
    errors = [problem.as_json() for problem in problems[:_MAX_ERRORS]]
    if len(problems) > _MAX_ERRORS:
        message = f"还有 {len(problems) - _MAX_ERRORS} 处错误没有列出；请先改正上面的"
        errors.append(Problem("more_errors", message).as_json())
    return {"error": errors[0], "errors": errors}


def _answered(
    request: Json,
    result: Callable[[], dict[str, Any]],
    view: Callable[[Json], object],
    ics: Callable[[Json, Json], str | None] | None = None,
) -> dict[str, Any]:
    """The result, with its ``view`` and ``ics`` where the request asks for them. Raises BadRequest."""
    problems: list[Problem] = []
    answer: dict[str, Any] = {}
    with gathering(problems):
        answer = result()
    with_view = _wants(request, "view", problems)
    with_ics = ics is not None and _wants(request, "ics", problems)
    if problems:
        raise BadRequest(*problems)
    extras: dict[str, Any] = {}
    if with_view:
        extras["view"] = view(answer)
    if ics is not None and with_ics:
        extras["ics"] = ics(request, answer)
    return {**answer, **extras}


def _wants(request: Json, name: str, problems: list[Problem]) -> bool:
    """A yes-or-no switch of a request, no when absent; a fault goes to ``problems``."""
    wanted = False
    if not is_blank(request.get(name)):
        with gathering(problems):
            wanted = flag(request[name], name, f"{name} ")
    return wanted
