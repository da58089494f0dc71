"""The ring that empties while a step runs, with the seconds inside."""

from __future__ import annotations

import math

import flet as ft

from willows_app.guide.timeline import Step, StepKind
from willows_app.language import counted
from willows_app.ui import theme
from willows_app.ui.guided import Countdown

FULL_TURN = 2 * math.pi
SWOLLEN = 1.12
"""The ring at the end of a breath in, as a multiple of its size."""

EDGE = 0.002
"""Radians over which the ring's two colours meet: a sharp edge without stair steps."""


@ft.component
def countdown_ring(
    countdown: Countdown, size: float, breath: Step | None, still: bool
) -> ft.Control:
    """The ring, `size` pixels wide; a message a second, and the client moves it in between.

    With a step of `breath` it swells, or shrinks again, for as long as that step takes.
    `still`, it does neither: it shows another part each second.
    """
    face = countdown.face
    inner = size - 2 * theme.RING_STROKE
    return ft.Stack(
        [
            ft.Container(
                width=size,
                height=size,
                shape=ft.BoxShape.CIRCLE,
                gradient=_sweep(face.fraction * FULL_TURN),
                animate=None
                if still
                else ft.Animation(
                    duration=ft.Duration(milliseconds=max(1, round(face.within * 1000))),
                    curve=ft.AnimationCurve.LINEAR,
                ),
            ),
            ft.Container(
                ft.Text(
                    str(face.seconds),
                    size=inner * 0.36,
                    weight=ft.FontWeight.W_600,
                    semantics_label=counted(
                        face.seconds, "{count} second left", "{count} seconds left"
                    ),
                ),
                alignment=ft.Alignment.CENTER,
                bgcolor=ft.Colors.SURFACE,
                shape=ft.BoxShape.CIRCLE,
                left=theme.RING_STROKE,
                top=theme.RING_STROKE,
                width=inner,
                height=inner,
            ),
        ],
        width=size,
        height=size,
        scale=SWOLLEN if breath and breath.kind is StepKind.BREATHE_IN and not still else 1.0,
        animate_scale=ft.Animation(
            duration=ft.Duration(milliseconds=round((breath.duration if breath else 1.0) * 1000)),
            curve=ft.AnimationCurve.EASE_IN_OUT,
        ),
    )


def _sweep(angle: float) -> ft.SweepGradient:
    """A ring that is over up to `angle` radians, clockwise from the top."""
    return ft.SweepGradient(
        colors=[ft.Colors.SURFACE_CONTAINER_HIGHEST, ft.Colors.PRIMARY],
        start_angle=angle,
        end_angle=angle + EDGE,
        rotation=-FULL_TURN / 4,
    )
