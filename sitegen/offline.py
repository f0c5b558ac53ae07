"""``make offline``: the built site as a ZIP whose pages work from a disk, a stick or a read-only folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import checkers
from sitegen import archive, words
from sitegen.archive import SigningFailed
from sitegen.copy_files import SUMS, SUMS_SCRIPT, data_script, for_notepad, site_files, sums, with_python
from sitegen.copy_pages import UnknownPage, copy_page, moulded, notes, older_page, start_page
from sitegen.runtime import CURRENT, OLDER, Release, folder, made

MAX_BYTES = 40 * 1000 * 1000
CHECK = "check/index.html"
MOULD = "bodies/index.html"
"""A page as deep as the check page, with nothing of its own in the head."""
LEAFLET = "使用说明.txt"
HOLIDAYS = "holidays/README.txt"
BEIJING = timezone(timedelta(hours=8))


class OfflineFailed(Exception):
    """The offline copy was not made; the message says why."""


@dataclass(frozen=True)
class About:
    """What a copy says of itself."""

    version: str
    made: datetime
    first_year: int
    last_year: int

    @property
    def next_year(self) -> int:
        """The first year whose holidays the copy does not know."""
        return self.last_year + 1

    @property
    def day(self) -> str:
        """When the copy's data was put together, in words."""
        return words.day(self.made.astimezone(BEIJING).date())


def make_offline(
    root: Path, *, kiosk: bool = False, release: Release = CURRENT, say: Callable[[str], None] = print
) -> Path:
    """Write ``dist/<name>-<version>-offline.zip`` from ``root/site``. ``kiosk`` makes it one for a hall's terminal.

    With the ``release`` OLDER it is ``…-offline-compat.zip``, whose Python old machines can run.
    Raises OfflineFailed. One that is too big or could not be signed is not left behind.
    """
    say("组装离线版…")
    about = _about(root / "site")
    name = f"{_project(root)}-{about.version}"
    kind = ("-compat" if release is OLDER else "") + ("-kiosk" if kiosk else "")
    target = root / "dist" / f"{name}-offline{kind}.zip"
    try:
        files = _files(root, about, target.name, kiosk=kiosk, release=release)
    except UnknownPage as error:
        raise OfflineFailed(str(error)) from error
    archive.write_zip(target, name + kind, files, about.made)
    size = f"{target.stat().st_size / 1e6:.1f} MB"
    if target.stat().st_size > MAX_BYTES:
        target.unlink()
        raise OfflineFailed(f"离线版有 {size}，超过了 {MAX_BYTES / 1e6:.0f} MB：{target.name}")
    try:
        signature = archive.sign(target)
    except SigningFailed as error:
        target.unlink()
        raise OfflineFailed(str(error)) from error
    archive.write_hash(target)
    say(f"完成：dist/{target.name}（{size}，{len(files)} 个文件{'，已签名' if signature else ''}）")
    return target


def _files(root: Path, about: About, archive_name: str, *, kiosk: bool, release: Release) -> dict[str, bytes]:
    """Everything in the copy's folder, by path."""
    files = dict(site_files(root / "site"))
    pages = _pages(root / "site", about)
    if release is not CURRENT:
        python = folder(root, release)
        files = with_python(files, made(root, release), python)
        pages = {path: older_page(html, path, python) for path, html in pages.items()}
    for path, html in pages.items():
        up = "../" * path.count("/")
        footer = notes("footer", about=about, up=up)
        files[path] = copy_page(html, path, footer, kiosk=kiosk).encode()
    files[LEAFLET] = for_notepad(notes("leaflet", about=about, archive=archive_name))
    files[HOLIDAYS] = for_notepad(notes("holidays", about=about))
    files[f"{SUMS_SCRIPT}.js"] = data_script(SUMS_SCRIPT, sums(files))
    files[SUMS] = sums(files).encode()
    return files


def _pages(site: Path, about: About) -> dict[str, str]:
    """The HTML of every page by its path, the start page with what the copy says of itself, and the check page."""
    pages = {
        file.relative_to(site).as_posix(): file.read_text("utf-8")
        for file in sorted(site.rglob("*.html"))
        if file.name == "index.html"  # 404.html belongs to a server
    }
    pages["index.html"] = start_page(
        pages["index.html"], notes("line", about=about), notes("section", about=about)
    )
    pages[CHECK] = moulded(pages[MOULD], CHECK, "检查本副本", notes("check", about=about))
    return pages


def _about(site: Path) -> About:
    try:
        index = json.loads((site / "api/v1/index.json").read_text("utf-8"))
        calendar = json.loads((site / "api/v1/calendar.json").read_text("utf-8"))
    except FileNotFoundError as error:
        raise OfflineFailed("site/ 还没有生成完整，请先运行 make build。") from error
    return About(
        version=f"{checkers.__version__}-{index['data_version']}",
        made=datetime.fromisoformat(index["built"]).astimezone(UTC),
        first_year=calendar["first_year"],
        last_year=calendar["last_year"],
    )


def _project(root: Path) -> str:
    """The project's name in ASCII: old archivers and sticks spoil any other."""
    name: str = json.loads((root / "package.json").read_text("utf-8"))["name"]
    return name
