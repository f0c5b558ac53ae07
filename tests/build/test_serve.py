"""The server of ``make serve``: right types, this machine only, rebuilt on change, never worse than the last good site."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from sitegen.serve import HOST, Server

GIVE_UP = 120
"""Seconds after which a server that says nothing is ended, so that a fault cannot hang the tests."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    for name in ("index.html", "a.mjs", "a.wasm", "a.js", "folder/a.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("内容", "utf-8")
    with Server(tmp_path, 0) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


def get(port: int, path: str) -> tuple[int, str, str, str]:
    connection = HTTPConnection(HOST, port, timeout=GIVE_UP)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read().decode("utf-8")
    connection.close()
    return answer.status, answer.headers.get_content_type(), answer.headers["Cache-Control"], body


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html"),
        ("/a.mjs", "text/javascript"),
        ("/a.js", "text/javascript"),
        ("/a.wasm", "application/wasm"),
        ("/folder/a.json", "application/json"),
    ],
)
def test_files_have_the_type_a_browser_insists_on_and_are_never_cached(server, path, kind):
    assert get(server.server_port, path) == (200, kind, "no-store", "内容")


@pytest.mark.parametrize("path", ["/folder/", "/nothing", "/../conftest.py"])
def test_there_is_no_listing_and_nothing_outside_the_site(server, path):
    assert get(server.server_port, path)[0] == 404


def test_only_this_machine_is_served(server):
    assert server.server_address[0] == "127.0.0.1"


def test_a_taken_port_is_explained_with_the_way_out(server, root):
    command = [sys.executable, "-m", "sitegen", "serve", "--port", str(server.server_port)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"端口 {server.server_port} 已被占用" in done.stderr
    assert f"make serve PORT={server.server_port + 1}" in done.stderr


@contextmanager
def serving(folder: Path, port: int) -> Iterator[Iterator[str]]:
    """Run the server in ``folder``; gives what it prints, line by line."""
    command = [sys.executable, "-u", "-m", "sitegen", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )
    guard = threading.Timer(GIVE_UP, process.kill)
    guard.start()
    assert process.stdout
    try:
        yield iter(process.stdout)
    finally:
        guard.cancel()
        process.terminate()
        process.wait()
        process.stdout.close()


def until(lines: Iterator[str], words: str) -> str:
    seen = ""
    for line in lines:
        seen += line
        if words in line:
            return seen
    pytest.fail(f"没有出现“{words}”：\n{seen}")


def test_a_change_rebuilds_and_a_mistake_keeps_the_last_good_site(clone):
    folder = clone()
    entry = next((folder / "data" / "entries").rglob("1.41-*.yml"))
    good = entry.read_text("utf-8")
    with Server(folder, 0) as free:  # a port that is free now
        port = free.server_port
    with serving(folder, port) as lines:
        until(lines, "网站已打开")
        title = get(port, "/guides/1.41/")[3]

        entry.write_text(good + "\nfavourite_colour: 红\n", "utf-8")
        said = until(lines, "仍提供上一次成功生成的网站")
        assert f"{entry.relative_to(folder)}:{good.count(chr(10)) + 2}:1 favourite_colour" in said
        assert get(port, "/guides/1.41/")[3] == title

        entry.write_text(good.replace("title: ", "title: 改过的", 1), "utf-8")
        until(lines, "完成：site/")
        assert "改过的" in get(port, "/guides/1.41/")[3]
