"""Small rule packs in the shape the build publishes, and the random ones of the property tests."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import strategies as st

from checkers.model import Answer, Answers, Question

NOTICE = "依据2020年7月文本，办理前请致电核实"
PHONE = "（0533）8180684"

FRANCHISE: dict[str, Any] = {
    "id": "2.26",
    "title": "商业特许经营备案",
    "kind": "procedure",
    "phone": PHONE,
    "notice": NOTICE,
    "conditions": [
        {
            "id": "shops",
            "text": "有至少 2 个直营店",
            "clause": "二(一)",
            "met_if": "shops >= 2",
            "applies_if": None,
            "curable": True,
            "cure": "再开直营店，开满 2 家",
        },
        {
            "id": "years",
            "text": "经营时间超过 1 年",
            "clause": "二(一)",
            "met_if": "months > 12",
            "curable": True,
            "cure": "等经营超过 12 个月",
        },
        {"id": "brand", "text": "有注册商标等经营资源", "clause": "一", "met_if": "brand", "curable": False},
        {"id": "support", "text": "能持续提供经营指导", "clause": "二(一)"},
    ],
    "materials": [
        {"name": "备案申请表", "copies": 1, "unit": "份", "form": "original", "clause": "三"},
        {
            "name": "跨省经营说明",
            "when": "scope == 'national'",
            "when_text": "跨省经营",
            "form": "copy",
            "clause": "三",
        },
    ],
    "events": [{"id": "signed", "name": "首次订立特许经营合同"}],
    "deadlines": [
        {
            "id": "file",
            "kind": "limit",
            "what": "备案",
            "who": "特许人",
            "event": "signed",
            "direction": "after",
            "amount": 15,
            "unit": "day",
            "unit_stated": False,
            "when": "shops >= 1",
            "stated_as": "15 日内",
            "clause": "二(二)",
        }
    ],
    "checker": {
        "title": "我能备案吗",
        "questions": [
            {
                "id": "shops",
                "ask": "你有几家直营店？",
                "type": "number",
                "unit": "家",
                "min": 0,
                "max": 100000,
            },
            {"id": "months", "ask": "直营店经营了几个月？", "type": "number", "unit": "个月", "min": 0},
            {"id": "brand", "ask": "你有没有注册商标？", "type": "bool"},
            {
                "id": "scope",
                "ask": "加盟店开到哪里？",
                "type": "choice",
                "options": [{"id": "province", "label": "只在本省"}, {"id": "national", "label": "跨省"}],
            },
        ],
        "verdicts": {"met": {"label": "可以备案", "next": "在系统里填报"}, "not_met": None},
        "dimensions": [{"id": "office", "title": "向谁备案"}],
        "outcomes": [
            {
                "id": "to-province",
                "dimension": "office",
                "label": "省商务厅",
                "when": "scope == 'province'",
                "next": "向省商务厅提交",
                "deadlines": ["file"],
                "clause": "二(二)",
            },
            {
                "id": "to-ministry",
                "dimension": "office",
                "label": "商务部",
                "when": "scope == 'national'",
                "clause": "二(二)",
            },
        ],
        "examples": [],
    },
}

CARD: dict[str, Any] = {
    "id": "1.41",
    "title": "APEC 商务旅行卡",
    "kind": "procedure",
    "phone": None,
    "notice": NOTICE,
    "conditions": [
        {"id": "owner", "text": "民营企业人员", "clause": "一(一)", "met_if": "owner == 'private'"},
        {
            "id": "record",
            "text": "没有犯罪记录和拒签记录",
            "clause": "一(二)",
            "met_if": "not record and not refused",
        },
        {
            "id": "passport",
            "text": "护照有效期不少于 3 年",
            "clause": "二(五)",
            "met_if": "passport >= 3",
            "curable": True,
            "cure": "先换发护照",
        },
        {
            "id": "old-card",
            "text": "交回旧卡",
            "clause": "五(一)",
            "applies_if": "renewal",
            "met_if": "returned",
            "curable": True,
        },
    ],
    "materials": [],
    "events": [],
    "deadlines": [],
    "checker": {
        "title": "我能申办吗",
        "applies_if": "travels",
        "questions": [
            {"id": "travels", "ask": "你常去 APEC 经济体出差吗？", "type": "bool"},
            {
                "id": "owner",
                "ask": "企业是哪一类？",
                "type": "choice",
                "options": [
                    {"id": "private", "label": "民营"},
                    {"id": "joint", "label": "合资"},
                    {"id": "foreign", "label": "外商独资"},
                ],
            },
            {"id": "record", "ask": "你有犯罪记录吗？", "type": "bool"},
            {"id": "refused", "ask": "你被拒签过吗？", "type": "bool"},
            {
                "id": "passport",
                "ask": "护照还有几年到期？",
                "type": "number",
                "unit": "年",
                "min": 0,
                "max": 10,
            },
            {"id": "renewal", "ask": "你是换卡吗？", "type": "bool"},
            {"id": "returned", "ask": "旧卡交回了吗？", "type": "bool"},
        ],
        "verdicts": {},
        "dimensions": [],
        "outcomes": [],
    },
}

PAPERS: dict[str, Any] = {
    "id": "3.30",
    "title": "实际使用外资材料",
    "kind": "procedure",
    "phone": PHONE,
    "notice": NOTICE,
    "conditions": [],
    "materials": [
        {"name": "出资证明书", "clause": "一(二)"},
        {"name": "验资报告", "copies": 2, "form": "copy", "clause": "一(二)", "group": "各类共用"},
        {
            "name": "银行水单",
            "when": "form in ('cash', 'profit')",
            "clause": "一(二)1",
            "group": "现金到账类",
        },
        {
            "name": "专利证书",
            "when": "form == 'intangible' and patent",
            "when_text": "以专利出资",
            "clause": "一(二)3",
            "group": "无形资产类",
        },
    ],
    "events": [],
    "deadlines": [],
    "checker": {
        "title": "带什么材料",
        "questions": [
            {
                "id": "form",
                "ask": "怎样出资？",
                "type": "choice",
                "options": [
                    {"id": "cash", "label": "现金"},
                    {"id": "profit", "label": "利润再投资"},
                    {"id": "intangible", "label": "无形资产"},
                ],
            },
            {"id": "patent", "ask": "是专利吗？", "type": "bool"},
        ],
        "verdicts": {},
        "dimensions": [],
        "outcomes": [],
    },
}

NO_CHECKER: dict[str, Any] = {
    "id": "1.42",
    "title": "来华签证邀请函",
    "kind": "procedure",
    "phone": PHONE,
    "notice": NOTICE,
    "conditions": [],
    "materials": [{"name": "情况报告表", "clause": "二.8"}],
    "events": [{"id": "exited", "name": "被邀请人离境"}],
    "deadlines": [
        {
            "id": "report",
            "kind": "limit",
            "what": "报送情况报告表",
            "who": "邀请单位",
            "event": "exited",
            "direction": "after",
            "amount": 5,
            "unit": "working_day",
            "stated_as": "5 个工作日内",
            "clause": "二.8",
        }
    ],
    "checker": None,
}

CALENDAR: dict[str, Any] = {
    "first_year": 2026,
    "last_year": 2026,
    "off": {
        "2026-09-25": "中秋节",
        "2026-09-26": "中秋节",
        "2026-09-27": "中秋节",
        **{f"2026-10-{day:02}": "国庆节" for day in range(1, 8)},
    },
    "work": {"2026-09-20": "国庆节", "2026-10-10": "国庆节"},
    "notices": {"2026": {"title": "国务院办公厅关于2026年部分节假日安排的通知", "number": None}},
    "statutory": {"2027-01-01": "元旦"},
}


def questions_of(pack: dict[str, Any]) -> tuple[Question, ...]:
    return tuple(Question.from_json(question) for question in pack["checker"]["questions"])


# ---- random rules over questions whose whole answer space can be enumerated ----

SPACE: dict[str, list[Answer]] = {
    "a": [False, True],
    "b": [False, True],
    "c": ["x", "y", "z"],
    "n": [0, 1, 2, 3, 4],
}
SPACE_QUESTIONS: list[dict[str, Any]] = [
    {"id": "a", "ask": "甲？", "type": "bool"},
    {"id": "b", "ask": "乙？", "type": "bool"},
    {"id": "c", "ask": "丙？", "type": "choice", "options": [{"id": o, "label": o.upper()} for o in "xyz"]},
    {"id": "n", "ask": "丁？", "type": "number", "min": 0, "max": 4, "unit": "个"},
]
COMPLETE: list[dict[str, Answer]] = [
    dict(zip(SPACE, point, strict=True)) for point in product(*SPACE.values())
]

atoms = st.one_of(
    st.sampled_from(["a", "b", "a == True", "b != True", "b in (False,)", "True", "False"]),
    st.builds("c {} '{}'".format, st.sampled_from(["==", "!="]), st.sampled_from("xyz")),
    st.sampled_from(["c in ('x', 'z')", "c not in ('y',)", "'y' == c", "n in (1, 4)", "n not in (0, 2)"]),
    st.builds("n {} {}".format, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), st.integers(0, 5)),
    st.builds("{} <= n < {}".format, st.integers(0, 4), st.integers(0, 5)),
    st.builds("{} > n".format, st.integers(0, 5)),
)
sources = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not {}".format, inner),
    ),
    max_leaves=6,
)
partial_answers = st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in SPACE.items()})


def completions(answers: Answers) -> list[dict[str, Answer]]:
    """Every complete answer set that agrees with what is known."""
    return [full for full in COMPLETE if all(full[name] == answer for name, answer in answers.items())]


def truth(source: str, full: Answers) -> bool:
    """Python's own opinion of an expression whose names all have values."""
    return bool(eval(source, {"__builtins__": {}}, dict(full)))


@st.composite
def random_packs(draw: st.DrawFn) -> dict[str, Any]:
    conditions = [
        {
            "id": f"k{number}",
            "text": f"条件{number}",
            "clause": str(number),
            "met_if": draw(sources),
            "applies_if": draw(st.none() | sources),
            "curable": draw(st.booleans()),
            "cure": draw(st.sampled_from([None, "补上"])),
        }
        for number in range(draw(st.integers(0, 3)))
    ]
    split = draw(sources)
    outcomes = [
        {"id": "one", "dimension": "d", "label": "一", "when": split, "clause": "1"},
        {"id": "two", "dimension": "d", "label": "二", "when": f"not ({split})", "clause": "2"},
    ]
    with_outcomes = draw(st.booleans())
    return {
        "id": "9",
        "title": "随机",
        "kind": "procedure",
        "phone": None,
        "notice": NOTICE,
        "conditions": conditions,
        "materials": [{"name": "材料", "clause": "1", "when": draw(st.none() | sources)}],
        "events": [],
        "deadlines": [],
        "checker": {
            "title": "核验",
            "applies_if": draw(st.none() | sources),
            "questions": SPACE_QUESTIONS,
            "verdicts": {},
            "dimensions": [{"id": "d", "title": "方面"}] if with_outcomes else [],
            "outcomes": outcomes if with_outcomes else [],
        },
    }
