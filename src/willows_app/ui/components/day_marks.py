"""What became of a day, as a mark that needs no colour to be told apart, and as words."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from willows_app.adherence.measures import Day, DayStatus
from willows_app.adherence.words import DAY_STATUSES
from willows_app.language import _, in_use
from willows_app.ui import theme

MARKS = {
    DayStatus.DONE: ft.Icons.CHECK_CIRCLE,
    DayStatus.PARTLY: ft.Icons.TIMELAPSE,
    DayStatus.MISSED: ft.Icons.CLOSE,
    DayStatus.PAUSED: ft.Icons.PAUSE,
    DayStatus.NOT_DUE: ft.Icons.REMOVE,
    DayStatus.DUE: ft.Icons.RADIO_BUTTON_UNCHECKED,
}

STRONG = (DayStatus.DONE, DayStatus.PARTLY)


def day_mark(status: DayStatus) -> ft.Control:
    """The mark alone; whoever shows it says it in words as well."""
    color = ft.Colors.PRIMARY if status in STRONG else ft.Colors.ON_SURFACE_VARIANT
    return ft.Icon(MARKS[status], color=color, size=theme.SPACE_L)


def week_strip(days: Sequence[Day]) -> ft.Control:
    """The days of a week side by side."""
    return ft.Semantics(
        content=ft.Row([_day(day) for day in days], spacing=0),
        label=week_words(days),
        exclude_semantics=True,
    )


def week_words(days: Sequence[Day]) -> str:
    """ "This week: Monday done, Tuesday missed, Wednesday due." """
    weekdays = in_use().weekdays
    named = (f"{weekdays[day.day.weekday()]} {_(DAY_STATUSES[day.status])}" for day in days)
    return _("This week: {days}.").format(days=", ".join(named))


def weekday_initials(weekday: int) -> str:
    """ "Mo", of a day of the week, Monday is 0."""
    return in_use().weekdays_short[weekday][:2]


def _day(day: Day) -> ft.Control:
    return ft.Column(
        [
            ft.Text(
                weekday_initials(day.day.weekday()),
                size=theme.LABEL,  # seven fit on the narrowest phone with text twice as large
                no_wrap=True,
                overflow=ft.TextOverflow.VISIBLE,
                color=ft.Colors.ON_SURFACE_VARIANT,
            ),
            day_mark(day.status),
        ],
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        spacing=theme.UNIT,
        expand=True,
    )
