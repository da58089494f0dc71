"""Directions and lengths in space."""

from __future__ import annotations

import math

from willows_app.routine.figure import Point

UP, AHEAD = Point(0.0, 1.0, 0.0), Point(0.0, 0.0, 1.0)
"""Up the picture, and towards the viewer."""

NO_TURN = 1e-3
"""Radians; less than this is no turn, and so near to half a turn the way is not clear."""


def add(a: Point, b: Point, times: float = 1.0) -> Point:
    """`a`, and so many `times` of `b`."""
    return Point(a.x + times * b.x, a.y + times * b.y, a.z + times * b.z)


def between(a: Point, b: Point, share: float) -> Point:
    """On the straight line from `a` (share 0) to `b` (share 1)."""
    return Point(*(p + share * (q - p) for p, q in zip(a, b, strict=True)))


def cross(a: Point, b: Point) -> Point:
    """At a right angle to both, by the right hand."""
    return Point(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)


def dot(a: Point, b: Point) -> float:
    """The scalar product."""
    return a.x * b.x + a.y * b.y + a.z * b.z


def direction(a: Point, b: Point) -> Point:
    """From `a` to `b`, of length 1; they must differ."""
    return unit(add(b, a, -1))


def unit(a: Point) -> Point:
    """The same direction, of length 1."""
    return Point(*(each / math.hypot(*a) for each in a))


def turned(a: Point, b: Point, share: float) -> Point:
    """The direction on the way on which `a` turns to `b`, both of length 1, at an even speed.

    Spherical linear interpolation; to the opposite direction it goes by the front.
    """
    angle = math.acos(max(-1.0, min(1.0, dot(a, b))))
    if angle < NO_TURN:
        return b
    if math.pi - angle < NO_TURN:
        front = AHEAD if abs(a.z) < 0.9 else UP
        half = unit(add(front, a, -dot(front, a)))
        return turned(a, half, 2 * share) if share < 0.5 else turned(half, b, 2 * share - 1)
    parts = math.sin((1 - share) * angle), math.sin(share * angle)
    return unit(Point(*(parts[0] * p + parts[1] * q for p, q in zip(a, b, strict=True))))
