"""What a server sends with the files of the site: one Content-Security-Policy for all pages, and how long to keep what."""

from __future__ import annotations

import re
from pathlib import Path

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'none'"
)
"""In every page as ``<meta>`` as well. No inline script or style, no eval; WebAssembly may be compiled."""

HEADERS = {
    # a <meta> cannot say who may show the site in a frame
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""With every file. Whether https is enforced (HSTS) is for the one who runs the host: halls also serve plain http."""

IMMUTABLE = r"^assets/(py/[0-9a-f]{8,}/|[^/]+-[0-9a-f]{8,}\.(js|css)$)"
"""The paths that carry their content in their names, as a pattern that Python, JavaScript and nginx read alike."""
FOR_EVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"
"""May be kept, but the server is asked whether it is still the same: pages, data, and above all sw.js."""

TYPES = {".webmanifest": "application/manifest+json", ".wasm": "application/wasm"}
"""Types nginx may not know, and browsers insist on."""


def write_headers(site: Path) -> None:
    """Write them as the files servers read: ``_headers`` (static hosts) and ``_nginx.conf`` (to be included)."""
    (site / "_headers").write_text(_for_hosts(site), "utf-8")
    (site / "_nginx.conf").write_text(_for_nginx(), "utf-8")


def _for_hosts(site: Path) -> str:
    """Rules by address. Hosts join what several rules say of one header, so no two speak of Cache-Control."""
    rules: dict[str, dict[str, str]] = {"/*": HEADERS, "/": {"Cache-Control": ASK_FIRST}}
    for item in sorted(site.iterdir()):
        if item.name != "assets":
            rules[f"/{item.name}/*" if item.is_dir() else f"/{item.name}"] = {"Cache-Control": ASK_FIRST}
    rules["/assets/py/*"] = {"Cache-Control": FOR_EVER}
    for file in sorted((site / "assets").iterdir()):
        if file.is_file():
            rules[f"/assets/{file.name}"] = {"Cache-Control": cache_control(f"assets/{file.name}")}
    return "".join(
        f"{address}\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items())
        for address, headers in rules.items()
    )


def _for_nginx() -> str:
    """For the ``server`` block; ``location`` blocks must add no header of their own, or nginx drops these."""
    lines = [
        "# include this in the server block",
        f'set $guide_cache "{ASK_FIRST}";',
        f'if ($uri ~ "{IMMUTABLE.replace("^", "/", 1)}") {{ set $guide_cache "{FOR_EVER}"; }}',
        "add_header Cache-Control $guide_cache always;",
        *(f'add_header {name} "{value}" always;' for name, value in HEADERS.items()),
        *(f"location ~ \\{suffix}$ {{ types {{ }} default_type {kind}; }}" for suffix, kind in TYPES.items()),
        "error_page 404 /404.html;",
    ]
    return "\n".join(lines) + "\n"


def cache_control(path: str) -> str:
    """How long a browser may keep the file at ``path`` (from the root of the site) without asking."""
    return FOR_EVER if re.search(IMMUTABLE, path) else ASK_FIRST
