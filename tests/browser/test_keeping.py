"""What is kept of a reader's answers, where, and for how long."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.forms import Form

GUIDE = "guides/1.41/"
STORAGE = "() => [Object.keys(localStorage).length, Object.keys(sessionStorage).length]"


def filled(page):
    form = Form(page)
    form.answer(company="private", passport_months=36)
    form.field("answers.passport_months").blur()
    form.expect_verdict("unknown")
    return form


def is_filled(page):
    form = Form(page)
    expect(form.node.locator('[name="answers.company"][value="private"]')).to_be_checked()
    expect(form.field("answers.passport_months")).to_have_value("36")
    return form


def is_empty(page):
    form = Form(page)
    expect(form.node.locator("form :checked:not(option)")).to_have_count(0)
    expect(form.field("answers.passport_months")).to_have_value("")
    return form


def test_a_reload_keeps_the_answers_and_lets_python_sleep(visit):
    page = visit(GUIDE)
    filled(page)
    visit.requests.clear()
    page.reload()
    form = is_filled(page)
    expect(form.saved).to_contain_text("已恢复上次的回答")
    assert not visit.python_requests()
    form.submit()
    form.expect_verdict("unknown")


def test_a_new_tab_knows_nothing_unless_the_reader_ticks_remember(visit):
    page = visit(GUIDE)
    filled(page)
    assert page.evaluate(STORAGE)[0] == 0
    later = page.context.new_page()
    later.goto(GUIDE)
    is_empty(later)
    later.close()

    Form(page).tool("remember").check()
    page.close()
    later = visit.contexts[-1].new_page()
    later.goto(GUIDE)
    expect(is_filled(later).tool("remember")).to_be_checked()


def test_unticking_remember_forgets_when_the_tab_closes(visit):
    page = visit(GUIDE)
    form = filled(page)
    form.tool("remember").check()
    form.tool("remember").uncheck()
    assert page.evaluate(STORAGE)[0] == 0
    page.reload()
    is_filled(page)


def test_clearing_one_form_leaves_the_others_and_remembering_alone(visit):
    page = visit(GUIDE)
    form = filled(page)
    page.locator("[data-tick]").first.check()
    form.tool("remember").check()
    form.tool("clear").click()
    is_empty(page)
    expect(form.view("check")).to_be_empty()
    expect(form.saved).to_contain_text("“记住”还勾着")
    expect(form.tool("remember")).to_be_checked()
    page.reload()
    is_empty(page)
    expect(page.locator("[data-tick]").first).to_be_checked()
    Form(page).tool("remember").uncheck()
    Form(page).tool("clear").click()
    expect(Form(page).saved).to_have_text("已清空这张表。")


def test_ticking_and_unticking_remember_brings_nothing_from_another_tab(visit):
    page = visit(GUIDE)
    filled(page)
    other = page.context.new_page()
    other.goto(GUIDE)
    Form(other).tool("remember").check()
    expect(Form(page).tool("remember")).to_be_checked()  # every tab shows it
    other.reload()
    is_empty(other)
    Form(other).tool("remember").uncheck()
    expect(Form(page).tool("remember")).not_to_be_checked()
    other.reload()
    is_empty(other)
    page.reload()
    is_filled(page)


def test_one_button_wipes_every_page_tab_and_storage(visit):
    page = visit("guides/1.42/")
    page.context.set_default_timeout(10_000)
    timeline = Form(page, "timeline")
    timeline.tool("remember").check()
    timeline.field("events.exited").fill("2026-09-24")
    page.locator("[data-tick]").first.check()
    tab = page.context.new_page()
    tab.goto(GUIDE)
    filled(tab)
    page.goto(GUIDE)
    filled(page)
    page.locator("[data-tick]").first.check()
    page.locator("#search-input").fill("出国")
    assert min(page.evaluate(STORAGE)) > 0

    page.get_by_role("button", name="清空本站填过的全部内容").click()
    expect(page.locator("[data-wiped]")).to_contain_text("已清空")
    for each in (page, tab):
        is_empty(each)
        expect(Form(each).view("check")).to_be_empty()
        assert each.evaluate(STORAGE) == [0, 0]
    expect(page.locator("[data-tick]:checked")).to_have_count(0)
    expect(page.locator("[data-tick-count]")).to_have_text("0")
    expect(page.locator("#search-input")).to_have_value("")

    page.go_back()
    expect(timeline.field("events.exited")).to_have_value("")
    expect(page.locator("[data-tick]:checked")).to_have_count(0)
    expect(timeline.tool("remember")).not_to_be_checked()
    assert page.evaluate(STORAGE) == [0, 0]


def test_every_page_has_the_button_that_wipes_everything(visit, site):
    page = visit()
    for file in sorted(site.rglob("*.html")):
        page.goto(str(file.relative_to(site)))
        expect(page.locator("[data-wipe]")).to_be_visible()


def test_only_a_copied_link_carries_the_answers(visit):
    page = visit(GUIDE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    form = filled(page)
    assert "answers" not in page.url
    form.tool("copy-link").click()
    expect(form.saved).to_contain_text("已复制")
    assert "answers" not in page.url
    link = page.evaluate("() => navigator.clipboard.readText()")
    assert link.startswith(page.url)
    assert "answers.company=private" in link

    other = visit(link)
    expect(is_filled(other).saved).to_contain_text("链接")
    assert "answers" not in other.url
    expect(Form(other).node.locator("[data-offer]")).to_be_hidden()
    is_filled(other).submit()
    Form(other).expect_verdict("unknown")


LINK = f"{GUIDE}#w=checker&answers.company=foreign&answers.travel=no"


def has_link(page):
    form = Form(page)
    expect(form.node.locator('[name="answers.company"][value="foreign"]')).to_be_checked()
    expect(form.field("answers.passport_months")).to_have_value("")
    expect(form.node.get_by_role("button", name="恢复我原来的回答")).to_be_visible()
    return form


def test_a_link_opened_on_the_same_page_takes_the_old_result_away(visit):
    page = visit(GUIDE)
    form = filled(page)
    page.goto(LINK)
    has_link(page)
    expect(form.view("check")).to_be_empty()
    expect(form.node.locator("[data-status]")).to_be_empty()
    form.submit()
    form.expect_verdict("not_met")


@pytest.mark.parametrize("then", ["at once", "after a reload", "after answering"])
def test_the_answers_a_link_replaced_can_be_had_back(visit, then):
    page = visit(GUIDE)
    filled(page)
    page.goto(LINK)
    form = has_link(page)
    if then != "at once":
        form.answer(crime=False)
    if then == "after a reload":
        page.reload()
        has_link(page)
    form.node.get_by_role("button", name="恢复我原来的回答").click()
    is_filled(page)
    expect(form.node.get_by_role("button", name="恢复我原来的回答")).to_be_hidden()
    page.reload()
    is_filled(page)


def test_a_link_is_not_remembered_before_the_reader_touches_the_form(visit):
    page = visit(GUIDE)
    filled(page).tool("remember").check()
    kept = page.evaluate("() => JSON.stringify(localStorage)")
    other = page.context.new_page()
    other.goto(LINK)
    form = has_link(other)
    assert other.evaluate("() => JSON.stringify(localStorage)") == kept
    other.reload()
    is_filled(other)
    other.goto(LINK)
    form.answer(crime=False)
    assert "foreign" in other.evaluate("() => JSON.stringify(localStorage)")


def test_the_result_copies_as_text_with_notice_day_and_address(visit):
    page = visit(GUIDE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    form = filled(page)
    form.tool("copy-text").click()
    expect(form.saved).to_contain_text("已复制")
    text = page.evaluate("() => navigator.clipboard.readText()")
    today = page.evaluate("() => new Date().toLocaleDateString('sv')")
    for part in ("办理前请致电核实", "还不能确定", "护照", today, page.url):
        assert part in text


def test_where_the_clipboard_is_forbidden_the_text_is_selected_instead(visit):
    page = visit(GUIDE)
    page.evaluate("() => Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    form = filled(page)
    form.tool("copy-link").click()
    expect(form.saved).to_contain_text("Ctrl+C")
    box = form.node.locator("textarea")
    expect(box).to_be_focused()
    assert "answers.company=private" in box.input_value()
    assert box.evaluate("box => box.selectionEnd - box.selectionStart") == len(box.input_value())
    form.tool("clear").click()
    expect(box).to_have_count(0)


def test_without_storage_everything_works_and_the_page_says_so(visit):
    context = visit.context()
    context.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } });"
    )
    page = context.new_page()
    page.goto(GUIDE)
    form = filled(page)
    expect(form.saved).to_contain_text("不允许保存")
    expect(form.tool("remember")).to_be_disabled()
