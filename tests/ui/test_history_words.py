"""History is told in words, so that nobody has to see it; no mark is set and no advice given."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.adherence.plans import day, plan_drawn
from tests.ui.test_history import LONG_AGO, THURSDAY, records
from willows_app.adherence.accepted import LastPlan
from willows_app.adherence.doses import Dose, Doses
from willows_app.adherence.facts import PauseReason
from willows_app.adherence.measures import (
    Day,
    DayStatus,
    ExerciseRecord,
    PainResponse,
    PainTrend,
    Records,
    SessionPain,
)
from willows_app.adherence.periods import Period
from willows_app.adherence.plan import Pause, Phase, Standing
from willows_app.ui.history import History, history_of
from willows_app.ui.history_words import (
    day_name,
    done_list,
    done_words,
    exercise_words,
    long_words,
    nothing_logged_words,
    pain_list,
    pain_words,
    period_words,
    plan_words,
    response_words,
    short_period_words,
    status_words,
    totals_words,
    trend_words,
)

TODAY = date(2026, 11, 23)


def a_day(day: date, status: DayStatus, completed: int = 0, exercises: int = 10) -> Day:
    over = day < TODAY
    return Day(
        day,
        status,
        due=1,
        done=1,
        over=over,
        logged=True,
        prescribed=Dose(dict.fromkeys(map(str, range(exercises)), 60)),
        completed=completed,
        held=0,
    )


# ---------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("number", "status", "completed", "name"),
    [
        (20, DayStatus.DONE, 10, "Friday 20 November: done, 10 of 10 exercises"),
        (20, DayStatus.PARTLY, 3, "Friday 20 November: partly done, 3 of 10 exercises"),
        (20, DayStatus.MISSED, 0, "Friday 20 November: missed"),
        (20, DayStatus.PAUSED, 0, "Friday 20 November: paused"),
        (20, DayStatus.NOT_DUE, 0, "Friday 20 November: not due"),
        (23, DayStatus.DUE, 0, "Monday 23 November, today: due"),
        (23, DayStatus.DONE, 10, "Monday 23 November, today: done, 10 of 10 exercises"),
        (24, DayStatus.DUE, 0, "Tuesday 24 November: still to come"),
        (24, DayStatus.PAUSED, 0, "Tuesday 24 November: paused"),
        (1, DayStatus.NOT_DUE, 0, "Sunday 1 November: before you began"),
    ],
)
def test_the_name_of_a_day_says_what_became_of_it(
    number: int, status: DayStatus, completed: int, name: str
) -> None:
    of = a_day(date(2026, 11, number), status, completed)
    assert day_name(of, begin=date(2026, 11, 2), today=TODAY) == name


def test_a_day_is_told_by_what_was_prescribed_on_it() -> None:
    before_the_plan = a_day(date(2026, 11, 20), DayStatus.PARTLY, 3, exercises=4)
    assert status_words(before_the_plan) == "partly done, 3 of 4 exercises"


PAUSED = Pause(PauseReason.ILLNESS, date(2026, 11, 18), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("number", "standing", "words"),
    [
        (20, None, "Your plan had not begun. Nothing was logged."),
        (20, Standing(Phase.DAILY, LONG_AGO), "A session was due. Nothing was logged."),
        (23, Standing(Phase.DAILY, LONG_AGO), "A session is due. Nothing is logged yet."),
        (20, Standing(Phase.AS_NEEDED, LONG_AGO), "Nothing was due. Nothing was logged."),
        (23, Standing(Phase.AS_NEEDED, LONG_AGO), "Nothing is due. Nothing is logged yet."),
        (
            20,
            Standing(Phase.AS_NEEDED, LONG_AGO, flare_since=LONG_AGO),
            "A session was due. Nothing was logged.",
        ),
        (
            20,
            Standing(Phase.DAILY, LONG_AGO, pause=PAUSED),
            "Paused for illness until Monday 30 November 2026. Nothing was logged.",
        ),
    ],
)
def test_a_day_without_a_session_says_what_was_due(
    number: int, standing: Standing | None, words: str
) -> None:
    of = a_day(date(2026, 11, number), DayStatus.NOT_DUE)
    assert nothing_logged_words(of, standing) == words


@pytest.mark.parametrize(
    ("sessions", "words"),
    [
        ({date(2026, 9, 7): 1}, "1 session since Monday 7 September 2026"),
        (
            {date(2026, 9, 8): 2, date(2026, 9, 7): 1},
            "3 sessions on 2 days since Monday 7 September 2026",
        ),
    ],
)
def test_the_total_says_since_when(sessions: dict[date, int], words: str) -> None:
    assert totals_words(sessions) == words


# ---------------------------------------------------------------- what was done


@pytest.mark.parametrize(
    ("period", "words", "short"),
    [
        (Period.WEEK, "Week of 23 November 2026", "23 Nov"),
        (Period.MONTH, "November 2026", "Nov 2026"),
        (Period.QUARTER, "October to December 2026", "Oct 2026"),
        (Period.YEAR, "2026", "2026"),
    ],
)
def test_a_period_is_called_by_its_days(period: Period, words: str, short: str) -> None:
    number = period.number(THURSDAY)
    assert period_words(period, number) == words
    assert short_period_words(period, number) == short


def history(drawn: str, told: Records, last: int) -> History:
    """From day 1, Monday 1 June 2026, until this day, which is not over."""
    return history_of(plan_drawn(drawn), told, Doses.always({"cobra": 60}), day(1), day(last))


@pytest.mark.parametrize(
    ("drawn", "done", "last", "words"),
    [
        ("DDDDDDD", (1, 2, 3), 7, "From 1 June to 7 June 2026: 3 of 6 sessions that were due."),
        ("DDDDDDD", (1,), 1, "On 1 June 2026: 1 of 1 session that was due."),
        (
            "DDD....",
            (1, 3, 5),
            34,
            "From 1 June to 4 July 2026: 2 of 3 sessions that were due, and 1 more.",
        ),
        (".......", (2, 5), 7, "From 1 June to 7 June 2026: nothing was due, 2 sessions done."),
        ("PPPPPPP", (), 7, "From 1 June to 7 June 2026: nothing was due."),
    ],
)
def test_a_sentence_says_what_the_bars_show(
    drawn: str, done: tuple[int, ...], last: int, words: str
) -> None:
    assert done_words(history(drawn, records(*done), last)) == words


def test_the_list_says_each_bar_latest_first() -> None:
    assert done_list(history("DDDDDDDPPPPPPP.......", records(1, 2, 16), 21)) == [
        "Week of 15 June 2026: nothing was due, 1 session done",
        "Week of 8 June 2026: nothing was due",
        "Week of 1 June 2026: 2 of 7 sessions that were due",
    ]


# ---------------------------------------------------------------- pain


@pytest.mark.parametrize(
    ("slope", "periods", "answers", "period", "words"),
    [
        (-0.5, 8, 23, Period.WEEK, "about half a point less each week, from 23 answers in 8 weeks"),
        (0.52, 8, 23, Period.WEEK, "about half a point more each week, from 23 answers in 8 weeks"),
        (-1.0, 3, 3, Period.WEEK, "about 1 point less each week, from 3 answers in 3 weeks"),
        (1.25, 3, 3, Period.MONTH, "about 1.2 points more each month, from 3 answers in 3 months"),
        (-0.3, 3, 3, Period.YEAR, "about 0.3 of a point less each year, from 3 answers in 3 years"),
        (0.04, 3, 9, Period.WEEK, "about the same from week to week, from 9 answers in 3 weeks"),
        (None, 1, 1, Period.WEEK, "1 answer in 1 week, too few to tell a trend"),
        (None, 2, 5, Period.MONTH, "5 answers in 2 months, too few to tell a trend"),
    ],
)
def test_the_trend_is_told_with_its_number_of_answers(
    slope: float | None, periods: int, answers: int, period: Period, words: str
) -> None:
    trend = PainTrend(slope, periods, answers)
    assert trend_words(trend, period) == [f"Pain before a session: {words}."]


@pytest.mark.parametrize(
    ("response", "words"),
    [
        (
            PainResponse(-1.0, 0, 12),
            ["After a session: typically 1 point less than before, from 12 sessions."],
        ),
        (
            PainResponse(0.5, 3, 12),
            ["After a session: typically half a point more than before, from 12 sessions."],
        ),
        (
            PainResponse(0.0, 0, 2),
            ["After a session: typically the same as before, from 2 sessions."],
        ),
        (PainResponse(-2.0, 0, 1), ["After a session: 2 points less than before, from 1 session."]),
        (PainResponse(None, 0, 0), []),
    ],
)
def test_the_change_over_a_session_is_told_with_its_number_of_sessions(
    response: PainResponse, words: list[str]
) -> None:
    assert response_words(response) == words


def test_who_gave_no_answer_is_told_just_that() -> None:
    of = history("DDDDDDD", records(1, 2), 7)
    assert pain_words(of) == ["No answer about pain in this time. You need not give one."]


def test_the_list_of_pain_says_where_there_is_no_answer() -> None:
    pains = (
        SessionPain("a", day(1), 4, 3),
        SessionPain("b", day(2), 5, None),
        SessionPain("c", day(15), None, 2),
    )
    of = history("DDDDDDD", Records({}, {}, (), pains), 21)
    assert pain_list(of) == [
        "Week of 15 June 2026: after 2 (1 answer)",
        "Week of 8 June 2026: no answer",
        "Week of 1 June 2026: before 4.5 (2 answers), after 3 (1 answer)",
    ]


# ---------------------------------------------------------------- exercises


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({}, "Not done in this time"),
        ({"completed": 1, "seconds_held": 60}, "Done once, held 1 min"),
        (
            {
                "completed": 30,
                "partly_done": 4,
                "skipped": 1,
                "stopped_for_pain": 2,
                "seconds_held": 2720,
            },
            "Done 34 times, held 45 min 20 s, skipped once, stopped for pain twice",
        ),
        ({"completed": 3}, "Done 3 times"),
        ({"skipped": 2}, "Not done, skipped twice"),
        ({"stopped_for_pain": 1, "seconds_held": 4}, "Not done, held 4 s, stopped for pain once"),
    ],
)
def test_an_exercise_says_how_often_and_how_long(counts: dict[str, Any], words: str) -> None:
    none = {"completed": 0, "partly_done": 0, "skipped": 0, "stopped_for_pain": 0}
    record = ExerciseRecord("cobra", 0, **{**none, "seconds_held": 0.0, **counts})
    assert exercise_words(record) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (2720, "45 min 20 s"),
        (3569, "59 min 29 s"),
        (3600, "1 h"),
        (11_100, "3 h 5 min"),
        (7_199, "2 h"),
    ],
)
def test_long_times_are_told_in_hours(seconds: float, words: str) -> None:
    assert long_words(seconds) == words


def test_that_the_days_before_had_another_plan_is_said() -> None:
    since = date(2026, 6, 3)
    counted = "The days before are counted by what was prescribed then."
    clinic, handout = LastPlan(since, by_clinic=True), LastPlan(since, by_clinic=False)
    assert plan_words(clinic, date(2026, 6, 2)) == [
        f"Your clinic's plan began on 3 June 2026. {counted}"
    ]
    assert plan_words(handout, date(2026, 6, 2)) == [
        f"You went back to the handout on 3 June 2026. {counted}"
    ]
    assert plan_words(clinic, since) == plan_words(None, since) == []
