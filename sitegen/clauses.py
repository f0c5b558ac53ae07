"""The numbered parts of a source text, and which of them a clause reference such as 一(二)3、流程图 means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from sitegen.facts import normalised

CHART = "流程图"
OPENING = "规范首段"
_COVER, _FOREWORD = "封面", "前言"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BRACKETED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_HAN = "[一二三四五六七八九十]{1,3}"


@dataclass(frozen=True)
class Section:
    """One numbered part: its path (一(二)3, 8.2, 流程图, 规范首段) and its own text without the parts inside it."""

    path: str
    text: str


# -- reading a source ----------------------------------------------------------------------------------

_CHINESE = (
    re.compile(rf"\s*({_HAN})\s*[、．.]"),
    re.compile(rf"\s*[（(]({_HAN})[)）]"),
    re.compile(r"\s*(\d{1,2}(?:-\d)?)\s*[.、．](?!\d)"),
    re.compile(rf"\s*(?:[（(](\d{{1,2}})[)）]|([{_BRACKETED}]))"),
    re.compile(rf"\s*([{_CIRCLED}])"),
)
"""The marks of the five levels of an official Chinese text: 一、（一）1.（1）①."""
_DECIMAL = re.compile(
    r"\s*(\d{1,2}(?:\.\d{1,2})+\s*$|\d{1,2}(?:\.\d{1,2})*)(?=\s*$|\s+\S|[^\d.\s%年月日、,，/-])"
)
_INLINE = re.compile(
    rf"(?<=[。；;:：，,])\s*(?=\d{{1,2}}[.、．](?!\d)|[（(](?:\d{{1,2}}|{_HAN})[)）]|[{_BRACKETED}{_CIRCLED}])"
)
"""Where a part begins in the middle of a line."""
_FIGURE = re.compile(r"\s*图\s*(\d)\s*[:：]")
_LETTER = re.compile(r"\s*([a-z])[)）]")


Form = Literal["procedure", "standard", "report", "table"]
"""How a source text is built: flowchart labels and a norm; decimal headings; 一、（一）1.; a table of duties."""


def outline(text: str, form: Form) -> list[Section]:
    """Cut a source text into its numbered parts, in its order.

    The columns of the duties table run into one another: its parts begin with the office (综合科(五)).
    """
    lines = list(_without_running_heads(text.splitlines()))
    if form == "table":
        return _table(lines)
    if form == "standard":
        return _standard(lines)
    if form == "report":
        return _official(lines, 0, _unnumbered(lines))
    return _official(lines, _norm_begins(lines))


def _without_running_heads(lines: list[str]) -> Iterator[str]:
    """Drop what a printed page repeats at its head and the page number, even stuck to the line after it."""
    heads = {
        line
        for line in lines
        if re.fullmatch(r"\s*[A-Z]{2}\d*/T[\d\s—-]+\s*", line) and lines.count(line) > 2
    }
    after = False
    for line in lines:
        if line in heads:
            after = True
        elif not re.fullmatch(r"\s*\d{1,2}\s*", line):  # the number of a page or of a row
            yield re.sub(r"^(?:[IVX]+|\d(?=\d{1,2}\D|[a-z]\)|[\u4e00-\u9fff]))", "", line) if after else line
            after = False


class _Collector:
    """Gathers the lines of each part."""

    def __init__(self, path: str) -> None:
        self.parts: list[tuple[str, list[str]]] = [(path, [])]

    def open(self, path: str) -> None:
        self.parts.append((path, []))

    def add(self, line: str) -> None:
        self.parts[-1][1].append(line)

    def sections(self) -> list[Section]:
        return [Section(path, "\n".join(lines)) for path, lines in self.parts if path or any(lines)]


def _mark(line: str) -> tuple[int, str, str] | None:
    """Say the level and the mark a line begins with, and what remains of the line."""
    for level, pattern in enumerate(_CHINESE):
        match = pattern.match(line)
        if match is None:
            continue
        sign = next(group for group in match.groups() if group)
        if level == 1:
            sign = f"({sign})"
        elif level == 3:
            sign = f"({_BRACKETED.index(sign) + 1 if sign in _BRACKETED else int(sign)})"
        return level, sign, line[match.end() :]
    return None


def _unnumbered(lines: list[str]) -> frozenset[int]:
    """Find headings without a number where a line is a paragraph: a short line of words before a long one."""
    filled = [(number, line) for number, line in enumerate(lines) if line.strip()]
    return frozenset(
        number
        for (number, line), (_, after) in pairwise(filled)
        if re.fullmatch(r"[\u4e00-\u9fff]{6,20}", line) and len(after) > 30 and not after[0].isspace()
    )


def _official(lines: list[str], start: int, unnumbered: frozenset[int] = frozenset()) -> list[Section]:
    """Read a flowchart's labels before the line ``start``, then the norm: 一、（一）1.（1）①.

    A number inside a quotation belongs to the law that is quoted.
    """
    found = _Collector(CHART if start else OPENING)
    path: list[tuple[int, str]] = []
    quoted = 0
    for number, line in enumerate(lines):
        if number == start and start:
            found.open(OPENING)
            path = []
        if number in unnumbered:
            path = [(0, line)]
            found.open(line)
            continue
        root = CHART if number < start else ""
        for piece in _INLINE.split(line):
            figure = _FIGURE.match(piece) if root else None
            marked = (0, figure[1], piece[figure.end() :]) if figure else None if quoted else _mark(piece)
            quoted = max(0, quoted + piece.count("“") - piece.count("”"))
            if marked is None:
                found.add(piece)
                continue
            level, sign, rest = marked
            path = [step for step in path if step[0] < level] + [(level, sign)]
            found.open(root + "".join(step[1] for step in path))
            found.add(rest)
    return found.sections()


def _norm_begins(lines: list[str]) -> int:
    """Find the line on which the title of the norm begins: a new page (a leading blank) soon saying 规范."""
    for number, line in enumerate(lines):
        title = ""
        if not line.startswith(" "):
            continue
        for after in lines[number : number + 4]:
            if _mark(after):
                break
            title += after.strip()
            if re.search(r"规程?范$", title):
                return number
    for number, line in enumerate(lines):
        if re.fullmatch(r"\s*\S{2,30}规范\s*", line) and CHART not in line:
            return number
    return 0


def _standard(lines: list[str]) -> list[Section]:
    """A standard: decimal headings, then a), b)."""
    found = _Collector(_COVER)
    heading = ""
    last: tuple[int, ...] = ()
    for line in lines:
        if re.fullmatch(r"\s*I?\s*前\s*言\s*", line):
            found.open(_FOREWORD)
            continue
        match = _DECIMAL.match(line)
        if match:
            numbers = tuple(int(part) for part in match[1].split("."))
            if _follows(last, numbers):
                last, heading = numbers, match[1].strip()
                found.open(heading)
                found.add(line[match.end() :])
                continue
        letter = _LETTER.match(line)
        if letter and heading:
            found.open(heading + letter[1])
            found.add(line[letter.end() :])
        else:
            found.add(line)
    return found.sections()


def _follows(last: tuple[int, ...], new: tuple[int, ...]) -> bool:
    """Whether a decimal number can be the next heading; a figure at the start of a line usually cannot."""
    if len(new) == 1:
        return new[0] == (last[0] if last else 0) + 1
    return new > last and (new[0] in ((last[0] if last else 0), (last[0] if last else 0) + 1))


_IN_TABLE = re.compile(
    rf"(?:^|(?<=[\s。；）]))\s*(?:(?P<han>{_HAN})\s?、|[（(](?P<bracketed>{_HAN})[)）]"
    r"|(?P<number>\d{1,2})(?:[.．](?!\d)|\s(?=[\u4e00-\u9fff])))"
)


def _table(lines: list[str]) -> list[Section]:
    """Read the duties table: the parts carry the office and the number in one of its columns."""
    found = _Collector("")
    office = ""
    for line in lines:
        named = re.search(r"内设机构名称[:：]\s*([^\s（(]+)", line)
        if named:
            office = named[1]
            found.open(office)
            continue
        rest = line
        while office and (mark := _IN_TABLE.search(rest)):
            found.add(rest[: mark.start()])
            sign = mark["han"] or mark["number"] or f"({mark['bracketed']})"
            found.open(office + sign)
            rest = rest[mark.end() :]
        found.add(rest)
    return found.sections()


def headings(sections: list[Section]) -> list[str]:
    """List every path a clause reference may name, with the parents of each, in the order of the text."""
    found: dict[str, None] = {}
    for section in sections:
        for path in (*_parents(section.path), section.path):
            if path:
                found.setdefault(path)
        for label in re.findall(r"(?:^|\n)\s*([图表]\s?\d)(?=\s)", section.text):
            found.setdefault(normalised(label))
    return list(found)


def _parents(path: str) -> list[str]:
    if re.fullmatch(r"[\u4e00-\u9fff]{6,}|封面|前言", path) and not path.startswith((CHART, OPENING)):
        return []
    if re.match(r"\d+(?:\.|[a-z]|$)", path):
        stem = re.sub(r"[a-z]$", "", path)
        parts = stem.split(".")
        return [".".join(parts[:size]) for size in range(1, len(parts))] + ([stem] if stem != path else [])
    steps = _steps(path)
    return ["".join(steps[:size]) for size in range(1, len(steps))]


def _steps(path: str) -> list[str]:
    return re.findall(
        rf"流程图|规范首段|[\u4e00-\u9fff]+科|{_HAN}|\({_HAN}\)|\d+|\(\d+\)|[{_CIRCLED}]|.", path
    )


def inside(path: str, outer: str) -> bool:
    """Whether a part is another part or lies in it: 一(二)3 lies in 一(二) and in 一."""
    return path == outer or outer in _parents(path)


# -- reading a reference -------------------------------------------------------------------------------

_WORDS = {
    "规范正文": OPENING,
    "规范标题": OPENING,
    "规范": OPENING,
    "正文": OPENING,
    "流程图标题": CHART,
    "流程图注": CHART,
    "文前说明": "封面",
    "标题": "封面",
    "文末": "",
}
"""Parts that have no number, and the part their text belongs to; “” stands for the text as a whole."""
_NOTE = re.compile(rf"\((?!{_HAN}\)|\d{{1,2}}\))[^()]*\)")
_SUFFIX = re.compile(r"(?<=.)(?:首段|末段|首句|注|标题|第[一二三四五六七八九十]+[段句])$")


@dataclass(frozen=True)
class Reference:
    """One part, or the run of parts from ``path`` to ``last``; ``whole`` when 6-1 is itself a number."""

    path: str
    last: str | None = None
    whole: str | None = None


def references(clause: str, office: str | None = None) -> list[Reference]:
    """Read a clause reference; ``office`` is the name of the entry's office, for 职责任务清单 without one.

    A part of the duties table is named “职责任务清单:” and its path there.
    """
    text = _plain(clause)
    found: list[Reference] = []
    table = ""
    for piece in re.split(r"[、;]", text):
        part = piece
        if part.startswith("职责任务清单"):
            part = part.removeprefix("职责任务清单").lstrip(",")
            table = f"职责任务清单:{office or ''}"
        if table:
            named = re.match(r"([\u4e00-\u9fff]+科(?=,|$|\d|\())[,]?", part)
            if named:
                table, part = f"职责任务清单:{named[1]}", part[named.end() :]
            if part.startswith((CHART, OPENING)):
                table = ""
            else:
                part = re.sub(
                    r"部门主要职责|科室职责|工作任务|岗位责任|科室间职责边界事项|岗位名称|备注|,", "", part
                )
        part = re.sub(r"^第(\d+)项$|^第(\d+)项", lambda m: m[1] or m[2], part)
        first, last = _range(re.sub(r"至第(\d+)项", r"至\1", part))
        found.append(
            Reference(table + first, table + last if last else None, _canonical(part) if last else None)
        )
    return found


def _plain(clause: str) -> str:
    text = clause
    for number, sign in enumerate(_BRACKETED, 1):
        text = text.replace(sign, f"({number})")
    for number, sign in enumerate(_CIRCLED):
        text = text.replace(sign, chr(0xE000 + number))
    text = normalised(text)
    text = "".join(_CIRCLED[ord(sign) - 0xE000] if 0xE000 <= ord(sign) < 0xE014 else sign for sign in text)
    return _NOTE.sub("", text)


def _range(part: str) -> tuple[str, str | None]:
    pieces = re.split(r"至|[—–~-]+", part)
    first = _canonical(pieces[0])
    if len(pieces) == 1 or not pieces[1]:
        return first, None
    last = _canonical(pieces[1])
    if re.fullmatch(r"\d+|[①-⑳]|\(\d+\)|[a-z]", last) and not re.fullmatch(r"\d+", first):
        stem = re.sub(r"(?:\d+|[①-⑳]|\(\d+\)|[a-z])$", "", first)
        last = stem + last
    return first, last


def _canonical(part: str) -> str:
    label = re.search(r"[图表]\d$", part)
    if label and not part.startswith(CHART):
        return label[0]
    if part not in (OPENING, *_WORDS):
        part = _SUFFIX.sub("", part)
    part = _WORDS.get(part, part)
    if re.fullmatch(r"\d+(?:\.\d+)*(?:[a-z]\)?)?", part):
        return part.rstrip(")")
    return re.sub(r"(?<=[^\d])\.|\.(?=[^\d])", "", part)


def resolve(reference: Reference, known: list[str]) -> list[str] | None:
    """List the parts a reference covers, of those known in their order; None when it names one that is not there."""
    if reference.path == "":
        return list(known)
    if reference.whole in known:
        return [reference.whole]
    if reference.path == _COVER and _COVER not in known:
        return resolve(Reference(OPENING), known)
    if reference.path not in known or (reference.last is not None and reference.last not in known):
        return None
    if reference.last is None:
        return [path for path in known if inside(path, reference.path)]
    begin = known.index(reference.path)
    end = max(number for number, path in enumerate(known) if inside(path, reference.last))
    return known[begin : end + 1] if begin <= end else None
