"""The real holiday calendar, as the site publishes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from checkers.calendar import Calendar
from sitegen.calendar import calendar_json

DATA = Path(__file__).resolve().parents[2] / "data"
CALENDAR_JSON: dict[str, Any] = calendar_json(DATA)
CALENDAR = Calendar.from_json(CALENDAR_JSON)
