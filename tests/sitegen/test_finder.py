"""The finder: questions that lead every reader to every page meant for that reader, and what is told when they do not."""

from __future__ import annotations

import re

import pytest

from sitegen import finder
from sitegen.load import load
from sitegen.verify_finder import MAX_QUESTIONS
from tests.sitegen import sample_site
from tests.sitegen.test_pages import Outline

FINDER = """
- id: start
  ask: 你是谁？
  answers:
    - {id: enterprise, label: 企业, to: travel}
    - {id: hall, label: 窗口, to: travel}
    - {id: staff, label: 工作人员, to: work}
- id: travel
  ask: 你要办什么？
  answers:
    - id: card
      label: 员工要出门
      guides: [{id: "9.1", when: 常常要去的}]
- id: work
  ask: 手上是哪一件？
  answers:
    - id: rules
      label: 按规范服务
      guides: [{id: "003"}, {id: one-visit}]
    - id: table
      label: 谁管
      guides: [{id: "0"}]
"""


@pytest.fixture
def data(tmp_path):
    """The sample data as files, with questions that lead to all of it."""
    folder = tmp_path / "data"
    sample_site.write(folder)
    sample_site.write_connections(folder)
    (folder / "finder.yml").write_text(FINDER, "utf-8")
    return folder


@pytest.fixture
def change(data):
    """Put something else into the questions."""

    def put(old: str, new: str) -> None:
        text = (data / "finder.yml").read_text("utf-8")
        assert old in text
        (data / "finder.yml").write_text(text.replace(old, new, 1), "utf-8")

    return put


# -- what is read and shown


def test_a_site_may_have_no_finder(data):
    (data / "finder.yml").unlink()
    site = load(data)
    assert site.finder == {}
    assert "暂时没有问题" in finder.page(site, "../")


def test_every_answer_has_an_anchor_of_its_own_inside_its_disclosure(data):
    html = finder.page(load(data), "../")
    page = Outline(html)
    assert page.ids == [
        "enterprise",
        "enterprise/card",
        "hall",
        "hall/card",
        "staff",
        "staff/rules",
        "staff/table",
    ]
    assert re.search(
        r"<details[^>]*>\s*<summary>员工要出门</summary>\s*<div[^>]*id=\"enterprise/card\"", html
    )
    assert page.styled == []


def test_the_answers_of_one_question_close_each_other_and_no_others(data):
    html = finder.page(load(data), "../")
    names = re.findall(r'<details name="([^"]*)"', html)
    assert {name: names.count(name) for name in names} == {
        "start": 4,
        "start/enterprise": 2,
        "start/hall": 2,
        "start/staff": 3,
    }


def test_every_question_ends_with_a_way_out(data):
    html = finder.page(load(data), "../")
    assert html.count("<summary>都不是，说不清</summary>") == html.count("finder__ask") == 4
    for way in ('href="#search-input"', 'href="../browse/"', 'href="../help/#call"'):
        assert html.count(way) == 4


def test_headings_go_down_with_the_questions(data):
    assert Outline(finder.page(load(data), "../")).headings == ["h2", "h3", "h3", "h3"]


def test_a_guide_is_shown_with_what_it_has(data):
    links = Outline(finder.page(load(data), "../")).links
    guide = "../guides/9.1/"
    assert [link for link in links if link.startswith(guide)][:4] == [
        guide,
        f"{guide}#checker",
        f"{guide}#materials",
        f"{guide}#when",
    ]
    assert [link for link in links if "003" in link] == ["../guides/003/"]
    html = finder.page(load(data), "../")
    for text in ("常常要去的", "企业为本单位人员申办样例卡", 'aria-label="带什么：样例卡申办"', "8180684"):
        assert text in html
    assert "../mechanisms/one-visit/" in links
    assert "../guides/0/" in links


def test_a_checker_without_conditions_to_meet_is_called_a_case(data):
    entry = data / "entries" / "general" / "9.1-sample.yml"
    text = re.sub(r", (met_if|applies_if): (\"[^\"]*\"|[^,}]*)", "", entry.read_text("utf-8"))
    text = re.sub(r"\n    (met_if|curable|cure): .*", "", text)
    text = text.replace("shops: 3, open_long: true, convicted: false", "shops: 3").replace(
        "verdict: met, ", ""
    )
    for question in ("open_long", "convicted"):
        text = re.sub(rf"\n    - {{id: {question}.*", "", text)
    entry.write_text(text, "utf-8")
    html = finder.page(load(data), "../")
    assert "哪种情况" in html
    assert "能不能办" not in html


# -- what is told


@pytest.mark.parametrize(
    "case",
    [
        ("to: travel}", "to: travle}", "5:39 [0].answers[0].to：没有 id 为 travle 的问题；是不是想写 travel？"),
        (", to: work}", "}", "7:7 [0].answers[2]：这个回答哪里也不去"),
        ('label: 谁管\n', 'label: 谁管\n      to: travel\n', "[2].answers[1].to：to 和 guides 只能写一样"),
        ('id: "9.1"', 'id: "9.2"', "13:21 [1].answers[0].guides[0].id：没有编号为 9.2 的事项或机制；是不是想写 9.1？"),
        ("id: one-visit", "id: one-vist", "[2].answers[0].guides[1].id：没有编号为 one-vist 的事项或机制；是不是想写 one-visit？"),
        ("id: one-visit", 'id: "003"', "[2].answers[0].guides[1].id：003 在这个回答里已经写过"),
        ("id: table", "id: rules", "[2].answers[1].id：rules 前面已经用过（第 1 个回答）"),
        ("- id: work", "- id: travel", "[2].id：travel 前面已经用过"),
        ("id: start", "id: first", "1:1 没有 id 为 start 的问题；它是第一个问题"),
        ("id: staff", "id: clerk", "[0].answers[2].id：第一个问题问读者是谁，回答的 id 只能写 enterprise（企业办事）、staff（工作人员）和 hall（办事大厅），现为 clerk"),
        ('guides: [{id: "0"}]', "to: work", "[2].answers[1].to：问来问去又回到 work（work → work）"),
        ('[{id: "0"}]', '[{id: "003"}]', "[0].answers：没有一个回答走到职责任务清单"),
        ('[{id: "9.1", when', '[{id: 9.1, when', "[1].answers[0].guides[0].id：应为文字"),
        ("  ask: 你要办什么？\n", "", "[1].ask：缺少这一项，必须填写"),
    ],
    ids=lambda case: case[2].partition("：")[2][:24] or case[2],
)  # fmt: skip
def test_a_bad_tree_is_told_with_its_place(change, problems, case):
    old, new, says = case
    change(old, new)
    found = problems()
    assert any(line.startswith("data/finder.yml:") and says in line for line in found), found


def test_an_entry_that_a_reader_does_not_get_to_is_told_in_its_file(change, problems):
    change("label: 窗口, to: travel", "label: 窗口, to: work")
    assert problems() == [
        "data/entries/general/9.1-sample.yml:2:5 id：在 data/finder.yml 里从“窗口”走不到这个事项；"
        '在最贴切的回答的 guides 里加上 {id: "9.1"}'
    ]


def test_a_kind_of_reader_without_an_answer_is_told_by_what_is_missing(change, problems):
    change("    - {id: hall, label: 窗口, to: travel}\n", "")
    assert any("从“办事大厅”走不到这个事项" in line for line in problems())


def test_a_question_nobody_is_asked_is_told(change, problems):
    change("- id: work", "- {id: idle, ask: 谁？, answers: [{id: a, label: 甲, to: work}]}\n- id: work")
    assert problems() == [
        "data/finder.yml:14:8 [2].id：从第一个问题走不到这里；在某个回答里写 to: idle，或者删去这个问题"
    ]


def chain(length: int) -> str:
    """So many questions one after another before the question of the work."""
    ways = [*(f"q{number + 1}" for number in range(1, length)), "work"]
    return "".join(
        f"- {{id: q{number}, ask: 再问, answers: [{{id: further, label: 是, to: {to}}}]}}\n"
        for number, to in enumerate(ways, 1)
    )


@pytest.mark.parametrize(("between", "told"), [(MAX_QUESTIONS - 2, False), (MAX_QUESTIONS - 1, True)])
def test_nobody_is_asked_more_than_four_questions(change, problems, between, told):
    change("label: 工作人员, to: work", "label: 工作人员, to: q1")
    change("- id: work", f"{chain(between)}- id: work")
    assert any("最多连着问 4 个问题" in line for line in problems()) is told


@pytest.mark.parametrize(("more", "told"), [(6, False), (7, True)])
def test_a_question_has_at_most_eight_answers(change, problems, more, told):
    added = "".join(f'    - {{id: a{n}, label: 又一个, guides: [{{id: "0"}}]}}\n' for n in range(more))
    change("    - id: table\n", f"{added}    - id: table\n")
    assert any("一个问题最多 8 个回答，现有 9 个回答" in line for line in problems()) is told


def test_an_answer_leads_to_at_most_eight_guides(data, change, problems):
    mechanisms = data / "mechanisms.yml"
    extra = "".join(
        f'- {{id: m{n}, title: 机制{n}, named_in: [{{document: "003", section: "5", clause: "5.3"}}]}}\n'
        for n in range(7)
    )
    mechanisms.write_text(mechanisms.read_text("utf-8") + extra, "utf-8")
    change("{id: one-visit}", ", ".join(["{id: one-visit}", *(f"{{id: m{n}}}" for n in range(6))]))
    assert problems() == []
    change("{id: m5}", "{id: m5}, {id: m6}")
    assert any("一个回答最多 8 件事，现有 9 件事" in line for line in problems())


def test_what_is_broken_elsewhere_is_not_told_again_as_a_missing_way(data, problems):
    entry = data / "entries" / "general" / "9.1-sample.yml"
    entry.write_text(entry.read_text("utf-8").replace('id: "9.1"', "id: 9.1", 1), "utf-8")
    assert not any("finder" in line for line in problems())


# -- the questions of this site


@pytest.fixture(scope="module")
def real(root):
    return load(root / "data")


def guides_below(site, answer):
    """Everything an answer of the site leads to."""
    found = {guide.id for guide in answer.guides}
    for further in site.finder[answer.to].answers if answer.to else ():
        found |= guides_below(site, further)
    return found


def test_every_entry_is_reached_by_each_of_its_readers(real):
    below = {answer.id: guides_below(real, answer) for answer in real.finder["start"].answers}
    assert set(below) == {"enterprise", "staff", "hall"}
    missing = [
        (audience, entry.id)
        for entry in real.entries
        for audience in entry.editorial.audience
        if entry.id not in below[audience]
    ]
    assert missing == []
    assert "0" in below["enterprise"] & below["staff"]
    assert set(real.mechanisms) <= below["staff"]


@pytest.mark.parametrize(
    ("way", "entry"),
    [
        ("enterprise/foreign/going", "1.41"),
        ("enterprise/foreign/guests", "1.42"),
        ("enterprise/trade/laundry", "2.34"),
        ("enterprise/trade/prepaid", "2.28"),
        ("enterprise/checks/safety", "2.30.1"),
        ("enterprise/help/hotline", "2.29"),
        ("hall/fuel/yearly", "2.43"),
        ("staff/office/papers", "1.1"),
    ],
)
def test_what_people_ask_most_is_where_they_look(real, way, entry):
    question = real.finder["start"]
    for name in way.split("/"):
        answer = next(answer for answer in question.answers if answer.id == name)
        question = real.finder.get(answer.to)
    assert entry in {guide.id for guide in answer.guides}
