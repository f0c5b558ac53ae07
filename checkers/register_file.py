"""The case ledger as a file: CSV that spreadsheets open rightly, or JSON; and back again, merged into what is there."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from checkers.fields import option
from checkers.json_text import MAX_DEPTH, depth
from checkers.model import Json
from checkers.problems import BadRequest, Problem, shown
from checkers.register import CLOSED, Book, Case, handle_register, listed, read_case, tidy
from checkers.timeline import handle_timeline

KEY = "编号"
COMPUTED = (
    "状态（算出的，导入时不读）",
    "最急的一项（算出的，导入时不读）",
    "最后一天（算出的，导入时不读）",
)
FORMAT, VERSION = "case-ledger", 1
_FORMATS = {"csv": "表格", "json": "数据"}
_ACTIVE = re.compile(r"'*(?:[=+\-@\t]|0\d+$|\d{12,}$)")
"""A cell that a spreadsheet would compute, or a number whose zeros or digits it would drop."""
_SHEET_DAY = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: +\d{1,2}:\d{2}(?::\d{2})?)?", re.ASCII
)


@dataclass(frozen=True)
class _Found:
    """One case of a file as it stands there; ``place`` says where, ``strange`` why it cannot be one."""

    place: str
    raw: Mapping[str, Any]
    strange: str = ""


def handle_export(request: Json, book: Book) -> dict[str, Any]:
    """Answer a ``register-export`` request: ``{"cases", "format": "csv" | "json", "today"}``.

    Gives ``text`` and what the file is to be called. Cases that cannot be read are written as they are, so that
    nothing is lost.
    """
    form = option(request.get("format"), "format", "文件格式 format ", _FORMATS)
    cases = [case for case in listed(request.get("cases")) if isinstance(case, Mapping)]
    text = _csv(cases, request, book) if form == "csv" else _json(cases, book)
    return {"text": text, "name": f"台账-{book.pack.id}.{form}", "count": len(cases)}


def headers(book: Book) -> list[str]:
    """The columns that are read back, in order: the number, the texts, the days, the day of closing."""
    return [KEY, *book.columns.fields, *_day_headers(book).values(), CLOSED]


def _day_headers(book: Book) -> dict[str, str]:
    """The header of each day by id; two deadlines of the same name are told apart by their ids."""
    names = list(book.days.values())
    return {id_: name if names.count(name) == 1 else f"{name} {id_}" for id_, name in book.days.items()}


def _json(cases: list[Mapping[str, Any]], book: Book) -> str:
    whole = {"format": FORMAT, "version": VERSION, "entry": book.pack.id, "title": book.pack.title}
    return json.dumps({**whole, "cases": cases}, ensure_ascii=False, indent=1) + "\n"


def _csv(cases: list[Mapping[str, Any]], request: Json, book: Book) -> str:
    rows = {row["key"]: row for row in handle_register(request, book)["rows"]}
    file = io.StringIO()
    file.write("\ufeff")  # without it Excel takes the text for the system's old encoding
    sheet = csv.writer(file, lineterminator="\r\n")
    sheet.writerow([*headers(book), *COMPUTED])
    for case in cases:
        fields, events = (_texts(case.get(part)) for part in ("fields", "events"))
        cells = [_text(case.get("key"))]
        cells += [fields.get(name, "") for name in book.columns.fields]
        cells += [events.get(name, "") for name in book.days]
        cells += [_text(case.get("closed")), *_computed(rows.get(_text(case.get("key"))))]
        sheet.writerow([_inert(cell) for cell in cells])
    return file.getvalue()


def _texts(value: object) -> dict[str, str]:
    return {str(name): _text(text) for name, text in value.items()} if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _computed(row: Json | None) -> list[str]:
    states = {
        "wrong": "填得不对",
        "overdue": "已过期",
        "due_today": "今天到期",
        "open": "进行中",
        "planned": "还没开始",
        "waiting": "没有日子可算",
        "closed": "已办结",
    }
    if row is None:
        return ["", "", ""]
    first = row["next"]
    return [states[row["state"]], first["what"] if first else "", first["safe"][:10] if first else ""]


def _inert(cell: str) -> str:
    return f"'{cell}" if _ACTIVE.match(cell) else cell


def _restored(cell: str) -> str:
    cell = tidy(cell)
    return cell[1:] if cell.startswith("'") and _ACTIVE.match(cell[1:]) else cell


# -- reading --------------------------------------------------------------------------------------------


def handle_import(request: Json, book: Book) -> dict[str, Any]:
    """Answer a ``register-import`` request: ``{"cases", "text"}``, the text of a file written here or by a spreadsheet.

    A case whose number is known replaces the one that is there. Gives the merged ``cases`` and what became of every
    row of the file; a row that cannot be read is ``refused`` with the reasons and changes nothing.
    Raises BadRequest for a file that is no ledger at all.
    """
    text = request.get("text")
    if not isinstance(text, str) or not text.strip("\ufeff \t\r\n"):
        raise BadRequest(Problem("empty_file", "文件是空的；请选从这里导出的 CSV 或 JSON 文件", "text"))
    text = text.lstrip("\ufeff")
    if text.startswith("PK\x03\x04"):
        message = "这是 Excel 工作簿（.xlsx）；请在 Excel 里“另存为”，类型选“CSV UTF-8（逗号分隔）”，再导入"
        raise BadRequest(Problem("not_text", message, "text"))
    ignored: list[str] = []
    found = list(_from_json(text, book) if text.lstrip()[:1] in "{[" else _from_csv(text, book, ignored))
    merged = {
        _text(case.get("key")): dict(case)
        for case in listed(request.get("cases"))
        if isinstance(case, Mapping)
    }
    counts = dict.fromkeys(("added", "changed", "same"), 0)
    refused: list[dict[str, Any]] = []
    seen: set[str] = set()
    for each in found:
        try:
            case = _accepted(each, book, seen)
        except BadRequest as bad:
            reasons = [problem.message for problem in bad.problems]
            refused.append({"place": each.place, "reasons": reasons, "row": _row_words(each.raw)})
            continue
        seen.add(case.key)
        old, new = merged.get(case.key), case.as_json()
        counts["added" if old is None else "same" if old == new else "changed"] += 1
        merged[case.key] = new
    cases = listed(list(merged.values()))
    return {
        **counts,
        "cases": cases,
        "refused": refused,
        "ignored": ignored,
        "status": _said(counts, refused),
    }


def _accepted(each: _Found, book: Book, seen: set[str]) -> Case:
    if each.strange:
        raise BadRequest(Problem("not_an_object", each.strange))
    case = read_case(each.raw, book)
    handle_timeline({"events": case.events}, book.pack, book.calendar, book.holds)
    if case.key in seen:
        raise BadRequest(
            Problem("twice", f"{KEY} {shown(case.key)} 在文件里出现了两次；请改成不同的编号，或删去一行")
        )
    return case


def _row_words(raw: Mapping[str, Any]) -> str:
    """A refused row in short, so that it is found again."""
    return "，".join(text for text in _texts(raw.get("fields")).values() if text)[:80]


def _said(counts: Mapping[str, int], refused: list[dict[str, Any]]) -> str:
    parts = [f"新增 {counts['added']} 件", f"更新 {counts['changed']} 件", f"没有变化 {counts['same']} 件"]
    parts += [f"{len(refused)} 件没有导入，原因见下"] if refused else []
    return "，".join(parts)


def _from_json(text: str, book: Book) -> Iterator[_Found]:
    try:
        whole = json.loads(text if depth(text) <= MAX_DEPTH else "")  # in Pyodide a deep nest is fatal
    except ValueError:
        message = "文件不是完整的 JSON，可能没有下载完整；请重新导出，或改用 CSV"
        raise BadRequest(Problem("not_json", message, "text")) from None
    if (
        not isinstance(whole, dict)
        or whole.get("format") != FORMAT
        or not isinstance(whole.get("cases"), list)
    ):
        raise BadRequest(Problem("not_a_ledger", "这个 JSON 不是从台账导出的；请选台账导出的文件", "text"))
    if whole.get("version") != VERSION:
        message = f"台账文件的版本是{shown(whole.get('version'))}，这里只认 {VERSION}；请用新版的本站导入"
        raise BadRequest(Problem("other_version", message, "text"))
    if whole.get("entry") != book.pack.id:
        other = f"{shown(whole.get('entry'))}{shown(whole.get('title') or '')}"
        message = f"这是另一个事项的台账：{other}；请到那个事项的台账页导入"
        raise BadRequest(Problem("other_entry", message, "text"))
    for number, raw in enumerate(whole["cases"], 1):
        known = isinstance(raw, Mapping)
        strange = "" if known else f"一件应写成一个对象，现为{shown(raw)}"
        yield _Found(f"第 {number} 件", raw if known else {}, strange)


def _from_csv(text: str, book: Book, ignored: list[str]) -> Iterator[_Found]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = [_restored(cell) for cell in next(rows)]
        known = headers(book)
        if not set(names) & set(known[1:]):
            message = f"第 1 行没有台账的列名；应有：{'、'.join(known)}。请从导出的 CSV 改起"
            raise BadRequest(Problem("no_columns", message, "text"))
        ignored += [name for name in names if name and name not in (*known, *COMPUTED)]
        for cells in rows:
            if any(cell.strip() for cell in cells):
                yield _of_row(
                    dict(zip(names, map(_restored, cells), strict=False)), f"第 {rows.line_num} 行", book
                )
    except csv.Error as error:
        message = f"第 {rows.line_num} 行读不下去（{error}）；请检查引号是否成对"
        raise BadRequest(Problem("bad_csv", message, "text")) from None


def _of_row(cells: Mapping[str, str], place: str, book: Book) -> _Found:
    """A row of a sheet. One without a number gets one made of its content, so that it is not added twice."""
    fields = {name: cells.get(name, "") for name in book.columns.fields}
    for name in book.columns.promises:
        fields[name] = _written_out(fields[name])
    events = {id_: _written_out(cells.get(name, "")) for id_, name in _day_headers(book).items()}
    closed = _written_out(cells.get(CLOSED, ""))
    content = json.dumps([fields, events, closed], ensure_ascii=False, sort_keys=True)
    key = cells.get(KEY) or f"h{hashlib.sha256(content.encode('utf-8', 'replace')).hexdigest()[:8]}"
    return _Found(place, {"key": key, "fields": fields, "events": events, "closed": closed})


def _written_out(cell: str) -> str:
    """A day as spreadsheets rewrite it (2026/11/2) in the form used here; anything else as it is."""
    found = _SHEET_DAY.fullmatch(cell)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else cell
