"""The holiday calendar: ``data/calendar/*.yml`` read and checked into the JSON that the engine counts with.

One file a year, in the manner of the State Council's notice: each holiday with its days off and make-up days. A
year's file may reach back to 26–31 December of the year before, as the notices do. ``statutory.yml`` holds the
holidays which the law itself fixes for the years to come.

``python -m sitegen.calendar`` writes these files anew; see :mod:`sitegen.calendar_source`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from pydantic import Field, ValidationError

from sitegen.model import Day, Model, Text
from sitegen.problems import DataError, Loc, Place, Places, Problem, join
from sitegen.schema import faults

SATURDAY = 5
FOLDER = "calendar"
STATUTORY = "statutory.yml"


class Notice(Model):
    """The notice that fixes a year's holidays."""

    title: Text = Field(description="通知名称，例如 国务院办公厅关于2026年部分节假日安排的通知")
    number: Text | None = Field(default=None, description="文号，例如 国办发明电〔2025〕7号；没有查到就不填")


class Holiday(Model):
    """One holiday of a notice: every day from ``from`` to ``to`` is off, each day of ``work`` is made up."""

    name: Text = Field(description="节日，例如 春节")
    first: Day = Field(alias="from", description="放假第一天，例如 2026-02-15")
    last: Day = Field(alias="to", description="放假最后一天，例如 2026-02-23")
    work: list[Day] = Field(default=[], description="调休上班的周六、周日，例如 [2026-02-14, 2026-02-28]")


class Year(Model):
    """One file ``data/calendar/<year>.yml``."""

    year: int = Field(description="年份，与文件名相同，例如 2026")
    notice: Notice = Field(description="通知的名称和文号")
    changed_by: list[Notice] = Field(default=[], description="后来调整这一年安排的通知；没有就不填")
    holidays: list[Holiday] = Field(min_length=1, description="节日，一项一个")


class FixedHoliday(Model):
    """One holiday that the law fixes."""

    name: Text = Field(description="节日，例如 国庆节")
    first: Day = Field(alias="from", description="第一天，例如 2027-10-01")
    last: Day = Field(alias="to", description="最后一天，例如 2027-10-03")


class Statutory(Model):
    """The file ``data/calendar/statutory.yml``."""

    authority: Text = Field(description="依据，例如 全国年节及纪念日放假办法 第二条")
    holidays: list[FixedHoliday] = Field(min_length=1, description="节日，一项一个")


M = TypeVar("M", bound=Model)


def calendar_json(data_dir: Path) -> dict[str, Any]:
    """The calendar as published at ``api/v1/calendar.json`` (read by :class:`checkers.calendar.Calendar`).

    Raises DataError with every fault of every file under ``data_dir/calendar``.
    """
    return _compiled(*_read_all(data_dir))


def calendar_before(data_dir: Path, year: int) -> dict[str, Any]:
    """The calendar as it was published before the notice for ``year``. Raises DataError."""
    years, statutory = _read_all(data_dir)
    earlier = [each for each in years if each.year < year]
    if not earlier:
        raise DataError([_about(f"data/{FOLDER}", f"{year} 年以前没有任何年份的文件")])
    return _compiled(earlier, statutory)


def year_json(file: Path, data_dir: Path) -> dict[str, Any]:
    """One year's file as data by itself, for an offline copy that lacks it. Raises DataError."""
    problems: list[Problem] = []
    read = _read(file, Year, data_dir, problems)
    problems += _check(file, read) if read else []
    if problems or read is None:
        raise DataError(problems)
    year = read.content
    return {"year": year.year, "notice": _notice_json(year), **_arranged(year.holidays)}


def _read_all(data_dir: Path) -> tuple[list[Year], Statutory]:
    """Every file of the calendar. Raises DataError with every fault of every file."""
    problems: list[Problem] = []
    folder = data_dir / FOLDER
    statutory = _read(folder / STATUTORY, Statutory, data_dir, problems)
    years: list[Year] = []
    present: set[int] = set()
    for file in sorted(folder.glob("*.yml")):
        if file.name == STATUTORY:
            continue
        if not re.fullmatch(r"\d{4}", file.stem):
            problems.append(_about(_name(file, data_dir), "文件名应为年份，例如 2027.yml"))
            continue
        present.add(int(file.stem))
        year = _read(file, Year, data_dir, problems)
        if year:
            problems += _check(file, year)
            years.append(year.content)
    problems += _gaps(folder, present, data_dir)
    if problems or statutory is None:
        raise DataError(problems)
    return years, statutory.content


def _compiled(years: list[Year], statutory: Statutory) -> dict[str, Any]:
    last_year = max(year.year for year in years)
    holidays = [holiday for year in years for holiday in year.holidays]
    return {
        "first_year": min(year.year for year in years),
        "last_year": last_year,
        **_arranged(holidays),
        "notices": {str(year.year): _notice_json(year) for year in years},
        "statutory": {
            day.isoformat(): each.name
            for each in statutory.holidays
            for day in _days(each.first, each.last)
            if day.year > last_year
        },
    }


def _arranged(holidays: list[Holiday]) -> dict[str, dict[str, str]]:
    """The days off and the make-up days, each with the name of its holiday."""
    return {
        "off": {day.isoformat(): each.name for each in holidays for day in _days(each.first, each.last)},
        "work": dict(sorted((day.isoformat(), each.name) for each in holidays for day in each.work)),
    }


def _notice_json(year: Year) -> dict[str, Any]:
    notice: dict[str, Any] = year.notice.model_dump()
    return (
        notice | {"changed_by": [each.model_dump() for each in year.changed_by]}
        if year.changed_by
        else notice
    )


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


@dataclass(frozen=True)
class _File(Generic[M]):
    """A file as read: its content and where each value stands."""

    content: M
    places: Places


def _read(file: Path, model: type[M], data_dir: Path, problems: list[Problem]) -> _File[M] | None:
    """The file as ``model``, or None with what is wrong added to ``problems``."""
    name = _name(file, data_dir)
    try:
        text = file.read_text("utf-8")
        root = yaml.compose(text)
    except FileNotFoundError:
        problems.append(
            _about(name, f"没有这个文件；运行 python -m sitegen.calendar 可以重新生成 {file.name}")
        )
        return None
    except UnicodeDecodeError:
        problems.append(_about(name, "文件不是 UTF-8 编码；请用编辑器另存为 UTF-8"))
        return None
    except yaml.YAMLError as error:
        problems.append(_broken(name, error))
        return None
    nodes = list(_walk(root, ())) if root else []
    values = {loc: _place(node, loc) for loc, node, _ in nodes}
    places = Places(name, values, {loc: _place(key, loc) for loc, _, key in nodes if key})
    impossible = [(loc, node.value) for loc, node, _ in nodes if not _is_possible(node)]
    if impossible:
        message = "没有这一天，或没有写成四位年-两位月-两位日，例如 2026-02-28，现为"
        problems += [places.problem(loc, f"{message} {value}") for loc, value in impossible]
        return None
    data = yaml.safe_load(text)
    try:
        return _File(model.model_validate(data, strict=True), places)
    except ValidationError as error:
        for fault in faults(model, error, data):
            tell = places.key_problem if fault.on_key else places.problem
            problems.append(tell(fault.loc, fault.message))
    return None


def _is_possible(node: yaml.Node) -> bool:
    """Whether a value that YAML takes for a date is one; PyYAML would stop at it without saying where."""
    if node.tag != "tag:yaml.org,2002:timestamp":
        return True
    try:
        date.fromisoformat(node.value)
    except ValueError:
        return False
    return True


def _broken(name: str, error: yaml.YAMLError) -> Problem:
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    message = "不是正确的 YAML；请核对缩进、冒号后的空格、括号和引号，例如 from: 2026-02-15"
    return Problem(name, line, column, "", message)


def _walk(
    node: yaml.Node, loc: Loc, key: yaml.Node | None = None
) -> Iterator[tuple[Loc, yaml.Node, yaml.Node | None]]:
    """Every value of a YAML tree with its path and, in a mapping, its key."""
    yield loc, node, key
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield from _walk(value, (*loc, str(name.value)), name)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _walk(value, (*loc, number))


def _place(node: yaml.Node, loc: Loc) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1, join("", loc))


def _check(file: Path, read: _File[Year]) -> Iterator[Problem]:
    """What is wrong with the days of one file as a notice."""
    year, tell = read.content, read.places.problem
    if file.stem != str(year.year):
        yield tell(("year",), f"应与文件名 {file.stem} 相同，现为 {year.year}")
    early, late = date(year.year - 1, 12, 26), date(year.year, 12, 31)
    seen: dict[date, str] = {}
    for number, holiday in enumerate(year.holidays):
        if holiday.last < holiday.first:
            yield tell(("holidays", number, "to"), f"应不早于 from（{holiday.first}），现为 {holiday.last}")
            continue
        off = [(day, ("holidays", number, "from")) for day in _days(holiday.first, holiday.last)]
        work = [(day, ("holidays", number, "work", place)) for place, day in enumerate(holiday.work)]
        for day, loc in off + work:
            if not early <= day <= late:
                yield tell(loc, f"{day} 不属于 {year.year} 年的安排；应在 {early} 至 {late} 之间")
            if day in seen:
                yield tell(loc, f"{day} 重复，前面“{seen[day]}”里已经有了")
            seen[day] = holiday.name
        for day, loc in work:
            if day.weekday() < SATURDAY:
                yield tell(loc, f"{day} 不是周六或周日；调休上班的日子应是周末，例如 2026-02-14")


def _gaps(folder: Path, present: Collection[int], data_dir: Path) -> Iterator[Problem]:
    """A year without a file, between the first and the last that have one."""
    if not present:
        yield _about(_name(folder, data_dir), "没有任何年份的文件，例如 2026.yml")
        return
    for year in range(min(present), max(present)):
        if year not in present:
            name = _name(folder / f"{year}.yml", data_dir)
            yield _about(name, f"缺少 {year} 年的文件；{min(present)} 至 {max(present)} 年之间不能有空缺")


def _about(name: str, message: str) -> Problem:
    """A fault of a file as a whole."""
    return Problem(name, 1, 1, "", message)


def _name(file: Path, data_dir: Path) -> str:
    """The file as an editor names it, whatever the machine: data/calendar/2026.yml."""
    return (Path(data_dir.resolve().name) / file.relative_to(data_dir)).as_posix()


def main(argv: list[str]) -> int:
    """Write the calendar files anew; the only argument is the data folder (``data`` when absent)."""
    from sitegen.calendar_source import write  # noqa: PLC0415  needs packages that only generation has

    data_dir = Path(argv[0]) if argv else Path("data")
    for file in write(data_dir / FOLDER):
        print(file)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
