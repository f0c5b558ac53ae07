"""Everyone can use it: without JavaScript, by keyboard, on a phone, in the dark, with a screen reader, on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.forms import Form

PAGES = [
    "",
    "find/",
    "deadlines/",
    "help/",
    "enterprise/",
    "staff/",
    "hall/",
    "browse/",
    "topics/",
    "laws/",
    "forms/",
    "bodies/",
    "glossary/",
    "calendar/",
    "guides/1.41/",
    "guides/000/",
    "guides/2.28/",
]
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True}


def complaints(page: Page, axe: str) -> list[str]:
    """What axe finds, each as rule and element."""
    page.evaluate(axe)
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    return [f"{rule['id']}: {node['html']}" for rule in found["violations"] for node in rule["nodes"]]


@pytest.mark.parametrize("look", [PHONE, {"color_scheme": "dark"}], ids=["phone", "dark"])
@pytest.mark.parametrize("path", ["", "find/", "deadlines/", "guides/1.41/"])
def test_axe_finds_nothing_on(visit, axe, path, look):
    assert complaints(visit(path, bypass_csp=True, **look), axe) == []


MADE_ALIKE = {"guides": 10, "laws": 30, "mechanisms": 10}
"""Folders whose pages come from one template each: every so-manieth of them is looked at."""


def kinds_of_pages(site: Path) -> list[Path]:
    found: dict[str, list[Path]] = {}
    for file in sorted(site.rglob("*.html")):
        found.setdefault(file.relative_to(site).parts[0], []).append(file)
    return [file for folder, files in found.items() for file in files[:: MADE_ALIKE.get(folder, 1)]]


def test_axe_finds_nothing_on_any_kind_of_page(visit, axe, site):
    page = visit(bypass_csp=True)
    found = {}
    for file in kinds_of_pages(site):
        page.goto(str(file.relative_to(site)))
        found[file.parent.name] = complaints(page, axe)
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("look", [{}, PHONE | {"color_scheme": "dark"}], ids=["wide", "phone-dark"])
def test_axe_finds_nothing_on_an_open_checker_or_a_due_date(visit, axe, look):
    page = visit("guides/1.41/", bypass_csp=True, **look)
    form = Form(page)
    form.answer(company="private", passport_months=12)
    form.submit()
    form.expect_verdict("not_met")
    form.field("answers.passport_months").fill("一年")
    form.submit()
    expect(form.error("answers.passport_months")).to_be_visible()
    assert complaints(page, axe) == []

    page.goto("guides/1.42/")
    form = Form(page, "timeline")
    form.field("events.exited").fill("2026-09-24")
    form.submit()
    expect(form.view("timeline").locator(".ledger").first).to_be_attached()
    assert complaints(page, axe) == []


def test_a_whole_run_by_keyboard(visit):
    page = visit("guides/1.41/")
    form = Form(page)
    first = form.field("answers.company").first
    first.focus()
    page.keyboard.press("Space")
    for key in ("Tab", "Space", "Tab", "ArrowRight", "Tab", "ArrowRight", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("48")
    expect(form.field("answers.passport_months")).to_have_value("48")
    page.keyboard.press("Enter")
    result = form.expect_verdict("unknown")
    expect(result).to_contain_text("48 个月".replace(" ", "\N{NO-BREAK SPACE}"))


def test_focus_is_always_seen(visit):
    page = visit("guides/1.41/")
    for selector in (
        "#checker [type=submit]",
        "#checker input[type=text]",
        "[data-tick]",
        "#checker [data-do=clear]",
    ):
        page.locator(selector).first.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        style = page.locator(selector).first.evaluate(
            "e => [getComputedStyle(e).outlineStyle, getComputedStyle(e).boxShadow]"
        )
        assert style[0] != "none" or style[1] != "none", selector


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_the_phone(visit, path, width):
    page = visit(path, viewport={"width": width, "height": 700})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_a_result_is_not_wider_than_the_phone(visit):
    page = visit("guides/1.42/", viewport={"width": 320, "height": 700})
    form = Form(page, "timeline")
    form.field("events.exited").fill("2026-09-24")
    form.submit()
    expect(form.view("timeline")).to_contain_text("2026年10月9日")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320


def first_answer(page):
    """The checker of the travel card after its first answer."""
    form = Form(page)
    form.answer(company="private")
    expect(form.node.locator("[data-status]")).to_contain_text("还不能确定")
    return form


def in_sight(page, locator):
    box = locator.bounding_box()
    return box["y"] >= 0 and box["y"] + box["height"] <= page.viewport_size["height"]


def test_the_answer_is_in_sight_beside_the_form_and_no_panel_scrolls_inside_the_page(visit):
    page = visit("guides/1.41/", viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    form = first_answer(page)
    assert form.node.evaluate("panel => panel.scrollHeight <= panel.clientHeight")
    assert form.node.evaluate("panel => getComputedStyle(panel).overflowY") == "visible"
    last = form.field("answers.trouble").last
    last.check()
    expect(form.node.locator(".status__stale")).to_be_hidden()
    assert in_sight(page, form.node.locator("[data-status]"))
    form.node.locator("[data-status]").click()
    assert in_sight(page, form.view("check").locator(".verdict"))


def test_on_a_phone_the_answer_sticks_to_the_bottom_edge_and_covers_no_field(visit):
    page = visit("guides/1.41/", reduced_motion="reduce", **PHONE)
    form = first_answer(page)
    line = form.node.locator(".status")
    for field in form.node.locator("form input").all():
        field.focus()
        assert in_sight(page, line)
        assert field.evaluate(
            "field => { const box = field.getBoundingClientRect();"
            " return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === field; }"
        )
    page.evaluate("() => scrollTo(0, 0)")
    assert not in_sight(page, line)  # only while the form is on the screen
    page.emulate_media(media="print")
    expect(line).to_be_hidden()


def test_only_the_line_with_the_answer_is_read_out(visit):
    page = visit("guides/1.41/")
    form = first_answer(page)
    assert form.view("check").evaluate("view => view.closest('[aria-live], [role=status]')") is None
    assert form.node.locator("[data-status]").evaluate("line => line.closest('[role=status]') !== null")


SMALL = """() => [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select")]
  .filter((target) => {
    const box = (target.closest("label") || target).getBoundingClientRect();
    return box.height && box.height < 43.9 && !target.closest("svg, .md-skip");
  }).map((target) => target.outerHTML)"""


@pytest.mark.parametrize("path", [*PAGES, "browse/", "calendar/", "laws/", "glossary/", "guides/1.42/"])
def test_everything_to_touch_on_a_phone_is_44_pixels_high(visit, path):
    assert visit(path, **PHONE).evaluate(SMALL) == []


def test_a_chart_too_tall_for_paper_is_replaced_by_a_line(visit):
    page = visit("guides/000/")
    page.emulate_media(media="print")
    chart = page.locator(".chart:has(.flow--tall)").first
    expect(chart.locator("svg")).to_be_hidden()
    said = chart.evaluate("chart => getComputedStyle(chart, '::before').content")
    assert "流程图较长，请看网页；步骤如下。" in said
    page.emulate_media(media="screen")
    expect(chart.locator("svg")).to_be_visible()


def test_without_javascript_the_guide_says_everything(visit):
    page = visit("guides/1.41/", java_script_enabled=False)
    expect(page.locator("#who")).to_contain_text("护照")
    expect(page.locator("table.decisions").first).to_be_visible()
    expect(page.locator("table.decisions").first).to_contain_text("重新申请")
    expect(page.locator("#materials li").first).to_be_visible()
    expect(page.locator("#steps svg").first).to_be_visible()
    expect(page.locator("#when")).to_be_visible()
    expect(page.locator(".notice")).to_contain_text("办理前请致电核实")
    expect(page.locator("#checker .asleep")).to_be_visible()


def test_without_javascript_each_deadline_stands_with_its_rule(visit):
    page = visit("guides/1.42/", java_script_enabled=False)
    expect(page.locator("#deadline-report")).to_contain_text("5 个工作日".replace(" ", "\N{NO-BREAK SPACE}"))
    expect(page.locator("#deadline-report")).to_contain_text("离境")


def test_a_full_run_breaks_no_rule_of_the_security_policy(visit):
    context = visit.context()
    context.add_init_script(
        "window.broken = []; addEventListener('securitypolicyviolation', (event) =>"
        " broken.push(event.violatedDirective + ' ' + event.blockedURI));"
    )
    page = context.new_page()
    page.goto("guides/1.41/")
    form = Form(page)
    form.answer(company="foreign")
    form.expect_verdict("not_met")
    assert page.locator('meta[http-equiv="Content-Security-Policy"]').count() == 1
    assert page.evaluate("() => broken") == []


def test_the_result_prints_with_notice_clauses_and_date(visit):
    page = visit("guides/1.42/")
    form = Form(page, "timeline")
    form.field("events.exited").fill("2026-09-24")
    form.submit()
    expect(form.view("timeline")).to_contain_text("2026年10月9日")
    page.emulate_media(media="print")
    expect(form.view("timeline")).to_be_visible()
    expect(form.view("timeline").locator(".ledger").first).to_be_visible()
    expect(page.locator(".notice").first).to_be_visible()
    expect(form.node.locator("[type=submit]")).to_be_hidden()
    today = page.evaluate("() => new Date().toLocaleDateString('sv')")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    expect(form.view("timeline")).to_contain_text(f"打印日期 {today}")
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    expect(form.view("timeline")).not_to_contain_text("打印日期")
