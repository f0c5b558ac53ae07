"""The macros of hand-written pages (mkdocs-macros): each calls one function of :mod:`sitegen.pages`.

In a page: ``{{ checker("1.41") }}``, ``{{ flowchart("1.41") }}``, ``{{ deadlines("2.28") }}``, ``{{ deadlines() }}``,
``{{ due_form() }}``, ``{{ entries(audience="staff", by="office") }}``, ``{{ entries(stage="startup") }}``,
``{{ stages() }}``, ``{{ checkers() }}``, ``{{ search_box() }}``. An unknown number fails the build.
"""

from __future__ import annotations

from mkdocs_macros.plugin import MacrosPlugin

from sitegen import pages
from sitegen.hook import root_of, site_of


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

    def entries(audience: str | None = None, stage: str | None = None, by: pages.Grouping = "stage") -> str:
        return _block(pages.entries(site, root(), audience=audience, stage=stage, by=by))

    def stages() -> str:
        return _block(pages.stages(site, root()))

    def checkers() -> str:
        return _block(pages.checkers(site, root()))

    def search_box() -> str:
        return _block(pages.search_box(root(), large=True))

    for macro in (checker, flowchart, deadlines, due_form, entries, stages, checkers, search_box):
        env.macro(macro)  # type: ignore[no-untyped-call]


def _block(html: str) -> str:
    """``html`` as one block that Markdown leaves alone: no line of it is blank or indented."""
    return "\n".join(line.strip() for line in html.splitlines() if line.strip())
