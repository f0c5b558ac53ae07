"""Pyodide's two scripts as one classic script, which a worker can load over http and from a blob.

Browsers refuse modules to pages opened from a disk, so what makes them modules is replaced. Every replacement is
counted: a Pyodide that is not as we know it fails the build.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sitegen.runtime.pyodide import CURRENT, OLDER, Release, RuntimeMissing

_PROBE = 'globalThis.importScripts("data:text/javascript,"),!0'
"""How Pyodide finds out that it is in a classic worker, which it refuses to be."""
_REPLACED = {
    "pyodide.asm.mjs": [
        ("import.meta.url", "self.location.href", 3),
        ("export default _createPyodideModule;", "self.createPyodideModule=_createPyodideModule;", 1),
        (_PROBE, "!1", 1),
    ],
    "pyodide.js": [
        (_PROBE, "!1", 1),
        # Pyodide would wait for ever
        ('console.warn("wasm instantiation failed!"),console.warn(l)', "self.pythonFailed(l)", 1),
        ("//# sourceMappingURL=pyodide.js.map", "", 1),
    ],
}
# Classic scripts as they come, of which the second uses the first.
_REPLACED_OLDER = {
    "pyodide.asm.js": [],
    "pyodide.js": [("//# sourceMappingURL=pyodide.js.map", "", 1)],
}
_CHANGES: dict[Release, dict[str, list[tuple[str, str, int]]]] = {CURRENT: _REPLACED, OLDER: _REPLACED_OLDER}


def write_loader(pyodide: Path, about: dict[str, Any], target: Path, release: Release = CURRENT) -> None:
    """Write the script. It defines ``loadPyodide``, what that is given, and ``PYTHON``: what the worker must know."""
    lock = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))
    known = {**about, "lock": {"info": lock["info"], "packages": {}}}
    parts = [_patched(pyodide / name, changes) for name, changes in _CHANGES[release].items()]
    parts.append(f"self.PYTHON={json.dumps(known)};\n")
    target.write_text("\n;\n".join(parts), "utf-8")


def _patched(script: Path, changes: list[tuple[str, str, int]]) -> str:
    text = script.read_text("utf-8")
    for old, new, count in changes:
        if text.count(old) != count:
            raise RuntimeMissing(
                f"{script.name} 里应有 {count} 处 {old[:40]}，现有 {text.count(old)} 处。"
                "这个 Pyodide 和认得的不一样，请先核对 sitegen/runtime/loader.py。"
            )
        text = text.replace(old, new)
    return text
