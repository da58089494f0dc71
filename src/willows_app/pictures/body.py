"""The figure: trunk, limbs and neck, with their flesh on; radii in centimetres."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from willows_app.pictures import vectors
from willows_app.pictures.drawing import Flat, Ink, Part, Piece, capsule
from willows_app.pictures.head import head
from willows_app.pictures.trunk import pelvis, shirt
from willows_app.routine.figure import Joints, Point

SHOULDER, ELBOW, WRIST, PALM = 5.2, 4.2, 3.3, 3.9
SLEEVE, HEM = 5.9, 5.5
SLEEVE_ENDS, WRIST_BEGINS, TROUSERS_END = 0.5, 0.8, 0.9
"""As a share of the upper arm, of the forearm and of the shin."""

HIP, KNEE, SHIN, HEEL, TOE = 8.6, 6.4, 4.4, 4.0, 2.8
NECK = 5.0
FAR_ARM, FAR_LEG = 8.0, 4.0
"""So far behind the middle of the body a limb is on its other side."""


def body(joints: Joints, on: Flat) -> Iterator[Part]:
    """The figure, in no order."""
    middle = (joints["pelvis"].z + joints["chest"].z) / 2
    hips = list(pelvis(joints, on))
    for limbs in (_Limbs(joints, on, "left"), _Limbs(joints, on, "right")):
        depth = limbs.depth("hip", "knee", "ankle")
        if depth < middle - FAR_LEG:
            yield Part(depth, tuple(limbs.leg()), far=True)
        else:
            hips += limbs.leg()
        depth = limbs.depth("shoulder", "elbow", "hand")
        yield Part(depth, tuple(limbs.arm()), far=depth < middle - FAR_ARM)
    yield Part(joints["pelvis"].z, tuple(hips))
    throat = capsule(on, joints["neck"], NECK, joints["head"], NECK)
    yield Part(middle + 0.4, ((Ink.SKIN, throat),))
    yield Part(middle + 0.5, tuple(shirt(joints, on, SLEEVE)))
    yield from head(joints, on)


@dataclass(frozen=True)
class _Limbs:
    """The arm and the leg of one side."""

    joints: Joints
    on: Flat
    side: str

    def __getitem__(self, joint: str) -> Point:
        return self.joints[f"{self.side}_{joint}"]

    def depth(self, *joints: str) -> float:
        return sum(self[joint].z for joint in joints) / len(joints)

    def arm(self) -> Iterator[Piece]:
        shoulder, elbow, hand = self["shoulder"], self["elbow"], self["hand"]
        hem = vectors.between(shoulder, elbow, SLEEVE_ENDS)
        wrist = vectors.between(elbow, hand, WRIST_BEGINS)
        yield Ink.SKIN, capsule(self.on, hem, SHOULDER, elbow, ELBOW)
        yield Ink.SKIN, capsule(self.on, elbow, ELBOW, wrist, WRIST)
        yield Ink.SKIN, capsule(self.on, wrist, WRIST, hand, PALM)
        yield Ink.SHIRT, capsule(self.on, shoulder, SLEEVE, hem, HEM)

    def leg(self) -> Iterator[Piece]:
        hip, knee, ankle, toe = self["hip"], self["knee"], self["ankle"], self["toe"]
        hem = vectors.between(knee, ankle, TROUSERS_END)
        yield Ink.SKIN, capsule(self.on, ankle, HEEL, toe, TOE)
        yield Ink.TROUSERS, capsule(self.on, hip, HIP, knee, KNEE)
        yield Ink.TROUSERS, capsule(self.on, knee, KNEE, hem, SHIN)
