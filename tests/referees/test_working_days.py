"""Working days and months against independent counts: numpy's business days, the package holidays, dateutil."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import chinese_calendar
import numpy as np
from dateutil.relativedelta import relativedelta
from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.period import MONTHS, Period
from tests.checkers.calendars import CALENDAR

FIRST, LAST = date(2004, 1, 1), CALENDAR.known_to


@cache
def chinese_days() -> np.busdaycalendar:
    """All days of 2003 to 2026 as numpy sees them, fed with chinesecalendar's days alone.

    numpy knows no make-up Saturdays, so every day of the week is a business day and each rest day a holiday.
    2005-12-31 is put right: chinesecalendar lacks that make-up day.
    """
    days = [FIRST + timedelta(days=n) for n in range((date(2026, 12, 31) - FIRST).days + 1)]
    rest = [day for day in days if not chinese_calendar.is_workday(day) and day != date(2005, 12, 31)]
    return np.busdaycalendar(weekmask="1111111", holidays=np.array(rest, dtype="datetime64[D]"))


def random_cases(seed: int, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Random days of 2005 to 2025 with amounts up to 60, the same on every run."""
    random = np.random.default_rng(seed)
    first, last = np.datetime64("2005-01-01"), np.datetime64("2025-12-31")
    starts = first + random.integers(0, (last - first).astype(int), number)
    return starts, random.integers(1, 61, number)


def test_working_days_after_agree_with_numpy():
    starts, amounts = random_cases(1, 10_000)
    # the day of the event is not counted: from the last working day on or before it
    expected = np.busday_offset(starts, amounts, roll="backward", busdaycal=chinese_days())
    for start, amount, last in zip(starts.tolist(), amounts.tolist(), expected.tolist(), strict=True):
        assert Period(amount, "working_day").after(start, CALENDAR).last == last, (start, amount)


def test_working_days_before_agree_with_numpy():
    starts, amounts = random_cases(2, 5_000)
    expected = np.busday_offset(starts, -amounts, roll="forward", busdaycal=chinese_days())
    for start, amount, last in zip(starts.tolist(), amounts.tolist(), expected.tolist(), strict=True):
        assert Period(amount, "working_day").before(start, CALENDAR).last == last, (start, amount)


def test_the_working_days_between_event_and_end_are_the_amount():
    starts, amounts = random_cases(3, 2_000)
    one = np.timedelta64(1, "D")
    ends = np.array(
        [
            Period(amount, "working_day").after(start, CALENDAR).last
            for start, amount in zip(starts.tolist(), amounts.tolist(), strict=True)
        ],
        dtype="datetime64[D]",
    )
    counted = np.busday_count(starts + one, ends + one, busdaycal=chinese_days())  # end included, event not
    assert (counted == amounts).all()


def test_every_known_day_agrees_with_holidays():
    other = country_holidays("CN", years=range(2004, 2028))
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    assert len(days) > 8_000
    assert [day for day in days if CALENDAR.is_working(day) != other.is_working_day(day)] == []


def test_what_the_law_fixes_for_later_years_is_off_for_holidays_too():
    other = country_holidays("CN", years=range(2026, 2037))
    day = LAST + timedelta(days=1)
    while day <= CALENDAR.last_day:
        if CALENDAR.is_working(day) is False:
            assert not other.is_working_day(day), day
        day += timedelta(days=1)


@settings(deadline=None)
@given(st.dates(date(2005, 1, 1), date(2025, 12, 31)), st.integers(1, 120), st.sampled_from(sorted(MONTHS)))
def test_months_agree_with_dateutil(event, amount, unit):
    months = amount * MONTHS[unit]
    if event.year + months // 12 < 9000:
        assert Period(amount, unit).after(event, CALENDAR).last == event + relativedelta(months=months)
        if event.year - months // 12 > 1:
            assert Period(amount, unit).before(event, CALENDAR).last == event - relativedelta(months=months)
