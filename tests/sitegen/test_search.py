"""Search: what people type finds the right entry first. Queries are scored by the browser's own code, in Node."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sitegen.load import Site, load
from sitegen.search import (
    Document,
    entry_document,
    index,
    index_js,
    initials,
    page_documents,
    tokens,
    write_index,
)
from tests.sitegen import sample_site

REPOSITORY = Path(__file__).resolve().parents[2]
DATA, DOCS = REPOSITORY / "data", REPOSITORY / "docs"
CORE = DOCS / "assets" / "search-core.js"

QUERIES = [
    ("因公出国怎么办", "1.40"),
    ("办公务护照", "1.40"),
    ("护照什么时候交还", "1.40"),
    ("出访报告几天内交", "1.40"),
    ("去香港出差要什么手续", "1.40"),
    ("港澳通行证", "1.40"),
    ("ygcg", "1.40"),
    ("APEC卡", "1.41"),
    ("apec 商务旅行卡怎么办理", "1.41"),
    ("ＡＰＥＣ", "1.41"),
    ("ape", "1.41"),
    ("ABTC", "1.41"),
    ("swlxk", "1.41"),
    ("护照有效期三年", "1.41"),
    ("经常去东盟出差免签", "1.41"),
    ("邀请外国客户来中国", "1.42"),
    ("外国人签证邀请函", "1.42"),
    ("邀请函要多久", "1.42"),
    ("外商来访需要什么材料", "1.42"),
    ("离境后报告表", "1.42"),
    ("举办国际会议", "1.47"),
    ("开国际研讨会要审批吗", "1.47"),
    ("会议总结什么时候报", "1.47"),
    ("信息公开申请", "1.5.1"),
    ("申请公开政府文件多久答复", "1.5.1"),
    ("信息公开要收费吗", "1.5.1"),
    ("延期答复告知书", "1.5.1"),
    ("加盟店备案", "2.26"),
    ("特许经营备案需要几家直营店", "2.26"),
    ("我想开放加盟要备案吗", "2.26"),
    ("预付卡", "2.28"),
    ("美容店会员卡充值", "2.28"),
    ("办卡", "2.28"),
    ("季报什么时候填", "2.28"),
    ("干洗店备案", "2.34"),
    ("开洗衣店需要什么材料", "2.34"),
    ("洗染业", "2.34"),
    ("外商投诉", "3.25"),
    ("外企被乱罚款找谁投诉", "3.25"),
    ("投诉调解书", "3.25"),
    ("外资企业年报", "3.27"),
    ("年报漏报了怎么补报", "3.27"),
    ("多报合一", "3.27"),
    ("外资到账证明材料", "3.30"),
    ("FDI入账登记", "3.30"),
    ("利润再投资要交什么材料", "3.30"),
    ("专利出资", "3.30"),
    ("企业走出去", "000"),
    ("境外投资遇到困难找谁", "000"),
    ("满意度调查", "000"),
    ("首问负责制", "004"),
    ("1.41", "1.41"),
    ("000", "000"),
]

Run = Callable[[str, Any], Any]


@pytest.fixture(scope="module")
def real() -> Site:
    return load(DATA)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Evaluate an expression over ``core`` (search-core.js) and ``given`` (JSON) in Node."""
    node = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    assert node, "没有找到 node：make test 会装好它（PATH 里或 .venv/bin/node）"
    module = shutil.copy(
        CORE, tmp_path_factory.mktemp("search") / "core.mjs"
    )  # .mjs, or Node reads it as CommonJS
    program = (
        f"import * as core from {json.dumps(Path(module).as_uri())};import fs from 'node:fs';"
        "const given = JSON.parse(fs.readFileSync(0, 'utf8'));"
    )

    def evaluate(expression: str, given: Any) -> Any:
        done = subprocess.run(
            [node, "--input-type=module", "-e", f"{program}console.log(JSON.stringify({expression}))"],
            input=json.dumps(given),
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return json.loads(done.stdout)

    return evaluate


def find(run: Run, documents: list[Document], *queries: str) -> list[list[str]]:
    """The URLs found for each query, the best first."""
    program = "(() => { const search = core.open(given.index); return given.queries.map((q) => search(q).map((r) => r.url)); })()"
    return run(program, {"index": index(documents), "queries": queries})


@pytest.fixture(scope="module")
def answers(run: Run, real: Site) -> dict[str, list[str]]:
    documents = [*(entry_document(entry, real) for entry in real.entries), *page_documents(DOCS)]
    queries = [query for query, _ in QUERIES]
    return dict(zip(queries, find(run, documents, *queries), strict=True))


def document(title: str, *names: str, body: str = "", number: str = "") -> Document:
    return Document(url=title, title=title, note="", body=body, number=number, names=names)


# --- what is found --------------------------------------------------------------------------------


@pytest.mark.parametrize(("query", "entry"), QUERIES)
def test_what_people_type_finds_the_entry_first(answers, query, entry):
    assert answers[query][0] == f"guides/{entry}/"


@pytest.mark.parametrize("entry", load(DATA).entries, ids=lambda entry: entry.id)
def test_every_alias_and_title_finds_its_entry_among_the_first_three_or_among_all_that_share_it(
    run, real, entry
):
    bearers = Counter(name for each in real.entries for name in {each.title, *each.editorial.aliases})
    documents = [entry_document(each, real) for each in real.entries]
    names = [entry.title, *entry.editorial.aliases]
    found = dict(zip(names, find(run, documents, *names), strict=True))
    assert not {
        name: urls
        for name, urls in found.items()
        if f"guides/{entry.id}/" not in urls[: max(3, bearers[name])]
    }


def test_a_title_counts_more_than_a_name_and_a_name_more_than_the_text(run):
    documents = [
        document("甲", body="护照 办理 手续"),
        document("乙", "护照证"),
        document("护照丙"),
        document("丁", body="其他事项"),
    ]
    assert find(run, documents, "护照") == [["护照丙", "乙", "甲"]]


def test_what_bears_exactly_the_typed_name_comes_before_a_title_that_only_contains_it(run):
    documents = [document("护照丙"), document("乙", "护照"), document("丁", body="护照 护照")]
    assert find(run, documents, "护照", "护 照")[0] == ["乙", "护照丙", "丁"]


def test_what_matches_more_of_the_query_comes_first(run):
    documents = [document("外商投诉协调"), document("外商投资年报", body="投诉"), document("统计")]
    assert find(run, documents, "外商投资年报怎么办") == [["外商投资年报", "外商投诉协调"]]


@pytest.mark.parametrize("filler", ["怎么办", "如何办理", "请问我想", "需要什么材料吗", "多久", "在哪里办"])
def test_filler_words_change_nothing(run, filler):
    documents = [document("洗染业备案"), document("怎么办理如何需要多久", body="请问我想在哪里办吗什么")]
    assert find(run, documents, f"洗染业{filler}")[0][0] == "洗染业备案"


def test_filler_words_alone_are_still_searched(run):
    assert find(run, [document("怎么办")], "怎么办") == [["怎么办"]]


def test_one_character_half_a_word_and_half_a_number_already_find(run):
    documents = [document("预付卡"), document("APEC 旅行证", number="1.41"), document("年报", number="1.5.1")]
    assert find(run, documents, "卡", "ap", "1.4", "1.5") == [
        ["预付卡"],
        ["APEC 旅行证"],
        ["APEC 旅行证"],
        ["年报"],
    ]


def test_initials_find_titles_and_names(run):
    documents = [document("因公临时出国（境）办理", "出国审批"), document("国际会议")]
    assert find(run, documents, "yglscg", "cgsp", "gjhy", "xx") == [
        ["因公临时出国（境）办理"],
        ["因公临时出国（境）办理"],
        ["国际会议"],
        [],
    ]


@pytest.mark.parametrize("query", ["", " ", "？？？", "\u3000", "<script>", "*", "\\", "龘", "a" * 5000])
def test_a_query_without_a_match_finds_nothing_and_breaks_nothing(run, query):
    assert find(run, [document("预付卡"), document("年报")], query) == [[]]


def test_full_width_and_capital_letters_are_the_same(run):
    assert (
        find(run, [document("APEC 卡"), document("年报")], "ＡＰＥＣ", "Apec", "ａｐｅｃ卡")
        == [["APEC 卡"]] * 3
    )


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("企业人员申办APEC商务旅行卡", "apec旅行", [[6, 10], [12, 14]]),
        ("国际会议与国际会展", "国际会议", [[0, 4], [5, 8]]),
        ("洗染业备案", "怎么办", []),
        ("洗染业备案", "", []),
    ],
)
def test_matched_words_are_marked(run, text, query, marked):
    assert run("core.marks(given[0], given[1])", [text, query]) == marked


# --- the index ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("国际会议", ["国际", "际会", "会议"]),
        ("卡", ["卡"]),
        ("APEC卡，1.5.1（FDI）", ["apec", "卡", "1.5.1", "fdi"]),
        ("３ 个工作日", ["3", "个工", "工作", "作日"]),
        ("…", []),
    ],
)
def test_terms(text, terms):
    assert tokens(text) == terms


def test_index_and_query_are_split_alike(run):
    rng = random.Random(7)
    letters = "出国审批护照企业（）《》，。 １2.aBＣé-㐀鿿\n〇ⅣＡ"
    texts = ["".join(rng.choices(letters, k=rng.randint(0, 30))) for _ in range(500)]
    assert run("given.map(core.tokens)", texts) == [tokens(text) for text in texts]


@pytest.mark.parametrize(
    ("texts", "letters"),
    [
        (["出国审批"], "cgsp"),
        (["因公临时出国（境）办理", "出国审批"], "yglscgjbl cgsp"),
        (["APEC卡", "APEC 卡"], "apeck"),
        (["银行", "行政"], "yh xz"),
        (["——"], ""),
    ],
)
def test_initials(texts, letters):
    assert initials(texts) == letters


def test_postings_are_distances_and_counts():
    documents = [document("甲", body="护照护照"), document("乙", "护照"), document("护照", body="护照")]
    made = index(documents)
    lines = dict(line.split("\t") for line in made["terms"].split("\n"))
    assert lines["护照"] == "0.2 1.0.1 1.1.0.1"
    assert lines["照护"] == "0"
    assert made["lengths"] == [[1, 1, 1], [0, 1, 0], [3, 0, 1]]


def test_every_text_of_an_entry_can_be_found():
    site = sample_site.site()
    body = entry_document(site.entry("9.1"), site).body
    for text in (
        "综合科",
        "外事办公室",
        "样例管理办法",
        "直营店",
        "二寸白底免冠照片",
        "市级部门",
        "扫描上传",
        "答复申请人",
        "样例街",
        "通报批评",
        "需求内容",
        "登记借用情况",
        "我能申办样例卡吗",
        "直接报市级部门",
        "现行规定为",
    ):
        assert text in body, text
    assert "三(五)" not in body


def test_hand_written_pages_are_found_without_their_markup(tmp_path):
    (tmp_path / "index.md").write_text("# 首页\n", "utf-8")
    (tmp_path / "help.md").write_text(
        '---\ntitle: 帮助\ndescription: 怎样用\n---\n# 使用帮助 {: #top }\n\n{{ checker("1.41") }}\n看[时限](deadlines.md)。<br>\n',
        "utf-8",
    )
    (tmp_path / "plain.md").write_text("# 没有前言\n\n正文\n", "utf-8")
    pages = page_documents(tmp_path)
    assert [(page.url, page.title, page.note) for page in pages] == [
        ("help/", "帮助", "怎样用"),
        ("plain/", "没有前言", ""),
    ]
    assert re.sub(r"\s", "", pages[0].body) == "使用帮助看时限。"


def test_the_index_is_a_script_that_sets_one_global(real, tmp_path):
    write_index(real, DOCS, tmp_path)
    script = (tmp_path / "assets" / "search-index.js").read_text("utf-8")
    assert script == index_js(real, DOCS)
    start, end = "globalThis.searchIndex=", ";\n"
    assert script.startswith(start)
    assert script.endswith(end)
    made = json.loads(script[len(start) : -len(end)])
    urls = [url for url, *_ in made["docs"]]
    assert urls[: len(real.entries)] == [f"guides/{entry.id}/" for entry in real.entries]
    assert not [url for url in urls if url.startswith(("/", "http"))]
