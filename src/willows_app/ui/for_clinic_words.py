"""What is shared with the clinic, in sentences: what is in the file, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from willows_app.language import N_, _, counted
from willows_app.ui.dates import day_words, days_words, time_words

if TYPE_CHECKING:
    from willows_app.clinic.shared_file import SharedFile
    from willows_app.ui.for_clinic import Shared

WHOLE_LOG = N_(
    "log.json is your whole log, whatever days you chose: every session, answer about pain, note "
    "and change of plan, also what you corrected or took back, your settings and the routines "
    "you added. Your clinic's Willows works its figures out from it."
)


def last_words(last: datetime | None) -> str:
    """When it was shared last."""
    if last is None:
        return _("You have not shared anything yet.")
    return _("You shared last on {day} at {time}.").format(
        day=day_words(last.date()), time=time_words(last)
    )


def in_it_words(file: SharedFile) -> str:
    """ "12 sessions on 9 days, from 3 March to 9 April 2026, and 2 notes." """
    when = days_words(file.first, file.last)
    if not file.sessions:
        return _("No session {when}.").format(when=when)
    return _("{sessions} {on_days}, {when}, and {notes}.").format(
        sessions=counted(file.sessions, "{count} session", "{count} sessions"),
        on_days=counted(file.days, "on {count} day", "on {count} days"),
        when=when,
        notes=counted(len(file.notes), "{count} note", "{count} notes")
        if file.notes
        else _("no notes"),
    )


def files_words(file: SharedFile) -> list[str]:
    """Each file in it, and what it is; first what is read first."""
    from willows_app.clinic.shared_file import CONTENTS

    return [f"{name}: {_(what)}" for name, what in CONTENTS.items() if name in file.files]


def notes_words(file: SharedFile) -> list[str]:
    """Each note that the clinic can read."""
    return [f"{day_words(note.day)}: {note.text}" for note in file.notes]


def shared_words(shared: Shared) -> str:
    """What became of the file, and no more than the platform says."""
    words = (
        _(
            "{file} is saved; in a browser, among your downloads, if you kept it. Now give it to "
            "your clinic in the way that you agreed on, and say so here: until then these days "
            "count as not shared."
        )
        if shared.is_to_be_given
        else _("{file} is where you shared it to. Whether it arrived, your clinic can tell you.")
    )
    return words.format(file=shared.file.name)
