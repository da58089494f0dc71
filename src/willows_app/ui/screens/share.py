"""Share with my clinic: what leaves, under which code, and locked if wanted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from willows_app.language import _, capitalized
from willows_app.ui import theme
from willows_app.ui.backups import Working
from willows_app.ui.components.backup import announced, progress
from willows_app.ui.components.page import back_to, page
from willows_app.ui.components.parts import (
    body,
    bulleted,
    card,
    choice_chip,
    faint,
    heading,
    in_a_row,
    notice,
    primary,
    quiet,
    switch,
)
from willows_app.ui.components.saved import unsaved_notice
from willows_app.ui.components.typed import typed_field
from willows_app.ui.context import use_willows
from willows_app.ui.dates import days_words
from willows_app.ui.for_clinic import ForClinic, Made, Refused, Shared
from willows_app.ui.for_clinic_words import (
    WHOLE_LOG,
    files_words,
    in_it_words,
    last_words,
    notes_words,
    shared_words,
)


@ft.component
def share() -> ft.View:
    """Make a file for the clinic, see what is in it, and hand it over."""
    willows = use_willows()
    ft.on_unmounted(willows.for_clinic.forget)
    return page(
        _("Share with my clinic"),
        [unsaved_notice(willows.saving), _share(willows.for_clinic)],
        leading=(
            back_to("/history", _("History"))
            if ft.use_view_path().startswith("/history")
            else back_to("/settings", _("Settings"))
        ),
    )


@ft.component
def _share(clinic: ForClinic) -> ft.Control:
    if clinic.nothing_yet:
        controls = [_nothing_yet()]
    else:
        match clinic.state:
            case Working() as working:
                controls = [card([progress(working)])]
            case Made() as made:
                controls = _made(clinic, made)
            case Shared() as shared:
                controls = _shared(clinic, shared)
            case refused:
                controls = _choices(clinic, refused)
    return _column(controls)


def _column(controls: list[ft.Control]) -> ft.Control:
    return ft.Column(
        controls,
        spacing=theme.SPACE_M,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _nothing_yet() -> ft.Control:
    return card(
        [
            heading(_("Nothing to share yet")),
            body(
                _(
                    "After your first session you can give your clinic a file that tells how "
                    "it went."
                )
            ),
        ]
    )


def _told(why: str) -> list[ft.Control]:
    """Why the file was not made or did not leave; on top, for there the screen is then."""
    return [announced(notice(why, ft.Icons.WARNING_AMBER))] if why else []


# ---------------------------------------------------------------- choosing


def _choices(clinic: ForClinic, refused: Refused | None) -> list[ft.Control]:
    return [
        _column(  # one control with or without a refusal: what moves up is drawn anew, half typed
            [
                *_told(refused.why if refused else ""),
                body(
                    _(
                        "Makes one file that tells your clinic how it went. Nothing leaves this "
                        "device before you have seen what is in it and have handed it over "
                        "yourself."
                    )
                ),
            ]
        ),
        _days(clinic),
        _code(clinic),
        _lock(clinic),
        primary(_("Make the file"), clinic.make, ft.Icons.INVENTORY_2_OUTLINED),
    ]


def _days(clinic: ForClinic) -> ft.Control:
    return card(
        [
            heading(_("Which days")),
            in_a_row(
                [
                    choice_chip(_(each.value), each is clinic.range, partial(clinic.choose, each))
                    for each in clinic.ranges
                ]
            ),
            body(f"{capitalized(days_words(*clinic.days))}."),
            faint(last_words(clinic.last)),
        ]
    )


def _code(clinic: ForClinic) -> ft.Control:
    return card(
        [
            heading(_("Your code")),
            _field(
                _("Code from your clinic"),
                clinic.code,
                clinic.call,
                capitalization=ft.TextCapitalization.CHARACTERS,
            ),
            faint(
                _(
                    "Such as P-7F3K-92QD. Your clinic gives it to you and knows who you are by "
                    "it. Never a name: then whoever else sees the file does not learn whose it is."
                )
            ),
        ]
    )


def _lock(clinic: ForClinic) -> ft.Control:
    """The switch, and the passphrase where it is on."""
    locked = clinic.passphrase is not None
    return card(
        [
            heading(_("Lock the file")),
            switch(_("Passphrase"), locked, clinic.lock),
            *(
                [_passphrase(clinic)]
                if locked
                else [faint(_("Without one, whoever gets the file can read it."))]
            ),
        ]
    )


@ft.component
def _passphrase(clinic: ForClinic) -> ft.Control:
    shown, show = ft.use_state(True)
    return ft.Column(
        [
            _field(
                _("The passphrase"),
                clinic.passphrase or "",
                clinic.lock_with,
                multiline=True,
                max_lines=3,
            )
            if shown  # a field of dots would freeze what a screen reader gets of the screen
            else body(_("It is hidden. Show it to note it down or to change it.")),
            quiet(
                _("Hide the passphrase") if shown else _("Show the passphrase"),
                lambda: show(not shown),
                ft.Icons.VISIBILITY_OFF_OUTLINED if shown else ft.Icons.VISIBILITY_OUTLINED,
            ),
            quiet(_("Make up another"), partial(clinic.lock, True), ft.Icons.CASINO_OUTLINED),
            faint(
                _(
                    "This one was made up by chance; you may type another of at least 12 "
                    "characters. Your clinic needs it. Tell it in another way than you send the "
                    "file: on the telephone, or when you are there. Without it nobody can open "
                    "the file. Willows forgets it when you leave this screen, so note it down."
                )
            ),
        ],
        spacing=theme.SPACE_S,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _field(label: str, value: str, on_type: Callable[[str], None], **more: Any) -> ft.Control:
    """A field that no keyboard puts right or learns from."""
    return typed_field(
        label,
        value,
        on_type,
        autocorrect=False,
        enable_suggestions=False,
        enable_ime_personalized_learning=False,
        smart_dashes_type=False,
        smart_quotes_type=False,
        **more,
    )


# ---------------------------------------------------------------- what is in it


def _made(clinic: ForClinic, made: Made) -> list[ft.Control]:
    file = made.file
    return [
        *_told(made.told),
        card(
            [
                announced(heading(_("What is in the file"))),
                body(f"{_patient(file.patient)} {in_it_words(file)}"),
                bulleted(files_words(file)),
                notice(_(WHOLE_LOG)),
                *([_notes(made)] if file.notes else []),
            ]
        ),
        *([_to_be_told(clinic)] if file.sealed else []),
        faint(_("The file is called {file}.").format(file=file.name)),
        primary(_("Share"), clinic.hand_over, ft.Icons.IOS_SHARE),
        quiet(_("Change something"), clinic.change),
    ]


def _patient(code: str) -> str:
    return _("Patient {code}.").format(code=code)


@ft.component
def _notes(made: Made) -> ft.Control:
    shown, show = ft.use_state(False)
    return ft.Column(
        [
            quiet(
                _("Hide the notes") if shown else _("Read the notes that your clinic will see"),
                lambda: show(not shown),
            ),
            *([bulleted(notes_words(made.file))] if shown else []),
        ],
        spacing=theme.SPACE_S,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _to_be_told(clinic: ForClinic) -> ft.Control:
    """The passphrase, for as long as the clinic has still to be told."""
    return card(
        [
            heading(_("The passphrase of this file")),
            ft.Text(clinic.passphrase or "", size=theme.BAR),
            faint(
                _(
                    "Tell it to your clinic in another way than you send the file. Willows "
                    "forgets it when you leave this screen, and nobody can find it out."
                )
            ),
        ]
    )


def _shared(clinic: ForClinic, shared: Shared) -> list[ft.Control]:
    return [
        announced(notice(shared_words(shared), ft.Icons.CHECK_CIRCLE_OUTLINE)),
        *([_to_be_told(clinic)] if shared.file.sealed else []),
        *(
            [
                primary(_("I have given it to my clinic"), clinic.given, ft.Icons.CHECK),
                quiet(_("Not yet"), clinic.forget),
            ]
            if shared.is_to_be_given
            else [quiet(_("Done"), clinic.forget)]
        ),
    ]
