"""Routines for measuring: exercises of the shipped handout in a hurry, so that cues come thick.

Their words are the handout's, so every cue has its recordings; only the times are shorter. A cue
comes every second and a half; in a shipped session it is every three to six.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from willows_app.device.sound import clip_file, tone_file
from willows_app.guide.cue_words import read_cue_words
from willows_app.guide.cues import cues_of
from willows_app.guide.timeline import Timeline, compile_routine
from willows_app.routine.loading import read_routine
from willows_app.shipped import shipped_clips, shipped_cue_words, shipped_routines

NAME = "upper_back.yaml"
TIMES = {"relax": 1, "change_sides": 2, "hold": 6.5, "breathe_in": 2, "breathe_out": 2}
GET_READY = 3


@dataclass(frozen=True)
class Due:
    """A cue as it is due: `at` seconds into the session, heard by one of `files` (voice, tone)."""

    at: float
    files: frozenset[str]


@dataclass(frozen=True)
class Hurried:
    """A routine file that a patient could add, and what a session of it is."""

    file: bytes
    timeline: Timeline
    cues: tuple[Due, ...]


def hurried(*, holds: float = TIMES["hold"], **repetitions: int) -> Hurried:
    """These exercises of the handout, in this order, so many times each; `holds` of the first."""
    routine: dict[str, Any] = yaml.safe_load(shipped_routines()[NAME])
    by_id = {exercise["id"]: exercise for exercise in routine["exercises"]}
    routine |= {"id": "hurried", "title": "Hurried"}
    routine["exercises"] = [_in_a_hurry(by_id[id], count) for id, count in repetitions.items()]
    routine["pictures"] = [each for each in routine["pictures"] if each["exercise"] in repetitions]
    for move in routine["exercises"][0]["dose"]["moves"]:
        move |= {"hold": holds} if "hold" in move else {}
    file = yaml.safe_dump(routine, allow_unicode=True, sort_keys=False).encode()
    return Hurried(file, *_compiled(file))


def _in_a_hurry(exercise: Mapping[str, Any], repetitions: int) -> dict[str, Any]:
    dose = exercise["dose"]
    quick = _quick(dose) | {
        "repetitions": repetitions,
        "moves": [_quick(move) for move in dose["moves"]],
    }
    return {**exercise, "get_ready": GET_READY, "dose": quick}


def _quick(part: Mapping[str, Any]) -> dict[str, Any]:
    return {key: TIMES.get(key, value) for key, value in part.items()}


def _compiled(file: bytes) -> tuple[Timeline, tuple[Due, ...]]:
    exercises = read_routine(file, "hurried.yaml").exercises
    timeline = compile_routine(exercises)
    lengths = {clip: about["seconds"] for clip, about in json.loads(shipped_clips()).items()}
    cues = cues_of(timeline, exercises, read_cue_words(shipped_cue_words()), lengths)
    return timeline, tuple(
        Due(cue.at, frozenset({tone_file(cue.tone), *map(clip_file, cue.clips[:1])}))
        for cue in cues
    )
