"""What a drawing is made of: flat forms, one behind the other, each in its ink."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from willows_app.routine.figure import Point
from willows_app.routine.picture import View


class Ink(StrEnum):
    """What a form shows; each palette gives it a colour."""

    SKIN = "skin"
    HAIR = "hair"
    SHIRT = "shirt"
    TROUSERS = "trousers"
    LINE = "line"
    """Around every form; eyes and mouth."""
    CLOTH = "cloth"
    BALL = "ball"
    COVER = "cover"
    WOOD = "wood"
    WALL = "wall"
    FLOOR = "floor"


class Spot(NamedTuple):
    """A place on the drawing, in centimetres: to the right, and down."""

    x: float
    y: float


@dataclass(frozen=True)
class Capsule:
    """Two discs and all between them: a limb that tapers, or a single disc."""

    a: Spot
    a_radius: float
    b: Spot
    b_radius: float


@dataclass(frozen=True)
class Polygon:
    """A form with straight sides."""

    corners: tuple[Spot, ...]


Form = Capsule | Polygon
Piece = tuple[Ink, Form]


@dataclass(frozen=True)
class Part:
    """Forms without a line between them, such as an arm from its sleeve to its hand."""

    depth: float
    """How near to the viewer, in centimetres: the nearer hides the farther."""
    pieces: tuple[Piece, ...]
    far: bool = False
    """On the other side of the body: drawn lighter."""
    line: float = 1.0
    """Width of the line around it, in centimetres."""


Flat = Callable[[Point], Spot]
"""Where on the drawing a place in space is."""

LEAN_ASIDE, LEAN_DOWN = -0.20, 0.12
"""From the side one looks a little from above: a place that is nearer lies so much further left,
and lower."""


def flat(view: View, mirror: bool = False) -> Flat:
    """How a view, or its `mirror` image, lays space flat."""
    aside, down = (LEAN_ASIDE, LEAN_DOWN) if view is View.SIDE else (0.0, 0.0)
    if mirror:
        aside = -aside
    return lambda at: Spot(at.x + aside * at.z, down * at.z - at.y)


def capsule(on: Flat, a: Point, a_radius: float, b: Point, b_radius: float) -> Capsule:
    """From joint to joint."""
    return Capsule(on(a), a_radius, on(b), b_radius)


def disc(at: Spot, radius: float) -> Capsule:
    """A round form."""
    return Capsule(at, radius, at, radius)
