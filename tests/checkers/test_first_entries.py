"""What the first twelve entries say through the engine: duties that may not apply, and words that point the right way."""

from __future__ import annotations

from typing import Any

import pytest
from calendars import CALENDAR, published

from checkers.bridge import Engine

FIRST = ("1.5.1", "1.40", "1.41", "1.42", "1.47", "2.26", "2.28", "2.34", "3.25", "3.27", "3.30", "000")


def rows(entry: str, **request: Any) -> dict[str, Any]:
    engine = Engine(CALENDAR)
    engine.add_pack(published(f"packs/{entry}.json"))
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
    checker = published(f"packs/{entry}.json")["checker"]
    verdicts = " ".join(words["next"] for words in checker["verdicts"].values())
    outcomes = " ".join(outcome.get("next") or "" for outcome in checker.get("outcomes", []))
    assert not [word for word in ("上面", "以上", "上述") if word in verdicts + outcomes]
    assert "下面" not in outcomes
