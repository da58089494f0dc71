"""The facts of the log: what happened, when, and how it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from willows_app.guide.performance import Held, Outcome, PlannedDose, SkipReason
from willows_app.routine.model import Side


class Source(StrEnum):
    """How an entry is known; told apart for good."""

    TIMED = "timed"
    TICKED_BY_HAND = "ticked by hand"


DONE = (Outcome.COMPLETED, Outcome.PARTLY_DONE)
"""Outcomes of an exercise of which something was done as planned."""


class SessionEnd(StrEnum):
    """How a session ended."""

    FINISHED = "finished"
    STOPPED = "stopped"
    STOPPED_FOR_PAIN = "stopped for pain"


@dataclass(frozen=True)
class Entry:
    """What was done of one exercise in one session."""

    id: str
    exercise: str
    title: str
    """The exercise's title at that time: routines change, the log does not."""
    outcome: Outcome
    held: Held | None
    """Seconds held, by side; None where nobody timed them."""
    repetitions: int
    """Repetitions done to their end: on both sides, at every place."""
    places: int | None
    planned: PlannedDose
    source: Source
    recorded_at: datetime
    """Local time with its UTC offset."""
    reason: SkipReason | None = None
    """Why it was skipped, if the patient said so."""


class PainMoment(StrEnum):
    """When a patient was asked about pain."""

    BEFORE = "before"
    AFTER = "after"
    STOP = "stop"
    """When an exercise was stopped because it hurt."""


@dataclass(frozen=True)
class Pain:
    """How much it hurt, from 0 (no pain) to 10 (the worst there is)."""

    moment: PainMoment
    score: int | None
    """None where the patient was asked and did not say."""
    recorded_at: datetime
    exercise: str | None = None
    """What hurt, at a stop."""
    side: Side | None = None


@dataclass(frozen=True)
class Session:
    """One session: what was planned and what became of it."""

    id: str
    routine: str
    planned: tuple[str, ...]
    """The ids of the exercises that the session set out to do, in order."""
    started_at: datetime
    """Local time with its UTC offset."""
    ended_at: datetime | None
    end: SessionEnd | None
    """None for a session that was cut off: the app was closed in the middle."""
    day: date
    """The day that it counts for, fixed when it was recorded (see `days.day_of`)."""
    entries: tuple[Entry, ...]
    pains: tuple[Pain, ...] = ()
    note: str = ""
    """What the patient wrote about it."""

    @property
    def done(self) -> tuple[Entry, ...]:
        """The exercises of which anything was done."""
        return tuple(entry for entry in self.entries if entry.outcome in DONE)

    @property
    def by_hand(self) -> bool:
        """Whether nothing of it was timed."""
        return {entry.source for entry in self.entries} == {Source.TICKED_BY_HAND}


class Change(StrEnum):
    """How a patient or a clinic changed the plan."""

    DAILY = "daily"
    """A daily phase begins."""
    LENGTH = "length"
    """How many days the daily phase is meant to last."""
    AS_NEEDED = "as needed"
    """The as-needed phase begins."""
    FLARE = "flare"
    """The back is stiff or sore: sessions are due again."""
    FLARE_OVER = "flare over"
    PAUSE = "pause"
    RESUME = "resume"


class PauseReason(StrEnum):
    """Why nothing is due for a while."""

    ILLNESS = "illness"
    TRAVEL = "travel"
    OTHER = "another reason"


@dataclass(frozen=True)
class PlanChange:
    """A change of the plan of one routine, as a dated fact."""

    id: str
    routine: str
    change: Change
    day: date
    """The first day that it speaks of."""
    sequence: int
    """Counts the changes, so that their order does not hang on a clock that may be set back."""
    recorded_at: datetime
    days: int | None = None
    """How many, at a change of `LENGTH`."""
    until: date | None = None
    """The last day of a pause, where it was said in advance."""
    reason: PauseReason | None = None
    """Why, at a pause."""
