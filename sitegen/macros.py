"""The macros of hand-written pages (mkdocs-macros): each calls one function of :mod:`sitegen.pages`.

In a page: ``{{ checker("1.41") }}``, ``{{ flowchart("1.41") }}``, ``{{ deadlines("2.28") }}``, ``{{ deadlines() }}``,
``{{ due_form() }}``, ``{{ site_due() }}``, ``{{ year_form() }}``, ``{{ published_year() }}``, ``{{ year_table() }}``, ``{{ entries(audience="staff", by="office") }}``, ``{{ entries(stage="startup") }}``,
``{{ stages() }}``, ``{{ checkers() }}``, ``{{ search_box() }}``, and the indexes: ``{{ browse() }}``,
``{{ mechanisms() }}``, ``{{ laws() }}``, ``{{ forms() }}``, ``{{ bodies() }}``, ``{{ glossary() }}``,
``{{ returning_duties() }}``, ``{{ finder() }}``, ``{{ casebooks() }}``. An unknown number fails the build.
"""

from __future__ import annotations

from collections.abc import Callable

from mkdocs_macros.plugin import MacrosPlugin

from sitegen import casebook, deadline_pages, finder, indexes, pages
from sitegen.hook import calendar_of, root_of, site_of
from sitegen.load import Site


def define_env(env: MacrosPlugin) -> None:
    """Register the macros; what each returns is one block of HTML."""
    site = site_of(env.conf)

    def root() -> str:
        return root_of(env.page)

    def checker(entry_id: str) -> str:
        return _block(pages.checker(site, entry_id, root()))

    def flowchart(entry_id: str) -> str:
        return _block(pages.chart(site, entry_id, root()))

    def deadlines(entry_id: str | None = None) -> str:
        return _block(pages.deadlines(site, entry_id, root()))

    def due_form() -> str:
        return _block(pages.due_form(root()))

    def site_due() -> str:
        return _block(deadline_pages.site_due_form(site, root()))

    def year_form() -> str:
        return _block(deadline_pages.year_form(site, root(), calendar_of(env.conf)))

    def published_year() -> int:
        return calendar_of(env.conf).last_year

    def year_table() -> str:
        return _block(deadline_pages.year_table(site, root(), calendar_of(env.conf)))

    def entries(audience: str | None = None, stage: str | None = None, by: pages.Grouping = "stage") -> str:
        return _block(pages.entries(site, root(), audience=audience, stage=stage, by=by))

    def stages() -> str:
        return _block(pages.stages(site, root()))

    def checkers() -> str:
        return _block(pages.checkers(site, root()))

    def search_box() -> str:
        return _block(pages.search_box(root(), large=True))

    for macro in (
        checker,
        flowchart,
        deadlines,
        due_form,
        site_due,
        year_form,
        published_year,
        year_table,
        entries,
        stages,
        checkers,
        search_box,
    ):
        env.macro(macro)  # type: ignore[no-untyped-call]

    def index(make: Callable[[Site, str], str]) -> Callable[[], str]:
        return lambda: _block(make(site, root()))

    for name, make in _INDEXES.items():
        env.macro(index(make), name)  # type: ignore[no-untyped-call]


_INDEXES: dict[str, Callable[[Site, str], str]] = {
    "browse": indexes.browse,
    "mechanisms": indexes.mechanisms_index,
    "laws": indexes.laws_index,
    "forms": indexes.forms_index,
    "bodies": indexes.bodies_index,
    "glossary": indexes.glossary_index,
    "returning_duties": indexes.returning_duties,
    "finder": finder.page,
    "casebooks": casebook.index,
}


def _block(html: str) -> str:
    """``html`` as one block that Markdown leaves alone: no line of it is blank or indented."""
    return "\n".join(line.strip() for line in html.splitlines() if line.strip())
