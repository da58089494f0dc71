"""A week begins with the day that it has in the language in use; what was due does not change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import flet as ft
import pytest

from tests.ui.conftest import EVENING
from willows_app.language import ENGLISH, use
from willows_app.ui.components.day_marks import week_words
from willows_app.ui.components.month import month_calendar
from willows_app.ui.model import Willows

MONDAY, SUNDAY, SATURDAY = 0, 6, 5
TODAY = EVENING.date()
"""A Monday, and the first of its month."""


@pytest.fixture
def begin_weeks_with() -> Iterator[Callable[[int], None]]:
    yield lambda weekday: use(replace(ENGLISH, first_weekday=weekday))
    use(ENGLISH)


@pytest.mark.parametrize(
    ("weekday", "first", "words"),
    [
        (MONDAY, TODAY, "This week: Monday not due, "),
        (SUNDAY, TODAY - timedelta(days=1), "This week: Sunday not due, "),
        (SATURDAY, TODAY - timedelta(days=2), "This week: Saturday not due, "),
    ],
)
def test_this_week(
    willows: Willows,
    begin_weeks_with: Callable[[int], None],
    weekday: int,
    first: date,
    words: str,
) -> None:
    assert willows.own_plan().week[0].day == TODAY
    begin_weeks_with(weekday)
    own = willows.own_plan()
    assert (own.week[0].day, len(own.week), own.day.day) == (first, 7, TODAY)
    assert week_words(own.week).startswith(words)


@pytest.mark.parametrize(("weekday", "before"), [(MONDAY, 0), (SUNDAY, 1), (SATURDAY, 2)])
def test_a_month_stands_below_the_days_of_its_week(
    willows: Willows, begin_weeks_with: Callable[[int], None], weekday: int, before: int
) -> None:
    begin_weeks_with(weekday)
    days = willows.own_plan().days(TODAY, TODAY + timedelta(days=29))
    calendar = month_calendar(days, TODAY, TODAY, lambda _: None)
    assert isinstance(calendar, ft.Column)
    weeks = [week.controls for week in calendar.controls[1:] if isinstance(week, ft.Row)]
    assert {len(week) for week in weeks} == {7}
    is_blank = [isinstance(cell, ft.Container) for cell in weeks[0]]
    assert is_blank == [True] * before + [False] * (7 - before)
