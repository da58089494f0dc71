"""The timeline: every step of a session with its start and duration, compiled once.

Nobody counts ticks. Where the patient is follows from the time that has passed
(`Timeline.at`), so a late frame, a throttled tab or a locked phone cannot make
the session drift.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from willows_app.routine.choice import AS_PRESCRIBED, Choice, as_chosen
from willows_app.routine.model import Dose, Exercise, Side, Sides


class StepKind(StrEnum):
    """What a step of a timeline asks of the patient."""

    READY = "ready"
    HOLD = "hold"
    BREATHE_IN = "breathe_in"
    BREATHE_OUT = "breathe_out"
    CHANGE_SIDES = "change_sides"
    MOVE_ALONG = "move_along"
    RELAX = "relax"


@dataclass(frozen=True)
class Step:
    """One step of a timeline; `start` and `duration` in seconds.

    `move` is the id of the move that is done; of a step in which the patient
    gets ready, turns over or lets go it is None, and `side` is then the side
    that comes next. `rep` and `place` count from 1.
    """

    exercise: str
    kind: StepKind
    move: str | None
    side: Side | None
    rep: int | None
    place: int | None
    start: float
    duration: float

    @property
    def end(self) -> float:
        """When the next step begins."""
        return self.start + self.duration


@dataclass(frozen=True)
class Position:
    """Where the patient is: `into` seconds into `step`, number `index` of its timeline."""

    index: int
    step: Step
    into: float

    @property
    def left(self) -> float:
        """Seconds until this step is over."""
        return max(0.0, self.step.duration - self.into)


@dataclass(frozen=True)
class Timeline:
    """The steps of a session, each beginning where the one before ends."""

    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if not self.steps:
            raise ValueError("A timeline needs at least one step.")

    @cached_property
    def _starts(self) -> tuple[float, ...]:
        return tuple(step.start for step in self.steps)

    @property
    def duration(self) -> float:
        """Seconds from the first step to the end of the last."""
        return self.steps[-1].end

    def at(self, elapsed: float) -> Position:
        """Where the patient is after `elapsed` seconds; the ends hold beyond both ends."""
        index = max(0, bisect_right(self._starts, elapsed) - 1)
        step = self.steps[index]
        return Position(index, step, min(max(0.0, elapsed - step.start), step.duration))

    @cached_property
    def exercises(self) -> tuple[str, ...]:
        """The ids of the exercises, in their order."""
        return tuple(dict.fromkeys(step.exercise for step in self.steps))

    def of(self, exercise_id: str) -> tuple[Step, ...]:
        """The steps of one exercise."""
        return tuple(step for step in self.steps if step.exercise == exercise_id)

    def number_in_exercise(self, index: int) -> int:
        """Which step of its exercise the step at `index` is, from 0."""
        exercise = self.steps[index].exercise
        return index - next(i for i, step in enumerate(self.steps) if step.exercise == exercise)

    def lengthened(self, by_step: Mapping[tuple[str, int], float]) -> Timeline:
        """The same steps, of which some take so many seconds longer (or shorter).

        A step is named by its exercise and its number in it: that stays when
        another exercise gets more places.
        """
        if not by_step:
            return self
        steps, start = [], 0.0
        for index, step in enumerate(self.steps):
            change = by_step.get((step.exercise, self.number_in_exercise(index)), 0.0)
            steps.append(replace(step, start=start, duration=step.duration + change))
            start = steps[-1].end
        return Timeline(tuple(steps))

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)


def compile_exercise(exercise: Exercise, choice: Choice = AS_PRESCRIBED) -> Timeline:
    """The timeline of one exercise: get ready, then ``repeat( sides( moves ) )``.

    Raises `DoseError` for a choice outside the ranges of the handout.
    """
    return Timeline(_laid_end_to_end(_exercise_steps(exercise, choice)))


def compile_routine(
    exercises: Sequence[Exercise], choices: Mapping[str, Choice] | None = None
) -> Timeline:
    """The timeline of several exercises, one after the other.

    `choices` are by exercise id. Raises `DoseError` as `compile_exercise` does.
    """
    chosen = choices or {}
    return Timeline(
        _laid_end_to_end(
            step
            for exercise in exercises
            for step in _exercise_steps(exercise, chosen.get(exercise.id, AS_PRESCRIBED))
        )
    )


@dataclass(frozen=True)
class _Unplaced:
    """A step that does not know yet when it starts."""

    exercise: str
    kind: StepKind
    duration: float
    move: str | None = None
    side: Side | None = None
    rep: int | None = None
    place: int | None = None


def _laid_end_to_end(steps: Iterable[_Unplaced]) -> tuple[Step, ...]:
    placed: list[Step] = []
    start = 0.0
    for step in steps:
        if step.duration > 0:
            placed.append(
                Step(
                    exercise=step.exercise,
                    kind=step.kind,
                    move=step.move,
                    side=step.side,
                    rep=step.rep,
                    place=step.place,
                    start=start,
                    duration=step.duration,
                )
            )
            start = placed[-1].end
    return tuple(placed)


def _exercise_steps(exercise: Exercise, choice: Choice) -> Iterator[_Unplaced]:
    exercise = as_chosen(exercise, choice)
    dose = exercise.dose
    first_side = dose.order_of_sides[0]
    yield _Unplaced(exercise.id, StepKind.READY, exercise.get_ready, side=first_side)
    for place in _places(dose):
        if place is not None and place > 1 and dose.travel is not None:
            yield _Unplaced(
                exercise.id,
                StepKind.MOVE_ALONG,
                dose.travel.move_along,
                side=first_side,
                place=place,
            )
        yield from _repetition_steps(exercise, place)


def _repetition_steps(exercise: Exercise, place: int | None) -> Iterator[_Unplaced]:
    dose = exercise.dose
    before: tuple[int, Side | None] | None = None
    for rep, side in _turns(dose):
        fresh = True
        if before is not None:
            if side != before[1]:
                pause = (StepKind.CHANGE_SIDES, dose.change_sides)
            else:
                pause = (StepKind.RELAX, dose.relax)
            fresh = pause[1] > 0
            yield _Unplaced(exercise.id, *pause, side=side, rep=rep, place=place)
        for number, move in enumerate(dose.moves):
            if number > 0 or not fresh:
                yield _Unplaced(
                    exercise.id, StepKind.READY, move.ready, side=side, rep=rep, place=place
                )
            yield _Unplaced(
                exercise.id,
                StepKind(move.kind),
                move.seconds.default,
                move=move.id,
                side=side or move.side,
                rep=rep,
                place=place,
            )
        before = (rep, side)


def _turns(dose: Dose) -> Iterator[tuple[int, Side | None]]:
    """Which repetition is done on which side, in order."""
    reps = range(1, int(dose.repetitions.default) + 1)
    if dose.sides is Sides.ALTERNATING:
        yield from ((rep, side) for rep in reps for side in dose.order_of_sides)
    else:
        yield from ((rep, side) for side in dose.order_of_sides for rep in reps)


def _places(dose: Dose) -> Sequence[int | None]:
    return range(1, dose.travel.places + 1) if dose.travel else (None,)
