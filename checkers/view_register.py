"""The case ledger as trees for the page: the list of cases, and what became of an imported file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from checkers.dates import words
from checkers.view_parts import Node

Json = Mapping[str, Any]

_SIGNS = {
    "wrong": "! 填得不对",
    "overdue": "✗ 已过期",
    "due_today": "! 今天到期",
    "open": "○ 进行中",
    "planned": "… 还没开始",
    "waiting": "… 没有日子可算",
    "closed": "✓ 已办结",
}
_LINE_SIGNS = {"overdue": "✗", "due_today": "!", "open": "○", "waiting": "…", "done": "✓", "no_number": "–"}


def register_view(result: Json) -> list[Any]:
    """Show the ledger: every case with how it stands, what presses most, and all its deadlines."""
    if not result["rows"]:
        return ["p", {"class": "empty"}, "台账里还没有办件。"]
    return ["ol", {"class": "register"}, *map(_case, result["rows"])]


def import_view(result: Json) -> list[Any]:
    """Show what became of the rows of a file."""
    parts: list[Node] = [["p", {}, f"{result['status']}。"]]
    if result["ignored"]:
        parts.append(["p", {}, f"没有认出、没有读的列：{'、'.join(result['ignored'])}。"])
    refused: list[Node] = [
        [
            "li",
            {},
            ["strong", {}, each["place"]],
            f" {each['row']}" if each["row"] else "",
            "：",
            "；".join(each["reasons"]),
        ]
        for each in result["refused"]
    ]
    if refused:
        parts += [
            ["ul", {"class": "errors"}, *refused],
            ["p", {}, "在文件里改好以后再导入一次，已经导入的不会重复。"],
        ]
    return ["div", {"class": "import"}, *parts]


def _case(row: Json) -> Node:
    state = row["state"]
    head = ["h3", {}, row["title"], " ", ["span", {"class": f"state state--{_colour(state)}"}, _SIGNS[state]]]
    parts: list[Node] = [head]
    if row["errors"]:
        parts.append(["ul", {"class": "errors"}, *(["li", {}, error["message"]] for error in row["errors"])])
    if row["next"]:
        parts.append(["p", {"class": "register__next"}, *_pressing(row["next"])])
    if row["closed"]:
        parts.append(["p", {}, f"办结日期：{words(date.fromisoformat(row['closed']))}"])
    filled = list(row["fields"].items())
    if filled or row["deadlines"]:
        pairs: list[Node] = [node for name, text in filled for node in (["dt", {}, name], ["dd", {}, text])]
        lines: list[Node] = [["li", {}, *_deadline(line)] for line in row["deadlines"]]
        details: Node = [
            "details",
            {},
            ["summary", {}, "这一件的内容和每个时限"],
            ["dl", {"class": "register__fields"}, *pairs],
            *([["ul", {"class": "register__lines"}, *lines]] if lines else []),
        ]
        parts.append(details)
    buttons: list[Node] = [
        ["button", {"class": "quiet", "data-case": "edit", "data-key": row["key"]}, "修改", _hidden(row)],
        ["button", {"class": "quiet", "data-case": "remove", "data-key": row["key"]}, "删除", _hidden(row)],
    ]
    return ["li", {"class": f"case case--{state}"}, *parts, ["p", {"class": "case__tools"}, *buttons]]


def _hidden(row: Json) -> Node:
    """What tells one button from the next to those who do not see where it stands."""
    return ["span", {"class": "visually-hidden"}, f"：{row['title']}"]


def _colour(state: str) -> str:
    return {"closed": "done", "wrong": "overdue"}.get(state, state)


def _pressing(line: Json) -> list[Node]:
    day = ["time", {"datetime": line["safe"]}, words(date.fromisoformat(line["safe"][:10]))]
    who = f"（{line['who']}）" if line["who"] else ""
    mark = "暂定，" if line["provisional"] else ""
    return [f"{line['what']}{who}：{mark}", ["strong", {}, day], f"，{line['state_text']}"]


def _deadline(line: Json) -> list[Node]:
    who = f"（{line['who']}）" if line["who"] else ""
    day = f"{line['text']}，{line['state_text']}" if line["safe"] else line["state_text"] or line["text"]
    clause = ["small", {"class": "clause"}, f"来源 {line['clause']}"]
    return [f"{_LINE_SIGNS[line['state']]} {line['what']}{who}：{day} ", clause]
