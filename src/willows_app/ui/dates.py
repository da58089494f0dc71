"""Dates and times in words."""

from __future__ import annotations

from datetime import date, datetime


def day_words(day: date) -> str:
    """ "Monday 23 November 2026"."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def time_words(at: datetime) -> str:
    """ "18:04", by the clock where the patient was."""
    return f"{at:%H:%M}"


def days_words(first: date, last: date) -> str:
    """ "on 3 March 2026", "from 3 March to 9 April 2026"."""
    until = f"{last.day} {last:%B} {last.year}"
    if first == last:
        return f"on {until}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"from {first.day} {first:%B}{year} to {until}"
