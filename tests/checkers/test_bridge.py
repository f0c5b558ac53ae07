"""The bridge: the four calls, every kind of bad request, and that nothing makes it raise."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_packs import CALENDAR, FRANCHISE, PAPERS
from trees import text_of

from checkers.bridge import Engine
from checkers.calendar import Calendar
from checkers.expression import ExpressionError
from checkers.json_text import MAX_BYTES

CHECK: dict[str, Any] = {"call": "check", "id": "2.26", "answers": {"shops": "1"}}


def test_check(engine: Engine) -> None:
    answer = engine.handle(
        {**CHECK, "answers": {"shops": "２", "months": 13, "brand": "yes", "scope": "unknown"}}
    )
    assert list(answer) == [
        "verdict",
        "label",
        "status",
        "because",
        "outcomes",
        "criteria",
        "open",
        "change",
        "next",
        "phone",
        "notice",
    ]
    assert (answer["verdict"], answer["label"], answer["phone"]) == ("met", "可以备案", "（0533）8180684")
    assert answer["open"] == [{"id": "scope", "ask": "加盟店开到哪里？"}]
    assert answer["criteria"][0] == {
        "id": "shops",
        "verdict": "met",
        "text": "有至少 2 个直营店",
        "clause": "二(一)",
        "because": "你有几家直营店：2 家",
    }


def test_check_without_answers_knows_nothing(engine: Engine) -> None:
    assert engine.handle({"call": "check", "id": "2.26"})["verdict"] == "unknown"


def test_materials(engine: Engine) -> None:
    answer = engine.handle({"call": "materials", "id": "3.30", "answers": {"form": "cash"}})
    assert [(m["name"], m["needed"]) for m in answer["materials"]] == [
        ("出资证明书", "yes"),
        ("验资报告", "yes"),
        ("银行水单", "yes"),
        ("专利证书", "no"),
    ]
    assert (answer["open"], answer["count"]) == ([], {"yes": 3, "unknown": 0, "no": 1})
    assert answer["status"] == "需要 3 项，不需要 1 项"


def test_due(engine: Engine) -> None:
    request = {"call": "due", "start": "2026-09-24", "amount": 5, "unit": "working_day", "direction": "after"}
    answer = engine.handle(request)
    assert answer["due"] == "2026-10-09"
    assert answer["status"] == "最后一天：2026年10月9日（周五）下班前"


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({}, "还不能确定，还差 7 个回答"),
        ({"travels": "no"}, "不适用"),
        ({"travels": "yes", "record": "yes"}, "不能办"),
    ],
)
def test_a_check_has_a_line_that_says_it_all(engine: Engine, answers: dict[str, Any], status: str) -> None:
    assert engine.handle({"call": "check", "id": "1.41", "answers": answers})["status"] == status


def test_timeline(engine: Engine) -> None:
    request = {"call": "timeline", "id": "1.42", "events": {"exited": "2026-09-24"}, "today": "2026-09-28"}
    (deadline,) = engine.handle(request)["deadlines"]
    assert (deadline["id"], deadline["due"]) == ("report", "2026-10-09")


def test_timeline_leaves_out_deadlines_that_do_not_apply(engine: Engine) -> None:
    request = {"call": "timeline", "id": "2.26", "events": {"signed": "2026-09-11"}, "today": "2026-09-12"}
    for answers, shown in [({}, ["file"]), ({"shops": 1}, ["file"]), ({"shops": 0}, [])]:
        answer = engine.handle({**request, "answers": answers})
        assert [deadline["id"] for deadline in answer["deadlines"]] == shown


REQUESTS: list[dict[str, Any]] = [
    CHECK,
    {"call": "materials", "id": "3.30", "answers": {"form": "intangible"}},
    {"call": "due", "start": "2026-09-24", "amount": 5, "unit": "working_day", "direction": "after"},
    {"call": "timeline", "id": "1.42", "events": {"exited": "2026-09-24"}, "today": "2026-09-28"},
]


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda request: str(request["call"]))
@pytest.mark.parametrize("wanted", [True, "true", "yes"])
def test_a_view_is_added_on_request_and_changes_nothing_else(
    engine: Engine, request_: dict[str, Any], wanted: object
) -> None:
    plain = engine.handle(request_)
    with_view = engine.handle({**request_, "view": wanted})
    assert text_of(with_view.pop("view"))
    assert with_view == plain
    assert engine.handle({**request_, "view": False}) == plain


@pytest.mark.parametrize("request_", REQUESTS[2:], ids=lambda request: str(request["call"]))
def test_a_calendar_file_is_added_on_request(engine: Engine, request_: dict[str, Any]) -> None:
    answer = engine.handle({**request_, "ics": "true", "now": "2026-11-21T08:00:00Z", "sequence": 3})
    assert "DTSTART;VALUE=DATE:20261009" in answer["ics"]
    assert "SEQUENCE:3" in answer["ics"]
    assert engine.handle({**request_, "ics": True})["error"]["field"] == "now"


@pytest.mark.parametrize(
    ("request_", "code", "field", "words"),
    [
        (None, "not_an_object", None, '例如 {"call":"check","id":"1.41","answers":{}}，现为空值 null'),
        ([CHECK], "not_an_object", None, "现为一个列表"),
        ("check", "not_an_object", None, "现为“check”"),
        (3, "not_an_object", None, "现为3"),
        ({}, "unknown_call", "call", "缺少 call；可用的是 check、materials、due、timeline"),
        ({"call": "chek"}, "unknown_call", "call", "没有“chek”这个调用；可用的是 check、"),
        ({"call": ["check"]}, "unknown_call", "call", "call 应为文字，现为一个列表；可用的是 check、"),
        ({"call": None}, "unknown_call", "call", "call 应为文字，现为空值 null；可用的是"),
        (
            {"call": "check"},
            "unknown_id",
            "id",
            '缺少事项编号 id；现有 4 项：2.26、1.41、3.30、1.42，例如 "id":"2.26"',
        ),
        ({"call": "check", "id": "9.9"}, "unknown_id", "id", "没有编号为“9.9”的事项；现有 4 项"),
        ({"call": "materials", "id": 1.41}, "unknown_id", "id", "事项编号应为带引号的文字，现为1.41"),
        ({"call": "timeline", "id": {}}, "unknown_id", "id", "现为一个对象"),
        ({"call": "check", "id": "1.42"}, "no_checker", "id", "1.42《来华签证邀请函》没有要核验的问题"),
        ({**CHECK, "answers": []}, "bad_answers", "answers", "answers 应为“问题: 回答”的对象"),
        (
            {**CHECK, "answers": {"shops": "两"}},
            "not_a_number",
            "answers.shops",
            "应填数字，例如 3，现为“两”",
        ),
        ({**CHECK, "answers": {"scope": "x"}}, "unknown_option", "answers.scope", "province（只在本省）"),
        ({**CHECK, "answers": {"shop": 1}}, "unknown_question", "answers.shop", "没有“shop”这个问题"),
        ({**CHECK, "view": "banana"}, "not_yes_or_no", "view", "现为“banana”"),
        ({"call": "due", "start": "2026-02-30", "amount": 1, "unit": "day"}, None, "start", "2026"),
        ({"call": "timeline", "id": "1.42", "events": {"exited": "x"}}, None, "events.exited", "例如"),
    ],
)
def test_bad_request(
    engine: Engine, request_: object, code: str | None, field: str | None, words: str
) -> None:
    answer = engine.handle(request_)
    assert list(answer) == ["error", "errors"]
    assert answer["errors"][0] == answer["error"]
    assert list(answer["error"]) == ["code", "message", "field"]
    assert answer["error"]["field"] == field
    assert words in answer["error"]["message"]
    if code is not None:
        assert answer["error"]["code"] == code


def test_all_problems_of_a_request_are_reported_at_once(engine: Engine) -> None:
    request = {
        "call": "timeline",
        "id": "2.26",
        "answers": {"shops": "两", "brand": "x"},
        "events": {"signed": "2026-02-30"},
        "view": "banana",
    }
    assert [problem["field"] for problem in engine.handle(request)["errors"]] == [
        "answers.shops",
        "answers.brand",
        "events.signed",
        "view",
    ]


MISSPELT: list[tuple[dict[str, Any], str, str]] = [
    # added to a request, the field that is named, the hint
    ({"call": "due", "unitstated": "no"}, "unitstated", "没有“unitstated”这一项，是不是想写 unit_stated？"),
    ({"call": "due", "Amount-Min": 3}, "Amount-Min", "是不是想写 amount_min？"),
    ({"call": "due", "colour": 3}, "colour", "可以写的有：start、amount、unit、"),
    ({"call": "due", "events": {}}, "events", "没有“events”这一项，可以写的有：start"),
    (
        {"call": "due", "intervals": [None, {"form": "2026-09-28", "to": "2026-09-28"}]},
        "intervals.1.form",
        "是不是想写 from？",
    ),
    ({"call": "check", "awnsers": {}}, "awnsers", "是不是想写 answers？"),
    ({"call": "check", "ID": "1.41"}, "ID", "是不是想写 id？"),
    ({"call": "materials", "answer": {}}, "answer", "是不是想写 answers？"),
    ({"call": "timeline", "id": "1.42", "event": {}}, "event", "是不是想写 events？"),
    ({"call": "timeline", "id": "1.42", "toady": "2026-09-28"}, "toady", "是不是想写 today？"),
    ({"Call": "check"}, "Call", "是不是想写 call？"),
]


@pytest.mark.parametrize(("request_", "field", "hint"), MISSPELT)
def test_a_misspelt_field_is_never_ignored(
    engine: Engine, request_: dict[str, Any], field: str, hint: str
) -> None:
    told = {problem["field"]: problem for problem in engine.handle(request_)["errors"]}
    assert told[field]["code"] == "unknown_field"
    assert hint in told[field]["message"]


@pytest.mark.parametrize("call", ["check", "materials", "due", "timeline"])
def test_what_the_page_always_sends_is_permitted_for_every_call(engine: Engine, call: str) -> None:
    sent = {
        "view": "yes",
        "ics": "no",
        "now": "",
        "today": "2026-09-28",
        "sequence": 1,
        "id": "2.26",
        "case": "甲",
    }
    own = {"start": "2026-09-24", "amount": 5, "unit": "day"} if call == "due" else {}
    assert "error" not in engine.handle({"call": call, **sent, **own})


def test_a_hundred_thousand_unknown_fields_are_summed_up(engine: Engine) -> None:
    answer = engine.handle({**CHECK, **{f"answers{number}": 1 for number in range(100_000)}})
    assert answer["errors"][-1]["message"] == "还有 99950 处错误没有列出；请先改正上面的"


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ('{"call":"check","id":"2.26","id":"1.41"}', ["id"]),
        ('{"call":"check","id":"2.26","answers":{"shops":1,"brand":"yes","shops":2}}', ["shops"]),
        (
            '{"call":"due","unit":"day","start":"2026-09-24","unit":"week","start":"","unit":1}',
            ["unit", "start"],
        ),
    ],
)
def test_a_field_given_twice_is_refused(engine: Engine, line: str, fields: list[str]) -> None:
    errors = json.loads(engine.handle_line(line))["errors"]
    assert [problem["field"] for problem in errors] == fields
    assert {problem["code"] for problem in errors} == {"repeated_field"}
    assert "写了不止一次，请只留一个" in errors[0]["message"]


def test_an_infinite_number_is_called_large(engine: Engine) -> None:
    line = '{"call":"due","start":"2026-09-24","amount":1e400,"unit":"day"}'
    assert "现为一个很大的数" in json.loads(engine.handle_line(line))["error"]["message"]


def test_a_flood_of_problems_is_summed_up(engine: Engine) -> None:
    answer = engine.handle({**CHECK, "answers": {f"q{number}": 1 for number in range(80)}})
    assert len(answer["errors"]) == 51
    assert answer["errors"][-1]["message"] == "还有 30 处错误没有列出；请先改正上面的"


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("", "invalid_json", "从第 1 行第 1 个字符起读不懂"),
        ("check 1.41", "invalid_json", '例如 {"call":"check"'),
        ('{"call":"check"', "invalid_json", "第 1 行第 16 个字符"),
        ("{'call':'check'}", "invalid_json", "第 1 行第 2 个字符"),
        ('{"call":NaN}', "invalid_json", "NaN、Infinity 或太长的数字"),
        ("[-Infinity]", "invalid_json", "NaN、Infinity 或太长的数字"),
        pytest.param("1" * 5000, "invalid_json", "太长的数字", id="5000 digits"),
        pytest.param("[" * 21 + "]" * 21, "invalid_json", "括号套了 20 层以上", id="21 lists"),
        pytest.param("[" * 20 + "]" * 20, "not_an_object", "现为一个列表", id="20 lists"),
        pytest.param("[" * 200_000, "invalid_json", "括号套了 20 层以上", id="deep list"),
        pytest.param('{"a":' * 100_000, "invalid_json", "括号套了 20 层以上", id="deep object"),
        pytest.param('["\\"", ' + "[" * 200_000, "invalid_json", "括号套了 20 层以上", id="after a string"),
        pytest.param('"' + '\\"[' * 300_000, "invalid_json", "读不懂", id="an endless string"),
        pytest.param('"' + "[" * 50 + '"', "not_an_object", "现为“[", id="brackets in a string"),
        pytest.param("[" + "[]," * 100 + "[]]", "not_an_object", "现为一个列表", id="many but not deep"),
        pytest.param('"' + "a" * MAX_BYTES + '"', "too_large", "最多 1 MB", id="1 MB and a little"),
        pytest.param('"' + "汉" * 400_000 + '"', "too_large", "最多 1 MB", id="1.2 MB of UTF-8"),
        pytest.param("x" * 10_000_000, "too_large", "最多 1 MB", id="10 MB"),
        ("null", "not_an_object", "请求应为一个对象"),
        ('{"call":"\\ud800"}', "unknown_call", "没有“�”这个调用"),
    ],
)
def test_bad_line(engine: Engine, line: str, code: str, words: str) -> None:
    text = engine.handle_line(line)
    assert len(text) < 1000
    answer = json.loads(text)
    assert answer["error"]["code"] == code
    assert words in answer["error"]["message"]


def test_a_line_gives_the_same_as_the_object(engine: Engine) -> None:
    for request in REQUESTS:
        line = engine.handle_line(json.dumps(request))
        assert json.loads(line) == engine.handle(request)
        assert line == engine.handle_line(json.dumps(request, ensure_ascii=False))
        assert "\n" not in line


def test_stray_surrogates_never_leave(engine: Engine) -> None:
    line = engine.handle_line('{"call":"check","id":"2.26","answers":{"\\udfff":"\\ud800"}}')
    assert json.loads(line.encode())["error"]["code"] == "unknown_question"


def test_a_fault_of_ours_is_an_answer_too(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("checkers.bridge.handle_due", broken)
    answer = engine.handle(REQUESTS[2])
    assert answer["error"]["code"] == "internal"
    assert "ZeroDivisionError" in answer["error"]["message"]


def test_a_pack_replaces_the_one_with_its_id() -> None:
    engine = Engine(Calendar.from_json(CALENDAR))
    engine.add_pack(PAPERS)
    engine.add_pack({**PAPERS, "materials": []})
    assert engine.handle({"call": "materials", "id": "3.30"})["materials"] == []


def test_a_faulty_pack_is_refused_when_it_is_added() -> None:
    deadline = {**FRANCHISE["deadlines"][0], "when": "shop > 1"}
    with pytest.raises(ExpressionError):
        Engine(Calendar.from_json(CALENDAR)).add_pack({**FRANCHISE, "deadlines": [deadline]})


# ---- whatever comes, the answer is a dict that is JSON, and never a fault of ours ----

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
LIKELY_WORDS = (
    "check materials due timeline 2.26 1.41 3.30 1.42 shops months brand scope form patent exited signed report "
    "yes no unknown province 2026-09-24 2026-02-30 2026-09-30T14:30 2026-12-30 1900-01-01 9999-12-31 day "
    "working_day hour month after before by limit period earliest pause restart 5 ５ -1 0 true 99999999"
)
LIKELY_KEYS = (
    "call id answers events today start amount amount_min unit direction kind unit_stated intervals view ics now "
    "sequence case from to effect name shops months brand scope form patent exited signed report file 0"
)
KEYS = LIKELY_KEYS.split()
likely_values = st.recursive(
    st.sampled_from(LIKELY_WORDS.split()) | st.integers(-2, 400) | json_values,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=6,
)
requests = json_values | st.fixed_dictionaries(
    {"call": st.sampled_from(["check", "materials", "due", "timeline"])},
    optional={
        "id": st.sampled_from(["2.26", "1.41", "3.30", "1.42"]) | likely_values,
        **dict.fromkeys(KEYS[2:], likely_values),
    },
)


@given(request_=requests)
def test_any_json_value_is_answered(engine: Engine, request_: Any) -> None:
    answer = engine.handle(request_)
    assert json.loads(json.dumps(answer)) == answer
    assert answer.get("error", {}).get("code") != "internal"
    if "view" in answer:
        assert text_of(answer["view"])
    assert engine.handle(request_) == answer


@given(st.text() | requests.map(json.dumps))
def test_any_line_is_answered(engine: Engine, line: str) -> None:
    answer = json.loads(engine.handle_line(line).encode())
    assert isinstance(answer, dict)
    assert answer.get("error", {}).get("code") != "internal"
