"""The recordings and the cues are held against each other: none missing, none unused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from voice.record import SPEAKERS
from voice.sentences import sentences
from willows_app.guide.cue_words import CueWords, clip_of, read_cue_words
from willows_app.guide.cues import Tone, cues_of
from willows_app.guide.timeline import compile_routine
from willows_app.language import _, said_in
from willows_app.routine.choice import Choice
from willows_app.routine.loading import read_routines
from willows_app.routine.model import Exercise
from willows_app.routine.words import in_language
from willows_app.shipped import shipped, shipped_clips, shipped_cue_words, shipped_routines

ASSETS = Path(__file__).parents[2] / "assets"
MAKE = "run `python -m voice.record`"
CLIPS = json.loads(shipped_clips())
WORDS = read_cue_words(shipped_cue_words())
ROUTINES, _refused = read_routines(shipped_routines())
LENGTHS = {clip: about["seconds"] for clip, about in CLIPS.items()}


@pytest.fixture(params=SPEAKERS)
def spoken(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The words of all recordings of a language, which is in use meanwhile."""
    with said_in(shipped().languages[request.param]):
        yield {
            clip: about["words"]
            for clip, about in CLIPS.items()
            if clip.startswith(f"{request.param}/")
        }


def test_what_is_listed_is_recorded_and_nothing_else() -> None:
    recorded = (ASSETS / "voice").rglob("*.mp3")
    names = {path.relative_to(ASSETS / "voice").with_suffix("").as_posix() for path in recorded}
    assert names == set(CLIPS), MAKE


def test_whose_voice_it_is_and_what_is_allowed_with_it_lies_beside_the_recordings() -> None:
    assert {clip.partition("/")[0] for clip in CLIPS} == set(SPEAKERS)
    for language in SPEAKERS:
        assert (ASSETS / "voice" / language / "LICENSE").is_file()


def test_there_is_a_recording_of_every_sentence_and_of_nothing_else(spoken: dict[str, str]) -> None:
    assert spoken == {clip_of(words): words for words in sentences()}, MAKE


def test_there_is_a_tone_of_every_kind_and_nothing_else() -> None:
    assert {path.stem for path in (ASSETS / "sounds").glob("*.mp3")} == set(Tone), MAKE


def test_sentences_that_share_a_recording_say_the_same(spoken: dict[str, str]) -> None:
    said = {words.rstrip(".").lower() for words in sentences()}
    assert len(spoken) == len(said)


def asked_for(exercise: Exercise, before: Exercise, words: CueWords) -> set[str]:
    """The recordings that this exercise can ask for, whatever is chosen within its ranges.

    And however long the clinic's own recording of a sentence is: then a shorter one is said.
    """
    dose, said = exercise.dose, set[str]()
    brief, how = dict.fromkeys(LENGTHS, 0.1), [clip_of(move.cue) for move in dose.moves]
    spans = [move.seconds for move in dose.moves if move.seconds.low < move.seconds.high]
    holds = [hold for span in spans for hold in (span.low, span.high)]
    low, high = int(dose.repetitions.low), int(dose.repetitions.high)
    repetitions = range(low, high + 1) if low < high else ()
    for hold, count in product([None, *holds], [None, *repetitions]):
        choices = {exercise.id: Choice(hold, count, 3 if dose.travel else None)}
        for exercises in ([exercise], [before, exercise]):
            timeline = compile_routine(exercises, choices)
            for lengths in (LENGTHS, {}, brief, {**brief, **dict.fromkeys(how, 60.0)}):
                for cue in cues_of(timeline, exercises, words, lengths):
                    said.update(cue.clips)
    return said


def test_the_cues_of_the_shipped_routines_ask_for_every_recording_and_for_no_other(
    spoken: dict[str, str],
) -> None:
    said, words = set[str](), WORDS.reworded(_)
    for routine in map(in_language, ROUTINES):
        for exercise in routine.exercises:
            said |= asked_for(exercise, routine.exercises[0], words)
    assert said == set(spoken), MAKE


def test_the_countdown_is_short_enough_to_count_seconds(spoken: dict[str, str]) -> None:
    for words in WORDS.reworded(_).countdown:
        assert LENGTHS[clip_of(words)] < 0.8


@pytest.mark.parametrize("language", SPEAKERS)
def test_all_of_a_language_is_small(language: str) -> None:
    size = sum(path.stat().st_size for path in (ASSETS / "voice" / language).glob("*.mp3"))
    assert size < 800_000
