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
