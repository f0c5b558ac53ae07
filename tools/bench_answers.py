"""How fast the checkers answer in Pyodide, as a ratio to the same calls in this machine's CPython.

Both run the same Python loop on the same requests, in turns; the figure is the median of the rounds' ratios.
``make bench`` builds the site and runs this. Pyodide is a stock one that installs the checkers from the site's lock.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from checkers.__main__ import load
from tools.wire import Host

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "site"
ROUNDS = 9
LIMIT = 4.0  # times CPython
LOOP = 0.15  # seconds each loop should take; a browser's clock is coarse
REQUESTS: dict[str, dict[str, Any]] = {
    "check": {
        "call": "check",
        "id": "3.27",
        "answers": {"kind": "fie", "registered": True, "state": "faulty"},
    },
    "check，没有回答": {"call": "check", "id": "1.41", "answers": {}},
    "materials": {"call": "materials", "id": "3.30", "answers": {}},
    "due": {"call": "due", "start": "2026-09-24", "amount": 5, "unit": "working_day", "direction": "after"},
    "due，只写“日”": {
        "call": "due",
        "start": "2026-09-11",
        "amount": 60,
        "unit": "day",
        "direction": "after",
        "unit_stated": False,
    },
    "timeline": {
        "call": "timeline",
        "id": "000",
        "events": {"accepted": "2026-11-02"},
        "today": "2026-11-24",
    },
    "dues，一页十二个时限": {
        "call": "dues",
        "items": [{"deadline": "1.42/report", "start": f"2026-{month:02}-24"} for month in range(1, 13)],
    },
}
MEASURE = """
import time

def measure(engine, line, count):
    started = time.perf_counter()
    for _ in range(count):
        engine.handle_line(line)
    return (time.perf_counter() - started) / count
"""
BOOT = """async ([folder, packs, program]) => {
  const { loadPyodide } = await import("/pyodide/pyodide.mjs");
  const at = (path) => new URL(path, `${location.origin}/`).href;
  const lock = await (await fetch(at(`${folder}pyodide-lock.json`))).json();
  const python = await loadPyodide({
    indexURL: at("pyodide/"), packageBaseUrl: at(folder), lockFileContents: lock, packages: ["checkers"] });
  const calendar = await (await fetch("/api/v1/calendar.json")).text();
  const { loads } = python.pyimport("json");
  const engine = python.pyimport("checkers.bridge").Engine(python.pyimport("checkers.calendar").Calendar.from_json(loads(calendar)));
  engine.add_deadlines(loads(await (await fetch("/api/v1/deadlines.json")).text()));
  for (const id of packs) engine.add_pack(loads(await (await fetch(`/api/v1/packs/${id}.json`)).text()));
  python.runPython(program);
  const measure = python.globals.get("measure");
  window.measure = (line, count) => measure(engine, line, count);
}"""


def main() -> int:
    """Print the table. Returns 1 when a call is slower than the limit."""
    lines = {name: json.dumps({**request, "view": True}) for name, request in REQUESTS.items()}
    packs = sorted({request["id"] for request in REQUESTS.values() if "id" in request})
    host = Host({"": SITE, "pyodide/": ROOT / "node_modules" / "pyodide"})
    (worker,) = (SITE / "assets" / "py").glob("*/worker.js")
    folder = f"{worker.parent.relative_to(SITE).as_posix()}/"
    with host.running(), sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(base_url=host.url, service_workers="block")
        page.goto("help/")
        page.evaluate(BOOT, [folder, packs, MEASURE])
        rounds = compare(page, lines)
    return report(rounds)


def compare(page: Page, lines: dict[str, str]) -> dict[str, list[tuple[float, float]]]:
    """Seconds per call in CPython and in Pyodide, a pair per round."""
    engine = load(SITE / "api/v1")
    space: dict[str, Any] = {"time": time}
    exec(MEASURE, space)  # the very text that Pyodide runs
    ask = "([line, count]) => window.measure(line, count)"
    rounds: dict[str, list[tuple[float, float]]] = {name: [] for name in lines}
    counts = {}
    for name, line in lines.items():  # also warms both up
        assert "error" not in json.loads(engine.handle_line(line)), line
        slow = page.evaluate(ask, [line, 20])
        counts[name] = max(20, round(LOOP / slow))
        space["measure"](engine, line, counts[name])
    for _ in range(ROUNDS):
        for name, line in lines.items():
            here = space["measure"](engine, line, counts[name])
            rounds[name].append((here, page.evaluate(ask, [line, counts[name]])))
    return rounds


def report(rounds: dict[str, list[tuple[float, float]]]) -> int:
    """Say how the two compare."""
    print(
        f"CPython {sys.version.split()[0]} 与 Pyodide 交替各 {ROUNDS} 轮；比值为各轮比值的中位数，上限 {LIMIT:g}"
    )
    slow = 0
    for name, pairs in rounds.items():
        ratio = statistics.median(there / here for here, there in pairs)
        here, there = (1000 * statistics.median(times) for times in zip(*pairs, strict=True))
        slow += ratio > LIMIT
        print(f"{'✗' if ratio > LIMIT else '✓'} {ratio:5.2f}  {name}（{here:.2f} 毫秒，{there:.2f} 毫秒）")
    return int(bool(slow))


if __name__ == "__main__":
    sys.exit(main())
