"""What a patient did of one exercise, beside what was planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from willows_app.guide.timeline import Step, StepKind, compile_exercise
from willows_app.routine.choice import Choice
from willows_app.routine.model import Exercise, Routine, Side, Sides


class Outcome(StrEnum):
    """How an exercise ended, in the words of the log."""

    COMPLETED = "completed"
    PARTLY_DONE = "partly done"
    SKIPPED = "skipped"
    STOPPED_FOR_PAIN = "stopped for pain"


class SkipReason(StrEnum):
    """Why a patient left an exercise out."""

    PAIN = "pain"
    NO_TIME = "no time"
    NO_EQUIPMENT = "no equipment"
    NOT_TODAY = "not today"


@dataclass(frozen=True)
class Held:
    """Seconds in a hold, by side; `middle` is what leans to neither."""

    left: float = 0.0
    right: float = 0.0
    middle: float = 0.0

    @property
    def total(self) -> float:
        """Seconds on all sides together."""
        return self.left + self.right + self.middle

    def plus(self, side: Side | None, seconds: float) -> Held:
        """These seconds and `seconds` more on `side`."""
        return Held(
            left=self.left + seconds * (side is Side.LEFT),
            right=self.right + seconds * (side is Side.RIGHT),
            middle=self.middle + seconds * (side is None),
        )


Turn = tuple[int | None, int | None, Side | None]
"""One repetition: its place, its number and its side."""


def turn(exercise: Exercise, step: Step) -> Turn:
    """The repetition that a step belongs to."""
    one_sided = exercise.dose.sides is not Sides.NONE
    return (step.place, step.rep, step.side if one_sided else None)


@dataclass(frozen=True)
class PlannedDose:
    """What the timeline of an exercise asks for when the session begins."""

    held: Held
    """Seconds to hold, by side."""
    repetitions: int
    """Repetitions in all: on both sides, at every place."""
    places: int | None
    """Places along the back; None for an exercise that stays where it is."""

    @classmethod
    def of(cls, exercise: Exercise, steps: Sequence[Step]) -> PlannedDose:
        """What these steps of `exercise` ask for."""
        held = Held()
        for step in steps:
            if step.kind is StepKind.HOLD:
                held = held.plus(step.side, step.duration)
        return cls(
            held=held,
            repetitions=len({turn(exercise, step) for step in steps if step.move}),
            places=max((step.place for step in steps if step.place), default=None),
        )


def prescribed_seconds(routine: Routine) -> dict[str, float]:
    """The seconds to hold that a routine prescribes, by exercise."""
    return {
        each.id: PlannedDose.of(each, compile_exercise(each).steps).held.total
        for each in routine.exercises
    }


@dataclass(frozen=True)
class Performed:
    """What was done of one exercise when it ended."""

    exercise: str
    outcome: Outcome
    held: Held
    repetitions: int
    """Repetitions done to their end, counted as in `PlannedDose`."""
    places: int | None
    planned: PlannedDose
    reason: SkipReason | None = None
    """Why it was skipped, if the patient said so."""

    @classmethod
    def as_planned(cls, exercise: Exercise, choice: Choice) -> Performed:
        """All of it; the places along the back are left open, for nobody counted them."""
        planned = PlannedDose.of(exercise, compile_exercise(exercise, choice).steps)
        return cls(
            exercise=exercise.id,
            outcome=Outcome.COMPLETED,
            held=planned.held,
            repetitions=planned.repetitions // (planned.places or 1),
            places=None,
            planned=planned,
        )
