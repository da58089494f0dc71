"""Saving a backup: the button, what became of it, and the reminder on Today."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from willows_app.language import _
from willows_app.ui import theme
from willows_app.ui.backup_words import kept_words, unsaved_words
from willows_app.ui.backups import Backups, Kept, NotKept, Working
from willows_app.ui.components.parts import body, card, heading, notice, primary, quiet
from willows_app.ui.context import use_willows
from willows_app.ui.model import Willows


def announced(content: ft.Control) -> ft.Control:
    """Something that is read aloud when it appears."""
    return ft.Semantics(content=content, live_region=True)


@ft.component
def progress(working: Working) -> ft.Control:
    """What is being done, and a bar that moves, unless nothing is to."""
    bar = ft.ProgressBar(
        value=working.share,
        bar_height=theme.SPACE_S,
        border_radius=theme.UNIT,
        semantics_label=working.words,
        visible=working.share is not None or not use_willows().still,
    )
    return ft.Column([body(working.words), bar], spacing=theme.SPACE_S)


@ft.component
def save_backup(backups: Backups, button: Callable[..., ft.Control] = primary) -> ft.Control:
    """The button that saves a backup, and what became of it."""
    if isinstance(backups.saved, Working):
        return progress(backups.saved)
    return ft.Column(
        [
            *_outcome(backups.saved),
            button(_("Save a backup"), backups.save, ft.Icons.SAVE_ALT),
        ],
        spacing=theme.SPACE_S,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _outcome(saved: Kept | NotKept | None) -> list[ft.Control]:
    match saved:
        case Kept():
            return [announced(notice(kept_words(saved)))]
        case NotKept(why):
            words = _("The backup was not saved: {why}").format(why=why)
            return [announced(notice(words, ft.Icons.WARNING_AMBER))]
        case None:
            return []


@ft.component
def backup_reminder(willows: Willows, backups: Backups) -> ft.Control:
    """ "20 sessions or more are only on this device", where it is time for a backup."""
    unsaved = backups.due(willows.today)
    if unsaved is None:
        return ft.Container(visible=False)
    what_for = _("A backup is a file that brings them back.")
    return card(
        [
            heading(_("Save a backup?")),
            body(f"{unsaved_words(unsaved)} {what_for}"),
            save_backup(backups, quiet),
            quiet(_("Later"), backups.put_off),
        ]
    )
