"""Turns an entry into its *pack*: what the engine needs of it, as plain JSON (read by ``checkers.model.Pack``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sitegen import words
from sitegen.load import Site
from sitegen.model import Checker, Deadline, Entry, Model

Json = dict[str, Any]

_CONDITION = ("id", "text", "clause", "met_if", "applies_if", "curable", "cure")


def pack(entry: Entry, site: Site) -> Json:
    """The pack of ``entry``.

    What is silent in the data is absent, but ``phone``, ``checker``, ``register`` and ``current`` are null.
    """
    return {
        "id": entry.id,
        "title": entry.title,
        "kind": entry.kind,
        "phone": next((contact.value for contact in entry.contacts if contact.kind == "phone"), None),
        "notice": site.sources[entry.source.document].notice,
        "conditions": [_plain(condition, include=_CONDITION) for condition in entry.conditions],
        "materials": _all(entry.materials),
        "events": _all(entry.events),
        "deadlines": [_deadline(deadline, entry) for deadline in entry.deadlines],
        "checker": _checker(entry.checker) if entry.checker else None,
        "register": _plain(entry.ledger) if entry.ledger else None,
    }


_OF_DEADLINES = ("id", "title", "kind", "phone", "notice", "events", "deadlines")


def all_deadlines(site: Site) -> Json:
    """What the calls that span entries need: of every pack its deadlines, with office and audience to choose by."""
    return {"entries": [_dated(entry, site) for entry in site.entries if entry.deadlines]}


def _dated(entry: Entry, site: Site) -> Json:
    whole = pack(entry, site)
    office = site.offices[entry.office].name if entry.office else None
    return {key: whole[key] for key in _OF_DEADLINES} | {
        "office": office,
        "audience": entry.editorial.audience,
    }


def _deadline(deadline: Deadline, entry: Entry) -> Json:
    """A deadline with the rule of current law, and with its condition in words where it has one."""
    data = _plain(deadline) | {"current": _current(deadline, entry)}
    if deadline.when is not None and entry.checker is not None:
        data["when_text"] = words.expression(deadline.when, entry.checker.questions)
    return data


def _current(deadline: Deadline, entry: Entry) -> Json | None:
    """The rule of confirmed current law for a deadline that can be computed, or ``None``."""
    for item in entry.currency:
        if item.field == f"deadlines.{deadline.id}" and item.status == "confirmed" and item.value:
            effective = item.effective_from.isoformat() if item.effective_from else None
            rule = {"authority": item.authority or "", "effective_from": effective, "text": item.text}
            return item.value.model_dump() | rule
    return None


def _checker(checker: Checker) -> Json:
    """A checker; in its examples an empty list says that nothing is expected, so it stays."""
    examples = [example.model_dump(mode="json", exclude_none=True) for example in checker.examples]
    return _plain(checker) | {"examples": examples}


def _all(items: Iterable[Model]) -> list[Json]:
    return [_plain(item) for item in items]


def _plain(item: Model, include: Iterable[str] | None = None) -> Json:
    """A model as JSON without what is null or empty."""
    dumped = item.model_dump(mode="json", include=set(include) if include is not None else None)
    plain: Json = _without_empty(dumped)
    return plain


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: _without_empty(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not None and item not in ({}, [])}
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    return value
