"""What is expected on each day: once a day at first, then as needed.

The plan is derived from dated changes. The last change that speaks of a day rules that
day, so that a correction of the past is a change like any other, and the order in which
the changes of two phones arrive does not matter.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import zip_longest
from typing import TypeVar

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
    """The last day, once it is known."""

    @property
    def last(self) -> date:
        """The last day."""
        return self.until or FOREVER


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

    def days(self, first: date, last: date) -> Iterator[date]:
        """Its days from `first` to `last`."""
        return days_between(max(first, self.first), min(last, self.last))

    def count(self, first: date, last: date) -> int:
        """How many these are."""
        return max(0, (min(last, self.last) - max(first, self.first)).days + 1)


@dataclass(frozen=True)
class Plan:
    """What is expected on each day, from the first day of the plan on."""

    spans: tuple[Span, ...]
    """Without a gap between them; none as long as nothing has begun."""
    daily_sessions: int
    """Sessions on a day that is due."""
    daily_days: int
    """Days after which the as-needed phase is offered."""
    pauses: tuple[Pause, ...] = ()
    """What remains of them, in the order in which they were told."""

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

    def days(self, first: date, last: date) -> Iterator[tuple[date, Standing]]:
        """The days from `first` to `last` and how the plan stands; none before its own first."""
        for span in self.spans:
            for day in span.days(first, last):
                yield day, span.standing

    def pauses_to_come(self, today: date) -> list[Pause]:
        """Those that can be called off by an end on their first day, earliest first.

        It would end another one as well that takes out that day already. Of two that begin
        on the same day the longer one speaks for both.
        """
        of_day: dict[date, Pause] = {}
        for pause in sorted(self.pauses, key=lambda pause: (pause.since, pause.last)):
            within = any(each.since < pause.since <= each.last for each in self.pauses)
            if today < pause.since <= pause.last and not within:
                of_day[pause.since] = pause
        return list(of_day.values())

    def number(self, day: date) -> int:
        """Which day of its phase a day is, from 1; paused days are not counted.

        0 before the plan began, and in a pause before the first day that counts.
        """
        standing = self.on(day)
        if standing is None:
            return 0
        counting = (span for span in self.spans if span.standing.pause is None)
        return sum(span.count(standing.since, day) for span in counting)

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
    pauses = _pauses(ordered)
    return Plan(
        tuple(_spans(_phases(ordered), _flares(ordered, schedule.flare, easy), pauses)),
        schedule.daily_sessions,
        lengths[-1] if lengths else schedule.daily_days,
        tuple(pauses),
    )


T = TypeVar("T")

Steps = list[tuple[date, T]]
"""What holds from each of these days on, in order, until the next one."""

PHASES = {Change.DAILY: Phase.DAILY, Change.AS_NEEDED: Phase.AS_NEEDED}


def _phases(changes: Sequence[PlanChange]) -> Steps[Phase]:
    """A phase rules for good; one that is already on does not begin anew."""
    steps: Steps[Phase] = []
    for each in changes:
        if each.change in PHASES:
            steps = _between(steps, date.min, each.day)
            if not steps or steps[-1][1] is not PHASES[each.change]:
                steps.append((each.day, PHASES[each.change]))
    return steps


def _flares(
    changes: Sequence[PlanChange], flare: Flare, easy: Mapping[date, bool]
) -> Steps[date | None]:
    """The first day of the flare. It ends by itself, when the patient says so, and with the
    phase that it was in; said again, it goes on and the row of easy days begins anew."""
    answers = sorted(easy.items())
    sore = _sore(changes)
    steps: Steps[date | None] = []
    for (day, begins), following in zip_longest(sore, sore[1:]):
        goes_on = steps[-1][1] if steps else None
        steps.append((day, (goes_on or day) if begins else None))
        if begins:
            until = following[0] if following else FOREVER
            passed = _last_easy_day(_between(answers, day, until), flare.easy_days)
            steps += [(passed + ONE_DAY, None)] if passed else []
    return steps


def _sore(changes: Sequence[PlanChange]) -> Steps[bool]:
    """When the patient said that the back is stiff or sore, and when something ended that."""
    said: Steps[bool] = []
    for each in changes:
        if each.change is Change.FLARE:
            later = said[bisect_right(said, each.day, key=_day) :]
            again = [(day, sore) for day, sore in later if sore]
            said = [*_between(said, date.min, each.day), (each.day, True), *again]
        elif each.change is Change.FLARE_OVER or each.change in PHASES:
            said = [*_between(said, date.min, each.day), (each.day, False)]
    return said


def _last_easy_day(answers: Steps[bool], easy_days: int) -> date | None:
    """The last of so many easy days in a row; None if there is no such row."""
    in_a_row = 0
    for day, easy in answers:
        in_a_row = in_a_row + 1 if easy else 0
        if in_a_row == easy_days:
            return day
    return None


def _pauses(changes: Sequence[PlanChange]) -> list[Pause]:
    """Each pause takes days out, whatever others there are, until it is ended."""
    pauses: list[Pause] = []
    for each in changes:
        if each.change is Change.PAUSE:
            pauses.append(Pause(each.reason, each.day, each.until))
        elif each.change is Change.RESUME:
            pauses = list(_resumed(pauses, each.day))
    return pauses


def _resumed(pauses: Iterable[Pause], day: date) -> Iterator[Pause]:
    """What remains of them: those that have begun end, one that is to come stays."""
    for pause in pauses:
        if pause.last < day or pause.since > day:
            yield pause
        elif pause.since < day:
            yield replace(pause, until=day - ONE_DAY)


def _spans(
    phases: Steps[Phase], flares: Steps[date | None], pauses: Sequence[Pause]
) -> Iterator[Span]:
    """The days cut wherever the standing changes, from the first phase on."""
    cuts = {day for day, _ in (*phases, *flares)}
    cuts |= {pause.since for pause in pauses}
    cuts |= {pause.last + ONE_DAY for pause in pauses if pause.last < FOREVER}
    standings: Steps[Standing] = []
    for day in sorted(cuts):
        phase = _step_at(phases, day)
        if phase is None:
            continue  # a pause before anything has begun
        flare = _step_at(flares, day)
        standing = Standing(phase[1], phase[0], flare and flare[1], _pause_on(pauses, day))
        if not standings or standings[-1][1] != standing:
            standings.append((day, standing))
    for (first, standing), following in zip_longest(standings, standings[1:]):
        yield Span(first, following[0] - ONE_DAY if following else FOREVER, standing)


def _pause_on(pauses: Sequence[Pause], day: date) -> Pause | None:
    """The pause of a day; of several the one that was said last."""
    return next((each for each in reversed(pauses) if each.since <= day <= each.last), None)


def _step_at(steps: Steps[T], day: date) -> tuple[date, T] | None:
    index = bisect_right(steps, day, key=_day)
    return steps[index - 1] if index else None


def _between(steps: Steps[T], first: date, before: date) -> Steps[T]:
    return steps[bisect_left(steps, first, key=_day) : bisect_left(steps, before, key=_day)]


def _day(step: tuple[date, object]) -> date:
    return step[0]
