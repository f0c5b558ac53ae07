"""A web host for measuring: everything goes out compressed as a good host does it, and every byte is counted."""

from __future__ import annotations

import mimetypes
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli

from sitegen.headers import ASK_FIRST, FOR_EVER, IMMUTABLE, TYPES

_TYPES = TYPES | {".mjs": "text/javascript", ".js": "text/javascript"}


@cache
def compressed(file: Path) -> bytes:
    """The file as it goes over the wire."""
    return brotli.compress(file.read_bytes(), quality=11, lgwin=24)


class Host(ThreadingHTTPServer):
    """Serves the folders of ``places`` (by the beginning of the path; ``""`` is the site)."""

    daemon_threads = True

    def __init__(self, places: Mapping[str, Path]) -> None:
        """Listen on a free port of this machine."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.places = places
        self.url = f"http://127.0.0.1:{self.server_port}/"
        self.sent: dict[str, int] = {}
        """Bytes of the answers' bodies by path, since it was last cleared."""

    def file(self, path: str) -> Path:
        """The file an address stands for."""
        for prefix in sorted(self.places, reverse=True):
            if path.startswith(prefix):
                file = self.places[prefix] / path.removeprefix(prefix)
                return file / "index.html" if path.endswith("/") or not path else file
        raise AssertionError(path)

    @contextmanager
    def running(self) -> Iterator[Host]:
        """Serve until the block is left."""
        threading.Thread(target=self.serve_forever, daemon=True).start()
        try:
            yield self
        finally:
            self.shutdown()
            self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up early is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Host

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path).lstrip("/")
        file = self.server.file(path)
        if not file.is_file():
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = compressed(file)
        kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Encoding", "br")
        self.send_header("Content-Length", str(len(body)))
        lasting = re.match(IMMUTABLE, path) or not path.startswith(("api/", "guides/"))
        self.send_header("Cache-Control", FOR_EVER if lasting else ASK_FIRST)
        self.end_headers()
        self.server.sent[path] = self.server.sent.get(path, 0) + len(body)
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""
