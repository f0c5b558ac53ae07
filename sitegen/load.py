"""Reads ``data/`` into one typed, verified :class:`Site`, or says everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from sitegen.draft import Draft
from sitegen.model import DutiesTable, Entry, FinderQuestion, Law, Mechanism, Office, SourceDocument, Topic
from sitegen.problems import DataError, Loc, Places, Problem
from sitegen.proofs import Proofs
from sitegen.schema import empty, faults
from sitegen.schema import field as field_of
from sitegen.verify import References, verify
from sitegen.verify_finder import FinderFile, Targets, verify_finder
from sitegen.verify_records import verify_duties, verify_mechanisms
from sitegen.yaml_tree import TreeNode, read_tree


@dataclass(frozen=True)
class Site:
    """Everything an editor has written, valid and cross-checked.

    ``entries`` are in the order of their numbers (1.5.1 < 1.40 < 2.26), procedures before standards.
    ``paths`` gives the file of each entry. ``duties`` is None as long as there is no duties table.
    """

    entries: tuple[Entry, ...]
    offices: Mapping[str, Office]
    laws: Mapping[str, Law]
    sources: Mapping[str, SourceDocument]
    paths: Mapping[str, Path]
    topics: Mapping[str, Topic] = field(default_factory=dict)
    mechanisms: Mapping[str, Mechanism] = field(default_factory=dict)
    duties: DutiesTable | None = None
    finder: Mapping[str, FinderQuestion] = field(default_factory=dict)

    def entry(self, entry_id: str) -> Entry:
        """Find the entry with this number; KeyError when there is none."""
        for entry in self.entries:
            if entry.id == entry_id:
                return entry
        raise KeyError(entry_id)


def load(data_dir: Path, proofs: Proofs | None = None) -> Site:
    """Read all of ``data_dir``. Raises DataError with every problem of every file.

    ``proofs`` proves the rules of every checker; without it they are read and their examples run.
    """
    problems: list[Problem] = []
    offices = _List.read(data_dir / "offices.yml", Office, data_dir, problems)
    laws = _List.read(data_dir / "laws.yml", Law, data_dir, problems)
    sources = _List.read(data_dir / "sources.yml", SourceDocument, data_dir, problems)
    topics = _List.read(data_dir / "topics.yml", Topic, data_dir, problems, optional=True)
    mechanisms = _List.read(data_dir / "mechanisms.yml", Mechanism, data_dir, problems, optional=True)
    before = len(problems)
    finder = _List.read(data_dir / "finder.yml", FinderQuestion, data_dir, problems, optional=True)
    finder_whole = len(problems) == before
    duties = _read_duties(data_dir, problems)
    drafts = [
        draft for file in _entry_files(data_dir, problems) if (draft := _read_entry(file, data_dir, problems))
    ]
    known = References(offices.ids, laws.ids, sources.ids, topics.ids)
    problems += verify(drafts, known, proofs)
    problems += verify_mechanisms(mechanisms.items, mechanisms.places, mechanisms.ids, drafts, known)
    if duties is not None:
        problems += verify_duties(*duties, drafts, offices.items, known)
    problems += verify_finder(
        FinderFile(finder.items, finder.places, finder.ids or frozenset(), finder_whole),
        Targets(drafts, mechanisms.ids, (data_dir / "duties.yml").exists()),
    )
    if problems:
        raise DataError(problems)
    drafts.sort(key=lambda draft: (draft.entry.kind == "standard", _natural(draft.entry.id)))
    return Site(
        entries=tuple(draft.entry for draft in drafts),
        offices=MappingProxyType(offices.items),
        laws=MappingProxyType(laws.items),
        sources=MappingProxyType(sources.items),
        paths=MappingProxyType({draft.entry.id: draft.file for draft in drafts}),
        topics=MappingProxyType(topics.items),
        mechanisms=MappingProxyType(mechanisms.items),
        duties=duties[0] if duties is not None else None,
        finder=MappingProxyType(finder.items),
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


# -- entries and lists ---------------------------------------------------------------------------------


def _read_entry(file: Path, data_dir: Path, problems: list[Problem]) -> Draft | None:
    """One entry. What is wrong with it is reported; the rest of it is still returned for cross-checks."""
    name = _name(file, data_dir)
    root = read_tree(file, name, problems)
    if root is None:
        return None
    if not isinstance(root.value, dict):
        problems.append(_not_a(root, name, '一组“名: 值”，第一行例如 id: "1.41"'))
        return None
    found, damaged = _model_problems(Entry, root, name)
    problems += found
    entry = _sound_entry(root)
    return Draft(entry, _places(root, name), file, damaged)


def _read_duties(data_dir: Path, problems: list[Problem]) -> tuple[DutiesTable, Places] | None:
    """The duties table with its places, when there is one and nothing in it is wrong."""
    file = data_dir / "duties.yml"
    if not file.exists():
        return None
    name, before = _name(file, data_dir), len(problems)
    root = read_tree(file, name, problems)
    if root is None:
        return None
    if not isinstance(root.value, dict):
        problems.append(_not_a(root, name, "一组“名: 值”，第一行例如 source:"))
        return None
    problems += _model_problems(DutiesTable, root, name)[0]
    if len(problems) > before:
        return None
    return DutiesTable.model_validate(root.plain(), strict=True), _places(root, name)


_Item = TypeVar("_Item", Office, Law, SourceDocument, Topic, Mechanism, FinderQuestion)


@dataclass
class _List(Generic[_Item]):
    """A file that is a list of things with an ``id``. ``ids`` is None when the file could not be read."""

    items: dict[str, _Item] = field(default_factory=dict)
    ids: frozenset[str] | None = None
    places: dict[str, Places] = field(default_factory=dict)

    @classmethod
    def read(
        cls,
        file: Path,
        model: type[_Item],
        data_dir: Path,
        problems: list[Problem],
        *,
        optional: bool = False,
    ) -> _List[_Item]:
        """Read ``file``; an item that is wrong is left out but its id stays known, so that no one else errs.

        An ``optional`` file that is not there is an empty list.
        """
        if optional and not file.exists():
            return cls(ids=frozenset())
        name = _name(file, data_dir)
        root = read_tree(file, name, problems)
        if root is None:
            return cls()
        if not isinstance(root.value, list):
            problems.append(_not_a(root, name, "列表，每项以“- ”开头，例如 - id: …"))
            return cls()
        items: dict[str, _Item] = {}
        lines: dict[str, int] = {}
        places: dict[str, Places] = {}
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
                places[item_id] = _places(node, name)
            lines.setdefault(item_id, node.place.line)
        return cls(items, frozenset(lines), places)


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


def _sound_entry(root: TreeNode) -> Entry:
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


def _not_a(root: TreeNode, name: str, expected: str) -> Problem:
    return _places(root, name).problem((), f"整个文件应为{expected}")


def _model_problems(
    model: type[BaseModel], root: TreeNode, name: str
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


def _places(root: TreeNode, name: str) -> Places:
    nodes = dict(root.walk(()))
    keys = {(*loc, key): place for loc, node in nodes.items() for key, place in node.keys.items()}
    incomplete = frozenset(loc for loc, node in nodes.items() if node.incomplete)
    return Places(name, {loc: node.place for loc, node in nodes.items()}, keys, incomplete)
