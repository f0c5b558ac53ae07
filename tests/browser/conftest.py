"""A real Chromium on the built site. A page that logs an error or leaves this machine fails its test."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from sitegen.scripts import bundle
from sitegen.serve import Server
from tests.browser.forms import Form

ARTIFACTS = Path(__file__).resolve().parent.parent / "artifacts"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 40_000
"""Milliseconds: Python boots in two seconds, but the machine may be busy with other work."""


class Visitor:
    """Opens pages of the site in contexts of their own and notes whatever a page must never do."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser = browser
        self.base = base
        self.contexts: list[BrowserContext] = []
        self.requests: list[str] = []
        self.faults: list[str] = []
        self.log: list[str] = []
        self.forgiving = False

    def context(self, **options: Any) -> BrowserContext:
        """A fresh profile (its storage is its own), watched."""
        context = self.browser.new_context(base_url=self.base, locale="zh-CN", **options)
        context.set_default_timeout(PATIENCE)
        context.on(
            "console", lambda message: self._heard(message.type, f"{message.text} {message.location['url']}")
        )
        context.on("weberror", lambda error: self._heard("error", str(error.error)))
        context.on("request", self._requested)
        self.contexts.append(context)
        return context

    def __call__(self, path: str = "", **options: Any) -> Page:
        """Open ``path`` (relative to the root of the site) in a fresh profile."""
        page = self.context(**options).new_page()
        page.goto(path)
        return page

    def forgive_errors(self) -> None:
        """For tests that break something on purpose: the browser's own complaints are no fault."""
        self.forgiving = True

    def python_requests(self) -> list[str]:
        """Everything asked for so far that belongs to Python."""
        return [url for url in self.requests if "/assets/py/" in url or "worker.js" in url]

    def _heard(self, kind: str, text: str) -> None:
        self.log.append(f"{kind}: {text}")
        if kind == "error" and not self.forgiving:
            self.faults.append(f"console: {text}")

    def _requested(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.faults.append(f"third-party request: {request.url}")


@pytest.fixture(scope="session")
def base(site: Path) -> Iterator[str]:
    """The address of the site, served as ``make serve`` does."""
    with Server(site, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.url
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests: the machine's own, else the one Playwright installed."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, CHROMIUM)), None)
        yield playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )


@pytest.fixture(scope="session")
def axe(root: Path) -> str:
    """The script that looks for barriers in a page."""
    return (root / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


@pytest.fixture(scope="session")
def load_module(root: Path) -> Callable[[Page, str], None]:
    """Put a module of docs/assets, which is published only inside the bundle, into a page by its own name."""

    def load(page: Page, name: str) -> None:
        script = bundle(root, root / "docs" / "assets" / f"{name}.js", f"--global-name={name}")
        address = f"assets/{name}.js"
        page.route(f"**/{address}", lambda route: route.fulfill(body=script, content_type="text/javascript"))
        page.add_script_tag(url=f"/{address}")

    return load


@pytest.fixture
def visit(browser: Browser, base: str, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """A reader of this test alone."""
    yield from _watched(Visitor(browser, base), request.node)


@pytest.fixture(scope="module")
def booted(
    browser: Browser, base: str, request: pytest.FixtureRequest
) -> Iterator[Callable[[str, str], Form]]:
    """Forms on pages that the tests of a module share, so that Python boots once a page; each is given empty."""
    visitor = Visitor(browser, base)
    pages: dict[str, Page] = {}

    def open_form(path: str, widget: str = "checker") -> Form:
        if path not in pages:
            pages[path] = visitor(path)
        form = Form(pages[path], widget)
        form.tool("clear").click()
        return form

    watch = _watched(visitor, request.node)
    next(watch)
    yield open_form
    yield from watch


def _watched(visitor: Visitor, node: pytest.Item | pytest.Collector) -> Iterator[Visitor]:
    yield visitor
    if getattr(node, "failed", False) or visitor.faults:
        _save(visitor, node.name)
    for context in visitor.contexts:
        context.close()
    assert not visitor.faults, "\n".join(visitor.faults)


def _save(visitor: Visitor, name: str) -> None:
    ARTIFACTS.mkdir(exist_ok=True)
    name = re.sub(r"[^\w.-]+", "-", name)
    pages = [page for context in visitor.contexts for page in context.pages]
    for number, page in enumerate(pages, 1):
        page.screenshot(path=ARTIFACTS / f"{name}-{number}.png", full_page=True)
    (ARTIFACTS / f"{name}.log").write_text("\n".join([*visitor.log, *visitor.requests]), "utf-8")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Tell the fixtures that a test of theirs failed."""
    report = yield
    if report.when == "call" and report.failed:
        for node in item.listchain():
            node.failed = True
    return report
