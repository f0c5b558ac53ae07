"""A rule pack as frozen dataclasses: what the engine knows of one entry.

Field names and meanings are those of the published JSON (``api/v1/packs/<id>.json``). The build has
verified every pack, so reading one only converts; a malformed pack is a programming error (KeyError).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Answer = bool | int | str
"""An answer that is known; an unknown answer is absent from the mapping, never false or zero."""

Answers = Mapping[str, Answer]
Json = Mapping[str, Any]


@dataclass(frozen=True)
class Option:
    """One possible answer of a choice question."""

    id: str
    label: str


@dataclass(frozen=True)
class Question:
    """What is asked. ``type`` is ``bool``, ``choice`` or ``number`` (a whole number in ``unit``)."""

    id: str
    ask: str
    type: str
    options: tuple[Option, ...] = ()
    unit: str | None = None
    min: int | None = None
    max: int | None = None

    @classmethod
    def from_json(cls, data: Json) -> Question:
        """Read one question of a pack."""
        return cls(
            id=data["id"],
            ask=data["ask"],
            type=data["type"],
            options=tuple(Option(o["id"], o["label"]) for o in data.get("options") or ()),
            unit=data.get("unit"),
            min=data.get("min"),
            max=data.get("max"),
        )

    def words(self, answer: Answer) -> str:
        """The answer as a person would say it: 是, 否, an option's label, or a number with its unit."""
        if isinstance(answer, bool):
            return "是" if answer else "否"
        if self.type == "choice":
            return next(option.label for option in self.options if option.id == answer)
        return f"{answer} {self.unit}" if self.unit else str(answer)

    def stated(self, words: str) -> str:
        """Question and answer in one phrase: 你有几家直营店：1 家."""
        return f"{self.ask.rstrip('？? ')}：{words}"


@dataclass(frozen=True)
class Condition:
    """受理条件. Without ``met_if`` it is shown but not checked."""

    id: str
    text: str
    clause: str
    met_if: str | None = None
    applies_if: str | None = None
    curable: bool = False
    cure: str | None = None

    @classmethod
    def from_json(cls, data: Json) -> Condition:
        """Read one condition of a pack."""
        return cls(
            id=data["id"],
            text=data["text"],
            clause=data["clause"],
            met_if=data.get("met_if"),
            applies_if=data.get("applies_if"),
            curable=bool(data.get("curable")),
            cure=data.get("cure"),
        )


@dataclass(frozen=True)
class Outcome:
    """One result of a decision; of each ``dimension`` exactly one holds for complete answers."""

    id: str
    dimension: str
    label: str
    when: str
    clause: str
    next: str | None = None
    deadlines: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: Json) -> Outcome:
        """Read one outcome of a pack."""
        return cls(
            id=data["id"],
            dimension=data["dimension"],
            label=data["label"],
            when=data["when"],
            clause=data["clause"],
            next=data.get("next"),
            deadlines=tuple(data.get("deadlines") or ()),
        )


@dataclass(frozen=True)
class VerdictText:
    """The words for a verdict and the next step."""

    label: str
    next: str


@dataclass(frozen=True)
class Checker:
    """The questions of an entry and what follows from the answers."""

    title: str
    applies_if: str | None
    questions: tuple[Question, ...]
    verdicts: Mapping[str, VerdictText]
    dimensions: Mapping[str, str]
    outcomes: tuple[Outcome, ...]

    @classmethod
    def from_json(cls, data: Json) -> Checker:
        """Read the checker of a pack; ``dimensions`` maps id to title in the order of the data."""
        verdicts = data.get("verdicts") or {}
        return cls(
            title=data["title"],
            applies_if=data.get("applies_if"),
            questions=tuple(Question.from_json(q) for q in data["questions"]),
            verdicts={key: VerdictText(v["label"], v["next"]) for key, v in verdicts.items() if v},
            dimensions={d["id"]: d["title"] for d in data.get("dimensions") or ()},
            outcomes=tuple(Outcome.from_json(o) for o in data.get("outcomes") or ()),
        )


@dataclass(frozen=True)
class Material:
    """申请材料: one paper, needed always or ``when`` an expression holds."""

    name: str
    clause: str
    copies: int | None = None
    unit: str = "份"
    form: str | None = None
    group: str | None = None
    when: str | None = None
    when_text: str | None = None
    note: str | None = None

    @classmethod
    def from_json(cls, data: Json) -> Material:
        """Read one paper of a pack."""
        return cls(
            name=data["name"],
            clause=data["clause"],
            copies=data.get("copies"),
            unit=data.get("unit") or "份",
            form=data.get("form"),
            group=data.get("group"),
            when=data.get("when"),
            when_text=data.get("when_text"),
            note=data.get("note"),
        )


@dataclass(frozen=True)
class Event:
    """Something that happens on a day and starts deadlines."""

    id: str
    name: str


@dataclass(frozen=True)
class Recurrence:
    """How often a duty returns; see ``sitegen.model.Recurrence``."""

    every: str
    month: int | None = None
    months: tuple[int, ...] = ()
    day: int | None = None

    @classmethod
    def from_json(cls, data: Json) -> Recurrence:
        """Read a recurrence of a pack."""
        return cls(data["every"], data.get("month"), tuple(data.get("months") or ()), data.get("day"))


@dataclass(frozen=True)
class Interruption:
    """What pauses or restarts a deadline, and by which article."""

    id: str
    name: str
    effect: str
    authority: str


@dataclass(frozen=True)
class CurrentRule:
    """The amount that confirmed current law puts in place of the source's."""

    amount: int
    unit: str
    authority: str
    text: str
    effective_from: str | None = None


@dataclass(frozen=True)
class Deadline:
    """办理时限: who must do what, how long, from which event. ``amount`` is in ``unit``."""

    id: str
    kind: str
    what: str
    stated_as: str
    clause: str
    who: str | None = None
    event: str | None = None
    direction: str = "after"
    amount: int | None = None
    amount_min: int | None = None
    approximate: bool = False
    unit: str | None = None
    unit_stated: bool = True
    level: str | None = None
    extends: str | None = None
    recurrence: Recurrence | None = None
    when: str | None = None
    interruptions: tuple[Interruption, ...] = ()
    note: str | None = None
    current: CurrentRule | None = None
    when_text: str | None = None

    @classmethod
    def from_json(cls, data: Json) -> Deadline:
        """Read one deadline of a pack."""
        recurrence = data.get("recurrence")
        current = data.get("current")
        return cls(
            id=data["id"],
            kind=data["kind"],
            what=data["what"],
            stated_as=data["stated_as"],
            clause=data["clause"],
            who=data.get("who"),
            event=data.get("event"),
            direction=data.get("direction") or "after",
            amount=data.get("amount"),
            amount_min=data.get("amount_min"),
            approximate=bool(data.get("approximate")),
            unit=data.get("unit"),
            unit_stated=data.get("unit_stated", True),
            level=data.get("level"),
            extends=data.get("extends"),
            recurrence=Recurrence.from_json(recurrence) if recurrence else None,
            when=data.get("when"),
            interruptions=tuple(
                Interruption(i["id"], i["name"], i["effect"], i["authority"])
                for i in data.get("interruptions") or ()
            ),
            note=data.get("note"),
            current=CurrentRule(
                current["amount"],
                current["unit"],
                current["authority"],
                current["text"],
                current.get("effective_from"),
            )
            if current
            else None,
            when_text=data.get("when_text"),
        )


@dataclass(frozen=True)
class Register:
    """The columns of a ledger (台账) that the source prescribes.

    ``promises``: the columns that hold a day, each with the id of the deadline it sets.
    """

    title: str
    clause: str | None
    fields: tuple[str, ...]
    promises: Mapping[str, str]

    @classmethod
    def from_json(cls, data: Json) -> Register:
        """Read the ledger of a pack."""
        return cls(data["title"], data["clause"], tuple(data["fields"]), data.get("promises") or {})


@dataclass(frozen=True)
class Pack:
    """Everything the engine knows of one entry."""

    id: str
    title: str
    kind: str
    notice: str
    phone: str | None
    conditions: tuple[Condition, ...]
    materials: tuple[Material, ...]
    events: tuple[Event, ...]
    deadlines: tuple[Deadline, ...]
    checker: Checker | None
    office: str | None = None
    audience: tuple[str, ...] = ()
    register: Register | None = None

    @classmethod
    def from_json(cls, data: Json) -> Pack:
        """Read a pack as published."""
        checker, register = data.get("checker"), data.get("register")
        return cls(
            id=data["id"],
            title=data["title"],
            kind=data["kind"],
            notice=data["notice"],
            phone=data.get("phone"),
            conditions=tuple(Condition.from_json(c) for c in data.get("conditions") or ()),
            materials=tuple(Material.from_json(m) for m in data.get("materials") or ()),
            events=tuple(Event(e["id"], e["name"]) for e in data.get("events") or ()),
            deadlines=tuple(Deadline.from_json(d) for d in data.get("deadlines") or ()),
            checker=Checker.from_json(checker) if checker else None,
            office=data.get("office"),
            audience=tuple(data.get("audience") or ()),
            register=Register.from_json(register) if register else None,
        )
