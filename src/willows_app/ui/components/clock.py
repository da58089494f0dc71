"""A time of day to choose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import flet as ft

from willows_app.language import _
from willows_app.ui import theme
from willows_app.ui.components.parts import faint
from willows_app.ui.reminder_words import IN_QUIET_HOURS


@ft.component
def clock_time(name: str, at: time, on_set: Callable[[time], None]) -> ft.Control:
    """The time; tapped, it asks for another one."""
    choosing, set_choosing = ft.use_state(False)

    def chosen(event: ft.Event[ft.TimePicker]) -> None:
        set_choosing(False)
        # Its control may have been drawn anew meanwhile, with the time of before.
        if event.data is not None:
            on_set(event.data.replace(second=0, microsecond=0))

    ft.use_dialog(
        ft.TimePicker(
            value=at,
            help_text=name,
            entry_mode=ft.TimePickerEntryMode.INPUT_ONLY,
            hour_format=ft.TimePickerHourFormat.H24,
            on_change=chosen,
            on_dismiss=lambda: set_choosing(False),
        )
        if choosing
        else None
    )
    return ft.OutlinedButton(
        ft.Text(
            f"{at:%H:%M}",
            semantics_label=_("{name}: {value}").format(name=name, value=f"{at:%H:%M}"),
        ),
        icon=ft.Icons.ACCESS_TIME,
        on_click=lambda: set_choosing(True),
        style=theme.quiet(),
    )


def unless_quiet(quiet: bool) -> list[ft.Control]:
    """That it does not come, where it is in the quiet hours."""
    return [faint(_(IN_QUIET_HOURS))] if quiet else []
