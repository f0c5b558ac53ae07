"""Runs the programs that the build needs besides Python: esbuild, Lightning CSS, Node."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path


def run(command: Sequence[str | Path], root: Path) -> subprocess.CompletedProcess[str]:
    """What ``command`` said, run in ``root``; whether it succeeded is the caller's question."""
    return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
