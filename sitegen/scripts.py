"""Bundles the small modules of docs/assets into the one classic script that a page loads."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sitegen.programs import run

ENTRY = "assets/site.js"
CLASSIC = ("assets/theme.js",)
"""Published as they are, because they run on their own and before the page is painted."""
TARGETS = "chrome80,firefox78"
"""The oldest browsers whose syntax the bundle is written in."""
_OPTIONS = (
    "--bundle",
    "--format=iife",
    "--minify",
    "--charset=utf8",
    "--legal-comments=none",
    f"--target={TARGETS}",
    "--log-level=warning",
    "--log-override:empty-import-meta=error",
)


class ScriptsFailed(Exception):
    """The script of the pages was not made; the message says why."""


def bundle(root: Path, entry: Path, *options: str) -> str:
    """The module ``entry`` and all it imports as one classic script, made by ``root``'s esbuild."""
    done = run([_esbuild(root), entry, *_OPTIONS, *options], root)
    if done.returncode:
        raise ScriptsFailed(f"网页脚本没有打包成功（{entry.name}）：\n{done.stderr.strip()}")
    return done.stdout


def hashed(path: str, content: str) -> str:
    """``path`` with the content's hash in its name, so that a browser never mixes two versions."""
    stem, dot, suffix = path.rpartition(".")
    return f"{stem}-{hashlib.sha256(content.encode()).hexdigest()[:12]}{dot}{suffix}"


def is_source(path: str) -> bool:
    """Whether a file of ``docs/`` is a module that is published only as a part of the bundle."""
    return path.startswith("assets/") and path.endswith(".js") and path not in CLASSIC


def _esbuild(root: Path) -> Path:
    """The program itself. npm installs the package of this platform alone, and needs no script of its own for it."""
    platforms = root / "node_modules" / "@esbuild"
    for name in ("bin/esbuild", "esbuild.exe"):
        for program in platforms.glob(f"*/{name}"):
            return program
    raise ScriptsFailed("缺少 node_modules/@esbuild。请运行 make build，它会用 npm 安装 esbuild。")
