"""What is written of a routine is read as the same routine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.test_readme import example
from willows_app.routine.loading import read_routine
from willows_app.routine.writing import write_routine
from willows_app.shipped import shipped_routines

FILES = {**shipped_routines(), "neck.yaml": example("yaml").encode()}


@pytest.mark.parametrize("name", FILES)
def test_a_routine_comes_back_as_it_was(name: str) -> None:
    routine = read_routine(FILES[name], name)
    assert read_routine(write_routine(routine), "written.yaml") == routine


@pytest.mark.parametrize(
    "words", ['"quoted": yes', "# no comment", "🌿 ü", "\uffff", "{a: &b}", "- 1"]
)
def test_whatever_its_words_are(words: str) -> None:
    routine = replace(read_routine(FILES["neck.yaml"], "neck.yaml"), title=words)
    assert read_routine(write_routine(routine), "written.yaml") == routine
