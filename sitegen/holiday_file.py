"""``make holiday-file``: one year of the calendar as the small file that is dropped into an offline copy."""

from __future__ import annotations

import json
from pathlib import Path

from checkers.added_years import joined
from sitegen.calendar import FOLDER, calendar_before, year_json
from sitegen.copy_files import data_script
from sitegen.problems import DataError, Problem


def write_holiday_file(source: Path, target: Path) -> Path:
    """Write ``data/calendar/<year>.yml`` as ``target/<year>.js``. Raises DataError with what is wrong.

    It is checked by the same code as in the copy: what is written here will be used there.
    """
    data_dir = source.resolve().parent.parent
    year = year_json(source.resolve(), data_dir)
    name = source.stem
    text = json.dumps(year, ensure_ascii=False, separators=(",", ":"))
    known = calendar_before(data_dir, year["year"])
    _, refused = joined({**known, "added": {name: text}})
    if refused:
        raise DataError([Problem(f"data/{FOLDER}/{source.name}", 1, 1, "", words) for words in refused])
    target.mkdir(parents=True, exist_ok=True)
    written = target / f"{name}.js"
    written.write_bytes(data_script(f"holidays/{name}", text))
    return written
