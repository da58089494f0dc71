"""The log: every session with what was done, newest first."""

from __future__ import annotations

import flet as ft

from willows_app.adherence.facts import Session, SessionEnd
from willows_app.ui.components.entries import entry_line, pain_words
from willows_app.ui.components.page import page
from willows_app.ui.components.parts import body, card, faint, heading, quiet
from willows_app.ui.context import use_willows
from willows_app.ui.dates import day_words, time_words

END_WORDS = {
    SessionEnd.FINISHED: "Finished",
    SessionEnd.STOPPED: "Stopped",
    SessionEnd.STOPPED_FOR_PAIN: "Stopped for pain",
    None: "Cut off: the app was closed",
}


A_SCREENFUL = 20
"""Sessions that are listed at first, and more at each tap on "Show earlier"."""


@ft.component
def log() -> ft.View:
    """The sessions of this device."""
    willows = use_willows()
    shown, show = ft.use_state(A_SCREENFUL)
    sessions = willows.log.sessions(shown)
    earlier = willows.log.count_sessions() - len(sessions)
    return page(
        "Log",
        [
            *map(_session, sessions),
            *([] if sessions else [body("Nothing yet. Your sessions will be listed here.")]),
            *([quiet("Show earlier", lambda: show(shown + A_SCREENFUL))] if earlier else []),
        ],
        tab="/log",
    )


def _session(session: Session) -> ft.Control:
    titles = {entry.exercise: entry.title for entry in session.entries}
    done, planned = len(session.done), len(session.planned)
    ended = f" to {time_words(session.ended_at)}" if session.ended_at else ""
    return card(
        [
            heading(day_words(session.day)),
            faint(
                f"{time_words(session.started_at)}{ended}. {END_WORDS[session.end]}. "
                f"{done} of {planned} {'exercise' if planned == 1 else 'exercises'} done."
            ),
            *map(entry_line, session.entries),
            *map(faint, pain_words(session.pains, titles)),
        ]
    )
