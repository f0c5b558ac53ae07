"""The list of the service worker: every file a reader needs, with its content's hash, under a version of the whole."""

from __future__ import annotations

import json
import shutil
import struct
from pathlib import Path

import pytest

from sitegen.pwa import fingerprint, groups_of, write_worker


def listed(site: Path) -> dict:
    first = (site / "sw.js").read_text("utf-8").split("\n", 1)[0]
    return json.loads(first.removeprefix("const SITE = ").removesuffix(";"))


@pytest.fixture(scope="module")
def worker(site: Path) -> dict:
    return listed(site)


def file_of(site: Path, address: str) -> Path:
    file = site / address
    return file / "index.html" if file.is_dir() else file


def test_every_listed_file_is_there_as_listed(site, worker):
    for group in worker["groups"].values():
        for address, digest in group.items():
            assert fingerprint(file_of(site, address)) == digest, address


def test_every_page_pack_and_part_of_python_is_listed_once(site, worker):
    files = [
        file_of(site, address).relative_to(site) for group in worker["groups"].values() for address in group
    ]
    assert len(files) == len(set(files))
    assert {file.parent.as_posix() for file in files if file.name == "index.html"} == {
        file.parent.relative_to(site).as_posix() for file in site.rglob("index.html")
    }
    for folder in ("api/v1/packs", "assets"):
        left_out = {file.relative_to(site) for file in (site / folder).rglob("*") if file.is_file()} - set(
            files
        )
        # for other Pyodides: no page loads them
        assert all(file.suffix == ".whl" or file.name == "pyodide-lock.json" for file in left_out)


def test_every_file_over_two_megabytes_is_listed_with_python(site, worker):
    large = {
        file.relative_to(site).as_posix()
        for file in site.rglob("*")
        if file.is_file() and file.stat().st_size > 2_000_000
    }
    assert len(large) >= 2  # the interpreter and its memory or library
    assert large <= set(worker["groups"]["python"])
    assert all(path.startswith("assets/py/") for path in worker["groups"]["python"])


def test_the_shell_is_what_the_page_without_a_network_needs_and_small(site, worker):
    shell = worker["groups"]["shell"]
    assert {"", "offline.html", "manifest.webmanifest", "assets/theme.js", "assets/app.css"} <= set(shell)
    assert sum(file_of(site, address).stat().st_size for address in shell) < 400_000


def small_site(folder: Path, word: str = "甲") -> Path:
    (folder / "guides/1.1").mkdir(parents=True)
    (folder / "assets").mkdir()
    for name in ("index.html", "offline.html", "404.html", "guides/1.1/index.html"):
        (folder / name).write_text(f'<html lang="zh-CN"><link href="./assets/a.css">{word}', "utf-8")
    (folder / "assets/a.css").write_text("a {}", "utf-8")
    (folder / "assets/icon.png").write_text(word, "utf-8")
    return folder


def test_the_version_depends_on_every_file_and_stands_in_every_page(root, tmp_path):
    first, same, other = (
        small_site(tmp_path / name, word) for name, word in (("a", "甲"), ("b", "甲"), ("c", "乙"))
    )
    shutil.copy(first / "assets/a.css", first / "sitemap.xml")  # not for readers
    for site in (first, same, other):
        write_worker(root, site)
    versions = [listed(site)["version"] for site in (first, same, other)]
    assert versions[0] == versions[1] != versions[2]
    for page in first.rglob("*.html"):
        assert page.read_text("utf-8").startswith(f'<html data-version="{versions[0]}" ')


def test_only_what_readers_need_is_listed_in_the_order_they_need_it(tmp_path):
    site = small_site(tmp_path / "site")
    for name in (
        "assets/py/0a/python.wasm",
        "assets/py/0a/checkers.whl",
        "assets/py/0a/pyodide-lock.json",
        "api/v1/packs/1.1.json",
        "api/v1/entries/1.1.json",
        "sw.js",
        "_headers",
    ):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("甲", "utf-8")
    assert groups_of(site) == {
        "shell": ["assets/a.css", "index.html", "offline.html"],
        "pages": ["api/v1/packs/1.1.json", "assets/icon.png", "guides/1.1/index.html"],
        "python": ["assets/py/0a/python.wasm"],
    }


def test_the_icons_of_the_manifest_have_the_sizes_it_names(site):
    manifest = json.loads((site / "manifest.webmanifest").read_text("utf-8"))
    assert {icon.get("purpose", "any") for icon in manifest["icons"]} == {"any", "maskable"}
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    for icon in manifest["icons"]:
        head = (site / icon["src"]).read_bytes()[:24]
        assert head.startswith(b"\x89PNG")
        width, height = struct.unpack(">II", head[16:24])
        assert icon["sizes"] == f"{width}x{height}"


def test_every_page_names_the_manifest(site):
    for page in site.rglob("*.html"):
        html = page.read_text("utf-8")
        assert html.count('<link rel="manifest" href="') == 1
        assert html.count('<meta name="theme-color"') == 2
