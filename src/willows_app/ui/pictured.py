"""What the picture of a session shows, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from willows_app.guide.timeline import Step, StepKind
from willows_app.pictures.posing import eased, on_the_way
from willows_app.routine.model import Side
from willows_app.routine.picture import Picture, Pose

FRAMES = 20
"""How often the picture changes on the way from the start to the end."""

MOVING, RESTING, BEGINNING = 2.0, 1.5, 0.2
"""Seconds of such a way, in a pose before the way back, and until the first picture is seen."""


@dataclass(frozen=True)
class Motion:
    """From a pose to a pose, on one side of the body in an exercise that has sides."""

    start: Pose
    end: Pose
    side: Side | None
    to_and_fro: bool = False
    """Again and again: it shows what is to come."""

    def frame(self, changes: int) -> int:
        """What is shown after so many changes: 0 is the start, `FRAMES` the end."""
        if not self.to_and_fro:
            return min(changes, FRAMES)
        into = changes % (2 * FRAMES)
        return min(into, 2 * FRAMES - into)

    def pose(self, frame: int) -> Pose:
        """How the body is held in a frame; the words are those of the end."""
        share = frame / FRAMES
        return self.end if frame == FRAMES else on_the_way(self.start, self.end, eased(share))

    def until_next(self, changes: int) -> float | None:
        """Seconds from a change to the next one; None if it has arrived for good."""
        if self.start == self.end:
            return None
        if changes == 0:
            return BEGINNING
        if self.frame(changes) in (0, FRAMES):
            return RESTING if self.to_and_fro else None
        return MOVING / FRAMES


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
