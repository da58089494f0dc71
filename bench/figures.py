"""Figures: what was measured, beside the same of a reference, and whether a goal holds.

Machines are noisy and drift, so ours and the reference take turns, and what lasts is their ratio.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Goal:
    """The most that a figure may be: as it is, or as a share of its reference."""

    at_most: float
    of_reference: bool = True

    def __str__(self) -> str:
        return f"≤ {self.at_most:g}" + (" × reference" if self.of_reference else "")


@dataclass(frozen=True)
class Reference:
    """What a figure is compared with. `ratio` is the median of ours ÷ the reference, by round."""

    name: str
    value: float
    ratio: float | None


@dataclass(frozen=True)
class Figure:
    """One line of the results; `holds` is None where there is no goal."""

    figure: str
    value: float
    unit: str
    reference: Reference | None
    goal: str | None
    holds: bool | None

    def line(self) -> str:
        """The figure as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def taking_turns(runs: int, *contenders: Callable[[int], T]) -> list[list[T]]:
    """What each contender gives in each of `runs` rounds, which it is told by number.

    Every other round goes the other way about: nobody always comes first.
    """
    results: list[list[T]] = [[] for _ in contenders]
    for number in range(runs):
        order = list(zip(contenders, results, strict=True))
        for contender, collected in order if number % 2 == 0 else reversed(order):
            collected.append(contender(number))
    return results


def compared(
    figure: str,
    unit: str,
    ours: Sequence[float],
    reference: str,
    theirs: Sequence[float],
    goal: Goal | None = None,
) -> Figure:
    """The medians of `ours` and `theirs`, measured in the same rounds."""
    ratio = None
    if all(theirs):
        ratio = median(our / their for our, their in zip(ours, theirs, strict=True))
    return Figure(
        figure=figure,
        value=_rounded(median(ours)),
        unit=unit,
        reference=Reference(
            reference, _rounded(median(theirs)), None if ratio is None else _rounded(ratio)
        ),
        goal=None if goal is None else str(goal),
        holds=None if goal is None else _holds(goal, median(ours), ratio),
    )


def alone(figure: str, unit: str, value: float, goal: Goal | None = None) -> Figure:
    """A figure that nothing is to be compared with."""
    return Figure(
        figure=figure,
        value=_rounded(value),
        unit=unit,
        reference=None,
        goal=None if goal is None else str(goal),
        holds=None if goal is None else _holds(goal, value, None),
    )


def _holds(goal: Goal, value: float, ratio: float | None) -> bool:
    if not goal.of_reference:
        return value <= goal.at_most
    return ratio is not None and ratio <= goal.at_most


def _rounded(value: float) -> float:
    """Four digits that count, and no more than a millionth: the rest is noise."""
    return round(float(f"{value:.4g}"), 6)
