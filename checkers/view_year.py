"""The answer of ``year`` as a tree for the page: the duties of a year, month by month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from checkers.dates import weekday
from checkers.view_parts import Node

Json = Mapping[str, Any]

BEFORE = "来源写“几日前”的，没说包不包括当天，都列前一天；前一天休息的，再提前到上一个工作日。"
"""How a day is found where the source names one."""


def year_view(result: Json) -> list[Any]:
    """Show the answer to a ``year`` request: a table a month, then what has no day."""
    dated: dict[int, list[Json]] = {
        month: list(items)
        for month, items in groupby(result["items"], key=lambda item: date.fromisoformat(item["date"]).month)
    }
    parts: list[Node] = [["h3", {}, f"{result['year']} 年要按时做的事"], *_notices(result), *_waiting(result)]
    if any(item["named"] for item in result["items"]):
        parts.append(["p", {"class": "because"}, BEFORE])
    in_month = {
        month: [item for item in result["without_day"] if month in item["months"]] for month in range(1, 13)
    }
    months = [month for month in range(1, 13) if month in dated or in_month[month]]
    parts += _jump(months)
    for month in months:
        parts += _month(month, dated.get(month, []), in_month[month])
    if not dated and not result["without_day"]:
        parts.append(["p", {}, "这样选，没有要按月、季、年做的事。请换一个科室，或者不选。"])
    parts += _without_day([item for item in result["without_day"] if not item["months"]])
    return ["div", {"class": "result year"}, *parts]


def _notices(result: Json) -> Iterable[Node]:
    """How old the texts are; it opens the list."""
    for notice in result["notices"]:
        yield ["p", {"class": "notice"}, notice]


def _waiting(result: Json) -> Iterable[Node]:
    if not result["provisional"]:
        return
    awaits = next(item["awaits"] for item in result["items"] if item["provisional"])
    yield ["p", {"class": "provisional"}, f"标“暂定”的 {result['provisional']} 个日子还会变：{awaits}。"]


def _jump(months: Sequence[int]) -> Iterable[Node]:
    """Links to the months; a whole year is long on a phone."""
    if len(months) > 1:
        links: list[Node] = [["a", {"href": f"#year-{month}"}, f"{month} 月"] for month in months]
        yield ["p", {"class": "year__jump"}, *links]


def _month(month: int, dated: Sequence[Json], in_month: Sequence[Json]) -> Iterable[Node]:
    rows = [_row(_day_cell(item), item) for item in dated]
    rows += [_row(["th", {"scope": "row"}, "这个月内，没写哪天"], item) for item in in_month]
    yield ["h4", {"id": f"year-{month}"}, f"{month} 月"]
    yield _table(f"{month} 月", "最晚哪天", rows)


def _without_day(items: Sequence[Json]) -> Iterable[Node]:
    if items:
        rows = [_row(["th", {"scope": "row"}, item["every"] or item["stated_as"]], item) for item in items]
        summary: Node = ["summary", {}, f"没写哪天的 {len(items)} 件"]
        yield ["details", {}, summary, _table("没写哪天的", "多久一次", rows)]


def _table(name: str, first: str, rows: Sequence[Node]) -> Node:
    heads: list[Node] = [["th", {"scope": "col"}, text] for text in (first, "谁 · 做什么")]
    head: Node = ["thead", {}, ["tr", {}, *heads]]
    return ["table", {"class": "stack year__month", "aria-label": name}, head, ["tbody", {}, *rows]]


def _day_cell(item: Json) -> Node:
    day = date.fromisoformat(item["date"])
    time: Node = ["time", {"datetime": item["date"]}, f"{day.month} 月 {day.day} 日（{weekday(day)}）"]
    mark: Node = ["span", {"class": "tag tag--warn"}, "暂定"]
    return ["th", {"scope": "row"}, time, *([" ", mark] if item["provisional"] else [])]


def _row(first: Node, item: Json) -> Node:
    who: Node = (
        ["span", {"class": "who"}, item["who"]]
        if item["who"]
        else ["span", {"class": "silent"}, "谁来做：来源未规定"]
    )
    entry: Node = ["a", {"href": f"#duty-{item['id']}-{item['deadline']}"}, f"{item['id']} {item['title']}"]
    more: Node = ["p", {"class": "because"}, entry, f"；{'；'.join(reasons(item))}。"]
    return ["tr", {}, first, ["td", {}, who, " ", item["what"], more]]


def reasons(item: Json) -> list[str]:
    """What the source says, why the day is the one that is shown, and when the duty applies; a phrase each."""
    found = [f"来源写“{item['stated_as']}”（{item['clause']}）"]
    if item.get("named"):
        found.append(_named(item))
    elif item.get("rule"):
        found.append(item["rule"])
        if item["provisional"] and item["earliest"] != item["likely"]:
            likely = date.fromisoformat(item["likely"])
            found.append(f"这是稳妥的日子，估计是{likely.month}月{likely.day}日（{weekday(likely)}）")
    if item["when_text"]:
        found.append(f"只在这种情况下适用：{item['when_text']}")
    if item.get("current"):
        found.append(f"现行规定：{item['current']['text']}（{item['current']['authority']}）")
    return found


def _named(item: Json) -> str:
    """The day the source names, and the last working day before it where it is a rest day."""
    named = date.fromisoformat(item["named"])
    text = f"规定的日子是{named.month}月{named.day}日（{item['named_weekday']}）"
    if not item["rest_day"]:
        return text
    before = date.fromisoformat(item["working_before"])
    return f"{text}休息，之前的最后一个工作日是{before.month}月{before.day}日（{weekday(before)}）"
