"""The player: walks a timeline by a monotonic clock and says what was done.

It never counts. Each call reads the clock once and credits the time that passed
to the steps that lay in it, however long ago the last call was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from willows_app.guide.performance import Held, Outcome, Performed, PlannedDose, Turn, turn
from willows_app.guide.timeline import (
    Position,
    Step,
    StepKind,
    Timeline,
    compile_routine,
)
from willows_app.routine.choice import AS_PRESCRIBED, Choice
from willows_app.routine.model import Exercise

Clock = Callable[[], float]
"""Seconds that never go back, from any origin."""

SAME_STEP = 2.0
"""Seconds into a step within which "Back" means the step before."""

MOST_PLACES = 40
"""More places than any back has at an inch each: nobody is there to tap any more."""


class PlayerState(StrEnum):
    """What the player is doing."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    OVER = "over"


@dataclass
class _Tally:
    """What has been done of one exercise so far."""

    held: Held = field(default_factory=Held)
    done: set[tuple[Turn, str]] = field(default_factory=set)
    """The moves that were done to their end."""
    places: int | None = None

    def at(self, place: int | None) -> None:
        """Something was done at this place."""
        if place is not None:
            self.places = max(self.places or 0, place)


class Player:
    """Guides through `exercises` by `clock`; every command returns the exercises it ended.

    An exercise along the back goes on from place to place until `reached` is
    called. Going back into an exercise that has ended, and ending it again,
    returns it again, with all that was done of it: the newer one supersedes.
    """

    def __init__(
        self,
        exercises: Sequence[Exercise],
        clock: Clock,
        choices: Mapping[str, Choice] | None = None,
    ) -> None:
        self._exercises = {exercise.id: exercise for exercise in exercises}
        self._clock = clock
        self._choices = dict(choices or {})
        self._open = {exercise.id for exercise in exercises if exercise.dose.travel}
        self._skipped_at: dict[str, float] = {}
        self._elapsed = 0.0
        self._read_at = 0.0
        self._compile()
        self._planned = {
            id: PlannedDose.of(exercise, self.timeline.of(id))
            for id, exercise in self._exercises.items()
        }
        self._tallies = {id: _Tally() for id in self._exercises}
        self.state = PlayerState.WAITING

    timeline: Timeline
    """The steps of the session as far as they are known."""

    @property
    def position(self) -> Position:
        """Where the patient was when the clock was last read."""
        return self.timeline.at(self._elapsed)

    @property
    def elapsed(self) -> float:
        """Seconds of the timeline that lie behind."""
        return self._elapsed

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises of the session, in order."""
        return tuple(self._exercises.values())

    def exercise_of(self, step: Step) -> Exercise:
        """The exercise that a step belongs to."""
        return self._exercises[step.exercise]

    @property
    def exercise(self) -> Exercise:
        """The exercise at the position."""
        return self.exercise_of(self.position.step)

    @property
    def following(self) -> Step | None:
        """The step after this one; None in the last."""
        index = self.position.index + 1
        return self.timeline.steps[index] if index < len(self.timeline.steps) else None

    @property
    def awaits_landmark(self) -> bool:
        """Whether the exercise goes on until the patient reports the landmark."""
        return self.state is not PlayerState.OVER and self.exercise.id in self._open

    def start(self) -> None:
        """Begin, or go on after a pause."""
        if self.state in (PlayerState.WAITING, PlayerState.PAUSED):
            self._read_at = self._clock()
            self.state = PlayerState.RUNNING

    resume = start

    def pause(self) -> tuple[Performed, ...]:
        """Stand still until `resume`."""
        ended = self.advance()
        if self.state is PlayerState.RUNNING:
            self.state = PlayerState.PAUSED
        return ended

    def advance(self) -> tuple[Performed, ...]:
        """Go to where the clock says."""
        if self.state is not PlayerState.RUNNING:
            return ()
        now = self._clock()
        target = self._elapsed + max(0.0, now - self._read_at)
        self._read_at = now
        ended: list[Performed] = []
        while self.state is PlayerState.RUNNING and self._elapsed < target:
            ended += self._walk_step(target)
        self._keep_a_place_ahead()
        return tuple(ended)

    def back(self) -> tuple[Performed, ...]:
        """To the start of this step; from its first two seconds to the step before.

        The step before an exercise is, if the one before was skipped, where it was left.
        """
        ended = self.advance()
        if self.state is PlayerState.OVER:
            return ended
        position = self.position
        index = position.index if position.into > SAME_STEP else max(0, position.index - 1)
        step = self.timeline.steps[index]
        if step.exercise == position.step.exercise:
            self._elapsed = step.start
        else:
            self._return_to(self.exercise_of(step), step)
        return ended

    def _return_to(self, exercise: Exercise, last: Step) -> None:
        """Enter an exercise from behind: at its `last` step, or where it was skipped."""
        skipped_at = self._skipped_at.pop(exercise.id, None)
        if skipped_at is None:
            self._elapsed = last.start
            return
        self._elapsed = skipped_at
        if exercise.dose.travel:
            self._open.add(exercise.id)

    def skip(self) -> tuple[Performed, ...]:
        """Leave this exercise for the next."""
        ended = self.advance()
        if self.state is PlayerState.OVER:
            return ended
        exercise = self.exercise
        self._skipped_at[exercise.id] = self.position.step.start
        performed = self._ended(exercise, self._outcome_so_far(exercise))
        self._leave(exercise)
        return (*ended, performed)

    def reached(self) -> tuple[Performed, ...]:
        """The landmark is reached: this place was the last one."""
        ended = self.advance()
        if not self.awaits_landmark:
            return ended
        exercise, step = self.exercise, self.position.step
        place = (step.place or 1) - (step.kind is StepKind.MOVE_ALONG)
        outcome = self._outcome_so_far(exercise)
        if outcome is not Outcome.SKIPPED:
            outcome = Outcome.COMPLETED
        performed = self._ended(exercise, outcome)
        self._settle_places(exercise, place)
        self._leave(exercise)
        return (*ended, performed)

    def stop(self) -> tuple[Performed, ...]:
        """End the session here; an exercise in which nothing was done is not mentioned."""
        ended = self.advance()
        if self.state is PlayerState.OVER:
            return ended
        self.state = PlayerState.OVER
        outcome = self._outcome_so_far(self.exercise)
        if outcome is Outcome.SKIPPED:
            return ended
        return (*ended, self._ended(self.exercise, outcome))

    def hurts(self) -> tuple[Performed, ...]:
        """End the session at once, for pain in this exercise."""
        ended = self.advance()
        if self.state is PlayerState.OVER:
            return ended
        self.state = PlayerState.OVER
        return (*ended, self._ended(self.exercise, Outcome.STOPPED_FOR_PAIN))

    @property
    def _tally(self) -> _Tally:
        return self._tallies[self.exercise.id]

    def _compile(self) -> None:
        self.timeline = compile_routine(self.exercises, self._choices)

    def _walk_step(self, target: float) -> list[Performed]:
        """Credit time up to `target` within this step, and enter the next one if it is over."""
        position, exercise = self.position, self.exercise
        step = position.step
        until = min(target, step.end)
        tally = self._tally
        if step.kind is StepKind.HOLD:
            tally.held = tally.held.plus(step.side, until - self._elapsed)
            tally.at(step.place)
        self._elapsed = until
        if until < step.end:
            return []
        if step.move:
            tally.done.add((turn(exercise, step), step.move))
            tally.at(step.place)
        if self._is_last_of_exercise(position.index):
            if exercise.id in self._open and (step.place or 1) < MOST_PLACES:
                self._settle_places(exercise, (step.place or 1) + 1)
                return []
            performed = self._ended(exercise, self._outcome_so_far(exercise))
            if until >= self.timeline.duration:
                self.state = PlayerState.OVER
            return [performed]
        return []

    def _keep_a_place_ahead(self) -> None:
        """Let what comes next be another place, as long as nobody has said it is not."""
        step, exercise = self.position.step, self.exercise
        if not self.awaits_landmark or step.place is None:
            return
        if step.place == self.timeline.of(exercise.id)[-1].place and step.place < MOST_PLACES:
            self._settle_places(exercise, step.place + 1)

    def _is_last_of_exercise(self, index: int) -> bool:
        steps = self.timeline.steps
        return index + 1 == len(steps) or steps[index + 1].exercise != steps[index].exercise

    def _settle_places(self, exercise: Exercise, places: int) -> None:
        choice = self._choices.get(exercise.id, AS_PRESCRIBED)
        self._choices[exercise.id] = replace(choice, places=places)
        self._compile()

    def _leave(self, exercise: Exercise) -> None:
        """Go to the first step after this exercise, or end."""
        self._elapsed = self.timeline.of(exercise.id)[-1].end
        if self._elapsed >= self.timeline.duration:
            self.state = PlayerState.OVER

    def _outcome_so_far(self, exercise: Exercise) -> Outcome:
        tally = self._tallies[exercise.id]
        if tally.held.total == 0 and not tally.done:
            return Outcome.SKIPPED
        moves = {
            (turn(exercise, step), step.move)
            for step in self.timeline.of(exercise.id)
            if step.move is not None
        }
        return Outcome.COMPLETED if moves <= tally.done else Outcome.PARTLY_DONE

    def _ended(self, exercise: Exercise, outcome: Outcome) -> Performed:
        self._open.discard(exercise.id)
        tally = self._tallies[exercise.id]
        moves = {move.id for move in exercise.dose.moves}
        turns = {turn for turn, _ in tally.done}
        return Performed(
            exercise=exercise.id,
            outcome=outcome,
            held=tally.held,
            repetitions=sum(all((turn, move) in tally.done for move in moves) for turn in turns),
            places=tally.places,
            planned=self._planned[exercise.id],
        )
