"""MkDocs hook: adds the ready-made pages to the hand-written ones and locks every page down with a CSP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape
from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents, get_toc
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import TemplateContext

from checkers.calendar import Calendar
from sitegen import pages, runtime, words
from sitegen.api import data_version
from sitegen.calendar import calendar_json
from sitegen.catalogue import ReadyPage, ready_pages
from sitegen.headers import POLICY
from sitegen.load import Site, load
from sitegen.problems import DataError
from sitegen.scripts import ENTRY, ScriptsFailed, bundle, hashed, is_source
from sitegen.styles import StylesFailed, is_sheet, lowered

_UNUSED = ("assets/javascripts/", "assets/stylesheets/", "assets/images/")  # Material's own
_CHARSET = '<meta charset="utf-8">'
_META = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'


def site_of(config: MkDocsConfig) -> Site:
    """The site of this build, read once. Bad data aborts the build with every problem in Chinese."""
    if "site" not in config.extra:
        try:
            config.extra["site"] = load(_root(config) / config.extra["data"])
        except DataError as error:
            raise Abort(str(error)) from error
    site: Site = config.extra["site"]
    return site


def calendar_of(config: MkDocsConfig) -> Calendar:
    """The holiday calendar of this build, read once. A faulty one aborts the build."""
    if "calendar" not in config.extra:
        try:
            published = calendar_json(_root(config) / config.extra["data"])
        except DataError as error:
            raise Abort(str(error)) from error
        config.extra["calendar"] = Calendar.from_json(published)
    calendar: Calendar = config.extra["calendar"]
    return calendar


def root_of(page: Page) -> str:
    """The relative path from a page to the root of the site, ending in a slash: ``../../`` or ``./``."""
    return f"{get_relative_url('.', page.url)}/"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the data, bundle the script, and let ``mkdocs serve`` watch both with the generator."""
    site_of(config)
    _bundle_scripts(config)
    config.watch += [str(_root(config) / config.extra["data"]), str(Path(__file__).parent)]
    return config


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Give the theme what it shows on every page."""
    env.globals["audiences"] = words.AUDIENCES
    env.globals["python"] = runtime.folder(_root(config))
    env.globals["data_version"] = data_version(_root(config) / config.extra["data"])
    # base_url is "." or "../.." on pages, but "/" on 404
    env.globals["to_root"] = lambda base_url: f"{base_url.rstrip('/')}/"
    env.globals["search_box"] = lambda root, large=False: Markup(pages.search_box(root, large=large))
    return env


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add an empty page for each ready one (:func:`on_page_content` fills it); leave out what the shell does not use."""
    for file in list(files):
        if file.src_uri.startswith(_UNUSED) or is_source(file.src_uri):
            files.remove(file)
    path, content = config.extra["script"]
    files.append(File.generated(config, path, content=content))
    _lower_styles(files, config)
    for ready in _catalogue(config).values():
        # JSON is YAML: no title can break the front matter. The shell puts these into HTML as they are.
        meta = {
            "title": escape(ready.title),
            "description": escape(ready.description),
            "ready": ready.url,
            "way": {"url": ready.way[0], "title": escape(ready.way[1])},
            "hide": ["navigation", "toc"],
            "render_macros": False,
        }
        content = f"---\n{json.dumps(meta, ensure_ascii=False)}\n---\n"
        files.append(File.generated(config, f"{ready.url.rstrip('/')}.md", content=content))
    return files


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """The ready HTML of a generated page; hand-written pages stay as they are."""
    url: Any = page.meta.get("ready")
    ready = _catalogue(config).get(url) if isinstance(url, str) else None
    if ready is None:
        return html
    page.toc = _contents(ready)
    return ready.html(root_of(page))


def on_page_context(
    context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation
) -> TemplateContext:
    """Name no page as the next one: Firefox fetches it ahead, and the menu is not the reader's order."""
    page.previous_page = page.next_page = None
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Put the Content-Security-Policy into the head."""
    return with_policy(output)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """The same for pages outside the navigation, such as 404."""
    return with_policy(output_content) if template_name.endswith(".html") else output_content


def with_policy(html: str) -> str:
    """``html`` with the policy of the site in its head."""
    # directly after the charset: a policy binds only what follows it
    return html.replace(_CHARSET, _CHARSET + _META, 1)


def _bundle_scripts(config: MkDocsConfig) -> None:
    """Make the one script of the pages; mkdocs.yml names its source, the pages load the bundle."""
    try:
        content = bundle(_root(config), Path(config.docs_dir) / ENTRY)
    except ScriptsFailed as error:
        raise Abort(str(error)) from error
    config.extra["script"] = hashed(ENTRY, content), content
    for script in config.extra_javascript:
        if isinstance(script, ExtraScriptValue) and script.path == ENTRY:
            script.path = config.extra["script"][0]


def _lower_styles(files: Files, config: MkDocsConfig) -> None:
    """Put each style sheet as old browsers read it in the place of its source."""
    for sheet in [file for file in files if is_sheet(file.src_uri)]:
        try:
            content = lowered(_root(config), Path(config.docs_dir) / sheet.src_uri)
        except StylesFailed as error:
            raise Abort(str(error)) from error
        files.remove(sheet)
        files.append(File.generated(config, sheet.src_uri, content=content))


def _catalogue(config: MkDocsConfig) -> dict[str, ReadyPage]:
    """The ready pages of this build by their URLs, made once."""
    if "catalogue" not in config.extra:
        config.extra["catalogue"] = {ready.url: ready for ready in ready_pages(site_of(config))}
    catalogue: dict[str, ReadyPage] = config.extra["catalogue"]
    return catalogue


def _contents(ready: ReadyPage) -> TableOfContents:
    tokens: list[Any] = [
        {"level": 2, "id": anchor, "name": title, "html": title, "data-toc-label": "", "children": []}
        for anchor, title in ready.headings
    ]
    top: Any = {
        "level": 1,
        "id": "top",
        "name": ready.title,
        "html": ready.title,
        "data-toc-label": "",
        "children": tokens,
    }
    return get_toc([top])


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent
