"""The plan in words: how it stands, the streak, and what was changed."""

from __future__ import annotations

from datetime import date

from willows_app.adherence.facts import Change, PlanChange
from willows_app.adherence.measures import Streak
from willows_app.adherence.plan import Pause, Phase, Plan
from willows_app.adherence.words import PAUSE_REASONS
from willows_app.language import _, counted
from willows_app.ui.dates import day_words


def plan_words(plan: Plan, today: date) -> str:
    """ "Daily phase: day 6 of 14", "As needed: nothing due today"."""
    standing = plan.on(today)
    if standing is None:
        return counted(
            plan.daily_days,
            "Daily phase: {count} day, from your first session on",
            "Daily phase: {count} days, from your first session on",
        )
    if standing.pause:
        return pause_words(standing.pause)
    if standing.phase is Phase.DAILY:
        return _daily_words(plan.number(today), plan.daily_days)
    if standing.flare_since:
        number = (today - standing.flare_since).days + 1
        return _("As needed: day {number} of a stiff or sore back").format(number=number)
    return _("As needed: nothing due today")


def _daily_words(number: int, of: int) -> str:
    if number > of:
        return counted(
            of,
            "Daily phase: day {number}, {count} day was planned",
            "Daily phase: day {number}, {count} days were planned",
            number=number,
        )
    return _("Daily phase: day {number} of {of}").format(number=number, of=of)


def pause_words(pause: Pause) -> str:
    """ "Paused for illness until Monday 30 November 2026"."""
    day = day_words(pause.until or pause.since)
    if pause.reason is None:
        return (_("Paused until {day}") if pause.until else _("Paused since {day}")).format(day=day)
    words = (
        _("Paused for {reason} until {day}")
        if pause.until
        else _("Paused for {reason} since {day}")
    )
    return words.format(reason=_(PAUSE_REASONS[pause.reason]), day=day)


def announced_words(pause: Pause) -> str:
    """ "From Monday 30 November 2026 to Friday 4 December 2026, for travel." """
    days = (
        _days_words(pause.since, pause.until)
        if pause.until
        else _("From {day} on").format(day=day_words(pause.since))
    )
    if pause.reason is None:
        return f"{days}."
    return _("{days}, for {reason}.").format(days=days, reason=_(PAUSE_REASONS[pause.reason]))


def streak_words(streak: Streak) -> str:
    """ "Streak: 5 days. Best: 9 days"; nothing as long as there was none."""
    if not streak.best:
        return ""
    words = []
    if streak.current:
        words.append(counted(streak.current, "Streak: {count} day", "Streak: {count} days"))
    if streak.best > streak.current:
        words.append(counted(streak.best, "Best: {count} day", "Best: {count} days"))
    return ". ".join(words)


def change_words(change: PlanChange) -> str:
    """ "From Monday 23 November 2026: daily phase"."""
    return f"{_days_words(change.day, change.until)}: {_what_words(change)}"


def _days_words(first: date, last: date | None) -> str:
    if last is None:
        return _("From {day}").format(day=day_words(first))
    if last == first:
        return _("On {day}").format(day=day_words(first))
    return _("From {first} to {last}").format(first=day_words(first), last=day_words(last))


def _what_words(change: PlanChange) -> str:
    match change.change:
        case Change.DAILY:
            return _("once a day")
        case Change.LENGTH:
            return counted(
                change.days or 0,
                "the daily phase is to last {count} day",
                "the daily phase is to last {count} days",
            )
        case Change.AS_NEEDED:
            return _("as needed")
        case Change.FLARE:
            return _("stiff or sore, once a day")
        case Change.FLARE_OVER:
            return _("not stiff or sore any more")
        case Change.PAUSE if change.reason:
            return _("paused for {reason}").format(reason=_(PAUSE_REASONS[change.reason]))
        case Change.PAUSE:
            return _("paused")
        case Change.RESUME:
            in_advance = change.day > change.recorded_at.date()
            return _("pause called off") if in_advance else _("pause over")
