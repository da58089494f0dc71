"""Every sentence that the cues of the shipped routines can say, whatever is chosen."""

from __future__ import annotations

from collections.abc import Iterator

from willows_app.guide.cue_words import CueWords, read_cue_words
from willows_app.language import _
from willows_app.routine.loading import read_routines
from willows_app.routine.model import Exercise
from willows_app.routine.words import in_language, side_words
from willows_app.shipped import shipped_cue_words, shipped_routines


def sentences() -> tuple[str, ...]:
    """Each sentence once, in the language in use."""
    words = read_cue_words(shipped_cue_words()).reworded(_)
    routines, _refused = read_routines(shipped_routines())
    exercises = [each for routine in map(in_language, routines) for each in routine.exercises]
    said = [*words, *(each for exercise in exercises for each in _of_exercise(exercise, words))]
    return tuple(dict.fromkeys(said))


def _of_exercise(exercise: Exercise, words: CueWords) -> Iterator[str]:
    dose = exercise.dose
    yield from (exercise.title, exercise.position)
    for move in dose.moves:
        yield from (move.title, move.cue)
    if dose.first_side:
        yield from (side_words(exercise, side) for side in dose.order_of_sides if side)
    if dose.travel:
        yield dose.travel.cue
    for count in range(int(dose.repetitions.low), int(dose.repetitions.high) + 1):
        for number in range(2, count + bool(dose.travel)):
            yield words.repetition.format(number=number, count=count)
