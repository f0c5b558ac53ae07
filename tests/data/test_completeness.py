"""The proof that the data is complete and our own, and that the proof itself finds what is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sitegen.completeness import problems
from sitegen.fingerprints import Fingerprint, read_all
from sitegen.sources import FINGERPRINTS

ROOT = Path(__file__).resolve().parents[2]


# -- the real data


def test_the_data_says_all_the_sources_say_and_in_our_own_words():
    found = problems(ROOT / "data")
    assert not found, "\n".join(map(str, found))


def test_every_source_is_remembered():
    kept = read_all(ROOT / FINGERPRINTS)
    procedures = [item for item in kept if item.document == "001" and item.section != "0"]
    assert len(procedures) == 159
    assert [item.name for item in kept if item not in procedures] == [
        "000/000.json",
        "001/0.json",
        "002/002.json",
        "003/003.json",
        "004/004.json",
    ]
    assert all(item.headings and len(item.runs) > 50 for item in kept)


def test_the_fingerprints_stay_small_and_hold_no_sentence():
    files = list((ROOT / FINGERPRINTS).rglob("*.json"))
    assert sum(file.stat().st_size for file in files) < 3_000_000
    assert not [file.name for file in files if "。" in file.read_text("utf-8")]


# -- the proof itself, on a small house

SOURCE = """样例工作流程图
受理申请
 样例工作规范
根据《样例办法》（样令〔2019〕7 号）制定本规范。
一、申请材料
申请人应提供以下材料：
（一）《样例申请表》一式三份。
（二）照片 4 张，还包括证明、说明、名单。
二、程序
县局收到后及时登记，自收到之日起 5 个工作日内把审核意见书面告诉申请人和他所在的单位。
三、电话：（0533）8180684
"""
ENTRY = """id: "1.1"
kind: procedure
title: 样例
summary: 试写的事项。
editorial: {audience: [enterprise], aliases: [9 日]}
office: general
source: {document: "001", section: "1.1"}
basis:
  - {law: sample, clause: 规范首段}
materials:
  - {name: 《样例申请表》, copies: 3, clause: 一(一)}
  - {name: 证明、说明、名单, clause: 一(二)}
  - {name: 照片, copies: 4, unit: 张, clause: 一(二)}
flows:
  - id: main
    title: 办理
    nodes:
      - {id: register, who: 县局, do: 及时登记, next: done, clause: 二、流程图}
      - {id: done, end: 办结, clause: 二}
events:
  - {id: received, name: 收到申请}
deadlines:
  - {id: reply, what: 书面告知审核意见, event: received, amount: 5, unit: working_day, stated_as: 5 个工作日内, clause: 二}
contacts:
  - {kind: phone, value: （0533）8180684, clause: 三}
"""
LAWS = """- {id: sample, title: 样例办法, number: 样令〔2019〕7号, status: in_force, checked_on: 2026-11-21}
"""
OFFICES = "- {id: general, name: 综合科, clause: 职责任务清单}\n"
SOURCES = """- {id: "001", title: 清单, publisher: 县局, status: 正式文件, notice: 办理前请致电核实}
"""
FILE = "data/entries/general/1.1-case.yml"


@pytest.fixture
def house(tmp_path):
    """Write a small data folder and give what the proof says of a changed entry, with or without exceptions."""
    data = tmp_path / "data"
    (data / "entries" / "general").mkdir(parents=True)
    (data / "fingerprints" / "001").mkdir(parents=True)
    for name, text in (("offices", OFFICES), ("sources", SOURCES)):
        (data / f"{name}.yml").write_text(text, "utf-8")

    def said(
        *changes: tuple[str, str], exceptions: str = "[]\n", source: str = SOURCE, laws: str = LAWS
    ) -> list[str]:
        (data / "laws.yml").write_text(laws, "utf-8")
        kept = Fingerprint.of("001", "1.1", source, "procedure")
        (data / "fingerprints" / kept.name).write_text(kept.to_json(), "utf-8")
        entry = ENTRY
        for old, new in changes:
            assert old in entry
            entry = entry.replace(old, new)
        (data / "entries" / "general" / "1.1-case.yml").write_text(entry, "utf-8")
        (data / "exceptions.yml").write_text(exceptions, "utf-8")
        return [str(problem) for problem in problems(data)]

    yield said
    shutil.rmtree(data)


def test_a_complete_entry_is_proved(house):
    assert house() == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("copies: 3, ", "", "来源 一(一) 的数字“3份”没有写进引用这一条的内容里"),
        ("copies: 3, ", "note: 一式三份, ", None),
        ("copies: 3, ", "copies: 2, ", "来源 一(一) 的数字“3份”没有写进引用这一条的内容里"),
        ("《样例申请表》", "申请书", "来源 一(一) 的名称《样例申请表》没有写进引用这一条的内容里"),
        ("及时登记", "登记", "来源 二 的时间用语“及时”没有写进引用这一条的内容里"),
        ("5 个工作日内", "五个工作日之内", None),
        ("8180684", "8180685", "来源 三 的联系方式“05338180684”没有写进引用这一条的内容里"),
        ("证明、说明、名单", "证明", "来源 一(二) 列举了 3 项，这里引用这一条的最多 2 项"),
        ("kind: phone", "kind: site", None),
        ("clause: 三}", "clause: 二}", "来源 三 没有任何一项引用"),
        ("clause: 二、流程图", "clause: 二(一)、流程图", "来源里没有这一条：二(一)、流程图"),
        (
            "书面告知审核意见",
            "把审核意见书面告诉申请人和他所在的单位",
            None,  # 19 characters and more, but the run of 20 is not reached
        ),
        (
            "书面告知审核意见",
            "自收到之日起 5 个工作日内把审核意见书面告诉申请人",
            "与来源文字相同（“自收到之日起5个工作日内把审核意见书面告”，20 字以上）",
        ),
    ],
)
def test_what_is_missing_or_copied_is_told(old, new, told, house):
    found = house((old, new))
    if told is None:
        assert found == []
    else:
        assert any(line.startswith(f"{FILE}:") and told in line for line in found), found


LIMIT = "  - {id: reply, what: 书面告知审核意见, event: received, amount: 5, unit: working_day, stated_as: 5 个工作日内, clause: 二}\n"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            [("deadlines:\n" + LIMIT, ""), ("end: 办结", "end: 5 个工作日内办结")],
            "来源 二 的“5工作日”说了 1 次，deadlines 里有 0 项",
        ),
        (
            [("contacts:\n  - {kind: phone, value", "places:\n  - {text")],
            "来源 三 的“05338180684”说了 1 次，contacts 里有 0 项",
        ),
        (
            [("  - {name: 照片, copies: 4, unit: 张", "results:\n  - {text: 照片 4 张")],
            "来源 一(二) 的“4张”说了 1 次，materials 里有 0 项",
        ),
    ],
)
def test_a_limit_a_phone_and_copies_must_stand_in_their_own_field(changes, told, house):
    (line,) = house(*changes)
    assert told in line


def test_two_limits_of_the_same_length_need_two_deadlines(house):
    twice = SOURCE.replace("单位。\n三", "单位，5 个工作日内归档。\n三")
    assert house(source=twice) == [
        f"{FILE}:1:1 来源 二 的“5工作日”说了 2 次，deadlines 里有 1 项；在那里补上，"
        "不用补的，记入 data/exceptions.yml（check: deadlines，值 二:5工作日）并说明理由"
    ]
    archive = "contacts:", LIMIT.replace("reply", "archive") + "contacts:"
    assert house(archive, source=twice) == []


NO_PHOTOS = ("copies: 4, unit: 张, ", "")


def test_our_own_additions_prove_nothing(house):
    note = "currency:\n  - {field: entry, text: 照片 4 张, status: 待核实, checked_on: 2026-11-21}\ncontacts:"
    found = house(NO_PHOTOS, ("aliases: [", "aliases: [照片 4 张, "), ("contacts:", note))
    assert [line.split("；")[0] for line in found] == [
        f"{FILE}:1:1 来源 一(二) 的数字“4张”没有写进引用这一条的内容里"
    ]


def test_a_fact_counts_only_under_its_own_clause(house):
    (line,) = house(("unit: 张, clause: 一(二)", "unit: 张, clause: 二"))
    assert "来源 一(二) 的数字“4张”" in line


def test_a_copied_sentence_is_told_at_its_place(house):
    (line,) = house(("书面告知审核意见", "自收到之日起 5 个工作日内把审核意见书面告诉申请人"))
    assert line.startswith(f"{FILE}:23:23 deadlines[0].what：")


def test_a_name_in_a_sentence_is_no_copy(house):
    (line,) = house(("书面告知审核意见", "5 个工作日内把审核意见书面告诉申请人和他所在单位"))
    assert "与来源文字相同" in line
    named = "书面告知审核意见》《5 个工作日内把审核意见书面告诉申请人和他所在单位"
    assert house(("书面告知审核意见", f"《{named}》")) == []


EXCEPTION = '- {entry: "1.1", check: numbers, values: ["一(二):4张"], reason: 试一试}\n'


def test_an_exception_with_a_reason_lets_a_finding_pass(house):
    assert house(NO_PHOTOS, exceptions=EXCEPTION) == []


def test_an_exception_nothing_needs_is_an_error(house):
    assert house(exceptions=EXCEPTION) == [
        "data/exceptions.yml:1:3 [0]：事项 1.1 已经不需要这个例外（numbers：一(二):4张）；请删去"
    ]


def test_an_exception_without_a_reason_is_an_error(house):
    found = house(NO_PHOTOS, exceptions=EXCEPTION.replace(", reason: 试一试", ""))
    assert found[-1].startswith("data/exceptions.yml:1:3 [0]：例外写得不对（reason）")


def test_a_source_without_an_entry_is_told(house):
    assert any("来源 001/1.1 没有对应的事项" in line for line in house(('section: "1.1"', 'section: "1.2"')))


def test_a_common_file_may_not_copy_either(house):
    note = "note: 自收到之日起 5 个工作日内把审核意见书面告诉申请人, status: in_force"
    (line,) = house(laws=LAWS.replace("status: in_force", note))
    assert line.startswith("data/laws.yml:1:")
    assert "与来源文字相同" in line
