"""Where everything of a flowchart stands: wrapped texts, boxes, labels and lines, in CSS pixels.

Graphviz (``dot``, bundled with pygraphviz) places boxes whose sizes we set ourselves, so the result does
not depend on installed fonts. A chart is laid out several times, with shorter and shorter lines, until
it fits a phone. Where three or more ways leave a node and do not fit side by side, they hang from a
*rail* one below the other, as in a printed table of contents, and flow back through a second rail.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

import pygraphviz  # type: ignore[import-untyped]

from sitegen.flow_box import Box, Point, box_of, plate
from sitegen.flow_graph import Collector, Rail, Way, find_collectors, find_rails, origin_of, ways
from sitegen.model import Flow

PHONE = 360.0
"""Width in pixels a chart aims at: a 390 px phone less the page's margins."""

SCALED = 400.0
"""Width up to which a chart scaled down to a phone keeps its type above 13 px."""

ARROW = 8.0
"""Length of an arrow head in pixels."""

BESIDE = 18.0
"""Free space beside a node that a collecting rail enters from the side, in pixels."""

MARGIN = 4.0
"""Free space around the drawing, in pixels, for line width and focus ring."""


@dataclass
class Line:
    """One way from node to node: Bézier runs (each 1 + 3n points), the last one ends in an arrow."""

    source: str
    target: str
    runs: list[list[Point]] = field(default_factory=list)


@dataclass
class Layout:
    """A finished drawing. ``boxes`` by node id, ``labels`` of the lines, all within width × height.

    It is not ``tidy`` when Graphviz put something in the way of a rail.
    """

    boxes: dict[str, Box]
    labels: list[Box]
    lines: list[Line]
    tidy: bool
    width: float = 0.0
    height: float = 0.0


def arrange(flow: Flow) -> Layout:
    """Lay out ``flow`` with lines as long as a phone allows, else as narrow as it can be."""
    edges = ways(flow)
    many = max(Counter(way.source for way in edges).values(), default=0)

    @cache
    def attempt(em: int, least: int | None) -> Layout:
        return _Drawing(flow, edges, em, least).layout()

    def fits(em: int, least: int | None, widest: float) -> bool:
        return attempt(em, least).tidy and attempt(em, least).width <= widest

    # Side by side reads best, then a rail for many ways, then rails for all ways.
    for rails in ((None, 3), (2,)):
        for widest, lines in ((PHONE, (15, 12, 10, 8)), (SCALED, (10, 8))):
            for least in (least for least in rails if many >= (least or 0)):
                if fits(lines[-1], least, widest):
                    return next(attempt(em, least) for em in lines if fits(em, least, widest))
    short = [attempt(em, least) for least in (None, 3, 2) if many >= (least or 0) for em in (8, 7, 6)]
    return min((layout for layout in short if layout.tidy), key=lambda layout: layout.width)


class _Drawing:
    """One attempt: texts wrapped at ``em`` characters; ``hang`` or more ways use a rail."""

    def __init__(self, flow: Flow, edges: list[Way], em: int, hang: int | None) -> None:
        self.edges = edges
        self.leaving = Counter(way.source for way in edges)
        self.entering = Counter(way.target for way in edges)
        self.boxes = {node.id: box_of(node, em) for node in flow.nodes}
        self.labels = {i: plate(way.when, em) for i, way in enumerate(edges) if way.when}
        self.forks = {way.source: plate("同时进行", em, "fork") for way in edges if way.parallel}
        rails = find_rails(flow, edges, hang) if hang else []
        collectors = find_collectors(edges, rails)
        self.rails = {i: rail for rail in rails for i in rail.ways}
        self.collectors = {i: collector for collector in collectors for i in collector.ways}
        widest = max((box.width for box in self.boxes.values() if box.shape == "step"), default=0.0)
        for box in self.boxes.values():
            if box.shape == "step":
                box.width = widest
        self.placed = {f"n:{name}": box for name, box in self.boxes.items()}
        self.placed |= {f"l:{i}": box for i, box in self.labels.items()}
        self.placed |= {f"f:{name}": box for name, box in self.forks.items()}
        self.inexact: set[str] = set()
        self.tidy = True
        self.graph = pygraphviz.AGraph(directed=True, strict=False)
        self.graph.graph_attr.update(nodesep="0.14", ranksep="0.34")
        self._build(rails, collectors)

    def _build(self, rails: list[Rail], collectors: list[Collector]) -> None:
        """Describe the boxes and what connects them to Graphviz."""
        self.graph.node_attr.update(shape="box", fixedsize="true", label="", margin="0")
        self.graph.edge_attr.update(arrowsize=str(ARROW / 10), penwidth="0")
        beside = {f"n:{collector.target}" for collector in collectors}
        for name, box in self.placed.items():
            shape = "diamond" if box.shape == "diamond" and name not in beside else "box"
            width = box.width + (2 * BESIDE if name in beside else 0)
            if name in beside or box.shape in ("hexagon", "end", "fork"):
                self.inexact.add(name)
            self.graph.add_node(name, shape=shape, width=_inches(width), height=_inches(box.height))
        for source in self.forks:
            self._edge(f"n:{source}", f"f:{source}", arrowhead="none")
        for i, way in enumerate(self.edges):
            if i not in self.rails and i not in self.collectors:
                self._connect(i, origin_of(way))
        for rail in rails:
            self._hang(rail)
        for collector in collectors:
            joints = [collector.joint(i) for i in collector.ways]
            self._chain(joints)
            for i, joint in zip(collector.ways, joints, strict=True):
                self._row([f"n:{self.edges[i].source}", joint])
            self._edge(joints[-1], f"n:{collector.target}", headport="ne", weight="8")

    def _connect(self, i: int, start: str) -> None:
        """Connect ``start`` with the target of way ``i``, through its label if it has one."""
        target = f"n:{self.edges[i].target}"
        if i in self.labels:
            self._edge(start, f"l:{i}", arrowhead="none")
            self._edge(f"l:{i}", target)
        else:
            only = self.leaving[self.edges[i].source] == 1 and self.entering[self.edges[i].target] == 1
            self._edge(start, target, key=str(i), weight="8" if only else "1")

    def _hang(self, rail: Rail) -> None:
        """One row for each way of a rail: joint, label and the node, with all that follows from it."""
        joints = [rail.joint(i) for i in rail.ways]
        self._chain(joints)
        # From the lower left corner, so that the rail is below the left side of what it leaves
        self._edge(rail.origin, joints[0], arrowhead="none", tailport="sw", weight="8")
        for k, (i, row) in enumerate(zip(rail.ways, rail.rows, strict=True)):
            target = f"n:{self.edges[i].target}"
            label = [f"l:{i}"] if i in self.labels else []
            self._row([joints[k], *label, *([target] if row else [])])
            if not row:
                self._edge(label[0] if label else joints[k], target, key=str(i))
            if k + 1 < len(joints):
                below = f"n:{self.edges[rail.ways[k + 1]].target}" if rail.rows[k + 1] else ""
                for node in sorted(row):
                    # Invisible: the next row begins below everything of this one, its node below this row's last
                    self._edge(f"n:{node}", joints[k + 1], style="invis", weight="0")
                    if below and not any(way.source == node and way.target in row for way in self.edges):
                        self._edge(f"n:{node}", below, style="invis", weight="20")

    def _edge(self, start: str, end: str, key: str = "", **attributes: str) -> None:
        self.graph.add_edge(start, end, key=key or f"{start} {end}", **attributes)

    def _chain(self, joints: list[str]) -> None:
        """The points of a rail, straight below each other."""
        for joint in joints:
            self.graph.add_node(joint, shape="point", width="0.01", height="0.01")
        for upper, lower in pairwise(joints):
            self._edge(upper, lower, weight="100")

    def _row(self, names: list[str]) -> None:
        """Put ``names`` beside each other from left to right."""
        self.graph.add_subgraph(names, rank="same")
        for left, right in pairwise(names):
            self._edge(left, right, key="row")

    def layout(self) -> Layout:
        """Run Graphviz and read the positions back."""
        self.graph.layout(prog="dot")
        for name, box in self.placed.items():
            box.x, box.y = self._position(name)
        lines = [self._line(i, way) for i, way in enumerate(self.edges)]
        labels = [*self.labels.values(), *self.forks.values()]
        return _from_corner(Layout(self.boxes, labels, lines, self.tidy))

    def _position(self, name: str) -> Point:
        x, y = self.graph.get_node(name).attr["pos"].split(",")
        return float(x), -float(y)

    def _spline(self, start: str, end: str, key: str = "") -> list[Point]:
        """The Bézier points Graphviz found between two names; an arrow head still fits after the last.

        Both ends are moved from the shape Graphviz knows to the outline that is drawn.
        """
        text: str = self.graph.get_edge(start, end, key or f"{start} {end}").attr["pos"]
        points = [(float(x), -float(y)) for x, y in (p.split(",")[-2:] for p in text.split())]
        tip = points.pop(0) if text.startswith("e") else points[-1]
        if start in self.inexact:
            dx, dy = _difference(self.placed[start].nearest(points[0]), points[0])
            points[:2] = [(x + dx, y + dy) for x, y in points[:2]]
        if end in self.inexact:
            dx, dy = _difference(self.placed[end].nearest(tip), tip)
            points[-2:] = [(x + dx, y + dy) for x, y in points[-2:]]
        return points

    def _line(self, i: int, way: Way) -> Line:
        """The way ``i`` as drawn."""
        line = Line(way.source, way.target)
        if rail := self.rails.get(i):
            line.runs = self._rail_runs(i, rail)
        elif collector := self.collectors.get(i):
            line.runs = self._collector_runs(i, collector)
        else:
            start, end = origin_of(way), f"n:{way.target}"
            if i in self.labels:
                line.runs = [self._spline(start, f"l:{i}"), self._spline(f"l:{i}", end)]
            else:
                line.runs = [self._spline(start, end, str(i))]
        first = next(k for k, other in enumerate(self.edges) if origin_of(other) == origin_of(way))
        if way.parallel and first == i:
            line.runs.insert(0, self._spline(f"n:{way.source}", f"f:{way.source}"))
        return line

    def _rail_runs(self, i: int, rail: Rail) -> list[list[Point]]:
        """Down the rail to the row of way ``i``, then to its label and node."""
        position = rail.ways.index(i)
        joints = [self._position(rail.joint(k)) for k in rail.ways[: position + 1]]
        origin, target = self.placed[rail.origin], f"n:{self.edges[i].target}"
        box, label = self.placed[target], self.labels.get(i)
        aside = joints[0][0] - origin.x
        if abs(aside) <= origin.width / 2 + 3:
            runs, trunk = [], [(joints[0][0], origin.y + origin.reach(aside)), *joints]
        else:
            runs, trunk = [self._spline(rail.origin, rail.joint(rail.ways[0]))], joints
        if label:
            trunk.append((label.x - label.width / 2, label.y))
        before = (box.x - box.width / 2 - ARROW, box.y)
        if rail.rows[position] and label:
            after = [(label.x + label.width / 2, label.y), before]
            return [*runs, self._bent(trunk, origin), self._bent(after, label)]
        if rail.rows[position]:
            return [*runs, self._bent([*trunk, before], origin)]
        if len(trunk) > 1:
            runs.append(self._bent(trunk, origin))
        return [*runs, self._spline(f"l:{i}" if label else rail.joint(i), target, str(i))]

    def _collector_runs(self, i: int, collector: Collector) -> list[list[Point]]:
        """Out of the row to the side, down the collecting rail and into the target."""
        box, into = self.boxes[self.edges[i].source], self.boxes[collector.target]
        joints = [self._position(collector.joint(k)) for k in collector.ways[collector.ways.index(i) :]]
        points = [(box.x + box.width / 2, box.y), *joints]
        edge = into.x + into.width / 2 + ARROW
        if edge < joints[-1][0] <= edge + BESIDE:
            return [self._bent([*points, (joints[-1][0], into.y), (edge, into.y)], box)]
        return [
            self._bent(points, box),
            self._spline(collector.joint(collector.ways[-1]), f"n:{collector.target}"),
        ]

    def _bent(self, points: list[Point], leaves: Box) -> list[Point]:
        """Our own line through ``points``, first to the right or down.

        The drawing is untidy when it starts to the left or a box other than ``leaves`` is in its way.
        """
        backwards = points[1][0] < points[0][0] - 1
        others = [box for box in self.placed.values() if box is not leaves]
        blocked = any(box.meets(start, end) for start, end in pairwise(points) for box in others)
        self.tidy = self.tidy and not backwards and not blocked
        return _rounded(points)


def _inches(pixels: float) -> str:
    """Graphviz measures boxes in inches of 72 points; one point of ours is one pixel."""
    return f"{pixels / 72:.4f}"


def _rounded(points: list[Point], radius: float = 8.0) -> list[Point]:
    """A polyline with rounded corners as one Bézier run."""
    run = [points[0]]

    def to(point: Point) -> None:
        run.extend((run[-1], point, point))

    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        into, out = math.dist(before, corner), math.dist(corner, after)
        r = min(radius, into / 2, out / 2)
        if math.dist(before, after) > into + out - 0.1:
            continue  # straight on
        if r < 1:
            to(corner)
            continue
        to(_towards(corner, before, r / into))
        run.extend((corner, corner, _towards(corner, after, r / out)))
    to(points[-1])
    return run


def _difference(end: Point, start: Point) -> Point:
    return end[0] - start[0], end[1] - start[1]


def _towards(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _from_corner(layout: Layout) -> Layout:
    """Move the drawing so that its upper left corner is the margin, and measure it."""
    boxes = [*layout.boxes.values(), *layout.labels]
    points = [point for line in layout.lines for run in line.runs for point in run]
    xs = [x for x, _ in points] + [box.x + side * box.width / 2 for box in boxes for side in (-1, 1)]
    ys = [y for _, y in points] + [box.y + side * box.height / 2 for box in boxes for side in (-1, 1)]
    left, top = min(xs) - MARGIN, min(ys) - MARGIN
    for box in boxes:
        box.x, box.y = box.x - left, box.y - top
    for line in layout.lines:
        line.runs = [[(x - left, y - top) for x, y in run] for run in line.runs]
    layout.width, layout.height = max(xs) - left + MARGIN, max(ys) - top + MARGIN
    return layout
