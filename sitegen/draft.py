"""An entry as read, before it is verified: the model, the place of everything in it, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from sitegen.model import Entry
from sitegen.problems import Loc, Places, Problem


@dataclass(frozen=True)
class Draft:
    """An entry as read, with the place of everything in it.

    ``damaged`` are the top-level names in which the model found something wrong and from which parts are
    therefore missing: nothing that depends on their completeness may be complained about.
    """

    entry: Entry
    places: Places
    file: Path
    damaged: frozenset[str | int] = frozenset()

    def sound(self, *names: str) -> bool:
        """Whether all of these top-level parts were read completely."""
        return self.damaged.isdisjoint(names)

    def whole(self, *locs: Loc) -> bool:
        """Whether nothing was left out of these mappings and lists themselves."""
        return self.places.incomplete.isdisjoint(locs)


def twice(draft: Draft, names: Iterable[tuple[Loc, str]]) -> Iterator[Problem]:
    """Tell every name that is used a second time."""
    first: dict[str, Loc] = {}
    for loc, name in names:
        if name in first:
            line = draft.places.values[first[name]].line
            yield draft.places.problem(loc, f"{name} 前面已经用过（第 {line} 行），请换一个名字")
        first.setdefault(name, loc)


def named(items: Sequence[BaseModel], loc: Loc, name: str = "id") -> list[tuple[Loc, str]]:
    """The names of items with their places, for :func:`twice`."""
    return [((*loc, at, name), getattr(item, name)) for at, item in enumerate(items)]
