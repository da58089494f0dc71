"""Buttons of one word side by side; a sign stands for the word where that would be broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import flet as ft

from willows_app.ui import theme
from willows_app.ui.components.parts import label


@dataclass(frozen=True)
class Short:
    """A button: its word, and its sign."""

    word: str
    icon: ft.IconData
    on_click: Callable[[], None]


@ft.component
def side_by_side(buttons: Sequence[Short]) -> ft.Control:
    """Equally wide, in words if all of them have room in the language and size of text in use."""
    longest, set_longest = ft.use_state(0.0)
    room, set_room = ft.use_state(0.0)
    gaps = (len(buttons) - 1) * theme.SPACE_S
    fits = longest + 2 * theme.SPACE_S <= (room - gaps) / len(buttons)
    unknown = not (longest and room)
    return ft.Stack(
        [
            ft.Container(
                ft.Container(
                    _measured(max((each.word for each in buttons), key=len)),
                    on_size_change=lambda event: set_longest(event.width),
                ),
                left=0,
                top=0,
                opacity=0,
            ),
            ft.Row([_button(each, fits or unknown) for each in buttons], spacing=theme.SPACE_S),
        ],
        on_size_change=lambda event: set_room(event.width),
    )


def _measured(word: str) -> ft.Control:
    return ft.Text(word, size=theme.BODY, weight=ft.FontWeight.W_500, no_wrap=True)


def _button(button: Short, in_words: bool) -> ft.Control:
    sign = ft.Icon(
        button.icon, size=theme.BAR, apply_text_scaling=True, semantics_label=button.word
    )
    return ft.OutlinedButton(
        label(button.word) if in_words else sign,
        on_click=button.on_click,
        style=theme.quiet(),
        expand=True,
    )
