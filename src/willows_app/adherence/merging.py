"""Two logs come together: what one of them knows and the other does not.

Nothing is overwritten, and in which order logs come together changes nothing: a fact is
known by its id, and which of several counts follows from what they say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from willows_app.adherence.backup import BackupIsDamaged
from willows_app.adherence.fact_tables import TABLES, Facts, Row, values, with_planned
from willows_app.adherence.log import Log
from willows_app.language import _


@dataclass(frozen=True)
class News:
    """What a backup would add to a log."""

    facts: Facts
    known_sessions: int
    """Sessions that both know."""
    settings: tuple[str, ...]
    """The keys of the settings that would have another value."""

    def __bool__(self) -> bool:
        return any(self.facts.values())

    @property
    def sessions(self) -> int:
        """How many sessions are new."""
        return len(self.facts["sessions"])

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the new sessions; there must be some."""
        days = values(self.facts, "sessions", "day")
        return date.fromisoformat(min(days)), date.fromisoformat(max(days))

    @property
    def exercises(self) -> int:
        """How many exercises are new: each once a session, however often it was corrected."""
        sessions = values(self.facts, "entries", "session")
        return len(set(zip(sessions, values(self.facts, "entries", "exercise"), strict=True)))


def facts_in(log: Log) -> Facts:
    """Every fact of a log."""
    rows = log.query("SELECT id, title, dose FROM planned_doses")
    doses = {id: (title, dose) for id, title, dose in rows}
    return with_planned({table: _rows(log, table) for table in TABLES}, doses)


def _rows(log: Log, table: str) -> list[Row]:
    names = ", ".join(column.name for column in TABLES[table])
    return list(map(tuple, log.query(f"SELECT {names} FROM {table}")))


def compare(mine: Facts, theirs: Facts) -> News:
    """What `theirs` knows and `mine` does not; raises `BackupIsDamaged` if they contradict."""
    news = {table: list(_new(table, mine[table], theirs[table])) for table in TABLES}
    before, after = _settings(mine["settings"]), _settings([*mine["settings"], *news["settings"]])
    return News(
        facts=news,
        known_sessions=len(theirs["sessions"]) - len(news["sessions"]),
        settings=tuple(sorted(key for key in after if after[key] != before.get(key))),
    )


def _new(table: str, mine: Sequence[Row], theirs: Sequence[Row]) -> Iterator[Row]:
    known = {row[0]: row for row in mine}
    for row in theirs:
        if row[0] not in known:
            yield row
        elif table == "session_ends":
            # Nobody gave it an id. A session ends once: on two phones, when the first one says so.
            if _ended(row) < _ended(known[row[0]]):
                yield row
        elif row != known[row[0]]:
            raise BackupIsDamaged(
                _("{table}: it tells otherwise what your log knows already").format(table=table)
            )


def _ended(row: Row) -> tuple[datetime, Any]:
    return datetime.fromisoformat(row[2]), row


def _settings(rows: Sequence[Row]) -> dict[str, str]:
    """The value of each setting that counts: by sequence, moment and id, as in the log."""
    in_order = sorted(rows, key=itemgetter(3, 4, 0))
    return {row[1]: row[2] for row in in_order}
