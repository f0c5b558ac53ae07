"""The pages of the case ledger (办件台账): one for every entry whose cases have days to watch, and their list."""

from __future__ import annotations

from sitegen import pages
from sitegen.load import Site
from sitegen.model import Entry
from sitegen.templating import render

URL = "ledger/"
PLAIN = ("办件名称", "联系方式", "备注")
"""The columns where the source prescribes none, as :data:`checkers.register.PLAIN` has them."""


def summary(entry: Entry) -> str:
    """What the page is for."""
    return f"记下手上的“{entry.title}”办件，算出每一件的最后一天，最急的排在前面。"


def page(site: Site, entry: Entry, root: str) -> str:
    """The ledger of one entry."""
    record = entry.ledger
    own = {deadline.id for deadline in entry.case_deadlines}
    return render(
        "casebook.html.jinja",
        entry=entry,
        record=record,
        columns=list(record.fields) if record else list(PLAIN),
        promises=record.promises if record else {},
        views=[view for view in pages.deadline_views(entry) if view.deadline.id in own],
        lead=summary(entry),
        notice=site.sources[entry.source.document].notice,
        root=root,
    )


def index(site: Site, root: str) -> str:
    """All ledgers, those that a source prescribes first."""
    books = [entry for entry in site.entries if entry.has_cases]
    books.sort(key=lambda entry: entry.ledger is None)
    return render("casebooks.html.jinja", entries=books, root=root)
