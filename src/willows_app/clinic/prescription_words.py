"""A prescription in words: what it changes, and what of it lies beyond the handout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from willows_app.language import _, counted
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
from willows_app.routine.words import dose_words, span_words, times_words

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
            counted(
                prescription.daily_days,
                "Daily phase: {count} day instead of {before}",
                "Daily phase: {count} days instead of {before}",
                before=days,
            )
        )
    if then.pain_bands != now.pain_bands:
        words.append(
            _("Other words after an answer about pain")
            if now.pain_bands
            else _("Words from your clinic after an answer about pain")
        )
    return words


def problem_words(problems: Sequence[Problem]) -> list[str]:
    """What is wrong with a plan, as much of it as a phone's screen can show."""
    words = [_short(str(problem)) for problem in problems[:MOST_PROBLEMS]]
    if more := len(problems) - len(words):
        words.append(_("And {count} more").format(count=more))
    return words


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_PROBLEM else f"{words[: LONGEST_PROBLEM - 1]}…"


def beyond_words(exercise: Exercise, dose: Choice) -> str:
    """ "Beyond the handout, which says: hold 10 s", for an exercise as the handout has it."""
    says = [
        _hold(span) if dial is Dial.HOLD else _times(span)
        for dial in DOSED
        if (span := handout_says(exercise, dial)) and is_beyond(exercise, dial, dose.of(dial))
    ]
    if not says:
        return ""
    return _("Beyond the handout, which says: {doses}").format(doses=", ".join(says))


def band_words(band: PainBand) -> str:
    """ "0 to 3: Carry on." """
    if band.low == band.high:
        return f"{band.low}: {band.words}"
    return _("{low} to {high}: {words}").format(low=band.low, high=band.high, words=band.words)


def _exercises(now: Sequence[Exercise], then: Sequence[Exercise]) -> Iterator[str]:
    before, after = ({each.id: each for each in exercises} for exercises in (now, then))
    for id, exercise in after.items():
        if id not in before:
            yield _("{exercise}: added. {dose}").format(
                exercise=exercise.title, dose=dose_words(exercise.dose)
            )
        elif changes := [*_doses(before[id], exercise)]:
            yield f"{exercise.title}: {', '.join(changes)}"
    for id, exercise in before.items():
        if id not in after:
            yield _("{exercise}: left out").format(exercise=exercise.title)
    if [id for id in before if id in after] != [id for id in after if id in before]:
        yield _("The exercises come in another order")


def _doses(before: Exercise, after: Exercise) -> Iterator[str]:
    for dial in DOSED:
        old, new = handout_says(before, dial), handout_says(after, dial)
        if not old or not new or old == new:
            continue
        if dial is Dial.HOLD:
            yield _("hold {time} instead of {before}").format(
                time=span_words(new), before=span_words(old)
            )
        else:
            yield _("{times} instead of {before}").format(times=_times(new), before=_times(old))


def _hold(span: Span) -> str:
    return _("hold {time}").format(time=span_words(span))


def _times(span: Span) -> str:
    low, high = int(span.low), int(span.high)
    if low == high:
        return times_words(high)
    return _("{low} to {high} times").format(low=low, high=high)
