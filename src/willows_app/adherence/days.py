"""Which day something counts for, and the weeks that days stand in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

DAY_ENDS_AT = time(3)
"""When a patient's day ends, unless another time was set: who goes to bed at one still
does today's session."""

LATEST_DAY_END = time(6)
"""The latest that a day may end: later it would be the morning of the next one."""

ONE_DAY = timedelta(days=1)


def day_of(at: datetime, ends_at: time = DAY_ENDS_AT) -> date:
    """The patient's day at this local time: until `ends_at` it is still the day before.

    It is worked out once, when a fact is recorded, and kept with it. So a journey, a clock
    that is put right or another `ends_at` never moves what was recorded before.
    """
    return at.date() - ONE_DAY if at.time() < ends_at else at.date()


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def monday_of(day: date) -> date:
    """The Monday of the week that a day stands in."""
    return day - timedelta(days=day.weekday())
