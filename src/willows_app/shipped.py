"""The data that travels with the app."""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from willows_app.guide.cue_words import CueWords, read_cue_words
from willows_app.language import ENGLISH, Language
from willows_app.reminders.words import ReminderWords, read_reminder_words
from willows_app.routine.loading import Handout, read_handout
from willows_app.ui.first_run_words import FirstRunWords, read_first_run_words
from willows_app.ui.help_words import HelpWords, read_help_words

PACKAGE = Path(__file__).parent
BUILT = "shipped.pickle"
"""What `checked` gave, where a build has put it into the package."""


@dataclass(frozen=True)
class Shipped:
    """All of it, as the app takes it."""

    routines: Mapping[str, Handout]
    """By the name of the file."""
    cue_words: CueWords
    reminder_words: ReminderWords
    help_words: HelpWords
    first_run_words: FirstRunWords
    clip_seconds: Mapping[str, float]
    """How long each recording takes."""
    languages: Mapping[str, Language]
    """By their codes; English first."""


@cache
def shipped() -> Shipped:
    """What travels with this app: as a build has checked it, else as it is in `data/`."""
    built = resources.files("willows_app") / BUILT
    if built.is_file():
        content: Shipped = pickle.loads(built.read_bytes())
        return content
    return read_data(data_folder())


def read_data(folder: Path) -> Shipped:
    """What is in this folder; the routine files as they are, for a screen to say what is wrong."""
    clips = json.loads((folder / "clips.json").read_bytes())
    return Shipped(
        routines=_routine_files(folder),
        cue_words=read_cue_words((folder / "cues.yaml").read_bytes()),
        reminder_words=read_reminder_words((folder / "reminders.yaml").read_bytes()),
        help_words=read_help_words((folder / "help.yaml").read_bytes()),
        first_run_words=read_first_run_words((folder / "first_run.yaml").read_bytes()),
        clip_seconds={clip: about["seconds"] for clip, about in clips.items()},
        languages=_languages(folder / "languages"),
    )


def checked(content: Shipped) -> Shipped:
    """The same with every routine read; raises `RoutineError` if one is not right."""
    routines = {name: read_handout(file, name) for name, file in content.routines.items()}
    return replace(content, routines=routines)


def data_folder() -> Path:
    """`data/`: inside an installed package, else at the root of the repository."""
    installed = PACKAGE / "data"
    return installed if installed.is_dir() else PACKAGE.parents[1] / "data"


def shipped_routines() -> dict[str, bytes]:
    """The shipped routine files by name."""
    return _routine_files(data_folder())


def shipped_cue_words() -> bytes:
    """The file with what the app says of its own."""
    return (data_folder() / "cues.yaml").read_bytes()


def shipped_reminder_words() -> bytes:
    """The file with what reminders say."""
    return (data_folder() / "reminders.yaml").read_bytes()


def shipped_clips() -> bytes:
    """The list of the recordings: what each says and how long it takes."""
    return (data_folder() / "clips.json").read_bytes()


def _languages(folder: Path) -> dict[str, Language]:
    """English, and each with its habits (.json) and its compiled catalogue (.mo)."""
    languages = {ENGLISH.code: ENGLISH}
    for file in sorted(folder.glob("*.json")):
        habits: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in json.loads(file.read_bytes()).items()
        }
        catalogue = file.with_suffix(".mo").read_bytes()
        languages[file.stem] = Language(code=file.stem, catalogue=catalogue, **habits)
    return languages


def _routine_files(folder: Path) -> dict[str, bytes]:
    files = sorted((folder / "routines").glob("*.yaml"))
    return {file.name: file.read_bytes() for file in files}
