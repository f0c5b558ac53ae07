"""Engines over the small packs, and how the property tests run."""

from __future__ import annotations

import pytest
from hypothesis import settings
from sample_packs import CALENDAR, CARD, FRANCHISE, NO_CHECKER, PAPERS

from checkers.bridge import Engine
from checkers.calendar import Calendar

# The same examples every time, and no time limit: a slow machine is not a fault of the rules.
settings.register_profile("checkers", deadline=None, derandomize=True)
settings.load_profile("checkers")


@pytest.fixture(scope="session")
def engine() -> Engine:
    """An engine that knows every small pack."""
    made = Engine(Calendar.from_json(CALENDAR))
    for pack in (FRANCHISE, CARD, PAPERS, NO_CHECKER):
        made.add_pack(pack)
    return made
