"""In the offline copy scripts turn links to folders into links to pages just as the build does."""

from __future__ import annotations

import pytest

from sitegen.copy_pages import to_file

LINKS = [
    "guides/1.41/",
    "../1.42/",
    "../../guides/1.41/#checker",
    "deadlines/?kiosk#due",
    "file:///D:/%E5%8A%9E%E4%BA%8B/",
    "#clause-1",
    "tel:05338180684",
    "guides/1.41/index.html",
    "assets/app.css",
]


@pytest.fixture
def to_page(visit, load_module):
    """toPage() as it is in a copy, or on the web."""

    def ask(link: str, *, copy: bool) -> str:
        page = visit("help/")
        if copy:
            page.evaluate("() => { document.documentElement.dataset.copy = 'offline'; }")
        load_module(page, "links")
        return page.evaluate("(link) => links.toPage(link)", link)

    return ask


@pytest.mark.parametrize("link", LINKS)
def test_links_in_answers_and_search_results_lead_to_the_same_page_as_those_in_the_text(to_page, link):
    if not link.startswith("file:"):  # where search leads; in the text of a page no link has a scheme
        assert to_page(link, copy=True) == to_file(link)
    else:
        assert to_page(link, copy=True) == f"{link}index.html"


def test_on_the_web_links_stay_as_they_are(to_page):
    assert to_page("guides/1.41/", copy=False) == "guides/1.41/"
