"""The case ledger as its keeper uses it: cases are added, kept, sorted, mended, carried out as files and back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

WHO, WHAT = "服务事项人姓名（单位名称）", "需求事项内容"
HOSTILE = '<img src=x onerror="window.hurt=1">'


class Book:
    """The ledger of standard 000 on one page."""

    def __init__(self, page):
        self.page = page
        self.cases = page.locator("[data-list] .case")
        self.saved = page.locator("[data-saved]")
        self.status = page.locator("[data-status]")
        self.report = page.locator("[data-report]")

    def field(self, name):
        return self.page.locator(f'[name="{name}"]')

    def tool(self, name):
        return self.page.locator(f'[data-book="{name}"]')

    def add(self, who, **events):
        self.field(f"fields.{WHO}").fill(who)
        for name, day in events.items():
            if not self.field(f"events.{name}").is_visible():
                self.page.get_by_text("哪些已经办完").click()
            self.field(f"events.{name}").fill(day)
        self.page.locator("[data-case-form] [type=submit]").click()

    def exported(self, form, folder):
        with self.page.expect_download() as download:
            self.tool(form).click()
        file = folder / download.value.suggested_filename
        download.value.save_as(file)
        return file


@pytest.fixture
def book(visit):
    page = visit("ledger/000/")
    page.clock.set_fixed_time("2026-11-20T08:00:00+08:00")
    return Book(page)


def test_nothing_of_python_is_fetched_before_the_keeper_acts(visit):
    visit("ledger/000/")
    assert visit.python_requests() == []


def test_cases_are_sorted_by_urgency_and_survive_a_reload_in_the_tab(book):
    book.add("甲公司", accepted="2026-11-20")
    expect(book.saved).to_have_text("已存进台账：甲公司")
    book.add("乙公司", accepted="2026-11-02")
    expect(book.cases).to_have_count(2)
    expect(book.cases.first).to_contain_text("乙公司 ✗ 已过期")
    expect(book.status).to_have_text("共 2 件：1 件已过期，1 件今天到期")
    book.page.reload()
    expect(book.status).to_have_text("这里记着 2 件")
    book.tool("open").click()
    expect(book.cases).to_have_count(2)


def test_nothing_is_kept_for_the_next_tab_unless_asked_and_the_wipe_takes_it_all(book):
    book.add("甲公司", accepted="2026-11-20")
    expect(book.cases).to_have_count(1)
    stored = "() => JSON.stringify({ ...localStorage })"
    assert "甲公司" not in book.page.evaluate(stored)
    book.page.locator("[data-keep]").check()
    assert "甲公司" in book.page.evaluate(stored)
    other = book.page.context.new_page()
    other.goto("ledger/000/")
    expect(other.locator("[data-status]")).to_have_text("这里记着 1 件")
    other.locator("[data-wipe]").click()
    expect(book.cases).to_have_count(0)
    expect(other.locator("[data-keep]")).not_to_be_checked()
    assert "甲公司" not in book.page.evaluate(
        "() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])"
    )


def test_a_wrong_day_is_told_beside_its_field_and_nothing_typed_is_lost(book):
    book.add("甲公司", accepted="2026-11-20", plan="2026-11-02")
    error = book.page.locator('[data-error="events.plan"]')
    expect(error).to_be_visible()
    expect(book.field("events.plan")).to_be_focused()
    expect(book.cases).to_have_count(0)
    book.page.reload()
    assert book.field(f"fields.{WHO}").input_value() == "甲公司"
    assert book.field("events.plan").input_value() == "2026-11-02"


def test_a_case_is_changed_removed_and_had_back(book):
    book.add("甲公司", accepted="2026-11-02")
    book.cases.first.locator("[data-case=edit]").click()
    expect(book.page.locator("[data-form-title]")).to_be_focused()
    book.add("甲有限公司", plan="2026-11-04", contact="2026-11-02")
    expect(book.saved).to_have_text("已存进台账：甲有限公司")
    expect(book.cases).to_have_count(1)
    book.cases.first.locator("[data-case=remove]").click()
    expect(book.cases).to_have_count(0)
    book.tool("undo").click()
    expect(book.cases.first).to_contain_text("甲有限公司")


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_file_carries_the_ledger_to_another_browser(book, visit, tmp_path, form):
    book.add("=甲公司", accepted="2026-11-02")
    expect(book.cases).to_have_count(1)
    file = book.exported(form, tmp_path)
    assert file.name == f"台账-000.{form}"
    other = Book(visit("ledger/000/"))
    other.page.locator("[data-import]").set_input_files(file)
    expect(other.report).to_contain_text("新增 1 件")
    expect(other.cases.first).to_contain_text("=甲公司")


def test_a_sheet_saved_in_the_old_encoding_is_read_and_a_bad_row_told(book, tmp_path):
    file = tmp_path / "台账.csv"
    rows = [f"编号,{WHO},事项受理并转到承办单位", "a,甲公司,2026/11/2", "b,乙公司,2026-02-30"]
    file.write_bytes("\r\n".join(rows).encode("gb18030"))
    book.page.locator("[data-import]").set_input_files(file)
    expect(book.report).to_contain_text("第 3 行")
    expect(book.report).to_contain_text("2026年2月没有30日")
    expect(book.cases).to_have_count(1)
    expect(book.cases.first).to_contain_text("甲公司")


def test_a_file_that_is_no_ledger_changes_nothing(book, tmp_path):
    book.add("甲公司")
    file = tmp_path / "台账.xlsx"
    file.write_bytes(b"PK\x03\x04\x14\x00\xff\xfe")
    book.page.locator("[data-import]").set_input_files(file)
    expect(book.report).to_contain_text("CSV UTF-8")
    expect(book.cases).to_have_count(1)


def test_what_is_written_in_a_case_is_text_and_never_markup(book):
    book.add(HOSTILE)
    expect(book.cases.first).to_contain_text(HOSTILE)
    assert book.page.evaluate("() => window.hurt") is None


def test_leaving_with_cases_that_are_kept_nowhere_is_asked_about(book):
    book.add("甲公司")
    expect(book.cases).to_have_count(1)
    with book.page.expect_event("dialog") as dialog:
        book.page.evaluate("() => setTimeout(() => location.reload())")
    assert dialog.value.type == "beforeunload"
    dialog.value.accept()


def test_the_keyboard_is_enough(book):
    book.field(f"fields.{WHO}").focus()
    book.page.keyboard.type("甲公司")
    book.page.locator("[data-case-form] [type=submit]").focus()
    book.page.keyboard.press("Enter")
    expect(book.cases).to_have_count(1)
    book.cases.first.locator("summary").focus()
    book.page.keyboard.press("Enter")
    expect(book.cases.first.locator("details")).to_have_attribute("open", "")


def test_without_scripts_there_is_an_empty_sheet_and_every_rule(visit):
    page = visit("ledger/000/", java_script_enabled=False)
    expect(page.locator(".casebook__sheet thead")).to_contain_text(WHAT)
    expect(page.locator(".casebook__rules li")).not_to_have_count(0)
    expect(page.locator("[data-case-form]")).to_be_hidden()
