"""Reads the tables of dates-calc's own tests: what a day plus years, months and days comes to.

The rows in ``dates_calc.tsv`` were written by ``python -m tests.referees.dates_calc DIR > tests/referees/dates_calc.tsv``
from a checkout of github.com/CatalaLang/dates-calc (Apache License 2.0) at the commit their first line names.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

COMMIT = "9125d78833e092b5be009f23b7013a753018466a"
ROWS = Path(__file__).with_name("dates_calc.tsv")
TABLES = ("exact_computations", "ambiguous_computations")
_PERIOD = re.compile(r"\[(\d+) years, (\d+) months, (\d+) days\]")


@dataclass(frozen=True)
class Row:
    """A day, a period, and the day they come to; where the month has no such day, rounded down to its last."""

    table: str
    day: date
    years: int
    months: int
    days: int
    expected: date


def committed() -> list[Row]:
    """The rows in the repository."""
    lines = [line.split("\t") for line in ROWS.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [
        Row(
            table,
            date.fromisoformat(day),
            int(years),
            int(months),
            int(days),
            date.fromisoformat(expected),
        )
        for table, day, years, months, days, expected in lines
    ]


def read(checkout: Path) -> Iterator[tuple[str, ...]]:
    """The rows of a checkout. Of an ambiguous sum the table gives the day after and, last, the day before."""
    for table in TABLES:
        with (checkout / "test" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            _, *rows = csv.reader(file, delimiter=";")
        for day, period, *results in rows:
            found = _PERIOD.fullmatch(period.strip())
            assert found, period
            yield table, day.strip(), *found.groups(), results[-1].strip()


if __name__ == "__main__":
    print(f"# github.com/CatalaLang/dates-calc {COMMIT} test/*.csv (Apache License 2.0):")
    print("# table, day, years, months, days, day and period together (rounded down)")
    for row in read(Path(sys.argv[1])):
        print(*row, sep="\t")
