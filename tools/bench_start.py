"""How soon Python gives its first verdict, as a ratio to stock Pyodide of the same version on the same page.

Ours is measured from the touch of the form to the verdict on the page. Stock is the least that ``loadPyodide()`` can do:
a module worker that boots and adds two numbers. Both take turns; the figures are medians of the rounds' ratios.
A *cold* visit is the first one with a new browser profile, a *warm* one the next with the same profile.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright, sync_playwright

from sitegen.offline import make_offline
from sitegen.scripts import bundle
from tools.wire import Host, compressed

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "site"
GUIDE = "guides/1.41/"
ROUNDS = 9
STOCK = """
import { loadPyodide } from "./pyodide.mjs";
const python = await loadPyodide({ indexURL: new URL(".", import.meta.url).href });
postMessage(python.runPython("1 + 1"));
"""
START_STOCK = """(address) => new Promise((resolve, reject) => {
  const began = performance.now();
  const worker = new Worker(address, { type: "module" });
  worker.onerror = reject;
  worker.onmessage = ({ data }) => (data === 2 ? resolve(performance.now() - began) : reject(data));
})"""
START_OURS = """() => new Promise((resolve) => {
  const began = performance.now();
  const seen = new MutationObserver(() => {
    if (document.querySelector("#checker .verdict--not_met")) resolve(performance.now() - began);
  });
  seen.observe(document.querySelector("#checker"), { subtree: true, childList: true });
  const answer = document.querySelector("#checker [name='answers.company'][value=foreign]");
  answer.focus();
  answer.click();
})"""
LINE = {"offline": False, "latency": 40, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}
"""A line of 10 Mbit/s and 40 ms, as the DevTools protocol wants it (bytes a second, milliseconds)."""
JUDGED = "const QUICK = 350;"
"""Where boot.js decides between the two ways; the bench also takes each way by force."""
LIMITS = {
    "首次打开": 0.27,
    "再次打开": 0.32,
    "双击离线版": 0.30,
}
MOST_BYTES = 5.2e6
MOST_PAGE_BYTES = 120e3

Start = Callable[[Page], float]


def ours(page: Page) -> float:
    """Milliseconds from the touch to the verdict."""
    return float(page.evaluate(START_OURS))


def stock(page: Page) -> float:
    """Milliseconds to stock Pyodide's first result."""
    return float(page.evaluate(START_STOCK, "/stock/first.mjs"))


def nothing(_: Page) -> float:
    """For a visit that only reads."""
    return 0.0


@contextmanager
def browser(playwright: Playwright, profile: Path) -> Iterator[BrowserContext]:
    """Chromium with this profile. No service worker: each visit is measured by itself."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=path,
        service_workers="block",
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    )
    yield context
    context.close()


def visit(playwright: Playwright, profile: Path, address: str, start: Start, *, slow: bool = False) -> float:
    """One visit: the page is opened and read, then Python is started."""
    with browser(playwright, profile) as context:
        page = context.new_page()
        page.goto(address)
        page.wait_for_load_state("networkidle")
        if slow:
            throttle(context.new_cdp_session(page))
        return start(page)


def throttle(session: CDPSession) -> None:
    """Slow the line of the page and of the workers it starts."""
    numbers = iter(range(1, 100))

    def attached(event: dict[str, Any]) -> None:
        for method, params in (
            ("Network.enable", {}),
            ("Network.emulateNetworkConditions", LINE),
            ("Runtime.runIfWaitingForDebugger", {}),
        ):
            message = json.dumps({"id": next(numbers), "method": method, "params": params})
            session.send("Target.sendMessageToTarget", {"sessionId": event["sessionId"], "message": message})

    session.on("Target.attachedToTarget", attached)
    session.send(
        "Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": False}
    )
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)


def forced(root: Path, scratch: Path, name: str, limit: str) -> Path:
    """The worker's script with the choice between the two ways taken."""
    assets = shutil.copytree(root / "docs" / "assets", scratch / name)
    boot = (assets / "boot.js").read_text("utf-8")
    assert JUDGED in boot
    (assets / "boot.js").write_text(boot.replace(JUDGED, f"const QUICK = {limit};"), "utf-8")
    made = scratch / f"{name}.js"
    made.write_text(bundle(root, assets / "worker.js"), "utf-8")
    return made


def main() -> int:
    """Print what was measured. Returns 1 when something misses its limit."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        stock_files = shutil.copytree(ROOT / "node_modules" / "pyodide", scratch / "stock")
        (stock_files / "first.mjs").write_text(STOCK, "utf-8")
        with zipfile.ZipFile(make_offline(ROOT, say=lambda _: None)) as archive:
            archive.extractall(scratch / "copy")
        (copy,) = (scratch / "copy").iterdir()
        places = {"": SITE, "stock/": stock_files}
        worker = next((SITE / "assets" / "py").glob("*/worker.js")).relative_to(SITE).as_posix()
        ways = {
            "快照": places | {worker: forced(ROOT, scratch, "snapshot", "Infinity")},
            "不用快照": places | {worker: forced(ROOT, scratch, "nothing", "-1")},
        }
        for file in (*SITE.rglob("*"), *stock_files.iterdir()):
            if file.stat().st_size > 1e5 and file.is_file():
                compressed(file)  # once, before anything is timed
        host = Host(places)
        with host.running(), sync_playwright() as playwright:
            bench = Bench(playwright, host, scratch, copy)
            sizes = bench.sizes(ways)
            rounds = [bench.round(ways) for _ in range(ROUNDS + 1)][1:]  # the first warms the machine up
    return report(rounds, sizes)


class Bench:
    """One host, one stock peer, a profile for every visitor."""

    def __init__(self, playwright: Playwright, host: Host, scratch: Path, copy: Path) -> None:
        """``copy`` is the unpacked offline copy."""
        self.playwright = playwright
        self.host = host
        self.scratch = scratch
        self.guide = host.url + GUIDE
        self.copied_guide = (copy / GUIDE / "index.html").as_uri()

    def visit(
        self, start: Start, profile: Path | None = None, address: str = "", *, slow: bool = False
    ) -> float:
        """Milliseconds of one visit, with a new profile unless one is given."""
        profile = profile or self.profile()
        return visit(self.playwright, profile, address or self.guide, start, slow=slow)

    def profile(self) -> Path:
        """A browser that has never been anywhere."""
        return Path(tempfile.mkdtemp(dir=self.scratch))

    def sizes(self, ways: Mapping[str, Mapping[str, Path]]) -> dict[str, int]:
        """Bytes on the wire: a guide by itself, then everything up to the first verdict in either way."""
        found = {}
        for name, places in ways.items():
            self.host.places = places
            self.host.sent.clear()
            self.visit(nothing)
            assert not [path for path in self.host.sent if path.startswith("assets/py/")]
            found["指南页本身"] = sum(self.host.sent.values())
            self.host.sent.clear()
            self.visit(ours)
            found[f"到结论为止（{name}）"] = sum(self.host.sent.values())
        return found

    def round(self, ways: Mapping[str, Mapping[str, Path]]) -> dict[str, float]:
        """Every measurement once, as a ratio to stock's in this round."""
        self.host.places = dict(ways["快照"])
        self.host.places.pop(next(path for path in self.host.places if path.endswith("worker.js")))
        stocked, visited = self.profile(), self.profile()
        cold = self.visit(stock, stocked)
        ratios = {"首次打开": self.visit(ours, visited) / cold}
        ratios["再次打开"] = self.visit(ours, visited) / self.visit(stock, stocked)
        ratios["双击离线版"] = self.visit(ours, address=self.copied_guide) / cold
        slow = self.visit(stock, slow=True)
        ratios["10 Mbit/s、40 毫秒"] = self.visit(ours, slow=True) / slow
        for name, places in ways.items():
            self.host.places = places
            ratios[f"首次打开，{name}"] = self.visit(ours) / cold
            ratios[f"10 Mbit/s、40 毫秒，{name}"] = self.visit(ours, slow=True) / slow
        return ratios


def report(rounds: list[dict[str, float]], sizes: dict[str, int]) -> int:
    """Say how the two compare."""
    print(f"从动手到结论，和同一版本的原装 Pyodide 交替各 {ROUNDS} 轮；比值为各轮比值的中位数（最小–最大）")
    missed = 0
    for name in rounds[0]:
        ratios = [each[name] for each in rounds]
        ratio, limit = statistics.median(ratios), LIMITS.get(name)
        missed += limit is not None and ratio > limit
        sign = " " if limit is None else "✗" if ratio > limit else "✓"
        most = f"，上限 {limit}" if limit else ""
        print(f"{sign} {ratio:.2f}  {name}（{min(ratios):.2f}–{max(ratios):.2f}{most}）")
    for name, size in sizes.items():
        limit = MOST_PAGE_BYTES if name == "指南页本身" else MOST_BYTES
        missed += size > limit
        print(f"{'✗' if size > limit else '✓'} {size / 1e6:.2f} MB  {name}（brotli，上限 {limit / 1e6:.2f}）")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
