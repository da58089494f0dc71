"""What a session sets out to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from willows_app.routine.choice import AS_PRESCRIBED, Choice
from willows_app.routine.duration import exercise_seconds
from willows_app.routine.model import Exercise, Routine


@dataclass(frozen=True)
class SessionPlan:
    """These exercises of this routine, in this order, with what was chosen for them."""

    routine: Routine
    exercises: tuple[Exercise, ...]
    choices: Mapping[str, Choice] = field(default_factory=dict)
    """By exercise id; an exercise that is not in it is done as prescribed."""

    @classmethod
    def whole(cls, routine: Routine) -> SessionPlan:
        """The whole routine."""
        return cls(routine, routine.exercises)

    def choice(self, exercise: Exercise) -> Choice:
        """What was chosen for this exercise."""
        return self.choices.get(exercise.id, AS_PRESCRIBED)

    @property
    def seconds(self) -> float:
        """How long the session takes."""
        return sum(exercise_seconds(each, self.choice(each)) for each in self.exercises)

    def reworded(self, routine: Routine) -> SessionPlan:
        """The same of this routine, which is the same one in other words."""
        there = {each.id: each for each in routine.exercises}
        exercises = tuple(there.get(each.id, each) for each in self.exercises)
        return replace(self, routine=routine, exercises=exercises)

    def ordered(self, ids: Sequence[str]) -> SessionPlan:
        """The same in this order of exercise ids; any that it lacks come last, as they were."""
        return replace(self, exercises=in_order(self.exercises, ids))


def in_order(exercises: Sequence[Exercise], ids: Sequence[str]) -> tuple[Exercise, ...]:
    """These exercises, ordered as `SessionPlan.ordered` says."""
    place = {id: number for number, id in enumerate(ids)}
    return tuple(sorted(exercises, key=lambda exercise: place.get(exercise.id, len(place))))
