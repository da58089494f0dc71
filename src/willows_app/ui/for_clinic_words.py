"""What is shared with the clinic, in sentences: what is in the file, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from willows_app.routine.words import count_words
from willows_app.ui.dates import day_words, days_words, time_words

if TYPE_CHECKING:
    from willows_app.clinic.shared_file import SharedFile
    from willows_app.ui.for_clinic import Shared

WHOLE_LOG = (
    "log.json is your whole log, whatever days you chose: every session, answer about pain, note "
    "and change of plan, also what you corrected or took back, your settings and the routines "
    "you added. Your clinic's Willows works its figures out from it."
)


def last_words(last: datetime | None) -> str:
    """When it was shared last."""
    if last is None:
        return "You have not shared anything yet."
    return f"You shared last on {day_words(last.date())} at {time_words(last)}."


def in_it_words(file: SharedFile) -> str:
    """ "12 sessions on 9 days, from 3 March to 9 April 2026, and 2 notes." """
    when = days_words(file.first, file.last)
    notes = count_words(len(file.notes), "note") if file.notes else "no notes"
    if not file.sessions:
        return f"No session {when}."
    days = count_words(file.days, "day")
    return f"{count_words(file.sessions, 'session')} on {days}, {when}, and {notes}."


def files_words(file: SharedFile) -> list[str]:
    """Each file in it, and what it is; first what is read first."""
    from willows_app.clinic.shared_file import CONTENTS

    return [f"{name}: {what}" for name, what in CONTENTS.items() if name in file.files]


def notes_words(file: SharedFile) -> list[str]:
    """Each note that the clinic can read."""
    return [f"{day_words(note.day)}: {note.text}" for note in file.notes]


def shared_words(shared: Shared) -> str:
    """What became of the file, and no more than the platform says."""
    name = shared.file.name
    if not shared.is_to_be_given:
        return f"{name} is where you shared it to. Whether it arrived, your clinic can tell you."
    return (
        f"{name} is saved; in a browser, among your downloads, if you kept it. "
        "Now give it to your clinic in the way that you agreed on, and say so here: until then "
        "these days count as not shared."
    )
