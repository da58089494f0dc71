"""Dates and times in words."""

from __future__ import annotations

from datetime import date, datetime

from willows_app.language import _, dated


def day_words(day: date) -> str:
    """ "Monday 23 November 2026"."""
    return dated("full", day)


def time_words(at: datetime) -> str:
    """ "18:04", by the clock where the patient was."""
    return f"{at:%H:%M}"


def days_words(first: date, last: date) -> str:
    """ "on 3 March 2026", "from 3 March to 9 April 2026"."""
    until = dated("long", last)
    if first == last:
        return _("on {day}").format(day=until)
    since = dated("day_month" if first.year == last.year else "long", first)
    return _("from {first} to {last}").format(first=since, last=until)
