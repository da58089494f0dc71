"""The figures of a clinic, worked out by DuckDB from the tables that patients shared."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from willows_app.practice.clinic import RESULTS, Figures, NoRoom, NothingToRead, Row, sql
from willows_app.practice.exports import Export, Exports, printable_name
from willows_app.practice.parts import TABLES, write_parts

MEMORY = "1GB"
"""That DuckDB may use; what it needs beyond it keeps on disk meanwhile."""


@contextmanager
def figures_of(exports: Exports, dealt_with: Callable[[], object]) -> Iterator[Figures]:
    """The figures of these exports; `dealt_with` is called for each as it is read.

    Their folder is gone afterwards. Raises `NothingToRead` and `NoRoom`.
    """
    with tempfile.TemporaryDirectory(prefix="willows-") as place:
        with _troubles():
            figures = _worked_out(exports, Path(place), dealt_with)
        yield figures


def _worked_out(exports: Exports, place: Path, dealt_with: Callable[[], object]) -> Figures:
    folder, scratch = place / "tables", place / "scratch"
    folder.mkdir()
    scratch.mkdir()
    refused = list(exports.refused)
    with duckdb.connect(config=_config(scratch)) as db:
        db.execute("SET enable_progress_bar = false")  # there is one already
        for each in write_parts(db, exports.readable, folder, scratch):
            dealt_with()
            if each:
                refused.append(each)
        left_out = {each.path for each in refused}
        read = [each for each in exports.readable if each.path not in left_out]
        if not read:
            raise NothingToRead(refused)
        _list_exports(db, read)
        for table in TABLES:
            _see(db, table, folder)
        for result in RESULTS:
            db.execute(f"CREATE TABLE {result} AS {sql(result)}")
        for table in ("exports", *RESULTS):
            part = str(folder / f"{table}.parquet")
            db.execute(f"COPY {table} TO $part (FORMAT parquet)", {"part": part})
        patients, exercises, (clinic,) = (_rows(db, result) for result in RESULTS)
    return Figures(patients, exercises, clinic, refused, folder)


@contextmanager
def _troubles() -> Iterator[None]:
    """Ctrl-C, which DuckDB tells in its own way, and a computer that is too small."""
    try:
        yield
    except RuntimeError as error:
        if "interrupt" in str(error).lower():
            raise KeyboardInterrupt from error
        raise
    except (OSError, duckdb.OperationalError) as error:
        raise NoRoom(str(error).partition("\n")[0]) from error


def _config(scratch: Path) -> dict[str, Any]:
    """Little memory, and no word to anybody: extensions are not looked for."""
    return {
        "memory_limit": MEMORY,
        "temp_directory": str(scratch / "spilled"),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }


def _list_exports(db: duckdb.DuckDBPyConnection, exports: Sequence[Export]) -> None:
    labels = [each.label for each in exports]
    db.execute(
        "CREATE TABLE exports AS SELECT unnest($1::INTEGER[]) AS export, "
        "unnest($9::INTEGER[]) AS course, "
        "unnest($2::VARCHAR[]) AS file, unnest($3::VARCHAR[]) AS patient, "
        "unnest($4::VARCHAR[]) AS routine, unnest($5::DATE[]) AS first_day, "
        "unnest($6::DATE[]) AS last_day, unnest($7::VARCHAR[]) AS made_at, "
        "unnest($8::VARCHAR[]) AS app",
        [
            [each.number for each in exports],
            [printable_name(each.path) for each in exports],
            [each.patient for each in labels],
            [each.routine for each in labels],
            [each.first for each in labels],
            [each.last for each in labels],
            [each.made_at.isoformat() for each in labels],
            [each.app for each in labels],
            [each.course for each in exports],
        ],
    )


def _see(db: duckdb.DuckDBPyConnection, table: str, folder: Path) -> None:
    """All parts of a table as one."""
    parts = str(folder / table / "*.parquet").replace("'", "''")
    db.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{parts}')")


def _rows(db: duckdb.DuckDBPyConnection, table: str) -> list[Row]:
    found = db.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
