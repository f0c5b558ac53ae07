"""大字 and 高对比: for everybody, kept like the colours, readable everywhere, and none of it on paper."""

from __future__ import annotations

from itertools import product

import pytest
from playwright.sync_api import Page, expect

from tests.browser.forms import Form
from tests.browser.places import PAGES

# What axe calls enhanced contrast is 7:1; it asks less of large words, which are here as dark as all others.
SEVEN = """() => axe.run(document, { resultTypes: ["violations"],
  rules: { "color-contrast-enhanced": { enabled: true } } })"""


def looking(visit, path: str, looks: dict[str, str], **options) -> Page:
    """The page as somebody sees it who chose these looks before."""
    kept = [{"name": look, "value": value} for look, value in looks.items()]
    origin = {"origin": visit.base.rstrip("/"), "localStorage": kept}
    context = visit.context(storage_state={"origins": [origin]}, **options)
    page = context.new_page()
    page.goto(path)
    return page


def test_the_switches_are_on_every_page_say_their_state_and_are_kept(visit):
    page = visit("guides/1.41/")
    before = page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)")
    for name in ("大字", "高对比"):
        switch = page.get_by_role("button", name=name)
        expect(switch).to_have_attribute("aria-pressed", "false")
        switch.click()
        expect(switch).to_have_attribute("aria-pressed", "true")
    page.goto("help/")
    for name in ("大字", "高对比"):
        expect(page.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)") >= before * 1.3
    for name in ("大字", "高对比"):
        page.get_by_role("button", name=name).click()
    assert page.evaluate("() => localStorage.length") == 0


def test_the_looks_stay_when_answers_are_wiped(visit):
    page = visit("guides/1.41/")
    page.get_by_role("button", name="大字").click()
    page.get_by_role("button", name="清空本站填过的全部内容").click()
    expect(page.locator("html")).to_have_attribute("data-size", "large")


def test_where_storage_is_forbidden_the_switches_work_until_the_page_is_left(visit):
    context = visit.context()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied'); } });"
    )
    page = context.new_page()
    page.goto("help/")
    page.get_by_role("button", name="大字").click()
    expect(page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")


def test_without_javascript_there_is_no_switch_that_does_nothing(visit):
    page = visit("help/", java_script_enabled=False)
    expect(page.locator("[data-look]:visible")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("kiosk", ["", "?kiosk"])
def test_large_text_is_not_wider_than_the_screen(visit, width, kiosk):
    page = looking(visit, "", {"size": "large"}, viewport={"width": width, "height": 800})
    widths = {}
    for path in PAGES:
        page.goto(path + kiosk)
        widths[path] = page.evaluate("() => document.documentElement.scrollWidth")
    assert {path: wide for path, wide in widths.items() if wide > width} == {}


@pytest.mark.parametrize(
    ("theme", "size", "contrast"),
    list(product(["light", "dark"], ["normal", "large"], ["normal", "high"]))[1:],
)
def test_axe_finds_nothing_in_any_look_and_high_contrast_is_seven_to_one(visit, axe, theme, size, contrast):
    page = looking(
        visit, "guides/1.42/", {"theme": theme, "size": size, "contrast": contrast}, bypass_csp=True
    )
    form = Form(page, "timeline")
    form.field("events.exited").fill("2026-09-24")
    form.submit()
    expect(form.view("timeline")).to_contain_text("2026年10月9日")
    faults = {}
    for path in (None, "", "deadlines/", "guides/1.41/", "ledger/1.42/"):
        if path is not None:
            page.goto(path)
        page.evaluate(axe)
        found = page.evaluate(
            SEVEN if contrast == "high" else "() => axe.run(document, { resultTypes: ['violations'] })"
        )
        faults[path] = [
            f"{rule['id']}: {node['html']}" for rule in found["violations"] for node in rule["nodes"]
        ]
    assert {path: found for path, found in faults.items() if found} == {}


def test_high_contrast_follows_the_systems_dark_too(visit):
    page = looking(visit, "help/", {"contrast": "high"}, color_scheme="dark")
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
    page = looking(visit, "help/", {"contrast": "high", "theme": "light"}, color_scheme="dark")
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


PAPER = """() => [...document.querySelectorAll("html, body, h1, h2, .summary, .notice, .materials, .tick input")].map((part) => {
  const { fontSize, color, backgroundColor, borderColor, boxShadow } = getComputedStyle(part);
  return [fontSize, color, backgroundColor, borderColor, boxShadow];
})"""


def test_paper_is_the_same_in_every_look(visit):
    sheets = []
    for looks in ({}, {"size": "large", "contrast": "high", "theme": "dark"}):
        for kiosk in ("", "?kiosk"):
            page = looking(visit, f"guides/1.41/{kiosk}", looks)
            page.emulate_media(media="print")
            sheets.append(page.evaluate(PAPER))
    assert all(sheet == sheets[0] for sheet in sheets)
