"""Drives an old browser engine: JSON lines in, JSON lines out. Runs inside that engine's own environment.

In: ``{"do": name, ...}``. Out: ``{"ok": value}`` or ``{"error": words}``, one line for one, in order.
Qt WebEngine 5 and 6 differ in where their classes are, and hardly else.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"

try:
    from PyQt6.QtCore import QPoint, QSocketNotifier, Qt, QTimer, QUrl
    from PyQt6.QtTest import QTest
    from PyQt6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineSettings
    from PyQt6.QtWebEngineWidgets import QWebEngineView
    from PyQt6.QtWidgets import QApplication
except ImportError:
    from PyQt5.QtCore import QPoint, QSocketNotifier, Qt, QTimer, QUrl
    from PyQt5.QtTest import QTest
    from PyQt5.QtWebEngineWidgets import (
        QWebEnginePage,
        QWebEngineProfile,
        QWebEngineSettings,
        QWebEngineView,
    )
    from PyQt5.QtWidgets import QApplication

EVERY = 25
"""Milliseconds between two looks at a page."""
MAIN_WORLD, OWN_WORLD = 0, 1

# A value or a promise of one ends up in self.drive, from where it is fetched.
ASK = """(function () {
  var box = self.drive = {};
  Promise.resolve().then(function () { return (%s); }).then(
    function (value) { box.ok = value === undefined ? null : value; },
    function (error) { box.error = String(error); });
})()"""
TAKE = "JSON.stringify(self.drive || {})"
# A page takes no press of the mouse before it has been painted.
PAINTED = (
    "new Promise(function (done) { requestAnimationFrame(function () { requestAnimationFrame(done); }); })"
)
# The middle of an element, once it stands still in the window: old engines scroll bit by bit.
PLACE = """(function (node) {
  node.scrollIntoView({block: "center"});
  return new Promise(function (done) {
    (function look(before) {
      requestAnimationFrame(function () {
        var box = node.getBoundingClientRect();
        var y = box.top + box.height / 2;
        if (y === before && y > 0 && y < innerHeight) done([box.left + box.width / 2, y]);
        else look(y);
      });
    })();
  });
})(%s)"""
Reply = Callable[[dict[str, Any]], None]


class Page(QWebEnginePage):
    """A page that keeps what is said in its console."""

    def __init__(self, profile: QWebEngineProfile, said: list[str]) -> None:
        super().__init__(profile)
        self.said = said

    def javaScriptConsoleMessage(self, level: Any, text: str, line: int, source: str) -> None:  # noqa: N802 - Qt's
        """Keep errors as ``error: …`` and the rest as ``note: …``."""
        error = level == QWebEnginePage.JavaScriptConsoleMessageLevel.ErrorMessageLevel
        self.said.append(f"{'error' if error else 'note'}: {text} ({source}:{line})")


class Drive:
    """One window, one fresh profile for every page that is opened."""

    def __init__(self, app: QApplication) -> None:
        self.app = app
        self.view = QWebEngineView()
        self.view.resize(1000, 900)
        self.view.show()
        self.view.activateWindow()
        self.world = MAIN_WORLD
        self.said: list[str] = []
        self.kept: list[Any] = []  # Qt must not see a profile vanish before its page
        self.reply: Reply = lambda _answer: None

    def open(self, url: str, scripts: bool) -> None:
        """A fresh visitor on ``url``."""
        profile = QWebEngineProfile()
        profile.setHttpAcceptLanguage("zh-CN")
        self.said = []
        page = Page(profile, self.said)
        attribute = QWebEngineSettings.WebAttribute
        page.settings().setAttribute(attribute.JavascriptEnabled, scripts)
        page.settings().setAttribute(attribute.LocalContentCanAccessRemoteUrls, False)
        self.kept += [profile, page]
        self.world = MAIN_WORLD if scripts else OWN_WORLD
        self.view.setPage(page)
        self._load(lambda: self.view.load(QUrl(url)))

    def reload(self) -> None:
        """The same page once more, in the same profile."""
        self._load(self.view.reload)

    def run(self, script: str) -> None:
        """The value of an expression, or of the promise it gives."""
        self._run(ASK % script, lambda _nothing: self._poll(TAKE, lambda box: box or None))

    def wait(self, script: str, patience: float) -> None:
        """Until an expression is true; the page may reload meanwhile."""
        self._poll(
            f"JSON.stringify({{ok: !!({script})}})", lambda box: box if box.get("ok") else None, patience
        )

    def click(self, script: str) -> None:
        """A real press of the mouse on the element an expression gives."""
        place = PLACE % script

        def press(box: dict[str, Any]) -> None:
            if "ok" in box:
                where = QPoint(*(round(number) for number in box["ok"]))
                QTest.mouseClick(
                    self._surface(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where
                )
                box = {"ok": None}
            self.reply(box)

        self._run(ASK % place, lambda _nothing: self._poll(TAKE, lambda box: box or None, then=press))

    def type(self, text: str) -> None:
        """Type into whatever has the focus; ``\\r`` is the Enter key."""
        self.view.setFocus()
        QTest.keyClicks(self._surface(), text)
        self.reply({"ok": None})

    def pdf(self, path: str) -> None:
        """The page on paper, as the printer would get it."""
        finished = self.view.page().pdfPrintingFinished
        finished.connect(lambda _path, done: self.reply({"ok": done}))
        self.view.page().printToPdf(path)

    def picture(self, path: str) -> None:
        """What stands in the window."""
        self.reply({"ok": self.view.grab().save(path)})

    def heard(self) -> None:
        """What the page said in the console since it was opened."""
        self.reply({"ok": self.said})

    def clipboard(self) -> None:
        """The text that was copied."""
        self.reply({"ok": self.app.clipboard().text()})

    def _surface(self) -> Any:
        return self.view.focusProxy()

    def _run(self, script: str, then: Callable[[Any], None]) -> None:
        self.view.page().runJavaScript(script, self.world, then)

    def _load(self, start: Callable[[], None]) -> None:
        finished = self.view.page().loadFinished

        def loaded(well: bool) -> None:
            finished.disconnect(loaded)
            if well:
                self.run(f"{PAINTED}.then(function () {{}})")
            else:
                self.reply({"error": "the page did not load"})

        finished.connect(loaded)
        start()

    def _poll(
        self,
        script: str,
        judge: Callable[[dict[str, Any]], dict[str, Any] | None],
        patience: float = 90,
        then: Reply | None = None,
    ) -> None:
        looks = iter(range(round(patience * 1000 / EVERY)))

        def look() -> None:
            self._run(script, seen)

        def seen(answer: str | None) -> None:
            found = judge(json.loads(answer or "{}"))
            if found is not None:
                (then or self.reply)(found)
            elif next(looks, None) is None:
                self.reply({"error": f"not within {patience} s: {script}"})
            else:
                QTimer.singleShot(EVERY, look)

        look()


def main() -> None:
    """Do what stdin says until it ends."""
    app = QApplication(["drive", "--disable-gpu", "--lang=zh-CN"])
    drive = Drive(app)
    answers = sys.stdout

    def reply(answer: dict[str, Any]) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    def read() -> None:
        line = sys.stdin.readline()
        if not line:
            os._exit(0)  # Qt's own way out crashes in these versions
        order = json.loads(line)
        getattr(drive, order.pop("do"))(**order)

    drive.reply = reply
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(read)
    app.exec()


main()
