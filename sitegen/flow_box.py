"""The boxes of a flowchart: shapes just large enough for their texts, in CSS pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from sitegen.flow_text import text_width, wrap
from sitegen.model import Node

TEXT, SMALL = 15.0, 13.0
"""Font sizes in pixels: of actions and questions; of actors and labels."""

LINE, SMALL_LINE = 21.0, 18.0
"""Line heights in pixels for the two font sizes."""

SLANT = 16.0
"""How far the pointed side of a long decision reaches, in pixels."""

WIDEST_DIAMOND = 216.0
"""A decision that would need a wider diamond becomes a hexagon, in pixels."""

Shape = Literal["step", "diamond", "hexagon", "end", "label", "fork"]
Point = tuple[float, float]


@dataclass(frozen=True)
class Row:
    """One line of text: its font size and line height in pixels; ``muted`` for what is not the action."""

    text: str
    size: float
    height: float
    muted: bool = False


@dataclass
class Box:
    """A node or label: its shape, texts, size, and after layout its centre."""

    shape: Shape
    lines: tuple[str, ...]
    who: tuple[str, ...] = ()
    note: tuple[str, ...] = ()
    dashed: bool = False
    width: float = 0.0
    height: float = 0.0
    x: float = 0.0
    y: float = 0.0

    def rows(self) -> list[Row]:
        """All lines of text from top to bottom: who above what, a remark below."""
        main = (SMALL, SMALL_LINE) if self.shape in ("label", "fork") else (TEXT, LINE)
        return [
            *(Row(line, SMALL, SMALL_LINE, muted=True) for line in self.who),
            *(Row(line, *main) for line in self.lines),
            *(Row(line, SMALL, SMALL_LINE, muted=True) for line in self.note),
        ]

    def text_size(self) -> Point:
        """Width and height in pixels of all texts together."""
        rows = self.rows()
        return max(text_width(row.text, row.size) for row in rows), sum(row.height for row in rows)

    def reach(self, dx: float) -> float:
        """Half the height in pixels of the outline at ``dx`` pixels from the centre."""
        half, inner = self.height / 2, self.width / 2 - abs(dx)
        if self.shape == "diamond":
            return half * max(0.0, inner / (self.width / 2))
        if self.shape == "hexagon":
            return half * min(1.0, max(0.0, inner / SLANT))
        if self.shape in ("end", "fork") and inner < half:
            return math.sqrt(max(0.0, half**2 - (half - max(0.0, inner)) ** 2))
        return half

    def meets(self, start: Point, end: Point) -> bool:
        """Whether a level or upright line from ``start`` to ``end`` runs through the box."""
        (x1, x2), (y1, y2) = sorted((start[0], end[0])), sorted((start[1], end[1]))
        across = x1 < self.x + self.width / 2 - 1 and x2 > self.x - self.width / 2 + 1
        return across and y1 < self.y + self.height / 2 - 1 and y2 > self.y - self.height / 2 + 1

    def nearest(self, point: Point) -> Point:
        """Where a line that ends at ``point``, on or around the surrounding rectangle, meets the outline."""
        dx, dy = point[0] - self.x, point[1] - self.y
        if abs(dy) < self.height / 2 - 1:
            low, high = 0.0, self.width / 2  # the outline only gets lower towards the side
            for _ in range(12):
                middle = (low + high) / 2
                low, high = (middle, high) if self.reach(middle) > abs(dy) else (low, middle)
            return self.x + math.copysign(high, dx), point[1]
        dx = math.copysign(min(abs(dx), self.width / 2 - 4), dx)
        return self.x + dx, self.y + math.copysign(self.reach(dx), dy)


def box_of(node: Node, em: int) -> Box:
    """The box of ``node`` with lines of at most ``em`` Chinese characters."""
    width = em * TEXT
    who = wrap("，".join(filter(None, ["必要时" if node.optional else None, node.who])), width, SMALL)
    if node.decide is None:
        lines = wrap(node.do or node.end or "", width, TEXT)
        box = Box("end" if node.end else "step", lines, who, dashed=node.optional)
        wide, high = box.text_size()
        box.width = max(wide + (36 if node.end else 28), 72.0)
        box.height = max(high + 18, 44.0)
        return box
    note = wrap("其他走向来源未规定", width, SMALL) if node.source_silent else ()
    box = Box("diamond", wrap(node.decide, width, TEXT), who, note, dashed=node.optional)
    for more in (18, 24, 30):
        _fit(box, box.text_size()[1] + more)
        if box.width <= WIDEST_DIAMOND:
            return box
    box.shape = "hexagon"
    _fit(box, box.text_size()[1] + 18)
    return box


def _fit(box: Box, height: float) -> None:
    """Make a pointed ``box`` of ``height`` just wide enough for every line of its text."""
    box.height = height
    half, top, wide = height / 2, -box.text_size()[1] / 2, 0.0
    for row in box.rows():
        middle = top + row.height / 2
        far = (abs(middle) + 0.45 * row.size) / half  # how far out a line's outer edge is, 1 = at the tip
        near = text_width(row.text, row.size) / 2 + 8
        wide = max(wide, near / max(0.05, 1 - far) if box.shape == "diamond" else near + SLANT * far)
        top += row.height
    box.width = 2 * wide


def plate(text: str, em: int, shape: Shape = "label") -> Box:
    """A plate on a line: what leads this way."""
    box = Box(shape, wrap(text, max(5.0, em * 0.85) * SMALL, SMALL))
    wide, high = box.text_size()
    box.width, box.height = wide + (20 if shape == "fork" else 10), high + (8 if shape == "fork" else 4)
    return box
