"""The log: append-only facts in SQLite. A correction supersedes, it never overwrites."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

from willows_app.adherence.facts import Entry, Pain, PainMoment, Session, SessionEnd, Source
from willows_app.adherence.migrations import MIGRATIONS
from willows_app.guide.performance import Held, Outcome, Performed, PlannedDose, SkipReason
from willows_app.routine.model import Side


class LogError(Exception):
    """The log cannot be used; the message says what to do."""


class LogIsNewer(LogError):
    """The file was written by a newer version of the app."""


class LogIsDamaged(LogError):
    """The file is not a log that can be read."""


class LogNotWritten(LogError):
    """A fact did not get into the file: it is as it was before."""


class Log:
    """The log in the SQLite file at `path`, which is made if it is not there.

    Every write is one transaction: after it returns, the fact is in the file.
    All times are local and aware (with their UTC offset).

    Raises `LogIsNewer` or `LogIsDamaged`, and leaves such a file as it is; a
    write raises `LogNotWritten`.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise _unreadable(path, error) from error
        self._db.row_factory = sqlite3.Row
        try:
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA synchronous = FULL")
            self._migrate()
        except sqlite3.Error as error:
            self._db.close()
            raise _unreadable(path, error) from error
        except LogError:
            self._db.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def begin_session(
        self, session: str, routine: str, planned: Sequence[str], at: datetime
    ) -> None:
        """A session, with its `new_id`, sets out to do the `planned` exercises."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)",
                (session, routine, json.dumps(list(planned)), *_when(at)),
            )

    def end_session(self, session: str, end: SessionEnd, at: datetime) -> None:
        """The session ended by itself or was stopped; said once."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO session_ends VALUES (?, ?, ?) ON CONFLICT (session) DO NOTHING",
                (session, end, at.isoformat()),
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
                "SELECT id FROM current_entries WHERE session = ? AND exercise = ?",
                (session, performed.exercise),
            ).fetchone()
            db.execute(
                f"INSERT INTO entries VALUES ({', '.join('?' * 17)})",
                (
                    new_id(),
                    session,
                    performed.exercise,
                    title,
                    performed.outcome,
                    held and held.left,
                    held and held.right,
                    held and held.middle,
                    performed.repetitions,
                    performed.places,
                    performed.reason,
                    json.dumps(asdict(performed.planned)),
                    source,
                    *_when(at),
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
                    pain.recorded_at.isoformat(),
                ),
            )

    def sessions(self, limit: int = 20) -> tuple[Session, ...]:
        """The latest sessions, newest first, with their current entries."""
        return self._sessions("ORDER BY julianday(started_at) DESC, rowid DESC LIMIT ?", limit)

    def sessions_on(self, day: date) -> tuple[Session, ...]:
        """The sessions that began on this day where the patient was, earliest first."""
        return self._sessions("WHERE local_date = ? ORDER BY rowid", day.isoformat())

    def session(self, id: str) -> Session | None:
        """One session; None if it is not in the log."""
        return next(iter(self._sessions("WHERE id = ?", id)), None)

    def count_sessions(self) -> int:
        """How many sessions there are."""
        return int(self._db.execute("SELECT count(*) FROM sessions").fetchone()[0])

    def last_done(self, routine: str) -> dict[str, datetime]:
        """When each exercise of a routine, by id, last had its turn; what was skipped had none."""
        rows = self._db.execute(
            """
            SELECT exercise, recorded_at, max(julianday(recorded_at))
            FROM current_entries JOIN sessions ON session = sessions.id
            WHERE routine = ? AND outcome != ? GROUP BY exercise
            """,
            (routine, Outcome.SKIPPED),
        )
        return {row["exercise"]: datetime.fromisoformat(row["recorded_at"]) for row in rows}

    def last_places(self, routine: str) -> dict[str, int]:
        """How many places each exercise along the back, by id, took when last done to its end."""
        rows = self._db.execute(
            """
            SELECT exercise, places, max(julianday(recorded_at))
            FROM current_entries JOIN sessions ON session = sessions.id
            WHERE routine = ? AND outcome = ? AND source = ? AND places IS NOT NULL
            GROUP BY exercise
            """,
            (routine, Outcome.COMPLETED, Source.TIMED),
        )
        return {row["exercise"]: row["places"] for row in rows}

    def setting(self, key: str, default: str = "") -> str:
        """The latest value of a setting."""
        row = self._db.execute(
            "SELECT value FROM settings WHERE key = ? ORDER BY rowid DESC LIMIT 1", (key,)
        ).fetchone()
        return str(json.loads(row["value"])) if row else default

    def set(self, key: str, value: str, at: datetime) -> None:
        """A setting from now on; the ones before stay in the file."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO settings VALUES (?, ?, ?)", (key, json.dumps(value), at.isoformat())
            )

    def _sessions(self, which: str, parameter: str | int) -> tuple[Session, ...]:
        """The sessions that these clauses choose, in a fixed number of queries."""
        chosen = f"SELECT id FROM sessions {which}"
        entries = self._by_session("current_entries", chosen, parameter)
        pains = self._by_session("pains", chosen, parameter)
        rows = self._db.execute(
            f"""
            SELECT sessions.*, reason, ended_at FROM (SELECT *, rowid FROM sessions {which})
            AS sessions LEFT JOIN session_ends ON session = id
            """,
            (parameter,),
        )
        return tuple(_session(row, entries[row["id"]], pains[row["id"]]) for row in rows)

    def _by_session(
        self, table: str, chosen: str, parameter: str | int
    ) -> defaultdict[str, list[sqlite3.Row]]:
        rows = defaultdict[str, list[sqlite3.Row]](list)
        for row in self._db.execute(
            f"SELECT * FROM {table} WHERE session IN ({chosen}) ORDER BY recorded_at", (parameter,)
        ):
            rows[row["session"]].append(row)
        return rows

    def _migrate(self) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > len(MIGRATIONS):
            raise LogIsNewer(
                f"The log was written by a newer Willows (version {version} of the log; this "
                f"app knows {len(MIGRATIONS)}). Update the app; the log was left as it is."
            )
        for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
            # One script, so that the tables and the version change together or not at all.
            self._db.executescript(f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield self._db
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise LogNotWritten(f"The log could not be written ({error}).") from error
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")


def _unreadable(path: Path, error: sqlite3.Error) -> LogIsDamaged:
    return LogIsDamaged(f"The log {path.name} cannot be read ({error}). It was left as it is.")


def new_id() -> str:
    """An id that no other device will ever give."""
    return str(uuid.uuid4())


def _when(at: datetime) -> tuple[str, str, int]:
    """Local time, local date and minutes east of UTC."""
    offset = at.utcoffset()
    if offset is None:
        raise ValueError("The log needs local times with their UTC offset.")
    return at.isoformat(), at.date().isoformat(), int(offset.total_seconds() // 60)


def _session(
    row: sqlite3.Row, entries: Sequence[sqlite3.Row], pains: Sequence[sqlite3.Row]
) -> Session:
    planned = tuple(json.loads(row["planned"]))
    in_order = sorted(map(_entry, entries), key=lambda entry: planned.index(entry.exercise))
    return Session(
        id=row["id"],
        routine=row["routine"],
        planned=planned,
        started_at=datetime.fromisoformat(row["started_at"]),
        ended_at=datetime.fromisoformat(row["ended_at"]) if row["ended_at"] else None,
        end=SessionEnd(row["reason"]) if row["reason"] else None,
        entries=tuple(in_order),
        pains=tuple(map(_pain, pains)),
    )


def _entry(row: sqlite3.Row) -> Entry:
    planned = json.loads(row["planned"])
    held = Held(row["held_left"], row["held_right"], row["held_middle"])
    return Entry(
        id=row["id"],
        exercise=row["exercise"],
        title=row["title"],
        outcome=Outcome(row["outcome"]),
        held=None if row["held_left"] is None else held,
        repetitions=row["repetitions"],
        places=row["places"],
        planned=PlannedDose(
            held=Held(**planned["held"]),
            repetitions=planned["repetitions"],
            places=planned["places"],
        ),
        source=Source(row["source"]),
        recorded_at=datetime.fromisoformat(row["recorded_at"]),
        reason=SkipReason(row["reason"]) if row["reason"] else None,
    )


def _pain(row: sqlite3.Row) -> Pain:
    return Pain(
        moment=PainMoment(row["moment"]),
        score=row["score"],
        recorded_at=datetime.fromisoformat(row["recorded_at"]),
        exercise=row["exercise"],
        side=Side(row["side"]) if row["side"] else None,
    )
