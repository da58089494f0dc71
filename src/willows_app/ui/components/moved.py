"""The move to the as-needed phase, on the day it was made."""

from __future__ import annotations

import flet as ft

from willows_app.language import _
from willows_app.ui import theme
from willows_app.ui.components.parts import body, quiet
from willows_app.ui.own_plan import OwnPlan


def undo_move(own: OwnPlan) -> ft.Control:
    """From when sessions are as needed, and the way back as if nothing had been moved."""
    words = (
        _("From tomorrow on your sessions are as needed.")
        if own.day.met
        else _("From today on your sessions are as needed.")
    )
    return ft.Column(
        [
            body(words),
            quiet(_("Undo: stay daily"), own.undo_as_needed, ft.Icons.UNDO),
        ],
        spacing=theme.SPACE_S,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
