"""Backup and restore: the whole log as a file, and the way back."""

from __future__ import annotations

from datetime import datetime

import flet as ft

from willows_app.language import _
from willows_app.ui import theme
from willows_app.ui.backup_words import news_words
from willows_app.ui.backups import Added, Backups, Offered, Refused, Working
from willows_app.ui.components.backup import announced, progress, save_backup
from willows_app.ui.components.page import back_to, page
from willows_app.ui.components.parts import (
    body,
    bulleted,
    card,
    faint,
    heading,
    label,
    notice,
    primary,
    quiet,
)
from willows_app.ui.components.saved import saved
from willows_app.ui.context import use_willows
from willows_app.ui.dates import day_words, time_words
from willows_app.ui.model import Willows
from willows_app.ui.saving import Saving


@ft.component
def backup() -> ft.View:
    """Save a backup, or restore one."""
    willows = use_willows()
    ft.on_unmounted(willows.backups.forget)
    return page(
        _("Backup and restore"),
        [_save(willows), _restore_card(willows)],
        leading=back_to("/settings", _("Settings")),
    )


def _save(willows: Willows) -> ft.Control:
    backups, last = willows.backups, willows.backups.last
    return card(
        [
            heading(_("Save a backup")),
            body(
                _(
                    "One file with all that Willows knows: your sessions, your plan, your notes, "
                    "your settings and the routines you added. Keep it somewhere else than on "
                    "this device."
                )
            ),
            faint(_last_words(last)),
            save_backup(backups),
            faint(
                _("The file is called {file}. Whoever has it can read it.").format(
                    file=backups.name
                )
            ),
        ]
    )


def _last_words(last: datetime | None) -> str:
    if last is None:
        return _("There is no backup yet.")
    return _("The last backup was saved on {day} at {time}.").format(
        day=day_words(last.date()), time=time_words(last)
    )


def _restore_card(willows: Willows) -> ft.Control:
    return card(
        [
            heading(_("Restore a backup")),
            body(
                _(
                    "Adds what a backup knows to the log of this device, also from another phone. "
                    "Nothing in your log is lost or overwritten."
                )
            ),
            _restore(willows.backups, willows.saving),
        ]
    )


@ft.component
def _restore(backups: Backups, saving: Saving) -> ft.Control:
    async def picked(event: ft.FilePickerResultEvent) -> None:
        for file in event.files or []:
            await backups.read(file.bytes or b"")

    # The browser opens it only within the tap itself, so it is there before.
    picker = ft.use_memo(lambda: ft.FilePicker(on_result=picked), [])
    choose = ft.OutlinedButton(
        label(_("Choose a backup file")),
        icon=ft.Icons.FOLDER_OPEN,
        style=theme.quiet(),
        action=ft.PickFiles(picker, with_data=True),
    )
    match backups.restoring:
        case Working() as working:
            controls = [progress(working)]
        case Refused(why):
            as_before = _("Your log is as it was.")
            refusal = notice(f"{why} {as_before}", ft.Icons.WARNING_AMBER)
            controls = [announced(refusal), choose]
        case Offered() as offered:
            controls = _offer(backups, offered)
        case Added() as added:
            controls = [*_added(added, saving), quiet(_("Done"), backups.forget)]
        case None:
            controls = [choose]
    return ft.Column(
        controls,
        spacing=theme.SPACE_S,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _offer(backups: Backups, offered: Offered) -> list[ft.Control]:
    made_at = offered.made_at
    about = faint(
        _("Saved on {day} at {time}.").format(
            day=day_words(made_at.date()), time=time_words(made_at)
        )
    )
    if not offered.news:
        (nothing,) = news_words(offered.news)
        return [about, announced(body(nothing)), quiet(_("Done"), backups.forget)]
    return [
        announced(heading(_("What it adds"))),
        about,
        bulleted(news_words(offered.news)),
        primary(_("Add to my log"), backups.add, ft.Icons.PLAYLIST_ADD),
        quiet(_("Cancel"), backups.forget),
    ]


def _added(added: Added, saving: Saving) -> list[ft.Control]:
    """It is restored once all of it is durable."""
    if saving.busy or saving.unsaved:
        return [saved(saving)]
    return [announced(heading(_("Restored"))), bulleted(news_words(added.news)), saved(saving)]
