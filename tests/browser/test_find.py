"""The finder without a script: a reader who answers in everyday words ends on the right guide."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from tests.browser.test_access import PHONE, SMALL, complaints

JOURNEYS = [
    (["企业：", "员工要出国，或者外国人要来", "外国客人要来，需要邀请函"], "外国人来桓签证邀请函审发", "带什么", "guides/1.42/#materials"),
    (["企业：", "开店、做某一行", "洗衣店、干洗店"], "对洗染业经营者备案", "能不能办", "guides/2.34/#checker"),
    (["办事大厅窗口：", "加油站", "每年的年检"], "对成品油零售经营企业开展经营资格年度检查", "哪天前", "guides/2.43/#when"),
    (["局里工作人员：", "人和钱", "个人事项报告、因私出国证件"], "因私出国（境）证件管理", "哪天前", "guides/1.20/#when"),
]  # fmt: skip


def answer(page, label):
    """The disclosure of an answer that can be seen, by the beginning of its words."""
    summary = page.locator("summary:visible").filter(has_text=label).first
    expect(summary).to_be_visible()
    return summary


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey[3].split("/")[1])
def test_without_javascript_a_few_answers_lead_to_the_right_page(visit, journey):
    answers, title, link, address = journey
    page = visit("find/", java_script_enabled=False, **PHONE)
    for label in answers:
        answer(page, label).tap()
    expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()
    page.get_by_role("link", name=f"{link}：{title}").tap()
    page.wait_for_url(f"**/{address}")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert page.locator(f"#{address.rpartition('#')[2]}").count() == 1


def test_from_the_home_page_by_keyboard_alone(visit):
    page = visit("", java_script_enabled=False)
    page.get_by_role("link", name="回答几个问题，找到要办的事").press("Enter")
    for label in ("企业：", "要投诉、要反映问题", "打 12345 举报、投诉"):
        summary = answer(page, label)
        summary.press("Enter")
        assert page.evaluate("() => document.activeElement.matches('summary')")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/guides/2.29/")


def test_another_answer_of_the_same_question_closes_the_first(visit):
    page = visit("find/", java_script_enabled=False)
    answer(page, "企业：").click()
    answer(page, "到国外投资、包工程、派人干活").click()
    answer(page, "来桓台投资").click()
    expect(page.get_by_text("派劳务被查、被处罚，怕违规").first).to_be_hidden()
    expect(page.get_by_text("外资到账了，要交证明").first).to_be_visible()
    expect(page.locator("details[open]")).to_have_count(2)


@pytest.mark.parametrize("anchor", ["enterprise", "hall/foreign/guests", "staff/domestic/filing"])
def test_a_link_to_an_answer_opens_the_way_to_it(visit, anchor):
    page = visit(f"find/#{anchor}", java_script_enabled=False)
    expect(page.locator(f'[id="{anchor}"]')).to_be_visible()
    expect(page.locator("details[open]")).to_have_count(anchor.count("/") + 1)


@pytest.mark.parametrize("start", ["enterprise", "staff", "hall"])
def test_the_page_of_a_reader_leads_to_the_questions_of_that_reader(visit, start):
    page = visit(f"{start}/", java_script_enabled=False)
    page.locator(f'#content a[href$="find/#{start}"]').click()
    assert unquote(page.url).endswith(f"find/#{start}")
    expect(page.locator(f"#{start}")).to_be_visible()


def test_whoever_cannot_say_is_led_to_search_list_and_phone(visit):
    page = visit("find/#enterprise")
    page.locator("#enterprise > .finder__answers > .finder__none > details > summary").click()
    way_out = page.locator("#enterprise > .finder__answers > .finder__none .finder__next")
    expect(way_out).to_contain_text("打电话问")
    expect(way_out.get_by_role("link", name="打给谁")).to_be_visible()
    way_out.get_by_role("link", name="搜索框").click()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#search-input")).to_be_focused()


OPEN_ALL = "() => document.querySelectorAll('details').forEach((one) => { one.name = ''; one.open = true; })"


@pytest.mark.parametrize("look", [PHONE, {"viewport": {"width": 1280, "height": 800}}], ids=["390", "1280"])
def test_axe_finds_nothing_with_every_answer_open(visit, axe, look):
    page = visit("find/", bypass_csp=True, **look)
    page.evaluate(OPEN_ALL)
    assert complaints(page, axe) == []


@pytest.mark.parametrize("width", [320, 390])
def test_every_answer_open_fits_a_phone_and_a_finger(visit, width):
    page = visit("find/", **PHONE | {"viewport": {"width": width, "height": 844}})
    page.evaluate(OPEN_ALL)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALL) == []


def test_paper_shows_the_open_way_or_else_everything(visit):
    page = visit("find/")
    page.emulate_media(media="print")
    last = page.locator(".finder__guide").last
    expect(last).to_be_visible()
    page.emulate_media(media="screen")
    answer(page, "企业：").click()
    answer(page, "员工要出国").click()
    page.emulate_media(media="print")
    expect(last).to_be_hidden()
    expect(page.get_by_text("外国驻华使节来我县的申报、管理和接待").first).to_be_visible()
    expect(page.locator(".finder__none:visible")).to_have_count(0)
