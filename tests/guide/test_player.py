"""The player is where the clock says, credits what was held, and never anything else."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.guide.conftest import HandClock
from tests.guide.doses import sessions
from willows_app.guide.performance import Held, Outcome, Performed
from willows_app.guide.player import MOST_PLACES, Player, PlayerState
from willows_app.guide.progress import Progress
from willows_app.guide.timeline import StepKind
from willows_app.routine.choice import Choice, longest
from willows_app.routine.model import (
    Dose,
    Exercise,
    Move,
    MoveKind,
    Routine,
    Sides,
    Span,
    Travel,
)

TOWEL = "upper_back_extension_towel"


def a_player(routine: Routine, clock: HandClock, *ids: str) -> Player:
    player = Player([routine.exercise(id) for id in ids], clock)
    player.start()
    return player


def go_to(player: Player, clock: HandClock, kind: StepKind, nth: int = 1) -> None:
    """Let time pass until the start of the nth step of this kind."""
    starts = [step.start for step in player.timeline if step.kind is kind]
    clock.passes(starts[nth - 1] - player.elapsed)
    player.advance()


def test_an_exercise_that_runs_to_its_end_is_completed_with_its_seconds_per_side(
    upper_back: Routine, clock: HandClock
) -> None:
    player = a_player(upper_back, clock, "rhomboids")
    clock.passes(player.timeline.duration)
    (done,) = player.advance()
    assert (done.exercise, done.outcome) == ("rhomboids", Outcome.COMPLETED)
    assert done.held == Held(left=30, right=30)
    assert done.repetitions == done.planned.repetitions == 6
    assert done.planned.held == done.held
    assert player.state is PlayerState.OVER


def test_the_side_bend_counts_as_one_repetition_with_time_in_the_middle(
    upper_back: Routine, clock: HandClock
) -> None:
    player = a_player(upper_back, clock, "side_bend")
    clock.passes(500)
    (done,) = player.advance()
    assert (done.held, done.repetitions) == (Held(left=20, right=20, middle=10), 1)


def test_breathing_is_not_counted_as_holding(upper_back: Routine, clock: HandClock) -> None:
    player = a_player(upper_back, clock, "lats_standing")
    clock.passes(500)
    (done,) = player.advance()
    assert done.held == Held(left=20, right=20)


BREATHS = Dose(
    moves=tuple(
        Move(id=kind, title="Breath", cue="Breathe.", kind=kind, seconds=Span.exactly(4))
        for kind in (MoveKind.BREATHE_IN, MoveKind.BREATHE_OUT)
    ),
    repetitions=Span.exactly(3),
    sides=Sides.NONE,
)


@pytest.fixture
def breaths(upper_back: Routine) -> Exercise:
    """An exercise of three breaths, of eight seconds each, and nothing to hold."""
    return replace(upper_back.exercise("cobra"), id="breaths", get_ready=5, dose=BREATHS)


@pytest.fixture
def breathing(breaths: Exercise, clock: HandClock) -> Player:
    player = Player([breaths], clock)
    player.start()
    return player


def test_an_exercise_of_breaths_without_holds_that_runs_to_its_end_is_completed(
    breathing: Player, clock: HandClock
) -> None:
    clock.passes(breathing.timeline.duration)
    (done,) = breathing.advance()
    assert (done.outcome, done.held, done.repetitions) == (Outcome.COMPLETED, Held(), 3)
    assert (done.planned.held, done.planned.repetitions) == (Held(), 3)
    assert breathing.state is PlayerState.OVER


@pytest.mark.parametrize(
    ("seconds", "outcome", "repetitions"),
    [
        (5 + 3.9, Outcome.SKIPPED, 0),
        (5 + 4, Outcome.PARTLY_DONE, 0),
        (5 + 8, Outcome.PARTLY_DONE, 1),
        (5 + 23.9, Outcome.PARTLY_DONE, 2),
    ],
)
def test_of_breaths_those_are_done_that_came_to_their_end(
    breathing: Player, clock: HandClock, seconds: float, outcome: Outcome, repetitions: int
) -> None:
    clock.passes(seconds)
    (left,) = breathing.skip()
    assert (left.outcome, left.repetitions, left.held) == (outcome, repetitions, Held())


@pytest.mark.parametrize(("seconds", "told"), [(5 + 3.9, 0), (5 + 4, 1)])
def test_stop_says_something_of_breaths_once_one_was_drawn(
    breathing: Player, clock: HandClock, seconds: float, told: int
) -> None:
    clock.passes(seconds)
    assert [each.outcome for each in breathing.stop()] == [Outcome.PARTLY_DONE] * told


@pytest.mark.parametrize(
    ("seconds", "outcome", "places"),
    [
        (5 + 3.9, Outcome.SKIPPED, None),
        (5 + 24 + 5, Outcome.COMPLETED, 1),  # while moving along
        (5 + 24 + 10 + 9, Outcome.COMPLETED, 2),
    ],
)
def test_breaths_along_the_back_are_done_when_the_landmark_is_reached(
    breaths: Exercise,
    clock: HandClock,
    seconds: float,
    outcome: Outcome,
    places: int | None,
) -> None:
    travel = Travel("here", "I am here", "Move on.", places=5, move_along=10)
    player = Player([replace(breaths, dose=replace(BREATHS, travel=travel))], clock)
    player.start()
    clock.passes(seconds)
    player.advance()
    (done,) = player.reached()
    assert (done.outcome, done.places, done.held) == (outcome, places, Held())
    assert player.state is PlayerState.OVER


def test_nothing_is_credited_while_paused(upper_back: Routine, clock: HandClock) -> None:
    player = a_player(upper_back, clock, "cobra")
    go_to(player, clock, StepKind.HOLD)
    clock.passes(4)
    player.pause()
    clock.passes(3600)
    assert player.advance() == ()
    player.start()
    clock.passes(2)
    player.advance()
    (done,) = player.stop()
    assert (done.outcome, done.held.middle) == (Outcome.PARTLY_DONE, 6)


def test_a_late_look_at_the_clock_is_as_good_as_many(upper_back: Routine, clock: HandClock) -> None:
    ids = ("cobra", "rotation", "side_bend")
    often, seldom = a_player(upper_back, clock, *ids), a_player(upper_back, clock, *ids)
    ended: list[Performed] = []
    for _ in range(600):
        clock.passes(0.75)
        ended += often.advance()
    assert tuple(
        (each.exercise, each.outcome, round(each.held.total, 6)) for each in ended
    ) == tuple((each.exercise, each.outcome, each.held.total) for each in seldom.advance())


def test_skip_leaves_the_exercise_and_says_whether_anything_was_held(
    upper_back: Routine, clock: HandClock
) -> None:
    player = a_player(upper_back, clock, "cobra", "rhomboids")
    (skipped,) = player.skip()
    assert (skipped.exercise, skipped.outcome) == ("cobra", Outcome.SKIPPED)
    assert player.exercise.id == "rhomboids"
    go_to(player, clock, StepKind.HOLD, nth=7)
    clock.passes(5)
    (partly,) = player.skip()
    assert (partly.exercise, partly.outcome) == ("rhomboids", Outcome.PARTLY_DONE)
    assert partly.held == Held(right=15)
    assert player.state is PlayerState.OVER


def test_back_goes_to_the_start_of_the_step_and_then_to_the_one_before(
    upper_back: Routine, clock: HandClock
) -> None:
    player = a_player(upper_back, clock, "cobra")
    go_to(player, clock, StepKind.HOLD)
    clock.passes(5)
    player.back()
    assert (player.position.step.kind, player.position.into) == (StepKind.HOLD, 0)
    player.back()
    assert (player.position.step.kind, player.position.into) == (StepKind.READY, 0)
    player.back()
    assert player.elapsed == 0


def test_an_exercise_ended_again_after_going_back_is_told_again_as_a_whole(
    upper_back: Routine, clock: HandClock
) -> None:
    player = a_player(upper_back, clock, "cobra", "rhomboids")
    cobra = player.timeline.of("cobra")[-1].end
    clock.passes(cobra)
    (first,) = player.advance()
    player.back()
    assert player.exercise.id == "cobra"
    clock.passes(10)
    (again,) = player.advance()
    assert (first.held.middle, again.held.middle) == (50, 60)
    assert first.outcome is again.outcome is Outcome.COMPLETED


def test_back_after_a_skip_returns_to_where_the_exercise_was_left(
    upper_back: Routine, clock: HandClock
) -> None:
    player = a_player(upper_back, clock, TOWEL, "cobra")
    go_to(player, clock, StepKind.HOLD, nth=2)
    clock.passes(7)
    player.skip()
    player.back()
    assert (player.exercise.id, player.position.step.place) == (TOWEL, 2)
    assert (player.position.step.kind, player.position.into) == (StepKind.HOLD, 0)
    assert player.awaits_landmark
    (done,) = player.reached()
    assert (done.outcome, done.places, done.held.middle) == (Outcome.COMPLETED, 2, 37)


@pytest.mark.parametrize("kind", list(StepKind))
def test_it_hurts_ends_the_exercise_at_once_in_every_kind_of_step(
    upper_back: Routine, clock: HandClock, kind: StepKind
) -> None:
    ids = [exercise.id for exercise in upper_back.exercises]
    player = a_player(upper_back, clock, *ids)
    while all(step.kind is not kind for step in player.timeline.of(player.exercise.id)):
        player.skip()
    while player.position.step.kind is not kind:
        clock.passes(player.position.left)
        player.advance()
    clock.passes(0.5)
    exercise = player.exercise.id
    (stopped,) = player.hurts()
    assert (stopped.exercise, stopped.outcome) == (exercise, Outcome.STOPPED_FOR_PAIN)
    clock.passes(1000)
    assert (player.state, player.advance(), player.hurts()) == (PlayerState.HURT, (), ())
    assert player.stop() == ()
    assert player.state is PlayerState.OVER


def test_stop_says_nothing_of_an_exercise_in_which_nothing_was_held(
    upper_back: Routine, clock: HandClock
) -> None:
    player = a_player(upper_back, clock, "cobra")
    clock.passes(3)
    assert player.stop() == ()
    assert player.state is PlayerState.OVER


def test_places_go_on_until_the_landmark_is_reached(upper_back: Routine, clock: HandClock) -> None:
    player = a_player(upper_back, clock, TOWEL, "cobra")
    clock.passes(25 + 13 * 40 + 15)  # ready, thirteen places of 30 + 10 s, and half of the next
    assert player.advance() == ()
    assert player.position.step.place == 14
    following = player.following
    assert following is not None and following.kind is StepKind.MOVE_ALONG
    (done,) = player.reached()
    assert (done.outcome, done.places, done.held.middle) == (Outcome.COMPLETED, 14, 13 * 30 + 15)
    assert player.exercise.id == "cobra"
    assert player.position.step.kind is StepKind.READY


def test_a_landmark_reached_while_moving_along_ends_at_the_place_before(
    upper_back: Routine, clock: HandClock
) -> None:
    player = a_player(upper_back, clock, TOWEL, "cobra")
    go_to(player, clock, StepKind.MOVE_ALONG, nth=2)
    clock.passes(3)
    (done,) = player.reached()
    assert (done.places, done.held.middle) == (2, 60)
    assert player.exercise.id == "cobra"


def test_a_landmark_reached_before_the_first_place_is_a_skip(
    upper_back: Routine, clock: HandClock
) -> None:
    player = a_player(upper_back, clock, TOWEL)
    (done,) = player.reached()
    assert (done.outcome, done.places) == (Outcome.SKIPPED, None)


def test_nobody_has_a_back_without_end(upper_back: Routine, clock: HandClock) -> None:
    player = a_player(upper_back, clock, TOWEL)
    clock.passes(24 * 3600)
    (done,) = player.advance()
    assert done.places == MOST_PLACES
    assert player.state is PlayerState.OVER


@given(sessions(), st.lists(st.tuples(st.sampled_from("asbpr!"), st.floats(0, 200)), max_size=30))
def test_whatever_is_tapped_nobody_is_credited_more_than_the_time_that_passed(
    session: tuple[Exercise, ...], taps: list[tuple[str, float]]
) -> None:
    clock = HandClock()
    player = Player(session, clock)
    commands = {
        "a": player.advance,
        "s": player.skip,
        "b": player.back,
        "p": player.pause,
        "r": player.reached,
        "!": lambda: (player.start(), ())[1],
    }
    player.start()
    latest: dict[str, Performed] = {}
    for tap, seconds in taps:
        clock.passes(seconds)
        for performed in commands[tap]():
            latest[performed.exercise] = performed
        assert 0 <= player.elapsed <= player.timeline.duration
    passed = sum(seconds for _, seconds in taps)
    assert sum(performed.held.total for performed in latest.values()) <= passed + 1e-6


@given(sessions())
def test_a_session_left_alone_completes_every_exercise_with_what_was_planned(
    session: tuple[Exercise, ...],
) -> None:
    clock = HandClock()
    player = Player([each for each in session if each.dose.travel is None] or session[:1], clock)
    player.start()
    clock.passes(10_000_000)
    for performed in player.advance():
        assert performed.outcome is Outcome.COMPLETED
        if performed.places is None:
            assert performed.held.total == pytest.approx(performed.planned.held.total)
            assert performed.repetitions == performed.planned.repetitions


# ---- in the session


def test_a_step_made_longer_is_longer_on_the_other_side_too(
    upper_back: Routine, clock: HandClock
) -> None:
    player = a_player(upper_back, clock, "rhomboids")
    go_to(player, clock, StepKind.HOLD, nth=2)
    player.lengthen(10)
    clock.passes(500)
    (done,) = player.advance()
    assert done.held == Held(left=40, right=40)
    assert done.planned.held == Held(left=30, right=30)


@pytest.mark.parametrize(
    ("exercise", "kind", "most"),
    [
        ("rhomboids", StepKind.HOLD, 20),  # "about 10 seconds"
        (TOWEL, StepKind.HOLD, 120),  # "between 10 seconds and 2 minutes"
        ("lats_standing", StepKind.BREATHE_IN, 10),
        ("lats_standing", StepKind.BREATHE_OUT, 15),
    ],
)
def test_however_often_it_is_made_longer_a_move_stays_within_the_range_or_twice_its_time(
    upper_back: Routine, clock: HandClock, exercise: str, kind: StepKind, most: float
) -> None:
    player = a_player(upper_back, clock, exercise)
    go_to(player, clock, kind)
    for _ in range(20):
        assert player.room_to_lengthen == most - player.position.step.duration
        player.lengthen(10)
    assert (player.position.step.duration, player.room_to_lengthen) == (most, 0)
    player.lengthen(-5)
    assert player.room_to_lengthen == 5


def test_to_get_ready_there_is_as_much_time_as_is_wanted(
    upper_back: Routine, clock: HandClock
) -> None:
    player = a_player(upper_back, clock, "cobra")
    for _ in range(20):
        player.lengthen(10)
    assert player.position.step.duration == 15 + 20 * 10


@given(sessions(), st.lists(st.tuples(st.sampled_from("al"), st.floats(0, 90)), max_size=20))
def test_no_taps_draw_a_hold_out_beyond_its_longest(
    session: tuple[Exercise, ...], taps: list[tuple[str, float]]
) -> None:
    clock = HandClock()
    player = Player(session, clock)
    player.start()
    for tap, seconds in taps:
        clock.passes(seconds)
        player.lengthen(10) if tap == "l" else player.advance()
    for step in player.timeline:
        move = player.exercise_of(step).dose.move(step.move)
        assert move is None or step.duration <= longest(move)


def test_a_step_made_shorter_ends_at_the_earliest_now(
    upper_back: Routine, clock: HandClock
) -> None:
    player = a_player(upper_back, clock, "cobra")
    clock.passes(8)
    player.lengthen(-10)
    assert player.timeline.steps[0].duration == 8
    assert (player.position.step.kind, player.position.into) == (StepKind.HOLD, 0)


def test_skip_side_goes_to_the_change_of_sides_and_on_the_last_side_to_the_next_exercise(
    upper_back: Routine, clock: HandClock
) -> None:
    player = a_player(upper_back, clock, "rhomboids", "side_bend")
    go_to(player, clock, StepKind.HOLD)
    clock.passes(4)
    player.skip_side()
    assert (player.position.step.kind, player.position.step.side) == (StepKind.CHANGE_SIDES, "left")
    (partly,) = player.skip_side()
    assert (partly.outcome, partly.held) == (Outcome.PARTLY_DONE, Held(right=4))
    assert player.exercise.id == "side_bend"


def test_repeat_begins_the_exercise_again(upper_back: Routine, clock: HandClock) -> None:
    player = a_player(upper_back, clock, "cobra", "rhomboids")
    clock.passes(40)
    player.repeat()
    assert (player.exercise.id, player.position.step.kind, player.position.into) == (
        "cobra",
        StepKind.READY,
        0,
    )


def test_after_pain_the_session_goes_on_without_the_exercise_that_hurt(
    upper_back: Routine, clock: HandClock
) -> None:
    player = a_player(upper_back, clock, "cobra", "rhomboids")
    go_to(player, clock, StepKind.HOLD)
    player.hurts()
    clock.passes(60)
    player.carry_on()
    assert (player.exercise.id, player.position.into) == ("rhomboids", 0)
    assert player.state is PlayerState.RUNNING


def test_pain_in_the_last_exercise_leaves_nothing_to_carry_on_with(
    upper_back: Routine, clock: HandClock
) -> None:
    player = a_player(upper_back, clock, "cobra")
    player.hurts()
    player.carry_on()
    assert player.state is PlayerState.OVER


def test_counted_places_end_by_themselves_and_one_more_can_be_added(
    upper_back: Routine, clock: HandClock
) -> None:
    towel = upper_back.exercise(TOWEL)
    player = Player([towel, upper_back.exercise("cobra")], clock, {TOWEL: Choice(places=2)})
    player.start()
    assert not player.awaits_landmark
    clock.passes(25 + 30 + 10 + 15)
    player.advance()
    player.add_place()
    clock.passes(15 + 10 + 30)
    (done,) = player.advance()
    assert (done.outcome, done.places, done.held.middle) == (Outcome.COMPLETED, 3, 90)


def test_counted_places_can_be_ended_earlier(upper_back: Routine, clock: HandClock) -> None:
    player = Player([upper_back.exercise(TOWEL)], clock, {TOWEL: Choice(places=9)})
    player.start()
    go_to(player, clock, StepKind.HOLD, nth=2)
    clock.passes(5)
    (done,) = player.reached()
    assert (done.outcome, done.places, done.held.middle) == (Outcome.COMPLETED, 2, 35)


# ---- away


def an_absence(upper_back: Routine, clock: HandClock, seconds: float) -> Player:
    """Five seconds into the first hold of the cobra, then nobody sees the session."""
    player = a_player(upper_back, clock, "cobra", "rhomboids")
    go_to(player, clock, StepKind.HOLD)
    clock.passes(5)
    since = clock()
    clock.passes(seconds)
    assert player.was_away(since) == ()
    return player


def test_while_asked_about_an_absence_nothing_goes_on(
    upper_back: Routine, clock: HandClock
) -> None:
    player = an_absence(upper_back, clock, 120)
    assert player.absence is not None
    assert (player.absence.seconds, player.absence.step.exercise) == (120, "rhomboids")
    clock.passes(30)
    assert player.advance() == ()
    assert player.state is PlayerState.AWAY


def test_going_on_from_here_credits_nothing_of_what_passed_unseen(
    upper_back: Routine, clock: HandClock
) -> None:
    player = an_absence(upper_back, clock, 120)
    before = player.elapsed
    clock.passes(30)  # being asked is not part of the session
    (cobra,) = player.go_on_from_here()
    assert (cobra.outcome, cobra.held.middle) == (Outcome.PARTLY_DONE, 5)
    assert player.elapsed == before + 120
    assert player.state is PlayerState.RUNNING


def test_going_back_loses_nothing(upper_back: Routine, clock: HandClock) -> None:
    player = an_absence(upper_back, clock, 120)
    before = player.elapsed
    player.go_back_to_where_it_was()
    assert (player.elapsed, player.state) == (before, PlayerState.RUNNING)


def test_counting_it_as_done_credits_it(upper_back: Routine, clock: HandClock) -> None:
    player = an_absence(upper_back, clock, 120)
    (cobra,) = player.count_as_done()
    assert (cobra.outcome, cobra.held.middle) == (Outcome.COMPLETED, 50)


# ---- closed and opened again


@given(sessions(), st.lists(st.tuples(st.sampled_from("asbl"), st.floats(0, 90)), max_size=12))
def test_a_session_carried_on_stands_where_it_was_and_forgets_nothing(
    session: tuple[Exercise, ...], taps: list[tuple[str, float]]
) -> None:
    clock = HandClock()
    player = Player(session, clock)
    player.start()
    commands = {
        "a": player.advance,
        "s": player.skip,
        "b": player.back,
        "l": lambda: player.lengthen(10),
    }
    for tap, seconds in taps:
        clock.passes(seconds)
        commands[tap]()
    if player.state is PlayerState.OVER:
        return
    written = json.loads(json.dumps(player.progress.as_json()))
    again = Player(session, clock, progress=Progress.from_json(written))
    assert again.state is PlayerState.PAUSED
    assert again.position == player.position
    assert again.timeline == player.timeline
    again.start()
    for each in (player, again):
        each.start()
    clock.passes(3)
    assert player.advance() == again.advance()
    assert player.stop() == again.stop()
