"""Scripts and styles use nothing that Chromium 80 does not know, but for what is named here with its reason."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sitegen.scripts import bundle
from sitegen.styles import StylesFailed, lowered

FLOOR = 80
# Names of our own that newer browsers happen to use for something else.
OURS = {
    "any", "at", "auto", "bytes", "capture", "cause", "check", "contrast", "entry", "errors", "first", "hide", "hour", "minute",
    "month", "node", "pad", "path", "run", "system", "take", "try", "until", "watch", "with", "year", "zip",
}  # fmt: skip
SCRIPTS_MAY = {
    "fromBase64",  # asked for before it is used; else the slower way
}
STYLES_MAY = {
    "accent-color:",  # the colour of a tick
    "appearance:",  # with the prefix beside it
    "border-block:",  # a line around a status that :has alone draws
    "box-decoration-break:",
    "color-scheme:",  # scroll bars and fields in the dark
    "content-visibility:",  # on paper folded parts stay folded, as on the screen
    ":details-content",
    "field-sizing:",  # a field that grows as one types
    ":focus-visible",  # else the browser's own ring
    ":has",  # fewer lines on screen and paper
    ":is",  # beside the old word for it
    ":marker",
    "outline:",  # round at the corners
    "size:",  # of the paper: no property but a part of @page, and old
    "text-decoration-thickness:",
    "text-spacing-trim:",
    "text-underline-offset:",
    "text-wrap:",
    "-webkit-touch-callout:",  # phones of one maker
}
NEW_PSEUDO = re.compile(r":(?:has|is|where|focus-visible|:details-content)\b")


@pytest.fixture(scope="module")
def known(root: Path) -> dict[str, Any]:
    """What each browser knows since when."""
    data: dict[str, Any] = json.loads(
        (root / "node_modules/@mdn/browser-compat-data/data.json").read_text("utf-8")
    )
    return data


def since(feature: dict[str, Any]) -> float:
    """The first Chromium that has a feature, without flag or prefix."""
    support = feature["__compat"]["support"]["chrome"]
    found = [
        float(each["version_added"])
        for each in (support if isinstance(support, list) else [support])
        if str(each["version_added"]).replace(".", "").isdigit()
        and not {"flags", "prefix", "alternative_name", "version_removed"} & each.keys()
    ]
    return min(found, default=float("inf"))


def named(features: dict[str, Any]) -> Iterator[tuple[str, float]]:
    """The name of each feature under ``features`` and since when it is there."""
    for name, feature in features.items():
        if name != "__compat" and isinstance(feature, dict):
            if "__compat" in feature:
                yield name.removesuffix("_static"), since(feature)
            yield from named(feature)


def new_names(*features: dict[str, Any]) -> set[str]:
    """Names that mean nothing, wherever they stand, in a browser as old as the floor."""
    first: dict[str, float] = {}
    for group in features:
        for name, version in named(group):
            first[name] = min(version, first.get(name, float("inf")))
    return {name for name, version in first.items() if version > FLOOR}


def unknown(names: set[str], new: set[str], allowed: set[str]) -> list[str]:
    """What a browser of the floor would not understand."""
    return sorted(names & new - allowed)


def words(script: str) -> set[str]:
    """Every word of a script that may name something of the browser."""
    return (
        set(re.findall(r"\.([A-Za-z]\w*)", script))
        | set(re.findall(r"(?<![.\w$])([A-Za-z]\w*)(?=[(.])", script))
        | set(re.findall(r"[{,]([A-Za-z]\w*)(?=[:,}=])", script))
    )


@pytest.fixture(scope="module")
def script_names(known: dict[str, Any]) -> set[str]:
    return new_names(known["api"], known["javascript"]["builtins"])


@pytest.fixture(scope="module")
def style_names(known: dict[str, Any]) -> set[str]:
    """As :func:`names_in` writes them."""
    kinds = {"properties": "{}:", "selectors": ":{}", "at-rules": "@{}"}
    return {
        form.format(name)
        for kind, form in kinds.items()
        for name, feature in known["css"][kind].items()
        if since(feature) > FLOOR
    }


@pytest.fixture(scope="module")
def sheets(root: Path) -> dict[str, str]:
    """Every style sheet as it is published, by name."""
    return {sheet.name: lowered(root, sheet) for sheet in sorted((root / "docs/assets").glob("*.css"))}


@pytest.mark.parametrize("name", ["site.js", "worker.js"])
def test_the_scripts_call_nothing_that_old_browsers_lack(name, root, script_names):
    used = words(bundle(root, root / "docs/assets" / name))
    assert unknown(used, script_names, SCRIPTS_MAY | OURS) == []


def test_the_script_before_the_first_paint_is_older_still(root, script_names):
    text = (root / "docs/assets/theme.js").read_text("utf-8")
    assert unknown(words(text), script_names, OURS) == []
    assert not re.search(r"=>|`|\b(?:const|let|class|async)\b", re.sub(r"//.*", "", text))


def names_in(sheet: str) -> set[str]:
    """The properties (``top:``), pseudo-classes and pseudo-elements (``:hover``) and at-rules (``@page``) of a sheet."""
    selectors = re.sub(r"\{[^{}]*\}", "{}", sheet)
    return (
        {f"{name}:" for name in re.findall(r"[{;]([a-z-]+):", sheet)}
        | {f":{name}" for name in re.findall(r"::?([a-z-]+)", selectors)}
        | {f"@{name}" for name in re.findall(r"@([a-z-]+)", sheet)}
    )


def test_the_styles_use_nothing_that_matters_and_old_browsers_lack(sheets, style_names):
    found = {name: unknown(names_in(sheet), style_names, STYLES_MAY) for name, sheet in sheets.items()}
    assert {name: names for name, names in found.items() if names} == {}


def test_what_is_allowed_is_used(sheets, root):
    used = set().union(*map(names_in, sheets.values()))
    assert sorted(STYLES_MAY - used) == []
    scripts = set().union(
        *(words(bundle(root, root / "docs/assets" / name)) for name in ("site.js", "worker.js"))
    )
    assert sorted(SCRIPTS_MAY - scripts) == []


def test_no_selector_takes_its_neighbours_along_where_it_is_unknown(sheets):
    """A browser drops a whole list of selectors for one it does not know."""
    mixed = []
    for name, sheet in sheets.items():
        for prelude in re.findall(r"(?:^|[{}])([^{}@;]+)(?=\{)", sheet):
            alone = re.split(r",(?![^(]*\))", prelude)
            if len({bool(NEW_PSEUDO.search(each)) for each in alone}) > 1:
                mixed.append((name, prelude))
    assert mixed == []


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("list.replaceChildren(a)", ["replaceChildren"]),
        ('text.replaceAll("a","b")', ["replaceAll"]),
        ("var a=structuredClone(b)", ["structuredClone"]),
        ("Object.hasOwn(a,b)", ["hasOwn"]),
        ("crypto.randomUUID()", ["randomUUID"]),
        ("[].findLast(f)", ["findLast"]),
        ("list.append(a);Object.entries(b).flatMap(c)", []),
    ],
)
def test_newer_calls_are_noticed(script, found, script_names):
    assert unknown(words(script), script_names, OURS) == found


@pytest.mark.parametrize(
    ("style", "found"),
    [
        ("a{aspect-ratio:1}", ["aspect-ratio:"]),
        ("a{b:c;inset:0}", ["inset:"]),
        ("a:user-invalid{b:c}", [":user-invalid"]),
        ("@container(width>1px){a{b:c}}", ["@container"]),
        ("a:not(.b){display:grid;top:0}", []),
    ],
)
def test_newer_styles_are_noticed(style, found, style_names):
    assert unknown(names_in(style), style_names, STYLES_MAY) == found


def test_shorthands_that_old_browsers_lack_are_written_out(root, tmp_path):
    sheet = tmp_path / "a.css"
    sheet.write_text("a { padding-block: 1px; inset: 0 } b :is(i, u) { margin-inline: auto }", "utf-8")
    made = lowered(root, sheet)
    assert "padding-block-start:1px" in made
    assert "top:0" in made
    assert ":-webkit-any(i,u)" in made


def test_a_style_that_cannot_be_read_names_its_place(root, tmp_path):
    sheet = tmp_path / "broken.css"
    sheet.write_text("a { b } } c {", "utf-8")
    with pytest.raises(StylesFailed, match=r"broken\.css"):
        lowered(root, sheet)
