"""What of a routine can be done in the time there is."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from heapq import heapify, heappop, heappush

from willows_app.routine.choice import AS_PRESCRIBED, Choice, Dial, allowed, dials
from willows_app.routine.duration import exercise_seconds
from willows_app.routine.model import Exercise, Routine, Span
from willows_app.routine.session_plan import SessionPlan

STRETCHED = (Dial.HOLD, Dial.REPETITIONS)
"""What the handout makes depend on the time there is."""


@dataclass(frozen=True)
class LeftOut:
    """An exercise that is not done this time, and why."""

    exercise: Exercise
    lacks: tuple[str, ...] = ()
    """What the patient does not have for it."""
    needs: float | None = None
    """Seconds that it takes at its shortest, if that alone is more than there is."""

    @property
    def for_another_day(self) -> bool:
        """Whether it will have its turn in as much time as there is today."""
        return not self.lacks and self.needs is None


@dataclass(frozen=True)
class Fitted:
    """A session that fits into the time, and what is left out for it, in the handout's order."""

    plan: SessionPlan
    left_out: tuple[LeftOut, ...] = ()


def fit(
    routine: Routine,
    seconds: float | None = None,
    equipment: Collection[str] | None = None,
    place_counts: Mapping[str, int] | None = None,
    *,
    chosen: Mapping[str, Choice] | None = None,
    last_done: Mapping[str, datetime] | None = None,
) -> Fitted:
    """As much of `routine` as `seconds` allow; None is all the time: then as prescribed.

    Holds and repetitions stay within the handout's ranges, and never exceed what
    the patient has `chosen`. If even the shortest of all take too long, those
    that were `last_done` longest ago come first, so that all have their turn.
    `equipment` is what the patient has (None: everything), `place_counts` how
    many places an exercise along the back took. All by exercise id.
    """
    places = place_counts or {}
    choices = {
        each.id: allowed(each, (chosen or {}).get(each.id, AS_PRESCRIBED)).over(
            allowed(each, Choice(places=places.get(each.id)))
        )
        for each in routine.exercises
    }
    left_out = {
        each.id: LeftOut(each, lacks=lacks)
        for each in routine.exercises
        if (lacks := _lacking(each, equipment))
    }
    possible = [each for each in routine.exercises if each.id not in left_out]
    if seconds is not None:
        ranges = {each.id: _ranges(each, choices[each.id]) for each in possible}
        choices |= {each.id: _shortest(choices[each.id], ranges[each.id]) for each in possible}
        taken = _taking_turns(possible, choices, seconds, last_done or {})
        for each in possible:
            if each not in taken:
                needs = exercise_seconds(each, choices[each.id])
                left_out[each.id] = LeftOut(each, needs=needs if needs > seconds else None)
        possible = taken
        choices = _stretched(possible, choices, ranges, seconds)
    return Fitted(
        SessionPlan(
            routine,
            tuple(possible),
            {each.id: choices[each.id] for each in possible if choices[each.id] != AS_PRESCRIBED},
        ),
        tuple(left_out[each.id] for each in routine.exercises if each.id in left_out),
    )


def _lacking(exercise: Exercise, equipment: Collection[str] | None) -> tuple[str, ...]:
    if equipment is None:
        return ()
    return tuple(thing for thing in exercise.equipment if thing not in equipment)


def _ranges(exercise: Exercise, choice: Choice) -> dict[Dial, Span]:
    """What may be stretched; what the patient chose is the most of it."""
    ranges = {dial: span for dial, span in dials(exercise).items() if dial in STRETCHED}
    for dial, span in ranges.items():
        if (most := choice.of(dial)) is not None:
            ranges[dial] = Span(span.low, most, most)
    return ranges


def _shortest(choice: Choice, ranges: Mapping[Dial, Span]) -> Choice:
    for dial, span in ranges.items():
        choice = choice.with_dial(dial, _counted(dial, span.low))
    return choice


def _taking_turns(
    exercises: Iterable[Exercise],
    choices: Mapping[str, Choice],
    seconds: float,
    last_done: Mapping[str, datetime],
) -> list[Exercise]:
    """Those that fit at their shortest, chosen in the order in which they have waited."""
    waited = sorted(
        exercises, key=lambda each: (each.id in last_done, last_done.get(each.id, datetime.min))
    )
    room, taken = seconds, set()
    for exercise in waited:
        needs = exercise_seconds(exercise, choices[exercise.id])
        if needs <= room:
            taken.add(exercise.id)
            room -= needs
    return [each for each in exercises if each.id in taken]


def _stretched(
    exercises: Iterable[Exercise],
    choices: Mapping[str, Choice],
    ranges: Mapping[str, Mapping[Dial, Span]],
    seconds: float,
) -> dict[str, Choice]:
    """Holds and repetitions made longer, the furthest behind first, until nothing more fits."""
    found, stretched = {each.id: each for each in exercises}, dict(choices)
    room = seconds - sum(exercise_seconds(each, choices[id]) for id, each in found.items())
    waiting = [
        (_far(span, span.low), place, id, dial)
        for place, id in enumerate(found)
        for dial, span in ranges[id].items()
    ]
    heapify(waiting)
    while waiting:
        _, place, id, dial = heappop(waiting)
        now, span = stretched[id].of(dial) or 0, ranges[id][dial]
        if now >= span.high:
            continue
        number = min(math.floor(now) + 1, span.high)
        longer = stretched[id].with_dial(dial, _counted(dial, number))
        more = exercise_seconds(found[id], longer) - exercise_seconds(found[id], stretched[id])
        if more <= room:
            stretched[id], room = longer, room - more
            heappush(waiting, (_far(span, number), place, id, dial))
    return stretched


def _far(span: Span, number: float) -> float:
    """How far a number is: 0 at the shortest, 1 at the default, 2 at the longest."""
    if number < span.default:
        return (number - span.low) / (span.default - span.low)
    if number < span.high:
        return 1 + (number - span.default) / (span.high - span.default)
    return 2


def _counted(dial: Dial, number: float) -> float:
    return int(number) if dial is Dial.REPETITIONS else number
