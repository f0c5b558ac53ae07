"""The published JSON: what other programs find below api/v1, resolved, complete and the same every time."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from checkers.bridge import Engine
from checkers.calendar import Calendar
from sitegen.api import data_version, entry_json, index, write_api
from sitegen.load import Site, load
from tests.sitegen import sample_site

DATA = Path(__file__).resolve().parents[2] / "data"
EPOCH = "1795000000"


@pytest.fixture(scope="module")
def site() -> Site:
    return sample_site.site()


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    return tmp_path / "site"


def read(path: Path) -> dict:
    return json.loads(path.read_text("utf-8"))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*.json")}


# --- the index ------------------------------------------------------------------------------------


def test_the_index_names_every_entry_with_its_pages_and_its_data(site):
    assert index(site, "2026-11-21T00:00:00Z", "abc") == {
        "built": "2026-11-21T00:00:00Z",
        "data_version": "abc",
        "entries": [
            {
                "id": "9.1",
                "kind": "procedure",
                "title": "样例卡申办",
                "audience": ["enterprise", "hall"],
                "office": "综合科",
                "urls": ["guides/9.1/"],
                "data": "api/v1/entries/9.1.json",
            },
            {
                "id": "003",
                "kind": "standard",
                "title": "企业服务专员规范",
                "audience": ["staff"],
                "office": None,
                "urls": ["guides/003/"],
                "data": "api/v1/entries/003.json",
            },
            *(
                {
                    "id": law,
                    "kind": "law",
                    "title": title,
                    "audience": [],
                    "office": None,
                    "urls": [f"laws/{law}/"],
                    "data": f"api/v1/entries/{law}.json",
                }
                for law, title in (("sample-rules", "样例管理办法"), ("old-rules", "样例暂行办法"))
            ),
        ],
    }


def test_pages_that_embed_an_entry_come_after_its_own(site, out):
    for url, embedded in {"guides/9.1": "9.1", "deadlines": "9.1", "help": "003", "staff": ""}.items():
        (out / url).mkdir(parents=True)
        mark = f'<section data-entry="{embedded}"></section>' * 2 if embedded else ""
        (out / url / "index.html").write_text(f"<article>{mark}</article>", "utf-8")
    write_api(site, DATA, out)
    listed = read(out / "api/v1/index.json")["entries"]
    urls = {entry["id"]: entry["urls"] for entry in listed if entry["kind"] != "law"}
    assert urls == {"9.1": ["guides/9.1/", "deadlines/"], "003": ["guides/003/", "help/"]}
    assert read(out / "api/v1/entries/9.1.json")["urls"] == urls["9.1"]


# --- one entry ------------------------------------------------------------------------------------


def test_an_entry_resolves_its_laws_its_office_and_its_source(site):
    published = entry_json(site.entry("9.1"), site, ["guides/9.1/"])
    assert published["office"]["name"] == "综合科"
    assert published["source"]["document"]["title"] == "样例县商务局工作流程及规范"
    assert published["source"]["section"] == "9.1"
    assert [(item["law"]["title"], item["law"]["status"]) for item in published["basis"]] == [
        ("样例管理办法", "in_force"),
        ("样例暂行办法", "superseded"),
    ]
    assert published["basis"][0]["law"]["number"] == "样例令第 1 号"
    assert published["basis"][1]["law"]["superseded_by"] == "样例管理办法"
    assert published["basis"][0]["articles"] == "第三条"
    assert published["urls"] == ["guides/9.1/"]


@pytest.mark.parametrize(
    ("part", "item"),
    [("conditions", {"id": "crime", "text": "不构成犯罪"}), ("penalties", {"text": "构成犯罪的，吊销"})],
)
def test_a_quotation_names_its_law(part, item):
    quote = {"law": "sample-rules", "article": "第八条", "text": "一字不改的原文。"}
    entry = sample_site.entry(sample_site.SPARSE, **{part: [{**item, "clause": "一", "quote": quote}]})
    published = entry_json(entry, sample_site.site(entry), [])
    assert published[part][0]["quote"]["law"]["title"] == "样例管理办法"


def test_everything_else_is_as_the_editor_wrote_it(site):
    entry = site.entry("9.1")
    published = entry_json(entry, site, [])
    resolved = {"office", "source", "basis", "urls"}
    assert {key: value for key, value in published.items() if key not in resolved} == {
        key: value for key, value in entry.model_dump(mode="json").items() if key not in resolved
    }
    assert published["materials"][0]["name"] == "《样例卡申请表》"
    assert published["currency"][0]["effective_from"] == "2019-05-15"


def test_an_entry_without_an_office_has_none(site):
    assert entry_json(site.entry("003"), site, [])["office"] is None


# --- the files ------------------------------------------------------------------------------------


def test_the_files_are_complete_and_readable_chinese(site, out):
    write_api(site, DATA, out)
    assert set(contents(out)) == {
        "api/v1/index.json",
        "api/v1/calendar.json",
        "api/v1/deadlines.json",
        *(f"api/v1/{kind}/{name}.json" for kind in ("entries", "packs") for name in ("9.1", "003")),
        *(f"api/v1/entries/{law}.json" for law in ("sample-rules", "old-rules")),
    }
    assert "样例卡申办" in (out / "api/v1/entries/9.1.json").read_text("utf-8")
    assert read(out / "api/v1/index.json")["built"] == "2026-11-18T11:06:40Z"


def test_two_builds_write_the_same_bytes(site, out, tmp_path):
    write_api(site, DATA, out)
    write_api(site, DATA, tmp_path / "again")
    assert contents(out) == contents(tmp_path / "again")


def test_without_a_fixed_date_the_moment_of_the_build_is_given(site, out, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    write_api(site, DATA, out)
    assert read(out / "api/v1/index.json")["built"].endswith("Z")


def test_the_version_changes_with_the_data_and_with_nothing_else(tmp_path):
    first, second = tmp_path / "one", tmp_path / "two"
    shutil.copytree(DATA, first)
    shutil.copytree(DATA, second)
    (second / "schema.json").write_text("{}", "utf-8")
    assert data_version(first) == data_version(second)
    laws = second / "laws.yml"
    laws.write_text(laws.read_text("utf-8") + "\n", "utf-8")
    assert data_version(first) != data_version(second)
    laws.rename(second / "law.yml")
    assert data_version(second) not in (data_version(first), "")


def test_the_engine_answers_from_the_published_files(out):
    real = load(DATA)
    write_api(real, DATA, out)
    engine = Engine(Calendar.from_json(read(out / "api/v1/calendar.json")))
    for entry in real.entries:
        engine.add_pack(read(out / f"api/v1/packs/{entry.id}.json"))
    answer = engine.handle({"call": "materials", "id": "3.30", "answers": {}})
    assert len(answer["materials"]) == len(real.entry("3.30").materials)
    due = {
        "call": "due",
        "start": "2026-09-24",
        "amount": 5,
        "unit": "working_day",
        "direction": "after",
    }
    assert engine.handle(due)["due"] == "2026-10-09"
