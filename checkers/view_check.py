"""The result of a check and of a material selection as a tree for the page: all words, no markup of its own.

A node is text or ``[tag, attributes, *children]``; see the bridge protocol. A verdict is always a sign and
a word, never colour alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from checkers.view_parts import Node, phone_link

Json = Mapping[str, Any]

_SIGNS = {"met": "✓", "not_met": "✗", "unknown": "?", "not_applicable": "–"}
_WORDS = {"met": "符合", "not_met": "不符合", "unknown": "还不能确定", "not_applicable": "不适用"}
_NEED_SIGNS = {"yes": "✓", "unknown": "?"}
_FORMS = {"original": "原件", "copy": "复印件", "original_and_copy": "原件及复印件"}
_NUMBER_AND_UNIT = re.compile(r"(?<=\d) (?=[\u4e00-\u9fff])")


def check_view(result: Json) -> Node:
    """Show the answer to a ``check`` request (bridge protocol).

    What to do next stands directly under the verdict, so that its “下面” points at all the rest. Where the verdict
    bars the way, nothing below it tells the reader to go ahead.
    """
    verdict = result["verdict"]
    parts: list[Node] = [_verdict(verdict, result["label"]), _next(result["next"], result["phone"])]
    following = _open(
        result["open"], "还差" if verdict == "unknown" else "结论不会再变；想知道其余结果，还差"
    )
    if verdict in ("not_met", "not_applicable"):
        parts += [*_because(result["because"]), *_criteria(result)]
        parts += [_change(result["change"])] if result["change"] else []
        parts += [*following, *_hypothetical(result["outcomes"])]
    elif verdict == "unknown":
        parts += [*following, *map(_outcome, result["outcomes"]), *_criteria(result)]
    else:
        parts += [*map(_outcome, result["outcomes"]), *following, *_criteria(result)]
    return _unbroken(["div", {"class": "result"}, *parts, _notice(result["notice"])])


def materials_view(result: Json, notice: str) -> Node:
    """Show the answer to a ``materials`` request: the papers that are or may be needed, by group."""
    parts: list[Node] = [["p", {"class": "count"}, result["status"]], *_open(result["open"], "还差")]
    needed = [material for material in result["materials"] if material["needed"] != "no"]
    for group in dict.fromkeys(material["group"] for material in needed):
        if group:
            parts.append(["p", {"class": "group"}, ["strong", {}, group]])
        items = [_material(material) for material in needed if material["group"] == group]
        parts.append(["ul", {"class": "materials"}, *items])
    return _unbroken(["div", {"class": "result"}, *parts, _notice(notice)])


def _sign(sign: str) -> Node:
    return ["span", {"class": "sign", "aria-hidden": "true"}, sign]


def _verdict(verdict: str, label: str) -> Node:
    return [
        "p",
        {"class": f"verdict verdict--{verdict}"},
        _sign(_SIGNS[verdict]),
        " 结论：",
        ["strong", {}, label],
    ]


def _because(words: str) -> list[Node]:
    return [["p", {"class": "because"}, words]] if words else []


def _clause(clause: str) -> Node:
    return ["span", {"class": "clause"}, f"（来源条款：{clause}）"]


def _hypothetical(outcomes: Sequence[Json]) -> list[Node]:
    """What would hold if the verdict did not stand against it, without any next step."""
    if not outcomes:
        return []
    return [["h4", {}, "假如条件都符合"], *(_outcome({**outcome, "next": None}) for outcome in outcomes)]


def _criteria(result: Json) -> list[Node]:
    """The criteria one by one, those that fail first."""
    if result["verdict"] == "not_applicable" or not result["criteria"]:
        return []
    ordered = sorted(result["criteria"], key=lambda criterion: criterion["verdict"] != "not_met")
    return [["ul", {"class": "criteria", "aria-label": "逐条核对"}, *map(_criterion, ordered)]]


def _outcome(outcome: Json) -> Node:
    parts: list[Node] = [
        [
            "p",
            {},
            f"{outcome['dimension_title']}：",
            ["strong", {}, outcome["label"]],
            _clause(outcome["clause"]),
        ],
        *_because(outcome["because"]),
    ]
    if outcome["next"]:
        parts.append(["p", {}, outcome["next"]])
    return ["div", {"class": "outcome"}, *parts]


def _open(questions: Sequence[Json], lead: str) -> list[Node]:
    if not questions:
        return []
    asked = [["li", {"data-question": question["id"]}, question["ask"]] for question in questions]
    return [["div", {"class": "open"}, ["p", {}, f"{lead} {len(questions)} 个回答："], ["ol", {}, *asked]]]


def _criterion(criterion: Json) -> Node:
    verdict = criterion["verdict"]
    line: Node = [
        "p",
        {},
        _sign(_SIGNS[verdict]),
        " ",
        ["strong", {}, _WORDS[verdict]],
        f"：{criterion['text']}",
    ]
    return [
        "li",
        {"class": f"criterion criterion--{verdict}"},
        [*line, _clause(criterion["clause"])],
        *_because(criterion["because"]),
    ]


def _change(change: Json) -> Node:
    items = [["li", {}, item["text"]] for item in change["changes"]]
    return [
        "div",
        {"class": "change"},
        ["p", {}, ["strong", {}, "怎样补救"]],
        ["p", {}, change["text"]],
        ["ul", {}, *items],
    ]


def _next(text: str, phone: str | None) -> Node:
    parts: list[Node] = [["strong", {}, "下一步："], text]
    if phone:
        parts += [" 电话：", phone_link(phone)]
    return ["p", {"class": "next"}, *parts]


def _notice(notice: str) -> Node:
    return ["p", {"class": "notice"}, notice]


def _material(material: Json) -> Node:
    details = [f"{material['copies']} {material['unit']}"] if material["copies"] else []
    details += [_FORMS[material["form"]]] if material["form"] else []
    name = f"：{material['name']}" + (f"（{'，'.join(details)}）" if details else "")
    head = [_sign(_NEED_SIGNS[material["needed"]]), " ", ["strong", {}, material["label"]], name]
    because = material["because"]
    if material["needed"] == "unknown" and material["when_text"]:
        because = f"什么情况下需要：{material['when_text']}"
    return [
        "li",
        {"class": f"material material--{material['needed']}"},
        ["p", {}, *head, _clause(material["clause"])],
        *_because(because),
    ]


def _unbroken(node: Node) -> Node:
    """The tree with numbers that a line break cannot part from their units."""
    if isinstance(node, str):
        return _NUMBER_AND_UNIT.sub("\N{NO-BREAK SPACE}", node)
    tag, attributes, *children = node
    return [tag, attributes, *(_unbroken(child) for child in children)]
