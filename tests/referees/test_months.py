"""Months as the Civil Code has them (art. 202: the corresponding day, else the last of the month), by two referees."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from checkers.period import MONTHS, add_months
from tests.referees.dates_calc import Row, committed

DAYS = st.dates(date(2004, 1, 1), date(2044, 12, 31))
ROWS = committed()


@given(day=DAYS, months=st.integers(-240, 240))
def test_months_later_and_earlier_are_those_of_dateutil(day, months):
    found, corresponds = add_months(day, months)
    assert found == day + relativedelta(months=months)
    assert corresponds == (found.day == day.day)


@given(day=DAYS, amount=st.integers(-40, 40), unit=st.sampled_from(["quarter", "year"]))
def test_quarters_and_years_are_those_of_dateutil(day, amount, unit):
    step = relativedelta(months=3 * amount) if unit == "quarter" else relativedelta(years=amount)
    assert add_months(day, amount * MONTHS[unit])[0] == day + step


@given(month=st.integers(0, 12 * 41 - 1), months=st.integers(-120, 120))
def test_every_end_of_a_month_agrees(month, months):
    year, number = divmod(month, 12)
    for day in ((date(2004 + year, number + 1, 28) + timedelta(days=more)) for more in range(4)):
        assert add_months(day, months)[0] == day + relativedelta(months=months)


def test_both_tables_are_there():
    assert {row.table for row in ROWS} == {"exact_computations", "ambiguous_computations"}
    assert len(ROWS) == 30


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.day}+{row.years}y{row.months}m{row.days}d")
def test_the_rows_of_dates_calc_hold(row: Row):
    found, corresponds = add_months(row.day, 12 * row.years + row.months)
    assert found + timedelta(days=row.days) == row.expected
    assert corresponds == (row.table == "exact_computations")
