"""A site whose data tries to run scripts: every text a reader sees, in every place the sample site has."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

from sitegen.api import write_api
from sitegen.calendar import calendar_json
from sitegen.headers import write_headers
from sitegen.load import load
from sitegen.pwa import write_worker
from sitegen.runtime import assemble
from sitegen.search import write_index
from tests.sitegen import sample_site

MARKUP = (
    '</title></script></style><b data-hostile>甲</b>\'" data-hostile="1" onmouseover="hit()" \''
    "<script data-hostile>hit()</script><img data-hostile src=x onerror=hit()>{{ 7*7 }}{% if %}{# #}[乙](javascript:hit())"
)
LINK = "javascript:hit()//"
TEXTS = re.compile(
    "title|summary|text|term|cure|name|note|when_text|who|do|decide|end|what|says|value|label|ask|help|stated_as|"
    "group|articles|authority|also|publisher|notice|number|description|remark|responsibility|clause|fields|aliases"
)
"""The keys whose values are words for readers."""
PAGES = {
    "index": (
        "# 首页\n\n{{ search_box() }}\n\n{{ stages() }}\n\n{{ checkers() }}\n\n{{ checker('9.1') }}\n\n"
        "{{ flowchart('9.1') }}\n\n{{ deadlines() }}\n\n{{ due_form() }}\n\n{{ entries(audience='enterprise') }}\n\n"
        "{{ entries(by='office') }}\n"
    ),
    "browse": (
        "# 总目录\n\n{{ browse() }}\n\n{{ entries(by='topic') }}\n\n{{ mechanisms() }}\n\n{{ laws() }}\n\n"
        "{{ forms() }}\n\n{{ bodies() }}\n\n{{ glossary() }}\n\n{{ returning_duties() }}\n"
    ),
}


def spoil(value: Any, key: str = "", place: str = "") -> Any:
    """``value`` with the markup in every text for readers; ids, expressions and options stay what they are."""
    if isinstance(value, dict):
        return {name: spoil(item, name, key) for name, item in value.items()}
    if isinstance(value, list):
        return [spoil(item, key, place) for item in value]
    word = TEXTS.fullmatch(key) or (key, place) in {
        ("unit", "materials"),
        ("unit", "questions"),
        ("next", "outcomes"),
    }
    return f"{value}{MARKUP}" if isinstance(value, str) and word else value


def write(root: Path, folder: Path) -> Path:
    """Build the site below ``folder`` with the project's own configuration; gives its root."""
    data, site = folder / "data", folder / "site"
    sample_site.write(data)
    sample_site.write_connections(data)
    for file in data.rglob("*.yml"):
        spoiled = spoil(yaml.safe_load(file.read_text("utf-8")))
        for contact in spoiled.get("contacts", []) if isinstance(spoiled, dict) else []:
            contact["value"] = f"{LINK}{contact['value']}"
        file.write_text(yaml.safe_dump(spoiled, allow_unicode=True, sort_keys=False), "utf-8")
    (data / "calendar").symlink_to(root / "data" / "calendar")
    (folder / "docs").mkdir()
    for name, text in PAGES.items():
        (folder / "docs" / f"{name}.md").write_text(text, "utf-8")
    (folder / "docs" / "assets").symlink_to(root / "docs" / "assets")
    config = load_config(
        str(root / "mkdocs.yml"),
        docs_dir=str(folder / "docs"),
        site_dir=str(site),
        nav=[f"{name}.md" for name in PAGES],
        extra={"data": str(data)},
    )
    build(config)
    loaded = load(data)
    calendar_json(data)
    write_api(loaded, data, site)
    write_index(loaded, folder / "docs", site)
    assemble(root, site)
    write_worker(root, site)
    write_headers(site)
    return site
