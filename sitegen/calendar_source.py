"""Writes ``data/calendar/*.yml`` from the packages chinesecalendar and holidays, and says where they differ.

Only for making and checking the data; the site is built from the files alone. The two packages are independent
readings of the State Council's notices. They differ on one day, where the notice itself was consulted; a new
difference stops the generation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from chinese_calendar import constants  # type: ignore[import-untyped]  # the package carries no types
from holidays import country_holidays

FIRST_YEAR, LAST_YEAR = 2004, 2026
STATUTORY_YEARS = range(2027, 2036)

DIFFERENCES: Mapping[date, bool] = {
    # Saturday before New Year 2006. The notice for 2006 (国办发明电〔2005〕35号) moves this rest day to 2 January
    # and has 31 December worked; chinesecalendar lacks it.
    date(2005, 12, 31): True,
}
"""Days on which the packages differ, and whether they are working days."""

NAMES: Mapping[str, str] = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日",
}
"""Holidays as chinesecalendar calls them, and as the notices do."""

BOTH = "国庆节、中秋节"
"""What the notices make of National Day and the Mid-Autumn Festival when they meet."""

NUMBERS: Mapping[int, str] = {
    2006: "国办发明电〔2005〕35号",
    2007: "国办发明电〔2006〕49号",
    2008: "国办发明电〔2007〕52号",
    2009: "国办发明电〔2008〕42号",
    2010: "国办发明电〔2009〕27号",
    2011: "国办发明电〔2010〕40号",
    2012: "国办发明电〔2011〕45号",
    2013: "国办发明电〔2012〕33号",
    2014: "国办发明电〔2013〕28号",
    2015: "国办发明电〔2014〕28号",
    2016: "国办发明电〔2015〕18号",
    2017: "国办发明电〔2016〕17号",
    2018: "国办发明电〔2017〕12号",
    2019: "国办发明电〔2018〕15号",
    2020: "国办发明电〔2019〕16号",
    2021: "国办发明电〔2020〕27号",
    2022: "国办发明电〔2021〕11号",
    2023: "国办发明电〔2022〕16号",
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}
"""The numbers of the notices that could be looked up (2026-11); those for 2004 and 2005 could not."""

CHANGES: Mapping[int, tuple[str, str]] = {
    2015: (
        "国务院关于中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日调休放假的通知",
        "国发明电〔2015〕1号",
    ),
    2019: ("国务院办公厅关于调整2019年劳动节假期安排的通知", "国办发明电〔2019〕3号"),
    2020: ("国务院办公厅关于延长2020年春节假期的通知", "国办发明电〔2020〕1号"),
}
"""Later notices that changed a year's arrangement, looked up like the numbers."""


@dataclass
class Block:
    """One holiday of a year's notice: the days off in a row, and the days worked for them."""

    name: str
    days: list[date] = field(default_factory=list)
    work: list[date] = field(default_factory=list)


def write(folder: Path) -> list[Path]:
    """Write every file of ``folder``, the same for the same packages, byte for byte; returns what was written.

    Raises ValueError when the packages differ on other days than ``DIFFERENCES``.
    """
    found = differences()
    if found != DIFFERENCES:
        days = "、".join(day.isoformat() for day in found.keys() ^ DIFFERENCES.keys())
        raise ValueError(f"chinesecalendar 和 holidays 在意料之外的日子上不一致，请查通知原文：{days}")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for year, blocks in _by_notice().items():
        written.append(_save(folder / f"{year}.yml", _year_text(year, blocks)))
    written.append(_save(folder / "statutory.yml", _statutory_text()))
    return written


def _save(file: Path, text: str) -> Path:
    file.write_text(text, "utf-8", newline="\n")
    return file


def differences() -> dict[date, bool]:
    """The days the two packages see differently, with what holidays says of them (True: a working day)."""
    other = country_holidays("CN", years=range(FIRST_YEAR, LAST_YEAR + 2))
    day, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    found = {}
    while day <= last:
        working = day in constants.workdays or (day.weekday() < 5 and day not in constants.holidays)
        if other.is_working_day(day) != working:
            found[day] = not working
        day += timedelta(days=1)
    return found


def _by_notice() -> dict[int, list[Block]]:
    """The holidays of each year's notice; what falls in late December belongs to the year after."""
    work = dict(constants.workdays)
    work |= {day: constants.Holiday.new_years_day.value for day, working in DIFFERENCES.items() if working}
    years: dict[int, list[Block]] = {year: [] for year in range(FIRST_YEAR, LAST_YEAR + 1)}
    for block in _blocks(constants.holidays):
        years[_notice_year(block.days[-1], block.name)].append(block)
    for day, name in sorted(work.items()):
        holiday = NAMES[name]
        blocks = years[_notice_year(day, holiday)]
        block = next(each for each in blocks if holiday in each.name.split("、"))
        block.work.append(day)
    return years


def _notice_year(day: date, name: str) -> int:
    return day.year + 1 if name == "元旦" and day.month == 12 else day.year


def _blocks(off: Mapping[date, str]) -> Iterator[Block]:
    """Neighbouring days off as one holiday; a weekend between two parts of a holiday belongs to it."""
    block: Block | None = None
    for day in sorted(off):
        name = NAMES[off[day]]
        if block and _continues(block, day, name):
            between = block.days[-1] + timedelta(days=1)
            while between <= day:
                block.days.append(between)
                between += timedelta(days=1)
            block.name = block.name if name in block.name else BOTH
        else:
            if block:
                yield _named(block)
            block = Block(name, [day])
    if block:
        yield _named(block)


def _continues(block: Block, day: date, name: str) -> bool:
    gap = [block.days[-1] + timedelta(days=n) for n in range(1, (day - block.days[-1]).days)]
    autumn = {name, *block.name.split("、")} <= {"国庆节", "中秋节"}
    return (name == block.name or autumn) and all(between.weekday() >= 5 for between in gap) and len(gap) <= 2


def _named(block: Block) -> Block:
    """Name a National Day on which the Mid-Autumn Festival falls after both."""
    if block.name == "国庆节":
        named = country_holidays("CN", years=block.days[0].year)
        if any("中秋节" in named.get(day, "").split("; ") for day in block.days):
            block.name = BOTH
    return block


def _year_text(year: int, blocks: Iterable[Block]) -> str:
    lines = [
        f"# {year}年的放假和调休上班。新的一年：照这个格式新建一个文件，例如 {LAST_YEAR + 1}.yml",
        f"year: {year}",
        "notice:",
        f"  title: 国务院办公厅关于{year}年部分节假日安排的通知",
    ]
    if year in NUMBERS:
        lines.append(f"  number: {NUMBERS[year]}")
    if year in CHANGES:
        title, number = CHANGES[year]
        lines += ["changed_by:", f"  - title: {title}", f"    number: {number}"]
    lines.append("holidays:")
    for block in sorted(blocks, key=lambda block: block.days):
        lines += [f"  - name: {block.name}", f"    from: {block.days[0]}", f"    to: {block.days[-1]}"]
        if block.work:
            lines.append(f"    work: [{', '.join(day.isoformat() for day in block.work)}]{_remark(block)}")
    return "\n".join(lines) + "\n"


def _remark(block: Block) -> str:
    if not DIFFERENCES.keys() & set(block.work):
        return ""
    return "  # chinesecalendar 漏了 2005-12-31，按通知应上班"


def _statutory_text() -> str:
    lines = [
        "# 法律本身固定的放假日：还没有公布放假安排的年份，这些日子一定放假",
        "authority: 全国年节及纪念日放假办法 第二条",
        "holidays:",
    ]
    for year in STATUTORY_YEARS:
        for name, days in _fixed(year):
            lines += [f"  - name: {name}", f"    from: {days[0]}", f"    to: {days[-1]}"]
    return "\n".join(lines) + "\n"


def _fixed(year: int) -> Iterator[tuple[str, list[date]]]:
    """The holidays of a year that the law fixes, without the days off in lieu that only a notice can fix."""
    runs: list[tuple[str, list[date]]] = []
    for day, names in sorted(country_holidays("CN", years=year).items()):
        parts = [_plain(part) for part in names.split("; ") if "补假" not in part]
        if not parts:
            continue
        name = BOTH if len(parts) > 1 else parts[0]
        if runs and runs[-1][0] == name and day - runs[-1][1][-1] == timedelta(days=1):
            runs[-1][1].append(day)
        else:
            runs.append((name, [day]))
    yield from runs


def _plain(name: str) -> str:
    return "春节" if name == "农历除夕" else name
