"""What several folders of tests share: the repository and the site that ``make test`` has just built."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def site(root: Path) -> Path:
    """The built site. It is never built here: what is tested is what ``make build`` wrote."""
    assert (root / "site" / "index.html").is_file(), (
        "site/ 还没有生成：先运行 make build（make test 会自己做）"
    )
    return root / "site"


@pytest.fixture(scope="session")
def archive(root: Path, site: Path) -> Path:
    """The offline ZIP as it is handed out, made once from that site."""
    assert site.is_dir()
    subprocess.run([sys.executable, "-m", "sitegen", "offline"], cwd=root, check=True)
    return max((root / "dist").glob("*-offline.zip"), key=lambda made: made.stat().st_mtime)
