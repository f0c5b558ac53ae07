"""The authorities a computed day rests on, cited by law and article, in words a reader understands.

Every article named here was looked up: 民法典 第二百条至第二百零四条、第一千二百五十九条, 行政许可法 第八十二条,
行政处罚法 第八十五条, 全国年节及纪念日放假办法 第二条. What is our own reading says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from checkers.calendar import Calendar
from checkers.period import MONTHS

NOT_COUNTED = "民法典第二百零一条：当天不计入，从次日起算"
HOURS = "民法典第二百零一条：按小时的从规定的时间起算；遇休息日也不顺延（本站理解）"
CORRESPONDING = "民法典第二百零二条：到到期月的对应日，没有对应日的到月末日"
MOVES = "民法典第二百零三条：最后一天是休息日的，顺延到休息结束的次日"
CLOSES = "民法典第二百零三条：到24:00为止，有业务时间的到停止业务活动时为止"
WITHIN = "民法典第一千二百五十九条：“以内”包括本数"
BY_ANALOGY = "机关内部的时限没有另行规定的，参照民法典计算（第二百零四条）"
BACKWARDS = "往前倒数民法典没有规定，参照第二百零一条：当天不计入（本站的稳妥理解）"
MOVES_EARLIER = "倒数遇休息日，提前到之前的最后一个工作日（本站的稳妥理解）"
STAYS = "持续的期间和“不得早于”的日子遇休息日不移动（本站理解）"
AFTER_FULL = (
    "原文写“满”“届满后”的，到这一天24:00才满，次日起最稳妥（民法典第一千二百五十九条：“届满”包括本数）"
)
SAME_DAY = "“当日”就是事件当天，遇休息日也不顺延（本站的稳妥理解）"
WEEK = "一周按7日算（本站理解，民法典没有规定按周计算）"
QUARTER = "一个季度按3个月算（本站理解）"
AS_DAYS = "来源只写“日”，没写“工作日”：这里按自然日算（民法典第二百条）"
AS_WORKING_DAYS = (
    "来源只写“日”，没写“工作日”：这里按工作日算"
    "（行政许可法第八十二条的许可期限、行政处罚法第八十五条的二日、三日、五日、七日都指工作日）"
)
BY_AMBIGUOUS = "“某日前”是否包括当天，民法典第一千二百五十九条没有规定，取较早的一天"
BY_REST_DAY = "规定的日子遇休息日，提前到之前的最后一个工作日（本站的稳妥理解）"
BY_LITERAL = "按字面，到规定的那一天为止"
FIXED_BY_LAW = "全国年节及纪念日放假办法第二条：法律固定的放假日"


def of_count(unit: str, kind: str, direction: str, *, moved: bool) -> list[str]:
    """The authorities for the arithmetic of a count of whole days, the most important first."""
    cited = [NOT_COUNTED if direction == "after" else BACKWARDS]
    if unit in MONTHS:
        cited.append(CORRESPONDING)
    cited += {"week": [WEEK], "quarter": [QUARTER]}.get(unit, [])
    if kind != "limit":
        cited += [AFTER_FULL, STAYS] if kind == "earliest" and direction == "after" else [STAYS]
    elif moved:
        cited.append(MOVES if direction == "after" else MOVES_EARLIER)
    if kind == "limit" and direction == "after":
        cited += [WITHIN, CLOSES]
    return [*cited, BY_ANALOGY]


def of_days(calendar: Calendar, days: Iterable[date], awaits: Iterable[int]) -> list[str]:
    """The notices that fix the working days among ``days``, and what stands in for a notice not yet out.

    ``days`` holds at least one day; everything between the first and the last counts as used.
    """
    span = sorted(days)
    cited = [notice.words() for notice in calendar.cited(span[0], span[-1])]
    return [*cited, FIXED_BY_LAW] if tuple(awaits) else cited


def waiting_for(years: Iterable[int]) -> str:
    """What a provisional date waits for: 待国务院办公厅公布2027年放假安排."""
    return f"待国务院办公厅公布{'、'.join(f'{year}年' for year in sorted(years))}放假安排"
