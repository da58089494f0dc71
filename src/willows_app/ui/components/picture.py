"""The drawn pictures of an exercise: all of them in a row, or one that moves from pose to pose."""

from __future__ import annotations

import asyncio
from functools import lru_cache

import flet as ft

from willows_app.pictures.drawn import Drawn, drawings, drawn
from willows_app.pictures.palette import DARK, LIGHT
from willows_app.pictures.scene import roomy_frame
from willows_app.routine.model import Side
from willows_app.routine.picture import Picture, Pose
from willows_app.ui import theme
from willows_app.ui.context import use_dark
from willows_app.ui.pictured import FRAMES, Motion

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

    `paused`, it stays where it is. Python draws each frame and sends it alone: the client only
    ever has one drawing to paint. While nothing moves nothing is sent.
    """
    changes, show = ft.use_state(0)

    async def move() -> None:
        change = changes
        while (wait := motion.until_next(change)) is not None:
            await asyncio.sleep(wait)
            change += 1
            show(change)

    # Without a cleanup the task would outlive the picture.
    moves = not still and not paused
    ft.use_effect(move if moves else _nothing, [moves], cleanup=_nothing)
    frame = FRAMES if still else motion.frame(changes)
    shown = _frame(picture, motion.start, motion.end, motion.side, use_dark(), frame)
    shape = shown.width / shown.height
    high = min(height, width / shape)
    return ft.Semantics(
        content=ft.Row(
            [ft.Image(shown.svg, width=high * shape, height=high, exclude_from_semantics=True)],
            alignment=ft.MainAxisAlignment.CENTER,
        ),
        label=shown.words,
        image=True,
        exclude_semantics=True,
    )


@lru_cache(maxsize=64)
def _frame(
    picture: Picture, start: Pose, end: Pose, side: Side | None, dark: bool, frame: int
) -> Drawn:
    """One picture of a motion, wherever it is in the session: the next repetition is the same."""
    pose = Motion(start, end, side).pose(frame)
    return drawn(picture, pose, side, DARK if dark else LIGHT, roomy_frame(picture))


def _nothing() -> None:
    """There is nothing to do."""
