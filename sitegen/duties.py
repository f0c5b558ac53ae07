"""The duties table (entry "0"): its page, and where in it each procedure stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sitegen.load import Site
from sitegen.model import BureauDuty, DutiesTable, DutyOffice, Entry, Post, TableRemark, Task
from sitegen.templating import render
from sitegen.verify_records import DUTIES_ID

URL = f"guides/{DUTIES_ID}/"


@dataclass(frozen=True)
class TaskView:
    """A task with the procedures that belong to it and the posts that do it; no post when none has it."""

    task: Task
    anchor: str
    procedures: tuple[Entry, ...]
    posts: tuple[Post, ...]

    @property
    def annex_differs(self) -> bool:
        """Whether the annex the source names is anything but the one procedure."""
        return [entry.id for entry in self.procedures] != [self.task.annex]

    @property
    def misdirected(self) -> bool:
        """Whether the source names an annex that is none of the procedures."""
        return not any(
            entry.id == self.task.annex or entry.id.startswith(f"{self.task.annex}.")
            for entry in self.procedures
        )


@dataclass(frozen=True)
class OfficeView:
    """An office of the table with everything that concerns it."""

    office: DutyOffice
    bureau_duties: tuple[BureauDuty, ...]
    tasks: tuple[TaskView, ...]
    remarks: tuple[TableRemark, ...]


@dataclass(frozen=True)
class Position:
    """Where a procedure stands in the table."""

    office: DutyOffice
    view: TaskView


def title(table: DutiesTable) -> str:
    """What the table is called on our pages."""
    return f"{table.bureau.name}职责任务清单"


def summary(table: DutiesTable) -> str:
    """One sentence about the table."""
    tasks = sum(len(office.tasks) for office in table.offices)
    return f"{table.bureau.name} {len(table.offices)} 个科室的职责、{tasks} 项工作任务和做这些任务的岗位。"


def office_views(site: Site, table: DutiesTable) -> Sequence[OfficeView]:
    """The offices in the order of the table."""
    return [
        OfficeView(
            office=office,
            bureau_duties=tuple(duty for duty in table.bureau.duties if duty.office == office.id),
            tasks=tuple(_task(site, office, task) for task in office.tasks),
            remarks=tuple(remark for remark in table.remarks if remark.office == office.id),
        )
        for office in table.offices
    ]


def position(site: Site, entry: Entry) -> Position | None:
    """The office, task and posts of a procedure, or None for what is not in the table."""
    for office in site.duties.offices if site.duties is not None else ():
        for task in office.tasks:
            if entry.id in task.procedures:
                return Position(office, _task(site, office, task))
    return None


def headings(table: DutiesTable) -> list[tuple[str, str]]:
    """Anchor and title of the page's sections, in order."""
    return [(f"office-{office.id}", office.name) for office in table.offices] + [("remarks", "来源的出入")]


def page(site: Site, table: DutiesTable, root: str) -> str:
    """The body of the page. ``root`` is the relative path to the root of the site."""
    return render(
        "duties.html.jinja",
        table=table,
        title=title(table),
        summary=summary(table),
        offices=office_views(site, table),
        general=[remark for remark in table.remarks if remark.office is None],
        source=site.sources[table.source.document],
        root=root,
    )


def _task(site: Site, office: DutyOffice, task: Task) -> TaskView:
    return TaskView(
        task=task,
        anchor=f"task-{office.id}-{task.number}",
        procedures=tuple(site.entry(entry_id) for entry_id in task.procedures),
        posts=tuple(post for post in office.posts if task.number in post.tasks),
    )
