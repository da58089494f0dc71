"""What measures say: the formulas by hand, rules that always hold, and a naive oracle.

The formulas and their sources stand in the table of measures; each example below is worked out
by hand from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import combinations
from random import Random
from statistics import median
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adherence.plans import (
    LAST,
    SCHEDULE,
    changes,
    day,
    easy_days,
    in_order,
    numbers,
    pauses,
    plan,
    plan_drawn,
)
from willows_app.adherence.doses import Dose, Doses
from willows_app.adherence.facts import DONE, PlanChange
from willows_app.adherence.measures import (
    CLEAR_RISE,
    TREND_FROM,
    Adherence,
    Attempt,
    Day,
    DayStatus,
    ExerciseRecord,
    PainResponse,
    PainTrend,
    PeriodOfPain,
    Records,
    SessionPain,
    Share,
    Streak,
    adherence,
    by_exercise,
    by_period,
    measured_days,
    pain_by_period,
    pain_response,
    pain_trend,
    sessions_by_day,
    streak,
)
from willows_app.adherence.periods import Period
from willows_app.adherence.plan import Plan, plan_of
from willows_app.guide.performance import Outcome

COMPLETED, PARTLY = Outcome.COMPLETED, Outcome.PARTLY_DONE
SKIPPED, STOPPED = Outcome.SKIPPED, Outcome.STOPPED_FOR_PAIN

COBRA, CAT, BREATH = "cobra", "cat", "breath"
DOSES = {COBRA: 60.0, CAT: 120.0, BREATH: 0.0}
ALWAYS = Doses.always(DOSES)
"""Seconds to hold; the last one is only breathed."""


class Done(NamedTuple):
    """What became of one exercise; timed, unless it has no seconds."""

    exercise: str
    outcome: Outcome = COMPLETED
    seconds: float | None = None
    planned: float | None = None

    def attempt(self, session: str, on: date) -> Attempt:
        planned = DOSES[self.exercise] if self.planned is None else self.planned
        return Attempt(session, on, self.exercise, self.outcome, self.seconds, planned)


@dataclass(frozen=True)
class Did:
    """A session on the day of this number."""

    number: int
    entries: tuple[Done, ...]
    planned: tuple[str, ...] = tuple(DOSES)


def did(number: int, *entries: Done, planned: Sequence[str] = tuple(DOSES)) -> Did:
    return Did(number, entries, tuple(planned))


ALL = (Done(COBRA, seconds=60), Done(CAT, seconds=120), Done(BREATH, seconds=0))
TICKED = (Done(COBRA), Done(CAT), Done(BREATH))


def records(*sessions: Did) -> Records:
    """What the log holds of these sessions."""
    ids = [f"session {number}" for number, _ in enumerate(sessions)]
    return Records(
        sessions={id: day(each.number) for id, each in zip(ids, sessions, strict=True)},
        planned={id: each.planned for id, each in zip(ids, sessions, strict=True)},
        attempts=tuple(
            entry.attempt(id, day(each.number))
            for id, each in zip(ids, sessions, strict=True)
            for entry in each.entries
        ),
        pains=(),
    )


def measured(
    of: Plan,
    sessions: Sequence[Did],
    last: int,
    today: int,
    first: int = 1,
    doses: Doses = ALWAYS,
) -> list[Day]:
    """The days of these numbers."""
    return measured_days(of, records(*sessions), doses, day(first), day(last), day(today))


def shares(of: Plan, sessions: Sequence[Did], last: int, today: int, first: int = 1) -> Adherence:
    return adherence(measured(of, sessions, last, today, first))


def counted(sessions: Sequence[Did]) -> dict[date, int]:
    return dict(sessions_by_day(records(*sessions).attempts))


# ---------------------------------------------------------------- the streak


@pytest.mark.parametrize(
    ("what", "plan", "done", "today", "expected"),
    [
        ("nothing has begun", "", "", 1, (0, 0)),
        ("one day", "DDDDD", "x", 1, (1, 1)),
        ("each day", "DDDDD", "xxxxx", 5, (5, 5)),
        ("today is not failed until it is over", "DDDDD", "xxxx", 5, (4, 4)),
        ("yesterday was", "DDDDD", "xxx", 5, (0, 3)),
        ("a day was missed", "DDDDDDD", "xxx xxx", 7, (3, 3)),
        ("and since then less was done", "DDDDDDD", "xxxx xx", 7, (2, 4)),
        ("days not due are neutral", "DD...FF.", "xx   xx", 8, (4, 4)),
        ("a session on such a day adds nothing", "DD...FF.", "xxx xxxx", 8, (4, 4)),
        ("a day of a flare was missed", "DD.FFF..", "xx x x", 8, (1, 3)),
        ("paused days are neutral", "DDPPPDD", "xx   xx", 7, (4, 4)),
        ("a session in a pause counts", "DDPPPDD", "xx x xx", 7, (5, 5)),
        ("a pause from today on", "DDDP", "xxx ", 4, (3, 3)),
        ("what was done before the plan", "  DDD", "xxxxx", 5, (3, 3)),
        ("what is logged for tomorrow waits for it", "DDDDD", "xx xx", 3, (2, 2)),
        ("two sessions on a day are one day", "DDDDD", "2x2", 3, (3, 3)),
    ],
)
def test_the_streak_is_the_due_days_met_one_after_the_other(
    what: str, plan: str, done: str, today: int, expected: tuple[int, int]
) -> None:
    assert streak(plan_drawn(plan), sessions_drawn(done), day(today)) == Streak(*expected)


@pytest.mark.parametrize(
    ("done", "today", "expected"),
    [("222", 3, (3, 3)), ("22x", 3, (2, 2)), ("2x2", 3, (1, 1)), ("23x", 4, (0, 2))],
)
def test_where_two_sessions_are_due_one_does_not_meet_the_day(
    done: str, today: int, expected: tuple[int, int]
) -> None:
    twice = plan_drawn("DDDDD", daily_sessions=2)
    assert streak(twice, sessions_drawn(done), day(today)) == Streak(*expected)


def sessions_drawn(done: str) -> dict[date, int]:
    """`x` for a session, a digit for so many, a space for none; from day 1 on."""
    counts = {"x": 1, " ": 0}
    return {
        day(number): counts.get(each) or int(each)
        for number, each in enumerate(done, 1)
        if each != " "
    }


@pytest.mark.parametrize(
    ("outcomes", "counts"),
    [
        ((COMPLETED,), 1),
        ((PARTLY,), 1),
        ((SKIPPED, STOPPED, PARTLY), 1),
        ((STOPPED,), 0),
        ((SKIPPED, SKIPPED), 0),
        ((), 0),
    ],
)
def test_a_session_counts_if_anything_was_done_in_it(
    outcomes: tuple[Outcome, ...], counts: int
) -> None:
    entries = [Done(exercise, outcome) for exercise, outcome in zip(DOSES, outcomes, strict=False)]
    assert counted([did(1, *entries)]).get(day(1), 0) == counts


# ---------------------------------------------------------------- what became of a day

SOME = (Done(COBRA), Done(CAT, PARTLY))


@pytest.mark.parametrize(
    ("what", "plan", "sessions", "expected"),
    [
        ("all of it", "D", [did(1, *ALL)], "done"),
        ("ticked by hand", "D", [did(1, *TICKED)], "done"),
        ("all that fitted into the time", "D", [did(1, Done(COBRA), planned=[COBRA])], "done"),
        ("an exercise was skipped", "D", [did(1, Done(COBRA), Done(CAT, SKIPPED))], "partly done"),
        ("it was cut off", "D", [did(1, *SOME)], "partly done"),
        ("the rest in a second session", "D", [did(1, *SOME), did(1, *TICKED[1:])], "done"),
        (
            "a second one that was cut off takes nothing away",
            "D",
            [did(1, Done(COBRA), planned=[COBRA]), did(1, Done(CAT))],
            "done",
        ),
        ("everything was skipped", "D", [did(1, Done(COBRA, SKIPPED))], "missed"),
        ("nothing was logged", "D", [], "missed"),
        ("nothing was due", ".", [], "not due"),
        ("done all the same", ".", [did(1, *ALL)], "done"),
        ("partly done all the same", ".", [did(1, *SOME)], "partly done"),
        ("paused", "P", [], "paused"),
        ("done in a pause", "P", [did(1, *ALL)], "done"),
        ("before the plan began", " D", [], "not due"),
        ("a flare", "F", [], "missed"),
    ],
)
def test_what_became_of_a_day(what: str, plan: str, sessions: list[Did], expected: str) -> None:
    (measured_day,) = measured(plan_drawn(plan), sessions, last=1, today=2)
    assert measured_day.status == expected


def test_today_and_the_days_to_come_are_due_and_not_missed() -> None:
    days = measured(plan_drawn("DDDP.D"), [], last=6, today=2)
    expected = ["missed", "due", "due", "paused", "not due", "due"]
    assert [each.status for each in days] == expected
    assert [each.over for each in days] == [True, False, False, False, False, False]


@pytest.mark.parametrize(("count", "expected"), [(1, "partly done"), (2, "done"), (3, "done")])
def test_a_day_on_which_two_are_due_is_done_with_two(count: int, expected: str) -> None:
    twice = plan_drawn("D", daily_sessions=2)
    (measured_day,) = measured(twice, [did(1, *ALL)] * count, last=1, today=1)
    assert (measured_day.status, measured_day.met) == (expected, count >= 2)


def test_what_a_day_says() -> None:
    """60 of 60 seconds of the cobra; of the cat at best 90 of 120, in another session."""
    sessions = [
        did(1, Done(COBRA, seconds=60), Done(CAT, PARTLY, seconds=30), Done(BREATH, SKIPPED)),
        did(1, Done(CAT, PARTLY, seconds=90)),
    ]
    assert measured(plan_drawn("D"), sessions, last=1, today=2) == [
        Day(
            day=day(1),
            status=DayStatus.PARTLY,
            due=1,
            done=2,
            over=True,
            logged=True,
            prescribed=Dose(DOSES),
            completed=1,
            held=150,
        )
    ]


def test_each_day_is_measured_by_what_was_prescribed_on_it() -> None:
    """From day 3 on there is but the cobra, held for half as long."""
    doses = Doses(Dose({COBRA: 30.0}), ((day(3), Dose(DOSES)),))
    whole, half = Done(COBRA, seconds=60), Done(COBRA, seconds=30, planned=30)
    sessions = [did(1, *ALL), did(2, whole), did(3, half), did(4, half, Done(CAT, seconds=120))]
    days = measured(plan_drawn("DDDD"), sessions, last=4, today=5, doses=doses)
    assert [each.completed for each in days] == [3, 1, 1, 1]
    assert [each.held for each in days] == [180, 60, 30, 30]
    measures = adherence(days)
    assert measures.exercises == Share(3 + 1 + 1 + 1, 3 + 3 + 1 + 1)
    assert measures.dose == Share(180 + 60 + 30 + 30, 180 + 180 + 30 + 30)
    cobra, cat, _ = by_exercise(days, records(*sessions).attempts, doses.between(day(1), day(4)))
    assert (cobra.due, cobra.completed) == (4, 4)
    assert (cat.due, cat.completed) == (2, 2)


def test_an_exercise_that_the_routine_no_longer_has_is_no_completed_one() -> None:
    retired = Attempt("a", day(1), "retired", COMPLETED, 60, 60)
    logged = Records({"a": day(1)}, {"a": ("retired",)}, (retired,), ())
    (only,) = measured_days(plan_drawn("D"), logged, ALWAYS, day(1), day(1), day(2))
    assert (only.status, only.met, only.completed, only.held) == (DayStatus.DONE, True, 0, 0)


# ---------------------------------------------------------------- shares of what was due

WEEK = [
    did(1, *ALL),  # 3 completed, 180 s
    did(2, Done(COBRA, PARTLY, seconds=30), Done(CAT, SKIPPED)),  # 0 completed, 30 s
    # nothing on day 3
    did(4, *TICKED),  # 3 completed, no seconds
    did(5, Done(COBRA, seconds=45)),  # 1 completed, 45 s
    did(5, Done(CAT, seconds=60, planned=60)),  # 1 completed; the shorter hold is all of it: 120 s
    did(6, Done(COBRA, SKIPPED), Done(CAT, STOPPED, seconds=12)),  # nothing done; 12 s were held
]
"""Days 1 to 6 of a daily phase; day 7 is today."""


def test_the_shares_of_a_week_by_hand() -> None:
    assert shares(plan_drawn("DDDDDDD"), WEEK, last=7, today=7) == Adherence(
        first=day(1),
        last=day(7),
        days=Share(4, 6),
        sessions=Share(5, 6),  # 1 + 1 + 0 + 1 + 2 + 0
        extra=0,
        exercises=Share(8, 18),  # (3 + 0 + 0 + 3 + 2 + 0) of 6 · 3
        dose=Share(387, 1080),  # (180 + 30 + 0 + 0 + 165 + 12) of 6 · 180
        logged=Share(5, 6),
        when_logged=Share(5, 5),
    )


def test_today_counts_once_it_is_met_and_its_exercises_when_it_is_over() -> None:
    seven = [*WEEK, did(7, *ALL)]
    met = shares(plan_drawn("DDDDDDD"), seven, last=7, today=7)
    assert (met.days, met.sessions, met.exercises) == (Share(5, 7), Share(6, 7), Share(8, 18))
    over = shares(plan_drawn("DDDDDDD"), seven, last=7, today=8)
    assert (over.days, over.sessions, over.exercises) == (Share(5, 7), Share(6, 7), Share(11, 21))


@pytest.mark.parametrize(
    ("what", "plan", "done", "days", "sessions", "extra"),
    [
        ("every day", "DDDDDDD", "xxxxxxx", (7, 7), (7, 7), 0),
        ("paused days are left out", "DDPPPDD", "xx   x ", (3, 4), (3, 4), 0),
        ("so is a session in a pause", "DDPPPDD", "xx x x ", (3, 4), (3, 4), 1),
        ("days without symptoms are left out", "D..FF..", "x  x   ", (2, 3), (2, 3), 0),
        ("so are sessions on such days", "D..FF..", "xxxx  x", (2, 3), (2, 3), 3),
        (
            "two on a day make up for one missed in the week",
            "DDDDDDD",
            "2 xxxxx",
            (6, 7),
            (7, 7),
            0,
        ),
        ("and no more than that", "DDDDDDD", "3 xxxxx", (6, 7), (7, 7), 1),
        ("not for one of another week", "DDDDDDDD", "2xxxxxx ", (7, 8), (7, 8), 1),
        ("nothing was due", ".......", "x      ", (0, 0), (0, 0), 1),
        ("the plan began on Thursday", "   DDDD", "   xx x", (3, 4), (3, 4), 0),
        ("and what came before it is beyond it", "   DDDD", " x xx x", (3, 4), (3, 4), 1),
    ],
)
def test_weekly_sessions_are_done_of_due_and_never_more_than_all(
    what: str,
    plan: str,
    done: str,
    days: tuple[int, int],
    sessions: tuple[int, int],
    extra: int,
) -> None:
    several = [
        did(on.day, *ALL) for on, count in sessions_drawn(done).items() for _ in range(count)
    ]
    measure = shares(plan_drawn(plan), several, last=len(plan), today=len(plan) + 1)
    assert (measure.days, measure.sessions, measure.extra) == (
        Share(*days),
        Share(*sessions),
        extra,
    )


def test_where_two_are_due_a_first_one_today_is_neither_missing_nor_beyond() -> None:
    twice = plan_drawn("DD", daily_sessions=2)
    measure = shares(twice, [did(1, *ALL), did(1, *ALL), did(2, *ALL)], last=2, today=2)
    assert (measure.sessions, measure.days, measure.extra) == (Share(2, 2), Share(1, 1), 0)


def test_weeks_are_clipped_to_the_range() -> None:
    """From Thursday (day 4) to the Tuesday after next (day 16)."""
    several = [did(number, *ALL) for number in (4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 16)]
    days = measured(plan_drawn("D" * 20), several, first=4, last=16, today=30)
    weeks = by_period(days)
    assert [(week.first, week.last) for week in weeks] == [
        (day(4), day(7)),
        (day(8), day(14)),
        (day(15), day(16)),
    ]
    assert [week.sessions for week in weeks] == [Share(3, 4), Share(7, 7), Share(1, 2)]
    assert [week.sessions.percent for week in weeks] == [75, 100, 50]
    assert adherence(days).sessions == Share(11, 13)


def test_months_are_clipped_as_well() -> None:
    """Day 1 is 1 June; 29 June to 2 July is one week and stands in two months."""
    days = measured(plan_drawn("D" * 60), [did(n, *ALL) for n in (29, 31, 32)], 32, 60, first=28)
    assert [month.sessions for month in by_period(days, Period.MONTH)] == [
        Share(1, 3),
        Share(2, 2),
    ]


@pytest.mark.parametrize(
    ("what", "entries", "held"),
    [
        ("as prescribed", [Done(CAT, seconds=120)], 120),
        ("held for longer", [Done(CAT, seconds=150)], 120),
        ("half of it", [Done(CAT, PARTLY, seconds=60)], 60),
        ("all of a dose that was set shorter", [Done(CAT, seconds=60, planned=60)], 120),
        ("half of a dose that was set longer", [Done(CAT, PARTLY, seconds=90, planned=180)], 60),
        ("stopped for pain after a while", [Done(CAT, STOPPED, seconds=30)], 30),
        ("skipped", [Done(CAT, SKIPPED, seconds=0)], 0),
        ("ticked by hand: nobody knows", [Done(CAT)], 0),
        ("an exercise without a hold", [Done(BREATH, seconds=0)], 0),
        ("nothing was to be held that day", [Done(CAT, seconds=0, planned=0)], 0),
    ],
)
def test_seconds_held_of_the_prescribed_dose(what: str, entries: list[Done], held: float) -> None:
    measure = shares(plan_drawn("D"), [did(1, *entries)], last=1, today=2)
    assert (measure.dose.done, measure.dose.due) == (pytest.approx(held), 180)


@pytest.mark.parametrize(
    ("done", "due", "percent"),
    [
        (0, 7, 0),
        (5, 7, 71),
        (7, 7, 100),
        (199, 200, 99),
        (0.1 + 0.2, 0.3, 100),
        (29, 29, 100),
        (0, 0, None),
    ],
)
def test_percents_are_whole_and_only_all_of_it_is_a_hundred(
    done: float, due: float, percent: int | None
) -> None:
    assert Share(done, due).percent == percent


# ---------------------------------------------------------------- exercise by exercise


def test_what_became_of_each_exercise_by_hand() -> None:
    days = measured(plan_drawn("DDD.DDD"), WEEK, last=7, today=7)
    assert by_exercise(days, records(*WEEK).attempts, DOSES) == [
        ExerciseRecord(COBRA, 5, 3, 1, 1, 0, 60 + 30 + 45),
        ExerciseRecord(CAT, 5, 3, 0, 1, 1, 120 + 60 + 12),
        ExerciseRecord(BREATH, 5, 2, 0, 0, 0, 0),
    ]


def test_a_skip_is_no_attempt_and_a_stop_for_pain_is_one() -> None:
    cat = ExerciseRecord(
        CAT, due=6, completed=3, partly_done=2, skipped=4, stopped_for_pain=1, seconds_held=0
    )
    assert (cat.times_done, cat.attempts) == (5, 6)


def test_what_lies_outside_of_the_range_stays_out() -> None:
    days = measured(plan_drawn("D" * 9), WEEK, first=2, last=4, today=9)
    (cobra,) = by_exercise(days, records(*WEEK).attempts, [COBRA])
    assert (cobra.due, cobra.completed, cobra.partly_done, cobra.seconds_held) == (3, 1, 1, 30)


# ---------------------------------------------------------------- pain


def pains(*answers: tuple[int, int | None, int | None]) -> list[SessionPain]:
    """(number of the day, before, after), one session each."""
    return [
        SessionPain(f"session {index}", day(number), before, after)
        for index, (number, before, after) in enumerate(answers)
    ]


@pytest.mark.parametrize(
    ("answers", "median_change", "rises", "sessions"),
    [
        ([], None, 0, 0),
        ([(1, 5, 3)], -2, 0, 1),
        ([(1, 5, 3), (2, 4, 3), (3, 2, 4)], -1, 1, 3),
        ([(1, 5, 3), (2, 4, 3)], -1.5, 0, 2),
        ([(1, 5, 6), (2, 5, 7), (3, 0, 10)], 2, 2, 3),
        ([(1, 5, None), (2, None, 3), (3, None, None)], None, 0, 0),
        ([(1, 8, 1), (2, None, 0), (3, 4, 4)], -3.5, 0, 2),
    ],
)
def test_pain_response_is_the_median_of_after_less_before(
    answers: list[tuple[int, int | None, int | None]],
    median_change: float | None,
    rises: int,
    sessions: int,
) -> None:
    """Of sessions with both answers only: pain is never imputed."""
    assert pain_response(pains(*answers)) == PainResponse(median_change, rises, sessions)
    assert CLEAR_RISE == 2


def test_pain_by_week_by_hand() -> None:
    """Weeks without an answer are left out, not filled; those with one tell how many."""
    answers = pains(
        (1, 6, 4), (3, 5, None), (7, 2, 2), (9, None, None), (15, None, 3), (22, 4, 4), (23, 3, 3)
    )
    first = Period.WEEK.number(day(1))
    assert pain_by_period(answers) == [
        PeriodOfPain(first, before=5, after=3, answers=3, answers_after=2),
        PeriodOfPain(first + 2, before=None, after=3, answers=0, answers_after=1),
        PeriodOfPain(first + 3, before=3.5, after=3.5, answers=2, answers_after=2),
    ]


@pytest.mark.parametrize(
    ("what", "weekly", "slope"),
    [
        ("too few weeks", [6, 5], None),
        ("three weeks: slopes −1, −1.5, −2", [6, 5, 3], -1.5),
        ("no change", [4, 4, 4, 4], 0),
        ("a steady rise", [1, 2, 3, 4, 5], 1),
        ("one odd week does not move it", [8, 7, 6, 10, 4, 3, 2], -1),
        ("a week without an answer: slopes −2, −2, −2", [8, None, 4, 2], -2),
        ("a gap alone is not filled", [6, None, None, 5], None),
    ],
)
def test_the_trend_is_the_median_slope_between_two_weeks(
    what: str, weekly: list[int | None], slope: float | None
) -> None:
    answers = pains(*((1 + 7 * week, before, None) for week, before in enumerate(weekly)))
    told = len([before for before in weekly if before is not None])
    assert pain_trend(answers) == PainTrend(slope, told, told)
    assert TREND_FROM == 3


scores = st.none() | st.integers(0, 10)
many_pains = st.lists(
    st.tuples(st.integers(-40, 80), scores, scores).map(lambda each: pains(each)[0]), max_size=25
)


@given(many_pains)
def test_the_trend_is_that_of_a_brute_force_in_fractions(answers: list[SessionPain]) -> None:
    weeks: dict[int, list[int]] = {}
    for each in answers:
        if each.before is not None:
            weeks.setdefault((each.day - day(1)).days // 7, []).append(each.before)
    points = [(week, median(map(Fraction, before))) for week, before in weeks.items()]
    slopes = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(points, 2)]
    expected = float(median(slopes)) if len(points) >= 3 else None
    trend = pain_trend(answers)
    assert trend.per_period == (None if expected is None else pytest.approx(expected))
    assert (trend.periods, trend.answers) == (len(points), sum(map(len, weeks.values())))


@given(many_pains, st.lists(st.integers(-40, 80)))
def test_an_answer_that_was_not_given_changes_nothing(
    answers: list[SessionPain], declined: list[int]
) -> None:
    with_declined = [*answers, *pains(*((number, None, None) for number in declined))]
    for measure in (pain_response, pain_by_period, pain_trend):
        assert measure(with_declined) == measure(answers)


# ---------------------------------------------------------------- rules that always hold

seconds = st.none() | st.floats(0, 200)
planned_seconds = st.none() | st.sampled_from([0.0, 30.0, 60.0, 240.0])
done = st.builds(
    Done, st.sampled_from(list(DOSES)), st.sampled_from(list(Outcome)), seconds, planned_seconds
)
a_session = st.builds(
    Did,
    st.integers(-3, LAST),
    st.lists(done, max_size=3, unique_by=lambda each: each.exercise).map(tuple),
    st.just(tuple(DOSES)) | st.just((COBRA,)),
)
many_sessions = st.lists(a_session, max_size=25)
daily_sessions = st.integers(1, 2)


@dataclass(frozen=True)
class Case:
    """A plan, what was done of it, and the day on which somebody looks."""

    plan: Plan
    sessions: list[Did]
    today: int
    doses: Doses = ALWAYS

    @property
    def streak(self) -> Streak:
        return streak(self.plan, counted(self.sessions), day(self.today))

    def days(self, first: int = -3, last: int = LAST) -> list[Day]:
        return measured(self.plan, self.sessions, last, self.today, first, self.doses)

    def adherence(self, first: int = -3, last: int = LAST) -> Adherence:
        return adherence(self.days(first, last))

    def also(self, session: Did) -> Case:
        return replace(self, sessions=[*self.sessions, session])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Any plan that changes can make, or any drawing."""
    per_day = draw(daily_sessions)
    if draw(st.booleans()):
        drawing = draw(st.text("DFP.", max_size=LAST))
        made = plan_drawn(" " * draw(st.integers(0, 5)) + drawing if drawing else "", per_day)
    else:
        made = replace(plan(*draw(changes())), daily_sessions=per_day)
    return Case(made, draw(many_sessions), draw(numbers), draw(many_doses()))


@st.composite
def many_doses(draw: st.DrawFn) -> Doses:
    """Prescribed once for all, or changed on up to two days."""
    dose = st.dictionaries(st.sampled_from(list(DOSES)), st.sampled_from([0.0, 20.0, 90.0]))
    until = sorted(draw(st.lists(numbers, max_size=2)))
    return Doses(Dose(DOSES), tuple((day(number), Dose(draw(dose))) for number in until))


LOWERED_ONLY_BY = "when_logged"
SHARES = ("days", "sessions", "exercises", "dose", "logged")


@given(cases(), a_session)
def test_another_session_never_lowers_a_streak(case: Case, session: Did) -> None:
    """Whatever its outcomes, timed or by hand, on any day: also today or before the plan."""
    before, after = case.streak, case.also(session).streak
    assert after.current >= before.current
    assert after.best >= before.best


@given(cases(), a_session, numbers, numbers)
def test_another_session_never_lowers_a_share(
    case: Case, session: Did, first: int, last: int
) -> None:
    first, last = sorted((first, last))
    before, after = case.adherence(first, last), case.also(session).adherence(first, last)
    for name in SHARES:
        old, new = getattr(before, name), getattr(after, name)
        assert new.due >= old.due
        if old.due:
            assert new.done * old.due >= old.done * new.due - 1e-6, name
            assert (new.percent or 0) >= (old.percent or 0), name


BETTER = [
    DayStatus.MISSED,
    DayStatus.DUE,
    DayStatus.NOT_DUE,
    DayStatus.PAUSED,
    DayStatus.PARTLY,
    DayStatus.DONE,
]


@given(cases(), a_session)
def test_another_session_never_makes_a_day_less(case: Case, session: Did) -> None:
    for before, after in zip(case.days(), case.also(session).days(), strict=True):
        assert BETTER.index(after.status) >= BETTER.index(before.status)
        assert (after.done, after.completed, after.met) >= (
            before.done,
            before.completed,
            before.met,
        )
        assert after.held >= before.held


@given(changes(), easy_days(), many_sessions, numbers, pauses())
def test_a_pause_never_breaks_a_streak(
    told: list[PlanChange],
    easy: Mapping[date, bool],
    sessions: list[Did],
    today: int,
    paused: PlanChange,
) -> None:
    """From today on, or told afterwards of any days."""
    without = plan_of(SCHEDULE, in_order(*told), easy)
    with_pause = plan_of(SCHEDULE, in_order(*told, paused), easy)
    before = streak(without, counted(sessions), day(today))
    after = streak(with_pause, counted(sessions), day(today))
    assert after.current >= before.current
    assert after.best >= before.best


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_facts_does_not_matter(case: Case, chance: Random) -> None:
    facts = records(*case.sessions)
    attempts = list(facts.attempts)
    chance.shuffle(attempts)
    sessions = list(facts.sessions.items())
    chance.shuffle(sessions)
    shuffled = replace(facts, attempts=tuple(attempts), sessions=dict(sessions))
    range_ = day(-3), day(LAST), day(case.today)
    assert measured_days(case.plan, shuffled, case.doses, *range_) == case.days()
    assert sessions_by_day(attempts) == counted(case.sessions)


@given(cases())
def test_no_share_is_more_than_all_or_less_than_nothing(case: Case) -> None:
    weeks = by_period(case.days())
    for measure in (case.adherence(), *weeks):
        for name in (*SHARES, LOWERED_ONLY_BY):
            share = getattr(measure, name)
            assert 0 <= share.done <= share.due + 1e-6
            assert share.percent is None or 0 <= share.percent <= 100
    # A week is never split, so the weeks make up the whole.
    assert sum(week.sessions.done for week in weeks) == case.adherence().sessions.done
    assert sum(week.extra for week in weeks) == case.adherence().extra


@given(cases())
def test_today_is_not_failed_until_it_is_over(case: Case) -> None:
    """Before today's first session the streak is what it was last night."""
    today = day(case.today)
    so_far = replace(case, sessions=[each for each in case.sessions if each.number < case.today])
    last_night = streak(case.plan, counted(so_far.sessions), day(case.today - 1))
    assert so_far.streak.best == last_night.best
    standing = case.plan.on(day(case.today - 1))
    met = counted(so_far.sessions).get(day(case.today - 1), 0) >= case.plan.daily_sessions
    failed_last_night = standing is not None and standing.due and not met
    assert so_far.streak.current == (0 if failed_last_night else last_night.current)
    assert all(each.status is not DayStatus.MISSED for each in so_far.days() if each.day >= today)


# ---------------------------------------------------------------- a naive oracle


@given(cases(), numbers, numbers)
def test_measures_agree_with_counting_day_by_day(case: Case, first: int, last: int) -> None:
    first, last = sorted((first, last))
    assert case.streak == naive_streak(case)
    assert case.adherence(first, last) == naive_adherence(case, first, last)


def done_on(case: Case, number: int) -> int:
    """Sessions of a day in which something was done."""
    return sum(
        each.number == number and any(entry.outcome in DONE for entry in each.entries)
        for each in case.sessions
    )


def naive_streak(case: Case) -> Streak:
    """From the first day on: one more, back to nothing, or neither."""
    current = best = 0
    for number in range(-3, case.today + 1):
        standing = case.plan.on(day(number))
        if standing is None or not standing.expected:
            continue
        if done_on(case, number) >= case.plan.daily_sessions:
            current += 1
        elif standing.pause is None and number != case.today:
            current = 0
        best = max(best, current)
    return Streak(current, best)


def naive_adherence(case: Case, first: int, last: int) -> Adherence:
    """The formulas, written out for each day."""
    need = case.plan.daily_sessions
    met_days = due_days = completed = held = exercises_due = to_hold = logged_days = extra = 0
    weeks: dict[int, list[int]] = {}
    logged_weeks: dict[int, list[int]] = {}
    for number in range(first, last + 1):
        done = done_on(case, number)
        if not case.plan.due(day(number)):
            extra += done
            continue
        if number >= case.today and done < need:
            continue
        due_days += 1
        met_days += done >= need
        week = weeks.setdefault((number - 1) // 7, [0, 0])
        week[0] += done
        week[1] += need
        if any(each.number == number for each in case.sessions):
            logged_days += 1
            week = logged_weeks.setdefault((number - 1) // 7, [0, 0])
            week[0] += done
            week[1] += need
        if number < case.today:
            exercises_due += len(prescribed_on(case, number))
            to_hold += sum(prescribed_on(case, number).values())
            completed += completed_on(case, number)
            held += held_on(case, number)
    kept = sum(min(done, due) for done, due in weeks.values())
    return Adherence(
        first=day(first),
        last=day(last),
        days=Share(met_days, due_days),
        sessions=Share(kept, sum(due for _, due in weeks.values())),
        extra=extra + sum(done for done, _ in weeks.values()) - kept,
        exercises=Share(completed, exercises_due),
        dose=Share(pytest.approx(held), to_hold),
        logged=Share(logged_days, due_days),
        when_logged=Share(
            sum(min(done, due) for done, due in logged_weeks.values()),
            sum(due for _, due in logged_weeks.values()),
        ),
    )


def entries_on(case: Case, number: int) -> list[Done]:
    return [entry for each in case.sessions if each.number == number for entry in each.entries]


def prescribed_on(case: Case, number: int) -> Mapping[str, float]:
    for until, dose in case.doses.before:
        if day(number) < until:
            return dose.seconds
    return case.doses.now.seconds


def completed_on(case: Case, number: int) -> int:
    return len(
        {each.exercise for each in entries_on(case, number) if each.outcome is COMPLETED}
        & set(prescribed_on(case, number))
    )


def held_on(case: Case, number: int) -> float:
    """Of each exercise the best share of what its session planned, and never more than all."""
    best = dict.fromkeys(DOSES, 0.0)
    for each in entries_on(case, number):
        planned = DOSES[each.exercise] if each.planned is None else each.planned
        if each.seconds is not None and planned > 0:
            share = min(1, each.seconds / planned)
            best[each.exercise] = max(best[each.exercise], share)
    return sum(best[exercise] * dose for exercise, dose in prescribed_on(case, number).items())
