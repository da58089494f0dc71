"""The file that leaves for the clinic, and what is in it, as it is told before it leaves."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from willows_app.adherence.errors import LogError
from willows_app.adherence.log import Log
from willows_app.clinic import archive, sealed
from willows_app.clinic.archive import ArchiveError, NotACode
from willows_app.clinic.passphrase import NotAPassphrase, check_passphrase
from willows_app.device.sealing import CannotSeal, Cipher
from willows_app.language import N_
from willows_app.routine.model import Routine

CONTENTS = {
    "report.pdf": N_("the report, to read and to print"),
    "report.html": N_("the same report, for a browser"),
    archive.SESSIONS: N_("the sessions of these days, a line each, with your pain and your notes"),
    archive.ENTRIES: N_(
        "the exercises of these days, a line each: done, skipped or stopped, and why"
    ),
    archive.DAYS: N_("these days, a line each: what was due and what was done"),
    archive.BUNDLE: N_("the same for the clinic's record system"),
    archive.ROUTINE: N_("your exercises as they were prescribed"),
    archive.LOG: N_("your whole log, see below"),
    archive.README: N_("what the files are"),
    archive.MANIFEST: N_("by what it is seen whether the file arrived undamaged"),
}
"""What is in each file of an archive, for the patient; first what is read first."""


class NotMade(Exception):
    """There is no file; the message says what has to be put right."""


@dataclass(frozen=True)
class Note:
    """What the patient wrote about a session."""

    day: date
    text: str


@dataclass(frozen=True)
class SharedFile:
    """The file as it leaves."""

    name: str
    type: str
    content: bytes
    patient: str
    first: date
    last: date
    made_at: datetime
    days: int
    """Days with a session."""
    sessions: int
    notes: tuple[Note, ...]
    files: tuple[str, ...]
    """The names of what is in it."""
    sealed: bool


async def make_file(
    log: Log,
    routine: Routine,
    patient: str,
    days: tuple[date, date],
    made_at: datetime,
    app: str,
    passphrase: str | None,
    cipher: Callable[[], Cipher],
    unwritten: Iterable[Callable[[], object]] = (),
) -> SharedFile:
    """The archive of the `days`, and what `unwritten` adds to the log; sealed if there is
    a passphrase. Raises `NotMade`.
    """
    first, last = days
    try:
        name, type = archive.archive_name(patient, last), archive.TYPE
        if passphrase is not None:
            check_passphrase(passphrase)
        with log.with_also(unwritten):
            content = archive.write_archive(log, routine, patient, first, last, made_at, app)
            sessions = log.sessions_between(first, last)
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            files = tuple(packed.namelist())
        if passphrase is not None:
            name, type = sealed.sealed_name(patient, last), sealed.TYPE
            content = await sealed.seal(content, passphrase, cipher())
    except (NotACode, NotAPassphrase, ArchiveError, LogError, CannotSeal) as refusal:
        raise NotMade(str(refusal)) from refusal
    return SharedFile(
        name=name,
        type=type,
        content=content,
        patient=patient,
        first=first,
        last=last,
        made_at=made_at,
        days=len({session.day for session in sessions}),
        sessions=len(sessions),
        notes=tuple(Note(each.day, each.note) for each in sessions if each.note),
        files=files,
        sealed=passphrase is not None,
    )
