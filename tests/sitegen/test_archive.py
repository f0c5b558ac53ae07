"""The archive's bytes depend on its content alone; a signature is made when a key is configured, or said why not."""

from __future__ import annotations

import hashlib
import zipfile
from datetime import UTC, datetime

import pytest

from sitegen.archive import KEY, SigningFailed, sign, write_hash, write_zip

MOMENT = datetime(2026, 11, 18, 12, 0, 2, tzinfo=UTC)
FILES = {"index.html": b"a", "使用说明.txt": "字".encode(), "a/b.js": b"b" * 1000}


@pytest.fixture
def archive(tmp_path):
    write_zip(tmp_path / "dist" / "a.zip", "folder", FILES, MOMENT)
    return tmp_path / "dist" / "a.zip"


def test_the_files_stand_sorted_in_one_folder_with_one_date(archive):
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
        assert {info.date_time for info in opened.infolist()} == {(2026, 11, 18, 12, 0, 2)}
        assert {name.removeprefix("folder/"): opened.read(name) for name in names} == FILES
    assert names == sorted(names)
    assert all(name.startswith("folder/") for name in names)


def test_the_order_in_which_files_come_changes_nothing(archive, tmp_path):
    write_zip(tmp_path / "b.zip", "folder", dict(reversed(FILES.items())), MOMENT)
    assert (tmp_path / "b.zip").read_bytes() == archive.read_bytes()


def test_its_hash_stands_beside_it_as_sha256sum_reads_it(archive):
    written = write_hash(archive)
    assert written.name == "a.zip.sha256"
    assert written.read_text("utf-8") == f"{hashlib.sha256(archive.read_bytes()).hexdigest()}  a.zip\n"


def test_without_a_key_nothing_is_signed_and_an_old_signature_goes(archive, monkeypatch):
    monkeypatch.delenv(KEY, raising=False)
    old = archive.with_name("a.zip.minisig")
    old.write_text("old", "utf-8")
    assert sign(archive) is None
    assert not old.exists()


def test_a_key_that_is_not_there_is_named(archive, monkeypatch, tmp_path):
    monkeypatch.setenv(KEY, str(tmp_path / "no.key"))
    with pytest.raises(SigningFailed, match=r"密钥文件不存在：.*no\.key"):
        sign(archive)


def test_a_key_without_the_program_says_how_to_get_it(archive, monkeypatch, tmp_path):
    key = tmp_path / "a.key"
    key.write_text("", "utf-8")
    monkeypatch.setenv(KEY, str(key))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SigningFailed, match="minisign"):
        sign(archive)


def program(folder, text):
    """A stand-in for minisign; the real one is not needed to see what is asked of it."""
    file = folder / "minisign"
    file.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    file.chmod(0o755)


@pytest.fixture
def key(tmp_path, monkeypatch):
    file = tmp_path / "a.key"
    file.write_text("", "utf-8")
    monkeypatch.setenv(KEY, str(file))
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return file


def test_a_key_signs_the_archive(archive, key, tmp_path):
    program(tmp_path, 'printf "%s\\n" "$@" > "$7"')
    signature = sign(archive)
    assert signature == archive.with_name("a.zip.minisig")
    asked = signature.read_text("utf-8").splitlines()
    assert asked == ["-S", "-s", str(key), "-m", str(archive), "-x", str(signature), "-t", "a.zip"]


@pytest.mark.usefixtures("key")
def test_a_program_that_fails_stops_with_what_it_said(archive, tmp_path):
    program(tmp_path, "echo wrong password >&2; exit 2")
    with pytest.raises(SigningFailed, match="wrong password"):
        sign(archive)
