"""Python in old browsers: the site's where WebAssembly suffices, and the copy for old machines below that."""

from __future__ import annotations

import pytest

GUIDE = "guides/1.41/"
ANSWERS = {
    "company": "private",
    "travel": "yes",
    "crime": "no",
    "refused": "no",
    "passport_months": "36",
    "consent": "yes",
    "card": "none",
}
FILL = """((name, value) => {{
  const fields = [...document.querySelector("#checker form").elements].filter((field) => field.name === name);
  const choice = fields.find((field) => field.value === value);
  if (choice) choice.checked = true;
  else fields[0].value = value;
  (choice || fields[0]).dispatchEvent(new Event("input", {{bubbles: true}}));
}})("answers.{}", "{}")"""
RESULT = "#checker [data-view=check]"
# Qt saves nothing from a blob of a page on a disk; what would be saved is looked at instead.
CATCH = """(() => {
  URL.createObjectURL = (blob) => { self.caught = blob; return "#"; };
  HTMLAnchorElement.prototype.click = () => {};
})()"""
DUE = "document.querySelector('#timeline [data-view=timeline] time')"


def answered(engine, path, **changes):
    """Answer the questions of the travel card; the result as the reader gets it."""
    engine.open(path)
    for name, value in (ANSWERS | changes).items():
        engine.run(FILL.format(name, value))
    engine.click("#checker [type=submit]")
    engine.wait(
        f"document.querySelector('{RESULT} .verdict') && !document.querySelector('#checker.is-stale')"
    )
    return engine.run(f"document.querySelector('{RESULT}').innerHTML")


@pytest.mark.parametrize("engine", ["102", "108"], indirect=True)
def test_where_webassembly_suffices_the_site_answers(engine):
    assert "verdict--met" in answered(engine, GUIDE)
    assert "verdict--not_met" in answered(engine, GUIDE, passport_months="35")


@pytest.mark.parametrize("engine", ["80"], indirect=True)
def test_the_copy_for_old_machines_says_what_it_cannot(engine, older_copy):
    engine.open(f"{older_copy}{GUIDE}index.html")
    assert engine.text("#checker [data-boot]").startswith("这个浏览器太旧，不能在线核验。")
    assert engine.shown("table.decisions")


@pytest.mark.parametrize("changes", [{}, {"passport_months": "35"}, {"card": "unknown"}], ids=str)
@pytest.mark.parametrize("engine", ["87", "94", "102", "108"], indirect=True)
def test_the_copy_for_old_machines_answers_as_the_site_does(engine, older_copy, launch, changes):
    site = answered(launch("102"), GUIDE, **changes)
    assert answered(engine, f"{older_copy}{GUIDE}index.html", **changes) == site


@pytest.mark.parametrize("engine", ["87", "94"], indirect=True)
def test_a_result_of_the_copy_can_be_copied_printed_and_wiped(engine, older_copy):
    answered(engine, f"{older_copy}{GUIDE}index.html")
    engine.click("#checker [data-do=copy-text]")
    engine.wait("document.querySelector('#checker [data-saved]').textContent.includes('复制')")
    copied = (
        engine.run("(document.querySelector('textarea.copy') || {value: ''}).value") or engine.clipboard()
    )
    assert "首次申办" in copied
    engine.without_printer()
    engine.click("#checker [data-do=print]")
    engine.wait("self.printed === 1")
    engine.click("[data-wipe]")
    engine.wait(f"!document.querySelector('{RESULT}').textContent")


@pytest.mark.parametrize("engine", ["87", "94"], indirect=True)
def test_the_copy_computes_a_day_and_saves_it(engine, older_copy):
    engine.open(f"{older_copy}guides/1.42/index.html")
    engine.run(
        "(() => { const field = document.querySelector('#timeline [type=date]'); field.value = '2026-09-24';"
        "field.dispatchEvent(new Event('input', {bubbles: true}));"
        "field.dispatchEvent(new Event('change', {bubbles: true})); })()"
    )
    engine.wait(DUE)
    engine.run(CATCH)
    engine.click("#timeline [data-do=ics]")
    engine.wait("self.caught")
    assert "DTSTART;VALUE=DATE:20261009" in engine.run("self.caught.text()")
