"""What a clinic prescribes of a handout, and the routine that it makes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from tests.routine.prescriptions import BANDS, HANDOUT, IDS, PLAN, prescriptions
from willows_app.routine.choice import Choice, Dial
from willows_app.routine.loading import read_routine
from willows_app.routine.model import PainBand, Routine, Span
from willows_app.routine.prescribing import (
    MOST_WORDS,
    PrescriptionError,
    as_kept,
    plain_prescription,
    read_prescription,
)
from willows_app.routine.prescription import (
    Prescription,
    handout_says,
    handout_version,
    is_beyond,
    prescribed,
)
from willows_app.routine.problems import RoutineError
from willows_app.routine.rules import too_long
from willows_app.routine.writing import write_routine

PLAIN = plain_prescription(PLAN)


def spans(routine: Routine, exercise: str) -> list[Span]:
    dose = routine.exercise(exercise).dose
    return [dose.repetitions, *(move.seconds for move in dose.moves)]


# ---------------------------------------------------------------- the routine that it makes


def test_the_routine_has_the_chosen_exercises_in_their_order_and_the_prescribed_doses() -> None:
    routine = prescribed(HANDOUT, PLAN)
    assert [each.id for each in routine.exercises] == list(PLAN.exercises)
    assert spans(routine, "cobra") == [Span(3, 3, 3), Span(20, 20, 20)]
    assert spans(routine, "side_bend") == spans(HANDOUT, "side_bend")
    assert routine.schedule.daily_days == 21
    assert routine.pain_bands == BANDS
    assert (routine.id, routine.cautions) == (HANDOUT.id, HANDOUT.cautions)


@pytest.mark.parametrize(
    ("exercise", "dose", "then"),
    [
        ("cat_stretch", Choice(repetitions=5), Span(5, 5, 5)),
        ("cat_stretch", Choice(repetitions=9), Span(9, 9, 9)),
        ("cat_stretch", Choice(hold=20), Span(4, 4, 6)),
        ("cobra", Choice(repetitions=9), Span(9, 9, 9)),
    ],
)
def test_a_prescribed_number_leaves_no_choice_and_without_one_the_handouts_range_stays_open(
    exercise: str, dose: Choice, then: Span
) -> None:
    plan = replace(PLAN, doses={exercise: dose})
    assert spans(prescribed(HANDOUT, plan), exercise)[0] == then


@pytest.mark.parametrize(
    ("exercise", "dial", "number", "beyond"),
    [
        ("cat_stretch", Dial.REPETITIONS, 6, False),
        ("cat_stretch", Dial.REPETITIONS, 7, True),
        ("cat_stretch", Dial.REPETITIONS, 3, True),
        ("cobra", Dial.HOLD, 10, False),
        ("cobra", Dial.HOLD, 11, True),
        ("upper_back_extension_towel", Dial.HOLD, 120, False),
        ("upper_back_extension_towel", Dial.HOLD, 121, True),
        ("cobra", Dial.HOLD, None, False),
    ],
)
def test_what_lies_outside_the_handouts_range_is_beyond_it(
    exercise: str, dial: Dial, number: float | None, beyond: bool
) -> None:
    assert is_beyond(HANDOUT.exercise(exercise), dial, number) is beyond


@given(prescriptions())
def test_whatever_is_prescribed_can_be_done_and_says_what_was_chosen(plan: Prescription) -> None:
    routine = prescribed(HANDOUT, plan)
    assert [each.id for each in routine.exercises] == list(plan.exercises)
    assert not any(too_long(routine))
    for exercise in routine.exercises:
        for dial in (Dial.HOLD, Dial.REPETITIONS):
            span, number = handout_says(exercise, dial), plan.dose(exercise.id).of(dial)
            assert span == handout_says(HANDOUT.exercise(exercise.id), dial) or (
                number and span == Span.exactly(number)
            )


def test_better_words_leave_the_version_of_a_handout_and_another_dose_does_not() -> None:
    cobra = HANDOUT.exercise("cobra")
    others = tuple(each for each in HANDOUT.exercises if each.id != "cobra")
    better = replace(HANDOUT, exercises=(*others, replace(cobra, steps=("Better words.",))))
    in_this_order = replace(HANDOUT, exercises=(*others, cobra))
    longer = replace(cobra, dose=replace(cobra.dose, repetitions=Span.exactly(6)))
    assert handout_version(better) == handout_version(in_this_order)
    assert handout_version(in_this_order) != handout_version(HANDOUT)
    assert handout_version(replace(HANDOUT, exercises=(*others, longer))) != handout_version(better)


# ---------------------------------------------------------------- plain values


@given(prescriptions())
def test_the_plain_values_make_the_same_prescription(plan: Prescription) -> None:
    assert read_prescription(plain_prescription(plan), [HANDOUT]) == plan


@given(prescriptions())
def test_what_was_accepted_is_kept(plan: Prescription) -> None:
    assert as_kept(plain_prescription(plan), HANDOUT) == plan


def test_without_a_length_the_daily_phase_is_as_long_as_the_handout_says() -> None:
    plain = {"routine": "upper_back", "exercises": [{"id": "cobra"}]}
    plan = read_prescription(plain, [HANDOUT])
    assert plan == Prescription("upper_back", ("cobra",), HANDOUT.schedule.daily_days)


def bands(*ends: tuple[Any, Any]) -> dict[str, Any]:
    return {"pain_bands": [{"from": low, "to": high, "words": "Words."} for low, high in ends]}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"routine": "neck"}, "routine: is neck, which is not on this device; allowed: upper_back"),
        ({"routine": None}, "routine: is left empty"),
        ({"exercises": []}, "exercises: is a list of 0"),
        ({"exercises": [{"id": "handstand"}]}, "exercises[0].id: is handstand, which upper_back"),
        ({"exercises": [{"id": "cobra"}] * 2}, "exercises[1].id: is cobra, as in exercises[0]"),
        (
            {"exercises": [{"id": "cobra", "hold": 601}]},
            "exercises[0].hold: is 601; allowed: a whole",
        ),
        ({"exercises": [{"id": "cobra", "hold": 0}]}, "exercises[0].hold: is 0; allowed: a whole"),
        ({"exercises": [{"id": "cobra", "hold": 1.5}]}, "exercises[0].hold: is 1.5"),
        ({"exercises": [{"id": "cobra", "repetitions": 51}]}, "repetitions: is 51"),
        ({"exercises": [{"id": "cobra", "places": 5}]}, "places: is not a key that is known"),
        (
            {"exercises": [{"id": "cobra", "hold": 600, "repetitions": 50}]},
            "exercises[0].dose: lasts up to 8.5 hours; allowed: 2 hours",
        ),
        ({"daily_days": 367}, "daily_days: is 367"),
        ({"daily_days": float("nan")}, "daily_days: is nan"),
        ({"note": "x" * 301}, "note: has 301 characters"),
        ({"note": "line\nline"}, "note: holds a control character"),
        ({"note": "\U00020000" * 200}, "note: and the words for pain have 900 bytes together"),
        ({"handout": "123456789"}, "handout: has 9 characters"),
        ({"script": "alert(1)"}, "script: is not a key that is known"),
        (bands((1, 10)), "pain_bands[0].from: is 1; allowed: 0"),
        (bands((0, 3), (5, 10)), "pain_bands[1].from: is 5; allowed: 4"),
        (bands((0, 4), (4, 10)), "pain_bands[1].from: is 4; allowed: 5"),
        (bands((0, 3), (4, 9)), "pain_bands: end at 9; allowed: bands to 10"),
        (bands((0, 3), (4, 2), (5, 10)), "pain_bands[1].to: is 2; allowed: 4 or more"),
        (bands((0, 11)), "pain_bands[0].to: is 11"),
        ({"pain_bands": [{"from": 0, "to": 10}]}, "pain_bands[0].words: is missing"),
        ({"pain_bands": "none"}, "pain_bands: is the text 'none'"),
    ],
)
def test_all_that_is_wrong_is_told(change: dict[str, Any], problem: str) -> None:
    with pytest.raises(PrescriptionError) as refusal:
        read_prescription({**PLAIN, **change}, [HANDOUT])
    assert problem in str(refusal.value)


@pytest.mark.parametrize("plain", [None, 3, [], "cobra", {}, {"exercises": [None, {"id": []}]}])
def test_whatever_is_not_a_plan_is_refused(plain: Any) -> None:
    with pytest.raises(PrescriptionError):
        read_prescription(plain, [HANDOUT])


def test_a_hold_where_nothing_is_held_is_refused() -> None:
    cobra = HANDOUT.exercise("cobra")
    breath = HANDOUT.exercise("lats_standing").dose.moves[1]
    breathing = replace(cobra, dose=replace(cobra.dose, moves=(breath,)))
    plain = {"routine": "upper_back", "exercises": [{"id": "cobra", "hold": 20}]}
    with pytest.raises(PrescriptionError, match="nothing is held in this exercise"):
        read_prescription(plain, [replace(HANDOUT, exercises=(breathing,))])


def test_the_words_have_room_for_a_long_note_and_words_for_each_band() -> None:
    plain = {**PLAIN, "note": "x" * 300, **bands((0, 3), (4, 5), (6, 10))}
    for band in plain["pain_bands"]:
        band["words"] = "x" * 120
    assert MOST_WORDS >= 300 + 3 * 120
    read_prescription(plain, [HANDOUT])


# ---------------------------------------------------------------- a handout that has changed


def without(*ids: str) -> Routine:
    kept = tuple(each for each in HANDOUT.exercises if each.id not in ids)
    return replace(HANDOUT, exercises=kept)


def test_an_exercise_that_the_handout_lost_is_left_out_of_what_was_accepted() -> None:
    kept = as_kept(PLAIN, without("cobra"))
    assert kept is not None and kept.exercises == ("cat_stretch", "side_bend")
    assert as_kept(PLAIN, without(*PLAN.exercises)) is None
    assert as_kept({"routine": 3}, HANDOUT) is None


def test_without_any_of_its_exercises_the_handout_is_done_as_it_is() -> None:
    handout = without(*PLAN.exercises)
    assert prescribed(handout, PLAN).exercises == handout.exercises
    assert len(IDS) == len(handout.exercises) + 3


# ---------------------------------------------------------------- bands in a routine file


def test_a_routine_file_may_have_words_for_pain_and_is_written_with_them() -> None:
    routine = replace(HANDOUT, pain_bands=BANDS)
    assert read_routine(write_routine(routine), "with words") == routine


def test_bands_with_a_gap_are_refused_in_a_routine_file_too() -> None:
    routine = replace(HANDOUT, pain_bands=(PainBand(0, 3, "Words."), PainBand(5, 10, "Words.")))
    with pytest.raises(RoutineError, match=r"pain_bands\[1\]\.from: is 5 .*allowed: 4"):
        read_routine(write_routine(routine), "with a gap")


@pytest.mark.parametrize(
    ("score", "words"), [(None, ""), (0, BANDS[0].words), (5, BANDS[1].words), (10, BANDS[2].words)]
)
def test_each_answer_has_the_words_of_its_band(score: int | None, words: str) -> None:
    assert prescribed(HANDOUT, PLAN).pain_words(score) == words
    assert HANDOUT.pain_words(score) == ""


@given(prescriptions())
def test_the_routine_that_it_makes_can_be_written_into_an_archive(plan: Prescription) -> None:
    routine = prescribed(HANDOUT, plan)
    assert read_routine(write_routine(routine), "as prescribed") == routine
