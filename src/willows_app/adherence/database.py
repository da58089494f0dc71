"""The SQLite database that the log is in: opened, brought up to date and checked.

A file that cannot be used is left as it is.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from willows_app.adherence.errors import LogError, LogIsDamaged, LogIsNewer, LogNotMigrated
from willows_app.adherence.migrations import MIGRATIONS
from willows_app.language import _

PATIENCE = 1.0
"""Seconds in which another program that reads the file, say for a backup, should be done."""

CONNECTION = (
    "PRAGMA foreign_keys = ON",
    # A commit waits for the disk, and for the folder that no longer has the journal.
    "PRAGMA synchronous = EXTRA",
    "PRAGMA fullfsync = ON",  # only Apple's systems ask for it: there fsync does not wait
)


def open_database(file: Path) -> sqlite3.Connection:
    """The database in this file, up to date; an empty one is made if there is no file.

    Raises `LogIsNewer`, `LogIsDamaged`, or `LogNotMigrated`.
    """
    try:
        db = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise _unreadable(file.name, error) from error
    try:
        _prepare(db)
        _bring_up_to_date(db)
    except (sqlite3.Error, UnicodeDecodeError) as error:  # SQLite may quote what is damaged
        db.close()
        raise _unreadable(file.name, error) from error
    except LogError:
        db.close()
        raise
    return db


def empty_database(version: int | None = None) -> sqlite3.Connection:
    """The tables of this version, by default the newest, in memory and with nothing in them."""
    db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    _migrate(db, 0, version)
    _prepare(db)
    return db


def check_database(db: sqlite3.Connection, version: int | None = None) -> Iterator[None]:
    """Check every part of it, one at each step: of a large log they take a while.

    Raises `LogIsDamaged`, or an error of SQLite.
    """
    with closing(empty_database(version)) as empty:
        if _columns(db) != _columns(empty):
            raise LogIsDamaged(_("The log has not the tables that it should have."))
    tables = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    for (table,) in [("sqlite_schema",), *tables]:
        problem = db.execute(f"PRAGMA integrity_check({table})").fetchone()[0]
        if problem != "ok":
            raise LogIsDamaged(_("The log is damaged ({why}).").format(why=problem))
        yield
    for (table,) in tables:
        if db.execute(f"PRAGMA foreign_key_check({table})").fetchone():
            raise LogIsDamaged(
                _("The log is damaged (something is missing that {table} need).").format(
                    table=table
                )
            )
        yield


def _prepare(db: sqlite3.Connection) -> None:
    db.row_factory = sqlite3.Row
    for statement in CONNECTION:
        db.execute(statement)


def _bring_up_to_date(db: sqlite3.Connection) -> None:
    """Migrate a copy in memory, which takes the place of what is in the file when it is whole."""
    version = _version(db)
    if version > len(MIGRATIONS):
        raise LogIsNewer(
            _(
                "The log was written by a newer Willows (version {version} of the log; this "
                "app knows {known}). Update the app; the log was left as it is."
            ).format(version=version, known=len(MIGRATIONS))
        )
    if version == len(MIGRATIONS):
        return
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        db.backup(copy)
        _check_at_once(copy, version)
        try:
            _migrate(copy, version)
            _check_at_once(copy)
            copy.backup(db, progress=_now_or_never)
        except (sqlite3.Error, LogIsDamaged) as error:
            raise LogNotMigrated(
                _(
                    "The log could not be brought up to this version of Willows ({why}). "
                    "It was left as it is."
                ).format(why=error)
            ) from error


def _now_or_never(status: int, _remaining: int, _total: int) -> None:
    """Stops a backup into a file that somebody else uses, which would wait for ever."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise sqlite3.OperationalError(_("it is in use elsewhere"))


def _check_at_once(db: sqlite3.Connection, version: int | None = None) -> None:
    for _step in check_database(db, version):
        pass


def _migrate(db: sqlite3.Connection, version: int, to: int | None = None) -> None:
    # SQLite's own chance may come out of a snapshot of memory that many devices share.
    db.create_function("randomblob", 1, os.urandom)
    for number, script in enumerate(MIGRATIONS[version:to], start=version + 1):
        db.executescript(f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;")


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _columns(db: sqlite3.Connection) -> set[tuple[str, str]]:
    """Every column of every table and view."""
    found = db.execute(
        "SELECT tables.name, columns.name FROM sqlite_schema AS tables, "
        "pragma_table_info(tables.name) AS columns"
    )
    return {(table, column) for table, column in found}


def _unreadable(name: str, error: Exception) -> LogIsDamaged:
    words = _("The log {file} cannot be read ({why}). It was left as it is.")
    return LogIsDamaged(words.format(file=name, why=error))
