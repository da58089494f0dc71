"""Every colour, size and text style of the app."""

from __future__ import annotations

import flet as ft

SEED = "#2F6B4F"
"""The clinic's green; Material 3 derives the other colours from it."""

UNIT = 4
"""Spacing is a multiple of this grid, in logical pixels."""

SPACE_S, SPACE_M, SPACE_L, SPACE_XL = 2 * UNIT, 4 * UNIT, 6 * UNIT, 8 * UNIT
RADIUS = 4 * UNIT
TARGET = 56
"""Height of a button: above the 48 px that a fingertip needs."""

COLUMN = 560
"""Width of the text column on a wide screen."""

RING = 232
RING_STROKE = 14


def themes() -> tuple[ft.Theme, ft.Theme]:
    """The light and the dark theme; the system chooses."""
    return (
        ft.Theme(color_scheme_seed=SEED, color_scheme=ft.ColorScheme(surface="#F6F4EE")),
        ft.Theme(color_scheme_seed=SEED, color_scheme=ft.ColorScheme(surface="#16211B")),
    )


def filled() -> ft.ButtonStyle:
    """The one primary action of a screen."""
    return ft.ButtonStyle(
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        padding=ft.Padding.symmetric(horizontal=SPACE_L, vertical=SPACE_M),
        text_style=ft.TextStyle(size=18, weight=ft.FontWeight.W_600),
    )


def quiet() -> ft.ButtonStyle:
    """Every other action."""
    return ft.ButtonStyle(
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        padding=ft.Padding.symmetric(horizontal=SPACE_M, vertical=SPACE_M),
        text_style=ft.TextStyle(size=16, weight=ft.FontWeight.W_500),
    )


def alarm() -> ft.ButtonStyle:
    """ "It hurts": found at once, unlike anything else."""
    return ft.ButtonStyle(
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        padding=ft.Padding.symmetric(horizontal=SPACE_L, vertical=SPACE_M),
        text_style=ft.TextStyle(size=18, weight=ft.FontWeight.W_600),
        bgcolor=ft.Colors.ERROR_CONTAINER,
        color=ft.Colors.ON_ERROR_CONTAINER,
    )
