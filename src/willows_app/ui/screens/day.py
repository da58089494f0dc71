"""A day of the log: each of its sessions, or what was due."""

from __future__ import annotations

from datetime import date

import flet as ft

from willows_app.ui.components.page import back_to, page
from willows_app.ui.components.parts import body, title
from willows_app.ui.components.sessions import session_card
from willows_app.ui.context import use_willows
from willows_app.ui.dates import day_words
from willows_app.ui.history_words import nothing_logged_words, status_words
from willows_app.ui.model import Willows


@ft.component
def day() -> ft.View:
    """What was done on the day of the address."""
    willows = use_willows()
    return page(
        "Day",
        _contents(willows, ft.use_route_params().get("day", "")),
        leading=back_to("/history", "History"),
    )


def _contents(willows: Willows, address: str) -> list[ft.Control]:
    try:
        day = date.fromisoformat(address)
    except ValueError:
        return [
            title("Which day?"),
            body("There is no such date. Open a day in the calendar of your history."),
        ]
    if day > willows.today:
        return [
            title(day_words(day)),
            body("This day is still to come. You can see it here when it is there."),
        ]
    return [title(day_words(day)), *_log_of(willows, day)]


def _log_of(willows: Willows, day: date) -> list[ft.Control]:
    own, sessions = willows.own_plan(), willows.log.sessions_on(day)
    (measured,) = own.days(day, day)
    if not sessions:
        return [body(nothing_logged_words(measured, own.plan.on(day)))]
    names = {routine.id: routine.title for routine in willows.routines}
    return [
        body(f"{status_words(measured, len(own.routine.exercises)).capitalize()}."),
        *(session_card(names.get(each.routine, each.routine), each) for each in sessions),
    ]
