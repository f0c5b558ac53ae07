"""The features of a page start each by itself: one that breaks leaves the others alive."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.forms import Form

BROKEN = {
    "search": "form[data-search]",
    "materials": "li[data-material]",
    "filters": "[data-options-of]",
    "wiping": "[data-wipe]",
}
BREAK = """(broken) => {
  for (const name of ["querySelector", "querySelectorAll"]) {
    const real = Document.prototype[name];
    Document.prototype[name] = function (selector) {
      if (selector === broken) throw new Error("broken on purpose");
      return real.call(this, selector);
    };
  }
}"""


@pytest.mark.parametrize("feature", BROKEN)
def test_a_feature_that_throws_leaves_the_checker_alive(visit, feature):
    page = visit.context().new_page()
    page.add_init_script(f"({BREAK})({BROKEN[feature]!r})")
    visit.forgive_errors()
    page.goto("guides/1.41/")
    form = Form(page)
    form.submit()
    expect(form.view("check")).not_to_be_empty()
    assert any("broken on purpose" in line for line in visit.log)


def test_a_checker_that_throws_leaves_search_and_ticks_alive(visit):
    page = visit.context().new_page()
    page.add_init_script(f"({BREAK})('[data-widget]')")
    visit.forgive_errors()
    page.goto("guides/1.41/")
    box = page.locator("header [data-search] input")
    box.fill("员工")
    expect(page.locator("header [role=option]").first).to_be_visible()
    box.fill("")
    ticked = page.locator("[data-tick]").first
    ticked.check()
    expect(page.locator("[data-tick-count]").first).to_have_text("1")
    assert not re.search("third-party", "\n".join(visit.faults))
