"""Everything on one picture: the figure, the things around it and the floor, in a fixed frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from willows_app.pictures.body import body
from willows_app.pictures.drawing import Capsule, Form, Part, Spot, flat
from willows_app.pictures.posing import mirrored, mirrored_prop, on_the_way, settled
from willows_app.pictures.props import floor, mat, thing
from willows_app.routine.picture import Picture, Pose, View

MARGIN = 5.0
"""Centimetres that stay free around what is drawn."""

FLOOR_MARGIN = 8.0
"""And beside the floor."""

LOOKED_AT = (0.25, 0.5, 0.75)
"""Shares of a way at which a frame looks; in between, nothing goes further than `MARGIN`."""

NARROWEST, WIDEST = 0.8, 4.0
"""Width of a frame as a multiple of its height."""


@dataclass(frozen=True)
class Frame:
    """What a picture shows of the plane, in centimetres to the right and down."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """In centimetres."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """In centimetres."""
        return self.bottom - self.top

    def mirrored(self) -> Frame:
        """The same of the mirror image."""
        return Frame(-self.right, self.top, -self.left, self.bottom)


@dataclass(frozen=True)
class Scene:
    """What is drawn, the farthest first."""

    parts: tuple[Part, ...]
    frame: Frame


def scene(picture: Picture, pose: Pose, mirror: bool = False, frame: Frame | None = None) -> Scene:
    """A pose of a picture, in the frame that all its poses share, or in this one.

    `mirror`, it is that of the other side, and so is the frame.
    """
    frame = frame or _frame(picture)
    if mirror:
        frame = frame.mirrored()
    standing = sorted(_standing(picture, pose, mirror), key=lambda part: part.depth)
    ground = [] if picture.crop else [_ground(picture.view, frame, mirror)]
    return Scene((*ground, *standing), frame)


def _standing(picture: Picture, pose: Pose, mirror: bool) -> Iterator[Part]:
    """All but the floor, in no order."""
    on, props = flat(picture.view, mirror), (*picture.props, *pose.props)
    if mirror:
        pose, props = mirrored(pose), tuple(map(mirrored_prop, props))
    for prop in props:
        yield from thing(prop, on)
    yield from body(settled(pose).joints, on)


def _ground(view: View, frame: Frame, mirror: bool) -> Part:
    if view is View.ABOVE:
        return mat(frame.left, frame.right, frame.top, frame.bottom)
    return floor(frame.left + FLOOR_MARGIN, frame.right - FLOOR_MARGIN, flat(view, mirror))


@lru_cache(maxsize=32)
def _frame(picture: Picture) -> Frame:
    return _round(picture, picture.poses)


@lru_cache(maxsize=32)
def roomy_frame(picture: Picture) -> Frame:
    """With room for the figure on every way that it can go as well."""
    between = (on_the_way(one, other, share) for one, other in ways(picture) for share in LOOKED_AT)
    return _round(picture, (*picture.poses, *between))


def ways(picture: Picture) -> Iterator[tuple[Pose, Pose]]:
    """From where to where the figure moves in a session, or back: each way once.

    It comes from the start into any pose, from move to move, and from the last to the first.
    """
    start = picture.pose(picture.start)
    moves = [picture.pose(id) for id in picture.moves.values()]
    pairs = [*((start, pose) for pose in picture.poses), *pairwise((*moves, moves[0]))]
    if picture.travel:
        further = picture.pose(picture.travel)
        pairs += [(pose, further) for pose in moves]
    found = {frozenset((one.id, other.id)): (one, other) for one, other in pairs}
    return ((one, other) for one, other in found.values() if one != other)


def _round(picture: Picture, poses: Iterable[Pose]) -> Frame:
    spots = [
        spot
        for pose in poses
        for part in _standing(picture, pose, mirror=False)
        for _, form in part.pieces
        for spot in _corners(form)
    ]
    left, right = min(x for x, _ in spots) - MARGIN, max(x for x, _ in spots) + MARGIN
    top, bottom = min(y for _, y in spots) - MARGIN, max(y for _, y in spots) + MARGIN
    if picture.crop:
        bottom = -picture.crop
    wider = max(0.0, NARROWEST * (bottom - top) - (right - left)) / 2
    higher = max(0.0, (right - left) / WIDEST - (bottom - top))
    return Frame(left - wider, top - higher, right + wider, bottom)


def _corners(form: Form) -> Iterator[Spot]:
    """Of a box around it."""
    if isinstance(form, Capsule):
        for at, radius in ((form.a, form.a_radius), (form.b, form.b_radius)):
            yield Spot(at.x - radius, at.y - radius)
            yield Spot(at.x + radius, at.y + radius)
    else:
        yield from form.corners
