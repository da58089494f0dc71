"""What a clinician wants to know of a log: how it went from one day to another.

Every figure is one of `adherence.measures`, so the clinic sees what the app shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from willows_app.adherence.facts import Entry, Session, Source
from willows_app.adherence.log import Log, reads_log
from willows_app.adherence.measures import (
    Adherence,
    Day,
    ExerciseRecord,
    PainResponse,
    PainTrend,
    PeriodOfPain,
    Records,
    SessionPain,
    Share,
    adherence,
    by_exercise,
    by_period,
    measured_days,
    pain_by_period,
    pain_response,
    pain_trend,
)
from willows_app.adherence.plan import Plan, Span
from willows_app.adherence.records import plan_in, records_in
from willows_app.guide.performance import Outcome, SkipReason, prescribed_seconds
from willows_app.routine.model import Routine


@dataclass(frozen=True)
class ExerciseReview:
    """What became of one exercise."""

    title: str
    record: ExerciseRecord
    completed: Share
    """Due days on which it was completed, of those that are over."""
    dose: Share
    """Seconds held of seconds prescribed, see `Adherence.dose`."""
    skipped: Mapping[SkipReason | None, int]
    """How often it was skipped, by reason; None where none was said."""


@dataclass(frozen=True)
class Quality:
    """How far the figures can be trusted. All is self-reported."""

    timed: int
    """Exercises that the app timed."""
    by_hand: int
    """Exercises that were ticked by hand."""
    cut_off: int
    """Sessions without an end: the app was closed in the middle."""
    unknown: int
    """Exercises that the routine does not have (any more); the shares leave them out."""
    other_routines: int
    """Sessions of other routines; no measure counts them."""


@dataclass(frozen=True)
class Review:
    """How it went from `first` to `last`, both included."""

    routine: Routine
    first: date
    last: date
    plan: Plan
    days: tuple[Day, ...]
    """Each of these days."""
    pains: tuple[SessionPain, ...]
    """What was said of pain in the sessions of this routine."""
    total: Adherence
    weeks: tuple[Adherence, ...]
    """From Monday to Sunday, the outer ones clipped."""
    pain: tuple[PeriodOfPain, ...]
    """By week, those with an answer."""
    trend: PainTrend
    response: PainResponse
    exercises: tuple[ExerciseReview, ...]
    """In the order of the routine."""
    sessions: tuple[Session, ...]
    """All of these days, earliest first, of other routines too."""
    quality: Quality

    @property
    def phases(self) -> tuple[Span, ...]:
        """How the plan stood, clipped to these days."""
        return tuple(
            Span(max(span.first, self.first), min(span.last, self.last), span.standing)
            for span in self.plan.spans
            if span.first <= self.last and span.last >= self.first
        )


@reads_log
def review_of(
    log: Log, routine: Routine, first: date, last: date, today: date | None = None
) -> Review:
    """The review of a routine in a log from `first` to `last`, which is not before it.

    `today` is the patient's day on which it is made, if that is not `last`: it is not over yet.
    """
    today = today or last
    plan, records = plan_in(log, routine), records_in(log, routine.id, first, last)
    doses, sessions = prescribed_seconds(routine), log.sessions_between(first, last)
    days = measured_days(plan, records, doses, first, last, today)
    measured = by_exercise(days, records.attempts, doses)
    shares = _by_exercise(plan, records, doses, first, last, today)
    reasons = _reasons(_entries(sessions, routine.id))
    return Review(
        routine=routine,
        first=first,
        last=last,
        plan=plan,
        days=tuple(days),
        pains=records.pains,
        total=adherence(days, doses),
        weeks=tuple(by_period(days, doses)),
        pain=tuple(pain_by_period(records.pains)),
        trend=pain_trend(records.pains),
        response=pain_response(records.pains),
        exercises=tuple(
            ExerciseReview(
                title=routine.exercise(record.exercise).title,
                record=record,
                completed=shares[record.exercise].exercises,
                dose=shares[record.exercise].dose,
                skipped=reasons.get(record.exercise, {}),
            )
            for record in measured
        ),
        sessions=sessions,
        quality=_quality(sessions, routine),
    )


def _by_exercise(
    plan: Plan, records: Records, doses: Mapping[str, float], first: date, last: date, today: date
) -> dict[str, Adherence]:
    """The shares of each exercise, as if it were all of the routine."""
    return {
        id: adherence(measured_days(plan, records, {id: dose}, first, last, today), {id: dose})
        for id, dose in doses.items()
    }


def _entries(sessions: Iterable[Session], routine: str) -> list[Entry]:
    return [entry for each in sessions if each.routine == routine for entry in each.entries]


def _reasons(entries: Iterable[Entry]) -> dict[str, Counter[SkipReason | None]]:
    reasons: dict[str, Counter[SkipReason | None]] = {}
    for entry in entries:
        if entry.outcome is Outcome.SKIPPED:
            reasons.setdefault(entry.exercise, Counter())[entry.reason] += 1
    return reasons


def _quality(sessions: Sequence[Session], routine: Routine) -> Quality:
    entries = _entries(sessions, routine.id)
    known = {exercise.id for exercise in routine.exercises}
    done = [entry.source for entry in entries if entry.outcome is not Outcome.SKIPPED]
    return Quality(
        timed=done.count(Source.TIMED),
        by_hand=done.count(Source.TICKED_BY_HAND),
        cut_off=sum(each.end is None for each in sessions if each.routine == routine.id),
        unknown=sum(entry.exercise not in known for entry in entries),
        other_routines=sum(each.routine != routine.id for each in sessions),
    )
