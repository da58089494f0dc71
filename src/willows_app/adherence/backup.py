"""A backup: every fact of a log as JSON with one row a line, compressed by gzip.

The first line tells format and version, the last one has the SHA-256 of every byte before it;
both will stay so in every version. The same facts always make the same JSON.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any, TypeVar, cast

from willows_app.adherence.fact_tables import TABLES, Facts, Row, check, values, with_planned
from willows_app.adherence.fact_values import BadFact, depth
from willows_app.language import _

VERSION = 1
MOST_BYTES = 64 * 1024 * 1024
"""Of the JSON that is read; twenty years of daily sessions are 18 MB, and compressed 5."""

TYPE = "application/gzip"

_BEGINNING = re.compile(rb'\{"format": "willows-backup", "version": ([1-9][0-9]{0,8}), ')
_ENDING = re.compile(rb'(?<=\n)"sha256": "([0-9a-f]{64})"\}\n\Z')
_GZIP = b"\x1f\x8b"
_DOSES = "planned_doses"
_DEEPEST = 8
"""Levels of nesting in the file, of which the deepest are the rows: 4."""

T = TypeVar("T")
Steps = Generator[float, None, T]
"""Long work that can be watched: after each step it tells how much is done, from 0 to 1."""


def at_once(steps: Steps[T]) -> T:
    """Do all of it now, unwatched."""
    try:
        while True:
            next(steps)
    except StopIteration as end:
        return cast(T, end.value)


def as_part(steps: Steps[T], first: float) -> Steps[T]:
    """The end of longer work, of which `first` is done already."""
    try:
        while True:
            yield first + (1 - first) * next(steps)
    except StopIteration as end:
        return cast(T, end.value)


class BackupError(Exception):
    """The file cannot be restored; the message says why."""


class NotABackup(BackupError):
    """The file is something else."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This file is not a backup of Willows, or its beginning is damaged. "
                "A backup is called something like willows-backup-2026-11-23.json.gz."
            )
        )


class BackupIsNewer(BackupError):
    """The file was written by a newer version of the app."""

    def __init__(self, version: int) -> None:
        super().__init__(
            _(
                "This backup was made by a newer Willows (version {version} of the file; this app "
                "knows {known}). Update the app, then restore it."
            ).format(version=version, known=VERSION)
        )


class BackupIsDamaged(BackupError):
    """The file is not as it was made, or was not made by Willows."""

    def __init__(self, why: str) -> None:
        super().__init__(
            _("This backup is damaged: {why}. Try another copy of it.").format(why=why)
        )


@dataclass(frozen=True)
class Backup:
    """What a backup holds."""

    facts: Facts
    made_at: datetime


def backup_name(day: date) -> str:
    """How the file of a backup that is made on this day is called."""
    return f"willows-backup-{day.isoformat()}.json.gz"


def pack(content: bytes) -> bytes:
    """The JSON of a backup as the file that a patient keeps; a phone takes long over large ones."""
    return gzip.compress(content, compresslevel=1, mtime=0)


def write_backup(facts: Facts, made_at: datetime, app: str) -> bytes:
    """The JSON of a backup of these facts; `app` is the version of the app that makes it."""
    tables = _with_numbered_doses(facts)
    lines = [
        f'{{"format": "willows-backup", "version": {VERSION}, '
        f'"app": {json.dumps(app)}, "made_at": "{made_at.isoformat()}",',
        f'"counts": {json.dumps(_counts(tables))},',
    ]
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for table, rows in tables.items():
        lines.append(f'"{table}": {{"columns": {json.dumps(_columns(table))}, "rows": [')
        lines.append(",\n".join(map(encode, _in_order(table, rows))))
        lines.append("]},")
    content = "".join(f"{line}\n" for line in lines if line).encode()
    return content + f'"sha256": "{hashlib.sha256(content).hexdigest()}"}}\n'.encode()


def read_backup(content: bytes) -> Steps[Backup]:
    """What is in the bytes of a file, or in its JSON; raises `BackupError`, and no other."""
    yield 0.0
    content = _unpacked(content)
    _check_whole(content)
    yield 0.1
    document = _parsed(content)
    yield 0.4
    try:
        made_at = _moment(document["made_at"])
        facts = _with_resolved_doses(_tables(document))
        count = sum(map(len, TABLES.values()))
        for number, _step in enumerate(check(facts)):
            yield 0.4 + 0.6 * number / count
    except BadFact as fault:
        raise BackupIsDamaged(str(fault)) from fault
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise BackupIsDamaged(_("its parts are not those of a backup")) from error
    return Backup(facts, made_at)


def _unpacked(content: bytes) -> bytes:
    """The JSON of a file, which a browser or a person may have decompressed already."""
    if not content.startswith(_GZIP):
        return content
    archive = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        unpacked = archive.decompress(content, MOST_BYTES + 1)
    except zlib.error as error:
        raise BackupIsDamaged(_("it was changed since it was made")) from error
    if archive.unconsumed_tail:
        raise BackupIsDamaged(_("it is longer than any log"))
    if archive.unused_data:
        raise BackupIsDamaged(_("something follows its end"))
    if not archive.eof:
        raise BackupIsDamaged(_("its end is missing"))
    return unpacked


def _check_whole(content: bytes) -> None:
    """That it is a backup, has all its bytes, and is of a version that can be read."""
    begins = _BEGINNING.match(content)
    if not begins:
        raise NotABackup
    if len(content) > MOST_BYTES:
        raise BackupIsDamaged(_("it is longer than any log"))
    ends = _ENDING.search(content, max(0, len(content) - 100))
    if not ends:
        raise BackupIsDamaged(_("its end is missing"))
    if hashlib.sha256(memoryview(content)[: ends.start()]).hexdigest() != ends[1].decode():
        raise BackupIsDamaged(_("it was changed since it was made"))
    if int(begins[1]) > VERSION:
        raise BackupIsNewer(int(begins[1]))


def _parsed(content: bytes) -> Any:
    if depth(content) > _DEEPEST:  # to read it would end a browser's Python at once
        raise BackupIsDamaged(_("its parts are not those of a backup"))
    try:
        return json.loads(content, parse_constant=_refuse)
    except ValueError as error:
        raise BackupIsDamaged(_("it is not JSON")) from error


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.utcoffset() is None:
        raise ValueError("The time lacks its UTC offset.")
    return at


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number.")


def _tables(document: Any) -> dict[str, list[Row]]:
    """The rows of each table; KeyError, TypeError or ValueError if it is not as it should be."""
    tables = {table: _rows(document[table], _columns(table)) for table in (_DOSES, *TABLES)}
    if document["counts"] != _counts(tables):
        raise ValueError("A row is missing.")
    return tables


def _rows(written: Any, columns: list[str]) -> list[Row]:
    rows = written["rows"]
    if written["columns"] != columns or type(rows) is not list:
        raise ValueError("It has other columns.")
    if {type(row) for row in rows} - {list} or {len(row) for row in rows} - {len(columns)}:
        raise ValueError("A row has other columns.")
    return list(map(tuple, rows))


def _counts(tables: Mapping[str, Sequence[Row]]) -> dict[str, int]:
    return {table: len(rows) for table, rows in tables.items()}


def _in_order(table: str, rows: Sequence[Row]) -> Sequence[Row]:
    """By their moments; planned doses keep the order in which they are numbered."""
    if table == _DOSES:
        return rows
    names = _columns(table)
    moment = next(place for place, name in enumerate(names) if name.endswith("_at"))
    return sorted(rows, key=itemgetter(moment, 0))


def _columns(table: str) -> list[str]:
    return ["title", "dose"] if table == _DOSES else [column.name for column in TABLES[table]]


def _with_numbered_doses(facts: Facts) -> dict[str, Sequence[Row]]:
    """The facts with every planned dose once, in a table of its own: entries have its number."""
    doses = sorted(set(values(facts, "entries", "planned")))
    numbers = {dose: number for number, dose in enumerate(doses)}
    return {_DOSES: doses, **with_planned(facts, numbers)}


def _with_resolved_doses(tables: Mapping[str, list[Row]]) -> Facts:
    doses = dict(enumerate(tables[_DOSES]))
    return with_planned({table: tables[table] for table in TABLES}, doses)
