"""All measures over all time, as the app takes them and naively from one day to the next.

It runs in the browser's Python as well, to which its source is sent: so it imports only the app.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from willows_app.adherence.days import days_between
from willows_app.adherence.doses import Doses
from willows_app.adherence.facts import PainMoment, Session
from willows_app.adherence.log import Log
from willows_app.adherence.measures import (
    Adherence,
    Attempt,
    ExerciseRecord,
    PainResponse,
    PainTrend,
    Records,
    SessionPain,
    Streak,
    adherence,
    by_exercise,
    by_period,
    measured_days,
    pain_response,
    pain_trend,
    sessions_by_day,
    streak,
)
from willows_app.adherence.plan import Plan
from willows_app.adherence.records import plan_in, records_in, sessions_by_day_in
from willows_app.guide.performance import PlannedDose
from willows_app.guide.timeline import compile_exercise
from willows_app.routine.model import Routine


@dataclass(frozen=True)
class Measured:
    """Every measure there is."""

    streak: Streak
    all: Adherence
    weeks: tuple[Adherence, ...]
    exercises: tuple[ExerciseRecord, ...]
    response: PainResponse
    trend: PainTrend


def at_once(log: Log, routine: Routine, today: date) -> Measured:
    """From what the app reads of the log for its measures."""
    plan = plan_in(log, routine)
    sessions = sessions_by_day_in(log, routine.id)
    records = records_in(log, routine.id, plan.first or today, today)
    return _measured(plan, records, streak(plan, sessions, today), routine, today)


def day_by_day(log: Log, routine: Routine, today: date) -> Measured:
    """From the sessions of one day after the other, as a screen would show them."""
    plan = plan_in(log, routine)
    sessions = [
        session
        for day in days_between(plan.first or today, today)
        for session in log.sessions_on(day)
        if session.routine == routine.id
    ]
    records = Records(
        sessions={each.id: each.day for each in sessions},
        planned={each.id: each.planned for each in sessions},
        attempts=tuple(attempt for each in sessions for attempt in _attempts(each)),
        pains=tuple(_pain(each) for each in sessions if each.pains),
    )
    counted = sessions_by_day(records.attempts)
    return _measured(plan, records, streak(plan, counted, today), routine, today)


def _attempts(session: Session) -> list[Attempt]:
    return [
        Attempt(
            session=session.id,
            day=session.day,
            exercise=entry.exercise,
            outcome=entry.outcome,
            seconds=entry.held.total if entry.held else None,
            planned=entry.planned.held.total,
        )
        for entry in session.entries
    ]


def _pain(session: Session) -> SessionPain:
    last = {pain.moment: pain.score for pain in session.pains}
    before, after = last.get(PainMoment.BEFORE), last.get(PainMoment.AFTER)
    return SessionPain(session.id, session.day, before, after)


def _measured(
    plan: Plan, records: Records, streak: Streak, routine: Routine, today: date
) -> Measured:
    doses = {
        each.id: PlannedDose.of(each, compile_exercise(each).steps).held.total
        for each in routine.exercises
    }
    days = measured_days(plan, records, Doses.always(doses), plan.first or today, today, today)
    return Measured(
        streak=streak,
        all=adherence(days),
        weeks=tuple(by_period(days)),
        exercises=tuple(by_exercise(days, records.attempts, doses)),
        response=pain_response(records.pains),
        trend=pain_trend(records.pains),
    )
