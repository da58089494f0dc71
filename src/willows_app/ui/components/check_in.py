"""The question of the week in the as-needed phase."""

from __future__ import annotations

import flet as ft

from willows_app.language import _
from willows_app.ui.components.parts import faint, heading, quiet
from willows_app.ui.model import Willows
from willows_app.ui.own_plan import OwnPlan


def how_is_your_back(willows: Willows, own: OwnPlan) -> list[ft.Control]:
    """ "Fine" is remembered for the week, and "stiff or sore" begins a flare."""
    return [
        ft.Divider(),
        heading(_("How is your back?")),
        faint(_("Asked once a week. Stiff or sore makes a session due each day until it is fine.")),
        quiet(_("Fine"), lambda: willows.own.say_fine(own.today)),
        quiet(_("Stiff or sore"), own.flare),
    ]
