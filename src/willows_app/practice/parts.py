"""The tables in many archives, as Parquet files that any engine reads: a few large ones.

The CSVs of some archives at a time are checked against their manifests and written one after
the other; DuckDB reads the lot, every column named. So memory and scratch space stay small. What
cannot be read is left out with the reason, and never more than that file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, groupby
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO

import duckdb

from willows_app.clinic.archive import ArchiveError, ArchiveIsDamaged, parts_of
from willows_app.clinic.tables import GUARD, guarded
from willows_app.clinic.tables import TABLES as CSVS
from willows_app.practice.clinic import sql
from willows_app.practice.exports import Export, Refused, content_of, rounds

ENOUGH = 96 * 1024 * 1024
"""Bytes of CSV that become one part."""

_FILES = {file.name: file.name.removesuffix(".csv") for file in CSVS}
"""The tables in SQL, by their files in an archive."""
_HEADERS = {file.name: ",".join(file.columns).encode("utf-8-sig") + b"\r\n" for file in CSVS}
TABLES = tuple(_FILES.values())
_UNGUARDED = f"""
CREATE OR REPLACE TEMP MACRO unguarded(cell) AS
    CASE WHEN starts_with(cell, '{GUARD * 2}') THEN substr(cell, 2) ELSE cell END
"""
_COVERED = """
CREATE TEMP TABLE covered (code VARCHAR, reviewed VARCHAR, first_day DATE, last_day DATE)
"""
_NOT_A_TABLE = (duckdb.DataError, duckdb.InvalidInputException)


def write_parts(
    db: duckdb.DuckDBPyConnection, exports: Iterable[Export], folder: Path, scratch: Path
) -> Iterator[Refused | None]:
    """Writes the tables of all exports below `folder`, in a folder for each table.

    Says of each export, as it is dealt with, whether it is left out. Of each day of a course
    the latest export counts that covers it and is not left out; what others say of it is not
    written. `scratch` is an empty folder for what is needed meanwhile.
    """
    places = [scratch / "even", scratch / "odd"]
    for place in (*places, *(folder / table for table in TABLES)):
        place.mkdir()
    db.execute(_UNGUARDED)
    db.execute(_COVERED)
    # DuckDB reads one part in a thread of its own, while the next is unpacked in this one.
    with ThreadPoolExecutor(1) as reader:
        read: Future[list[Refused | None]] | None = None
        for place, together in zip(cycle(places), _parts(exports), strict=False):
            gathered = _gather(together, place)
            if read:
                yield from read.result()
            read = reader.submit(_read, db, gathered, folder)
        if read:
            yield from read.result()


def _parts(exports: Iterable[Export]) -> Iterator[list[Export]]:
    """Some at a time, of different patients, of which the tables have about `ENOUGH` bytes."""
    for some in rounds(exports):
        together: list[Export] = []
        size = 0
        for each in some:
            together.append(each)
            size += sum(each.label.sizes[name] for name in _FILES)
            if size >= ENOUGH:
                yield together
                together, size = [], 0
        if together:
            yield together


# ---------------------------------------------------------------- from CSV to Parquet


def _read(db: duckdb.DuckDBPyConnection, gathered: _Gathered, folder: Path) -> list[Refused | None]:
    """Writes these together; if that fails, each by itself."""
    exports = gathered.exports
    if not exports:
        return [*gathered.refused]
    parts = {table: folder / table / f"{exports[0].number:06}.parquet" for table in TABLES}
    _say_whose(db, exports)
    try:
        for table, part in parts.items():
            db.execute(
                f"COPY ({sql(table)}) TO $part (FORMAT parquet, COMPRESSION zstd)",
                {"file": str(gathered.place / f"{table}.csv"), "part": str(part)},
            )
    except _NOT_A_TABLE:
        for part in parts.values():
            part.unlink(missing_ok=True)
        return [*gathered.refused, *_read_each(db, gathered, folder)]
    db.execute("INSERT INTO covered SELECT code, reviewed, first_day, last_day FROM loading")
    return [*gathered.refused, *[None] * len(exports)]


def _read_each(
    db: duckdb.DuckDBPyConnection, gathered: _Gathered, folder: Path
) -> Iterator[Refused | None]:
    if len(gathered.exports) == 1:
        why = ArchiveIsDamaged("its tables cannot be read")
        yield Refused(gathered.exports[0].path, str(why))
        return
    for each in gathered.exports:
        yield from _read(db, _gather([each], gathered.place), folder)


def _say_whose(db: duckdb.DuckDBPyConnection, exports: Sequence[Export]) -> None:
    db.execute(
        "CREATE OR REPLACE TEMP TABLE loading AS SELECT "
        "unnest($exports::INTEGER[]) AS export, unnest($courses::INTEGER[]) AS course, "
        "unnest($codes::VARCHAR[]) AS code, unnest($reviewed::VARCHAR[]) AS reviewed, "
        "unnest($first::DATE[]) AS first_day, unnest($last::DATE[]) AS last_day",
        {
            "exports": [each.number for each in exports],
            "courses": [each.course for each in exports],
            "codes": [each.label.patient for each in exports],
            "reviewed": [guarded(each.label.routine) for each in exports],
            "first": [each.label.first for each in exports],
            "last": [each.label.last for each in exports],
        },
    )


# ---------------------------------------------------------------- from archives to CSV


@dataclass(frozen=True)
class _Gathered:
    """A place with the CSVs of some exports, and what was left out."""

    place: Path
    exports: Sequence[Export]
    refused: Sequence[Refused]


def _gather(exports: Sequence[Export], place: Path) -> _Gathered:
    """Writes the CSVs of these exports, one after the other."""
    kept, refused = [], []
    with _Csvs(place) as csvs:
        for export in exports:
            try:
                csvs.add(content_of(export.path))
            except ArchiveError as error:
                refused.append(Refused(export.path, str(error)))
            else:
                kept.append(export)
    return _Gathered(place, kept, refused)


class _Csvs:
    """The CSVs of several archives without their headers: a file for each table."""

    def __init__(self, place: Path) -> None:
        self._files = {name: _again(place / name) for name in _FILES}

    def __enter__(self) -> _Csvs:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files.values():
            file.truncate()
            file.close()

    def add(self, content: bytes) -> None:
        """All three of an archive, or none of them; raises `ArchiveError`."""
        ends = {file: file.tell() for file in self._files.values()}
        try:
            for name, rows in _rows(content):
                self._files[name].write(rows)
        except ArchiveError:
            for file, end in ends.items():
                file.seek(end)
            raise


def _again(path: Path) -> BinaryIO:
    """The file at its beginning: to write over what was is quicker than to begin anew."""
    path.touch()
    return path.open("r+b")


def _rows(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The rows in an archive, each piece with the name of its file.

    Every file ends with a whole row: what comes behind it stays what it is.
    """
    complete = set()
    for name, parts in groupby(parts_of(content, _FILES), key=itemgetter(0)):
        end, quotes = b"", 0
        for number, (_, part) in enumerate(parts):
            rows = part if number else _without_header(name, part)
            end, quotes = part[-2:], quotes + rows.count(b'"')
            yield name, rows
        if end == b"\r\n" and quotes % 2 == 0:
            complete.add(name)
    if incomplete := sorted(_FILES.keys() - complete):
        raise ArchiveIsDamaged(f"{incomplete[0]} ends in the middle of a row")


def _without_header(name: str, part: bytes) -> bytes:
    if not part.startswith(header := _HEADERS[name]):
        raise ArchiveIsDamaged(f"{name} has other columns than this Willows knows")
    return part[len(header) :]
