"""Plans as tests write them: told in changes, by numbered days, and drawn as one letter a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from hypothesis import strategies as st

from willows_app.adherence.facts import Change, PauseReason, PlanChange
from willows_app.adherence.plan import Pause, Phase, Plan, Span, Standing, plan_of
from willows_app.routine.model import Flare, Schedule

FIRST = date(2026, 6, 1)
"""Day 1, a Monday."""

SCHEDULE = Schedule(
    words="once a day initially, then symptomatically",
    daily_sessions=1,
    daily_days=14,
    then="as needed",
    flare=Flare(easy_days=3, easy_pain=2),
)


def day(number: int) -> date:
    """The day of this number, from 1; 0 and less are days before."""
    return FIRST + timedelta(days=number - 1)


# ---------------------------------------------------------------- told


def _told(change: Change, number: int, **details: object) -> PlanChange:
    at = datetime(2026, 6, 1, 12, tzinfo=UTC)
    return replace(PlanChange("", "upper_back", change, day(number), 0, at), **details)


def daily(number: int) -> PlanChange:
    return _told(Change.DAILY, number)


def length(number: int, days: int) -> PlanChange:
    return _told(Change.LENGTH, number, days=days)


def as_needed(number: int) -> PlanChange:
    return _told(Change.AS_NEEDED, number)


def flare(number: int) -> PlanChange:
    return _told(Change.FLARE, number)


def flare_over(number: int) -> PlanChange:
    return _told(Change.FLARE_OVER, number)


def pause(
    number: int, until: int | None = None, reason: PauseReason = PauseReason.ILLNESS
) -> PlanChange:
    return _told(Change.PAUSE, number, until=until and day(until), reason=reason)


def resume(number: int) -> PlanChange:
    return _told(Change.RESUME, number)


def in_order(*changes: PlanChange) -> list[PlanChange]:
    """These changes as one phone told them, one after the other."""
    return [
        replace(change, id=f"{number:03}", sequence=number)
        for number, change in enumerate(changes, start=1)
    ]


def plan(*changes: PlanChange, easy: str = "", schedule: Schedule = SCHEDULE) -> Plan:
    """The plan that they make; `easy` draws the answers about pain, see `answers`."""
    return plan_of(schedule, in_order(*changes), answers(easy))


def answers(drawn: str) -> dict[date, bool]:
    """`e` for an easy day, `h` for a hard one, anything else for none, from day 1 on."""
    return {day(number): each == "e" for number, each in enumerate(drawn, 1) if each in "eh"}


# ---------------------------------------------------------------- drawn


def drawn(of: Plan, days: int = 20) -> str:
    """The first days: `D` daily, `F` a flare, `P` paused, `.` nothing due, ` ` no plan yet."""
    return "".join(_letter(of.on(day(number))) for number in range(1, days + 1)).rstrip()


def _letter(standing: Standing | None) -> str:
    if standing is None:
        return " "
    if not standing.expected:
        return "."
    if standing.pause:
        return "P"
    return "D" if standing.phase is Phase.DAILY else "F"


DRAWN = {
    "D": Standing(Phase.DAILY, FIRST),
    "F": Standing(Phase.AS_NEEDED, FIRST, flare_since=FIRST),
    "P": Standing(Phase.DAILY, FIRST, pause=Pause(PauseReason.ILLNESS, FIRST, None)),
    ".": Standing(Phase.AS_NEEDED, FIRST),
}


def plan_drawn(letters: str, daily_sessions: int = 1) -> Plan:
    """The plan of such a drawing; what its last day says goes on for ever."""
    spans, number = [], 1
    for letter, same in groupby(letters):
        count = len(list(same))
        if letter != " ":
            spans.append(Span(day(number), day(number + count - 1), DRAWN[letter]))
        number += count
    spans[-1:] = [replace(each, last=date.max) for each in spans[-1:]]
    return Plan(tuple(spans), daily_sessions, daily_days=14)


# ---------------------------------------------------------------- at random

LAST = 30
numbers = st.integers(1, LAST)


def changes() -> st.SearchStrategy[list[PlanChange]]:
    """What a patient may tell of the plan, in order, with or without sense."""
    return st.lists(
        st.one_of(
            st.builds(daily, numbers),
            st.builds(as_needed, numbers),
            st.builds(flare, numbers),
            st.builds(flare_over, numbers),
            pauses(),
            st.builds(resume, numbers),
            st.builds(length, numbers, st.integers(1, 40)),
        ),
        max_size=12,
    ).map(lambda told: in_order(*told))


@st.composite
def pauses(draw: st.DrawFn) -> PlanChange:
    """A pause, open or with an end."""
    since = draw(numbers)
    return pause(since, draw(st.none() | st.integers(since, LAST)))


def easy_days() -> st.SearchStrategy[Mapping[date, bool]]:
    """Days with an answer about pain, easy or not."""
    return st.dictionaries(numbers.map(day), st.booleans(), max_size=LAST)
