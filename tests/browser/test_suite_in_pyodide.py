"""The checkers' own tests pass on the Python that readers get: the restored snapshot, and the one started without it."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route

from sitegen.scripts import bundle

HERE = Path(__file__).parent
CHECKERS = "tests/checkers"
LIBRARY = "/lib/python314.zip/checkers/"
RUN = """(message) => new Promise((resolve, reject) => {
  const { content } = document.querySelector("meta[name=python]");
  const worker = new Worker(new URL(`${content}suite.js`, document.baseURI));
  worker.onerror = reject;
  worker.onmessage = ({ data }) => (data.failed ? reject(new Error(data.failed)) : resolve(data.report));
  worker.postMessage(message);
})"""


@pytest.fixture(scope="module")
def collected(root: Path) -> list[str]:
    """Every test that CPython finds."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-o", "addopts=", CHECKERS]
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=True)
    return [line for line in done.stdout.splitlines() if "::" in line]


@pytest.fixture(scope="module")
def files(root: Path, site: Path) -> dict[str, bytes]:
    """What the worker is given besides the runtime, by name."""
    packages = root / ".build" / "wasm"
    assert packages.is_dir(), "缺少 .build/wasm：先运行 make test，它会自己装好"
    with io.BytesIO() as made:
        with zipfile.ZipFile(made, "w") as suite:
            for file in sorted((root / CHECKERS).glob("*.py")):
                suite.write(file, file.relative_to(root))
            for file in sorted((site / "api/v1").rglob("*.json")):
                suite.write(file, Path("site") / file.relative_to(site))
            for file in sorted(packages.rglob("*")):
                if file.is_file() and "tests" not in file.parts:
                    suite.write(file, Path("packages") / file.relative_to(packages))
        return {
            "suite.js": bundle(root, HERE / "suite_worker.js").encode(),
            "suite.zip": made.getvalue(),
            "whole.zip": (root / "node_modules/pyodide/python_stdlib.zip").read_bytes(),
        }


@pytest.fixture
def run(visit, files) -> Callable[[str], dict[str, Any]]:
    """Start Python one way, run the tests in it and bring their report back."""

    def give(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        route.fulfill(body=files[name], content_type="text/javascript" if name.endswith(".js") else None)

    def started(way: str) -> dict[str, Any]:
        page = visit()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        for name in files:
            page.route(f"**/assets/py/*/{name}", give)
        try:
            report: dict[str, Any] = page.evaluate(
                RUN, {"way": way, "runner": (HERE / "suite_runner.py").read_text("utf-8")}
            )
        finally:
            print(*said, sep="\n")  # what pytest said, shown when something fails
        return report

    return started


@pytest.mark.parametrize("way", ["snapshot", "plain"])
def test_the_checkers_pass_their_own_tests_in_the_readers_python(way, run, collected):
    report = run(way)
    assert report["code"] == 0
    assert sorted(report["passed"]) == sorted(collected)
    assert len(collected) > 1000

    # really that way: only a snapshot holds checkers that nobody imported, and needs no library
    assert ("checkers.bridge" in report["asleep"]) == (way == "snapshot")
    assert ("stdlib.zip" in report["asked"]) == (way == "plain")

    # what was tested is what readers get, not a copy brought along
    assert report["replaced"] == []
    assert report["copies"] == []
    assert f"{LIBRARY}bridge.pyc" in report["files"]
    assert [file for file in report["files"] if not file.startswith(LIBRARY)] == []
