"""A handout in another language: all of its text is another, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

import pytest

from willows_app.guide.timeline import compile_routine
from willows_app.language import _, said_in
from willows_app.routine.loading import read_routine
from willows_app.routine.model import PainBand, Routine
from willows_app.routine.prescription import handout_version
from willows_app.routine.words import dose_words, in_language
from willows_app.routine.writing import write_routine
from willows_app.shipped import shipped

NO_TEXT = {
    "Routine.id",
    "Routine.clinic",
    "Schedule.then",
    "Exercise.id",
    "Exercise.equipment",
    "Move.id",
    "Pose.id",
    "Picture.exercise",
    "Picture.start",
    "Picture.travel",
    "Picture.moves",
}
"""Ids, a name, what is a word of the format, and what the settings know by its words."""


@pytest.fixture
def routine(upper_back: Routine) -> Routine:
    return replace(upper_back, pain_bands=(PainBand(0, 10, "Do what feels right."),))


def strings(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every string in a value, with the class and the field that it is in."""
    if is_dataclass(value):
        for each in fields(value):
            name = f"{type(value).__name__}.{each.name}"
            yield from strings(getattr(value, each.name), name)
    elif isinstance(value, str) and not isinstance(value, Enum):
        yield place, value
    elif isinstance(value, Mapping):
        yield from strings(tuple(value.values()), place)
    elif isinstance(value, tuple):
        for each in value:
            yield from strings(each, place)


def test_every_text_of_a_handout_is_reworded_and_nothing_else(routine: Routine) -> None:
    marked = routine.reworded(lambda text: f"«{text}»")
    kept = {place for place, text in strings(marked) if not text.startswith("«")}
    assert kept == NO_TEXT
    again = marked.reworded(lambda text: text.removeprefix("«").removesuffix("»"))
    assert again == routine


@pytest.mark.parametrize("code", [code for code in shipped().languages if code != "en"])
def test_steps_ids_and_numbers_are_the_same_in_every_language(routine: Routine, code: str) -> None:
    with said_in(shipped().languages[code]):
        said = in_language(routine)
    assert said != routine
    assert compile_routine(said.exercises) == compile_routine(routine.exercises)
    assert handout_version(said) == handout_version(routine)
    assert [each.id for each in said.exercises] == [each.id for each in routine.exercises]


@pytest.mark.parametrize("code", [code for code in shipped().languages if code != "en"])
@pytest.mark.parametrize("words", ["Back", "Stop", "Done", "Settings", "Carry on", "Left side"])
def test_a_clinics_own_words_stay_as_written_though_a_button_is_called_the_same(
    routine: Routine, code: str, words: str
) -> None:
    clinics_own = routine.reworded(lambda _: words)
    with said_in(shipped().languages[code]):
        assert _(words) != words
        assert in_language(clinics_own) == clinics_own


def test_a_dose_in_german(routine: Routine) -> None:
    with said_in(shipped().languages["de"]):
        said = in_language(routine)
        doses = {each.id: dose_words(each.dose) for each in said.exercises}
    assert doses["cobra"] == "10 s halten, 5-mal"
    assert doses["rhomboids"] == "10 s halten, auf jeder Seite 3-mal, rechts zuerst"
    assert doses["upper_back_extension_towel"] == (
        "An jeder Stelle 10 s bis 2 min halten, bis Sie den Beginn des unteren Rückens erreichen"
    )


@pytest.mark.parametrize("code", [code for code in shipped().languages if code != "en"])
def test_a_translation_is_as_short_as_a_handout_has_to_be(routine: Routine, code: str) -> None:
    """Else it would not fit where the app shows it; places in braces are held too."""
    with said_in(shipped().languages[code]):
        said = in_language(routine)
    assert read_routine(write_routine(said), "said.yaml") == said
