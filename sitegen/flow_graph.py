"""A flow as a graph: its ways, and which of them can hang from a rail or be collected by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sitegen.model import Flow


@dataclass(frozen=True)
class Way:
    """One edge of the flow's graph; ``parallel`` when it starts together with others."""

    source: str
    target: str
    when: str | None = None
    parallel: bool = False


def ways(flow: Flow) -> list[Way]:
    """All edges of ``flow`` in the order of the data."""
    found = []
    for node in flow.nodes:
        if isinstance(node.next, str):
            found.append(Way(node.id, node.next))
        else:
            found += [Way(node.id, branch.to, branch.when) for branch in node.next or []]
        found += [Way(node.id, target, parallel=True) for target in node.parallel]
    return found


@dataclass(frozen=True)
class Rail:
    """Ways that hang below ``origin``, one row each; ``rows`` are the nodes that only that way leads to.

    A row is empty when its target can be reached otherwise too: then only the label hangs.
    """

    origin: str
    ways: tuple[int, ...]
    rows: tuple[frozenset[str], ...]

    def joint(self, i: int) -> str:
        """Graph name of the point where way ``i`` leaves the rail."""
        return f"j:{self.origin}:{i}"


@dataclass(frozen=True)
class Collector:
    """Ways from hanging rows that flow together again into ``target``, in the order of the rows."""

    target: str
    ways: tuple[int, ...]

    def joint(self, i: int) -> str:
        """Graph name of the point where way ``i`` joins."""
        return f"k:{self.target}:{i}"


def origin_of(way: Way) -> str:
    """Graph name of what the way leaves: the node itself, or the plate where parallel ways begin."""
    return f"{'f' if way.parallel else 'n'}:{way.source}"


def _reachable(edges: Iterable[Way], start: str, without: str | None = None) -> set[str]:
    """Node ids that can be reached from ``start`` when ``without`` is taken out."""
    following: dict[str, list[str]] = {}
    for way in edges:
        following.setdefault(way.source, []).append(way.target)
    seen, open_ids = set(), [start] if start != without else []
    while open_ids:
        node = open_ids.pop()
        if node not in seen:
            seen.add(node)
            open_ids += [target for target in following.get(node, []) if target != without]
    return seen


def find_rails(flow: Flow, edges: list[Way], least: int) -> list[Rail]:
    """A rail for every origin that at least ``least`` ways leave."""
    start = flow.nodes[0].id
    reached = _reachable(edges, start)
    entries = Counter(way.target for way in edges)
    rails = []
    for origin in dict.fromkeys(map(origin_of, edges)):
        leaving = tuple(i for i, way in enumerate(edges) if origin_of(way) == origin)
        if len(leaving) < least:
            continue
        rows = []
        for i in leaving:
            target = edges[i].target
            alone = target in reached and target != start and entries[target] == 1
            rows.append(frozenset(reached - _reachable(edges, start, target) if alone else ()))
        rails.append(Rail(origin, leaving, tuple(rows)))
    return rails


def find_collectors(edges: list[Way], rails: list[Rail]) -> list[Collector]:
    """Where three or more rows of rails lead to the same node outside them, without a condition."""
    leaving = Counter(way.source for way in edges)
    incoming: dict[str, dict[tuple[int, ...], int]] = {}
    for i, way in enumerate(edges):
        rows = [(row, k) for rail in rails for k, row in enumerate(rail.rows) if way.source in row]
        rows.sort(key=lambda item: -len(item[0]))
        outside = any(way.target not in row for row, _ in rows)
        backwards = way.source in _reachable(edges, way.target)
        if outside and not backwards and way.when is None and leaving[way.source] == 1:
            incoming.setdefault(way.target, {}).setdefault(tuple(k for _, k in rows), i)
    found = []
    for target, by_row in incoming.items():
        # One way for each row, and none that stands above or below another of the same outer row
        order = [row for row in sorted(by_row) if not any(o != row and o[: len(row)] == row for o in by_row)]
        if len(order) > 2:
            found.append(Collector(target, tuple(by_row[row] for row in order)))
    return found
