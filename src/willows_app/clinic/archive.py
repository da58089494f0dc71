"""The one file that a patient shares with the clinic: a `.zip` of plain, documented files.

`manifest.json` has the SHA-256 of every other file. It shows damage; it does not show who
wrote the file, for whoever can change a file can change the manifest too.

The range of days is what the tables and the Bundle are of, and what the clinic is shown.
`log.json` is the whole log, a backup: what a plan expects on a day may follow from
anything before, and a part of a log could not be restored.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from textwrap import wrap
from typing import Any

from willows_app.adherence.backup import (
    MOST_BYTES,
    BackupError,
    Steps,
    as_part,
    at_once,
    read_backup,
    write_backup,
)
from willows_app.adherence.errors import LogError, LogIsDamaged
from willows_app.adherence.fact_tables import Facts
from willows_app.adherence.fact_values import FIRST, LAST, depth
from willows_app.adherence.log import Log
from willows_app.adherence.merging import facts_in
from willows_app.clinic.fhir import bundle_json
from willows_app.clinic.report import measured_by, report_of
from willows_app.clinic.report_html import as_html
from willows_app.clinic.review import Review, review_of
from willows_app.clinic.tables import columns_explained, days_csv, entries_csv, sessions_csv
from willows_app.language import ENGLISH, _, said_in
from willows_app.routine.loading import read_routine
from willows_app.routine.model import Routine
from willows_app.routine.problems import RoutineError
from willows_app.routine.words import in_language
from willows_app.routine.writing import write_routine

VERSION = 1
TYPE = "application/zip"

MANIFEST = "manifest.json"
README = "README.txt"
LOG = "log.json"
ROUTINE = "routine.yaml"
DAYS = "days.csv"
SESSIONS = "sessions.csv"
ENTRIES = "entries.csv"
BUNDLE = "bundle.fhir.json"
PDF = "report.pdf"
HTML = "report.html"
NEEDED = frozenset({LOG, ROUTINE, DAYS, SESSIONS, ENTRIES, BUNDLE, PDF, HTML, README})
"""What every archive holds, beside the manifest; a later one may hold more."""

MOST_ARCHIVE = 64 * 1024 * 1024
"""Bytes of an archive that is read; twenty years of daily sessions are 10 MB."""
MOST_UNPACKED = 256 * 1024 * 1024
"""Bytes of all files in it; twenty years are 100 MB. Of the log there are `MOST_BYTES`."""
MOST_ENTRIES = 64
"""Of the zip file: macOS puts one of its own beside each file."""
MOST_MANIFEST = 16 * 1024
MOST_YEARS = 50

CODE = re.compile(r"(?=.*[0-9])[A-Z][A-Z0-9-]{2,19}")
"""A letter first, so that no spreadsheet makes a number of it; a digit, so that it is no name."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")
_FOLDER = re.compile(r"(?!\.\.?/)[^/\\:\x00-\x1f]{1,120}/")
_STRAY = re.compile(r"__MACOSX/|(.*/)?(\.DS_Store|desktop\.ini|Thumbs\.db)$")
"""What a system puts into the archives that it makes."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_END = struct.Struct("<4s4H2LH")
"""The end of a zip file: signature, disks (2), entries here and in all, bytes of the
directory, where it begins, bytes of the comment."""
_END_SIGNATURE = b"PK\x05\x06"
_A_DIRECTORY_ENTRY = 46 + 254
"""Bytes at most: a name in a folder, and what systems add."""
_WAS = (1980, 1, 1, 0, 0, 0)
"""Every file has this time, the first that a zip file knows: the same log, the same bytes."""
_READ = 256 * 1024
_OF_CHECKS = 0.4
"""Share of the time that it takes to check an archive, before its log is read."""
_MALFORMED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    OSError,
    OverflowError,
    RuntimeError,  # it is encrypted, or packed in a way that is not known
    ValueError,
)
"""What the standard library raises of a zip file that is not one."""


class ArchiveError(Exception):
    """The file cannot be reviewed; the message says why and what to do."""


class NotAnArchive(ArchiveError):
    """The file is something else."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This file is not one that a patient shares from Willows, or it is damaged. "
                "Such a file is called something like willows-P-7F3K-92QD-2026-11-23.zip."
            )
        )


class ArchiveIsNewer(ArchiveError):
    """The file was made by a newer version of the app."""

    def __init__(self, version: int) -> None:
        super().__init__(
            _(
                "This file was made by a newer Willows (version {version} of the format; this "
                "one knows {known}). Update Willows, then open it."
            ).format(version=version, known=VERSION)
        )


class ArchiveIsDamaged(ArchiveError):
    """The file is not as it was made."""

    def __init__(self, why: str) -> None:
        words = _("This file is damaged: {why}. Ask the patient to share it again.")
        super().__init__(words.format(why=why))


class _Changed(ArchiveIsDamaged):
    """A file in it is not as it was made."""

    def __init__(self, file: str) -> None:
        super().__init__(_("{file} is not as it was made").format(file=file))


class NotACode(ValueError):
    """What stands for the patient is not a code as the clinic gives it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A patient's code has 3 to 20 capital letters, digits and hyphens, begins with a "
                "letter and has a digit, such as P-7F3K-92QD. Never use a name."
            )
        )


@dataclass(frozen=True)
class Archive:
    """What a patient shares."""

    patient: str
    """The code that the clinic gave."""
    routine: Routine
    """In the language in which it was read."""
    first: date
    last: date
    """The patient's day on which it was made."""
    made_at: datetime
    app: str
    """The version of the app that made it."""
    facts: Facts

    def review(self) -> Review:
        """How it went; raises `ArchiveIsDamaged` if the log in it contradicts itself."""
        with closing(self.log()) as log:
            return self.review_in(log, self.first, self.last)

    def log(self) -> Log:
        """The log in it, in memory, to be closed by who asks; raises `ArchiveIsDamaged`."""
        log = Log(Path(":memory:"))
        try:
            log.add_facts(self.facts)
        except LogError as error:
            log.close()
            raise ArchiveIsDamaged(
                _("its log contradicts itself ({error})").format(error=error)
            ) from error
        return log

    def review_in(self, log: Log, first: date, last: date) -> Review:
        """How it went on these days of its log; raises `ArchiveIsDamaged`."""
        review = review_of(log, self.routine, first, last, self.last)
        if log.lost:  # then what was read is an empty log
            raise ArchiveIsDamaged(_("its log cannot be read ({error})").format(error=log.lost))
        return review


@dataclass(frozen=True)
class Label:
    """What an archive says of itself."""

    patient: str
    routine: str
    first: date
    last: date
    made_at: datetime
    app: str
    sizes: Mapping[str, int]
    """Bytes of each file in it, by name."""


def archive_name(patient: str, day: date) -> str:
    """How the file is called that is made on this day."""
    return f"willows-{_code(patient)}-{day.isoformat()}.zip"


# ---------------------------------------------------------------- writing


def write_archive(
    log: Log,
    routine: Routine,
    patient: str,
    first: date,
    last: date,
    made_at: datetime,
    app: str,
) -> bytes:
    """The archive of a log from `first` to `last`, which is the patient's today.

    `routine` is in the words of its handout, and so it is in the files for programs. What people
    read is in the language in use.

    Raises `NotACode` if `patient` is none, and `LogIsDamaged` for a log that is lost. The same
    log makes the same bytes.

    In a browser, await `device.late.bring_report` before: what the PDF takes is not there yet.
    """
    from willows_app.clinic.report_pdf import as_pdf  # slow, and who reads archives needs it not

    review = review_of(log, in_language(routine), first, last)
    report = report_of(review, patient, made_at, app)
    with said_in(ENGLISH):
        bundle = bundle_json(replace(review, routine=routine), patient, made_at)
    files = {
        README: _readme(review, _code(patient)).encode(),
        DAYS: days_csv(patient, review),
        SESSIONS: sessions_csv(patient, review.sessions),
        ENTRIES: entries_csv(patient, review.sessions),
        BUNDLE: bundle,
        PDF: as_pdf(report),
        HTML: as_html(report),
        ROUTINE: write_routine(routine),
        LOG: write_backup(facts_in(log), made_at, app),
    }
    if log.lost:  # then what was read is an empty log
        raise LogIsDamaged(log.lost)
    manifest = {
        "format": "willows-clinic",
        "version": VERSION,
        "app": app,
        "made_at": made_at.isoformat(),
        "patient": patient,
        "routine": routine.id,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "files": {
            name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files.items()
        },
    }
    return _zip({MANIFEST: (json.dumps(manifest, indent=1) + "\n").encode(), **files})


def _zip(files: Mapping[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        for name, content in files.items():
            about = zipfile.ZipInfo(name, _WAS)
            about.create_system = 3  # whatever system this is
            about.external_attr = 0o600 << 16
            written.writestr(about, content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def _readme(review: Review, patient: str) -> str:
    routine = review.routine
    heading = (
        _("Home exercises of patient {code}: {routine}, {clinic}").format(
            code=patient, routine=routine.title, clinic=routine.clinic
        ),
        _("From {first} to {last}, both included.").format(first=review.first, last=review.last),
        *measured_by(review),
    )
    return "\n".join(
        (
            *heading,
            "",
            *_wrapped(
                _(
                    "The patient recorded all of this with the app Willows, and nobody checked "
                    "it. What was timed and what was ticked by hand are told apart. Pain that was "
                    "not said is left open."
                )
            ),
            "",
            *_explained(
                (PDF, HTML),
                _(
                    "How it went, to read and to print: the first page is the summary. The PDF "
                    "has of long lists only the latest; the HTML file, which opens in any "
                    "browser, has all."
                ),
            ),
            *_explained(
                (DAYS, SESSIONS, ENTRIES),
                _("Tables of these days for a spreadsheet. UTF-8, fields separated by commas."),
                _(
                    "A text that a spreadsheet would run as a formula has an apostrophe (') "
                    "before it."
                ),
            ),
            *_explained(
                (BUNDLE,),
                _("The same days and the prescription in FHIR R4, for a record system."),
            ),
            *_explained((ROUTINE,), _("The routine that the patient had.")),
            *_explained(
                (LOG,),
                _("The whole log, whatever the days, with every correction: a backup of Willows."),
            ),
            *_explained(
                (MANIFEST,),
                _(
                    "The SHA-256 of every file. It shows damage in transit. It does not show who "
                    "made the file, nor that nobody changed it on purpose."
                ),
            ),
            "",
            columns_explained(),
        )
    )


def _explained(files: Iterable[str], *words: str) -> Iterator[str]:
    """What files are, below their names."""
    yield ", ".join(files)
    for each in words:
        yield from _wrapped(each, "    ")


def _wrapped(words: str, indent: str = "") -> list[str]:
    """In lines that any editor shows whole."""
    return wrap(words, 92, initial_indent=indent, subsequent_indent=indent)


# ---------------------------------------------------------------- reading


def read_archive(content: bytes) -> Archive:
    """What is in the bytes of a file; raises `ArchiveError`, and no other.

    Nothing is written, and no more is unpacked than an archive can hold.
    """
    return at_once(reading(content))


def reading(content: bytes) -> Steps[Archive]:
    """The same, watched."""
    kept = {}
    with _refusing(), _opened(content) as archive:
        files = _files(archive)
        manifest = _manifest(archive, files)
        _check_names(files, manifest)
        for number, name in enumerate(manifest["files"]):
            yield _OF_CHECKS * number / len(files)
            kept[name] = _checked(archive, files[name], name, manifest)
    return (yield from as_part(_archive(manifest, kept[ROUTINE], kept[LOG]), _OF_CHECKS))


def read_label(content: bytes) -> Label:
    """What the bytes of a file say of themselves; raises `ArchiveError`, and no other."""
    with _refusing(), _opened(content) as archive:
        manifest = _manifest(archive, files := _files(archive))
        _check_names(files, manifest)
    first, last = _days(manifest)
    made_at = datetime.fromisoformat(manifest["made_at"])
    patient, routine, app = (manifest[key] for key in ("patient", "routine", "app"))
    sizes = {name: about["bytes"] for name, about in manifest["files"].items()}
    return Label(patient, routine, first, last, made_at, app, sizes)


def parts_of(content: bytes, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """These files of an archive, each in parts with its name; the others are not looked at.

    Whether a file is as it was made shows at its end. Raises `ArchiveError`, and no other.
    """
    with _refusing(), _opened(content) as archive:
        manifest = _manifest(archive, files := _files(archive))
        _check_names(files, manifest)
        for name in names:
            for part in _checked_parts(archive, files[name], name, manifest):
                yield name, part


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except _MALFORMED as error:
        raise ArchiveIsDamaged(_("it was changed since it was made")) from error


@contextmanager
def _opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    """The zip file, of which the directory is as small as that of an archive."""
    if len(content) > MOST_ARCHIVE:
        raise ArchiveIsDamaged(_("it is longer than any log"))
    if not content.startswith(b"PK\x03\x04"):
        raise NotAnArchive
    if content[-_END.size :][:4] != _END_SIGNATURE:
        raise ArchiveIsDamaged(_("its end is missing"))
    *_disks, count, length, start, _comment = _END.unpack(content[-_END.size :])
    if count > MOST_ENTRIES or length > count * _A_DIRECTORY_ENTRY:
        raise ArchiveIsDamaged(_("it has files that do not belong there"))
    if start + length != len(content) - _END.size:
        raise ArchiveIsDamaged(_("it was changed since it was made"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield archive


def _files(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """What was shared, by name.

    Some browsers unpack what they download. Who packs it again has the folder's name before
    each file, and beside it what the system adds: neither is looked into.
    """
    entries = [each for each in archive.infolist() if not _STRAY.match(each.filename)]
    folder = _folder_of([each.filename for each in entries])
    files = {each.filename.removeprefix(folder): each for each in entries}
    if len(files) < len(entries):
        raise ArchiveIsDamaged(_("a file is there twice"))
    if sum(each.file_size for each in files.values()) > MOST_UNPACKED:
        raise ArchiveIsDamaged(_("it is longer than any log"))
    files.pop("", None)  # the folder itself
    return files


def _folder_of(names: Sequence[str]) -> str:
    """The one folder that all are in, with its slash, if there is one."""
    first = _FOLDER.match(names[0]) if names else None
    return first[0] if first and all(name.startswith(first[0]) for name in names) else ""


def _manifest(archive: zipfile.ZipFile, files: Mapping[str, zipfile.ZipInfo]) -> dict[str, Any]:
    """What the manifest says, as far as it can be trusted to be read."""
    if MANIFEST not in files:
        raise NotAnArchive
    written = b"".join(_unpacked(archive, files[MANIFEST], MANIFEST, MOST_MANIFEST))
    try:
        if depth(written) > 4:
            raise ValueError("It is nested deeper than a manifest.")
        manifest = json.loads(written)
        known, version = manifest["format"] == "willows-clinic", manifest["version"]
    except (ValueError, KeyError, TypeError) as error:
        raise _Changed(MANIFEST) from error
    if not known or type(version) is not int or version < 1:
        raise NotAnArchive
    if version > VERSION:
        raise ArchiveIsNewer(version)
    if not _is_manifest(manifest):
        raise _Changed(MANIFEST)
    return dict(manifest)


def _is_manifest(manifest: Mapping[str, Any]) -> bool:
    """Whether it says all that it should, in the words that it should."""
    try:
        first, last = _days(manifest)
        files: dict[str, dict[str, Any]] = manifest["files"]
        return (
            FIRST <= first.isoformat() <= last.isoformat() <= LAST
            and last.year - first.year <= MOST_YEARS
            and datetime.fromisoformat(manifest["made_at"]).utcoffset() is not None
            and CODE.fullmatch(manifest["patient"]) is not None
            and all(_is_text(manifest[key]) for key in ("app", "routine"))
            and all(
                type(about["bytes"]) is int and _SHA256.fullmatch(about["sha256"])
                for about in files.values()
            )
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def _is_text(value: object) -> bool:
    """Whether it is text that can be written; half a character of JSON's cannot."""
    return isinstance(value, str) and value.isprintable()


def _days(manifest: Mapping[str, Any]) -> tuple[date, date]:
    return date.fromisoformat(manifest["first"]), date.fromisoformat(manifest["last"])


def _check_names(names: Iterable[str], manifest: Mapping[str, Any]) -> None:
    """That the files are those of the manifest, and that no name leads elsewhere."""
    listed = {MANIFEST, *manifest["files"]}
    if strange := [name for name in names if not _NAME.fullmatch(name) or name not in listed]:
        raise ArchiveIsDamaged(_("{file} does not belong there").format(file=repr(strange[0][:60])))
    if missing := sorted((listed | NEEDED) - set(names)):
        raise ArchiveIsDamaged(_("{file} is missing").format(file=repr(missing[0][:60])))


def _checked(
    archive: zipfile.ZipFile, about: zipfile.ZipInfo, name: str, manifest: Mapping[str, Any]
) -> bytes:
    """Check a file against the manifest; what a review needs of it, and nothing of the others."""
    kept = bytearray()
    for part in _checked_parts(archive, about, name, manifest):
        if name in (LOG, ROUTINE):
            kept += part
    return bytes(kept)


def _checked_parts(
    archive: zipfile.ZipFile, about: zipfile.ZipInfo, name: str, manifest: Mapping[str, Any]
) -> Iterator[bytes]:
    digest, length = hashlib.sha256(), 0
    for part in _unpacked(archive, about, name, MOST_BYTES if name == LOG else MOST_UNPACKED):
        digest.update(part)
        length += len(part)
        yield part
    if manifest["files"][name] != {"bytes": length, "sha256": digest.hexdigest()}:
        raise _Changed(name)


def _unpacked(
    archive: zipfile.ZipFile, about: zipfile.ZipInfo, name: str, most: int
) -> Iterator[bytes]:
    """The content of a file, in parts; no more than the archive says that it is long."""
    if about.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ArchiveIsDamaged(
            _("{file} is packed in a way that Willows does not use").format(file=name)
        )
    if about.file_size > most:
        raise ArchiveIsDamaged(_("{file} is longer than any log").format(file=name))
    with archive.open(about) as file:
        while part := file.read(_READ):
            yield part


def _archive(manifest: Mapping[str, Any], routine_file: bytes, log: bytes) -> Steps[Archive]:
    first, last = _days(manifest)
    try:
        routine = read_routine(routine_file, ROUTINE)
        backup = yield from read_backup(log)
    except (RoutineError, BackupError) as error:
        raise ArchiveIsDamaged(
            _("what is in it cannot be read ({error})").format(error=error)
        ) from error
    if routine.id != manifest["routine"]:
        raise ArchiveIsDamaged(_("{file} is of another patient's plan").format(file=ROUTINE))
    return Archive(
        patient=manifest["patient"],
        routine=in_language(routine),
        first=first,
        last=last,
        made_at=datetime.fromisoformat(manifest["made_at"]),
        app=manifest["app"],
        facts=backup.facts,
    )


def _code(patient: str) -> str:
    if not CODE.fullmatch(patient):
        raise NotACode
    return patient
