"""Writes the style sheets of docs/assets in the CSS that the oldest browsers read."""

from __future__ import annotations

from pathlib import Path

from sitegen.programs import run

TARGETS = "chrome >= 80, firefox >= 78"
"""The same browsers as those of the scripts (sitegen/scripts.py)."""


class StylesFailed(Exception):
    """A style sheet was not made; the message says why."""


def lowered(root: Path, sheet: Path) -> str:
    """``sheet`` minified, with shorthands and selectors that old browsers do not know written out."""
    done = run([_lightning(root), "--minify", "--targets", TARGETS, sheet], root)
    if done.returncode:
        raise StylesFailed(f"样式没有写成（{sheet.name}）：\n{done.stderr.strip()}")
    return done.stdout


def is_sheet(path: str) -> bool:
    """Whether a file of ``docs/`` is a style sheet of ours."""
    return path.startswith("assets/") and path.endswith(".css")


def _lightning(root: Path) -> Path:
    """The program itself, of this platform's own package, as with esbuild."""
    for name in ("lightningcss", "lightningcss.exe"):
        for program in (root / "node_modules").glob(f"lightningcss-cli-*/{name}"):
            return program
    raise StylesFailed(
        "缺少 node_modules/lightningcss-cli-*。请运行 make build，它会用 npm 安装 Lightning CSS。"
    )
