"""A reminder that is to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LATE = timedelta(hours=1)
"""So late a reminder may come at any rate, where nothing else says until when it may."""


class NudgeKind(StrEnum):
    """What a reminder is for."""

    DUE = "due"
    FOLLOW_UP = "follow-up"
    """Once more in the evening, if nothing was recorded."""
    CHECK_IN = "check-in"
    """How is your back? Once a week in the as-needed phase."""
    DAILY_ENDS = "daily ends"
    """The daily phase has had its days."""
    TEST = "test"
    """The patient wants to see whether one arrives."""


@dataclass(frozen=True)
class Nudge:
    """One reminder. Its words say nothing about health: they show on a lock screen."""

    id: int
    """The same for the same reminder however often it is worked out; fits into 31 bits."""
    at: datetime
    """Local time without a zone: it follows the phone."""
    kind: NudgeKind
    title: str
    text: str
    until: datetime | None = None
    """Too late from then on, where a device brings it late: quiet hours or the night begin, or the
    patient's day is over. None for `LATE` after `at`."""
