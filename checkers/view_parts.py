"""Small parts that several view trees share."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

Node = str | list[Any]
"""Text or ``[tag, attributes, *children]``; see the bridge protocol."""

_PHONE = re.compile(r"\+?[\d(][\d() -]{2,}")


def phone_link(phone: str) -> Node:
    """The number as the source writes it, linked so that a phone can dial the first one."""
    found = _PHONE.search(unicodedata.normalize("NFKC", phone))
    digits = re.sub(r"[^\d+]", "", found[0]) if found else ""
    return ["a", {"href": f"tel:{digits}"}, phone] if len(digits) > 2 else phone
