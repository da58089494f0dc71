"""The data files that travel with the app."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def data_folder() -> Path:
    """`data/`: inside an installed package, else at the root of the repository."""
    installed = PACKAGE / "data"
    return installed if installed.is_dir() else PACKAGE.parents[1] / "data"


def shipped_routines() -> dict[str, bytes]:
    """The shipped routine files by name."""
    files = sorted((data_folder() / "routines").glob("*.yaml"))
    return {file.name: file.read_bytes() for file in files}


def shipped_cue_words() -> bytes:
    """The file with what the app says of its own."""
    return (data_folder() / "cues.yaml").read_bytes()


def shipped_reminder_words() -> bytes:
    """The file with what reminders say."""
    return (data_folder() / "reminders.yaml").read_bytes()


def shipped_clips() -> bytes:
    """The list of the recordings: what each says and how long it takes."""
    return (data_folder() / "clips.json").read_bytes()
