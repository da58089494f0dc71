"""A log of an older version is brought up to date with every fact in it, or left as it is."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import asdict
from datetime import date, datetime, timedelta, timezone
from itertools import count
from pathlib import Path

import pytest

from willows_app.adherence.database import CONNECTION
from willows_app.adherence.errors import LogIsDamaged, LogNotMigrated
from willows_app.adherence.facts import Change, Pain, PainMoment, SessionEnd, Source
from willows_app.adherence.log import Log
from willows_app.adherence.migrations import MIGRATIONS
from willows_app.guide.performance import Held, Outcome, PlannedDose, SkipReason
from willows_app.routine.model import Side

SUMMER = timezone(timedelta(hours=1))
EVENING = datetime(2026, 6, 1, 18, 4, tzinfo=SUMMER)
LATER = EVENING + timedelta(minutes=20)
NEXT_DAY = EVENING + timedelta(days=1)
DOSE = PlannedDose(Held(left=30, right=30), repetitions=6, places=None)

Row = tuple[str | int | float | None, ...]


def entry(id: str, session: str, exercise: str, at: datetime, *rest: str | float | None) -> Row:
    """A row of the first version: outcome, left, right, middle, reason, source, supersedes."""
    outcome, left, right, middle, reason, source, supersedes = rest
    dose, when = json.dumps(asdict(DOSE)), (at.isoformat(), at.date().isoformat(), 60)
    held = (left, right, middle)
    known = (6, None, reason, dose, source)
    return (id, session, exercise, exercise.title(), outcome, *held, *known, *when, supersedes)


FIRST_VERSION: dict[str, list[Row]] = {
    "sessions": [
        ("s1", "upper_back", '["cobra", "rotation"]', EVENING.isoformat(), "2026-06-01", 60),
        ("s2", "upper_back", '["cobra"]', NEXT_DAY.isoformat(), "2026-06-02", 60),
    ],
    "session_ends": [("s1", "finished", LATER.isoformat())],
    "entries": [
        entry("e1", "s1", "cobra", EVENING, "partly done", 10, 0, 0, None, "timed", None),
        entry("e2", "s1", "cobra", LATER, "completed", 30, 30, 0, None, "timed", "e1"),
        entry("e3", "s1", "rotation", LATER, "skipped", 0, 0, 0, "no time", "timed", None),
        entry("e4", "s2", "cobra", NEXT_DAY, "completed", *[None] * 4, Source.TICKED_BY_HAND, None),
    ],
    "pains": [
        ("p1", "s1", "before", 4, None, None, EVENING.isoformat()),
        ("p2", "s1", "stop", None, "rotation", "left", LATER.isoformat()),
        ("p3", "s1", "after", 2, None, None, LATER.isoformat()),
    ],
    "settings": [
        ("routine", '"neck"', EVENING.isoformat()),
        ("routine", '"upper_back"', EVENING.isoformat()),
    ],
}
"""Every kind of fact that the first version knew."""


@pytest.fixture
def first_version(tmp_path: Path) -> Path:
    path = tmp_path / "log.sqlite3"
    db = sqlite3.connect(path)
    db.executescript(f"{MIGRATIONS[0]} PRAGMA user_version = 1;")
    for table, rows in FIRST_VERSION.items():
        for row in rows:
            db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
    db.commit()
    db.close()
    return path


def test_every_fact_of_the_first_version_is_there(first_version: Path) -> None:
    log = Log(first_version)
    second, first = log.sessions()
    assert (first.id, first.routine, first.planned) == ("s1", "upper_back", ("cobra", "rotation"))
    assert (first.started_at, first.day) == (EVENING, date(2026, 6, 1))
    assert (first.end, first.ended_at) == (SessionEnd.FINISHED, LATER)
    assert (second.id, second.end, second.day) == ("s2", None, date(2026, 6, 2))
    cobra, rotation = first.entries
    assert (cobra.id, cobra.title, cobra.outcome) == ("e2", "Cobra", Outcome.COMPLETED)
    assert (cobra.held, cobra.repetitions, cobra.planned) == (Held(30, 30), 6, DOSE)
    assert (cobra.source, cobra.recorded_at) == (Source.TIMED, LATER)
    assert (rotation.outcome, rotation.reason) == (Outcome.SKIPPED, SkipReason.NO_TIME)
    (by_hand,) = second.entries
    assert (by_hand.held, by_hand.source) == (None, Source.TICKED_BY_HAND)
    assert first.pains == (
        Pain(PainMoment.BEFORE, 4, EVENING),
        Pain(PainMoment.STOP, None, LATER, exercise="rotation", side=Side.LEFT),
        Pain(PainMoment.AFTER, 2, LATER),
    )
    assert log.setting("routine") == "upper_back"
    (daily,) = log.plan_changes("upper_back")
    assert (daily.change, daily.day) == (Change.DAILY, date(2026, 6, 1))
    kept = log.query("SELECT id, supersedes FROM entries ORDER BY id")
    assert [tuple(row) for row in kept] == [("e1", None), ("e2", "e1"), ("e3", None), ("e4", None)]
    assert [row["value"] for row in log.query("SELECT value FROM settings ORDER BY sequence")] == [
        '"neck"',
        '"upper_back"',
    ]


def test_what_was_brought_up_to_date_is_sound_and_is_not_migrated_again(
    first_version: Path,
) -> None:
    log = Log(first_version)
    for _ in log.check():
        pass
    assert log.lost == ""
    log.close()
    after = first_version.read_bytes()
    Log(first_version).close()
    assert first_version.read_bytes() == after


def test_ids_that_a_migration_makes_come_from_the_chance_of_the_system(
    first_version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = count()
    monkeypatch.setattr("os.urandom", lambda size: next(given).to_bytes(size, "big"))
    Log(first_version).close()
    with closing(sqlite3.connect(first_version)) as db:
        ids = [
            id for (id,) in db.execute("SELECT id FROM plan_changes UNION SELECT id FROM settings")
        ]
    assert sorted(ids) == [f"{number:032x}" for number in range(len(ids))]


@pytest.mark.parametrize(
    "broken",
    [
        "CREATE TABLE more (id TEXT) STRICT; CREATE TABLE more (id TEXT) STRICT;",
        "DELETE FROM sessions;",
        "DROP TABLE entries;",
    ],
    ids=["fails", "loses what others need", "loses a table"],
)
def test_a_migration_that_fails_says_so_and_leaves_the_file_as_it_was(
    first_version: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    before = first_version.read_bytes()
    released = "willows_app.adherence.database.MIGRATIONS"
    monkeypatch.setattr(released, (*MIGRATIONS[:1], MIGRATIONS[1] + broken))
    with pytest.raises(LogNotMigrated, match="left as it is"):
        Log(first_version)
    assert first_version.read_bytes() == before
    assert [file.name for file in first_version.parent.iterdir()] == [first_version.name]
    monkeypatch.undo()
    assert Log(first_version).count_sessions() == 2


def test_a_full_disk_leaves_the_file_as_it_was(
    first_version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = first_version.read_bytes()
    full = (*CONNECTION, f"PRAGMA max_page_count = {len(before) // 4096}")
    monkeypatch.setattr("willows_app.adherence.database.CONNECTION", full)
    with pytest.raises(LogNotMigrated, match="full"):
        Log(first_version)
    assert first_version.read_bytes() == before
    monkeypatch.undo()
    assert Log(first_version).count_sessions() == 2


def test_a_file_that_another_program_reads_is_left_as_it_was(first_version: Path) -> None:
    before = first_version.read_bytes()
    with closing(sqlite3.connect(first_version, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sessions").fetchone()
        with pytest.raises(LogNotMigrated, match="in use"):
            Log(first_version)
    assert first_version.read_bytes() == before


def test_a_database_of_something_else_is_no_log(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE songs (title TEXT)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(LogIsDamaged):
        Log(path)
    assert path.read_bytes() == before
