"""The parts of the deadline page and of the year page: which deadlines can be chosen, and the year as a table."""

from __future__ import annotations

from datetime import date
from typing import Any

from checkers.calendar import Calendar
from checkers.dates import weekday
from checkers.model import Pack
from checkers.view_year import BEFORE, reasons
from checkers.year import handle_year
from sitegen.load import Site
from sitegen.model import Entry, Interruption
from sitegen.packs import all_deadlines
from sitegen.pages import DeadlineView, deadline_views
from sitegen.templating import render

ROWS = 12
"""So many deadlines can be asked for at once."""
_LONGEST = 40  # characters of what is to be done, in a list to choose from


def site_due_form(site: Site, root: str) -> str:
    """The form for the deadlines of the data."""
    interruptions: dict[str, tuple[Interruption, Entry]] = {}
    for entry in site.entries:
        for deadline in entry.deadlines:
            for item in deadline.interruptions:
                interruptions.setdefault(item.id, (item, entry))
    return render(
        "site_due.html.jinja",
        choices=choices(site),
        interruptions=list(interruptions.values()),
        rows=ROWS,
        root=root,
    )


def choices(site: Site) -> list[tuple[Entry, list[tuple[str, str]]]]:
    """Every deadline that one date gives a day for, entry by entry: its key (1.42/report) and its words."""
    found = []
    for entry in site.entries:
        options = [
            (f"{entry.id}/{view.deadline.id}", _option(view))
            for view in deadline_views(entry)
            if view.has_day
        ]
        if options:
            found.append((entry, options))
    return found


def _option(view: DeadlineView) -> str:
    what = view.deadline.what
    return f"{view.leading}：{what if len(what) <= _LONGEST else what[: _LONGEST - 1] + '…'}"


def year_form(site: Site, root: str, calendar: Calendar) -> str:
    """The form for a whole year."""
    used = {entry.office for entry in site.entries if entry.deadlines}
    offices = [office.name for office in site.offices.values() if office.id in used]
    return render("year_form.html.jinja", last_year=calendar.last_year, offices=offices, root=root)


def year_table(site: Site, root: str, calendar: Calendar) -> str:
    """The returning duties of the last published year, computed by the engine the reader's browser runs."""
    packs = {pack.id: pack for pack in map(Pack.from_json, all_deadlines(site)["entries"])}
    year = handle_year({"year": calendar.last_year}, packs, calendar)
    months = []
    for month in range(1, 13):
        rows: list[tuple[str | None, dict[str, Any], str]] = []
        for item in year["items"]:
            day = date.fromisoformat(item["date"])
            if day.month == month:
                rows.append(
                    (f"{day.month} 月 {day.day} 日（{weekday(day)}）", item, "；".join(reasons(item)))
                )
        rows += [
            (None, item, "；".join(reasons(item))) for item in year["without_day"] if month in item["months"]
        ]
        if rows:
            months.append((month, rows))
    return render("year.html.jinja", year=year, months=months, before=BEFORE, root=root)
