"""How late something was that was due: in the middle, at worst, and whether it gets worse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random
from statistics import median, quantiles

from bench.hurried import Due

NEVER = 1.5
"""Seconds after which a recording is of another cue."""


@dataclass(frozen=True)
class Play:
    """A recording: from when on it is heard, in seconds since 1970, and which one it is."""

    at: float
    file: str
    ahead: float = 0.0
    """Seconds before that in which the browser was told."""


@dataclass(frozen=True)
class Beat:
    """What was due `at` seconds from the beginning, and came `late` milliseconds after that."""

    at: float
    late: float


def beats_of(cues: Iterable[Due], plays: Sequence[Play], origin: float) -> Iterator[Beat]:
    """The cues that were given, of a session that began at `origin`, in order.

    A cue of several sentences is given when its first one is played.
    """
    following = 0
    for cue in cues:
        due = origin + cue.at
        for number, play in enumerate(plays[following:], following):
            if play.file in cue.files and abs(play.at - due) < NEVER:
                following = number + 1
                yield Beat(cue.at, (play.at - due) * 1000)
                break


def beats_of_ticks(moments: Iterable[float], origin: float) -> Iterator[Beat]:
    """The ticks of a timer that was to tick every second from `origin` on."""
    for number, moment in enumerate(moments, 1):
        yield Beat(number, (moment - origin - number) * 1000)


def middle(beats: Sequence[Beat]) -> float:
    """The median, in milliseconds; less than nothing is early."""
    return median(beat.late for beat in beats)


def p99(beats: Sequence[Beat]) -> float:
    """Milliseconds that 99 of 100 are not further off, early or late."""
    return quantiles((abs(beat.late) for beat in beats), n=100, method="inclusive")[98]


def feigned_drift(beats: Sequence[Beat], shuffles: int = 200) -> float:
    """The drift that such scatter shows where there is none, in 95 of 100 cases at most.

    That is: the same lateness, shuffled among the same moments.
    """
    chance, late = Random(1), [beat.late for beat in beats]
    slopes = []
    for _ in range(shuffles):
        chance.shuffle(late)
        slopes.append(abs(drift([Beat(beat.at, ms) for beat, ms in zip(beats, late, strict=True)])))
    return quantiles(slopes, n=100, method="inclusive")[94]


def drift(beats: Sequence[Beat]) -> float:
    """Milliseconds a minute by which they come later and later, or earlier and earlier.

    The median of the slopes between any two (Theil and Sen): a few late ones do not bend it.
    """
    slopes = [
        (after.late - before.late) / (after.at - before.at) * 60
        for before, after in combinations(beats, 2)
        if after.at > before.at
    ]
    return median(slopes)
