"""From rows of the log's tables to facts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import date, datetime

from willows_app.adherence.facts import (
    Change,
    Entry,
    Pain,
    PainMoment,
    PauseReason,
    PlanChange,
    Session,
    SessionEnd,
    Source,
)
from willows_app.guide.performance import Held, Outcome, PlannedDose, SkipReason
from willows_app.routine.model import Side


def session_of(
    row: sqlite3.Row, entries: Sequence[sqlite3.Row], pains: Sequence[sqlite3.Row]
) -> Session:
    """The session of a row of `sessions` with its end and note, and of its current facts."""
    planned = tuple(json.loads(row["planned"]))
    in_order = sorted(map(entry_of, entries), key=lambda entry: planned.index(entry.exercise))
    return Session(
        id=row["id"],
        routine=row["routine"],
        planned=planned,
        started_at=datetime.fromisoformat(row["started_at"]),
        ended_at=datetime.fromisoformat(row["ended_at"]) if row["ended_at"] else None,
        end=SessionEnd(row["reason"]) if row["reason"] else None,
        day=date.fromisoformat(row["day"]),
        entries=tuple(in_order),
        pains=tuple(map(pain_of, pains)),
        note=row["note"] or "",
    )


def entry_of(row: sqlite3.Row) -> Entry:
    """The entry of a row of `current_entries` with its planned dose."""
    held = Held(row["held_left"], row["held_right"], row["held_middle"])
    return Entry(
        id=row["id"],
        exercise=row["exercise"],
        title=row["title"],
        outcome=Outcome(row["outcome"]),
        held=None if row["held_left"] is None else held,
        repetitions=row["repetitions"],
        places=row["places"],
        planned=planned_dose_of(row["dose"]),
        source=Source(row["source"]),
        recorded_at=datetime.fromisoformat(row["recorded_at"]),
        reason=SkipReason(row["reason"]) if row["reason"] else None,
    )


def planned_dose_of(dose: str) -> PlannedDose:
    """The planned dose that `dose`, in JSON, is of."""
    planned = json.loads(dose)
    return PlannedDose(
        held=Held(**planned["held"]),
        repetitions=planned["repetitions"],
        places=planned["places"],
    )


def pain_of(row: sqlite3.Row) -> Pain:
    """The pain of a row of `pains`."""
    return Pain(
        moment=PainMoment(row["moment"]),
        score=row["score"],
        recorded_at=datetime.fromisoformat(row["recorded_at"]),
        exercise=row["exercise"],
        side=Side(row["side"]) if row["side"] else None,
    )


def plan_change_of(row: sqlite3.Row) -> PlanChange:
    """The change of a row of `plan_changes`."""
    return PlanChange(
        id=row["id"],
        routine=row["routine"],
        change=Change(row["change"]),
        day=date.fromisoformat(row["day"]),
        sequence=row["sequence"],
        recorded_at=datetime.fromisoformat(row["recorded_at"]),
        days=row["days"],
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        reason=PauseReason(row["reason"]) if row["reason"] else None,
    )
