"""What became of a day, as a mark that needs no colour to be told apart, and as words."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from willows_app.adherence.measures import Day, DayStatus
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
    return f"This week: {', '.join(f'{day.day:%A} {day.status.value}' for day in days)}."


def _day(day: Day) -> ft.Control:
    return ft.Column(
        [
            ft.Text(f"{day.day:%a}"[:2], size=15, color=ft.Colors.ON_SURFACE_VARIANT),
            day_mark(day.status),
        ],
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        spacing=theme.UNIT,
        expand=True,
    )
