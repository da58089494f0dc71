"""How long the daily phase is meant to last."""

from __future__ import annotations

import flet as ft

from willows_app.language import _, counted
from willows_app.ui.components.parts import card, faint, heading
from willows_app.ui.components.stepper import stepper
from willows_app.ui.own_plan import OwnPlan

LONGEST_DAILY = 366
"""Days; a clinic that wants more says so again."""


def phase_length(own: OwnPlan, usual: int) -> ft.Control:
    """To be chosen; `usual` is what the handout's file begins with."""
    days = own.plan.daily_days
    return card(
        [
            heading(_("Length of the daily phase")),
            stepper(
                _("Length of the daily phase"),
                counted(days, "{count} day", "{count} days"),
                (lambda: own.last_for(days - 1)) if days > 1 else None,
                (lambda: own.last_for(days + 1)) if days < LONGEST_DAILY else None,
                (_("a day less"), _("a day more")),
            ),
            faint(_whose_words(own.routine.schedule.daily_days, usual)),
        ]
    )


def _whose_words(prescribed: int, usual: int) -> str:
    if prescribed == usual:
        return counted(
            usual,
            "How long is your clinic's to choose. {count} day is only what the app begins with. "
            "Nothing changes by itself: the move is offered, and you can make it earlier or later.",
            "How long is your clinic's to choose. {count} days is only what the app begins with. "
            "Nothing changes by itself: the move is offered, and you can make it earlier or later.",
        )
    return counted(
        prescribed,
        "How long is your clinic's to choose. It has prescribed {count} day. "
        "Nothing changes by itself: the move is offered, and you can make it earlier or later.",
        "How long is your clinic's to choose. It has prescribed {count} days. "
        "Nothing changes by itself: the move is offered, and you can make it earlier or later.",
    )
