"""The built site in old browsers. They show what an engine can do, not what it allows pages opened from a disk."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitegen.serve import Server
from tests.old.engine import Engine

Launch = Callable[[str], Engine]


@pytest.fixture(scope="session")
def base(site: Path) -> Iterator[str]:
    """The address of the site."""
    with Server(site, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.url
        server.shutdown()


@pytest.fixture(scope="session")
def launch(base: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launch]:
    """An old browser by its version; it is started once."""
    running: dict[str, Engine] = {}

    def give(version: str) -> Engine:
        if version not in running:
            running[version] = Engine(version, base, tmp_path_factory.mktemp(version))
        return running[version]

    yield give
    for engine in running.values():
        engine.close()


@pytest.fixture
def engine(request: pytest.FixtureRequest, launch: Launch) -> Iterator[Engine]:
    """The old browser a test names. An error in the console fails the test."""
    given = launch(request.param)
    yield given
    assert given.faults() == []


@pytest.fixture(scope="session")
def older_copy(root: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the unpacked offline copy for old machines, in a folder as people name them."""
    archives = sorted((root / "dist").glob("*-offline-compat.zip"), key=lambda file: file.stat().st_mtime)
    assert archives, "dist/ 里没有旧电脑用的离线版：运行 make test-old，它会自己生成"
    folder = tmp_path_factory.mktemp("U 盘") / "办事 指南"
    with zipfile.ZipFile(archives[-1]) as archive:
        archive.extractall(folder)
    return next(folder.iterdir()).as_uri() + "/"
