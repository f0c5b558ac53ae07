"""The pages of the site as pages of the offline copy: links that a disk can follow, a policy of their own, a note."""

from __future__ import annotations

import re
from collections.abc import Callable

from sitegen.templating import render

_LINK = re.compile(r'(\s(?:href|action)=")([^"]*)(")')
_FOLDER = re.compile(r"(?![a-z][a-z0-9+.-]*:|[?#])(?:[^?#]*/(?:\.{1,2})?|\.{1,2})(?=$|[?#])", re.IGNORECASE)
_PYTHON = re.compile(r'(<meta name="python" content=")[^"]*">')
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)')
_HASH = re.compile(r" 'sha256-[^']+'")
_FOOT = re.compile(r'<footer class="foot">.*?(?=\s*</div>\s*</footer>)', re.DOTALL)
_MANIFEST = re.compile(r'\s*<link\b[^>]*\brel="manifest"[^>]*>')
_COPY_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; img-src 'self' data:; "
    "worker-src blob:; connect-src 'none'; base-uri 'none'; form-action 'none'"
)


class UnknownPage(Exception):
    """A page is not made as this module expects; the message says what it lacks."""


def to_file(link: str) -> str:
    """A link to a folder as one to the page in it; links.js does the same in the browser."""
    found = _FOLDER.match(link)
    if not found:
        return link
    folder = found[0]
    return f"{folder}{'' if folder.endswith('/') else '/'}index.html{link[found.end() :]}"


def copy_page(html: str, name: str, footer: str, *, kiosk: bool) -> str:
    """A page of the site as a page of the copy; ``footer`` is added to its foot. Raises UnknownPage."""
    marks = ' data-copy="offline"' + (" data-kiosk" if kiosk else "")
    html = _once(re.compile(r"<html\b"), lambda found: found[0] + marks, html, name)
    html = _once(_POLICY, _own_policy, html, name)
    html = _once(_FOOT, lambda found: found[0] + footer, html, name)
    html = _MANIFEST.sub("", html)
    return _LINK.sub(lambda found: found[1] + to_file(found[2]) + found[3], html)


def older_page(html: str, name: str, folder: str) -> str:
    """A page with the Python for old machines, whose files are in ``folder``. Raises UnknownPage."""
    return _once(_PYTHON, lambda found: f'{found[1]}{folder}" data-older>', html, name)


def start_page(html: str, line: str, section: str) -> str:
    """The start page with a line under its first paragraph and a section at its end. Raises UnknownPage."""
    lead = re.compile(r'<p class="lead">.*?</p>', re.DOTALL)
    html = _once(lead, lambda found: found[0] + line, html, "index.html")
    return _once(re.compile("</article>"), lambda found: section + found[0], html, "index.html")


def moulded(html: str, name: str, title: str, content: str) -> str:
    """Another page cast in the mould of ``html``: with ``content`` in place of its own. Raises UnknownPage."""
    html = re.sub(r'\s*<link rel="(?:prev|next)"[^>]*>', "", html)
    html = re.sub(r'\s*<meta name="description"[^>]*>', "", html)
    html = _once(
        re.compile(r"<title>.*?( - [^<]*</title>)"), lambda found: f"<title>{title}{found[1]}", html, name
    )
    here = re.compile(r'(<li aria-current="page">).*?(</li>)', re.DOTALL)
    html = _once(here, lambda found: found[1] + title + found[2], html, name)
    article = re.compile(r"(<article\b[^>]*>).*?(</article>)", re.DOTALL)
    html = _once(article, lambda found: found[1] + content + found[2], html, name)
    skip = re.compile(r'(<a href=")#[^"]*(" class="md-skip">)')
    return _once(skip, lambda found: f"{found[1]}#content{found[2]}", html, name)


def notes(template: str, **context: object) -> str:
    """A piece of Chinese HTML about the copy."""
    return render(f"copy_{template}.html.jinja", **context)


def _own_policy(found: re.Match[str]) -> str:
    """The inline scripts that the site allows, by their hashes, stay allowed."""
    return found[1] + _COPY_POLICY.format(hashes="".join(_HASH.findall(found[2]))) + found[3]


def _once(pattern: re.Pattern[str], new: Callable[[re.Match[str]], str], html: str, name: str) -> str:
    changed, count = pattern.subn(new, html)
    if count != 1:
        raise UnknownPage(f"{name} 里应有一处 {pattern.pattern}，现有 {count} 处。")
    return changed
