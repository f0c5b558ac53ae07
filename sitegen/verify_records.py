"""Checks what the duties table and the mechanisms say against the entries and the other files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from sitegen.draft import Draft
from sitegen.model import DutiesTable, DutyOffice, Mechanism, Office
from sitegen.problems import Loc, Places, Problem, near, suggest
from sitegen.verify import References

DUTIES_ID = "0"
"""The number of the duties table among the entries; no procedure or standard may have it."""


def entry_of(document: str, section: str) -> str:
    """The number of the entry that a place in a source document belongs to.

    Document 001 holds one procedure per annex, every other document is one standard.
    """
    return section if document == "001" else document


# -- mechanisms ----------------------------------------------------------------------------------------


def verify_mechanisms(
    mechanisms: Mapping[str, Mechanism],
    places: Mapping[str, Places],
    ids: frozenset[str] | None,
    drafts: Sequence[Draft],
    known: References,
) -> Iterator[Problem]:
    """Every document, entry and mechanism that a mechanism refers to exists."""
    entries = {draft.entry.id for draft in drafts}
    for mechanism in mechanisms.values():
        problem = places[mechanism.id].problem
        for name in ("named_in", "definitions"):
            for at, item in enumerate(getattr(mechanism, name)):
                if known.sources is not None and item.document not in known.sources:
                    hint = suggest(item.document, sorted(known.sources))
                    yield problem(
                        (name, at, "document"), f"data/sources.yml 里没有来源文件 {item.document}{hint}"
                    )
        for at, place in enumerate(mechanism.named_in):
            entry_id = entry_of(place.document, place.section)
            if all(draft.sound("id") for draft in drafts) and entry_id not in entries:
                yield problem(
                    ("named_in", at, "section"), f"没有编号为 {entry_id} 的事项{near(entry_id, entries)}"
                )
        for at, other in enumerate(mechanism.related):
            if ids is not None and (other not in ids or other == mechanism.id):
                hint = suggest(other, sorted(ids - {mechanism.id}))
                yield problem(("related", at), f"没有编号为 {other} 的别的机制{hint}")
        if known.laws is not None and mechanism.id in known.laws:
            yield problem(("id",), f"{mechanism.id} 已经是 data/laws.yml 里一部法规的编号，请换一个名字")


# -- the duties table ----------------------------------------------------------------------------------


def verify_duties(
    table: DutiesTable,
    places: Places,
    drafts: Sequence[Draft],
    offices: Mapping[str, Office],
    known: References,
) -> Iterator[Problem]:
    """Offices, procedures and task numbers of the table exist, and every procedure has exactly one task."""
    document = table.source.document
    if known.sources is not None and document not in known.sources:
        hint = suggest(document, sorted(known.sources))
        yield places.problem(("source", "document"), f"data/sources.yml 里没有来源文件 {document}{hint}")
    if known.offices is not None:
        yield from _offices(table, places, offices, known.offices)
    for at, office in enumerate(table.offices):
        yield from _task_numbers(office, ("offices", at), places)
    if all(draft.sound("id", "kind", "office") for draft in drafts):
        yield from _procedures(table, places, drafts)


def _offices(
    table: DutiesTable, places: Places, offices: Mapping[str, Office], ids: Collection[str]
) -> Iterator[Problem]:
    named: list[tuple[Loc, str]] = [
        (("bureau", "duties", at, "office"), duty.office) for at, duty in enumerate(table.bureau.duties)
    ]
    named += [(("offices", at, "id"), office.id) for at, office in enumerate(table.offices)]
    named += [
        (("remarks", at, "office"), remark.office)
        for at, remark in enumerate(table.remarks)
        if remark.office is not None
    ]
    for loc, office_id in named:
        if office_id not in ids:
            hint = suggest(office_id, sorted(ids))
            yield places.problem(loc, f"data/offices.yml 里没有科室 {office_id}{hint}")
    for at, office in enumerate(table.offices):
        listed = offices.get(office.id)
        if listed is not None and listed.name != office.name:
            yield places.problem(
                ("offices", at, "name"), f"data/offices.yml 里这个科室叫 {listed.name}，现为 {office.name}"
            )


def _task_numbers(office: DutyOffice, loc: Loc, places: Places) -> Iterator[Problem]:
    numbers = [task.number for task in office.tasks]
    for at, number in enumerate(numbers):
        if number in numbers[:at]:
            yield places.problem((*loc, "tasks", at, "number"), f"第 {number} 项前面已经有了，请改编号")
    for at, post in enumerate(office.posts):
        for place, number in enumerate(post.tasks):
            if number not in numbers:
                yield places.problem(
                    (*loc, "posts", at, "tasks", place), f"{office.name}没有第 {number} 项工作任务"
                )


def _procedures(table: DutiesTable, places: Places, drafts: Sequence[Draft]) -> Iterator[Problem]:
    offices = {draft.entry.id: draft.entry.office for draft in drafts if draft.entry.kind == "procedure"}
    first: dict[str, str] = {}
    for at, office in enumerate(table.offices):
        for number, task in enumerate(office.tasks):
            for place, entry_id in enumerate(task.procedures):
                loc: Loc = ("offices", at, "tasks", number, "procedures", place)
                if entry_id not in offices:
                    yield places.problem(loc, f"没有编号为 {entry_id} 的事项{near(entry_id, offices)}")
                elif entry_id in first:
                    yield places.problem(loc, f"事项 {entry_id} 已经属于{first[entry_id]}")
                elif offices[entry_id] != office.id:
                    yield places.problem(
                        loc, f"事项 {entry_id} 属于科室 {offices[entry_id]}，不属于 {office.id}"
                    )
                first.setdefault(entry_id, f"{office.name}第 {task.number} 项工作任务")
    for draft in drafts:
        entry = draft.entry
        if entry.id == DUTIES_ID:
            yield draft.places.problem(("id",), f"编号 {DUTIES_ID} 留给职责任务清单，请改编号")
        elif entry.kind == "procedure" and entry.id not in first:
            yield draft.places.problem(
                ("id",), f"data/duties.yml 里没有一项工作任务写到事项 {entry.id}；请在 procedures 里加上"
            )
