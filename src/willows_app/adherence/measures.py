"""What the log says about adherence and pain: streak, shares of what was due, response.

Every measure is derived from facts, over any range of days. All are self-reported:
diaries over-report (a median of 220 minutes logged against 176 by accelerometer,
Nicolson 2018). What is not logged counts as not done, so a share is a lower bound.
Another session never lowers a streak or a share, but for the one that says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations, groupby
from statistics import median

from willows_app.adherence.days import days_between
from willows_app.adherence.doses import Dose, Doses
from willows_app.adherence.facts import DONE
from willows_app.adherence.periods import Period
from willows_app.adherence.plan import Plan, Standing
from willows_app.guide.performance import Outcome

CLEAR_RISE = 2
"""Points of 10 from before to after a session that count as a rise; less is noise
(Salaffi 2004: −2 is "much better"; Kovacs 2008)."""

TREND_FROM = 3
"""Weeks, or other periods, with an answer, from which on a trend is told."""


@dataclass(frozen=True)
class Attempt:
    """What measures see of an entry."""

    session: str
    day: date
    exercise: str
    outcome: Outcome
    seconds: float | None
    """Held on all sides; None where nobody timed it."""
    planned: float
    """Seconds to hold, as the session planned it."""

    @property
    def share(self) -> float:
        """How much of the planned seconds was held, up to 1; nothing where nobody timed it."""
        return min(1.0, (self.seconds or 0) / self.planned) if self.planned else 0.0


@dataclass(frozen=True)
class SessionPain:
    """How much it hurt before and after one session, where the patient said so."""

    session: str
    day: date
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Records:
    """What the log holds of one routine, over some range of days."""

    sessions: Mapping[str, date]
    """The day of each session, by its id, be anything done in it or not."""
    planned: Mapping[str, tuple[str, ...]]
    """The exercises that each session set out to do."""
    attempts: tuple[Attempt, ...]
    pains: tuple[SessionPain, ...]


@dataclass(frozen=True)
class Share:
    """So much of what was due."""

    done: float
    due: float

    @property
    def percent(self) -> int | None:
        """Whole percents, rounded down so that only all of it is 100; None if nothing was due."""
        return int(100 * self.done / self.due + 1e-9) if self.due else None


def sessions_by_day(attempts: Iterable[Attempt]) -> Counter[date]:
    """How many sessions count on each day: those in which something was done."""
    counting = {(each.session, each.day) for each in attempts if each.outcome in DONE}
    return Counter(day for _, day in counting)


# ---------------------------------------------------------------- day by day


class DayStatus(StrEnum):
    """What became of a day."""

    DONE = "done"
    """All that one session of the day set out to do, and as many sessions as were due."""
    PARTLY = "partly done"
    MISSED = "missed"
    PAUSED = "paused"
    NOT_DUE = "not due"
    DUE = "due"
    """It is due and not over yet."""


@dataclass(frozen=True)
class Day:
    """One day, measured."""

    day: date
    status: DayStatus
    due: int
    """Sessions due; none before the plan began, in a pause, or without a flare as needed."""
    done: int
    """Sessions in which something was done."""
    over: bool
    """Whether it has passed: today has not."""
    logged: bool
    """Whether anything was recorded."""
    prescribed: Dose
    """What is to be done on a day that is due."""
    completed: int
    """Exercises of it completed in at least one session."""
    held: float
    """Seconds of it, see `Adherence.dose`."""

    @property
    def met(self) -> bool:
        """Whether as many sessions were done as were due."""
        return self.done >= self.due > 0


def measured_days(
    plan: Plan, records: Records, doses: Doses, first: date, last: date, today: date
) -> list[Day]:
    """Every day from `first` to `last`, by what was prescribed on it."""
    standings = dict(plan.days(first, last))
    logged = frozenset(records.sessions.values())
    of_day: dict[date, list[Attempt]] = defaultdict(list)
    for each in records.attempts:
        of_day[each.day].append(each)

    def measured(day: date, attempts: Sequence[Attempt]) -> Day:
        standing, over, prescribed = standings.get(day), day < today, doses.on(day)
        due = plan.daily_sessions if standing and standing.due else 0
        done = {each.session for each in attempts if each.outcome in DONE}
        completed = {each.exercise for each in attempts if each.outcome is Outcome.COMPLETED}
        whole = len(done) >= due and any(completed.issuperset(records.planned[id]) for id in done)
        return Day(
            day=day,
            status=_status_done(whole) if done else _status_undone(standing, over),
            due=due,
            done=len(done),
            over=over,
            logged=day in logged,
            prescribed=prescribed,
            completed=len(completed & prescribed.seconds.keys()),
            held=_held(attempts, prescribed.seconds),
        )

    return [measured(day, of_day[day]) for day in days_between(first, last)]


def _status_done(whole: bool) -> DayStatus:
    return DayStatus.DONE if whole else DayStatus.PARTLY


def _status_undone(standing: Standing | None, over: bool) -> DayStatus:
    if standing is None or not standing.expected:
        return DayStatus.NOT_DUE
    if standing.pause:
        return DayStatus.PAUSED
    return DayStatus.MISSED if over else DayStatus.DUE


def _held(attempts: Iterable[Attempt], doses: Mapping[str, float]) -> float:
    best: dict[str, float] = defaultdict(float)
    for each in attempts:
        best[each.exercise] = max(best[each.exercise], each.share)
    return sum(share * doses.get(exercise, 0) for exercise, share in best.items())


@dataclass(frozen=True)
class Streak:
    """Due days met one after the other."""

    current: int
    best: int


def streak(plan: Plan, sessions: Mapping[date, int], today: date) -> Streak:
    """The current and the best streak; `sessions` counts those of each day (see above).

    Days that are not due are neutral, and a session done in a pause still counts. Today
    counts once it is met and is not failed until it is over.
    """
    current = best = 0
    for span in plan.spans:
        if not span.standing.expected:
            continue
        for day in span.days(span.first, today):
            if sessions.get(day, 0) >= plan.daily_sessions:
                current += 1
                best = max(best, current)
            elif span.standing.due and day < today:
                current = 0
    return Streak(current, best)


# ---------------------------------------------------------------- shares of what was due


@dataclass(frozen=True)
class Adherence:
    """How much of what was due was done, from `first` to `last`."""

    first: date
    last: date
    days: Share
    """Days with as many sessions as were due. Today is among them once it is met."""
    sessions: Share
    """In each week min(done, due) of due; sessions of days that were not due stay out."""
    extra: int
    """Sessions done beyond those that were due, or when none was."""
    exercises: Share
    """Completed of due: each exercise prescribed once on each due day that is over."""
    dose: Share
    """Seconds held of seconds to hold, on each due day that is over.

    Of each exercise the best share of the day, with the weight of its prescribed seconds:
    so a hold that was set shorter within the handout's range, or a back with fewer places,
    is no lack. What was ticked by hand has no seconds.
    """
    logged: Share
    """Due days on which anything was recorded: what is not logged may have been done."""
    when_logged: Share
    """Sessions on those days alone. The one share that another session can lower."""


def adherence(days: Sequence[Day]) -> Adherence:
    """The shares over these days, of which there is at least one."""
    counting = [day for day in days if day.over or day.done >= day.due]
    due = [day for day in counting if day.due]
    over = [day for day in due if day.over]
    sessions = _sessions(due)
    return Adherence(
        first=days[0].day,
        last=days[-1].day,
        days=Share(sum(day.met for day in due), len(due)),
        sessions=sessions,
        extra=_done(counting) - int(sessions.done),
        exercises=Share(
            sum(day.completed for day in over), sum(len(day.prescribed.seconds) for day in over)
        ),
        dose=Share(sum(day.held for day in over), sum(day.prescribed.total for day in over)),
        logged=Share(sum(day.logged for day in due), len(due)),
        when_logged=_sessions([day for day in due if day.logged]),
    )


def by_period(days: Sequence[Day], period: Period = Period.WEEK) -> list[Adherence]:
    """The same for each week, or other period, the outer ones clipped."""
    return [adherence(of) for of in _periods(days, period)]


def _sessions(due: Sequence[Day]) -> Share:
    weeks = [
        Share(_done(week), sum(day.due for day in week)) for week in _periods(due, Period.WEEK)
    ]
    return Share(sum(min(week.done, week.due) for week in weeks), sum(week.due for week in weeks))


def _done(days: Sequence[Day]) -> int:
    return sum(day.done for day in days)


def _periods(days: Sequence[Day], period: Period) -> list[list[Day]]:
    return [list(of) for _, of in groupby(days, key=lambda day: period.number(day.day))]


@dataclass(frozen=True)
class ExerciseRecord:
    """What became of one exercise."""

    exercise: str
    due: int
    """Days on which it was due."""
    completed: int
    partly_done: int
    skipped: int
    stopped_for_pain: int
    """Attempts with this outcome, on any day."""
    seconds_held: float

    @property
    def times_done(self) -> int:
        """How often it was done, wholly or in part."""
        return self.completed + self.partly_done

    @property
    def attempts(self) -> int:
        """How often it was begun: a skip is no attempt."""
        return self.times_done + self.stopped_for_pain


def by_exercise(
    days: Sequence[Day], attempts: Iterable[Attempt], exercises: Iterable[str]
) -> list[ExerciseRecord]:
    """What became of each of these exercises on these days, in their order."""
    due = Counter(
        id for day in days if day.due > 0 and (day.over or day.met) for id in day.prescribed.seconds
    )
    within = frozenset(day.day for day in days)
    outcomes: dict[str, Counter[Outcome]] = defaultdict(Counter)
    seconds: dict[str, float] = defaultdict(float)
    for each in attempts:
        if each.day in within:
            outcomes[each.exercise][each.outcome] += 1
            seconds[each.exercise] += each.seconds or 0
    return [
        ExerciseRecord(
            exercise=id,
            due=due[id],
            completed=outcomes[id][Outcome.COMPLETED],
            partly_done=outcomes[id][Outcome.PARTLY_DONE],
            skipped=outcomes[id][Outcome.SKIPPED],
            stopped_for_pain=outcomes[id][Outcome.STOPPED_FOR_PAIN],
            seconds_held=seconds[id],
        )
        for id in exercises
    ]


def others(records: Records, prescribed: Collection[str]) -> list[str]:
    """The exercises with attempts that were not prescribed."""
    return sorted({each.exercise for each in records.attempts}.difference(prescribed))


# ---------------------------------------------------------------- pain


@dataclass(frozen=True)
class PainResponse:
    """How pain changes over a session, among those with both answers."""

    median_change: float | None
    """Median of after − before; None without such a session."""
    rises: int
    """Sessions after which it hurt clearly more."""
    sessions: int


def pain_response(pains: Iterable[SessionPain]) -> PainResponse:
    """How pain changed from before to after; one session's change is noise."""
    changes = [
        each.after - each.before
        for each in pains
        if each.before is not None and each.after is not None
    ]
    return PainResponse(
        float(median(changes)) if changes else None,
        sum(change >= CLEAR_RISE for change in changes),
        len(changes),
    )


@dataclass(frozen=True)
class PeriodOfPain:
    """The pain of one period, such as a week."""

    number: int
    """See `Period.number`."""
    before: float | None
    """Median; None without an answer."""
    after: float | None
    answers: int
    """Answers before a session."""
    answers_after: int


def pain_by_period(
    pains: Iterable[SessionPain], period: Period = Period.WEEK
) -> list[PeriodOfPain]:
    """The medians of each period with an answer, in order."""
    within: dict[int, list[SessionPain]] = defaultdict(list)
    for each in pains:
        if (each.before, each.after) != (None, None):
            within[period.number(each.day)].append(each)
    return [
        PeriodOfPain(
            number,
            _median(before := [each.before for each in of if each.before is not None]),
            _median(after := [each.after for each in of if each.after is not None]),
            len(before),
            len(after),
        )
        for number, of in sorted(within.items())
    ]


@dataclass(frozen=True)
class PainTrend:
    """How pain before a session changes over the weeks, or other periods."""

    per_period: float | None
    """Points of 10 a period (Theil–Sen slope); None with too few."""
    periods: int
    """Periods with an answer."""
    answers: int


def pain_trend(pains: Iterable[SessionPain], period: Period = Period.WEEK) -> PainTrend:
    """The Theil–Sen slope of the medians of "before": the median of all slopes between two
    periods, which a few odd ones do not move. From `TREND_FROM` of them on."""
    points = [
        (each.number, each.before, each.answers)
        for each in pain_by_period(pains, period)
        if each.before is not None
    ]
    slopes = [(y2 - y1) / (x2 - x1) for (x1, y1, _), (x2, y2, _) in combinations(points, 2)]
    return PainTrend(
        median(slopes) if len(points) >= TREND_FROM else None,
        len(points),
        sum(answers for _, _, answers in points),
    )


def _median(numbers: Sequence[int]) -> float | None:
    return float(median(numbers)) if numbers else None
