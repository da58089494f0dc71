"""Whether the app works without a network, and the offer of a new version."""

from __future__ import annotations

import flet as ft

from willows_app.language import _
from willows_app.ui import theme
from willows_app.ui.components.parts import body, card, heading, notice, primary, quiet
from willows_app.ui.model import Willows
from willows_app.ui.offline import Offline
from willows_app.ui.saving import Saving


def new_version(willows: Willows) -> list[ft.Control]:
    """The offer to restart with a new version: never while a session is under way."""
    if willows.offline is None or willows.under_way:
        return []
    return [_offer(willows.offline, willows.saving)]


@ft.component
def _offer(offline: Offline, saving: Saving) -> ft.Control:
    """Only when all that was done is saved."""
    if not offline.offered or saving.busy or saving.unsaved:
        return ft.Container(visible=False)
    return ft.Column(
        [
            notice(_("A new version of Willows is ready."), ft.Icons.UPGRADE),
            primary(_("Restart now"), offline.take_over, ft.Icons.RESTART_ALT),
            quiet(_("Later"), offline.put_off),
        ],
        spacing=theme.SPACE_S,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def works_offline(willows: Willows) -> list[ft.Control]:
    """For Settings: whether it does, which version it is, and why not if it does not."""
    return [_works_offline(willows.offline)] if willows.offline else []


@ft.component
def _works_offline(offline: Offline) -> ft.Control:
    return card([heading(_("Without internet")), *map(body, offline.words)])
