"""Tables of a report: in columns where there is room, else row by row in words."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from willows_app.clinic.report import Table
from willows_app.language import counted
from willows_app.ui import theme
from willows_app.ui.components.parts import faint, quiet

LETTER = 8.5
"""About the width of a letter of a cell, in pixels."""

NARROWEST, WIDEST = 4, 30
"""Letters of a column."""

A_PAGE = 20
"""Rows that are shown at first, and more at each tap."""


def shown_in(table: Table, width: float) -> ft.Control:
    """The table, in so many pixels."""
    letters = _letters(table)
    if sum(letters) * LETTER + theme.SPACE_S * len(letters) > width:
        return _in_words(table)
    return _in_columns(table, letters)


@ft.component
def paged(table: Table, width: float) -> ft.Control:
    """The beginning of a long table, and more of it for who asks."""
    shown, show = ft.use_state(A_PAGE)
    more = len(table.rows) - shown
    return ft.Column(
        [
            shown_in(Table(table.columns, table.rows[:shown]), width),
            *(
                [
                    quiet(
                        counted(more, "Show more ({count} left)", "Show more ({count} left)"),
                        lambda: show(shown + 5 * A_PAGE),
                    )
                ]
                if more > 0
                else []
            ),
        ],
        spacing=theme.SPACE_S,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def row_words(columns: Sequence[str], row: Sequence[str]) -> str:
    """ "done 12, due 28, partly 2": what a row says, but for its first cell."""
    return ", ".join(
        f"{column} {cell}" for column, cell in zip(columns[1:], row[1:], strict=True) if cell
    )


def _letters(table: Table) -> list[int]:
    longest = [
        max(len(name), *(len(cell) for cell in cells)) if cells else len(name)
        for name, *cells in zip(table.columns, *table.rows, strict=True)
    ]
    return [max(NARROWEST, min(WIDEST, each)) for each in longest]


def _in_columns(table: Table, letters: Sequence[int]) -> ft.Control:
    right = table.to_the_right
    head = ft.Semantics(
        content=_row(table.columns, letters, right, weight=ft.FontWeight.W_600),
        exclude_semantics=True,  # each row says the names of its columns
    )
    rows = [
        ft.Semantics(
            content=_row(row, letters, right),
            label=f"{row[0]}: {row_words(table.columns, row)}",
            exclude_semantics=True,
        )
        for row in table.rows
    ]
    lines = [each for row in rows for each in (ft.Divider(height=1), row)]
    return ft.Column([head, *lines], spacing=theme.UNIT)


def _row(
    cells: Sequence[str],
    letters: Sequence[int],
    right: Sequence[bool],
    weight: ft.FontWeight | None = None,
) -> ft.Control:
    return ft.Row(
        [
            ft.Text(
                cell,
                size=theme.SMALL,
                weight=weight,
                text_align=ft.TextAlign.END if at_the_end else ft.TextAlign.START,
                expand=width,
            )
            for cell, width, at_the_end in zip(cells, letters, right, strict=True)
        ],
        spacing=theme.SPACE_S,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


def _in_words(table: Table) -> ft.Control:
    return ft.Column(
        [
            ft.Column(
                [
                    ft.Text(row[0], size=theme.BODY, weight=ft.FontWeight.W_600),
                    faint(row_words(table.columns, row)),
                ],
                spacing=0,
            )
            for row in table.rows
        ],
        spacing=theme.SPACE_S,
    )
