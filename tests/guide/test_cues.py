"""What is said, sounded and felt during a session, and when."""
# ruff: noqa: E501 (what is said in one breath stands on one line)

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.guide.doses import sessions
from willows_app.guide.cue_words import CueWords, clip_of, read_cue_words
from willows_app.guide.cues import SETTLE, Cue, Tone, Vibration, cues_of, spoken_seconds
from willows_app.guide.timeline import StepKind, compile_routine
from willows_app.routine.choice import Choice
from willows_app.routine.model import Exercise, Routine, Sides
from willows_app.shipped import shipped_cue_words

WORDS = read_cue_words(shipped_cue_words())
TOWEL, BALLS = "upper_back_extension_towel", "upper_back_extension_tennis_balls"


class Unhurried(dict[str, float]):
    """Every sentence takes a quarter of a second, and each of its words a little more."""

    def get(self, clip: str, default: Any = None) -> float:
        return 0.25 + 0.28 * len(clip.split("-"))


LENGTHS = Unhurried()


def cues(
    routine: Routine, *ids: str, choices: Mapping[str, Choice] | None = None
) -> tuple[Cue, ...]:
    exercises = [routine.exercise(id) for id in ids]
    return cues_of(compile_routine(exercises, choices), exercises, WORDS, LENGTHS)


def script(routine: Routine, *ids: str, **choice: Any) -> str:
    """What is said, with its second; the countdown is left out."""
    given = cues(routine, *ids, choices={id: Choice(**choice) for id in ids})
    lines = [f"{cue.at:5.1f}  {cue.text}" for cue in given if cue.tone is not Tone.TICK]
    return "\n".join(["", *lines, ""])


# ---------------------------------------------------------------- by the handout


SCRIPTS = {
    "rhomboids": """
  0.5  Rhomboids. Sitting or standing. Stretch your right side.
  5.6  Pull your straight arm under your chin, and let your upper body turn.
 10.0  Hold.
 20.0  Relax.
 21.8  2 of 3. Pull across and hold.
 25.0  Hold.
 35.0  Relax.
 36.0  The last one on this side. Pull across and hold.
 40.0  Hold.
 50.0  Change sides. Stretch your left side.
 56.1  Pull across and hold.
 58.0  Hold.
 68.0  Relax.
 69.8  2 of 3. Pull across and hold.
 73.0  Hold.
 83.0  Relax.
 84.0  The last one on this side. Pull across and hold.
 88.0  Hold.
 98.0  Well done. That was the last exercise.
""",
    "lats_standing": """
  0.5  Lats (back), standing. Standing. Stretch your left side.
  5.8  Draw your straight arm behind your head and lean away from it.
 10.0  Hold.
 20.0  Breathe in deeply.
 24.0  Breathe out, and let the stretch go a little further.
 30.0  The last one on this side. Lean over and hold.
 40.0  Breathe in deeply.
 44.0  Breathe out, and let the stretch go a little further.
 50.0  Change sides. Stretch your right side.
 56.1  Lean over and hold.
 58.0  Hold.
 68.0  Breathe in deeply.
 72.0  Breathe out, and let the stretch go a little further.
 78.0  The last one on this side. Lean over and hold.
 88.0  Breathe in deeply.
 92.0  Breathe out, and let the stretch go a little further.
 98.0  Well done. That was the last exercise.
""",
    "rotation": """
  0.5  Rotation. Lying on your left side, knees and hips bent and together. Turn to the right.
 15.3  Turn your head, let your top arm fall back, and keep your knees together.
 20.0  Hold.
 30.0  Change sides. Turn to the left.
 38.4  Turn and hold.
 40.0  Hold.
 50.0  Change sides. Turn to the right.
 57.1  2 of 3. Turn and hold.
 60.0  Hold.
 70.0  Change sides. Turn to the left.
 77.1  2 of 3. Turn and hold.
 80.0  Hold.
 90.0  Change sides. Turn to the right.
 96.3  The last one on this side. Turn and hold.
100.0  Hold.
110.0  Change sides. Turn to the left.
116.3  The last one on this side. Turn and hold.
120.0  Hold.
130.0  Well done. That was the last exercise.
""",
    "upper_back_extension_towel places=3 hold=60": """
  0.5  Upper back extension, towel. Lying on your back on the floor, with the rolled towel across the bottom of your neck and a book under your head.
 21.7  Breathe, and let your back sink onto the towel.
 25.0  Hold.
 55.0  Halfway.
 85.0  Walk your shoulder blades about an inch along the towel.
 93.1  Relax onto the towel.
 95.0  Hold.
125.0  Halfway.
155.0  Walk your shoulder blades about an inch along the towel.
163.1  Relax onto the towel.
165.0  Hold.
195.0  Halfway.
225.0  Well done. That was the last exercise.
""",
    "upper_back_extension_tennis_balls places=2 hold=20": """
  0.5  Upper back extension, tennis balls. Lying on your back, knees bent, with two tennis balls under the bottom of your neck and a book under your head.
 21.7  Breathe, and let your back sink onto the balls.
 25.0  Hold.
 45.0  Lift your pelvis, push back with your elbows, and move along with your feet.
 55.1  Relax onto the balls.
 57.0  Hold.
 77.0  Well done. That was the last exercise.
""",
    "cat_stretch": """
  0.5  Cat stretch, flexion and extension. On your hands and knees.
 11.4  Bend your head down and tuck your tail bone under.
 15.0  Hold.
 25.0  Arch and look up.
 28.0  Hold. Arch all of your back and look up at the ceiling.
 38.0  Head down, tail tucked in.
 41.0  Hold. 2 of 4.
 51.0  Arch and look up.
 54.0  Hold.
 64.0  Head down, tail tucked in.
 67.0  Hold. 3 of 4.
 77.0  Arch and look up.
 80.0  Hold.
 90.0  Head down, tail tucked in.
 93.0  Hold. The last one.
103.0  Arch and look up.
106.0  Hold.
116.0  Well done. That was the last exercise.
""",
    "chair_rotation": """
  0.5  Chair rotation. Sitting on a chair. Twist to the right.
  6.1  Hold the back of the chair and pull yourself gently round.
 10.0  Hold.
 20.0  Breathe in.
 24.0  Breathe out, relax, and let yourself turn a little further.
 30.0  Hold it there.
 40.0  The last one on this side. Twist and hold.
 50.0  Breathe in.
 54.0  Breathe out, relax, and let yourself turn a little further.
 60.0  Hold a little further.
 70.0  Change sides. Twist to the left.
 76.4  Twist and hold.
 78.0  Hold.
 88.0  Breathe in.
 92.0  Breathe out, relax, and let yourself turn a little further.
 98.0  Hold a little further.
108.0  The last one on this side. Twist and hold.
118.0  Breathe in.
122.0  Breathe out, relax, and let yourself turn a little further.
128.0  Hold a little further.
138.0  Well done. That was the last exercise.
""",
    "side_bend": """
  0.5  Side bend. Sitting or standing up straight.
  5.6  Let your head tip to the right, then gently raise your left shoulder.
 10.0  Hold.
 20.0  Slowly roll your head until it hangs between front and right.
 24.0  Hold.
 34.0  Slowly come to the front, level your shoulders and slump.
 38.0  Hold.
 48.0  Slowly roll your head until it hangs between front and left.
 52.0  Hold.
 62.0  Slowly come round until you bend to the left.
 66.0  Hold.
 76.0  Well done. That was the last exercise.
""",
    "cobra": """
  0.5  Extension, the Cobra. Lying on your front.
 12.0  Come up onto your elbows, breathe and relax.
 15.0  Hold.
 25.0  Relax.
 31.8  2 of 5. Up on your elbows.
 35.0  Hold.
 45.0  Relax.
 51.8  3 of 5. Up on your elbows.
 55.0  Hold.
 65.0  Relax.
 71.8  4 of 5. Up on your elbows.
 75.0  Hold.
 85.0  Relax.
 91.8  The last one. Up on your elbows.
 95.0  Hold.
105.0  Well done. That was the last exercise.
""",
    "lats_doorway": """
  0.5  Lats (back), doorway. Standing in an open doorway, with one foot ahead of the other.
  8.4  Lean forward, and let your arms stretch behind your head.
 12.0  Hold.
 22.0  Relax.
 27.4  2 of 3. Lean forward.
 30.0  Hold.
 40.0  Relax.
 45.4  The last one. Lean forward.
 48.0  Hold.
 58.0  Well done. That was the last exercise.
""",
}


@pytest.mark.parametrize("exercise", SCRIPTS)
def test_the_words_of_an_exercise(upper_back: Routine, exercise: str) -> None:
    id, *choices = exercise.split()
    chosen = dict(choice.split("=") for choice in choices)
    said = script(upper_back, id, **{name: int(number) for name, number in chosen.items()})
    assert said == SCRIPTS[exercise]


@pytest.mark.parametrize("exercise", [TOWEL, BALLS])
def test_the_book_under_the_head_is_said_with_the_position(
    upper_back: Routine, exercise: str
) -> None:
    first, *_others = cues(upper_back, exercise)
    assert first.text.endswith("and a book under your head.")


def test_the_last_three_seconds_of_every_hold_are_counted(upper_back: Routine) -> None:
    ids = [exercise.id for exercise in upper_back.exercises]
    timeline = compile_routine(upper_back.exercises)
    ticks = [(cue.at, cue.text) for cue in cues(upper_back, *ids) if cue.tone is Tone.TICK]
    assert ticks == [
        (step.end - left, words)
        for step in timeline
        if step.kind is StepKind.HOLD
        for left, words in ((3, "Three."), (2, "Two."), (1, "One."))
    ]


@pytest.mark.parametrize(("hold", "says"), [(29, []), (30, [40.0]), (120, [85.0])])
def test_halfway_is_said_on_holds_of_half_a_minute_and_more(
    upper_back: Routine, hold: int, says: list[float]
) -> None:
    given = cues(upper_back, TOWEL, choices={TOWEL: Choice(hold=hold, places=1)})
    assert [cue.at for cue in given if cue.text == "Halfway."] == says


def test_the_next_exercise_is_announced_as_such(upper_back: Routine) -> None:
    said = [cue.text for cue in cues(upper_back, "cobra", "rhomboids")]
    assert said[0] == "Extension, the Cobra. Lying on your front."
    assert "Next. Rhomboids. Sitting or standing. Stretch your right side." in said


@pytest.mark.parametrize("exercise", ["lats_standing", "rotation", "chair_rotation", "rhomboids"])
def test_every_turn_to_another_side_names_it(upper_back: Routine, exercise: str) -> None:
    one = upper_back.exercise(exercise)
    timeline = compile_routine([one])
    said = {cue.at: cue.text for cue in cues(upper_back, exercise)}
    turns = [step for step in timeline if step.kind in (StepKind.READY, StepKind.CHANGE_SIDES)]
    for step in turns:
        assert step.side is not None
        at = step.start + SETTLE * (step.kind is StepKind.READY)
        assert one.side_words[step.side] in said[at]


@pytest.mark.parametrize("exercise", [TOWEL, BALLS])
def test_along_the_back_nothing_is_ever_called_the_last(upper_back: Routine, exercise: str) -> None:
    *before, done = cues(upper_back, exercise)
    assert done.text == WORDS.well_done
    assert not [cue for cue in before if "last" in cue.text.lower()]


def test_the_words_of_an_exercise_name_their_recordings() -> None:
    assert clip_of("Change sides.") == "en/change-sides"
    assert clip_of("Lats (back), standing") == "en/lats-back-standing"
    assert clip_of("2 of 5.") == "en/2-of-5"


# ---------------------------------------------------------------- for every dose there is


@given(sessions())
def test_cues_are_in_order_within_the_timeline_and_never_speak_into_each_other(
    exercises: tuple[Exercise, ...],
) -> None:
    timeline = compile_routine(exercises)
    given = cues_of(timeline, exercises, WORDS, {})
    for cue, after in pairwise(given):
        speaks = sum(spoken_seconds(clip, {}) for clip in cue.clips)
        assert cue.at >= 0
        assert cue.at + speaks <= after.at + 1e-6
    assert given[-1].at == timeline.duration


@given(sessions())
def test_every_hold_and_breath_begins_with_a_cue(exercises: tuple[Exercise, ...]) -> None:
    timeline = compile_routine(exercises)
    strong = {cue.at for cue in cues_of(timeline, exercises, WORDS, {}) if _is_strong(cue)}
    assert {step.start for step in timeline if step.move} <= strong


def _is_strong(cue: Cue) -> bool:
    return cue.vibration is Vibration.STRONG


@given(sessions(), st.integers(1, 5), st.integers(1, 4))
def test_another_place_changes_no_cue_that_was_due(
    exercises: tuple[Exercise, ...], places: int, more: int
) -> None:
    for exercise in exercises:
        if exercise.dose.travel is None:
            continue
        shorter = compile_routine(exercises, {exercise.id: Choice(places=places)})
        longer = compile_routine(exercises, {exercise.id: Choice(places=places + more)})
        until = shorter.of(exercise.id)[-1].end
        assert _before(until, cues_of(shorter, exercises, WORDS, {})) == _before(
            until, cues_of(longer, exercises, WORDS, {})
        )


def _before(until: float, cues: tuple[Cue, ...]) -> list[Cue]:
    return [cue for cue in cues if cue.at < until]


@given(sessions())
def test_the_last_one_is_only_what_is_known_to_be_the_last(
    exercises: tuple[Exercise, ...],
) -> None:
    timeline = compile_routine(exercises)
    doses = {exercise.id: exercise.dose for exercise in exercises}
    for cue in cues_of(timeline, exercises, WORDS, {}):
        if not {clip_of(WORDS.last), clip_of(WORDS.last_on_side)} & set(cue.clips):
            continue
        step = timeline.at(cue.at).step
        later = [one for one in timeline.of(step.exercise) if one.start > step.end]
        sided = doses[step.exercise].sides is not Sides.NONE
        assert doses[step.exercise].travel is None
        assert not [
            one
            for one in later
            if (one.rep or 0) > (step.rep or 0) and (one.side is step.side or not sided)
        ]


@given(sessions())
def test_only_known_words_are_said(exercises: tuple[Exercise, ...]) -> None:
    for cue in cues_of(compile_routine(exercises), exercises, WORDS, {}):
        assert len(cue.clips) == len(set(cue.clips))
        assert bool(cue.clips) == bool(cue.text)


def test_the_cue_words_are_all_read() -> None:
    assert isinstance(WORDS, CueWords)
    assert all(words.endswith(".") for words in WORDS)
