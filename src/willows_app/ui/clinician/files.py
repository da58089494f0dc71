"""The files that a clinician opened: what each is, or why it cannot be reviewed."""

from __future__ import annotations

import flet as ft

from willows_app.language import _
from willows_app.ui import theme
from willows_app.ui.backups import Refused, Working
from willows_app.ui.clinician.reviews import File, Locked, Opened, Reviews
from willows_app.ui.components.backup import announced, progress
from willows_app.ui.components.parts import (
    body,
    card,
    faint,
    heading,
    icon_button,
    notice,
    quiet,
    sign,
)
from willows_app.ui.components.typed import typed_field


def files(reviews: Reviews) -> list[ft.Control]:
    """What is wrong; and all of them, as long as one of them is not open."""
    trouble = [notice(reviews.trouble, ft.Icons.WARNING_AMBER)] if reviews.trouble else []
    if len(reviews.opened) == len(reviews.files):
        return [*map(announced, trouble)]
    listed = [_file(reviews, file) for file in reviews.files]
    return [*map(announced, trouble), card([heading(_("Files")), *listed])]


def _file(reviews: Reviews, file: File) -> ft.Control:
    def close() -> None:
        reviews.close(file.number)

    match file.state:
        case Working() as working:
            icon, below = ft.Icons.HOURGLASS_EMPTY, [progress(working)]
        case Locked(wrong=wrong):
            icon, below = ft.Icons.LOCK_OUTLINE, [_passphrase(reviews, file, wrong)]
        case Refused(why):
            icon, below = ft.Icons.ERROR_OUTLINE, [announced(body(why))]
        case Opened(archive):
            opened = _("Opened: {patient}").format(patient=archive.patient)
            icon, below = ft.Icons.CHECK_CIRCLE_OUTLINE, [faint(opened)]
    return ft.Row(
        [
            ft.Container(
                sign(icon),
                padding=ft.Padding.only(top=theme.SPACE_S + theme.UNIT),
            ),
            ft.Column(
                [
                    ft.Text(file.name, size=theme.BODY, weight=ft.FontWeight.W_600),
                    *below,
                ],
                spacing=0,
                expand=True,
                horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
            ),
            icon_button(ft.Icons.CLOSE, _("Close {file}").format(file=file.name), close),
        ],
        key=str(file.number),
        spacing=theme.SPACE_S,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


@ft.component
def _passphrase(reviews: Reviews, file: File, wrong: str) -> ft.Control:
    """Where it is typed; it is not kept."""
    text, set_text = ft.use_state("")

    async def unlock() -> None:
        if text:
            await reviews.unlock(file.number, text)

    return ft.Column(
        [
            faint(_("It is locked. The patient has the passphrase.")),
            typed_field(
                _("Passphrase"),
                text,
                set_text,
                password=True,
                can_reveal_password=True,
                autofocus=True,
                on_submit=unlock,
            ),
            *([announced(notice(wrong, ft.Icons.WARNING_AMBER))] if wrong else []),
            quiet(_("Unlock"), unlock, ft.Icons.LOCK_OPEN),
        ],
        spacing=theme.SPACE_S,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
