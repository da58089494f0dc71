"""A month as a calendar, in which what became of each day is seen without colours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import flet as ft

from willows_app.adherence.measures import Day, DayStatus
from willows_app.adherence.words import DAY_STATUSES
from willows_app.language import _, in_use
from willows_app.ui import theme
from willows_app.ui.components.day_marks import MARKS, weekday_initials
from willows_app.ui.components.parts import explained
from willows_app.ui.history import known_status
from willows_app.ui.history_words import day_name

A_WEEK = 7
FRAME, GAP = 2, 1
"""Around each day: the frame of today, and what sets it off from the ground of the day."""

MARK, SAMPLE = 20, 28

GROUNDS = {
    DayStatus.DONE: (ft.Colors.PRIMARY, ft.Colors.ON_PRIMARY),
    DayStatus.PARTLY: (ft.Colors.PRIMARY_CONTAINER, ft.Colors.ON_PRIMARY_CONTAINER),
    DayStatus.MISSED: (ft.Colors.SURFACE_CONTAINER_HIGHEST, ft.Colors.ON_SURFACE),
    DayStatus.PAUSED: (ft.Colors.TERTIARY_CONTAINER, ft.Colors.ON_TERTIARY_CONTAINER),
    DayStatus.NOT_DUE: (None, ft.Colors.ON_SURFACE_VARIANT),
    DayStatus.DUE: (None, ft.Colors.PRIMARY),
    None: (None, ft.Colors.ON_SURFACE_VARIANT),
}
"""The colour of a day and of what stands on it; `None` is one of which nothing is known."""


def month_calendar(
    days: Sequence[Day],
    begin: date,
    today: date,
    on_open: Callable[[date], None],
) -> ft.Control:
    """The days of one month, a row each week; a tap opens those that have come.

    `begin` is the first day of the plan or the log.
    """
    first = days[0].day.weekday() - in_use().first_weekday
    cells: list[ft.Control] = [_blank() for _ in range(first % A_WEEK)]
    cells += [_cell(day, begin, today, on_open) for day in days]
    cells += [_blank() for _ in range(-len(cells) % A_WEEK)]
    weeks = [cells[first : first + A_WEEK] for first in range(0, len(cells), A_WEEK)]
    return ft.Column([_weekdays(), *(ft.Row(week, spacing=0) for week in weeks)], spacing=0)


def marks_explained() -> ft.Control:
    """Each mark with its word."""
    return ft.Row(
        [
            explained(_ground(status, _mark(status), width=SAMPLE), _(DAY_STATUSES[status]))
            for status in DayStatus
        ],
        wrap=True,
        spacing=theme.SPACE_M,
        run_spacing=theme.UNIT,
    )


def _weekdays() -> ft.Control:
    names: list[ft.Control] = [
        ft.Text(
            weekday_initials((in_use().first_weekday + column) % A_WEEK),
            size=theme.LABEL,
            color=ft.Colors.ON_SURFACE_VARIANT,
            text_align=ft.TextAlign.CENTER,
            no_wrap=True,
            expand=True,
        )
        for column in range(A_WEEK)
    ]
    # Each day says its own name in full.
    return ft.Semantics(content=ft.Row(names, spacing=0), exclude_semantics=True)


def _blank() -> ft.Control:
    return ft.Container(expand=True)


def _cell(day: Day, begin: date, today: date, on_open: Callable[[date], None]) -> ft.Control:
    status, is_today = known_status(day, begin, today), day.day == today
    opens = partial(on_open, day.day) if day.day <= today else None
    number = ft.Text(
        str(day.day.day),
        size=theme.LABEL,
        weight=ft.FontWeight.W_700 if is_today else ft.FontWeight.W_500,
        color=GROUNDS[status][1],
        no_wrap=True,
        semantics_label=day_name(day, begin, today),
    )
    face = ft.Column(
        [number, _mark(status)],
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        spacing=0,
    )
    around = ft.Container(
        _ground(status, face),
        border=ft.Border.all(FRAME, ft.Colors.ON_SURFACE) if is_today else None,
        border_radius=theme.SPACE_S + GAP,
        padding=GAP if is_today else FRAME + GAP,
        ink=opens is not None,
        on_click=opens,
    )
    return ft.MergeSemantics(ft.Semantics(content=around, button=opens is not None), expand=True)


def _mark(status: DayStatus | None) -> ft.Control:
    if status is None:
        return ft.Container(height=MARK)
    return ft.Icon(MARKS[status], size=MARK, color=GROUNDS[status][1])


def _ground(
    status: DayStatus | None, content: ft.Control, width: float | None = None
) -> ft.Control:
    return ft.Container(
        content,
        width=width,
        bgcolor=GROUNDS[status][0],
        border_radius=theme.SPACE_S - FRAME,
        padding=ft.Padding.symmetric(vertical=GAP),
    )
