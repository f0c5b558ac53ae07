"""The checkers as a wheel, with the lock that any Pyodide of this version installs them from."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from sitegen.runtime.pyodide import RuntimeMissing

LOCK = "pyodide-lock.json"
_EPOCH = "1577836800"
"""The date of every file in the wheel (2020-01-01), so that it depends on its content alone."""


def write_wheel(root: Path, pyodide: Path, made: Path) -> None:
    """Write the wheel and the lock that names it into ``made``. Raises RuntimeMissing."""
    _run(root, "hatchling", "build", "--target", "wheel", "--directory", str(made))
    (wheel,) = made.glob("*.whl")
    with tempfile.TemporaryDirectory() as scratch:
        base = Path(scratch) / LOCK
        info = json.loads((pyodide / LOCK).read_text("utf-8"))["info"]
        base.write_text(json.dumps({"info": info, "packages": {}}), "utf-8")
        written = ("--input", str(base), "--output", str(made / LOCK), "--base-path", str(made))
        _run(made, "pyodide_cli", "lockfile", "add-wheels", *written, str(wheel))


def _run(directory: Path, module: str, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=directory,
        env=os.environ | {"SOURCE_DATE_EPOCH": _EPOCH},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeMissing(f"组装核验程序失败（{module}）：\n{done.stdout}{done.stderr}".rstrip())
