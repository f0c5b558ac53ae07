"""Without a network after the first visit, never two versions at once, and a clear sentence where that fails."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from sitegen.serve import Server
from tests.browser.conftest import PATIENCE, Visitor
from tests.browser.forms import Form
from tests.browser.published import Host, edition

GUIDE = "guides/1.41/"
OTHER = "guides/2.26/"
READ = "全部指南已经存在这台设备上"
ALL = "全部指南和核验程序已经存在这台设备上"
NEWER = "有新版本。更新后，你填的内容还在。"
SAVES_DATA = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
CACHED = """async () => Object.fromEntries(await Promise.all((await caches.keys()).map(async (name) =>
  [name, (await (await caches.open(name)).keys()).map(({url}) => new URL(url).pathname)])))"""
ENDED = """async () => {
  const { active, waiting, installing } = await navigator.serviceWorker.getRegistration();
  const begun = (await caches.keys()).filter((name) => name.includes("#")).length === 2;
  return begun && active && !waiting && !installing;
}"""
"""Whether the attempt to install a newer version has come to its end, without success."""
ACTIVATED = """() => new Promise((resolve) => {
  const look = () => self.serviceWorker.state === "activated" && resolve();
  self.serviceWorker.addEventListener("statechange", look);
  look();
})"""
OF_VERSION = """async () => {
  const pack = await (await fetch(new URL("/api/v1/packs/1.41.json", location))).json();
  return [
    document.querySelector("h1").textContent.slice(-1),
    getComputedStyle(document.documentElement).getPropertyValue("--edition").trim().slice(1, -1),
    document.documentElement.dataset.edition,
    pack.edition,
  ].join("");
}"""


@pytest.fixture(scope="module")
def editions(root: Path, site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("editions")
    return {name: edition(root, site, folder / name, name) for name in "AB"}


@pytest.fixture
def host(editions: dict[str, Path]) -> Iterator[Host]:
    """Version A of a small site on the web."""
    with Host(editions["A"]).running() as running:
        yield running


@pytest.fixture
def reader(browser: Browser, host: Host) -> Iterator[Visitor]:
    """A reader whose browser may complain of what a test breaks."""
    visitor = Visitor(browser, host.url)
    visitor.forgive_errors()
    yield visitor
    for context in visitor.contexts:
        context.close()
    assert not visitor.faults


def says(page: Page, words: str) -> None:
    """Wait until the footer says this of what is kept."""
    expect(page.locator("[data-offline] [role=status]")).to_contain_text(words)


def until(page: Page, condition: str) -> None:
    """Wait for a condition that is itself a promise, which Playwright's own waiting takes for met."""
    page.evaluate(
        f"""async () => {{
          for (let left = {PATIENCE} / 50; left > 0; left -= 1) {{
            if (await ({condition})()) return;
            await new Promise((next) => setTimeout(next, 50));
          }}
          throw new Error("not met in time");
        }}"""
    )


def notice(page: Page) -> Locator:
    return page.locator("[data-update]")


def of_version(page: Page) -> str:
    """The versions of page, style, script and data: one letter each."""
    return page.evaluate(OF_VERSION)


def caches_of(page: Page) -> dict[str, list[str]]:
    """The files in each version's cache."""
    return {name: paths for name, paths in page.evaluate(CACHED).items() if "#" in name}


def python_asked(host: Host) -> list[str]:
    return [path for path in host.asked if path.startswith("/assets/py/")]


def check(page: Page) -> None:
    form = Form(page)
    form.answer(company="private", passport_months=36)
    form.submit()
    form.expect_verdict("unknown")


# --- Without a network --------------------------------------------------------------------------


def test_after_the_first_visit_everything_to_read_works_without_a_network_and_no_byte_of_python_came(
    reader, host
):
    page = reader(GUIDE)
    says(page, READ)
    assert not python_asked(host)
    host.down = True
    page.reload()
    expect(page.locator("h1")).to_contain_text("版本A")
    page.goto(OTHER)  # never opened before
    expect(page.locator("h1")).to_contain_text("版本A")
    page.locator("[data-search] input").first.fill("加盟")
    expect(page.locator("[role=option]").first).to_be_visible()
    Form(page).submit()
    expect(Form(page).boot).to_contain_text("没有启动成功")
    expect(Form(page).boot).to_contain_text("也可以直接看本页的判定表和时限")


def test_after_the_first_check_python_works_without_a_network_too(reader, host):
    page = reader(GUIDE)
    check(page)
    says(page, ALL)
    host.down = True
    page.goto("guides/1.42/")
    page.goto(GUIDE)
    check(page)


def test_every_file_is_kept_those_over_two_megabytes_too(reader, host, site):
    page = reader(GUIDE)
    says(page, READ)
    page.locator("[data-offline] button").click()
    says(page, ALL)
    (kept,) = caches_of(page).values()
    large = [file for file in site.rglob("*") if file.is_file() and file.stat().st_size > 2_000_000]
    assert large
    for file in large:
        assert f"/{file.relative_to(site).as_posix()}" in kept
    listed = json.loads(
        (host.folder / "sw.js").read_text("utf-8").split(";\n")[0].removeprefix("const SITE = ")
    )
    paths = {f"/{path}" for group in listed["groups"].values() for path in group}
    assert paths == {path for path in kept if not path.startswith("/~")}


def test_a_reader_who_saves_data_keeps_what_was_opened_and_may_ask_for_all(reader, host):
    context = reader.context()
    context.add_init_script(SAVES_DATA)
    page = context.new_page()
    page.goto(GUIDE)
    says(page, "没有网络时，只能看存过的页")
    assert not [path for path in host.asked if "/guides/" in path and path != f"/{GUIDE}"]
    host.down = True
    page.reload()
    expect(page.locator("h1")).to_contain_text("版本A")
    page.goto(OTHER)
    expect(page.locator("h1")).to_have_text(re.compile("^这一页现在打不开"))
    assert page.url.endswith(OTHER)
    page.get_by_role("link", name="回首页").click()
    expect(page.locator("h1")).to_have_text("企业政务服务办事指南 版本A")
    host.down = False
    page.goto(GUIDE)
    button = page.locator("[data-offline] button")
    expect(button).to_have_text(re.compile(r"全部存下来，离线使用（约 \d+ MB）"))
    button.click()
    says(page, ALL)
    host.down = True
    page.goto(OTHER)
    expect(page.locator("h1")).to_contain_text("版本A")


@pytest.mark.parametrize("path", ["guides/9.99/", "guides/1.42/index.htm", "constructor"])
def test_an_unknown_address_without_a_network_has_a_page_of_its_own(reader, host, path):
    page = reader()
    says(page, READ)
    host.down = True
    page.goto(path)
    expect(page.locator("h1")).to_have_text(re.compile("^这一页现在打不开"))
    assert page.evaluate("document.documentElement.dataset.edition") == "A"


@pytest.mark.parametrize("path", ["guides/1.42", "guides/1.42/index.html", "guides/1.42/?kiosk#checker"])
def test_other_ways_to_write_an_address_lead_to_the_kept_page(reader, host, path):
    page = reader()
    says(page, READ)
    host.down = True
    page.goto(path)
    expect(page.locator("h1")).to_contain_text("版本A")
    assert page.evaluate("document.documentElement.dataset.edition") == "A"


def test_an_unknown_address_with_a_network_is_the_hosts_own_404(reader):
    page = reader()
    says(page, READ)
    page.goto("guides/9.99/")
    expect(page.locator("h1")).to_have_text(re.compile("^没有找到这个页面"))


# --- A newer version ----------------------------------------------------------------------------


def test_a_newer_version_waits_for_the_reader_and_then_takes_every_tab_with_its_answers(
    reader, host, editions
):
    page = reader(GUIDE)
    check(page)
    says(page, ALL)
    tab = page.context.new_page()
    tab.goto(OTHER)
    host.publish(editions["B"])
    host.asked.clear()

    page.reload()
    expect(notice(page)).to_contain_text(NEWER)
    assert not python_asked(host)  # the same in both: not fetched again
    assert of_version(page) == "AAAA"
    page.goto(OTHER)  # without a click the old version goes on
    assert of_version(page) == "AAAA"
    page.goto(GUIDE)
    assert of_version(page) == "AAAA"
    assert of_version(tab) == "AAAA"

    notice(page).get_by_role("button", name="更新").click()
    for one in (page, tab):
        expect(one.locator("h1")).to_contain_text("版本B")
        one.wait_for_load_state()
        assert of_version(one) == "BBBB"
        expect(notice(one)).to_be_empty()
    expect(Form(page).field("answers.passport_months")).to_have_value("36")
    says(page, ALL)
    assert len(caches_of(page)) == 1
    host.down = True
    page.goto(OTHER)
    assert of_version(page) == "BBBB"


def test_without_a_click_the_newer_version_comes_when_every_tab_was_closed(reader, host, editions):
    page = reader(GUIDE)
    says(page, READ)
    host.publish(editions["B"])
    page.reload()
    expect(notice(page)).to_contain_text(NEWER)
    notice(page).get_by_role("button", name="以后再说").click()
    expect(notice(page)).to_be_empty()
    workers = page.context.service_workers
    (waiting,) = (worker for worker in workers if worker.evaluate("self.serviceWorker.state") == "installed")
    page.close()
    waiting.evaluate(ACTIVATED)
    page = reader.contexts[-1].new_page()
    page.goto(GUIDE)
    assert of_version(page) == "BBBB"


def test_a_page_of_the_last_version_that_is_not_kept_comes_whole_from_the_newer_one(reader, host, editions):
    """The last version's cache, opened after this version was published: neither mixes with the other."""
    context = reader.context()
    context.add_init_script(SAVES_DATA)
    page = context.new_page()
    page.goto(GUIDE)
    says(page, "没有网络时，只能看存过的页")
    host.publish(editions["B"])
    page.goto(OTHER)  # not in A's cache
    assert of_version(page) == "BBBB"
    page.goto(GUIDE)
    text = page.evaluate(
        OF_VERSION.replace('await (await fetch(new URL("/api/v1/packs/1.41.json", location))).json()', "{}")
    )
    assert text[:3] == "AAA"
    refused = page.evaluate("fetch('/api/v1/packs/1.41.json').then(() => 'came', () => 'refused')")
    assert refused == "refused"  # A's data is gone, and B's is never given to a page of A
    expect(notice(page)).to_contain_text(NEWER)
    notice(page).get_by_role("button", name="更新").click()
    expect(page.locator("h1")).to_contain_text("版本B")
    page.wait_for_load_state()
    assert of_version(page) == "BBBB"


def test_what_a_cache_on_the_way_still_has_of_the_old_version_never_gets_into_the_new_one(
    reader, host, editions
):
    page = reader(GUIDE)
    says(page, READ)
    host.publish(editions["B"])
    host.stale["/assets/app.css"] = (editions["A"] / "assets/app.css").read_bytes()
    page.reload()
    until(page, ENDED)
    assert of_version(page) == "AAAA"
    expect(notice(page)).to_be_empty()
    host.stale.clear()
    page.reload()
    expect(notice(page)).to_contain_text(NEWER)


# --- What goes wrong ----------------------------------------------------------------------------


def test_a_download_cut_half_way_is_said_and_goes_on_from_where_it_was(reader, host):
    host.cut = "/assets/py/*.zip"
    page = reader(GUIDE)
    says(page, READ)
    page.locator("[data-offline] button").click()
    says(page, "没有存完，可能是网络断了")
    before = set(python_asked(host))
    host.asked.clear()
    host.cut = "no path"
    button = page.locator("[data-offline] button")
    expect(button).to_have_text("继续存")
    button.click()
    says(page, ALL)
    again = set(python_asked(host)) & before
    assert all(path.endswith(".zip") for path in again) or len(again) < len(before)
    host.down = True
    page.reload()
    check(page)


def test_an_update_cut_half_way_leaves_the_old_version_whole_and_goes_on_at_the_next_visit(
    reader, host, editions
):
    page = reader(GUIDE)
    says(page, READ)
    host.publish(editions["B"])
    host.cut = "/guides/2.26/"
    page.reload()
    until(page, ENDED)
    assert of_version(page) == "AAAA"
    expect(notice(page)).to_be_empty()
    host.cut = "no path"
    host.asked.clear()
    page.reload()
    expect(notice(page)).to_contain_text(NEWER)
    assert "/assets/app.css" not in host.asked  # had arrived the first time
    assert of_version(page) == "AAAA"


def test_a_full_disk_is_said_and_the_page_works(reader, host):
    page = reader(GUIDE)
    says(page, READ)
    quota(page, host, 1)
    page.locator("[data-offline] button").click()
    says(page, "这台设备的空间不够，没有存完")
    page.goto(OTHER)
    expect(page.locator("h1")).to_contain_text("版本A")
    page.goto(GUIDE)
    check(page)


def test_on_a_disk_full_from_the_start_the_site_works_as_without_a_worker(reader, host):
    page = reader.context().new_page()
    quota(page, host, 1)
    page.goto(GUIDE)
    check(page)
    page.goto(OTHER)
    expect(page.locator("h1")).to_contain_text("版本A")


def test_a_newer_version_that_finds_no_space_is_said_and_can_be_had_from_the_network(reader, host, editions):
    page = reader(GUIDE)
    says(page, READ)
    quota(page, host, 1)
    host.publish(editions["B"])
    page.reload()
    expect(notice(page)).to_contain_text("有新版本，但这台设备的空间不够")
    notice(page).get_by_role("button", name="更新").click()
    expect(page.locator("h1")).to_contain_text("版本B")
    page.wait_for_load_state()
    assert of_version(page) == "BBBB"


def quota(page: Page, host: Host, size: int) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": host.url.rstrip("/"), "quotaSize": size})


@pytest.mark.parametrize(
    "blocked",
    [
        "if (navigator.serviceWorker) navigator.serviceWorker.register = () => Promise.reject(new DOMException('no', 'SecurityError'))",
        "delete Navigator.prototype.serviceWorker",
        """for (const name of ['localStorage', 'sessionStorage', 'caches']) {
             Object.defineProperty(window, name, {get() { throw new DOMException('no', 'SecurityError'); }});
           }""",
    ],
)
def test_where_the_browser_forbids_workers_or_storage_the_page_works_and_nothing_is_offered(
    browser, host, blocked
):
    visitor = Visitor(browser, host.url)
    context = visitor.context(service_workers="block" if "window" in blocked else "allow")
    context.add_init_script(blocked)
    page = context.new_page()
    page.goto(GUIDE)
    check(page)
    expect(page.locator("[data-offline]")).to_be_hidden()
    context.close()
    assert not [fault for fault in visitor.faults if "blocked by Playwright" not in fault]


# --- Installing, and working on the site --------------------------------------------------------


def test_chromium_finds_nothing_that_stands_against_installing(reader):
    page = reader()
    says(page, READ)
    session = page.context.new_cdp_session(page)
    manifest = session.send("Page.getAppManifest")
    assert not manifest["errors"]
    assert json.loads(manifest["data"])["name"] == "企业政务服务办事指南"
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in errors] in ([], ["in-incognito"])


def test_make_serve_shows_what_was_just_built_and_ends_the_worker_of_a_published_site(
    browser, editions, tmp_path
):
    folder = Path(shutil.copytree(editions["A"], tmp_path / "site"))
    with Host(folder).running() as published:
        visitor = Visitor(browser, published.url)
        visitor.forgive_errors()
        page = visitor(GUIDE)
        says(page, READ)
        port = published.server_port
    with Server(folder, port) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        guide = folder / GUIDE / "index.html"
        for word in ("改一", "改二"):  # the first visit ends the worker, which opens the page anew
            guide.write_text(re.sub("版本.*?</h1>", f"版本{word}</h1>", guide.read_text("utf-8")), "utf-8")
            page.goto(GUIDE)
            expect(page.locator("h1")).to_contain_text(f"版本{word}")
        assert not caches_of(page)
        page.context.close()
        server.shutdown()


def test_a_subfolder_of_a_host_is_as_good(browser, editions, tmp_path):
    folder = tmp_path / "host"
    shutil.copytree(editions["A"], folder / "sub")
    (folder / "_headers").write_text("/*\n  Cache-Control: no-cache\n", "utf-8")
    (folder / "404.html").write_text("404", "utf-8")
    with Host(folder).running() as running:
        visitor = Visitor(browser, f"{running.url}sub/")
        visitor.forgive_errors()
        page = visitor(GUIDE)
        says(page, READ)
        running.down = True
        page.goto("nothing/here/")
        expect(page.locator("h1")).to_have_text(re.compile("^这一页现在打不开"))
        page.get_by_role("link", name="回首页").click()
        expect(page.locator("h1")).to_contain_text("版本A")
        page.context.close()
