"""What a view may consist of (bridge protocol), and its text as a reader sees it."""

from __future__ import annotations

import re
from typing import Any

PERMITTED = (
    "p div span strong em ul ol li dl dt dd h3 h4 a time table thead tbody tr th td caption abbr details "
    "summary section small button"
)
TAGS = set(PERMITTED.split())
ATTRIBUTES = re.compile(r"class|href|datetime|title|lang|id|scope|aria-label|aria-hidden|role|data-[a-z-]+")
LINKS = re.compile(r"#.+|tel:\+?\d+|(?!\w+:)(?!//).+")


def text_of(node: Any) -> str:
    """The text of a tree, checked on the way: only permitted tags, attributes and links."""
    if isinstance(node, str):
        return node
    tag, attributes, *children = node
    assert tag in TAGS
    for name, value in attributes.items():
        assert ATTRIBUTES.fullmatch(name)
        assert isinstance(value, str)
        assert name != "href" or LINKS.fullmatch(value)
    return "".join(text_of(child) for child in children)


def having(node: Any, css_class: str) -> list[Any]:
    """The elements of a tree that have a class, in order."""
    if isinstance(node, str):
        return []
    found = [node] if css_class in node[1].get("class", "").split() else []
    return found + [element for child in node[2:] for element in having(child, css_class)]
