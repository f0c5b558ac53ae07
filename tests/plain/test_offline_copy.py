"""The real offline ZIP, opened from file:// by browsers as readers have them: everything works, nothing is silent.

The pages toured are the ZIP's own but for two additions: a script tag for the probe, and the probe's beacon among the
images a page may load. Every other file is the ZIP's, byte by byte.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from icalendar import Calendar

from tests.plain.copies import PROBE
from tests.plain.tours import CHECK, LOST_PAGE, MAIN, PACK, STARTS_PYTHON, STOPS_PYTHON

HARMLESS = re.compile(r"^did not load: .*/holidays/2027\.js$|^forbidden: script-src-elem data$")
"""Whether a year was dropped in can only be told by trying to load it, and Pyodide tries what sort of worker it is in
by loading an empty script; where that is forbidden it goes on."""
AWAITED = "待国务院办公厅公布2027年放假安排"


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def untouched(name: str, content: bytes, beacon: str) -> bytes:
    """A file of the toured copy without what was added to it."""
    if not name.endswith(".html"):
        return content
    up = "../" * name.count("/")
    for part in (f'<script src="{up}{PROBE}"></script>', f"{beacon} "):
        assert content.count(part.encode()) == 1, name
        content = content.replace(part.encode(), b"")
    return content


def test_the_toured_copy_differs_from_the_zip_in_the_probe_alone(grounds, beacon, whole):
    handed_out = dict(files(whole))
    toured = dict(files(grounds / "copy"))
    assert toured.pop(PROBE)
    assert toured.keys() == handed_out.keys()
    assert {name: untouched(name, content, beacon.url) for name, content in toured.items()} == handed_out


def test_the_folder_is_read_only_and_its_path_holds_a_space_and_chinese_characters(grounds):
    assert " " in str(grounds)
    assert not str(grounds).isascii()
    assert not any(path.stat().st_mode & 0o222 for path in (grounds, *grounds.rglob("*")))
    # For root nothing is read-only: browsers.py then runs them as the user nobody, who owns none of it.
    assert os.geteuid() == 0 or not os.access(grounds / "copy" / "index.html", os.W_OK)


def test_the_rules_for_files_are_those_of_a_browser_that_nobody_automates(told):
    rules = told["rules"]
    assert rules["script"], "a classic script is what a file may load"
    for relaxed in ("fetch", "request", "module", "worker"):
        assert rules[relaxed], f"{relaxed} of a neighbouring file was not refused"
    assert not rules["automated"]


def test_no_page_throws_or_breaks_its_own_policy(told):
    # The check page tries pages as scripts on purpose, to see whether they are there.
    sound = [stop.name for stop in MAIN if stop.copy == "copy" and stop.page != CHECK]
    faults = {name: [fault for fault in told[name]["faults"] if not HARMLESS.search(fault)] for name in sound}
    assert faults == {name: [] for name in sound}


def test_the_start_page_says_version_data_date_calendar_and_when_to_fetch_a_newer_copy(told, archive):
    about = told["start"]["about"]
    assert archive.name.split("-offline")[0].removeprefix("service-guides-") in about
    for part in ("资料日期：", "放假安排：收录 2004 年至 2026 年", "什么时候换新的"):
        assert part in about


def test_search_finds_an_entry_and_leads_to_its_guide(told):
    assert "企业人员申办APEC商务旅行卡" in told["search"]["found"].splitlines()[0]
    found = told["found"]
    assert unquote(found["address"]).endswith("/办事大厅 U 盘/copy/guides/1.41/index.html")
    assert found["heading"] == "企业人员申办APEC商务旅行卡"


def test_the_guide_has_its_flowchart_and_the_same_as_a_list(told):
    charts = told["found"]["charts"]
    assert charts
    assert all(visible and steps > 1 for visible, steps in charts)
    assert told["found"]["steps"] > 10


def test_papers_are_ticked_and_counted(told):
    assert (told["ticks"]["before"], told["ticks"]["after"]) == ("0", "2")


def test_python_gives_the_verdict_with_its_clause(told):
    verdict = told["verdict"]
    assert "verdict--not_met" in verdict["verdict"]
    assert "外商独资企业" in verdict["result"]
    assert "来源条款：一(一)" in verdict["result"]


def test_nothing_entered_outlives_the_page(told):
    assert told["verdict"]["entered"]["company"] == "foreign"
    assert told["verdict"]["entered"]["ticks"] == 1
    for name in ("forgotten", "ledger again"):
        stop = told[name]
        assert not any(value for key, value in stop.items() if key != "faults"), name


def test_what_the_reader_asks_to_be_remembered_is_there_again_until_it_is_wiped(told):
    assert told["remember"]["remembered"]
    before, after = told["remembered"]["before"], told["remembered"]["after"]
    assert (before["months"], before["ticks"], before["remembered"]) == ("36", 1, True)
    assert (after["months"], after["ticks"], after["remembered"]) == ("", 0, False)


def test_a_date_is_computed_and_saved_as_a_calendar_file(told):
    assert "2026年2月24日" in told["deadline"]["result"]
    (event,) = Calendar.from_ical(told.downloaded("due.ics")).walk("VEVENT")
    assert str(event.decoded("DTSTART"))[:10] == "2026-02-24"


def test_the_ledger_takes_a_case(told):
    assert "甲公司" in told["ledger"]["cases"]
    assert "2026年11月2日" in told["ledger"]["cases"]


def test_the_copy_checks_its_own_files(told):
    assert "没有发现损坏或缺少的文件" in told["check"]["status"]
    assert "没有核对" in told["check"]["report"], "what could not be checked is said too"


def test_the_check_names_the_file_that_is_damaged_and_the_one_that_is_missing(told):
    assert "有 2 个文件不对" in told["damaged"]["status"]
    damaged, missing = told["damaged"]["report"].split("缺少")
    assert PACK in damaged
    assert LOST_PAGE in missing


@pytest.mark.parametrize("copy", STOPS_PYTHON)
def test_a_copy_without_a_file_that_python_needs_says_so_and_points_at_the_table(told, copy):
    said = told[copy]["boot"]
    assert "副本" in said
    assert "换一份完整的" in said
    assert "判定表" in said
    assert told[copy]["entered"]["months"] == "36", "what was entered is still there"


@pytest.mark.parametrize("copy", STARTS_PYTHON)
def test_python_starts_from_its_snapshot_or_from_its_library_whichever_is_whole(told, copy):
    assert "verdict--not_met" in told[copy]["verdict"]
    assert told[copy]["result"] == told["verdict"]["result"]
    assert not told[copy]["boot"]


def test_a_year_whose_notice_is_awaited_gives_no_certain_date(told):
    assert AWAITED in told["year awaited"]["result"]


def test_a_year_dropped_in_as_one_file_makes_the_date_certain(told):
    result = told["next year"]["result"]
    assert "最后一天：2027年2月22日" in result
    assert "试验用的通知" in result
    assert AWAITED not in result


@pytest.mark.parametrize(
    ("copy", "why"), [("a wrong year", "2027-02-01不是周末"), ("half a year", "文件不完整或被改坏了")]
)
def test_a_bad_year_is_not_used_and_the_page_says_which_file_and_why(told, copy, why):
    result = told[copy]["result"]
    assert f"没有用上 holidays/2027.js：{why}" in result
    assert AWAITED in result


def test_a_browser_that_lets_no_page_keep_anything_gives_the_verdict(denied):
    assert "verdict--not_met" in denied["verdict"]["verdict"]
    assert denied["forgotten"]["months"] == ""
