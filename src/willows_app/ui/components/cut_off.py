"""A session that was cut off, and the two ways to deal with it."""

from __future__ import annotations

import flet as ft

from willows_app.adherence.bookmark import Bookmark
from willows_app.language import _
from willows_app.ui import theme
from willows_app.ui.components.page import go
from willows_app.ui.components.parts import body, card, heading, primary, quiet
from willows_app.ui.dates import time_words
from willows_app.ui.model import Willows


def cut_off_session(willows: Willows, bookmark: Bookmark) -> ft.Control:
    """ "Carry on with the session from 18:04?", with where it stands."""

    def carry_on() -> None:
        willows.carry_on()
        go("/session")

    return card(
        [
            heading(
                _("Carry on with the session from {time}?").format(
                    time=time_words(bookmark.started_at)
                )
            ),
            body(_("The app was closed in the middle. What you did is kept.")),
            ft.Column(
                [
                    primary(_("Carry on"), carry_on, ft.Icons.PLAY_ARROW),
                    quiet(_("Leave it"), willows.let_go),
                ],
                spacing=theme.SPACE_S,
                horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
            ),
        ]
    )
