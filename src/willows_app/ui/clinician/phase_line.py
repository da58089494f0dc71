"""The phase line: how the plan stood along the days, below the chart of what was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from itertools import groupby
from operator import itemgetter

import flet as ft

from willows_app.adherence.days import ONE_DAY
from willows_app.adherence.plan import Phase, Span, Standing
from willows_app.language import N_, _, in_use
from willows_app.ui import theme
from willows_app.ui.components.parts import explained

HEIGHT, SAMPLE = 14, 28
DIGIT = 8.5
"""Width of one in the scale of a chart."""


class Kind(StrEnum):
    """What the plan asked for."""

    DAILY = N_("daily")
    FLARE = N_("stiff or sore")
    AS_NEEDED = N_("as needed")
    PAUSED = N_("paused")
    NONE = N_("not begun")


LOOKS = {
    Kind.DAILY: (HEIGHT, ft.Colors.PRIMARY, None),
    Kind.FLARE: (HEIGHT // 2, ft.Colors.TERTIARY, None),
    Kind.AS_NEEDED: (HEIGHT, None, ft.Colors.PRIMARY),
    Kind.PAUSED: (HEIGHT // 4, ft.Colors.OUTLINE, None),
    Kind.NONE: (0, None, None),
}
"""Height, filling, and lines above and below: no kind is told by its colour alone."""


def kind_of(standing: Standing) -> Kind:
    """The one word for how the plan stands."""
    if standing.pause:
        return Kind.PAUSED
    if standing.flare_since:
        return Kind.FLARE
    return Kind.DAILY if standing.phase is Phase.DAILY else Kind.AS_NEEDED


def stretches(phases: Sequence[Span], first: date, last: date) -> list[tuple[Kind, int]]:
    """The kinds from `first` to `last` in their order, and for how many days each lasts.

    `phases` are of days within, in order and without a gap between them.
    """
    begin = phases[0].first if phases else last + ONE_DAY
    end = phases[-1].last if phases else last
    found = [
        (Kind.NONE, (begin - first).days),
        *((kind_of(span.standing), span.count(first, last)) for span in phases),
        (Kind.NONE, (last - end).days),
    ]
    lasting = [(kind, days) for kind, days in found if days]
    return [(kind, sum(days for _, days in of)) for kind, of in groupby(lasting, key=itemgetter(0))]


def phase_line(phases: Sequence[Span], first: date, last: date, scale: str) -> ft.Control:
    """For the eye alone: the section of the plan says the same in words.

    It stands on a chart of these days that has `scale` as the widest number before it.
    """
    before = DIGIT * len(scale) + theme.SPACE_S
    along = stretches(phases, first, last)
    there = {kind for kind, _ in along}
    return ft.Semantics(
        content=ft.Column(
            [
                ft.Row(
                    [
                        explained(_stretch(kind, width=SAMPLE), _(kind.value))
                        for kind in Kind
                        if kind in there and kind is not Kind.NONE
                    ],
                    wrap=True,
                    spacing=theme.SPACE_M,
                    run_spacing=theme.UNIT,
                ),
                ft.Container(
                    ft.Row(
                        [_stretch(kind, expand=days) for kind, days in along],
                        spacing=0,
                        vertical_alignment=ft.CrossAxisAlignment.CENTER,
                    ),
                    padding=ft.Padding.only(right=before)
                    if in_use().right_to_left
                    else ft.Padding.only(left=before),
                ),
            ],
            spacing=theme.SPACE_S,
        ),
        exclude_semantics=True,
    )


def _stretch(kind: Kind, width: float | None = None, expand: int | None = None) -> ft.Control:
    height, filling, color = LOOKS[kind]
    line = ft.BorderSide(2, color) if color else None
    return ft.Container(
        width=width,
        expand=expand,
        height=height,
        bgcolor=filling,
        border=ft.Border(top=line, bottom=line) if line else None,
    )
