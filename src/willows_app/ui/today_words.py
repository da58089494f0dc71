"""What became of today, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from willows_app.adherence.facts import Entry
from willows_app.adherence.measures import DayStatus
from willows_app.ui.dates import time_words
from willows_app.ui.own_plan import OwnPlan


def status_of(own: OwnPlan) -> DayStatus:
    """What became of today; before the plan has begun, the first session is due."""
    return own.day.status if own.standing or own.day.done else DayStatus.DUE


def status_words(status: DayStatus, done: Sequence[Entry], due: int) -> str:
    """ "Done today at 18:04", of the entries `done` today and so many exercises `due`.

    Who did all that there was time for has done today, and is told how much it was.
    """
    exercises = len({entry.exercise for entry in done})
    match status:
        case DayStatus.DONE if exercises:
            when = f"Done today at {time_words(done[-1].recorded_at)}"
            return when if exercises >= due else f"{when}, {exercises} of {due} exercises"
        case DayStatus.DONE:
            return "Done today"
        case DayStatus.PARTLY:
            return f"{exercises} of {due} exercises done today"
        case DayStatus.DUE:
            return "Due today, not done yet"
        case _:
            return "Nothing due today"


def reminder_words(since: datetime) -> str:
    """What a reminder of that time was to say, whether it came or not."""
    return f"Time for your session: you wanted to be reminded at {time_words(since)}."
