"""History in sentences: what its calendar and charts show, for whoever does not see them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from willows_app.adherence.accepted import LastPlan
from willows_app.adherence.measures import (
    Adherence,
    Day,
    DayStatus,
    ExerciseRecord,
    PainResponse,
    PainTrend,
    PeriodOfPain,
)
from willows_app.adherence.periods import Period
from willows_app.adherence.plan import Standing
from willows_app.routine.words import ONCE_TWICE, count_words, seconds_words
from willows_app.ui.dates import day_words, days_words
from willows_app.ui.history import History, known_status
from willows_app.ui.plan_words import pause_words

NO_CHANGE = 0.05
"""Points of 10 below which a change is called none."""


def month_words(first: date) -> str:
    """ "November 2026"."""
    return f"{first:%B} {first.year}"


def totals_words(sessions: Mapping[date, int]) -> str:
    """ "61 sessions on 58 days since Monday 7 September 2026"; `sessions` of each day."""
    total, days = sum(sessions.values()), len(sessions)
    on_days = f" on {count_words(days, 'day')}" if days < total else ""
    return f"{count_words(total, 'session')}{on_days} since {day_words(min(sessions))}"


# ---------------------------------------------------------------- a day


def day_name(day: Day, exercises: int, begin: date, today: date) -> str:
    """ "Monday 23 November: done, 10 of 10 exercises", as the calendar calls a day."""
    name = f"{day.day:%A} {day.day.day} {day.day:%B}{', today' if day.day == today else ''}"
    if known_status(day, begin, today):
        return f"{name}: {status_words(day, exercises)}"
    return f"{name}: {'still to come' if day.day > today else 'before you began'}"


def status_words(day: Day, exercises: int) -> str:
    """ "done, 10 of 10 exercises"; `exercises` are those of the routine."""
    if day.status in (DayStatus.DONE, DayStatus.PARTLY):
        return f"{day.status.value}, {day.completed} of {count_words(exercises, 'exercise')}"
    return day.status.value


def nothing_logged_words(day: Day, standing: Standing | None) -> str:
    """What was due on a day of which the log says nothing."""
    nothing = "Nothing was logged." if day.over else "Nothing is logged yet."
    if standing is None:
        return f"Your plan had not begun. {nothing}"
    if standing.pause:
        return f"{pause_words(standing.pause)}. {nothing}"
    what = "A session" if standing.expected else "Nothing"
    return f"{what} {'was' if day.over else 'is'} due. {nothing}"


# ---------------------------------------------------------------- what was done


def period_words(period: Period, number: int) -> str:
    """ "Week of 16 November 2026", "November 2026", "October to December 2026", "2026"."""
    first = period.first_day(number)
    match period:
        case Period.WEEK:
            return f"Week of {first.day} {month_words(first)}"
        case Period.MONTH:
            return month_words(first)
        case Period.QUARTER:
            last = period.first_day(number + 1) - timedelta(days=1)
            return f"{first:%B} to {month_words(last)}"
        case Period.YEAR:
            return str(first.year)


def short_period_words(period: Period, number: int) -> str:
    """ "16 Nov", "Nov 2026", "2026": the beginning of a period, below a chart."""
    first = period.first_day(number)
    match period:
        case Period.WEEK:
            return f"{first.day} {first:%b}"
        case Period.MONTH | Period.QUARTER:
            return f"{first:%b} {first.year}"
        case Period.YEAR:
            return str(first.year)


def done_words(history: History) -> str:
    """All of it in a sentence: "From …: 61 of 70 sessions that were due, and 3 more." """
    done = sum(int(each.sessions.done) for each in history.adherence)
    due = sum(int(each.sessions.due) for each in history.adherence)
    extra = sum(each.extra for each in history.adherence)
    when = days_words(history.first, history.last)
    return f"{when[0].upper()}{when[1:]}: {_of_due(done, due, extra)}."


def done_list(history: History) -> list[str]:
    """ "Week of 16 November 2026: 5 of 7 sessions that were due", latest first."""
    return [_period_done(history.period, each) for each in reversed(history.adherence)]


def _period_done(period: Period, each: Adherence) -> str:
    words = _of_due(int(each.sessions.done), int(each.sessions.due), each.extra)
    return f"{period_words(period, period.number(each.first))}: {words}"


def _of_due(done: int, due: int, extra: int) -> str:
    if due:
        of = f"{count_words(due, 'session')} that {'was' if due == 1 else 'were'} due"
        return f"{done} of {of}{f', and {extra} more' if extra else ''}"
    if extra:
        return f"nothing was due, {count_words(extra, 'session')} done"
    return "nothing was due"


# ---------------------------------------------------------------- pain


def pain_words(history: History) -> list[str]:
    """The trend before a session, and how pain changes over one; no more than was said."""
    if not history.pain:
        return ["No answer about pain in this time. You need not give one."]
    return [*trend_words(history.trend, history.period), *response_words(history.response)]


def trend_words(trend: PainTrend, period: Period) -> list[str]:
    """ "Pain before a session: about half a point less each week, from 23 answers in 8 weeks." """
    if not trend.answers:
        return []
    said = f"{count_words(trend.answers, 'answer')} in {count_words(trend.periods, period.value)}"
    if trend.per_period is None:
        return [f"Pain before a session: {said}, too few to tell a trend."]
    if abs(trend.per_period) < NO_CHANGE:
        change = f"about the same from {period.value} to {period.value}"
    else:
        change = f"about {_change_words(trend.per_period)} each {period.value}"
    return [f"Pain before a session: {change}, from {said}."]


def response_words(response: PainResponse) -> list[str]:
    """ "After a session: typically half a point less than before, from 23 sessions." """
    change = response.median_change
    if change is None:
        return []
    words = "the same as before" if not change else f"{_change_words(change)} than before"
    typically = "" if response.sessions == 1 else "typically "
    said = count_words(response.sessions, "session")
    return [f"After a session: {typically}{words}, from {said}."]


def _change_words(change: float) -> str:
    return f"{_points(abs(change))} {'more' if change > 0 else 'less'}"


def _points(points: float) -> str:
    rounded = round(points, 1)
    if rounded == 0.5:
        return "half a point"
    if rounded < 1:
        return f"{rounded:g} of a point"
    return "1 point" if rounded == 1 else f"{rounded:g} points"


def pain_list(history: History) -> list[str]:
    """ "Week of 16 November 2026: before 4 (6 answers), after 3 (5 answers)", latest first."""
    of = {each.number: each for each in history.pain}
    return [
        f"{period_words(history.period, number)}: {_period_pain(of.get(number))}"
        for number in reversed(history.numbers)
    ]


def _period_pain(pain: PeriodOfPain | None) -> str:
    if pain is None:
        return "no answer"
    before = _answers("before", pain.before, pain.answers)
    return ", ".join([*before, *_answers("after", pain.after, pain.answers_after)])


def _answers(when: str, score: float | None, answers: int) -> list[str]:
    return [] if score is None else [f"{when} {score:g} ({count_words(answers, 'answer')})"]


# ---------------------------------------------------------------- exercises


def plan_words(plan: LastPlan | None, first: date) -> list[str]:
    """That the exercises since `first` are those of a plan that some of the days did not have."""
    if plan is None or plan.since <= first:
        return []
    whose = "Your clinic's plan began" if plan.by_clinic else "You went back to the handout"
    when = days_words(plan.since, plan.since)
    return [f"{whose} {when}. Only its exercises are listed and counted, also on days before."]


def exercise_words(record: ExerciseRecord) -> str:
    """ "Done 34 times, held 45 min 20 s, skipped once, stopped for pain twice"."""
    if not record.attempts and not record.skipped:
        return "Not done in this time"
    words = [f"done {_times(record.times_done)}"] if record.times_done else ["not done"]
    if record.seconds_held:
        words.append(f"held {long_words(record.seconds_held)}")
    if record.skipped:
        words.append(f"skipped {_times(record.skipped)}")
    if record.stopped_for_pain:
        words.append(f"stopped for pain {_times(record.stopped_for_pain)}")
    return ", ".join(words).capitalize()


def _times(count: int) -> str:
    return ONCE_TWICE.get(count, f"{count} times")


def long_words(seconds: float) -> str:
    """ "45 min 20 s", and from an hour on "3 h 5 min"."""
    hours, rest = divmod(round(seconds / 60), 60)
    if not hours:
        return seconds_words(seconds)
    return f"{hours} h {rest} min" if rest else f"{hours} h"
