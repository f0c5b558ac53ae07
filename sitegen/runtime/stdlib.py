"""The part of Python's standard library that the checkers use, with the checkers, compiled into one zip."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import NamedTuple

from sitegen.runtime.pyodide import CURRENT, OLDER, Release, RuntimeMissing, in_node, pyodide_of


class _Stub(NamedTuple):
    replaces: str
    """The hash of what stands in this Pyodide; of another nothing is known."""
    text: str


_STUBS = {
    # Pyodide imports the package only to hold it; the checkers wait for nothing. It brings sockets, TLS and processes along.
    "asyncio/__init__.py": _Stub(
        "8148552daea881e3b33639d6e9bdab0da2021367ab694ee0604431c33c16983f",
        "# left out: nothing here is asynchronous\n",
    ),
    # The event loop is asyncio's. The function is held because a snapshot counts on its place among the held ones.
    "pyodide/__init__.py": _Stub(
        "a02eabaa00ee98a4108082fc751808ff71e7d990fe889852f63d13621934e0ac",
        "from . import _state\nfrom pyodide_js._api import scheduleCallback\n",
    ),
    # Unpacks wheels; the checkers are in the library.
    "pyodide/_package_loader.py": _Stub(
        "66bc0d856252e3c3690a9c9cc2f73a4e88d7a9cc5beafa712194cadda4eb2b70",
        "from site import getsitepackages\n"
        "from pyodide_js import loadedPackages\n"
        "class _Place:\n"
        "    def __init__(self, path):\n"
        "        self.path = path\n"
        "    def __str__(self):\n"
        "        return self.path\n"
        "SITE_PACKAGES = _Place(getsitepackages()[0])\n"
        'DSO_DIR = _Place("/usr/lib")\n'
        "def init_loaded_packages():\n"
        "    pass\n",
    ),
}


_STUBS_OF: dict[Release, dict[str, _Stub]] = {CURRENT: _STUBS, OLDER: {}}


def write_library(root: Path, target: Path, release: Release = CURRENT) -> None:
    """Write the zip. Raises RuntimeMissing when a module that a stub replaces is not the one we know."""
    pyodide = pyodide_of(root, release)
    stubs = _STUBS_OF[release]
    with zipfile.ZipFile(pyodide / "python_stdlib.zip") as library:
        for name, stub in stubs.items():
            found = hashlib.sha256(library.read(name)).hexdigest()
            if found != stub.replaces:
                raise RuntimeMissing(
                    f"Pyodide 标准库里的 {name} 和认得的不一样（{found}）。请先核对 sitegen/runtime/stdlib.py 的替换是否还成立。"
                )
    in_node(
        root,
        "stdlib.mjs",
        pyodide=str(pyodide),
        checkers=str(root / "checkers"),
        stubs=json.dumps({name: stub.text for name, stub in stubs.items()}),
        target=str(target),
    )
