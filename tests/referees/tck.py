"""Reads the cases of three suites of the DMN TCK: what conjunction, disjunction and negation of three values are.

The rows in ``dmn_tck.tsv`` were written by ``python -m tests.referees.tck DIR > tests/referees/dmn_tck.tsv`` from a
checkout of github.com/dmn-tck/tck (Apache License 2.0) at the commit its first line names.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

SUITES = ("0064-feel-conjunction", "0065-feel-disjunction", "0066-feel-negation")
COMMIT = "0dbcaf9b98bc3af4e36d44a7aed95e9e85703a13"
FOLDER = "TestCases/compliance-level-3"
ROWS = Path(__file__).with_name("dmn_tck.tsv")
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


@dataclass(frozen=True)
class Case:
    """One FEEL expression and what it is worth: ``true``, ``false`` or ``null``."""

    suite: str
    id: str
    expression: str
    expected: str


def committed() -> list[Case]:
    """The rows in the repository."""
    lines = ROWS.read_text("utf-8").splitlines()
    return [Case(*line.split("\t")) for line in lines if not line.startswith("#")]


def read(checkout: Path) -> Iterator[Case]:
    """The cases of a checkout, in the order of its files."""
    for suite in SUITES:
        folder = checkout / FOLDER / suite
        model = ElementTree.parse(folder / f"{suite}.dmn").getroot()
        texts = {
            decision.attrib["name"]: decision.findtext("{*}literalExpression/{*}text") or ""
            for decision in model.findall("{*}decision")
        }
        tests = ElementTree.parse(folder / f"{suite}-test-01.xml").getroot()
        for case in tests.findall("{*}testCase"):
            node = case.find("{*}resultNode")
            value = case.find("{*}resultNode/{*}expected/{*}value")
            assert node is not None
            assert value is not None
            expected = "null" if value.get(f"{XSI}nil") == "true" else value.text or ""
            yield Case(suite, case.attrib["id"], texts[node.attrib["name"]], expected)


if __name__ == "__main__":
    print(f"# github.com/dmn-tck/tck {COMMIT} {FOLDER} (Apache License 2.0): suite, case, expression, value")
    for found in read(Path(sys.argv[1])):
        print(found.suite, found.id, found.expression, found.expected, sep="\t")
