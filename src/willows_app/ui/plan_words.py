"""The plan in words: how it stands, the streak, and what was changed."""

from __future__ import annotations

from datetime import date

from willows_app.adherence.facts import Change, PlanChange
from willows_app.adherence.measures import Streak
from willows_app.adherence.plan import Pause, Phase, Plan
from willows_app.routine.words import count_words
from willows_app.ui.dates import day_words


def plan_words(plan: Plan, today: date) -> str:
    """ "Daily phase: day 6 of 14", "As needed: nothing due today"."""
    standing = plan.on(today)
    if standing is None:
        return f"Daily phase: {plan.daily_days} days, from your first session on"
    if standing.pause:
        return pause_words(standing.pause)
    if standing.phase is Phase.DAILY:
        return _daily_words(plan.number(today), plan.daily_days)
    if standing.flare_since:
        number = (today - standing.flare_since).days + 1
        return f"As needed: day {number} of a stiff or sore back"
    return "As needed: nothing due today"


def _daily_words(number: int, of: int) -> str:
    if number > of:
        return f"Daily phase: day {number}, {count_words(of, 'day')} were planned"
    return f"Daily phase: day {number} of {of}"


def pause_words(pause: Pause) -> str:
    """ "Paused for illness until Monday 30 November 2026"."""
    why = f" for {pause.reason.value}" if pause.reason else ""
    if pause.until:
        return f"Paused{why} until {day_words(pause.until)}"
    return f"Paused{why} since {day_words(pause.since)}"


def announced_words(pause: Pause) -> str:
    """ "From Monday 30 November 2026 to Friday 4 December 2026, for travel." """
    why = f", for {pause.reason.value}" if pause.reason else ""
    on = "" if pause.until else " on"
    return f"{_days_words(pause.since, pause.until)}{on}{why}."


def streak_words(streak: Streak) -> str:
    """ "Streak: 5 days. Best: 9 days"; nothing as long as there was none."""
    if not streak.best:
        return ""
    words = [f"Streak: {count_words(streak.current, 'day')}"] if streak.current else []
    if streak.best > streak.current:
        words.append(f"Best: {count_words(streak.best, 'day')}")
    return ". ".join(words)


def change_words(change: PlanChange) -> str:
    """ "From Monday 23 November 2026: daily phase"."""
    return f"{_days_words(change.day, change.until)}: {_what_words(change)}"


def _days_words(first: date, last: date | None) -> str:
    if last == first:
        return f"On {day_words(first)}"
    until = f" to {day_words(last)}" if last else ""
    return f"From {day_words(first)}{until}"


def _what_words(change: PlanChange) -> str:
    match change.change:
        case Change.DAILY:
            return "once a day"
        case Change.LENGTH:
            return f"the daily phase is to last {count_words(change.days or 0, 'day')}"
        case Change.AS_NEEDED:
            return "as needed"
        case Change.FLARE:
            return "stiff or sore, once a day"
        case Change.FLARE_OVER:
            return "not stiff or sore any more"
        case Change.PAUSE:
            return f"paused for {change.reason.value}" if change.reason else "paused"
        case Change.RESUME:
            in_advance = change.day > change.recorded_at.date()
            return "pause called off" if in_advance else "pause over"
