"""Reads ``data/`` into one typed, verified :class:`Site`, or says everything that is wrong with it."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError
from yaml.error import Mark

from sitegen.model import Entry, Law, Office, SourceDocument
from sitegen.problems import DataError, Loc, Place, Places, Problem, join
from sitegen.schema import Surprise, empty, faults
from sitegen.schema import field as field_of
from sitegen.verify import Draft, References, verify

MAX_BYTES = 1_000_000
"""A file larger than this is not one entry; the largest real one has a hundredth of it."""
MAX_DEPTH = 20
"""The model is 8 levels deep."""


@dataclass(frozen=True)
class Site:
    """Everything an editor has written, valid and cross-checked.

    ``entries`` are in the order of their numbers (1.5.1 < 1.40 < 2.26), procedures before standards.
    ``paths`` gives the file of each entry.
    """

    entries: tuple[Entry, ...]
    offices: Mapping[str, Office]
    laws: Mapping[str, Law]
    sources: Mapping[str, SourceDocument]
    paths: Mapping[str, Path]

    def entry(self, entry_id: str) -> Entry:
        """Find the entry with this number; KeyError when there is none."""
        for entry in self.entries:
            if entry.id == entry_id:
                return entry
        raise KeyError(entry_id)


def load(data_dir: Path) -> Site:
    """Read all of ``data_dir``. Raises DataError with every problem of every file."""
    problems: list[Problem] = []
    offices = _List.read(data_dir / "offices.yml", Office, data_dir, problems)
    laws = _List.read(data_dir / "laws.yml", Law, data_dir, problems)
    sources = _List.read(data_dir / "sources.yml", SourceDocument, data_dir, problems)
    drafts = [
        draft for file in _entry_files(data_dir, problems) if (draft := _read_entry(file, data_dir, problems))
    ]
    problems += verify(drafts, References(offices.ids, laws.ids, sources.ids))
    if problems:
        raise DataError(problems)
    drafts.sort(key=lambda draft: (draft.entry.kind == "standard", _natural(draft.entry.id)))
    return Site(
        entries=tuple(draft.entry for draft in drafts),
        offices=MappingProxyType(offices.items),
        laws=MappingProxyType(laws.items),
        sources=MappingProxyType(sources.items),
        paths=MappingProxyType({draft.entry.id: draft.file for draft in drafts}),
    )


def _natural(entry_id: str) -> tuple[int, ...]:
    return tuple(int(part) for part in entry_id.split("."))


def _name(file: Path, data_dir: Path) -> str:
    """Name the file as an editor does, from the data folder on, whatever the machine."""
    return (Path(data_dir.resolve().name) / file.relative_to(data_dir)).as_posix()


# -- files ---------------------------------------------------------------------------------------------


def _entry_files(data_dir: Path, problems: list[Problem]) -> list[Path]:
    folder = data_dir / "entries"
    if not folder.is_dir():
        message = "没有这个文件夹；每个事项一个文件，放在里面各科室的文件夹下"
        problems.append(Problem.of_file(_name(folder, data_dir), message))
        return []
    files = []
    for file in sorted(folder.rglob("*")):
        if file.suffix == ".yml":
            files.append(file)
        elif file.suffix.lower() in (".yaml", ".yml"):
            message = f"扩展名应为 .yml，现为 {file.suffix}，这个文件不会被读到"
            problems.append(Problem.of_file(_name(file, data_dir), message))
    return files


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


# -- entries and lists ---------------------------------------------------------------------------------


def _read_entry(file: Path, data_dir: Path, problems: list[Problem]) -> Draft | None:
    """One entry. What is wrong with it is reported; the rest of it is still returned for cross-checks."""
    name = _name(file, data_dir)
    root = _read_tree(file, name, problems)
    if root is None:
        return None
    if not isinstance(root.value, dict):
        problems.append(_not_a(root, name, '一组“名: 值”，第一行例如 id: "1.41"'))
        return None
    found, damaged = _model_problems(Entry, root, name)
    problems += found
    entry = _sound_entry(root)
    return Draft(entry, _places(root, name), file, damaged)


_Item = TypeVar("_Item", Office, Law, SourceDocument)


@dataclass
class _List(Generic[_Item]):
    """A file that is a list of things with an ``id``. ``ids`` is None when the file could not be read."""

    items: dict[str, _Item] = field(default_factory=dict)
    ids: frozenset[str] | None = None

    @classmethod
    def read(cls, file: Path, model: type[_Item], data_dir: Path, problems: list[Problem]) -> _List[_Item]:
        """Read ``file``; an item that is wrong is left out but its id stays known, so that no one else errs."""
        name = _name(file, data_dir)
        root = _read_tree(file, name, problems)
        if root is None:
            return cls()
        if not isinstance(root.value, list):
            problems.append(_not_a(root, name, "列表，每项以“- ”开头，例如 - id: …"))
            return cls()
        items: dict[str, _Item] = {}
        lines: dict[str, int] = {}
        for node in root.value:
            found, damaged = _model_problems(model, node, name)
            problems += found
            item_id = node.mapping().get("id")
            if not isinstance(item_id, str):
                continue
            if item_id in lines:
                message = f"{item_id} 前面已经用过（第 {lines[item_id]} 行），请换一个名字"
                problems.append(_places(node, name).problem(("id",), message))
            elif not damaged:
                items[item_id] = model.model_validate(node.plain(), strict=True)
            lines.setdefault(item_id, node.place.line)
        return cls(items, frozenset(lines))


_STAND_INS: Mapping[str, object] = {
    "id": "0",
    "kind": "procedure",
    "title": "?",
    "summary": "?",
    "editorial": {"audience": ["staff"]},
    "source": {"document": "?", "section": "?"},
}
"""What takes the place of a required part that is wrong, so that the sound parts can be cross-checked too.

The names are then among the damaged ones of the draft, about which nothing more is said.
"""


def _sound_entry(root: _Node) -> Entry:
    """Make the entry without its faulty parts, which are cut out of ``root``."""
    missing: dict[str, object] = {}
    while True:
        data = {**missing, **root.mapping()}
        try:
            return Entry.model_validate(data, strict=True)
        except ValidationError as error:
            wrong = set()
            for fault in faults(Entry, error, data):
                node = root.at(fault.loc)
                if node is None and len(fault.loc) == 1:
                    missing[str(fault.loc[0])] = _STAND_INS[str(fault.loc[0])]
                else:  # an incomplete mapping goes as a whole
                    wrong.add(id(node or root.at(fault.loc[:-1])))
            root.cut(wrong)


def _not_a(root: _Node, name: str, expected: str) -> Problem:
    return _places(root, name).problem((), f"整个文件应为{expected}")


def _model_problems(
    model: type[BaseModel], root: _Node, name: str
) -> tuple[list[Problem], frozenset[str | int]]:
    """Collect what the model has against a mapping, and the top-level names concerned."""
    problems: list[Problem] = []
    damaged: set[str | int] = set()
    places, data = _places(root, name), root.plain()
    told: set[Loc] = set()
    try:
        model.model_validate(data, strict=True)
    except ValidationError as error:
        for fault in faults(model, error, data):
            told.add(fault.loc)
            damaged.update(fault.loc[:1])
            node = root.at(fault.loc)  # None: missing, perhaps because the name itself was refused
            if not (node or root.at(fault.loc[:-1]) or root).unreadable(node is None):
                tell = places.key_problem if fault.on_key else places.problem
                problems.append(tell(fault.loc, fault.message))
    for loc, node in root.walk(()):
        if node.value is None and loc not in told and not node.refused:
            problems.append(places.problem(loc, empty(field_of(model, loc))))
            damaged.update(loc[:1])
    return problems, frozenset(damaged)


def _places(root: _Node, name: str) -> Places:
    nodes = dict(root.walk(()))
    keys = {(*loc, key): place for loc, node in nodes.items() for key, place in node.keys.items()}
    incomplete = frozenset(loc for loc, node in nodes.items() if node.incomplete)
    return Places(name, {loc: node.place for loc, node in nodes.items()}, keys, incomplete)


# -- YAML ----------------------------------------------------------------------------------------------
# A file is read event by event, so that every value keeps its place and nothing is converted behind the
# editor's back: PyYAML's own constructor drops duplicate keys and turns 1.40 into 1.4, 8:30 into 510, no into False.

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Refused:
    """Takes the place of a value that was already reported; no field accepts it."""


@dataclass
class _Node:
    """A value of the file with its place.

    ``keys`` are the places of a mapping's names; ``incomplete`` says that something inside was left out.
    """

    value: object
    place: Place
    keys: dict[str, Place] = field(default_factory=dict)
    incomplete: bool = False

    @property
    def refused(self) -> bool:
        return isinstance(self.value, _Refused)

    def unreadable(self, inside: bool) -> bool:
        """Whether a fault of this value, or of what should be inside, was already told as a fault of YAML."""
        return self.incomplete if inside else self.refused

    def children(self) -> list[tuple[str | int, _Node]]:
        """Names or positions with what stands there."""
        if isinstance(self.value, dict):
            return list(self.value.items())
        return list(enumerate(self.value)) if isinstance(self.value, list) else []

    def walk(self, loc: Loc) -> Iterator[tuple[Loc, _Node]]:
        """Go through this value, which is at ``loc``, and all inside it."""
        yield loc, self
        for step, child in self.children():
            yield from child.walk((*loc, step))

    def at(self, loc: Loc) -> _Node | None:
        """Find the value at a path, if there is one."""
        node: _Node | None = self
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


def _read_tree(file: Path, name: str, problems: list[Problem]) -> _Node | None:
    """Read a file into a tree, or report everything wrong with its YAML; None when nothing can be read."""
    try:
        return _parse(_text(file), name, problems, {})
    except _NoTextError as error:
        problems.append(Problem(name, error.line, error.column, "", str(error)))
        return None


def _parse(text: str, name: str, problems: list[Problem], inserted: Mapping[int, int]) -> _Node | None:
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
        slips = [] if inserted else _slips(text)
        found = slips or [_syntax(text, error, reader.last)]
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


def _span(event: yaml.Event) -> tuple[Mark, Mark]:
    """Where an event of the parser begins and ends; only events made by hand have no marks."""
    assert event.start_mark is not None
    assert event.end_mark is not None
    return cast(Mark, event.start_mark), cast(Mark, event.end_mark)  # the C parser's marks are alike


class _TreeReader:
    """Builds the tree of one file. ``last`` is the last value read, to explain a syntax error after it."""

    def __init__(self, text: str, name: str, problems: list[Problem], inserted: Mapping[int, int]) -> None:
        self.text = text
        self.inserted = inserted
        self.name = name
        self.problems = problems
        self.events = yaml.parse(text, Loader=_LOADER)
        self.last: yaml.ScalarEvent | None = None

    def read(self) -> _Node | None:
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
        start, _ = _span(event)
        added = 1 if start.column >= self.inserted.get(start.line, sys.maxsize) else 0
        return Place(start.line + 1, start.column + 1 - added, where, inside)

    def report(self, event: yaml.Event, where: str, message: str) -> None:
        place = self.place(event, where)
        self.problems.append(Problem(self.name, place.line, place.column, where, message))

    def node(self, event: yaml.Event, where: str, depth: int) -> _Node:
        if depth > MAX_DEPTH:
            raise _TooDeepError(event)
        if isinstance(event, yaml.AliasEvent):
            self.report(
                event,
                where,
                f"不能用引用“*{event.anchor}”，请把内容直接写出来；如果本来就是文字，给整个值加引号",
            )
            return _Node(_Refused(), self.place(event, where))
        self.plain_yaml_only(event, where)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, where, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(event, where, depth)
        assert isinstance(event, yaml.ScalarEvent)
        self.last = event
        if event.style == '"' and (hidden := _UNPRINTABLE.search(event.value)):  # written as an escape
            self.report(event, where, _hidden(hidden[0]))
            return _Node(_Refused(), self.place(event, where))
        value = _plain(event.value) if _is_plain(event) else event.value
        return _Node(value, self.place(event, where, self.inside(event)))

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

    def sequence(self, start: yaml.Event, where: str, depth: int) -> _Node:
        items: list[_Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(event, join(where, (len(items),)), depth + 1))
        return _Node(items, self.place(start, where))

    def mapping(self, start: yaml.Event, where: str, depth: int) -> _Node:
        found = _Node({}, self.place(start, where))
        values: dict[str, _Node] = {}
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
        start, end = _span(event)
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


# -- syntax errors in words ----------------------------------------------------------------------------


class _Slip(NamedTuple):
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


def _slips(text: str) -> list[_Slip]:
    """Find what often stops the parser, in all lines; the parser itself would show one at a time."""
    lines = text.splitlines()
    slips = []
    tabs = [(row, found.end() - 1) for row, line in enumerate(lines) if (found := _TAB.match(line))]
    if tabs:
        others = f"（共 {len(tabs)} 行）" if len(tabs) > 1 else ""
        slips.append(_Slip(*tabs[0], f"用了 Tab 缩进{others}；请把 Tab 换成空格，每层两个"))
    for row, line in enumerate(lines):
        for pattern, mended, message in _SLIPS:
            if found := re.match(pattern, line):
                slips.append(_Slip(row, found.start(1), message, mended))
                break
    return slips


def _syntax(text: str, error: yaml.MarkedYAMLError, last: yaml.ScalarEvent | None) -> _Slip:
    """Find the place and the cause of a YAML error, as the person who typed it would put it.

    ``last`` is the value read just before.
    """
    lines = text.splitlines()
    context = error.context or ""
    noticed = error.problem_mark or error.context_mark
    assert noticed is not None
    begun = error.context_mark if error.context_mark and _POINTS_BACK.search(context) else noticed
    if last is not None and last.style in ("'", '"'):
        start, end = _span(last)
        if start.line < end.line == noticed.line:
            message = f"从这里开始的引号到第 {end.line + 1} 行才收尾；多半是漏了收尾的引号"
            return _Slip(start.line, start.column, message)
    line = lines[begun.line] if begun.line < len(lines) else ""
    before, character = line[: begun.column], line[begun.column : begun.column + 1]
    about = f"{context} | {error.problem}"
    if "mapping values" in about and ": " not in before:  # the parser stops at the colon of a name
        return _Slip(begun.line, len(before) - len(before.lstrip()), _INDENT)
    message = next((words for pattern, words in _CAUSES if re.search(pattern, about)), "")
    if not message and character in ("]", "}"):
        message = "这里的“□”没有开头的另一半；如果是文字，给整个值加引号"
    elif not message and before.strip():
        message = "引号后面还有文字：值里有引号时，整个值换另一种引号（例如 '他说\"好\"'）"
    return _Slip(begun.line, begun.column, (message or _INDENT).replace("□", character))


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
