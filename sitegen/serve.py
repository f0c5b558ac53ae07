"""Serves ``site/`` to this machine only and rebuilds it when data, pages, templates or Python change."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from watchfiles import watch

from sitegen.headers import HEADERS

HOST = "127.0.0.1"
WATCHED = ("data", "docs", "sitegen", "checkers", "mkdocs.yml")

NO_WORKER = """// While one writes, a page must be what was just built: this worker ends the one of a published site, if any.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith(self.registration.scope));
  await Promise.all(names.map((name) => caches.delete(name)));
  await self.registration.unregister();
  if (names.length) for (const page of await self.clients.matchAll()) page.navigate(page.url);
})()));
"""


class Handler(SimpleHTTPRequestHandler):
    """Files of the site with the types browsers insist on, never cached, no directory listings."""

    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".mjs": "text/javascript",
        ".js": "text/javascript",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
    }

    def end_headers(self) -> None:
        """Add the headers every answer carries: those of the published site, but nothing is kept."""
        for name, value in (HEADERS | {"Cache-Control": "no-store"}).items():
            self.send_header(name, value)
        super().end_headers()

    def do_GET(self) -> None:
        """Answer with the file; in place of the service worker with one that keeps nothing."""
        if self.path.split("?")[0] == "/sw.js":
            self._send(HTTPStatus.OK, "text/javascript", NO_WORKER.encode())
        else:
            super().do_GET()

    def list_directory(self, path: object) -> None:  # noqa: ARG002 - the base class's signature
        """A folder without an index page is not a page."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a missing page with the site's own 404 page, as a server on the web would."""
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        self._send(code, "text/html; charset=utf-8", page.read_bytes())

    def _send(self, code: int, kind: str, body: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet: the terminal is for builds and their errors."""


class Server(ThreadingHTTPServer):
    """A server for one folder on this machine."""

    daemon_threads = True

    def __init__(self, site: Path, port: int) -> None:
        """Listen on ``port`` (0 picks a free one). Raises OSError when it is taken."""
        super().__init__((HOST, port), partial(Handler, directory=str(site)))

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up early is no news."""

    @property
    def url(self) -> str:
        """The address of the home page."""
        return f"http://{HOST}:{self.server_port}/"


def serve(root: Path, port: int) -> int:
    """Build, serve, and rebuild on every change until Ctrl+C. Returns the exit status."""
    try:
        server = Server(root / "site", port)
    except OSError:
        print(f"端口 {port} 已被占用。换一个端口：make serve PORT={port + 1}", file=sys.stderr)
        return 1
    with server:
        built = rebuild(root)
        if not (root / "site" / "index.html").is_file():
            return 1
        threading.Thread(target=server.serve_forever, daemon=True).start()
        if not built:
            print("仍提供上一次成功生成的网站。", file=sys.stderr)
        print(f"网站已打开：{server.url}（按 Ctrl+C 结束；改动会自动重新生成）", flush=True)
        watch_and_rebuild(root)
    return 0


def watch_and_rebuild(root: Path) -> None:
    """Rebuild after every change of a watched file, until Ctrl+C."""
    paths = [root / name for name in WATCHED if (root / name).exists()]
    with suppress(KeyboardInterrupt):
        for changes in watch(*paths):
            names = sorted({str(Path(path).relative_to(root)) for _, path in changes})
            print(f"\n有改动：{'、'.join(names[:3])}{' 等' if len(names) > 3 else ''}", flush=True)
            if not rebuild(root):
                print("仍提供上一次成功生成的网站；改好后会自动再试。", file=sys.stderr, flush=True)


def rebuild(root: Path) -> bool:
    """Build in a process of its own, because Python itself may have changed. True when it succeeded."""
    return subprocess.run([sys.executable, "-m", "sitegen", "build"], cwd=root, check=False).returncode == 0
