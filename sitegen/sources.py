"""Derives the fingerprints from the source texts: writes them, or says where they differ from the committed ones.

``python -m sitegen.sources --texts DIR`` compares, ``--write DIR`` writes. The texts are not in the repository.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sitegen.clauses import Form
from sitegen.fingerprints import Fingerprint
from sitegen.problems import Problem

FINGERPRINTS = Path("data/fingerprints")


class NoTextsError(Exception):
    """There are no source texts where they were looked for."""


@dataclass(frozen=True)
class SourceText:
    """One source text as it lies in the folder of texts."""

    document: str
    section: str
    file: Path

    @property
    def form(self) -> Form:
        """Say how the text is built."""
        if self.section == "0":
            return "table"
        if self.section != self.document:
            return "procedure"
        return "standard" if re.search(r"(?m)^\s*1\s*范\s*围", self.file.read_text("utf-8")) else "report"

    def fingerprint(self) -> Fingerprint:
        """Derive what is remembered of the text."""
        return Fingerprint.of(self.document, self.section, self.file.read_text("utf-8"), self.form)


def texts(folder: Path) -> list[SourceText]:
    """Find the texts: ``000_….txt`` is a document, ``001_…/1.41.txt`` a section of one, ``0-….txt`` its table.

    Raises NoTextsError.
    """
    found = [
        SourceText(match[1], match[1], file)
        for file in sorted(folder.glob("*.txt"))
        if (match := re.match(r"(\d{3})_", file.name))
    ]
    for inner in sorted(folder.glob("[0-9][0-9][0-9]_*/")):
        for file in sorted(inner.glob("*.txt")):
            match = re.match(r"\d+(?:\.\d+)*", file.name)
            if match:
                found.append(SourceText(inner.name[:3], match[0].rstrip("."), file))
    if not found:
        raise NoTextsError(
            f"{folder} 里没有来源文本（应有 000_….txt、001_…/1.41.txt 这样的文件）。来源文本不在仓库里；"
            "放在别处的，写明位置，例如 make verify-sources SOURCES=../shared/sources"
        )
    return found


def write(folder: Path, fingerprints: Path) -> int:
    """Write the fingerprints of all texts and remove those of texts that are gone; gives their number."""
    made = {
        fingerprints / item.name: item.to_json() for item in (text.fingerprint() for text in texts(folder))
    }
    for file in fingerprints.glob("*/*.json"):
        if file not in made:
            file.unlink()
    for file, content in made.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")
    return len(made)


def differences(folder: Path, fingerprints: Path) -> list[Problem]:
    """Compare the texts with the committed fingerprints."""
    made = {item.name: item for item in (text.fingerprint() for text in texts(folder))}
    problems = []
    for name, item in made.items():
        file = fingerprints / name
        where = (FINGERPRINTS / name).as_posix()
        if not file.is_file():
            problems.append(Problem.of_file(where, "有来源文本，却没有指纹；" + _REMEDY))
        elif (kept := file.read_text("utf-8")) != item.to_json():
            what = "、".join(_changed(Fingerprint.from_json(kept), item)) or "写法"
            problems.append(Problem.of_file(where, f"与来源文本不符（{what}）；" + _REMEDY))
    for file in sorted(fingerprints.glob("*/*.json")):
        name = file.relative_to(fingerprints).as_posix()
        if name not in made:
            problems.append(
                Problem.of_file((FINGERPRINTS / name).as_posix(), "没有对应的来源文本；" + _REMEDY)
            )
    return sorted(problems)


_REMEDY = "来源或提取方法确实变了，就重新生成：python -m sitegen.sources --texts 来源文件夹 --write data/fingerprints"
_PARTS = {
    "headings": "条款编号",
    "cited": "有正文的条款",
    "facts": "数字、名称、联系方式或时间用语",
    "lists": "列举",
    "runs": "文字",
}


def _changed(kept: Fingerprint, made: Fingerprint) -> Iterator[str]:
    for part, words in _PARTS.items():
        if getattr(kept, part) != getattr(made, part):
            yield words


def main() -> int:
    """Compare or write; the exit status is 0 only when nothing differs."""
    parser = argparse.ArgumentParser(prog="python -m sitegen.sources", description="核对来源文本的指纹")
    parser.add_argument("--texts", type=Path, default=Path("../shared/sources"), help="来源文本所在的文件夹")
    parser.add_argument("--write", type=Path, metavar="DIR", help="把指纹写到这个文件夹")
    arguments = parser.parse_args()
    try:
        if arguments.write:
            print(f"写好 {write(arguments.texts, arguments.write)} 份指纹：{arguments.write}")
            return 0
        found = differences(arguments.texts, FINGERPRINTS)
    except NoTextsError as error:
        print(error, file=sys.stderr)
        return 2
    if found:
        print(f"指纹有 {len(found)} 处不符：\n" + "\n".join(map(str, found)), file=sys.stderr)
        return 1
    print(f"{len(texts(arguments.texts))} 份来源文本与 data/fingerprints 的指纹一致")
    return 0


if __name__ == "__main__":
    sys.exit(main())
