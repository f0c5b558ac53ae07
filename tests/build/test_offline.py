"""The offline ZIP: every link leads to a file of it, nothing leads out, every hash is right, and it can be made again."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import posixpath
import re
import shutil
import zipfile
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest

from sitegen.copy_files import data_script
from sitegen.copy_pages import UnknownPage, copy_page, to_file
from sitegen.offline import MAX_BYTES, OfflineFailed, make_offline
from sitegen.runtime import OLDER, folder

WORDS_OF_LOADING = re.compile(r"\b(?:href|src|action|srcset|poster|data|formaction|ping)\b")
HANDED_OVER = re.compile(r"self\.copyFile\((.*)\);\n", re.DOTALL)
SERVED_ALONE = re.compile(
    r"404\.html|offline\.html|sitemap|\.webmanifest|(^|/)sw\.js|^_|api/v1/(index|entries/)"
)


class Links(HTMLParser):
    """Every address in a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.html: dict[str, str | None] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.html = dict(attrs)
        self.found += [
            (tag, name, value or "")
            for name, value in attrs
            if WORDS_OF_LOADING.fullmatch(name.rpartition(":")[2])
        ]


@pytest.fixture(scope="session")
def files(archive):
    """The files of the ZIP's one folder, by path."""
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
        [folder] = {name.partition("/")[0] for name in names}
        assert folder == archive.name.removesuffix("-offline.zip")
        return {name.partition("/")[2]: opened.read(name) for name in names}


@pytest.fixture(scope="session")
def pages(files):
    return {path: Links(content.decode()) for path, content in files.items() if path.endswith(".html")}


def test_every_page_of_the_site_is_there_and_nothing_that_needs_a_server(files, site):
    on_site = {file.relative_to(site).as_posix() for file in site.rglob("index.html")}
    assert {path for path in files if path.endswith(".html")} == on_site | {"check/index.html"}
    assert not [path for path in files if SERVED_ALONE.search(path)]


def test_every_address_in_every_page_is_a_file_of_the_copy(files, pages):
    wrong = []
    for path, page in pages.items():
        for tag, name, link in page.found:
            url = urlsplit(link)
            if url.scheme in ("tel", "mailto", "data") or link.startswith("#"):
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(url.path)))
            if url.scheme or url.netloc or link.startswith("/") or target not in files:
                wrong.append((path, tag, name, link))
    assert not wrong


def test_every_anchor_that_a_link_names_is_on_its_page(files, pages):
    anchors = {
        path: set(re.findall(r'\bid="([^"]*)"', files[path].decode()))
        | set(re.findall(r'\bname="([^"]*)"', files[path].decode()))
        for path in pages
    }
    assert not [
        (path, link)
        for path, page in pages.items()
        for _, _, link in page.found
        if "index.html#" in link
        and unquote(link.partition("#")[2])
        not in anchors[posixpath.normpath(posixpath.join(posixpath.dirname(path), link.partition("#")[0]))]
    ]


def test_no_style_leads_out(files):
    for path, content in files.items():
        if path.endswith(".css"):
            assert not re.findall(r"https?:|url\(\s*[\"']?/|@import", content.decode()), path


def test_every_page_says_that_it_is_a_copy_and_may_load_only_its_own_files(files, pages):
    for path, page in pages.items():
        html = files[path].decode()
        assert page.html["data-copy"] == "offline", path
        assert "data-kiosk" not in page.html
        [policy] = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', html)
        rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
        assert rules["default-src"] == rules["connect-src"] == rules["form-action"] == "'none'"
        assert rules["worker-src"] == "blob:"
        assert "unsafe-inline" not in policy
        assert "'unsafe-eval'" not in policy
        assert "http" not in policy
        assert 'rel="manifest"' not in html
        for attributes, body in re.findall(r"<script\b([^>]*)>(.*?)</script>", html, re.DOTALL):
            if body.strip() and "json" not in attributes:
                allowed = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
                assert f"'sha256-{allowed}'" in policy, path


def test_the_start_page_says_version_day_coverage_and_when_to_fetch_a_newer_copy(files, site, archive):
    html = re.sub(r"<[^>]*>", "", files["index.html"].decode())
    last = json.loads((site / "api/v1/calendar.json").read_text("utf-8"))["last_year"]
    assert re.search(r"版本：(\S+?)。", html)[1] in archive.name
    assert re.search(r"资料日期：\d{4} 年 \d+ 月 \d+ 日。", html)
    assert f"收录 2004 年至 {last} 年" in html
    assert f"{last + 1} 年的放假安排，国务院办公厅一般在 {last} 年 11 月至 12 月公布" in html
    assert 'href="check/index.html"' in files["index.html"].decode()


def test_data_is_handed_over_as_it_is_on_the_site(files, site):
    scripts = [path for path in files if path.startswith(("api/", "assets/py/"))]
    on_site = [*site.glob("api/v1/packs/*"), *(site / "assets" / "py").rglob("*.*")]
    assert len(scripts) == len(on_site) + 2
    for path in scripts:
        name, text = json.loads(f"[{HANDED_OVER.fullmatch(files[path].decode())[1]}]")
        assert f"{name}.js" == path
        original = (site / name).read_bytes()
        if text.encode() != original:
            assert gzip.decompress(base64.b64decode(text, validate=True)) == original


def test_the_hashes_name_every_other_file_and_are_right(files):
    listed = dict(reversed(line.split("  ", 1)) for line in files["SHA256SUMS"].decode().splitlines())
    assert set(listed) == set(files) - {"SHA256SUMS"}
    assert listed == {path: hashlib.sha256(files[path]).hexdigest() for path in listed}
    _, text = json.loads(f"[{HANDED_OVER.fullmatch(files['assets/sums.js'].decode())[1]}]")
    assert set(text.splitlines()) == {
        f"{h}  {path}" for path, h in listed.items() if path != "assets/sums.js"
    }
    assert list(listed) == sorted(listed)


def test_the_hash_beside_the_archive_is_its_own(archive):
    beside = archive.with_name(f"{archive.name}.sha256").read_text("utf-8")
    assert beside == f"{hashlib.sha256(archive.read_bytes()).hexdigest()}  {archive.name}\n"


def test_the_leaflet_opens_in_the_oldest_notepad_and_names_the_check_of_each_system(files, archive):
    text = files["使用说明.txt"]
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.count(b"\n") == text.count(b"\r\n") > 10
    for command in ("certutil -hashfile", "shasum -a 256", "sha256sum", "minisign -Vm"):
        assert f"{command} {archive.name}" in text.decode("utf-8-sig")


def test_names_are_safe_on_every_disk(files):
    assert {path for path in files if not re.fullmatch(r"[a-zA-Z0-9._/-]+", path)} == {"使用说明.txt"}
    assert len({path.lower() for path in files}) == len(files)
    assert max(map(len, files)) < 120


def test_the_archive_is_small_enough_for_a_mail_or_a_slow_stick(archive):
    assert archive.stat().st_size < MAX_BYTES


@pytest.fixture
def workshop(root, site, tmp_path):
    """Make a folder to make archives in, from the same site."""

    def make(name: str, *, own: bool = False):
        folder = tmp_path / name
        folder.mkdir()
        shutil.copyfile(root / "package.json", folder / "package.json")
        if own:
            shutil.copytree(site, folder / "site")
        else:
            (folder / "site").symlink_to(site)
        return folder

    return make


def quiet(_: str) -> None:
    """Say nothing."""


def test_two_archives_of_one_site_are_byte_identical(workshop, monkeypatch):
    monkeypatch.delenv("MINISIGN_KEY", raising=False)
    first, second = (make_offline(workshop(name), say=quiet) for name in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()


def test_a_copy_for_a_terminal_is_one_on_every_page(workshop):
    made = make_offline(workshop("kiosk"), kiosk=True, say=quiet)
    assert made.name.endswith("-offline-kiosk.zip")
    with zipfile.ZipFile(made) as opened:
        for name in opened.namelist():
            if name.endswith(".html"):
                assert "data-kiosk" in Links(opened.read(name).decode()).html, name


def test_the_copy_for_old_machines_differs_in_its_python_alone(workshop, root, files):
    there = workshop("older")
    for name in ("node_modules", "checkers", "docs", "sitegen", "pyproject.toml"):
        (there / name).symlink_to(root / name)
    made = make_offline(there, release=OLDER, say=quiet)
    assert made.name.endswith("-offline-compat.zip")
    with zipfile.ZipFile(made) as opened:
        older = {name.partition("/")[2]: opened.read(name) for name in opened.namelist()}
        [top] = {name.partition("/")[0] for name in opened.namelist()}
    assert top.endswith("-compat")  # unpacked beside the other one the two do not mix

    def others(copy):
        return {path for path in copy if not path.startswith("assets/py/")}

    assert others(older) == others(files)
    parts = ("python.js", "python.wasm", "stdlib.zip", "worker.js")
    python = folder(root, OLDER)
    assert set(older) - others(older) == {f"{python}{name}.js" for name in parts}
    for path, content in older.items():
        if path.endswith(".html"):
            assert f'<meta name="python" content="{python}" data-older>' in content.decode(), path
            assert "data-older" not in files[path].decode(), path


def test_a_page_that_is_not_as_expected_stops_the_making_and_leaves_the_last_archive(workshop):
    folder = workshop("broken", own=True)
    made = make_offline(folder, say=quiet)
    before = made.read_bytes()
    page = folder / "site" / "help" / "index.html"
    page.write_text(page.read_text("utf-8").replace("Content-Security-Policy", "x"), "utf-8")
    with pytest.raises(OfflineFailed, match=r"help/index\.html"):
        make_offline(folder, say=quiet)
    assert made.read_bytes() == before


def test_without_a_site_it_says_what_to_run(tmp_path, root):
    shutil.copyfile(root / "package.json", tmp_path / "package.json")
    with pytest.raises(OfflineFailed, match="make build"):
        make_offline(tmp_path, say=quiet)


@pytest.mark.parametrize(
    ("link", "file"),
    [
        ("./", "./index.html"),
        (".", "./index.html"),
        ("../..", "../../index.html"),
        ("guides/1.41/", "guides/1.41/index.html"),
        ("../guides/1.41/#checker", "../guides/1.41/index.html#checker"),
        ("../deadlines/?a=b/#c", "../deadlines/index.html?a=b/#c"),
        ("#top", "#top"),
        ("", ""),
        ("?kiosk", "?kiosk"),
        ("tel:05338180684", "tel:05338180684"),
        ("assets/app.css", "assets/app.css"),
        ("guides/1.41", "guides/1.41"),
    ],
)
def test_a_link_to_a_folder_becomes_one_to_its_page(link, file):
    assert to_file(link) == file


def test_a_page_without_a_policy_is_refused():
    with pytest.raises(UnknownPage):
        copy_page("<html><head></head></html>", "a.html", "", kiosk=False)


def test_a_data_script_is_written_as_javascript_would():
    assert (
        data_script("a", '\u2028"\\\x07字\n') == 'self.copyFile("a","\u2028\\"\\\\\\u0007字\\n");\n'.encode()
    )


def test_an_archive_that_is_too_big_is_not_left_behind(workshop, monkeypatch):
    monkeypatch.setattr("sitegen.offline.MAX_BYTES", 1000)
    folder = workshop("big")
    with pytest.raises(OfflineFailed, match=r"离线版有 .* MB"):
        make_offline(folder, say=quiet)
    assert not list((folder / "dist").iterdir())


def test_an_archive_that_could_not_be_signed_is_not_left_behind(workshop, monkeypatch):
    folder = workshop("unsigned")
    monkeypatch.setenv("MINISIGN_KEY", str(folder / "no.key"))
    with pytest.raises(OfflineFailed, match="密钥文件不存在"):
        make_offline(folder, say=quiet)
    assert not list((folder / "dist").iterdir())
