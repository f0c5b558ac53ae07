"""A build succeeds as a whole or changes nothing, and the same sources give the same bytes."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from sitegen.build import swap

UNKNOWN_KEY = "\nfavourite_colour: 红\n"


def fingerprints(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def break_two_files(clone: Path) -> list[str]:
    """Spoil two entries, each in its own way; gives their names."""
    first, second = sorted((clone / "data" / "entries").rglob("*.yml"))[:2]
    first.write_text(first.read_text("utf-8") + UNKNOWN_KEY, "utf-8")
    second.write_text(
        re.sub(r"^title: .*", "title: [", second.read_text("utf-8"), count=1, flags=re.M), "utf-8"
    )
    return [first.name, second.name]


def test_broken_data_leaves_the_last_site_as_it_was(clone, run_build):
    folder = clone()
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text("上一次的网站", "utf-8")
    broken = break_two_files(folder)

    done = run_build(folder)

    assert done.returncode == 1
    for name in broken:
        assert re.search(rf"data/entries/\S*{re.escape(name)}:\d+:\d+ ", done.stderr), done.stderr
    assert "Traceback" not in done.stderr
    assert (folder / "site" / "index.html").read_text("utf-8") == "上一次的网站"
    assert [file.name for file in (folder / "site").iterdir()] == ["index.html"]


def test_a_script_that_is_wrong_leaves_the_last_site_as_it_was_and_is_named(clone, run_build):
    folder = clone()
    (folder / "docs/assets/ticks.js").write_text("const = 1;\n", "utf-8")

    done = run_build(folder)

    assert done.returncode == 1
    assert "网页脚本没有打包成功（site.js）" in done.stderr
    assert "docs/assets/ticks.js:1:6" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "site").exists()


def test_a_rule_that_no_example_guards_is_not_published(clone, run_build):
    folder = clone()
    [entry] = (folder / "data/entries/domestic").glob("2.26-*.yml")
    before = entry.read_text("utf-8")
    without = re.sub(r"    - name: 2 个直营店，刚好经营 1 年.*?(?=    - name)", "", before, flags=re.S)
    assert without != before
    entry.write_text(without, "utf-8")

    done = run_build(folder)

    assert done.returncode == 1
    assert re.search(
        r"2\.26-\S+:\d+:\d+ conditions\[3\]\.met_if：把“months > 12”改成“months >= 12”", done.stderr
    )
    assert not (folder / "site").exists()


def test_a_page_that_cannot_be_made_is_explained_and_changes_nothing(clone, run_build):
    folder = clone()
    (folder / "docs" / "help.md").write_text('# 帮助\n\n{{ checker("99.99") }}\n', "utf-8")

    done = run_build(folder)

    assert done.returncode == 1
    assert "99.99" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "site").exists()


def test_a_missing_runtime_is_explained(clone, run_build):
    folder = clone()
    (folder / "node_modules").unlink()

    done = run_build(folder)

    assert done.returncode == 1
    assert "缺少 node_modules/" in done.stderr
    assert "make build" in done.stderr
    assert not (folder / "site").exists()


def test_two_builds_in_different_folders_are_byte_identical(clone, run_build):
    first, second = clone("first"), clone("second")
    for folder in (first, second):
        done = run_build(folder)
        assert done.returncode == 0, done.stderr
    assert fingerprints(first / "site") == fingerprints(second / "site")


def test_each_stage_of_a_build_is_a_line(clone, run_build):
    folder = clone()
    assert [line.split("…")[0].split("（")[0] for line in run_build(folder).stdout.splitlines()] == [
        "读取数据",
        "生成页面",
        "写入数据接口和搜索索引",
        "组装核验程序",
        "完成：site/",
    ]


def folder_with(path: Path, text: str) -> Path:
    path.mkdir(parents=True)
    (path / "index.html").write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("before", ["nothing", "a site"])
def test_the_new_site_takes_the_place_of_whatever_was_there(tmp_path, before):
    live = tmp_path / "site"
    fresh = folder_with(tmp_path / ".build" / "site", "新")
    if before == "a site":
        folder_with(live, "旧")

    swap(fresh, live)

    assert (live / "index.html").read_text("utf-8") == "新"
    assert not list((tmp_path / ".build").iterdir())


def test_a_swap_that_fails_leaves_the_old_site(tmp_path):
    live = folder_with(tmp_path / "site", "旧")
    (tmp_path / ".build").mkdir()

    with pytest.raises(FileNotFoundError):
        swap(tmp_path / ".build" / "site", live)

    assert (live / "index.html").read_text("utf-8") == "旧"


def test_an_interrupted_swap_is_undone_even_when_the_next_build_fails(clone, run_build):
    folder = clone()
    folder_with(folder / ".build" / "old-site", "旧")
    break_two_files(folder)

    assert run_build(folder).returncode == 1

    assert (folder / "site" / "index.html").read_text("utf-8") == "旧"
