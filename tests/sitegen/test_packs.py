"""A pack says exactly what its entry says, in the form the engine reads."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from checkers.model import CurrentRule, Interruption, Pack, Recurrence
from sitegen.load import Site, load
from sitegen.packs import pack
from tests.sitegen import sample_site

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="module")
def real() -> Site:
    return load(DATA)


def packed(text: str, **changes: object) -> dict:
    entry = sample_site.entry(text, **changes)
    return pack(entry, sample_site.site(entry))


@pytest.fixture(scope="module")
def full() -> dict:
    return packed(sample_site.FULL)


def test_the_engine_reads_what_the_editor_wrote(full):
    read = Pack.from_json(json.loads(json.dumps(full)))
    assert (read.id, read.title, read.kind) == ("9.1", "样例卡申办", "procedure")
    assert (read.phone, read.notice) == ("（0533）8180684", "依据2020年7月文本，办理前请致电核实")
    conditions = {condition.id: condition for condition in read.conditions}
    assert list(conditions) == ["kind", "shops", "record", "honest"]
    assert (conditions["shops"].met_if, conditions["shops"].curable) == ("shops >= 2 and open_long", True)
    assert conditions["shops"].cure == "先把直营店开到 2 个并经营满 1 年"
    assert conditions["record"].applies_if == "kind != 'none'"
    assert conditions["honest"].met_if is None
    materials = {material.name: material for material in read.materials}
    assert (materials["二寸白底免冠照片"].copies, materials["二寸白底免冠照片"].unit) == (4, "张")
    assert (materials["营业执照"].copies, materials["营业执照"].form) == (None, "copy")
    assert (materials["资产评估报告"].group, materials["资产评估报告"].when) == (
        "实物出资类",
        "kind == 'joint'",
    )
    assert [event.name for event in read.events] == ["窗口受理申请", "被邀请人离境"]
    assert read.checker is not None
    assert [question.id for question in read.checker.questions] == ["kind", "shops", "open_long", "convicted"]
    assert read.checker.verdicts["met"].label == "可以申办"
    assert set(read.checker.verdicts) == {"met"}
    assert read.checker.dimensions == {"where": "交到哪里"}
    assert read.checker.outcomes[0].deadlines == ("reply",)


def test_the_engine_reads_every_kind_of_deadline(full):
    deadlines = {deadline.id: deadline for deadline in Pack.from_json(full).deadlines}
    assert deadlines["reply"].interruptions == (
        Interruption("hearing", "听证", "pause", "样例管理办法 第九条"),
    )
    assert (deadlines["reply"].unit_stated, deadlines["report"].unit_stated) == (False, True)
    assert deadlines["extension"].extends == "reply"
    assert (deadlines["notice"].kind, deadlines["notice"].amount_min) == ("period", 10)
    assert (deadlines["advance"].direction, deadlines["advance"].amount) == ("before", 3)
    assert deadlines["monthly"].recurrence == Recurrence("month", day=5)
    assert (deadlines["silent"].amount, deadlines["silent"].stated_as) == (None, "规定时间内")


def test_confirmed_current_law_stands_beside_the_source(full):
    reply = Pack.from_json(full).deadlines[0]
    assert (reply.amount, reply.unit) == (20, "day")
    assert reply.current == CurrentRule(
        20, "working_day", "样例公开条例 第三十三条", "现行规定为 20 个工作日", "2019-05-15"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"status": "待核实"},
        {"value": None},
        {"field": "deadlines.extension"},
        {"field": "entry"},
    ],
    ids=["not confirmed", "no number", "of another deadline", "of the whole entry"],
)
def test_anything_less_replaces_no_deadline(change):
    item = {
        "field": "deadlines.reply",
        "text": "现行规定为 20 个工作日",
        "value": {"amount": 20, "unit": "working_day"},
        "authority": "样例公开条例",
        "status": "confirmed",
        "checked_on": date(2026, 11, 21),
    }
    assert packed(sample_site.FULL, currency=[item])["deadlines"][0]["current"]
    assert packed(sample_site.FULL, currency=[item | change])["deadlines"][0]["current"] is None


def test_silence_is_absent_but_the_named_keys_are_null():
    empty = packed(sample_site.SPARSE)
    assert empty == {
        "id": "003",
        "title": "企业服务专员规范",
        "kind": "standard",
        "phone": None,
        "notice": "依据标准草案，以正式发布的文本为准",
        "conditions": [],
        "materials": [],
        "events": [],
        "deadlines": [],
        "checker": None,
        "register": None,
    }


def test_nothing_inside_is_null_or_empty(full):
    def silent(value: object, path: str = "") -> list[str]:
        if isinstance(value, dict):
            return [found for key, item in value.items() for found in silent(item, f"{path}.{key}")]
        if isinstance(value, list) and value:
            return [found for item in value for found in silent(item, path)]
        return [path] if value is None or value in ([], {}) else []

    assert set(silent(full)) == {".deadlines.current", ".register"}


def test_an_example_that_expects_nothing_keeps_saying_so():
    checker = sample_site.entry(sample_site.FULL).checker.model_dump()
    checker["examples"][0]["expect"] = {"outcomes": []}
    assert packed(sample_site.FULL, checker=checker)["checker"]["examples"][0]["expect"] == {"outcomes": []}


def test_words_for_the_page_alone_are_left_out(full):
    assert not {"summary", "flows", "guidance", "basis", "editorial", "currency", "remarks"} & set(full)
    assert not any("quote" in condition for condition in full["conditions"])


def test_the_first_phone_is_the_phone():
    contacts = [
        {"kind": "email", "value": "a@example.com", "clause": "八"},
        {"kind": "phone", "value": "（0533）1111111", "clause": "七"},
        {"kind": "phone", "value": "（0533）2222222", "clause": "七"},
    ]
    assert packed(sample_site.FULL, contacts=contacts)["phone"] == "（0533）1111111"


def test_every_real_entry_makes_a_pack_the_engine_reads(real):
    for entry in real.entries:
        read = Pack.from_json(json.loads(json.dumps(pack(entry, real))))
        assert len(read.conditions) == len(entry.conditions)
        assert [item.name for item in read.materials] == [item.name for item in entry.materials]
        assert [item.stated_as for item in read.deadlines] == [item.stated_as for item in entry.deadlines]
        assert (read.checker is None) == (entry.checker is None)
