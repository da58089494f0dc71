"""Pictures of exercises as data: where the joints are, what is needed, where one looks from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from willows_app.routine.figure import Joints, Point
from willows_app.routine.model import Say, Side


class View(StrEnum):
    """Where one looks from."""

    SIDE = "side"
    FRONT = "front"
    BEHIND = "behind"
    ABOVE = "above"


class Thing(StrEnum):
    """What an exercise needs."""

    TOWEL = "towel"
    """A rolled towel that lies across under the body."""
    BALLS = "balls"
    """Two tennis balls, one on either side of the spine."""
    BOOK = "book"
    CHAIR = "chair"
    """Who sits on it looks to the right."""
    DOOR_FRAME = "door frame"
    """One goes through it to the right."""
    WALL = "wall"


@dataclass(frozen=True)
class Prop:
    """A thing in its place: the middle of its underside; of a door frame, of its beam."""

    what: Thing
    at: Point
    mirrored: bool = False
    """Whether it stands the other way round."""


@dataclass(frozen=True)
class Pose:
    """How the body is held."""

    id: str
    title: str
    """Two or three words that stand below the picture."""
    words: str
    """What one sees; `{side}` and `{other}` are the sides in an exercise that has sides."""
    joints: Joints = field(hash=False)
    """Every joint of `figure.JOINTS`."""
    props: tuple[Prop, ...] = ()
    """What is in this place in this pose only."""

    def reworded(self, say: Say) -> Pose:
        """The same, with each text as `say` has it."""
        return replace(self, title=say(self.title), words=say(self.words))


@dataclass(frozen=True)
class Picture:
    """The poses of one exercise."""

    exercise: str
    view: View
    start: str
    """The id of the pose in which the exercise begins, and in which the patient relaxes."""
    moves: Mapping[str, str] = field(hash=False)
    """By the id of a move, the id of the pose that it leads to."""
    poses: tuple[Pose, ...]
    side: Side | None = None
    """The side that it is drawn for, if there are sides; the other is its mirror image."""
    travel: str | None = None
    """The id of the pose at the places further along the back."""
    crop: float = 0.0
    """Centimetres above the floor from which upwards the picture shows the figure."""
    props: tuple[Prop, ...] = ()

    def reworded(self, say: Say) -> Picture:
        """The same, with each text as `say` has it."""
        return replace(self, poses=tuple(pose.reworded(say) for pose in self.poses))

    def pose(self, id: str) -> Pose:
        """The pose with this id."""
        return next(pose for pose in self.poses if pose.id == id)
