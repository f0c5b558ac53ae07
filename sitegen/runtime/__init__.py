"""Assembles the Python that runs in the reader's browser: a trimmed Pyodide with the checkers in it.

``assets/py/<key>/`` holds ``worker.js`` (ours), ``python.js`` (Pyodide's scripts as one classic script),
``python.wasm``, ``stdlib.zip`` (what the checkers use of the standard library, and the checkers, compiled) and
``snapshot.bin`` (the memory of a Python that has imported all of it, see :mod:`sitegen.runtime.image`). Beside
them lie the checkers as a wheel and the lock any other Pyodide installs them from.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

from sitegen.runtime.image import write_image
from sitegen.runtime.loader import write_loader
from sitegen.runtime.pyodide import CURRENT, OLDER, Release, RuntimeMissing, pyodide_of
from sitegen.runtime.stdlib import write_library
from sitegen.runtime.wheel import write_wheel
from sitegen.scripts import bundle

__all__ = ["CURRENT", "OLDER", "Release", "RuntimeMissing", "assemble", "folder", "made"]

WORKER = Path("docs/assets/worker.js")


def folder(root: Path, release: Release = CURRENT) -> str:
    """Where the runtime lies in the site. The name carries its content: a browser never mixes two versions."""
    return f"assets/py/{_key(root, release)[:16]}/"


def assemble(root: Path, site: Path) -> None:
    """Write the runtime into ``site``. Raises RuntimeMissing."""
    shutil.copytree(made(root), site / folder(root))


def made(root: Path, release: Release = CURRENT) -> Path:
    """The folder of the runtime, made from ``root``'s ``node_modules`` and ``checkers/``. Raises RuntimeMissing.

    It is kept in ``root/.build/runtime`` until a file it is made of changes.
    """
    cache = root / ".build" / "runtime" / release.package
    kept = cache / _key(root, release)
    if not kept.is_dir():
        shutil.rmtree(cache, ignore_errors=True)
        cache.mkdir(parents=True)
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            making = Path(scratch) / "making"
            making.mkdir()
            _make(root, release, making)
            making.rename(kept)
    return kept


def _make(root: Path, release: Release, target: Path) -> None:
    pyodide = pyodide_of(root, release)
    (target / "worker.js").write_text(bundle(root, root / WORKER), "utf-8")
    shutil.copyfile(pyodide / "pyodide.asm.wasm", target / "python.wasm")
    write_library(root, target / "stdlib.zip", release)
    about: dict[str, Any] = {}
    if release is CURRENT:  # the older one cannot write its memory, and no page but ours installs from a copy
        about = write_image(root, target / "stdlib.zip", target / "snapshot.bin")
        write_wheel(root, pyodide, target)
    write_loader(pyodide, about, target / "python.js", release)


def _key(root: Path, release: Release) -> str:
    """What the runtime is made of, as one hash."""
    pyodide = pyodide_of(root, release)
    ours = [root / "pyproject.toml"]
    for directory in (Path(__file__).parent, root / "checkers"):
        ours += sorted(file for file in directory.rglob("*") if file.suffix in (".py", ".mjs"))
    digest = hashlib.sha256(bundle(root, root / WORKER).encode())  # with every module it imports
    for file in (*(pyodide / name for name in release.files), *ours):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
