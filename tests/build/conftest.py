"""A copy of the repository to build in, so that these tests never touch the working tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

COPIED = ("data", "docs", "sitegen", "checkers", "mkdocs.yml", "pyproject.toml")


@pytest.fixture
def clone(root: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Make a named copy of everything a build reads."""

    def copy(name: str = "clone") -> Path:
        folder = tmp_path / name
        folder.mkdir()
        for item in COPIED:
            if (root / item).is_dir():
                shutil.copytree(root / item, folder / item, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(root / item, folder / item)
        if (root / ".build" / "proofs").is_dir():  # what is proved already need not be proved in every copy
            shutil.copytree(root / ".build" / "proofs", folder / ".build" / "proofs")
        (folder / "node_modules").symlink_to(root / "node_modules")
        return folder

    return copy


@pytest.fixture(scope="session")
def run_build() -> Callable[[Path], subprocess.CompletedProcess[str]]:
    """Run the build command as ``make build`` does, with a fixed date."""

    def run(folder: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "sitegen", "build"],
            cwd=folder,
            env=os.environ | {"SOURCE_DATE_EPOCH": "1795000000", "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run
