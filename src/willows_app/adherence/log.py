"""The log: append-only facts in SQLite. A correction supersedes, it never overwrites."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from willows_app.adherence.database import check_database, empty_database, open_database
from willows_app.adherence.errors import FactDoesNotFit, LogIsDamaged, LogNotWritten
from willows_app.adherence.fact_tables import TABLES, Facts, values, with_planned
from willows_app.adherence.facts import (
    Change,
    Pain,
    PauseReason,
    PlanChange,
    Session,
    SessionEnd,
    Source,
)
from willows_app.adherence.rows import plan_change_of, planned_dose_of, session_of
from willows_app.guide.performance import Outcome, Performed, PlannedDose
from willows_app.language import _

A_SLICE = 30
"""Days whose facts are checked at a time: some ten milliseconds in a browser."""

DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
"""Errors of SQLite that say that the file is at fault, whatever was asked of it."""

UNREADABLE = DAMAGE | {sqlite3.SQLITE_IOERR}
"""Errors that say so when something is read; a write may also fail for want of room."""

ON_CONFLICT = {
    "session_ends": "ON CONFLICT (session) DO UPDATE "
    "SET reason = excluded.reason, ended_at = excluded.ended_at"
}
"""Where a table takes a fact that it has already: the one that nobody gave an id."""

T = TypeVar("T")
P = ParamSpec("P")


def reads_log(read: Callable[Concatenate[Log, P], T]) -> Callable[Concatenate[Log, P], T]:
    """For what reads facts of a log: damage that it meets makes the log lost.

    Then it reads the empty log that stands in, so that no screen is left half drawn.
    """

    @wraps(read)
    def reading(log: Log, /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return read(log, *args, **kwargs)
        except (sqlite3.Error, ValueError, KeyError, TypeError) as error:
            if not log.met(error):
                raise
            return read(log, *args, **kwargs)

    return reading


class Log:
    """The log in the SQLite file at `path`, which is made if it is not there.

    Every write is one transaction: after it returns, the fact is in the file.
    All times are local and aware (with their UTC offset).

    Raises `LogIsNewer`, `LogNotMigrated` or `LogIsDamaged`, and leaves such a file
    as it is; a write raises `LogNotWritten`. Damage that is met later makes it `lost`:
    it reads as an empty log and refuses facts, until it is opened again.
    """

    def __init__(self, path: Path) -> None:
        self.lost = ""
        """Why the file cannot be read any more; empty while it can."""
        self.when_lost: Callable[[], None] = lambda: None
        """Called when it becomes lost."""
        self._path = path
        self._checked = False
        self._db = open_database(path)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def open_again(self) -> None:
        """Open the file anew, or what has taken its place; raises what the log itself does."""
        self._db.close()
        self._db = empty_database()
        self._db = open_database(self._path)
        self.lost = ""
        self._checked = False

    def check(self) -> Iterator[None]:
        """Check and read all of it, a slice at each step; if it is damaged it becomes lost."""
        db = self._db
        try:
            yield from check_database(db)
            yield from self._read_everything()
        except (sqlite3.Error, LogIsDamaged, ValueError, KeyError, TypeError) as error:
            self.met(error)
        self._checked = self._db is db

    def met(self, error: Exception) -> bool:
        """Whether an error was met because the file is damaged, so that the log is lost now.

        What the file says may be at fault as long as it has not been checked. Then the app is.
        """
        if self.lost or (self._checked and _code(error) not in UNREADABLE):
            return False
        self.lost = _("The log cannot be read any more ({why}).").format(why=error)
        self._db.close()
        self._db = empty_database()
        self.when_lost()
        return True

    def copy(self) -> bytes:
        """The whole log as a file of its own."""
        return self._db.serialize()

    @contextmanager
    def with_also(self, writes: Iterable[Callable[[], object]]) -> Iterator[None]:
        """As long as this lasts the log is a copy in memory, with what these writes add to it."""
        with closing(empty_database()) as copy:
            self._db.backup(copy)
            original, self._db = self._db, copy
            try:
                for write in writes:
                    write()
                yield
            finally:
                self._db = original

    def begin_session(
        self, session: str, routine: str, planned: Sequence[str], at: datetime, day: date
    ) -> None:
        """A session, with its `new_session_id`, sets out to do the `planned` exercises.

        It counts for `day`. The first of its routine begins the daily phase, unless the plan
        has begun already.
        """
        with self._transaction() as db:
            db.execute(
                "INSERT INTO sessions (id, routine, planned, started_at, day) "
                "VALUES (?, ?, ?, ?, ?)",
                (session, routine, json.dumps(list(planned)), _when(at), day.isoformat()),
            )
            begun = "SELECT 1 FROM plan_changes WHERE routine = ? AND change IN (?, ?)"
            if not db.execute(begun, (routine, Change.DAILY, Change.AS_NEEDED)).fetchone():
                _change_plan(db, routine, Change.DAILY, day, at)

    def take_back(self, target: str, at: datetime) -> None:
        """A session or an entry, by its id, was a mistake: it no longer counts."""
        self._take_back(target, True, at)

    def put_back(self, target: str, at: datetime) -> None:
        """What was taken back counts again."""
        self._take_back(target, False, at)

    def _take_back(self, target: str, taken_back: bool, at: datetime) -> None:
        with self._transaction() as db:
            db.execute(
                "INSERT INTO taken_back VALUES (?, ?, ?, "
                "(SELECT coalesce(max(sequence), 0) + 1 FROM taken_back WHERE target = ?), ?)",
                (new_id(), target, taken_back, target, _when(at)),
            )

    def write_note(self, session: str, text: str, at: datetime) -> None:
        """What the patient says of a session; it takes the place of what was said before."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO notes VALUES (?, ?, ?, "
                "(SELECT coalesce(max(sequence), 0) + 1 FROM notes WHERE session = ?), ?)",
                (new_id(), session, text, session, _when(at)),
            )

    def change_plan(
        self,
        routine: str,
        change: Change,
        day: date,
        at: datetime,
        *,
        days: int | None = None,
        until: date | None = None,
        reason: PauseReason | None = None,
    ) -> None:
        """The plan of a routine changes from `day` on; see `PlanChange`."""
        details = (days, until.isoformat() if until else None, reason)
        with self._transaction() as db:
            _change_plan(db, routine, change, day, at, details)

    @reads_log
    def plan_changes(self, routine: str) -> tuple[PlanChange, ...]:
        """Every change of the plan of a routine, in order."""
        rows = self.query(
            "SELECT * FROM plan_changes WHERE routine = ? ORDER BY sequence, recorded_at, id",
            routine,
        )
        return tuple(map(plan_change_of, rows))

    def end_session(self, session: str, end: SessionEnd, at: datetime) -> None:
        """The session ended by itself or was stopped; said once."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO session_ends VALUES (?, ?, ?) ON CONFLICT (session) DO NOTHING",
                (session, end, _when(at)),
            )

    def add_entry(
        self,
        session: str,
        title: str,
        performed: Performed,
        at: datetime,
        source: Source = Source.TIMED,
    ) -> None:
        """What was done of one exercise; it supersedes what the session had on it before."""
        held = performed.held if source is Source.TIMED else None
        with self._transaction() as db:
            before = db.execute(
                "SELECT id FROM entries WHERE session = ? AND exercise = ? AND NOT EXISTS "
                "(SELECT 1 FROM entries AS later WHERE later.session = entries.session "
                "AND later.exercise = entries.exercise AND later.supersedes = entries.id) "
                "ORDER BY julianday(recorded_at) DESC, id DESC",
                (session, performed.exercise),
            ).fetchone()
            db.execute(
                f"INSERT INTO entries VALUES ({', '.join('?' * 14)})",
                (
                    new_id(),
                    session,
                    performed.exercise,
                    _planned(db, title, performed.planned),
                    performed.outcome,
                    held and held.left,
                    held and held.right,
                    held and held.middle,
                    performed.repetitions,
                    performed.places,
                    performed.reason,
                    source,
                    _when(at),
                    before and before["id"],
                ),
            )

    def add_pain(self, session: str, pain: Pain) -> None:
        """What the patient said about pain."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO pains VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    new_id(),
                    session,
                    pain.moment,
                    pain.score,
                    pain.exercise,
                    pain.side,
                    _when(pain.recorded_at),
                ),
            )

    @reads_log
    def sessions(self, limit: int = 20) -> tuple[Session, ...]:
        """The latest sessions by their days, newest first, with their current entries."""
        return self._sessions("ORDER BY day DESC, julianday(started_at) DESC, id LIMIT ?", limit)

    @reads_log
    def sessions_on(self, day: date) -> tuple[Session, ...]:
        """The sessions that count for this day, earliest first."""
        return self._sessions("WHERE day = ? ORDER BY julianday(started_at), id", day.isoformat())

    @reads_log
    def sessions_between(self, first: date, last: date) -> tuple[Session, ...]:
        """The sessions that count for these days, earliest first."""
        return self._sessions(
            "WHERE day BETWEEN ? AND ? ORDER BY day, julianday(started_at), id",
            first.isoformat(),
            last.isoformat(),
        )

    @reads_log
    def session(self, id: str) -> Session | None:
        """One session; None if it is not in the log, or was taken back."""
        return next(iter(self._sessions("WHERE id = ?", id)), None)

    def count_sessions(self) -> int:
        """How many sessions there are."""
        return int(self.query("SELECT count(*) FROM current_sessions")[0][0])

    @reads_log
    def last_done(self, routine: str, exercises: Iterable[str]) -> dict[str, datetime]:
        """When each of these exercises last had its turn; what was skipped had none."""
        return {
            exercise: datetime.fromisoformat(row["recorded_at"])
            for exercise in exercises
            for row in self._latest(routine, exercise, "outcome != ?", Outcome.SKIPPED)
        }

    @reads_log
    def last_places(self, routine: str, exercises: Iterable[str]) -> dict[str, int]:
        """How many places each exercise along the back took when last done to its end."""
        to_its_end = "outcome = ? AND source = ? AND places IS NOT NULL"
        return {
            exercise: row["places"]
            for exercise in exercises
            for row in self._latest(routine, exercise, to_its_end, Outcome.COMPLETED, Source.TIMED)
        }

    def _latest(self, routine: str, exercise: str, which: str, *values: str) -> list[sqlite3.Row]:
        """The entry of the latest session that has such a one; at most one."""
        return self.query(
            f"""
            SELECT entries.* FROM current_sessions AS sessions
            CROSS JOIN current_entries AS entries ON entries.session = sessions.id
            WHERE exercise = ? AND routine = ? AND {which}
            ORDER BY day DESC, started_at DESC LIMIT 1
            """,
            exercise,
            routine,
            *values,
        )

    @reads_log
    def setting(self, key: str, default: str = "") -> str:
        """The latest value of a setting."""
        rows = self.query(
            "SELECT value FROM settings WHERE key = ? "
            "ORDER BY sequence DESC, set_at DESC, id DESC LIMIT 1",
            key,
        )
        return str(json.loads(rows[0]["value"])) if rows else default

    def set(self, key: str, value: str, at: datetime) -> None:
        """A setting from now on; the ones before stay in the file."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO settings VALUES (?, ?, ?, "
                "(SELECT coalesce(max(sequence), 0) + 1 FROM settings WHERE key = ?), ?)",
                (new_id(), key, json.dumps(value), key, _when(at)),
            )

    def settings(self, beginning: str) -> dict[str, str]:
        """The latest value of each setting whose key begins so, by its key."""
        keys = self.query(
            "SELECT DISTINCT key FROM settings WHERE substr(key, 1, ?) = ? ORDER BY key",
            len(beginning),
            beginning,
        )
        return {row["key"]: self.setting(row["key"]) for row in keys}

    def add_facts(self, facts: Facts) -> None:
        """Facts of another log: all of them or none. Of a session's end, theirs counts."""
        with self._transaction() as db:
            doses = {
                planned: _planned(db, planned[0], planned_dose_of(planned[1]))
                for planned in sorted(set(values(facts, "entries", "planned")))
            }
            for table, rows in with_planned(facts, doses).items():
                names = [column.name for column in TABLES[table]]
                db.executemany(
                    f"INSERT INTO {table} ({', '.join(names)}) "
                    f"VALUES ({', '.join('?' * len(names))}) {ON_CONFLICT.get(table, '')}",
                    rows,
                )

    @property
    @reads_log
    def state(self) -> object:
        """Equal as long as nothing was written: what was read then is read again."""
        # Rows that a copy brings along are not counted, but it makes the schema another one.
        return self._db, self._db.total_changes, self.query("PRAGMA schema_version")[0][0]

    @reads_log
    def query(self, select: str, *values: str | int) -> list[sqlite3.Row]:
        """What a SELECT over the tables and views of the log finds."""
        return self._db.execute(select, values).fetchall()

    def _sessions(self, which: str, *values: str | int) -> tuple[Session, ...]:
        """The sessions that these clauses choose, in a fixed number of queries."""
        chosen = f"SELECT id FROM current_sessions {which}"
        entries = self._by_session(
            "SELECT entries.*, title, dose FROM current_entries AS entries "
            f"JOIN planned_doses ON planned_doses.id = planned WHERE session IN ({chosen})",
            *values,
        )
        pains = self._by_session(
            f"SELECT * FROM pains WHERE session IN ({chosen}) "
            "ORDER BY julianday(recorded_at), moment = 'after', id",
            *values,
        )
        rows = self.query(
            f"""
            SELECT sessions.*, reason, ended_at, (
                SELECT text FROM notes WHERE session = sessions.id
                ORDER BY sequence DESC, recorded_at DESC, id DESC LIMIT 1
            ) AS note
            FROM current_sessions AS sessions LEFT JOIN session_ends ON session = id {which}
            """,
            *values,
        )
        return tuple(session_of(row, entries[row["id"]], pains[row["id"]]) for row in rows)

    def _by_session(self, select: str, *values: str | int) -> dict[str, list[sqlite3.Row]]:
        rows = defaultdict(list)
        for row in self.query(select, *values):
            rows[row["session"]].append(row)
        return rows

    def _read_everything(self) -> Iterator[None]:
        """As the screens do: so what can be read now never fails them later."""
        days = [row["day"] for row in self.query("SELECT DISTINCT day FROM sessions ORDER BY day")]
        for first in range(0, len(days), A_SLICE):
            some = days[first : first + A_SLICE]
            self._sessions("WHERE day BETWEEN ? AND ?", some[0], some[-1])
            yield
        for row in self.query("SELECT DISTINCT routine FROM plan_changes"):
            self.plan_changes(row["routine"])
        for row in self.query("SELECT DISTINCT key FROM settings"):
            self.setting(row["key"])

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        if self.lost:
            raise LogIsDamaged(self.lost)
        db = self._db
        try:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._not_written(error) from error
        finally:
            with suppress(sqlite3.Error):  # then SQLite has rolled back by itself, or does so next
                if db.in_transaction:
                    db.execute("ROLLBACK")

    def _not_written(self, error: sqlite3.Error) -> LogNotWritten | LogIsDamaged:
        if _code(error) in DAMAGE and self.met(error):
            return LogIsDamaged(self.lost)
        kind = FactDoesNotFit if _code(error) == sqlite3.SQLITE_CONSTRAINT else LogNotWritten
        return kind(_("The log could not be written ({why}).").format(why=error))


def _code(error: Exception) -> int:
    """What kind of error SQLite has met; 0 if the error is none of SQLite's."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF


def new_id() -> str:
    """An id that no other device will ever give."""
    return str(uuid.uuid4())


def new_session_id(at: datetime) -> str:
    """One for a session that begins now; the ids of sessions sort by time (see `id_by_time`)."""
    return id_by_time(at, uuid.uuid4().int)


def id_by_time(at: datetime, chance: int) -> str:
    """A UUID of version 7 (RFC 9562): the millisecond, then 74 bits of `chance`.

    The facts of a session are kept by its id, so that in the file those of a time lie together.
    """
    milliseconds = max(0, int(at.timestamp() * 1000))
    by_chance = chance & ((1 << 76) - 1) & ~(0b11 << 62)
    return str(uuid.UUID(int=milliseconds << 80 | 7 << 76 | 0b10 << 62 | by_chance))


def _change_plan(
    db: sqlite3.Connection,
    routine: str,
    change: Change,
    day: date,
    at: datetime,
    details: tuple[int | None, str | None, PauseReason | None] = (None, None, None),
) -> None:
    """`details` are the days, until when, and the reason: see `PlanChange`."""
    db.execute(
        "INSERT INTO plan_changes VALUES (?, ?, ?, ?, "
        "(SELECT coalesce(max(sequence), 0) + 1 FROM plan_changes WHERE routine = ?), "
        "?, ?, ?, ?)",
        (new_id(), routine, change, day.isoformat(), routine, _when(at), *details),
    )


def _planned(db: sqlite3.Connection, title: str, planned: PlannedDose) -> int:
    """The id of a planned dose, which is kept once however often it is planned."""
    dose = json.dumps(asdict(planned))
    db.execute(
        "INSERT INTO planned_doses (title, dose, seconds) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (title, dose, planned.held.total),
    )
    known = "SELECT id FROM planned_doses WHERE title = ? AND dose = ?"
    return int(db.execute(known, (title, dose)).fetchone()["id"])


def _when(at: datetime) -> str:
    """Local time with its UTC offset."""
    if at.utcoffset() is None:
        raise ValueError("The log needs local times with their UTC offset.")
    return at.isoformat()
