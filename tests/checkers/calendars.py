"""What ``make build`` published: the real holiday calendar and the real data, as a page gets them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from checkers.calendar import Calendar

PUBLISHED = Path(__file__).resolve().parents[2] / "site" / "api" / "v1"
assert PUBLISHED.is_dir(), "site/ 还没有生成：先运行 make build（make test 会自己做）"


def published(name: str) -> dict[str, Any]:
    """A file below ``api/v1/``."""
    content: dict[str, Any] = json.loads((PUBLISHED / name).read_text("utf-8"))
    return content


CALENDAR_JSON = published("calendar.json")
CALENDAR = Calendar.from_json(CALENDAR_JSON)
