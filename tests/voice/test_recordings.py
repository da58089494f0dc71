"""The recordings and the cues are held against each other: none missing, none unused."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest

from voice.sentences import sentences
from willows_app.guide.cue_words import clip_of, read_cue_words
from willows_app.guide.cues import Tone, cues_of
from willows_app.guide.timeline import compile_routine
from willows_app.routine.choice import Choice
from willows_app.routine.loading import read_routines
from willows_app.routine.model import Exercise
from willows_app.shipped import shipped_clips, shipped_cue_words, shipped_routines

ASSETS = Path(__file__).parents[2] / "assets"
MAKE = "run `python -m voice.record`"
CLIPS = json.loads(shipped_clips())
WORDS = read_cue_words(shipped_cue_words())
ROUTINES, _ = read_routines(shipped_routines())
LENGTHS = {clip: about["seconds"] for clip, about in CLIPS.items()}


def test_there_is_a_recording_of_every_sentence_and_of_nothing_else() -> None:
    assert {path.stem for path in (ASSETS / "voice").glob("*.mp3")} == set(CLIPS), MAKE
    assert {clip: about["words"] for clip, about in CLIPS.items()} == {
        clip_of(words): words for words in sentences()
    }, MAKE


def test_there_is_a_tone_of_every_kind_and_nothing_else() -> None:
    assert {path.stem for path in (ASSETS / "sounds").glob("*.mp3")} == set(Tone), MAKE


def test_sentences_that_share_a_recording_say_the_same() -> None:
    said = {words.rstrip(".").lower() for words in sentences()}
    assert len({clip_of(words) for words in sentences()}) == len(said)


def said_in(exercise: Exercise, before: Exercise) -> set[str]:
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
                for cue in cues_of(timeline, exercises, WORDS, lengths):
                    said.update(cue.clips)
    return said


def test_the_cues_of_the_shipped_routines_ask_for_every_recording_and_for_no_other() -> None:
    said = set[str]()
    for routine in ROUTINES:
        for exercise in routine.exercises:
            said |= said_in(exercise, before=routine.exercises[0])
    assert said == set(CLIPS), MAKE


@pytest.mark.parametrize("clip", [clip_of(words) for words in WORDS.countdown])
def test_the_countdown_is_short_enough_to_count_seconds(clip: str) -> None:
    assert LENGTHS[clip] < 0.8


def test_all_of_it_is_small() -> None:
    size = sum(path.stat().st_size for path in ASSETS.glob("*/*.mp3"))
    assert size < 1_000_000
