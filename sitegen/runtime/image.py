"""The memory of a Python that has imported the checkers, so that a page need not start one from nothing.

Only pages (4 KiB) that differ from a freshly instantiated module are kept, as the exclusive or of the two. The file is
little-endian: eight words (magic, pages, words of ``hiwire``, checksum, …), the page numbers, the pages.
"""

from __future__ import annotations

import json
import struct
import tempfile
from pathlib import Path
from typing import Any

from sitegen.runtime.pyodide import RuntimeMissing, in_node, pyodide_of

PAGE = 4096
_PYODIDE_MAGIC = 1886286592
_PYODIDE_HEADER = "<12I"  # magic, offset of the memory, length of the state, 0, build id
_CHECK = 0x01000193  # the prime of the FNV hashes
_WORD = 0xFFFFFFFF
_DATA_SECTION = 11
_END = 0x0B


def write_image(root: Path, library: Path, target: Path) -> dict[str, Any]:
    """Write the sparse snapshot. Returns what the worker must know to restore it.

    ``memory``: bytes of the whole memory; ``fresh``: bytes at its beginning that a module fills itself; ``pages``:
    how many are kept; ``check``: their checksum; ``state``: what Pyodide keeps outside of memory.
    """
    pyodide = pyodide_of(root)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        dump = Path(scratch) / "dump"
        in_node(root, "snapshot.mjs", pyodide=str(pyodide), library=str(library), target=str(dump))
        snapshot = dump.read_bytes()
    magic, start, length = struct.unpack_from("<3I", snapshot)
    if magic != _PYODIDE_MAGIC:
        raise RuntimeMissing("Pyodide 的内存快照不是认得的格式。")
    header = struct.calcsize(_PYODIDE_HEADER)
    state = json.loads(snapshot[header : header + length])
    memory = snapshot[start:]
    fresh = _fresh_memory((pyodide / "pyodide.asm.wasm").read_bytes())
    fresh += bytes(-len(fresh) % PAGE)
    numbers, pages = _changed(memory, fresh)
    target.write_bytes(struct.pack(f"<{len(numbers)}I", *numbers) + pages)
    return {
        "memory": len(memory),
        "fresh": len(fresh),
        "pages": len(numbers),
        "check": checksum(target.read_bytes()),
        "state": state,
    }


def checksum(data: bytes) -> int:
    """A checksum of whole words that JavaScript computes in a moment; it is to notice damage, not malice."""
    check = 0
    for (word,) in struct.iter_unpack("<I", data):
        check = ((check ^ word) * _CHECK) & _WORD
    return check


def _changed(memory: bytes, fresh: bytes) -> tuple[list[int], bytes]:
    """The numbers of the pages that are not as a fresh module has them, and those pages."""
    numbers = []
    pages = bytearray()
    for number in range(len(memory) // PAGE):
        place = slice(number * PAGE, (number + 1) * PAGE)
        before = fresh[place] or bytes(PAGE)
        if memory[place] != before:
            numbers.append(number)
            difference = int.from_bytes(memory[place]) ^ int.from_bytes(before)
            pages += difference.to_bytes(PAGE)
    return numbers, bytes(pages)


def _fresh_memory(wasm: bytes) -> bytes:
    """What a module writes into its memory when it is instantiated: its data segments."""
    memory = bytearray()
    place = 8
    while place < len(wasm):
        section = wasm[place]
        size, place = _unsigned(wasm, place + 1)
        if section == _DATA_SECTION:
            for offset, data in _segments(wasm, place):
                memory += bytes(max(0, offset + len(data) - len(memory)))
                memory[offset : offset + len(data)] = data
        place += size
    return bytes(memory)


def _segments(wasm: bytes, place: int) -> list[tuple[int, bytes]]:
    count, place = _unsigned(wasm, place)
    found = []
    for _ in range(count):
        # an active segment of memory 0 at a constant: 0x00 0x41 offset 0x0b
        if wasm[place : place + 2] != b"\x00\x41":
            raise RuntimeMissing("pyodide.asm.wasm 的数据段不是认得的形式。")
        offset, place = _signed(wasm, place + 2)
        if wasm[place] != _END:
            raise RuntimeMissing("pyodide.asm.wasm 的数据段不是认得的形式。")
        size, place = _unsigned(wasm, place + 1)
        found.append((offset, wasm[place : place + size]))
        place += size
    return found


def _unsigned(data: bytes, place: int) -> tuple[int, int]:
    """A LEB128 number and the place after it."""
    number = shift = 0
    while True:
        byte = data[place]
        place += 1
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return number, place


def _signed(data: bytes, place: int) -> tuple[int, int]:
    number, after = _unsigned(data, place)
    bits = 7 * (after - place)
    return (number - (1 << bits) if number >> (bits - 1) else number), after
