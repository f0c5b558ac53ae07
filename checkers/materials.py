"""What must I bring: the papers (申请材料) of one entry for the answers given so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from checkers.criteria import decision, missing, reasons
from checkers.expression import points as points_of
from checkers.model import Answers, Material, Pack, Question

Need = Literal["yes", "no", "unknown"]

LABELS: dict[Need, str] = {"yes": "需要", "no": "不需要", "unknown": "视情况"}
_NEEDS: dict[bool | None, Need] = {True: "yes", False: "no", None: "unknown"}


@dataclass(frozen=True)
class Selected:
    """One paper and whether it is needed. ``because``: the deciding answers in words."""

    material: Material
    needed: Need
    because: str

    def as_json(self) -> dict[str, Any]:
        """One of ``materials`` in the bridge protocol."""
        material = self.material
        return {
            "name": material.name,
            "copies": material.copies,
            "unit": material.unit,
            "form": material.form,
            "group": material.group,
            "needed": self.needed,
            "label": LABELS[self.needed],
            "because": self.because,
            "when_text": material.when_text,
            "note": material.note,
            "clause": material.clause,
        }


@dataclass(frozen=True)
class Selection:
    """The papers in the order of the data, and the questions that can still matter to them."""

    materials: tuple[Selected, ...]
    open: tuple[Question, ...]

    def count(self, need: Need) -> int:
        """How many papers have this need."""
        return sum(selected.needed == need for selected in self.materials)

    @property
    def status(self) -> str:
        """The selection in a line: how many papers are needed, may be needed and are not."""
        parts = [f"需要 {self.count('yes')} 项"]
        parts += [f"视情况 {self.count('unknown')} 项"] if self.count("unknown") else []
        parts += [f"不需要 {self.count('no')} 项"] if self.count("no") else []
        return "，".join(parts)

    def as_json(self) -> dict[str, Any]:
        """The answer to a ``materials`` request (bridge protocol)."""
        return {
            "materials": [selected.as_json() for selected in self.materials],
            "open": [{"id": question.id, "ask": question.ask} for question in self.open],
            "count": {"yes": self.count("yes"), "unknown": self.count("unknown"), "no": self.count("no")},
            "status": self.status,
        }


class Selector:
    """The compiled materials of one pack.

    Raises ExpressionError when an expression of the pack is faulty.
    """

    def __init__(self, pack: Pack, questions: Sequence[Question]) -> None:
        self._questions = questions
        self._materials = [(material, decision(material.when, questions)) for material in pack.materials]

    def select(self, answers: Answers) -> Selection:
        """Say of each paper whether it is needed; learning more never reverses a yes or a no."""
        points = points_of(answers, self._questions)
        selected = []
        for material, case in self._materials:
            need = _NEEDS[case.given(points).value]
            selected.append(Selected(material, need, reasons(case, points, answers, self._questions)))
        cases = [case for _, case in self._materials]
        return Selection(tuple(selected), tuple(missing(cases, points, self._questions)))
