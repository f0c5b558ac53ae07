"""Proves that the data is complete and our own: compares it with the fingerprints of the sources."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sitegen.clauses import references, resolve
from sitegen.exemptions import Exemptions
from sitegen.facts import KINDS, normalised
from sitegen.fingerprints import RUN, Fingerprint, read_all, runs
from sitegen.lints import lints
from sitegen.load import load
from sitegen.problems import DataError, Loc, Problem
from sitegen.said import EXEMPTIONS, NAMES, OURS, TABLE, Item, Page, Tables, common_pages, pages
from sitegen.yaml_tree import TreeNode


@dataclass(frozen=True)
class Finding:
    """One thing that is missing from an entry or should not be in it.

    ``check`` and ``value`` are what data/exceptions.yml names to let it pass.
    """

    entry: str
    check: str
    value: str
    problem: Problem


def problems(data_dir: Path) -> list[Problem]:
    """Everything that is incomplete, copied, wrongly referred to or questionable and not let pass with a reason."""
    faults: list[Problem] = []
    exemptions = Exemptions.read(data_dir / EXEMPTIONS, f"data/{EXEMPTIONS}", faults)
    try:
        site = load(data_dir)
    except DataError as error:
        return list(error.problems)
    found = findings(data_dir)
    for entry in site.entries:
        name = f"data/{site.paths[entry.id].relative_to(data_dir).as_posix()}"
        found += [Finding(entry.id, "lint", problem.where, problem) for problem in lints(entry, name)]
    left = [item for item in found if not exemptions.covers(item.entry, item.check, item.value)]
    return sorted({*faults, *(item.problem for item in left), *exemptions.unused()})


def findings(data_dir: Path) -> list[Finding]:
    """Everything found by comparing sound data with the fingerprints, also what is let pass."""
    fingerprints = {(item.document, item.section): item for item in read_all(data_dir / "fingerprints")}
    tables = Tables.read(data_dir)
    copies = frozenset[bytes]().union(*(item.runs for item in fingerprints.values()))
    table = fingerprints.get(("001", TABLE))
    found: list[Finding] = []
    seen = set()
    for page in pages(data_dir, tables):
        source = fingerprints.get(page.source)
        seen.add(page.source)
        if source is None:
            message = f"data/fingerprints 里没有来源 {'/'.join(page.source)} 的指纹；检查 source，或运行 make verify-sources"
            found.append(_finding(page, "fingerprint", "/".join(page.source), message))
            continue
        items = list(page.items(source, tables))
        found += _missing(page, source, items, tables)
        found += _homeless(page, source, items)
        found += _clauses(page, source, table)
        found += _lists(page, source, items)
        found += _copied(page, copies, tables)
    for page in common_pages(data_dir):
        found += _copied(page, copies, tables)
        found += _common_clauses(page, fingerprints)
    for key in sorted(fingerprints.keys() - seen):
        name = "/".join(key)
        problem = Problem.of_file("data/entries", f"来源 {name} 没有对应的事项；补上这一篇")
        found.append(Finding(key[1], "entry", name, problem))
    return found


def _finding(page: Page, check: str, value: str, message: str, loc: Loc | None = None) -> Finding:
    """Make a finding about a page, or about the value at ``loc``."""
    node = page.root.at(loc) if loc is not None else None
    if node is None:
        return Finding(page.entry, check, value, Problem.of_file(page.name, message))
    place = node.place
    return Finding(
        page.entry, check, value, Problem(page.name, place.line, place.column, place.where, message)
    )


# -- is everything there -------------------------------------------------------------------------------


def _missing(page: Page, source: Fingerprint, items: Sequence[Item], tables: Tables) -> Iterator[Finding]:
    """Find the facts of each part of the source that nothing of ours on this part says."""
    heading = page.head(tables)
    for kind, values in source.facts.items():
        for value, places in values.items():
            for place in dict.fromkeys(places):
                about = [item for item in items if place in item.parts]
                if place in page.head_parts or kind == "titles":
                    about.append(heading)
                if not any(_says(item, kind, value) for item in about):
                    shown = f"《{value}》" if kind == "titles" else f"“{value}”"
                    message = (
                        f"来源 {place} 的{KINDS[kind]}{shown}没有写进引用这一条的内容里；补上，"
                        f"确实不用写的，记入 data/{EXEMPTIONS}（check: {kind}，值 {place}:{value}）并说明理由"
                    )
                    yield _finding(page, kind, f"{place}:{value}", message)


def _says(item: Item, kind: str, value: str) -> bool:
    found = item.facts.found[kind]
    if value in found:
        return True
    if kind == "titles":  # the name of a paper may stand without 《》
        return value in item.text
    if kind != "numbers":
        return False
    if re.fullmatch(r"\d{4}-\d+", value):  # a month is also said by a day in it
        return any(other.startswith(f"{value}-") for other in found)
    # a bare figure is also said by the figure with its unit
    return value.isdigit() and any(re.match(rf"{value}[^\d.-]", other) for other in found)


_HOMES = (
    ("numbers", re.compile(r"\d+(?:工作日|日|周|个月|小时|分钟)"), "deadlines"),
    ("times", re.compile(r"每.*|当日|\d+-\d+前"), "deadlines"),
    ("contacts", re.compile(r".*"), "contacts"),
    ("numbers", re.compile(r"\d+[份张]"), "materials"),
)
"""Facts that readers look for, and programs count with, in one field only: kind, form, field."""


def _homeless(page: Page, source: Fingerprint, items: Sequence[Item]) -> Iterator[Finding]:
    """Find limits, contacts and numbers of copies that are told in some text but not in their own field.

    Two limits of the same length in one part of the source need two deadlines.
    """
    if page.source[1] == TABLE:
        return
    for kind, form, home in _HOMES:
        for value, places in source.facts.get(kind, {}).items():
            for place, times in Counter(places).items() if form.fullmatch(value) else ():
                saying = [
                    item.home for item in items if place in item.parts and value in item.facts.found[kind]
                ]
                wanted = times if kind == "numbers" and home == "deadlines" else 1
                if saying and saying.count(home) < wanted:
                    message = (
                        f"来源 {place} 的“{value}”说了 {times} 次，{home} 里有 {saying.count(home)} 项；在那里补上，"
                        f"不用补的，记入 data/{EXEMPTIONS}（check: {home}，值 {place}:{value}）并说明理由"
                    )
                    yield _finding(page, home, f"{place}:{value}", message)


# -- clauses -------------------------------------------------------------------------------------------


def _parts(
    clause: str, page: Page, source: Fingerprint, table: Fingerprint | None
) -> Iterator[tuple[str, list[str] | None]]:
    """Read a clause: each reference with the parts of the page's own source it covers, or None when there is none."""
    for reference in references(clause, page.office):
        _, colon, rest = reference.path.partition(":")
        if colon and table is not None:
            last = reference.last.partition(":")[2] if reference.last else None
            found = resolve(type(reference)(rest, last), list(table.headings))
            yield clause, (list(found) if page.source[1] == TABLE else []) if found is not None else None
        else:
            yield clause, resolve(reference, list(source.headings))


def _clauses(page: Page, source: Fingerprint, table: Fingerprint | None) -> Iterator[Finding]:
    """Find references to parts the source does not have, and parts of the source nothing refers to."""
    covered: set[str] = set()
    for loc, node in page.root.walk(()):
        if loc[-1:] != ("clause",) or not isinstance(node.value, str) or OURS.intersection(map(str, loc)):
            continue
        for clause, parts in _parts(node.value, page, source, table):
            if parts is None:
                message = f"来源里没有这一条：{clause}；照来源的编号写（例如 二(一)3、流程图）"
                yield _finding(page, "clause", clause, message, loc)
            else:
                covered.update(parts)
    if page.source[1] == TABLE:
        covered.update(_numbered(page.root))
    for path in source.cited:
        if path not in covered:
            message = f"来源 {path} 没有任何一项引用；把这一条的内容补上，clause 写 {path}"
            yield _finding(page, "heading", path, message)


def _common_clauses(page: Page, fingerprints: Mapping[tuple[str, str], Fingerprint]) -> Iterator[Finding]:
    """Find references of a common file to parts its document does not have."""
    for loc, node in page.root.walk(()):
        values = node.mapping()
        document, clause = str(values.get("document")), values.get("clause")
        source = fingerprints.get((document, document))
        if source is not None and isinstance(clause, str):
            for reference in references(clause):
                if resolve(reference, list(source.headings)) is None:
                    message = f"来源 {document} 里没有这一条：{clause}；照来源的编号写（例如 四(八)、5.3.3）"
                    yield _finding(page, "clause", clause, message, (*loc, "clause"))


def _numbered(table: TreeNode) -> Iterator[str]:
    """Give the numbered rows of the duties table as parts: 综合科(五), 综合科12, and the bureau's duties 综合科七."""
    top = table.mapping()
    offices = {str(office["id"]): office for office in _mappings(top.get("offices"))}
    bureau = top.get("bureau")
    for duty in _mappings(bureau.get("duties") if isinstance(bureau, dict) else None):
        yield f"{offices.get(str(duty.get('office')), {}).get('name')}{duty.get('number')}"
    for office in offices.values():
        yield str(office["name"])
        for row in (*_mappings(office.get("duties")), *_mappings(office.get("tasks"))):
            yield normalised(f"{office['name']}{row.get('number')}")


def _mappings(value: object) -> list[Mapping[str, object]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


# -- lists ---------------------------------------------------------------------------------------------


def _lists(page: Page, source: Fingerprint, items: Sequence[Item]) -> Iterator[Finding]:
    """Find lists of the source that are longer than ours under the same clause."""
    for listing in source.lists:
        about = [item for item in items if listing.clause in item.parts]
        ours = max([len(about), *(item.longest for item in about)])
        if ours < listing.items:
            message = (
                f"来源 {listing.clause} 列举了 {listing.items} 项，这里引用这一条的最多 {ours} 项；逐项补齐，"
                f"不是列举的，记入 data/{EXEMPTIONS}（check: lists，值 {listing.clause}:{listing.items}）并说明理由"
            )
            yield _finding(page, "lists", f"{listing.clause}:{listing.items}", message)


# -- copies --------------------------------------------------------------------------------------------


_LONG_NAME = 8
"""A shorter name inside a sentence does not excuse the sentence."""


def _copied(page: Page, copies: frozenset[bytes], tables: Tables) -> Iterator[Finding]:
    """Find runs of RUN characters of ours that stand in a source, outside names and marked quotations."""
    names = set(tables.names)
    texts = list(page.texts())
    names.update(normalised(text) for loc, text in texts if loc[-1] in ("title", "name", "value"))
    known = sorted((name for name in names if len(name) >= _LONG_NAME), key=len, reverse=True)
    for loc, text in texts:
        if _is_name(loc) or "quote" in loc or "places" in loc:
            continue
        clean = normalised(text)
        free = _without(clean, "《》")
        if loc[-1] in ("says", "remark"):  # a remark shows the wording of the source
            free = _without(free, "“”")
        for name in known:
            free = free.replace(name, "\x00" * len(name))
        last = -RUN
        for at, digest in runs(free):
            if digest in copies and at >= last + RUN:
                last = at
                run = clean[at : at + RUN]
                if _enumeration(run):
                    continue
                message = f"与来源文字相同（“{run}”，{RUN} 字以上）；用自己的话重写"
                yield _finding(page, "copy", run, message, loc)


def _is_name(loc: Loc) -> bool:
    keys = [step for step in loc if isinstance(step, str)]
    return keys[-1] in NAMES or (keys[-1] == "fields" and "records" in keys)


def _without(text: str, marks: str) -> str:
    """Blank what stands between two marks, keeping the length."""
    depth, signs = 0, []
    for sign in text:
        depth += sign == marks[0]
        signs.append("\x00" if depth else sign)
        depth -= sign == marks[1] and depth > 0
    return "".join(signs)


def _enumeration(run: str) -> bool:
    """Whether a run is a bare list of papers, bodies or fields, which cannot be said otherwise."""
    pieces = re.split(r"、|”“", run)
    inner = pieces[1:-1]
    return len(pieces) >= 4 and max(map(len, pieces)) <= 10 and max(map(len, inner)) <= 8
