"""The pictures of the handout show what its words say."""

from __future__ import annotations

import math

import pytest

from willows_app.guide.timeline import compile_exercise
from willows_app.pictures import vectors
from willows_app.pictures.posing import settled
from willows_app.routine.figure import BONES, Joints, Point
from willows_app.routine.loading import read_routine
from willows_app.routine.model import Exercise, Routine
from willows_app.routine.picture import Picture, Thing, View
from willows_app.shipped import shipped_routines

ROUTINE = read_routine(shipped_routines()["upper_back.yaml"], "upper_back.yaml")
POSES = [(picture, pose.id) for picture in ROUTINE.pictures for pose in picture.poses]

NEEDS = {
    "upper_back_extension_towel": {Thing.TOWEL, Thing.BOOK},
    "upper_back_extension_tennis_balls": {Thing.BALLS, Thing.BOOK},
    "lats_doorway": {Thing.DOOR_FRAME},
    "chair_rotation": {Thing.CHAIR},
}
"""What lies or stands there; the others need nothing."""


def pose(exercise: str, id: str) -> Joints:
    return settled(picture(exercise).pose(id)).joints


def picture(exercise: str) -> Picture:
    found = ROUTINE.picture(ROUTINE.exercise(exercise))
    assert found is not None
    return found


def straightness(joints: Joints, limb: str, *names: str) -> float:
    """1 for a limb without a bend."""
    a, b, c = (joints[f"{limb}_{name}"] for name in names)
    return vectors.dot(vectors.direction(a, b), vectors.direction(b, c))


def flat_distance(a: Point, b: Point) -> float:
    return math.dist(a[:2], b[:2])


@pytest.mark.parametrize("exercise", ROUTINE.exercises, ids=lambda each: each.id)
def test_every_move_of_every_exercise_has_its_picture(exercise: Exercise) -> None:
    shown = picture(exercise.id)
    assert shown.pose(shown.start)
    assert {move.id for move in exercise.dose.moves} == set(shown.moves)
    assert all(map(shown.pose, shown.moves.values()))


@pytest.mark.parametrize("shown", ROUTINE.pictures, ids=lambda each: each.exercise)
def test_it_is_drawn_for_the_side_that_comes_first(shown: Picture) -> None:
    assert shown.side == ROUTINE.exercise(shown.exercise).dose.first_side


@pytest.mark.parametrize("shown", ROUTINE.pictures, ids=lambda each: each.exercise)
def test_the_things_that_are_needed_are_there_in_every_pose(shown: Picture) -> None:
    for each in shown.poses:
        there = {prop.what for prop in (*shown.props, *each.props)}
        assert there == NEEDS.get(shown.exercise, set())


@pytest.mark.parametrize(("shown", "id"), POSES, ids=lambda each: getattr(each, "exercise", each))
def test_the_bones_are_as_long_as_they_are_and_nobody_is_below_the_floor(
    shown: Picture, id: str
) -> None:
    joints = shown.pose(id).joints
    for joint, (parent, length) in BONES.items():
        assert math.dist(joints[joint], joints[parent]) == pytest.approx(length, abs=2), joint
    if shown.view is not View.ABOVE:
        assert min(at.y for at in joints.values()) >= 0


@pytest.mark.parametrize(
    ("exercise", "thing"),
    [
        ("upper_back_extension_towel", Thing.TOWEL),
        ("upper_back_extension_tennis_balls", Thing.BALLS),
    ],
)
def test_towel_and_balls_lie_at_the_bottom_of_the_neck_and_then_further_down(
    exercise: str, thing: Thing
) -> None:
    shown = picture(exercise)
    for id in ("lying", shown.moves["relax"]):
        joints, props = pose(exercise, id), {each.what: each.at for each in shown.pose(id).props}
        assert abs(props[thing].x - joints["neck"].x) < 6
        assert abs(props[Thing.BOOK].x - joints["head"].x) < 10
    joints = pose(exercise, "further_down")
    props = {each.what: each.at for each in shown.pose("further_down").props}
    assert joints["neck"].x < props[thing].x < joints["waist"].x
    assert abs(props[Thing.BOOK].x - joints["head"].x) < 10


def test_for_the_balls_the_knees_are_bent_and_the_feet_on_the_floor() -> None:
    for each in picture("upper_back_extension_tennis_balls").poses:
        joints = settled(each).joints
        assert straightness(joints, "left", "hip", "knee", "ankle") < 0.3
        assert joints["right_ankle"].y < 6


def test_at_the_first_place_of_the_towel_the_arms_are_up_over_the_head() -> None:
    joints = pose("upper_back_extension_towel", "arms_over")
    assert joints["left_hand"].x < joints["head"].x - 20


def test_in_the_cobra_the_elbows_bear_the_chest_and_the_pelvis_stays_down() -> None:
    joints = pose("cobra", "on_elbows")
    assert flat_distance(joints["right_elbow"], joints["right_shoulder"]) > 26
    assert abs(joints["right_elbow"].x - joints["right_shoulder"].x) < 8
    assert joints["pelvis"].y < 13 < joints["chest"].y
    assert joints["right_hand"].y < 6


def test_the_cat_bends_its_head_down_and_then_looks_up() -> None:
    rounded, arched = pose("cat_stretch", "rounded"), pose("cat_stretch", "arched")
    assert rounded["waist"].y > rounded["pelvis"].y + 8  # the pelvis tips back
    assert rounded["head"].y < rounded["chest"].y
    assert arched["waist"].y < arched["pelvis"].y  # the tail bone points up
    assert arched["head"].y > arched["chest"].y
    assert arched["nose"].y > arched["head"].y


@pytest.mark.parametrize("id", ["leaning", "further"])
def test_in_lats_standing_the_right_hand_draws_the_straight_left_arm_over(id: str) -> None:
    """Seen from behind, so the left is on the left, and behind the head is before it."""
    joints = pose("lats_standing", id)
    assert math.dist(joints["right_hand"], joints["left_elbow"]) < 9
    assert straightness(joints, "left", "shoulder", "elbow", "hand") > 0.97
    assert joints["left_hand"].x > joints["head"].x
    assert joints["left_elbow"].z > joints["head"].z
    assert joints["neck"].x > joints["pelvis"].x + 8


def test_in_the_doorway_the_hands_stay_on_the_frame_and_the_arms_come_behind_the_head() -> None:
    (frame,) = picture("lats_doorway").props
    for each in picture("lats_doorway").poses:
        joints = settled(each).joints
        assert flat_distance(joints["left_hand"], frame.at) < 7
        assert abs(joints["right_ankle"].x - joints["left_ankle"].x) > 20
    joints = pose("lats_doorway", "leaning")
    assert joints["right_hand"].x < joints["head"].x - 20


def test_in_the_rotation_head_and_right_arm_turn_back_and_the_knees_stay_together() -> None:
    """Seen from above; who lies there looks up the picture at first."""
    before, turned = pose("rotation", "lying"), pose("rotation", "turned")
    for joints in (before, turned):
        assert flat_distance(joints["left_knee"], joints["right_knee"]) < 8
        assert joints["left_hip"].z < joints["right_hip"].z  # on the left side
    assert before["right_hand"].y > before["chest"].y + 40
    assert turned["right_hand"].y < turned["chest"].y - 40
    assert turned["nose"].y < turned["head"].y


@pytest.mark.parametrize("id", ["twisted", "further"])
def test_on_the_chair_both_hands_hold_its_back_and_the_trunk_turns_to_the_right(id: str) -> None:
    """Sitting to the right of the picture, so the right is towards the viewer."""
    joints, (chair,) = pose("chair_rotation", id), picture("chair_rotation").props
    for side in ("left", "right"):
        assert abs(joints[f"{side}_hand"].x - (chair.at.x - 20)) < 6
        assert 70 < joints[f"{side}_hand"].y < 95
    assert joints["left_shoulder"].x > joints["right_shoulder"].x + 20
    assert joints["nose"].z > joints["head"].z


def test_in_the_rhomboids_the_left_hand_pulls_the_straight_right_arm_under_the_chin() -> None:
    """Seen from the front, so the right is on the left."""
    joints = pose("rhomboids", "pulled")
    assert math.dist(joints["left_hand"], joints["right_elbow"]) < 14
    assert straightness(joints, "right", "shoulder", "elbow", "hand") > 0.85
    assert joints["right_hand"].x > joints["left_shoulder"].x
    assert joints["right_elbow"].y < joints["nose"].y - 8
    assert joints["right_shoulder"].z > joints["left_shoulder"].z  # the trunk turns left


def test_the_side_bend_goes_from_right_to_left_by_the_front() -> None:
    """Seen from the front, so the right is on the left."""
    right, forward = pose("side_bend", "right"), pose("side_bend", "forward")
    assert right["head"].x < right["neck"].x - 8
    assert right["left_shoulder"].y > right["right_shoulder"].y + 10
    assert forward["head"].y < right["head"].y - 5
    assert forward["nose"].y < forward["head"].y
    assert forward["left_shoulder"].y == pytest.approx(forward["right_shoulder"].y, abs=1)
    heads = [pose("side_bend", each)["head"].x for each in picture("side_bend").moves.values()]
    assert heads == sorted(heads)
    assert heads[0] == pytest.approx(-heads[-1])


def test_the_poses_of_a_timeline_are_those_of_the_moves(upper_back: Routine) -> None:
    for exercise in upper_back.exercises:
        moves = {step.move for step in compile_exercise(exercise) if step.move}
        assert moves == set(picture(exercise.id).moves)
