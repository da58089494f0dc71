"""The pain scale: eleven numbers, none of which has to be chosen."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from willows_app.language import _
from willows_app.routine.model import Routine
from willows_app.ui import theme
from willows_app.ui.components.parts import notice

NO_PAIN, WORST = 0, 10


def pain_scale(
    routine: Routine, score: int | None, on_pick: Callable[[int | None], None]
) -> ft.Control:
    """From 0 to 10; a second tap on the chosen number takes it back.

    What the clinic says to an answer is shown below it, unchanged.
    """
    words = routine.pain_words(score)
    return ft.Column(
        [
            ft.Row(
                [_number(number, score, on_pick) for number in range(NO_PAIN, WORST + 1)],
                wrap=True,
                spacing=theme.UNIT,
                run_spacing=theme.UNIT,
            ),
            ft.Text(
                _("{none} is no pain, {worst} the worst there is. You need not say.").format(
                    none=NO_PAIN, worst=WORST
                ),
                size=theme.SMALL,
                color=ft.Colors.ON_SURFACE_VARIANT,
            ),
            *(
                [
                    ft.Semantics(
                        content=notice(_("Your clinic says: {words}").format(words=words)),
                        live_region=True,
                    )
                ]
                if words
                else []
            ),
        ],
        spacing=theme.SPACE_S,
    )


def _number(number: int, score: int | None, on_pick: Callable[[int | None], None]) -> ft.Control:
    chosen = number == score
    return ft.MergeSemantics(
        ft.Semantics(
            content=ft.Container(
                ft.Text(
                    str(number),
                    size=theme.HEADING,
                    weight=ft.FontWeight.W_600,
                    color=ft.Colors.ON_PRIMARY if chosen else ft.Colors.ON_SURFACE,
                    semantics_label=_("Pain {score} of {worst}").format(score=number, worst=WORST),
                ),
                width=theme.SMALL_TARGET,
                height=theme.SMALL_TARGET,
                alignment=ft.Alignment.CENTER,
                border_radius=theme.RADIUS,
                border=ft.Border.all(1, ft.Colors.OUTLINE),
                bgcolor=ft.Colors.PRIMARY if chosen else None,
                ink=True,
                on_click=lambda: on_pick(None if chosen else number),
            ),
            button=True,
            selected=chosen,
        )
    )
