"""A folder's files as one ZIP that is the same, byte for byte, whenever it is made; its hash and signature."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

KEY = "MINISIGN_KEY"
"""The environment variable that names the secret key; without it nothing is signed."""
_MODE = 0o100644 << 16
_EARLIEST = 1980
"""ZIP knows no earlier year."""


class SigningFailed(Exception):
    """A key is configured, but the archive could not be signed with it; the message says why."""


def write_zip(target: Path, folder: str, files: Mapping[str, bytes], moment: datetime) -> None:
    """Write ``files`` (by path, sorted) below one ``folder``, every one dated ``moment``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(".half")
    date = (max(moment.year, _EARLIEST), *moment.timetuple()[1:6])
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(files):
            info = zipfile.ZipInfo(f"{folder}/{path}", date)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix, also where it is made on Windows
            info.external_attr = _MODE
            archive.writestr(info, files[path])
    half.replace(target)


def write_hash(archive: Path) -> Path:
    """Write ``<archive>.sha256`` beside it, as ``sha256sum -c`` reads it."""
    written = archive.with_name(f"{archive.name}.sha256")
    written.write_text(f"{digest(archive.read_bytes())}  {archive.name}\n", "utf-8", newline="\n")
    return written


def digest(content: bytes) -> str:
    """The SHA-256 of ``content`` in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def sign(archive: Path) -> Path | None:
    """Write ``<archive>.minisig`` with the key of :data:`KEY`. None without one. Raises SigningFailed.

    minisign asks for the key's password itself, where it has one.
    """
    signature = archive.with_name(f"{archive.name}.minisig")
    signature.unlink(missing_ok=True)  # that of an older archive
    key = os.environ.get(KEY)
    if not key:
        return None
    if not Path(key).is_file():
        raise SigningFailed(
            f"{KEY} 指向的密钥文件不存在：{key}。请改成密钥文件的位置，不签名就去掉这个变量。"
        )
    program = shutil.which("minisign")
    if program is None:
        raise SigningFailed(
            f"设置了 {KEY}，但没有 minisign 程序。请先安装，例如 Debian：apt install minisign；不签名就去掉这个变量。"
        )
    done = subprocess.run(
        [program, "-S", "-s", key, "-m", str(archive), "-x", str(signature), "-t", archive.name],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode or not signature.is_file():
        raise SigningFailed(f"minisign 没有签成：{done.stderr.strip() or done.returncode}")
    return signature
