"""Reminders as tests write them: days by number, day 1 is a Monday."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from hypothesis import strategies as st

from tests.adherence.plans import FIRST, LAST, day
from willows_app.adherence.plan import Plan
from willows_app.reminders.nudge import Nudge, NudgeKind
from willows_app.reminders.schedule import Now, coming_nudges
from willows_app.reminders.settings import EVERY_DAY, QuietHours, ReminderSettings
from willows_app.reminders.words import Wording, read_reminder_words
from willows_app.shipped import shipped_reminder_words

WORDS = read_reminder_words(shipped_reminder_words())

SHORT = {
    NudgeKind.DUE: "due",
    NudgeKind.FOLLOW_UP: "again",
    NudgeKind.CHECK_IN: "question",
    NudgeKind.DAILY_ENDS: "over",
}


def settings(*times: str, **others: Any) -> ReminderSettings:
    """Reminders that are on, at these times; no follow-up unless one is given."""
    at = tuple(time.fromisoformat(each) for each in times or ("09:00",))
    return ReminderSettings(**{"on": True, "times": at, "follow_up": None, **others})


def quiet(begin: str, end: str) -> QuietHours:
    return QuietHours(time.fromisoformat(begin), time.fromisoformat(end))


def now(number: int, at: str = "08:00", **others: Any) -> Now:
    """That time by the clock of the day of this number."""
    return Now(datetime.combine(day(number), time.fromisoformat(at)), **others)


def number(at: date) -> int:
    return (at - FIRST).days + 1


def told(plan: Plan, settings: ReminderSettings, now: Now) -> list[str]:
    """ "1 09:00 due": the coming reminders by the number of the calendar's day."""
    return [_told(nudge) for nudge in coming_nudges(plan, settings, WORDS, now)]


def _told(nudge: Nudge) -> str:
    return f"{number(nudge.at.date())} {nudge.at:%H:%M} {SHORT[nudge.kind]}"


def by_kind(plan: Plan, settings: ReminderSettings, now: Now) -> list[str]:
    """ "due 1-14", "over 15": on which days each comes; one time a day is enough to tell."""
    nudges = coming_nudges(plan, settings, WORDS, now)
    runs: list[str] = []
    for kind, group in groupby(nudges, key=lambda nudge: nudge.kind):
        days = [number(nudge.at.date()) for nudge in group]
        if days == list(range(days[0], days[-1] + 1)) and len(days) > 1:
            runs.append(f"{SHORT[kind]} {days[0]}-{days[-1]}")
        else:
            runs.append(f"{SHORT[kind]} {' '.join(map(str, days))}")
    return runs


# ---------------------------------------------------------------- at random

times_of_day = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))


def any_settings() -> st.SearchStrategy[ReminderSettings]:
    """Reminders that are on."""
    return st.builds(
        ReminderSettings,
        on=st.just(True),
        times=st.sets(times_of_day, min_size=1, max_size=4).map(lambda at: tuple(sorted(at))),
        weekdays=st.frozensets(st.sampled_from(sorted(EVERY_DAY)), min_size=1),
        quiet=st.none() | st.builds(QuietHours, times_of_day, times_of_day),
        follow_up=st.none() | times_of_day,
        check_in_weekday=st.integers(0, 6),
        check_in_at=times_of_day,
    )


def moments() -> st.SearchStrategy[Now]:
    """Any time of the days that changes speak of, whatever became of the day."""
    done = st.sampled_from([(False, False), (False, True), (True, True)])
    days = st.integers(1, LAST).map(day)
    return st.builds(
        lambda on, at, ends, done, fine: Now(datetime.combine(on, at), ends, *done, fine),
        days,
        times_of_day,
        st.sampled_from([time(0), time(3), time(6)]),
        done,
        st.none() | days,
    )


def titles() -> st.SearchStrategy[Wording]:
    """Words with whatever a person can write."""
    hard = st.sampled_from([",", ";", ":", '"', "\\", "\n", "\\n", "👩‍⚕️", "é", "“", "BEGIN:VEVENT"])
    text = st.lists(hard | st.text(max_size=20), min_size=1, max_size=30).map("".join)
    return st.builds(Wording, text, text)
