"""``python -m checkers`` as a real process: one answer per line, in order, and it lives on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.checkers.sample_packs import CALENDAR, CARD, FRANCHISE, NO_CHECKER, PAPERS

ROOT = Path(__file__).parents[2]
CHECK = b'{"call":"check","id":"2.26","answers":{"shops":1}}\n'
DUE = b'{"call":"due","start":"2026-09-24","amount":5,"unit":"working_day","direction":"after"}\n'


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("v1")
    (folder / "packs").mkdir()
    for pack in (FRANCHISE, CARD, PAPERS, NO_CHECKER):
        (folder / "packs" / f"{pack['id']}.json").write_text(json.dumps(pack, ensure_ascii=False), "utf-8")
    (folder / "calendar.json").write_text(json.dumps(CALENDAR, ensure_ascii=False), "utf-8")
    return folder


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "checkers", *map(str, arguments)]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def run(data: Path, requests: bytes, **env: str) -> list[Any]:
    done = subprocess.run(
        command("--data", data), input=requests, capture_output=True, check=True, env=environment(**env)
    )
    assert done.stderr == b""
    return [json.loads(line.decode("utf-8")) for line in done.stdout.splitlines()]


def kind(answer: dict[str, Any]) -> str:
    return str(answer["error"]["code"]) if "error" in answer else next(iter(answer))


def test_one_answer_per_line_in_order(data: Path) -> None:
    answers = run(data, CHECK + DUE + b'{"call":"materials","id":"3.30"}\n' + b"oops\n" + CHECK)
    assert [kind(answer) for answer in answers] == ["verdict", "due", "materials", "invalid_json", "verdict"]
    assert answers[0] == answers[4]


def test_each_answer_comes_before_the_next_request(data: Path) -> None:
    with subprocess.Popen(
        command("--data", data), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for request in (CHECK, b"oops\n", DUE):
            process.stdin.write(request)
            process.stdin.flush()
            assert isinstance(json.loads(process.stdout.readline()), dict)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"oops", "invalid_json"),
        (b'{"call":"check","id":"9.9"}', "unknown_id"),
        (b'{"call":"due","start":"\xff\xfe"}', "invalid_utf8"),
        pytest.param(b"x" * 10_000_000, "too_large", id="10 MB"),
        pytest.param(b'"' + b"x" * 1_000_000 + b'"', "too_large", id="a little over 1 MB"),
        pytest.param(b"[" * 900_000, "invalid_json", id="deep"),
    ],
)
def test_a_bad_line_is_answered_and_the_process_lives_on(data: Path, line: bytes, code: str) -> None:
    answers = run(data, line + b"\n" + CHECK + line)
    assert [kind(answer) for answer in answers] == [code, "verdict", code]


def test_a_line_of_exactly_the_limit_is_read(data: Path) -> None:
    padded = CHECK.strip().ljust(1_000_000)
    for end in (b"\n", b"\r\n", b""):
        assert [kind(answer) for answer in run(data, padded + end)] == ["verdict"]


def test_blank_lines_are_skipped_and_line_ends_do_not_matter(data: Path) -> None:
    answers = run(
        data, b"\n  \n\r\n" + b"\xef\xbb\xbf" + CHECK.replace(b"\n", b"\r\n") + b"\t\n" + DUE.strip()
    )
    assert [kind(answer) for answer in answers] == ["verdict", "due"]
    assert run(data, b"") == []


def test_answers_are_utf8_whatever_the_locale_and_do_not_depend_on_hashing(data: Path) -> None:
    requests = CHECK + b'{"call":"check","id":"1.41"}\n' + b'{"call":"materials","id":"3.30"}\n'
    plain = run(data, requests, PYTHONHASHSEED="1")
    assert "几家" in json.dumps(plain, ensure_ascii=False)
    assert (
        run(data, requests, PYTHONHASHSEED="2", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0") == plain
    )


def failure(*arguments: object, **env: str) -> str:
    done = subprocess.run(
        command(*arguments), capture_output=True, check=False, input=b"", env=environment(**env)
    )
    assert (done.returncode, done.stdout) == (2, b"")
    message = done.stderr.decode("utf-8")
    assert "Traceback" not in message
    assert message.count("\n") == 1
    return message


def test_missing_packs_say_what_to_run(tmp_path: Path) -> None:
    assert "没有找到事项数据" in failure("--data", tmp_path)
    assert "make build" in failure("--data", tmp_path / "nowhere", LC_ALL="C", PYTHONIOENCODING="ascii")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("packs/2.26.json", b"{"),
        ("packs/2.26.json", b"\xff"),
        ("packs/2.26.json", b"[]"),
        ("packs/2.26.json", b'{"id":"2.26"}'),
        ("calendar.json", b"{}"),
        ("calendar.json", None),
    ],
)
def test_unreadable_data_names_the_file(data: Path, tmp_path: Path, name: str, content: bytes | None) -> None:
    (tmp_path / "packs").mkdir()
    for path in ["calendar.json", "packs/1.41.json"]:
        (tmp_path / path).write_bytes((data / path).read_bytes())
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(content)
    message = failure("--data", tmp_path)
    assert f"读不了 {tmp_path / name}" in message
    assert "请重新运行 make build" in message


def test_wrong_arguments_are_explained() -> None:
    assert "用法：python -m checkers [--data 目录]" in failure("--dta", "x")


def test_a_reader_that_goes_away_is_no_error(data: Path) -> None:
    with subprocess.Popen(
        command("--data", data),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(CHECK)
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(CHECK)
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_help_is_in_chinese() -> None:
    done = subprocess.run(
        command("--help"),
        capture_output=True,
        check=True,
        env=environment(PYTHONIOENCODING="ascii", PYTHONUTF8="0"),
    )
    assert "每行读一个 JSON 请求" in done.stdout.decode("utf-8")
