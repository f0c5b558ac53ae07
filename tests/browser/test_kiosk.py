"""The terminal of a hall: all by touch, nothing of one visitor left for the next, and no way out of the site."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.forms import Form
from tests.browser.places import PAGES

HALL = {"viewport": {"width": 1080, "height": 1920}, "has_touch": True}
WIDE_HALL = {"viewport": {"width": 1366, "height": 768}, "has_touch": True}
CHECK = "guides/1.41/?kiosk"
DATES = "guides/1.42/?kiosk"
STORED = "() => [...Object.values(localStorage), ...Object.values(sessionStorage)].join()"
FORGED_RETURN = "() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


def at_hall(visit, path, **options) -> Page:
    """The page at a terminal whose clock stands still until it is moved."""
    page = visit.context(**(HALL | options)).new_page()
    page.clock.install(time="2026-10-08T09:00:00")
    page.goto(path)
    expect(page.get_by_role("navigation", name="终端")).to_be_visible()
    return page


def press(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("group", name="屏幕按键").get_by_role("button", name=name, exact=True).tap()


def bar(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="终端").get_by_text(name, exact=True)


def answered(page: Page) -> Locator:
    """The first question, answered; Python is up, so that moving the clock does not cut its start off."""
    form = Form(page)
    first = form.node.locator('[name="answers.company"][value="private"]')
    first.tap()
    form.expect_verdict("unknown")
    return first


def entered(page: Page) -> None:
    """A visitor leaves traces on three pages: answers, ticks, a date, a case of the ledger, a search, large text."""
    answered(page)
    page.locator("[data-tick]").first.tap()
    page.goto(DATES)
    page.locator('#timeline [name="events.exited"]').fill("2026-09-24")
    page.goto("ledger/1.42/?kiosk")
    page.locator("[name='fields.办件名称']").fill("张三的邀请函")
    bar(page, "大字").tap()
    bar(page, "搜索").tap()
    press(page, "C", "G")


def expect_nothing_left(page: Page, base: str) -> None:
    expect(page).to_have_url(f"{base}?kiosk")
    expect(page.locator("#search-input")).to_have_value("")
    assert page.evaluate(STORED) == ""
    expect(page.locator("html")).to_have_attribute("data-size", "normal")
    page.go_back()  # to what the visitor before has looked at
    expect(page).to_have_url(f"{base}?kiosk")
    for path, filled in [
        (CHECK, "#checker :checked, [data-tick]:checked"),
        (DATES, "#timeline :checked:not(option)"),
    ]:
        page.goto(path)
        expect(page.locator(filled)).to_have_count(0)
        expect(page.locator("[data-tick-count]")).to_have_text("0")
    expect(page.locator('#timeline [name="events.exited"]')).to_have_value("")
    page.goto("ledger/1.42/?kiosk")
    expect(page.locator("[name='fields.办件名称']")).to_have_value("")


def test_the_end_button_leaves_nothing_of_the_visitor(visit, base):
    page = at_hall(visit, CHECK)
    entered(page)
    assert "张三" in page.evaluate(STORED)
    bar(page, "结束").tap()
    expect_nothing_left(page, base)


def test_a_terminal_left_alone_asks_then_counts_down_then_leaves_nothing(visit, base):
    page = at_hall(visit, CHECK)
    entered(page)
    question = page.get_by_role("dialog", name="还在吗？")
    page.clock.run_for(58_000)
    expect(question).to_have_count(0)
    page.clock.run_for(2_000)
    expect(question).to_contain_text("再过 30 秒")
    expect(question.get_by_role("button", name="继续")).to_be_focused()
    page.clock.run_for(29_000)
    expect(question).to_contain_text("再过 1 秒")
    assert "张三" in page.evaluate(STORED)
    page.clock.run_for(1_000)
    expect_nothing_left(page, base)


def test_the_seconds_are_seen_every_second_and_read_out_every_tenth(visit):
    page = at_hall(visit, CHECK)
    page.touchscreen.tap(540, 1000)
    page.clock.run_for(60_000)
    dialog = page.get_by_role("dialog", name="还在吗？")
    heard = []
    for second in range(30):
        expect(dialog.locator(".modal__big")).to_have_text(str(30 - second))
        heard.append(dialog.get_by_role("status").inner_text())
        page.clock.run_for(1_000)
    assert [re.findall(r"\d+", words) for words in dict.fromkeys(heard)] == [["30"], ["20"], ["10"]]


@pytest.mark.parametrize("how", ["the button", "Esc", "a touch beside the dialog"])
def test_whoever_is_still_there_goes_on_with_everything(visit, how):
    page = at_hall(visit, CHECK)
    answer = answered(page)
    page.clock.run_for(75_000)
    dialog = page.get_by_role("dialog", name="还在吗？")
    expect(dialog).to_be_visible()
    if how == "the button":
        dialog.get_by_role("button", name="继续").tap()
    elif how == "Esc":
        page.keyboard.press("Escape")
    else:
        page.touchscreen.tap(20, 1900)
    expect(dialog).to_have_count(0)
    page.clock.run_for(59_000)
    expect(dialog).to_have_count(0)
    expect(answer).to_be_checked()
    page.clock.run_for(1_000)
    expect(dialog).to_be_visible()


@pytest.mark.parametrize("sign", ["touch", "key", "scroll"])
def test_touch_key_and_scroll_put_the_question_off(visit, sign):
    page = at_hall(visit, CHECK)
    page.touchscreen.tap(540, 1000)
    page.clock.run_for(50_000)
    if sign == "touch":
        page.touchscreen.tap(540, 1000)
    elif sign == "key":
        page.keyboard.press("Shift")
    else:
        page.evaluate(
            "() => new Promise((seen) => { addEventListener('scroll', seen); scrollBy({ top: 300, behavior: 'instant' }); })"
        )
    page.clock.run_for(50_000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.clock.run_for(10_000)
    expect(page.get_by_role("dialog", name="还在吗？")).to_be_visible()


def test_a_terminal_nobody_has_touched_asks_nobody(visit):
    page = at_hall(visit, "?kiosk")
    page.clock.run_for(600_000)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_walking_away_is_noticed_on_a_page_that_was_only_opened(visit):
    page = at_hall(visit, "?kiosk")
    page.locator("article").get_by_role("link", name="企业办事").tap()
    expect(page).to_have_url(re.compile(r"enterprise/\?kiosk$"))
    expect(bar(page, "结束")).to_be_visible()
    page.clock.run_for(61_000)
    expect(page.get_by_role("dialog", name="还在吗？")).to_be_visible()


def test_a_page_the_browser_had_set_aside_is_built_anew(visit):
    page = at_hall(visit, CHECK)
    page.evaluate("() => { window.old = true; }")
    page.evaluate(FORGED_RETURN)
    page.wait_for_function("() => !window.old && document.readyState === 'complete'")


def test_an_answer_by_touch_alone(visit):
    page = at_hall(visit, CHECK)
    form = Form(page)
    for name, value in [("company", "private"), ("travel", "yes")]:
        form.node.locator(f'[name="answers.{name}"][value="{value}"]').tap()
    number = form.field("answers.passport_months")
    number.tap()
    press(page, "1", "3", "退格", "2", "完成")
    expect(number).to_have_value("12")
    form.expect_verdict("not_met")
    expect(page.get_by_role("group", name="屏幕按键")).to_have_count(0)


def choose_day(page: Page, month: str, day: str, years: int = 0) -> Locator:
    dialog = page.get_by_role("dialog")
    for _ in range(abs(years)):
        dialog.get_by_role("button", name="+1 年" if years > 0 else "−1 年").tap()
    dialog.get_by_role("radio", name=month, exact=True).tap()
    dialog.get_by_role("radio", name=re.compile(f"^{month}{day} ")).tap()
    return dialog


def test_a_day_by_touch_alone_gives_the_last_day(visit):
    page = at_hall(visit, DATES)
    form = Form(page, "timeline")
    form.field("events.exited").tap()
    dialog = page.get_by_role("dialog", name="被邀请人离境")
    expect(dialog).to_contain_text("还没有选日")
    dialog.get_by_role("button", name="确定").tap()
    expect(dialog).to_be_visible()  # not before there is a day
    choose_day(page, "9月", "24日")
    expect(dialog).to_contain_text("2026年9月24日 周四")
    dialog.get_by_role("button", name="确定").tap()
    expect(form.field("events.exited")).to_have_value("2026-09-24")
    expect(form.view("timeline")).to_contain_text("2026年10月9日")


def test_the_button_beside_a_field_opens_it_with_its_day_and_can_empty_it(visit):
    page = at_hall(visit, DATES)
    field = page.locator('#timeline [name="events.exited"]')
    field.fill("2028-02-29")
    page.get_by_role("button", name="选日期：被邀请人离境").tap()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2028年2月29日")
    dialog.get_by_role("button", name="+1 年").tap()
    expect(dialog).to_contain_text("还没有选日")  # 2029 has no such day
    expect(dialog.get_by_role("radio", name=re.compile("^2月"))).to_have_count(29)  # 28 and the month itself
    page.keyboard.press("Escape")
    expect(field).to_have_value("2028-02-29")
    page.get_by_role("button", name="选日期：被邀请人离境").tap()
    page.get_by_role("dialog").get_by_role("button", name="清空").tap()
    expect(field).to_have_value("")


def test_a_day_and_hour_by_touch_alone(visit):
    page = at_hall(visit, "deadlines/?kiosk")
    page.get_by_text("时限按小时算").tap()
    form = Form(page, "due-hours")
    form.field("start").tap()
    dialog = choose_day(page, "10月", "9日")
    for name in ("+1 时", "+10 分", "−1 分"):
        dialog.get_by_role("button", name=name).tap()
    expect(dialog).to_contain_text("2026年10月9日 周五 10:09")
    dialog.get_by_role("button", name="确定").tap()
    expect(form.field("start")).to_have_value("2026-10-09T10:09")
    form.field("amount").tap()
    press(page, "2", "4", "完成")
    expect(form.view("due")).to_contain_text("2026年10月10日")


def test_the_date_dialog_by_keyboard_keeps_the_focus_and_gives_it_back(visit):
    page = at_hall(visit, DATES)
    opener = page.get_by_role("button", name="选日期：被邀请人离境")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    inside = "() => Boolean(document.activeElement.closest('[role=dialog]'))"
    for key in ["Tab"] * 12 + ["Shift+Tab"] * 14:
        page.keyboard.press(key)
        assert page.evaluate(inside), key
    dialog.get_by_role("radio", name="10月", exact=True).focus()
    page.keyboard.press("ArrowLeft")
    expect(dialog.get_by_role("radio", name="9月", exact=True)).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(dialog).to_contain_text("2026年9月1日 周二")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator('#timeline [name="events.exited"]')).to_have_value("2026-09-01")
    expect(opener).to_be_focused()


def test_a_date_can_still_be_typed(visit):
    page = at_hall(visit, DATES)
    field = page.locator('#timeline [name="events.exited"]')
    field.focus()
    expect(page.get_by_role("dialog")).to_have_count(0)
    field.fill("2026-09-24")
    field.blur()
    expect(Form(page, "timeline").view("timeline")).to_contain_text("2026年10月9日")


@pytest.mark.parametrize("hall", [HALL, WIDE_HALL], ids=["upright", "wide"])
def test_a_guide_is_found_by_the_letters_on_the_screen(visit, hall):
    page = at_hall(visit, "?kiosk", **hall)
    bar(page, "搜索").tap()
    press(page, "C")
    expect(page.get_by_text("没有找到")).to_have_count(0)
    press(page, "X", "退格", "G")
    expect(page.locator("#search-input")).to_have_value("cg")
    found = page.get_by_role("option", name=re.compile("出国"))
    found.first.tap()
    expect(page).to_have_url(re.compile(r"guides/[\d.]+/\?kiosk$"))
    expect(page.locator("h1")).to_contain_text("出国")


def test_a_guide_is_found_by_its_number_and_the_search_is_cleared(visit):
    page = at_hall(visit, "help/?kiosk")
    page.locator("#search-input").tap()
    press(page, "1", ".", "4", "1")
    expect(page.get_by_role("option").first).to_contain_text("APEC")
    press(page, "清除")
    expect(page.get_by_role("option")).to_have_count(0)
    press(page, "用系统的输入法")
    expect(page.locator(".keypad")).to_be_hidden()
    expect(page.locator("#search-input")).to_be_focused()
    expect(page.locator("#search-input")).to_have_attribute("inputmode", "text")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("tel:05338180684", "05338180684"),
        ("mailto:htswj@zb.shandong.cn", "htswj@zb.shandong.cn"),
        ("https://example.com/page", "https://example.com/page"),
        ("//example.com/", "//example.com/"),
    ],
)
def test_no_link_leads_out_of_the_site(visit, address, shown):
    page = at_hall(visit, CHECK)
    here = page.url
    page.evaluate(
        "(address) => { const link = document.createElement('a'); link.href = address; link.target = '_blank';"
        " link.textContent = '去外面'; document.querySelector('h1').append(link); }",
        address,
    )
    page.get_by_role("link", name="去外面").tap()
    dialog = page.get_by_role("dialog", name="这里打不开")
    expect(dialog).to_contain_text(shown)
    dialog.get_by_role("button", name="知道了").tap()
    expect(dialog).to_have_count(0)
    page.get_by_role("link", name="去外面").click(button="middle")
    assert page.url == here
    assert len(page.context.pages) == 1


def test_links_inside_stay_in_this_tab_and_at_the_terminal(visit):
    page = at_hall(visit, CHECK)
    link = page.locator(".crumbs a").last
    link.click(modifiers=["Control"])
    link.click(button="middle")
    assert len(page.context.pages) == 1
    page.locator(".contents a").first.tap()
    assert page.url.endswith("?kiosk#who")
    link.tap()
    expect(page).to_have_url(re.compile(r"enterprise/\?kiosk$"))
    expect(bar(page, "结束")).to_be_visible()
    assert page.evaluate(
        "() => ['contextmenu', 'dragstart', 'drop'].map((type) => document.body.dispatchEvent("
        "new Event(type, { bubbles: true, cancelable: true })))"
    ) == [False, False, False]


def test_what_a_visitor_cannot_take_along_is_not_offered_but_printing_is(visit):
    page = at_hall(visit, CHECK)
    answered(page)
    form = Form(page)
    page.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1; }; }")
    form.tool("print").tap()
    page.wait_for_function("() => printed === 1")
    bar(page, "打印").tap()
    assert page.evaluate("() => printed") == 2
    for tool in ("copy-text", "copy-link", "remember"):
        expect(form.tool(tool)).to_be_hidden()
    page.goto(DATES)
    expect(page.locator("[data-do=ics]").first).to_be_hidden()
    page.goto("ledger/1.42/?kiosk")
    for hidden in ("[data-book=csv]", "[data-book=json]", "[data-import]", "[data-keep]"):
        expect(page.locator(hidden)).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="终端")).to_have_count(0)


SMALL = """() => [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select")]
  .filter((target) => {
    const box = (target.closest("label:not(.search__label)") || target).getBoundingClientRect();
    return box.height && box.height < 59.9 && !target.closest("svg, .md-skip")
      && !/^(tel|mailto):/.test(target.getAttribute("href"));
  }).map((target) => target.outerHTML)"""


@pytest.mark.parametrize("path", PAGES)
def test_everything_to_touch_is_60_pixels_high(visit, path):
    assert at_hall(visit, f"{path}?kiosk").evaluate(SMALL) == []


@pytest.mark.parametrize("where", ["date", "letters", "digits", "idle"])
def test_every_key_on_the_screen_is_60_pixels(visit, where):
    page = at_hall(visit, DATES if where == "date" else CHECK, **WIDE_HALL)
    if where == "date":
        page.locator('#timeline [name="events.exited"]').tap()
    elif where == "letters":
        bar(page, "搜索").tap()
    elif where == "digits":
        page.locator('[name="answers.passport_months"]').tap()
    else:
        bar(page, "高对比").tap()
        page.clock.run_for(60_000)
    keys = page.locator(".modal :is(button, label), .keypad:not([hidden]) button")
    boxes = [key.bounding_box() for key in keys.all()]
    assert boxes
    assert [box for box in boxes if min(box["width"], box["height"]) < 60] == []


def test_the_number_that_is_typed_is_never_behind_the_keys(visit):
    page = at_hall(visit, CHECK, reduced_motion="reduce", **WIDE_HALL)
    number = page.locator('[name="answers.passport_months"]')
    number.tap()
    box = number.bounding_box()
    assert box["y"] + box["height"] <= page.locator(".keypad:not([hidden])").bounding_box()["y"]


@pytest.mark.parametrize("path", ["", "deadlines/", "guides/1.41/", "find/"])
def test_without_kiosk_in_the_address_nothing_of_it_is_there(visit, path):
    page = visit(path, **HALL)
    page.clock.install()
    page.reload()
    expect(page.locator(".ways")).to_be_visible()
    page.touchscreen.tap(5, 500)
    page.clock.run_for(300_000)
    for part in (".kiosk-bar", ".keypad", ".datepad__open", "dialog.modal"):
        expect(page.locator(part)).to_have_count(0)
    assert page.evaluate(STORED) == ""


def test_the_attribute_of_a_copy_built_for_terminals_does_the_same(visit):
    context = visit.context(**HALL)
    context.route(
        re.compile(r"/(enterprise/)?$"),
        lambda route: route.fulfill(
            response=(answer := route.fetch()), body=answer.text().replace("<html ", "<html data-kiosk ", 1)
        ),
    )
    page = context.new_page()
    page.goto("")
    expect(page.get_by_role("navigation", name="终端")).to_be_visible()
    page.locator("article").get_by_role("link", name="企业办事").tap()
    expect(page).to_have_url(re.compile(r"enterprise/$"))
    bar(page, "结束").tap()
    expect(page).to_have_url(re.compile(r":\d+/$"))


@pytest.mark.parametrize("state", ["page", "date", "letters", "digits", "idle", "answer"])
def test_axe_finds_nothing_at_the_terminal(visit, axe, state):
    page = at_hall(visit, DATES if state in ("date", "answer") else CHECK, bypass_csp=True)
    if state == "date":
        page.locator('#timeline [name="events.exited"]').tap()
    elif state == "letters":
        bar(page, "搜索").tap()
        press(page, "C", "G")
        expect(page.get_by_role("option").first).to_be_visible()
    elif state == "digits":
        page.locator('[name="answers.passport_months"]').tap()
    elif state == "idle":
        page.touchscreen.tap(5, 1000)
        page.clock.run_for(60_000)
    elif state == "answer":
        page.locator('#timeline [name="events.exited"]').fill("2026-09-24")
        Form(page, "timeline").submit()
        expect(Form(page, "timeline").view("timeline")).to_contain_text("2026年10月9日")
    page.clock.resume()  # axe waits
    page.evaluate(axe)
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    assert [f"{rule['id']}: {node['html']}" for rule in found["violations"] for node in rule["nodes"]] == []
