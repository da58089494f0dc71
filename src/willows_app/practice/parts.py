"""The tables in many archives, as Parquet files that any engine reads: a few large ones.

The CSVs of some archives at a time are checked against their manifests and written one after
the other; DuckDB reads the lot, every column named. So memory and scratch space stay small. What
cannot be read is left out with the reason, and never more than that file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from io import FileIO
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from queue import SimpleQueue

import duckdb

from willows_app.clinic.archive import ArchiveError, ArchiveIsDamaged, parts_of
from willows_app.clinic.tables import GUARD, guarded
from willows_app.clinic.tables import TABLES as CSVS
from willows_app.practice.clinic import sql
from willows_app.practice.exports import Export, Refused, content_of, rounds

THREADS = 2
"""They unpack and check: the standard library does both beside Python."""
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
_NOT_A_TABLE = (duckdb.DataError, duckdb.InvalidInputException)


def write_parts(
    db: duckdb.DuckDBPyConnection, exports: Iterable[Export], folder: Path, scratch: Path
) -> Iterator[Refused | None]:
    """Writes the tables of all exports below `folder`, in a folder for each table.

    Says of each export, as it is dealt with, whether it is left out. Of each day of a course
    the latest export counts that covers it and is not left out; what others say of it is not
    written. `scratch` is an empty folder for what is needed meanwhile.
    """
    for table in TABLES:
        (folder / table).mkdir()
    db.execute(_UNGUARDED)
    db.execute("CREATE TEMP TABLE covered (course INTEGER, first_day DATE, last_day DATE)")
    for number, some in enumerate(rounds(exports)):
        _say_whose(db, number, some)
        for together in _of_size(some, ENOUGH):
            yield from _write_part(db, number, together, folder, scratch)


def _say_whose(db: duckdb.DuckDBPyConnection, number: int, exports: Sequence[Export]) -> None:
    db.execute(
        "CREATE OR REPLACE TEMP TABLE loading AS SELECT $round AS round, "
        "unnest($exports::INTEGER[]) AS export, unnest($courses::INTEGER[]) AS course, "
        "unnest($codes::VARCHAR[]) AS code, unnest($reviewed::VARCHAR[]) AS reviewed, "
        "unnest($first::DATE[]) AS first_day, unnest($last::DATE[]) AS last_day",
        {
            "round": number,
            "exports": [each.number for each in exports],
            "courses": [each.course for each in exports],
            "codes": [each.label.patient for each in exports],
            "reviewed": [guarded(each.label.routine) for each in exports],
            "first": [each.label.first for each in exports],
            "last": [each.label.last for each in exports],
        },
    )


def _of_size(exports: Sequence[Export], most: int) -> Iterator[list[Export]]:
    """Some at a time, of which the tables have about so many bytes."""
    together: list[Export] = []
    size = 0
    for each in exports:
        together.append(each)
        size += sum(each.label.sizes[name] for name in _FILES)
        if size >= most:
            yield together
            together, size = [], 0
    if together:
        yield together


def _write_part(
    db: duckdb.DuckDBPyConnection,
    number: int,
    exports: Sequence[Export],
    folder: Path,
    scratch: Path,
) -> Iterator[Refused | None]:
    """Writes these of one round together; if that fails, each by itself."""
    refused = _gather(exports, scratch)
    parts = {table: folder / table / f"{exports[0].number:06}.parquet" for table in TABLES}
    try:
        for table, part in parts.items():
            csvs = [str(path) for path in scratch.glob(f"*-{table}.csv")]
            db.execute(
                f"COPY ({sql(table)}) TO $part (FORMAT parquet, COMPRESSION zstd)",
                {"files": csvs, "round": number, "part": str(part)},
            )
    except _NOT_A_TABLE:
        for part in parts.values():
            part.unlink(missing_ok=True)
        if len(exports) > 1:
            for each in exports:
                yield from _write_part(db, number, [each], folder, scratch)
            return
        refused = [Refused(exports[0].path, str(ArchiveIsDamaged("its tables cannot be read")))]
    left_out = {each.path for each in refused}
    written = [each.number for each in exports if each.path not in left_out]
    db.execute(
        "INSERT INTO covered SELECT course, first_day, last_day FROM loading "
        "WHERE export IN (SELECT unnest($written::INTEGER[]))",
        {"written": written},
    )
    yield from refused
    yield from [None] * len(written)


def _gather(exports: Sequence[Export], scratch: Path) -> list[Refused]:
    """Writes the CSVs of these exports, one after the other, and says which are left out."""
    with ExitStack() as stack, ThreadPoolExecutor(THREADS) as pool:
        idle: SimpleQueue[_Csvs] = SimpleQueue()
        for number in range(THREADS):
            idle.put(stack.enter_context(_Csvs(scratch, number)))

        def add(export: Export) -> Refused | None:
            csvs = idle.get()
            try:
                csvs.add(content_of(export.path))
            except ArchiveError as error:
                return Refused(export.path, str(error))
            finally:
                idle.put(csvs)
            return None

        return [refused for refused in pool.map(add, exports) if refused]


class _Csvs:
    """The CSVs of several archives without their headers: a file for each table."""

    def __init__(self, folder: Path, number: int) -> None:
        self._files = {name: _again(folder / f"{number}-{name}") for name in _FILES}

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


def _again(path: Path) -> FileIO:
    """The file at its beginning: to write over what was is quicker than to begin anew."""
    path.touch()
    return FileIO(path, "r+")


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
