"""Directions and lengths in space."""

from __future__ import annotations

import math

from willows_app.routine.figure import Point

UP, AHEAD = Point(0.0, 1.0, 0.0), Point(0.0, 0.0, 1.0)
"""Up the picture, and towards the viewer."""

NO_TURN = 1e-3
"""Radians; less than this is no turn, and so near to half a turn the way is not clear."""

FAR = math.radians(120)
"""What turns by more than this goes by the front, even if another way is shorter."""

CLEAR = 0.3
"""How long the front must be, seen across a turn, to tell which way is by the front."""


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


def turned(a: Point, b: Point, share: float, front: Point = AHEAD) -> Point:
    """The direction on the way on which `a` turns to `b`; all are of length 1.

    The shortest way (spherical linear interpolation), but a far one goes by the `front`, as an
    arm that is lowered beside the body comes to lie over the head.
    """
    angle = _angle(a, b)
    if angle < NO_TURN:
        return b
    if angle > FAR:
        half = _half_way(a, b, front)
        if math.pi - angle < NO_TURN and not half:
            half = _half_way(a, b, UP) or _half_way(a, b, AHEAD)
        if half:
            to_half = share < 0.5
            return _arc(a, half, 2 * share) if to_half else _arc(half, b, 2 * share - 1)
    return _arc(a, b, share)


def _half_way(a: Point, b: Point, front: Point) -> Point | None:
    """As far from `a` as from `b`, by the front; None if the front lies on neither way."""
    along = direction(b, a)
    half = add(front, along, -dot(front, along))
    return unit(half) if math.hypot(*half) > CLEAR else None


def _arc(a: Point, b: Point, share: float) -> Point:
    angle = _angle(a, b)
    if angle < NO_TURN:
        return b
    parts = math.sin((1 - share) * angle), math.sin(share * angle)
    return unit(Point(*(parts[0] * p + parts[1] * q for p, q in zip(a, b, strict=True))))


def _angle(a: Point, b: Point) -> float:
    return math.acos(max(-1.0, min(1.0, dot(a, b))))
