"""A small pack with every kind of deadline, and how the tests ask for its timeline."""

from __future__ import annotations

from typing import Any

from calendars import CALENDAR

from checkers.model import Pack
from checkers.timeline import Holds, handle_timeline

CURRENT = {
    "amount": 20,
    "unit": "working_day",
    "authority": "政府信息公开条例 第三十三条",
    "effective_from": "2019-05-15",
    "text": "20 个工作日内答复",
}


def deadline(name: str, **given: Any) -> dict[str, Any]:
    """A deadline of a pack; what a test does not name is as in most data."""
    return {
        "id": name,
        "kind": "limit",
        "what": f"办理 {name}",
        "stated_as": "5 日内",
        "clause": "二",
        **given,
    }


def pack(*deadlines: dict[str, Any]) -> Pack:
    """A pack with these deadlines."""
    return Pack.from_json(
        {
            "id": "1.42",
            "title": "签证邀请函",
            "kind": "procedure",
            "notice": "依据2020年7月文本，办理前请致电核实",
            "phone": "（0533）8180684",
            "events": [
                {"id": "exited", "name": "被邀请人离境"},
                {"id": "received", "name": "收到申请"},
                {"id": "extended", "name": "告知延长"},
                {"id": "visit", "name": "来访"},
            ],
            "deadlines": list(deadlines),
        }
    )


REPORT = deadline("report", event="exited", amount=5, unit="working_day", who="邀请单位", clause="二.8")
FILE = deadline("file", event="report", amount=2, unit="working_day")
APPLY = deadline("apply", event="visit", direction="before", amount=20, unit="working_day")
PASSPORT = deadline("passport", event="exited", amount=7, unit="day", unit_stated=False, stated_as="7 日内")
CONTACT = deadline("contact", event="received", amount=0, unit="day", stated_as="当日内")
REPLY = deadline(
    "reply",
    event="received",
    amount=20,
    unit="day",
    unit_stated=False,
    stated_as="20 天内",
    current=CURRENT,
    interruptions=[
        {"id": "third-party", "name": "征求第三方意见", "effect": "pause", "authority": "条例 第三十三条"},
        {"id": "correction", "name": "补正", "effect": "restart", "authority": "条例 第三十条"},
    ],
)
EXTENSION = deadline(
    "extension",
    event="extended",
    extends="reply",
    amount=20,
    unit="day",
    unit_stated=False,
    stated_as="延长 20 天",
    current=CURRENT,
)
MONTHLY = deadline(
    "monthly", direction="by", recurrence={"every": "month", "day": 5}, stated_as="每月 5 日前"
)
QUARTERLY = deadline(
    "quarterly",
    recurrence={"every": "quarter"},
    amount=15,
    unit="working_day",
    stated_as="每季度结束后 15 个工作日内",
)
YEARLY = deadline(
    "yearly", direction="by", recurrence={"every": "year", "month": 6, "day": 30}, stated_as="6 月 30 日前"
)
UNDATED = deadline("undated", recurrence={"every": "year", "months": [10, 11]}, stated_as="每年 10、11 月")
NUMBERLESS = deadline("numberless", stated_as="规定时间")


def timeline(of: Pack, holds: Holds = lambda _: None, **request: Any) -> dict[str, Any]:
    """The answer of the call, with the rows by id under ``rows``."""
    answer: dict[str, Any] = handle_timeline(request, of, CALENDAR, holds)
    return {**answer, "rows": {row["id"]: row for row in answer["deadlines"]}}
