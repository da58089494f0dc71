"""How long an exercise takes, without going through its steps."""

from __future__ import annotations

from willows_app.routine.choice import AS_PRESCRIBED, Choice, as_chosen
from willows_app.routine.model import Dose, Exercise, Sides


def exercise_seconds(exercise: Exercise, choice: Choice = AS_PRESCRIBED) -> float:
    """Seconds from getting ready to the end of the last move; `DoseError` as `as_chosen`."""
    chosen = as_chosen(exercise, choice)
    place = _place_seconds(chosen.dose)
    if (travel := chosen.dose.travel) is None:
        return chosen.get_ready + place
    return chosen.get_ready + place * travel.places + travel.move_along * (travel.places - 1)


def _place_seconds(dose: Dose) -> float:
    """All repetitions on all sides at one place, with what lies between them."""
    sides, repetitions = len(dose.order_of_sides), int(dose.repetitions.default)
    turns = sides * repetitions
    changes = (turns if dose.sides is Sides.ALTERNATING else sides) - 1
    first, *others = dose.moves
    moves = sum(move.seconds.default for move in dose.moves) + sum(move.ready for move in others)
    # Who has just changed sides or let go is ready for the first move.
    change, relax = dose.change_sides or first.ready, dose.relax or first.ready
    return turns * moves + changes * change + (turns - 1 - changes) * relax
