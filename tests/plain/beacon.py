"""A server on this machine that the probe in a page talks to by loading images, which even file:// allows."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import unquote, urlsplit

PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="1"/>'
NOWHERE = 10_000
"""The width that says: the tour is over."""

Facts = Mapping[str, Any]


class Beacon(ThreadingHTTPServer):
    """Hears what the probe saw of each stop of a tour and answers which stop comes next.

    How far a tour has come is known here and nowhere in the browser: what a page keeps is under test. The only
    answer an image can carry is its size, so the width of the image says the next stop, counted from 1.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.begin(range(0))
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def begin(self, stops: range) -> None:
        """A new tour: nothing is told yet."""
        self.stops = stops
        self.stop = stops.start
        self.words: queue.SimpleQueue[tuple[int, Facts]] = queue.SimpleQueue()

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up early is no news."""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        beacon = cast(Beacon, self.server)
        url = urlsplit(self.path)
        if url.path == "/told":
            stop, facts = json.loads(unquote(url.query))
            beacon.stop = stop + 1
            beacon.words.put((stop, facts))
        body = PIXEL.format(beacon.stop + 1 if beacon.stop in beacon.stops else NOWHERE).encode()
        self.send_response(200)
        self.send_header("Content-Type", "image/svg+xml")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what was heard is in the tests."""
