"""Reminders: when they come, whether they arrive on this device, and the calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from functools import partial
from typing import Any

import flet as ft

from willows_app.reminders.settings import (
    FOLLOW_UP_AT,
    MOST_TIMES,
    QUIET_HOURS,
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
from willows_app.ui.reminder_words import WEEKDAYS, weekdays_words
from willows_app.ui.reminding import Reminding

USUAL_TIMES = (time(9), time(18), time(13), time(21), time(11))
"""The first of them that is not chosen is what one more time begins with."""

Put = Callable[..., None]
"""Keeps other values for fields of the settings."""


@ft.component
def reminders() -> ft.View:
    """The settings, kept at once; then what is true of them here."""
    willows = use_willows()
    if willows.reminding is None:
        return nothing_here()
    settings = willows.own.reminders

    def put(**changed: Any) -> None:
        willows.own.remind(replace(settings, **changed))

    others = [_once_more(settings, put), _weekly(settings, put), _quiet_hours(settings, put)]
    return page(
        "Reminders",
        [
            unsaved_notice(willows.saving),
            _on(willows.reminding, settings),
            *([_times(settings, put)] if settings.on else []),
            *([health_card(willows, willows.reminding)] if settings.on else []),
            calendar_card(willows, willows.reminding),
            *(others if settings.on else []),
        ],
        leading=back_to("/", "Today"),
    )


def _on(reminding: Reminding, settings: ReminderSettings) -> ft.Control:
    def switched(on: bool) -> None:
        ft.context.page.run_task(reminding.switch, on)

    return card(
        [
            switch("Remind me", settings.on, switched),
            faint(
                "On days that are due, until they are done; not in a pause. What shows on the "
                "locked screen says nothing about your health."
            ),
        ]
    )


def _times(settings: ReminderSettings, put: Put) -> ft.Control:
    def instead(old: time | None, new: time | None) -> None:
        times = {*settings.times, new} - {old, None}
        put(times=tuple(sorted(at for at in times if at)))

    free = next(at for at in USUAL_TIMES if at not in settings.times)
    return card(
        [
            heading("When"),
            *(part for at in settings.times for part in _time(settings, at, instead)),
            *(
                [quiet("Add a time", partial(instead, None, free), ft.Icons.ADD)]
                if len(settings.times) < MOST_TIMES
                else []
            ),
            _weekdays(settings.weekdays, lambda day: _tick(settings, day, put)),
            faint(weekdays_words(settings.weekdays)),
        ]
    )


def _time(
    settings: ReminderSettings, at: time, instead: Callable[[time | None, time | None], None]
) -> list[ft.Control]:
    remove = icon_button(
        ft.Icons.DELETE_OUTLINE,
        f"Remove {at:%H:%M}",
        partial(instead, at, None),
        disabled=len(settings.times) == 1,
    )
    chosen = ft.Container(clock_time("Reminder", at, partial(instead, at)), expand=True)
    return [ft.Row([chosen, remove], key=f"{at}"), *unless_quiet(settings.is_quiet(at))]


def _tick(settings: ReminderSettings, day: int, put: Put) -> None:
    weekdays = settings.weekdays ^ {day}
    if weekdays:
        put(weekdays=weekdays)


def _weekdays(chosen: frozenset[int], on_tap: Callable[[int], None]) -> ft.Control:
    return ft.Row(
        [
            choice_chip(name[:3], number in chosen, partial(on_tap, number))
            for number, name in enumerate(WEEKDAYS)
        ],
        wrap=True,
        spacing=theme.SPACE_S,
        run_spacing=theme.SPACE_S,
    )


def _once_more(settings: ReminderSettings, put: Put) -> ft.Control:
    at = settings.follow_up

    def switched(on: bool) -> None:
        put(follow_up=FOLLOW_UP_AT if on else None)

    return card(
        [
            switch("Once more in the evening", at is not None, switched),
            faint("If nothing was recorded, and later than your other times."),
            *([clock_time("Once more", at, lambda at: put(follow_up=at))] if at else []),
            *unless_quiet(at is not None and settings.is_quiet(at)),
        ]
    )


def _weekly(settings: ReminderSettings, put: Put) -> ft.Control:
    return card(
        [
            heading("As needed: one question a week"),
            faint(
                'In the as-needed phase Willows asks once a week: "How is your back?" The '
                "reminder says only that there is a question."
            ),
            _weekdays(
                frozenset({settings.check_in_weekday}),
                lambda day: put(check_in_weekday=day),
            ),
            clock_time("Question", settings.check_in_at, lambda at: put(check_in_at=at)),
            *unless_quiet(settings.is_quiet(settings.check_in_at)),
        ]
    )


def _quiet_hours(settings: ReminderSettings, put: Put) -> ft.Control:
    hours = settings.quiet
    return card(
        [
            switch(
                "Quiet hours", hours is not None, lambda on: put(quiet=QUIET_HOURS if on else None)
            ),
            faint("Nothing comes in them. What would is left out, not moved."),
            *(
                [
                    faint("From"),
                    clock_time("From", hours.begin, lambda at: put(quiet=replace(hours, begin=at))),
                    faint("to"),
                    clock_time("To", hours.end, lambda at: put(quiet=replace(hours, end=at))),
                ]
                if hours
                else []
            ),
        ]
    )
