"""What other programs and readers rely on in the built site (design: contracts; what must never happen)."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "data"
ENTRIES = {file.name.split("-")[0] for file in (DATA / "entries").rglob("*.yml")}
STANDARDS = {"000", "002", "003", "004"}
FOLDERS = {
    "procedure": "guides",
    "standard": "guides",
    "duties": "guides",
    "mechanism": "mechanisms",
    "law": "laws",
}
LOADING = {
    ("script", "src"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("object", "data"),
    ("embed", "src"),
}
LINKED = {"stylesheet", "icon", "preconnect", "dns-prefetch", "preload", "modulepreload", "manifest"}


class Reader(HTMLParser):
    """Notes what a page loads, its policy, and what stands in style attributes or inline handlers."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.policies: list[str] = []
        self.inline: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags.add(tag)
        self.loads += [value or "" for name, value in attrs if (tag, name) in LOADING]
        if tag == "link" and LINKED & set((attributes.get("rel") or "").split()):
            self.loads.append(attributes.get("href") or "")
        if (attributes.get("http-equiv") or "").lower() == "content-security-policy":
            self.policies.append(attributes.get("content") or "")
        self.inline += [f"{tag} {name}" for name in attributes if name == "style" or name.startswith("on")]


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, Reader]:
    found = {str(file.relative_to(site)): Reader(file.read_text("utf-8")) for file in site.rglob("*.html")}
    assert len(found) > len(ENTRIES)
    return found


@pytest.fixture(scope="session")
def index(site: Path) -> dict:
    return json.loads((site / "api/v1/index.json").read_text("utf-8"))


def test_no_page_loads_anything_from_elsewhere(pages):
    outside = {
        name: [url for url in page.loads if re.match(r"[a-z]+://|//", url)] for name, page in pages.items()
    }
    assert not {name: urls for name, urls in outside.items() if urls}


def test_no_style_sheet_loads_anything_from_elsewhere(site):
    for sheet in site.rglob("*.css"):
        assert not re.findall(
            r"(?:url\(\s*[\"']?|@import\s+[\"'])(?:https?:)?//[^)\"']+", sheet.read_text("utf-8")
        ), sheet


def test_every_page_has_one_policy_that_forbids_what_it_does_not_need(pages):
    for name, page in pages.items():
        assert len(page.policies) == 1, name
        rules = dict(rule.strip().partition(" ")[::2] for rule in page.policies[0].split(";"))
        assert rules["default-src"] == "'none'"
        assert rules["form-action"] == "'none'"
        assert rules["style-src"] == "'self'"
        assert "'unsafe-inline'" not in page.policies[0]
        assert "'unsafe-eval'" not in page.policies[0]


def test_no_page_has_inline_styles_or_handlers(pages):
    assert not {name: page.inline for name, page in pages.items() if page.inline}


def test_the_index_lists_every_entry_with_its_page_and_its_data(site, index, pages):
    assert set(index) >= {"built", "data_version", "entries"}
    of_kind = {kind: {e["id"] for e in index["entries"] if e["kind"] == kind} for kind in FOLDERS}
    assert of_kind["standard"] == STANDARDS
    assert of_kind["procedure"] == ENTRIES - STANDARDS
    assert len(of_kind["procedure"]) == 159
    assert of_kind["duties"] == {"0"}
    for entry in index["entries"]:
        assert set(entry) >= {"id", "kind", "title", "audience", "office", "urls", "data"}
        folder = FOLDERS[entry["kind"]]
        assert entry["data"] == f"api/v1/entries/{entry['id']}.json"
        assert entry["urls"][0] == f"{folder}/{entry['id']}/"
        for url in entry["urls"]:
            assert not re.match(r"[a-z]+:|/", url)
            assert "article" in pages[f"{url}index.html"].tags
        published = json.loads((site / entry["data"]).read_text("utf-8"))
        assert (published["id"], published["title"]) == (entry["id"], entry["title"])


def test_every_entry_has_a_pack_and_the_calendar_begins_in_2004_and_covers_2026(site):
    for entry_id in ENTRIES:
        pack = json.loads((site / f"api/v1/packs/{entry_id}.json").read_text("utf-8"))
        assert pack["id"] == entry_id
    calendar = json.loads((site / "api/v1/calendar.json").read_text("utf-8"))
    assert calendar["first_year"] == 2004
    assert calendar["last_year"] >= 2026


def test_no_page_shows_the_marks_of_its_source(site):
    marks = ("{:", "{{", "{%")
    shown = [
        (page.relative_to(site), mark)
        for page in site.rglob("*.html")
        for mark in marks
        if mark in page.read_text("utf-8")
    ]
    assert shown == []


def test_the_runtime_is_complete_and_its_lock_names_the_wheel_alone(site):
    (runtime,) = (site / "assets" / "py").iterdir()
    lock_text = (runtime / "pyodide-lock.json").read_text("utf-8")
    lock = json.loads(lock_text)
    assert list(lock["packages"]) == ["checkers"]
    assert "://" not in lock_text
    assert {file.name for file in runtime.iterdir()} == {
        "worker.js",
        "python.js",
        "python.wasm",
        "stdlib.zip",
        "snapshot.bin",
        "pyodide-lock.json",
        lock["packages"]["checkers"]["file_name"],
    }


def test_every_page_loads_the_colours_and_one_script_and_no_module_is_published(site, pages):
    (script,) = (file.name for file in (site / "assets").glob("site-*.js"))
    for name, page in pages.items():
        scripts = [url.rpartition("/")[2] for url in page.loads if url.endswith(".js")]
        assert scripts == ["theme.js", script], name
    assert not list((site / "assets").glob("view*.js"))
