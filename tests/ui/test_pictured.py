"""The picture of a session does what the patient does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.guide.doses import choices
from tests.pictures.test_drawing import circles
from willows_app.guide.timeline import StepKind, compile_exercise
from willows_app.pictures.posing import on_the_way, settled
from willows_app.pictures.scene import roomy_frame, scene
from willows_app.pictures.scene import ways as frame_ways
from willows_app.routine.loading import read_routine
from willows_app.routine.model import Exercise, Side
from willows_app.routine.picture import Picture, View
from willows_app.shipped import shipped_routines
from willows_app.ui import theme
from willows_app.ui.pictured import FRAMES, MOVING, RESTING, Motion, motion_of

ROUTINE = read_routine(shipped_routines()["upper_back.yaml"], "upper_back.yaml")


def motions(exercise: str) -> list[str]:
    """Of every step: what it is, and from where to where the figure moves on which side."""
    picture = ROUTINE.picture(ROUTINE.exercise(exercise))
    assert picture is not None
    steps = compile_exercise(ROUTINE.exercise(exercise)).steps
    found = []
    for index, step in enumerate(steps):
        motion = motion_of(picture, steps, index)
        way = "<->" if motion.to_and_fro else "->"
        side = f" {motion.side}" if motion.side else ""
        found.append(f"{step.kind}: {motion.start.id} {way} {motion.end.id}{side}")
    return found


def test_it_shows_what_is_to_come_then_moves_and_comes_back() -> None:
    assert motions("cobra")[:5] == [
        "ready: lying <-> on_elbows",
        "hold: lying -> on_elbows",
        "relax: on_elbows -> lying",
        "hold: lying -> on_elbows",
        "relax: on_elbows -> lying",
    ]


def test_it_moves_on_the_way_into_a_move_and_is_still_in_it() -> None:
    assert motions("cat_stretch")[:5] == [
        "ready: all_fours <-> rounded",
        "hold: all_fours -> rounded",
        "ready: rounded -> arched",
        "hold: arched -> arched",
        "ready: arched -> rounded",
    ]


def test_it_is_that_of_the_side_in_hand() -> None:
    found = motions("chair_rotation")
    assert found[:4] == [
        "ready: sitting <-> twisted right",
        "hold: sitting -> twisted right",
        "breathe_in: twisted -> twisted right",
        "breathe_out: twisted -> further right",
    ]
    change = found.index("change_sides: sitting <-> twisted left")
    assert found[change + 1] == "hold: sitting -> twisted left"
    assert {each.split()[-1] for each in found[change:]} == {Side.LEFT}


def test_further_along_the_back_the_towel_lies_further_down() -> None:
    found = motions("upper_back_extension_towel")
    assert found[:3] == [
        "ready: lying <-> arms_over",
        "hold: lying -> arms_over",
        "move_along: arms_over -> further_down",
    ]
    assert set(found[3:]) == {
        "hold: further_down -> further_down",
        "move_along: further_down -> further_down",
    }


def test_a_move_that_leans_to_a_side_is_not_mirrored() -> None:
    assert [each for each in motions("side_bend") if "hold" in each] == [
        "hold: upright -> right",
        "hold: diagonal_right -> diagonal_right",
        "hold: forward -> forward",
        "hold: diagonal_left -> diagonal_left",
        "hold: left -> left",
    ]


@pytest.mark.parametrize("exercise", ROUTINE.exercises, ids=lambda each: each.id)
def test_every_step_of_every_exercise_has_its_picture(exercise: Exercise) -> None:
    assert motions(exercise.id)[0].startswith(StepKind.READY)


def ways(exercise: Exercise) -> list[Motion]:
    """Every way that the figure goes in a session of this exercise."""
    picture = ROUTINE.picture(exercise)
    assert picture is not None
    steps = compile_exercise(exercise).steps
    found = [motion_of(picture, steps, index) for index in range(len(steps))]
    return [motion for motion in found if motion.start != motion.end]


@pytest.mark.parametrize("exercise", ROUTINE.exercises, ids=lambda each: each.id)
def test_every_way_begins_in_the_one_pose_and_ends_in_the_other(exercise: Exercise) -> None:
    for motion in ways(exercise):
        first, start = motion.pose(0).joints, settled(motion.start).joints
        assert all(first[joint] == pytest.approx(start[joint]) for joint in start)
        assert motion.pose(FRAMES) == motion.end


@pytest.mark.parametrize("exercise", ROUTINE.exercises, ids=lambda each: each.id)
def test_nothing_of_the_body_passes_through_the_floor(exercise: Exercise) -> None:
    picture = ROUTINE.picture(exercise)
    assert picture is not None
    for motion in ways(exercise):
        for frame in range(FRAMES + 1):
            for joint, at in motion.pose(frame).joints.items():
                assert (at.z if picture.view is View.ABOVE else at.y) >= 0, (motion, frame, joint)


@given(data=st.data())
def test_whatever_is_chosen_the_figure_goes_no_way_that_the_frame_does_not_know(
    data: st.DataObject,
) -> None:
    exercise = data.draw(st.sampled_from(ROUTINE.exercises))
    picture = ROUTINE.picture(exercise)
    assert picture is not None
    steps = compile_exercise(exercise, data.draw(choices(exercise))).steps
    known = {frozenset((one.id, other.id)) for one, other in frame_ways(picture)}
    for index in range(len(steps)):
        motion = motion_of(picture, steps, index)
        assert motion.start == motion.end or {motion.start.id, motion.end.id} in known


@given(
    picture=st.sampled_from(ROUTINE.pictures),
    share=st.floats(min_value=0, max_value=1),
    mirror=st.booleans(),
)
def test_at_no_moment_of_any_way_there_or_back_does_the_figure_leave_the_picture(
    picture: Picture, share: float, mirror: bool
) -> None:
    frame = roomy_frame(picture)
    for one, other in frame_ways(picture):
        for start, end in ((one, other), (other, one)):
            shown = scene(picture, on_the_way(start, end, share), mirror, frame)
            for part in shown.parts:
                for x, y, reach in (each for _, form in part.pieces for each in circles(form)):
                    assert shown.frame.left <= x - reach and x + reach <= shown.frame.right
                    assert shown.frame.top <= y - reach
                    assert picture.crop or y + reach <= shown.frame.bottom


def test_the_cat_looks_ahead_on_its_way_from_looking_down_to_looking_up() -> None:
    halfway = next(
        motion.pose(FRAMES // 2)
        for motion in ways(ROUTINE.exercise("cat_stretch"))
        if (motion.start.id, motion.end.id) == ("rounded", "arched")
    )
    assert halfway.joints["nose"].x > halfway.joints["head"].x


def test_it_changes_often_on_the_way_and_rests_in_a_pose() -> None:
    motion = ways(ROUTINE.exercise("cobra"))[0]
    assert motion.to_and_fro
    assert [motion.frame(each) for each in (0, 1, FRAMES, FRAMES + 1)] == [0, 1, FRAMES, FRAMES - 1]
    assert [motion.frame(each) for each in (2 * FRAMES, 2 * FRAMES + 1)] == [0, 1]
    assert motion.until_next(1) == MOVING / FRAMES
    assert motion.until_next(FRAMES) == motion.until_next(2 * FRAMES) == RESTING


@pytest.mark.parametrize(
    ("height", "picture", "ring", "without"),
    [
        (None, 0, 120, 120),
        (640, 0, 140, 140),
        (700, 0, 200, 200),
        (780, 120, 120, 240),
        (844, 152, 152, 240),
        (1180, 240, 240, 240),
    ],
)
def test_on_a_low_screen_the_picture_is_the_first_to_go(
    height: float | None, picture: float, ring: float, without: float
) -> None:
    assert theme.picture_height(height) == picture
    assert theme.ring_size(None, height, beside_picture=True) == ring
    assert theme.ring_size(None, height, beside_picture=False) == without


@pytest.mark.parametrize(("width", "ring"), [(280, 120), (320, 144), (390, 214), (768, 240)])
def test_on_a_narrow_screen_there_is_room_for_the_buttons_beside_the_ring(
    width: float, ring: float
) -> None:
    assert theme.ring_size(width, 1366, beside_picture=False) == ring
