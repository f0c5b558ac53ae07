"""Reading the data: what is good becomes one typed site, what is bad is told all at once with its place."""

from __future__ import annotations

import dataclasses
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen import yaml_tree
from sitegen.load import load
from sitegen.problems import DataError

TESTS = Path(__file__).resolve().parent.parent
GOOD = TESTS / "good" / "data"
BAD = TESTS / "bad"
PERMIT = "entries/general/1.40-permit.yml"


# -- good data


def test_entries_come_in_the_order_of_their_numbers_and_standards_last():
    assert [entry.id for entry in load(GOOD).entries] == ["1.5.1", "1.40", "2.26", "000"]


def test_everything_is_found_by_its_id():
    site = load(GOOD)
    assert site.entry("1.40").title == "样例许可"
    assert site.paths["1.40"] == GOOD / PERMIT
    assert site.offices["general"].also == ["外事科"]
    assert site.laws["old-permit-rules"].superseded_by == "样例许可办法"
    assert site.sources["001"].as_of == "2020-07"
    with pytest.raises(KeyError):
        site.entry("9.9")


def test_a_site_cannot_be_changed():
    site = load(GOOD)
    with pytest.raises(dataclasses.FrozenInstanceError):
        site.entries = ()
    with pytest.raises(TypeError):
        site.laws["new"] = site.laws["permit-rules"]


def test_a_date_is_the_same_with_and_without_quotes():
    laws = load(GOOD).laws
    assert laws["permit-rules"].checked_on == laws["old-permit-rules"].checked_on == date(2026, 11, 21)


def test_a_file_saved_by_windows_notepad_is_read(data, problems):
    file = data / PERMIT
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert problems() == []


# -- bad data: one folder per kind of mistake


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize("case", sorted(BAD.iterdir()), ids=lambda case: case.name)
def test_each_mistake_is_told_where_it_stands(case, loader, data, problems, monkeypatch):
    monkeypatch.setattr(yaml_tree, "_LOADER", getattr(yaml, loader))  # the words are those of neither parser
    shutil.copytree(case / "data", data, dirs_exist_ok=True)
    assert problems() == (case / "expected.txt").read_text("utf-8").splitlines()


# -- bad data that cannot stand in a repository


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("名称: 许可".encode("gbk"), "1:1 文件不是 UTF-8 编码（多半是 GBK）；请用编辑器另存为 UTF-8"),
        (b"id: x\nsum: \xff", "2:6 文件不是 UTF-8 编码（多半是 GBK）；请用编辑器另存为 UTF-8"),
        ("id: x".encode("utf-16"), "1:1 文件是 UTF-16 编码；请用编辑器另存为 UTF-8"),
        (b"id: x\ntitle: a\x00b\x1bc\n", "2:9 有看不见的控制字符（U+0000），请删去"),
        (b"#" * 1_000_001, "1:1 文件有 1.0 MB，最大 1 MB；一个文件只写一个事项"),
        (b"a: " + b"[" * 200_000, "1:24 层次太深；检查缩进和括号"),
    ],
    ids=["gbk", "stray-byte", "utf-16", "control-character", "huge", "endless-nesting"],
)
def test_a_file_that_is_no_text_is_refused(content, expected, data, problems):
    (data / PERMIT).write_bytes(content)
    assert problems()[0] == f"data/{PERMIT}:{expected}"


@pytest.mark.parametrize("name", ["offices.yml", "laws.yml", "sources.yml"])
def test_a_missing_list_is_told_once_and_not_again_by_every_entry(name, data, problems):
    (data / name).unlink()
    assert problems() == [f"data/{name}:1:1 没有这个文件"]


def test_a_folder_in_place_of_a_file_is_no_crash(data, problems):
    (data / "laws.yml").unlink()
    (data / "laws.yml").mkdir()
    assert problems() == ["data/laws.yml:1:1 文件读不出来；看看它是不是一个文件夹，有没有读取的权限"]


def test_a_missing_entries_folder_is_told(data, problems):
    shutil.rmtree(data / "entries")
    assert problems() == ["data/entries:1:1 没有这个文件夹；每个事项一个文件，放在里面各科室的文件夹下"]


def test_the_error_prints_every_problem_on_a_line_by_file_and_line(data):
    for file in (PERMIT, "laws.yml"):
        (data / file).write_text("- a: b\n" * 12, "utf-8")
    with pytest.raises(DataError) as caught:
        load(data)
    lines = str(caught.value).splitlines()
    assert lines == [str(problem) for problem in sorted(caught.value.problems)]
    assert [problem.line for problem in caught.value.problems if problem.path == "data/laws.yml"] == sorted(
        problem.line for problem in caught.value.problems if problem.path == "data/laws.yml"
    )


# -- whatever is typed

ANY_SLIP = st.text("\t \n:：-,'\"[]{}&*!|>#%@`=~0a一\u3000", max_size=3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(slips=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 4), ANY_SLIP), min_size=1, max_size=3))
def test_no_slip_of_the_keyboard_is_a_crash(slips, data, problems):
    text = (GOOD / PERMIT).read_text("utf-8")
    for share, deleted, typed in slips:
        at = round(share * len(text))
        text = text[:at] + typed + text[at + deleted :]
    (data / PERMIT).write_text(text, "utf-8")
    for place in (line.split(" ")[0] for line in problems()):
        assert 1 <= int(place.split(":")[1]) <= text.count("\n") + 1


def test_a_data_folder_may_have_any_name(tmp_path):
    folder = Path(shutil.copytree(GOOD, tmp_path / "ours"))
    (folder / PERMIT).write_text("", "utf-8")
    with pytest.raises(DataError, match=f"^ours/{PERMIT}:1:1 文件是空的$"):
        load(folder)
