"""What leaves the page, on paper, as text or as a file, answers what the form asks now."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.browser.forms import Form

OLD, NEW = "2026年2月24日", "2026年2月27日"
CLIPBOARDS = {
    "promise": "",
    "text": "delete window.ClipboardItem;",
    "none": "Object.defineProperty(navigator, 'clipboard', { value: undefined });",
}
TYPED = "field => { field.value = '5'; field.dispatchEvent(new Event('input', { bubbles: true })); }"
COUNT_ANSWERS = """
globalThis.answers = 0;
globalThis.Worker = class extends Worker {
  constructor(...all) {
    super(...all);
    this.addEventListener("message", ({ data }) => data.answer && (answers += 1));
  }
};
"""
ON_PRINT = "() => { window.print = () => { window.printed = document.body.innerText; }; }"


def answered(page):
    """The calculator with a result."""
    form = Form(page, "due")
    form.field("start").fill("2026-02-13")
    form.field("amount").fill("2")
    form.submit()
    expect(form.view("due")).to_contain_text(OLD)
    return form


@pytest.mark.parametrize("clipboard", CLIPBOARDS)
def test_copied_text_is_of_the_amount_just_typed(visit, clipboard):
    page = visit("deadlines/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(CLIPBOARDS[clipboard])
    form = answered(page)
    form.field("amount").fill("5")
    form.tool("copy-text").click()
    expect(form.saved).to_contain_text("Ctrl+C" if clipboard == "none" else "已复制")
    if clipboard == "none":
        text = form.node.locator("textarea").input_value()
    else:
        text = page.evaluate("() => navigator.clipboard.readText()")
    assert NEW in text
    assert OLD not in text


def test_nothing_is_copied_while_an_answer_is_wrong(visit):
    page = visit("deadlines/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("() => navigator.clipboard.writeText('别的')")
    form = answered(page)
    form.field("amount").fill("五天半")
    form.tool("copy-text").click()
    expect(form.field("amount")).to_be_focused()
    expect(form.error("amount")).to_be_visible()
    assert page.evaluate("() => navigator.clipboard.readText()") == "别的"


def test_a_button_stays_under_the_finger_until_it_is_lifted(visit):
    page = visit.context(reduced_motion="reduce").new_page()
    page.add_init_script(COUNT_ANSWERS)
    page.goto("deadlines/")
    page.evaluate(ON_PRINT)
    form = answered(page)
    form.field("amount").fill("50")
    form.tool("print").scroll_into_view_if_needed()
    box = form.tool("print").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    before = page.evaluate("() => answers")
    page.mouse.down()
    page.wait_for_function("(before) => answers > before", arg=before)
    assert form.tool("print").bounding_box() == box
    page.mouse.up()
    page.wait_for_function("() => window.printed")
    assert "50个工作日" in page.evaluate("() => window.printed")


def test_the_print_button_prints_the_amount_just_typed(visit):
    page = visit("deadlines/")
    page.evaluate(ON_PRINT)
    form = answered(page)
    form.field("amount").fill("5")
    form.tool("print").click()
    page.wait_for_function("() => window.printed")
    assert NEW in page.evaluate("() => window.printed")
    assert OLD not in page.evaluate("() => window.printed")


def test_a_result_of_other_answers_is_marked_and_never_printed(visit):
    page = visit("deadlines/")
    form = answered(page)
    stale = form.node.locator("[data-stale]")
    expect(stale).to_be_hidden()
    form.field("amount").blur()
    form.field("amount").evaluate(TYPED)
    expect(stale).to_have_text("回答有改动，点“计算”更新。")
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    expect(form.view("due").locator(".due-date")).to_be_hidden()
    said = form.view("due").evaluate("view => getComputedStyle(view, '::before').content")
    assert "没有重新核验" in said
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    form.field("amount").fill("2")
    expect(stale).to_be_hidden()
    form.field("amount").fill("5")
    form.submit()
    expect(form.view("due")).to_contain_text(NEW)
    expect(stale).to_be_hidden()


def test_papers_are_not_left_out_of_the_printed_list_by_old_answers(visit):
    page = visit("guides/3.30/")
    form = Form(page)
    form.answer(form="cash")
    goods = page.locator('li[data-material="海关报关单"]')
    expect(goods).to_have_attribute("data-needed", "no")
    form.field("answers.form").first.evaluate(
        "field => { field.form.reset(); field.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    expect(goods).to_have_attribute("data-needed", "unknown")
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    expect(goods).to_have_attribute("data-needed", "no")


LOSES_MATERIALS = """
let asked = 0;
postMessage({ ready: true });
self.onmessage = ({ data: { id, request } }) => {
  if (!request) return;
  const materials = [{ name: "海关报关单", needed: "no", label: "不需要" }];
  if (request.call === "check") postMessage({ id, answer: { label: "x", view: "x" } });
  else if (asked++) postMessage({ id, %s });
  else postMessage({ id, answer: { materials } });
};
"""


@pytest.mark.parametrize(
    "fate", ['answer: { error: {}, errors: [{ field: "x", message: "错" }] }', 'crashed: "lost"']
)
def test_the_list_of_materials_is_whole_again_when_nothing_is_known_of_it(visit, fate):
    page = visit("guides/3.30/")
    page.route(
        "**/assets/py/*/worker.js",
        lambda route: route.fulfill(body=LOSES_MATERIALS % fate, content_type="text/javascript"),
    )
    form = Form(page)
    goods = page.locator('li[data-material="海关报关单"]')
    form.answer(form="cash")
    expect(goods).to_have_attribute("data-needed", "no")
    if "crashed" in fate:
        page.unroute("**/assets/py/*/worker.js")
        page.route("**/assets/py/*/worker.js", lambda route: route.abort())
        visit.forgive_errors()
    form.answer(form="goods")
    expect(goods).to_have_attribute("data-needed", "unknown")
    expect(goods.locator("[data-need]")).to_have_text("视情况")


def test_a_calendar_file_without_a_date_is_refused_in_words(booted):
    form = booted("guides/1.42/", "timeline")
    form.submit()
    form.tool("ics").click()
    expect(form.saved).to_have_text("还没有算出日期，先填上面的日子。")


def test_a_calendar_file_made_a_second_later_has_a_higher_sequence_of_31_bits(visit, tmp_path):
    page = visit("guides/1.42/")
    form = Form(page, "timeline")
    form.field("events.exited").fill("2026-09-24")
    form.field("case").fill("张三")
    sequences = []
    for second in (0, 1):
        page.clock.set_fixed_time(datetime(2026, 11, 21, 8, 0, second, tzinfo=UTC))
        form.submit()
        with page.expect_download() as download:
            form.tool("ics").click()
        saved = tmp_path / f"{second}.ics"
        download.value.save_as(saved)
        sequences.append(int(re.search(r"SEQUENCE:(\d+)", saved.read_text("utf-8"))[1]))
    assert sequences[0] + 1 == sequences[1] < 2**31
