"""Whether what was done is safe: said only when the storage has acknowledged it."""

from __future__ import annotations

import flet as ft

from willows_app.language import _
from willows_app.ui import theme
from willows_app.ui.components.parts import notice, quiet, sign
from willows_app.ui.context import use_willows
from willows_app.ui.saving import Saving


@ft.component
def unsaved_notice(saving: Saving) -> ft.Control:
    """Why something is not saved, with the ways out of it; nothing while all is well."""
    if not saving.unsaved:
        return ft.Container(visible=False)
    return ft.Column(
        [
            notice(saving.unsaved, ft.Icons.WARNING_AMBER),
            quiet(_("Try to save again"), saving.retry),
            quiet(_("Save a copy of the log now"), use_willows().backups.save, ft.Icons.SAVE_ALT),
        ],
        spacing=theme.SPACE_S,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


@ft.component
def saved(saving: Saving) -> ft.Control:
    """ "Saving", then "Saved on this device", or why it is not."""
    if saving.unsaved:
        return unsaved_notice(saving)
    icon = ft.Icons.HOURGLASS_EMPTY if saving.busy else ft.Icons.CHECK_CIRCLE_OUTLINE
    return ft.Row(
        [
            sign(icon),
            ft.Text(
                _("Saving") if saving.busy else _("Saved on this device"),
                size=theme.BODY,
                expand=True,
            ),
        ],
        vertical_alignment=ft.CrossAxisAlignment.START,
        spacing=theme.SPACE_S,
    )
