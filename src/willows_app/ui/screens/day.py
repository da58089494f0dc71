"""A day of the log: its sessions, which can be put right, or what was due."""

from __future__ import annotations

from datetime import date
from typing import cast

import flet as ft

from willows_app.language import _, capitalized
from willows_app.ui import theme
from willows_app.ui.components.add_by_hand import add_by_hand
from willows_app.ui.components.correcting import correctable_session, undo_notice
from willows_app.ui.components.page import back_to, page
from willows_app.ui.components.parts import body, title
from willows_app.ui.components.saved import saved, unsaved_notice
from willows_app.ui.context import use_willows
from willows_app.ui.corrections import Correction
from willows_app.ui.dates import day_words
from willows_app.ui.history_words import nothing_logged_words, status_words
from willows_app.ui.model import Willows


@ft.component
def day() -> ft.View:
    """What was done on the day of the address."""
    willows = use_willows()
    return page(
        _("Day"),
        _contents(willows, ft.use_route_params().get("day", "")),
        leading=back_to("/history", _("History")),
    )


def _contents(willows: Willows, address: str) -> list[ft.Control]:
    try:
        day = date.fromisoformat(address)
    except ValueError:
        return [
            title(_("Which day?")),
            body(_("There is no such date. Open a day in the calendar of your history.")),
        ]
    if day > willows.today:
        return [
            title(day_words(day)),
            body(_("This day is still to come. You can see it here when it is there.")),
        ]
    return [title(day_words(day)), _log_of(willows, day)]


@ft.component
def _log_of(willows: Willows, day: date) -> ft.Control:
    """The sessions of the day, each of which can be put right, and one more by hand."""
    last, set_last = ft.use_state(cast("Correction | None", None))
    is_put_right, set_put_right = ft.use_state(False)
    own, sessions = willows.own_plan(), willows.log.sessions_on(day)
    (measured,) = own.days(day, day)
    names = {routine.id: routine.title for routine in willows.routines}
    words = (
        f"{capitalized(status_words(measured))}."
        if sessions
        else nothing_logged_words(measured, own.plan.on(day))
    )

    def put_right(correction: Correction | None) -> None:
        set_last(correction)
        set_put_right(True)

    return _column(
        [
            _column(  # one control, whatever it tells: the sessions below stay opened as they are
                [
                    body(words),
                    *undo_notice(last, lambda: put_right(None)),
                    saved(willows.saving) if is_put_right else unsaved_notice(willows.saving),
                ]
            ),
            *(
                correctable_session(willows, each, names.get(each.routine, each.routine), put_right)
                for each in sessions
            ),
            add_by_hand(willows, day),
        ]
    )


def _column(controls: list[ft.Control]) -> ft.Control:
    return ft.Column(
        controls,
        spacing=theme.SPACE_M,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
