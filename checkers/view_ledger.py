"""The ledger of a count as a strip of days: 9/25–27 中秋节放假 · 9/28 ① 9/29 ② …."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from checkers.view_parts import Node

_LONG = 20
"""A strip with more counted days than this shows neighbouring ones as runs."""

_CIRCLED = [chr(first + n) for first, many in ((0x2460, 20), (0x3251, 15), (0x32B1, 15)) for n in range(many)]
"""① to ㊿."""


def ledger_view(ledger: Sequence[Mapping[str, Any]]) -> Node:
    """Show the ledger of an answer; what each day is stands in its words and, in full, in its title."""
    lines = [_Line.read(line) for line in ledger]
    if sum(line.is_numbered for line in lines) > _LONG:
        lines = list(_runs(lines))
    year = lines[0].first.year
    return ["ol", {"class": "ledger", "aria-label": "逐日计算"}, *(line.node(year) for line in lines)]


@dataclass(frozen=True)
class _Line:
    """A line of the ledger, or a run of numbered days from ``first`` to ``last``."""

    first: datetime
    last: datetime
    kind: str
    why: str
    counted: int | None
    weekday: str
    clock: str = ""
    number_from: int | None = None

    @classmethod
    def read(cls, line: Mapping[str, Any]) -> _Line:
        first = datetime.fromisoformat(line["date"])
        last = datetime.fromisoformat(line.get("to") or line["date"])
        clock = f" {first:%H:%M}" if "T" in line["date"] else ""
        return cls(first, last, line["kind"], line["why"], line["counted"], line["weekday"], clock)

    @property
    def is_numbered(self) -> bool:
        """Whether the line is one counted working day."""
        return self.why.startswith("第")

    def node(self, year: int) -> Node:
        title = f"{self.weekday}，{self.why}" if self.first == self.last else self.why
        return [
            "li",
            {"class": f"day day--{self.kind}", "title": title},
            f"{self._span(year)} {self._words()}",
        ]

    def _span(self, year: int) -> str:
        first, last = self.first, self.last
        text = f"{first.month}/{first.day}{self.clock}"
        if first.year != year:
            text = f"{first.year}/{text}"
        if first == last:
            return text
        end = (
            f"{last.day}"
            if (first.year, first.month) == (last.year, last.month)
            else f"{last.month}/{last.day}"
        )
        return f"{text}–{end}" if first.year == last.year else f"{text}–{last.year}/{end}"

    def _words(self) -> str:
        if self.is_numbered and self.counted:
            extra = re.search(r"（(.*)）", self.why)
            awaits = (
                "待通知" if extra and "未公布" in extra[1] else "调休上班" if self.kind == "makeup" else ""
            )
            low = f"{_circled(self.number_from)}–" if self.number_from else ""
            return f"{low}{_circled(self.counted)}{awaits}"
        if self.kind == "moved":
            return "顺延到这天" if "顺延" in self.why else "提前到这天"
        if self.counted and self.why.startswith("按日历"):
            days = (self.last - self.first).days
            numbers = f"{self.counted - days}–{self.counted}" if days else f"{self.counted}"
            rest = self.why.partition("；")[2]
            return f"第{numbers}日" + (f"，{rest}" if rest else "")
        return self.why


def _runs(lines: Iterable[_Line]) -> Iterable[_Line]:
    """The lines with neighbouring plain working days joined."""
    run: list[_Line] = []
    for line in lines:
        plain = line.is_numbered and line.kind == "counted" and "（" not in line.why
        if run and plain and abs((line.first - run[-1].first).days) == 1:
            run.append(line)
            continue
        yield from _joined(run)
        run = [line] if plain else []
        if not plain:
            yield line
    yield from _joined(run)


def _joined(run: Sequence[_Line]) -> Iterable[_Line]:
    if len(run) < 2:
        yield from run
        return
    days = sorted(line.first for line in run)
    first, last = run[0], run[-1]
    why = f"第{first.counted}至{last.counted}个工作日"
    yield _Line(days[0], days[-1], "counted", why, last.counted, first.weekday, number_from=first.counted)


def _circled(number: int) -> str:
    return _CIRCLED[number - 1] if number <= len(_CIRCLED) else f"({number})"
