"""Dates and times read alike on every platform."""

from __future__ import annotations

from datetime import date

import pytest

from tests.ui.conftest import EVENING
from willows_app.ui.dates import day_words, days_words, time_words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 23), "Monday 23 November 2026"),
        (date(2026, 6, 1), "Monday 1 June 2026"),
        (date(2028, 2, 29), "Tuesday 29 February 2028"),
    ],
)
def test_a_day(day: date, words: str) -> None:
    assert day_words(day) == words


def test_a_time_is_by_the_clock_where_the_patient_was() -> None:
    assert time_words(EVENING) == "18:04"
    assert time_words(EVENING.replace(hour=7, minute=5)) == "07:05"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 3, 3), date(2026, 3, 3), "on 3 March 2026"),
        (date(2026, 3, 3), date(2026, 4, 9), "from 3 March to 9 April 2026"),
        (date(2006, 11, 24), date(2026, 11, 23), "from 24 November 2006 to 23 November 2026"),
    ],
)
def test_a_range_of_days(first: date, last: date, words: str) -> None:
    assert days_words(first, last) == words
