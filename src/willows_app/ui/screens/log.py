"""The log: every session with what was done, newest first."""

from __future__ import annotations

import flet as ft

from willows_app.language import _
from willows_app.ui.components.page import back_to, page
from willows_app.ui.components.parts import body, quiet
from willows_app.ui.components.sessions import session_card
from willows_app.ui.context import use_willows
from willows_app.ui.dates import day_words

A_SCREENFUL = 20
"""Sessions that are listed at first, and more at each tap on "Show earlier"."""


@ft.component
def log() -> ft.View:
    """The sessions of this device."""
    willows = use_willows()
    shown, show = ft.use_state(A_SCREENFUL)
    sessions = willows.log.sessions(shown)
    earlier = willows.log.count_sessions() - len(sessions)
    return page(
        _("All sessions"),
        [
            *(session_card(day_words(session.day), session) for session in sessions),
            *([] if sessions else [body(_("Nothing yet. Your sessions will be listed here."))]),
            *([quiet(_("Show earlier"), lambda: show(shown + A_SCREENFUL))] if earlier else []),
        ],
        tab="/history",
        leading=back_to("/history", _("History")),
    )
