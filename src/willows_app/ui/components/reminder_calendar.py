"""The reminders for the phone's own calendar, as a file."""

from __future__ import annotations

import flet as ft

from willows_app.language import N_, _
from willows_app.reminders.calendar import InCalendar
from willows_app.ui.components.backup import announced
from willows_app.ui.components.parts import body, card, faint, heading, notice, quiet
from willows_app.ui.dates import day_words
from willows_app.ui.model import Willows
from willows_app.ui.reminding import Reminding

WHAT_IT_DOES = N_(
    "The calendar of your phone can remind you while Willows is closed, at the same times. Open "
    "the file and add what it offers."
)
WHAT_IT_CANNOT = N_(
    "A calendar does not know what you have done: it reminds you of a day that is done, too. "
    "There is no evening reminder in it. Days of a pause are left out."
)
OLD = N_(
    "Your calendar still has what was right before: add the file again. What is left of the old "
    "times then, delete in your calendar."
)
OLD_AND_NOTHING_NEW = N_(
    "Your calendar still has reminders that are not right any more. Add the file again to take "
    "them back, or delete them in your calendar."
)
NOTHING_NOW = N_("There is nothing to add now: no reminder is to come.")


@ft.component
def calendar_card(willows: Willows, reminding: Reminding) -> ft.Control:
    """What it does, the way there, and whether what is there is old."""
    events = reminding.for_calendar()
    old = reminding.calendar_is_old(events)
    if not willows.own.reminders.on and not old:
        return ft.Container(visible=False)
    refusal = _("The calendar file was not handed over: {why}").format(why=reminding.not_given)
    return card(
        [
            heading(_("In your calendar")),
            *([announced(notice(refusal, ft.Icons.WARNING_AMBER))] if reminding.not_given else []),
            _how_it_stands(willows.own.in_calendar, old, bool(events)),
            *(
                [*_ways(reminding), faint(_(WHAT_IT_CANNOT))]
                if events or old
                else [faint(_(NOTHING_NOW))]
            ),
        ]
    )


def _how_it_stands(given: InCalendar | None, old: bool, has_something: bool) -> ft.Control:
    if given is None:
        return body(_(WHAT_IT_DOES))
    if old:
        return notice(_(OLD if has_something else OLD_AND_NOTHING_NEW))
    return body(_("You were given the file on {day}.").format(day=day_words(given.given_at.date())))


def _ways(reminding: Reminding) -> list[ft.Control]:
    save = quiet(_("Save it as a file"), reminding.save_calendar, ft.Icons.SAVE_ALT)
    if not reminding.opens_calendar:
        return [save]
    icon = ft.Icons.EVENT_NOTE_OUTLINED
    return [quiet(_("Add to your phone's calendar"), reminding.open_calendar, icon), save]
