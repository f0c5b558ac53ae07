"""Measures and breaks the texts of flowcharts without knowing any font: Chinese counts one em a character."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_NO_START = "，。、；：？！）》」』”’】〉…%％·,.;:?!)"
_NO_END = "（《「『“‘【〈("
_WORDS = (
    "工作人员 工作日 负责人 申请人 经营者 企业 单位 部门 科室 领导 机关 政府 机构 材料 信息 情况 意见 结果 内容 申请 提交 审核 审批 审定 "
    "初审 受理 办理 备案 登记 公示 公告 公开 告知书 通知书 告知 通知 出具 报送 上报 上传 汇报 批准 批件 签批 补充 补正 修改 退回 答复 回复 反馈 "
    "解释 说明 调查 核实 检查 监督 监管 处理 处置 处罚 整改 组织 开展 协调 指导 征求 约谈 实地 考察 现场 会议 方案 建议 报告 总结 证明 证书 "
    "护照 系统 平台 网站 服务 事项 需求 要求 符合 不符合 规定 范围 相关 有关 根据 按照 必要 时限 期限 延期 延长 完成 完善 制定 发布 录入 归档 "
    "办结 能否 是否 不予 予以 立即 当日 当场 第三方 领取 发放 颁发 "
)
_TOKEN = re.compile(
    "|".join(sorted(_WORDS.split(), key=len, reverse=True))  # common words of offices stay whole
    + r"|\d[\d.,:]*[%％]?\s?(?:个?工作日|个月|[\u4e00-\u9fff])?"  # a number never parts from its unit
    r"|[A-Za-z][A-Za-z0-9.+/_-]*|\s+|."
)


def text_width(text: str, size: float) -> float:
    """Width of ``text`` in pixels at ``size``: a Chinese character is 1 em, ASCII about 0.55 em."""
    ems = 0.0
    for char in text:
        if unicodedata.east_asian_width(char) in "WFA":
            ems += 1
        elif char in "MWmw@%":
            ems += 0.9
        else:
            ems += 0.68 if char.isupper() else 0.57
    return ems * size


@cache
def wrap(text: str, width: float, size: float) -> tuple[str, ...]:
    """Break ``text`` into the fewest lines of at most ``width`` pixels, evenly filled.

    Closing punctuation never starts a line, opening punctuation never ends one, Latin words and numbers
    with their units stay whole unless they alone are too long. Breaks after punctuation are preferred.
    """
    tokens = _unbreakable(text, width, size)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(tokens) + 1):
        options = []
        for start in range(end - 1, -1, -1):
            line = "".join(tokens[start:end]).strip()
            slack = (width - text_width(line, size)) / size
            if slack < 0 and start < end - 1:
                break
            natural = end == len(tokens) or tokens[end - 1][-1] in _NO_START + " "
            cost = 1000 + slack**2 + (0 if natural else 6)
            options.append((best[start][0] + cost, start))
        best.append(min(options))
    lines, end = [], len(tokens)
    while end > 0:
        start = best[end][1]
        lines.append("".join(tokens[start:end]).strip())
        end = start
    return tuple(reversed(lines))


def _unbreakable(text: str, width: float, size: float) -> list[str]:
    """The pieces of ``text`` between which a line may break."""
    pieces: list[str] = []
    for token in _TOKEN.findall(text.strip()):
        parts = [token] if text_width(token, size) <= width else list(token)
        for part in parts:
            glued = pieces and (part[0] in _NO_START or part.isspace() or pieces[-1][-1] in _NO_END)
            if glued and text_width(pieces[-1] + part, size) <= width:
                pieces[-1] += part
            else:
                pieces.append(part)
    return pieces
