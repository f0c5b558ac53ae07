"""What is remembered of a source text: its facts, its numbering, its lists, and hashes of its wording."""

from __future__ import annotations

import pytest

from sitegen.clauses import headings, outline, references, resolve
from sitegen.facts import announced, contacts, enumerated, numbers, times, titles
from sitegen.fingerprints import Fingerprint, read_all, runs
from sitegen.sources import NoTextsError, differences, texts, write

NORM = """样例工作流程图
受理申请
3 日内办结
 样例工作规范
根据《样例办
法》制定本规范。
一、申请材料
申请人应提供以下材料：
（一）申请表一式三份。
（二）照片 4 张：1.近期；2.免冠。
二、程序
县局自收到之日起 5 个工作
日内答复，电话：（0533）8180684。
"""
STANDARD = """ 样例规范
1 范围
本文件规定服务。
2 术语
2.1
服务
活动。
3 原则
原则包括：
a) 便利；
b) 高效。
3.1 应在 2 个工作日内办理。
"""


# -- facts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3日内、三日以内、３ 日之内", ["3日", "3日", "3日"]),
        ("5 个工作\n日", ["5工作日"]),
        ("十五天", ["15日"]),
        ("三至五日，5-10 日", ["3日", "5日", "5日", "10日"]),
        ("一式三份，照片 4 张", ["3份", "4张"]),
        ("2 万元以上 5 万元以下", ["2万元", "5万元"]),
        ("不低于 70%", ["70%"]),
        ("2020年7月，二〇二〇年七月", ["2020-7", "2020-7"]),
        ("2023年9-12月", ["2023-9", "2023-12"]),
        ("每年6月30日前", ["6-30"]),
        ("第三十三条和第 33 条", ["第33", "第33"]),
        ("3 楼 321 室", ["3", "321"]),
        ("三项制度", ["3"]),
        ("统一编号，一次性告知，一家企业", []),
        ("（0533）8180684", []),
    ],
)
def test_figures_are_the_same_however_they_are_written(text, found):
    assert numbers(text) == found


def test_3_days_are_not_3_working_days():
    assert numbers("3 日") != numbers("3 个工作日")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("自收到之日起 5 个工作日内", ["5工作日内"]),
        ("提前 20 个工作日", ["20工作日前"]),
        ("举办前三个月、期满三十日以前", ["30日前"]),
        ("每年 6 月 30 日前", ["6-30前", "每年"]),
        ("每季度结束后 15 日内", ["每季度", "15日内"]),
        ("及时登记，当天办完，规定的期限", ["及时", "当日", "规定时间"]),
        ("第二天前往", []),
        ("中长期规划", []),
    ],
)
def test_phrases_of_time_are_found(text, found):
    assert sorted(times(text)) == sorted(found)


def test_a_title_is_found_across_line_breaks():
    assert titles("填写《申请 APEC\n商务旅行卡专用\n事项表》和《办法（试行）》") == [
        "申请APEC商务旅行卡专用事项表",
        "办法试行",
    ]


def test_phones_and_addresses_are_found():
    text = "电话：（0533）8180684，邮箱 a.b@zb.example\nmailto:a.b@zb.example，拨打 12308"
    assert contacts(text) == ["05338180684", "a.b@zb.example", "a.b@zb.example", "12308"]


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("内容包括姓名、性别、出生日期、单位。", [4]),
        ("包括《甲、乙、丙办法》（丁、戊）和名单。", []),
        ("主要有：甲、乙、丙；另外有丁。", [3]),
    ],
)
def test_announced_lists_are_counted(text, sizes):
    assert announced(text) == sizes


def test_our_enumerations_are_counted_sentence_by_sentence():
    assert enumerated("写明姓名、性别，还有单位和职务。另附名单。") == 4


# -- numbering


def test_a_norm_is_cut_into_its_parts():
    parts = outline(NORM, "procedure")
    assert headings(parts) == [
        "流程图",
        "规范首段",
        "一",
        "一(一)",
        "一(二)",
        "一(二)1",
        "一(二)2",
        "二",
    ]
    assert parts[0].text == "样例工作流程图\n受理申请\n3 日内办结"


def test_a_standard_is_cut_into_its_parts():
    assert headings(outline(STANDARD, "standard"))[1:] == ["1", "2", "2.1", "3", "3a", "3b", "3.1"]


def test_a_number_inside_a_quotation_is_no_part():
    assert headings(outline("一、处罚\n“有下列情形的：\n（一）甲；\n（二）乙。”\n二、标准\n", "report")) == [
        "规范首段",
        "一",
        "二",
    ]


def test_the_duties_table_is_read_by_office_and_number():
    table = "内设机构名称：综合科（挂外事科牌子）\n一、甲\n（一）乙。（二）丙\n1.文电（见附件\n1.1）2.会务\n"
    assert headings(outline(table, "table")) == [
        "综合科",
        "综合科一",
        "综合科(一)",
        "综合科(二)",
        "综合科1",
        "综合科2",
    ]


KNOWN = [
    "流程图",
    "流程图1",
    "规范首段",
    "一",
    "一(一)",
    "一(一)1",
    "一(一)2",
    "一(一)3",
    "二",
    "二6-2",
    "7.4",
    "7.4b",
]


@pytest.mark.parametrize(
    ("clause", "covered"),
    [
        ("一(一)2", ["一(一)2"]),
        ("一（一）⑴", None),
        ("一(一)1-2", ["一(一)1", "一(一)2"]),
        ("一(一)2 至 一(一)3", ["一(一)2", "一(一)3"]),
        ("二.6-2", ["二6-2"]),
        ("一首段", ["一", "一(一)", "一(一)1", "一(一)2", "一(一)3"]),
        ("二（散装水泥的定义）", ["二", "二6-2"]),
        ("流程图 1", ["流程图1"]),
        ("流程图注", ["流程图", "流程图1"]),
        ("规范正文", ["规范首段"]),
        ("7.4 b)", ["7.4b"]),
        ("三", None),
        ("一(一)3 至 一(一)1", None),
    ],
)
def test_a_clause_covers_the_parts_it_names(clause, covered):
    (reference,) = references(clause)
    assert resolve(reference, KNOWN) == covered


def test_a_clause_may_name_several_parts():
    assert [reference.path for reference in references("二(一)、流程图、职责任务清单 12", "综合科")] == [
        "二(一)",
        "流程图",
        "职责任务清单:综合科12",
    ]
    assert references("职责任务清单，国内贸易科（五）")[0].path == "职责任务清单:国内贸易科(五)"


# -- the fingerprint


def test_a_fact_is_remembered_with_the_part_it_stands_in():
    found = Fingerprint.of("001", "1.1", NORM, "procedure")
    assert found.facts["numbers"] == {
        "3日": ("流程图",),
        "3份": ("一(一)",),
        "4张": ("一(二)",),
        "5工作日": ("二",),
    }
    assert found.facts["times"] == {"3日内": ("流程图",), "5工作日内": ("二",)}
    assert found.facts["titles"] == {"样例办法": ("规范首段",)}
    assert found.facts["contacts"] == {"05338180684": ("二",)}
    assert [(item.clause, item.items) for item in found.lists] == [("一", 2), ("一(二)", 2)]


def test_a_fingerprint_is_read_as_it_was_written_and_holds_no_sentence():
    found = Fingerprint.of("001", "1.1", NORM, "procedure")
    text = found.to_json()
    assert Fingerprint.from_json(text) == found
    assert Fingerprint.of("001", "1.1", NORM, "procedure").to_json() == text
    assert "申请人应提供" not in text


def test_runs_do_not_depend_on_line_breaks_and_blanks():
    sentence = "县局自收到申请之日起五个工作日内书面答复申请人"
    broken = "县局自收到 申请之日起五\n个工作日内书面答复　申请人"
    assert [digest for _, digest in runs(sentence)] == [digest for _, digest in runs(broken)]
    assert len(list(runs(sentence))) == len(sentence) - 19


# -- the folder of texts


@pytest.fixture
def folder(tmp_path):
    inner = tmp_path / "texts" / "001_abc"
    inner.mkdir(parents=True)
    (inner / "1.1.txt").write_text(NORM, "utf-8")
    (inner / "0-duties-table.txt").write_text("内设机构名称：综合科\n1.会务\n", "utf-8")
    (tmp_path / "texts" / "004_abc.txt").write_text(STANDARD, "utf-8")
    (tmp_path / "texts" / "002_abc.txt").write_text("一、概况\n说明。\n", "utf-8")
    return tmp_path / "texts"


def test_texts_are_found_with_their_form(folder):
    assert [(text.document, text.section, text.form) for text in texts(folder)] == [
        ("002", "002", "report"),
        ("004", "004", "standard"),
        ("001", "0", "table"),
        ("001", "1.1", "procedure"),
    ]


def test_what_was_written_does_not_differ(folder, tmp_path):
    assert write(folder, tmp_path / "kept") == 4
    assert differences(folder, tmp_path / "kept") == []
    assert [item.name for item in read_all(tmp_path / "kept")] == [
        "001/0.json",
        "001/1.1.json",
        "002/002.json",
        "004/004.json",
    ]


def test_a_change_of_a_text_is_told_by_what_changed(folder, tmp_path):
    write(folder, tmp_path / "kept")
    (folder / "001_abc" / "1.1.txt").write_text(NORM.replace("4 张", "6 张"), "utf-8")
    (folder / "002_abc.txt").unlink()
    (folder / "003_abc.txt").write_text(STANDARD, "utf-8")
    assert [str(problem).split("；")[0] for problem in differences(folder, tmp_path / "kept")] == [
        "data/fingerprints/001/1.1.json:1:1 与来源文本不符（数字、名称、联系方式或时间用语、文字）",
        "data/fingerprints/002/002.json:1:1 没有对应的来源文本",
        "data/fingerprints/003/003.json:1:1 有来源文本，却没有指纹",
    ]
    write(folder, tmp_path / "kept")
    assert differences(folder, tmp_path / "kept") == []


def test_missing_texts_are_told_with_what_to_do(tmp_path):
    with pytest.raises(NoTextsError, match=r"来源文本不在仓库里.*make verify-sources SOURCES="):
        texts(tmp_path / "nowhere")
