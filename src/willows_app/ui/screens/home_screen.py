"""How Willows comes to the home screen of this device, found again in the Settings."""

from __future__ import annotations

import flet as ft

from willows_app.language import _
from willows_app.ui.components.home_screen import way_card, way_here
from willows_app.ui.components.page import back_to, page
from willows_app.ui.components.parts import body
from willows_app.ui.context import use_willows
from willows_app.ui.first_run_words import Step


@ft.component
def home_screen() -> ft.View:
    """The steps in this browser."""
    willows = use_willows()
    words = willows.first_run_words.screens[Step.HOME_SCREEN].of(willows.routine)
    way = way_here(willows)
    return page(
        way.title or words.title,
        [*map(body, words.text), way_card(way)],
        leading=back_to("/settings", _("Settings")),
    )
