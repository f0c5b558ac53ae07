"""What holds of every count of days, whatever the rule and the day it starts from."""

from __future__ import annotations

from datetime import date, timedelta

from calendars import CALENDAR
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checkers.compute import compute
from checkers.period import Period
from checkers.readings import Interval, Result, Rule, Start

known_days = st.dates(date(2005, 1, 1), date(2025, 12, 31))
any_days = st.dates(date(2005, 1, 1), date(2034, 6, 30))
amounts = st.integers(1, 120)


@settings(deadline=None)
@given(known_days, amounts)
def test_forward_and_back_again_is_consistent(event, amount):
    period = Period(amount, "working_day")
    end = period.after(event, CALENDAR).last
    back = period.before(end, CALENDAR).last
    assert back <= event or not CALENDAR.is_working(event)
    assert period.after(back, CALENDAR).last == end  # the same day, though back may be the working day before
    assert CALENDAR.is_working(end)


rules = st.builds(
    Rule,
    amount=st.integers(0, 60),
    unit=st.sampled_from(["day", "working_day"]),
    direction=st.sampled_from(["after", "before"]),
    kind=st.sampled_from(["limit", "period", "earliest"]),
    unit_stated=st.booleans(),
)


def answer(rule: Rule, event: date) -> Result:
    return compute(rule, Start.on(event), CALENDAR)


@settings(deadline=None)
@given(rules, any_days)
def test_the_leading_reading_is_the_safe_one(rule, event):
    days = [reading.days.likely for reading in answer(rule, event).readings]
    assert days[0] == (max(days) if rule.kind == "earliest" else min(days))


@settings(deadline=None)
@given(rules, any_days)
def test_a_day_is_certain_exactly_when_no_notice_is_awaited(rule, event):
    for reading in answer(rule, event).readings:
        days = reading.days
        if days.due is None:
            assert days.awaits
            assert max(days.likely, event) > CALENDAR.known_to
            assert days.earliest is None or days.earliest <= days.likely
        else:
            assert not days.awaits
            assert days.due == days.earliest == days.likely == reading.safe


@settings(deadline=None)
@given(
    st.builds(Rule, amount=st.integers(1, 15), unit=st.sampled_from(["day", "working_day", "week", "month"])),
    any_days,
)
def test_a_limit_ends_on_a_working_day_or_on_one_that_may_be(rule, event):
    days = answer(rule, event).leading.days
    assert CALENDAR.works(days.likely, "likely")
    assert CALENDAR.works(days.earliest, "earliest")


@settings(deadline=None)
@given(rules, any_days)
def test_the_ledger_accounts_for_every_day_once_and_in_order(rule, event):
    for reading in answer(rule, event).readings:
        days = [line.moment for line in reading.ledger]
        step = timedelta(days=1 if rule.direction == "after" else -1)
        assert days == [event + number * step for number in range(len(days))]
        assert days[-1] == reading.safe
        numbers = [line.counted for line in reading.ledger if line.counted is not None]
        assert numbers == list(range(1, rule.amount + 1))


@settings(deadline=None)
@given(
    st.builds(Rule, amount=st.integers(1, 60), unit=st.sampled_from(["day", "working_day", "month"])),
    st.dates(date(2005, 1, 1), date(2020, 12, 31)),
    st.integers(1, 200),
    st.integers(0, 60),
)
def test_a_pause_never_shortens_and_lengthens_by_no_less_than_a_period_without_it(
    rule, event, offset, length
):
    first = event + timedelta(days=offset)
    pause = Interval("pause", first, first + timedelta(days=length), "听证")
    plain = answer(rule, event).leading.days.due
    paused = compute(rule, Start.on(event), CALENDAR, [pause]).leading.days.due
    assert paused >= plain
    if first > plain:
        assert paused == plain
    else:
        assert not first <= paused <= pause.last


@settings(deadline=None)
@given(st.integers(1, 40), st.dates(date(2026, 12, 1), date(2030, 12, 31)), st.integers(0, 2**200))
def test_no_notice_can_bring_a_limit_before_its_earliest_day(amount, event, notice):
    """Try random notices: any unknown day is worked or given off; holidays fixed by law are off."""
    earliest = answer(Rule(amount, "working_day"), event).leading.days.earliest
    day, counted = event, 0
    while counted < amount:
        day += timedelta(days=1)
        settled = CALENDAR.is_working(day)
        counted += notice & 1 if settled is None else settled
        notice >>= 1
        assume(notice or counted == amount)
    assert day >= earliest
