"""What may be written of pictures, and what is said of the rest."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
import yaml

from tests.test_readme import example
from willows_app.routine.figure import Point
from willows_app.routine.loading import read_routine
from willows_app.routine.model import Side
from willows_app.routine.picture import Picture, Thing, View
from willows_app.routine.problems import RoutineError
from willows_app.routine.writing import write_routine
from willows_app.shipped import shipped_routines

NECK = yaml.safe_load(example("yaml"))
UPPER_BACK = yaml.safe_load(shipped_routines()["upper_back.yaml"])
RHOMBOIDS, COBRA, TOWEL, SIDE_BEND = (
    next(each for each in UPPER_BACK["pictures"] if each["exercise"] == exercise)
    for exercise in ("rhomboids", "cobra", "upper_back_extension_towel", "side_bend")
)


def read(*pictures: Any) -> tuple[Picture, ...]:
    """The pictures of the upper back when these are written."""
    written = yaml.safe_dump(UPPER_BACK | {"pictures": list(pictures)}).encode()
    return read_routine(written, "drawn.yaml").pictures


def changed(picture: Any, *way: Any, to: Any = None) -> Any:
    """The picture with another value at the end of a way, or without it."""
    picture = deepcopy(picture)
    holder = picture
    for step in way[:-1]:
        holder = holder[step]
    if to is None:
        del holder[way[-1]]
    else:
        holder[way[-1]] = to
    return picture


def test_a_routine_needs_no_pictures() -> None:
    routine = read_routine(yaml.safe_dump(NECK).encode(), "neck.yaml")
    assert routine.pictures == ()
    assert routine.picture(routine.exercises[0]) is None


def test_a_picture_is_read_as_it_is_written() -> None:
    (towel,) = read(TOWEL)
    assert (towel.exercise, towel.view, towel.side) == (TOWEL["exercise"], View.SIDE, None)
    assert towel.pose("lying").joints["pelvis"] == Point(0, 10, 0)
    assert [prop.what for prop in towel.pose("lying").props] == [Thing.TOWEL, Thing.BOOK]
    (rhomboids,) = read(RHOMBOIDS)
    assert (rhomboids.side, rhomboids.crop) == (Side.RIGHT, 62)


def test_a_pose_may_be_the_mirror_image_of_another() -> None:
    (bend,) = read(SIDE_BEND)
    right, left = bend.pose("right").joints, bend.pose("left").joints
    assert left["right_hand"] == Point(-right["left_hand"].x, *right["left_hand"][1:])
    assert left["head"].x == -right["head"].x


def test_what_is_written_again_has_the_same_pictures() -> None:
    routine = read_routine(shipped_routines()["upper_back.yaml"], "upper_back.yaml")
    assert read_routine(write_routine(routine), "again.yaml").pictures == routine.pictures


SPINE = RHOMBOIDS["poses"][0]["joints"]["spine"]
LOW = "0 10 0, 17 10 0, 34 10 0, 50 10 0, 67 -1 0, 68 9 0"

WRONG = {
    "another exercise": (
        changed(COBRA, "exercise", to="python"),
        "pictures[0].exercise: is 'python'",
    ),
    "an unknown view": (
        changed(COBRA, "view", to="below"),
        "pictures[0].view: is the text 'below'",
    ),
    "no start": (changed(COBRA, "start"), "pictures[0].start: is missing"),
    "an unknown start": (changed(COBRA, "start", to="up"), "pictures[0].start: is 'up'"),
    "a move too few": (
        changed(SIDE_BEND, "moves", 0),
        "pictures[0].moves: are diagonal_right, forward",
    ),
    "an unknown pose": (
        changed(COBRA, "moves", 0, "pose", to="up"),
        "pictures[0].moves[0].pose: is 'up' (line",
    ),
    "no side where there are sides": (
        changed(RHOMBOIDS, "side"),
        "pictures[0].side: is missing",
    ),
    "a side where there is none": (
        changed(COBRA, "side", to="left"),
        "pictures[0].side: is given, but the exercise has no sides",
    ),
    "a journey where there is none": (
        changed(COBRA, "travel", to="lying"),
        "pictures[0].travel: is given, but the dose does not travel",
    ),
    "no joints at all": (
        changed(COBRA, "poses", 0, "joints"),
        "pictures[0].poses[0]: says neither where the joints are nor what it is the mirror image",
    ),
    "a mirror image of nothing": (
        changed(SIDE_BEND, "poses", 5, "mirror_of", to="diagonal_left"),
        "pictures[0].poses[5].mirror_of: is 'diagonal_left'",
    ),
    "a limb too few": (
        changed(COBRA, "poses", 0, "joints", "left_arm"),
        "pictures[0].poses[0].joints.left_arm: is missing",
    ),
    "a joint too few": (
        changed(COBRA, "poses", 0, "joints", "spine", to="0 10 0, 17 10 0"),
        "pictures[0].poses[0].joints.spine: is '0 10 0, 17 10 0'",
    ),
    "a number for a joint": (
        changed(COBRA, "poses", 0, "joints", "spine", to=4),
        "pictures[0].poses[0].joints.spine: is no text",
    ),
    "a bone too long": (
        changed(RHOMBOIDS, "poses", 0, "joints", "spine", to=SPINE.replace("0 90 0", "0 70 0")),
        "pictures[0].poses[0].joints.spine: has waist 36.0 cm from pelvis",
    ),
    "a head in the floor": (
        changed(COBRA, "poses", 0, "joints", "spine", to=LOW),
        "pictures[0].poses[0].joints.spine: has head 1 cm below the floor",
    ),
    "things that come and go": (
        changed(TOWEL, "poses", 1, "props", 1),
        "pictures[0].poses[1].props: are towel",
    ),
    "an unknown thing": (
        changed(TOWEL, "poses", 0, "props", 0, "what", to="sofa"),
        "pictures[0].poses[0].props[0].what: is the text 'sofa'",
    ),
    "a thing that is nowhere": (
        changed(TOWEL, "poses", 0, "props", 0, "at", to="5 5"),
        "pictures[0].poses[0].props[0].at: is '5 5'",
    ),
    "words for a side where there is none": (
        changed(COBRA, "poses", 0, "words", to="The {side} arm."),
        "pictures[0].poses[0].words: hold '{side}'",
    ),
    "other braces": (
        changed(RHOMBOIDS, "poses", 0, "words", to="The {left} arm."),
        "pictures[0].poses[0].words: hold '{left}'",
    ),
    "two poses of one name": (
        changed(COBRA, "poses", 1, "id", to="lying"),
        "pictures[0].poses[1].id: is lying",
    ),
}


@pytest.mark.parametrize(("picture", "problem"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said(picture: Any, problem: str) -> None:
    with pytest.raises(RoutineError) as refusal:
        read(picture)
    assert problem in str(refusal.value)
    assert "; allowed: " in str(refusal.value)


def test_an_exercise_has_one_picture() -> None:
    with pytest.raises(RoutineError, match=r"pictures\[1\]\.exercise: is cobra again"):
        read(COBRA, deepcopy(COBRA))
