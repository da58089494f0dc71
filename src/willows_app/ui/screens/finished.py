"""Finished: what was done, and whether it is saved."""

from __future__ import annotations

import flet as ft

from willows_app.adherence.facts import SessionEnd
from willows_app.ui.components.entries import entry_line
from willows_app.ui.components.page import go, nothing_here, page
from willows_app.ui.components.parts import body, bulleted, card, heading, primary, quiet, title
from willows_app.ui.components.saved import saved
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
        return nothing_here()
    return _summary(willows.session)


@ft.component
def _summary(guided: GuidedSession) -> ft.View:
    session = guided.logged
    end = session.end if session and session.end else SessionEnd.STOPPED
    entries = session.entries if session else ()
    return page(
        "Finished",
        [
            ft.Semantics(content=title(TITLES[end]), live_region=True),
            *_pain(guided, end),
            card(
                [heading("This session"), *map(entry_line, entries)]
                if entries
                else [body("Nothing was done in this session.")]
            ),
            saved(guided.saving),
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
