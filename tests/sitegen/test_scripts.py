"""The small modules become one classic script; what cannot be bundled stops the build in words."""

from __future__ import annotations

import re

import pytest

from sitegen.scripts import ENTRY, ScriptsFailed, bundle, hashed, is_source


@pytest.fixture
def bundled(root, tmp_path):
    """Bundle a few modules given by name; the entry is called a.js."""

    def run(**modules: str) -> str:
        for name, text in modules.items():
            (tmp_path / f"{name}.js").write_text(text, "utf-8")
        return bundle(root, tmp_path / "a.js")

    return run


def test_the_bundle_is_a_classic_script_of_all_its_modules(bundled):
    script = bundled(
        a='import { word } from "./b.js";\ndocument.title = word;', b='export const word = "字";'
    )
    assert "字" in script
    assert not re.findall(r"\b(?:import|export)\b", script)


def test_the_bundle_is_written_for_the_oldest_browsers(bundled):
    assert "??=" not in bundled(a="self.x ??= class { static #y = 1; z() { return 1; } };")


def test_the_bundle_of_the_site_asks_for_no_other_script_and_is_the_same_each_time(root):
    script = bundle(root, root / "docs" / ENTRY)
    assert not re.findall(r"\b(?:import|export)\s*[({*]|import\.meta|\bfrom\s*\"", script)
    assert script == bundle(root, root / "docs" / ENTRY)


@pytest.mark.parametrize(
    ("text", "said"), [("const = 1;", "a.js:1:6"), ('import "./missing.js";', "./missing.js")]
)
def test_a_script_that_is_wrong_stops_the_build_and_names_the_place(bundled, text, said):
    with pytest.raises(ScriptsFailed) as error:
        bundled(a=text)
    assert "网页脚本没有打包成功（a.js）" in str(error.value)
    assert said in str(error.value)


def test_without_esbuild_the_build_says_how_to_get_it(tmp_path):
    with pytest.raises(ScriptsFailed, match="make build"):
        bundle(tmp_path, tmp_path / "a.js")


def test_another_content_has_another_name():
    assert re.fullmatch(r"assets/site-[0-9a-f]{12}\.js", hashed(ENTRY, "a"))
    assert hashed(ENTRY, "a") != hashed(ENTRY, "b")


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("assets/site.js", True),
        ("assets/view.js", True),
        ("assets/theme.js", False),
        ("assets/app.css", False),
    ],
)
def test_modules_are_published_inside_the_bundle_alone(path, source):
    assert is_source(path) == source
