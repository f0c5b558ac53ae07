"""The stops of the tours through the copies, and what is wrong in the copies made for that."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.plain.copies import replace

GUIDE = "guides/1.41/index.html"
DEADLINES = "deadlines/index.html"
LEDGER = "ledger/000/index.html"
CHECK = "check/index.html"
PACK = "api/v1/packs/1.41.json.js"
LOST_PAGE = "guides/2.34/index.html"


def python(copy: Path, part: str) -> Path:
    """A part of Python in a copy."""
    (found,) = copy.glob(f"assets/py/*/{part}.js")
    return found


def lost(*names: str) -> Callable[[Path], None]:
    """The files are not there."""

    def change(copy: Path) -> None:
        for name in names:
            file = copy / name if "/" in name else python(copy, name)
            file.unlink()

    return change


def cut(part: str) -> Callable[[Path], None]:
    """Half of the file is there, as when copying to a stick was broken off."""

    def change(copy: Path) -> None:
        content = python(copy, part).read_bytes()
        replace(python(copy, part), content[: len(content) // 2])

    return change


def spoilt(part: str) -> Callable[[Path], None]:
    """The file is there and is a script, but some of its bytes are others."""

    def change(copy: Path) -> None:
        content = bytearray(python(copy, part).read_bytes())
        middle = len(content) // 2
        content[middle : middle + 400] = b"A" * 400
        replace(python(copy, part), bytes(content))

    return change


def _damaged(copy: Path) -> None:
    content = (copy / PACK).read_text("utf-8")
    replace(copy / PACK, content.replace("护照", "护証", 1).encode())
    (copy / LOST_PAGE).unlink()


def added(**differs: Any) -> Callable[[Path], None]:
    """A file of the next holiday year is dropped in: the days fixed by law and a long Spring Festival."""

    def change(copy: Path) -> None:
        published = _handed_over(copy / "api/v1/calendar.json.js")
        fixed = {day: words for day, words in published["statutory"].items() if day.startswith("2027-")}
        spring = {f"2027-02-{day:02}": "春节" for day in range(5, 12)}
        year = {"year": 2027, "notice": {"title": "试验用的通知"}, "off": {**fixed, **spring}, "work": {}}
        _drop_in(copy, json.dumps(json.dumps({**year, **differs}, ensure_ascii=False), ensure_ascii=False))

    return change


def _drop_in(copy: Path, text: str) -> None:
    (copy / "holidays/2027.js").write_text(f'self.copyFile("holidays/2027", {text});', "utf-8")


def _handed_over(script: Path) -> Any:
    """What a data script of the copy hands over."""
    call = script.read_text("utf-8").strip()
    _, text = json.loads(f"[{call.removeprefix('self.copyFile(').removesuffix(');')}]")
    return json.loads(text)


VARIANTS: Mapping[str, Callable[[Path], None]] = {
    "damaged": _damaged,
    "no program": lost("python.wasm"),
    "half a program": cut("python.wasm"),
    "a spoilt program": spoilt("python.wasm"),
    "nothing to start from": lost("stdlib.zip", "snapshot.bin"),
    "no worker": lost("worker.js"),
    "no rules": lost(PACK),
    "no library": lost("stdlib.zip"),
    "no snapshot": lost("snapshot.bin"),
    "half a snapshot": cut("snapshot.bin"),
    "a spoilt snapshot": spoilt("snapshot.bin"),
    "next year": added(),
    "a wrong year": added(work={"2027-02-01": "春节"}),
    "half a year": lambda copy: _drop_in(copy, '"{'),
}
"""The copies made to be wrong, or to have a year more: how each comes about."""

STOPS_PYTHON = (
    "no program",
    "half a program",
    "a spoilt program",
    "nothing to start from",
    "no worker",
    "no rules",
)
STARTS_PYTHON = ("no library", "no snapshot", "half a snapshot", "a spoilt snapshot")
"""Python starts from its snapshot or, slower, from its library: one of the two is enough."""


@dataclass(frozen=True)
class Stop:
    """One page, opened afresh, and what the probe does there. Without a page: wherever the stop before led."""

    name: str
    scene: str
    page: str | None
    copy: str = "copy"

    def address(self, folder: Path) -> str | None:
        return (folder / self.copy / self.page).as_uri() if self.page else None


MAIN = (
    Stop("rules", "rules", "rules.html", copy=""),
    Stop("start", "start", "index.html"),
    Stop("search", "search", "index.html"),
    Stop("found", "arrival", None),
    Stop("ticks", "ticks", GUIDE),
    Stop("verdict", "verdict", GUIDE),
    Stop("forgotten", "forgotten", GUIDE),
    Stop("remember", "remember", GUIDE),
    Stop("remembered", "remembered", GUIDE),
    Stop("deadline", "deadline", DEADLINES),
    Stop("year awaited", "nextYear", DEADLINES),
    Stop("ledger", "ledger", LEDGER),
    Stop("ledger again", "ledgerAgain", LEDGER),
    Stop("check", "check", CHECK),
    Stop("damaged", "check", CHECK, copy="damaged"),
    *(Stop(copy, "verdict", GUIDE, copy=copy) for copy in (*STOPS_PYTHON, *STARTS_PYTHON)),
    *(Stop(copy, "nextYear", DEADLINES, copy=copy) for copy in ("next year", "a wrong year", "half a year")),
)
DENIED = (Stop("verdict", "verdict", GUIDE), Stop("forgotten", "forgotten", GUIDE))

RULES = {
    "rules.html": '<!doctype html><meta charset="utf-8"><title>Rules</title><script src="copy/probe.js"></script>',
    "neighbour.js": "postMessage(0);",
    "neighbour.mjs": "export {};",
}
"""A page without any policy beside the copies, and its neighbours: what is refused there the browser refuses."""
