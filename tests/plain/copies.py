"""Unpacked copies of the offline ZIP: as handed out, with the probe in their pages, and damaged in one place."""

from __future__ import annotations

import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content="[^"]*\bimg-src )')
PROBE = "probe.js"


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack as a reader does; gives the folder that holds ``index.html``."""
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    starts = sorted(folder.rglob("index.html"), key=lambda page: len(page.parts))
    return starts[0].parent


def with_probe(copy: Path, beacon: str) -> None:
    """Let every page of ``copy`` load the probe and the images it talks by. No other file is touched."""
    for page in copy.rglob("*.html"):
        up = "../" * (len(page.relative_to(copy).parts) - 1)
        text, policies = POLICY.subn(rf"\g<1>{beacon} ", page.read_text("utf-8"))
        assert policies == 1, f"{page}: one policy was expected, {policies} found"
        place = text.index("</head>")
        page.write_text(f'{text[:place]}<script src="{up}{PROBE}"></script>{text[place:]}', "utf-8")


def write_probe(copy: Path, source: str, beacon: str, tour: Sequence[tuple[str, str | None]]) -> None:
    """Tell the probe of ``copy`` where it leads: the names of scenes and the address each begins at."""
    stops = [{"scene": scene, "page": page} for scene, page in tour]
    head = f"const BEACON = {json.dumps(beacon)}, TOUR = {json.dumps(stops)};\n"
    (copy / PROBE).unlink(missing_ok=True)
    (copy / PROBE).write_text(head + source, "utf-8")


def variant(copy: Path, name: str, change: Callable[[Path], None]) -> Path:
    """A second copy beside ``copy`` with one ``change``; unchanged files are shared, so it costs nothing."""
    other = copy.with_name(name)
    shutil.copytree(copy, other, copy_function=os.link)
    change(other)
    return other


def replace(file: Path, content: bytes) -> None:
    """Write ``file`` anew: the copies that share its old content keep it."""
    file.unlink()
    file.write_bytes(content)


def writable(folder: Path, allowed: bool) -> None:
    """Make a folder and everything in it read-only, or one's own again."""
    for each in (folder, *folder.rglob("*")):
        mode = each.stat().st_mode
        each.chmod(mode | 0o200 if allowed else mode & ~0o222)
