"""Dates and times in words."""

from __future__ import annotations

from datetime import date, datetime


def day_words(day: date) -> str:
    """ "Monday 23 November 2026"."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def time_words(at: datetime) -> str:
    """ "18:04", by the clock where the patient was."""
    return f"{at:%H:%M}"
