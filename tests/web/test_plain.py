"""A browser in which the app does not start still gives the exercises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from web.errors import BuildError
from web.page import EXERCISES_MARK, assembled
from web.plain import exercises_in_html, without_script
from willows_app.routine.loading import read_routine
from willows_app.routine.model import Routine
from willows_app.shipped import shipped, shipped_routines


@pytest.fixture(scope="module")
def upper_back() -> Routine:
    return read_routine(shipped_routines()["upper_back.yaml"], "upper_back.yaml")


def test_every_exercise_is_there_with_its_dose_steps_and_cautions(upper_back: Routine) -> None:
    text = exercises_in_html([upper_back])
    for exercise in upper_back.exercises:
        assert f"<h3>{exercise.title}</h3>" in text
        for sentence in (*exercise.steps, *exercise.cautions):
            assert f"<li>{sentence}</li>" in text
    assert "Hold 10 s, 3 times on each side, right first" in text


def test_what_a_clinic_writes_cannot_become_markup(upper_back: Routine) -> None:
    text = exercises_in_html([replace(upper_back, title="<script>1 & 2</script>")])
    assert "&lt;script&gt;1 &amp; 2&lt;/script&gt;" in text
    assert "<script>" not in text


def test_a_page_without_a_place_for_the_exercises_is_refused() -> None:
    with pytest.raises(BuildError, match="exercises"):
        assembled("<html></html>", {}, {EXERCISES_MARK: ""})


def test_that_script_is_needed_is_said_in_every_language() -> None:
    text = without_script(shipped().languages.values())
    assert '<p lang="en" dir="ltr">Willows needs JavaScript.' in text
    assert '<p lang="de" dir="ltr">Willows braucht JavaScript.' in text
