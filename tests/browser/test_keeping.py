"""What is kept of a reader's answers, where, and for how long."""

from __future__ import annotations

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
    expect(form.node.locator(":checked:not(option)")).to_have_count(0)
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


def test_one_button_wipes_everything(visit):
    page = visit(GUIDE)
    form = filled(page)
    form.tool("remember").check()
    form.tool("clear").click()
    is_empty(page)
    expect(form.view("check")).to_be_empty()
    expect(form.tool("remember")).not_to_be_checked()
    assert page.evaluate(STORAGE) == [0, 0]
    page.reload()
    is_empty(page)


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
    is_filled(other).submit()
    Form(other).expect_verdict("unknown")


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
