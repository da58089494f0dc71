"""What a report says: how a review is told, in words, tables and charts, whatever it becomes.

It is built once and rendered as text (`report_text.py`), HTML (`report_html.py`) and PDF
(`report_pdf.py`). Every text in it is one printable line; what a patient wrote is not to be
trusted beyond that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from willows_app.adherence.facts import PainMoment, Session
from willows_app.adherence.measures import Adherence, PeriodOfPain, Share
from willows_app.adherence.periods import Period
from willows_app.adherence.plan import Phase, Span
from willows_app.clinic.review import ExerciseReview, Review
from willows_app.clinic.tables import answers
from willows_app.guide.performance import SkipReason
from willows_app.routine.words import count_words, dose_words

NOT_SAID = "not said"
MOST_PHASES = 6
"""Phases of the plan in the summary, which is to be one page."""
MOST_CHARTED = 104
"""Weeks in a chart: two years, of which each week can still be seen on half a page."""
MOST_OTHERS = 20
"""Exercises in the summary that the routine does not have."""


@dataclass(frozen=True)
class Table:
    """Rows under names."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def to_the_right(self) -> tuple[bool, ...]:
        """Which columns are of numbers, and so stand to the right."""
        of_numbers = [True] * len(self.columns)
        for row in self.rows:
            for place, cell in enumerate(row):
                of_numbers[place] = of_numbers[place] and _is_number(cell)
        return tuple(of_numbers)


@dataclass(frozen=True)
class Bars:
    """A chart: of each week, how many sessions were done of those that were due."""

    first: date
    last: date
    weeks: tuple[tuple[date, Share], ...]
    """The first day of each."""
    words: str


@dataclass(frozen=True)
class Pains:
    """A chart: the pain of each week, from 0 to 10."""

    first: date
    last: date
    weeks: tuple[tuple[date, float | None, float | None], ...]
    """The first day of each with an answer; pain before a session, and after."""
    words: str


Chart = Bars | Pains


@dataclass(frozen=True)
class Section:
    """What is told of one thing: lines, then a chart, then a table."""

    title: str
    lines: tuple[str, ...] = ()
    chart: Chart | None = None
    table: Table | None = None


@dataclass(frozen=True)
class Report:
    """A review, told."""

    title: str
    code: str
    """The code that the clinic gave the patient."""
    about: tuple[str, ...]
    """Of which days it is, and when and by what it was made."""
    made_at: datetime
    summary: tuple[Section, ...]
    """What is seen first: one page."""
    details: tuple[Section, ...]
    """All that there is, earliest first."""


def report_of(review: Review, patient: str, made_at: datetime, app: str) -> Report:
    """The report; `patient` is the code that the clinic gave, `app` the version of the app."""
    routine = review.routine
    return Report(
        title=printable(f"{patient}: {routine.title}"),
        code=patient,
        about=(
            printable(f"Home exercises of {routine.clinic}"),
            printable(
                f"{review.first} to {review.last}, made on {made_at:%Y-%m-%d at %H:%M} "
                f"by Willows {app}"
            ),
        ),
        made_at=made_at,
        summary=(
            Section("Plan", tuple(_plan(review))),
            Section("Done of what was due", tuple(_done(review)), _bars(review)),
            Section("Pain, from 0 to 10", tuple(_pain(review)), _pains(review)),
            Section(
                "Exercises",
                tuple(_exercise_lines(review)),
                table=_exercises(review.exercises),
            ),
            Section("How far this can be trusted", tuple(_quality(review))),
        ),
        details=(
            _listed("Week by week", WEEK_COLUMNS, map(_week, review.weeks)),
            _listed("Pain, week by week", PAIN_COLUMNS, map(_week_of_pain, review.pain)),
            _listed(
                "All sessions",
                SESSION_COLUMNS,
                (_session(each, routine.id) for each in review.sessions),
            ),
            _listed("Notes", NOTE_COLUMNS, _notes(review.sessions)),
            _listed("The plan from the first day on", PHASE_COLUMNS, map(_phase, review.phases)),
            _listed("Doses as prescribed now", DOSE_COLUMNS, _doses(review)),
        ),
    )


WEEK_COLUMNS = ("from", "done", "due", "of those due", "more", "days as planned", "held")
PAIN_COLUMNS = ("week of", "before", "n before", "after", "n after")
EXERCISE_COLUMNS = (
    *("exercise", "done", "due", "partly", "skipped", "stopped", "held", "why skipped"),
)
SESSION_COLUMNS = ("day", "done", "planned", "pain before", "after", "how it ended", "recorded")
NOTE_COLUMNS = ("day", "what the patient wrote")
PHASE_COLUMNS = ("from", "to", "phase")
DOSE_COLUMNS = ("exercise", "dose")


def _listed(title: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Section:
    table = Table(columns, tuple(rows))
    return Section(title, table=table) if table.rows else Section(title, ("None.",))


# ---------------------------------------------------------------- the plan


def _plan(review: Review) -> Iterator[str]:
    plan, phases = review.plan, review.phases
    yield printable(review.routine.schedule.words)
    yield from measured_by(review)
    often = "once a day" if plan.daily_sessions == 1 else f"{plan.daily_sessions} times a day"
    yield f"Daily phase: {often}, meant for {count_words(plan.daily_days, 'day')}."
    if not phases:
        yield "It has not begun."
    if earlier := len(phases[:-MOST_PHASES]):
        yield f"{count_words(earlier, 'earlier phase')}: see the end."
    for span in phases[-MOST_PHASES:]:
        yield f"{span.first} to {span.last}: {_standing(span)}"


def measured_by(review: Review) -> Iterator[str]:
    """That a clinic's plan is in force or was, and what that means for the days before."""
    plan = review.last_plan
    if plan is None or not (plan.by_clinic or review.earlier_plan):
        return
    now = "the clinic's plan" if plan.by_clinic else "the handout"
    if plan.by_clinic:
        count = count_words(len(review.routine.exercises), "exercise")
        yield f"A clinic's plan since {plan.since}: {count}; the report ends with their doses."
    else:
        yield f"The handout again since {plan.since}, after a clinic's plan."
    if review.earlier_plan:
        yield (
            f"Exercises and seconds held of the days before {plan.since} are measured by "
            f"{now} as well, though other doses may have been due then."
        )


def _doses(review: Review) -> Iterator[tuple[str, ...]]:
    for each in review.routine.exercises:
        yield printable(each.title), printable(dose_words(each.dose))


def _phase(span: Span) -> tuple[str, ...]:
    return str(span.first), str(span.last), _standing(span)


def _standing(span: Span) -> str:
    standing = span.standing
    words = "daily" if standing.phase is Phase.DAILY else "as needed"
    if standing.flare_since:
        words = f"stiff or sore since {standing.flare_since}, sessions due"
    if standing.pause:
        reason = f", {standing.pause.reason.value}" if standing.pause.reason else ""
        words = f"paused{reason} ({words})"
    return words


# ---------------------------------------------------------------- what was done


def _done(review: Review) -> Iterator[str]:
    total = review.total
    yield f"Days as planned: {_of(total.days)}."
    yield f"Sessions: {_of(total.sessions)}, and {total.extra} more."
    yield f"Seconds held of those prescribed: {_of(total.dose)}.{_without_seconds(review)}"


def _without_seconds(review: Review) -> str:
    """ " 3 exercises ticked by hand have no seconds." """
    by_hand = review.quality.by_hand
    if not by_hand:
        return ""
    words = f"{count_words(by_hand, 'exercise')} ticked by hand"
    return f" {words} {'has' if by_hand == 1 else 'have'} no seconds."


def _bars(review: Review) -> Bars | None:
    charted = _charted(review)
    if not any(week.sessions.due for week in charted):
        return None
    return Bars(
        charted[0].first,
        charted[-1].last,
        tuple((week.first, week.sessions) for week in charted),
        f"Sessions of each week{_how_many(review)}. Whole bar: due. Full part: done.",
    )


def _charted(review: Review) -> Sequence[Adherence]:
    return review.weeks[-MOST_CHARTED:]


def _how_many(review: Review) -> str:
    return f", the last {MOST_CHARTED} weeks" if len(review.weeks) > MOST_CHARTED else ""


def _week(week: Adherence) -> tuple[str, ...]:
    return (
        str(week.first),
        f"{week.sessions.done:g}",
        f"{week.sessions.due:g}",
        _percent(week.sessions),
        str(week.extra),
        f"{week.days.done:g}",
        _percent(week.dose),
    )


# ---------------------------------------------------------------- pain


def _pain(review: Review) -> Iterator[str]:
    trend, response = review.trend, review.response
    said = f"{count_words(trend.answers, 'answer')} in {count_words(trend.periods, 'week')}"
    if trend.per_period is not None:
        yield f"Before a session: {trend.per_period:+.1f} points a week (Theil–Sen), from {said}."
    elif trend.answers:
        yield f"Before a session: {said}, too few for a trend."
    if response.median_change is not None:
        yield (
            f"Over a session: {response.median_change:+g} points (median), from "
            f"{count_words(response.sessions, 'session')} with both answers; 2 points or more "
            f"worse after {response.rises} of them."
        )
    answered, declined = asked(review)
    stops = review.at_stops
    yield f"Before and after sessions: {_asked(answered, declined)}."
    if stops.answered or stops.declined:
        yield f"When something was stopped for pain: {_asked(stops.answered, stops.declined)}."
    if declined or stops.declined:
        yield "What was declined is left open."


def asked(review: Review) -> tuple[int, int]:
    """How often a question about pain before or after a session was answered, and declined."""
    said = [pain.score for session in _own(review) for pain in answers(session).values()]
    declined = said.count(None)
    return len(said) - declined, declined


def _asked(answered: int, declined: int) -> str:
    """ "asked 4 times, answered 3, declined 1"."""
    if not answered + declined:
        return "never asked"
    times = count_words(answered + declined, "time")
    return f"asked {times}, answered {answered}, declined {declined}"


def _own(review: Review) -> list[Session]:
    return [each for each in review.sessions if each.routine == review.routine.id]


def _pains(review: Review) -> Pains | None:
    charted = _charted(review)
    begin = Period.WEEK.number(charted[0].first)
    weeks = [week for week in review.pain if week.number >= begin]
    if not weeks:
        return None
    return Pains(
        charted[0].first,
        charted[-1].last,
        tuple((Period.WEEK.first_day(week.number), week.before, week.after) for week in weeks),
        f"Median of each week{_how_many(review)}. Dots: before a session. Rings: after. "
        "A week without an answer is left open.",
    )


def _week_of_pain(week: PeriodOfPain) -> tuple[str, ...]:
    return (
        str(Period.WEEK.first_day(week.number)),
        _number(week.before),
        str(week.answers),
        _number(week.after),
        str(week.answers_after),
    )


# ---------------------------------------------------------------- exercises


def _exercise_lines(review: Review) -> Iterator[str]:
    exercises = review.exercises
    attempts = sum(each.record.attempts for each in exercises)
    stopped = Counter[str]()
    reasons = Counter[str]()
    for each in exercises:
        stopped[each.title] += each.record.stopped_for_pain
        for reason, count in each.skipped.items():
            reasons[_reason(reason)] += count
    yield f"Stopped for pain: {_times(stopped)}, of {count_words(attempts, 'attempt')}."
    yield from _pain_at_stops(review)
    yield f"Skipped: {_times(reasons)}."
    yield (
        "Done: completed on days that were due. Partly, skipped, stopped for pain: times. "
        "Held: of the seconds prescribed; none by hand."
    )
    others = len([each for each in exercises if not each.prescribed])
    if others:
        yield "With “–” for due: not prescribed now, and done: times completed."
    if others > MOST_OTHERS:
        yield f"Of {others} such, those that were stopped for pain most often."


def _pain_at_stops(review: Review) -> Iterator[str]:
    """ "Highest pain at a stop: 8 (Cobra 8, n = 10)."; n is how often it was said."""
    if review.at_stops.highest is None:
        return
    said = [each for each in review.exercises if each.at_stops.highest is not None]
    said.sort(key=lambda each: -(each.at_stops.highest or 0))
    told = [
        f"{printable(each.title)} {each.at_stops.highest}, n = {each.at_stops.answered}"
        for each in said
    ]
    words = f" ({_first_of(told, '; ')})" if told else ""
    yield f"Highest pain at a stop: {review.at_stops.highest}{words}."


def _times(counted: Mapping[str, int]) -> str:
    """ "3 times (cobra 2, cat 1)"."""
    total = sum(counted.values())
    if not total:
        return "never"
    each = [f"{printable(name)} {count}" for name, count in _by_count(counted) if count]
    return f"{count_words(total, 'time')} ({_first_of(each, ', ')})"


def _first_of(told: Sequence[str], between: str) -> str:
    """Not more than can be read."""
    more = [f"and {len(told) - MOST_OTHERS} more"] if len(told) > MOST_OTHERS else []
    return between.join([*told[:MOST_OTHERS], *more])


def _exercises(exercises: Sequence[ExerciseReview]) -> Table:
    others = [each for each in exercises if not each.prescribed]
    others.sort(key=lambda each: (-each.record.stopped_for_pain, each.title))
    shown = [each for each in exercises if each.prescribed] + others[:MOST_OTHERS]
    return Table(EXERCISE_COLUMNS, tuple(map(_exercise, shown)))


def _exercise(each: ExerciseReview) -> tuple[str, ...]:
    record, completed = each.record, each.completed
    return (
        printable(each.title),
        f"{completed.done:g}" if each.prescribed else str(record.completed),
        f"{completed.due:g}" if each.prescribed else "–",
        str(record.partly_done),
        str(record.skipped),
        str(record.stopped_for_pain),
        _percent(each.dose),
        ", ".join(f"{reason} {count}" for reason, count in skipped_by_reason(each)),
    )


def skipped_by_reason(exercise: ExerciseReview) -> list[tuple[str, int]]:
    """How often an exercise was skipped for which reason, the most frequent first."""
    return _by_count({_reason(reason): count for reason, count in exercise.skipped.items()})


def _by_count(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def _reason(reason: SkipReason | None) -> str:
    return reason.value if reason else NOT_SAID


# ---------------------------------------------------------------- sessions and notes


def _session(session: Session, routine: str) -> tuple[str, ...]:
    scores = {moment: pain.score for moment, pain in answers(session).items()}
    other = "" if session.routine == routine else f", routine {printable(session.routine)}"
    return (
        str(session.day),
        str(len(session.done)),
        str(len(session.planned)),
        _number(scores.get(PainMoment.BEFORE)),
        _number(scores.get(PainMoment.AFTER)),
        session.end.value if session.end else "cut off",
        _recorded(session) + other,
    )


def _recorded(session: Session) -> str:
    return " and ".join(sorted({entry.source.value for entry in session.entries})) or "nothing"


def _notes(sessions: Iterable[Session]) -> list[tuple[str, ...]]:
    return [(str(each.day), printable(each.note)) for each in sessions if each.note.strip()]


# ---------------------------------------------------------------- how far it can be trusted


def _quality(review: Review) -> Iterator[str]:
    quality, total = review.quality, review.total
    yield "The patient reported all of it; what was not logged counts as not done."
    yield (
        f"Due days on which something was logged: {_of(total.logged)}. "
        f"Sessions on those days alone: {_of(total.when_logged)}."
    )
    yield f"Exercises timed: {quality.timed}, ticked by hand: {quality.by_hand}."
    for count, thing in (
        (quality.cut_off, "session that was cut off: the app was closed in the middle"),
        (quality.unknown, "exercise that the routine does not have, counted in no share"),
        (quality.other_routines, "session of another routine, counted nowhere but in the list"),
    ):
        if count:
            yield f"{count} × {thing}."


# ---------------------------------------------------------------- in words


def printable(text: str) -> str:
    """In one line and without what would command a terminal or turn the writing round."""
    return "".join(each if each.isprintable() else "\ufffd" for each in " ".join(text.split()))


def _is_number(cell: str) -> bool:
    return cell.rstrip("%").replace(".", "", 1).isdigit() or cell == "–"


def _number(number: float | None) -> str:
    return "–" if number is None else f"{number:g}"


def _percent(share: Share) -> str:
    return "–" if share.percent is None else f"{share.percent}%"


def _of(share: Share) -> str:
    """ "12 of 20 (60%)"."""
    percent = "" if share.percent is None else f" ({share.percent}%)"
    return f"{round(share.done)} of {round(share.due)}{percent}"
