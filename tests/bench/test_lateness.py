"""Cues are found again among what was played, and how late they were is summed up honestly."""

from itertools import pairwise

import pytest

from bench.hurried import Due, hurried
from bench.lateness import (
    Beat,
    Play,
    beats_of,
    beats_of_ticks,
    drift,
    feigned_drift,
    middle,
    p99,
)

CUES = [
    Due(at, frozenset({f"voice/{name}.mp3", "sounds/tick.mp3"}))
    for at, name in ((1.0, "three"), (2.0, "two"), (3.0, "three"))
]


def late(plays: list[Play]) -> list[tuple[float, float]]:
    return [(beat.at, round(beat.late)) for beat in beats_of(CUES, plays, origin=100.0)]


def test_a_cue_is_late_by_what_lies_between_its_time_and_its_first_recording() -> None:
    plays = [Play(101.02, "voice/three.mp3"), Play(101.9, "voice/two.mp3")]
    assert late([*plays, Play(103.3, "voice/three.mp3")]) == [(1, 20), (2, -100), (3, 300)]


def test_one_that_was_not_heard_is_missing_and_takes_nobody_elses_place() -> None:
    assert late([Play(101.0, "voice/three.mp3"), Play(103.0, "voice/three.mp3")]) == [
        (1, 0),
        (3, 0),
    ]


def test_a_tone_in_place_of_the_voice_is_the_cue_and_a_second_sentence_is_none() -> None:
    plays = [
        Play(101.0, "sounds/tick.mp3"),
        Play(101.5, "voice/let-go.mp3"),
        Play(102.0, "voice/two.mp3"),
    ]
    assert late(plays) == [(1, 0), (2, 0)]


def test_ticks_were_to_come_every_second() -> None:
    beats = list(beats_of_ticks([101.25, 102.5], origin=100.0))
    assert beats == [Beat(1, 250), Beat(2, 500)]


def test_early_counts_as_far_off_as_late_and_the_median_tells_which() -> None:
    beats = [Beat(at, -40.0) for at in range(100)]
    assert (middle(beats), p99(beats), drift(beats)) == (-40, 40, 0)


def test_drift_is_what_is_added_in_a_minute_and_a_few_late_ones_do_not_bend_it() -> None:
    beats = [Beat(at, at * 0.5 + (900 if at in (90, 95) else 0)) for at in range(100)]
    assert drift(beats) == pytest.approx(30)


def test_scatter_feigns_a_drift_that_grows_with_it_and_punctual_ones_feign_none() -> None:
    def scattered(by: float) -> list[Beat]:
        return [Beat(at, by * (at * 37 % 11)) for at in range(60)]

    assert feigned_drift(scattered(0), 20) == 0
    assert 0 < feigned_drift(scattered(1), 20) < feigned_drift(scattered(10), 20)


def test_a_session_for_measuring_has_a_hundred_cues_in_less_than_three_minutes() -> None:
    """And no two in a row that could be taken for one another."""
    routine = hurried(cobra=6, rhomboids=6, lats_doorway=2)
    assert len(routine.cues) >= 100
    assert routine.timeline.duration < 180
    assert all(before.files != after.files for before, after in pairwise(routine.cues))
