"""Writes the published JSON below ``api/v1/``: the entries as data, the rule packs, the calendar and an index."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sitegen import duties
from sitegen.calendar import calendar_json
from sitegen.connections import law_uses, namings
from sitegen.load import Site
from sitegen.model import DutiesTable, Entry, Law, Mechanism, Office
from sitegen.packs import all_deadlines, pack
from sitegen.verify_records import DUTIES_ID

Json = dict[str, Any]

_EMBEDDED = re.compile(r'\bdata-entry="([^"]+)"')


def index(site: Site, built: str, data_version: str, embedding: dict[str, list[str]] | None = None) -> Json:
    """The index of all entries in their order, then the duties table, the mechanisms and the laws.

    ``built`` is the moment of the build (ISO 8601, UTC); ``embedding`` gives the pages besides its own that
    carry an entry's content, by entry.
    """
    entries = [
        {
            "id": entry.id,
            "kind": entry.kind,
            "title": entry.title,
            "audience": entry.editorial.audience,
            "office": office.name if (office := _office(entry, site)) else None,
            "urls": urls_of(entry, (embedding or {}).get(entry.id, [])),
            "data": f"api/v1/entries/{entry.id}.json",
        }
        for entry in site.entries
    ]
    if site.duties is not None:
        entries.append(_listed(DUTIES_ID, "duties", duties.title(site.duties), duties.URL, ["staff"]))
    entries += [
        _listed(item.id, "mechanism", item.title, f"mechanisms/{item.id}/", [])
        for item in site.mechanisms.values()
    ]
    entries += [_listed(law.id, "law", law.title, f"laws/{law.id}/", []) for law in site.laws.values()]
    return {"built": built, "data_version": data_version, "entries": entries}


def _listed(entry_id: str, kind: str, title: str, url: str, audience: list[str]) -> Json:
    return {
        "id": entry_id,
        "kind": kind,
        "title": title,
        "audience": audience,
        "office": None,
        "urls": [url],
        "data": f"api/v1/entries/{entry_id}.json",
    }


def entry_json(entry: Entry, site: Site, urls: Sequence[str]) -> Json:
    """``entry`` with every key of the model (null or empty where the source is silent).

    In place of their numbers stand the office, the laws of ``basis`` and of quotations, and the source document,
    each as in ``data/``; ``urls`` are the pages that carry the entry.
    """
    data = entry.model_dump(mode="json")
    office = _office(entry, site)
    data["office"] = office.model_dump(mode="json") if office else None
    data["source"]["document"] = site.sources[entry.source.document].model_dump(mode="json")
    quotes = [item["quote"] for item in (*data["conditions"], *data["penalties"]) if item["quote"]]
    for reference in [*data["basis"], *quotes]:
        reference["law"] = site.laws[reference["law"]].model_dump(mode="json")
    return data | {"urls": list(urls)}


def duties_json(table: DutiesTable, site: Site) -> Json:
    """The duties table as in ``data/``, its source document resolved, each task with the names of its posts."""
    data = table.model_dump(mode="json")
    data["source"]["document"] = site.sources[table.source.document].model_dump(mode="json")
    for office, view in zip(data["offices"], duties.office_views(site, table), strict=True):
        for task, task_view in zip(office["tasks"], view.tasks, strict=True):
            task["posts"] = [post.name for post in task_view.posts]
    return {"id": DUTIES_ID, "kind": "duties", "title": duties.title(table), **data, "urls": [duties.URL]}


def mechanism_json(mechanism: Mechanism, site: Site) -> Json:
    """A mechanism as in ``data/``, with the numbers of the entries that name it."""
    data = mechanism.model_dump(mode="json")
    entries = [naming.entry.id for naming in namings(site, mechanism)]
    return data | {"kind": "mechanism", "entries": entries, "urls": [f"mechanisms/{mechanism.id}/"]}


def law_json(law: Law, site: Site) -> Json:
    """A law as in ``data/``, with every place where an entry rests on it or quotes it."""
    uses = [
        {"entry": use.entry.id, "articles": use.articles, "clause": use.clause, "quoted": use.quoted}
        for use in law_uses(site, law)
    ]
    return law.model_dump(mode="json") | {"kind": "law", "uses": uses, "urls": [f"laws/{law.id}/"]}


def _office(entry: Entry, site: Site) -> Office | None:
    return site.offices[entry.office] if entry.office else None


def urls_of(entry: Entry, others: Sequence[str] = ()) -> list[str]:
    """The pages of an entry as relative paths from the root of the site, its own first."""
    own = f"guides/{entry.id}/"
    return [own, *(url for url in others if url != own)]


def embedding_pages(out: Path) -> dict[str, list[str]]:
    """The built pages below ``out`` that embed a part of an entry (marked ``data-entry``), by entry."""
    found: dict[str, list[str]] = {}
    for file in sorted(out.rglob("index.html")):
        url = f"{file.parent.relative_to(out).as_posix()}/" if file.parent != out else "./"
        for entry_id in dict.fromkeys(_EMBEDDED.findall(file.read_text("utf-8"))):
            found.setdefault(entry_id, []).append(url)
    return found


def data_version(data_dir: Path) -> str:
    """A short fingerprint of every file an editor writes: the same data, the same version."""
    digest = hashlib.sha256()
    for file in sorted(data_dir.rglob("*.yml")):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(data_dir).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:12]


def built_at() -> str:
    """When this build is made, or claims to be made (``SOURCE_DATE_EPOCH``, in seconds), in ISO 8601."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def write_api(site: Site, data_dir: Path, out: Path) -> None:
    """Write everything below ``out/api/v1``, when the pages are already in ``out``.

    Raises DataError when the calendar is faulty.
    """
    api = out / "api" / "v1"
    embedding = embedding_pages(out)
    _write(api / "calendar.json", calendar_json(data_dir))
    _write(api / "deadlines.json", all_deadlines(site))
    _write(api / "index.json", index(site, built_at(), data_version(data_dir), embedding))
    for entry in site.entries:
        urls = urls_of(entry, embedding.get(entry.id, []))
        _write(api / "entries" / f"{entry.id}.json", entry_json(entry, site, urls))
        _write(api / "packs" / f"{entry.id}.json", pack(entry, site))
    others = [mechanism_json(mechanism, site) for mechanism in site.mechanisms.values()]
    others += [law_json(law, site) for law in site.laws.values()]
    if site.duties is not None:
        others.append(duties_json(site.duties, site))
    for other in others:
        _write(api / "entries" / f"{other['id']}.json", other)


def _write(path: Path, content: Json) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
