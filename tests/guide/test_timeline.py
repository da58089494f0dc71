"""The timeline says exactly what the handout says, and tiles the time for any dose."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.guide.doses import chosen_exercises, exercises, sessions
from willows_app.guide.timeline import (
    StepKind,
    compile_exercise,
    compile_routine,
)
from willows_app.routine.choice import Choice, Dial, DoseError, dials
from willows_app.routine.duration import exercise_seconds
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
        with pytest.raises(DoseError, match=f"outside the {low} to {high}"):
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
    with pytest.raises(DoseError, match="no choice of places"):
        compile_exercise(upper_back.exercise("cobra"), Choice(places=2))
    with pytest.raises(DoseError, match="outside the 1 to 40"):
        compile_exercise(upper_back.exercise("upper_back_extension_towel"), Choice(places=0))


# ---------------------------------------------------------------- what is chosen


@pytest.mark.parametrize(
    ("exercise_id", "choice", "kind", "seconds"),
    [
        ("cobra", Choice(get_ready=40), StepKind.READY, [40]),
        ("rhomboids", Choice(change_sides=20), StepKind.CHANGE_SIDES, [20]),
        ("rotation", Choice(change_sides=20), StepKind.CHANGE_SIDES, [20] * 5),
        ("lats_standing", Choice(breathe_in=3), StepKind.BREATHE_IN, [3] * 4),
        ("chair_rotation", Choice(breathe_out=9), StepKind.BREATHE_OUT, [9] * 4),
        ("chair_rotation", Choice(breathe_out=9), StepKind.BREATHE_IN, [4] * 4),
        ("upper_back_extension_towel", Choice(places=3), StepKind.MOVE_ALONG, [10] * 2),
    ],
)
def test_what_is_chosen_stands_in_the_timeline(
    upper_back: Routine, exercise_id: str, choice: Choice, kind: StepKind, seconds: list[float]
) -> None:
    timeline = compile_exercise(upper_back.exercise(exercise_id), choice)
    assert [step.duration for step in timeline if step.kind is kind] == seconds


@pytest.mark.parametrize("exercise_id", ["lats_standing", "rotation", "rhomboids"])
def test_the_first_side_turns_the_order_round_and_changes_nothing_else(
    upper_back: Routine, exercise_id: str
) -> None:
    exercise = upper_back.exercise(exercise_id)
    assert exercise.dose.first_side is not None
    prescribed = compile_exercise(exercise)
    turned = compile_exercise(exercise, Choice(first_side=exercise.dose.first_side.other))
    assert [step.side and step.side.other for step in turned] == [step.side for step in prescribed]
    assert [(s.kind, s.start, s.rep) for s in turned] == [
        (s.kind, s.start, s.rep) for s in prescribed
    ]


@pytest.mark.parametrize(
    ("exercise_id", "choice", "why"),
    [
        ("cobra", Choice(hold=12), "no choice of hold"),
        ("cobra", Choice(repetitions=4), "no choice of repetitions"),
        ("cobra", Choice(get_ready=4), "outside the 5 to 120"),
        ("cobra", Choice(get_ready=121), "outside the 5 to 120"),
        ("cobra", Choice(change_sides=10), "no choice of change sides"),
        ("cobra", Choice(first_side=Side.LEFT), "no sides"),
        ("cobra", Choice(breathe_in=4), "no choice of breathe in"),
        ("rhomboids", Choice(change_sides=2), "outside the 3 to 60"),
        ("lats_standing", Choice(breathe_in=1), "outside the 2 to 10"),
        ("lats_standing", Choice(breathe_out=16), "outside the 2 to 15"),
        ("cat_stretch", Choice(repetitions=4.5), "not a whole number"),  # type: ignore[arg-type]
        ("upper_back_extension_towel", Choice(places=41), "outside the 1 to 40"),
    ],
)
def test_what_is_outside_the_ranges_is_refused(
    upper_back: Routine, exercise_id: str, choice: Choice, why: str
) -> None:
    with pytest.raises(DoseError, match=why):
        compile_exercise(upper_back.exercise(exercise_id), choice)


@given(chosen_exercises())
def test_the_duration_is_that_of_the_timeline(chosen: tuple[Exercise, Choice]) -> None:
    assert exercise_seconds(*chosen) == pytest.approx(compile_exercise(*chosen).duration)


@given(chosen_exercises())
def test_no_move_is_longer_or_shorter_than_its_range(chosen: tuple[Exercise, Choice]) -> None:
    exercise, choice = chosen
    allowed = {move.id: move for move in exercise.dose.moves}
    for step in compile_exercise(exercise, choice):
        if step.kind is StepKind.HOLD and step.move:
            assert step.duration in allowed[step.move].seconds
        if step.rep is not None:
            assert step.rep <= exercise.dose.repetitions.high


@given(exercises(), st.sampled_from(Dial), st.floats(-10, 1000))
def test_a_number_that_no_dial_allows_is_refused(
    exercise: Exercise, dial: Dial, number: float
) -> None:
    span = dials(exercise).get(dial)
    if span is not None and number in span:
        return
    with pytest.raises(DoseError):
        compile_exercise(exercise, Choice().with_dial(dial, number))


# ---------------------------------------------------------------- any dose


@given(sessions())
def test_steps_tile_the_time_without_gap_or_overlap(session: tuple[Exercise, ...]) -> None:
    steps = compile_routine(session).steps
    assert steps[0].start == 0
    assert all(step.duration > 0 for step in steps)
    assert all(one.end == following.start for one, following in pairwise(steps))


@given(chosen_exercises())
def test_both_sides_get_equal_time(chosen: tuple[Exercise, Choice]) -> None:
    exercise, choice = chosen
    if exercise.dose.sides is Sides.NONE:
        return
    steps = compile_exercise(exercise, choice).steps
    held = {
        side: sorted(step.duration for step in steps if step.move and step.side is side)
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
