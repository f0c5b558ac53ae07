"""What is wrong with the data and exactly where: every fault as one line an editor can act on."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Loc = tuple[str | int, ...]
"""The path of a value in its file: ``("materials", 2, "copies")``; list positions count from 0."""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of one file.

    ``path`` is the file as an editor names it (``data/entries/general/1.41-apec.yml``), ``line`` and
    ``column`` count from 1, ``where`` is the field's path in the file (``materials[2].copies``, empty for the
    file as a whole), ``message`` says in Chinese what was found, what was expected and gives an example.
    """

    path: str
    line: int
    column: int
    where: str
    message: str

    @classmethod
    def of_file(cls, path: str, message: str) -> Problem:
        """Make a problem of a file as a whole."""
        return cls(path, 1, 1, "", message)

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}"
        return f"{place} {self.where}：{self.message}" if self.where else f"{place} {self.message}"


class DataError(Exception):
    """The data cannot be published. ``problems`` holds every fault of every file, by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class Place:
    """Where one value stands. ``line`` and ``column`` count from 1.

    ``inside`` is the distance from the column to the first character of the text itself (1 after an opening
    quote), or None when characters of the value do not map to columns (several lines, escapes).
    """

    line: int
    column: int
    where: str
    inside: int | None = None


@dataclass(frozen=True)
class Places:
    """The place of every value and every key of one file.

    ``incomplete`` are the mappings and lists from which something faulty was left out.
    """

    path: str
    values: Mapping[Loc, Place]
    keys: Mapping[Loc, Place]
    incomplete: frozenset[Loc] = frozenset()

    def problem(self, loc: Loc, message: str, *, offset: int | None = None) -> Problem:
        """Make a problem of the value at ``loc``, or of the nearest mapping that stands around it.

        ``offset`` is a character inside a text value, counted from 0.
        """
        return self._problem(self._place(loc), message, offset)

    def key_problem(self, loc: Loc, message: str) -> Problem:
        """Make a problem of the key at ``loc``: the name itself, not its value."""
        return self._problem(self.keys.get(loc) or self._place(loc), message, None)

    def _place(self, loc: Loc) -> Place:
        for length in range(len(loc), -1, -1):
            place = self.values.get(loc[:length])
            if place is not None:
                return Place(place.line, place.column, join(place.where, loc[length:]), place.inside)
        return Place(1, 1, join("", loc))

    def _problem(self, place: Place, message: str, offset: int | None) -> Problem:
        exact = offset is not None and place.inside is not None
        column = place.column + (place.inside or 0) + (offset or 0) if exact else place.column
        return Problem(self.path, place.line, column, place.where, message)


def join(where: str, loc: Loc) -> str:
    """Write a path as editors read it: ``join("materials[2]", ("copies",))`` is ``materials[2].copies``."""
    for step in loc:
        if isinstance(step, int):
            where += f"[{step}]"
        else:
            where += f".{step}" if where else step
    return where


def near(found: str, known: Collection[str]) -> str:
    """End a sentence about a wrong name with the one probably meant, or nothing."""
    close = difflib.get_close_matches(found, sorted(known), n=1)
    return f"；是不是想写 {close[0]}？" if close else ""


def suggest(found: str, known: Collection[str]) -> str:
    """Do the same, naming all there are when none is close."""
    return near(found, known) or (f"；可以写：{'、'.join(known)}" if known else "")


def shown(value: object) -> str:
    """Show a found value, short enough for one line: text in quotes, the rest as YAML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "一组“名: 值”"
    if isinstance(value, list | tuple):
        return f"列表（{len(value)} 项）"
    if isinstance(value, str):
        text = " ".join(value.split())
        return f'"{text if len(text) <= 30 else text[:29] + "…"}"'
    return str(value)
