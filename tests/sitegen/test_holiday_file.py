"""The file of one year for offline copies: what is written is what a copy accepts."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from checkers.calendar import Calendar
from sitegen.calendar import calendar_before, calendar_json
from sitegen.holiday_file import write_holiday_file
from sitegen.problems import DataError

DATA = Path(__file__).resolve().parents[2] / "data"
LAST = calendar_json(DATA)["last_year"]


@pytest.fixture
def data(tmp_path):
    shutil.copytree(DATA / "calendar", tmp_path / "data" / "calendar")
    return tmp_path / "data"


def handed_over(file):
    """The path and the text of a data script."""
    called = re.fullmatch(r"self\.copyFile\((.*)\);\n", file.read_text("utf-8"))
    return json.loads(f"[{called[1]}]")


def test_the_file_of_a_year_makes_a_copy_that_lacks_it_count_as_one_that_has_it(data, tmp_path):
    file = write_holiday_file(data / "calendar" / f"{LAST}.yml", tmp_path / "dist")
    assert file == tmp_path / "dist" / f"{LAST}.js"
    path, text = handed_over(file)
    assert path == f"holidays/{LAST}"
    earlier = calendar_before(data, LAST)
    assert earlier["last_year"] == LAST - 1
    lengthened = Calendar.from_json({**earlier, "added": {str(LAST): text}})
    known = Calendar.from_json(calendar_json(data))
    assert lengthened.refused == ()
    assert (
        lengthened.last_year,
        lengthened.off,
        lengthened.work,
        lengthened.notices,
        lengthened.statutory,
    ) == (
        known.last_year,
        known.off,
        known.work,
        known.notices,
        known.statutory,
    )


def test_a_year_that_a_copy_would_refuse_is_not_written(data, tmp_path):
    year = {
        "year": LAST + 1,
        "notice": {"title": "通知"},
        "holidays": [{"name": "元旦", "from": f"{LAST + 1}-01-01", "to": f"{LAST + 1}-01-03"}],
    }
    source = data / "calendar" / f"{LAST + 1}.yml"
    source.write_text(
        re.sub(r"'(\d{4}-\d\d-\d\d)'", r"\1", yaml.safe_dump(year, allow_unicode=True)), "utf-8"
    )
    with pytest.raises(DataError, match="是法定放假的日子，文件里没有"):
        write_holiday_file(source, tmp_path / "dist")
    assert not (tmp_path / "dist").exists()


def test_a_year_without_a_file_is_named(data, tmp_path):
    with pytest.raises(DataError, match=rf"data/calendar/{LAST + 1}\.yml"):
        write_holiday_file(data / "calendar" / f"{LAST + 1}.yml", tmp_path / "dist")
