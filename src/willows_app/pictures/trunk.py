"""The trunk, which bends along a curve through the joints of the spine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from willows_app.pictures import vectors
from willows_app.pictures.drawing import Flat, Form, Ink, Piece, capsule
from willows_app.routine.figure import Joints, Point

SPINE = ("pelvis", "waist", "chest", "neck")
RADII = (9.6, 8.9, 10.2, 6.2)
"""Half of how deep the trunk is at these joints, in centimetres."""

BREADTHS = (7.0, 5.0, 5.6, 4.0)
"""And how far from its middle that depth reaches to either side."""

STEPS = 3
"""Slices from one of these joints to the next."""

WAIST = STEPS - 1
"""The slice in which trousers and shirt meet."""


class _Slice(NamedTuple):
    """The trunk cut across: a disc on its left and one on its right."""

    left: Point
    right: Point
    radius: float


def pelvis(joints: Joints, on: Flat) -> Iterator[Piece]:
    """What the trousers cover."""
    for form in _filled(_slices(joints)[: WAIST + 1], on):
        yield Ink.TROUSERS, form


def shirt(joints: Joints, on: Flat, shoulder_radius: float) -> Iterator[Piece]:
    """What the shirt covers, up to the shoulders."""
    slices = _slices(joints)[WAIST - 1 :]
    for form in _filled(slices, on):
        yield Ink.SHIRT, form
    chest, neck = slices[-1 - STEPS], joints["neck"]
    for side, flank in (("left", chest.left), ("right", chest.right)):
        shoulder = joints[f"{side}_shoulder"]
        yield Ink.SHIRT, capsule(on, neck, RADII[-1], shoulder, shoulder_radius)
        yield Ink.SHIRT, capsule(on, shoulder, shoulder_radius, flank, chest.radius - 0.5)


def _slices(joints: Joints) -> list[_Slice]:
    """From the pelvis to the neck; on the way the hips' direction becomes the shoulders'."""
    at_hips = vectors.direction(joints["right_hip"], joints["left_hip"])
    at_shoulders = vectors.direction(joints["right_shoulder"], joints["left_shoulder"])
    places = _curve([joints[joint] for joint in SPINE])
    slices = []
    for number, place in enumerate(places):
        radius, breadth = _at(RADII, number), _at(BREADTHS, number)
        share = number / (len(places) - 1)
        across = vectors.turned(at_hips, at_shoulders, share)
        left, right = (vectors.add(place, across, each) for each in (breadth, -breadth))
        slices.append(_Slice(left, right, radius))
    return slices


def _filled(slices: Sequence[_Slice], on: Flat) -> Iterator[Form]:
    for end in (slices[0], slices[-1]):
        yield capsule(on, end.left, end.radius, end.right, end.radius)
    for low, high in pairwise(slices):
        yield capsule(on, low.left, low.radius, high.left, high.radius)
        if on(low.left) != on(low.right):
            yield capsule(on, low.right, low.radius, high.right, high.radius)
            yield capsule(on, low.left, low.radius, high.right, high.radius)


def _at(values: Sequence[float], number: int) -> float:
    """The value at a slice: in between, on a straight line."""
    joint, step = divmod(number, STEPS)
    if step == 0:
        return values[joint]
    return values[joint] + (values[joint + 1] - values[joint]) * step / STEPS


def _curve(points: Sequence[Point]) -> list[Point]:
    """`STEPS` places from each point to the next, on a curve through all (Catmull-Rom)."""
    before = vectors.between(points[0], points[1], -1)
    after = vectors.between(points[-1], points[-2], -1)
    around = [before, *points, after]
    places = [
        _on_curve(around[number : number + 4], step / STEPS)
        for number in range(len(points) - 1)
        for step in range(STEPS)
    ]
    return [*places, points[-1]]


def _on_curve(four: Sequence[Point], t: float) -> Point:
    """Between the second and the third of four points."""
    weights = (
        (-t + 2 * t**2 - t**3) / 2,
        (2 - 5 * t**2 + 3 * t**3) / 2,
        (t + 4 * t**2 - 3 * t**3) / 2,
        (-(t**2) + t**3) / 2,
    )
    place = Point(0.0, 0.0, 0.0)
    for weight, point in zip(weights, four, strict=True):
        place = vectors.add(place, point, weight)
    return place
