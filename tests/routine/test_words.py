"""A dose reads the way a patient would say it."""

from __future__ import annotations

import pytest

from willows_app.routine.model import (
    Dose,
    Exercise,
    Move,
    MoveKind,
    Routine,
    Side,
    Sides,
    Span,
    Travel,
)
from willows_app.routine.words import (
    dose_words,
    seconds_in_full,
    seconds_words,
    side_words,
    span_in_full,
    span_words,
)

LOWER_BACK = "the start of your lower back"
DOSES = {
    "upper_back_extension_towel": f"Hold 10 s to 2 min at each place, until you reach {LOWER_BACK}",
    "upper_back_extension_tennis_balls": (
        f"Hold 20 s to 2 min at each place, until you reach {LOWER_BACK}"
    ),
    "cobra": "Hold 10 s, 5 times",
    "cat_stretch": "2 moves, 10 s each, 4 to 6 times",
    "lats_standing": "Hold 10 s, go further on the out-breath, twice on each side, left first",
    "lats_doorway": "Hold 10 s, 3 times",
    "rotation": "Hold 10 s, 3 times on each side, right first, changing sides each time",
    "chair_rotation": (
        "Hold 10 s, go further on the out-breath and hold 10 s more, "
        "twice on each side, right first"
    ),
    "rhomboids": "Hold 10 s, 3 times on each side, right first",
    "side_bend": "5 moves, 10 s each",
}


@pytest.mark.parametrize("exercise", DOSES)
def test_the_doses_of_the_handout(upper_back: Routine, exercise: str) -> None:
    assert dose_words(upper_back.exercise(exercise).dose) == DOSES[exercise]


def test_every_exercise_of_the_handout_is_in_the_table(upper_back: Routine) -> None:
    assert list(DOSES) == [exercise.id for exercise in upper_back.exercises]


def move(seconds: Span | float, kind: MoveKind = MoveKind.HOLD) -> Move:
    span = seconds if isinstance(seconds, Span) else Span.exactly(seconds)
    return Move(id="move", title="Move", cue="Move.", kind=kind, seconds=span)


def dose(*moves: Move, repetitions: Span | int = 1, sides: Sides = Sides.NONE) -> Dose:
    return Dose(
        moves=moves,
        repetitions=(repetitions if isinstance(repetitions, Span) else Span.exactly(repetitions)),
        sides=sides,
        first_side=None if sides is Sides.NONE else Side.LEFT,
    )


OUT = move(6, MoveKind.BREATHE_OUT)
IN = move(4, MoveKind.BREATHE_IN)


@pytest.mark.parametrize(
    ("dose", "words"),
    [
        (dose(move(90)), "Hold 1 min 30 s"),
        (dose(move(Span(20, 30, 40))), "Hold 20 s to 40 s"),
        (dose(move(10), move(20)), "2 moves, 10 s, 20 s"),
        (dose(move(10), move(Span(5, 10, 10))), "2 moves, 10 s, 5 s to 10 s"),
        (dose(IN, move(10)), "Hold 10 s"),
        (dose(move(10), OUT), "Hold 10 s, go further on the out-breath"),
        (
            dose(move(10), OUT, move(5), move(8)),
            "Hold 10 s, go further on the out-breath and hold 5 s, then 8 s more",
        ),
        (dose(IN, OUT, repetitions=5), "Breathe in 4 s, breathe out 6 s, 5 times"),
        (dose(move(10), repetitions=2), "Hold 10 s, twice"),
        (dose(move(10), repetitions=Span(1, 1, 2)), "Hold 10 s, 1 to 2 times"),
        (dose(move(10), sides=Sides.EACH), "Hold 10 s, once on each side, left first"),
        (dose(move(10), sides=Sides.ALTERNATING), "Hold 10 s, once on each side, left first"),
        (
            dose(move(10), repetitions=Span(2, 3, 4), sides=Sides.ALTERNATING),
            "Hold 10 s, 2 to 4 times on each side, left first, changing sides each time",
        ),
    ],
)
def test_other_doses_that_the_grammar_can_say(dose: Dose, words: str) -> None:
    assert dose_words(dose) == words


def test_several_times_at_each_place() -> None:
    travel = Travel("your neck", "I am there", "Move on.", places=4, move_along=5)
    along = Dose(moves=(move(10),), repetitions=Span.exactly(3), travel=travel)
    assert dose_words(along) == "Hold 10 s, 3 times at each place, until you reach your neck"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (0.4, "0 s"),
        (1, "1 s"),
        (9.6, "10 s"),
        (59, "59 s"),
        (59.6, "1 min"),
        (60, "1 min"),
        (61, "1 min 1 s"),
        (90, "1 min 30 s"),
        (120, "2 min"),
        (3600, "60 min"),
    ],
)
def test_seconds(seconds: float, words: str) -> None:
    assert seconds_words(seconds) == words


def test_a_span_without_a_choice_is_one_length() -> None:
    assert span_words(Span.exactly(10)) == "10 s"
    assert span_words(Span(10, 30, 120)) == "10 s to 2 min"


@pytest.mark.parametrize(
    ("exercise", "left", "right"),
    [
        ("lats_standing", "Stretch your left side", "Stretch your right side"),
        ("rotation", "Turn to the left", "Turn to the right"),
        ("chair_rotation", "Twist to the left", "Twist to the right"),
        ("rhomboids", "Stretch your left side", "Stretch your right side"),
        ("side_bend", "Left side", "Right side"),
    ],
)
def test_sides_are_called_what_the_exercise_calls_them(
    upper_back: Routine, exercise: str, left: str, right: str
) -> None:
    sides = upper_back.exercise(exercise)
    assert (side_words(sides, Side.LEFT), side_words(sides, Side.RIGHT)) == (left, right)


def test_no_exercise_with_two_sides_leaves_them_to_be_misread(upper_back: Routine) -> None:
    def says_what_to_do(exercise: Exercise) -> bool:
        return set(exercise.side_words) == set(Side)

    sided = [each for each in upper_back.exercises if each.dose.first_side]
    assert sided
    assert all(map(says_what_to_do, sided))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (0, "0 seconds"), (60, "1 minute"), (90, "1 minute 30 seconds")],
)
def test_seconds_in_full(seconds: float, words: str) -> None:
    assert seconds_in_full(seconds) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (2, 10, "2 to 10 seconds"),
        (10, 120, "10 seconds to 2 minutes"),
        (1, 10, "1 second to 10 seconds"),
        (10, 70, "10 seconds to 1 minute 10 seconds"),
    ],
)
def test_a_span_in_full(low: float, high: float, words: str) -> None:
    assert span_in_full(Span(low, low, high)) == words
