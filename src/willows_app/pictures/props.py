"""The things beside the figure, in their natural sizes; centimetres throughout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from willows_app.pictures.drawing import Capsule, Flat, Ink, Part, Polygon, Spot, disc
from willows_app.routine.figure import Point
from willows_app.routine.picture import Prop, Thing

TOWEL_RADIUS, TOWEL_HALF = 5.0, 30.0
TOWEL_TURNS = (3.0, 1.1)
"""Radii of the turns that one sees at the end of the roll."""

BALL = 3.8
"""Radius; a tennis ball has 3.3, and would be lost under the back."""

APART = 2.6
"""How far from its place along the body each ball is drawn: behind the other one would be lost."""

BEHIND = -60.0
"""Depth of what the figure stands or sits in front of."""

UNDER = 20.0
"""How much deeper than its place a thing is drawn on which the figure lies."""

FLOOR_HALF = 34.0
THIN = 0.7


class Size(NamedTuple):
    """Of a box."""

    length: float
    height: float
    depth: float


BOOK = Size(26, 5, 20)
WALL = Size(8, 220, 90)


def thing(prop: Prop, on: Flat) -> Iterator[Part]:
    """A thing in its place."""
    match prop.what:
        case Thing.TOWEL:
            yield from _towel(prop.at, on)
        case Thing.BALLS:
            yield from _balls(prop.at, -APART if prop.mirrored else APART, on)
        case Thing.BOOK:
            yield from _box(prop.at, BOOK, Ink.COVER, on, prop.at.z - UNDER)
        case Thing.CHAIR:
            yield from _chair(prop.at, -1 if prop.mirrored else 1, on)
        case Thing.DOOR_FRAME:
            yield from _door_frame(prop.at, on)
        case Thing.WALL:
            yield from _box(prop.at, WALL, Ink.WALL, on, BEHIND)


def floor(left: float, right: float, on: Flat) -> Part:
    """The floor under a figure that stands, sits or lies on it."""
    ends = ((left, -1), (right, -1), (right, 1), (left, 1))
    corners = tuple(on(Point(x, 0, FLOOR_HALF * z)) for x, z in ends)
    if corners[0].y != corners[-1].y:
        return _ground(Polygon(corners))
    return _ground(Capsule(Spot(left, 2), 2, Spot(right, 2), 2))


def mat(left: float, right: float, top: float, bottom: float) -> Part:
    """What lies under a figure that is seen from above; to the right, and down."""
    return _ground(
        Polygon((Spot(left, top), Spot(right, top), Spot(right, bottom), Spot(left, bottom)))
    )


def _ground(form: Capsule | Polygon) -> Part:
    return Part(2 * BEHIND, ((Ink.FLOOR, form),), line=0)


def _towel(at: Point, on: Flat) -> Iterator[Part]:
    middle = at._replace(y=at.y + TOWEL_RADIUS)
    far, near = (on(middle._replace(z=at.z + z)) for z in (-TOWEL_HALF, TOWEL_HALF))
    roll = Capsule(far, TOWEL_RADIUS, near, TOWEL_RADIUS)
    yield Part(at.z - UNDER, ((Ink.CLOTH, roll),))
    for number, radius in enumerate((TOWEL_RADIUS, *TOWEL_TURNS), start=1):
        turn = Ink.CLOTH, disc(near, radius)
        yield Part(at.z - UNDER + number / 10, (turn,), line=THIN)


def _balls(at: Point, apart: float, on: Flat) -> Iterator[Part]:
    for way in (-1, 1):
        ball = Point(at.x + way * apart, at.y + BALL, at.z + way * BALL)
        yield Part(at.z - UNDER + way, ((Ink.BALL, disc(on(ball), BALL)),))


def _chair(at: Point, way: int, on: Flat) -> Iterator[Part]:
    """`way` 1: who sits on it looks to the right; -1: to the left."""
    far, near = -19, 19
    beams = [
        (-20, 46, far, Size(4, 30, 4)),
        *((x, 0, z, Size(4, 42, 4)) for z in (far, near) for x in (-19, 19)),
        (0, 42, 0, Size(44, 4, 42)),
        (-20, 72, 0, Size(4, 18, 42)),
        (-20, 46, near, Size(4, 30, 4)),
    ]
    for number, (x, y, z, size) in enumerate(beams):
        place = Point(at.x + way * x, at.y + y, at.z + z)
        yield from _box(place, size, Ink.WOOD, on, BEHIND + number)


def _door_frame(at: Point, on: Flat) -> Iterator[Part]:
    """The far post, the beam, and the wall above it, cut off."""
    x, height, z = at
    yield from _box(Point(x, 0, z - 45), Size(14, height, 6), Ink.WOOD, on, BEHIND)
    yield from _box(Point(x, height + 10, z), Size(8, 16, 96), Ink.WALL, on, BEHIND + 1)
    yield from _box(at, Size(14, 10, 96), Ink.WOOD, on, BEHIND + 2)


def _box(at: Point, size: Size, ink: Ink, on: Flat, depth: float) -> Iterator[Part]:
    """Its top, its two ends and its front; what is turned away is hidden behind the front."""
    half, deep = size.length / 2, size.depth / 2

    def face(*corners: tuple[int, int, int]) -> Polygon:
        return Polygon(
            tuple(
                on(Point(at.x + half * x, at.y + size.height * y, at.z + deep * z))
                for x, y, z in corners
            )
        )

    faces = (
        face((-1, 1, 1), (1, 1, 1), (1, 1, -1), (-1, 1, -1)),
        face((1, 0, 1), (1, 1, 1), (1, 1, -1), (1, 0, -1)),
        face((-1, 0, 1), (-1, 1, 1), (-1, 1, -1), (-1, 0, -1)),
        face((-1, 0, 1), (1, 0, 1), (1, 1, 1), (-1, 1, 1)),
    )
    for number, side in enumerate(faces):
        yield Part(depth + number / 10, ((ink, side),), line=THIN)
