"""What a clinic prescribes one patient of a handout, and the routine that it makes of it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from willows_app.routine.choice import AS_PRESCRIBED, Choice, Dial
from willows_app.routine.model import Dose, Exercise, Move, MoveKind, PainBand, Routine, Span

DOSED = (Dial.HOLD, Dial.REPETITIONS)
"""What may be prescribed of a dose."""


@dataclass(frozen=True)
class Prescription:
    """These exercises of a handout in this order, with what is prescribed of their doses."""

    routine: str
    """The id of the handout."""
    exercises: tuple[str, ...]
    """Ids, at least one."""
    daily_days: int
    """How many days the daily phase is to last."""
    doses: Mapping[str, Choice] = field(default_factory=dict)
    """By exercise id; what is left out stays as the handout says."""
    pain_bands: tuple[PainBand, ...] = ()
    """From 0 to 10 without a gap; none leaves those of the handout."""
    note: str = ""
    handout: str = ""
    """The `handout_version` that it was made with; empty if nobody knows."""

    def dose(self, exercise: str) -> Choice:
        """What is prescribed of this exercise's dose."""
        return self.doses.get(exercise, AS_PRESCRIBED)


def prescribed(routine: Routine, prescription: Prescription) -> Routine:
    """The handout as this patient is to do it.

    A prescribed number takes the place of the handout's number or range, and leaves no choice.
    An exercise that the handout has lost since is left out; where it has lost all of them, it is
    done as it is.
    """
    there = {each.id: each for each in routine.exercises}
    kept = [id for id in prescription.exercises if id in there] or list(there)
    return replace(
        routine,
        exercises=tuple(with_dose(there[id], prescription.dose(id)) for id in kept),
        pictures=tuple(each for each in routine.pictures if each.exercise in kept),
        schedule=replace(routine.schedule, daily_days=prescription.daily_days),
        pain_bands=prescription.pain_bands or routine.pain_bands,
    )


def with_dose(exercise: Exercise, dose: Choice) -> Exercise:
    """The exercise with this hold and these repetitions, be they beyond the handout's range."""
    if dose == AS_PRESCRIBED:
        return exercise
    return replace(
        exercise,
        dose=replace(
            exercise.dose,
            moves=tuple(_held(move, dose.hold) for move in exercise.dose.moves),
            repetitions=Span.exactly(dose.repetitions)
            if dose.repetitions
            else exercise.dose.repetitions,
        ),
    )


def handout_says(exercise: Exercise, dial: Dial) -> Span | None:
    """The handout's own range of one of `DOSED`; None for a hold where nothing is held."""
    if dial is Dial.REPETITIONS:
        return exercise.dose.repetitions
    holds = [move.seconds for move in exercise.dose.moves if move.kind is MoveKind.HOLD]
    if not holds:
        return None
    return Span(min(each.low for each in holds), holds[0].default, max(each.high for each in holds))


def is_beyond(exercise: Exercise, dial: Dial, number: float | None) -> bool:
    """Whether a prescribed number lies outside the handout's range."""
    span = handout_says(exercise, dial)
    return number is not None and span is not None and number not in span


def handout_version(routine: Routine) -> str:
    """Eight digits that change with what a prescription builds on: exercises and their doses.

    The words of a handout may become better without making a printed plan one of another time.
    """
    built_on = [[each.id, *_numbers(each.dose)] for each in routine.exercises]
    return f"{zlib.crc32(json.dumps(built_on).encode()):08x}"


def _numbers(dose: Dose) -> list[object]:
    spans = [dose.repetitions, *(move.seconds for move in dose.moves)]
    return [dose.sides.value, [(span.low, span.default, span.high) for span in spans]]


def _held(move: Move, hold: float | None) -> Move:
    if hold is None or move.kind is not MoveKind.HOLD:
        return move
    return replace(move, seconds=Span.exactly(hold))
