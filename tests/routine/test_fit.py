"""What of a routine is done in the time there is: within the ranges, and everybody has a turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.guide.doses import choices, sessions
from willows_app.guide.timeline import StepKind, compile_routine
from willows_app.routine.choice import AS_PRESCRIBED, Choice, dials
from willows_app.routine.duration import exercise_seconds
from willows_app.routine.fit import STRETCHED, Fitted, fit
from willows_app.routine.model import Exercise, Flare, Routine, Schedule
from willows_app.routine.session_plan import SessionPlan

TOWEL, BALLS = "upper_back_extension_towel", "upper_back_extension_tennis_balls"
DAY = datetime(2026, 6, 1, 18, tzinfo=UTC)
ROUND_OFF = 1e-6
THINGS = ("a book", "a chair")


def ids(fitted: Fitted) -> list[str]:
    return [exercise.id for exercise in fitted.plan.exercises]


def seconds(fitted: Fitted) -> float:
    plan = fitted.plan
    return compile_routine(plan.exercises, plan.choices).duration if plan.exercises else 0


def all_done(routine: Routine, at: datetime) -> dict[str, datetime]:
    return {exercise.id: at for exercise in routine.exercises}


# ---------------------------------------------------------------- the shipped routine


def test_all_the_time_is_as_prescribed_and_not_the_longest(upper_back: Routine) -> None:
    assert fit(upper_back) == Fitted(SessionPlan.whole(upper_back))


@pytest.mark.parametrize(
    ("minutes", "count"), [(5, 2), (10, 2), (15, 5), (20, 8), (25, 10), (30, 10), (60, 10)]
)
def test_in_so_many_minutes_so_many_exercises_are_done(
    upper_back: Routine, minutes: int, count: int
) -> None:
    fitted = fit(upper_back, minutes * 60)
    assert len(ids(fitted)) == count
    assert 0.95 * minutes * 60 < seconds(fitted) <= minutes * 60


@pytest.mark.parametrize("minutes", range(3, 90))
def test_nine_tenths_of_the_time_are_used(upper_back: Routine, minutes: int) -> None:
    fitted = fit(upper_back, minutes * 60)
    assert 0.9 * minutes * 60 <= seconds(fitted) <= minutes * 60 or all_at_their_longest(fitted)


def test_before_anything_is_left_out_the_holds_are_shortened(upper_back: Routine) -> None:
    fitted = fit(upper_back, 24 * 60)
    assert fitted.left_out == ()
    assert fitted.plan.choices[TOWEL].hold in range(10, 30)
    assert fitted.plan.choices[BALLS].hold in range(20, 30)


def test_with_more_time_than_prescribed_the_holds_are_longer(upper_back: Routine) -> None:
    fitted = fit(upper_back, 40 * 60)
    assert fitted.plan.choices[TOWEL].hold in range(31, 121)
    assert fitted.plan.choices[BALLS].hold in range(31, 121)


def test_what_does_not_fit_by_itself_says_how_long_it_takes(upper_back: Routine) -> None:
    why = {each.exercise.id: each for each in fit(upper_back, 300).left_out}
    assert (why[BALLS].needs, why[BALLS].for_another_day) == (333, False)
    assert (why["cobra"].needs, why["cobra"].for_another_day) == (None, True)


def test_a_shorter_back_leaves_time_for_more(upper_back: Routine) -> None:
    fitted = fit(upper_back, 300, place_counts={TOWEL: 4, BALLS: 4, "cobra": 9})
    assert ids(fitted)[:2] == [TOWEL, BALLS]
    assert fitted.plan.choices[BALLS].places == 4


def test_nobody_has_counted_yet_leaves_the_places_open(upper_back: Routine) -> None:
    assert fit(upper_back, 600).plan.choices[TOWEL].places is None
    assert fit(upper_back, place_counts={TOWEL: 9}).plan.choices == {TOWEL: Choice(places=9)}


def test_what_needs_something_that_is_not_there_is_left_out(upper_back: Routine) -> None:
    everything = {thing for exercise in upper_back.exercises for thing in exercise.equipment}
    fitted = fit(upper_back, None, everything - {"a book", "a chair"})
    assert [(each.exercise.id, each.lacks) for each in fitted.left_out] == [
        (TOWEL, ("a book",)),
        (BALLS, ("a book",)),
        ("chair_rotation", ("a chair",)),
    ]
    assert len(ids(fitted)) == 7


def test_a_hold_of_ones_own_is_the_most_and_may_be_shortened(upper_back: Routine) -> None:
    own = {TOWEL: Choice(hold=20, get_ready=40)}
    assert fit(upper_back, chosen=own).plan.choices == own
    for minutes, hold in ((90, 20), (20, 12)):
        choice = fit(upper_back, minutes * 60, chosen=own).plan.choices[TOWEL]
        assert (choice.hold, choice.get_ready) == (hold, 40)


def test_a_choice_that_the_handout_no_longer_allows_is_left_out(upper_back: Routine) -> None:
    own = {TOWEL: Choice(hold=500, get_ready=40), "cobra": Choice(hold=20)}
    assert fit(upper_back, chosen=own).plan.choices == {TOWEL: Choice(get_ready=40)}


def test_those_that_were_done_longest_ago_come_first(upper_back: Routine) -> None:
    done = all_done(upper_back, DAY) | {"side_bend": DAY - timedelta(1)}
    del done["rhomboids"]
    assert ids(fit(upper_back, 180, last_done=done)) == ["rhomboids", "side_bend"]


def test_an_order_of_ones_own_is_kept_and_what_it_lacks_comes_last(upper_back: Routine) -> None:
    plan = SessionPlan.whole(upper_back).ordered(["side_bend", "cobra", "gone"])
    assert [exercise.id for exercise in plan.exercises][:4] == ["side_bend", "cobra", TOWEL, BALLS]
    assert len(plan.exercises) == 10


# ---------------------------------------------------------------- any routine


@st.composite
def routines(draw: st.DrawFn) -> Routine:
    needs = st.lists(st.sampled_from(THINGS), unique=True, max_size=2).map(tuple)
    return Routine(
        id="any",
        title="Any",
        clinic="A clinic",
        schedule=Schedule("every day", 1, 14, "as needed", Flare(3, 2)),
        cautions=(),
        if_it_hurts=(),
        exercises=tuple(
            replace(each, id=f"exercise_{number}", equipment=draw(needs))
            for number, each in enumerate(draw(sessions()))
        ),
    )


times = st.integers(1, 6000).map(float)


def all_at_their_longest(fitted: Fitted, own: Mapping[str, Choice] | None = None) -> bool:
    return not fitted.left_out and not any(
        longer(exercise, fitted.plan.choice(exercise), (own or {}).get(exercise.id, AS_PRESCRIBED))
        for exercise in fitted.plan.exercises
    )


def longer(exercise: Exercise, choice: Choice, own: Choice) -> list[Choice]:
    """Every choice that is one step longer and still allowed."""
    found = []
    for dial in STRETCHED:
        span, now = dials(exercise).get(dial), choice.of(dial)
        most = None if span is None else (own.of(dial) or span.high)
        if most is not None and now is not None and now < most:
            found.append(choice.with_dial(dial, min(int(now) + 1, most)))
    return found


@given(routines(), times, st.data())
def test_it_is_never_over_the_time_never_outside_the_ranges_and_in_the_handouts_order(
    routine: Routine, time: float, data: st.DataObject
) -> None:
    own = {each.id: data.draw(choices(each)) for each in routine.exercises}
    fitted = fit(routine, time, chosen=own)
    # A choice outside the ranges would raise DoseError here.
    assert seconds(fitted) <= time + ROUND_OFF
    assert fitted.plan.seconds == pytest.approx(seconds(fitted))
    done, left = set(ids(fitted)), {each.exercise.id for each in fitted.left_out}
    assert ids(fitted) == [each.id for each in routine.exercises if each.id in done]
    assert done | left == {each.id for each in routine.exercises}
    assert not done & left


@given(routines(), times)
def test_every_hold_of_the_session_is_within_its_own_range(routine: Routine, time: float) -> None:
    plan = fit(routine, time).plan
    moves = {(each.id, move.id): move for each in plan.exercises for move in each.dose.moves}
    if plan.exercises:
        for step in compile_routine(plan.exercises, plan.choices):
            if step.kind is StepKind.HOLD and step.move:
                assert step.duration in moves[step.exercise, step.move].seconds


@given(routines(), times, st.data())
def test_nothing_longer_would_fit(routine: Routine, time: float, data: st.DataObject) -> None:
    own = {each.id: data.draw(choices(each)) for each in routine.exercises}
    fitted = fit(routine, time, chosen=own)
    room = time - seconds(fitted) - ROUND_OFF
    for exercise in fitted.plan.exercises:
        choice = fitted.plan.choice(exercise)
        for more in longer(exercise, choice, own[exercise.id]):
            assert exercise_seconds(exercise, more) - exercise_seconds(exercise, choice) > room
    if any(each.for_another_day for each in fitted.left_out):
        return
    # With everything in it, it is nine tenths full, or a single step more would be too long.
    steps = [
        exercise_seconds(each, more) - exercise_seconds(each, fitted.plan.choice(each))
        for each in fitted.plan.exercises
        for more in longer(each, fitted.plan.choice(each), own[each.id])
    ]
    assert not steps or room < max(0.1 * time, min(steps))


@given(routines(), st.sets(st.sampled_from(THINGS)), st.one_of(st.none(), times))
def test_nothing_is_done_without_what_it_needs(
    routine: Routine, equipment: set[str], time: float | None
) -> None:
    fitted = fit(routine, time, equipment)
    for exercise in fitted.plan.exercises:
        assert set(exercise.equipment) <= equipment
    for left in fitted.left_out:
        assert set(left.lacks) == set(left.exercise.equipment) - equipment


@given(routines(), times)
def test_day_by_day_everybody_has_a_turn_who_fits_at_all(routine: Routine, time: float) -> None:
    last_done: dict[str, datetime] = {}
    for day in range(len(routine.exercises)):
        fitted = fit(routine, time, last_done=last_done)
        last_done |= dict.fromkeys(ids(fitted), DAY + timedelta(day))
    never = {each.id for each in routine.exercises} - set(last_done)
    assert never == {each.exercise.id for each in fitted.left_out if each.needs is not None}


@given(routines(), st.data())
def test_all_the_time_is_what_was_chosen_and_nothing_else(
    routine: Routine, data: st.DataObject
) -> None:
    own = {each.id: data.draw(choices(each)) for each in routine.exercises}
    fitted = fit(routine, chosen=own)
    assert fitted.left_out == ()
    assert {each.id: fitted.plan.choice(each) for each in routine.exercises} == own
