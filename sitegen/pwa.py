"""Makes the site installable: its version, and the service worker that keeps one whole version of it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from pathlib import Path

from sitegen.headers import IMMUTABLE

OFFLINE = "offline.html"
SERVER_ONLY = {"404.html", "_headers", "_nginx.conf", "sw.js", "sitemap.xml", "sitemap.xml.gz"}
FOR_PROGRAMS = re.compile(r"api/v1/(entries/|index\.json$)|assets/py/.*(\.whl|/pyodide-lock\.json)$")
"""No page reads these; they are for other programs and other Pyodides."""
PYTHON = "assets/py/"
_LOADED = re.compile(r'<(?:script|link)\b[^>]*\s(?:src|href)="([^"#?:]+)"')


def write_worker(root: Path, site: Path) -> None:
    """Write the version of ``site`` into its pages and ``sw.js`` beside them. Nothing may change afterwards."""
    source = (root / "docs" / "assets" / "sw.js").read_text("utf-8")
    version = _version(site, groups_of(site), source)
    for page in site.rglob("*.html"):
        html = page.read_text("utf-8")
        page.write_text(html.replace("<html ", f'<html data-version="{version}" ', 1), "utf-8")
    groups = groups_of(site)
    listed = {
        "version": version,
        "immutable": IMMUTABLE,
        "megabytes": {name: _megabytes(site, paths) for name, paths in groups.items()},
        "groups": {
            name: {_address(path): fingerprint(site / path) for path in paths}
            for name, paths in groups.items()
        },
    }
    text = json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
    (site / "sw.js").write_text(f"const SITE = {text};\n{source}", "utf-8")


def groups_of(site: Path) -> dict[str, list[str]]:
    """What the worker keeps, in the order in which readers need it: the shell, all there is to read, Python."""
    loaded = {path.removeprefix("./") for path in _LOADED.findall((site / OFFLINE).read_text("utf-8"))}
    groups: dict[str, list[str]] = {"shell": [], "pages": [], "python": []}
    for file in sorted(file for file in site.rglob("*") if file.is_file()):
        path = file.relative_to(site).as_posix()
        if path in SERVER_ONLY or FOR_PROGRAMS.match(path):
            continue
        if path.startswith(PYTHON):
            groups["python"].append(path)
        elif path in loaded or path in {"index.html", OFFLINE}:
            groups["shell"].append(path)
        else:
            groups["pages"].append(path)
    return groups


def fingerprint(file: Path) -> str:
    """96 bits of the file's SHA-256, as the worker computes them: they tell versions apart."""
    return base64.b64encode(hashlib.sha256(file.read_bytes()).digest()[:12]).decode()


def _version(site: Path, groups: dict[str, list[str]], source: str) -> str:
    digest = hashlib.sha256(source.encode())
    for paths in groups.values():
        for path in paths:
            digest.update(f"{path}\0{fingerprint(site / path)}\0".encode())
    return digest.hexdigest()[:16]


def _address(path: str) -> str:
    """A page's address is its folder."""
    return path if path == OFFLINE else re.sub(r"(^|/)index\.html$", r"\1", path)


def _megabytes(site: Path, paths: list[str]) -> int:
    """About what a reader's line carries: most servers compress."""
    return -(-sum(len(zlib.compress((site / path).read_bytes(), 1)) for path in paths) // 1_000_000)
