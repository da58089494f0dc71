"""The shipped routine says what the handout of the clinic says."""

from __future__ import annotations

import re
from typing import Any

import pytest

from willows_app.routine.model import Exercise, Flare, MoveKind, Routine, Side, Sides
from willows_app.shipped import shipped_routines

# Written by hand from the handout. A breath has no length there, so it is None here.
HOLD_10 = (MoveKind.HOLD, 10, 10)
IN, OUT = (MoveKind.BREATHE_IN, None, None), (MoveKind.BREATHE_OUT, None, None)
HANDOUT: dict[str, Any] = {
    "upper_back_extension_towel": ((1, 1), Sides.NONE, None, [(MoveKind.HOLD, 10, 120)]),
    "upper_back_extension_tennis_balls": ((1, 1), Sides.NONE, None, [(MoveKind.HOLD, 20, 120)]),
    "cobra": ((5, 5), Sides.NONE, None, [HOLD_10]),
    "cat_stretch": ((4, 6), Sides.NONE, None, [HOLD_10, HOLD_10]),
    "lats_standing": ((2, 2), Sides.EACH, Side.LEFT, [HOLD_10, IN, OUT]),
    "lats_doorway": ((3, 3), Sides.NONE, None, [HOLD_10]),
    "rotation": ((3, 3), Sides.ALTERNATING, Side.RIGHT, [HOLD_10]),
    "chair_rotation": ((2, 2), Sides.EACH, Side.RIGHT, [HOLD_10, IN, OUT, HOLD_10]),
    "rhomboids": ((3, 3), Sides.EACH, Side.RIGHT, [HOLD_10]),
    "side_bend": ((1, 1), Sides.NONE, None, [HOLD_10] * 5),
}
ALONG_THE_BACK = ["upper_back_extension_towel", "upper_back_extension_tennis_balls"]
MILD_TO_MODERATE = [name for name in HANDOUT if name not in ALONG_THE_BACK]

EQUIPMENT = {
    "upper_back_extension_towel": ["towel", "string or elastic bands", "book"],
    "upper_back_extension_tennis_balls": ["two tennis balls", "book"],
    "lats_doorway": ["door frame"],
    "chair_rotation": ["chair"],
}

WORDS = {
    "upper_back_extension_towel": [
        "not soft or fluffy",
        "string or elastic bands",
        "book under your head",
        "between 10 seconds and 2 minutes",
        "about an inch",
        "start of your lower back",
    ],
    "upper_back_extension_tennis_balls": [
        "knees",
        "touch each other",
        "book under your head",
        "lift your pelvis",
        "between 20 seconds and 2 minutes",
        "start of your lower back",
        "balls a little apart",
        "sacrum",
    ],
    "cobra": ["on your front", "elbows", "about 10 seconds", "5 times"],
    "cat_stretch": ["all fours", "about 10 seconds", "look up", "4 to 6 times"],
    "lats_standing": ["left side first", "behind your head", "straight", "bend to the left"],
    "lats_doorway": ["top of the frame", "one foot ahead of the other", "3 times in all"],
    "rotation": ["Lie on your left side", "to the right", "knees", "weight", "3 times each way"],
    "chair_rotation": ["back of the chair", "knees", "10 more seconds", "2 times in all"],
    "rhomboids": ["right side first", "under your chin", "left shoulder", "3 times"],
    "side_bend": ["tip to the right", "left shoulder", "roll your head", "bend to the left"],
}


def test_has_the_exercises_of_the_handout_in_its_order(upper_back: Routine) -> None:
    assert [exercise.id for exercise in upper_back.exercises] == list(HANDOUT)


@pytest.mark.parametrize("name", HANDOUT)
def test_every_dose_is_that_of_the_handout(upper_back: Routine, name: str) -> None:
    dose = upper_back.exercise(name).dose
    repetitions, sides, first_side, moves = HANDOUT[name]
    assert (dose.repetitions.low, dose.repetitions.high) == repetitions
    assert (dose.sides, dose.first_side) == (sides, first_side)
    assert [move.kind for move in dose.moves] == [kind for kind, _, _ in moves]
    for move, (kind, low, high) in zip(dose.moves, moves, strict=True):
        if kind is MoveKind.HOLD:
            assert (move.seconds.low, move.seconds.high) == (low, high)


def test_the_side_bend_goes_from_right_over_forward_to_left(upper_back: Routine) -> None:
    sides = [move.side for move in upper_back.exercise("side_bend").dose.moves]
    assert sides == [Side.RIGHT, Side.RIGHT, None, Side.LEFT, Side.LEFT]


def test_only_towel_and_balls_travel_and_both_until_the_lower_back(upper_back: Routine) -> None:
    landmarks = {e.id: e.dose.travel.until for e in upper_back.exercises if e.dose.travel}
    assert landmarks == dict.fromkeys(ALONG_THE_BACK, "the start of your lower back")


def test_the_rotation_names_the_way_to_turn(upper_back: Routine) -> None:
    words = upper_back.exercise("rotation").side_words
    assert words == {Side.RIGHT: "Turn to the right", Side.LEFT: "Turn to the left"}


@pytest.mark.parametrize("name", HANDOUT)
def test_equipment_is_that_of_the_handout(upper_back: Routine, name: str) -> None:
    equipment = upper_back.exercise(name).equipment
    expected = EQUIPMENT.get(name, [])
    assert len(equipment) == len(expected)
    assert all(word in thing for word, thing in zip(expected, equipment, strict=True))


@pytest.mark.parametrize("name", HANDOUT)
def test_every_exercise_says_to_stop_on_pain_first(upper_back: Routine, name: str) -> None:
    assert upper_back.exercise(name).cautions[0] == "Stop at once if you feel pain."


@pytest.mark.parametrize("name", HANDOUT)
def test_mild_to_moderate_is_said_where_the_handout_says_it(upper_back: Routine, name: str) -> None:
    said = any("mild to moderate" in caution for caution in upper_back.exercise(name).cautions)
    assert said == (name in MILD_TO_MODERATE)


@pytest.mark.parametrize("name", ALONG_THE_BACK)
def test_towel_and_balls_ask_for_a_book_under_the_head(upper_back: Routine, name: str) -> None:
    assert any("book under your head" in caution for caution in upper_back.exercise(name).cautions)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("upper_back_extension_towel", ["arms up over your head"]),
        (
            "upper_back_extension_tennis_balls",
            ["pelvis", "arms straight up in front", "arms up over your head"],
        ),
        ("cobra", ["onto your hands"]),
    ],
)
def test_stronger_options_are_in_the_order_of_the_handout(
    upper_back: Routine, name: str, options: list[str]
) -> None:
    stronger = upper_back.exercise(name).stronger
    assert len(stronger) == len(options)
    assert all(option in words for option, words in zip(options, stronger, strict=True))


@pytest.mark.parametrize("name", WORDS)
def test_the_steps_say_what_the_handout_asks_for(upper_back: Routine, name: str) -> None:
    steps = " ".join(upper_back.exercise(name).steps).lower()
    assert [words for words in WORDS[name] if words.lower() not in steps] == []


def test_the_routine_is_due_daily_and_then_as_needed(upper_back: Routine) -> None:
    schedule = upper_back.schedule
    assert schedule.words == "once a day initially, then symptomatically"
    assert (schedule.daily_sessions, schedule.then) == (1, "as needed")


def test_how_long_daily_lasts_and_when_a_flare_has_passed_is_named_as_the_clinics_to_choose(
    upper_back: Routine,
) -> None:
    source = shipped_routines()["upper_back.yaml"].decode()
    schedule = upper_back.schedule
    assert (schedule.daily_days, schedule.flare) == (14, Flare(easy_days=3, easy_pain=2))
    assert "The clinic's to choose" in source.partition("\nid:")[0]


def test_the_first_session_is_preceded_by_the_cautions_for_all_exercises(
    upper_back: Routine,
) -> None:
    cautions = " ".join(upper_back.cautions)
    for words in ("feel pain", "mild to moderate", "book under your head", "breathing", "clinic"):
        assert words in cautions


def test_there_is_time_to_get_ready_and_to_change_sides(upper_back: Routine) -> None:
    for exercise in upper_back.exercises:
        assert exercise.get_ready >= 10
        assert exercise.dose.change_sides >= 5 or exercise.dose.sides is Sides.NONE


@pytest.mark.parametrize("name", HANDOUT)
def test_an_eleven_year_old_can_read_the_steps_and_cautions(upper_back: Routine, name: str) -> None:
    assert _grade(upper_back.exercise(name)) <= 6


def _grade(exercise: Exercise) -> float:
    """The school grade of Flesch and Kincaid; children of eleven are in grade 6."""
    text = " ".join((*exercise.steps, *exercise.cautions, *exercise.stronger))
    words = re.findall(r"[A-Za-z]+", text)
    sentences = len(re.findall(r"[.!?]", text))
    syllables = sum(map(_syllables, words))
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    vowels = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.endswith("e") and not word.endswith("le")
    return max(1, vowels - silent)
