"""What goes wrong on real machines: each time a working page or a clear sentence, never silence."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from sitegen.serve import Handler, Server
from tests.browser.forms import Form

GUIDE = "guides/1.41/"
WORKER = "**/worker.js"
STUCK = """addEventListener("message", ({ data }) => {
  if (!data.request) return;
  const sign = new XMLHttpRequest();
  sign.open("GET", "/stuck", false);
  sign.send();
  for (;;);
});
"""
"""Goes ahead of the real worker: Python boots, and the first request never ends. It says so before."""
QUICK_LINE = "performance.now = () => 0;\n"
"""On a line that is slow, or a machine that is busy, no snapshot would be asked for."""
FULL = """() => {
  for (const storage of [localStorage, sessionStorage]) {
    for (let size = 2 ** 23; size >= 1; ) {
      try { storage.setItem(`other ${storage.length}`, "x".repeat(size)); } catch { size /= 2; }
    }
  }
}"""
DENIED = """for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"])
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
Object.defineProperty(Navigator.prototype, "serviceWorker", { get() { throw new DOMException("denied", "SecurityError"); } });
"""


def goes_ahead(page: Page, script: str, times: int) -> None:
    """The next workers of this page run ``script`` before their own."""

    def prefixed(route: Route) -> None:
        route.fulfill(body=script + route.fetch().text(), content_type="text/javascript")

    page.route(WORKER, prefixed, times=times)


def sticks(page: Page, times: int) -> None:
    """The next workers of this page boot and then never answer."""
    page.route("**/stuck", lambda route: route.fulfill(body=""))
    goes_ahead(page, STUCK, times)


def stop_the_clock(page: Page) -> None:
    """From now on time passes in this page only when the test says so."""
    page.clock.install()
    page.clock.pause_at(page.evaluate("() => Date.now() + 60_000"))


def wait_until_stuck(page: Page, act: Callable[[], None]) -> None:
    with page.expect_request("**/stuck"):
        act()


def test_a_worker_that_never_returns_is_cut_off_after_five_seconds_and_a_fresh_one_answers(visit):
    page = visit(GUIDE)
    stop_the_clock(page)
    sticks(page, times=1)
    form = Form(page)
    wait_until_stuck(page, lambda: form.answer(company="foreign"))
    page.clock.run_for(4_999)
    expect(form.boot).to_be_hidden()
    page.clock.run_for(1)
    expect(form.boot).to_contain_text("停止了响应，正在重新准备")
    form.expect_verdict("not_met")
    expect(form.boot).to_be_hidden()


def test_a_worker_that_hangs_again_ends_in_a_sentence_and_a_way_to_try_once_more(visit):
    page = visit(GUIDE)
    stop_the_clock(page)
    sticks(page, times=2)
    form = Form(page)
    wait_until_stuck(page, lambda: form.answer(company="foreign"))
    wait_until_stuck(page, lambda: page.clock.run_for(5_000))
    page.clock.run_for(5_000)
    expect(form.boot).to_contain_text("仍然没有结果")
    expect(form.boot).to_contain_text("判定表")
    page.clock.resume()  # a click ends with a timer
    form.boot.get_by_role("button", name="重试").click()
    form.expect_verdict("not_met")


def test_a_full_disk_costs_no_answer_and_the_page_says_what_it_cannot_keep(visit):
    page = visit(GUIDE)
    page.evaluate(FULL)
    form = Form(page)
    form.answer(company="foreign")
    form.expect_verdict("not_met")
    expect(form.saved).to_contain_text("重填")
    form.tool("remember").click()
    expect(form.tool("remember")).not_to_be_checked()
    expect(form.saved).to_contain_text("存不下")


def test_a_disk_without_room_for_this_site_still_gives_the_verdict(visit):
    page = visit.context().new_page()
    protocol = page.context.new_cdp_session(page)
    protocol.send("Storage.overrideQuotaForOrigin", {"origin": visit.base.rstrip("/"), "quotaSize": 0})
    page.goto(GUIDE)
    form = Form(page)
    form.answer(company="foreign")
    form.expect_verdict("not_met")


def test_a_browser_that_forbids_every_kind_of_storage_still_gives_the_verdict_and_says_so(visit):
    context = visit.context()
    context.add_init_script(DENIED)
    page = context.new_page()
    page.goto(GUIDE)
    form = Form(page)
    form.answer(company="foreign")
    form.expect_verdict("not_met")
    expect(form.saved).to_contain_text("不允许保存")
    expect(form.tool("remember")).to_be_disabled()
    page.locator("[data-tick]").first.check()
    expect(page.locator("[data-tick-count]")).to_have_text("1")


class Cutting(Handler):
    """Hangs up in the middle of a file, after the share of it that ``cut`` has under its name."""

    cut: dict[str, float]

    def copyfile(self, source: Any, outputfile: Any) -> None:
        share = self.cut.get(self.path.rpartition("/")[2])
        if share is None:
            super().copyfile(source, outputfile)
            return
        content = source.read()
        outputfile.write(content[: int(len(content) * share)])
        self.close_connection = True


@pytest.fixture
def cut(site, visit):
    """The site from a server that hangs up: the share of a file that arrives, by its name."""
    shares: dict[str, float] = {}
    handler = type("Handler", (Cutting,), {"cut": shares})
    with Server(site, 0) as server:
        server.RequestHandlerClass = partial(handler, directory=str(site))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        visit.base = server.url
        visit.forgive_errors()
        yield shares
        server.shutdown()


@pytest.mark.parametrize(
    ("part", "arrives"), [("python.wasm", 0.01), ("python.wasm", 0.5), ("worker.js", 0.5), ("python.js", 0.5)]
)
def test_a_download_cut_half_way_ends_in_a_sentence_and_trying_again_in_the_verdict(
    visit, cut, part, arrives
):
    cut[part] = arrives
    form = Form(visit(GUIDE))
    form.answer(company="foreign")
    expect(form.boot).to_contain_text("网络中断")
    expect(form.boot).to_contain_text("判定表")
    cut.clear()
    form.submit()  # whether or not another attempt is on its way by itself
    form.expect_verdict("not_met")
    expect(form.boot).to_be_hidden()


@pytest.mark.parametrize("part", ["api/v1/calendar.json", "api/v1/packs/1.41.json"])
def test_data_cut_half_way_ends_in_a_sentence_and_trying_again_in_the_verdict(visit, cut, part):
    cut[part.rpartition("/")[2]] = 0.5
    form = Form(visit(GUIDE))
    form.answer(company="foreign")
    expect(form.boot).to_contain_text("网络中断")
    cut.clear()
    form.submit()  # whether or not another attempt is on its way by itself
    form.expect_verdict("not_met")


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda snapshot: snapshot[: len(snapshot) // 2],
    "garbled": lambda snapshot: snapshot[: len(snapshot) // 2] + bytes(len(snapshot) - len(snapshot) // 2),
    "of another version": lambda _: b"\x7fnot a snapshot at all",
}


@pytest.mark.parametrize("fate", ["absent", "unreachable", *SPOILT])
def test_python_starts_without_a_snapshot_that_is_lost_or_spoilt(visit, site, fate):
    visit.forgive_errors()
    (snapshot,) = site.glob("assets/py/*/snapshot.bin")

    asked = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if fate == "absent":
            route.fulfill(status=404)
        elif fate == "unreachable":
            route.abort()
        else:
            route.fulfill(body=SPOILT[fate](snapshot.read_bytes()))

    page = visit(GUIDE)
    goes_ahead(page, QUICK_LINE, times=1)
    page.route("**/snapshot.bin", answer)
    form = Form(page)
    with page.expect_request("**/stdlib.zip"):
        form.answer(company="foreign")
    form.expect_verdict("not_met")
    expect(form.boot).to_be_hidden()
    assert asked


def test_a_page_whose_script_is_cut_half_way_reads_as_without_scripts(visit, cut, site):
    (script,) = (site / "assets").glob("site-*.js")
    cut[script.name] = 0.5
    page = visit(GUIDE)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".flow").first).to_be_visible()


def test_without_scripts_the_offline_copy_leads_from_page_to_page_and_says_what_it_cannot_do(
    visit, archive, tmp_path
):
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(tmp_path)
    (start,) = tmp_path.glob("*/index.html")
    page = visit.browser.new_context(java_script_enabled=False).new_page()
    page.goto(start.as_uri())
    expect(page.locator("#copy + div")).to_contain_text("资料日期")
    page.locator("a[href='enterprise/index.html']").first.click()
    page.locator("#content a[href$='guides/1.41/index.html']").first.click()
    expect(page.locator("h1")).to_have_text("企业人员申办APEC商务旅行卡")
    expect(page.locator("svg.flow").first).to_be_visible()
    expect(page.locator("table").first).to_be_visible()
    page.goto((start.parent / "check" / "index.html").as_uri())
    expect(page.locator("[data-check-status]")).to_contain_text("这里没有运行")
    page.context.close()
