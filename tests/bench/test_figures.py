"""What a measurement says: medians, ratios by round, and whether its goal holds."""

import json
from collections.abc import Sequence

import pytest

from bench.figures import Figure, Goal, compared, taking_turns


def a_figure(ours: Sequence[float], theirs: Sequence[float], goal: Goal | None = None) -> Figure:
    return compared("cold start", "ms", ours, "stock", theirs, goal)


def test_a_line_is_one_json_object_with_the_figure_beside_its_reference() -> None:
    line = a_figure([10, 30, 20], [40, 60, 50], Goal(0.5)).line()
    assert "\n" not in line
    assert json.loads(line) == {
        "figure": "cold start",
        "value": 20,
        "unit": "ms",
        "reference": {"name": "stock", "value": 50, "ratio": 0.4},
        "goal": "≤ 0.5 × reference",
        "holds": True,
    }


def test_the_ratio_is_taken_round_by_round() -> None:
    """A machine that slows down for one round slows down both."""
    assert a_figure([10, 100, 10], [20, 200, 40]).reference.ratio == 0.5


@pytest.mark.parametrize(
    ("goal", "holds"),
    [
        (None, None),
        (Goal(0.5), True),
        (Goal(0.49), False),
        (Goal(10, of_reference=False), True),
        (Goal(9, of_reference=False), False),
    ],
)
def test_a_goal_holds_up_to_what_it_says_and_without_one_nothing_is_said(
    goal: Goal | None, holds: bool | None
) -> None:
    assert a_figure([10], [20], goal).holds is holds


def test_beside_a_reference_of_nothing_there_is_no_ratio() -> None:
    figure = a_figure([1], [0], Goal(0.5))
    assert (figure.reference.ratio, figure.holds) == (None, False)


def test_values_are_told_in_four_digits() -> None:
    figure = a_figure([12345.678], [2e-9])
    assert (figure.value, figure.reference.value) == (12350, 0)


def test_contenders_take_turns_and_nobody_always_comes_first() -> None:
    called: list[str] = []

    def contender(name: str) -> None:
        called.append(name)

    results = taking_turns(
        3, lambda number: contender(f"a{number}"), lambda number: contender(f"b{number}")
    )
    assert called == ["a0", "b0", "b1", "a1", "a2", "b2"]
    assert [len(of_one) for of_one in results] == [3, 3]
