"""Every calendar file the site can make is read back by icalendar: the days, the names and the marks stand."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from checkers.__main__ import load
from checkers.bridge import Engine

FIRST = date(2026, 3, 2)
TODAY, NOW = "2026-03-02", "2026-03-02T08:00:00Z"


@pytest.fixture(scope="module")
def engine(site: Path) -> Engine:
    return load(site / "api/v1")


@pytest.fixture(scope="module")
def packs(site: Path) -> list[dict[str, Any]]:
    files = sorted((site / "api/v1/packs").glob("*.json"))
    return [json.loads(file.read_text("utf-8")) for file in files]


def timeline(pack: dict[str, Any], sequence: int = 0) -> dict[str, Any]:
    """A case in which everything happens, a week apart."""
    days = {event["id"]: str(FIRST + timedelta(weeks=week)) for week, event in enumerate(pack["events"])}
    asked = {"call": "timeline", "id": pack["id"], "today": TODAY, "events": days}
    return asked | {"ics": True, "now": NOW, "sequence": sequence}


def days(answer: dict[str, Any]) -> list[str]:
    """Every day a timeline names for somebody to act on: an extension only once it is decided."""
    found: list[str] = []
    for deadline in answer["deadlines"]:
        if deadline["occurrences"]:
            found += [each["safe"] for each in deadline["occurrences"]]
        elif deadline["safe"] and not (deadline["extends"] and deadline["planned"]):
            found.append(deadline["safe"])
    return sorted(day[:10] for day in found)


def test_every_timeline_of_the_site(engine: Engine, packs: list[dict[str, Any]]) -> None:
    files = 0
    for pack in packs:
        answer = engine.handle(timeline(pack))
        assert "error" not in answer, pack["id"]
        if not answer["ics"]:
            assert days(answer) == [], pack["id"]
            continue
        files += 1
        text = answer["ics"]
        assert all(
            line.endswith("\r\n") and len(line.encode()) <= 77 for line in text.splitlines(keepends=True)
        )
        events = Calendar.from_ical(text).walk("VEVENT")
        uids = [str(event["UID"]) for event in events]
        assert len(set(uids)) == len(uids), pack["id"]
        assert sorted(str(event.decoded("DTSTART"))[:10] for event in events) == days(answer), pack["id"]
        assert all(event["SUMMARY"] and event["DESCRIPTION"] and event["SEQUENCE"] == 0 for event in events)
        later = Calendar.from_ical(engine.handle(timeline(pack, 7))["ics"]).walk("VEVENT")
        assert [(str(event["UID"]), event["SEQUENCE"]) for event in later] == [(uid, 7) for uid in uids]
    assert files > 20
