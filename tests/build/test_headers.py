"""What servers send: one strict policy for every page, and no rule that speaks of a header twice."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from sitegen.headers import ASK_FIRST, FOR_EVER, HEADERS, POLICY, cache_control

SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)


@pytest.fixture(scope="module")
def rules(site: Path) -> dict[str, dict[str, str]]:
    """The rules of ``_headers`` by address."""
    found: dict[str, dict[str, str]] = {}
    address = ""
    for line in (site / "_headers").read_text("utf-8").splitlines():
        if line.startswith("  "):
            name, value = line.strip().split(": ", 1)
            found[address][name] = value
        else:
            address = line
            found[address] = {}
    return found


@pytest.fixture(scope="module")
def paths(site: Path) -> list[str]:
    files = (file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file())
    return [f"/{path}" for path in files if path not in {"_headers", "_nginx.conf"}]


def test_no_page_has_an_inline_script_and_all_have_the_same_policy(site):
    for page in site.rglob("*.html"):
        html = page.read_text("utf-8")
        assert html.count(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">') == 1, page
        for attributes, body in SCRIPT.findall(html):
            assert " src=" in attributes or 'type="application/' in attributes, (page, body[:80])


def test_the_policy_allows_only_what_comes_from_the_site_itself():
    words = {word for rule in POLICY.split("; ") for word in rule.split()[1:]}
    assert words == {"'none'", "'self'", "'wasm-unsafe-eval'", "data:"}
    assert [rule for rule in POLICY.split("; ") if "data:" in rule] == ["img-src 'self' data:"]


def test_every_file_gets_every_header_and_exactly_one_word_on_keeping(rules, paths):
    assert rules["/*"] == HEADERS
    for path in paths:
        matching = [headers for address, headers in rules.items() if fnmatchcase(path, address)]
        names = [name for headers in matching for name in headers]
        assert len(names) == len(set(names)), path
        assert {*HEADERS, "Cache-Control"} == set(names), path


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("sw.js", ASK_FIRST),
        ("index.html", ASK_FIRST),
        ("guides/1.41/index.html", ASK_FIRST),
        ("api/v1/calendar.json", ASK_FIRST),
        ("assets/app.css", ASK_FIRST),
        ("assets/icon-maskable-512.png", ASK_FIRST),
        ("assets/search-index.js", ASK_FIRST),
        ("assets/site-0123456789ab.js", FOR_EVER),
        ("assets/py/0123456789abcdef/python.wasm", FOR_EVER),
    ],
)
def test_only_what_carries_its_content_in_its_name_is_kept_without_asking(path, says):
    assert cache_control(path) == says


def test_the_files_of_this_site_are_kept_as_their_names_allow(rules, paths):
    for path in paths:
        said = next(
            headers["Cache-Control"]
            for address, headers in rules.items()
            if fnmatchcase(path, address) and "Cache-Control" in headers
        )
        assert said == cache_control(path.lstrip("/")), path
    assert any(cache_control(path.lstrip("/")) == FOR_EVER for path in paths if path.endswith(".wasm"))


def test_nginx_says_the_same(site):
    text = (site / "_nginx.conf").read_text("utf-8")
    for name, value in HEADERS.items():
        assert f'add_header {name} "{value}" always;' in text
    pattern = re.search(r'if \(\$uri ~ "(.+)"\) {', text)
    assert pattern
    for path in ("/assets/site-0123456789ab.js", "/guide/assets/py/0123456789abcdef/python.wasm"):
        assert re.search(pattern[1], path)
    for path in ("/sw.js", "/assets/app.css", "/guides/1.41/"):
        assert not re.search(pattern[1], path)
