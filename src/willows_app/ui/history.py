"""What History shows: the days of a month, and what was done and felt over a longer time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from willows_app.adherence.days import monday_of
from willows_app.adherence.doses import Doses
from willows_app.adherence.measures import (
    Adherence,
    Day,
    DayStatus,
    ExerciseRecord,
    PainResponse,
    PainTrend,
    PeriodOfPain,
    Records,
    by_exercise,
    by_period,
    measured_days,
    others,
    pain_by_period,
    pain_response,
    pain_trend,
)
from willows_app.adherence.periods import Period
from willows_app.adherence.plan import Plan

READABLE = 16
"""Periods that can be told apart side by side on a phone."""


class Range(StrEnum):
    """How far History looks back."""

    FOUR_WEEKS = "4 weeks"
    TWELVE_WEEKS = "12 weeks"
    A_YEAR = "1 year"
    ALL = "All"

    def first_day(self, begin: date, today: date) -> date:
        """Where it begins: with a whole week or month, and not before `begin`."""
        match self:
            case Range.FOUR_WEEKS:
                first = monday_of(today) - timedelta(weeks=3)
            case Range.TWELVE_WEEKS:
                first = monday_of(today) - timedelta(weeks=11)
            case Range.A_YEAR:
                first = Period.MONTH.first_day(Period.MONTH.number(today) - 11)
            case Range.ALL:
                first = begin
        return max(first, begin)


def period_for(first: date, last: date) -> Period:
    """The shortest in which the time from `first` to `last` stays readable."""
    return next((each for each in Period if _count(each, first, last) <= READABLE), Period.YEAR)


def _count(period: Period, first: date, last: date) -> int:
    return period.number(last) - period.number(first) + 1


def known_status(day: Day, begin: date, today: date) -> DayStatus | None:
    """What became of a day; None before the first, and to come unless it is to be paused."""
    known = begin <= day.day <= today or day.status is DayStatus.PAUSED
    return day.status if known else None


@dataclass(frozen=True)
class History:
    """What was done and felt from `first` to `last`, by period."""

    first: date
    last: date
    period: Period
    adherence: tuple[Adherence, ...]
    """One of each period, in order."""
    pain: tuple[PeriodOfPain, ...]
    """Those with an answer, in order."""
    trend: PainTrend
    response: PainResponse
    exercises: tuple[ExerciseRecord, ...]
    """In the order of the routine; then those of an earlier plan, and others with entries."""

    @property
    def numbers(self) -> range:
        """The numbers of all its periods."""
        return range(self.period.number(self.first), self.period.number(self.last) + 1)


def history_of(plan: Plan, records: Records, doses: Doses, first: date, today: date) -> History:
    """From `first` until today."""
    days = measured_days(plan, records, doses, first, today, today)
    period = period_for(first, today)
    prescribed = doses.between(first, today)
    exercises = [*prescribed, *others(records, prescribed)]
    return History(
        first=first,
        last=today,
        period=period,
        adherence=tuple(by_period(days, period)),
        pain=tuple(pain_by_period(records.pains, period)),
        trend=pain_trend(records.pains, period),
        response=pain_response(records.pains),
        exercises=tuple(by_exercise(days, records.attempts, exercises)),
    )
