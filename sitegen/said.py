"""What the data says, clause by clause: its pages, the items on them, and the words of the common files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checkers.period import UNITS
from sitegen.clauses import CHART, OPENING, inside, references, resolve
from sitegen.facts import Facts, enumerated, normalised, title_key
from sitegen.fingerprints import Fingerprint
from sitegen.problems import Loc
from sitegen.yaml_tree import TreeNode, read_tree

DUTIES, MECHANISMS, EXEMPTIONS = "duties.yml", "mechanisms.yml", "exceptions.yml"
TABLE = "0"
"""The number of the duties table, which is published as an entry but kept in a file of its own."""

_NOT_SHOWN = frozenset(
    ("id", "kind", "office", "source", "law", "clause", "field", "procedures", "dimension", "type", "status")
) | frozenset(("event", "extends", "deadline", "to", "next", "applies_if", "met_if", "when", "checked_on"))
"""Keys whose value no reader sees as text."""
OURS = frozenset(("editorial", "currency", "examples"))
"""Parts of an entry that are not from the source: they prove nothing, and may say what the source says not."""
NAMES = frozenset(("title", "name", "stated_as", "term", "value", "titles"))
"""Keys whose text is a name, a title, a contact or the source's own short phrase."""
_EVERY = {"month": "每月", "quarter": "每季度", "year": "每年"}


@dataclass
class Item:
    """A mapping of the data that names its clause, with all that is said in it.

    ``parts`` are the parts of the source it may speak of: those it names, what is inside them and around them.
    ``longest`` is the length of its longest list or enumeration, ``home`` the field of the entry it belongs to.
    """

    parts: set[str]
    facts: Facts
    text: str
    longest: int
    home: str

    @classmethod
    def of(cls, parts: set[str], texts: Iterable[str], sizes: Iterable[int] = (), home: str = "") -> Item:
        """Read what some texts say; ``sizes`` are the lengths of the lists they are in."""
        facts, said = Facts(), list(texts)
        for text in said:
            facts.read(text)
        return cls(parts, facts, title_key("".join(said)), max([1, *sizes, *map(enumerated, said)]), home)


@dataclass
class Page:
    """An entry, or the duties table, as a tree in which every value has its place."""

    entry: str
    source: tuple[str, str]
    name: str
    root: TreeNode
    office: str | None = None

    def texts(self) -> Iterator[tuple[Loc, str]]:
        """Every text a reader sees, with its path."""
        for loc, node in self.root.walk(()):
            if isinstance(node.value, str) and not _hidden(loc):
                yield loc, node.value

    @property
    def head_parts(self) -> tuple[str, ...]:
        """The parts of the source whose titles the head of the page gives."""
        return ("封面", "前言", OPENING) if self.source[0] == self.source[1] else (CHART, OPENING)

    def head(self, tables: Tables) -> Item:
        """Give the head of the page: its title and summary, and for a document where it comes from."""
        top = self.root.mapping()
        texts = [str(top.get("title", "")), str(top.get("summary", ""))]
        if self.source[0] == self.source[1]:
            texts += tables.about(self.source[0])
        return Item.of(set(self.head_parts), texts)

    def items(self, source: Fingerprint, tables: Tables) -> Iterator[Item]:
        """Every mapping that names its clause."""
        known = list(source.headings)
        for loc, node in self.root.walk(()):
            clause = node.mapping().get("clause")
            if not isinstance(clause, str) or OURS.intersection(map(str, loc)):
                continue
            parts: set[str] = set()
            for reference in references(clause, self.office):
                parts.update(resolve(reference, known) or [])
                parts.update(path for path in known if inside(reference.path, path))
            shown = [(at, part) for at, part in node.walk(loc) if not _hidden(at)]
            texts = [part.value for _, part in shown if isinstance(part.value, str)]
            texts += [*_in_words(node), *tables.laws_of(node), *self._titles_above(loc)]
            sizes = [len(part.value) for _, part in shown if isinstance(part.value, list)]
            yield Item.of(parts, texts, sizes, str(loc[0]) if loc else "")
        if self.source[1] == TABLE:  # its columns run into one another: any part may hold anything
            every = [node.value for _, node in self.root.walk(()) if isinstance(node.value, str | int)]
            yield Item.of(set(known), map(str, every))

    def _titles_above(self, loc: Loc) -> Iterator[str]:
        """Give the titles of the sections a part stands in."""
        for size in range(1, len(loc)):
            node = self.root.at(loc[:size])
            if node is not None and isinstance(title := node.mapping().get("title"), str):
                yield title


def _hidden(loc: Loc) -> bool:
    keys = [step for step in loc if isinstance(step, str)]
    if not keys or OURS.intersection(keys):
        return True
    if keys[-1] == "when" and "next" in keys:  # the words on a branch of a flow
        return False
    return keys[-1] in _NOT_SHOWN


def _in_words(root: TreeNode) -> Iterator[str]:
    """Put into words what the model keeps as numbers: amounts, copies, recurrences."""
    for _, node in root.walk(()):
        values = node.mapping()
        amount, unit = values.get("amount"), values.get("unit")
        if isinstance(amount, int) and isinstance(unit, str):
            for number in (amount, values.get("amount_min", amount)):
                yield f"{number}{UNITS.get(unit, unit)}"
        if isinstance(copies := values.get("copies"), int):
            yield f"{copies}{values.get('unit', '份')}"
        if isinstance(every := values.get("every"), str):
            yield _EVERY.get(every, "")
            if isinstance(day := values.get("day"), int):
                month = values.get("month")
                yield f"{month}月{day}日前" if month else f"{day}日前"


@dataclass(frozen=True)
class Tables:
    """What stands in the common files: words that are printed on the page of every entry that refers to them."""

    laws: Mapping[str, Mapping[str, object]]
    offices: Mapping[str, Mapping[str, object]]
    sources: Mapping[str, Mapping[str, object]]
    mechanisms: Sequence[TreeNode]
    names: frozenset[str]

    @classmethod
    def read(cls, data_dir: Path) -> Tables:
        """Read laws, offices, sources and mechanisms."""
        laws, offices, sources = (
            {str(item["id"]): item for item in _list(data_dir / f"{name}.yml")}
            for name in ("laws", "offices", "sources")
        )
        file = data_dir / MECHANISMS
        tree = read_tree(file, MECHANISMS, []) if file.is_file() else None
        mechanisms = tree.value if tree is not None and isinstance(tree.value, list) else []
        titles = [str(item["title"]) for table in (laws, sources) for item in table.values()]
        titles += [str(node.mapping().get("title", "")) for node in mechanisms]
        return cls(laws, offices, sources, mechanisms, frozenset(normalised(title) for title in titles))

    def laws_of(self, node: TreeNode) -> Iterator[str]:
        """Give the title and number of the laws a part of the page refers to."""
        for _, part in node.walk(()):
            law = self.laws.get(str(part.mapping().get("law", "")))
            if law is not None:
                yield f"《{law['title']}》"
                yield from (str(law[key]) for key in ("number", "note", "authority") if key in law)

    def about(self, document: str) -> Iterator[str]:
        """Give what stands on every page of a document of its own: where it comes from, which mechanisms it names."""
        source = self.sources.get(document, {})
        yield "。".join(
            str(source.get(key, "")) for key in ("title", "publisher", "note", "notice", "status")
        )
        for mechanism in self.mechanisms:
            if any(node.value == document for _, node in mechanism.walk(())):
                yield from (node.value for _, node in mechanism.walk(()) if isinstance(node.value, str))


def _list(file: Path) -> list[Mapping[str, object]]:
    root = read_tree(file, file.name, []) if file.is_file() else None
    return (
        [node.mapping() for node in root.value] if root is not None and isinstance(root.value, list) else []
    )


def pages(data_dir: Path, tables: Tables) -> Iterator[Page]:
    """Read every entry and the duties table."""
    files = sorted((data_dir / "entries").rglob("*.yml"))
    for file in [*files, data_dir / DUTIES]:
        name = f"data/{file.relative_to(data_dir).as_posix()}"
        root = read_tree(file, name, []) if file.is_file() else None
        if root is None:
            continue
        top = root.mapping()
        source = top.get("source")
        document = str(source["document"]) if isinstance(source, dict) else ""
        section = str(source["section"]) if isinstance(source, dict) and document == "001" else document
        office = tables.offices.get(str(top.get("office", "")), {}).get("name")
        entry = str(top["id"]) if "id" in top else TABLE
        yield Page(entry, (document, section), name, root, str(office) if office else None)


def common_pages(data_dir: Path) -> Iterator[Page]:
    """Read the files whose words stand on many pages: laws, mechanisms, sources and the like."""
    for file in sorted(data_dir.glob("*.yml")):
        name = f"data/{file.name}"
        root = read_tree(file, name, []) if file.name not in (DUTIES, EXEMPTIONS) else None
        if root is not None:
            yield Page(file.stem, ("", ""), name, root)
