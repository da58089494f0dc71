"""What measures need of the log, and no more: a phone reads twenty years of it at once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date

from willows_app.adherence.facts import DONE, Change, PainMoment
from willows_app.adherence.log import Log
from willows_app.adherence.measures import Attempt, Records, SessionPain
from willows_app.adherence.plan import Plan, plan_of
from willows_app.guide.performance import Outcome
from willows_app.routine.model import Routine


def plan_in(log: Log, routine: Routine) -> Plan:
    """The plan of a routine, as the log has it."""
    changes = log.plan_changes(routine.id)
    flares = [change.day for change in changes if change.change is Change.FLARE]
    easy = _easy_days(log, routine, min(flares)) if flares else {}
    return plan_of(routine.schedule, changes, easy)


def _easy_days(log: Log, routine: Routine, since: date) -> dict[date, bool]:
    """Of each day with an answer about pain, whether it was an easy one."""
    rows = log.query(
        """
        SELECT day, max(score) AS score, max(moment = 'stop') AS stopped
        FROM current_pains JOIN current_sessions AS sessions ON sessions.id = session
        WHERE routine = ? AND day >= ? AND (score IS NOT NULL OR moment = 'stop') GROUP BY day
        """,
        routine.id,
        since.isoformat(),
    )
    return {
        date.fromisoformat(row["day"]): not row["stopped"]
        and row["score"] <= routine.schedule.flare.easy_pain
        for row in rows
    }


def sessions_by_day_in(log: Log, routine: str) -> Mapping[date, int]:
    """How many sessions count on each day, of all time; see `measures.sessions_by_day`."""
    rows = log.query(
        """
        SELECT day, count(*) AS sessions FROM current_sessions AS sessions
        WHERE routine = ? AND EXISTS (
            SELECT 1 FROM current_entries WHERE session = sessions.id AND outcome IN (?, ?)
        ) GROUP BY day
        """,
        routine,
        *DONE,
    )
    return Counter({date.fromisoformat(row["day"]): row["sessions"] for row in rows})


def records_in(log: Log, routine: str, first: date, last: date) -> Records:
    """What the log holds of a routine from `first` to `last`."""
    within = (routine, first.isoformat(), last.isoformat())
    which = "routine = ? AND day BETWEEN ? AND ?"
    sessions = log.query(f"SELECT id, day, planned FROM current_sessions WHERE {which}", *within)
    return Records(
        sessions={row["id"]: date.fromisoformat(row["day"]) for row in sessions},
        planned={row["id"]: tuple(json.loads(row["planned"])) for row in sessions},
        attempts=_attempts(log, which, within),
        pains=_pains(log, which, within),
    )


def _attempts(log: Log, which: str, within: tuple[str, ...]) -> tuple[Attempt, ...]:
    rows = log.query(
        f"""
        SELECT session, day, exercise, outcome, seconds,
            held_left + held_right + held_middle AS held
        FROM current_sessions AS sessions
        JOIN current_entries AS entries ON session = sessions.id
        JOIN planned_doses ON planned_doses.id = entries.planned
        WHERE {which}
        """,
        *within,
    )
    return tuple(
        Attempt(
            session=row["session"],
            day=date.fromisoformat(row["day"]),
            exercise=row["exercise"],
            outcome=Outcome(row["outcome"]),
            seconds=row["held"],
            planned=row["seconds"],
        )
        for row in rows
    )


def _pains(log: Log, which: str, within: tuple[str, ...]) -> tuple[SessionPain, ...]:
    rows = log.query(
        f"""
        SELECT session, day, max(CASE moment WHEN ? THEN score END) AS before,
            max(CASE moment WHEN ? THEN score END) AS after
        FROM current_sessions AS sessions JOIN current_pains ON session = sessions.id
        WHERE {which} GROUP BY session ORDER BY day, julianday(started_at), session
        """,
        PainMoment.BEFORE,
        PainMoment.AFTER,
        *within,
    )
    return tuple(
        SessionPain(row["session"], date.fromisoformat(row["day"]), row["before"], row["after"])
        for row in rows
    )
