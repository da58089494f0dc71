"""The way to the home screen in this browser, each step with a picture of what to tap."""

from __future__ import annotations

from dataclasses import replace

import flet as ft

from willows_app.ui import theme
from willows_app.ui.components.parts import body, card, notice
from willows_app.ui.first_run_words import Shown, Way, WayStep
from willows_app.ui.model import Willows

SIGNS = {
    "share": ft.Icons.IOS_SHARE,
    "add": ft.Icons.ADD_BOX_OUTLINED,
    "dots": ft.Icons.MORE_VERT,
    "lines": ft.Icons.MENU,
    "install": ft.Icons.INSTALL_MOBILE,
    "install here": ft.Icons.INSTALL_DESKTOP,
    "bookmark": ft.Icons.STAR_BORDER,
}
"""What browsers have on their buttons, by the names in `data/first_run.yaml`."""

APP_ICON = "icons/icon-192.png"
PICTURE_WIDTH = 280
SIGN = 24
BUTTONS = 5
"""In a bar below a page."""


def in_browser_tab(here: ft.Page) -> bool:
    """Whether the app is in a browser, and not opened from a home screen."""
    return here.web and not here.pwa


def way_here(willows: Willows) -> Way:
    """What is to be done in this browser."""
    return willows.first_run_words.way(willows.reminding.state if willows.reminding else None)


def way_card(way: Way) -> ft.Control:
    """Its steps in their order."""
    note = [notice(way.text)] if way.text else []
    steps = [_step(number, each) for number, each in enumerate(way.steps, start=1)]
    return card([*note, *steps])


def _step(number: int, step: WayStep) -> ft.Control:
    return ft.Row(
        [
            ft.Text(f"{number}.", size=theme.BODY, no_wrap=True),
            ft.Column(
                [body(step.text), _picture(step.shows)],
                spacing=theme.SPACE_S,
                expand=True,
            ),
        ],
        vertical_alignment=ft.CrossAxisAlignment.START,
        spacing=theme.SPACE_S,
    )


def _picture(shown: Shown) -> ft.Control:
    """For the eye alone: the words of the step say it all."""
    return ft.Semantics(content=_drawn(shown), exclude_semantics=True)


def _drawn(shown: Shown) -> ft.Control:
    if shown.app:
        return ft.Image(APP_ICON, width=2 * SIGN, height=2 * SIGN)
    if shown.entry:
        return _menu(SIGNS[shown.icon], shown.entry)
    return _bar(SIGNS[shown.icon], shown)


def _bar(sign: ft.IconData, shown: Shown) -> ft.Control:
    button = ft.Container(
        ft.Icon(sign, size=SIGN, color=ft.Colors.ON_PRIMARY),
        bgcolor=ft.Colors.PRIMARY,
        border_radius=theme.RADIUS,
        padding=theme.SPACE_S,
    )
    if shown.bar == "above":
        address = ft.Container(_faint_line(), expand=True)
        return _frame(ft.Row([address, button], spacing=theme.SPACE_M), above=True)
    place = BUTTONS // 2 if shown.at == "middle" else BUTTONS - 1
    others = [_dot() for _other in range(BUTTONS - 1)]
    buttons = [*others[:place], button, *others[place:]]
    row = ft.Row(buttons, alignment=ft.MainAxisAlignment.SPACE_BETWEEN)
    return _frame(row, above=False)


def _frame(content: ft.Control, above: bool) -> ft.Control:
    """The upper or lower end of a screen."""
    edge = ft.BorderSide(2, ft.Colors.OUTLINE)
    border = ft.Border(left=edge, right=edge)
    return ft.Container(
        content,
        width=PICTURE_WIDTH,
        padding=theme.SPACE_S,
        border=replace(border, top=edge) if above else replace(border, bottom=edge),
    )


def _menu(sign: ft.IconData, entry: str) -> ft.Control:
    chosen = ft.Container(
        ft.Row(
            [
                ft.Icon(sign, size=SIGN, color=ft.Colors.ON_PRIMARY),
                ft.Text(entry, size=theme.SMALL, color=ft.Colors.ON_PRIMARY, expand=True),
            ],
            spacing=theme.SPACE_S,
        ),
        bgcolor=ft.Colors.PRIMARY,
        border_radius=theme.RADIUS,
        padding=theme.SPACE_S,
    )
    return ft.Container(
        ft.Column([_entry(), chosen, _entry()], spacing=theme.SPACE_S),
        width=PICTURE_WIDTH,
        padding=theme.SPACE_S,
        border=ft.Border.all(2, ft.Colors.OUTLINE),
        border_radius=theme.RADIUS,
    )


def _entry() -> ft.Control:
    return ft.Row([_dot(), _faint_line()], spacing=theme.SPACE_S)


def _dot() -> ft.Control:
    return ft.Container(
        width=theme.SPACE_M,
        height=theme.SPACE_M,
        bgcolor=ft.Colors.OUTLINE_VARIANT,
        border_radius=theme.SPACE_S,
    )


def _faint_line() -> ft.Control:
    return ft.Container(
        width=PICTURE_WIDTH / 2,
        height=theme.SPACE_S,
        bgcolor=ft.Colors.OUTLINE_VARIANT,
        border_radius=theme.UNIT,
    )
