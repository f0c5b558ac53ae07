"""The rules of every checker, translated to publicodes, on 300 random complete answer sets: equal in all they decide."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

from checkers.expression import answer_at
from checkers.materials import Selector
from checkers.model import Answer, Answers, Pack, Question
from checkers.rules import Rules
from tests.referees import peer

SETS = 300
SEED = 20261121


def packs(site: Path) -> list[Pack]:
    found = [
        Pack.from_json(json.loads(file.read_text("utf-8"))) for file in (site / "api/v1/packs").glob("*.json")
    ]
    return sorted((pack for pack in found if pack.checker), key=lambda pack: pack.id)


def constants(pack: Pack) -> list[int]:
    """The whole numbers that stand in the rules of a pack: where its verdicts turn."""
    return [int(word) for source in sources(pack) for word in re.findall(r"\b\d+\b", source or "")]


def sources(pack: Pack) -> list[str | None]:
    assert pack.checker
    return [
        pack.checker.applies_if,
        *(source for condition in pack.conditions for source in (condition.applies_if, condition.met_if)),
        *(outcome.when for outcome in pack.checker.outcomes),
        *(material.when for material in pack.materials),
    ]


def reply(question: Question, near: list[int], chance: random.Random) -> Answer:
    """Any answer; a number mostly close to one that the rules name."""
    if question.type != "number":
        return answer_at(question, chance.randrange(len(question.options) or 2))
    first = question.min if question.min is not None else -100
    last = question.max if question.max is not None else 10_000
    number = chance.choice(near) + chance.randint(-1, 1) if near else chance.randint(first, last)
    return min(max(number, first), last)


def job(pack: Pack, situations: list[Answers]) -> dict[str, Any]:
    """Everything a pack decides as publicodes rules, in the order of :func:`decided`."""
    assert pack.checker
    applies = peer.translated(pack.checker.applies_if)
    rules = peer.asked(pack.checker.questions)
    wanted: dict[str, Any] = {"applies": applies}
    for number, condition in enumerate(pack.conditions):
        if condition.met_if is not None:
            wanted[f"criterion{number} applies"] = peer.translated(condition.applies_if)
            wanted[f"criterion{number} met"] = peer.translated(condition.met_if)
    for number, outcome in enumerate(pack.checker.outcomes):
        wanted[f"outcome{number}"] = peer.all_of([applies, peer.translated(outcome.when)])
    for number, material in enumerate(pack.materials):
        wanted[f"material{number}"] = peer.translated(material.when)
    rules |= {name: {"valeur": rule} for name, rule in wanted.items()}
    return {"rules": rules, "wanted": list(wanted), "situations": [peer.situation(s) for s in situations]}


def decided(pack: Pack, values: list[object]) -> dict[str, Any]:
    """What publicodes says of one answer set, in our terms."""
    assert pack.checker
    queue = iter(values)
    applies = next(queue)
    criteria = {}
    for condition in pack.conditions:
        if condition.met_if is not None:
            relevant, met = next(queue), next(queue)
            criteria[condition.id] = ("met" if met else "not_met") if relevant else "not_applicable"
    outcomes = [outcome.id for outcome in pack.checker.outcomes if next(queue)]
    materials = {material.name: "yes" if next(queue) else "no" for material in pack.materials}
    verdict = "not_met" if "not_met" in criteria.values() else "met"
    return {
        "verdict": verdict if applies else "not_applicable",
        "criteria": criteria,
        "outcomes": outcomes,
        "materials": materials,
    }


def ours(pack: Pack, answers: Answers) -> dict[str, Any]:
    assert pack.checker
    result = Rules(pack, pack.checker).check(answers)
    selection = Selector(pack, pack.checker.questions).select(answers)
    return {
        "verdict": result.verdict,
        "criteria": {criterion.id: criterion.verdict for criterion in result.criteria},
        "outcomes": [outcome.id for outcome in result.outcomes],
        "materials": {selected.material.name: selected.needed for selected in selection.materials},
    }


def test_an_independent_engine_decides_alike(site: Path) -> None:
    chance = random.Random(SEED)
    checked = packs(site)
    assert len(checked) >= 10
    sets: list[list[Answers]] = []
    for pack in checked:
        assert pack.checker
        near = constants(pack)
        sets.append([{q.id: reply(q, near, chance) for q in pack.checker.questions} for _ in range(SETS)])
    answers = peer.evaluate([job(pack, situations) for pack, situations in zip(checked, sets, strict=True)])
    for pack, situations, values in zip(checked, sets, answers, strict=True):
        for situation, row in zip(situations, values, strict=True):
            assert decided(pack, row) == ours(pack, situation), (pack.id, situation)
