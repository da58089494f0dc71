"""What a plan changes, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.routine.prescriptions import BANDS, HANDOUT, IDS, PLAN
from willows_app.clinic.prescription_words import (
    band_words,
    beyond_words,
    change_words,
    problem_words,
)
from willows_app.routine.choice import Choice
from willows_app.routine.model import PainBand
from willows_app.routine.prescribing import PrescriptionError, read_prescription
from willows_app.routine.prescription import Prescription, prescribed

AS_IT_IS = Prescription("upper_back", tuple(IDS), 14)


def test_against_the_handout_it_says_what_is_left_out_and_what_is_dosed_otherwise() -> None:
    assert change_words(HANDOUT, PLAN, HANDOUT, 14) == [
        "Cat stretch, flexion and extension: 5 times instead of 4 to 6 times",
        "Extension, the Cobra: hold 20 s instead of 10 s, 3 times instead of 5 times",
        "Upper back extension, towel: left out",
        "Upper back extension, tennis balls: left out",
        "Lats (back), standing: left out",
        "Lats (back), doorway: left out",
        "Rotation: left out",
        "Chair rotation: left out",
        "Rhomboids: left out",
        "The exercises come in another order",
        "Daily phase: 21 days instead of 14",
        "Words from your clinic after an answer about pain",
    ]


def test_against_another_plan_it_says_what_is_added() -> None:
    more = replace(PLAN, exercises=(*PLAN.exercises, "rhomboids"))
    now = prescribed(HANDOUT, PLAN)
    assert change_words(HANDOUT, more, now, 21) == [
        "Rhomboids: added. Hold 10 s, 3 times on each side, right first"
    ]
    assert change_words(HANDOUT, PLAN, now, 21) == []
    other = replace(PLAN, pain_bands=(PainBand(0, 10, "Ring us."),))
    assert change_words(HANDOUT, other, now, 21) == ["Other words after an answer about pain"]


def test_a_range_that_opens_again_is_told() -> None:
    towel = "upper_back_extension_towel"
    now = prescribed(HANDOUT, replace(AS_IT_IS, doses={towel: Choice(hold=150)}))
    assert change_words(HANDOUT, AS_IT_IS, now, 14) == [
        "Upper back extension, towel: hold 10 s to 2 min instead of 2 min 30 s"
    ]


@pytest.mark.parametrize(
    ("exercise", "dose", "says"),
    [
        ("cobra", Choice(hold=10, repetitions=5), ""),
        ("cobra", Choice(hold=20, repetitions=3), "hold 10 s, 5 times"),
        ("cobra", Choice(hold=10, repetitions=3), "5 times"),
        ("cat_stretch", Choice(repetitions=6), ""),
        ("cat_stretch", Choice(repetitions=7), "4 to 6 times"),
        ("upper_back_extension_towel", Choice(hold=5), "hold 10 s to 2 min"),
    ],
)
def test_what_is_beyond_the_handout_is_marked(exercise: str, dose: Choice, says: str) -> None:
    words = f"Beyond the handout, which says: {says}" if says else ""
    assert beyond_words(HANDOUT.exercise(exercise), dose) == words


def test_a_band_of_one_number_names_it_once() -> None:
    assert band_words(PainBand(4, 4, "Words.")) == "4: Words."
    assert band_words(BANDS[0]) == "0 to 3: Carry on as planned."


@pytest.mark.parametrize(
    ("exercises", "lines"),
    [
        ([{"id": "cobra", "hold": int("9" * 4000)}], 1),
        ([{"id": "n" * 4000}], 1),
        ([{"id": f"no_{number}"} for number in range(10)], 10),
        ([{"id": f"no_{number}", "hold": -1} for number in range(400)], 11),
    ],
)
def test_however_much_is_wrong_with_a_plan_a_phone_can_show_it(
    exercises: list[dict[str, object]], lines: int
) -> None:
    with pytest.raises(PrescriptionError) as error:
        read_prescription({"routine": "upper_back", "exercises": exercises}, [HANDOUT])
    words = problem_words(error.value.problems)
    assert len(words) == lines
    assert all(len(each) <= 160 for each in words)
    assert (words[-1] == f"And {len(error.value.problems) - 10} more") == (lines > 10)
