"""What works in browsers too old for Python: everything to read without scripts, ticking, searching, printing with them."""

from __future__ import annotations

import json
import unicodedata

import pytest
from pypdf import PdfReader

ALL = ["80", "87", "94", "102", "108"]
TOO_OLD = ["80", "87", "94"]
GUIDE = "guides/1.41/"
PAPERS = "guides/3.30/"
KINDS = [
    "", "help/", "browse/", "find/", "hall/", "staff/", "enterprise/", "glossary/", "forms/", "laws/", "deadlines/",
    "calendar/", "ledger/", "bodies/", GUIDE, PAPERS, "guides/1.41/?kiosk",
]  # fmt: skip
TICKED = "document.querySelector('[data-tick-count]').textContent === '{}'"

# Items of a row that touch although the style asks for a gap, which these engines may not know.
TOUCHING = """[...document.querySelectorAll('*')].filter((row) => {
  const style = getComputedStyle(row);
  if (!style.display.endsWith('flex') || !(parseFloat(style.columnGap) > 0)) return false;
  const boxes = [...row.children].map((item) => item.getBoundingClientRect()).filter((box) => box.width > 1);
  return boxes.some((box, n) => n > 0 && box.top < boxes[n - 1].bottom && box.left >= boxes[n - 1].left &&
    box.left - boxes[n - 1].right < 2);
}).map((row) => row.outerHTML.slice(0, 80))"""


def squeezed(text):
    """Text as it can be found in a PDF: without line breaks, and with the usual one of several equal characters."""
    return unicodedata.normalize("NFKC", "".join(text.split()))


@pytest.fixture
def pack(site):
    """What the interface says of a guide, to compare the page with."""
    return lambda number: json.loads((site / f"api/v1/packs/{number}.json").read_text("utf-8"))


@pytest.mark.parametrize("engine", ALL, indirect=True)
def test_the_engine_is_the_one_it_is_taken_for(engine):
    engine.open(scripts=False)
    assert f"Chrome/{engine.version}." in engine.run("navigator.userAgent")


@pytest.mark.parametrize("engine", ALL, indirect=True)
def test_without_scripts_a_guide_says_everything(engine, pack):
    engine.open(GUIDE, scripts=False)
    assert engine.run("document.documentElement.className") == "no-js"
    content = engine.text("#content")
    for material in pack("1.41")["materials"]:
        assert material["name"] in content
    for condition in pack("1.41")["conditions"]:
        assert condition["text"] in content
    assert engine.shown("table.decisions")
    assert engine.shown("#steps svg")
    assert engine.shown("#checker .asleep")
    assert not engine.shown("#checker form")
    assert not engine.shown(".search")
    box = "li[data-material] input"
    engine.click(box)  # a list of boxes to tick off needs no script
    engine.wait(f"document.querySelector('{box}').checked")


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("engine", ALL, indirect=True)
def test_every_kind_of_page_runs_without_an_error(engine, path):
    engine.open(path)
    assert engine.run("document.documentElement.className") == "js"
    assert engine.run("document.body.scrollWidth <= innerWidth")


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("engine", ["80"], indirect=True)
def test_neighbours_in_a_row_do_not_touch_where_gaps_are_unknown(engine, path):
    engine.open(path)
    assert engine.run(TOUCHING) == []


@pytest.mark.parametrize("engine", ALL, indirect=True)
def test_papers_are_ticked_counted_kept_and_wiped(engine):
    engine.open(PAPERS)
    engine.click("[data-tick]")
    engine.wait(TICKED.format(1))
    engine.reload()
    engine.wait(TICKED.format(1))
    engine.click("[data-tick-clear]")
    engine.wait(TICKED.format(0))
    engine.click("[data-tick]")
    engine.wait(TICKED.format(1))
    engine.click("header [type=search]")
    engine.type("apec")
    engine.wait("document.querySelector('[role=option]')")
    engine.click("[data-wipe]")
    engine.wait("document.querySelector('[data-wiped]').textContent")
    engine.wait(TICKED.format(0))
    assert engine.run("document.querySelector('header [type=search]').value") == ""
    engine.reload()
    engine.wait(TICKED.format(0))


@pytest.mark.parametrize("engine", ALL, indirect=True)
def test_the_search_box_finds_and_goes_there_by_keyboard(engine):
    engine.open()
    engine.click("[type=search]")
    engine.type("apec")
    engine.wait("document.querySelector('[role=option]')")
    engine.type("\r")
    engine.wait("location.pathname.includes('/guides/1.41/') && document.readyState === 'complete'")


@pytest.mark.parametrize("engine", ALL, indirect=True)
def test_the_looks_change_at_a_press(engine):
    engine.open()
    for look, attribute in (("theme", "dark"), ("size", "large"), ("contrast", "high")):
        engine.click(f"[data-look={look}]")
        engine.wait(f"document.documentElement.dataset.{look} === '{attribute}'")
    assert engine.run("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
    engine.reload()
    assert engine.run("document.documentElement.dataset.theme") == "dark"


@pytest.mark.parametrize("engine", ALL, indirect=True)
def test_on_paper_stand_the_papers_the_table_and_no_buttons(engine, pack):
    engine.open(GUIDE)
    printed = squeezed("".join(page.extract_text() for page in PdfReader(engine.pdf()).pages))
    for material in pack("1.41")["materials"]:
        assert squeezed(material["name"]) in printed
    assert "资料版本" in printed
    assert "复制链接" not in printed
    assert "清空本站填过的全部内容" not in printed


@pytest.mark.parametrize("engine", TOO_OLD, indirect=True)
def test_where_python_cannot_run_one_sentence_says_so_and_points_at_the_tables(engine):
    engine.open(GUIDE)
    said = engine.text("#checker [data-boot]")
    assert said == "这个浏览器太旧，不能在线核验。请看本页的判定表和时限，内容相同。"
    assert engine.shown("table.decisions")
    # what is filled in stays, and a press of the button asks for nothing that will not come
    engine.click("[name='answers.company'][value=private]")
    engine.click("#checker [type=submit]")
    engine.wait("document.querySelector('[name=\\'answers.company\\'][value=private]').checked")
    assert engine.text("#checker [data-boot]") == said
    assert engine.run(
        "performance.getEntriesByType('resource').every(({name}) => !name.includes('/assets/py/'))"
    )
    engine.reload()
    assert engine.run("document.querySelector('[name=\\'answers.company\\'][value=private]').checked")


@pytest.mark.parametrize("engine", TOO_OLD, indirect=True)
def test_where_python_cannot_run_the_form_still_prints(engine):
    engine.open(GUIDE)
    engine.without_printer()
    engine.click("#checker [data-do=print]")
    engine.wait("self.printed === 1")
