"""The ring that empties while a step runs, with the seconds inside."""

from __future__ import annotations

import math

import flet as ft

from willows_app.ui import theme
from willows_app.ui.guided import Countdown, Ring

FULL_TURN = 2 * math.pi
EDGE = 0.002
"""Radians over which the ring's two colours meet: a sharp edge without stair steps."""


@ft.component
def countdown_ring(ring: Ring, countdown: Countdown) -> ft.Control:
    """One message a step starts an animation that the client runs by itself."""
    return ft.Stack(
        [
            _sweep(ring),
            ft.Container(
                _seconds(countdown),
                alignment=ft.Alignment.CENTER,
                bgcolor=ft.Colors.SURFACE,
                shape=ft.BoxShape.CIRCLE,
                left=theme.RING_STROKE,
                top=theme.RING_STROKE,
                width=theme.RING - 2 * theme.RING_STROKE,
                height=theme.RING - 2 * theme.RING_STROKE,
            ),
        ],
        width=theme.RING,
        height=theme.RING,
    )


@ft.component
def _sweep(ring: Ring) -> ft.Control:
    angle = ring.sweep.fraction * FULL_TURN
    return ft.Container(
        width=theme.RING,
        height=theme.RING,
        shape=ft.BoxShape.CIRCLE,
        gradient=ft.SweepGradient(
            colors=[ft.Colors.SURFACE_CONTAINER_HIGHEST, ft.Colors.PRIMARY],
            start_angle=angle,
            end_angle=angle + EDGE,
            rotation=-FULL_TURN / 4,
        ),
        animate=ft.Animation(
            duration=ft.Duration(milliseconds=max(1, round(ring.sweep.seconds * 1000))),
            curve=ft.AnimationCurve.LINEAR,
        ),
    )


@ft.component
def _seconds(countdown: Countdown) -> ft.Control:
    return ft.Text(
        str(countdown.seconds),
        size=72,
        weight=ft.FontWeight.W_600,
        semantics_label=f"{countdown.seconds} seconds left",
    )
