"""What a session sets out to do."""

from __future__ import annotations

from dataclasses import dataclass

from willows_app.routine.model import Exercise, Routine


@dataclass(frozen=True)
class SessionPlan:
    """These exercises of this routine, in this order."""

    routine: Routine
    exercises: tuple[Exercise, ...]

    @classmethod
    def whole(cls, routine: Routine) -> SessionPlan:
        """The whole routine."""
        return cls(routine, routine.exercises)
