"""Every page that is generated from data: where it stands, what it is called, and how its HTML is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sitegen import pages
from sitegen.load import Site
from sitegen.model import Audience


@dataclass(frozen=True)
class ReadyPage:
    """A generated page.

    ``url`` is its folder below the root of the site (``guides/1.41/``), ``way`` the page for readers it belongs
    to in the breadcrumb, ``headings`` the anchors and titles of its sections; ``html`` makes the content of the
    article from the relative path to the root (``../../``).
    """

    url: str
    title: str
    description: str
    way: Audience
    headings: Sequence[tuple[str, str]]
    html: Callable[[str], str]


def ready_pages(site: Site) -> Iterator[ReadyPage]:
    """All generated pages of the site; the URL of each is unique."""
    for entry in site.entries:
        yield ReadyPage(
            url=f"guides/{entry.id}/",
            title=entry.title,
            description=pages.description(site, entry),
            way=entry.editorial.audience[0],
            headings=pages.headings(site, entry),
            html=partial(pages.guide, site, entry),
        )
