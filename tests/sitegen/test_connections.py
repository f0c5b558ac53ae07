"""What makes one body of knowledge of many pages: duties, mechanisms, laws, terms, forms, bodies, returning duties, topics."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from sitegen import connections, duties, glossary, indexes, pages
from sitegen.anchors import anchors, by_letter, letter
from sitegen.api import index, write_api
from sitegen.catalogue import ready_pages
from sitegen.model import Law
from sitegen.search import index as search_index
from sitegen.search import record_documents
from tests.sitegen import sample_site
from tests.sitegen.test_api import DATA
from tests.sitegen.test_pages import Outline, section, text

ROOT = "../../"
TOPICS = {"audience": ["enterprise", "staff"], "topics": ["travel", "service"]}


@pytest.fixture(scope="module")
def site():
    full = sample_site.entry(sample_site.FULL, editorial=TOPICS)
    return sample_site.connected(full, sample_site.entry(sample_site.SPARSE))


@pytest.fixture(scope="module")
def full(site):
    return pages.guide(site, site.entry("9.1"), ROOT)


@pytest.fixture(scope="module")
def table(site):
    return duties.page(site, site.duties, ROOT)


def links(html):
    return set(Outline(html).links)


# --- every generated page -------------------------------------------------------------------------


def test_every_page_is_sound_and_its_sections_are_there(site):
    for page in ready_pages(site):
        html = page.html(ROOT)
        outline = Outline(html)
        assert outline.open == [], page.url
        assert outline.styled == [], page.url
        assert outline.headings.count("h1") == 1, page.url
        assert len(outline.ids) == len(set(outline.ids)), page.url
        assert {anchor for anchor, _ in page.headings} <= {*outline.ids}, page.url
        assert {link[1:] for link in outline.links if link.startswith("#")} <= {*outline.ids}, page.url


def test_there_is_a_page_for_everything_that_has_one(site):
    assert [(page.url, page.way[0]) for page in ready_pages(site)] == [
        ("guides/9.1/", "enterprise"),
        ("ledger/9.1/", "ledger"),
        ("guides/003/", "staff"),
        ("guides/0/", "staff"),
        ("mechanisms/one-visit/", "mechanisms"),
        ("mechanisms/first-contact/", "mechanisms"),
        ("laws/sample-rules/", "laws"),
        ("laws/old-rules/", "laws"),
    ]


def test_without_the_new_files_there_are_the_same_pages_as_before():
    urls = [page.url for page in ready_pages(sample_site.site())]
    assert urls == ["guides/9.1/", "ledger/9.1/", "guides/003/", "laws/sample-rules/", "laws/old-rules/"]


# --- the duties table -----------------------------------------------------------------------------


def test_the_table_shows_offices_duties_tasks_and_posts(table):
    words = text(table)
    for said in (
        "样例县商务局职责任务清单",
        "综合科 外事办公室",
        "（一）管理出行证件。",
        "一执行商务方针政策。",
        "做第 7 项工作任务。",
        "来源写“无”。",
        "编号多一个括号。",
        "备注栏是空的。",
    ):
        assert said in words


def test_a_task_leads_to_its_procedure_and_its_post_and_shows_the_slip_of_the_source(table):
    row = table[table.index('<tr id="task-general-7"') :]
    row = row[: row.index("</tr>")]
    assert {"../../guides/9.1/", "#post-general-1"} <= set(re.findall('href="([^"]+)"', row))
    assert "附件写成 9.7，其实是 9.1。" in row
    assert "来源写“附件 9.7”" in row
    assert "附件编号写错" in row


def test_a_task_without_a_post_is_shown_as_the_source_has_it(site):
    office = site.duties.offices[0]
    extra = office.tasks[0].model_copy(update={"number": 8, "annex": "9.1"})
    office = office.model_copy(update={"tasks": [*office.tasks, extra]})
    changed = site.duties.model_copy(update={"offices": [office]})
    html = duties.page(replace(site, duties=changed), changed, ROOT)
    row = text(html[html.index('<tr id="task-general-8"') :].partition("</tr>")[0])
    assert "没有分给岗位" in row
    assert "附件编号写错" not in row


def test_a_procedure_says_where_it_stands_in_the_table(full):
    opening = full[: full.index("<dl")]
    assert "第 7 项工作任务" in text(opening)
    assert "综合岗位 1" in text(opening)
    assert "../../guides/0/#task-general-7" in links(full)
    related = text(section(full, "related"))
    assert "综合科第 7 项工作任务：样例卡申办工作" in related
    assert "附件写成 9.7，其实是 9.1。" in related


def test_what_is_not_in_the_table_says_nothing_of_it(site):
    assert "工作任务" not in pages.guide(site, site.entry("003"), ROOT)
    unconnected = sample_site.site()
    assert "工作任务" not in pages.guide(unconnected, unconnected.entry("9.1"), ROOT)


# --- mechanisms -----------------------------------------------------------------------------------


def test_a_mechanism_says_what_the_sources_say_and_who_names_it(site):
    html = connections.mechanism_page(site, site.mechanisms["one-visit"], ROOT)
    words = text(html)
    assert "材料齐全的，一次受理。 来源 5.2" in words
    assert "企业服务专员规范 003 来源 5.2、5.4" in words
    assert "001 只写名称。" in words
    assert {"../../guides/003/", "../../guides/9.1/", "../../mechanisms/first-contact/"} <= links(html)


def test_what_no_source_defines_is_called_silent(site):
    words = text(connections.mechanism_page(site, site.mechanisms["first-contact"], ROOT))
    assert "来源未规定。来源只写了这个名称" in words


def test_an_entry_leads_to_the_mechanisms_it_names(site, full):
    assert "相关机制一次办好制 来源 三(一)" in text(section(full, "related"))
    standard = pages.guide(site, site.entry("003"), ROOT)
    assert {"../../mechanisms/one-visit/", "../../mechanisms/first-contact/"} <= links(standard)


def test_the_index_tells_defined_mechanisms_from_those_only_named(site):
    html = indexes.mechanisms_index(site, "../")
    defined, named = html.split("来源只写名称的")
    assert "一次办好制" in defined
    assert "首接负责制" in named
    assert "暂时没有服务机制" in indexes.mechanisms_index(sample_site.site(), "../")


# --- laws -----------------------------------------------------------------------------------------


def test_a_law_says_its_status_its_place_in_time_and_who_rests_on_it(site):
    old = text(connections.law_page(site, site.laws["old-rules"], ROOT))
    for said in (
        "《样例暂行办法》",
        "已被替代",
        "现行的是样例管理办法",
        "样例令第 1 号第二十条",
        "2026 年 11 月 21 日",
    ):
        assert said in old
    assert "9.1 样例卡申办 来源没写条款 来源 一" in old
    assert "这份文件可能已被新办法替代 待核实" in old
    new = connections.law_page(site, site.laws["sample-rules"], ROOT)
    assert "它替代了《样例暂行办法》" in text(new)
    assert "9.1 样例卡申办 第三条 来源 一" in text(new)
    assert {"../../laws/old-rules/", "../../guides/9.1/#basis"} <= links(new)


@pytest.mark.parametrize(
    ("part", "item"),
    [("conditions", {"id": "crime", "text": "不构成犯罪"}), ("penalties", {"text": "构成犯罪的，吊销"})],
)
def test_a_quotation_counts_as_use(part, item):
    quote = {"law": "sample-rules", "article": "第八条", "text": "原文。"}
    entry = sample_site.entry(sample_site.SPARSE, **{part: [{**item, "clause": "二", "quote": quote}]})
    changed = sample_site.site(entry)
    (use,) = connections.law_uses(changed, changed.laws["sample-rules"])
    assert (use.articles, use.clause, use.quoted) == ("第八条", "二", True)


@pytest.mark.parametrize(
    ("superseded_by", "found"),
    [
        ("样例管理办法", True),
        ("样例管理办法（样例令第 1 号）", True),
        ("《样例管理办法》（样例令第 1 号）", True),
        ("样例管理办法实施细则", False),
        ("另一部办法", False),
    ],
)
def test_what_replaced_a_law_is_linked_when_it_is_on_our_list(site, superseded_by, found):
    old = site.laws["old-rules"].model_copy(update={"superseded_by": superseded_by})
    changed = replace(site, laws={**site.laws, "old-rules": old})
    assert (connections.replacing(changed, old) is not None) == found


def test_a_guide_leads_to_its_laws_and_the_index_to_all(site, full):
    assert {"../../laws/sample-rules/", "../../laws/old-rules/"} <= links(full)
    html = indexes.laws_index(site, "../")
    assert {"../laws/sample-rules/", "../laws/old-rules/"} <= links(html)
    assert text(html).count("1 个事项") == 2


# --- terms ----------------------------------------------------------------------------------------


def test_the_first_occurrence_of_a_term_is_explained_without_javascript(site):
    html = glossary.explained(pages.guide(site, site.entry("9.1"), ROOT), site, site.entry("9.1"), ROOT)
    link = '<a class="term" href="../../glossary/#term-样例卡"><abbr title="给经常出行人员的多次有效凭证。">样例卡</abbr></a>'
    assert html.count(link) == 1
    assert html.count('class="term"') == 1
    assert text(html) == text(pages.guide(site, site.entry("9.1"), ROOT))
    assert link in html[html.index('class="guide__lead"') :].partition("</p>")[0]


@pytest.mark.parametrize(
    "closed",
    [
        "<h2>{}</h2>", '<a href="#x">{}</a>', "<button>{}</button>", "<label>{}</label>", "<svg><text>{}</text></svg>",
        "<blockquote><p>{}</p></blockquote>", "<small>{}</small>", "<dt>{}</dt>", '<p title="{}">词</p>',
    ],
)  # fmt: skip
def test_a_term_is_left_alone_where_a_link_has_no_place(site, closed):
    html = closed.format("样例卡")
    assert glossary.explained(html, site, site.entry("9.1"), ROOT) == html


def neighbour(site, office, *meanings):
    entries = [
        sample_site.entry(
            sample_site.SPARSE,
            id=f"9.{number}",
            office=office,
            kind="procedure",
            title=f"样例 {number}",
            definitions=[{"term": "窗口", "text": meaning, "clause": "一"}],
        )
        for number, meaning in enumerate(meanings, 2)
    ]
    return replace(site, entries=(*site.entries, *entries), duties=None, mechanisms={})


@pytest.mark.parametrize(
    ("office", "meanings", "title"),
    [
        ("general", ["收材料的地方。"], "9.2 样例 2：收材料的地方。"),
        (None, ["收材料的地方。"], None),
        ("general", ["收材料的地方。", "别的意思。"], None),
    ],
    ids=["same office", "another office", "two meanings"],
)
def test_a_term_of_the_same_office_is_explained_with_its_origin(site, office, meanings, title):
    changed = neighbour(site, office, *meanings)
    html = glossary.explained("<p>交到窗口。</p>", changed, changed.entry("9.1"), ROOT)
    assert re.findall('title="([^"]*)"', html) == ([title] if title else [])


def test_the_longest_term_wins():
    entry = sample_site.entry(
        sample_site.SPARSE,
        definitions=[
            {"term": "反倾销", "text": "措施。", "clause": "一"},
            {"term": "反倾销税", "text": "一种税。", "clause": "一"},
        ],
    )
    html = glossary.explained("<p>反倾销税，反倾销。</p>", sample_site.site(entry), entry, "../")
    assert re.findall("<abbr[^>]*>(.*?)</abbr>", html) == ["反倾销税", "反倾销"]


def test_the_glossary_gives_every_meaning_with_its_source(site):
    html = indexes.glossary_index(site, "../")
    assert 'id="term-样例卡"' in html
    assert "给经常出行人员的多次有效凭证。 来源 9.1 样例卡申办 一(一)" in text(html)
    assert "../guides/9.1/#definitions" in links(html)


# --- forms, bodies, returning duties --------------------------------------------------------------


def test_forms_are_listed_with_every_place_and_laws_are_not():
    entry = sample_site.entry(
        sample_site.FULL,
        results=[
            {
                "text": "发给《样例卡》和《样例卡申请表》回执，依据《样例管理办法（试行）》《另一部条例》",
                "clause": "三",
            }
        ],
    )
    forms = {form.title: form for form in indexes.forms(sample_site.site(entry))}
    assert set(forms) == {"样例卡申请表", "样例卡"}
    (use,) = forms["样例卡申请表"].uses
    assert [(mention.anchor, mention.text) for mention in use.mentions] == [
        ("materials", "材料"),
        ("where", "办成后"),
    ]


@pytest.mark.parametrize(
    ("part", "value", "anchor"),
    [
        ("records", [{"title": "《登记簿》", "fields": ["姓名"], "clause": "一"}], "records"),
        ("records", [{"title": "台账", "fields": ["《登记簿》编号"], "clause": "一"}], "records"),
        ("deadlines", [{"id": "file", "what": "交《登记簿》", "stated_as": "及时", "clause": "一"}], "deadline-file"),
        ("flows", [{"id": "main", "title": "流程", "nodes": [{"id": "a", "do": "填《登记簿》", "clause": "一", "source_silent": True}]}], "flow-main"),
        ("guidance", [{"id": "keep", "title": "保管", "items": [{"text": "《登记簿》锁好", "clause": "一"}]}], "guidance-keep"),
        ("materials", [{"name": "复印件", "note": "《登记簿》的复印件", "clause": "一"}], "materials"),
    ],
)  # fmt: skip
def test_a_form_is_found_wherever_it_is_handled(part, value, anchor):
    entry = sample_site.entry(sample_site.SPARSE, **{part: value})
    (form,) = indexes.forms(sample_site.site(entry))
    assert (form.title, form.uses[0].mentions[0].anchor) == ("登记簿", anchor)
    assert f"../guides/003/#{anchor}" in links(indexes.forms_index(sample_site.site(entry), "../"))


def test_bodies_are_listed_by_exact_name_with_what_they_do(site):
    bodies = {body.title: body for body in indexes.bodies(site)}
    assert set(bodies) == {"申请企业", "县级窗口", "市级部门", "邀请单位", "主管部门", "持卡单位"}
    (use,) = bodies["县级窗口"].uses
    assert [(mention.anchor, mention.text) for mention in use.mentions] == [
        ("step-main-review", "判断：材料齐全并符合要求吗"),
        ("deadline-reply", "答复申请人（20 天内）"),
    ]
    html = indexes.bodies_index(site, "../")
    assert {"../guides/9.1/#step-main-review", "../guides/9.1/#guidance-keeping"} <= links(html)


def test_returning_duties_stand_by_period_and_date(site):
    html = indexes.returning_duties(site, "../")
    monthly, quarterly, yearly = (section(html, f"every-{every}") for every in ("month", "quarter", "year"))
    assert "每月 5 日前 谁来做：来源未规定 上报证明材料 每月 5 日前 来源 四(五) 9.1 样例卡申办" in text(
        monthly
    )
    assert "每季度结束后 15 个工作日内" in text(quarterly)
    assert "来源没有写每年要做的事" in text(yearly)
    assert "../guides/9.1/#deadline-monthly" in links(html)


def test_what_has_no_date_comes_last_and_says_so():
    def duty(name, **rule):
        return {
            "id": name,
            "what": name,
            "stated_as": "照来源",
            "clause": "一",
            "recurrence": {"every": "year"} | rule,
        }

    entry = sample_site.entry(
        sample_site.SPARSE,
        deadlines=[
            duty("never-dated"),
            duty("autumn", months=[11, 10]),
            duty("june", month=6, day=30),
            duty("early", month=6, day=1),
        ],
    )
    ((_, _, _), (_, _, _), (_, _, rows)) = indexes.returning(sample_site.site(entry))
    assert [(row.deadline.id, row.rule, row.dated) for row in rows] == [
        ("early", "每年 6 月 1 日前", True),
        ("june", "每年 6 月 30 日前", True),
        ("autumn", "每年 11 月、10 月", True),
        ("never-dated", "每年", False),
    ]


# --- overviews ------------------------------------------------------------------------------------


def test_browsing_leads_everywhere_with_counts(site):
    html = indexes.browse(site, "../")
    assert {
        "../enterprise/", "../topics/#topic-travel", "../staff/#office-general", "../guides/0/", "../mechanisms/", "../laws/",
        "../forms/", "../bodies/", "../glossary/", "../calendar/", "../deadlines/#all",
    } <= links(html)  # fmt: skip
    assert "法规和文件 2 部" in text(html)
    empty = links(indexes.browse(sample_site.site(sample_site.entry(sample_site.SPARSE)), "../"))
    assert "../guides/0/" not in empty
    assert {"../mechanisms/", "../forms/"} <= empty  # these pages are there even without content


def test_entries_are_grouped_by_topic(site):
    html = pages.entries(site, ROOT, by="topic")
    assert [text(heading) for heading in re.findall("<h2>(.*?)</h2>", html, re.DOTALL)] == [
        "出行和证件 出行要办的证件",
        "服务企业 专员和走访",
        "还没有归到主题",
    ]
    assert html.count("guides/9.1/") == 2


def many(count, **changes):
    editorial = {"audience": ["enterprise", "staff"], "stages": ["operation"], "topics": ["travel"]}
    return sample_site.connected(
        *(
            sample_site.entry(
                sample_site.SPARSE, id=f"7.{number}", title=f"样例 {number}", editorial=editorial | changes
            )
            for number in range(1, count + 1)
        ),
        sample_site.entry(sample_site.SPARSE),
        sample_site.entry(sample_site.FULL),
    )


def test_many_entries_get_a_list_of_groups_and_large_groups_parts():
    site = many(41)
    html = pages.entries(site, "../", audience="enterprise", by="stage")
    assert "#stage-operation" in links(html)
    assert re.findall("<h3>(.*?)</h3>", html) == ["出行和证件", "其他"]
    assert "说明服务专员做什么" in html
    assert "说明服务专员做什么" not in pages.entries(site, "../", by="office")


def test_the_home_page_shows_some_of_many_entries_checkers_first():
    html = pages.stages(many(20), "./")
    operation = html[html.index("生产经营") : html.index("<h3>转型升级")]
    assert operation.count("guides/") == 6
    assert operation.index("guides/9.1/") < operation.index("guides/7.1/")
    assert "./enterprise/#stage-operation" in operation


def test_what_is_over_says_so_first_of_all(site):
    entry = sample_site.entry(sample_site.SPARSE, historical="2020 年底结束。")
    html = pages.guide(sample_site.site(entry), entry, ROOT)
    assert "已结束 2020 年底结束。" in text(html[html.index("<h1") : html.index('class="guide__meta"')])
    assert "已结束" in pages.entries(sample_site.site(entry), ROOT, audience="staff")
    assert "已结束" not in pages.guide(site, site.entry("003"), ROOT)


# --- anchors and order ----------------------------------------------------------------------------


def test_anchors_are_unique_and_readable():
    assert anchors("form", ["调令", "表（一）", "表(一)", "表 一", "调令"]) == {
        "调令": "form-调令", "表（一）": "form-表-一", "表(一)": "form-表-一-2", "表 一": "form-表-一-3",
    }  # fmt: skip


def test_titles_stand_under_the_first_letter_of_their_pinyin():
    assert [letter(title) for title in ("调令", "《补正通知》", "APEC 表", "2020 年表", "“走出去”")] == [
        *"DBA#Z"
    ]
    assert by_letter(["调令", "2020 年表", "补正", "APEC", "补办"], str) == [
        ("A", ("APEC",)), ("B", ("补办", "补正")), ("D", ("调令",)), ("#", ("2020 年表",)),
    ]  # fmt: skip


# --- published data and search --------------------------------------------------------------------


def test_the_index_names_the_table_the_mechanisms_and_the_laws(site):
    listed = {entry["id"]: entry for entry in index(site, "", "")["entries"]}
    assert [entry["kind"] for entry in listed.values()] == [
        "procedure",
        "standard",
        "duties",
        *["mechanism"] * 2,
        *["law"] * 2,
    ]
    assert listed["0"]["urls"] == ["guides/0/"]
    assert listed["one-visit"]["urls"] == ["mechanisms/one-visit/"]


def test_their_data_are_published(site, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    write_api(site, DATA, tmp_path)

    def read(name):
        return json.loads((tmp_path / f"api/v1/entries/{name}.json").read_text("utf-8"))

    table = read("0")
    assert (table["id"], table["kind"], table["source"]["document"]["id"]) == ("0", "duties", "001")
    assert table["offices"][0]["tasks"][0]["posts"] == ["综合岗位 1"]
    assert table["offices"][0]["tasks"][0]["procedures"] == ["9.1"]
    mechanism = read("one-visit")
    assert (mechanism["kind"], mechanism["entries"]) == ("mechanism", ["003", "9.1"])
    law = read("sample-rules")
    assert law["uses"] == [{"entry": "9.1", "articles": "第三条", "clause": "一", "quoted": False}]
    assert law["status"] == "in_force"


def test_everything_can_be_searched_after_the_entries(site):
    documents = list(record_documents(site))
    assert [document.url for document in documents] == [
        "guides/0/", "mechanisms/one-visit/", "mechanisms/first-contact/", "laws/sample-rules/", "laws/old-rules/", "glossary/#term-样例卡",
    ]  # fmt: skip
    assert all(document.weight < 1 for document in documents)
    docs = search_index(documents)["docs"]
    assert [entry[4] for entry in docs] == [document.weight for document in documents]
    assert "样例卡申办工作" in documents[0].body


def test_a_law_the_source_only_alludes_to_has_no_title_marks(site):
    law = Law.model_validate(sample_site.LAWS[0] | {"id": "vague", "title": "相关规定", "named": False})
    html = connections.law_page(site, law, ROOT)
    assert '<h1 id="top">相关规定</h1>' in html
    assert "没有事项直接以它为依据" in html
