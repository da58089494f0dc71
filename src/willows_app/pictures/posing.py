"""The figure in a pose, in its mirror image, and on the way from one pose to another."""

from __future__ import annotations

import math
from dataclasses import replace

from willows_app.pictures import vectors
from willows_app.routine.figure import BONES, Joints, Point, mirror_image
from willows_app.routine.figure import mirrored as mirrored_point
from willows_app.routine.picture import Pose, Prop


def mirrored(pose: Pose) -> Pose:
    """The same on the other side of the body, as a mirror shows it; its words stay as they are."""
    props = tuple(map(mirrored_prop, pose.props))
    return replace(pose, joints=mirror_image(pose.joints), props=props)


def mirrored_prop(prop: Prop) -> Prop:
    """A thing on the other side, the other way round."""
    return Prop(prop.what, mirrored_point(prop.at), not prop.mirrored)


def on_the_way(start: Pose, end: Pose, share: float) -> Pose:
    """From `start` (share 0) to `end` (share 1): the joints turn, so no bone changes its length.

    What turns far goes by the front of the body: arms do not pass through back or floor.
    """
    front = vectors.turned(_front(start.joints), _front(end.joints), 0.5)
    joints = {"pelvis": vectors.between(start.joints["pelvis"], end.joints["pelvis"], share)}
    for joint, (parent, length) in BONES.items():
        turned = vectors.turned(
            vectors.direction(start.joints[parent], start.joints[joint]),
            vectors.direction(end.joints[parent], end.joints[joint]),
            share,
            front,
        )
        joints[joint] = vectors.add(joints[parent], turned, length)
    props = tuple(
        replace(there, at=vectors.between(here.at, there.at, share))
        for here, there in zip(start.props, end.props, strict=True)
    )
    return replace(end, joints=joints, props=props)


def _front(joints: Joints) -> Point:
    """Where the chest faces."""
    across = vectors.direction(joints["right_shoulder"], joints["left_shoulder"])
    return vectors.unit(vectors.cross(across, vectors.direction(joints["chest"], joints["neck"])))


def settled(pose: Pose) -> Pose:
    """The same with every bone at its very length."""
    return on_the_way(pose, pose, 1.0)


def eased(share: float) -> float:
    """How far a body that starts and stops gently has come after this share of the time."""
    return (1 - math.cos(math.pi * share)) / 2
