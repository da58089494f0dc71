"""Whether reminders arrive on this device, and how to make them."""

from __future__ import annotations

from datetime import date

import flet as ft

from willows_app.device.notifier import NotifierState, Permission
from willows_app.language import _
from willows_app.ui.components.backup import announced
from willows_app.ui.components.parts import (
    body,
    card,
    faint,
    heading,
    notice,
    numbered,
    primary,
    quiet,
)
from willows_app.ui.dates import day_words
from willows_app.ui.model import Willows
from willows_app.ui.own_settings import Trial
from willows_app.ui.reminder_words import (
    health_words,
    mend_words,
    next_words,
    not_arrived_words,
    reach_words,
    trial_words,
)
from willows_app.ui.reminding import Reminding


@ft.component
def health_card(willows: Willows, reminding: Reminding) -> ft.Control:
    """In plain words, and only what is true here."""
    state = reminding.state
    return card(
        [
            heading(_("Do they arrive?")),
            *([announced(notice(reminding.trouble))] if reminding.trouble else []),
            *(_health(willows, reminding, state) if state else [body(_("One moment."))]),
        ]
    )


def _health(willows: Willows, reminding: Reminding, state: NotifierState) -> list[ft.Control]:
    controls: list[ft.Control] = list(map(body, health_words(state)))
    if state.permission is Permission.NOT_ASKED:
        controls.append(primary(_("Allow reminders"), reminding.ask))
    if state.permission is Permission.DENIED:
        controls.append(numbered(mend_words(state)))
    if state.opens_settings and state.permission is not Permission.GRANTED:
        controls.append(quiet(_("Open the phone's settings"), reminding.open_settings))
    if reminding.can_arrive:
        nudges = reminding.coming().nudges
        controls.append(body(next_words(nudges, willows.own.reminders, willows.own_plan())))
        controls += map(body, reach_words(nudges, state))
        controls += _trial(reminding, state, willows.own.trial, willows.today)
    return controls


def _trial(
    reminding: Reminding, state: NotifierState, last: Trial | None, today: date
) -> list[ft.Control]:
    """One that is sent to see, and what the patient said of it."""
    send = quiet(_("Send me a test in one minute"), reminding.send_one_to_try)
    if last is None:
        return [send]
    if last.arrived is None:
        return [
            announced(body(trial_words(last.at, today))),
            quiet(_("Yes, it arrived"), lambda: reminding.say_whether_it_arrived(last, True)),
            quiet(_("No"), lambda: reminding.say_whether_it_arrived(last, False)),
        ]
    if last.arrived:
        return [faint(_("A test arrived on {day}.").format(day=day_words(last.at.date()))), send]
    return [
        body(
            _("The test of {day} did not arrive. What you can do:").format(
                day=day_words(last.at.date())
            )
        ),
        numbered(not_arrived_words(state)),
        send,
    ]
