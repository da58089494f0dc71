"""Reminders: when they come, whether they arrive on this device, and the calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from functools import partial

import flet as ft

from willows_app.language import _, in_use, pgettext
from willows_app.reminders.settings import (
    EVERY_DAY,
    FOLLOW_UP_AT,
    MOST_TIMES,
    QUIET_HOURS,
    QuietHours,
    ReminderSettings,
)
from willows_app.ui import theme
from willows_app.ui.components.clock import clock_time, unless_quiet
from willows_app.ui.components.page import back_to, nothing_here, page
from willows_app.ui.components.parts import (
    card,
    choice_chip,
    faint,
    heading,
    icon_button,
    quiet,
    switch,
)
from willows_app.ui.components.reminder_calendar import calendar_card
from willows_app.ui.components.reminder_health import health_card
from willows_app.ui.components.saved import unsaved_notice
from willows_app.ui.context import use_willows
from willows_app.ui.reminder_words import in_week, weekdays_words
from willows_app.ui.reminding import Reminding

USUAL_TIMES = (time(9), time(18), time(13), time(21), time(11))
"""The first of them that is not chosen is what one more time begins with."""

Remind = Callable[[ReminderSettings], None]
"""Reminds like this from now on."""


@ft.component
def reminders() -> ft.View:
    """The settings, kept at once; then what is true of them here."""
    willows = use_willows()
    if willows.reminding is None:
        return nothing_here()
    settings, remind = willows.own.reminders, willows.own.remind
    times = _times(settings, remind)
    others = [_once_more(settings, remind), _weekly(settings, remind), _quiet(settings, remind)]
    return page(
        _("Reminders"),
        [
            unsaved_notice(willows.saving),
            _on(willows.reminding, settings),
            *([times, health_card(willows, willows.reminding)] if settings.on else []),
            calendar_card(willows, willows.reminding),
            *(others if settings.on else []),
        ],
        leading=back_to("/", _("Today")),
    )


def _on(reminding: Reminding, settings: ReminderSettings) -> ft.Control:
    def switched(on: bool) -> None:
        ft.context.page.run_task(reminding.switch, on)

    return card(
        [
            switch(_("Remind me"), settings.on, switched),
            faint(
                _(
                    "On days that are due, until they are done; not in a pause. What shows on the "
                    "locked screen says nothing about your health."
                )
            ),
        ]
    )


def _times(settings: ReminderSettings, remind: Remind) -> ft.Control:
    free = next(at for at in USUAL_TIMES if at not in settings.times)
    return card(
        [
            heading(_("When")),
            *(part for at in settings.times for part in _time(settings, at, remind)),
            *(
                [quiet(_("Add a time"), lambda: remind(settings.with_time(free)), ft.Icons.ADD)]
                if len(settings.times) < MOST_TIMES
                else []
            ),
            _weekdays(
                _("Reminder"),
                settings.weekdays,
                lambda day: remind(settings.with_or_without(day)),
            ),
            faint(weekdays_words(settings.weekdays)),
        ]
    )


def _time(settings: ReminderSettings, at: time, remind: Remind) -> list[ft.Control]:
    def put(instead: time | None) -> None:
        remind(settings.with_time(instead, instead_of=at))

    remove = icon_button(
        ft.Icons.DELETE_OUTLINE,
        _("Remove {time}").format(time=f"{at:%H:%M}"),
        partial(put, None),
        disabled=len(settings.times) == 1,
    )
    chosen = ft.Container(clock_time(_("Reminder"), at, put), expand=True)
    return [ft.Row([chosen, remove], key=f"{at}"), *unless_quiet(settings.is_quiet(at))]


def _weekdays(about: str, chosen: frozenset[int], on_tap: Callable[[int], None]) -> ft.Control:
    return ft.Row(
        [
            choice_chip(in_use().weekdays_short[day], day in chosen, partial(on_tap, day), about)
            for day in in_week(EVERY_DAY)
        ],
        wrap=True,
        spacing=theme.SPACE_S,
        run_spacing=theme.SPACE_S,
    )


def _once_more(settings: ReminderSettings, remind: Remind) -> ft.Control:
    def put(at: time | None) -> None:
        remind(replace(settings, follow_up=at))

    at = settings.follow_up
    return card(
        [
            switch(
                _("Once more in the evening"),
                at is not None,
                lambda on: put(FOLLOW_UP_AT if on else None),
            ),
            faint(_("If nothing was recorded, and later than your other times.")),
            *([clock_time(_("Once more"), at, put)] if at else []),
            *unless_quiet(at is not None and settings.is_quiet(at)),
        ]
    )


def _weekly(settings: ReminderSettings, remind: Remind) -> ft.Control:
    at = settings.check_in_at
    return card(
        [
            heading(_("As needed: one question a week")),
            faint(
                _(
                    'In the as-needed phase Willows asks once a week: "How is your back?" The '
                    "reminder says only that there is a question."
                )
            ),
            _weekdays(
                _("Question"),
                frozenset({settings.check_in_weekday}),
                lambda day: remind(replace(settings, check_in_weekday=day)),
            ),
            clock_time(_("Question"), at, lambda at: remind(replace(settings, check_in_at=at))),
            *unless_quiet(settings.is_quiet(at)),
        ]
    )


def _quiet(settings: ReminderSettings, remind: Remind) -> ft.Control:
    def put(hours: QuietHours | None) -> None:
        remind(replace(settings, quiet=hours))

    hours = settings.quiet
    return card(
        [
            switch(
                _("Quiet hours"), hours is not None, lambda on: put(QUIET_HOURS if on else None)
            ),
            faint(_("Nothing comes in them. What would is left out, not moved.")),
            *(_from_to(hours, put) if hours else []),
        ]
    )


def _from_to(hours: QuietHours, put: Callable[[QuietHours], None]) -> list[ft.Control]:
    return [
        faint(pgettext("quiet hours", "From")),
        clock_time(
            pgettext("quiet hours", "From"), hours.begin, lambda at: put(replace(hours, begin=at))
        ),
        faint(pgettext("quiet hours", "to")),
        clock_time(
            pgettext("quiet hours", "To"), hours.end, lambda at: put(replace(hours, end=at))
        ),
    ]
