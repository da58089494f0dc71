"""What stands in the way, in words that say what to do."""

from __future__ import annotations

import flet as ft

from willows_app.language import _
from willows_app.routine.problems import RoutineError
from willows_app.ui.components.page import back_to, go, nothing_here, page
from willows_app.ui.components.parts import Action, body, bulleted, card, heading, notice, primary
from willows_app.ui.context import use_willows


@ft.component
def routine_problems() -> ft.View:
    """Every routine file that cannot be used, with everything that is wrong with it."""
    willows = use_willows()
    errors = [*willows.refused, *([willows.not_added] if willows.not_added else [])]

    def forget() -> None:
        willows.not_added = None

    ft.on_unmounted(forget)
    if not errors:
        return nothing_here()
    return page(
        _("Routine files"),
        [
            body(
                _(
                    "These files cannot be used. The other routines are still there, "
                    "and nothing in your log has changed."
                )
            ),
            *map(_file, errors),
        ],
        leading=back_to("/", _("Today")),
        footer=[primary(_("Close"), lambda: go("/"))],
    )


@ft.component
def no_routine(errors: tuple[RoutineError, ...]) -> ft.View:
    """Not one routine file can be used, so there is nothing to do here."""
    return page(
        "Willows",
        [
            body(_("Willows has no routine that it can use. Ask whoever gave you this app.")),
            *map(_file, errors),
        ],
    )


def _file(error: RoutineError) -> ft.Control:
    return card([heading(error.name), bulleted([str(problem) for problem in error.problems])])


@ft.component
def trouble(message: str, try_again: Action) -> ft.View:
    """The log cannot be used, so nothing may be recorded."""
    return page(
        "Willows",
        [notice(message, ft.Icons.WARNING_AMBER)],
        footer=[primary(_("Try again"), try_again)],
    )
