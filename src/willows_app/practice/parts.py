"""The tables in many archives, as Parquet files that any engine reads: a few large ones.

The CSVs of some archives at a time are checked against their manifests and written one after
the other; DuckDB reads the lot, every column named. So memory and scratch space stay small. What
cannot be read is left out with the reason, and never more than that file.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import BinaryIO

import duckdb

from willows_app.clinic.archive import ArchiveError, ArchiveIsDamaged
from willows_app.clinic.tables import GUARD, guarded
from willows_app.practice.clinic import sql
from willows_app.practice.exports import Export, Refused, content_of, rounds
from willows_app.practice.rows import NAMES, rows_of

ENOUGH = 64 * 1024 * 1024
"""Bytes of CSV that become one part."""
AHEAD = 2
"""Parts that are unpacked while one is read: most of that is C code, which lets others run."""
MOST_SECONDS = 1_000_000_000
"""That may be due or held on a day: a sum of them is a number still."""

_FILES = {name: name.removesuffix(".csv") for name in NAMES}
"""The tables in SQL, by their files in an archive."""
TABLES = tuple(_FILES.values())
_MACROS = f"""
CREATE OR REPLACE TEMP MACRO unguarded(cell) AS
    CASE WHEN starts_with(cell, '{GUARD * 2}') THEN substr(cell, 2) ELSE cell END;
CREATE OR REPLACE TEMP MACRO counted(cell) AS
    CASE WHEN cell IS NULL THEN error('a number is missing') ELSE CAST(cell AS INTEGER) END;
CREATE OR REPLACE TEMP MACRO flag(cell) AS
    CASE WHEN cell IN (0, 1) THEN CAST(cell AS INTEGER) ELSE error('neither 0 nor 1') END;
CREATE OR REPLACE TEMP MACRO timed(cell) AS
    CASE WHEN cell BETWEEN 0 AND {MOST_SECONDS} THEN cell ELSE error('no such time') END;
CREATE OR REPLACE TEMP MACRO score(cell) AS
    CASE WHEN cell > 10 THEN error('no such pain') ELSE CAST(cell AS INTEGER) END;
CREATE OR REPLACE TEMP MACRO within(cell, first_day, last_day) AS
    CASE WHEN cell BETWEEN first_day AND last_day THEN cell ELSE error('another day') END;
"""
"""What cells say that Willows writes; another is an error."""
_COVERED = """
CREATE TEMP TABLE covered (code VARCHAR, reviewed VARCHAR, first_day DATE, last_day DATE)
"""
_TOLD_LATER = "CREATE OR REPLACE TEMP MACRO told_later(patient_code, routine_told, day_told) AS "
_NOTHING = "false"
"""Most patients' first files are read together, and it takes long to look for each row in vain."""
_WHAT_IS_COVERED = """
EXISTS (
    SELECT 1 FROM covered
    WHERE covered.code = patient_code AND covered.reviewed = routine_told
        AND day_told BETWEEN covered.first_day AND covered.last_day
)
"""
_ANY_COVERED = "SELECT 1 FROM covered SEMI JOIN loading USING (code, reviewed) LIMIT 1"
_OWNED = "CREATE TEMP TABLE owned (session VARCHAR, code VARCHAR)"
"""The code that each session was told under."""
_OWN = """
INSERT INTO owned
SELECT session, code FROM read_parquet($part) AS told JOIN loading ON loading.export = told.export
"""
_TWICE = "SELECT session FROM read_parquet($part) GROUP BY session HAVING count(*) > 1 LIMIT 1"
_OTHERS = """
SELECT owned.code FROM read_parquet($part) AS told
JOIN loading ON loading.export = told.export
JOIN owned ON owned.session = told.session AND owned.code <> loading.code
LIMIT 1
"""
_NOT_OF_AN_EXPORT = (duckdb.OperationalError, duckdb.InterruptException)
"""The computer is too small, or the command was stopped."""


def write_parts(
    db: duckdb.DuckDBPyConnection, exports: Iterable[Export], folder: Path, scratch: Path
) -> Iterator[Refused | None]:
    """Writes the tables of all exports below `folder`, in a folder for each table.

    Says of each export, as it is dealt with, whether it is left out. Of each day of a course
    the latest export counts that covers it and is not left out; what others say of it is not
    written. `scratch` is an empty folder for what is needed meanwhile.
    """
    places = [scratch / f"place-{number}" for number in range(AHEAD + 1)]
    for place in (*places, *(folder / table for table in TABLES)):
        place.mkdir()
    db.execute(_MACROS)
    db.execute(_COVERED)
    db.execute(_OWNED)
    # While DuckDB reads one part in this thread, the next are unpacked in threads of their own.
    with ThreadPoolExecutor(AHEAD) as unpackers:
        gathered: deque[Future[_Gathered]] = deque()
        for place, together in zip(cycle(places), _parts(exports), strict=False):
            gathered.append(unpackers.submit(_gather, together, place))
            if len(gathered) > AHEAD:
                yield from _read(db, gathered.popleft().result(), folder)
        for each in gathered:
            yield from _read(db, each.result(), folder)


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
    """Writes these together; if that fails, each half of them, until one is left that fails."""
    exports = gathered.exports
    if not exports:
        return [*gathered.refused]
    parts = {table: folder / table / f"{exports[0].number:06}.parquet" for table in TABLES}
    _say_whose(db, exports)
    try:
        _write(db, gathered.place, parts)
        _check_sessions(db, parts["sessions"])
    except ArchiveError as error:
        for part in parts.values():
            part.unlink(missing_ok=True)
        if len(exports) == 1:
            return [*gathered.refused, Refused(exports[0].path, str(error))]
        return [*gathered.refused, *_read_halves(db, gathered, folder)]
    db.execute("INSERT INTO covered SELECT code, reviewed, first_day, last_day FROM loading")
    db.execute(_OWN, {"part": str(parts["sessions"])})
    return [*gathered.refused, *[None] * len(exports)]


def _read_halves(
    db: duckdb.DuckDBPyConnection, gathered: _Gathered, folder: Path
) -> Iterator[Refused | None]:
    middle = len(gathered.exports) // 2
    for half in (gathered.exports[:middle], gathered.exports[middle:]):
        yield from _read(db, _gather(half, gathered.place), folder)


def _write(db: duckdb.DuckDBPyConnection, place: Path, parts: Mapping[str, Path]) -> None:
    """Raises `ArchiveIsDamaged` if any of it is not as Willows writes it."""
    try:
        for table, part in parts.items():
            db.execute(
                f"COPY ({sql(table)}) TO $part (FORMAT parquet, COMPRESSION zstd)",
                {"file": str(place / f"{table}.csv"), "part": str(part)},
            )
    except _NOT_OF_AN_EXPORT:
        raise
    except duckdb.Error as error:
        raise ArchiveIsDamaged("its tables cannot be read") from error


def _check_sessions(db: duckdb.DuckDBPyConnection, part: Path) -> None:
    """Raises `ArchiveError` if a session is there twice, or under another patient's code."""
    if db.execute(_TWICE, {"part": str(part)}).fetchone():
        raise ArchiveIsDamaged("it tells a session twice")
    if owner := db.execute(_OTHERS, {"part": str(part)}).fetchone():
        raise ArchiveError(f"It is of the same log as what {owner[0]} shared.")


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
    covered = db.execute(_ANY_COVERED).fetchone()
    db.execute(_TOLD_LATER + (_WHAT_IS_COVERED if covered else _NOTHING))


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
                csvs.add(rows_of(content_of(export.path), export.label))
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

    def add(self, rows: Iterable[tuple[str, bytes]]) -> None:
        """All three of an archive, or none of them; raises `ArchiveError`."""
        ends = {file: file.tell() for file in self._files.values()}
        try:
            for name, piece in rows:
                self._files[name].write(piece)
        except ArchiveError:
            for file, end in ends.items():
                file.seek(end)
            raise


def _again(path: Path) -> BinaryIO:
    """The file at its beginning: to write over what was is quicker than to begin anew."""
    path.touch()
    return path.open("r+b")
