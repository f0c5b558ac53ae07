"""Names and order of things that an index lists by their Chinese titles: anchors, letters, sorting."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import TypeVar

from pypinyin import Style, lazy_pinyin

_Item = TypeVar("_Item")


def anchors(prefix: str, titles: Iterable[str]) -> Mapping[str, str]:
    """An id for each title that is unique among those with this prefix: 《调令》 → ``form-调令``."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for title in titles:
        if title in found:
            continue
        name = re.sub(r"\W+", "-", unicodedata.normalize("NFKC", title)).strip("-")
        anchor = base = f"{prefix}-{name}"
        number = 1
        while anchor in taken:
            number += 1
            anchor = f"{base}-{number}"
        taken.add(anchor)
        found[title] = anchor
    return found


@cache
def reading(title: str) -> tuple[str, str]:
    """What a title is sorted by: its pinyin, then the title itself."""
    words = re.sub(r"\W+", "", unicodedata.normalize("NFKC", title))
    return "".join(lazy_pinyin(words, style=Style.TONE3)).lower(), title


def letter(title: str) -> str:
    """The first letter of a title's pinyin in capitals, or # for what begins otherwise."""
    first = reading(title)[0][:1].upper()
    return first if "A" <= first <= "Z" else "#"


def by_letter(
    items: Iterable[_Item], title: Callable[[_Item], str]
) -> Sequence[tuple[str, tuple[_Item, ...]]]:
    """The items in alphabetical order under the letters they begin with, # last."""
    ordered = sorted(items, key=lambda item: (letter(title(item)) == "#", reading(title(item))))
    return [(name, tuple(group)) for name, group in groupby(ordered, key=lambda item: letter(title(item)))]
