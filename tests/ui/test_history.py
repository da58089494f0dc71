"""History looks back over a range, in periods that can be told apart on a phone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adherence.plans import day, plan_drawn
from willows_app.adherence.doses import Dose, Doses
from willows_app.adherence.measures import (
    Attempt,
    Day,
    DayStatus,
    Records,
    SessionPain,
    Share,
)
from willows_app.adherence.periods import Period
from willows_app.guide.performance import Outcome
from willows_app.ui.components.charts import unbroken
from willows_app.ui.history import READABLE, Range, history_of, known_status, period_for

MONDAY, THURSDAY = date(2026, 11, 23), date(2026, 11, 26)
LONG_AGO = date(2006, 5, 17)


@pytest.mark.parametrize(
    ("chosen", "begin", "today", "first"),
    [
        (Range.FOUR_WEEKS, LONG_AGO, THURSDAY, date(2026, 11, 2)),
        (Range.TWELVE_WEEKS, LONG_AGO, THURSDAY, date(2026, 9, 7)),
        (Range.TWELVE_WEEKS, LONG_AGO, MONDAY, date(2026, 9, 7)),
        (Range.A_YEAR, LONG_AGO, THURSDAY, date(2025, 12, 1)),
        (Range.A_YEAR, LONG_AGO, date(2028, 2, 29), date(2027, 3, 1)),
        (Range.ALL, LONG_AGO, THURSDAY, LONG_AGO),
    ],
)
def test_a_range_begins_with_a_whole_week_or_month(
    chosen: Range, begin: date, today: date, first: date
) -> None:
    assert chosen.first_day(begin, today) == first


@pytest.mark.parametrize("chosen", Range)
def test_no_range_begins_before_the_first_day(chosen: Range) -> None:
    assert chosen.first_day(THURSDAY, THURSDAY) == THURSDAY


@pytest.mark.parametrize(
    ("first", "period"),
    [
        (THURSDAY, Period.WEEK),
        (date(2026, 9, 7), Period.WEEK),
        (date(2025, 12, 1), Period.MONTH),
        (date(2024, 1, 1), Period.QUARTER),
        (LONG_AGO, Period.YEAR),
    ],
)
def test_the_longer_the_time_the_longer_the_periods(first: date, period: Period) -> None:
    assert period_for(first, THURSDAY) is period


@given(st.dates(date(2000, 1, 1), THURSDAY))
def test_there_are_never_more_periods_than_can_be_told_apart(first: date) -> None:
    period = period_for(first, THURSDAY)
    count = period.number(THURSDAY) - period.number(first) + 1
    assert count <= READABLE or period is Period.YEAR


def a_day(day: date, status: DayStatus) -> Day:
    return Day(
        day,
        status,
        due=0,
        done=0,
        over=True,
        logged=False,
        prescribed=Dose({}),
        completed=0,
        held=0,
    )


@pytest.mark.parametrize(
    ("number", "status", "known"),
    [
        (4, DayStatus.NOT_DUE, False),
        (5, DayStatus.NOT_DUE, True),
        (9, DayStatus.DUE, True),
        (10, DayStatus.DUE, False),
        (10, DayStatus.NOT_DUE, False),
        (10, DayStatus.PAUSED, True),
    ],
)
def test_nothing_is_known_of_a_day_before_the_first_or_to_come_but_that_it_is_to_be_paused(
    number: int, status: DayStatus, known: bool
) -> None:
    of = a_day(day(number), status)
    assert known_status(of, begin=day(5), today=day(9)) is (status if known else None)


# ---------------------------------------------------------------- what was done and felt


def records(*done: int, before: dict[int, int] | None = None) -> Records:
    """A session on each of these days; `before` says how much it hurt, by day."""
    names = {f"{place} on {number}": day(number) for place, number in enumerate(done)}
    return Records(
        sessions=names,
        planned=dict.fromkeys(names, ("cobra",)),
        attempts=tuple(
            Attempt(name, of, "cobra", Outcome.COMPLETED, 60, 60) for name, of in names.items()
        ),
        pains=tuple(
            SessionPain(f"{number}", day(number), score, None)
            for number, score in (before or {}).items()
        ),
    )


def test_each_week_tells_done_of_due_and_what_was_more() -> None:
    # A week daily, one in a pause, and one of which nothing is due.
    plan = plan_drawn("DDDDDDDPPPPPPP.......")
    history = history_of(plan, records(1, 1, 2, 16), Doses.always({"cobra": 60}), day(1), day(21))
    assert [(each.sessions, each.extra) for each in history.adherence] == [
        (Share(3, 7), 0),
        (Share(0, 0), 0),
        (Share(0, 0), 1),
    ]
    assert len(history.numbers) == 3
    assert history.exercises[0].times_done == 4


def test_a_week_without_an_answer_is_left_out_of_the_pain_and_never_made_up() -> None:
    told = records(1, 2, 15, before={1: 4, 2: 6, 15: 3})
    history = history_of(plan_drawn("D"), told, Doses.always({"cobra": 60}), day(1), day(21))
    first = history.numbers.start
    assert [(each.number - first, each.before, each.answers) for each in history.pain] == [
        (0, 5, 2),
        (2, 3, 1),
    ]


@pytest.mark.parametrize(
    ("numbers", "runs"),
    [
        ([], []),
        ([7], [[7]]),
        ([7, 8, 9], [[7, 8, 9]]),
        ([7, 9, 10, 12], [[7], [9, 10], [12]]),
    ],
)
def test_a_line_is_broken_where_nobody_answered(numbers: list[int], runs: list[list[int]]) -> None:
    drawn = unbroken([(number, 1.0) for number in numbers])
    assert [[number for number, _ in run] for run in drawn] == runs
