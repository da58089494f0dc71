"""A value with less and more of it."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from willows_app.language import _
from willows_app.ui import theme
from willows_app.ui.components.parts import icon_button


def stepper(
    name: str,
    value: str,
    less: Callable[[], None] | None,
    more: Callable[[], None] | None,
    words: tuple[str, str] | None = None,
) -> ft.Control:
    """The value between two buttons; without a way to go, a button rests.

    Both buttons are called after `name` and `words`: "less" and "more" where there are none.
    """
    fewer, further = words or (_("less"), _("more"))
    return ft.Row(
        [
            _button(ft.Icons.REMOVE, _called(name, fewer), less),
            ft.Semantics(
                content=ft.Text(
                    value,
                    size=theme.BAR,
                    weight=ft.FontWeight.W_600,
                    text_align=ft.TextAlign.CENTER,
                ),
                live_region=True,
                expand=True,
            ),
            _button(ft.Icons.ADD, _called(name, further), more),
        ],
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
    )


def _called(name: str, change: str) -> str:
    """ "Hold: less"."""
    return _("{what}: {change}").format(what=name, change=change)


def _button(icon: ft.IconData, name: str, on_click: Callable[[], None] | None) -> ft.Control:
    return icon_button(
        icon,
        name,
        on_click or _nothing,
        shape=ft.FilledTonalIconButton,
        disabled=on_click is None,
    )


def _nothing() -> None:
    """A button that rests does nothing."""
