"""The few parts that every screen is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import flet as ft

from willows_app.language import _
from willows_app.ui import theme

Action = Callable[[], None] | Callable[[], Coroutine[Any, Any, None]]

COUNTED = re.compile(r"(?<!\S)(\d{1,4}) (?=[^\W\d_]{1,8}\b)")
TIMES = re.compile(r"(?<=\d-)(?=[^\W\d_])")


def unbroken(text: str) -> str:
    """The same words, with every number on one line with what it counts, unless that is long."""
    return TIMES.sub("\N{WORD JOINER}", COUNTED.sub("\\1\N{NO-BREAK SPACE}", text))


def label(text: str, about: str = "") -> ft.Control:
    """The words of a button, in its middle also where they take two lines.

    `about` is what it is about where another one says the same, for who cannot see where it stands.
    """
    said = _("{name}: {value}").format(name=about, value=text) if about else None
    return ft.Text(text, text_align=ft.TextAlign.CENTER, semantics_label=said)


def sign(icon: ft.IconData, color: ft.Colors = ft.Colors.PRIMARY) -> ft.Control:
    """A picture at the beginning of a text, as large as its lines."""
    return ft.Icon(icon, color=color, apply_text_scaling=True)


def primary(text: str, on_click: Action, icon: ft.IconData | None = None) -> ft.Control:
    """The one thing to do on a screen."""
    return ft.FilledButton(label(text), icon=icon, on_click=on_click, style=theme.filled())


def quiet(
    text: str, on_click: Action, icon: ft.IconData | None = None, about: str = ""
) -> ft.Control:
    """Another thing to do."""
    return ft.OutlinedButton(label(text, about), icon=icon, on_click=on_click, style=theme.quiet())


def icon_button(
    icon: ft.IconData,
    name: str,
    on_click: Action,
    *,
    disabled: bool = False,
    shape: type[ft.IconButton] = ft.IconButton,
) -> ft.Control:
    """A picture to tap, with a name for who cannot see it."""
    return ft.MergeSemantics(
        shape(
            icon,
            tooltip=name,
            on_click=on_click,
            disabled=disabled,
            width=theme.SMALL_TARGET,
            height=theme.SMALL_TARGET,
        )
    )


def title(text: str) -> ft.Control:
    """What the whole screen is about, however long it is."""
    return ft.Semantics(
        content=ft.Text(text, style=theme.headline(theme.TITLE, ft.FontWeight.W_700)),
        heading_level=1,
    )


def heading(text: str) -> ft.Control:
    """The heading of a part of a screen."""
    return ft.Semantics(
        content=ft.Text(unbroken(text), style=theme.headline(theme.HEADING, ft.FontWeight.W_600)),
        heading_level=2,
    )


def body(text: str) -> ft.Control:
    """Running text."""
    return ft.Text(unbroken(text), size=theme.BODY)


def faint(text: str) -> ft.Control:
    """A remark beside the main thing."""
    return ft.Text(unbroken(text), size=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT)


def card(controls: Sequence[ft.Control]) -> ft.Control:
    """Things that belong together."""
    return ft.Container(
        ft.Column(
            list(controls),
            spacing=theme.SPACE_S,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOWEST,
        border=ft.Border.all(1, ft.Colors.OUTLINE_VARIANT),
        border_radius=theme.RADIUS,
        padding=theme.SPACE_M,
    )


def notice(text: str, icon: ft.IconData = ft.Icons.INFO_OUTLINE) -> ft.Control:
    """Something the patient should know now."""
    return ft.Container(
        ft.Row(
            [
                sign(icon, ft.Colors.ON_TERTIARY_CONTAINER),
                ft.Text(text, size=theme.BODY, color=ft.Colors.ON_TERTIARY_CONTAINER, expand=True),
            ],
            vertical_alignment=ft.CrossAxisAlignment.START,
            spacing=theme.SPACE_S,
        ),
        bgcolor=ft.Colors.TERTIARY_CONTAINER,
        border_radius=theme.RADIUS,
        padding=theme.SPACE_M,
    )


def mark(text: str) -> ft.Control:
    """A remark that should not be overlooked."""
    return ft.Row(
        [
            ft.Icon(
                ft.Icons.INFO_OUTLINE,
                size=theme.HEADING,
                color=ft.Colors.TERTIARY,
                apply_text_scaling=True,
            ),
            ft.Text(unbroken(text), size=theme.SMALL, color=ft.Colors.TERTIARY, expand=True),
        ],
        spacing=theme.UNIT,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


def choice_chip(text: str, chosen: bool, on_click: Action, about: str = "") -> ft.Control:
    """One of several answers; the chosen one is told apart by a tick as well as by colour."""
    return ft.MergeSemantics(
        ft.Semantics(
            content=ft.OutlinedButton(
                label(text, about),
                icon=ft.Icons.CHECK if chosen else None,
                on_click=on_click,
                style=theme.chosen() if chosen else theme.quiet(),
            ),
            selected=chosen,
        )
    )


def in_a_row(controls: Sequence[ft.Control]) -> ft.Control:
    """Things side by side, as far as there is room."""
    return ft.Row(
        list(controls),
        wrap=True,
        spacing=theme.SPACE_S,
        run_spacing=theme.SPACE_S,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )


def switch(label: str, on: bool, on_switch: Callable[[bool], None]) -> ft.Control:
    """Something that is on or off."""
    return _titled(
        ft.Switch(value=on, on_change=lambda event: on_switch(bool(event.control.value))), label
    )


def tick_box(label: str, ticked: bool, on_tick: Callable[[], None]) -> ft.Control:
    """Something that is chosen or not, of several."""
    return _titled(ft.Checkbox(value=ticked, on_change=lambda _event: on_tick()), label)


def _titled(switch: ft.Control, label: str) -> ft.Control:
    """A tap on the words counts as well; they may be as long as they are, which its own may not."""
    return ft.MergeSemantics(
        ft.ListTile(
            leading=switch,
            title=ft.Text(label, size=theme.BODY),
            toggle_inputs=True,
            content_padding=ft.Padding.all(0),
            horizontal_spacing=theme.SPACE_S,
            min_vertical_padding=0,
            min_height=theme.SMALL_TARGET,
        )
    )


def explained(sample: ft.Control, words: str) -> ft.Control:
    """What a sign or a line of a drawing stands for; the words take two lines rather than leave."""
    return ft.Row(
        [sample, ft.Text(words, size=theme.SMALL, expand=True, expand_loose=True)],
        spacing=theme.UNIT,
        tight=True,
    )


def numbered(texts: Sequence[str]) -> ft.Control:
    """Steps in their order."""
    last = f"{len(texts)}."
    return _list(
        [
            (ft.Stack([_marker(last, opacity=0), _marker(f"{number}.")]), text)
            for number, text in enumerate(texts, start=1)
        ]
    )


def bulleted(texts: Sequence[str]) -> ft.Control:
    """Things in no order."""
    return _list([(_marker("•"), text) for text in texts])


def _marker(text: str, opacity: float = 1.0) -> ft.Control:
    return ft.Text(text, size=theme.BODY, no_wrap=True, opacity=opacity)


def _list(items: Sequence[tuple[ft.Control, str]]) -> ft.Control:
    return ft.Column(
        [
            ft.Row(
                [
                    marker,
                    ft.Text(unbroken(text), size=theme.BODY, expand=True),
                ],
                vertical_alignment=ft.CrossAxisAlignment.START,
                spacing=theme.SPACE_S,
            )
            for marker, text in items
        ],
        spacing=theme.SPACE_S,
    )
