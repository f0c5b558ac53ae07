"""A web host in miniature: it follows ``_headers`` and revalidation, and can fail in the ways hosts and lines do."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sitegen.headers import write_headers
from sitegen.pwa import write_worker
from sitegen.scripts import hashed

PAGES = ("", "browse", "help", "guides/1.41", "guides/1.42", "guides/2.26")


def edition(root: Path, site: Path, folder: Path, name: str) -> Path:
    """A part of ``site`` as a version of its own: ``name`` stands in its pages, style, script and data."""
    for page in PAGES:
        (folder / page).mkdir(parents=True, exist_ok=True)
        shutil.copy(site / page / "index.html", folder / page)
    for file in ("404.html", "offline.html", "manifest.webmanifest"):
        shutil.copy(site / file, folder)
    shutil.copytree(site / "assets", folder / "assets")
    for file in ("calendar.json", "deadlines.json", "packs/1.41.json", "packs/1.42.json", "packs/2.26.json"):
        target = folder / "api/v1" / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(site / "api/v1" / file, target)
    with (folder / "assets/app.css").open("a") as style:
        style.write(f'\n:root {{ --edition: "{name}"; }}\n')
    (script,) = (folder / "assets").glob("site-*.js")
    code = f'{script.read_text("utf-8")}\ndocument.documentElement.dataset.edition = "{name}";\n'
    script.unlink()
    renamed = Path(hashed("site.js", code)).name
    (folder / "assets" / renamed).write_text(code, "utf-8")
    for page in folder.rglob("*.html"):
        html = re.sub(r' data-version="\w+"', "", page.read_text("utf-8")).replace(script.name, renamed)
        page.write_text(html.replace("</h1>", f" 版本{name}</h1>"), "utf-8")
    for pack in folder.glob("api/v1/packs/*.json"):
        pack.write_text(json.dumps(json.loads(pack.read_text("utf-8")) | {"edition": name}), "utf-8")
    write_worker(root, folder)
    write_headers(folder)
    return folder


class Host(ThreadingHTTPServer):
    """Serves one folder after another at one address."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/"
        self.asked: list[str] = []
        self.down = False
        self.cut = "no path"
        """Answers to paths like this break off half-way."""
        self.stale: dict[str, bytes] = {}
        """What a cache on the way still has."""
        self.publish(folder)

    def publish(self, folder: Path) -> None:
        """Put this version on the host."""
        self.folder = folder
        self.rules = _rules((folder / "_headers").read_text("utf-8"))

    @contextmanager
    def running(self) -> Iterator[Host]:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        try:
            yield self
        finally:
            self.shutdown()
            self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up early is no news."""


def _rules(text: str) -> list[tuple[str, dict[str, str]]]:
    rules: list[tuple[str, dict[str, str]]] = []
    for line in text.splitlines():
        if line.startswith("  "):
            name, value = line.strip().split(": ", 1)
            rules[-1][1][name] = value
        else:
            rules.append((line, {}))
    return rules


class _Handler(BaseHTTPRequestHandler):
    server: Host

    def do_GET(self) -> None:
        host = self.server
        path = unquote(urlsplit(self.path).path)
        if host.down:
            self.close_connection = True
            return
        host.asked.append(path)
        file = host.folder / path.lstrip("/")
        if file.is_dir() and not path.endswith("/"):
            self.send_response(301)
            self.send_header("Location", f"{path}/")
            self._finish(path, b"")
            return
        if path.endswith("/"):
            file /= "index.html"
        found = file.is_file()
        body = (file if found else host.folder / "404.html").read_bytes()
        body = host.stale.get(path, body)
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if self.headers["If-None-Match"] == tag:
            self.send_response(304)
            self._finish(path, b"")
            return
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", mimetypes.guess_type(file.name)[0] or "application/octet-stream")
        self.send_header("ETag", tag)
        self._finish(path, body)

    def _finish(self, path: str, body: bytes) -> None:
        for pattern, headers in self.server.rules:
            if fnmatchcase(path, pattern):
                for name, value in headers.items():
                    self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if fnmatchcase(path, self.server.cut) else body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""
