"""Builds the search index: which characters of which entry or page stand next to each other.

Chinese text has no spaces, so it is indexed by *bigrams* (every two neighbouring characters), Latin words
and numbers as they are. The browser (docs/assets/search-core.js) splits a query in the same way and alone
does the scoring; here nothing is weighed.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pypinyin import Style, lazy_pinyin

from sitegen import connections, duties, glossary, words
from sitegen.load import Site
from sitegen.model import Entry

INDEX = "assets/search-index.js"
"""Where the index is published. It is a classic script, so that a page opened from a disk can load it too."""

_WORD = re.compile(r"[a-z0-9]+(?:\.[a-z0-9]+)*|[\u3400-\u9fff]+")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_MARKUP = re.compile(r"\{\{.*?\}\}|\{[:%].*?\}|\]\([^)]*\)|<[^>]*>|[#*_`|>\[\]-]")


@dataclass(frozen=True)
class Document:
    """One thing that can be found. ``names`` are its other names, ``note`` is shown below its title.

    ``weight`` below 1 ranks it after what is found as well.
    """

    url: str
    title: str
    note: str
    body: str
    number: str = ""
    names: tuple[str, ...] = ()
    weight: float = 1

    def fields(self) -> tuple[str, str, str]:
        """The texts that are searched, most telling first: title with number, other names, body."""
        return f"{self.number} {self.title}", " ".join(self.names), f"{self.note} {self.body}"


def entry_document(entry: Entry, site: Site) -> Document:
    """What can be found of ``entry``: all of its texts, with its office and the laws it rests on."""
    office = site.offices[entry.office] if entry.office else None
    laws = [site.laws[basis.law].title for basis in entry.basis]
    return Document(
        url=f"guides/{entry.id}/",
        title=entry.title,
        note=entry.summary,
        body=" ".join([*([office.name, *office.also] if office else []), *laws, *_texts(entry)]),
        number=entry.id,
        names=tuple(entry.editorial.aliases),
    )


def _texts(entry: Entry) -> Iterator[str]:
    """Every text of an entry that a reader may remember; clauses and codes are left out."""
    for condition in entry.conditions:
        yield condition.text
    for material in entry.materials:
        yield from _given(material.name, material.group, material.when_text, material.note)
    for flow in entry.flows:
        yield flow.title
        for node in flow.nodes:
            yield from _given(node.who, node.do, node.decide, node.end)
    for deadline in entry.deadlines:
        yield from _given(deadline.what, deadline.who, deadline.stated_as, deadline.note)
    yield from (event.name for event in entry.events)
    for definition in entry.definitions:
        yield from (definition.term, definition.text)
    for statement in (*entry.places, *entry.results, *entry.fees, *entry.penalties):
        yield statement.text
    for contact in entry.contacts:
        yield from _given(contact.name, contact.value)
    for record in entry.records:
        yield from (record.title, *record.fields)
    for guidance in entry.guidance:
        yield from (guidance.title, *(item.text for item in guidance.items))
    if entry.checker:
        yield entry.checker.title
        yield from (question.ask for question in entry.checker.questions)
        yield from (outcome.label for outcome in entry.checker.outcomes)
    yield from (item.text for item in entry.currency)


def _given(*texts: str | None) -> Iterator[str]:
    return filter(None, texts)


_ASIDE = 0.3
"""The weight of what explains entries: someone who looks for a word looks for something to do first."""


def record_documents(site: Site) -> Iterator[Document]:
    """What can be found besides entries: the duties table, mechanisms, laws and defined terms."""
    if site.duties is not None:
        table = site.duties
        texts = [duty.text for duty in table.bureau.duties]
        for office in table.offices:
            texts += [office.name, *office.also, *(duty.text for duty in office.duties)]
            texts += [task.name for task in office.tasks] + [post.name for post in office.posts]
        yield Document(duties.URL, duties.title(table), duties.summary(table), " ".join(texts), weight=_ASIDE)
    for mechanism in site.mechanisms.values():
        yield Document(
            url=f"mechanisms/{mechanism.id}/",
            title=mechanism.title,
            note=f"服务机制。{connections.mechanism_summary(mechanism)}",
            body=" ".join(_given(*(item.text for item in mechanism.definitions), mechanism.remark)),
            names=tuple(mechanism.aliases),
            weight=_ASIDE,
        )
    for law in site.laws.values():
        count = len({use.entry.id for use in connections.law_uses(site, law)})
        yield Document(
            url=f"laws/{law.id}/",
            title=law.title,
            note=f"法规和文件，{words.LAW_STATUSES[law.status]}，{count} 个事项以它为依据",
            body=" ".join(_given(law.number, law.superseded_by)),
            weight=_ASIDE,
        )
    for term in glossary.terms(site):
        meanings = [sense.definition.text for sense in term.senses]
        url = f"{glossary.URL}#{term.anchor}"
        yield Document(url, term.term, f"术语。{meanings[0]}", " ".join(meanings[1:]), weight=_ASIDE)


def page_documents(docs: Path) -> list[Document]:
    """The hand-written pages of ``docs``, without the home page, where the reader comes from."""
    found = []
    for file in sorted(docs.glob("*.md")):
        if file.name == "index.md":
            continue
        source = file.read_text("utf-8")
        head = _FRONT_MATTER.match(source)
        meta = yaml.safe_load(head[1]) if head else {}
        text = _MARKUP.sub(" ", source[head.end() :] if head else source)
        title = meta.get("title") or text.strip().partition("\n")[0].strip()
        note = meta.get("description", "")
        found.append(Document(url=f"{file.stem}/", title=title, note=note, body=" ".join(text.split())))
    return found


def tokens(text: str) -> list[str]:
    """The terms of ``text``: bigrams of Chinese (a lone character as it is), words and numbers in small letters.

    ``tokens()`` of docs/assets/search-core.js does the same to a query; a test holds the two together.
    """
    found = []
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).lower()):
        if word[0] < "\u3400" or len(word) == 1:
            found.append(word)
        else:
            found += [word[i : i + 2] for i in range(len(word) - 1)]
    return found


def whole(text: str) -> str:
    """The term that stands for ``text`` as a whole, so that typing exactly a name finds what bears it."""
    return "=" + "".join(_WORD.findall(unicodedata.normalize("NFKC", text).lower()))


def initials(texts: Iterable[str]) -> str:
    """The first letters of the pinyin of each text, separated by spaces: 出国审批 → cgsp."""
    letters = ("".join(lazy_pinyin(text, style=Style.FIRST_LETTER, errors=_letters)) for text in texts)
    return " ".join(dict.fromkeys(filter(None, letters)))


def _letters(other: str) -> str:
    """Of what is not Chinese, only letters and digits count."""
    return "".join(char for char in other.lower() if char.isascii() and char.isalnum())


def index(documents: Sequence[Document]) -> dict[str, object]:
    """The index as the browser reads it.

    ``docs`` are ``[url, title, note, initials]`` with the weight at the end where it is not 1; ``lengths`` count
    the terms of each field by document; ``terms`` has a line for each term: the term, a tab, and its documents; a title or other name is also one term
    as a whole, counted among the names. A document is the distance
    from the one before and, if it is more than once in the body, how often the term is in its body, names and
    title, all in base 36: ``0.1.1`` is the first document, once in the body and once in the names.
    """
    counts = [[Counter(tokens(text)) for text in document.fields()] for document in documents]
    postings: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    lengths = [[count.total() for count in by_field] for by_field in zip(*counts, strict=True)]
    for document, (_, names, _) in zip(documents, counts, strict=True):
        names.update({whole(name) for name in (document.title, *document.names)})
    for number, (title, names, body) in enumerate(counts):
        for term in sorted(title | names | body):
            often = [body[term], names[term], title[term]]
            while often and not often[-1]:
                often.pop()
            parts = [number - last.get(term, 0), *(often if often != [1] else [])]
            postings.setdefault(term, []).append(".".join(map(_base36, parts)))
            last[term] = number
    return {
        "docs": [
            [d.url, d.title, d.note, initials([d.title, *d.names]), *([d.weight] if d.weight != 1 else [])]
            for d in documents
        ],
        "lengths": lengths,
        "terms": "\n".join(f"{term}\t{' '.join(found)}" for term, found in sorted(postings.items())),
    }


def _base36(number: int) -> str:
    text = ""
    while number >= 36:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return _DIGITS[number] + text


def index_js(site: Site, docs: Path) -> str:
    """The index of all that ``site`` holds and the pages in ``docs`` as a script that sets one global."""
    documents = [
        *(entry_document(entry, site) for entry in site.entries),
        *record_documents(site),
        *page_documents(docs),
    ]
    return (
        f"globalThis.searchIndex={json.dumps(index(documents), ensure_ascii=False, separators=(',', ':'))};\n"
    )


def write_index(site: Site, docs: Path, out: Path) -> None:
    """Write the index below ``out``, the root of the built site."""
    target = out / INDEX
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(index_js(site, docs), "utf-8")
