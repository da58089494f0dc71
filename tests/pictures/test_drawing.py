"""One renderer draws every pose: as SVG, on both sides, for light and dark, and in between."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contrast import GRAPHIC, contrast
from willows_app.pictures import vectors
from willows_app.pictures.drawing import Capsule, Form, Ink
from willows_app.pictures.drawn import drawings, drawn
from willows_app.pictures.palette import DARK, LIGHT, Palette
from willows_app.pictures.posing import eased, mirrored, on_the_way, settled
from willows_app.pictures.scene import Scene, scene
from willows_app.pictures.vectors import AHEAD, UP
from willows_app.routine.figure import BONES, Point
from willows_app.routine.loading import read_routine
from willows_app.routine.model import Side
from willows_app.routine.picture import Picture, Pose, Prop, Thing
from willows_app.shipped import shipped_routines

PICTURES = read_routine(shipped_routines()["upper_back.yaml"], "upper_back.yaml").pictures
POSES = [pose for picture in PICTURES for pose in picture.poses]
SVG = "{http://www.w3.org/2000/svg}"

each_picture = pytest.mark.parametrize("picture", PICTURES, ids=lambda each: each.exercise)


@each_picture
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("side", [None, *Side])
def test_a_picture_is_plain_svg_with_its_words(
    picture: Picture, palette: Palette, side: Side | None
) -> None:
    for each in drawings(picture, side, palette):
        root = ElementTree.fromstring(each.svg)
        assert {element.tag for element in root.iter()} == {
            f"{SVG}{tag}" for tag in ("svg", "title", "desc", "g", "path")
        }
        assert root.findtext(f"{SVG}title") == each.title
        assert root.findtext(f"{SVG}desc") == each.words
        assert {name for element in root.iter() for name in element.attrib} <= {
            *("viewBox", "role", "stroke-linejoin", "d", "fill", "stroke", "stroke-width")
        }
        paths = [element.get("d", "") for element in root.iter(f"{SVG}path")]
        assert all(re.fullmatch("[-0-9. MLAZ]+", each) for each in paths)
        assert len(each.svg) < 14_000


@each_picture
def test_the_words_name_the_side_that_is_drawn(picture: Picture) -> None:
    for side in Side:
        for each in drawings(picture, side):
            assert "{" not in each.words
            assert each.words.startswith("Seen from ")
    if picture.side:
        own, other = (
            [each.words for each in drawings(picture, side)]
            for side in (picture.side, picture.side.other)
        )
        assert own == [each.words for each in drawings(picture)]
        assert own != other


@each_picture
def test_all_poses_share_a_frame_and_lie_within_it(picture: Picture) -> None:
    frames = {scene(picture, pose).frame for pose in picture.poses}
    (frame,) = frames
    for pose in picture.poses:
        for part in scene(picture, pose).parts:
            for _, form in part.pieces:
                for x, y, reach in circles(form):
                    assert frame.left <= x - reach and x + reach <= frame.right
                    assert frame.top <= y - reach
                    assert picture.crop or y + reach <= frame.bottom


def circles(form: Form) -> list[tuple[float, float, float]]:
    if isinstance(form, Capsule):
        return [(*form.a, form.a_radius), (*form.b, form.b_radius)]
    return [(*corner, 0.0) for corner in form.corners]


@each_picture
def test_the_other_side_is_the_mirror_image(picture: Picture) -> None:
    """As many forms, of which every one lies as far on the other side of the middle."""
    for pose in picture.poses:
        ours, theirs = (scene(picture, pose, mirror) for mirror in (False, True))
        assert theirs.frame == ours.frame.mirrored()
        assert sorted(outlines(ours, 1)) == sorted(outlines(theirs, -1))


def outlines(drawing: Scene, way: int) -> list[tuple[float, ...]]:
    return [
        (round(sum(way * x for x, _, _ in found), 3), round(sum(y for _, y, _ in found), 3))
        for part in drawing.parts
        for _, form in part.pieces
        for found in [circles(form)]
    ]


@pytest.mark.parametrize("pose", POSES, ids=lambda each: each.id)
def test_the_mirror_image_of_a_mirror_image_is_the_pose(pose: Pose) -> None:
    assert mirrored(mirrored(pose)) == pose
    assert mirrored(pose).joints["left_hand"].x == -pose.joints["right_hand"].x


@given(
    start=st.sampled_from(POSES),
    end=st.sampled_from(POSES),
    share=st.floats(min_value=0, max_value=1),
)
def test_no_bone_changes_its_length_on_the_way_from_any_pose_to_any_other(
    start: Pose, end: Pose, share: float
) -> None:
    joints = on_the_way(replace(start, props=()), replace(end, props=()), share).joints
    for joint, (parent, length) in BONES.items():
        assert math.dist(joints[joint], joints[parent]) == pytest.approx(length)


@pytest.mark.parametrize("pose", POSES, ids=lambda each: each.id)
def test_a_way_begins_and_ends_where_it_should(pose: Pose) -> None:
    other = replace(settled(POSES[0]), props=pose.props)
    assert near(on_the_way(pose, other, 0), settled(pose))
    assert near(on_the_way(other, pose, 1), settled(pose))


def near(a: Pose, b: Pose) -> bool:
    return all(math.dist(a.joints[joint], b.joints[joint]) < 1e-6 for joint in a.joints)


@given(st.floats(min_value=0, max_value=1), st.floats(min_value=0, max_value=1))
def test_a_body_starts_and_stops_gently_and_never_goes_back(a: float, b: float) -> None:
    assert eased(0) == 0
    assert eased(1) == 1
    assert (a <= b) == (eased(a) <= eased(b)) or math.isclose(eased(a), eased(b))


@pytest.mark.parametrize("way", [UP, AHEAD, vectors.unit(Point(1, 2, -3))])
def test_what_turns_right_round_goes_by_the_front(way: Point) -> None:
    back = Point(*(-each for each in way))
    half = vectors.turned(way, back, 0.5)
    assert math.hypot(*half) == pytest.approx(1)
    assert vectors.dot(half, way) == pytest.approx(0, abs=1e-6)
    assert half.z >= 0
    assert vectors.turned(way, back, 1) == pytest.approx(back)


@pytest.mark.parametrize("thing", Thing)
def test_everything_can_be_drawn_on_both_sides(thing: Thing) -> None:
    picture = replace(PICTURES[0], props=(Prop(thing, POSES[0].joints["pelvis"]),))
    for mirror in (False, True):
        assert len(scene(picture, picture.poses[0], mirror).parts) > len(
            scene(PICTURES[0], picture.poses[0], mirror).parts
        )


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_figure_stands_out_from_the_paper(palette: Palette) -> None:
    """WCAG 1.4.11 asks 3:1 of what a graphic is understood by: here the line, or else the ink."""
    figure = (Ink.SKIN, Ink.HAIR, Ink.SHIRT, Ink.TROUSERS)
    things = (Ink.CLOTH, Ink.BALL, Ink.COVER, Ink.WOOD)
    for colours, inks in ((palette.near, figure + things), (palette.far, figure[:1] + figure[2:])):
        line = contrast(colours[Ink.LINE], palette.paper)
        for ink in inks:
            assert max(line, contrast(colours[ink], palette.paper)) >= GRAPHIC, ink


def test_the_same_pose_is_always_the_same_drawing() -> None:
    picture = PICTURES[0]
    assert drawn(picture, picture.poses[0]) == drawn(picture, picture.poses[0])
