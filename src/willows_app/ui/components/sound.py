"""What of the session's sound can be seen: the mute button, and the flash in its place."""

from __future__ import annotations

import asyncio

import flet as ft

from willows_app.language import _
from willows_app.ui import theme
from willows_app.ui.components.parts import faint, icon_button
from willows_app.ui.cuer import Cuer

FLASH = 0.3
"""Seconds that a flash lasts: long enough to be seen, too long to flicker."""


@ft.component
def mute_button(cuer: Cuer) -> ft.Control:
    """Silence with one tap, and the voice back with another."""
    return icon_button(
        ft.Icons.VOLUME_OFF_OUTLINED if cuer.muted else ft.Icons.VOLUME_UP_OUTLINED,
        _("Unmute") if cuer.muted else _("Mute"),
        cuer.toggle_mute,
    )


@ft.component
def flashing(cuer: Cuer, content: ft.Control) -> ft.Control:
    """The content on a ground that lights up with every cue that only eyes can get."""
    lit, light = ft.use_state(False)

    async def flash() -> None:
        if cuer.flashes:
            light(True)
            await asyncio.sleep(FLASH)
            light(False)

    ft.use_effect(flash, [cuer.flashes])
    return ft.Column(
        [
            ft.Container(
                content,
                border_radius=theme.RADIUS,
                padding=ft.Padding.symmetric(vertical=theme.UNIT),
                bgcolor=ft.Colors.TERTIARY_CONTAINER if lit else ft.Colors.SURFACE,
                animate=ft.Animation(duration=ft.Duration(milliseconds=150)),
            ),
            *([faint(_("The browser keeps the sound back. Watch the screen."))] * cuer.blocked),
        ],
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        spacing=theme.UNIT,
    )
