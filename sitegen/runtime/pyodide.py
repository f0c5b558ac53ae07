"""The Pyodide in ``node_modules`` and the Node that runs it at build time."""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sitegen.programs import run

_ALWAYS = (
    "package.json",
    "pyodide.asm.wasm",
    "pyodide.js",
    "pyodide.mjs",
    "pyodide-lock.json",
    "python_stdlib.zip",
)


@dataclass(frozen=True)
class Release:
    """A Pyodide whose scripts and library we know how to take apart; of any other nothing is known."""

    package: str
    """Its folder in ``node_modules``."""
    version: str
    files: tuple[str, ...]


CURRENT = Release("pyodide", "314.0.7", (*_ALWAYS, "pyodide.asm.mjs"))
OLDER = Release("pyodide-compat", "0.24.1", (*_ALWAYS, "pyodide.asm.js"))
"""The last one that runs on Chromium 85 to 95; its Python is 3.11. For the offline copy for old machines."""
_STEADY = Path(__file__).with_name("steady.mjs")


class RuntimeMissing(Exception):
    """The runtime cannot be made; the message says what is missing or unknown and what to do."""


def pyodide_of(root: Path, release: Release = CURRENT) -> Path:
    """The folder of the Pyodide that npm installed. Raises RuntimeMissing unless it is the one we know."""
    pyodide = root / "node_modules" / release.package
    for name in release.files:
        if not (pyodide / name).is_file():
            raise RuntimeMissing(
                f"缺少 node_modules/{release.package}/{name}。请运行 make build，它会用 npm 安装 Pyodide。"
            )
    version = json.loads((pyodide / "package.json").read_text("utf-8"))["version"]
    if version != release.version:
        raise RuntimeMissing(
            f"node_modules/{release.package} 是 {version}，只认得 {release.version}。请装回 {release.version}；"
            "要换版本，按 CONTRIBUTING.md 的 Renew Pyodide 一节逐项核对。"
        )
    return pyodide


def in_node(root: Path, script: str, **options: str) -> Any:
    """What ``script`` (a module of this folder) prints, as JSON. Clock and chance stand still while it runs."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    # a Node of the machine first, as in tools/setup.sh; else the one from PyPI beside our Python
    node = shutil.which("node") or shutil.which("node", path=path)
    if node is None:
        raise RuntimeMissing("找不到 Node。请运行 make build，它会自己装好。")
    program = Path(__file__).with_name(script)
    done = run([node, "--import", _STEADY.as_uri(), program, json.dumps(options)], root)
    if done.returncode:
        raise RuntimeMissing(f"组装核验程序失败（{script}）：\n{_end(done.stderr)}")
    return json.loads(done.stdout)


def _end(text: str) -> str:
    """The lines that say what went wrong: Node prints the whole of Pyodide's one-line source before them."""
    return "\n".join(line for line in text.splitlines() if line.strip() and len(line) < 1000)
