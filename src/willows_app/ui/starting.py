"""The way into a session: past the cautions once, then straight in."""

from __future__ import annotations

from collections.abc import Sequence

from willows_app.routine.model import Exercise
from willows_app.ui.components.page import go
from willows_app.ui.model import Willows


def start_session(willows: Willows, exercises: Sequence[Exercise]) -> None:
    """Begin with these exercises; before the first session ever, show the cautions."""
    if willows.under_way and willows.under_way.running:
        return  # the button was tapped twice
    willows.about_to_do = tuple(exercises)
    if not willows.cautions_seen(willows.routine_of(exercises[0])):
        go("/cautions")
        return
    willows.begin()
    go("/session")
