"""The glossary: every defined term with its source, and the tooltips that explain terms on guide pages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from sitegen.anchors import anchors
from sitegen.load import Site
from sitegen.model import Definition, Entry

URL = "glossary/"

_TAG = re.compile(r"(<[^>]+>)")
_NAME = re.compile(r"</?([a-zA-Z0-9]+)")
# A tooltip stands in running text: not in links and controls, headings, drawings, quotations or the terms themselves.
_CLOSED = frozenset(
    ("a", "abbr", "blockquote", "button", "caption", "dt", "footer", "form", "h1", "h2", "h3", "h4")
)
_CLOSED |= {"label", "legend", "nav", "option", "script", "small", "summary", "svg", "th", "title"}


@dataclass(frozen=True)
class Sense:
    """What one entry says a term means."""

    entry: Entry
    definition: Definition


@dataclass(frozen=True)
class Term:
    """A defined term with every sense it has."""

    term: str
    anchor: str
    senses: tuple[Sense, ...]


def terms(site: Site) -> Sequence[Term]:
    """All defined terms, in the order of the entries."""
    found: dict[str, list[Sense]] = {}
    for entry in site.entries:
        for definition in entry.definitions:
            found.setdefault(definition.term, []).append(Sense(entry, definition))
    names = anchors("term", found)
    return [Term(term, names[term], tuple(senses)) for term, senses in found.items()]


def explained(html: str, site: Site, entry: Entry, root: str) -> str:
    """The page of an entry with the first occurrence of each term explained.

    Terms count that the entry itself defines, or that an entry of the same office defines.
    """
    tips = _tips(site, entry)
    if not tips:
        return html
    pattern = re.compile("|".join(re.escape(term) for term in sorted(tips, key=len, reverse=True)))
    told: set[str] = set()

    def explain(found: re.Match[str]) -> str:
        name = found[0]
        if name in told:
            return name
        told.add(name)
        anchor, text = tips[name]
        return f'<a class="term" href="{root}{URL}#{escape(anchor)}"><abbr title="{escape(text)}">{name}</abbr></a>'

    parts = _TAG.split(html)
    closed: list[str] = []
    for at, part in enumerate(parts):
        if at % 2 == 0:
            if not closed and part.strip():
                parts[at] = pattern.sub(explain, part)
        elif (tag := _NAME.match(part)) and tag[1] in _CLOSED and not part.endswith("/>"):
            if part.startswith("</"):
                closed.pop()
            else:
                closed.append(tag[1])
    return "".join(parts)


def _tips(site: Site, entry: Entry) -> Mapping[str, tuple[str, str]]:
    """Anchor and meaning of the terms to be explained on a page, by the term as it stands in HTML.

    What another entry says is told with its number; where others disagree nothing is told.
    """
    tips: dict[str, tuple[str, str]] = {}
    for term in terms(site):
        own = [sense for sense in term.senses if sense.entry.id == entry.id]
        near = [
            sense for sense in term.senses if entry.office is not None and sense.entry.office == entry.office
        ]
        name = escape(term.term, quote=False)
        if own:
            tips[name] = (term.anchor, own[0].definition.text)
        elif len(near) == 1:
            sense = near[0]
            tips[name] = (term.anchor, f"{sense.entry.id} {sense.entry.title}：{sense.definition.text}")
    return tips
