"""The player: walks a timeline by a monotonic clock and says what was done.

It never counts. Each call reads the clock once and credits the time that passed
to the steps that lay in it, however long ago the last call was.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from willows_app.guide.performance import Outcome, Performed, PlannedDose, turn
from willows_app.guide.progress import Progress, Tally
from willows_app.guide.timeline import (
    Position,
    Step,
    StepKind,
    Timeline,
    compile_routine,
)
from willows_app.routine.choice import AS_PRESCRIBED, Choice, longest
from willows_app.routine.model import Exercise

Clock = Callable[[], float]
"""Seconds that never go back, from any origin."""

SAME_STEP = 2.0
"""Seconds into a step within which "Back" means the step before."""

MOST_PLACES = 40
"""More places than any back has at an inch each: nobody is there to tap any more."""


SHORTEST_STEP = 1.0
"""Seconds that are left of a step however often it is made shorter."""


class PlayerState(StrEnum):
    """What the player is doing."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    HURT = "hurt"
    """It hurts: the exercise has ended, and the patient decides how to go on."""
    AWAY = "away"
    """Time has passed unseen, and the patient says what it was."""
    OVER = "over"


@dataclass(frozen=True)
class Absence:
    """Time that passed while nobody could have seen or heard the session."""

    seconds: float
    step: Step
    """Where the patient would be by the clock."""


class Player:
    """Guides through `exercises` by `clock`; every command returns the exercises it ended.

    An exercise along the back whose places nobody has counted yet goes on from
    place to place until `reached` is called. Going back into an exercise that
    has ended, and ending it again, returns it again, with all that was done of
    it: the newer one supersedes.

    With the `progress` of an earlier player it stands where that one was: paused, or
    still asking after a stop for pain.
    """

    def __init__(
        self,
        exercises: Sequence[Exercise],
        clock: Clock,
        choices: Mapping[str, Choice] | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._exercises = {exercise.id: exercise for exercise in exercises}
        self._clock = clock
        self._choices = choices or {}
        self._read_at = 0.0
        planned = compile_routine(exercises, self._choices)
        self._planned = {
            id: PlannedDose.of(exercise, planned.of(id)) for id, exercise in self._exercises.items()
        }
        self.progress = progress or Progress(
            tallies={id: Tally() for id in self._exercises},
            open={
                exercise.id
                for exercise in exercises
                if exercise.dose.travel and self._choice(exercise).places is None
            },
        )
        self.absence: Absence | None = None
        self.state = PlayerState.PAUSED if progress else PlayerState.WAITING
        if self.progress.hurt:
            self.state = PlayerState.HURT
        self._compile()

    timeline: Timeline
    """The steps of the session as far as they are known."""

    @property
    def position(self) -> Position:
        """Where the patient was when the clock was last read."""
        return self.timeline.at(self.progress.elapsed)

    @property
    def elapsed(self) -> float:
        """Seconds of the timeline that lie behind."""
        return self.progress.elapsed

    @property
    def origin(self) -> float:
        """When the timeline began by the clock, had it never stood still; while running."""
        return self._read_at - self.progress.elapsed

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises of the session, in order."""
        return tuple(self._exercises.values())

    def reword(self, exercises: Iterable[Exercise]) -> None:
        """Go on with the same exercises in other words."""
        self._exercises = {exercise.id: exercise for exercise in exercises}

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
        return self._under_way and self.exercise.id in self.progress.open

    @property
    def moves_along(self) -> bool:
        """Whether the exercise goes along the back: `reached` and `add_place` mean something."""
        return self._under_way and self.exercise.dose.travel is not None

    @property
    def _under_way(self) -> bool:
        return self.state in (PlayerState.WAITING, PlayerState.RUNNING, PlayerState.PAUSED)

    def start(self) -> None:
        """Begin, or go on after a pause."""
        if self.state in (PlayerState.WAITING, PlayerState.PAUSED):
            self._read_at = self._clock()
            self.state = PlayerState.RUNNING

    def pause(self) -> tuple[Performed, ...]:
        """Stand still until `start`."""
        ended = self.advance()
        if self.state is PlayerState.RUNNING:
            self.state = PlayerState.PAUSED
        return ended

    def advance(self) -> tuple[Performed, ...]:
        """Go to where the clock says."""
        return self._walk_to(math.inf, self._clock())

    def back(self) -> tuple[Performed, ...]:
        """To the start of this step; from its first two seconds to the step before.

        The step before an exercise is, if the one before was skipped, where it was left.
        """
        ended = self.advance()
        if not self._under_way:
            return ended
        position = self.position
        index = position.index if position.into > SAME_STEP else max(0, position.index - 1)
        step = self.timeline.steps[index]
        if step.exercise == position.step.exercise:
            self.progress.elapsed = step.start
        else:
            self._return_to(self.exercise_of(step), step)
        return ended

    def _return_to(self, exercise: Exercise, last: Step) -> None:
        """Enter an exercise from behind: at its `last` step, or where it was skipped."""
        skipped_at = self.progress.skipped_at.pop(exercise.id, None)
        if skipped_at is None:
            self.progress.elapsed = last.start
            return
        self.progress.elapsed = skipped_at
        if exercise.dose.travel:
            self.progress.open.add(exercise.id)

    def repeat(self) -> tuple[Performed, ...]:
        """This exercise once more, from its start."""
        ended = self.advance()
        if self._under_way:
            self.progress.elapsed = self.timeline.of(self.exercise.id)[0].start
        return ended

    def lengthen(self, seconds: float) -> tuple[Performed, ...]:
        """Make this step longer (or shorter), and the same one on the other side with it.

        No move gets longer than `routine.choice.longest` allows.
        """
        ended = self.advance()
        if not self._under_way:
            return ended
        step = self.position.step
        shortest = max(self.position.into, SHORTEST_STEP)
        change = min(max(seconds, shortest - step.duration), self.room_to_lengthen)
        for each in self._with_mirror_images:
            name = (step.exercise, self.timeline.number_in_exercise(each))
            self.progress.lengthened[name] = self.progress.lengthened.get(name, 0.0) + change
        self._compile()
        return ended

    @property
    def room_to_lengthen(self) -> float:
        """By how many seconds this step can still be made longer."""
        move = self.exercise.dose.move(self.position.step.move)
        if move is None:
            return math.inf  # to get ready or to change sides takes as long as it takes
        taken = max(self.timeline.steps[each].duration for each in self._with_mirror_images)
        return max(0.0, longest(move) - taken)

    def skip_side(self) -> tuple[Performed, ...]:
        """Leave the rest of this side for the next; on the last one, leave the exercise."""
        ended = self.advance()
        if not self._under_way:
            return ended
        here = self.position
        for step in self.timeline.steps[here.index + 1 :]:
            if step.exercise != here.step.exercise:
                break
            if step.kind is StepKind.CHANGE_SIDES:
                self.progress.elapsed = step.start
                return ended
        return (*ended, *self.skip())

    def skip(self) -> tuple[Performed, ...]:
        """Leave this exercise for the next."""
        ended = self.advance()
        if not self._under_way:
            return ended
        exercise = self.exercise
        self.progress.skipped_at[exercise.id] = self.position.step.start
        performed = self._ended(exercise, self._outcome_so_far(exercise))
        self._leave(exercise)
        return (*ended, performed)

    def add_place(self) -> tuple[Performed, ...]:
        """One more place than there were to be."""
        ended = self.advance()
        if self.moves_along and not self.awaits_landmark:
            exercise = self.exercise
            places = self.timeline.of(exercise.id)[-1].place or 1
            self._settle_places(exercise, min(places + 1, MOST_PLACES))
        return ended

    def reached(self) -> tuple[Performed, ...]:
        """The landmark is reached: this place was the last one."""
        ended = self.advance()
        if not self.moves_along:
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
        exercise_has_ended = self.state in (PlayerState.HURT, PlayerState.OVER)
        self.state = PlayerState.OVER
        if exercise_has_ended:
            return ended
        outcome = self._outcome_so_far(self.exercise)
        if outcome is Outcome.SKIPPED:
            return ended
        return (*ended, self._ended(self.exercise, outcome))

    def hurts(self) -> tuple[Performed, ...]:
        """End this exercise at once, for pain, and stand still until `carry_on` or `stop`.

        It is the exercise that was on the screen, even if its time has just run out.
        """
        if not self._under_way:
            return ()
        exercise = self.exercise
        self._walk_to(math.nextafter(self._end_of(exercise), 0.0), self._clock())
        self.state = PlayerState.HURT
        self.progress.hurt = True
        return (self._ended(exercise, Outcome.STOPPED_FOR_PAIN),)

    def carry_on(self) -> None:
        """After pain: go on without the exercise that hurt."""
        if self.state is PlayerState.HURT:
            self.state = PlayerState.PAUSED
            self.progress.hurt = False
            self._leave(self.exercise)
            self.start()

    def was_away(self, since: float) -> tuple[Performed, ...]:
        """The time since then, by the clock, passed unseen; nothing of it is credited yet."""
        ended = self._walk_to(math.inf, since)
        if self.state is PlayerState.RUNNING:
            seconds = max(0.0, self._clock() - self._read_at)
            step = self.timeline.at(self.progress.elapsed + seconds).step
            self.absence = Absence(seconds, step)
            self.state = PlayerState.AWAY
        return ended

    def go_on_from_here(self) -> tuple[Performed, ...]:
        """After an absence: where the clock says; what passed unseen is not credited."""
        absence = self._come_back()
        ended: list[Performed] = []
        if absence is not None:
            target = self.progress.elapsed + absence.seconds
            while self.state is PlayerState.RUNNING and self._end_of(self.exercise) <= target:
                exercise = self.exercise
                if not self._goes_on(exercise):
                    ended.append(self._ended(exercise, self._outcome_so_far(exercise)))
                    self._leave(exercise)
            if self.state is PlayerState.RUNNING:
                self.progress.elapsed = target
        return tuple(ended)

    def go_back_to_where_it_was(self) -> None:
        """After an absence: to where the patient was last seen."""
        self._come_back()

    def count_as_done(self) -> tuple[Performed, ...]:
        """After an absence: the patient did what the session asked for meanwhile."""
        absence = self._come_back()
        if absence is not None:
            self._read_at -= absence.seconds
        return self.advance()

    def _come_back(self) -> Absence | None:
        absence, self.absence = self.absence, None
        if self.state is PlayerState.AWAY:
            self.state = PlayerState.PAUSED
            self.start()
        return absence

    def _end_of(self, exercise: Exercise) -> float:
        return self.timeline.of(exercise.id)[-1].end

    @property
    def _with_mirror_images(self) -> list[int]:
        """The numbers of this step and of those ahead that are it on the other side."""
        index, step = self.position.index, self.position.step
        if self.exercise_of(step).dose.first_side is None or step.side is None:
            return [index]
        wanted = replace(step, side=step.side.other)
        return [index] + [
            number
            for number, other in enumerate(self.timeline.steps[index + 1 :], start=index + 1)
            if replace(other, start=wanted.start, duration=wanted.duration) == wanted
        ]

    def _choice(self, exercise: Exercise) -> Choice:
        return self._choices.get(exercise.id, AS_PRESCRIBED)

    @property
    def _tally(self) -> Tally:
        return self.progress.tallies[self.exercise.id]

    def _walk_to(self, furthest: float, now: float) -> tuple[Performed, ...]:
        """Go to where the session is `now`, but no further along the timeline than `furthest`."""
        if self.state is not PlayerState.RUNNING:
            return ()
        target = min(furthest, self.progress.elapsed + max(0.0, now - self._read_at))
        self._read_at = max(self._read_at, now)
        ended: list[Performed] = []
        while self.state is PlayerState.RUNNING and self.progress.elapsed < target:
            ended += self._walk_step(target)
        self._keep_a_place_ahead()
        return tuple(ended)

    def _compile(self) -> None:
        """The timeline as far as it is known by now."""
        choices = {
            exercise.id: replace(
                self._choice(exercise),
                places=self.progress.places.get(exercise.id, self._choice(exercise).places),
            )
            for exercise in self.exercises
        }
        timeline = compile_routine(self.exercises, choices)
        self.timeline = timeline.lengthened(self.progress.lengthened)

    def _walk_step(self, target: float) -> list[Performed]:
        """Credit time up to `target` within this step, and enter the next one if it is over."""
        position, exercise = self.position, self.exercise
        step = position.step
        until = min(target, step.end)
        tally = self._tally
        if step.kind is StepKind.HOLD:
            tally.held = tally.held.plus(step.side, until - self.progress.elapsed)
            tally.at(step.place)
        self.progress.elapsed = until
        if until < step.end:
            return []
        if step.move:
            tally.done.add((turn(exercise, step), step.move))
            tally.at(step.place)
        if self._is_last_of_exercise(position.index):
            if self._goes_on(exercise):
                return []
            performed = self._ended(exercise, self._outcome_so_far(exercise))
            if until >= self.timeline.duration:
                self.state = PlayerState.OVER
            return [performed]
        return []

    def _keep_a_place_ahead(self) -> None:
        """Let what comes next be another place, as long as nobody has said it is not."""
        step, exercise = self.position.step, self.exercise
        if step.place is not None and step.place == self.timeline.of(exercise.id)[-1].place:
            self._goes_on(exercise)

    def _goes_on(self, exercise: Exercise) -> bool:
        """Whether it has one more place now, because the landmark has not been reported."""
        places = self.timeline.of(exercise.id)[-1].place or 1
        if exercise.id not in self.progress.open or places >= MOST_PLACES:
            return False
        self._settle_places(exercise, places + 1)
        return True

    def _is_last_of_exercise(self, index: int) -> bool:
        steps = self.timeline.steps
        return index + 1 == len(steps) or steps[index + 1].exercise != steps[index].exercise

    def _settle_places(self, exercise: Exercise, places: int) -> None:
        self.progress.places[exercise.id] = places
        self._compile()

    def _leave(self, exercise: Exercise) -> None:
        """Go to the first step after this exercise, or end."""
        self.progress.elapsed = self._end_of(exercise)
        if self.progress.elapsed >= self.timeline.duration:
            self.state = PlayerState.OVER

    def _outcome_so_far(self, exercise: Exercise) -> Outcome:
        tally = self.progress.tallies[exercise.id]
        if tally.held.total == 0 and not tally.done:
            return Outcome.SKIPPED
        moves = {
            (turn(exercise, step), step.move)
            for step in self.timeline.of(exercise.id)
            if step.move is not None
        }
        return Outcome.COMPLETED if moves <= tally.done else Outcome.PARTLY_DONE

    def _ended(self, exercise: Exercise, outcome: Outcome) -> Performed:
        self.progress.open.discard(exercise.id)
        tally = self.progress.tallies[exercise.id]
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
