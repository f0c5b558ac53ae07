"""Python in the page: asleep until it is needed, and never a dead end when it fails."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.forms import Form

GUIDE = "guides/1.41/"
MUTE_WORKER = "self.onmessage = () => {};"
HANGING_WORKER = """
const early = [];
self.onmessage = (event) => early.push(event);
postMessage({ ready: true });
"""
CRASHING_WORKER = """
postMessage({ ready: true });
self.onmessage = ({ data }) => data.request && postMessage({ id: data.id, crashed: "out of memory" });
"""


def replace_worker_once(page: Page, source: str) -> None:
    """The first worker of this page is a broken one; the next is the real one."""
    page.route(
        "**/assets/py/*/worker.js",
        lambda route: route.fulfill(body=source, content_type="text/javascript"),
        times=1,
    )


@pytest.mark.parametrize("path", ["", "deadlines/", GUIDE, "guides/000/"])
def test_python_is_not_asked_for_until_a_reader_touches_a_form(visit, path):
    page = visit(path, viewport={"width": 1280, "height": 4000})
    page.mouse.move(200, 200)
    page.keyboard.press("End")
    page.wait_for_load_state("networkidle")
    assert not visit.python_requests()


def test_a_pointer_over_a_form_starts_python_without_a_word(visit):
    page = visit(GUIDE)
    form = Form(page)
    form.node.scroll_into_view_if_needed()
    with page.expect_response("**/python.wasm"):
        form.node.locator("form").hover()
    expect(form.boot).to_be_hidden()
    form.answer(company="foreign")
    form.expect_verdict("not_met")


def test_the_first_touch_starts_python_with_its_stages_in_words(visit):
    page = visit(GUIDE)
    with page.expect_response("**/python.wasm"):
        Form(page).field("answers.passport_months").focus()
        expect(Form(page).boot).to_contain_text("正在准备核验程序，第 1 步，共 3 步")
    expect(Form(page).boot).to_be_hidden()


def test_a_runtime_that_does_not_arrive_is_explained_and_can_be_tried_again(visit):
    visit.forgive_errors()
    page = visit(GUIDE)
    page.route("**/python.wasm", lambda route: route.abort())
    form = Form(page)
    form.answer(company="foreign")
    expect(form.boot).to_contain_text("没有启动成功")
    expect(form.boot).to_contain_text("判定表")
    page.unroute("**/python.wasm")
    form.boot.get_by_role("button", name="重试").click()
    form.expect_verdict("not_met")
    expect(form.boot).to_be_hidden()


def test_a_boot_without_progress_is_explained_and_can_be_tried_again(visit):
    page = visit(GUIDE)
    page.clock.install()
    replace_worker_once(page, MUTE_WORKER)
    form = Form(page)
    form.answer(company="foreign")
    expect(form.boot).to_contain_text("第 1 步")
    page.clock.fast_forward(30_000)
    expect(form.boot).to_contain_text("很久没有进展")
    form.boot.get_by_role("button", name="重试").click()
    form.expect_verdict("not_met")


def test_a_hung_worker_is_replaced_and_asked_once_more(visit):
    page = visit(GUIDE)
    page.clock.install()
    replace_worker_once(page, HANGING_WORKER)
    form = Form(page)
    with page.expect_request("**/assets/py/*/worker.js"):
        form.answer(company="foreign")
    expect(form.boot).to_be_hidden()
    page.clock.fast_forward(15_000)
    form.expect_verdict("not_met")


def test_a_crashed_worker_is_replaced_and_asked_once_more(visit):
    page = visit(GUIDE)
    replace_worker_once(page, CRASHING_WORKER)
    form = Form(page)
    form.answer(company="foreign")
    form.expect_verdict("not_met")


def test_only_the_latest_state_of_the_form_is_answered(visit):
    form = Form(visit(GUIDE))
    for company in ("private", "joint", "private", "foreign"):
        form.answer(company=company)
    result = form.expect_verdict("not_met")
    expect(result).to_contain_text("外商独资企业")


def test_a_browser_too_old_for_python_is_told_so_and_pointed_at_the_table(visit):
    context = visit.context()
    context.add_init_script("WebAssembly.validate = () => false;")
    page = context.new_page()
    page.goto(GUIDE)
    form = Form(page)
    expect(form.boot).to_contain_text("太旧")
    expect(form.boot).to_contain_text("判定表")
    form.submit()
    expect(form.boot.get_by_role("button")).to_have_count(0)
    assert not visit.python_requests()
