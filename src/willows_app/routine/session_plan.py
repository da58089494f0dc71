"""What a session sets out to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from willows_app.routine.choice import Choice
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
