"""Where the lines of a report's charts go: once, for HTML and PDF.

A drawing is half a page wide. Its units are millimetres, from the top left corner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from willows_app.adherence.periods import Period
from willows_app.clinic.report import Bars, Chart, Pains, figure

WIDTH, HEIGHT = 86.0, 34.0
LETTERS = 3.0
"""Height of what is written."""

_LEFT, _RIGHT, _TOP, _FLOOR = 6.0, WIDTH - 1.0, 3.0, HEIGHT - 5.0
_BELOW = HEIGHT - 1.0
"""Where the days are written."""
_WORST = 10
_WIDEST = 8.0
"""Millimetres of a week, of which there may be few."""


class Ink(StrEnum):
    """What a shape stands for: a renderer gives it its colour."""

    AXIS = "axis"
    DUE = "due"
    DONE = "done"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Box:
    """A full rectangle."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink


@dataclass(frozen=True)
class Stroke:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    ink: Ink


@dataclass(frozen=True)
class Dot:
    """A disc of `BEFORE`, or a ring of `AFTER`."""

    x: float
    y: float
    radius: float
    ink: Ink


@dataclass(frozen=True)
class Word:
    """Something written on a line at `y`, which ends at `x` or else begins there."""

    x: float
    y: float
    text: str
    ends: bool = False


Shape = Box | Stroke | Dot | Word


def drawn(chart: Chart) -> list[Shape]:
    """What a chart is made of, in the order in which it is drawn."""
    shapes = _bars(chart) if isinstance(chart, Bars) else _pains(chart)
    return [*shapes, *_days(chart.first, chart.last)]


def _bars(chart: Bars) -> Iterator[Shape]:
    most = max(share.due for _, share in chart.weeks)
    weeks = _Weeks(chart.first, chart.last)
    yield from _levels((0, most), most)
    for first, share in chart.weeks:
        x, width = weeks.begin(first), weeks.width * 0.8
        for count, ink in ((share.due, Ink.DUE), (share.done, Ink.DONE)):
            if count:
                top = _height(count, most)
                yield Box(x, top, width, _FLOOR - top, ink)


def _pains(chart: Pains) -> Iterator[Shape]:
    weeks = _Weeks(chart.first, chart.last)
    radius = max(0.35, min(1.0, weeks.width * 0.35))
    yield from _levels((0, 5, 10), _WORST)
    for ink, answers in (
        (Ink.BEFORE, [(first, before) for first, before, _ in chart.weeks]),
        (Ink.AFTER, [(first, after) for first, _, after in chart.weeks]),
    ):
        said = [(first, pain) for first, pain in answers if pain is not None]
        points = [(weeks.middle(first), _height(pain, _WORST)) for first, pain in said]
        yield from _joined([first for first, _ in said], points, ink)
        yield from (Dot(x, y, radius, ink) for x, y in points)


def _joined(
    firsts: Sequence[date], points: Sequence[tuple[float, float]], ink: Ink
) -> Iterator[Shape]:
    """Lines between weeks that follow on each other: nothing is known of those in between."""
    numbers = map(Period.WEEK.number, firsts)
    for (one, (x1, y1)), (next_one, (x2, y2)) in pairwise(zip(numbers, points, strict=True)):
        if next_one == one + 1:
            yield Stroke(x1, y1, x2, y2, ink)


def _levels(levels: Sequence[float], most: float) -> Iterator[Shape]:
    for level in levels:
        y = _height(level, most)
        yield Stroke(_LEFT, y, _RIGHT, y, Ink.AXIS)
        yield Word(_LEFT - 1, y + LETTERS / 3, figure(level), ends=True)


def _height(count: float, most: float) -> float:
    return _FLOOR - (_FLOOR - _TOP) * count / most


def _days(first: date, last: date) -> Iterator[Shape]:
    yield Word(_LEFT, _BELOW, str(first))
    if last != first:
        yield Word(_RIGHT, _BELOW, str(last), ends=True)


class _Weeks:
    """Where weeks stand between the first and the last."""

    def __init__(self, first: date, last: date) -> None:
        self._first = Period.WEEK.number(first)
        count = Period.WEEK.number(last) - self._first + 1
        self.width = min(_WIDEST, (_RIGHT - _LEFT) / count)

    def begin(self, day: date) -> float:
        return _LEFT + self.width * (Period.WEEK.number(day) - self._first) + self.width * 0.1

    def middle(self, day: date) -> float:
        return self.begin(day) + self.width * 0.4
