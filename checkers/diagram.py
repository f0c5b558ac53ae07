"""Decision diagrams: what a rule says and what it still depends on, exactly, whatever is known so far.

Every answer is a point on a line of whole numbers: a number is itself, an option its position, no and
yes are 0 and 1. A rule cuts the lines into pieces on which its value is the same. The diagram is
ordered and reduced, so a question stands in it if and only if some answer to it makes a difference
(R. E. Bryant, Graph-Based Algorithms for Boolean Function Manipulation, 1986).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

Points = Mapping[str, int]
"""Known answers as points; a name that is absent is unknown."""


@dataclass(frozen=True, eq=False)
class Branch:
    """A question that decides: ``children[i]`` holds for points from ``cuts[i-1]`` to below ``cuts[i]``."""

    rank: int
    name: str
    cuts: tuple[int, ...]
    children: tuple[Diagram, ...]

    def child(self, point: int) -> Diagram:
        """What holds at a point."""
        return self.children[bisect_right(self.cuts, point)]

    def pieces(self) -> list[tuple[int | None, int | None, Diagram]]:
        """Each piece of the line as first point, last point (``None``: no end) and what holds there."""
        firsts = (None, *self.cuts)
        lasts = (*(cut - 1 for cut in self.cuts), None)
        return list(zip(firsts, lasts, self.children, strict=True))


Diagram = bool | Branch


_Path = tuple[int, tuple[tuple[int, int, int], ...], tuple["Move", ...]]
"""A way to True: how many moves, what ranks it among equally few, and the moves."""


@dataclass(frozen=True)
class Move:
    """One answer changed to ``point``; anything from ``first`` to ``last`` (``None``: no end) does as well."""

    name: str
    point: int
    first: int | None
    last: int | None


class _Forest:
    """Builds diagrams so that equal ones are the same object."""

    def __init__(self) -> None:
        self._branches: dict[tuple[object, ...], Branch] = {}
        self._conjunctions: dict[tuple[int, int], tuple[Diagram, Diagram, Diagram]] = {}

    def branch(self, rank: int, name: str, cuts: Sequence[int], children: Sequence[Diagram]) -> Diagram:
        """A branch without cuts that make no difference."""
        kept_cuts: list[int] = []
        kept = [children[0]]
        for cut, child in zip(cuts, children[1:], strict=True):
            if child is not kept[-1]:
                kept_cuts.append(cut)
                kept.append(child)
        if not kept_cuts:
            return kept[0]
        key = (name, tuple(kept_cuts), tuple(id(child) for child in kept))
        if key not in self._branches:
            self._branches[key] = Branch(rank, name, tuple(kept_cuts), tuple(kept))
        return self._branches[key]

    def copy(self, diagram: Diagram, points: Points, negate: bool = False) -> Diagram:
        """The diagram once ``points`` are known, negated if asked."""
        done: dict[int, Diagram] = {}

        def copied(node: Diagram) -> Diagram:
            if isinstance(node, bool):
                return node is not negate
            if id(node) not in done:
                if node.name in points:
                    done[id(node)] = copied(node.child(points[node.name]))
                else:
                    children = [copied(child) for child in node.children]
                    done[id(node)] = self.branch(node.rank, node.name, node.cuts, children)
            return done[id(node)]

        return copied(diagram)

    def both(self, left: Diagram, right: Diagram) -> Diagram:
        """The conjunction of two diagrams of this forest."""
        if isinstance(left, bool):
            return right if left else False
        if isinstance(right, bool):
            return left if right else False
        if left is right:
            return left
        key = (id(left), id(right))
        if key not in self._conjunctions:
            top = left if left.rank <= right.rank else right
            cuts = sorted({cut for node in (left, right) if node.rank == top.rank for cut in node.cuts})
            samples = [cuts[0] - 1, *cuts]
            children = [
                self.both(
                    left.child(point) if left.rank == top.rank else left,
                    right.child(point) if right.rank == top.rank else right,
                )
                for point in samples
            ]
            made = self.branch(top.rank, top.name, cuts, children)
            self._conjunctions[key] = (left, right, made)  # the operands stay alive, so their ids stay theirs
        return self._conjunctions[key][2]

    def negation(self, diagram: Diagram) -> Diagram:
        """The opposite of a diagram."""
        return self.copy(diagram, {}, negate=True)


@dataclass(frozen=True)
class Decision:
    """A yes-or-no function of the answers. Operators: ``&`` and, ``|`` or, ``~`` not."""

    diagram: Diagram = field(repr=False)

    @classmethod
    def among(cls, rank: int, name: str, cuts: Sequence[int], holds: Sequence[bool]) -> Decision:
        """True on those pieces of the line of question ``name`` for which ``holds`` says so.

        ``rank`` is the question's place in the data; all decisions that are combined must agree on it.
        """
        return cls(_Forest().branch(rank, name, cuts, holds))

    def __and__(self, other: Decision) -> Decision:
        forest = _Forest()
        return Decision(forest.both(forest.copy(self.diagram, {}), forest.copy(other.diagram, {})))

    def __or__(self, other: Decision) -> Decision:
        return ~(~self & ~other)

    def __invert__(self) -> Decision:
        return Decision(_Forest().negation(self.diagram))

    def given(self, points: Points) -> Decision:
        """What is left to decide once ``points`` are known."""
        return Decision(_Forest().copy(self.diagram, points))

    @property
    def value(self) -> bool | None:
        """The value if it no longer depends on anything, else ``None``."""
        return self.diagram if isinstance(self.diagram, bool) else None

    @property
    def support(self) -> frozenset[str]:
        """The questions that make a difference: each has two answers with different results."""
        return frozenset(self._ranks())

    def cuts(self, name: str) -> set[int]:
        """The points of a question's line from which another piece begins."""
        return {cut for branch in _branches(self.diagram) if branch.name == name for cut in branch.cuts}

    def deciding(self, points: Points) -> list[str]:
        """The known questions whose points give the value, in the order of the data.

        Each one that is enough alone; if none is, a set of which none can be missed. Empty without a value.
        """
        value = self.given(points).value
        if value is None:
            return []
        ranks = self._ranks()
        known = sorted(ranks.keys() & points.keys(), key=ranks.__getitem__)
        alone = [name for name in known if self.given({name: points[name]}).value is value]
        if alone:
            return alone
        needed = {name: points[name] for name in known}
        for name in reversed(known):
            without = {other: point for other, point in needed.items() if other != name}
            if self.given(without).value is value:
                needed = without
        return list(needed)

    def _ranks(self) -> dict[str, int]:
        """The rank of every question that makes a difference."""
        return {branch.name: branch.rank for branch in _branches(self.diagram)}

    def for_all(self, names: Collection[str]) -> Decision:
        """True where this holds whatever the answers to ``names``."""
        forest = _Forest()
        done: dict[int, Diagram] = {}

        def quantified(node: Diagram) -> Diagram:
            if isinstance(node, bool):
                return node
            if id(node) not in done:
                children = [quantified(child) for child in node.children]
                if node.name in names:
                    made = children[0]
                    for child in children[1:]:
                        made = forest.both(made, child)
                else:
                    made = forest.branch(node.rank, node.name, node.cuts, children)
                done[id(node)] = made
            return done[id(node)]

        return Decision(quantified(self.diagram))

    def for_some(self, names: Collection[str]) -> Decision:
        """True where some answers to ``names`` make this hold."""
        return ~((~self).for_all(names))

    def fewest_moves(self, points: Points, movable: Collection[str]) -> list[Move] | None:
        """The fewest changed answers that make this true, in the order of the data; ``None``: impossible.

        ``points`` must know every question of :attr:`support`; only ``movable`` ones change. Of equally
        few changes the earlier questions and the nearest points win.
        """
        done: dict[int, _Path | None] = {}

        def best(node: Diagram) -> _Path | None:
            if isinstance(node, bool):
                return (0, (), ()) if node else None
            if id(node) not in done:
                here = points[node.name]
                paths: list[_Path] = []
                for first, last, child in node.pieces():
                    point = here
                    if first is not None and point < first:
                        point = first
                    if last is not None and point > last:
                        point = last
                    rest = best(child) if point == here or node.name in movable else None
                    if rest is not None and point == here:
                        paths.append(rest)
                    elif rest is not None:
                        step = (node.rank, abs(point - here), point)
                        move = Move(node.name, point, first, last)
                        paths.append((rest[0] + 1, (step, *rest[1]), (move, *rest[2])))
                done[id(node)] = min(paths, key=lambda path: path[:2], default=None)
            return done[id(node)]

        found = best(self.diagram)
        return None if found is None else list(found[2])


def _branches(diagram: Diagram) -> list[Branch]:
    """Every branch of a diagram once."""
    found: dict[int, Branch] = {}
    waiting = [diagram]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Branch) and id(node) not in found:
            found[id(node)] = node
            waiting.extend(node.children)
    return list(found.values())
