"""A guide page says everything its entry says, where it stands in the source, and what the source leaves open."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from sitegen import pages
from tests.sitegen import sample_site

ROOT = "../../"


@pytest.fixture(scope="module")
def site():
    return sample_site.site()


@pytest.fixture(scope="module")
def full(site):
    return pages.guide(site, site.entry("9.1"), ROOT)


@pytest.fixture(scope="module")
def sparse(site):
    return pages.guide(site, site.entry("003"), ROOT)


class Outline(HTMLParser):
    """Ids, links, form names and inline styles of a page, and whether its elements nest."""

    VOID = frozenset(("input", "br", "meta", "link", "hr", "img"))

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[str] = []
        self.open: list[str] = []
        self.styled: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"])
        if "style" in given:
            self.styled.append(tag)
        if tag == "a":
            self.links.append(given["href"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes nothing"


def text(html: str) -> str:
    """What a reader sees, without markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)))


def section(html: str, anchor: str) -> str:
    """The HTML from an element's id to the next section."""
    return re.split(r"<section|<nav", html[html.index(f'id="{anchor}"') :], maxsplit=1)[0]


@pytest.mark.parametrize("page", ["full", "sparse"])
def test_the_markup_is_sound(page, request):
    outline = Outline(request.getfixturevalue(page))
    assert outline.open == []
    assert outline.styled == []
    assert outline.headings.count("h1") == 1
    assert len(outline.ids) == len(set(outline.ids))
    assert {link[1:] for link in outline.links if link.startswith("#")} <= {*outline.ids}


def test_headings_never_skip_a_level(full):
    levels = [int(heading[1]) for heading in Outline(full).headings]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_it_opens_with_title_number_office_notice_and_phone(full):
    opening = text(full[: full.index("<dl")])
    for words in ("样例卡申办", "编号 9.1", "综合科（外事办公室）", "办理前请致电核实", "（0533）8180684"):
        assert words in opening
    assert 'href="tel:05338180684"' in full


def test_three_lines_say_who_what_and_how_long(full):
    summary = text(full[full.index('<dl class="summary"') : full.index("</dl>")])
    assert "符合 4 项条件" in summary
    assert "3 项材料，另有 3 项视情况" in summary
    assert "窗口受理申请后 20 个工作日内" in summary  # current law, not the source's 20 days
    assert "另有 6 个时限" in summary


@pytest.mark.parametrize(
    ("anchor", "silence"),
    [
        ("who", "来源未规定"),
        ("materials", "来源未规定"),
        ("when", "时限：来源未规定"),
        ("steps", "来源未规定"),
    ],
)
def test_a_silent_source_is_said_so_quietly(sparse, anchor, silence):
    found = section(sparse, anchor)
    assert silence in text(found)
    assert 'class="silent"' in found


@pytest.mark.parametrize("label", ["地点", "电话", "费用"])
def test_place_phone_and_fee_are_never_left_out(sparse, label):
    assert re.search(rf"<dt>{label}</dt><dd><span class=\"silent\">来源未规定", sparse)
    assert "来源未列电话" in sparse


def test_what_an_entry_does_not_have_leaves_no_trace(sparse):
    for word in (
        "判定表",
        "已备",
        "算出每个最后一天",
        "变化提示",
        "来源有出入",
        "责任与后果",
        "这些词的意思",
        "办成后",
    ):
        assert word not in sparse
    assert "data-widget" not in sparse


def test_sections_are_numbered_without_a_gap(full):
    without = sample_site.entry(sample_site.FULL, guidance=[], definitions=[], records=[], penalties=[])
    assert [anchor for anchor, _ in pages.headings(without)] == [
        "who",
        "materials",
        "when",
        "steps",
        "basis",
    ]
    assert re.findall('class="numeral" aria-hidden="true">(.)</span>', full) == [*"①②③④⑤⑥"] * 2


def test_every_clause_of_the_entry_is_shown(full):
    given = re.findall(r"clause: ([^,}\n]+)", sample_site.FULL)
    shown = set(re.findall(r"来源 ([^<]+)</small>", full))
    assert {clause.strip() for clause in given} - shown == set()


def test_conditions_say_in_words_what_meets_them(full):
    condition = text(section(full, "condition-shops"))
    assert "同时满足： “你有几家直营店？”不少于 2 家“每家都经营超过 1 年了吗？”答“是”" in condition
    assert "不符合时可以补救：先把直营店开到 2 个并经营满 1 年" in condition
    record = text(section(full, "condition-record"))
    assert "算符合：“申请人有犯罪记录吗？”答“否”" in record
    assert "只在这种情况下要求：“你所在的企业属于哪一类？”不是“没有企业”" in record


def test_the_decision_table_gives_each_outcome_its_case_next_step_and_deadline(full):
    table = text(section(full, "table"))
    assert "直接报市级部门 先打电话约时间 同时满足： “你有几家直营店？”不少于 10 家" in table
    assert "满足其一： “你有几家直营店？”少于 10 家" in table
    assert "时限：答复申请人，窗口受理申请后 20 个工作日内" in table
    assert "全部符合可以申办。备齐材料，交到县级窗口" in table


def test_the_checker_asks_every_question_and_always_takes_unclear(full):
    form = full[full.index('id="checker"') : full.index('id="table"')]
    assert 'data-call="check materials"' in form
    for name in ("kind", "open_long", "convicted"):
        values = re.findall(rf'name="answers.{name}" value="(\w+)"', form)
        assert values[-1] == "unknown"
        assert f'data-error="answers.{name}"' in form
    assert re.findall(r'name="answers.kind" value="(\w+)"', form)[:3] == ["private", "joint", "none"]
    assert 'inputmode="numeric" autocomplete="off" id="checker-q-shops" name="answers.shops"' in form
    assert 'data-clear="answers.shops"' in form
    assert "checked" not in form


def test_materials_carry_amount_form_case_and_a_box_to_tick(full):
    materials = full[full.index('id="materials"') : full.index('id="when"')]
    words = text(materials)
    assert "《样例卡申请表》 3 份 原件" in words
    assert "二寸白底免冠照片 4 张" in words
    assert "营业执照 复印件" in words
    assert "视情况 民营企业" in words
    assert "实物出资类 情况：合资企业" in words
    assert materials.count("data-tick=") == materials.count("data-material=") == 6
    assert re.findall('data-needed="(.+?)"', materials) == ["yes"] * 3 + ["unknown"] * 3


def test_without_cases_no_material_is_marked(site):
    entry = sample_site.entry(sample_site.FULL)
    plain = entry.model_copy(update={"materials": [item for item in entry.materials if item.when is None]})
    assert "data-need>" not in pages.guide(site, plain, ROOT)


def test_current_law_leads_and_the_source_stands_beside_it(full):
    card = text(section(full, "deadline-reply")).split("再延长")[0]
    assert (
        card.index("窗口受理申请后 20 个工作日内")
        < card.index("样例公开条例 第三十三条")
        < card.index("20 天内")
    )
    assert "2019 年 5 月 15 日起" in card
    assert "没写是不是工作日" not in card  # current law says so
    assert "听证：期间不计算在内（样例管理办法 第九条）" in card


def test_where_only_days_are_written_both_readings_are_announced(site):
    days = sample_site.entry(sample_site.FULL, currency=[])
    assert "两种读法都列出" in text(section(pages.guide(site, days, ROOT), "deadline-reply"))


def test_a_deadline_without_number_is_shown_and_not_computed(full):
    card = text(section(full, "deadline-silent"))
    assert "规定时间内" in card
    assert "来源没有给出能推算日子的数字，只列出，不计算。" in card
    assert "只在这种情况下适用：“你所在的企业属于哪一类？”答“民营企业”" in card


def test_a_contradiction_stands_beside_the_fact_and_in_the_list(full):
    assert "来源有出入：流程图写 3 个工作日，正文写 5 个工作日。" in text(section(full, "deadline-report"))
    assert "时限：交回情况报告表：流程图写 3 个工作日" in text(section(full, "remarks"))


def test_the_timeline_asks_for_events_completions_interruptions_and_answers_that_matter(full):
    form = full[full.index('id="timeline"') : full.index('id="where"')]
    names = re.findall(r'name="([^"]+)"', form)
    assert [*dict.fromkeys(names)] == [
        "events.accepted",
        "events.exited",
        "events.reply",
        "answers.kind",
        "intervals.hearing.0.from",
        "intervals.hearing.0.to",
        "events.extension",
        "events.report",
        "events.advance",
        "events.monthly",
        "events.quarterly",
        "today",
        "case",
    ]


def test_steps_are_the_nodes_of_the_chart_with_every_way_out(full):
    steps = full[full.index('<ol class="steps"') : full.index("</ol>", full.index('<ol class="steps"'))]
    assert re.findall('id="step-main-([a-z]+)" value="([0-9])"', steps) == [
        (node, str(place))
        for place, node in enumerate(
            ("apply", "review", "visit", "sign", "scan", "notify", "done", "refuse"), 1
        )
    ]
    words = text(steps)
    assert "不齐全：回到第 1 步 备齐材料并提交" in words
    assert "不符合要求：到结束：不予受理" in words
    assert "市级部门 必要时 约谈负责人或实地考察" in words
    assert "同时开始：第 5 步 扫描上传 同时开始：第 6 步 通知企业取件" in words
    assert "谁来做：来源未规定" in words
    assert "时限：被邀请人离境后 5 个工作日内" in words
    for node in ("apply", "refuse"):
        assert f'href="#step-main-{node}"' in full[full.index("<svg") : full.index("</svg>")]


def test_laws_show_their_status_and_what_replaced_them(full):
    laws = text(section(full, "laws"))
    assert "《样例管理办法》 样例令第 1 号 第三条 现行有效" in laws
    assert "《样例暂行办法》 已被替代" in laws
    assert "现行的是：样例管理办法" in laws


def test_what_is_not_verified_is_never_called_current_law(full):
    changes = full[full.index('id="changes"') : full.index('id="remarks"')].split('class="change-item"')
    verified, pending = text(changes[1]), text(changes[2])
    assert "已核实" in verified
    assert "现行规定" in verified
    assert "来源写法20 天内" in verified
    assert "待核实" in pending
    assert "现行规定" not in pending


def test_paper_gets_boxes_signature_source_and_date(full):
    paper = text(full[full.index('class="paper"') :])
    for words in (
        "申请人签名",
        "日期",
        "样例卡申办（9.1）",
        "（0533）8180684",
        "现行规定核对至 2026 年 11 月 21 日",
    ):
        assert words in paper


def test_text_of_the_data_cannot_become_markup(site):
    entry = sample_site.entry(sample_site.SPARSE, summary="<script>alert(1)</script>", title="<b>甲</b>")
    assert "<script" not in pages.guide(site, entry, ROOT)
    assert "<b>" not in pages.guide(site, entry, ROOT)


# --- pieces for hand-written pages ---


def test_a_chart_elsewhere_links_to_the_steps_on_its_own_page(site):
    links = [link for link in Outline(pages.chart(site, "9.1", "../")).links if "step-" in link]
    assert links
    assert all(link.startswith("../guides/9.1/#step-main-") for link in links)


def test_a_checker_elsewhere_has_an_id_of_its_own(site):
    html = pages.checker(site, "9.1", "./")
    assert 'data-entry="9.1" id="checker-9.1"' in html
    assert Outline(html).links == ["#checker-9.1-answer", "./guides/9.1/"]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda site: pages.checker(site, "1.99", ""), "没有编号为“1.99”的事项"),
        (lambda site: pages.checker(site, "003", ""), "没有核验"),
        (lambda site: pages.chart(site, "003", ""), "没有办理流程"),
        (lambda site: pages.deadlines(site, "003", ""), "没有办理时限"),
        (
            lambda site: pages.entries(site, "", audience="citizen"),
            "没有“citizen”这一类；可用：enterprise、staff、hall",
        ),
        (lambda site: pages.entries(site, "", stage="birth"), "没有“birth”这一类"),
        (lambda site: pages.entries(site, "", by="colour"), "不能按“colour”分组；可用：stage、office、place"),
    ],
)
def test_what_does_not_exist_is_refused_in_chinese(site, call, says):
    with pytest.raises(pages.UnknownEntry, match=re.escape(says)):
        call(site)


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("stage", ["生产经营", "转型升级", "不分阶段"]),
        ("office", ["综合科 外事办公室", "标准 不属于某一科室"]),
        ("place", ["样例街 1 号 3 楼 321 室", "来源未规定地点 去之前先打电话问清楚"]),
    ],
)
def test_entries_are_grouped(site, by, groups):
    html = pages.entries(site, ROOT, by=by)
    assert [text(heading) for heading in re.findall("<h2>(.*?)</h2>", html, re.DOTALL)] == groups


def test_entries_are_chosen_by_audience_and_stage(site):
    assert "guides/003/" not in pages.entries(site, ROOT, audience="enterprise")
    assert "guides/9.1/" not in pages.entries(site, ROOT, audience="staff")
    assert "暂时没有事项" in pages.entries(site, ROOT, stage="closure")


def test_all_five_stages_are_shown_even_when_empty(site):
    html = pages.stages(site, ROOT)
    assert re.findall("<h3>(.*?)</h3>", html) == ["企业开办", "项目建设", "生产经营", "转型升级", "企业注销"]
    assert html.count("暂时没有事项") == 3


def test_the_table_of_deadlines_leads_with_current_law(site):
    row = text(pages.deadlines(site, None, ROOT))
    assert "县级窗口 答复申请人 窗口受理申请后 20 个工作日内 现行规定 20 天内" in row
    assert "全部事项的办理时限" in row


def test_the_calculator_offers_every_unit_and_apart_hours():
    html = pages.due_form("../")
    assert re.findall(r'<option value="(\w+)"', html) == [
        "working_day",
        "day",
        "week",
        "month",
        "quarter",
        "year",
    ]
    assert '<input type="hidden" name="unit" value="hour">' in html
    assert html.count('data-call="due"') == 2
