"""The runtime is made of a Pyodide we know, the same bytes every time, and its memory image is exact."""

from __future__ import annotations

import json
import shutil
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from sitegen.runtime import RuntimeMissing, assemble, folder
from sitegen.runtime.image import PAGE, _changed, _fresh_memory, checksum, write_image
from sitegen.runtime.loader import write_loader
from sitegen.runtime.pyodide import CURRENT, pyodide_of
from sitegen.runtime.stdlib import write_library

ABOUT: dict[str, Any] = {"memory": 0, "fresh": 0, "pages": 0, "check": 0, "state": {}}
LEFT_OUT = ("asyncio/events", "ssl", "socket", "subprocess", "zipfile/__init__", "unittest/__init__")


@pytest.fixture
def installed(root: Path, tmp_path: Path) -> Path:
    """A project of its own whose Pyodide a test may change."""
    pyodide = tmp_path / "node_modules" / "pyodide"
    pyodide.mkdir(parents=True)
    for name in CURRENT.files:
        shutil.copyfile(root / "node_modules" / "pyodide" / name, pyodide / name)
    (tmp_path / "checkers").symlink_to(root / "checkers")
    return tmp_path


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_another_pyodide_is_refused_and_its_version_named(installed):
    change(installed / "node_modules/pyodide/package.json", CURRENT.version, "314.0.8")
    with pytest.raises(RuntimeMissing, match=rf"314\.0\.8，只认得 {CURRENT.version}"):
        pyodide_of(installed)


def test_a_missing_file_is_named_with_what_to_do(installed):
    (installed / "node_modules/pyodide/python_stdlib.zip").unlink()
    with pytest.raises(
        RuntimeMissing, match=r"缺少 node_modules/pyodide/python_stdlib\.zip。请运行 make build"
    ):
        pyodide_of(installed)


@pytest.mark.parametrize(
    ("script", "old"),
    [
        ("pyodide.asm.mjs", "import.meta.url"),
        ("pyodide.asm.mjs", "export default _createPyodideModule;"),
        ("pyodide.asm.mjs", 'globalThis.importScripts("data:text/javascript,"),!0'),
        ("pyodide.js", 'globalThis.importScripts("data:text/javascript,"),!0'),
        ("pyodide.js", 'console.warn("wasm instantiation failed!")'),
    ],
)
def test_a_script_that_is_not_as_we_know_it_is_never_patched_by_guess(installed, script, old):
    pyodide = installed / "node_modules" / "pyodide"
    change(pyodide / script, old, "something(else)")
    with pytest.raises(RuntimeMissing, match=f"{script} 里应有"):
        write_loader(pyodide, ABOUT, installed / "python.js")
    assert not (installed / "python.js").exists()


@pytest.mark.parametrize("name", ["asyncio/__init__.py", "pyodide/__init__.py", "pyodide/_package_loader.py"])
def test_a_module_that_is_not_as_we_know_it_is_never_replaced(installed, name):
    library = installed / "node_modules/pyodide/python_stdlib.zip"
    with zipfile.ZipFile(library) as source:
        files = {each: source.read(each) for each in source.namelist()}
    with zipfile.ZipFile(library, "w") as target:
        for each, content in (files | {name: b"import changed"}).items():
            target.writestr(each, content)
    with pytest.raises(RuntimeMissing, match=name):
        write_library(installed, installed / "stdlib.zip")


def test_two_builds_are_the_same_bytes_and_hold_no_more_than_the_checkers_use(root, tmp_path):
    made = []
    for number in (1, 2):
        library, image = tmp_path / f"library{number}.zip", tmp_path / f"image{number}.bin"
        write_library(root, library)
        made.append((library.read_bytes(), write_image(root, library, image), image.read_bytes()))
    assert made[0] == made[1]
    with zipfile.ZipFile(library) as built:
        names = {name.removesuffix(".pyc") for name in built.namelist()}
    assert {f"checkers/{file.stem}" for file in (root / "checkers").glob("*.py")} - names == {
        "checkers/__main__"
    }
    assert names.isdisjoint(LEFT_OUT)


def test_the_image_gives_back_the_memory_it_was_made_of():
    fresh = bytes(range(256)) * (PAGE // 256) * 2
    memory = bytearray(fresh + bytes(3 * PAGE))
    memory[5] ^= 0xFF
    memory[3 * PAGE + 7] = 9
    numbers, pages = _changed(bytes(memory), fresh)
    assert numbers == [0, 3]
    restored = bytearray(fresh + bytes(3 * PAGE))
    for place, number in enumerate(numbers):
        for byte in range(PAGE):
            restored[number * PAGE + byte] ^= pages[place * PAGE + byte]
    assert restored == memory


def test_a_checksum_notices_one_bit_and_two_words_that_changed_places():
    data = struct.pack("<4I", 1, 2, 3, 4)
    others = [struct.pack("<4I", 1, 2, 3, 5), struct.pack("<4I", 1, 3, 2, 4), bytes(16)]
    assert checksum(data) not in [checksum(other) for other in others]


def test_data_segments_of_another_form_are_refused():
    head = b"\x00asm\x01\x00\x00\x00"
    active = bytes([11, 8, 1, 0x00, 0x41, 0x04, 0x0B, 2, 7, 8])
    assert _fresh_memory(head + active) == bytes([0, 0, 0, 0, 7, 8])
    passive = bytes([11, 5, 1, 0x01, 2, 7, 8])
    with pytest.raises(RuntimeMissing, match="数据段"):
        _fresh_memory(head + passive)


def test_the_folder_is_named_by_its_content_and_holds_a_lock_for_other_pyodides(root, tmp_path):
    assemble(root, tmp_path)
    made = tmp_path / folder(root)
    lock = json.loads((made / "pyodide-lock.json").read_text("utf-8"))
    (package,) = lock["packages"].values()
    assert package["name"] == "checkers"
    assert (made / package["file_name"]).is_file()
    assert {file.name for file in made.iterdir()} >= {
        "worker.js",
        "python.js",
        "python.wasm",
        "stdlib.zip",
        "snapshot.bin",
    }
