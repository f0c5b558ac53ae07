"""Any deadline of the site from one date, several at once, and a whole year: chosen, computed, kept, saved."""

from __future__ import annotations

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.browser.forms import Form

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True}


def dues(page: Page) -> Form:
    return Form(page, "dues")


def test_a_row_found_by_its_words_stands_in_the_form_and_is_computed(visit):
    page = visit("deadlines/")
    page.fill("#deadlines-filter", "签证 离境 报告")
    expect(page.locator("#deadlines-found")).to_have_text("找到 1 个时限")
    page.locator(".pick:visible").click()
    form = dues(page)
    expect(form.field("items.0.deadline")).to_have_value("1.42/report")
    expect(form.field("items.0.start")).to_be_focused()
    expect(form.view("dues")).to_be_empty()  # nothing is asked before there is a date
    form.field("items.0.start").fill("2026-09-24")
    form.submit()
    result = form.view("dues")
    expect(result).to_contain_text("最后一天：2026年10月9日（周五）下班前")
    expect(result.locator(".ledger").first).to_contain_text("国庆")
    expect(result).to_contain_text("民法典第二百零一条")
    expect(result).to_contain_text("来源条款：二.8")
    page.fill("#deadlines-filter", "没有这样的时限")
    expect(page.locator("#deadlines-found")).to_have_text("找到 0 个时限")


def test_a_row_picked_into_a_full_form_replaces_nothing_and_says_so(visit):
    page = visit("deadlines/")
    form = dues(page)
    form.node.locator("details").nth(1).locator("summary").click()
    for row in range(12):
        form.field(f"items.{row}.deadline").select_option("1.45/report")
        form.field(f"items.{row}.start").fill("2026-09-24")
    page.fill("#deadlines-filter", "签证 离境 报告")
    page.locator(".pick:visible").click()
    expect(form.saved).to_contain_text("没有加进去")
    expect(form.field("items.0.deadline")).to_have_value("1.45/report")


def test_the_form_left_empty_leads_to_the_choice_that_is_missing(visit):
    page = visit("deadlines/")
    dues(page).submit()
    expect(dues(page).error("items.0.deadline")).to_have_text("还没有选是哪一项时限，请在上面选一项")
    expect(dues(page).field("items.0.deadline")).to_be_focused()


def test_a_guide_leads_to_its_deadline_already_chosen(visit):
    page = visit("guides/1.42/")
    page.locator("#deadline-report").get_by_text("只算这一项").click()
    expect(dues(page).field("items.0.deadline")).to_have_value("1.42/report")


def test_current_law_leads_and_a_pause_is_named_with_its_article(visit):
    page = visit("deadlines/")
    form = dues(page)
    form.field("items.0.deadline").select_option("1.5.1/reply")
    form.field("items.0.start").fill("2026-10-12")
    form.node.locator("summary").first.click()
    form.field("items.0.intervals.0.effect").select_option("third-party")
    form.field("items.0.intervals.0.from").fill("2026-10-19")
    form.submit()
    expect(form.error("items.0.intervals.0.to")).to_contain_text("还缺结束的日期")
    form.field("items.0.intervals.0.to").fill("2026-10-23")
    form.submit()
    result = form.view("dues")
    expect(result).to_contain_text("2026年11月16日（周一）")
    expect(result).to_contain_text("政府信息公开条例 第三十三条")
    expect(result).to_contain_text("按来源的规定")


def test_several_at_once_survive_a_reload_and_are_one_calendar_file(visit, tmp_path):
    page = visit("deadlines/")
    form = dues(page)
    form.field("items.0.deadline").select_option("1.42/report")
    form.field("items.0.start").fill("2026-09-24")
    form.node.locator("summary").nth(1).click()
    form.field("items.1.deadline").select_option("2.28/quarterly-report")
    form.submit()
    expect(form.error("items.1.start")).to_contain_text("从哪天起算")
    form.field("items.1.start").fill("2026-10-06")
    form.submit()
    expect(form.view("dues").locator(".due-date").nth(0)).to_contain_text("2026年10月9日")
    expect(form.view("dues").locator(".due-date").nth(1)).to_contain_text("2026年10月9日")
    expect(form.view("dues").locator("section.deadline")).to_have_count(2)
    with page.expect_download() as download:
        form.tool("ics").click()
    saved = tmp_path / "dues.ics"
    download.value.save_as(saved)
    uids = {str(event["UID"]) for event in Calendar.from_ical(saved.read_bytes()).walk("VEVENT")}
    assert {"1.42.report@checkers", "2.28.quarterly-report.2026-Q3@checkers"} <= uids
    page.reload()
    expect(dues(page).field("items.1.deadline")).to_have_value("2.28/quarterly-report")
    expect(dues(page).field("items.1.start")).to_have_value("2026-10-06")


def test_the_calculator_takes_restarts_ranges_and_named_days(booted):
    form = booted("deadlines/", "due")
    form.field("start").fill("2026-11-02")
    form.field("amount").fill("10")
    form.node.locator("summary").nth(0).click()
    form.choose("intervals.0.effect", "restart")
    form.field("intervals.0.from").fill("2026-11-09")
    form.node.locator("summary").nth(1).click()
    form.field("amount_min").fill("5")
    form.submit()
    expect(form.view("due")).to_contain_text("2026年11月23日")
    expect(form.view("due")).to_contain_text("幅度的下限到2026年11月16日")
    form.tool("clear").click()
    form.choose("direction", "by")
    form.field("start").fill("2026-12-05")
    form.submit()
    expect(form.view("due").locator(".reading--leading")).to_contain_text("2026年12月4日")


def test_a_whole_year_by_month_for_one_office_and_as_one_file(visit, tmp_path):
    page = visit("calendar/")
    form = Form(page, "year")
    form.field("year").fill("2o27")
    form.submit()
    expect(form.error("year")).to_contain_text("2o27")
    form.field("year").fill("2027")
    form.field("office").select_option("国内贸易科")
    form.submit()
    result = form.view("year")
    expect(result.locator("tbody tr", has_text="2.28").first).to_contain_text("估计是1月22日（周五）")
    expect(result).to_contain_text("待国务院办公厅公布2027年放假安排")
    expect(result).not_to_contain_text("1.46")
    with page.expect_download() as download:
        form.tool("ics").click()
    saved = tmp_path / "year.ics"
    download.value.save_as(saved)
    uids = {str(event["UID"]) for event in Calendar.from_ical(saved.read_bytes()).walk("VEVENT")}
    assert {f"2.28.quarterly-report.{key}@checkers" for key in ("2026-Q4", "2027-Q1")} <= uids


def test_on_paper_a_computed_date_stands_alone_and_the_tables_stand_open(visit):
    page = visit("deadlines/")
    page.emulate_media(media="print")
    expect(page.locator("#due-1\\.42-report")).to_be_visible()
    page.emulate_media(media="screen")
    form = dues(page)
    form.field("items.0.deadline").select_option("1.42/report")
    form.field("items.0.start").fill("2026-09-24")
    expect(form.view("dues")).to_contain_text("2026年10月9日")
    page.emulate_media(media="print")
    expect(form.view("dues")).to_be_visible()
    expect(page.locator("#all-deadlines")).to_be_hidden()


@pytest.mark.parametrize(
    ("path", "shown"), [("deadlines/", "#deadlines-office-general"), ("calendar/", "#month-6")]
)
def test_without_javascript_the_tables_say_everything(visit, path, shown):
    page = visit(path, java_script_enabled=False)
    part = page.locator(shown)
    part.locator("summary").first.click()
    expect(part.locator("tbody tr").first).to_be_visible()
    expect(page.locator(".filter:visible, .pick:visible")).to_have_count(0)


@pytest.mark.parametrize("look", [{}, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize(("path", "widget"), [("deadlines/", "dues"), ("calendar/", "year")])
def test_axe_finds_nothing_on_a_filled_page(visit, axe, path, widget, look):
    page = visit(path, bypass_csp=True, **look)
    form = Form(page, widget)
    if widget == "dues":
        form.field("items.0.deadline").select_option("1.42/report")
        form.field("items.0.start").fill("2026-09-24")
    form.submit()
    expect(form.view(widget).locator("h3").first).to_be_visible()
    for details in page.locator("details").all():
        details.evaluate("details => (details.open = true)")
    page.evaluate(axe)
    found = page.evaluate("async () => (await axe.run()).violations.map(v => v.id + ' ' + v.nodes[0].html)")
    assert found == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
