"""Hand-written pages with macros, built by MkDocs into the shell: what every page carries and what stops a build."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from sitegen.headers import POLICY
from sitegen.hook import with_policy
from tests.sitegen import sample_site

REPOSITORY = Path(__file__).parents[2]
EVERY_MACRO = """# 首页

{{ search_box() }}

{{ stages() }}

{{ checkers() }}

{{ checker("9.1") }}

{{ flowchart("9.1") }}

{{ deadlines("9.1") }}

{{ deadlines() }}

{{ due_form() }}

{{ entries(audience="enterprise") }}

{{ entries(by="office") }}

{{ entries(stage="startup") }}
"""

EVERY_INDEX = """# 总目录

{{ browse() }}

{{ entries(by="topic") }}

{{ mechanisms() }}

{{ laws() }}

{{ forms() }}

{{ bodies() }}

{{ glossary() }}

{{ returning_duties() }}

{{ finder() }}
"""


def make(folder: Path, **pages: str) -> Path:
    """Build ``pages`` (name: Markdown) and the sample data with the project's own configuration."""
    (folder / "docs").mkdir()
    (folder / "docs" / "assets").symlink_to(REPOSITORY / "docs" / "assets")
    for name, markdown in pages.items():
        (folder / "docs" / f"{name}.md").write_text(markdown, "utf-8")
    if not (folder / "data").exists():
        sample_site.write(folder / "data")
    config = load_config(
        str(REPOSITORY / "mkdocs.yml"),
        docs_dir=str(folder / "docs"),
        site_dir=str(folder / "site"),
        nav=[f"{name}.md" for name in pages],
        extra={"data": str(folder / "data")},
    )
    build(config)
    return folder / "site"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    sample_site.write(folder / "data")
    sample_site.write_connections(folder / "data")
    more = "# 其他\n\n{{ checker('9.1') }}\n"
    return make(folder, index=EVERY_MACRO, more=more, browse=EVERY_INDEX)


def pages_of(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def test_markdown_leaves_what_macros_return_as_it_is(built):
    home = (built / "index.html").read_text("utf-8")
    assert "{{" not in home
    assert "&lt;" not in home
    assert "<pre>" not in home
    assert not re.search(r"<p>\s*<(div|section|table|form|ul|li)\b", home)
    for mark in ("data-search", "stages", 'id="checker-9.1"', "<svg", 'class="stack timetable"', 'id="due"'):
        assert mark in home


def test_every_index_is_there(built):
    browse = (built / "browse" / "index.html").read_text("utf-8")
    assert "{{" not in browse
    assert not re.search(r"<p>\s*<(div|section|table|nav|ul|li|dl)\b", browse)
    for mark in (
        "../guides/0/",
        'id="topic-none"',
        "../mechanisms/one-visit/",
        "../laws/old-rules/",
        'id="form-样例卡申请表"',
        'id="body-县级窗口"',
        'id="term-样例卡"',
        'id="every-month"',
    ):
        assert mark in browse, mark


def test_a_page_of_a_law_or_a_mechanism_leads_back_to_its_index(built):
    for page, way in (
        ("laws/old-rules", "laws"),
        ("mechanisms/one-visit", "mechanisms"),
        ("guides/0", "staff"),
    ):
        html = (built / page / "index.html").read_text("utf-8")
        crumbs = html[html.index('class="crumbs"') :].partition("</nav>")[0]
        assert f'href="../../{way}/"' in crumbs


def test_addresses_are_relative_to_the_page_that_holds_them(built):
    assert 'href="./guides/9.1/"' in (built / "index.html").read_text("utf-8")
    assert 'href="../guides/9.1/"' in (built / "more" / "index.html").read_text("utf-8")
    assert 'data-root="../../"' in (built / "guides" / "9.1" / "index.html").read_text("utf-8")


def test_each_entry_has_a_page_outside_the_navigation(built):
    guide = (built / "guides" / "9.1" / "index.html").read_text("utf-8")
    assert "<title>样例卡申办" in guide
    assert 'name="description" content="企业为本单位人员申办样例卡' in guide
    assert re.search(r"<article[^>]*>\s*<div class=\"guide\"", guide)
    assert (built / "guides" / "003" / "index.html").is_file()


def test_every_page_has_one_heading_one_search_box_and_says_its_language(built):
    for path in pages_of(built):
        html = path.read_text("utf-8")
        assert '<html lang="zh-CN"' in html, path
        assert len(re.findall("<h1", html)) == 1, path
        assert html.count("data-search ") == 1, path
        for way in ("企业办事", "工作人员", "办事大厅"):
            assert way in html, path


def test_every_page_is_locked_down_before_anything_runs(built):
    for path in pages_of(built):
        html = path.read_text("utf-8")
        policy = re.search('http-equiv="Content-Security-Policy" content="([^"]+)"', html)
        assert policy is not None, path
        assert "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'" in policy[1]
        assert "unsafe-inline" not in policy[1]
        assert policy.start() < html.index("<script"), path
        assert not re.search(r"<[^>]+\sstyle=", html), path
        assert "<style" not in html, path


def test_no_page_asks_anyone_else_for_anything(built):
    for path in pages_of(built):
        for address in re.findall(r'(?:src|href)="([^"]+)"', path.read_text("utf-8")):
            assert not re.match(r"(https?:)?//", address), f"{path}: {address}"


def test_nothing_of_the_theme_is_published_that_no_page_uses(built):
    assert not (built / "assets" / "javascripts").exists()
    assert not (built / "assets" / "stylesheets").exists()


@pytest.mark.parametrize(
    ("macro", "says"),
    [
        ('checker("1.99")', "没有编号为“1.99”的事项"),
        ('deadlines("1.99")', "没有编号为“1.99”的事项"),
        ('flowchart("003")', "没有办理流程"),
        ('entries(audience="citizen")', "可用：enterprise、staff、hall"),
    ],
)
def test_a_macro_that_cannot_be_answered_stops_the_build_and_says_why(tmp_path, caplog, macro, says):
    with pytest.raises(Abort), caplog.at_level(logging.WARNING):
        make(tmp_path, index=f"# 首页\n\n{{{{ {macro} }}}}\n")
    assert says in caplog.text


def test_broken_data_stop_the_build_with_every_problem(tmp_path):
    sample_site.write(tmp_path / "data")
    entry = tmp_path / "data" / "entries" / "general" / "9.1-sample.yml"
    broken = entry.read_text("utf-8").replace("copies: 3", "copies: 三").replace("copies: 4", "copies: 四")
    entry.write_text(broken, "utf-8")
    with pytest.raises(Abort, match=r"(?s)materials\[0\].*materials\[1\]"):
        make(tmp_path, index="# 首页\n")


def test_the_policy_stands_before_everything_it_binds():
    html = with_policy('<head><meta charset="utf-8"><script src="a.js"></script></head>')
    assert html.startswith('<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy"')
    assert POLICY in html


def test_the_shell_takes_titles_and_summaries_as_words(tmp_path):
    sample_site.write(tmp_path / "data")
    entry = tmp_path / "data" / "entries" / "general" / "9.1-sample.yml"
    changed = re.sub(
        "^title: .*$",
        """title: '样例卡申办</title><script>alert(1)</script>" data-x'""",
        entry.read_text("utf-8"),
        count=1,
        flags=re.M,
    )
    entry.write_text(changed.replace("summary: 企业为", "summary: <script>企业为", 1), "utf-8")
    html = (make(tmp_path, index="# 首页\n") / "guides/9.1/index.html").read_text("utf-8")
    assert "<script>" not in html
    assert '" data-x' not in html
    assert "样例卡申办&lt;/title&gt;" in html
