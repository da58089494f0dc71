"""After an absence: time has passed unseen, and only the patient knows what it was."""

from __future__ import annotations

import flet as ft

from willows_app.language import _
from willows_app.routine.words import seconds_words
from willows_app.ui.components.page import page
from willows_app.ui.components.parts import body, primary, quiet, title
from willows_app.ui.guided import GuidedSession


def away(guided: GuidedSession) -> ft.View:
    """Three ways on, none of which credits anything that the patient does not say."""
    absence, player = guided.player.absence, guided.player
    seconds = absence.seconds if absence else 0.0
    here = player.exercise_of(absence.step).title if absence else player.exercise.title
    return page(
        _("Welcome back"),
        [
            ft.Semantics(
                content=title(_("You were away for {time}").format(time=seconds_words(seconds))),
                live_region=True,
            ),
            body(_("You left at: {exercise}.").format(exercise=player.exercise.title)),
            body(_("By the clock you would now be at: {exercise}.").format(exercise=here)),
        ],
        footer=[
            primary(_("Go back to where I left"), guided.go_back_to_where_it_was),
            quiet(_("Carry on from here"), guided.go_on_from_here),
            quiet(_("Count it as done"), guided.count_as_done),
            quiet(_("Stop"), guided.stop),
        ],
    )
