"""What measures need of the log, and no more: a phone reads twenty years of it at once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from willows_app.adherence.facts import DONE, Change, PainMoment
from willows_app.adherence.log import Log, reads_log
from willows_app.adherence.measures import Attempt, Records, SessionPain
from willows_app.adherence.plan import Plan, plan_of
from willows_app.guide.performance import Outcome
from willows_app.routine.model import Routine


@reads_log
def plan_in(log: Log, routine: Routine) -> Plan:
    """The plan of a routine, as the log has it."""
    changes = log.plan_changes(routine.id)
    flares = [change.day for change in changes if change.change is Change.FLARE]
    easy = _easy_days(log, routine, min(flares)) if flares else {}
    return plan_of(routine.schedule, changes, easy)


def _easy_days(log: Log, routine: Routine, since: date) -> dict[date, bool]:
    """Of each day with an answer about pain, whether it was an easy one."""
    ((easy, hard),) = log.query(
        """
        SELECT group_concat(CASE WHEN easy THEN day END, ' '),
            group_concat(CASE WHEN NOT easy THEN day END, ' ')
        FROM (
            SELECT day, max(score) <= ? AND NOT max(moment = 'stop') AS easy
            FROM current_pains JOIN current_sessions AS sessions ON sessions.id = session
            WHERE routine = ? AND day >= ? AND (score IS NOT NULL OR moment = 'stop') GROUP BY day
        )
        """,
        routine.schedule.flare.easy_pain,
        routine.id,
        since.isoformat(),
    )
    return dict.fromkeys(_days(easy), True) | dict.fromkeys(_days(hard), False)


@reads_log
def sessions_by_day_in(log: Log, routine: str) -> Mapping[date, int]:
    """How many sessions count on each day, of all time; see `measures.sessions_by_day`."""
    ((days,),) = log.query(
        """
        SELECT group_concat(day, ' ') FROM current_sessions AS sessions
        WHERE routine = ? AND EXISTS (
            SELECT 1 FROM current_entries WHERE session = sessions.id AND outcome IN (?, ?)
        )
        """,
        routine,
        *DONE,
    )
    return Counter(_days(days))


def _days(together: str | None) -> Iterator[date]:
    """Days that come as one text: of years of them each row would cost more than what it says."""
    return map(date.fromisoformat, (together or "").split())


@reads_log
def records_in(log: Log, routine: str, first: date, last: date) -> Records:
    """What the log holds of a routine from `first` to `last`."""
    within = (routine, first.isoformat(), last.isoformat())
    which = "routine = ? AND day BETWEEN ? AND ?"
    sessions = log.query(f"SELECT id, day, planned FROM current_sessions WHERE {which}", *within)
    days = {id: date.fromisoformat(day) for id, day, _ in sessions}
    return Records(
        sessions=days,
        planned={id: tuple(json.loads(planned)) for id, _, planned in sessions},
        attempts=_attempts(log, which, within, days),
        pains=_pains(log, which, within, days),
    )


def logged_title_in(log: Log, exercise: str) -> str:
    """The title under which an exercise was logged last; empty if it never was."""
    rows = log.query(
        "SELECT title FROM current_entries AS entries "
        "JOIN planned_doses ON planned_doses.id = entries.planned "
        "WHERE exercise = ? ORDER BY recorded_at DESC LIMIT 1",
        exercise,
    )
    return str(rows[0]["title"]) if rows else ""


def _attempts(
    log: Log, which: str, within: tuple[str, ...], days: Mapping[str, date]
) -> tuple[Attempt, ...]:
    rows = log.query(
        f"""
        SELECT session, exercise, outcome, held_left + held_right + held_middle, seconds
        FROM current_sessions AS sessions
        JOIN current_entries AS entries ON session = sessions.id
        JOIN planned_doses ON planned_doses.id = entries.planned
        WHERE {which}
        """,
        *within,
    )
    return tuple(
        Attempt(session, days[session], exercise, Outcome(outcome), held, planned)
        for session, exercise, outcome, held, planned in rows
    )


def _pains(
    log: Log, which: str, within: tuple[str, ...], days: Mapping[str, date]
) -> tuple[SessionPain, ...]:
    rows = log.query(
        f"""
        SELECT session, max(CASE moment WHEN ? THEN score END),
            max(CASE moment WHEN ? THEN score END)
        FROM current_sessions AS sessions JOIN current_pains ON session = sessions.id
        WHERE {which} GROUP BY session ORDER BY day, julianday(started_at), session
        """,
        PainMoment.BEFORE,
        PainMoment.AFTER,
        *within,
    )
    return tuple(SessionPain(session, days[session], *answers) for session, *answers in rows)
