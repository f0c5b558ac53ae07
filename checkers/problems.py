"""What is wrong with a request, in words a clerk understands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One fault of a request.

    ``code`` is a stable English identifier, ``message`` a Chinese sentence with an example,
    ``field`` the dotted path of the faulty value (``answers.shops``) or ``None`` for the whole request.
    """

    code: str
    message: str
    field: str | None = None

    def as_json(self) -> dict[str, str | None]:
        """The shape of the bridge protocol's ``error``."""
        return {"code": self.code, "message": self.message, "field": self.field}


class BadRequest(Exception):
    """Raised with every problem found, never only the first."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("；".join(problem.message for problem in problems))
        self.problems = problems


def shown(value: object, limit: int = 24) -> str:
    """A request's value as quoted in a message: short, printable, and never long enough to flood it."""
    if isinstance(value, str):
        text = "".join(c if c.isprintable() else "�" for c in value[:limit])
        return f"“{text}{'…' if len(value) > limit else ''}”"
    if value is None:
        return "空值 null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return "一个很大的数" if abs(value) >= 10**15 else str(value)
    return "一个列表" if isinstance(value, list | tuple) else "一个对象"
