"""Weeks, months, quarters and years: what days are counted by over a longer time."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Period(StrEnum):
    """A stretch of the calendar."""

    WEEK = "week"
    """From Monday to Sunday."""
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    def number(self, day: date) -> int:
        """Which one a day stands in, counted so that the next one has the next number."""
        match self:
            case Period.WEEK:
                return (day.toordinal() - 1) // 7  # the calendar begins with a Monday
            case Period.MONTH:
                return day.year * 12 + day.month - 1
            case Period.QUARTER:
                return day.year * 4 + (day.month - 1) // 3
            case Period.YEAR:
                return day.year

    def first_day(self, number: int) -> date:
        """The day on which the one of this number begins."""
        match self:
            case Period.WEEK:
                return date.fromordinal(number * 7 + 1)
            case Period.MONTH:
                return date(number // 12, number % 12 + 1, 1)
            case Period.QUARTER:
                return date(number // 4, number % 4 * 3 + 1, 1)
            case Period.YEAR:
                return date(number, 1, 1)
