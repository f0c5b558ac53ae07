"""The real offline ZIP, unpacked where readers unpack it, and what each browser saw on a tour through it."""

from __future__ import annotations

import queue
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from watchfiles import watch

from tests.plain import copies
from tests.plain.beacon import Beacon, Facts
from tests.plain.browsers import COMMANDS, NO_STORAGE, Home, running
from tests.plain.tours import DENIED, MAIN, RULES, VARIANTS

PATIENCE = 120
"""Seconds without a word after which a browser counts as lost; a stop takes two when the machine is idle."""
FOLDER = "办事大厅 U 盘"
HERE = Path(__file__).resolve().parent

TOUCH = pytest.StashKey[dict[str, int]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[TOUCH] = {}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """No test measures time; how long a reader waited is told for whoever looks after speed."""
    for browser, milliseconds in config.stash[TOUCH].items():
        terminalreporter.write_line(
            f"{browser}, file://: {milliseconds} ms from the first touch to the verdict"
        )


class Told:
    """What the probe told of each stop of one tour in one browser."""

    def __init__(self, browser: str, facts: Mapping[str, Facts], log: str, home: Home) -> None:
        self.browser = browser
        self.facts = facts
        self.log = log
        self.home = home

    def __getitem__(self, stop: str) -> Facts:
        """The facts of a stop. The test fails here when there are none."""
        heard = self.facts.get(stop)
        assert heard is not None, (
            f"{self.browser}: no word from “{stop}”; heard: {list(self.facts)}\n{self.log}"
        )
        assert "failed" not in heard, f"{self.browser}, {stop}: {heard['failed']} {heard['faults']}"
        return heard

    def downloaded(self, name: str) -> str:
        """The text of a file the browser saved."""
        file = self.home.downloads / name
        assert file.is_file(), f"{self.browser}: {name} was not saved"
        return file.read_text("utf-8")


@pytest.fixture(scope="session")
def beacon() -> Iterator[Beacon]:
    with Beacon() as server:
        yield server
        server.shutdown()


@pytest.fixture(scope="session")
def outside() -> Iterator[Path]:
    """A folder anybody may enter, on a path with a space and Chinese characters."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    inside = folder / FOLDER
    inside.mkdir()
    yield inside
    copies.writable(folder, True)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def whole(archive: Path, outside: Path) -> Path:
    """The ZIP unpacked, and not touched."""
    return copies.unpack(archive, outside / "whole")


@pytest.fixture(scope="session")
def grounds(whole: Path, outside: Path, beacon: Beacon) -> Path:
    """The copies of the tours side by side, read-only."""
    copy = outside / "copy"
    shutil.copytree(whole, copy)
    copies.with_probe(copy, beacon.url)
    stops = [(stop.scene, stop.address(outside)) for stop in (*MAIN, *DENIED)]
    copies.write_probe(copy, (HERE / "probe.js").read_text("utf-8"), beacon.url, stops)
    for name, change in VARIANTS.items():
        copies.variant(copy, name, change)
    for name, text in RULES.items():
        (outside / name).write_text(text, "utf-8")
    copies.writable(outside, False)
    return outside


def _saved(home: Home) -> None:
    """Wait until the browser has written what it was told to save."""

    def written() -> bool:
        return any(file.suffix == ".ics" and file.stat().st_size for file in home.downloads.iterdir())

    if written():
        return
    for changes in watch(home.downloads, rust_timeout=PATIENCE * 1000, yield_on_timeout=True):
        if written() or not changes:
            return


def _tour(browser: str, grounds: Path, beacon: Beacon, stops: range, settings: Mapping[str, object]) -> Told:
    tour = [*MAIN, *DENIED]
    beacon.begin(stops)
    outside = Path(tempfile.mkdtemp())
    home = Home(outside)
    facts: dict[str, Facts] = {}
    with running(browser, home, tour[stops.start].address(grounds) or "", settings):
        try:
            while len(facts) < len(stops):
                stop, heard = beacon.words.get(timeout=PATIENCE)
                facts[tour[stop].name] = heard
            if "deadline" in facts:
                _saved(home)
        except queue.Empty:
            pass  # Told says which stop was not heard of
    log = home.log.read_text("utf-8", errors="replace")[-2000:]
    return Told(browser, facts, log, home)


@pytest.fixture(scope="session", params=sorted(COMMANDS))
def told(request: pytest.FixtureRequest, grounds: Path, beacon: Beacon) -> Iterator[Told]:
    """The long tour: everything a reader does with a copy, and copies in which something is wrong."""
    tour = _tour(request.param, grounds, beacon, range(len(MAIN)), {})
    if "verdict" in tour.facts:
        request.config.stash[TOUCH][tour.browser] = tour.facts["verdict"].get("milliseconds")
    yield tour
    shutil.rmtree(tour.home.folder)


@pytest.fixture(scope="session", params=sorted(COMMANDS))
def denied(request: pytest.FixtureRequest, grounds: Path, beacon: Beacon) -> Iterator[Told]:
    """A short tour in a browser that lets no page keep anything."""
    stops = range(len(MAIN), len(MAIN) + len(DENIED))
    tour = _tour(request.param, grounds, beacon, stops, NO_STORAGE[request.param])
    yield tour
    shutil.rmtree(tour.home.folder)
