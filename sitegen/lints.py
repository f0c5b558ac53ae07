"""What an experienced clerk would question in an entry that is formally right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.facts import normalised, title_key
from sitegen.model import Deadline, Entry
from sitegen.problems import Loc, Problem, join


def lints(entry: Entry, path: str) -> list[Problem]:
    """Everything questionable in an entry; ``path`` is its file as an editor names it.

    Steps that nobody does and decisions that decide nothing are already faults of :mod:`sitegen.verify`.
    """
    found = [*_papers(entry), *_same_day(entry), *_promises(entry)]
    return [Problem(path, 1, 1, join("", loc), message) for loc, message in found]


Finding = tuple[Loc, str]

# -- papers --------------------------------------------------------------------------------------------

_FORM = re.compile(r"(?:表|书|证|证明|单|函|报告|协议|合同|执照|批件|批文)$")
_PAPER = re.compile(
    r"(?:营业执照|许可证|资格证书|证明|证明书|申请表|登记表|审批表|备案表|承诺书|委托书|授权书|身份证|户口簿|租赁合同|章程)"
)


def _papers(entry: Entry) -> Iterator[Finding]:
    """A condition that asks for a paper which is not in the list of materials."""
    if not entry.materials:
        return
    listed = title_key("".join(f"{material.name}{material.note or ''}" for material in entry.materials))
    for number, condition in enumerate(entry.conditions):
        text = normalised(condition.text)
        named = [title for title in re.findall(r"《([^《》]+)》", text) if _FORM.search(title)]
        named += _PAPER.findall(re.sub(r"《[^《》]+》", "", text))
        for paper in named:
            if title_key(paper) not in listed:
                yield (
                    ("conditions", number, "text"),
                    f"条件里说到“{paper}”，申请材料里没有；补进 materials，或改写条件",
                )


# -- deadlines -----------------------------------------------------------------------------------------

_AT_ONCE = re.compile(r"当日|当天|当场|立即|即时")
_DAYS = {
    "hour": 1 / 24,
    "day": 1.0,
    "working_day": 1.4,
    "week": 7.0,
    "month": 30.0,
    "quarter": 91.0,
    "year": 365.0,
}
"""About how many days a unit lasts, to compare limits; a working day is a day and its share of the weekend."""


def _same_day(entry: Entry) -> Iterator[Finding]:
    """Something done on the spot that has a limit of days, or a limit of no days that is not on the spot."""
    for number, deadline in enumerate(entry.deadlines):
        at_once = bool(_AT_ONCE.search(normalised(deadline.stated_as)))
        if at_once and (deadline.amount or 0) > 0:
            shown = f"{deadline.amount} {deadline.unit}"
            message = (
                f"来源写“{deadline.stated_as}”，却有 {shown} 的时限；当日办的不写 amount，两种时限分成两项"
            )
            yield ("deadlines", number, "amount"), message
        if deadline.amount == 0 and not at_once:
            message = (
                f"时限是 0，来源写“{deadline.stated_as}”；查对来源，缺数字的不写 amount，在 remarks 说明"
            )
            yield ("deadlines", number, "amount"), message


def _promises(entry: Entry) -> Iterator[Finding]:
    """A promised limit that is longer than the statutory one for the same thing."""
    statutory = [deadline for deadline in entry.deadlines if deadline.level == "statutory"]
    promised = [deadline for deadline in entry.deadlines if deadline.level == "promised"]
    for number, deadline in enumerate(entry.deadlines):
        if deadline.level != "promised":
            continue
        for law in statutory:
            same = law.what == deadline.what or (law.event is not None and law.event == deadline.event)
            only = len(statutory) == len(promised) == 1
            if (same or only) and _length(deadline) > _length(law) > 0:
                message = (
                    f"承诺时限（{deadline.stated_as}）比法定时限（{law.stated_as}）还长；"
                    "查对来源，写反了就改，来源就是这样的在 remarks 说明"
                )
                yield ("deadlines", number, "amount"), message


def _length(deadline: Deadline) -> float:
    return (deadline.amount or 0) * _DAYS[deadline.unit] if deadline.unit else 0.0
