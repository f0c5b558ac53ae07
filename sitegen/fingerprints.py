"""What is remembered of a source text, so that completeness can be proved without the text itself.

Facts (figures, titles, contacts, phrases of time) and the numbering of the parts are kept in clear; the wording
only as salted hashes of every run of 20 characters, which show whether a sentence of ours was copied.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen.clauses import OPENING, Form, Section, headings, inside, outline
from sitegen.facts import announced, facts, normalised

RUN = 20
"""Characters of a run: what is shorter may coincide by chance or by being a name."""
_HASH_BYTES = 6
_SALT = b"guide-sources-1"


@dataclass(frozen=True)
class Listing:
    """A list the source announces: the part that does, and how many items it has at least."""

    clause: str
    items: int


@dataclass(frozen=True)
class Fingerprint:
    """What is remembered of one source text.

    ``document`` and ``section`` name it as ``source`` of an entry does (001, 1.41; a standard: 004, 004; the
    duties table: 001, 0). ``headings`` are the paths of its parts in its order, ``cited`` those of them with text
    of their own. ``facts`` gives by kind every fact with the part of each time it is said. ``runs`` are hashes.
    """

    document: str
    section: str
    headings: tuple[str, ...]
    cited: tuple[str, ...]
    facts: Mapping[str, Mapping[str, tuple[str, ...]]]
    lists: tuple[Listing, ...]
    runs: frozenset[bytes]

    @classmethod
    def of(cls, document: str, section: str, text: str, form: Form) -> Fingerprint:
        """Make the fingerprint of a text."""
        parts = outline(text, form)
        found: dict[str, dict[str, list[str]]] = {}
        for part in parts:
            for kind, values in facts(part.text).items():
                for value in values:
                    found.setdefault(kind, {}).setdefault(value, []).append(part.path)
        return cls(
            document=document,
            section=section,
            headings=tuple(headings(parts)),
            cited=tuple(
                dict.fromkeys(part.path for number, part in enumerate(parts) if _says(parts, number))
            ),
            facts={
                kind: {value: tuple(places) for value, places in values.items()}
                for kind, values in found.items()
            },
            lists=tuple(_lists(parts)),
            runs=frozenset(run for _, run in runs(text)),
        )

    # -- the file ------------------------------------------------------------------------------------------

    def to_json(self) -> str:
        """Write the fingerprint, the same for the same text."""
        joined = b"".join(sorted(self.runs))
        data = {
            "document": self.document,
            "section": self.section,
            "headings": list(self.headings),
            "cited": list(self.cited),
            "facts": {
                kind: {value: list(places) for value, places in sorted(values.items())}
                for kind, values in sorted(self.facts.items())
            },
            "lists": [[item.clause, item.items] for item in self.lists],
            "runs": base64.b64encode(joined).decode("ascii"),
        }
        lines = [
            f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in data.items()
        ]
        return "{\n" + ",\n".join(lines) + "\n}\n"

    @classmethod
    def from_json(cls, text: str) -> Fingerprint:
        """Read what :meth:`to_json` wrote."""
        data = json.loads(text)
        joined = base64.b64decode(data["runs"])
        return cls(
            document=data["document"],
            section=data["section"],
            headings=tuple(data["headings"]),
            cited=tuple(data["cited"]),
            facts={
                kind: {value: tuple(places) for value, places in values.items()}
                for kind, values in data["facts"].items()
            },
            lists=tuple(Listing(clause, items) for clause, items in data["lists"]),
            runs=frozenset(joined[at : at + _HASH_BYTES] for at in range(0, len(joined), _HASH_BYTES)),
        )

    @property
    def name(self) -> str:
        """Name the file: ``001/1.41.json``, ``004/004.json``."""
        return f"{self.document}/{self.section}.json"


def read_all(folder: Path) -> list[Fingerprint]:
    """Read all committed fingerprints, in the order of their names."""
    return [Fingerprint.from_json(file.read_text("utf-8")) for file in sorted(folder.glob("*/*.json"))]


def runs(text: str) -> Iterator[tuple[int, bytes]]:
    """Give the hash of every run of RUN characters with its position in the normalised text."""
    clean = normalised(text)
    for at in range(len(clean) - RUN + 1):
        digest = hashlib.blake2b(clean[at : at + RUN].encode(), digest_size=_HASH_BYTES, salt=_SALT)
        yield at, digest.digest()


_ANNOUNCING = ("以下", "下列", "如下", "包括", ":")


def _lists(parts: list[Section]) -> Iterator[Listing]:
    """Find the lists a source announces: in the parts under a heading, with dashes, or within a sentence."""
    for number, part in enumerate(parts):
        text = normalised(part.text)
        dashes = sum(line.strip().startswith("——") for line in part.text.splitlines())
        if dashes >= 2:
            yield Listing(part.path, dashes)
        children = _children(parts, number)
        if children >= 2 and any(word in text[-60:] for word in _ANNOUNCING):
            yield Listing(part.path, children)
        for size in announced(part.text):
            yield Listing(part.path, size)


_NORM_TITLE = re.compile(r"\A(?:[^\n。]*\n){0,3}?[^\n。]*(?:规程?范|编制说明)\s*(?=\n|\Z)")


def _says(parts: list[Section], number: int) -> bool:
    """Whether a part says something of its own, more than its title."""
    text = parts[number].text
    if parts[number].path == OPENING:
        text = _NORM_TITLE.sub("", text, count=1)
    text = normalised(text).replace("下列术语和定义适用于本文件。", "")
    return bool(text) and (not _children(parts, number) or bool(re.search("[。;]", text)))


def _children(parts: list[Section], number: int) -> int:
    """Count the parts directly inside the one with this number."""
    outer = parts[number].path
    inner: list[str] = []
    for part in parts[number + 1 :]:
        if not part.path.startswith(outer) or part.path == outer:
            break
        inner.append(part.path)
    return len({path for path in inner if not any(path != other and inside(path, other) for other in inner)})


def hashes(fingerprints: Iterable[Fingerprint]) -> frozenset[bytes]:
    """Join the runs of several texts."""
    return frozenset().union(*(fingerprint.runs for fingerprint in fingerprints))
