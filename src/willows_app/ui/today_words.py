"""What became of today, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from willows_app.adherence.facts import Entry
from willows_app.adherence.measures import DayStatus
from willows_app.language import _, counted
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
            return _done_words(time_words(done[-1].recorded_at), exercises, due)
        case DayStatus.DONE:
            return _("Done today")
        case DayStatus.PARTLY:
            return counted(
                due,
                "{done} of {count} exercise done today",
                "{done} of {count} exercises done today",
                done=exercises,
            )
        case DayStatus.DUE:
            return _("Due today, not done yet")
        case _:
            return _("Nothing due today")


def _done_words(time: str, exercises: int, due: int) -> str:
    if exercises >= due:
        return _("Done today at {time}").format(time=time)
    return counted(
        due,
        "Done today at {time}, {done} of {count} exercise",
        "Done today at {time}, {done} of {count} exercises",
        time=time,
        done=exercises,
    )


def reminder_words(since: datetime) -> str:
    """What a reminder of that time was to say, whether it came or not."""
    return _("Time for your session: you wanted to be reminded at {time}.").format(
        time=time_words(since)
    )
