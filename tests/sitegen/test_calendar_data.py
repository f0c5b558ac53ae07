"""The holiday calendar's files: generated from two sources that agree, readable, and checked when compiled."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
import yaml

from checkers.calendar import Calendar
from sitegen import calendar_source
from sitegen.calendar import calendar_json
from sitegen.problems import DataError

DATA = Path(__file__).resolve().parents[2] / "data"
CALENDAR = Calendar.from_json(calendar_json(DATA))
YEARS = range(2004, 2027)


def test_generating_again_gives_the_same_files_byte_for_byte(tmp_path):
    written = {file.name: file.read_bytes() for file in calendar_source.write(tmp_path)}
    present = {file.name: file.read_bytes() for file in (DATA / "calendar").glob("*.yml")}
    assert set(written) == {f"{year}.yml" for year in YEARS} | {"statutory.yml"}
    assert {name: present.get(name) for name in written} == written


def test_the_two_sources_differ_on_one_day_where_the_notice_decides():
    assert calendar_source.differences() == {date(2005, 12, 31): True}
    assert CALENDAR.is_working(date(2005, 12, 31)) is True
    assert not chinese_calendar.is_workday(date(2005, 12, 31))


def test_a_new_difference_stops_the_generation(tmp_path, monkeypatch):
    monkeypatch.setattr(calendar_source, "DIFFERENCES", {})
    with pytest.raises(ValueError, match="2005-12-31"):
        calendar_source.write(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_every_day_to_the_25th_of_december_2026_is_as_chinesecalendar_has_it():
    days = [
        date(2004, 1, 1) + timedelta(days=n) for n in range((date(2026, 12, 25) - date(2004, 1, 1)).days + 1)
    ]
    assert [day for day in days if CALENDAR.is_working(day) != chinese_calendar.is_workday(day)] == [
        date(2005, 12, 31)
    ]


def test_a_file_reads_like_the_notice():
    assert (DATA / "calendar" / "2026.yml").read_text("utf-8").splitlines()[1:15] == [
        "year: 2026",
        "notice:",
        "  title: 国务院办公厅关于2026年部分节假日安排的通知",
        "  number: 国办发明电〔2025〕7号",
        "holidays:",
        "  - name: 元旦",
        "    from: 2026-01-01",
        "    to: 2026-01-03",
        "    work: [2026-01-04]",
        "  - name: 春节",
        "    from: 2026-02-15",
        "    to: 2026-02-23",
        "    work: [2026-02-14, 2026-02-28]",
        "  - name: 清明节",
    ]


@pytest.mark.parametrize(
    ("year", "holiday", "first", "last", "work"),
    [
        (2006, "元旦", "2006-01-01", "2006-01-03", ["2005-12-31"]),
        (2008, "元旦", "2007-12-30", "2008-01-01", ["2007-12-29"]),
        (2011, "端午节", "2011-06-04", "2011-06-06", []),  # with the Sunday between
        (2012, "国庆节、中秋节", "2012-09-30", "2012-10-07", ["2012-09-29"]),
        (2015, "国庆节", "2015-10-01", "2015-10-07", ["2015-10-10"]),  # Mid-Autumn was in September
        (2019, "元旦", "2018-12-30", "2019-01-01", ["2018-12-29"]),
        (2019, "劳动节", "2019-05-01", "2019-05-04", ["2019-04-28", "2019-05-05"]),
        (2020, "春节", "2020-01-24", "2020-02-02", ["2020-01-19"]),
        (2020, "国庆节、中秋节", "2020-10-01", "2020-10-08", ["2020-09-27", "2020-10-10"]),
        (2025, "春节", "2025-01-28", "2025-02-04", ["2025-01-26", "2025-02-08"]),
    ],
)
def test_holidays_stand_in_the_file_of_their_notice(year, holiday, first, last, work):
    content = yaml.safe_load((DATA / "calendar" / f"{year}.yml").read_text("utf-8"))
    (found,) = [each for each in content["holidays"] if each["name"] == holiday]
    assert (str(found["from"]), str(found["to"])) == (first, last)
    assert [str(day) for day in found.get("work", [])] == work


def test_notices_carry_a_number_only_where_it_was_looked_up():
    without = [year for year, (first, *_) in CALENDAR.notices.items() if first.number is None]
    assert without == [2004, 2005]
    assert {year: len(notices) for year, notices in CALENDAR.notices.items() if len(notices) > 1} == {
        2015: 2,
        2019: 2,
        2020: 2,
    }


@pytest.mark.parametrize("year", range(2027, 2036))
def test_the_law_fixes_thirteen_days_a_year_less_those_that_meet(year):
    named = {day: name for day, name in CALENDAR.statutory.items() if day.year == year}
    both = sum(name == "国庆节、中秋节" for name in named.values())
    assert len(named) == 13 - both
    assert sum(name == "春节" for name in named.values()) == 4
    for month, day in ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)):
        assert date(year, month, day) in named
    assert date(year, 5, 3) not in named


def test_the_published_calendar_has_the_shape_the_engine_reads():
    published = calendar_json(DATA)
    assert (published["first_year"], published["last_year"]) == (2004, 2026)
    assert published["off"]["2026-09-26"] == "中秋节"  # a Saturday inside the holiday
    assert published["work"]["2026-10-10"] == "国庆节"
    assert published["notices"]["2026"] == {
        "title": "国务院办公厅关于2026年部分节假日安排的通知",
        "number": "国办发明电〔2025〕7号",
    }
    assert min(published["statutory"]) == "2027-01-01"


# -- a new year, and faults ----------------------------------------------------------------------------

NEXT = """\
year: 2027
notice:
  title: 国务院办公厅关于2027年部分节假日安排的通知
holidays:
  - name: 元旦
    from: 2026-12-31
    to: 2027-01-02
    work: [2026-12-27]
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the calendar's files, to be changed."""
    shutil.copytree(DATA / "calendar", tmp_path / "data" / "calendar")
    return tmp_path / "data"


@pytest.fixture
def problems(data: Path) -> Callable[[], list[str]]:
    """Everything that is wrong with ``data``."""

    def found() -> list[str]:
        with pytest.raises(DataError) as caught:
            calendar_json(data)
        return [str(problem) for problem in caught.value.problems]

    return found


def test_a_year_is_added_by_one_file(data):
    (data / "calendar" / "2027.yml").write_text(NEXT, "utf-8")
    longer = Calendar.from_json(calendar_json(data))
    assert longer.known_to == date(2027, 12, 25)
    assert longer.is_working(date(2026, 12, 27)) is True
    assert longer.is_working(date(2026, 12, 31)) is False
    assert min(longer.statutory) == date(2028, 1, 1)


FAULTS = [
    # what is written in place of what, the place and words of the message
    ("year: 2027", "year: 2028", ("2027.yml:1:7 year", "应与文件名 2027 相同，现为 2028")),
    ("year: 2027", "year: 二〇二七", ("2027.yml:1:7 year", "应为整数")),
    ("year: 2027\n", "", ("2027.yml:1:1 year", "缺少这一项")),
    ("title: 国务院", "titel: 国务院", ("2027.yml:3:3 notice.titel", "是不是想写 title")),
    ("from: 2026-12-31", "from: 2026-12-2", ("2027.yml:6:11 holidays[0].from", "应为日期")),
    ("from: 2026-12-31", "from: 2026-02-30", ("2027.yml:6:11 holidays[0].from", "没有这一天")),
    ("from: 2026-12-31", "from: 2027-01-05", ("2027.yml:7:9 holidays[0].to", "应不早于 from（2027-01-05）")),
    ("from: 2026-12-31", "from: 2026-12-25", ("2027.yml:6:11 holidays[0].from", "不属于 2027 年的安排")),
    ("[2026-12-27]", "[2026-12-28]", ("2027.yml:8:12 holidays[0].work[0]", "不是周六或周日")),
    ("[2026-12-27]", "[2027-01-02]", ("2027.yml:8:12 holidays[0].work[0]", "2027-01-02 重复")),
    ("[2026-12-27]", "2026-12-27", ("2027.yml:8:11 holidays[0].work", "应为列表")),
    ("[2026-12-27]", "[2026-12-27", ("2027.yml:9:1", "不是正确的 YAML")),
    (NEXT[NEXT.index("holidays") :], "holidays: []\n", ("2027.yml:4:11 holidays", "至少要写 1 项")),
]


@pytest.mark.parametrize(("old", "new", "told"), FAULTS)
def test_a_fault_is_named_with_file_line_and_what_is_expected(data, problems, old, new, told):
    assert old in NEXT
    (data / "calendar" / "2027.yml").write_text(NEXT.replace(old, new), "utf-8")
    place, words = told
    found = [line for line in problems() if line.startswith(f"data/calendar/{place}")]
    assert found, problems()
    assert words in found[0]


def test_a_missing_year_and_a_strange_file_are_named_together(data, problems):
    (data / "calendar" / "2010.yml").unlink()
    after = NEXT.replace("2027", "2028").replace("2026", "2027").replace("[2027-12-27]", "[]")
    (data / "calendar" / "2028.yml").write_text(after, "utf-8")
    (data / "calendar" / "明年.yml").write_text(NEXT, "utf-8")
    told = problems()
    assert [line.split(":")[0] for line in told] == [
        "data/calendar/2010.yml",
        "data/calendar/2027.yml",
        "data/calendar/明年.yml",
    ]
    assert "缺少 2010 年的文件" in told[0]
    assert "文件名应为年份，例如 2027.yml" in told[2]


def test_missing_statutory_holidays_and_no_years_at_all_are_named(data, problems):
    for file in (data / "calendar").iterdir():
        file.unlink()
    told = problems()
    assert any("没有任何年份的文件" in line for line in told)
    assert any("statutory.yml" in line and "没有这个文件" in line for line in told)


def test_a_file_in_another_encoding_is_named(data, problems):
    (data / "calendar" / "2026.yml").write_bytes("year: 2026 # 元旦".encode("gbk"))
    assert "不是 UTF-8 编码" in problems()[0]
