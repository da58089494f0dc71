"""A prescription in words: what it changes, and what of it lies beyond the handout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from willows_app.routine.choice import Choice, Dial
from willows_app.routine.model import Exercise, PainBand, Routine, Span
from willows_app.routine.prescription import (
    DOSED,
    Prescription,
    handout_says,
    is_beyond,
    prescribed,
)
from willows_app.routine.problems import Problem
from willows_app.routine.words import ONCE_TWICE, count_words, dose_words, span_words

MOST_PROBLEMS = 10
LONGEST_PROBLEM = 160
"""Letters."""


def change_words(
    handout: Routine, prescription: Prescription, now: Routine, days: int
) -> list[str]:
    """What becomes another of the routine `now`, whose daily phase is to last so many `days`."""
    then = prescribed(handout, prescription)
    words = [*_exercises(now.exercises, then.exercises)]
    if prescription.daily_days != days:
        words.append(
            f"Daily phase: {count_words(prescription.daily_days, 'day')} instead of {days}"
        )
    if then.pain_bands != now.pain_bands:
        words.append("Other words after an answer about pain" if now.pain_bands else _NEW_BANDS)
    return words


_NEW_BANDS = "Words from your clinic after an answer about pain"


def problem_words(problems: Sequence[Problem]) -> list[str]:
    """What is wrong with a plan, as much of it as a phone's screen can show."""
    words = [_short(str(problem)) for problem in problems[:MOST_PROBLEMS]]
    if more := len(problems) - len(words):
        words.append(f"And {more} more")
    return words


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_PROBLEM else f"{words[: LONGEST_PROBLEM - 1]}…"


def beyond_words(exercise: Exercise, dose: Choice) -> str:
    """ "Beyond the handout, which says: hold 10 s", for an exercise as the handout has it."""
    says = [
        _says(dial, span)
        for dial in DOSED
        if (span := handout_says(exercise, dial)) and is_beyond(exercise, dial, dose.of(dial))
    ]
    return f"Beyond the handout, which says: {', '.join(says)}" if says else ""


def band_words(band: PainBand) -> str:
    """ "0 to 3: Carry on." """
    score = str(band.low) if band.low == band.high else f"{band.low} to {band.high}"
    return f"{score}: {band.words}"


def _exercises(now: Sequence[Exercise], then: Sequence[Exercise]) -> Iterator[str]:
    before, after = ({each.id: each for each in exercises} for exercises in (now, then))
    for id, exercise in after.items():
        if id not in before:
            yield f"{exercise.title}: added. {dose_words(exercise.dose)}"
        elif changes := [*_doses(before[id], exercise)]:
            yield f"{exercise.title}: {', '.join(changes)}"
    for id, exercise in before.items():
        if id not in after:
            yield f"{exercise.title}: left out"
    if [id for id in before if id in after] != [id for id in after if id in before]:
        yield "The exercises come in another order"


def _doses(before: Exercise, after: Exercise) -> Iterator[str]:
    for dial in DOSED:
        old, new = handout_says(before, dial), handout_says(after, dial)
        if old and new and old != new:
            yield f"{_says(dial, new)} instead of {_says(dial, old).removeprefix('hold ')}"


def _says(dial: Dial, span: Span) -> str:
    if dial is Dial.HOLD:
        return f"hold {span_words(span)}"
    if span.low == span.high:
        return ONCE_TWICE.get(int(span.low), f"{span.low:g} times")
    return f"{span.low:g} to {span.high:g} times"
