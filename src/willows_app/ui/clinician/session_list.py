"""All sessions of a review, latest first, or those that a clinician looks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import partial

import flet as ft

from willows_app.adherence.facts import PainMoment, Session, SessionEnd, Source
from willows_app.adherence.measures import CLEAR_RISE
from willows_app.clinic.report import Table
from willows_app.clinic.tables import answers
from willows_app.guide.performance import Outcome
from willows_app.language import N_, _
from willows_app.ui import theme
from willows_app.ui.clinician.tables import paged
from willows_app.ui.components.parts import choice_chip, in_a_row


class Kind(StrEnum):
    """Which sessions."""

    ALL = N_("All")
    STOPPED = N_("Stopped for pain")
    WORSE = N_("Worse after")
    SKIPPED = N_("Something skipped")
    BY_HAND = N_("Ticked by hand")
    CUT_OFF = N_("Cut off")
    NOTED = N_("With a note")

    def has(self, session: Session) -> bool:
        """Whether it is one of these."""
        outcomes = {entry.outcome for entry in session.entries}
        match self:
            case Kind.ALL:
                return True
            case Kind.STOPPED:
                stopped = session.end is SessionEnd.STOPPED_FOR_PAIN
                return stopped or Outcome.STOPPED_FOR_PAIN in outcomes
            case Kind.WORSE:
                return _is_worse(session)
            case Kind.SKIPPED:
                return Outcome.SKIPPED in outcomes
            case Kind.BY_HAND:
                return any(entry.source is Source.TICKED_BY_HAND for entry in session.entries)
            case Kind.CUT_OFF:
                return session.end is None
            case Kind.NOTED:
                return bool(session.note.strip())


def _is_worse(session: Session) -> bool:
    said = answers(session)
    before, after = said.get(PainMoment.BEFORE), said.get(PainMoment.AFTER)
    if before is None or after is None or before.score is None or after.score is None:
        return False
    return after.score - before.score >= CLEAR_RISE


@ft.component
def session_list(sessions: Sequence[Session], table: Table, width: float) -> ft.Control:
    """The rows of `table`, one a session in the same order, of the kind that is chosen."""
    kind, choose = ft.use_state(Kind.ALL)
    rows = ft.use_memo(lambda: dict(by_kind(sessions, table)), [table])
    return ft.Column(
        [
            in_a_row(
                [
                    choice_chip(
                        f"{_(each.value)} ({len(rows[each])})", each is kind, partial(choose, each)
                    )
                    for each in rows
                ]
            ),
            paged(Table(table.columns, rows[kind]), width),
        ],
        spacing=theme.SPACE_M,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


Rows = tuple[tuple[str, ...], ...]


def by_kind(sessions: Sequence[Session], table: Table) -> Iterator[tuple[Kind, Rows]]:
    """The rows of each kind that there is, latest first."""
    latest_first = list(zip(sessions, table.rows, strict=True))[::-1]
    for kind in Kind:
        if rows := tuple(row for session, row in latest_first if kind.has(session)):
            yield kind, rows
