"""Builds the site aside and puts it in place of the old one only when all of it is there."""

from __future__ import annotations

import fcntl
import logging
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from sitegen.api import write_api
from sitegen.calendar import calendar_json
from sitegen.headers import write_headers
from sitegen.load import Site, load
from sitegen.problems import DataError, Problem
from sitegen.proofs import Proofs
from sitegen.pwa import write_worker
from sitegen.runtime import assemble
from sitegen.search import write_index

Say = Callable[[str], None]

_TRACEBACK = re.compile(r"\n*```\nTraceback.*?\n```", re.DOTALL)
"""What the macros plugin appends to its message; nothing an editor can act on."""


class BuildFailed(Exception):
    """The pages could not be made; the message holds every line the page generator had to say."""


def build(root: Path, say: Say = print) -> None:
    """Build ``root/site``. ``say`` gets a line per stage.

    Raises DataError, BuildFailed or RuntimeMissing; ``site/`` is then what it was before.
    """
    fresh, live = root / ".build" / "site", root / "site"
    with _alone(root):
        recover(fresh, live)
        say("读取数据…")
        site = _read(root / "data", Proofs(root / ".build" / "proofs"))
        shutil.rmtree(fresh, ignore_errors=True)
        say(f"生成页面（{len(site.entries)} 个事项）…")
        _make_pages(root, site, fresh)
        say("写入数据接口和搜索索引…")
        write_api(site, root / "data", fresh)
        write_index(site, root / "docs", fresh)
        say("组装核验程序…")
        assemble(root, fresh)
        write_worker(root, fresh)
        write_headers(fresh)
        swap(fresh, live)
        say("完成：site/")


def _read(data: Path, proofs: Proofs) -> Site:
    """Entries, their rules proved, and calendar. Raises DataError with what is wrong with any of them."""
    problems: list[Problem] = []
    try:
        calendar_json(data)
    except DataError as error:
        problems += error.problems
    try:
        site = load(data, proofs)
    except DataError as error:
        problems += error.problems
    if problems:
        raise DataError(problems)
    return site


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Hold the build directory for this build; another one waits its turn."""
    (root / ".build").mkdir(exist_ok=True)
    with (root / ".build" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class _Listener(logging.Handler):
    """Collects what MkDocs and its plugins warn of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(_TRACEBACK.sub("", record.getMessage()).rstrip())


def _make_pages(root: Path, site: Site, target: Path) -> None:
    os.environ["NO_MKDOCS_2_WARNING"] = "1"  # Material's banner; the version is pinned
    listener = _Listener()
    log = logging.getLogger("mkdocs")
    log.addHandler(listener)
    try:
        config = load_config(config_file=str(root / "mkdocs.yml"), site_dir=str(target), strict=True)
        config.extra["site"] = site  # the hook need not read it again
        mkdocs_build(config)
    except MkDocsException as error:
        raise BuildFailed("\n".join(["页面没有生成，原因如下：", *listener.lines, str(error)])) from error
    finally:
        log.removeHandler(listener)


def swap(fresh: Path, live: Path) -> None:
    """Put ``fresh`` where ``live`` is by renaming, so that a reader never meets half a site."""
    old = _set_aside(fresh)
    if live.exists():
        live.rename(old)
    try:
        fresh.rename(live)
    finally:
        recover(fresh, live)
    shutil.rmtree(old, ignore_errors=True)


def recover(fresh: Path, live: Path) -> None:
    """Undo a swap that was interrupted between its two steps."""
    old = _set_aside(fresh)
    if old.exists() and not live.exists():
        old.rename(live)


def _set_aside(fresh: Path) -> Path:
    return fresh.with_name("old-site")
