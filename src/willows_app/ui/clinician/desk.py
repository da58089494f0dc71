"""What a clinician has before them: the files, and one or two reviews."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from willows_app.clinic.comparing import differences, remarks
from willows_app.language import _
from willows_app.ui import theme
from willows_app.ui.clinician.files import files
from willows_app.ui.clinician.pane import FRAME, days_shown, pane
from willows_app.ui.clinician.reviews import Reviews
from willows_app.ui.clinician.tables import shown_in
from willows_app.ui.components.parts import card, faint, heading, in_a_row, quiet

SIDE_BY_SIDE = 720
"""Pixels from which two reviews stand beside each other."""


@ft.component
def desk(reviews: Reviews, choose: Sequence[ft.Control]) -> ft.Control:
    """All of it, as wide as there is room."""
    width, set_width = ft.use_state(_room(ft.context.page.width))
    return ft.Container(
        ft.Column(
            [
                in_a_row([*choose, *_compare(reviews)]),
                *files(reviews),
                *_comparison(reviews, width),
                *_panes(reviews, width),
            ],
            spacing=theme.SPACE_M,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        on_size_change=lambda event: set_width(event.width),
    )


def _room(width: float | None) -> float:
    return (width or 0) - 2 * theme.SPACE_M


def _panes(reviews: Reviews, width: float) -> list[ft.Control]:
    count = len(reviews.panes)
    beside = count == 2 and width >= SIDE_BY_SIDE
    each = (width - theme.SPACE_M) / 2 if beside else width
    panes: list[ft.Control] = [
        ft.Container(pane(reviews, place, shown, reviews.opened[shown.file], each), expand=beside)
        for place, shown in enumerate(reviews.panes)
    ]
    if not beside:
        return panes
    return [ft.Row(panes, spacing=theme.SPACE_M, vertical_alignment=ft.CrossAxisAlignment.START)]


def _compare(reviews: Reviews) -> list[ft.Control]:
    """The way to put another review beside the first, and back."""
    match len(reviews.panes):
        case 1:
            return [quiet(_("Compare with other days"), reviews.compare)]
        case 2:
            return [quiet(_("Show the first one alone"), lambda: reviews.drop(1))]
        case _:
            return []


def _comparison(reviews: Reviews, width: float) -> list[ft.Control]:
    """How the two differ."""
    if len(reviews.panes) < 2:
        return []
    one, other = reviews.panes
    first, second = (reviews.opened[each.file].archive.patient for each in reviews.panes)
    same = first == second
    names = (days_shown(one), days_shown(other)) if same else (first, second)
    told: list[ft.Control] = []
    if one.review and other.review:
        told = [
            shown_in(differences(one.review, other.review, names), width - FRAME),
            *map(faint, remarks(one.review, other.review, same)),
        ]
    return [
        card(
            [
                heading(_("Side by side")),
                *told,
            ]
        )
    ]
