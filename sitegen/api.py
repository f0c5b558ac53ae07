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

from sitegen.calendar import calendar_json
from sitegen.load import Site
from sitegen.model import Entry, Office
from sitegen.packs import pack

Json = dict[str, Any]

_EMBEDDED = re.compile(r'\bdata-entry="([^"]+)"')


def index(site: Site, built: str, data_version: str, embedding: dict[str, list[str]] | None = None) -> Json:
    """The index of all entries, in their order.

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
    return {"built": built, "data_version": data_version, "entries": entries}


def entry_json(entry: Entry, site: Site, urls: Sequence[str]) -> Json:
    """``entry`` with every key of the model (null or empty where the source is silent).

    In place of their numbers stand the office, the laws of ``basis`` and of quotations, and the source document,
    each as in ``data/``; ``urls`` are the pages that carry the entry.
    """
    data = entry.model_dump(mode="json")
    office = _office(entry, site)
    data["office"] = office.model_dump(mode="json") if office else None
    data["source"]["document"] = site.sources[entry.source.document].model_dump(mode="json")
    quotes = [condition["quote"] for condition in data["conditions"] if condition["quote"]]
    for reference in [*data["basis"], *quotes]:
        reference["law"] = site.laws[reference["law"]].model_dump(mode="json")
    return data | {"urls": list(urls)}


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
    _write(api / "index.json", index(site, built_at(), data_version(data_dir), embedding))
    for entry in site.entries:
        urls = urls_of(entry, embedding.get(entry.id, []))
        _write(api / "entries" / f"{entry.id}.json", entry_json(entry, site, urls))
        _write(api / "packs" / f"{entry.id}.json", pack(entry, site))


def _write(path: Path, content: Json) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
