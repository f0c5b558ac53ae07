"""The ledger of a count: every day counted or skipped, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from checkers.dates import Moment, day_of, iso, weekday


@dataclass(frozen=True)
class Line:
    """One day of a count, or a run of days up to ``to`` with one and the same reason.

    ``kind`` is start, counted, holiday, weekend, makeup, paused or moved. ``counted`` is the number the day
    has in the count (for a run: of its day that was counted last), None when it was not counted. ``moment``
    is a day, or a day and time for a count in hours.
    """

    moment: Moment
    kind: str
    why: str
    counted: int | None = None
    to: date | None = None

    def as_json(self) -> dict[str, object]:
        """The shape of the bridge protocol's ledger; ``to`` only for a run."""
        line: dict[str, object] = {
            "date": iso(self.moment),
            "weekday": weekday(self.moment),
            "counted": self.counted,
            "kind": self.kind,
            "why": self.why,
        }
        if self.to is not None:
            line["to"] = iso(self.to)
        return line


def merged(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The ledger with neighbouring days of one kind and reason joined into runs.

    Days may run forwards or backwards; a run always reads from its earlier to its later day.
    """
    runs: list[Line] = []
    for line in lines:
        run = _joined(runs[-1], line) if runs else None
        if run:
            runs[-1] = run
        else:
            runs.append(line)
    return tuple(runs)


def _joined(run: Line, line: Line) -> Line | None:
    if (run.kind, run.why) != (line.kind, line.why) or run.kind == "start":
        return None
    first, day = day_of(run.moment), day_of(line.moment)
    last = run.to or first
    if day - last == timedelta(days=1):
        return replace(run, to=day, counted=line.counted)
    if first - day == timedelta(days=1):
        return replace(run, moment=day, to=last, counted=line.counted)
    return None
