"""Deadlines: a due date with its ledger, a case timeline, the calculator, the calendar file."""

from __future__ import annotations

from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import expect


def test_five_working_days_after_leaving_count_around_both_holidays(booted):
    form = booted("guides/1.42/", "timeline")
    form.field("events.exited").fill("2026-09-24")
    form.submit()
    result = form.view("timeline")
    expect(result).to_contain_text("2026年10月9日（周五）")
    ledger = result.locator(".ledger").first
    expect(ledger).to_contain_text("中秋")
    expect(ledger).to_contain_text("国庆")
    expect(result).to_contain_text("民法典")


def test_a_case_timeline_of_the_going_abroad_standard(booted):
    form = booted("guides/000/", "timeline")
    form.field("events.accepted").fill("2026-11-23")
    form.field("today").fill("2026-11-24")
    form.submit()
    result = form.view("timeline")
    expect(result).to_contain_text("2026年11月25日")
    expect(result.locator(".state").first).to_be_visible()


def test_a_limit_that_was_met_is_marked_as_done(booted):
    form = booted("guides/1.42/", "timeline")
    form.node.get_by_text("已经办完的日期").click()
    form.field("events.exited").fill("2026-09-24")
    form.field("events.report").fill("2026-09-28")
    form.field("today").fill("2026-11-21")
    form.submit()
    report = form.view("timeline").locator('[data-deadline="report"]')
    expect(report.locator(".state--done")).to_be_visible()


def test_the_calculator_counts_working_days(booted):
    form = booted("deadlines/", "due")
    form.field("start").fill("2026-02-13")
    form.field("amount").fill("2")
    form.submit()
    expect(form.view("due")).to_contain_text("2026年2月24日")


def test_the_calculator_shows_both_readings_where_the_text_says_only_days(booted):
    form = booted("deadlines/", "due")
    form.field("start").fill("2026-09-11")
    form.field("amount").fill("15")
    form.field("unit").select_option("day")
    form.field("unit_stated").check()
    form.submit()
    expect(form.view("due").locator(".reading")).to_have_count(2)
    expect(form.view("due").locator(".reading--leading")).to_contain_text("2026年9月28日")


def test_days_on_which_the_count_stood_still_are_left_out(booted):
    form = booted("deadlines/", "due")
    form.field("start").fill("2026-03-02")
    form.field("amount").fill("5")
    form.node.locator("summary").first.click()
    form.field("intervals.0.from").fill("2026-03-04")
    form.submit()
    expect(form.error("intervals.0.to")).to_be_visible()
    form.field("intervals.0.to").fill("2026-03-05")
    form.submit()
    expect(form.view("due").locator(".day--paused")).to_contain_text("3/4")
    expect(form.view("due")).to_contain_text("2026年3月11日")


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [("amount", "五天半", "五天半"), ("amount", "-1", "-1")],
)
def test_an_amount_that_cannot_be_is_refused_beside_its_field(booted, field, value, says):
    form = booted("deadlines/", "due")
    form.field("start").fill("2026-09-24")
    form.field(field).fill(value)
    form.submit()
    expect(form.error(field)).to_contain_text(says)
    expect(form.field(field)).to_have_value(value)


def test_a_date_typed_half_is_refused_beside_its_field(booted):
    form = booted("guides/1.42/", "timeline")
    form.field("events.exited").focus()
    form.page.keyboard.type("13")  # a month that cannot be, or a year without the rest
    form.submit()
    expect(form.error("events.exited")).to_be_visible()
    expect(form.field("events.exited")).to_be_focused()


def test_a_due_date_saves_as_a_calendar_file(booted, tmp_path):
    form = booted("guides/1.42/", "timeline")
    form.field("events.exited").fill("2026-09-24")
    form.submit()
    expect(form.view("timeline")).to_contain_text("2026年10月9日")
    with form.page.expect_download() as download:
        form.tool("ics").click()
    assert download.value.suggested_filename == "1.42.ics"
    saved = Path(tmp_path / "1.42.ics")
    download.value.save_as(saved)
    events = Calendar.from_ical(saved.read_bytes()).walk("VEVENT")
    assert "2026-10-09" in {str(event.decoded("DTSTART"))[:10] for event in events}
    assert all("办理前请致电核实" in str(event.get("DESCRIPTION")) for event in events)
