"""What is expected on each day: once a day at first, then as needed.

The plan is derived from dated changes. The last change that speaks of a day rules that
day, so that a correction of the past is a change like any other, and the order in which
the changes of two phones arrive does not matter.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import zip_longest
from typing import Any, Generic, TypeVar

from willows_app.adherence.days import ONE_DAY, days_between
from willows_app.adherence.facts import Change, PauseReason, PlanChange
from willows_app.routine.model import Flare, Schedule

FOREVER = date.max


class Phase(StrEnum):
    """A part of the plan."""

    DAILY = "daily"
    AS_NEEDED = "as needed"


@dataclass(frozen=True)
class Pause:
    """A time in which nothing is due."""

    reason: PauseReason | None
    since: date
    until: date | None
    """The last day, where it was said in advance."""


@dataclass(frozen=True)
class Standing:
    """How the plan stands on a day."""

    phase: Phase
    since: date
    """The first day of the phase."""
    flare_since: date | None = None
    pause: Pause | None = None

    @property
    def expected(self) -> bool:
        """Whether the phase asks for a session, be there a pause or not."""
        return self.phase is Phase.DAILY or self.flare_since is not None

    @property
    def due(self) -> bool:
        """Whether a session is due."""
        return self.expected and self.pause is None


@dataclass(frozen=True)
class Span:
    """Days on end, both ends included, on which the plan stands the same."""

    first: date
    last: date
    standing: Standing


@dataclass(frozen=True)
class Plan:
    """What is expected on each day, from the first day of the plan on."""

    spans: tuple[Span, ...]
    """Without a gap between them; none as long as nothing has begun."""
    daily_sessions: int
    """Sessions on a day that is due."""
    daily_days: int
    """Days after which the as-needed phase is offered."""

    @property
    def first(self) -> date | None:
        """The first day of the plan; None as long as nothing has begun."""
        return self.spans[0].first if self.spans else None

    def on(self, day: date) -> Standing | None:
        """How the plan stands on a day; None before its first."""
        index = bisect_right(self.spans, day, key=lambda span: span.first)
        return self.spans[index - 1].standing if index else None

    def due(self, day: date) -> bool:
        """Whether a session is due on a day."""
        standing = self.on(day)
        return standing is not None and standing.due

    def due_days(self, first: date, last: date) -> Iterator[date]:
        """The days from `first` to `last` on which a session is due."""
        return (day for day, standing in self.days(first, last) if standing.due)

    def days(self, first: date, last: date) -> Iterator[tuple[date, Standing]]:
        """The days from `first` to `last` and how the plan stands; none before its own first."""
        for span in self.spans:
            for day in days_between(max(first, span.first), min(last, span.last)):
                yield day, span.standing

    def number(self, day: date) -> int:
        """Which day of its phase a day is, from 1; paused days are not counted."""
        standing = self.on(day)
        if standing is None:
            return 0
        return sum(each.pause is None for _, each in self.days(standing.since, day))

    def daily_is_over(self, day: date, done: bool) -> bool:
        """Whether to offer the as-needed phase: the daily one has had its days.

        On the last of them only when its session is `done`.
        """
        standing = self.on(day)
        if standing is None or standing.phase is not Phase.DAILY or standing.pause:
            return False
        return self.number(day) + done > self.daily_days


def plan_of(
    schedule: Schedule,
    changes: Iterable[PlanChange],
    easy: Mapping[date, bool],
) -> Plan:
    """The plan that these changes make.

    `easy` says of each day with an answer about pain whether it was an easy one: a flare
    ends by itself with the last of `schedule.flare.easy_days` such days. A day without an
    answer neither counts as one nor breaks the row: pain is never imputed.
    """
    ordered = sorted(changes, key=lambda each: (each.sequence, each.recorded_at, each.id))
    lengths = [each.days for each in ordered if each.change is Change.LENGTH and each.days]
    return Plan(
        tuple(_spans(_phases(ordered), _flares(ordered, schedule.flare, easy), _pauses(ordered))),
        schedule.daily_sessions,
        lengths[-1] if lengths else schedule.daily_days,
    )


T = TypeVar("T")


@dataclass(frozen=True)
class _Layer(Generic[T]):
    """What holds from `first` to `last`, unless a later layer covers it."""

    first: date
    last: date
    value: T


def _top(layers: Sequence[_Layer[T]], day: date) -> T | None:
    return next((each.value for each in reversed(layers) if each.first <= day <= each.last), None)


def _phases(changes: Sequence[PlanChange]) -> list[_Layer[tuple[Phase, date]]]:
    phases = {Change.DAILY: Phase.DAILY, Change.AS_NEEDED: Phase.AS_NEEDED}
    return [
        _Layer(each.day, FOREVER, (phases[each.change], each.day))
        for each in changes
        if each.change in phases
    ]


def _flares(
    changes: Sequence[PlanChange], flare: Flare, easy: Mapping[date, bool]
) -> list[_Layer[date | None]]:
    """A flare ends by itself, when the patient says so, and with the phase that it was in."""
    enders = (Change.FLARE_OVER, Change.DAILY, Change.AS_NEEDED)
    return [
        _Layer(each.day, _last_of_flare(each.day, flare, easy), each.day)
        if each.change is Change.FLARE
        else _Layer(each.day, FOREVER, None)
        for each in changes
        if each.change is Change.FLARE or each.change in enders
    ]


def _last_of_flare(since: date, flare: Flare, easy: Mapping[date, bool]) -> date:
    in_a_row = 0
    for day in sorted(day for day in easy if day >= since):
        in_a_row = in_a_row + 1 if easy[day] else 0
        if in_a_row == flare.easy_days:
            return day
    return FOREVER


def _pauses(changes: Sequence[PlanChange]) -> list[_Layer[Pause | None]]:
    return [
        _Layer(each.day, each.until or FOREVER, Pause(each.reason, each.day, each.until))
        if each.change is Change.PAUSE
        else _Layer(each.day, FOREVER, None)
        for each in changes
        if each.change in (Change.PAUSE, Change.RESUME)
    ]


def _spans(
    phases: Sequence[_Layer[tuple[Phase, date]]],
    flares: Sequence[_Layer[date | None]],
    pauses: Sequence[_Layer[Pause | None]],
) -> Iterator[Span]:
    """The days cut wherever a layer begins or ends."""
    layers: list[_Layer[Any]] = [*phases, *flares, *pauses]
    cuts = {each.first for each in layers}
    cuts |= {each.last + ONE_DAY for each in layers if each.last < FOREVER}
    firsts = sorted(cuts)
    for first, following in zip_longest(firsts, firsts[1:]):
        phase = _top(phases, first)
        if phase is None:
            continue  # a pause before anything has begun
        last = following - ONE_DAY if following else FOREVER
        yield Span(first, last, Standing(*phase, _top(flares, first), _top(pauses, first)))
