"""The same 10,000 requests, sense and nonsense, through every CPython here and through Pyodide: equal answers."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route

from checkers.__main__ import load
from sitegen.runtime import CURRENT, OLDER, folder, made

COUNT = 10_000
SEED = 20261121
UNITS = ("hour", "day", "working_day", "week", "month", "quarter", "year")
NONSENSE = (
    "",
    "不清楚",
    "三",
    "1.5",
    -1,
    1.5,
    True,
    None,
    [],
    {},
    "2026-02-30",
    "99999999999",
    "<b>",
    "'; 1",
)

ASK_ALL = """async ([lines, packs, runtime]) => {
  const read = async (path) => (await fetch(new URL(path, document.baseURI))).text();
  const lessons = [
    { calendar: await read("api/v1/calendar.json") },
    { deadlines: await read("api/v1/deadlines.json") },
    ...(await Promise.all(packs.map(async (id) => ({ pack: await read(`api/v1/packs/${id}.json`) })))),
  ];
  const worker = new Worker(new URL(`${runtime}worker.js`, document.baseURI));
  const answers = [];
  const asked = new Promise((resolve, reject) => {
    worker.onerror = reject;
    worker.onmessage = ({ data }) => {
      if (data.failed || data.crashed) reject(new Error(data.failed || data.crashed));
      if ("answer" in data) answers.push(JSON.stringify(data.answer));
      if (answers.length === lines.length) resolve(answers);
      else if (data.ready || "answer" in data) {
        worker.postMessage({ id: answers.length, request: JSON.parse(lines[answers.length]) });
      }
    };
  });
  worker.postMessage({ isCopy: false });
  for (const learn of lessons) worker.postMessage({ learn });
  return asked.finally(() => worker.terminate());
}"""


def interpreters(version: str) -> list[str]:
    """Where a Python may be. A shim of pyenv exists for versions that are not selected too, so it is not asked."""
    installed = sorted((Path.home() / ".pyenv/versions").glob(f"{version}.*/bin/python"))
    return [*map(str, installed), f"/usr/bin/python{version}", f"/usr/local/bin/python{version}"]


class Asker:
    """Makes requests up: mostly what a form could send, sometimes what nobody should."""

    def __init__(self, packs: list[dict[str, Any]]) -> None:
        self.packs = packs
        self.random = random.Random(SEED)
        self.wild = False

    def requests(self) -> list[Any]:
        return [self.request() for _ in range(COUNT)]

    def request(self) -> Any:
        pack = self.random.choice(self.packs)
        self.wild = self.chance(0.2)
        make = self.random.choice(
            [
                self.check,
                self.materials,
                self.due,
                self.dues,
                self.timeline,
                self.year,
                self.register,
                self.file,
            ]
        )
        request = self.noise(pack) if self.chance(0.05) else make(pack)
        if isinstance(request, dict) and self.chance(0.5):
            request["view"] = True
        return request

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def nonsense(self) -> Any:
        return self.random.choice(NONSENSE)

    def day(self) -> Any:
        if self.wild and self.chance(0.3):
            return self.nonsense()
        return f"{self.random.randint(2004, 2028)}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"

    def answers(self, pack: dict[str, Any]) -> dict[str, Any]:
        questions = (pack["checker"] or {}).get("questions", [])
        found = {q["id"]: self.reply(q) for q in questions if self.chance(0.85)}
        return found | ({"nobody_asked": "yes"} if self.wild and self.chance(0.3) else {})

    def reply(self, question: dict[str, Any]) -> Any:
        if self.wild and self.chance(0.3):
            return self.nonsense()
        if self.chance(0.1):
            return "unknown"
        if question["type"] == "bool":
            return self.random.choice([True, False, "yes", "no"])
        if question["type"] == "choice":
            return self.random.choice([option["id"] for option in question["options"]])
        number = self.random.randint(0, 60)
        return self.random.choice([number, str(number), "３６"])

    def check(self, pack: dict[str, Any]) -> dict[str, Any]:
        return {"call": "check", "id": pack["id"], "answers": self.answers(pack)}

    def materials(self, pack: dict[str, Any]) -> dict[str, Any]:
        return {"call": "materials", "id": pack["id"], "answers": self.answers(pack)}

    def due(self, _: dict[str, Any]) -> dict[str, Any]:
        unit = self.random.choice(UNITS)
        request: dict[str, Any] = {
            "call": "due",
            "start": f"{self.day()}T14:30" if unit == "hour" else self.day(),
            "amount": self.random.choice([self.random.randint(0, 60), str(self.random.randint(0, 60))]),
            "unit": unit,
            "direction": self.random.choice(["after", "before", "by"]),
        }
        optional = {
            "kind": self.random.choice(["limit", "period", "earliest"]),
            "unit_stated": self.chance(0.5),
            "amount_min": self.random.randint(0, 10),
            "intervals": [{"from": self.day(), "to": self.day(), "effect": "pause", "name": "听证"}],
        }
        request |= {name: value for name, value in optional.items() if self.chance(0.3)}
        if self.wild:
            request[self.random.choice(list(request))] = self.nonsense()
        return request

    def timeline(self, pack: dict[str, Any]) -> dict[str, Any]:
        names = [event["id"] for event in pack.get("events", [])] + [
            deadline["id"] for deadline in pack.get("deadlines", [])
        ]
        pauses = [
            pause["id"]
            for deadline in pack.get("deadlines", [])
            for pause in deadline.get("interruptions", [])
        ]
        request = {
            "call": "timeline",
            "id": pack["id"],
            "today": self.day(),
            "events": {name: self.day() for name in names if self.chance(0.5)},
            "answers": self.answers(pack),
            "intervals": {
                pause: [{"from": self.day(), "to": self.day()}] for pause in pauses if self.chance(0.5)
            },
        }
        if self.chance(0.3):
            request |= {"ics": True, "now": "2026-11-21T08:00:00Z", "sequence": self.random.randint(0, 9)}
        return request

    def dues(self, pack: dict[str, Any]) -> dict[str, Any]:
        named = [f"{pack['id']}/{deadline['id']}" for deadline in pack["deadlines"]] or [self.nonsense()]
        items = [
            {"deadline": self.random.choice(named), "start": self.day()}
            if self.chance(0.7)
            else self.due(pack)
            for _ in range(self.random.randint(1, 3))
        ]
        return {"call": "dues", "items": items}

    def year(self, pack: dict[str, Any]) -> dict[str, Any]:
        year = self.nonsense() if self.wild else self.random.randint(2006, 2030)
        return {"call": "year", "year": year, "entries": [pack["id"]]}

    def cases(self, pack: dict[str, Any]) -> list[Any]:
        columns = (pack["register"] or {"fields": ["办件名称"]})["fields"]
        names = [event["id"] for event in pack["events"]]
        return [
            {
                "key": self.nonsense() if self.wild else f"n{number}",
                "fields": {self.random.choice(columns): self.random.choice(["甲公司", "=1+1", self.day()])},
                "events": {name: self.day() for name in names if self.chance(0.5)},
            }
            for number in range(self.random.randint(0, 3))
        ]

    def register(self, pack: dict[str, Any]) -> dict[str, Any]:
        return {"call": "register", "id": pack["id"], "cases": self.cases(pack), "today": self.day()}

    def file(self, pack: dict[str, Any]) -> dict[str, Any]:
        if self.chance(0.5):
            form = self.nonsense() if self.wild else self.random.choice(["csv", "json"])
            return {"call": "register-export", "id": pack["id"], "cases": self.cases(pack), "format": form}
        text = self.random.choice(["编号,办件名称\r\na,甲\r\nb,'=乙", "{}", '编号,"', str(self.nonsense())])
        return {"call": "register-import", "id": pack["id"], "cases": self.cases(pack), "text": text}

    def noise(self, pack: dict[str, Any]) -> Any:
        return self.random.choice(
            [
                {"call": self.nonsense(), "id": pack["id"]},
                {"call": "check", "id": "没有这个事项", "answers": {}},
                {"call": "check", "id": pack["id"], "answers": self.nonsense()},
                {"call": "timeline", "id": pack["id"], "today": self.nonsense(), "events": self.nonsense()},
                {"id": pack["id"]},
                [],
                "check",
            ]
        )


@pytest.fixture(scope="module")
def lines(site: Path) -> list[str]:
    """The requests, as text."""
    published = sorted((site / "api/v1/packs").glob("*.json"))
    packs = [json.loads(file.read_text("utf-8")) for file in published]
    return [json.dumps(request) for request in Asker(packs).requests()]


@pytest.fixture(scope="module")
def here(site: Path, lines: list[str]) -> list[Any]:
    """The answers of the Python that runs the tests."""
    engine = load(site / "api/v1")
    return [json.loads(engine.handle_line(line)) for line in lines]


def differences(lines: list[str], one: list[Any], other: list[Any]) -> list[str]:
    """The requests that two engines answer differently."""
    return [line for line, a, b in zip(lines, one, other, strict=True) if a != b]


def test_most_requests_make_sense_and_none_finds_a_fault_of_ours(here):
    assert len(here) == COUNT
    assert not [answer for answer in here if answer.get("error", {}).get("code") == "internal"]
    assert 0 < sum("error" in answer for answer in here) < COUNT / 2


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_every_cpython_of_this_machine_gives_the_same_answers(version, root, site, lines, here):
    python = next(filter(None, map(shutil.which, interpreters(version))), None)
    if python is None:
        pytest.skip(f"这台机器没有 Python {version}")
    done = subprocess.run(
        [python, "-m", "checkers", "--data", site / "api/v1"],
        input="\n".join(lines),
        capture_output=True,
        encoding="utf-8",
        cwd=root,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert differences(lines, here, [json.loads(line) for line in done.stdout.splitlines()]) == []


@pytest.fixture(params=[CURRENT, OLDER], ids=lambda release: release.package)
def python(request: pytest.FixtureRequest, root: Path) -> tuple[str, Path]:
    """A Python of readers: its address, and its files; the older one is in no page of the site."""
    return folder(root, request.param), made(root, request.param)


def test_pyodide_gives_the_same_answers(python, site, lines, here, visit):
    address, files = python
    page = visit()
    page.route(f"**/{address}*", lambda route: give(route, files))
    known = [file.stem for file in sorted((site / "api/v1/packs").glob("*.json"))]
    there = [json.loads(answer) for answer in page.evaluate(ASK_ALL, [lines, known, address])]
    assert differences(lines, here, there) == []


def give(route: Route, files: Path) -> None:
    """Answer a request with the file of that name."""
    name = route.request.url.rpartition("/")[2]
    kind = "text/javascript" if name.endswith(".js") else "application/wasm"
    route.fulfill(body=(files / name).read_bytes(), content_type=kind)
