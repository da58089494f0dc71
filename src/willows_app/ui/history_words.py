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
from willows_app.adherence.words import DAY_STATUSES
from willows_app.language import N_, _, counted, dated, decimal, in_use, ngettext, pgettext
from willows_app.routine.words import seconds_words, times_words
from willows_app.ui.dates import day_words, days_words
from willows_app.ui.history import History, Range, known_status
from willows_app.ui.plan_words import pause_words

NO_CHANGE = 0.05
"""Points of 10 below which a change is called none."""


def range_words(of: Range) -> str:
    """ "12 weeks": how far History looks back."""
    match of:
        case Range.FOUR_WEEKS:
            return counted(4, "{count} week", "{count} weeks")
        case Range.TWELVE_WEEKS:
            return counted(12, "{count} week", "{count} weeks")
        case Range.A_YEAR:
            return counted(1, "{count} year", "{count} years")
        case Range.ALL:
            return pgettext("how far back", "All")


def totals_words(sessions: Mapping[date, int]) -> str:
    """ "61 sessions on 58 days since Monday 7 September 2026"; `sessions` of each day."""
    total, days, since = sum(sessions.values()), len(sessions), day_words(min(sessions))
    if days == total:
        return counted(
            total, "{count} session since {day}", "{count} sessions since {day}", day=since
        )
    return counted(
        total,
        "{count} session {on_days} since {day}",
        "{count} sessions {on_days} since {day}",
        on_days=counted(days, "on {count} day", "on {count} days"),
        day=since,
    )


def _told(when: str, what: str) -> str:
    return _("{when}: {what}").format(when=when, what=what)


# ---------------------------------------------------------------- a day


def day_name(day: Day, begin: date, today: date) -> str:
    """ "Monday 23 November: done, 10 of 10 exercises", as the calendar calls a day."""
    name = dated("weekday_day_month", day.day)
    if day.day == today:
        name = _("{day}, today").format(day=name)
    if known_status(day, begin, today):
        return _told(name, status_words(day))
    return _told(name, _("still to come") if day.day > today else _("before you began"))


def status_words(day: Day) -> str:
    """ "done, 10 of 10 exercises", of those that were prescribed then."""
    status = _(DAY_STATUSES[day.status])
    if day.status not in (DayStatus.DONE, DayStatus.PARTLY):
        return status
    return counted(
        len(day.prescribed.seconds),
        "{status}, {done} of {count} exercise",
        "{status}, {done} of {count} exercises",
        status=status,
        done=day.completed,
    )


def nothing_logged_words(day: Day, standing: Standing | None) -> str:
    """What was due on a day of which the log says nothing."""
    nothing = _("Nothing was logged.") if day.over else _("Nothing is logged yet.")
    return f"{_due_words(day, standing)} {nothing}"


def _due_words(day: Day, standing: Standing | None) -> str:
    if standing is None:
        return _("Your plan had not begun.")
    if standing.pause:
        return _("{paused}.").format(paused=pause_words(standing.pause))
    if standing.expected:
        return _("A session was due.") if day.over else _("A session is due.")
    return _("Nothing was due.") if day.over else _("Nothing is due.")


# ---------------------------------------------------------------- what was done


def period_words(period: Period, number: int) -> str:
    """ "Week of 16 November 2026", "November 2026", "October to December 2026", "2026"."""
    first = period.first_day(number)
    match period:
        case Period.WEEK:
            return _("Week of {day}").format(day=dated("long", first))
        case Period.MONTH:
            return dated("month", first)
        case Period.QUARTER:
            last = period.first_day(number + 1) - timedelta(days=1)
            month = in_use().months_alone[first.month - 1]
            return _("{first} to {last}").format(first=month, last=dated("month", last))
        case Period.YEAR:
            return str(first.year)


def short_period_words(period: Period, number: int) -> str:
    """ "16 Nov", "Nov 2026", "2026": the beginning of a period, below a chart."""
    first = period.first_day(number)
    if period is Period.YEAR:
        return str(first.year)
    pattern = in_use().patterns["day_month" if period is Period.WEEK else "month"]
    month = in_use().months_short[first.month - 1]
    return pattern.format(day=first.day, month=month, year=first.year)


def done_words(history: History) -> str:
    """All of it in a sentence: "From …: 61 of 70 sessions that were due, and 3 more." """
    done = sum(int(each.sessions.done) for each in history.adherence)
    due = sum(int(each.sessions.due) for each in history.adherence)
    extra = sum(each.extra for each in history.adherence)
    when = days_words(history.first, history.last)
    return f"{_told(f'{when[0].upper()}{when[1:]}', _of_due(done, due, extra))}."


def done_list(history: History) -> list[str]:
    """ "Week of 16 November 2026: 5 of 7 sessions that were due", latest first."""
    return [_period_done(history.period, each) for each in reversed(history.adherence)]


def _period_done(period: Period, each: Adherence) -> str:
    words = _of_due(int(each.sessions.done), int(each.sessions.due), each.extra)
    return _told(period_words(period, period.number(each.first)), words)


def _of_due(done: int, due: int, extra: int) -> str:
    if due and extra:
        return counted(
            due,
            "{done} of {count} session that was due, and {extra} more",
            "{done} of {count} sessions that were due, and {extra} more",
            done=done,
            extra=extra,
        )
    if due:
        return counted(
            due,
            "{done} of {count} session that was due",
            "{done} of {count} sessions that were due",
            done=done,
        )
    if extra:
        return counted(
            extra,
            "nothing was due, {count} session done",
            "nothing was due, {count} sessions done",
        )
    return _("nothing was due")


# ---------------------------------------------------------------- pain


CHANGE = {
    Period.WEEK: N_("Pain before a session: about {change} each week, from {answers}."),
    Period.MONTH: N_("Pain before a session: about {change} each month, from {answers}."),
    Period.QUARTER: N_("Pain before a session: about {change} each quarter, from {answers}."),
    Period.YEAR: N_("Pain before a session: about {change} each year, from {answers}."),
}
THE_SAME = {
    Period.WEEK: N_(
        "Pain before a session: about the same from week to week, from {answers}.",
    ),
    Period.MONTH: N_(
        "Pain before a session: about the same from month to month, from {answers}.",
    ),
    Period.QUARTER: N_(
        "Pain before a session: about the same from quarter to quarter, from {answers}.",
    ),
    Period.YEAR: N_(
        "Pain before a session: about the same from year to year, from {answers}.",
    ),
}


def pain_words(history: History) -> list[str]:
    """The trend before a session, and how pain changes over one; no more than was said."""
    if not history.pain:
        return [_("No answer about pain in this time. You need not give one.")]
    return [*trend_words(history.trend, history.period), *response_words(history.response)]


def trend_words(trend: PainTrend, period: Period) -> list[str]:
    """ "Pain before a session: about half a point less each week, from 23 answers in 8 weeks." """
    if not trend.answers:
        return []
    answers = _answers_in(trend, period)
    if trend.per_period is None:
        sentence = _("Pain before a session: {answers}, too few to tell a trend.")
        return [sentence.format(answers=answers)]
    if abs(trend.per_period) < NO_CHANGE:
        return [_(THE_SAME[period]).format(answers=answers)]
    return [_(CHANGE[period]).format(change=_change_words(trend.per_period), answers=answers)]


def _answers_in(trend: PainTrend, period: Period) -> str:
    periods, answers = trend.periods, _answers(trend.answers)
    match period:
        case Period.WEEK:
            return counted(
                periods, "{answers} in {count} week", "{answers} in {count} weeks", answers=answers
            )
        case Period.MONTH:
            return counted(
                periods,
                "{answers} in {count} month",
                "{answers} in {count} months",
                answers=answers,
            )
        case Period.QUARTER:
            return counted(
                periods,
                "{answers} in {count} quarter",
                "{answers} in {count} quarters",
                answers=answers,
            )
        case Period.YEAR:
            return counted(
                periods, "{answers} in {count} year", "{answers} in {count} years", answers=answers
            )


def _answers(count: int) -> str:
    return counted(count, "{count} answer", "{count} answers")


def response_words(response: PainResponse) -> list[str]:
    """ "After a session: typically half a point less than before, from 23 sessions." """
    change = response.median_change
    if change is None:
        return []
    if not change:
        return [
            counted(
                response.sessions,
                "After a session: the same as before, from {count} session.",
                "After a session: typically the same as before, from {count} sessions.",
            )
        ]
    return [
        counted(
            response.sessions,
            "After a session: {change} than before, from {count} session.",
            "After a session: typically {change} than before, from {count} sessions.",
            change=_change_words(change),
        )
    ]


def _change_words(change: float) -> str:
    words = _("{points} more") if change > 0 else _("{points} less")
    return words.format(points=_points(abs(change)))


def _points(points: float) -> str:
    rounded = round(points, 1)
    if rounded == 0.5:
        return _("half a point")
    if rounded < 1:
        return _("{points} of a point").format(points=decimal(rounded))
    count = int(rounded) if rounded.is_integer() else rounded
    return ngettext("{points} point", "{points} points", count).format(points=_score(rounded))


def _score(score: float) -> str:
    """ "4" or "4.5"."""
    return decimal(score, 0 if score.is_integer() else 1)


def pain_list(history: History) -> list[str]:
    """ "Week of 16 November 2026: before 4 (6 answers), after 3 (5 answers)", latest first."""
    of = {each.number: each for each in history.pain}
    return [
        _told(period_words(history.period, number), _period_pain(of.get(number)))
        for number in reversed(history.numbers)
    ]


def _period_pain(pain: PeriodOfPain | None) -> str:
    if pain is None:
        return _("no answer")
    words = []
    if pain.before is not None:
        words.append(
            _("before {score} ({answers})").format(
                score=_score(pain.before), answers=_answers(pain.answers)
            )
        )
    if pain.after is not None:
        words.append(
            _("after {score} ({answers})").format(
                score=_score(pain.after), answers=_answers(pain.answers_after)
            )
        )
    return ", ".join(words)


# ---------------------------------------------------------------- exercises


def plan_words(plan: LastPlan | None, first: date) -> list[str]:
    """That some of the days since `first` had another plan, and are measured by that."""
    if plan is None or plan.since <= first:
        return []
    began = (
        _("Your clinic's plan began {when}.")
        if plan.by_clinic
        else _("You went back to the handout {when}.")
    )
    then = _("The days before are counted by what was prescribed then.")
    return [f"{began.format(when=days_words(plan.since, plan.since))} {then}"]


def exercise_words(record: ExerciseRecord) -> str:
    """ "Done 34 times, held 45 min 20 s, skipped once, stopped for pain twice"."""
    if not record.attempts and not record.skipped:
        return _("Not done in this time")
    done = _("Done {times}").format(times=times_words(record.times_done))
    words = [done if record.times_done else _("Not done")]
    if record.seconds_held:
        words.append(_("held {time}").format(time=long_words(record.seconds_held)))
    if record.skipped:
        words.append(_("skipped {times}").format(times=times_words(record.skipped)))
    if record.stopped_for_pain:
        words.append(
            _("stopped for pain {times}").format(times=times_words(record.stopped_for_pain))
        )
    return ", ".join(words)


def long_words(seconds: float) -> str:
    """ "45 min 20 s", and from an hour on "3 h 5 min"."""
    hours, rest = divmod(round(seconds / 60), 60)
    if not hours:
        return seconds_words(seconds)
    words = _("{hours} h {minutes} min") if rest else _("{hours} h")
    return words.format(hours=hours, minutes=rest)
