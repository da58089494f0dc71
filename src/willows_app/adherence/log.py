"""The log: append-only facts in SQLite. A correction supersedes, it never overwrites."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

from willows_app.adherence.facts import (
    Change,
    Pain,
    PauseReason,
    PlanChange,
    Session,
    SessionEnd,
    Source,
)
from willows_app.adherence.migrations import MIGRATIONS
from willows_app.adherence.rows import plan_change_of, session_of
from willows_app.guide.performance import Outcome, Performed, PlannedDose


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
        self, session: str, routine: str, planned: Sequence[str], at: datetime, day: date
    ) -> None:
        """A session, with its `new_id`, sets out to do the `planned` exercises.

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
        with self._transaction() as db:
            _change_plan(db, routine, change, day, at, days, until, reason)

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
                "SELECT id FROM entries WHERE session = ? AND exercise = ? AND id NOT IN "
                "(SELECT supersedes FROM entries WHERE supersedes IS NOT NULL) "
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

    def sessions(self, limit: int = 20) -> tuple[Session, ...]:
        """The latest sessions by their days, newest first, with their current entries."""
        return self._sessions("ORDER BY day DESC, julianday(started_at) DESC, id LIMIT ?", limit)

    def sessions_on(self, day: date) -> tuple[Session, ...]:
        """The sessions that count for this day, earliest first."""
        return self._sessions("WHERE day = ? ORDER BY julianday(started_at), id", day.isoformat())

    def session(self, id: str) -> Session | None:
        """One session; None if it is not in the log, or was taken back."""
        return next(iter(self._sessions("WHERE id = ?", id)), None)

    def count_sessions(self) -> int:
        """How many sessions there are."""
        return int(self.query("SELECT count(*) FROM current_sessions")[0][0])

    def last_done(self, routine: str, exercises: Iterable[str]) -> dict[str, datetime]:
        """When each of these exercises last had its turn; what was skipped had none."""
        return {
            exercise: datetime.fromisoformat(row["recorded_at"])
            for exercise in exercises
            for row in self._latest(routine, exercise, "outcome != ?", Outcome.SKIPPED)
        }

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

    def query(self, select: str, *values: str | int) -> list[sqlite3.Row]:
        """What a SELECT over the tables and views of the log finds."""
        return self._db.execute(select, values).fetchall()

    def _sessions(self, which: str, value: str | int) -> tuple[Session, ...]:
        """The sessions that these clauses choose, in a fixed number of queries."""
        chosen = f"SELECT id FROM current_sessions {which}"
        entries = self._by_session(
            "SELECT entries.*, title, dose FROM current_entries AS entries "
            f"JOIN planned_doses ON planned_doses.id = planned WHERE session IN ({chosen})",
            value,
        )
        pains = self._by_session(
            f"SELECT * FROM pains WHERE session IN ({chosen}) ORDER BY recorded_at, rowid", value
        )
        rows = self.query(
            f"""
            SELECT sessions.*, reason, ended_at, (
                SELECT text FROM notes WHERE session = sessions.id
                ORDER BY sequence DESC, recorded_at DESC, id DESC LIMIT 1
            ) AS note
            FROM current_sessions AS sessions LEFT JOIN session_ends ON session = id {which}
            """,
            value,
        )
        return tuple(session_of(row, entries[row["id"]], pains[row["id"]]) for row in rows)

    def _by_session(self, select: str, value: str | int) -> dict[str, list[sqlite3.Row]]:
        rows = defaultdict(list)
        for row in self.query(select, value):
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


def _change_plan(
    db: sqlite3.Connection,
    routine: str,
    change: Change,
    day: date,
    at: datetime,
    days: int | None = None,
    until: date | None = None,
    reason: PauseReason | None = None,
) -> None:
    db.execute(
        "INSERT INTO plan_changes VALUES (?, ?, ?, ?, "
        "(SELECT coalesce(max(sequence), 0) + 1 FROM plan_changes WHERE routine = ?), "
        "?, ?, ?, ?)",
        (
            new_id(),
            routine,
            change,
            day.isoformat(),
            routine,
            _when(at),
            days,
            until and until.isoformat(),
            reason,
        ),
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
