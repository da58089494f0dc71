"""Every colour, size and text style of the app."""

from __future__ import annotations

import math

import flet as ft

SEED = "#2F6B4F"
"""The clinic's green; Material 3 derives the other colours from it."""

UNIT = 4
"""Spacing is a multiple of this grid, in logical pixels."""

SPACE_S, SPACE_M, SPACE_L = 2 * UNIT, 4 * UNIT, 6 * UNIT
RADIUS = 4 * UNIT
TITLE, BAR, HEADING, BODY, SMALL, LABEL = 28, 20, 18, 16, 15, 14
"""The type scale: every size of text, before the system makes it larger."""

TARGET = 56
"""Height of a button: above the 48 px that a fingertip needs."""

SMALL_TARGET = 48
"""The least that a fingertip hits, for things that stand many in a row."""

BESIDE_WEEK = 4
"""What the frame around a calendar takes of its width, in pixels."""

RING_STROKE = 14
RING_SMALLEST, RING_LARGEST = 120, 240
BESIDE_RING = 500
"""Height of everything else on the session screen."""

BESIDE_BOTH = 540
"""And beside the ring and a picture."""

LONGER_OR_SHORTER = 72
"""Width, at the least, of the button on either side of the ring."""

PICTURE_SMALLEST, PICTURE_LARGEST = 120, 240


def ring_size(width: float | None, height: float | None, beside_picture: bool) -> float:
    """The ring that leaves room for the rest on a screen of this size, in pixels."""
    picture = picture_height(height) if beside_picture else 0
    below = (height or 0) - (BESIDE_BOTH if picture else BESIDE_RING) - picture
    between = (width or math.inf) - 2 * (SPACE_M + LONGER_OR_SHORTER)
    return max(RING_SMALLEST, min(RING_LARGEST, below, between))


def picture_height(height: float | None) -> float:
    """Half of the room on a screen of this height, in pixels; 0 where that is too little."""
    half = ((height or 0) - BESIDE_BOTH) / 2
    return min(PICTURE_LARGEST, half) if half >= PICTURE_SMALLEST else 0.0


def margin_beside_days(width: float | None) -> float:
    """What a calendar leaves free on either side of a screen of this width, in pixels."""
    days = 7 * SMALL_TARGET + BESIDE_WEEK
    return max(UNIT, min(SPACE_M, ((width or math.inf) - days) / 2))


LIGHT = ft.ColorScheme(surface="#F6F4EE")
DARK = ft.ColorScheme(surface="#16211B", surface_container_lowest="#1E2B24")

AT_ONCE = ft.PageTransitionsTheme(
    **dict.fromkeys(("android", "ios", "linux", "macos", "windows"), ft.PageTransitionTheme.NONE)
)
"""No screen slides in."""


def dress(page: ft.Page, still: bool) -> None:
    """Give the page its two themes, of which the system chooses; `still`, nothing slides."""
    transitions = AT_ONCE if still else ft.PageTransitionsTheme()
    if page.theme and page.theme.page_transitions == transitions:
        return
    page.theme, page.dark_theme = (
        ft.Theme(
            color_scheme_seed=SEED,
            color_scheme=colours,
            page_transitions=transitions,
            # Where there is a pointer, a switch would else be 8 pixels too low for a finger.
            switch_theme=ft.SwitchTheme(padding=ft.Padding.all(UNIT)),
            time_picker_theme=ft.TimePickerTheme(
                cancel_button_style=plain(), confirm_button_style=plain()
            ),
        )
        for colours in (LIGHT, DARK)
    )


def in_bar() -> ft.TextStyle:
    """The name of a screen: of its largest, two lines fit into the bar, which does not grow."""
    return ft.TextStyle(size=BAR, weight=ft.FontWeight.W_600, height=1.05)


def headline(size: int, weight: ft.FontWeight) -> ft.TextStyle:
    """What stands above something: its lines belong together, so they stand closer than text's."""
    return ft.TextStyle(size=size, weight=weight, height=1.25)


def filled() -> ft.ButtonStyle:
    """The one primary action of a screen."""
    return _button(HEADING, ft.FontWeight.W_600)


def quiet() -> ft.ButtonStyle:
    """Every other action."""
    return _button(BODY, ft.FontWeight.W_500)


def plain() -> ft.ButtonStyle:
    """What is at hand without asking for attention."""
    return _button(SMALL, ft.FontWeight.W_500)


def chosen() -> ft.ButtonStyle:
    """The answer that was given."""
    return _button(
        BODY,
        ft.FontWeight.W_500,
        bgcolor=ft.Colors.SECONDARY_CONTAINER,
        color=ft.Colors.ON_SECONDARY_CONTAINER,
    )


def alarm() -> ft.ButtonStyle:
    """ "It hurts": found at once, unlike anything else."""
    return _button(
        HEADING,
        ft.FontWeight.W_600,
        bgcolor=ft.Colors.ERROR_CONTAINER,
        color=ft.Colors.ON_ERROR_CONTAINER,
    )


def _button(
    size: int,
    weight: ft.FontWeight,
    bgcolor: ft.Colors | None = None,
    color: ft.Colors | None = None,
) -> ft.ButtonStyle:
    """A button that grows with its text, and is never lower than `SMALL_TARGET`."""
    return ft.ButtonStyle(
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        padding=ft.Padding.symmetric(horizontal=SPACE_S, vertical=SPACE_M),
        text_style=ft.TextStyle(size=size, weight=weight),
        bgcolor=bgcolor,
        color=color,
        # A pointer instead of a finger would else make it 16 pixels lower.
        visual_density=ft.VisualDensity.STANDARD,
    )
