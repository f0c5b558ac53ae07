"""Draws a flow as inline SVG, and says the same in words."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable

from markupsafe import escape

from sitegen.flow_box import SLANT, TEXT, Box, Point
from sitegen.flow_graph import ways
from sitegen.flow_layout import ARROW, Layout, arrange
from sitegen.model import Flow, Node

TALL = 1400.0
"""Pixels: a higher chart has the class ``flow--tall``; shrunk to a sheet of A4 its type would be under 7 pt."""


def description(flow: Flow) -> str:
    """The chart in words: every step with its number, who acts, and where each way leads."""
    number = {node.id: i for i, node in enumerate(flow.nodes, 1)}
    leaving = ways(flow)
    sentences = [f"共 {len(flow.nodes)} 步。"]
    for i, node in enumerate(flow.nodes, 1):
        targets = []
        for way in (way for way in leaving if way.source == node.id):
            to = number[way.target]
            where = f"{'回到' if to <= i else '到'}第 {to} 步"
            targets.append(f"{way.when}，{where}" if way.when else f"{'同时' if way.parallel else ''}{where}")
        sentences.append(f"{i}. {_words(node)}{'；'.join(['', *targets]) if targets else ''}。")
    return "".join(sentences)


def _words(node: Node) -> str:
    """One node as a phrase: who, whether only when needed, and what."""
    what = node.do or (f"判断：{node.decide}" if node.decide else f"结束：{node.end}")
    silent = "（其他走向来源未规定）" if node.decide and node.source_silent else ""
    return f"{'必要时，' if node.optional else ''}{f'{node.who}：' if node.who else ''}{what}{silent}"


def svg(flow: Flow, title: str) -> str:
    """``flow`` as an ``<svg>`` element for a page's HTML, at most a phone wide where its texts allow.

    Every node is a link to ``#step-<flow id>-<node id>``. Colours come from the classes ``flow__*``
    (docs/assets/flow.css); without any CSS the chart is drawn in the colour of the text.
    """
    layout = arrange(flow)
    name = "flow-" + hashlib.sha256(f"{title}\0{flow.model_dump_json()}".encode()).hexdigest()[:8]
    tall = " flow--tall" if layout.height > TALL else ""
    size = f'width="{_n(layout.width)}" height="{_n(layout.height)}"'
    parts = [
        f'<svg class="flow{tall}" role="group" aria-labelledby="{name}-title {name}-desc" {size}'
        f' viewBox="0 0 {_n(layout.width)} {_n(layout.height)}" font-size="{_n(TEXT)}" text-anchor="middle"'
        ' fill="none" stroke-width="1.5">',
        f'<title id="{name}-title">{escape(title)}</title>',
        f'<desc id="{name}-desc">{escape(description(flow))}</desc>',
        f'<marker id="{name}-arrow" markerUnits="userSpaceOnUse" viewBox="0 0 8 8" refY="4"'
        f' markerWidth="{_n(ARROW)}" markerHeight="{_n(ARROW)}" orient="auto">'
        '<path class="flow__arrow" d="M0 .8 8 4 0 7.2z" fill="currentColor"/></marker>',
        *_edges(layout, f"{name}-arrow"),
        *(_plate(box) for box in layout.labels),
        *(_node(flow, node, layout.boxes[node.id]) for node in flow.nodes),
        "</svg>",
    ]
    return "".join(parts)


def _edges(layout: Layout, marker: str) -> Iterable[str]:
    """One path for each way; a label in the middle interrupts it."""
    for line in layout.lines:
        yield (
            f'<path class="flow__edge" data-edge="{line.source} {line.target}" d="'
            + "".join(_curve(run) for run in line.runs)
            + f'" stroke="currentColor" marker-end="url(#{marker})"/>'
        )


def _curve(run: list[Point]) -> str:
    """A Bézier run as path data; what is straight is written as a line."""
    out = [f"M{_n(run[0][0])} {_n(run[0][1])}"]
    for i in range(0, len(run) - 1, 3):
        start, first, second, end = run[i : i + 4]
        length = math.dist(start, first) + math.dist(first, second) + math.dist(second, end)
        points = [end] if length < math.dist(start, end) + 0.05 else [first, second, end]
        out.append(("L" if len(points) == 1 else "C") + " ".join(f"{_n(x)} {_n(y)}" for x, y in points))
    return "".join(out)


def _plate(box: Box) -> str:
    """The plate with the words on a way; the one where parallel ways begin has an outline."""
    line, radius = (' stroke="currentColor"', box.height / 2) if box.shape == "fork" else ("", 4.0)
    return f'<g class="flow__{box.shape}"><rect{_frame(box)} rx="{_n(radius)}"{line}/>{_texts(box)}</g>'


def _node(flow: Flow, node: Node, box: Box) -> str:
    """A node as a link to its step in the list.

    Its name is what the box shows and no label of ours, so that a spoken command finds it.
    """
    kind = {"step": "step", "end": "end"}.get(box.shape, "decision")
    dashes = ' stroke-dasharray="5 4"' if box.dashed else ""
    return (
        f'<a class="flow__{kind}" href="#step-{flow.id}-{node.id}">{_outline(box, dashes)}{_texts(box)}</a>'
    )


def _outline(box: Box, dashes: str) -> str:
    """The shape of a node."""
    x, y, half, high = box.x, box.y, box.width / 2, box.height / 2
    line = f' stroke="currentColor"{dashes}/>'
    if box.shape in ("step", "end"):
        return f'<rect{_frame(box)} rx="{_n(high if box.shape == "end" else 7)}"{line}'
    corner = half if box.shape == "diamond" else SLANT
    points = [(x - half, y), (x - half + corner, y - high), (x + half - corner, y - high)]
    points += [(x + half, y), (x + half - corner, y + high), (x - half + corner, y + high)]
    path = "L".join(f"{_n(px)} {_n(py)}" for px, py in dict.fromkeys(points))
    return f'<path d="M{path}z" stroke-linejoin="round"{line}'


def _frame(box: Box) -> str:
    left, top = box.x - box.width / 2, box.y - box.height / 2
    return f' x="{_n(left)}" y="{_n(top)}" width="{_n(box.width)}" height="{_n(box.height)}"'


def _texts(box: Box) -> str:
    """The lines of a box, centred."""
    top = box.y - box.text_size()[1] / 2
    out = []
    for row in box.rows():
        css = ' class="flow__who"' if row.muted else ""
        size = f' font-size="{_n(row.size)}"' if row.size != TEXT else ""
        # 0.36 em below the middle of its line is where the baseline of Chinese type stands
        baseline = _n(top + row.height / 2 + 0.36 * row.size)
        text = escape(row.text)
        out.append(f'<text x="{_n(box.x)}" y="{baseline}"{css}{size} fill="currentColor">{text}</text>')
        top += row.height
    return "".join(out)


def _n(number: float) -> str:
    """A number with at most one decimal."""
    return f"{number:.1f}".removesuffix(".0")
