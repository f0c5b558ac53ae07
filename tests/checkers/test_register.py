"""The case ledger: how cases stand, and that a file brings back exactly what went into it."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from calendars import CALENDAR
from hypothesis import given
from hypothesis import strategies as st

from checkers.bridge import Engine

TODAY = "2026-11-20"  # a Friday
WHO, WHAT, PROMISED = "单位名称", "需求事项内容", "预计办结时间"
PACK: dict[str, Any] = {
    "id": "000",
    "title": "服务规范",
    "kind": "standard",
    "notice": "依据草案，办理前请致电核实",
    "phone": None,
    "register": {
        "title": "企业需求服务事项管理台账",
        "clause": "8.1",
        "fields": [WHO, WHAT, PROMISED],
        "promises": {PROMISED: "finish"},
    },
    "events": [{"id": "accepted", "name": "事项受理"}, {"id": "urged", "name": "收到催办函"}],
    "deadlines": [
        {
            "id": "plan",
            "kind": "limit",
            "what": "提出方案",
            "who": "承办单位",
            "event": "accepted",
            "amount": 2,
            "unit": "working_day",
            "stated_as": "2 个工作日内",
            "clause": "8.2",
        },
        {"id": "finish", "kind": "limit", "what": "完成处理", "stated_as": "按承诺时限", "clause": "8.5"},
        {
            "id": "report",
            "kind": "limit",
            "what": "发布通报",
            "recurrence": {"every": "month", "day": 5},
            "stated_as": "每月",
            "clause": "9.2",
        },
    ],
}


def engine(pack: dict[str, Any] = PACK) -> Engine:
    made = Engine(CALENDAR)
    made.add_pack(pack)
    return made


ENGINE = engine()


def case(
    key: str, who: str = "", promised: str = "", closed: str | None = None, **events: str
) -> dict[str, Any]:
    fields = {name: text for name, text in ((WHO, who), (PROMISED, promised)) if text}
    return {"key": key, "fields": fields, "events": events, "closed": closed}


def register(*cases: object, **more: object) -> dict[str, Any]:
    return ENGINE.handle({"call": "register", "id": "000", "cases": list(cases), "today": TODAY, **more})


def exported(cases: list[dict[str, Any]], form: str) -> str:
    request = {"call": "register-export", "id": "000", "cases": cases, "format": form, "today": TODAY}
    text: str = ENGINE.handle(request)["text"]
    return text


def imported(text: str, *cases: object) -> dict[str, Any]:
    return ENGINE.handle(
        {"call": "register-import", "id": "000", "cases": list(cases), "text": text, "view": True}
    )


def sheet(*rows: str) -> str:
    return "\r\n".join(["编号,单位名称,需求事项内容,预计办结时间,事项受理", *rows])


# -- how cases stand


def test_the_most_urgent_case_comes_first_and_closed_ones_last():
    rows = register(
        case("closed", "甲", accepted="2026-11-02", closed="2026-11-10"),
        case("later", "乙", accepted="2026-11-20"),
        case("none", "丙"),
        case("today", "丁", accepted="2026-11-18"),
        case("wrong", "戊", accepted="2026-02-30"),
        case("late", "己", accepted="2026-11-09"),
        case("later-still", "庚", promised="2026-12-30"),
        case("latest", "辛", accepted="2026-11-02"),
    )["rows"]
    assert [(row["key"], row["state"]) for row in rows] == [
        ("wrong", "wrong"),
        ("latest", "overdue"),
        ("late", "overdue"),
        ("today", "due_today"),
        ("later", "open"),
        ("later-still", "open"),
        ("none", "waiting"),
        ("closed", "closed"),
    ]
    assert register()["status"] == "台账里还没有办件"
    assert register(case("a", "甲", accepted="2026-11-02"), case("b", "乙"))["status"] == (
        "共 2 件：1 件已过期，1 件没有日子可算"
    )


@pytest.mark.parametrize(
    ("given", "state", "text"),
    [
        ({"promised": "2026-11-18"}, "overdue", "已过期2天"),
        ({"promised": "2026-11-20"}, "due_today", "今天是最后一天"),
        ({"promised": "2026-11-21"}, "open", "还有1天"),
        (
            {"promised": "2026-11-18", "finish": "2026-11-19"},
            "done",
            "已于2026年11月19日（周四）办完，比预计办结时间晚1天",
        ),
        ({"promised": "2026-11-18", "finish": "2026-11-18"}, "done", "已于2026年11月18日（周三）办完"),
    ],
)
def test_a_deadline_without_a_number_ends_on_the_day_the_ledger_promises(given, state, text):
    (row,) = register(case("a", "甲", **given))["rows"]
    line = next(line for line in row["deadlines"] if line["id"] == "finish")
    assert (line["state"], line["state_text"]) == (state, text)


def test_a_case_that_is_yet_to_begin_shows_its_first_planned_day():
    (row,) = register(case("a", "甲", accepted="2026-11-23"))["rows"]
    assert (row["state"], row["next"]["id"], row["next"]["safe"]) == ("planned", "plan", "2026-11-25")
    rows = register(
        case("none", "乙"), case("a", "甲", accepted="2026-11-23"), case("b", "丙", accepted="2026-11-19")
    )
    assert [row["state"] for row in rows["rows"]] == ["open", "planned", "waiting"]
    assert rows["status"] == "共 3 件：1 件进行中，1 件还没开始，1 件没有日子可算"


def test_a_met_deadline_no_longer_presses_and_a_monthly_duty_belongs_to_no_case():
    (row,) = register(case("a", "甲", accepted="2026-11-02", plan="2026-11-04"))["rows"]
    assert (row["state"], row["next"]) == ("waiting", None)
    assert [line["id"] for line in row["deadlines"]] == ["plan", "finish"]


@pytest.mark.parametrize(
    ("raw", "field", "words"),
    [
        (case("a", "甲", accepted="2026-02-30"), "events.accepted", "事项受理：2026年2月没有30日"),
        (case("a", "甲", accepted="2026-11-05", plan="2026-11-02"), "events.plan", "2026年11月"),
        (case("a", promised="下周"), f"fields.{PROMISED}", f"{PROMISED}：“下周”"),
        (case("a", "甲", nobody="2026-11-02"), "events.nobody", "有的是：事项受理"),
        ({"key": "a", "fields": {"备注": "x"}}, "fields.备注", "台账没有“备注”这一栏"),
        ({"key": "a", "fields": {WHO: 3}}, f"fields.{WHO}", "应为文字"),
        ({"key": "a", "fields": {WHO: "甲" * 2001}}, f"fields.{WHO}", "最多 2000 个字"),
        ({"key": "", "fields": {WHO: "甲"}}, "key", "编号应为"),
        ({"key": "a"}, f"fields.{WHO}", "至少填“单位名称”"),
        (case("a", "甲", closed="2026-13-01"), "closed", "办结日期：没有2026年13月"),
        ("甲", None, "一件应写成一个对象"),
    ],
)
def test_a_case_that_cannot_be_read_says_why_beside_its_field_and_keeps_the_others(raw, field, words):
    rows = register(raw, case("b", "乙"))["rows"]
    assert [row["state"] for row in rows] == ["wrong", "waiting"]
    assert rows[0]["errors"][0]["field"] == field
    assert words in rows[0]["errors"][0]["message"]


@pytest.mark.parametrize(
    ("request_", "field", "words"),
    [
        ({"cases": "甲"}, "cases", "应为办件的列表"),
        ({"cases": [case("a", "甲")] * 501}, "cases", "最多 500 件"),
        ({"cases": [], "today": "今天"}, "today", "年-月-日"),
    ],
)
def test_a_list_that_is_none_is_refused(request_, field, words):
    answer = ENGINE.handle({"call": "register", "id": "000", **request_})
    assert answer["error"]["field"] == field
    assert words in answer["error"]["message"]


def test_an_entry_without_a_prescribed_ledger_has_common_columns():
    plain = engine({**PACK, "register": None})
    request = {"call": "register", "id": "000", "cases": [{"key": "a", "fields": {"办件名称": "甲"}}]}
    assert plain.handle(request)["rows"][0]["title"] == "甲"


# -- files

texts = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=30).map(str.strip)
days = st.dates().filter(lambda day: 2004 <= day.year <= 2034).map(str)
books = st.lists(
    st.builds(
        lambda who, what, promised, accepted, closed: {
            "fields": {n: t for n, t in ((WHO, who), (WHAT, what), (PROMISED, promised)) if t},
            "events": {"accepted": accepted} if accepted else {},
            "closed": closed,
        },
        texts.filter(bool),
        texts,
        st.none() | days,
        st.none() | days,
        st.none() | days,
    ),
    max_size=5,
).map(lambda cases: [{"key": f"n{number}", **each} for number, each in enumerate(cases)])


@pytest.mark.parametrize("form", ["csv", "json"])
@given(books)
def test_a_file_brings_back_exactly_what_went_into_it(form, cases):
    answer = imported(exported(cases, form))
    assert (answer["cases"], answer["refused"], answer["added"]) == (cases, [], len(cases))


def test_importing_again_changes_nothing_and_a_mended_row_replaces_its_case():
    cases = [case("a", "甲", accepted="2026-11-02"), case("b", "乙")]
    text = exported(cases, "csv")
    again = imported(text, *cases)
    assert (again["added"], again["changed"], again["same"], again["cases"]) == (0, 0, 2, cases)
    mended = imported(text.replace("乙", "乙公司"), *cases, case("c", "丙"))
    assert (mended["added"], mended["changed"], mended["same"]) == (0, 1, 1)
    assert [each["fields"][WHO] for each in mended["cases"]] == ["甲", "乙公司", "丙"]


def test_the_sheet_is_one_that_excel_opens_rightly_and_computes_nothing_in():
    text = exported(
        [case("a", "=cmd()"), case("b", "+86"), case("c", "0533123"), case("d", "370000200001011234")], "csv"
    )
    assert text.startswith("\ufeff编号,")
    assert text.count("\r\n") == text.count("\n") == 5
    cells = [row[1] for row in csv.reader(io.StringIO(text))][1:]
    assert cells == ["'=cmd()", "'+86", "'0533123", "'370000200001011234"]


def test_dates_as_a_spreadsheet_rewrites_them_and_other_separators_are_read():
    answer = imported(sheet("a,甲,,2026/11/5,2026年11月2日", "b,乙,,2026-1-5 0:00,").replace(",", ";"))
    assert answer["cases"] == [
        case("a", "甲", "2026-11-05", accepted="2026-11-02"),
        case("b", "乙", "2026-01-05"),
    ]


def test_rows_without_a_number_are_new_and_stay_the_same_case_when_imported_again():
    text = sheet(",甲,,,2026-11-02", ",乙,,,")
    once = imported(text)
    assert (once["added"], len({each["key"] for each in once["cases"]})) == (2, 2)
    assert imported(text, *once["cases"])["same"] == 2


def test_a_bad_row_is_refused_with_its_line_and_reasons_and_the_others_are_taken():
    answer = imported(sheet("a,甲,,,2026-02-30", "b,乙,,,2026-11-02", "b,丙,,,", "", '"c","丁\n两行",,明天,'))
    assert [each["key"] for each in answer["cases"]] == ["b"]
    assert [each["place"] for each in answer["refused"]] == ["第 2 行", "第 4 行", "第 7 行"]
    assert "2026年2月没有30日" in answer["refused"][0]["reasons"][0]
    assert "出现了两次" in answer["refused"][1]["reasons"][0]
    assert answer["status"] == "新增 1 件，更新 0 件，没有变化 0 件，3 件没有导入，原因见下"
    assert "第 7 行" in json.dumps(answer["view"], ensure_ascii=False)


def test_columns_nobody_knows_are_named_and_computed_ones_are_not_read():
    text = (
        exported([case("a", "甲")], "csv")
        .replace("办结日期", "办结日期,领导意见", 1)
        .replace("a,甲", "a,甲", 1)
    )
    answer = imported(text)
    assert answer["ignored"] == ["领导意见"]
    assert answer["cases"][0]["fields"] == {WHO: "甲"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "文件是空的"),
        ("\ufeff \r\n", "文件是空的"),
        ("PK\x03\x04\x14", "CSV UTF-8"),
        ("姓名,电话\r\n甲,123", "第 1 行没有台账的列名"),
        ("{", "不是完整的 JSON"),
        ("[" * 100_000, "不是完整的 JSON"),
        ('{"cases": []}', "不是从台账导出的"),
        ('{"format": "case-ledger", "version": 9, "entry": "000", "cases": []}', "这里只认 1"),
        (
            '{"format": "case-ledger", "version": 1, "entry": "1.42", "title": "邀请函", "cases": []}',
            "另一个事项的台账",
        ),
        (sheet('a,"甲' + "x" * 200_000), "读不下去"),
        (3, "文件是空的"),
    ],
)
def test_a_file_that_is_no_ledger_is_refused_in_words(text, words):
    answer = imported(text)
    assert answer["error"]["field"] == "text"
    assert words in answer["error"]["message"]


def test_a_file_too_long_for_one_ledger_is_refused_whole():
    answer = imported(sheet(*(f"k{number},甲,,," for number in range(501))))
    assert "最多 500 件" in answer["error"]["message"]


def test_a_whole_ledger_of_long_texts_is_taken_from_the_page_and_a_stranger_is_still_kept_short():
    cases = [case(f"k{number}", "长" * 2000, accepted="2026-11-02") for number in range(200)]
    line = json.dumps({"call": "register", "id": "000", "cases": cases}, ensure_ascii=False)
    assert len(json.loads(ENGINE.handle_page(line))["rows"]) == 200
    assert json.loads(ENGINE.handle_line(line))["error"]["code"] == "too_large"


def test_a_json_file_with_something_strange_in_it_refuses_that():
    whole = json.loads(exported([case("a", "甲")], "json"))
    whole["cases"].append("乙")
    answer = imported(json.dumps(whole))
    assert (answer["added"], answer["refused"][0]["place"]) == (1, "第 2 件")


def test_what_cannot_be_read_is_still_exported_as_it_is():
    wrong = case("a", "甲", accepted="2026-02-30")
    assert "2026-02-30" in exported([wrong], "csv")
    assert json.loads(exported([wrong], "json"))["cases"] == [wrong]
