"""What the offline copy holds besides pages: data as scripts, because a page on a disk may not read its neighbours."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from sitegen.archive import digest

PYTHON = "assets/py/"
DATA = ("api/v1/calendar.json", "api/v1/deadlines.json", "api/v1/packs/*.json")
"""What pages ask for; the rest of the interface is for other programs."""
SUMS = "SHA256SUMS"
SUMS_SCRIPT = "assets/sums"
_AS_TEXT = {".js", ".mjs", ".json"}
_ASSETS = {".css", ".js", ".svg", ".png", ".ico"}


def data_script(path: str, text: str) -> bytes:
    """A script that hands over ``text``. docs/assets/check.js writes it again from the two to compare hashes."""
    return f"self.copyFile({_json(path)},{_json(text)});\n".encode()


def site_files(site: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of the built ``site`` that the copy needs, pages aside, by its path in the copy."""
    for pattern in DATA:
        for file in site.glob(pattern):
            path = file.relative_to(site).as_posix()
            yield f"{path}.js", data_script(path, file.read_text("utf-8"))
    for file in (site / "assets").rglob("*"):
        path = file.relative_to(site).as_posix()
        if not file.is_file():
            continue
        if path.startswith(PYTHON):
            yield f"{path}.js", data_script(path, _handed_over(file))
        elif file.suffix in _ASSETS:
            yield path, file.read_bytes()


def with_python(files: Mapping[str, bytes], made: Path, folder: str) -> dict[str, bytes]:
    """``files`` with the Python in ``made`` in place of their own; the copy has it in its ``folder``."""
    python = {
        f"{folder}{file.name}": data_script(f"{folder}{file.name}", _handed_over(file))
        for file in made.iterdir()
    }
    kept = {path: content for path, content in files.items() if not path.startswith(PYTHON)}
    return kept | {f"{path}.js": content for path, content in python.items()}


def sums(files: Mapping[str, bytes]) -> str:
    """The hash of every file in the format of ``sha256sum``."""
    return "".join(f"{digest(files[path])}  {path}\n" for path in sorted(files))


def for_notepad(text: str) -> bytes:
    """``text`` as the oldest Notepad shows it right."""
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()


def _handed_over(file: Path) -> str:
    """The text of a part of Python; of a binary one base64 of gzip."""
    if file.suffix in _AS_TEXT:
        return file.read_text("utf-8")
    return base64.b64encode(gzip.compress(file.read_bytes(), 9, mtime=0)).decode("ascii")


def _json(text: str) -> str:
    """As JavaScript's JSON.stringify writes it."""
    return json.dumps(text, ensure_ascii=False)
