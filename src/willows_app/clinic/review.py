"""What a clinician wants to know of a log: how it went from one day to another.

Every figure is one of `adherence.measures`, so the clinic sees what the app shows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from willows_app.adherence.accepted import LastPlan, doses_in, earlier_titles_in, last_plan_in
from willows_app.adherence.facts import Entry, Pain, PainMoment, Session, Source
from willows_app.adherence.log import Log, reads_log
from willows_app.adherence.measures import (
    Adherence,
    Day,
    ExerciseRecord,
    PainResponse,
    PainTrend,
    PeriodOfPain,
    SessionPain,
    Share,
    adherence,
    by_exercise,
    by_period,
    measured_days,
    others,
    pain_by_period,
    pain_response,
    pain_trend,
)
from willows_app.adherence.plan import Plan, Span
from willows_app.adherence.records import plan_in, records_in
from willows_app.guide.performance import Outcome, SkipReason
from willows_app.language import of_a_handout
from willows_app.routine.model import Routine


@dataclass(frozen=True)
class PainAtStops:
    """What was said of pain when something was stopped for it."""

    highest: int | None
    """From 0 to 10; None without an answer."""
    answered: int
    declined: int


@dataclass(frozen=True)
class ExerciseReview:
    """What became of one exercise."""

    title: str
    record: ExerciseRecord
    prescribed: bool
    """Else it was done, but the routine did not have it: no day asks for it."""
    completed: Share
    """Due days on which it was completed, of those that are over."""
    dose: Share
    """Seconds held of seconds prescribed, see `Adherence.dose`."""
    skipped: Mapping[SkipReason | None, int]
    """How often it was skipped, by reason; None where none was said."""
    at_stops: PainAtStops


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
    """Exercises that were not prescribed; the shares leave them out."""
    other_routines: int
    """Sessions of other routines; no measure counts them."""


@dataclass(frozen=True)
class Review:
    """How it went from `first` to `last`, both included."""

    routine: Routine
    first: date
    last: date
    plan: Plan
    last_plan: LastPlan | None
    """Whose plan `routine` is, where a clinic had its own."""
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
    """In the order of the routine; then those of an earlier plan, and others with entries."""
    sessions: tuple[Session, ...]
    """All of these days, earliest first, of other routines too."""
    at_stops: PainAtStops
    """Of all exercises together."""
    quality: Quality

    @property
    def earlier_plan(self) -> bool:
        """Whether some of these days had another plan, and are measured by that."""
        return self.last_plan is not None and self.last_plan.since > self.first

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
    doses, sessions = doses_in(log, routine), log.sessions_between(first, last)
    own = [each for each in sessions if each.routine == routine.id]
    days = measured_days(plan, records, doses, first, last, today)
    exercises = doses.between(first, last)
    return Review(
        routine=routine,
        first=first,
        last=last,
        plan=plan,
        last_plan=last_plan_in(log, routine),
        days=tuple(days),
        pains=records.pains,
        total=adherence(days),
        weeks=tuple(by_period(days)),
        pain=tuple(pain_by_period(records.pains)),
        trend=pain_trend(records.pains),
        response=pain_response(records.pains),
        exercises=tuple(
            _exercises(
                _titles(log, routine, own),
                own,
                by_exercise(days, records.attempts, [*exercises, *others(records, exercises)]),
                {
                    id: adherence(measured_days(plan, records, doses.of(id), first, last, today))
                    for id in exercises
                },
            )
        ),
        sessions=sessions,
        at_stops=_at_stops(_stops(own)),
        quality=_quality(own, len(sessions) - len(own), exercises),
    )


def _titles(log: Log, routine: Routine, sessions: Iterable[Session]) -> dict[str, str]:
    """What each exercise is called: in the routine, else when it was done, else in a plan."""
    return {
        **earlier_titles_in(log, routine.id),
        **{entry.exercise: of_a_handout(entry.title) for entry in _entries(sessions)},
        **{each.id: each.title for each in routine.exercises},
    }


def _exercises(
    titles: Mapping[str, str],
    sessions: Sequence[Session],
    records: Iterable[ExerciseRecord],
    shares: Mapping[str, Adherence],
) -> Iterator[ExerciseReview]:
    """What became of each; `shares` are of those that were prescribed."""
    reasons = _reasons(_entries(sessions))
    pains: dict[str | None, list[Pain]] = defaultdict(list)
    for stop in _stops(sessions):
        pains[stop.exercise].append(stop)
    for record in records:
        share = shares.get(record.exercise)
        yield ExerciseReview(
            title=titles.get(record.exercise, record.exercise),
            record=record,
            prescribed=share is not None,
            completed=share.exercises if share else Share(0, 0),
            dose=share.dose if share else Share(0, 0),
            skipped=reasons.get(record.exercise, {}),
            at_stops=_at_stops(pains[record.exercise]),
        )


def _entries(sessions: Iterable[Session]) -> list[Entry]:
    return [entry for each in sessions for entry in each.entries]


def _stops(sessions: Iterable[Session]) -> list[Pain]:
    return [pain for each in sessions for pain in each.pains if pain.moment is PainMoment.STOP]


def _reasons(entries: Iterable[Entry]) -> dict[str, Counter[SkipReason | None]]:
    reasons: dict[str, Counter[SkipReason | None]] = {}
    for entry in entries:
        if entry.outcome is Outcome.SKIPPED:
            reasons.setdefault(entry.exercise, Counter())[entry.reason] += 1
    return reasons


def _at_stops(said: Iterable[Pain]) -> PainAtStops:
    scores = [pain.score for pain in said]
    answered = [score for score in scores if score is not None]
    return PainAtStops(max(answered, default=None), len(answered), len(scores) - len(answered))


def _quality(sessions: Sequence[Session], others: int, known: Collection[str]) -> Quality:
    """Of the sessions of the routine; `others` is how many there are of other routines."""
    entries = _entries(sessions)
    done = [entry.source for entry in entries if entry.outcome is not Outcome.SKIPPED]
    return Quality(
        timed=done.count(Source.TIMED),
        by_hand=done.count(Source.TICKED_BY_HAND),
        cut_off=sum(each.end is None for each in sessions),
        unknown=sum(entry.exercise not in known for entry in entries),
        other_routines=others,
    )
