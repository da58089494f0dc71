"""What a report says: how a review is told, in words, tables and charts, whatever it becomes.

It is built once and rendered as text (`report_text.py`), HTML (`report_html.py`) and PDF
(`report_pdf.py`). Every text in it is one printable line; what a patient wrote is not to be
trusted beyond that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, auto

from willows_app.adherence.facts import PainMoment, Session, Source
from willows_app.adherence.measures import Adherence, PeriodOfPain, Share
from willows_app.adherence.periods import Period
from willows_app.adherence.plan import Span
from willows_app.adherence.words import PAUSE_REASONS, PHASES, SESSION_ENDS, SKIP_REASONS, SOURCES
from willows_app.clinic.review import ExerciseReview, Review
from willows_app.clinic.tables import answers
from willows_app.guide.performance import SkipReason
from willows_app.language import Language, _, counted, in_use, pgettext
from willows_app.routine.words import dose_words

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


class Listing(Enum):
    """What the rows of a long table are."""

    WEEKS = auto()
    PAIN = auto()
    SESSIONS = auto()
    NOTES = auto()
    PHASES = auto()
    DOSES = auto()


@dataclass(frozen=True)
class Section:
    """What is told of one thing: lines, then a chart, then a table."""

    title: str
    lines: tuple[str, ...] = ()
    chart: Chart | None = None
    table: Table | None = None
    listing: Listing | None = None
    """Of a table that has all there is."""


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
    language: Language = field(default_factory=in_use)
    """In which it is told."""


def report_of(review: Review, patient: str, made_at: datetime, app: str) -> Report:
    """The report; `patient` is the code that the clinic gave, `app` the version of the app.

    It is in the language in use.
    """
    routine = review.routine
    made = _("{first} to {last}, made on {day} at {time} by Willows {version}").format(
        first=review.first,
        last=review.last,
        day=f"{made_at:%Y-%m-%d}",
        time=f"{made_at:%H:%M}",
        version=app,
    )
    return Report(
        title=printable(f"{patient}: {routine.title}"),
        code=patient,
        about=(
            printable(_("Home exercises of {clinic}").format(clinic=routine.clinic)),
            printable(made),
        ),
        made_at=made_at,
        summary=tuple(_summary(review)),
        details=tuple(_details(review)),
    )


def _summary(review: Review) -> Iterator[Section]:
    yield Section(_("Plan"), tuple(_plan(review)))
    yield Section(_("Done of what was due"), tuple(_done(review)), _bars(review))
    yield Section(_("Pain, from 0 to 10"), tuple(_pain(review)), _pains(review))
    yield Section(
        _("Exercises"), tuple(_exercise_lines(review)), table=_exercises(review.exercises)
    )
    yield Section(_("How far this can be trusted"), tuple(_quality(review)))


def _details(review: Review) -> Iterator[Section]:
    sessions, routine = review.sessions, review.routine.id
    yield _listed(Listing.WEEKS, _("Week by week"), _week_columns(), map(_week, review.weeks))
    yield _listed(
        Listing.PAIN,
        _("Pain, week by week"),
        (
            pgettext("column", "week of"),
            pgettext("column", "before"),
            pgettext("column", "n before"),
            pgettext("column", "after"),
            pgettext("column", "n after"),
        ),
        map(_week_of_pain, review.pain),
    )
    yield _listed(
        Listing.SESSIONS,
        _("All sessions"),
        _session_columns(),
        (_session(each, routine) for each in sessions),
    )
    yield _listed(
        Listing.NOTES,
        _("Notes"),
        (pgettext("column", "day"), pgettext("column", "what the patient wrote")),
        _notes(sessions),
    )
    yield _listed(
        Listing.PHASES,
        _("The plan from the first day on"),
        (pgettext("column", "from"), pgettext("column", "to"), pgettext("column", "phase")),
        map(_phase, review.phases),
    )
    yield _listed(
        Listing.DOSES,
        _("Doses as prescribed now"),
        (pgettext("column", "exercise"), pgettext("column", "dose")),
        _doses(review),
    )


def _listed(
    listing: Listing, title: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]
) -> Section:
    table = Table(columns, tuple(rows))
    if not table.rows:
        return Section(title, (_("None."),))
    return Section(title, table=table, listing=listing)


# ---------------------------------------------------------------- the plan


def _plan(review: Review) -> Iterator[str]:
    plan, phases = review.plan, review.phases
    yield printable(review.routine.schedule.words)
    yield from measured_by(review)
    yield _("Daily phase: {often}, meant for {days}.").format(
        often=_("once a day")
        if plan.daily_sessions == 1
        else counted(plan.daily_sessions, "{count} time a day", "{count} times a day"),
        days=counted(plan.daily_days, "{count} day", "{count} days"),
    )
    if not phases:
        yield _("It has not begun.")
    if earlier := len(phases[:-MOST_PHASES]):
        yield counted(
            earlier, "{count} earlier phase: see the end.", "{count} earlier phases: see the end."
        )
    for span in phases[-MOST_PHASES:]:
        yield _("{first} to {last}: {phase}").format(
            first=span.first, last=span.last, phase=_standing(span)
        )


def measured_by(review: Review) -> Iterator[str]:
    """That a clinic's plan is in force or was, and what that means for the days before."""
    plan = review.last_plan
    if plan is None or not (plan.by_clinic or review.earlier_plan):
        return
    if plan.by_clinic:
        yield counted(
            len(review.routine.exercises),
            "A clinic's plan since {day}: {count} exercise; the report ends with their doses.",
            "A clinic's plan since {day}: {count} exercises; the report ends with their doses.",
            day=plan.since,
        )
    else:
        yield _("The handout again since {day}, after a clinic's plan.").format(day=plan.since)
    if review.earlier_plan:
        yield _(
            "Exercises and seconds held of the days before {day} are measured by what was "
            "prescribed then."
        ).format(day=plan.since)


def _doses(review: Review) -> Iterator[tuple[str, ...]]:
    for each in review.routine.exercises:
        yield printable(each.title), printable(dose_words(each.dose))


def _phase(span: Span) -> tuple[str, ...]:
    return str(span.first), str(span.last), _standing(span)


def _standing(span: Span) -> str:
    standing = span.standing
    phase = (
        _("stiff or sore since {day}, sessions due").format(day=standing.flare_since)
        if standing.flare_since
        else _(PHASES[standing.phase])
    )
    if not standing.pause:
        return phase
    if not standing.pause.reason:
        return _("paused ({phase})").format(phase=phase)
    reason = _(PAUSE_REASONS[standing.pause.reason])
    return _("paused, {reason} ({phase})").format(reason=reason, phase=phase)


# ---------------------------------------------------------------- what was done


def _done(review: Review) -> Iterator[str]:
    total = review.total
    yield _("Days as planned: {share}.").format(share=_of(total.days))
    yield _("Sessions: {share}, and {more} more.").format(
        share=_of(total.sessions), more=total.extra
    )
    held = _("Seconds held of those prescribed: {share}.").format(share=_of(total.dose))
    yield " ".join([held, *_without_seconds(review)])


def _without_seconds(review: Review) -> Iterator[str]:
    if review.quality.by_hand:
        yield counted(
            review.quality.by_hand,
            "{count} exercise ticked by hand has no seconds.",
            "{count} exercises ticked by hand have no seconds.",
        )


def _bars(review: Review) -> Bars | None:
    charted = _charted(review)
    if not any(week.sessions.due for week in charted):
        return None
    words = (
        _("Sessions of each week, the last {count} weeks. Whole bar: due. Full part: done.")
        if _is_clipped(review)
        else _("Sessions of each week. Whole bar: due. Full part: done.")
    )
    return Bars(
        charted[0].first,
        charted[-1].last,
        tuple((week.first, week.sessions) for week in charted),
        words.format(count=MOST_CHARTED),
    )


def _charted(review: Review) -> Sequence[Adherence]:
    return review.weeks[-MOST_CHARTED:]


def _is_clipped(review: Review) -> bool:
    return len(review.weeks) > MOST_CHARTED


def _week_columns() -> tuple[str, ...]:
    return (
        pgettext("column", "from"),
        pgettext("column", "done"),
        pgettext("column", "due"),
        pgettext("column", "of those due"),
        pgettext("column", "more"),
        pgettext("column", "days as planned"),
        pgettext("column", "held"),
    )


def _week(week: Adherence) -> tuple[str, ...]:
    return (
        str(week.first),
        figure(week.sessions.done),
        figure(week.sessions.due),
        _percent(week.sessions),
        str(week.extra),
        figure(week.days.done),
        _percent(week.dose),
    )


# ---------------------------------------------------------------- pain


def _pain(review: Review) -> Iterator[str]:
    trend, response = review.trend, review.response
    said = {
        "answers": counted(trend.answers, "{count} answer", "{count} answers"),
        "weeks": counted(trend.periods, "{count} week", "{count} weeks"),
    }
    if trend.per_period is not None:
        yield _(
            "Before a session: {change} points a week (Theil–Sen), from {answers} in {weeks}."
        ).format(change=figure(trend.per_period, "+.1f"), **said)
    elif trend.answers:
        yield _("Before a session: {answers} in {weeks}, too few for a trend.").format(**said)
    if response.median_change is not None:
        yield counted(
            response.sessions,
            "Over a session: {change} points (median), from {count} session with both answers; "
            "2 points or more worse after {rises} of them.",
            "Over a session: {change} points (median), from {count} sessions with both answers; "
            "2 points or more worse after {rises} of them.",
            change=figure(response.median_change, "+g"),
            rises=response.rises,
        )
    yield _("Before and after sessions: {asked}.").format(asked=_asked(*asked(review)))
    stops = review.at_stops
    if stops.answered or stops.declined:
        yield _("When something was stopped for pain: {asked}.").format(
            asked=_asked(stops.answered, stops.declined)
        )
    if asked(review)[1] or stops.declined:
        yield _("What was declined is left open.")


def asked(review: Review) -> tuple[int, int]:
    """How often a question about pain before or after a session was answered, and declined."""
    said = [pain.score for session in _own(review) for pain in answers(session).values()]
    declined = said.count(None)
    return len(said) - declined, declined


def _asked(answered: int, declined: int) -> str:
    """ "asked 4 times, answered 3, declined 1"."""
    if not answered + declined:
        return _("never asked")
    return counted(
        answered + declined,
        "asked {count} time, answered {answered}, declined {declined}",
        "asked {count} times, answered {answered}, declined {declined}",
        answered=answered,
        declined=declined,
    )


def _own(review: Review) -> list[Session]:
    return [each for each in review.sessions if each.routine == review.routine.id]


def _pains(review: Review) -> Pains | None:
    charted = _charted(review)
    begin = Period.WEEK.number(charted[0].first)
    weeks = [week for week in review.pain if week.number >= begin]
    if not weeks:
        return None
    words = (
        _(
            "Median of each week, the last {count} weeks. Dots: before a session. Rings: after. "
            "A week without an answer is left open."
        )
        if _is_clipped(review)
        else _(
            "Median of each week. Dots: before a session. Rings: after. "
            "A week without an answer is left open."
        )
    )
    return Pains(
        charted[0].first,
        charted[-1].last,
        tuple((Period.WEEK.first_day(week.number), week.before, week.after) for week in weeks),
        words.format(count=MOST_CHARTED),
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
    stopped = Counter[str]()
    reasons = Counter[SkipReason | None]()
    for each in exercises:
        stopped[each.title] += each.record.stopped_for_pain
        reasons.update(each.skipped)
    yield counted(
        sum(each.record.attempts for each in exercises),
        "Stopped for pain: {times}, of {count} attempt.",
        "Stopped for pain: {times}, of {count} attempts.",
        times=_times(stopped),
    )
    yield from _pain_at_stops(review)
    yield _("Skipped: {times}.").format(times=_times(_by_reason(reasons)))
    yield _(
        "Done: completed on days that were due. Partly, skipped, stopped for pain: times. "
        "Held: of the seconds prescribed; none by hand."
    )
    others = len([each for each in exercises if not each.prescribed])
    if others:
        yield _("With “–” for due: not prescribed on these days, and done: times completed.")
    if others > MOST_OTHERS:
        yield _("Of {count} such, those that were stopped for pain most often.").format(
            count=others
        )


def _pain_at_stops(review: Review) -> Iterator[str]:
    """ "Highest pain at a stop: 8 (Cobra 8, n = 10)."; n is how often it was said."""
    highest = review.at_stops.highest
    if highest is None:
        return
    said = [each for each in review.exercises if each.at_stops.highest is not None]
    said.sort(key=lambda each: -(each.at_stops.highest or 0))
    told = [
        f"{printable(each.title)} {each.at_stops.highest}, n = {each.at_stops.answered}"
        for each in said
    ]
    if told:
        yield _("Highest pain at a stop: {pain} ({each}).").format(
            pain=highest, each=_first_of(told, "; ")
        )
    else:
        yield _("Highest pain at a stop: {pain}.").format(pain=highest)


def _times(counts: Mapping[str, int]) -> str:
    """ "3 times (cobra 2, cat 1)"."""
    total = sum(counts.values())
    if not total:
        return _("never")
    each = [f"{printable(name)} {count}" for name, count in _by_count(counts) if count]
    return counted(
        total, "{count} time ({each})", "{count} times ({each})", each=_first_of(each, ", ")
    )


def _first_of(told: Sequence[str], between: str) -> str:
    """Not more than can be read."""
    more = len(told) - MOST_OTHERS
    last = [_("and {count} more").format(count=more)] if more > 0 else []
    return between.join([*told[:MOST_OTHERS], *last])


def _exercises(exercises: Sequence[ExerciseReview]) -> Table:
    others = [each for each in exercises if not each.prescribed]
    others.sort(key=lambda each: (-each.record.stopped_for_pain, each.title))
    shown = [each for each in exercises if each.prescribed] + others[:MOST_OTHERS]
    columns = (
        pgettext("column", "exercise"),
        pgettext("column", "done"),
        pgettext("column", "due"),
        pgettext("column", "partly"),
        pgettext("column", "skipped"),
        pgettext("column", "stopped"),
        pgettext("column", "held"),
        pgettext("column", "why skipped"),
    )
    return Table(columns, tuple(map(_exercise, shown)))


def _exercise(each: ExerciseReview) -> tuple[str, ...]:
    record, completed = each.record, each.completed
    return (
        printable(each.title),
        figure(completed.done) if each.prescribed else str(record.completed),
        figure(completed.due) if each.prescribed else "–",
        str(record.partly_done),
        str(record.skipped),
        str(record.stopped_for_pain),
        _percent(each.dose),
        ", ".join(f"{reason} {count}" for reason, count in _by_count(_by_reason(each.skipped))),
    )


def _by_reason(skipped: Mapping[SkipReason | None, int]) -> dict[str, int]:
    """How often something was skipped for which reason, in words."""
    return {
        _(SKIP_REASONS[reason]) if reason else _("not said"): count
        for reason, count in skipped.items()
    }


def _by_count(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The most frequent first."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


# ---------------------------------------------------------------- sessions and notes


def _session_columns() -> tuple[str, ...]:
    return (
        pgettext("column", "day"),
        pgettext("column", "done"),
        pgettext("column", "planned"),
        pgettext("column", "pain before"),
        pgettext("column", "after"),
        pgettext("column", "how it ended"),
        pgettext("column", "recorded"),
    )


def _session(session: Session, routine: str) -> tuple[str, ...]:
    scores = {moment: pain.score for moment, pain in answers(session).items()}
    return (
        str(session.day),
        str(len(session.done)),
        str(len(session.planned)),
        _number(scores.get(PainMoment.BEFORE)),
        _number(scores.get(PainMoment.AFTER)),
        _(SESSION_ENDS[session.end]) if session.end else _("cut off"),
        _recorded(session, routine),
    )


def _recorded(session: Session, routine: str) -> str:
    sources = {entry.source for entry in session.entries}
    how = {
        frozenset(): _("nothing"),
        frozenset(Source): _("ticked by hand and timed"),
        **{frozenset({each}): _(words) for each, words in SOURCES.items()},
    }[frozenset(sources)]
    if session.routine == routine:
        return how
    return _("{recorded}, routine {routine}").format(
        recorded=how, routine=printable(session.routine)
    )


def _notes(sessions: Iterable[Session]) -> list[tuple[str, ...]]:
    return [(str(each.day), printable(each.note)) for each in sessions if each.note.strip()]


# ---------------------------------------------------------------- how far it can be trusted


def _quality(review: Review) -> Iterator[str]:
    quality, total = review.quality, review.total
    yield _("The patient reported all of it; what was not logged counts as not done.")
    yield _(
        "Due days on which something was logged: {logged}. Sessions on those days alone: {done}."
    ).format(logged=_of(total.logged), done=_of(total.when_logged))
    yield _("Exercises timed: {timed}, ticked by hand: {by_hand}.").format(
        timed=quality.timed, by_hand=quality.by_hand
    )
    for count, words in (
        (
            quality.cut_off,
            _("{count} × session that was cut off: the app was closed in the middle."),
        ),
        (
            quality.unknown,
            _("{count} × exercise that the routine does not have, counted in no share."),
        ),
        (
            quality.other_routines,
            _("{count} × session of another routine, counted nowhere but in the list."),
        ),
    ):
        if count:
            yield words.format(count=count)


# ---------------------------------------------------------------- in words


def printable(text: str) -> str:
    """In one line and without what would command a terminal or turn the writing round."""
    return "".join(each if each.isprintable() else "\ufffd" for each in " ".join(text.split()))


def figure(number: float, form: str = "g") -> str:
    """A number as the language in use writes it; `form` is one of Python's."""
    return format(number, form).replace(".", in_use().decimal)


def _is_number(cell: str) -> bool:
    return cell == "–" or re.fullmatch(r"\d+([.,]\d*)?[ \u00a0]?%?", cell) is not None


def _number(number: float | None) -> str:
    return "–" if number is None else figure(number)


def _percent(share: Share) -> str:
    return "–" if share.percent is None else _("{percent}%").format(percent=share.percent)


def _of(share: Share) -> str:
    """ "12 of 20 (60%)"."""
    if share.percent is None:
        return done_of_due(share)
    return _("{done} of {due} ({percent}%)").format(
        done=round(share.done), due=round(share.due), percent=share.percent
    )


def done_of_due(share: Share) -> str:
    """ "12 of 20"."""
    return _("{done} of {due}").format(done=round(share.done), due=round(share.due))
