"""No dead link and no orphan: every address on every page leads somewhere, and to every page leads one."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

START = "index.html"
UNLINKED = {START, "404.html", "offline.html"}
"""Where readers arrive without a link."""


class Addresses(HTMLParser):
    """The ids of a page and the addresses it refers to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.repeated: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            (self.repeated if given["id"] in self.ids else self.ids).add(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif "href" in given:
            self.loads.append(given["href"])
        self.loads += [given["src"]] if "src" in given else []


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Addresses]:
    files = sorted(site.rglob("*.html"))
    return {file.relative_to(site).as_posix(): Addresses(file.read_text("utf-8")) for file in files}


def target(page: str, address: str) -> tuple[str, str] | None:
    """File and fragment an address on a page leads to; None when it leaves the site."""
    parts = urlsplit(urljoin(f"http://site/{page}", address))
    if parts.scheme != "http" or parts.netloc != "site":
        return None
    path = unquote(parts.path).lstrip("/")
    return (f"{path}index.html" if path == "" or path.endswith("/") else path), unquote(parts.fragment)


def inside(page: str, addresses: list[str]) -> Iterator[tuple[str, str, str]]:
    for address in addresses:
        if found := target(page, address):
            yield address, *found


def test_every_link_leads_to_a_file_and_a_place_in_it(site, pages):
    dead = []
    for name, page in pages.items():
        for address, file, fragment in inside(name, page.links):
            lands = file in pages and (not fragment or fragment in pages[file].ids)
            if not lands and not (not fragment and (site / file).is_file()):
                dead.append(f"{name}: {address}")
    assert not dead


def test_everything_a_page_loads_is_there(site, pages):
    missing = [
        f"{name}: {address}"
        for name, page in pages.items()
        for address, file, _ in inside(name, page.loads)
        if not (site / file).is_file()
    ]
    assert not missing


def test_no_page_uses_an_id_twice(pages):
    assert not {name: page.repeated for name, page in pages.items() if page.repeated}


def test_every_page_is_reached_by_links_from_the_home_page(pages):
    reached: set[str] = set()
    waiting = [START]
    while waiting:
        name = waiting.pop()
        if name not in reached and name in pages:
            reached.add(name)
            waiting += [file for _, file, _ in inside(name, pages[name].links)]
    assert pages.keys() - reached - UNLINKED == set()
