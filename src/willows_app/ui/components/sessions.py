"""A session of the log on a card: when, what was done, how it felt."""

from __future__ import annotations

import flet as ft

from willows_app.adherence.facts import Session, SessionEnd
from willows_app.routine.words import count_words
from willows_app.ui.components.entries import entry_line, pain_words
from willows_app.ui.components.parts import body, card, faint, heading
from willows_app.ui.dates import day_words, time_words

END_WORDS = {
    SessionEnd.FINISHED: "Finished",
    SessionEnd.STOPPED: "Stopped",
    SessionEnd.STOPPED_FOR_PAIN: "Stopped for pain",
    None: "Cut off: the app was closed",
}


def session_card(name: str, session: Session, *actions: ft.Control) -> ft.Control:
    """Everything that the log holds of a session, below its name, and what can be done with it."""
    titles = {entry.exercise: entry.title for entry in session.entries}
    return card(
        [
            heading(name),
            faint(session_words(session)),
            *map(entry_line, session.entries),
            *map(faint, pain_words(session.pains, titles)),
            *([body(f"Note: {session.note}")] if session.note else []),
            *actions,
        ]
    )


def session_words(session: Session) -> str:
    """ "18:04 to 18:31. Finished. 9 of 10 exercises done."

    Of a session that was ticked by hand nobody knows when it was, only when it was ticked.
    """
    planned = count_words(len(session.planned), "exercise")
    done = f"{len(session.done)} of {planned} done."
    if session.by_hand:
        ticked = f"{day_words(session.started_at.date())} at {time_words(session.started_at)}"
        return f"Ticked by hand on {ticked}. {done}"
    ended = f" to {time_words(session.ended_at)}" if session.ended_at else ""
    return f"{time_words(session.started_at)}{ended}. {END_WORDS[session.end]}. {done}"
