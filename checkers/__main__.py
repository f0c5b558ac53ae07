"""Answer requests on the command line: one JSON request per line of input, one JSON answer per line of output.

Answers come in order and are flushed one by one; blank lines are skipped. Exit codes: 0 the input ended
(or nobody reads the answers any more), 2 the packs are missing or unreadable.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, TypeVar

from checkers.bridge import Engine, refusal
from checkers.calendar import Calendar
from checkers.expression import ExpressionError
from checkers.json_text import MAX_BYTES, too_large
from checkers.problems import Problem

DEFAULT_DATA = Path("site/api/v1")
_Used = TypeVar("_Used")
_CHUNK = 65_536  # bytes read at a time while skipping the rest of a line that is too long


class DataMissingError(Exception):
    """The packs cannot be used; the message says in Chinese why and what to do."""


class _Parser(argparse.ArgumentParser):
    """Says in Chinese what is wrong with the command."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"命令写错了（{message}）。用法：python -m checkers [--data 目录]\n")


def main(arguments: list[str] | None = None) -> int:
    """Run the line protocol until the input ends. Returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # whatever the locale says
    parser = _Parser(prog="python -m checkers", description="每行读一个 JSON 请求，每行写一个 JSON 回答。")
    parser.add_argument(
        "--data",
        type=Path,
        default=DEFAULT_DATA,
        help="放 packs/ 和 calendar.json 的目录（默认 %(default)s）",
    )
    data = parser.parse_args(arguments).data
    try:
        engine = load(data)
    except DataMissingError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        for answer in answers(engine, sys.stdin.buffer):
            sys.stdout.buffer.write(answer.encode() + b"\n")
            sys.stdout.buffer.flush()
    except BrokenPipeError:  # the reader has gone, as in `… | head -1`; the flush at exit must not complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return 130
    return 0


def load(data: Path) -> Engine:
    """Read the packs and the calendar that the build has written.

    Raises DataMissingError when something is missing or unreadable.
    """
    paths = sorted((data / "packs").glob("*.json"))
    if not paths:
        raise DataMissingError(
            f"没有找到事项数据：{data / 'packs'} 里应有 *.json。请先运行 make build，或用 --data 指明目录。"
        )
    engine = _use(data / "calendar.json", lambda calendar: Engine(Calendar.from_json(calendar)))
    for path in paths:
        _use(path, engine.add_pack)
    if (data / "deadlines.json").is_file():  # the packs say all but the office and for whom it is
        _use(data / "deadlines.json", engine.add_deadlines)
    return engine


def _use(path: Path, use: Callable[[dict[str, Any]], _Used]) -> _Used:
    """What is made of one JSON file."""
    try:
        return use(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ExpressionError) as error:
        raise DataMissingError(
            f"读不了 {path}（{type(error).__name__}: {error}）。请重新运行 make build，或用 --data 指明目录。"
        ) from error


def answers(engine: Engine, requests: BinaryIO) -> Iterator[str]:
    """Answer each line that is not blank."""
    while line := requests.readline(MAX_BYTES + 2):  # room for the line end, CR LF
        if len(line.rstrip(b"\r\n")) > MAX_BYTES:
            while line and not line.endswith(b"\n"):
                line = requests.readline(_CHUNK)
            yield _refused(too_large())
            continue
        try:
            text = line.decode("utf-8-sig").strip()
        except UnicodeDecodeError as error:
            message = f"第 {error.start + 1} 个字节起不是 UTF-8 编码的文字；请把请求存成 UTF-8 再发"
            yield _refused(Problem("invalid_utf8", message))
            continue
        if text:
            yield engine.handle_line(text)


def _refused(problem: Problem) -> str:
    return json.dumps(refusal(problem), ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
