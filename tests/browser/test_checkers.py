"""Eligibility and materials, answered by Python in the reader's browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.forms import Form

QUALIFIED = {
    "company": "private",
    "travel": True,
    "crime": False,
    "refused": False,
    "passport_months": 36,
    "consent": True,
    "card": "none",
}


@pytest.mark.parametrize(
    ("answers", "verdict", "outcome"),
    [
        (QUALIFIED, "met", "首次申办"),
        (QUALIFIED | {"card": "ended", "trouble": "clear"}, "met", "重新申请"),
        (QUALIFIED | {"card": "outdated", "trouble": "rules"}, "met", "领事司将吊销旅行卡"),
        (QUALIFIED | {"card": "valid", "trouble": "clear"}, "not_met", "继续用现在的卡"),
        (QUALIFIED | {"passport_months": 35}, "not_met", "首次申办"),
        (QUALIFIED | {"company": "foreign"}, "not_met", "首次申办"),
        (QUALIFIED | {"refused": "unknown"}, "unknown", "首次申办"),
    ],
)
def test_a_full_run_of_the_travel_card_reaches_each_verdict_and_outcome(booted, answers, verdict, outcome):
    form = booted("guides/1.41/")
    form.answer(**answers)
    form.submit()
    result = form.expect_verdict(verdict)
    expect(result).to_contain_text(outcome)
    expect(result).to_contain_text("二(五)")  # a criterion's clause


def test_a_matter_outside_the_service_is_not_applicable(booted):
    form = booted("guides/000/")
    form.answer(scope=False)
    form.submit()
    form.expect_verdict("not_applicable")
    moot = form.node.locator("[data-moot]:visible")
    expect(moot).to_have_count(form.node.locator("[data-moot]").count() - 1)
    expect(moot.first).to_have_text("不用再答")
    form.tool("clear").click()
    expect(moot).to_have_count(0)


def test_the_result_follows_the_answers_and_says_what_is_still_open(booted):
    form = booted("guides/1.41/")
    form.submit()
    expect(form.expect_verdict("unknown").locator(".open")).to_contain_text("你所在的企业是哪一种")
    form.answer(**QUALIFIED)
    form.field("answers.passport_months").blur()
    result = form.expect_verdict("met")
    form.answer(passport_months=24)
    form.field("answers.passport_months").blur()
    form.expect_verdict("not_met")
    expect(result.locator(".change")).to_be_visible()
    form.node.locator('[data-clear="answers.passport_months"]').click()
    form.expect_verdict("unknown")
    expect(form.field("answers.passport_months")).to_have_value("")


@pytest.mark.parametrize(
    ("answers", "needed", "unneeded"),
    [
        ({"form": "cash"}, ["FDI 入账登记表", "银行水单", "验资报告"], ["海关报关单", "专利证书"]),
        ({"form": "goods"}, ["海关报关单", "资产评估报告"], ["FDI 入账登记表", "银行水单"]),
        ({"form": "intangible", "patent": True}, ["专利证书", "技术转让协议"], ["海关报关单"]),
        ({"form": "intangible", "patent": False}, ["技术转让协议"], ["专利证书"]),
    ],
)
def test_the_materials_of_a_foreign_capital_report_follow_the_form_of_payment(
    booted, answers, needed, unneeded
):
    form = booted("guides/3.30/")
    form.answer(**answers)
    for word, names in (("需要", needed), ("不需要", unneeded)):
        for name in names:
            item = form.page.locator(f'li[data-material="{name}"]')
            expect(item.locator("[data-need]")).to_have_text(word)


def test_ticks_count_only_what_is_needed_and_survive_a_reload(visit):
    page = visit("guides/3.30/")
    everything = page.locator("li[data-material]").count()
    expect(page.locator("[data-tick-total]")).to_have_text(str(everything))
    page.locator('[data-tick="验资报告"]').check()
    page.locator('[data-tick="出资证明书"]').check()
    expect(page.locator("[data-tick-count]")).to_have_text("2")
    Form(page).answer(form="cash")
    expect(page.locator("[data-tick-total]")).to_have_text("5")
    page.reload()
    expect(page.locator("[data-tick-count]")).to_have_text("2")
    expect(page.locator('[data-tick="验资报告"]')).to_be_checked()
    page.locator("[data-tick-clear]").click()
    expect(page.locator("[data-tick-count]")).to_have_text("0")
    page.reload()
    expect(page.locator('[data-tick="验资报告"]')).not_to_be_checked()


def test_a_number_that_is_none_is_refused_beside_its_field_and_kept(booted):
    form = booted("guides/1.41/")
    number = form.field("answers.passport_months")
    number.fill("三年")
    form.submit()
    error = form.error("answers.passport_months")
    expect(error).to_be_visible()
    expect(error).to_contain_text("三年")
    expect(number).to_have_value("三年")
    expect(number).to_be_focused()
    expect(number).to_have_attribute("aria-invalid", "true")
    assert error.get_attribute("id") in (number.get_attribute("aria-describedby") or "").split()
    number.fill("３６")  # full-width digits are digits
    form.submit()
    expect(error).to_be_hidden()
    expect(number).to_have_attribute("aria-invalid", "false")
