"""What the page shows for any answers, of the rules as they are or with one expression changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from checkers.criteria import Verdict
from checkers.diagram import Decision
from checkers.expression import parse, points
from checkers.materials import Need, Selector
from checkers.model import Answers, Condition, Deadline, Material, Outcome, Pack
from checkers.rules import Rules
from sitegen.model import Entry, Expect
from sitegen.problems import Loc
from sitegen.prove_space import CHECKER_APPLIES


def with_source(pack: Pack, loc: Loc, source: str) -> Pack:
    """The pack with another expression at ``loc``."""
    checker = pack.checker
    assert checker is not None
    if loc == CHECKER_APPLIES:
        return replace(pack, checker=replace(checker, applies_if=source))
    part, at, name = loc[-3:]
    change = {str(name): source}
    if part == "outcomes":
        return replace(pack, checker=replace(checker, outcomes=_with(checker.outcomes, at, change)))
    if part == "conditions":
        return replace(pack, conditions=_with(pack.conditions, at, change))
    if part == "materials":
        return replace(pack, materials=_with(pack.materials, at, change))
    return replace(pack, deadlines=_with(pack.deadlines, at, change))


_Item = TypeVar("_Item", Outcome, Condition, Material, Deadline)


def _with(items: Sequence[_Item], at: str | int, change: Mapping[str, Any]) -> tuple[_Item, ...]:
    """The items, one of them changed."""
    return tuple(replace(item, **change) if number == at else item for number, item in enumerate(items))


@dataclass(frozen=True)
class Shown:
    """What the page shows for some answers. Needs of papers and deadlines are those that are definite."""

    verdict: Verdict
    criteria: Mapping[str, Verdict]
    outcomes: tuple[str, ...]
    needs: Mapping[str, Need]
    deadlines: Mapping[str, bool | None]

    @property
    def materials(self) -> list[str]:
        """The papers that are certainly needed."""
        return [name for name, need in self.needs.items() if need == "yes"]

    @property
    def applying(self) -> list[str]:
        """The deadlines whose ``when`` certainly holds."""
        return [name for name, holds in self.deadlines.items() if holds]

    def fulfils(self, expect: Expect) -> bool:
        """Whether all that an example expects is shown."""
        return (
            expect.verdict in (None, self.verdict)
            and (expect.outcomes is None or set(expect.outcomes) == set(self.outcomes))
            and (expect.materials is None or set(expect.materials) == set(self.materials))
            and (expect.deadlines is None or set(expect.deadlines) == set(self.applying))
            and (expect.criteria or {}).items() <= self.criteria.items()
        )

    def difference(self, other: Shown) -> list[str]:
        """The keys of ``expect`` that tell the two apart; of the single criteria only where nothing else does."""
        parts = ("verdict", "outcomes", "materials", "applying")
        names = {"applying": "deadlines"}
        found = [names.get(part, part) for part in parts if getattr(self, part) != getattr(other, part)]
        return found or [
            f"criteria.{name}" for name, verdict in self.criteria.items() if other.criteria[name] != verdict
        ]

    def expected(self, keys: Collection[str]) -> str:
        """What is shown, as an example's ``expect`` would say it: ``verdict: met，outcomes: [city]``."""
        criteria = {name: verdict for name, verdict in self.criteria.items() if f"criteria.{name}" in keys}
        parts = {
            "verdict": self.verdict,
            "outcomes": f"[{', '.join(self.outcomes)}]",
            "materials": f"[{', '.join(self.materials)}]",
            "deadlines": f"[{', '.join(self.applying)}]",
        }
        words = [f"{key}: {value}" for key, value in parts.items() if key in keys]
        if criteria:
            words.append(
                f"criteria: {{{', '.join(f'{name}: {verdict}' for name, verdict in criteria.items())}}}"
            )
        return "，".join(words)


class Page:
    """A pack run on the very engine of the browser; each part is compiled when it is first asked for."""

    def __init__(self, pack: Pack) -> None:
        assert pack.checker is not None
        self.pack = pack
        self._checker = pack.checker
        self.questions = pack.checker.questions

    @classmethod
    def of(cls, entry: Entry) -> Page:
        """The page of an entry that has a checker."""
        return cls(Pack.from_json({**entry.model_dump(mode="json"), "notice": ""}))

    @cached_property
    def _rules(self) -> Rules:
        return Rules(self.pack, self._checker)

    @cached_property
    def _selector(self) -> Selector:
        return Selector(self.pack, self.questions)

    @cached_property
    def _deadlines(self) -> list[tuple[str, Decision]]:
        return [
            (deadline.id, parse(deadline.when, self.questions).decision)
            for deadline in self.pack.deadlines
            if deadline.when is not None
        ]

    def at(self, answers: Answers) -> Shown:
        """Everything the page shows."""
        result = self._rules.check(answers)
        known = points(answers, self.questions)
        return Shown(
            verdict=result.verdict,
            criteria={criterion.id: criterion.verdict for criterion in result.criteria},
            outcomes=tuple(outcome.id for outcome in result.outcomes),
            needs={each.material.name: each.needed for each in self._selector.select(answers).materials},
            deadlines={name: case.given(known).value for name, case in self._deadlines},
        )
