"""What the first twelve entries say through the engine: duties that may not apply, and words that point the right way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from calendars import CALENDAR, DATA

from checkers.bridge import Engine
from sitegen.model import Entry

FIRST = ("1.5.1", "1.40", "1.41", "1.42", "1.47", "2.26", "2.28", "2.34", "3.25", "3.27", "3.30", "000")


def read(entry: str) -> dict[str, Any]:
    (file,) = Path(DATA, "entries").glob(f"*/{entry}-*.yml")
    parsed = Entry.model_validate(yaml.safe_load(file.read_text("utf-8")))
    return {**parsed.model_dump(mode="json"), "notice": "办理前请致电核实"}


def rows(entry: str, **request: Any) -> dict[str, Any]:
    engine = Engine(CALENDAR)
    engine.add_pack(read(entry))
    answer = engine.handle({"call": "timeline", "id": entry, "today": "2026-11-24", **request})
    return {row["id"]: row for row in answer["deadlines"]}


PERHAPS = [
    # entry, events, deadline, answers by which it applies, answers by which it does not
    ("000", {"accepted": "2026-11-02"}, "objection", {"disagrees": "yes"}, {"disagrees": "no"}),
    ("3.27", {}, "correct-early", {"state": "faulty", "after_june": "no"}, {"state": "correct"}),
    (
        "3.27",
        {},
        "correct-early",
        {"state": "faulty", "after_june": "no"},
        {"state": "faulty", "after_june": "yes"},
    ),
]


@pytest.mark.parametrize(("entry", "events", "deadline", "does", "does_not"), PERHAPS)
def test_what_need_not_be_done_is_not_overdue(
    entry: str, events: dict[str, str], deadline: str, does: dict[str, str], does_not: dict[str, str]
) -> None:
    found = rows(entry, events=events)[deadline]
    assert (found["conditional"], found["state"]) == (True, "open")
    assert found["state_text"].startswith("如适用：")
    assert not rows(entry, events=events, answers=does)[deadline]["conditional"]
    assert deadline not in rows(entry, events=events, answers=does_not)


@pytest.mark.parametrize("entry", FIRST)
def test_what_comes_next_never_points_upwards(entry: str) -> None:
    """The next step stands directly under the verdict; those of outcomes point at nothing."""
    checker = read(entry)["checker"]
    verdicts = " ".join(words["next"] for words in checker["verdicts"].values() if words)
    outcomes = " ".join(outcome.get("next") or "" for outcome in checker.get("outcomes", []))
    assert not [word for word in ("上面", "以上", "上述") if word in verdicts + outcomes]
    assert "下面" not in outcomes
