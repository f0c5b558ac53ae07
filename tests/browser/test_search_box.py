"""The search box: by keyboard, touch and input method, announced, and nothing fetched before it is used."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect


def box(page: Page):
    return page.locator("[data-search]").get_by_role("combobox")


def options(page: Page):
    return page.locator("[data-search]").get_by_role("option")


def status(page: Page):
    return page.locator("[data-search]").get_by_role("status")


@pytest.mark.parametrize("path", ["", "deadlines/", "guides/1.41/"])
def test_every_page_leads_from_words_to_the_guide(visit, path):
    page = visit(path)
    box(page).fill("干洗店备案")
    expect(options(page).first).to_contain_text("对洗染业经营者备案")
    box(page).press("Enter")
    expect(page).to_have_url(f"{visit.base}guides/2.34/")


def test_nothing_is_fetched_before_the_box_is_used(visit):
    page = visit("")
    page.wait_for_load_state("networkidle")
    assert not [url for url in visit.requests if "search-" in url]
    box(page).focus()
    page.wait_for_function("globalThis.searchIndex")
    assert [url.rpartition("/")[2] for url in visit.requests if "search-" in url] == ["search-index.js"]


def test_arrows_choose_and_escape_closes(visit):
    page = visit("")
    box(page).fill("护照")
    expect(options(page).nth(1)).to_be_visible()
    expect(box(page)).to_have_attribute("aria-expanded", "true")

    for key, chosen in [
        ("ArrowDown", 0),
        ("ArrowDown", 1),
        ("ArrowUp", 0),
        ("ArrowUp", -1),
        ("ArrowDown", 0),
    ]:
        box(page).press(key)
        option = options(page).last if chosen < 0 else options(page).nth(chosen)
        expect(option).to_have_attribute("aria-selected", "true")
        expect(box(page)).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
        expect(page.locator('[aria-selected="true"]')).to_have_count(1)

    box(page).press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    expect(box(page)).to_have_value("护照")
    expect(box(page)).to_be_focused()


def test_enter_opens_the_chosen_one(visit):
    page = visit("")
    box(page).fill("护照")
    expect(options(page).nth(1)).to_be_visible()
    target = options(page).nth(1).get_attribute("href")
    box(page).press("ArrowDown")
    box(page).press("ArrowDown")
    box(page).press("Enter")
    expect(page).to_have_url(target or "")


def test_the_number_of_results_is_announced_and_the_match_is_marked(visit):
    page = visit("")
    box(page).fill("apec")
    expect(options(page).first).to_be_visible()
    expect(status(page)).to_have_text(f"找到 {options(page).count()} 项")
    expect(options(page).first.locator("mark").first).to_have_text("APEC")


def test_finding_nothing_says_what_to_do_next(visit):
    page = visit("guides/1.41/")
    box(page).fill("龘龘")
    expect(status(page)).to_have_text("没有找到“龘龘”。换个说法，或看全部事项。")
    expect(status(page).get_by_role("link", name="看全部事项")).to_be_visible()
    expect(options(page)).to_have_count(0)
    box(page).fill("")
    expect(status(page)).to_be_hidden()


def test_what_is_typed_stays_text(visit):
    page = visit("")
    box(page).fill("<b>龘</b>")
    expect(status(page)).to_contain_text("<b>龘</b>")
    expect(status(page).locator("b")).to_have_count(0)


def test_an_input_method_is_left_alone_until_it_is_done(visit):
    page = visit("")
    box(page).focus()
    page.wait_for_function("globalThis.searchIndex")
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "yu fu ka", "selectionStart": 8, "selectionEnd": 8})
    expect(box(page)).to_have_value("yu fu ka")
    expect(status(page)).to_be_hidden()
    keyboard.send("Input.insertText", {"text": "预付卡"})
    expect(options(page).first).to_contain_text("单用途商业预付卡")


def test_a_tap_opens_a_result(visit):
    page = visit("", has_touch=True, viewport={"width": 390, "height": 844})
    box(page).tap()
    box(page).fill("加盟")
    expect(options(page).first).to_be_in_viewport()
    options(page).first.tap()
    expect(page).to_have_url(f"{visit.base}guides/2.26/")


def test_leaving_the_box_closes_the_list(visit):
    page = visit("")
    box(page).fill("护照")
    expect(options(page).first).to_be_visible()
    box(page).press("Tab")
    expect(options(page)).to_have_count(0)


def test_a_failed_download_says_so_and_is_tried_again(visit):
    visit.forgive_errors()
    page = visit("")
    page.context.route("**/search-index.js", lambda route: route.abort())
    box(page).fill("护照")
    expect(status(page)).to_contain_text("搜索没有打开")
    page.context.unroute("**/search-index.js")
    box(page).press_sequentially("护")
    expect(options(page).first).to_be_visible()


def test_axe_finds_nothing_on_open_results(visit, root):
    page = visit("guides/1.41/", bypass_csp=True)
    page.evaluate((root / "node_modules/axe-core/axe.min.js").read_text("utf-8"))
    for query in ("护照", "龘龘"):
        box(page).fill(query)
        expect(status(page)).to_contain_text("找到")
        found = page.evaluate("() => axe.run('[data-search]', { resultTypes: ['violations'] })")
        assert [rule["id"] for rule in found["violations"]] == []
