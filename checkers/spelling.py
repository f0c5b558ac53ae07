"""Keys of a request that nobody reads: each an error, with the key that was probably meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from checkers.problems import Problem, shown

_LONGEST = 40  # characters; longer keys are no misspelling of a known one
_SUGGESTIONS = 50  # keys for which one is looked for; more errors than that are not listed anyway


def misspelt(given: Iterable[object], known: Sequence[str], place: str = "") -> list[Problem]:
    """One problem for every given key that is not known. ``place`` is the dotted path of their object."""
    problems: list[Problem] = []
    for key in given:
        if key in known:
            continue
        meant = nearest(str(key), known) if len(problems) < _SUGGESTIONS else None
        hint = f"是不是想写 {meant}？" if meant else f"可以写的有：{'、'.join(known)}"
        path = f"{place}.{str(key)[:_LONGEST]}".lstrip(".")
        problems.append(Problem("unknown_field", f"没有{shown(key)}这一项，{hint}", path))
    return problems


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word that is only a few letters away, the first of several; None when none is near."""
    if len(word) > _LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", word).strip().casefold().replace("-", "_")
    near = min(known, key=lambda each: _distance(plain, each), default="")
    return near if _distance(plain, near) <= min(3, (len(near) + 2) // 3) else None


def _distance(one: str, other: str) -> int:
    """How many letters must be added, left out or replaced to turn one word into the other (Levenshtein)."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        last, row = row, [number]
        for place, against in enumerate(other, 1):
            row.append(min(last[place] + 1, row[-1] + 1, last[place - 1] + (letter != against)))
    return row[-1]
