"""The handout's cautions: before the first session, and one tap away ever after."""

from __future__ import annotations

import flet as ft

from willows_app.language import _
from willows_app.ui.components.page import back, go, page
from willows_app.ui.components.parts import body, bulleted, card, heading, primary
from willows_app.ui.context import use_willows


@ft.component
def cautions() -> ft.View:
    """What to know before exercising; on the way to a session it asks to be understood."""
    willows = use_willows()
    waiting = willows.about_to_do
    under_way = willows.under_way
    routine = next(each.routine for each in (waiting, under_way, willows) if each)

    def understood() -> None:
        willows.see_cautions(routine)
        willows.begin()
        go("/session")

    def forget() -> None:
        willows.about_to_do = None

    def leave() -> None:
        go("/session" if under_way else "/")

    ft.on_unmounted(forget)

    of_exercises = [
        card([heading(exercise.title), bulleted(exercise.cautions)])
        for exercise in routine.exercises
        if exercise.cautions
    ]
    return page(
        _("Before you start") if waiting else _("Cautions"),
        [
            body(
                _("{routine}, from {clinic}.").format(routine=routine.title, clinic=routine.clinic)
            ),
            card([heading(_("For every exercise")), bulleted(routine.cautions)]),
            *of_exercises,
        ],
        leading=back(_("Session") if under_way else _("Today"), leave),
        footer=(
            [primary(_("I understand, start session"), understood, ft.Icons.PLAY_ARROW)]
            if waiting
            else [primary(_("Close"), leave)]
        ),
    )
