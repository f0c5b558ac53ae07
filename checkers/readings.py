"""What a deadline comes to: the rule, its possible readings, each with its day, ledger and authorities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from checkers.authority import waiting_for
from checkers.dates import Moment, day_of, iso, words
from checkers.ledger import Line, merged


@dataclass(frozen=True)
class Rule:
    """How long, in which direction, and for what.

    ``kind`` is limit (must be done by), period (lasts) or earliest (not before). ``unit_stated`` is False where
    the source says 日 without 工作日. ``amount_min`` is the lower end of a range such as 5 至 10 日.
    """

    amount: int
    unit: str
    direction: str = "after"
    kind: str = "limit"
    unit_stated: bool = True
    amount_min: int | None = None

    def units(self) -> tuple[str, ...]:
        """The units the amount may be in, the reading that is safe for whoever must act first.

        A limit is safe when it falls early, an earliest day when it falls late; a count of working days reaches
        further from the event than one of calendar days.
        """
        if self.unit_stated or self.unit not in ("day", "working_day") or self.amount == 0:
            return (self.unit,)
        nearer_is_safe = (self.direction == "after") != (self.kind == "earliest")
        return ("day", "working_day") if nearer_is_safe else ("working_day", "day")


@dataclass(frozen=True)
class Interval:
    """An interruption from ``first`` to ``last``, both included.

    ``effect`` pause: these days do not count. ``effect`` restart: the period runs anew, with ``last`` as the day
    of the event. ``authority`` is the law and article that say so.
    """

    effect: str
    first: date
    last: date
    name: str
    authority: str | None = None

    def words(self) -> str:
        """What, when and by which article."""
        span = words(self.first) if self.first == self.last else f"{words(self.first)}至{words(self.last)}"
        what = "重新起算" if self.effect == "restart" else "中止"
        return f"{what}：{self.name}，{span}" + (f"（{self.authority}）" if self.authority else "")


@dataclass(frozen=True)
class Start:
    """When the event happens. Certain when both moments agree and no notice is awaited.

    A start that follows from another deadline's provisional day has ``earliest`` and ``likely`` of that day;
    ``earliest`` is None where there is no bound.
    """

    earliest: Moment | None
    likely: Moment
    awaits: frozenset[int] = frozenset()

    @classmethod
    def on(cls, moment: Moment) -> Start:
        """An event on a certain day."""
        return cls(moment, moment)


@dataclass(frozen=True)
class Days:
    """Where a reading ends. ``due`` is None while ``awaits`` names years whose notice is still to come.

    Then ``earliest`` is the day before which no notice can bring it (None where there is no such bound) and
    ``likely`` the day by Monday to Friday less the holidays fixed by law.
    """

    due: Moment | None
    earliest: Moment | None
    likely: Moment
    awaits: frozenset[int] = frozenset()

    @classmethod
    def on(cls, moment: Moment) -> Days:
        """A certain day."""
        return cls(moment, moment, moment)


@dataclass(frozen=True)
class Reading:
    """One way to read a rule.

    ``safe`` is the day to work with: the certain one, else the earliest, else (not before, counted back) the
    likely one; the ledger explains it. ``minimum`` is the day of the lower end of a range, None when there is
    none or it awaits a notice. ``unmoved`` is the day itself where our cautious reading moved it earlier.
    """

    unit: str
    days: Days
    safe: Moment
    text: str
    ledger: tuple[Line, ...]
    basis: tuple[str, ...]
    minimum: Moment | None = None
    unmoved: Moment | None = None

    def as_json(self, *, leading: bool) -> dict[str, object]:
        """The shape of the bridge protocol's reading."""
        return {
            "unit": self.unit,
            "due": iso(self.days.due),
            "earliest": iso(self.days.earliest),
            "likely": iso(self.days.likely),
            "provisional": bool(self.days.awaits),
            "awaits": waiting_for(self.days.awaits) if self.days.awaits else None,
            "leading": leading,
            "safe": iso(self.safe),
            "due_min": iso(self.minimum),
            "text": self.text,
            "ledger": [line.as_json() for line in merged(self.ledger)],
            "basis": list(self.basis),
        }


@dataclass(frozen=True)
class Result:
    """The readings of a rule, the leading one first, and the rule in words."""

    kind: str
    direction: str
    rule: str
    readings: tuple[Reading, ...]
    notes: tuple[str, ...] = ()

    @property
    def leading(self) -> Reading:
        """The reading that is safe for whoever must act."""
        return self.readings[0]

    @property
    def final(self) -> Moment | None:
        """The last day under any reading, or None while one of them awaits a notice."""
        days = [reading.days.due and (reading.unmoved or reading.days.due) for reading in self.readings]
        certain = [day for day in days if day is not None]
        return max(certain, key=day_of) if len(certain) == len(days) else None

    def as_json(self) -> dict[str, object]:
        """The answer of a ``due`` call."""
        first = self.leading.as_json(leading=True)
        shared = (
            "due",
            "earliest",
            "likely",
            "provisional",
            "awaits",
            "safe",
            "due_min",
            "text",
            "ledger",
            "basis",
        )
        status = (
            f"暂定：{words(self.leading.safe)}"
            if first["provisional"]
            else self.leading.text.partition("；")[0]
        )
        return {
            **{key: first[key] for key in shared},
            "status": status,
            "kind": self.kind,
            "direction": self.direction,
            "rule": self.rule,
            "readings": [first, *(reading.as_json(leading=False) for reading in self.readings[1:])],
            "notes": list(self.notes),
        }
