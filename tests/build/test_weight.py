"""How much goes over the wire, compressed as a host does it: bytes, which do not depend on the machine."""

from __future__ import annotations

import re
from pathlib import Path

import brotli

GUIDE = "guides/1.41/index.html"
MOST_PAGE = 120_000
MOST_BEFORE_A_VERDICT = 5_200_000
RUNTIME = ("worker.js", "python.js", "python.wasm")


def weight(*files: Path) -> int:
    # a host compresses harder; this is quicker and never less
    return sum(len(brotli.compress(file.read_bytes(), quality=6)) for file in files)


def page_files(site: Path) -> list[Path]:
    """The guide and everything it names."""
    page = site / GUIDE
    named = re.findall(r'<(?:script|link|img)\b[^>]*?\b(?:src|href)="([^"]+)"', page.read_text("utf-8"))
    return [page, *((page.parent / name).resolve() for name in named)]


def test_a_guide_is_light_and_brings_no_python_along(site):
    files = page_files(site)
    assert len(files) > 3
    assert weight(*files) <= MOST_PAGE
    assert not [file for file in files if "/assets/py/" in file.as_posix()]


def test_the_first_verdict_comes_before_five_megabytes_in_either_way(site):
    (runtime,) = (site / "assets" / "py").iterdir()
    answered = [site / "api/v1/calendar.json", site / "api/v1/packs/1.41.json"]
    common = weight(*page_files(site), *answered, *(runtime / name for name in RUNTIME))
    for way in ("snapshot.bin", "stdlib.zip"):
        assert common + weight(runtime / way) <= MOST_BEFORE_A_VERDICT, way
