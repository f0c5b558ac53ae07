"""Data folders for the tests of reading: a good one, and what is wrong with a changed one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.load import load
from sitegen.problems import DataError

GOOD = Path(__file__).resolve().parent.parent / "good" / "data"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the good data, to be changed."""
    return Path(shutil.copytree(GOOD, tmp_path / "data"))


@pytest.fixture
def problems(data: Path) -> Callable[[], list[str]]:
    """Everything that is wrong with ``data``, line by line; nothing when it loads."""

    def found() -> list[str]:
        try:
            load(data)
        except DataError as error:
            return [str(problem) for problem in error.problems]
        return []

    return found
