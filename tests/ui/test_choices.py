"""What the patient sets is kept, stays within the handout, and is what the session does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.guide.conftest import HandClock
from tests.guide.doses import chosen_exercises
from tests.ui.conftest import FakeStorage, Run, Tap
from willows_app.guide.timeline import StepKind, compile_routine
from willows_app.routine.choice import AS_PRESCRIBED, Choice, Dial, dials
from willows_app.routine.fit import Fitted, LeftOut
from willows_app.routine.model import Exercise, Routine, Side, Span
from willows_app.routine.session_plan import SessionPlan
from willows_app.ui.components.dials import LOOKS, range_words, turned, value_words
from willows_app.ui.components.time_available import left_out_words, summary_words
from willows_app.ui.model import Willows
from willows_app.ui.own_settings import BREATH, CHOICES, LACKING, ORDER, TIME, OwnSettings

TOWEL, BALLS = "upper_back_extension_towel", "upper_back_extension_tennis_balls"

Make = Callable[[], Willows]


@pytest.fixture
def make(
    shipped: dict[str, bytes],
    storage: FakeStorage,
    clock: HandClock,
    now: Callable[[], datetime],
    run: Run[None],
) -> Make:
    """The app on this device, opened; again, as after a reload."""

    def make() -> Willows:
        willows = Willows(shipped, storage, clock=clock, now=now)
        run(willows.open())
        return willows

    return make


def ids(willows: Willows) -> list[str]:
    return [exercise.id for exercise in willows.fitted().plan.exercises]


def left_out(willows: Willows) -> dict[str, LeftOut]:
    return {each.exercise.id: each for each in willows.fitted().left_out}


# ---------------------------------------------------------------- time, equipment, order


def test_at_first_the_whole_routine_is_done_as_prescribed(willows: Willows) -> None:
    assert willows.fitted() == Fitted(SessionPlan.whole(willows.routine))


def test_the_time_there_is_is_kept_and_the_session_fits_into_it(
    willows: Willows, make: Make, tap: Tap[Any]
) -> None:
    tap(lambda: willows.own.have(600))
    again = make()
    assert again.own.seconds == 600
    assert ids(again) == [TOWEL, BALLS]
    assert again.fitted().plan.seconds <= 600
    tap(lambda: again.own.have(None))
    assert len(ids(again)) == 10


def test_what_is_left_out_today_comes_first_next_time(
    willows: Willows, tap: Tap[Any], clock: HandClock
) -> None:
    tap(lambda: willows.own.have(600))
    tap(lambda: willows.tick_by_hand(willows.fitted().plan))
    clock.passes(timedelta(days=1).total_seconds())
    assert TOWEL not in ids(willows)
    assert ids(willows)[:4] == ["cobra", "cat_stretch", "lats_standing", "lats_doorway"]


def test_what_was_skipped_has_not_had_its_turn_and_what_hurt_has(
    willows: Willows, run: Run[None]
) -> None:
    async def session() -> None:
        willows.about_to_do = SessionPlan.whole(willows.routine)
        willows.begin()
        assert willows.session is not None
        willows.session.skip()
        await asyncio.sleep(30)
        willows.session.hurts()
        await asyncio.sleep(1)
        willows.session.stop()

    run(session())
    assert list(willows.log.last_done("upper_back", [TOWEL, BALLS])) == [BALLS]
    assert willows.log.last_done("neck", [BALLS]) == {}


def test_without_a_book_nobody_lies_on_the_towel_or_the_balls(
    willows: Willows, make: Make, tap: Tap[Any]
) -> None:
    tap(lambda: willows.own.has("a book", False))
    again = make()
    assert {id: each.lacks for id, each in left_out(again).items()} == {
        TOWEL: ("a book",),
        BALLS: ("a book",),
    }
    tap(lambda: again.own.has("a book", True))
    assert left_out(again) == {}


def test_who_picks_one_exercise_is_not_asked_for_time_or_equipment(
    willows: Willows, tap: Tap[Any]
) -> None:
    tap(lambda: willows.own.has("a book", False))
    tap(lambda: willows.own.have(300))
    plan = willows.one_exercise("upper_back", TOWEL)
    assert plan == SessionPlan(willows.routine, (willows.routine.exercise(TOWEL),))


def test_an_order_of_ones_own_is_kept_and_can_be_put_back(
    willows: Willows, make: Make, tap: Tap[Any]
) -> None:
    handout = ids(willows)
    cobra = willows.routine.exercise("cobra")
    tap(lambda: willows.own.move(willows.routine, cobra, -1))
    again = make()
    assert ids(again)[:3] == [TOWEL, "cobra", BALLS]
    tap(lambda: again.own.put_back_order(again.routine))
    assert ids(again) == handout


@pytest.mark.parametrize(("exercise", "by"), [(TOWEL, -1), ("side_bend", 1)])
def test_nothing_moves_beyond_the_ends(
    willows: Willows, tap: Tap[Any], exercise: str, by: int
) -> None:
    tap(lambda: willows.own.move(willows.routine, willows.routine.exercise(exercise), by))
    assert willows.own.order(willows.routine) == ()


# ---------------------------------------------------------------- the dose


def test_a_hold_of_ones_own_is_what_the_session_does_and_can_be_put_back(
    willows: Willows, make: Make, tap: Tap[Any]
) -> None:
    towel = willows.routine.exercise(TOWEL)
    tap(lambda: willows.own.choose(willows.routine, towel, Choice(hold=20)))
    again = make()
    for plan in (again.fitted().plan, again.one_exercise("upper_back", TOWEL)):
        assert plan is not None
        steps = compile_routine(plan.exercises, plan.choices).of(TOWEL)
        assert {step.duration for step in steps if step.kind is StepKind.HOLD} == {20}
    tap(lambda: again.own.choose(again.routine, towel, AS_PRESCRIBED))
    assert again.fitted().plan.choices == {}


def test_what_is_ticked_by_hand_was_planned_as_it_was_set(willows: Willows, tap: Tap[Any]) -> None:
    cat = willows.routine.exercise("cat_stretch")
    tap(lambda: willows.own.choose(willows.routine, cat, Choice(repetitions=6)))
    plan = willows.one_exercise("upper_back", "cat_stretch")
    assert plan is not None
    tap(lambda: willows.tick_by_hand(plan))
    ((entry,),) = (session.entries for session in willows.log.sessions())
    assert (entry.repetitions, entry.planned.repetitions) == (6, 6)


def test_one_breath_is_for_all_exercises_that_ask_for_it(
    willows: Willows, make: Make, tap: Tap[Any]
) -> None:
    tap(lambda: willows.own.breathe(Choice(breathe_in=3, breathe_out=9)))
    plan = make().fitted().plan
    assert plan.choices == dict.fromkeys(
        ("lats_standing", "chair_rotation"), Choice(breathe_in=3, breathe_out=9)
    )


# ---------------------------------------------------------------- places are learned


def test_next_time_as_many_places_are_expected_as_it_took_last_time(
    willows: Willows, make: Make, run: Run[None]
) -> None:
    async def session(places: int) -> None:
        willows.about_to_do = willows.one_exercise("upper_back", TOWEL)
        willows.begin()
        guided = willows.session
        assert guided is not None
        while (step := guided.player.position.step).place != places or not step.move:
            await asyncio.sleep(1)
        await asyncio.sleep(1)
        guided.reached()

    run(session(3))
    assert make().fitted().plan.choices == {TOWEL: Choice(places=3)}
    run(session(2))
    assert make().fitted().plan.choices == {TOWEL: Choice(places=2)}


def test_places_that_nobody_counted_teach_nothing(
    willows: Willows, run: Run[None], tap: Tap[Any]
) -> None:
    async def stopped_at_the_first_place() -> None:
        willows.about_to_do = willows.one_exercise("upper_back", TOWEL)
        willows.begin()
        assert willows.session is not None
        await asyncio.sleep(40)
        willows.session.stop()

    run(stopped_at_the_first_place())
    plan = willows.one_exercise("upper_back", BALLS)
    assert plan is not None
    tap(lambda: willows.tick_by_hand(plan))
    assert willows.log.last_places("upper_back", [TOWEL]) == {}


# ---------------------------------------------------------------- what the log may say

KEYS = [TIME, LACKING, BREATH, f"{ORDER}: upper_back", f"{CHOICES}: upper_back"]
SPOILT = ["{", "NaN", "-5", "null", "[1, 2]", '{"a": 1}', '"x"', "true"]
SPOILT.append(f'{{"{TOWEL}": {{"hold": "long"}}}}')


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("value", SPOILT)
def test_a_setting_that_makes_no_sense_is_as_if_it_were_not_set(
    upper_back: Routine, key: str, value: str
) -> None:
    own = OwnSettings(lambda asked: value if asked == key else "", lambda key, value: None)
    assert own.seconds is None
    assert own.ordered(upper_back) == upper_back.exercises
    assert set(own.choices(upper_back).values()) == {AS_PRESCRIBED}
    assert own.equipment(upper_back)


@pytest.mark.parametrize(
    ("value", "ends_at"),
    [
        ('"00:00"', time(0)),
        ('"04:30"', time(4, 30)),
        ('"06:00"', time(6)),
        ('"05:00+02:00"', time(5)),
        ('"06:01"', time(3)),
        ('"22:00"', time(3)),
        ('"soon"', time(3)),
        ("3", time(3)),
        ("", time(3)),
    ],
)
def test_my_day_ends_in_the_small_hours_whatever_the_setting_says(
    value: str, ends_at: time
) -> None:
    assert OwnSettings(lambda _: value, lambda key, value: None).day_ends_at == ends_at


@pytest.mark.parametrize("hold", [9, 121])
def test_a_hold_that_a_newer_handout_does_not_allow_is_as_if_it_were_not_set(
    willows: Willows, tap: Tap[Any], hold: float
) -> None:
    tap(
        lambda: willows.log.set(
            f"{CHOICES}: upper_back", f'{{"{TOWEL}": {{"hold": {hold}}}}}', willows.now()
        )
    )
    assert willows.fitted().plan.choices == {}


@given(chosen_exercises())
def test_what_is_written_is_read_again(chosen: tuple[Exercise, Choice]) -> None:
    _, choice = chosen
    assert Choice.from_json(choice.made()) == Choice.from_json(asdict(choice)) == choice


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("dial", "span", "words"),
    [
        (Dial.HOLD, Span(10, 30, 120), "The handout says 10 seconds to 2 minutes."),
        (Dial.REPETITIONS, Span(4, 4, 6), "The handout says 4 to 6 times."),
        (Dial.GET_READY, Span(5, 25, 120), "Usually 25 seconds. It can be 5 seconds to 2 minutes."),
        (Dial.BREATHE_IN, Span(2, 4, 10), "Usually 4 seconds. It can be 2 to 10 seconds."),
    ],
)
def test_the_range_in_words(dial: Dial, span: Span, words: str) -> None:
    assert range_words(dial, span) == words


@pytest.mark.parametrize(
    ("dial", "value", "words"),
    [(Dial.HOLD, 90, "1 min 30 s"), (Dial.REPETITIONS, 4, "4 times")],
)
def test_the_value_in_words(dial: Dial, value: float, words: str) -> None:
    assert value_words(dial, value) == words


@pytest.mark.parametrize(
    ("value", "step", "then"),
    [(30, -5, 25), (30, 5, 35), (12, 5, 15), (12, -5, 10), (10, -5, 10), (118, 5, 120)],
)
def test_one_tap_goes_to_the_next_round_number_within_the_range(
    value: float, step: float, then: float
) -> None:
    assert turned(value, step, Span(10, 30, 120)) == then


@given(chosen_exercises(), st.sampled_from(sorted(LOOKS)), st.lists(st.booleans()))
def test_no_tap_leaves_the_range(
    chosen: tuple[Exercise, Choice], dial: Dial, taps: list[bool]
) -> None:
    span = dials(chosen[0]).get(dial)
    if span is None:
        return
    value = span.default
    for more in taps:
        value = turned(value, LOOKS[dial].step * (1 if more else -1), span)
        assert value in span


def test_the_time_in_words(upper_back: Routine) -> None:
    towel, cobra, cat = map(upper_back.exercise, (TOWEL, "cobra", "cat_stretch"))
    waiting = tuple(LeftOut(each) for each in upper_back.exercises[5:])
    balls, chair = (upper_back.exercise(id) for id in (BALLS, "chair_rotation"))
    assert summary_words(Fitted(SessionPlan.whole(upper_back))) == (
        "10 exercises, about 28 minutes"
    )
    few = Fitted(SessionPlan(upper_back, (towel, cobra)), waiting)
    assert summary_words(few) == "2 of 7 exercises, about 9 minutes"
    assert left_out_words(few) == [
        "This time: Upper back extension, towel; Extension, the Cobra. 5 more are for another day."
    ]
    most = Fitted(
        SessionPlan(upper_back, (cobra,)),
        (LeftOut(cat), LeftOut(balls, needs=333), LeftOut(chair, lacks=("a chair",))),
    )
    assert summary_words(most) == "1 of 4 exercises, about 2 minutes"
    assert left_out_words(most) == [
        "For another day: Cat stretch, flexion and extension.",
        "Upper back extension, tennis balls takes at least 6 minutes.",
        "Chair rotation: you do not have a chair.",
    ]
    none = Fitted(SessionPlan(upper_back, ()), (LeftOut(cobra, needs=60),))
    assert summary_words(none) == "No exercise can be done like this."


def test_the_first_side_of_ones_own(willows: Willows, tap: Tap[Any]) -> None:
    rhomboids = willows.routine.exercise("rhomboids")
    choice = Choice(first_side=Side.LEFT)
    tap(lambda: willows.own.choose(willows.routine, rhomboids, choice))
    assert willows.own.choice(willows.routine, rhomboids) == choice
    plan = willows.one_exercise("upper_back", "rhomboids")
    assert plan is not None
    first = compile_routine(plan.exercises, plan.choices).steps[0]
    assert first.side is Side.LEFT
