"""A session of the log on a card: when, what was done, how it felt."""

from __future__ import annotations

import flet as ft

from willows_app.adherence.facts import Session
from willows_app.adherence.words import SESSION_ENDS
from willows_app.language import _, capitalized, counted, of_a_handout
from willows_app.ui.components.entries import entry_line, pain_words
from willows_app.ui.components.parts import body, card, faint, heading
from willows_app.ui.dates import day_words, time_words


def session_card(name: str, session: Session, *actions: ft.Control) -> ft.Control:
    """Everything that the log holds of a session, below its name, and what can be done with it."""
    titles = {entry.exercise: of_a_handout(entry.title) for entry in session.entries}
    return card(
        [
            heading(name),
            faint(session_words(session)),
            *map(entry_line, session.entries),
            *map(faint, pain_words(session.pains, titles)),
            *([body(_("Note: {words}").format(words=session.note))] if session.note else []),
            *actions,
        ]
    )


def session_words(session: Session) -> str:
    """ "18:04 to 18:31. Finished. 9 of 10 exercises done."

    Of a session that was ticked by hand nobody knows when it was, only when it was ticked.
    """
    done = counted(
        len(session.planned),
        "{done} of {count} exercise done.",
        "{done} of {count} exercises done.",
        done=len(session.done),
    )
    began = time_words(session.started_at)
    if session.by_hand:
        day = day_words(session.started_at.date())
        return _("Ticked by hand on {day} at {time}. {done}").format(day=day, time=began, done=done)
    when = (
        _("{begin} to {end}").format(begin=began, end=time_words(session.ended_at))
        if session.ended_at
        else began
    )
    end = _(SESSION_ENDS[session.end]) if session.end else _("cut off: the app was closed")
    return f"{when}. {capitalized(end)}. {done}"
