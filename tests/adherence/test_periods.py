"""Every day stands in one week, month, quarter and year."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from willows_app.adherence.days import ONE_DAY, monday_of
from willows_app.adherence.periods import Period

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
PERIODS = st.sampled_from(Period)


@pytest.mark.parametrize(
    ("period", "day", "first"),
    [
        (Period.WEEK, date(2026, 11, 23), date(2026, 11, 23)),
        (Period.WEEK, date(2027, 1, 3), date(2026, 12, 28)),
        (Period.MONTH, date(2028, 2, 29), date(2028, 2, 1)),
        (Period.MONTH, date(2026, 12, 31), date(2026, 12, 1)),
        (Period.QUARTER, date(2026, 11, 23), date(2026, 10, 1)),
        (Period.YEAR, date(2026, 11, 23), date(2026, 1, 1)),
    ],
)
def test_a_period_begins_on_its_first_day(period: Period, day: date, first: date) -> None:
    assert period.first_day(period.number(day)) == first


@given(PERIODS, DAYS)
def test_a_day_stands_between_the_first_days_of_its_period_and_the_next(
    period: Period, day: date
) -> None:
    number = period.number(day)
    assert period.first_day(number) <= day < period.first_day(number + 1)


@given(PERIODS, DAYS)
def test_the_next_period_has_the_next_number(period: Period, day: date) -> None:
    number = period.number(day)
    assert period.number(period.first_day(number)) == number
    assert period.number(period.first_day(number + 1) - ONE_DAY) == number


@given(DAYS)
def test_a_week_begins_on_its_monday(day: date) -> None:
    assert Period.WEEK.first_day(Period.WEEK.number(day)) == monday_of(day)
