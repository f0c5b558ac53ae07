"""What a mistake in the writing of YAML is called, and where it really is, in the words of whoever typed it."""

from __future__ import annotations

import re
from typing import NamedTuple, cast

import yaml
from yaml.error import Mark


def span(event: yaml.Event) -> tuple[Mark, Mark]:
    """Where an event of the parser begins and ends; only events made by hand have no marks."""
    assert event.start_mark is not None
    assert event.end_mark is not None
    return cast(Mark, event.start_mark), cast(Mark, event.end_mark)  # the C parser's marks are alike


class Slip(NamedTuple):
    """A mistake in the writing, with the character to put there (and a space) if that surely mends it."""

    row: int
    column: int
    message: str
    mended: str | None = None


_TAB = re.compile(r" *\t")
_SLIPS = (
    (
        r"\s*(?:- +)?[a-z_]+(：)",
        ":",
        "名字后面用了中文冒号“：”；请改成英文冒号加一个空格（例如 title: 名称）",
    ),
    (r"\s*(?:- +)?[a-z_]+(:)[^\s/]", ":", "冒号后面要空一格（例如 title: 名称）"),
    (r"\s*(-)[a-z_]+:", None, "“-”后面要空一格（例如 - name: 户口簿）"),
)


def slips(text: str) -> list[Slip]:
    """Find what often stops the parser, in all lines; the parser itself would show one at a time."""
    lines = text.splitlines()
    found_slips: list[Slip] = []
    tabs = [(row, found.end() - 1) for row, line in enumerate(lines) if (found := _TAB.match(line))]
    if tabs:
        others = f"（共 {len(tabs)} 行）" if len(tabs) > 1 else ""
        found_slips.append(Slip(*tabs[0], f"用了 Tab 缩进{others}；请把 Tab 换成空格，每层两个"))
    for row, line in enumerate(lines):
        for pattern, mended, message in _SLIPS:
            if found := re.match(pattern, line):
                found_slips.append(Slip(row, found.start(1), message, mended))
                break
    return found_slips


def syntax(text: str, error: yaml.MarkedYAMLError, last: yaml.ScalarEvent | None) -> Slip:
    """Find the place and the cause of a YAML error, as the person who typed it would put it.

    ``last`` is the value read just before.
    """
    lines = text.splitlines()
    context = error.context or ""
    noticed = error.problem_mark or error.context_mark
    assert noticed is not None
    begun = error.context_mark if error.context_mark and _POINTS_BACK.search(context) else noticed
    if last is not None and last.style in ("'", '"'):
        start, end = span(last)
        if start.line < end.line == noticed.line:
            message = f"从这里开始的引号到第 {end.line + 1} 行才收尾；多半是漏了收尾的引号"
            return Slip(start.line, start.column, message)
    line = lines[begun.line] if begun.line < len(lines) else ""
    before, character = line[: begun.column], line[begun.column : begun.column + 1]
    about = f"{context} | {error.problem}"
    if "mapping values" in about and ": " not in before:  # the parser stops at the colon of a name
        return Slip(begun.line, len(before) - len(before.lstrip()), _INDENT)
    message = next((words for pattern, words in _CAUSES if re.search(pattern, about)), "")
    if not message and character in ("]", "}"):
        message = "这里的“□”没有开头的另一半；如果是文字，给整个值加引号"
    elif not message and before.strip():
        message = "引号后面还有文字：值里有引号时，整个值换另一种引号（例如 '他说\"好\"'）"
    return Slip(begun.line, begun.column, (message or _INDENT).replace("□", character))


# the mistake is where the parser began, not where it stopped
_POINTS_BACK = re.compile("simple key|quoted|flow|alias|anchor|tag")
_INDENT = "缩进不对，或上一行缺英文冒号：同一层的各行要对齐，下一层多缩进两个空格，值后面不能再有下一层"
_CAUSES = (
    ("quoted.*end of stream", "从这里开始的引号没有收尾"),
    ("quoted.*escape", "双引号里的“\\”有特殊意思；请改用单引号"),
    ("cannot start any token|alias|anchor|tag", "值不能以“□”开头；给整个值加引号"),
    ("directive", "行首的“%”有特殊意思；给整个值加引号"),
    ("block scalar", "“|”或“>”后面要换行再写文字；如果本来就是文字，给整个值加引号"),
    ("mapping values", "值里有英文冒号；给整个值加引号，或改用中文冒号“：”"),
    ("document start", "一个文件只写一份内容；请删去单独一行的 --- 或 ..."),
    ("sequence entries", "列表的“-”要另起一行（例如 materials: 的下一行写 - name: 户口簿）"),
    ("simple key", "这一行缺英文冒号；每一行应为“名: 值”，列表的每项以“- ”开头"),
    (
        "flow",
        "从这里开始的“□”没有写完整：检查收尾的括号和各项之间的英文逗号；值里有逗号、冒号或括号时，给值加引号",
    ),
)
"""What the parser says (□: the character it stopped at), in either of PyYAML's two parsers; the first that fits."""
