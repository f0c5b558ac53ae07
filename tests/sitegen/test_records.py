"""The duties table, mechanisms and topics are read with the entries and must agree with them."""

from __future__ import annotations

import pytest

from sitegen.load import load
from tests.sitegen import sample_site


@pytest.fixture
def data(tmp_path):
    """The sample data as files, with everything that connects them."""
    folder = tmp_path / "data"
    sample_site.write(folder)
    sample_site.write_connections(folder)
    return folder


def change(data, name, old, new):
    file = data / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_everything_is_read(data):
    site = load(data)
    assert site.topics["travel"].title == "出行和证件"
    assert [place.clause for place in site.mechanisms["one-visit"].named_in] == ["5.2", "5.4", "三(一)"]
    assert site.duties is not None
    assert site.duties.offices[0].tasks[0].procedures == ["9.1"]


def test_all_three_files_may_be_missing(data):
    for name in ("topics", "mechanisms", "duties"):
        (data / f"{name}.yml").unlink()
    site = load(data)
    assert (site.topics, site.mechanisms, site.duties) == ({}, {}, None)


ENTRY = "entries/general/9.1-sample.yml"


@pytest.mark.parametrize(
    "case",
    [
        (ENTRY, "stages: [operation, upgrade]", "topics: [trvel]", "editorial.topics[0]：data/topics.yml 里没有主题 trvel；是不是想写 travel？"),
        ("topics.yml", "title: 出行和证件", "name: 出行和证件", "[0].name：没有名为 name 的项"),
        ("mechanisms.yml", 'document: "003"', 'document: "030"', "named_in[0].document：data/sources.yml 里没有来源文件 030"),
        ("mechanisms.yml", 'section: "9.1"', 'section: "9.2"', "named_in[2].section：没有编号为 9.2 的事项"),
        ("mechanisms.yml", '{document: "003", clause: "5.2", text', '{document: "033", clause: "5.2", text', "definitions[0].document：data/sources.yml 里没有来源文件 033"),
        ("mechanisms.yml", "related: [first-contact]", "related: [first]", "related[0]：没有编号为 first 的别的机制"),
        ("mechanisms.yml", "related: [first-contact]", "related: [one-visit]", "related[0]：没有编号为 one-visit 的别的机制"),
        ("mechanisms.yml", "id: first-contact", "id: old-rules", "id：old-rules 已经是 data/laws.yml 里一部法规的编号"),
        ("duties.yml", 'source: {document: "001"', 'source: {document: "009"', "source.document：data/sources.yml 里没有来源文件 009"),
        ("duties.yml", "[{office: general", "[{office: generl", "bureau.duties[0].office：data/offices.yml 里没有科室 generl"),
        ("duties.yml", "name: 综合科", "name: 综合处", "offices[0].name：data/offices.yml 里这个科室叫 综合科，现为 综合处"),
        ("duties.yml", 'procedures: ["9.1"]', 'procedures: ["9.11"]', "offices[0].tasks[0].procedures[0]：没有编号为 9.11 的事项"),
        ("duties.yml", 'procedures: ["9.1"]', 'procedures: ["9.1", "9.1"]', "procedures[1]：事项 9.1 已经属于综合科第 7 项工作任务"),
        ("duties.yml", "tasks: [7]", "tasks: [7, 8]", "offices[0].posts[0].tasks[1]：综合科没有第 8 项工作任务"),
        ("duties.yml", "number: 7", "number: 七", "offices[0].tasks[0].number：应为整数"),
        ("duties.yml", "office: general}", "office: foreign}", "remarks[1].office：data/offices.yml 里没有科室 foreign"),
    ],
)  # fmt: skip
def test_what_does_not_agree_is_told_with_its_place(data, problems, case):
    name, old, new, says = case
    change(data, name, old, new)
    found = problems()
    assert any(f"data/{name}:" in line and says in line for line in found), found


def test_every_procedure_has_a_task(data, problems):
    change(data, "duties.yml", 'procedures: ["9.1"]', 'procedures: ["003"]')
    found = "\n".join(problems())
    assert "没有编号为 003 的事项" in found
    assert "data/duties.yml 里没有一项工作任务写到事项 9.1" in found


def test_a_procedure_stands_under_its_own_office(data, problems):
    offices = data / "offices.yml"
    offices.write_text(
        offices.read_text("utf-8") + "- {id: domestic, name: 国内贸易科, clause: 职责表}\n", "utf-8"
    )
    table = data / "duties.yml"
    text = table.read_text("utf-8").replace(
        "  - id: general\n    name: 综合科", "  - id: domestic\n    name: 国内贸易科"
    )
    table.write_text(text, "utf-8")
    assert any("事项 9.1 属于科室 general，不属于 domestic" in line for line in problems())


def test_a_task_number_is_used_once(data, problems):
    change(
        data,
        "duties.yml",
        "    posts:",
        '      - {number: 7, name: 又一项, annex: "9.1", procedures: ["9.1"]}\n    posts:',
    )
    assert any("offices[0].tasks[1].number：第 7 项前面已经有了" in line for line in problems())


def test_the_number_of_the_table_is_not_for_entries(data, problems):
    entry = data / ENTRY
    text = entry.read_text("utf-8").replace('id: "9.1"', 'id: "0"')
    entry.unlink()
    (data / "entries/general/0-sample.yml").write_text(text, "utf-8")
    assert any("编号 0 留给职责任务清单" in line for line in problems())


def test_a_table_that_is_no_mapping_is_told(data, problems):
    (data / "duties.yml").write_text("- 甲\n", "utf-8")
    assert any("data/duties.yml:1:1 整个文件应为一组“名: 值”" in line for line in problems())
