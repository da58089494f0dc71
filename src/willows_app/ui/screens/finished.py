"""Finished: what was done, and whether it is saved."""

from __future__ import annotations

import flet as ft

from willows_app.adherence.facts import SessionEnd
from willows_app.ui.components.entries import entry_line
from willows_app.ui.components.page import go, page
from willows_app.ui.components.parts import body, bulleted, card, heading, notice, primary, quiet
from willows_app.ui.context import use_willows
from willows_app.ui.guided import GuidedSession

TITLES = {
    SessionEnd.FINISHED: "Well done",
    SessionEnd.STOPPED: "Stopped for today",
    SessionEnd.STOPPED_FOR_PAIN: "Stopped for pain",
}


@ft.component
def finished() -> ft.View:
    """The summary of the session that has just ended."""
    willows = use_willows()
    if willows.session is None or not willows.session.over:
        return page(
            "Finished",
            [notice("No session has just ended."), primary("Log", lambda: go("/log"))],
        )
    return _summary(willows.session)


@ft.component
def _summary(guided: GuidedSession) -> ft.View:
    session = guided.logged
    end = session.end or SessionEnd.STOPPED
    return page(
        "Finished",
        [
            ft.Semantics(
                content=ft.Text(TITLES[end], size=30, weight=ft.FontWeight.W_700),
                heading_level=1,
                live_region=True,
            ),
            *_pain(guided, end),
            card(
                [heading("This session"), *map(entry_line, session.entries)]
                if session.entries
                else [body("Nothing was done in this session.")]
            ),
            *_saved(guided),
        ],
        footer=[
            primary("Done", lambda: go("/")),
            quiet("Log", lambda: go("/log")),
        ],
    )


def _pain(guided: GuidedSession, end: SessionEnd) -> list[ft.Control]:
    if end is not SessionEnd.STOPPED_FOR_PAIN:
        return []
    return [card([heading("Take care"), bulleted(guided.routine.cautions)])]


def _saved(guided: GuidedSession) -> list[ft.Control]:
    if guided.unsaved:
        return [
            notice(guided.unsaved, ft.Icons.WARNING_AMBER),
            quiet("Try to save again", guided.save),
        ]
    saving, icon = guided.saving, ft.Icons.HOURGLASS_EMPTY
    if not saving:
        icon = ft.Icons.CHECK_CIRCLE_OUTLINE
    return [
        ft.Row(
            [
                ft.Icon(icon, color=ft.Colors.PRIMARY),
                ft.Text("Saving" if saving else "Saved on this device", size=16),
            ]
        )
    ]
