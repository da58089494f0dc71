"""The timeline says exactly what the handout says, and tiles the time for any dose."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.guide.doses import exercises, sessions
from willows_app.guide.timeline import (
    StepKind,
    compile_exercise,
    compile_routine,
)
from willows_app.routine.choice import Choice, DoseError
from willows_app.routine.model import Exercise, Routine, Side, Sides

# Written by hand from the handout: every hold in order as (side, seconds), with the number of
# deep breaths. The towel and the balls go from place to place: ten are expected.
L, R, M = "left", "right", None
HANDOUT: dict[str, tuple[list[tuple[str | None, float]], int]] = {
    "upper_back_extension_towel": ([(M, 30)] * 10, 0),
    "upper_back_extension_tennis_balls": ([(M, 30)] * 10, 0),
    "cobra": ([(M, 10)] * 5, 0),
    "cat_stretch": ([(M, 10), (M, 10)] * 4, 0),
    "lats_standing": ([(L, 10)] * 2 + [(R, 10)] * 2, 4),
    "lats_doorway": ([(M, 10)] * 3, 0),
    "rotation": ([(R, 10), (L, 10)] * 3, 0),
    "chair_rotation": ([(R, 10), (R, 10)] * 2 + [(L, 10), (L, 10)] * 2, 4),
    "rhomboids": ([(R, 10)] * 3 + [(L, 10)] * 3, 0),
    "side_bend": ([(R, 10), (R, 10), (M, 10), (L, 10), (L, 10)], 0),
}


def test_the_table_is_of_the_whole_handout(upper_back: Routine) -> None:
    assert [exercise.id for exercise in upper_back.exercises] == list(HANDOUT)


@pytest.mark.parametrize("exercise_id", HANDOUT)
def test_every_hold_of_the_handout_stands_in_the_timeline_in_its_order(
    upper_back: Routine, exercise_id: str
) -> None:
    holds, breaths = HANDOUT[exercise_id]
    steps = compile_exercise(upper_back.exercise(exercise_id)).steps
    assert [(s.side, s.duration) for s in steps if s.kind is StepKind.HOLD] == holds
    for kind in (StepKind.BREATHE_IN, StepKind.BREATHE_OUT):
        assert sum(step.kind is kind for step in steps) == breaths


@pytest.mark.parametrize(
    ("exercise_id", "low", "high"),
    [("upper_back_extension_towel", 10, 120), ("upper_back_extension_tennis_balls", 20, 120)],
)
def test_a_place_may_be_held_as_short_and_as_long_as_the_handout_says(
    upper_back: Routine, exercise_id: str, low: float, high: float
) -> None:
    exercise = upper_back.exercise(exercise_id)
    for hold in (low, high):
        timeline = compile_exercise(exercise, Choice(hold=hold, places=3))
        assert [s.duration for s in timeline if s.kind is StepKind.HOLD] == [hold] * 3
    for hold in (low - 1, high + 1):
        with pytest.raises(DoseError, match="outside the handout's"):
            compile_exercise(exercise, Choice(hold=hold))


@pytest.mark.parametrize(("rounds", "allowed"), [(3, False), (4, True), (6, True), (7, False)])
def test_the_cat_is_done_four_to_six_times(upper_back: Routine, rounds: int, allowed: bool) -> None:
    cat = upper_back.exercise("cat_stretch")
    if allowed:
        timeline = compile_exercise(cat, Choice(repetitions=rounds))
        assert sum(step.kind is StepKind.HOLD for step in timeline) == 2 * rounds
    else:
        with pytest.raises(DoseError, match="4 to 6"):
            compile_exercise(cat, Choice(repetitions=rounds))


def test_a_cobra_is_let_go_between_repetitions_and_not_after_the_last(
    upper_back: Routine,
) -> None:
    kinds = [step.kind.value for step in compile_exercise(upper_back.exercise("cobra"))]
    assert kinds == ["ready", *["hold", "relax"] * 4, "hold"]


def test_one_side_after_the_other_has_one_change_and_turn_about_has_one_each_turn(
    upper_back: Routine,
) -> None:
    def changes(exercise_id: str) -> int:
        timeline = compile_exercise(upper_back.exercise(exercise_id))
        return sum(step.kind is StepKind.CHANGE_SIDES for step in timeline)

    assert changes("rhomboids") == 1
    assert changes("rotation") == 5


def test_the_whole_routine_is_its_exercises_one_after_the_other(upper_back: Routine) -> None:
    whole = compile_routine(upper_back.exercises)
    alone = [compile_exercise(exercise) for exercise in upper_back.exercises]
    assert whole.duration == pytest.approx(sum(timeline.duration for timeline in alone))
    assert [step.kind for step in whole] == [step.kind for each in alone for step in each]
    assert whole.exercises == tuple(HANDOUT)


def test_places_are_refused_where_nothing_moves_along(upper_back: Routine) -> None:
    with pytest.raises(DoseError, match="one place"):
        compile_exercise(upper_back.exercise("cobra"), Choice(places=2))
    with pytest.raises(DoseError, match="at least 1"):
        compile_exercise(upper_back.exercise("upper_back_extension_towel"), Choice(places=0))


@given(sessions())
def test_steps_tile_the_time_without_gap_or_overlap(session: tuple[Exercise, ...]) -> None:
    steps = compile_routine(session).steps
    assert steps[0].start == 0
    assert all(step.duration > 0 for step in steps)
    assert all(one.end == following.start for one, following in pairwise(steps))


@given(exercises())
def test_both_sides_get_equal_time(exercise: Exercise) -> None:
    if exercise.dose.sides is Sides.NONE:
        return
    held = {
        side: sorted(s.duration for s in compile_exercise(exercise) if s.move and s.side is side)
        for side in Side
    }
    assert held[Side.LEFT] == held[Side.RIGHT]


@given(sessions(), st.lists(st.floats(allow_nan=False), min_size=2))
def test_the_position_is_there_for_any_time_and_never_goes_back(
    session: tuple[Exercise, ...], times: list[float]
) -> None:
    timeline = compile_routine(session)
    positions = [timeline.at(time) for time in sorted(times)]
    for one, later in pairwise(positions):
        assert (one.index, one.into) <= (later.index, later.into)
    for position in positions:
        assert 0 <= position.into <= position.step.duration
        assert position.step is timeline.steps[position.index]
        assert math.isclose(position.into + position.left, position.step.duration)


@given(exercises(), st.integers(1, 8))
def test_one_more_place_changes_nothing_of_the_places_before(
    exercise: Exercise, places: int
) -> None:
    if exercise.dose.travel is None:
        return
    short = compile_exercise(exercise, Choice(places=places)).steps
    long = compile_exercise(exercise, Choice(places=places + 1)).steps
    assert long[: len(short)] == short
