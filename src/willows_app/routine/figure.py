"""The figure of the pictures: its joints, and how long its bones are.

Centimetres, of somebody 170 cm tall. A pose says where the joints are; the lengths are the same in
every pose, so no limb grows or shrinks from one picture to the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Point(NamedTuple):
    """A place, in centimetres, as one looks at the picture."""

    x: float
    """To the right."""
    y: float
    """Up from the floor; in a view from above up the picture."""
    z: float
    """Towards the viewer."""


class Bone(NamedTuple):
    """From the joint that is nearer to the pelvis to the joint that it is named after."""

    parent: str
    length: float


Joints = Mapping[str, Point]
"""Where each joint is."""

CHAINS: dict[str, tuple[str, ...]] = {
    "spine": ("pelvis", "waist", "chest", "neck", "head", "nose"),
    "left_arm": ("left_shoulder", "left_elbow", "left_hand"),
    "right_arm": ("right_shoulder", "right_elbow", "right_hand"),
    "left_leg": ("left_hip", "left_knee", "left_ankle", "left_toe"),
    "right_leg": ("right_hip", "right_knee", "right_ankle", "right_toe"),
}
"""The joints as a routine file gives them. Head: its middle; neck: its bottom."""

JOINTS = tuple(joint for chain in CHAINS.values() for joint in chain)

TOLERANCE = 2.0
"""Centimetres by which a bone of a file may be too long or too short; it is drawn at its length."""


def _limb(side: str) -> dict[str, Bone]:
    return {
        f"{side}_shoulder": Bone("neck", 18),
        f"{side}_elbow": Bone(f"{side}_shoulder", 29),
        f"{side}_hand": Bone(f"{side}_elbow", 27),
        f"{side}_hip": Bone("pelvis", 9),
        f"{side}_knee": Bone(f"{side}_hip", 42),
        f"{side}_ankle": Bone(f"{side}_knee", 41),
        f"{side}_toe": Bone(f"{side}_ankle", 17),
    }


BONES: dict[str, Bone] = {
    "waist": Bone("pelvis", 17),
    "chest": Bone("waist", 17),
    "neck": Bone("chest", 16),
    "head": Bone("neck", 17),
    "nose": Bone("head", 11),
    **_limb("left"),
    **_limb("right"),
}
"""Every bone by the joint at its end; a parent comes before its children."""


def mirror_image(joints: Joints) -> dict[str, Point]:
    """The joints as a mirror shows them: left and right are exchanged."""
    return {_other_side(joint): mirrored(at) for joint, at in joints.items()}


def mirrored(at: Point) -> Point:
    """The place in a mirror that stands upright at the middle of the picture."""
    return at._replace(x=-at.x)


def _other_side(joint: str) -> str:
    side, _, rest = joint.partition("_")
    return {"left": f"right_{rest}", "right": f"left_{rest}"}.get(side, joint)
