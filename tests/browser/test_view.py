"""Trees from Python become DOM; what is not on the lists is never interpreted. Scripts stay small and know no rules."""

from __future__ import annotations

import re

import pytest

BUILD = """(tree) => {
  const box = document.createElement("div");
  box.append(view.build(tree));
  return box.innerHTML;
}"""


@pytest.mark.parametrize(
    ("tree", "html"),
    [
        ("<b>字</b>", "&lt;b&gt;字&lt;/b&gt;"),
        (
            ["p", {"class": "next", "data-x": "1"}, "甲", ["strong", {}, "乙"]],
            '<p class="next" data-x="1">甲<strong>乙</strong></p>',
        ),
        (["time", {"datetime": "2026-10-09"}, "10月9日"], '<time datetime="2026-10-09">10月9日</time>'),
        (["button", {"data-do": "print"}, "打印"], '<button data-do="print" type="button">打印</button>'),
        (["a", {"href": "#clause-1"}, "条"], '<a href="#clause-1">条</a>'),
        (["a", {"href": "tel:05338180684"}, "电话"], '<a href="tel:05338180684">电话</a>'),
        (["a", {"href": "../1.42/"}, "另一项"], '<a href="../1.42/">另一项</a>'),
        (["a", {"href": "javascript:alert(1)"}, "坏"], "<a>坏</a>"),
        (["a", {"href": "https://example.com/"}, "外"], "<a>外</a>"),
        (["a", {"href": "//example.com/"}, "外"], "<a>外</a>"),
        (["a", {"href": "\\\\example.com"}, "外"], "<a>外</a>"),
        (["script", {}, "alert(1)"], "<span>alert(1)</span>"),
        (["img", {"src": "x", "onerror": "alert(1)"}], "<span></span>"),
        (["p", {"style": "color:red", "onclick": "alert(1)"}, "字"], "<p>字</p>"),
    ],
)
def test_a_tree_becomes_exactly_what_is_allowed(booted, load_module, tree, html):
    page = booted("guides/1.41/").page
    if not page.evaluate("() => 'view' in globalThis"):
        load_module(page, "view")
    assert page.evaluate(BUILD, tree) == html


@pytest.mark.parametrize(
    ("script", "most"),
    [
        ("bridge", 300),
        ("widget", 240),
        ("form", 90),
        ("casebook", 240),
        ("pick", 80),
        ("engine", 170),
        ("launch", 50),
        ("worker", 60),
        ("boot", 90),
        ("parts", 60),
        ("restore", 40),
        ("source", 60),
        ("keep", 120),
        ("share", 60),
        ("ticks", 60),
        ("view", 40),
        ("wipe", 40),
        ("update", 130),
        ("sw", 240),
        ("kiosk", 40),
        ("exits", 60),
        ("idle", 110),
        ("keypad", 100),
        ("datepad", 120),
        ("datekeys", 60),
        ("modal", 90),
        ("theme", 70),
        ("search", 160),
        ("search-core", 120),
        ("site", 40),
        ("links", 20),
        ("years", 40),
        ("copy", 20),
        ("check", 130),
    ],
)
def test_each_script_is_small_and_parses_no_text_as_code_or_markup(root, script, most):
    lines = (root / "docs" / "assets" / f"{script}.js").read_text("utf-8").splitlines()
    assert len(lines) <= most
    assert lines[0].startswith("// ")
    assert not re.findall(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function", "\n".join(lines)
    )
