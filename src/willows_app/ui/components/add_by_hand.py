"""A session that the patient did without the app, added for its day."""

from __future__ import annotations

from datetime import date
from functools import partial

import flet as ft

from willows_app.language import _
from willows_app.routine.model import Exercise
from willows_app.routine.session_plan import SessionPlan
from willows_app.ui.components.parts import body, card, faint, heading, quiet, tick_box
from willows_app.ui.model import Willows


@ft.component
def add_by_hand(willows: Willows, day: date) -> ft.Control:
    """Which exercises were done; kept as ticked by hand, for good."""
    adding, set_adding = ft.use_state(False)
    left_out, leave_out = ft.use_state(frozenset[str]())
    routine = willows.routine
    done = tuple(each for each in routine.exercises if each.id not in left_out)

    def tick(exercise: Exercise) -> None:
        leave_out(left_out ^ {exercise.id})

    def add() -> None:
        willows.tick_by_hand(SessionPlan(routine, done, willows.own.choices(routine)), day)
        set_adding(False)
        leave_out(frozenset())

    if not adding:
        return quiet(_("Add a session by hand"), lambda: set_adding(True), ft.Icons.ADD)
    return card(
        [
            heading(_("Add a session by hand")),
            body(_("Which exercises did you do?")),
            *(
                tick_box(each.title, each in done, partial(tick, each))
                for each in routine.exercises
            ),
            faint(_("It is marked as ticked by hand, and has no seconds: nobody timed it.")),
            *([quiet(_("Add it"), add, ft.Icons.CHECK)] if done else []),
            quiet(_("Cancel"), lambda: set_adding(False)),
        ]
    )
