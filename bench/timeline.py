"""The timeline: what it costs to compile and to ask, and whether a session drifts from the clock.

- Compiling: the shipped routine's session, against reading the routine's file, which has to happen
  before. Each is the mean of many calls.
- Asking `Timeline.at`: at a thousand moments spread over that session, against looking at one step
  after the other.
- Drift: one hour of a session whose wake-ups, meant for every second, come late as they do on a
  phone (a little late always, and once in ten minutes half a minute late: a locked screen). Our
  player, and as reference a timer that counts its ticks, are woken at the same simulated moments.
  Drift is the most that the shown time was ever away from the time that had passed.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from bench.figures import Figure, Goal, compared, taking_turns
from willows_app.guide.player import Player
from willows_app.guide.timeline import Position, Timeline, compile_routine
from willows_app.routine.loading import read_routine
from willows_app.routine.model import Exercise, Routine
from willows_app.shipped import shipped_routines

NAME = "upper_back.yaml"
HOUR = 3600.0
LATE = 0.03
"""Seconds that a wake-up is late on average."""
LOCKED = 30.0
LOCKED_EVERY = 600


def measure(runs: int) -> Iterator[Figure]:
    """All figures of the timeline."""
    source = shipped_routines()[NAME]
    routine = read_routine(source, NAME)
    timeline = compile_routine(routine.exercises)
    moments = [timeline.duration * number / 1000 for number in range(1000)]

    def ask(at: Callable[[float], Position]) -> None:
        for moment in moments:
            at(moment)

    compiling, reading = taking_turns(
        runs,
        lambda _: _seconds(lambda: compile_routine(routine.exercises), 200),
        lambda _: _seconds(lambda: read_routine(source, NAME), 3),
    )
    yield compared(
        f"compile_routine, {len(timeline.steps)} steps",
        "ms",
        [seconds * 1e3 for seconds in compiling],
        "reading the routine's file",
        [seconds * 1e3 for seconds in reading],
    )

    asking, scanning = taking_turns(
        runs,
        lambda _: _seconds(lambda: ask(timeline.at), 20) / len(moments),
        lambda _: _seconds(lambda: ask(lambda moment: scan(timeline, moment)), 20) / len(moments),
    )
    yield compared(
        f"Timeline.at, {len(timeline.steps)} steps",
        "µs",
        [seconds * 1e6 for seconds in asking],
        "a scan of the steps",
        [seconds * 1e6 for seconds in scanning],
    )

    ours, ticking = taking_turns(
        runs,
        lambda run: drift_of_player(an_hour_of(routine), late_wakings(run)),
        lambda run: drift_of_ticking(late_wakings(run)),
    )
    yield compared(
        "drift of a session in an hour of late wake-ups",
        "s",
        ours,
        "a timer that counts ticks",
        ticking,
        Goal(0.001, of_reference=False),
    )


def scan(timeline: Timeline, elapsed: float) -> Position:
    """What `Timeline.at` gives, found by looking at one step after the other."""
    last = len(timeline.steps) - 1
    index, step = next(
        (index, step)
        for index, step in enumerate(timeline.steps)
        if elapsed < step.end or index == last
    )
    return Position(index, step, min(max(0.0, elapsed - step.start), step.duration))


def late_wakings(seed: int) -> list[float]:
    """The moments of an hour at which a timer wakes that asks each time to sleep a second."""
    chance = random.Random(seed)
    moments = [0.0]
    while moments[-1] < HOUR:
        locked = LOCKED if chance.random() < 1 / LOCKED_EVERY else 0.0
        moments.append(moments[-1] + 1 + chance.expovariate(1 / LATE) + locked)
    return moments[1:]


def drift_of_player(exercises: list[Exercise], wakings: list[float]) -> float:
    """The most seconds by which the player's time is off at any waking."""
    now = 0.0
    player = Player(exercises, lambda: now)
    player.start()
    worst = 0.0
    for now in wakings:
        player.advance()
        worst = max(worst, abs(now - player.elapsed))
    return worst


def drift_of_ticking(wakings: list[float]) -> float:
    """The same of a timer that adds a second at each waking."""
    return max(abs(now - ticks) for ticks, now in enumerate(wakings, 1))


def an_hour_of(routine: Routine) -> list[Exercise]:
    """Exercises enough for more than an hour; those that a patient must end are left out."""
    timed = [exercise for exercise in routine.exercises if exercise.dose.travel is None]
    rounds = int(2 * HOUR / compile_routine(timed).duration) + 1
    return [
        replace(exercise, id=f"{exercise.id}_{number}")
        for number in range(rounds)
        for exercise in timed
    ]


def _seconds(call: Callable[[], object], times: int) -> float:
    """The mean time of one call."""
    started = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - started) / times
