"""The pictures in a routine file: what may be written, what must agree, what it means, and back.

A pose gives its joints in five chains; a joint is three whole numbers of centimetres: to the
right, up, and towards the viewer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from willows_app.routine.figure import (
    BONES,
    CHAINS,
    TOLERANCE,
    Joints,
    Point,
    mirror_image,
)
from willows_app.routine.model import Side, Sides
from willows_app.routine.picture import Picture, Pose, Prop, Thing, View
from willows_app.routine.problems import Problem, Where, quoted
from willows_app.routine.shape import Choice, Id, ListOf, Number, Record, Schema, Text

Written = Mapping[str, Any]

# ---------------------------------------------------------------- what may be written


@dataclass(frozen=True)
class Places:
    """So many points, each of three whole numbers of centimetres."""

    about: str
    count: int

    @property
    def pattern(self) -> str:
        """As a regular expression."""
        number = "-?[0-9]{1,3}"
        point = f"{number} {number} {number}"
        return f"^{point}(, {point}){{{self.count - 1}}}$"

    @property
    def allowed(self) -> str:
        """As it reads after "allowed: "."""
        if self.count == 1:
            return "three whole numbers of centimetres with spaces between, such as 10 0 -5"
        return f"{self.count} points with commas between, each three whole numbers of centimetres"

    def check(self, value: Any, where: Where = ()) -> Iterator[Problem]:
        """Everything that is not allowed."""
        if not (isinstance(value, str) and re.fullmatch(self.pattern, value, re.ASCII)):
            shown = quoted(value) if isinstance(value, str) else "no text"
            yield Problem(where, f"is {shown}", self.allowed)

    def schema(self) -> Schema:
        """As JSON Schema."""
        return {"type": "string", "pattern": self.pattern, "description": self.about}


_JOINTS = Record(
    "Joints",
    f"Where the joints are. The bones are those of one figure, {TOLERANCE:g} cm more or less.",
    required={
        chain: Places(", ".join(joints).replace("_", " ").capitalize() + ".", len(joints))
        for chain, joints in CHAINS.items()
    },
)

_PROP = Record(
    "Prop",
    "A thing that the exercise needs.",
    required={
        "what": Choice("What it is.", tuple(Thing)),
        "at": Places("The middle of its underside; of a door frame, of its beam.", 1),
    },
)

_PROPS = ListOf("What is needed.", _PROP, 1, 10)

_POSE = Record(
    "Pose",
    "How the body is held.",
    required={
        "id": Id("A name for the app, different from the other poses of the picture."),
        "title": Text("Two or three words that stand below the picture.", 40),
        "words": Text(
            "What one sees, for who cannot see it. In an exercise with sides {side} stands for the "
            "side of the moment, and {other} for the other.",
            300,
        ),
    },
    one_of={
        "joints": _JOINTS,
        "mirror_of": Id("The pose of which this one is the mirror image."),
    },
    optional={"props": _PROPS},
    without_any="says neither where the joints are nor what it is the mirror image of",
)

_MOVE = Record(
    "Where a move leads",
    "The pose at the end of a move.",
    required={"move": Id("The id of the move."), "pose": Id("The id of the pose.")},
)

PICTURE = Record(
    "Picture",
    "What an exercise looks like.",
    required={
        "exercise": Id("The id of the exercise."),
        "view": Choice("Where one looks from.", tuple(View)),
        "start": Id("The pose in which the exercise begins."),
        "moves": ListOf("Where each move leads.", _MOVE, 1, 20),
        "poses": ListOf("The poses.", _POSE, 1, 20),
    },
    optional={
        "side": Choice("The side that it is drawn for, if there are sides.", tuple(Side)),
        "travel": Id("The pose at the places further along the back."),
        "crop": Number("Centimetres above the floor from which upwards it is shown.", 0, 150),
        "props": _PROPS,
    },
)


# ---------------------------------------------------------------- what must agree


def broken_picture_rules(document: Any) -> Iterator[Problem]:
    """What only shows when the values of the pictures are compared, as in `rules`."""
    if not isinstance(document, dict):
        return
    exercises = {
        each["id"]: each
        for each in _mappings(document.get("exercises"))
        if isinstance(each.get("id"), str)
    }
    drawn: set[str] = set()
    for number, picture in _numbered(document.get("pictures")):
        where: Where = ("pictures", number)
        exercise = picture.get("exercise")
        if not isinstance(exercise, str):
            continue
        if exercise in drawn:
            yield Problem((*where, "exercise"), f"is {exercise} again", "one picture an exercise")
        drawn.add(exercise)
        if exercise not in exercises:
            yield Problem((*where, "exercise"), f"is {quoted(exercise)}", ", ".join(exercises))
        else:
            yield from _unlike_the_dose(picture, exercises[exercise].get("dose"), where)
        yield from _wrong_poses(picture, where)


def _unlike_the_dose(picture: Written, dose: Any, where: Where) -> Iterator[Problem]:
    if not isinstance(dose, dict):
        return
    has_sides = dose.get("sides", Sides.NONE) != Sides.NONE
    if has_sides and "side" not in picture:
        yield Problem((*where, "side"), "is missing", "left or right, as the exercise has sides")
    if not has_sides and "side" in picture:
        yield Problem((*where, "side"), "is given, but the exercise has no sides", "nothing")
    if "travel" in picture and "travel" not in dose:
        yield Problem((*where, "travel"), "is given, but the dose does not travel", "nothing")
    ids = [move["id"] for move in _mappings(dose.get("moves")) if isinstance(move.get("id"), str)]
    led = [each.get("move") for each in _mappings(picture.get("moves"))]
    if "moves" in picture and sorted(map(str, led)) != sorted(ids):
        wrong = f"are {', '.join(map(str, led))}"
        yield Problem((*where, "moves"), wrong, f"each move of the dose once: {', '.join(ids)}")


def _wrong_poses(picture: Written, where: Where) -> Iterator[Problem]:
    poses = {
        pose["id"]: pose
        for pose in _mappings(picture.get("poses"))
        if isinstance(pose.get("id"), str)
    }
    named: list[tuple[Where, Any]] = [
        ((key,), picture[key]) for key in ("start", "travel") if key in picture
    ]
    named += [
        (("moves", number, "pose"), move.get("pose"))
        for number, move in _numbered(picture.get("moves"))
    ]
    for key, pose in named:
        if isinstance(pose, str) and pose not in poses:
            yield Problem((*where, *key), f"is {quoted(pose)}", ", ".join(poses))
    things: list[Any] | None = None
    for number, pose in _numbered(picture.get("poses")):
        place = (*where, "poses", number)
        yield from _wrong_pose(picture, pose, poses, place)
        own = [each.get("what") for each in _mappings(pose.get("props"))]
        if things is not None and own != things:
            wrong = f"are {', '.join(map(str, own)) or 'none'}"
            allowed = "the same things in the same order in every pose"
            yield Problem((*place, "props"), wrong, allowed)
        things = own if things is None else things


def _wrong_pose(
    picture: Written, pose: Written, poses: Mapping[str, Written], where: Where
) -> Iterator[Problem]:
    original = pose.get("mirror_of")
    if isinstance(original, str) and "joints" not in poses.get(original, {}):
        drawn = ", ".join(id for id, each in poses.items() if "joints" in each)
        yield Problem(
            (*where, "mirror_of"), f"is {quoted(original)}", f"a pose with joints: {drawn}"
        )
    words = pose.get("words")
    if isinstance(words, str):
        allowed = "{side} and {other}, in an exercise with sides" if "side" in picture else "none"
        known = {"{side}", "{other}"} if "side" in picture else set()
        for brace in set(re.findall(r"\{[^}]*\}?|\}", words)) - known:
            yield Problem(
                (*where, "words"), f"hold {quoted(brace)}", f"of what is in braces: {allowed}"
            )
    joints = pose.get("joints")
    if isinstance(joints, dict) and not any(_JOINTS.check(joints)):
        yield from _impossible(_joints(joints), picture.get("view"), (*where, "joints"))


def _impossible(joints: Joints, view: Any, where: Where) -> Iterator[Problem]:
    for joint, (parent, length) in BONES.items():
        found = math.dist(joints[joint], joints[parent])
        if abs(found - length) > TOLERANCE:
            wrong = f"has {joint} {found:.1f} cm from {parent}"
            yield Problem(
                (*where, _chain_of(joint)), wrong, f"{length:g} cm, {TOLERANCE:g} more or less"
            )
    for joint, at in joints.items():
        if view != View.ABOVE and at.y < 0:
            wrong = f"has {joint} {-at.y:g} cm below the floor"
            yield Problem((*where, _chain_of(joint)), wrong, "0 or more for the middle number")


def _chain_of(joint: str) -> str:
    return next(chain for chain, joints in CHAINS.items() if joint in joints)


def _numbered(value: Any) -> Iterator[tuple[int, Written]]:
    for number, each in enumerate(value if isinstance(value, list) else ()):
        if isinstance(each, dict):
            yield number, each


def _mappings(value: Any) -> list[Written]:
    return [each for _, each in _numbered(value)]


# ---------------------------------------------------------------- what it means


def read_picture(written: Written) -> Picture:
    """The picture that is written, once it has been checked."""
    side = written.get("side")
    all_joints = {
        pose["id"]: _joints(pose["joints"]) for pose in written["poses"] if "joints" in pose
    }
    return Picture(
        exercise=written["exercise"],
        view=View(written["view"]),
        start=written["start"],
        moves={each["move"]: each["pose"] for each in written["moves"]},
        poses=tuple(_pose(pose, all_joints) for pose in written["poses"]),
        side=None if side is None else Side(side),
        travel=written.get("travel"),
        crop=written.get("crop", 0),
        props=_props(written),
    )


def _pose(written: Written, all_joints: Mapping[str, dict[str, Point]]) -> Pose:
    if "joints" in written:
        joints = all_joints[written["id"]]
    else:
        joints = mirror_image(all_joints[written["mirror_of"]])
    return Pose(written["id"], written["title"], written["words"], joints, _props(written))


def _props(written: Written) -> tuple[Prop, ...]:
    return tuple(
        Prop(Thing(prop["what"]), _points(prop["at"])[0]) for prop in written.get("props", ())
    )


def _joints(written: Written) -> dict[str, Point]:
    return {
        joint: at
        for chain, joints in CHAINS.items()
        for joint, at in zip(joints, _points(written[chain]), strict=True)
    }


def _points(written: str) -> list[Point]:
    return [Point(*map(int, point.split())) for point in written.split(", ")]


# ---------------------------------------------------------------- and back


def written_picture(picture: Picture) -> dict[str, Any]:
    """The keys of a file of which `read_picture` makes the same picture."""
    keys = {
        "exercise": picture.exercise,
        "view": picture.view.value,
        "side": picture.side and picture.side.value,
        "crop": picture.crop,
        "props": list(map(_written_prop, picture.props)),
        "start": picture.start,
        "moves": [{"move": move, "pose": pose} for move, pose in picture.moves.items()],
        "travel": picture.travel,
        "poses": list(map(_written_pose, picture.poses)),
    }
    return {key: value for key, value in keys.items() if value}


def _written_pose(pose: Pose) -> dict[str, Any]:
    joints = {
        chain: _written_points([pose.joints[joint] for joint in names])
        for chain, names in CHAINS.items()
    }
    keys = {
        "id": pose.id,
        "title": pose.title,
        "words": pose.words,
        "props": list(map(_written_prop, pose.props)),
        "joints": joints,
    }
    return {key: value for key, value in keys.items() if value}


def _written_prop(prop: Prop) -> dict[str, Any]:
    return {"what": prop.what.value, "at": _written_points([prop.at])}


def _written_points(points: Sequence[Point]) -> str:
    return ", ".join(" ".join(f"{number:g}" for number in point) for point in points)
