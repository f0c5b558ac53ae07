"""Flowcharts: everything of the flow is drawn once, nothing is invented, and a phone can show it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.flow_box import Box
from sitegen.flow_graph import ways
from sitegen.flow_layout import SCALED, arrange
from sitegen.flow_text import text_width, wrap
from sitegen.flowchart import description, svg
from sitegen.model import Flow

ENTRIES = Path(__file__).resolve().parents[2] / "data" / "entries"


def flow(text: str) -> Flow:
    """A flow from the YAML of its nodes; every node stands in clause 一."""
    nodes = [{"clause": "一"} | node for node in yaml.safe_load(text)]
    return Flow.model_validate({"id": "main", "title": "流程", "nodes": nodes})


LINEAR = """
- {id: apply, who: 申办企业, do: 备齐材料，报区县外办, next: check}
- {id: check, who: 市外办, do: 初审并报省外办, next: done}
- {id: done, end: 领到旅行卡}
"""
LOOP = """
- {id: apply, who: 邀请单位, do: 备齐材料上报, next: check}
- {id: check, decide: 材料符合要求吗, next: [{when: 符合, to: done}, {when: 要补充, to: apply}]}
- {id: done, end: 出具函件}
"""
PARALLEL = """
- {id: back, do: 出访返回, parallel: [passport, report]}
- {id: passport, who: 出访团组, do: 交还护照, next: done}
- {id: report, do: 上报出访报告, next: done}
- {id: done, end: 办结}
"""
SILENT = """
- {id: check, decide: 区县外办同意吗, source_silent: true, next: [{when: 同意, to: visit}]}
- {id: visit, who: 市外办, do: 实地考察, optional: true, next: sign}
- {id: sign, do: 签批, source_silent: true}
"""
SEVEN = """
- {id: kind, who: 县商务局, decide: 申请的信息属于哪一种, next: [{when: 内容不明确, to: a}, {when: 信息不存在, to: b},
   {when: 已经主动公开, to: c}, {when: 属于公开范围, to: d}, {when: 部分公开, to: e}, {when: 不予公开, to: f}, {when: 不归本局管, to: g}]}
- {id: a, do: 出具《补正申请通知书》, next: kind}
- {id: b, do: 出具《政府信息不存在告知书》, next: done}
- {id: c, do: 出具《政府信息公开告知书》, next: done}
- {id: d, do: 出具《政府信息公开告知书》, next: done}
- {id: e, do: 出具《政府信息部分公开告知书》, next: part}
- {id: part, do: 提供可以公开的部分, next: done}
- {id: f, do: 出具《政府信息不予公开告知书》, next: done}
- {id: g, do: 出具《非本机关政府信息告知书》, next: done}
- {id: done, end: 答复完毕}
"""
SAMPLES = [LINEAR, LOOP, PARALLEL, SILENT, SEVEN]


def real_flows() -> list[Flow]:
    files = sorted(ENTRIES.glob("*/*.yml"))
    return [
        Flow.model_validate(item)
        for file in files
        for item in yaml.safe_load(file.read_text("utf-8")).get("flows", [])
    ]


def drawn(chart: Flow) -> ElementTree.Element:
    return ElementTree.fromstring(svg(chart, "办理流程图"))


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+\.?\d*", text)]


def lines_of(node: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in node.iter("text")]


# --- what is drawn --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", SAMPLES)
def test_every_node_is_one_link_to_its_step(text: str) -> None:
    chart = flow(text)
    links = [link.attrib["href"] for link in drawn(chart).iter("a")]
    assert links == [f"#step-main-{node.id}" for node in chart.nodes]


@pytest.mark.parametrize("text", SAMPLES)
def test_every_way_is_one_line_with_an_arrow(text: str) -> None:
    chart = flow(text)
    edges = [path for path in drawn(chart).iter("path") if path.get("class") == "flow__edge"]
    assert [edge.attrib["data-edge"] for edge in edges] == [
        f"{way.source} {way.target}" for way in ways(chart)
    ]
    assert all(edge.attrib["marker-end"].startswith("url(#flow-") for edge in edges)


def test_the_actor_stands_above_the_action() -> None:
    step = next(drawn(flow(LINEAR)).iter("a"))
    assert lines_of(step) == ["申办企业", "备齐材料，报区县外办"]
    assert [text.get("class") for text in step.iter("text")] == ["flow__who", None]
    assert "aria-label" not in step.attrib


def test_a_step_without_an_actor_names_none() -> None:
    sign = list(drawn(flow(SILENT)).iter("a"))[2]
    assert lines_of(sign) == ["签批"]


def test_a_decision_the_source_leaves_open_says_so_and_gets_no_invented_way() -> None:
    check = next(drawn(flow(SILENT)).iter("a"))
    assert lines_of(check) == ["区县外办同意吗", "其他走向来源未规定"]
    assert len(ways(flow(SILENT))) == 2


def test_an_optional_step_is_dashed_and_says_when_needed() -> None:
    visit = list(drawn(flow(SILENT)).iter("a"))[1]
    assert lines_of(visit) == ["必要时，市外办", "实地考察"]
    assert "stroke-dasharray" in visit[0].attrib


def test_the_words_of_a_branch_stand_on_its_line() -> None:
    labels = [
        "".join(lines_of(group))
        for group in drawn(flow(LOOP)).iter("g")
        if group.get("class") == "flow__label"
    ]
    assert labels == ["符合", "要补充"]


def test_parallel_ways_start_from_one_plate() -> None:
    forks = [group for group in drawn(flow(PARALLEL)).iter("g") if group.get("class") == "flow__fork"]
    assert [lines_of(fork) for fork in forks] == [["同时进行"]]


@pytest.mark.parametrize(
    ("node", "shape"),
    [
        ("{id: a, do: 受理}", "step"),
        ("{id: a, decide: 由谁批准, next: [{when: 市里, to: a}]}", "diamond"),
        ("{id: a, decide: 是否属于不予受理的情形或者诉求事实不清, next: [{when: 是, to: a}]}", "hexagon"),
        ("{id: a, end: 办结}", "end"),
    ],
)
def test_shapes(node: str, shape: str) -> None:
    assert arrange(flow(f"- {node}")).boxes["a"].shape == shape


# --- what readers and machines rely on ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            LINEAR,
            "共 3 步。1. 申办企业：备齐材料，报区县外办；到第 2 步。2. 市外办：初审并报省外办；到第 3 步。3. 结束：领到旅行卡。",
        ),
        (
            LOOP,
            "共 3 步。1. 邀请单位：备齐材料上报；到第 2 步。2. 判断：材料符合要求吗；符合，到第 3 步；要补充，回到第 1 步。"
            "3. 结束：出具函件。",
        ),
        (
            PARALLEL,
            "共 4 步。1. 出访返回；同时到第 2 步；同时到第 3 步。2. 出访团组：交还护照；到第 4 步。"
            "3. 上报出访报告；到第 4 步。4. 结束：办结。",
        ),
        (
            SILENT,
            "共 3 步。1. 判断：区县外办同意吗（其他走向来源未规定）；同意，到第 2 步。2. 必要时，市外办：实地考察；到第 3 步。3. 签批。",
        ),
    ],
)
def test_the_description_says_the_same_in_words(text: str, words: str) -> None:
    assert description(flow(text)) == words


def test_the_chart_is_named_and_described() -> None:
    root = drawn(flow(LINEAR))
    title, desc = root.find("title"), root.find("desc")
    assert title is not None
    assert desc is not None
    assert (title.text, desc.text) == ("办理流程图", description(flow(LINEAR)))
    assert root.attrib["role"] == "group"
    assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {desc.attrib['id']}"


def test_two_charts_on_a_page_share_no_id() -> None:
    both = svg(flow(LINEAR), "甲") + svg(flow(LINEAR), "乙") + svg(flow(LOOP), "甲")
    ids = re.findall(r' id="([^"]+)"', both)
    assert len(ids) == len(set(ids)) == 9


def test_a_chart_too_high_for_a_sheet_of_paper_is_marked() -> None:
    chain = (
        "".join(f"- {{id: n{i}, do: 审核, next: n{i + 1}}}\n" for i in range(30)) + "- {id: n30, end: 办结}"
    )
    assert drawn(flow(chain)).attrib["class"] == "flow flow--tall"
    assert drawn(flow(LINEAR)).attrib["class"] == "flow"


def test_markup_in_the_data_stays_text() -> None:
    chart = svg(flow("- {id: a, who: '<b>\"甲\"</b>', do: '<script>&</script>'}"), "<i>&")
    root = ElementTree.fromstring(chart)
    assert "".join(lines_of(root)) == '<b>"甲"</b><script>&</script>'
    assert not list(root.iter("script"))


@pytest.mark.parametrize("text", SAMPLES)
def test_a_strict_policy_allows_the_chart(text: str) -> None:
    for element in drawn(flow(text)).iter():
        assert element.tag not in ("style", "script", "image", "use")
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_the_same_flow_gives_the_same_bytes() -> None:
    program = (
        "import sys; sys.path.insert(0, 'tests/sitegen'); import test_flowchart as t;"
        "sys.stdout.buffer.write(t.svg(t.flow(t.SEVEN), 'x').encode())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=ENTRIES.parents[1],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] == svg(flow(SEVEN), "x").encode()


# --- a phone can show it --------------------------------------------------------------------------


def test_seven_ways_hang_below_each_other() -> None:
    layout = arrange(flow(SEVEN))
    rows = [layout.boxes[name].y for name in ("a", "b", "c", "d", "e", "f", "g")]
    assert layout.width <= 360
    assert rows == sorted(rows)
    assert len({round(layout.boxes[name].x) for name in "bcdfg"}) == 1


@pytest.mark.parametrize("chart", real_flows(), ids=lambda chart: chart.title)
def test_every_real_chart_fits_a_phone_and_nothing_overlaps(chart: Flow) -> None:
    layout = arrange(chart)
    assert layout.width <= SCALED
    assert_legible(chart)


@pytest.mark.parametrize(
    ("text", "ems", "lines"),
    [
        ("初审", 8, ("初审",)),
        ("立即答复申请人", 6, ("立即答复", "申请人")),
        ("出具《政府信息不存在告知书》", 8, ("出具《政府信息", "不存在告知书》")),
        ("在 20 个工作日内答复", 6, ("在", "20 个工作日", "内答复")),
        ("申办 APEC 商务旅行卡", 8, ("申办 APEC", "商务旅行卡")),
        ("审核，盖章。", 3, ("审核，", "盖章。")),
    ],
)
def test_lines_break_where_a_reader_would(text: str, ems: int, lines: tuple[str, ...]) -> None:
    assert wrap(text, ems * 15, 15) == lines


@given(
    st.text(st.sampled_from("审核企业材料，。（）《》 3个工作日aWi"), min_size=1).filter(str.strip),
    st.integers(3, 12),
)
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, ems: int) -> None:
    lines = wrap(text, ems * 15, 15)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
    assert all(text_width(line, 15) <= ems * 15 for line in lines)


# --- any flow -------------------------------------------------------------------------------------


TEXTS = st.lists(
    st.sampled_from(
        ["审核", "申请人", "提交《申请表》", " 3 个工作日", "APEC 卡", "报送，并", "（复印件）", "意见"]
    ),
    min_size=1,
    max_size=8,
).map("".join)


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """Any flow the model allows: loops, self-loops, parallel starts, dead ends, unreachable nodes."""
    names = [f"n{i}" for i in range(draw(st.integers(1, 9)))]
    target = st.sampled_from(names)
    kinds = {
        "do": st.fixed_dictionaries(
            {"do": TEXTS, "next": st.none() | target, "parallel": st.lists(target, max_size=4, unique=True)}
        ),
        "decide": st.fixed_dictionaries(
            {
                "decide": TEXTS,
                "next": st.lists(
                    st.fixed_dictionaries({"when": TEXTS, "to": target}), min_size=1, max_size=6
                ),
            }
        ),
        "end": st.fixed_dictionaries({"end": TEXTS}),
    }
    nodes = [
        draw(kinds[draw(st.sampled_from(sorted(kinds)))])
        | {"id": name, "clause": "一", "who": draw(st.none() | TEXTS)}
        | {"optional": draw(st.booleans()), "source_silent": draw(st.booleans())}
        for name in names
    ]
    return Flow.model_validate({"id": "main", "title": "流程", "nodes": nodes})


def assert_legible(chart: Flow) -> None:
    """Each node and way drawn once, texts inside the picture, no two boxes over each other."""
    root, layout = drawn(chart), arrange(chart)
    assert [link.attrib["href"] for link in root.iter("a")] == [
        f"#step-{chart.id}-{n.id}" for n in chart.nodes
    ]
    paths = [path for path in root.iter("path") if path.get("class") == "flow__edge"]
    assert len(paths) == len(ways(chart)) == len(layout.lines)
    _, _, width, height = numbers(root.attrib["viewBox"])
    for text in root.iter("text"):
        half = text_width(text.text or "", float(text.get("font-size", 15))) / 2
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        assert half <= x <= width - half
        assert 10 <= y <= height - 4
    for path in paths:
        points = numbers(path.attrib["d"])
        assert all(0 <= x <= width for x in points[::2])
        assert all(0 <= y <= height for y in points[1::2])
    boxes = [*layout.boxes.values(), *layout.labels]
    assert not [pair for pair in combinations(boxes, 2) if overlapping(*pair)]
    for box in boxes:
        assert all(text_width(row.text, row.size) <= box.width for row in box.rows())


def overlapping(one: Box, other: Box) -> bool:
    """Whether two boxes share more than the rounding of a border."""
    beside = abs(one.x - other.x) >= (one.width + other.width) / 2 - 0.6
    below = abs(one.y - other.y) >= (one.height + other.height) / 2 - 0.6
    return not beside and not below


@settings(max_examples=60, deadline=None)
@given(flows())
def test_any_flow_is_drawn_whole_and_legible(chart: Flow) -> None:
    assert_legible(chart)


@settings(max_examples=60, deadline=None)
@given(flows())
def test_every_line_runs_from_its_node_to_its_node(chart: Flow) -> None:
    layout = arrange(chart)
    for line in layout.lines:
        assert distance(layout.boxes[line.target], line.runs[-1][-1]) <= 10  # the length of an arrow head
        plates = [box for box in layout.labels if box.shape == "fork"]
        starts = [layout.boxes[line.source], *plates]
        assert min(distance(box, line.runs[0][0]) for box in starts) <= 4


def distance(box: Box, point: tuple[float, float]) -> float:
    """From ``point`` to the nearest side of the box's rectangle, in pixels; 0 inside."""
    across = max(0.0, abs(point[0] - box.x) - box.width / 2)
    along = max(0.0, abs(point[1] - box.y) - box.height / 2)
    return (across**2 + along**2) ** 0.5
