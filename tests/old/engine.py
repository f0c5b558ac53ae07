"""Old browser engines as tests use them: each a process of its own in its own environment (drive.py)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
VENVS = ROOT / ".venv-old"
DRIVE = Path(__file__).with_name("drive.py")
HARMLESS = (
    "wasm-unsafe-eval",  # a word of the policy that Chromium knows from 97 on
    "Unrecognized Content-Security-Policy directive",
    "SharedArrayBuffer will require",  # Chromium 92 warns of what Pyodide only looks for
    "Release of profile requested",  # Qt, when a page is exchanged for the next
)


class Engine:
    """One old browser: one page at a time, a fresh profile for each."""

    def __init__(self, version: str, base: str, folder: Path) -> None:
        python = VENVS / f"chromium-{version}" / "bin" / "python"
        assert python.is_file(), f"Chromium {version} 还没有安装：运行 make test-old，它会自己安装"
        self.version = version
        self.base = base
        self.folder = folder
        self.process = subprocess.Popen(
            [python, str(DRIVE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(folder / "engine.log").open("w"),
            text=True,
        )

    def order(self, do: str, **what: Any) -> Any:
        """Have something done; its result."""
        answer = self._answer({"do": do, **what})
        assert "error" not in answer, f"{answer['error']}\n{self.said()}"
        return answer["ok"]

    def open(self, path: str = "", scripts: bool = True) -> None:
        """``path``, relative to the site (or an address), as a new visitor."""
        url = path if ":" in path else self.base + path
        self.order("open", url=url, scripts=scripts)

    def reload(self) -> None:
        self.order("reload")

    def run(self, script: str) -> Any:
        """The value of an expression, or of its promise."""
        return self.order("run", script=script)

    def wait(self, script: str, patience: float = 60) -> None:
        """Until an expression is true."""
        self.order("wait", script=script, patience=patience)

    def click(self, selector: str) -> None:
        """A real click on what ``selector`` finds first."""
        self.order("click", script=f"document.querySelector({json.dumps(selector)})")

    def type(self, text: str) -> None:
        """Into the focused field."""
        self.order("type", text=text)

    def text(self, selector: str) -> str:
        """The text of what ``selector`` finds first, as the reader sees it."""
        words: str = self.run(f"document.querySelector({json.dumps(selector)}).innerText")
        return words

    def shown(self, selector: str) -> bool:
        """Whether any element the selector finds takes up room."""
        return self.run(
            f"[...document.querySelectorAll({json.dumps(selector)})].some(node => node.getClientRects().length)"
        )

    def pdf(self) -> Path:
        """The page as it would come out of the printer."""
        path = self.folder / "page.pdf"
        assert self.order("pdf", path=str(path))
        return path

    def picture(self, path: Path) -> None:
        self.order("picture", path=str(path))

    def clipboard(self) -> str:
        return self.order("clipboard")

    def without_printer(self) -> None:
        """From now on the page's wishes to print are only counted, in ``self.printed``: some engines wait for a dialog."""
        self.run("(() => { self.printed = 0; self.print = () => { self.printed += 1; }; })()")

    def said(self) -> list[str]:
        """Whatever was said in the console, without what is known to be harmless."""
        return [
            line for line in self._answer({"do": "heard"})["ok"] if not any(word in line for word in HARMLESS)
        ]

    def faults(self) -> list[str]:
        return [line for line in self.said() if line.startswith("error:")]

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(30)

    def _answer(self, order: dict[str, Any]) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        log = (self.folder / "engine.log").read_text("utf-8", "replace")[-2000:]
        assert line, f"Chromium {self.version} died:\n{log}"
        return json.loads(line)
