"""Assembles the Python that runs in the reader's browser: Pyodide, the checkers' wheel and their lock."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "pyodide-lock.json"
WHEEL_EPOCH = "1577836800"
"""The date of every file in the wheel (2020-01-01), so that it depends on its content alone."""


class RuntimeMissing(Exception):
    """Something the runtime is made of is not there; the message says what and how to get it."""


def assemble(root: Path, target: Path) -> None:
    """Write the runtime into ``target`` (created) from ``root``'s ``node_modules`` and ``checkers/``.

    The wheel and its lock are kept in ``root/.build/runtime`` until a file they are made of changes.
    """
    pyodide = root / "node_modules" / "pyodide"
    for name in (*PYODIDE_FILES, LOCK):
        if not (pyodide / name).is_file():
            raise RuntimeMissing(
                f"缺少 node_modules/pyodide/{name}。请运行 make build，它会用 npm 安装 Pyodide。"
            )
    target.mkdir(parents=True, exist_ok=True)
    for name in PYODIDE_FILES:
        shutil.copyfile(pyodide / name, target / name)
    for file in _locked_wheel(root, pyodide / LOCK):
        shutil.copyfile(file, target / file.name)


def _locked_wheel(root: Path, pyodide_lock: Path) -> list[Path]:
    """The wheel and the lock that names it, from the cache where nothing has changed."""
    cache = root / ".build" / "runtime"
    key = _digest(
        Path(__file__), pyodide_lock, root / "pyproject.toml", *sorted((root / "checkers").rglob("*.py"))
    )
    kept = cache / key
    if not kept.is_dir():
        shutil.rmtree(cache, ignore_errors=True)
        cache.mkdir(parents=True)
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            made = Path(scratch) / "made"
            made.mkdir()
            _lock(_build_wheel(root, made, key), pyodide_lock)
            made.rename(kept)
    return sorted(kept.iterdir())


def _build_wheel(root: Path, made: Path, key: str) -> Path:
    """Build the wheel. Its file name carries the content, so that a browser never mixes two versions."""
    _run(root, "hatchling", "build", "--target", "wheel", "--directory", str(made))
    (wheel,) = made.glob("*.whl")
    name, version, tags = wheel.name.split("-", 2)
    return wheel.rename(made / f"{name}-{version}-{int(key[:8], 16)}-{tags}")


def _lock(wheel: Path, pyodide_lock: Path) -> None:
    """Write the lock beside the wheel: the Python and ABI of this Pyodide, and our package alone."""
    with tempfile.TemporaryDirectory() as scratch:
        base = Path(scratch) / LOCK
        info = json.loads(pyodide_lock.read_text("utf-8"))["info"]
        base.write_text(json.dumps({"info": info, "packages": {}}), "utf-8")
        written = (
            "--input",
            str(base),
            "--output",
            str(wheel.parent / LOCK),
            "--base-path",
            str(wheel.parent),
        )
        _run(wheel.parent, "pyodide_cli", "lockfile", "add-wheels", *written, str(wheel))


def _run(directory: Path, module: str, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=directory,
        env=os.environ | {"SOURCE_DATE_EPOCH": WHEEL_EPOCH},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeMissing(f"组装核验程序失败（{module}）：\n{done.stdout}{done.stderr}".rstrip())


def _digest(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
