"""The way into a session: past the cautions once, then straight in."""

from __future__ import annotations

from willows_app.routine.session_plan import SessionPlan
from willows_app.ui.components.page import go
from willows_app.ui.model import Willows


def start_session(willows: Willows, plan: SessionPlan) -> None:
    """Begin this plan; before the first session of its routine ever, show the cautions."""
    if willows.under_way and willows.under_way.running:
        return  # the button was tapped twice
    willows.about_to_do = plan
    if not willows.cautions_seen(plan.routine):
        go("/cautions")
        return
    willows.begin()
    go("/session")
