"""Runs tests/checkers inside Pyodide, on the checkers it has started with (suite_worker.js); its value is a report.

``/whole.zip`` is Pyodide's whole standard library: pytest needs more of it than the checkers. ``/suite.zip`` holds
the tests, what they read and what they import.
"""

import json
import os
import sys

ASLEEP = sorted(name for name in sys.modules if name.split(".")[0] == "checkers")
"""The checkers that were there before anybody imported them."""
WHOLE, SUITE = "/whole.zip", "/suite"

from checkers.bridge import Engine  # noqa: E402, F401  as the product's worker does


def checkers():
    return {name: module for name, module in sys.modules.items() if name.split(".")[0] == "checkers"}


def widen():
    """Let the rest of the standard library be found behind the part that the product has."""
    sys.path.append(WHOLE)
    for name, module in list(sys.modules.items()):
        places = getattr(module, "__path__", None)
        if isinstance(places, list) and name.split(".")[0] != "checkers":
            places.append(f"{WHOLE}/{name.replace('.', '/')}")


class Results:
    """A plugin of pytest that notes which tests passed."""

    def __init__(self):
        self.passed = []

    def pytest_runtest_logreport(self, report):
        if report.when == "call" and report.passed:
            self.passed.append(report.nodeid)


def run():
    before = checkers()
    widen()
    import zipfile  # noqa: PLC0415  the product's part of the library has none
    from pathlib import Path  # noqa: PLC0415

    with zipfile.ZipFile("/suite.zip") as suite:
        suite.extractall(SUITE)
    os.chdir(SUITE)
    sys.path += [SUITE, f"{SUITE}/packages"]
    import pytest  # noqa: PLC0415

    results = Results()
    options = ["-q", "--capture=sys", "--color=no", "-p", "no:cacheprovider", f"--rootdir={SUITE}"]
    code = pytest.main([*options, "tests/checkers"], plugins=[results])
    after = checkers()
    return {
        "code": int(code),
        "passed": results.passed,
        "asleep": ASLEEP,
        "replaced": [name for name, module in before.items() if after.get(name) is not module],
        "files": sorted({module.__file__ for module in after.values()}),
        "copies": [place for place in sys.path if any(Path(place).glob("checkers/*.py"))],
    }


json.dumps(run())
