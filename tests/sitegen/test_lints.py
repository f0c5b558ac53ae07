"""What an experienced clerk would question: each lint finds its fault and leaves alone what is right."""

from __future__ import annotations

import pytest
import yaml

from sitegen.lints import lints
from sitegen.model import Entry

HEAD = """
id: "1.1"
kind: procedure
title: 试样
summary: 试写的事项。
editorial: {audience: [staff]}
source: {document: "001", section: "1.1"}
"""


def found(text: str) -> list[str]:
    return [
        f"{problem.where}：{problem.message}"
        for problem in lints(Entry.model_validate(yaml.safe_load(HEAD + text)), "data/x.yml")
    ]


def deadlines(*items: str) -> str:
    return "deadlines:\n" + "\n".join(
        f"  - {{id: d{number}, clause: 一, {item}}}" for number, item in enumerate(items)
    )


PAPERS = """
materials: [{{name: 营业执照复印件, clause: 一}}, {{name: 《申请表》, note: 附身份证, clause: 一}}]
conditions: [{{id: c, text: {text}, clause: 一}}]
"""


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (PAPERS.format(text="交《备案登记表》"), "conditions[0].text"),
        (PAPERS.format(text="已有授权书"), "conditions[0].text"),
        (deadlines("what: 登记, stated_as: 当日, amount: 3, unit: day"), "deadlines[0].amount"),
        (deadlines("what: 登记, stated_as: 0 日内, amount: 0, unit: day"), "deadlines[0].amount"),
        (
            deadlines(
                "what: 审批, stated_as: 二十日, amount: 20, unit: working_day, level: statutory",
                "what: 审批, stated_as: 三十日, amount: 30, unit: working_day, level: promised",
            ),
            "deadlines[1].amount",
        ),
        (
            deadlines(
                "what: 审批, stated_as: 一月, amount: 1, unit: month, level: statutory",
                "what: 批准, stated_as: 三十个工作日, amount: 30, unit: working_day, level: promised",
            ),
            "deadlines[1].amount",
        ),
    ],
)
def test_what_is_questionable_is_found_at_its_place(text, where):
    (problem,) = found(text)
    assert problem.startswith(f"{where}：")


@pytest.mark.parametrize(
    "text",
    [
        PAPERS.format(text="有营业执照，填好《申请表》，带身份证"),
        PAPERS.format(text="符合《样例管理办法》"),
        "conditions: [{id: c, text: 有授权书, clause: 一}]",  # no materials: nothing to hand in
        deadlines("what: 登记, stated_as: 当日, amount: 0, unit: day"),
        deadlines("what: 登记, stated_as: 当场"),
        deadlines(
            "what: 审批, stated_as: 二十日, amount: 20, unit: day, level: statutory",
            "what: 审批, stated_as: 二十日, amount: 20, unit: day, level: promised",
        ),
        deadlines(  # two things, two limits each: not the same
            "what: 审批, stated_as: 五日, amount: 5, unit: day, level: statutory",
            "what: 公示, stated_as: 七日, amount: 7, unit: day, level: statutory",
            "what: 公示, stated_as: 六日, amount: 6, unit: day, level: promised",
        ),
    ],
)
def test_what_is_right_is_left_alone(text):
    assert found(text) == []


def test_all_is_told_with_file_and_remedy():
    text = HEAD + deadlines("what: 登记, stated_as: 当日, amount: 3, unit: day")
    found = lints(Entry.model_validate(yaml.safe_load(text)), "data/entries/general/1.1-x.yml")
    assert [str(problem) for problem in found] == [
        "data/entries/general/1.1-x.yml:1:1 deadlines[0].amount：来源写“当日”，却有 3 day 的时限；"
        "当日办的不写 amount，两种时限分成两项"
    ]
