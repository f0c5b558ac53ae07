"""Reads a YAML file into a tree in which every value keeps its place.

A file is read event by event and nothing is converted behind the editor's back: PyYAML's own constructor
drops duplicate keys and turns 1.40 into 1.4, 8:30 into 510, no into False.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml

from sitegen.problems import Loc, Place, Problem, join
from sitegen.schema import Surprise
from sitegen.yaml_slips import slips as find_slips
from sitegen.yaml_slips import span, syntax

MAX_BYTES = 1_000_000
"""A file larger than this is not one entry; the largest real one has a hundredth of it."""
MAX_DEPTH = 20
"""The model is 8 levels deep."""


class _NoTextError(Exception):
    """A file that is no text; ``before`` is what could be read of it before the fault."""

    def __init__(self, message: str, before: str = "") -> None:
        super().__init__(message)
        self.line = before.count("\n") + 1
        self.column = len(before) - before.rfind("\n")


def _text(file: Path) -> str:
    """Read a file as the text it should be. Raises _NoTextError."""
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise _NoTextError(f"文件有 {size / 1e6:.1f} MB，最大 1 MB；一个文件只写一个事项")
        raw = file.read_bytes()
    except FileNotFoundError:
        raise _NoTextError("没有这个文件") from None
    except OSError:
        raise _NoTextError("文件读不出来；看看它是不是一个文件夹，有没有读取的权限") from None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _NoTextError("文件是 UTF-16 编码；请用编辑器另存为 UTF-8")
    try:
        text = raw.decode("utf-8-sig")  # the mark Windows Notepad puts at the start means nothing
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        raise _NoTextError("文件不是 UTF-8 编码（多半是 GBK）；请用编辑器另存为 UTF-8", before) from None
    if hidden := _UNPRINTABLE.search(text):
        raise _NoTextError(_hidden(hidden[0]), text[: hidden.start()])
    return text


_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def _hidden(character: str) -> str:
    return f"有看不见的控制字符（U+{ord(character):04X}），请删去"


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Refused:
    """Takes the place of a value that was already reported; no field accepts it."""


@dataclass
class TreeNode:
    """A value of the file with its place.

    ``keys`` are the places of a mapping's names; ``incomplete`` says that something inside was left out.
    """

    value: object
    place: Place
    keys: dict[str, Place] = field(default_factory=dict)
    incomplete: bool = False

    @property
    def refused(self) -> bool:
        """Whether the value was already reported as a fault of YAML."""
        return isinstance(self.value, _Refused)

    def unreadable(self, inside: bool) -> bool:
        """Whether a fault of this value, or of what should be inside, was already told as a fault of YAML."""
        return self.incomplete if inside else self.refused

    def children(self) -> list[tuple[str | int, TreeNode]]:
        """Names or positions with what stands there."""
        if isinstance(self.value, dict):
            return list(self.value.items())
        return list(enumerate(self.value)) if isinstance(self.value, list) else []

    def walk(self, loc: Loc) -> Iterator[tuple[Loc, TreeNode]]:
        """Go through this value, which is at ``loc``, and all inside it."""
        yield loc, self
        for step, child in self.children():
            yield from child.walk((*loc, step))

    def at(self, loc: Loc) -> TreeNode | None:
        """Find the value at a path, if there is one."""
        node: TreeNode | None = self
        for step in loc:
            inside = node.value if node else None
            if isinstance(inside, list) and isinstance(step, int):
                node = inside[step] if step < len(inside) else None
            else:
                node = inside.get(step) if isinstance(inside, dict) else None
        return node

    def cut(self, gone: Collection[int]) -> None:
        """Take values out of the tree by their ``id()``; those that stay keep their places."""
        before = len(self.children())
        if isinstance(self.value, dict):
            self.value = {key: node for key, node in self.value.items() if id(node) not in gone}
        elif isinstance(self.value, list):
            self.value = [node for node in self.value if id(node) not in gone]
        self.incomplete = self.incomplete or len(self.children()) < before
        for _, child in self.children():
            child.cut(gone)

    def mapping(self) -> dict[str, object]:
        """Give the plain content of a mapping; empty for anything else."""
        return {key: node.plain() for key, node in self.value.items()} if isinstance(self.value, dict) else {}

    def plain(self) -> object:
        """Give the plain content, as pydantic reads it."""
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.mapping() if isinstance(self.value, dict) else self.value


def read_tree(file: Path, name: str, problems: list[Problem]) -> TreeNode | None:
    """Read a file into a tree, or report everything wrong with its YAML; None when nothing can be read."""
    try:
        return _parse(_text(file), name, problems, {})
    except _NoTextError as error:
        problems.append(Problem(name, error.line, error.column, "", str(error)))
        return None


def _parse(text: str, name: str, problems: list[Problem], inserted: Mapping[int, int]) -> TreeNode | None:
    """Build the tree of a text. What stops the parser is mended once if that is easy, so that it reads on.

    ``inserted`` gives by row the column of a space that the editor did not write.
    """
    reader = _TreeReader(text, name, problems, inserted)
    try:
        return reader.read()
    except _TooDeepError as error:
        reader.report(error.event, "", "层次太深；检查缩进和括号")
        return None
    except yaml.MarkedYAMLError as error:
        slips = [] if inserted else find_slips(text)
        found = slips or [syntax(text, error, reader.last)]
        problems += [Problem(name, slip.row + 1, slip.column + 1, "", slip.message) for slip in found]
    if not slips or any(slip.mended is None for slip in slips):
        return None
    lines = text.splitlines(keepends=True)
    for slip in slips:
        rest = lines[slip.row][slip.column + 1 :]
        lines[slip.row] = f"{lines[slip.row][: slip.column]}{slip.mended} {rest}"
    return _parse("".join(lines), name, problems, {slip.row: slip.column + 1 for slip in slips})


class _TooDeepError(Exception):
    def __init__(self, event: yaml.Event) -> None:
        self.event = event


class _TreeReader:
    """Builds the tree of one file. ``last`` is the last value read, to explain a syntax error after it."""

    def __init__(self, text: str, name: str, problems: list[Problem], inserted: Mapping[int, int]) -> None:
        self.text = text
        self.inserted = inserted
        self.name = name
        self.problems = problems
        self.events = yaml.parse(text, Loader=_LOADER)
        self.last: yaml.ScalarEvent | None = None

    def read(self) -> TreeNode | None:
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            self.problems.append(Problem.of_file(self.name, "文件是空的"))
            return None
        root = self.node(next(self.events), "", 0)
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            self.report(after, "", "一个文件只写一份内容，请删去分隔用的 ---")
        return root

    def place(self, event: yaml.Event, where: str, inside: int | None = None) -> Place:
        start, _ = span(event)
        added = 1 if start.column >= self.inserted.get(start.line, sys.maxsize) else 0
        return Place(start.line + 1, start.column + 1 - added, where, inside)

    def report(self, event: yaml.Event, where: str, message: str) -> None:
        place = self.place(event, where)
        self.problems.append(Problem(self.name, place.line, place.column, where, message))

    def node(self, event: yaml.Event, where: str, depth: int) -> TreeNode:
        if depth > MAX_DEPTH:
            raise _TooDeepError(event)
        if isinstance(event, yaml.AliasEvent):
            self.report(
                event,
                where,
                f"不能用引用“*{event.anchor}”，请把内容直接写出来；如果本来就是文字，给整个值加引号",
            )
            return TreeNode(_Refused(), self.place(event, where))
        self.plain_yaml_only(event, where)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, where, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(event, where, depth)
        assert isinstance(event, yaml.ScalarEvent)
        self.last = event
        if event.style == '"' and (hidden := _UNPRINTABLE.search(event.value)):  # written as an escape
            self.report(event, where, _hidden(hidden[0]))
            return TreeNode(_Refused(), self.place(event, where))
        value = _plain(event.value) if _is_plain(event) else event.value
        return TreeNode(value, self.place(event, where, self.inside(event)))

    def plain_yaml_only(self, event: yaml.Event, where: str) -> None:
        assert isinstance(event, yaml.NodeEvent)
        if event.anchor is not None:
            self.report(
                event, where, f"不能用锚点“&{event.anchor}”，请删去；如果本来就是文字，给整个值加引号"
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            short = tag.replace("tag:yaml.org,2002:", "!!")
            self.report(event, where, f"不能用类型标记“{short}”，请删去；如果本来就是文字，给整个值加引号")

    def sequence(self, start: yaml.Event, where: str, depth: int) -> TreeNode:
        items: list[TreeNode] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(event, join(where, (len(items),)), depth + 1))
        return TreeNode(items, self.place(start, where))

    def mapping(self, start: yaml.Event, where: str, depth: int) -> TreeNode:
        found = TreeNode({}, self.place(start, where))
        values: dict[str, TreeNode] = {}
        while not isinstance(key := next(self.events), yaml.MappingEndEvent):
            name = self.key(key, where, depth)
            found.incomplete = found.incomplete or name is None
            inside = join(where, (name,)) if name is not None else where
            if name is not None and name in values:
                first = values[name].place.line
                self.report(key, inside, f"{name} 写了两次（第 {first} 行已有），只能留一处")
                name = None
            value = self.node(next(self.events), inside, depth + 1)
            if name is not None:
                values[name] = value
                found.keys[name] = self.place(key, inside)
        found.value = values
        return found

    def key(self, event: yaml.Event, where: str, depth: int) -> str | None:
        """Read the name before a colon; None when it is not one (then it has been reported)."""
        if not isinstance(event, yaml.ScalarEvent):
            inside = len(self.problems)
            self.node(event, where, depth + 1)
            del self.problems[inside:]  # it goes as a whole
            self.report(event, where, "冒号前面应为一个名字；如果值以 { 或 [ 开头，给整个值加引号")
            return None
        self.plain_yaml_only(event, where)
        if not _is_plain(event) or isinstance(_plain(event.value), str):
            if event.value != "<<":
                return str(event.value)
            self.report(event, where, "不能用合并“<<”，请把各项直接写出来")
        elif event.value == "":
            self.report(event, where, "冒号前面缺名字")
        else:
            self.report(event, where, f"冒号前面应为名字，“{event.value}”会被读成别的意思，请换一个名字")
        return None

    def inside(self, event: yaml.ScalarEvent) -> int | None:
        """Where the text of a scalar begins after its place, when each character stands in its own column."""
        start, end = span(event)
        quoted = 0 if _is_plain(event) else 1
        source = self.text[start.index + quoted : end.index - quoted]
        indent = len(event.value) - len(event.value.lstrip())  # the model strips text
        return quoted + indent if start.line == end.line and source == event.value else None


def _is_plain(event: yaml.ScalarEvent) -> bool:
    return not event.style


_MEANT: Mapping[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
}
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SURPRISES = (
    (re.compile(r"yes|on", re.I), "“是”（true）"),
    (re.compile(r"no|off", re.I), "“否”（false）"),
    (re.compile(r"[-+]?([0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)([eE][-+]?[0-9]+)?"), "小数"),
    (re.compile(r"[-+]?\.inf|\.nan", re.I), "一个特殊的数"),
    (
        re.compile(r"[-+]?[0-9][0-9_]*|0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+", re.I),
        "另一个数（例如开头的 0 会丢失）",
    ),
    (re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"), "一个数（冒号被当成六十进制）"),
    (re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[Tt ].*"), "一个时刻"),
)


def _plain(text: str) -> object:
    """Say what a value without quotes plainly is; a Surprise where YAML readers make something else of it."""
    if text in _MEANT:
        return _MEANT[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DATE.fullmatch(text):
        with contextlib.suppress(ValueError):
            return date.fromisoformat(text)
    read_as = next((read_as for pattern, read_as in _SURPRISES if pattern.fullmatch(text)), None)
    if read_as == "小数":
        read_as += f" {float(text.replace('_', '')):.15g}"
    return text if read_as is None else Surprise(text, read_as)
