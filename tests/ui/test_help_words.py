"""Help and privacy speaks of the patient's own routine, and keeps to what the shops ask for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from willows_app import __version__
from willows_app.routine.loading import read_routine
from willows_app.routine.model import Routine
from willows_app.shipped import data_folder, shipped_routines
from willows_app.ui.help_words import Help, Topic, read_help_words

HELP = read_help_words((data_folder() / "help.yaml").read_bytes())


@pytest.fixture(params=sorted(shipped_routines()))
def routine(request: pytest.FixtureRequest) -> Routine:
    return read_routine(shipped_routines()[request.param], request.param)


def test_every_topic_is_there_in_order_and_in_whole_sentences(routine: Routine) -> None:
    assert tuple(HELP) == tuple(Topic)
    for topic in HELP.values():
        text = topic.of(routine).text
        assert text and all(each.endswith((".", "?")) for each in text)


def test_the_words_are_those_of_the_routine_in_use(routine: Routine) -> None:
    what, how = (
        " ".join(HELP[topic].of(routine).text) for topic in (Topic.WHAT_IT_IS, Topic.HOW_IT_WORKS)
    )
    assert routine.title in what and routine.clinic in what
    assert routine.schedule.words in how and f"{routine.schedule.daily_days} days" in how


def test_it_says_that_it_is_no_medical_device_and_that_nothing_leaves_the_device(
    routine: Routine,
) -> None:
    assert "not a medical device" in " ".join(HELP[Topic.WHAT_IT_IS].text)
    assert "Nothing leaves this device unless you share it." in HELP[Topic.PRIVACY].text[0]
    assert f"Version {__version__}." in HELP[Topic.ABOUT].of(routine).text[0]


def test_what_a_clinic_calls_itself_is_taken_as_it_is(routine: Routine) -> None:
    odd = replace(routine, clinic="{days} & {others}")
    assert Help("Of", ("From {clinic}.",)).of(odd).text == ("From {days} & {others}.",)
