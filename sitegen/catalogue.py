"""Every page that is generated from data: where it stands, what it is called, and how its HTML is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sitegen import casebook, connections, duties, glossary, pages, words
from sitegen.load import Site
from sitegen.model import Entry


@dataclass(frozen=True)
class ReadyPage:
    """A generated page.

    ``url`` is its folder below the root of the site (``guides/1.41/``), ``way`` the folder and the title of the page
    it belongs to in the breadcrumb, ``headings`` the anchors and titles of its sections; ``html`` makes the content
    of the article from the relative path to the root (``../../``).
    """

    url: str
    title: str
    description: str
    way: tuple[str, str]
    headings: Sequence[tuple[str, str]]
    html: Callable[[str], str]


def ready_pages(site: Site) -> Iterator[ReadyPage]:
    """All generated pages of the site; the URL of each is unique."""
    for entry in site.entries:
        audience = entry.editorial.audience[0]
        yield ReadyPage(
            url=f"guides/{entry.id}/",
            title=entry.title,
            description=pages.description(site, entry),
            way=(audience, words.AUDIENCES[audience]),
            headings=pages.headings(entry),
            html=partial(_guide, site, entry),
        )
        if entry.has_cases:
            yield ReadyPage(
                url=f"{casebook.URL}{entry.id}/",
                title=f"办件台账：{entry.title}",
                description=casebook.summary(entry),
                way=("ledger", "办件台账"),
                headings=[("cases", "我的办件"), ("case", "新增一件"), ("sheet-title", "空白台账")],
                html=partial(casebook.page, site, entry),
            )
    if site.duties is not None:
        yield ReadyPage(
            url=duties.URL,
            title=duties.title(site.duties),
            description=duties.summary(site.duties),
            way=("staff", words.AUDIENCES["staff"]),
            headings=duties.headings(site.duties),
            html=partial(duties.page, site, site.duties),
        )
    for mechanism in site.mechanisms.values():
        yield ReadyPage(
            url=f"mechanisms/{mechanism.id}/",
            title=mechanism.title,
            description=connections.mechanism_summary(mechanism),
            way=("mechanisms", "服务机制"),
            headings=[("meaning", "含义"), ("named", "哪里写到它")],
            html=partial(connections.mechanism_page, site, mechanism),
        )
    for law in site.laws.values():
        yield ReadyPage(
            url=f"laws/{law.id}/",
            title=law.title,
            description=connections.law_summary(site, law),
            way=("laws", "法规和文件"),
            headings=[("status", "现在还有效吗"), ("uses", "哪些事项以它为依据")],
            html=partial(connections.law_page, site, law),
        )


def _guide(site: Site, entry: Entry, root: str) -> str:
    return glossary.explained(pages.guide(site, entry, root), site, entry, root)
