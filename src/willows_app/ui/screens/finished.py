"""Finished: what was done, and whether it is saved."""

from __future__ import annotations

from typing import cast

import flet as ft

from willows_app.adherence.facts import PainMoment, SessionEnd
from willows_app.language import N_, _, pgettext
from willows_app.ui.components.entries import entry_line
from willows_app.ui.components.page import go, page
from willows_app.ui.components.pain import pain_scale
from willows_app.ui.components.parts import body, bulleted, card, heading, primary, quiet, title
from willows_app.ui.components.saved import saved
from willows_app.ui.guided import GuidedSession
from willows_app.ui.saving import Saving

TITLES = {
    SessionEnd.FINISHED: N_("Well done"),
    SessionEnd.STOPPED: N_("Stopped for today"),
    SessionEnd.STOPPED_FOR_PAIN: N_("Stopped for pain"),
}


@ft.component
def finished(guided: GuidedSession, end: SessionEnd, saving: Saving) -> ft.View:
    """The summary of the session that has just ended."""
    return page(
        _("Finished"),
        [
            ft.Semantics(content=title(_title(guided, end)), live_region=True),
            *_if_it_hurts(guided, end),
            *_entries(guided),
            _pain_after(guided),
            saved(saving),
        ],
        footer=[
            primary(pgettext("close", "Done"), lambda: go("/")),
            quiet(_("All sessions"), lambda: go("/log")),
        ],
    )


def _title(guided: GuidedSession, end: SessionEnd) -> str:
    session = guided.logged
    if end is SessionEnd.FINISHED and session and not session.done:
        return _("Nothing done this time")
    return _(TITLES[end])


def _entries(guided: GuidedSession) -> list[ft.Control]:
    session = guided.logged
    if session is None:
        return []  # the log does not take it for now, and `saved` says so
    if not session.entries:
        return [card([body(_("Nothing was done in this session."))])]
    return [card([heading(_("This session")), *map(entry_line, session.entries)])]


def _if_it_hurts(guided: GuidedSession, end: SessionEnd) -> list[ft.Control]:
    if end is not SessionEnd.STOPPED_FOR_PAIN:
        return []
    return [card([heading(_("Take care")), bulleted(guided.routine.if_it_hurts)])]


@ft.component
def _pain_after(guided: GuidedSession) -> ft.Control:
    """How it is now. The last number tapped is the one that counts."""
    score, set_score = ft.use_state(cast("int | None", None))

    def pick(number: int | None) -> None:
        set_score(number)
        guided.say_pain(PainMoment.AFTER, number)

    return card([heading(_("How much does it hurt now?")), pain_scale(guided.routine, score, pick)])
