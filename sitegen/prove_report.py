"""``python -m sitegen prove``: proves checkers and prints a table of what was proved."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from sitegen.load import load
from sitegen.problems import DataError, Problem
from sitegen.proofs import Proofs
from sitegen.prove import Proof

_HEAD = ("事项", "问题", "状态数", "结果", "例子", "变异", "发现", "等价", "方法")
_METHODS = "方法：逐一 全部情形都运行过；分组 互不相干的问题分开运行；分条 每条规则在自己的问题上运行"


def report(data: Path, numbers: Sequence[str]) -> int:
    """Prove the entries with these numbers, all when there are none. Returns the exit status."""
    proofs = Proofs(only=frozenset(numbers))
    problems: Sequence[Problem] = ()
    try:
        load(data, proofs)
    except DataError as error:
        problems = error.problems
    own = [problem for problem in problems if not numbers or _number(problem) in numbers]
    others = len(problems) - len(own)
    missing = [number for number in numbers if number not in proofs.done]
    for problem in own:
        print(problem)
    advised = {number: proof.advice for number, proof in proofs.done.items() if proof.advice}
    if advised:
        print("\n补上这些例子就能发现全部变异（先对照来源，确认结果是对的）：")
    for number, lines in advised.items():
        print(f"{number}：", *(f"  {line}" for line in lines), "", sep="\n")
    if proofs.done:
        print(_table(proofs.done))
        print(_METHODS)
    if missing and not own:
        print(f"没有证明 {'、'.join(missing)}：没有这个事项，或它没有 checker", file=sys.stderr)
    if others:
        print(f"别的文件另有 {others} 处错误（不写编号就全部列出）", file=sys.stderr)
    print(f"共 {len(proofs.done)} 个核验，{len(own)} 处要改")
    return 1 if own or missing else 0


def _number(problem: Problem) -> str:
    """The number of the entry a problem's file is about."""
    return PurePosixPath(problem.path).name.partition("-")[0]


def _table(done: dict[str, Proof]) -> str:
    rows = [
        (
            number,
            str(proof.questions),
            str(proof.states),
            str(proof.outcomes),
            str(proof.examples),
            str(proof.mutants),
            str(proof.killed),
            str(proof.equivalent),
            proof.method,
        )
        for number, proof in sorted(done.items(), key=lambda item: _order(item[0]))
    ]
    widths = [max(map(_width, column)) for column in zip(_HEAD, *rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell)) if at in (0, 8) else " " * (width - _width(cell)) + cell
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (_HEAD, *rows)
    )


def _order(number: str) -> tuple[bool, list[int]]:
    """Numbers as numbers, the standards, which have no dot, last."""
    parts = [int(part) for part in number.split(".")]
    return len(parts) == 1, parts


def _width(text: str) -> int:
    """Columns of a terminal."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
