"""A slow line lets through what it can, whoever asks, and lends nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.line import TokenBucket

RATE, SIZE = 1000.0, 100.0


def waits(*taken: tuple[float, int]) -> list[float]:
    """How long each waits that takes so much at that time."""
    bucket = TokenBucket(RATE, SIZE)
    return [round(bucket.take(count, now), 6) for now, count in taken]


@pytest.mark.parametrize(
    ("taken", "waited"),
    [
        pytest.param([(7, 100)], [0], id="what it holds passes at once"),
        pytest.param([(7, 150)], [0.05], id="what is more waits for the rest"),
        pytest.param([(7, 100), (7, 200), (7, 100)], [0, 0.2, 0.3], id="all wait in one line"),
        pytest.param([(7, 100), (7.05, 100)], [0, 0.05], id="it fills up by its rate"),
        pytest.param([(7, 100), (99, 200)], [0, 0.1], id="and never over its size"),
        pytest.param([(7, 150), (7.06, 10)], [0.05, 0], id="who comes late loses nothing"),
    ],
)
def test_who_takes_too_much_waits(taken: list[tuple[float, int]], waited: list[float]) -> None:
    assert waits(*taken) == waited


@given(st.lists(st.tuples(st.floats(0, 0.5), st.integers(1, 500)), min_size=1))
def test_no_more_passes_than_its_rate_and_once_what_it_holds(
    taken: list[tuple[float, int]],
) -> None:
    bucket = TokenBucket(RATE, SIZE)
    now, passed = 5.0, 0
    for pause, count in taken:
        now += pause
        wait = bucket.take(count, now)
        passed += count
        assert wait >= 0
        assert passed <= SIZE + RATE * (now + wait - 5.0) + 1e-6
