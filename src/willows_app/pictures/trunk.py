"""The trunk, which bends along a curve through the joints of the spine."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from willows_app.pictures import vectors
from willows_app.pictures.drawing import Flat, Ink, Piece, Polygon, Spot, capsule
from willows_app.pictures.posing import eased
from willows_app.routine.figure import Joints, Point

SPINE = ("pelvis", "waist", "chest", "neck")
RADII = (9.6, 8.9, 10.2, 6.2)
"""Half of how deep the trunk is at these joints, in centimetres."""

BREADTHS = (7.0, 5.0, 5.6, 4.0)
"""And how far from its middle that depth reaches to either side."""

STEPS = 4
"""Slices from one of these joints to the next."""

HEM = STEPS - 1
"""The slice at which the shirt ends."""


class _Slice(NamedTuple):
    """The trunk cut across: a disc on its left and one on its right."""

    left: Point
    right: Point
    radius: float


def pelvis(joints: Joints, on: Flat) -> Iterator[Piece]:
    """What the trousers cover."""
    slices = _slices(joints)[: HEM + 2]
    low = slices[0]
    yield Ink.TROUSERS, capsule(on, low.left, low.radius, low.right, low.radius)
    yield Ink.TROUSERS, _outline(slices, on)


def shirt(joints: Joints, on: Flat, shoulder_radius: float) -> Iterator[Piece]:
    """What the shirt covers, up to the shoulders."""
    slices = _slices(joints)[HEM:]
    yield Ink.SHIRT, _outline(slices, on)
    chest, collar, neck = slices[-1 - STEPS], slices[-1], joints["neck"]
    yield Ink.SHIRT, capsule(on, collar.left, collar.radius, collar.right, collar.radius)
    for side, flank in (("left", chest.left), ("right", chest.right)):
        shoulder = joints[f"{side}_shoulder"]
        yield Ink.SHIRT, capsule(on, neck, collar.radius, shoulder, shoulder_radius)
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


def _outline(slices: Sequence[_Slice], on: Flat) -> Polygon:
    """Up on one side and down on the other, as far out as each slice reaches."""
    ends = [(on(each.left), on(each.right)) for each in slices]
    middles = [Spot((left.x + right.x) / 2, (left.y + right.y) / 2) for left, right in ends]
    up, down = [], []
    for number, (left, right) in enumerate(ends):
        before, after = middles[max(0, number - 1)], middles[min(number + 1, len(ends) - 1)]
        length = math.dist(before, after) or 1.0
        x, y = (before.y - after.y) / length, (after.x - before.x) / length
        reach = slices[number].radius + abs((left.x - right.x) * x + (left.y - right.y) * y) / 2
        middle = middles[number]
        up.append(Spot(middle.x + reach * x, middle.y + reach * y))
        down.append(Spot(middle.x - reach * x, middle.y - reach * y))
    return Polygon((*down, *reversed(up)))  # clockwise, as every form


def _at(values: Sequence[float], number: int) -> float:
    """The value at a slice; it leaves the value at one joint as gently as it comes to the next."""
    joint, step = divmod(number, STEPS)
    if step == 0:
        return values[joint]
    share = eased(step / STEPS)
    return values[joint] + (values[joint + 1] - values[joint]) * share


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
