"""The drawn pictures of an exercise: all of them in a row, or one that moves from pose to pose."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import lru_cache

import flet as ft

from willows_app.pictures.drawn import Drawn, drawings, drawn
from willows_app.pictures.palette import DARK, LIGHT
from willows_app.pictures.posing import eased, on_the_way
from willows_app.routine.model import Side
from willows_app.routine.picture import Picture, Pose
from willows_app.ui import theme
from willows_app.ui.context import use_dark
from willows_app.ui.pictured import Motion

FRAMES = 1
"""Drawings before the last; each is a layer that the client blends as long as the way takes.

With eight the figure moves instead of fading, and four seconds of a session took a client without
a graphics chip 1.1 to 1.6 s instead of 0.3.
"""

MOVING = 1.5
"""Seconds from pose to pose."""

SHOWN = 0.2
"""Seconds until the drawings have reached the screen."""

RESTING = 1.5
"""Seconds in a pose before the way back."""

WIDE = 1.5
"""From this width on, as a multiple of its height, a picture has a row of a narrow screen alone."""


@ft.component
def picture_row(picture: Picture) -> ft.Control:
    """Every pose of an exercise, each with its caption."""
    palette = DARK if use_dark() else LIGHT
    return ft.ResponsiveRow(
        [_captioned(each) for each in drawings(picture, palette=palette)],
        spacing=theme.SPACE_S,
        run_spacing=theme.SPACE_M,
    )


def _captioned(each: Drawn) -> ft.Control:
    return ft.Column(
        [
            ft.Image(each.svg, aspect_ratio=each.width / each.height, semantics_label=each.words),
            ft.Text(each.title, size=theme.SMALL, text_align=ft.TextAlign.CENTER),
        ],
        spacing=theme.UNIT,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        col={"xs": 12, "sm": 6} if each.width > WIDE * each.height else {"xs": 6, "sm": 4},
    )


@ft.component
def moving_picture(
    picture: Picture, motion: Motion, width: float, height: float, still: bool, paused: bool
) -> ft.Control:
    """A motion, as large as fits into so many pixels; `still`, only the pose it leads to.

    `paused`, it stays where it is.
    All drawings are sent at once, and one message sets them in motion: each appears in its own
    time and hides the one before. On the way back one after the other disappears.
    """
    there, set_there = ft.use_state(False)
    start = motion.end if still else motion.start
    frames = _frames(picture, start, motion.end, motion.side, use_dark())
    moves = len(frames) > 1

    async def move() -> None:
        await asyncio.sleep(SHOWN)
        set_there(True)
        while motion.to_and_fro:
            for way in (False, True):
                await asyncio.sleep(MOVING + RESTING)
                set_there(way)

    # Without a cleanup the task would outlive the picture.
    going = moves and not paused
    ft.use_effect(move if going else _nothing, [going], cleanup=_nothing)
    first, last = frames[0], frames[-1]
    shape = last.width / last.height
    high = min(height, width / shape)
    return ft.Semantics(
        content=ft.Row(
            [
                ft.Stack(
                    [_frame(first, 1.0), *_overlaid(frames[1:], there)],
                    width=high * shape,
                    height=high,
                )
            ],
            alignment=ft.MainAxisAlignment.CENTER,
        ),
        label=last.words,
        image=True,
        exclude_semantics=True,
    )


def _overlaid(frames: Sequence[Drawn], there: bool) -> list[ft.Control]:
    count = len(frames)
    return [
        _frame(frame, float(there), MOVING * (number if there else count + 1 - number) / count)
        for number, frame in enumerate(frames, start=1)
    ]


def _frame(frame: Drawn, opacity: float, after: float = 0.0) -> ft.Control:
    """A drawing that comes or goes `after` so many seconds."""
    return ft.Container(
        ft.Image(frame.svg, exclude_from_semantics=True),
        bgcolor=ft.Colors.SURFACE,
        opacity=opacity,
        animate_opacity=ft.Animation(
            duration=ft.Duration(milliseconds=round(after * 1000)),
            curve=ft.AnimationCurve.EASE_IN_OUT,
        )
        if after
        else None,
        left=0,
        top=0,
        right=0,
        bottom=0,
    )


@lru_cache(maxsize=8)
def _frames(
    picture: Picture, start: Pose, end: Pose, side: Side | None, dark: bool
) -> tuple[Drawn, ...]:
    """From the first pose to the last; only one if they are the same."""
    shares = [number / FRAMES for number in range(FRAMES)] if start != end else []
    poses = [on_the_way(start, end, eased(share)) for share in shares]
    palette = DARK if dark else LIGHT
    return tuple(drawn(picture, pose, side, palette) for pose in (*poses, end))


def _nothing() -> None:
    """There is nothing to do."""
