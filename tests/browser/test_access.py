"""Everyone can use it: without JavaScript, by keyboard, on a phone, in the dark, with a screen reader, on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.forms import Form

PAGES = [
    "",
    "deadlines/",
    "help/",
    "enterprise/",
    "staff/",
    "hall/",
    "guides/1.41/",
    "guides/000/",
    "guides/2.28/",
]
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True}


@pytest.fixture(scope="session")
def axe(root: Path) -> str:
    return (root / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def complaints(page: Page, axe: str) -> list[str]:
    """What axe finds, each as rule and element."""
    page.evaluate(axe)
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    return [f"{rule['id']}: {node['html']}" for rule in found["violations"] for node in rule["nodes"]]


@pytest.mark.parametrize("look", [PHONE, {"color_scheme": "dark"}], ids=["phone", "dark"])
@pytest.mark.parametrize("path", ["", "deadlines/", "guides/1.41/"])
def test_axe_finds_nothing_on(visit, axe, path, look):
    assert complaints(visit(path, bypass_csp=True, **look), axe) == []


def test_axe_finds_nothing_on_any_page(visit, axe, site):
    page = visit(bypass_csp=True)
    found = {}
    for file in sorted(site.rglob("*.html")):
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
