"""The head: hair, and in it a face that looks where the nose points. Centimetres throughout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from willows_app.pictures import vectors
from willows_app.pictures.drawing import Flat, Ink, Part, Piece, capsule
from willows_app.routine.figure import Joints, Point

HAIR, FACE, NOSE, EAR, EYE, LIP = 11.0, 9.4, 2.0, 2.4, 1.3, 0.6
"""Radii."""

MOUTH = ((8.3, -4.9, 3.2), (9.2, -5.7, 1.2), (9.2, -5.7, -1.2), (8.3, -4.9, -3.2))
"""As `_Head.at` takes them."""


def head(joints: Joints, on: Flat) -> Iterator[Part]:
    """The head, in no order."""
    it = _Head.of(joints)
    face, hair = it.at(2.8, -2.4, 0), it.at(-0.8, 0.8, 0)
    skin = [_round(Ink.SKIN, on, it.at(11.2, -1.8, 0), NOSE), _round(Ink.SKIN, on, face, FACE)]
    cap = _round(Ink.HAIR, on, hair, HAIR)
    depth = it.middle.z + 1
    if face.z < it.middle.z - 0.8:
        yield Part(depth, (*skin, cap))
        return
    yield Part(depth, (cap, *skin))
    for aside in (HAIR - 1.2, 1.2 - HAIR):
        ear = it.at(-4, -2, aside)
        if ear.z > it.middle.z + 3:
            yield Part(depth + 0.1, (_round(Ink.SKIN, on, ear, EAR),), line=0.6)
    for aside in (3.8, -3.8):
        eye = it.at(9, 0.6, aside)
        if eye.z > face.z - 1:
            yield Part(depth + 0.2, (_round(Ink.LINE, on, eye, EYE),), line=0)
    lips = [it.at(*each) for each in MOUTH]
    if all(lip.z > face.z - 1 for lip in lips):
        smile = ((Ink.LINE, capsule(on, a, LIP, b, LIP)) for a, b in pairwise(lips))
        yield Part(depth + 0.2, tuple(smile), line=0)


@dataclass(frozen=True)
class _Head:
    """The head's own directions."""

    middle: Point
    ahead: Point
    up: Point
    aside: Point

    @classmethod
    def of(cls, joints: Joints) -> _Head:
        """The crown points away from the neck as far as the face allows."""
        middle = joints["head"]
        ahead = vectors.direction(middle, joints["nose"])
        aside = vectors.unit(vectors.cross(vectors.direction(joints["neck"], middle), ahead))
        return cls(middle, ahead, vectors.cross(ahead, aside), aside)

    def at(self, forwards: float, upwards: float, sideways: float) -> Point:
        """A place on the head."""
        place = vectors.add(self.middle, self.ahead, forwards)
        return vectors.add(vectors.add(place, self.up, upwards), self.aside, sideways)


def _round(ink: Ink, on: Flat, at: Point, radius: float) -> Piece:
    return ink, capsule(on, at, radius, at, radius)
