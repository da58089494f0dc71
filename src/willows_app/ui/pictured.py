"""What the picture of a session shows, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from willows_app.guide.timeline import Step, StepKind
from willows_app.routine.model import Side
from willows_app.routine.picture import Picture, Pose


@dataclass(frozen=True)
class Motion:
    """From a pose to a pose, on one side of the body in an exercise that has sides."""

    start: Pose
    end: Pose
    side: Side | None
    to_and_fro: bool = False
    """Again and again: it shows what is to come."""


def motion_of(picture: Picture, steps: Sequence[Step], index: int) -> Motion:
    """What the picture of its exercise does in the step at `index` of a timeline."""
    step = steps[index]
    side = step.side if picture.side else None
    end = _pose_after(picture, steps, index)
    if _settles_down(step) and step.kind is not StepKind.RELAX:
        return Motion(end, _pose_after(picture, steps, index + 1), side, to_and_fro=True)
    before = steps[index - 1] if index else step
    goes_on = before.exercise == step.exercise and (before.side == step.side or not picture.side)
    return Motion(_pose_after(picture, steps, index - 1) if goes_on else end, end, side)


def _pose_after(picture: Picture, steps: Sequence[Step], index: int) -> Pose:
    """How the body is held when a step is over."""
    step = steps[index]
    if _settles_down(step):
        return picture.pose(picture.start)
    if picture.travel and (step.place or 1) > 1:
        return picture.pose(picture.travel)
    move = next(each.move for each in steps[index:] if each.move)
    return picture.pose(picture.moves[move])


def _settles_down(step: Step) -> bool:
    """Whether the body comes to where the exercise begins."""
    if step.kind is StepKind.READY:
        return step.rep is None
    return step.kind in (StepKind.CHANGE_SIDES, StepKind.RELAX)
