"""What is prescribed, said and reminded of follows the language at once; the log does not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.guide.conftest import HandClock
from tests.routine.prescriptions import PLAN
from tests.ui.conftest import Run, Tap
from tests.ui.speaking import set_device_to
from tests.ui.test_cuer import FakeAudio, FakeVibrator
from willows_app.adherence.accepted import accepted_key
from willows_app.adherence.facts import SessionEnd
from willows_app.device.sound import Sound
from willows_app.guide.cue_words import read_cue_words
from willows_app.guide.performance import Outcome
from willows_app.language import ENGLISH, use
from willows_app.reminders.nudge import NudgeKind
from willows_app.reminders.words import in_language, read_reminder_words
from willows_app.shipped import shipped, shipped_cue_words, shipped_reminder_words, shipped_routines
from willows_app.ui.cuer import Cuer
from willows_app.ui.help_words import Topic
from willows_app.ui.model import Willows

GERMAN, LENGTHS = shipped().languages["de"], shipped().clip_seconds
ANOTHER = shipped_routines()["upper_back.yaml"].replace(b"id: upper_back\n", b"id: another\n", 1)


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use(ENGLISH)


@pytest.fixture
def audio(willows: Willows, clock: HandClock) -> FakeAudio:
    """What is heard of the app's sessions."""
    audio = FakeAudio(clock)
    sound = Sound(audio, FakeVibrator(), LENGTHS)
    willows.cuer = Cuer(sound, clock, read_cue_words(shipped_cue_words()), LENGTHS)
    return audio


def heard(audio: FakeAudio) -> set[str]:
    """The languages in which something was said."""
    return {file.split("/")[1] for _, file in audio.played if file.startswith("voice/")}


def test_the_routine_is_shown_in_the_language_in_use_and_back_again(willows: Willows) -> None:
    english = willows.routine
    set_device_to(GERMAN, willows)
    assert (willows.routine.title, willows.routine.id) == ("Oberer Rücken", english.id)
    assert willows.handout(english.id) == willows.routine
    set_device_to(ENGLISH, willows)
    assert willows.routine == english


def test_what_a_patient_added_stays_as_it_is_where_no_catalogue_has_it(
    willows: Willows, tap: Tap[Any]
) -> None:
    own = ANOTHER.replace(b"title: Upper Back\n", b"title: Mrs Hill's own\n", 1)
    tap(lambda: willows.add_routine("another.yaml", own))
    set_device_to(GERMAN, willows)
    assert [each.title for each in willows.routines] == ["Oberer Rücken", "Mrs Hill's own"]


def test_an_exercise_of_a_clinic_is_called_as_the_clinic_calls_it_though_a_button_is_called_so(
    willows: Willows, tap: Tap[Any]
) -> None:
    own = ANOTHER.replace(b"title: Extension, the Cobra\n", b"title: Back\n", 1)
    tap(lambda: willows.add_routine("another.yaml", own))
    tap(lambda: willows.use_routine("another"))
    set_device_to(GERMAN, willows)
    tap(lambda: willows.tick_by_hand(willows.fitted().plan))
    titles = {each.id: each.title for each in willows.routine.exercises}
    assert (titles["cobra"], titles["rhomboids"]) == ("Back", "Rautenmuskeln")
    assert willows.own_plan().title("cobra") == "Back"


def test_what_a_patient_lacks_is_lacking_in_every_language(willows: Willows, tap: Tap[Any]) -> None:
    tap(lambda: willows.own.has("a chair", False))
    before = [each.exercise.id for each in willows.fitted().left_out]
    set_device_to(GERMAN, willows)
    assert [each.exercise.id for each in willows.fitted().left_out] == before == ["chair_rotation"]


def test_what_is_logged_has_the_handouts_own_titles(willows: Willows, tap: Tap[Any]) -> None:
    written = {each.id: each.title for each in willows.routine.exercises}
    set_device_to(GERMAN, willows)
    tap(lambda: willows.tick_by_hand(willows.fitted().plan))
    tap(lambda: willows.accept(PLAN))
    (session,) = willows.log.sessions()
    assert {each.exercise: each.title for each in session.entries}.items() <= written.items()
    kept = json.loads(willows.log.setting(accepted_key(PLAN.routine)))
    assert kept["titles_before"] == written
    taken_out = "upper_back_extension_towel"
    assert willows.own_plan().title(taken_out) == "Streckung des oberen Rückens, Handtuch"


def test_a_session_under_way_goes_on_in_the_new_language(
    willows: Willows, audio: FakeAudio, run: Run[Any]
) -> None:
    async def session() -> None:
        willows.about_to_do = willows.one_exercise("upper_back", "cobra")
        willows.begin()
        await asyncio.sleep(20)
        assert heard(audio) == {"en"}
        audio.played.clear()
        set_device_to(GERMAN, willows)
        assert willows.session and willows.session.player.exercise.title == "Streckung, die Kobra"
        await asyncio.sleep(300)

    run(session())
    assert willows.session and willows.session.end is SessionEnd.FINISHED
    assert heard(audio) == {"de"}
    logged = willows.log.session(willows.session.id)
    assert logged and logged.planned == ("cobra",)
    assert [(each.exercise, each.outcome) for each in logged.entries] == [
        ("cobra", Outcome.COMPLETED)
    ]


def test_what_was_about_to_begin_is_done_in_the_new_language(
    willows: Willows, audio: FakeAudio, run: Run[Any]
) -> None:
    async def session() -> None:
        willows.about_to_do = willows.one_exercise("upper_back", "cobra")
        set_device_to(GERMAN, willows)
        willows.begin()
        await asyncio.sleep(20)

    run(session())
    assert heard(audio) == {"de"}


def test_reminders_and_help_are_said_in_the_language_in_use(willows: Willows) -> None:
    words = read_reminder_words(shipped_reminder_words())
    set_device_to(GERMAN, willows)
    assert in_language(words)[NudgeKind.DUE].title == "Zeit für Willows"
    topic = shipped().help_words[Topic.PRIVACY].of(willows.routine)
    assert topic.title == "Datenschutz"
