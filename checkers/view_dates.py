"""The answers of ``due``, ``dues`` and ``timeline`` as trees for the page: all words and dates are made here.

A node is text or ``[tag, attributes, *children]``; see the bridge protocol.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from checkers.dates import day_of, words
from checkers.view_ledger import ledger_view
from checkers.view_parts import Node, phone_link

Json = Mapping[str, Any]

_STATES = {
    "waiting": "… 还没开始",
    "open": "○ 进行中",
    "due_today": "! 今天到期",
    "overdue": "✗ 已过期",
    "done": "✓ 已办",
    "no_number": "– 没有具体日子",
}


def due_view(result: Json) -> list[Any]:
    """Show the answer to a ``due`` request: the day, how it was counted, by what authority."""
    return ["div", {"class": "result"}, *_due(result)]


def dues_view(result: Json) -> list[Any]:
    """Show the answer to a ``dues`` request: of several items each day, with what is behind it folded away."""
    items = result["items"]
    if len(items) == 1:
        return due_view(items[0])
    sections = [_folded(number, item) for number, item in enumerate(items, 1)]
    return ["div", {"class": "result"}, *sections]


def _folded(number: int, item: Json) -> Node:
    what = item.get("what") or item["case"] or item["rule"]
    about = f"{item['title']}（{item['id']}）" if "deadline" in item else ""
    case = f"{item['case']}：" if item["case"] and "what" in item else ""
    parts: list[Node] = [
        ["h3", {}, f"{number}. {case}{what}"],
        ["p", {"class": "because"}, about],
        _day("p", "due-date", item),
        ["details", {}, ["summary", {}, "怎样算、依据什么"], *_due(item)],
    ]
    return ["section", {"class": "deadline"}, *parts]


def _due(result: Json) -> Iterable[Node]:
    """A day with what is behind it; of a deadline of the data also whose it is and what the data says of it."""
    if "deadline" not in result:
        yield from _answer(result)
        return
    case = f"{result['case']}：" if result["case"] else ""
    yield ["h3", {}, f"{case}{result['what']}"]
    yield ["p", {"class": "because"}, f"{result['title']}（{result['id']}）"]
    if result["start_name"]:
        began = f"{result['start_name']}：{_in_words(result['start'])}"
        yield ["p", {"class": "because"}, began]
    yield from _answer(result)
    if result["conditional"]:
        when = result["when_text"]
        yield ["p", {"class": "because"}, f"只在这种情况下适用：{when}。" if when else "只在一定情况下适用。"]
    if result["original"]:
        yield ["p", {"class": "because"}, f"不延长的话，{result['original']['text']}。"]
    yield from _current(result)
    if result["previous"]:
        yield ["p", {"class": "because"}, f"{result['previous']['line']}。"]
    yield from _later(result)
    if result["note"]:
        yield ["p", {"class": "because"}, result["note"]]
    yield _source(result)
    if result["phone"]:
        yield ["p", {"class": "next"}, "拿不准就打电话：", phone_link(result["phone"])]
    yield ["p", {"class": "notice"}, result["notice"]]


def timeline_view(result: Json) -> list[Any]:
    """Show the answer to a ``timeline`` request: one section a deadline, then whom to ask."""
    parts: list[Node] = [_row(row) for row in result["deadlines"]]
    if not parts:
        parts.append(["p", {}, "按你的回答，没有适用的时限。"])
    if result["phone"]:
        parts.append(["p", {"class": "next"}, "拿不准就打电话：", phone_link(result["phone"])])
    return ["div", {"class": "result"}, *parts, ["p", {"class": "notice"}, result["notice"]]]


def _answer(answer: Json) -> Iterable[Node]:
    yield _day("p", "due-date", answer)
    if answer["provisional"]:
        yield ["p", {"class": "provisional"}, f"{answer['text']}。"]
    yield ["p", {"class": "due-rule"}, f"{answer['rule']}。"]
    if answer["due_min"] and len(answer["readings"]) == 1:
        yield ["p", {"class": "due-rule"}, f"幅度的下限到{_in_words(answer['due_min'])}。"]
    for note in answer["notes"]:
        yield ["p", {"class": "because"}, f"{note}。"]
    if len(answer["readings"]) == 1:
        yield ledger_view(answer["ledger"])
        yield _basis(answer["basis"])
        return
    yield ["p", {}, "原文可以有两种读法，先列对办事的人稳妥的一种："]
    leading = answer["readings"][0]
    for reading in answer["readings"]:
        own = [each for each in reading["basis"] if reading["leading"] or each not in leading["basis"]]
        kind = "reading reading--leading" if reading["leading"] else "reading"
        text: Node = ["p", {}, ["strong", {}, f"{reading['text']}。"]]
        yield ["section", {"class": kind}, text, ledger_view(reading["ledger"]), _basis(own)]


def _day(tag: str, css_class: str, answer: Json) -> Node:
    """The safe day as a headline; a provisional one says that it is."""
    named = _in_words(answer["safe"])
    time: Node = ["time", {"datetime": answer["safe"]}, named]
    if answer["provisional"]:
        return [tag, {"class": css_class}, "暂定：", time]
    before, _, rest = answer["text"].partition(named)
    after = rest.partition("；")[0]  # the lower end of a range has a line of its own
    return [tag, {"class": css_class}, before, time, after]


def _in_words(moment: str) -> str:
    read = datetime.fromisoformat(moment)
    return words(read if "T" in moment else day_of(read))


def _basis(lines: Sequence[str]) -> Node:
    return ["p", {"class": "basis"}, f"依据：{'；'.join(lines)}。"]


def _row(row: Json) -> Node:
    state, sign = row["state"], _STATES[row["state"]]
    if row["conditional"] and row["readings"] and state != "done":
        state, sign = "conditional", "? 如适用"
    parts: list[Node] = [
        ["h4", {}, row["what"], " ", ["span", {"class": f"state state--{state}"}, sign]],
    ]
    if row["state_text"] and row["readings"]:
        parts.append(["p", {"class": "because"}, f"{row['state_text']}。"])
    if row["previous"]:
        parts.append(["p", {"class": "because"}, f"{row['previous']['line']}。"])
    if row["conditional"]:
        parts.append(["p", {"class": "because"}, "只在一定情况下适用，按你的回答还不能确定。"])
    parts += _answer(row) if row["readings"] else [["p", {"class": "due-rule"}, f"{row['text']}。"]]
    if row["original"]:
        parts.append(["p", {"class": "because"}, f"已经延长；延长前，{row['original']['text']}。"])
    parts += _current(row)
    parts += _later(row)
    if row["note"]:
        parts.append(["p", {"class": "because"}, row["note"]])
    return ["section", {"class": "deadline", "data-deadline": row["id"]}, *parts, _source(row)]


def _later(row: Json) -> Iterable[Node]:
    """The occurrences of a returning duty after the next one."""
    if len(row["occurrences"]) > 1:
        coming = [["li", {}, f"{each['period']}：{each['text']}"] for each in row["occurrences"][1:]]
        yield from (["p", {}, "再往后："], ["ul", {}, *coming])


def _current(row: Json) -> Iterable[Node]:
    """Which of the source and current law the day follows, with the other beside it."""
    current = row["current"]
    if not current:
        return
    follows = "上面按现行规定计算" if current["leads"] else "现行规定"
    yield ["p", {"class": "because"}, f"{follows}：{current['text']}（{current['authority']}）。"]
    if row["source_rule"]:
        yield [
            "p",
            {"class": "because"},
            f"按来源的规定（{row['stated_as']}）：{row['source_rule']['text']}。",
        ]


def _source(row: Json) -> Node:
    who = f"由{row['who']}办。" if row["who"] else ""
    return ["p", {"class": "clause"}, f"{who}来源：{row['stated_as']}（来源条款：{row['clause']}）"]
