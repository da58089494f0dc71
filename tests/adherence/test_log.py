"""The log keeps every fact, supersedes instead of overwriting, and leaves bad files alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from willows_app.adherence.facts import SessionEnd, Source
from willows_app.adherence.log import Log, LogIsDamaged, LogIsNewer, LogNotWritten
from willows_app.guide.performance import Held, Outcome, Performed, PlannedDose

SUMMER = timezone(timedelta(hours=1))
EVENING = datetime(2026, 6, 1, 18, 4, tzinfo=SUMMER)
PLANNED = PlannedDose(Held(left=30, right=30), repetitions=6, places=None)


def performed(
    exercise: str = "rhomboids", outcome: Outcome = Outcome.COMPLETED, left: float = 30
) -> Performed:
    return Performed(exercise, outcome, Held(left=left, right=30), 6, None, PLANNED)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.sqlite3"


@pytest.fixture
def log(path: Path) -> Iterator[Log]:
    log = Log(path)
    yield log
    log.close()


def test_a_session_is_there_after_reopening_with_all_its_facts(log: Log, path: Path) -> None:
    session = log.begin_session("upper_back", ["rhomboids", "cobra"], EVENING)
    log.add_entry(session, "Rhomboids", performed(), Source.TIMED, EVENING)
    log.end_session(session, SessionEnd.STOPPED, EVENING + timedelta(minutes=3))
    log.close()
    (again,) = Log(path).sessions()
    (entry,) = again.entries
    assert (again.routine, again.planned) == ("upper_back", ("rhomboids", "cobra"))
    assert (again.started_at, again.local_date) == (EVENING, EVENING.date())
    assert (again.end, again.ended_at) == (SessionEnd.STOPPED, EVENING + timedelta(minutes=3))
    assert (entry.title, entry.outcome, entry.source) == (
        "Rhomboids",
        Outcome.COMPLETED,
        Source.TIMED,
    )
    assert (entry.held, entry.repetitions, entry.planned) == (Held(30, 30), 6, PLANNED)
    assert entry.recorded_at.utcoffset() == timedelta(hours=1)


def test_an_entry_is_in_the_file_before_the_session_ends(log: Log, path: Path) -> None:
    session = log.begin_session("upper_back", ["rhomboids", "cobra"], EVENING)
    log.add_entry(session, "Rhomboids", performed(), Source.TIMED, EVENING)
    (cut_off,) = Log(path).sessions()
    assert cut_off.end is None
    assert [entry.exercise for entry in cut_off.entries] == ["rhomboids"]


def test_a_second_entry_on_an_exercise_supersedes_the_first_and_both_stay(
    log: Log, path: Path
) -> None:
    session = log.begin_session("upper_back", ["rhomboids"], EVENING)
    for left in (10, 20, 30):
        log.add_entry(session, "Rhomboids", performed(left=left), Source.TIMED, EVENING)
    (entry,) = log.session(session).entries
    assert entry.held == Held(left=30, right=30)
    kept = sqlite3.connect(path).execute("SELECT held_left FROM entries ORDER BY rowid").fetchall()
    assert kept == [(10,), (20,), (30,)]


def test_entries_stand_in_the_order_of_the_plan(log: Log) -> None:
    session = log.begin_session("upper_back", ["cobra", "rhomboids"], EVENING)
    log.add_entry(session, "Rhomboids", performed(), Source.TIMED, EVENING)
    log.add_entry(session, "Cobra", performed("cobra"), Source.TIMED, EVENING)
    assert [entry.exercise for entry in log.session(session).entries] == ["cobra", "rhomboids"]


def test_what_was_ticked_by_hand_has_no_seconds(log: Log) -> None:
    session = log.begin_session("upper_back", ["rhomboids"], EVENING)
    log.add_entry(session, "Rhomboids", performed(), Source.TICKED_BY_HAND, EVENING)
    (entry,) = log.session(session).entries
    assert (entry.source, entry.held) == (Source.TICKED_BY_HAND, None)


def test_sessions_are_listed_newest_first_across_time_zones(log: Log) -> None:
    auckland = timezone(timedelta(hours=12))
    earlier = log.begin_session("a", [], datetime(2026, 6, 2, 1, 0, tzinfo=auckland))
    later = log.begin_session("b", [], datetime(2026, 6, 1, 15, 0, tzinfo=SUMMER))
    assert [session.id for session in log.sessions()] == [later, earlier]


def test_a_session_ends_once(log: Log) -> None:
    session = log.begin_session("upper_back", [], EVENING)
    log.end_session(session, SessionEnd.STOPPED_FOR_PAIN, EVENING)
    log.end_session(session, SessionEnd.FINISHED, EVENING)
    assert log.session(session).end is SessionEnd.STOPPED_FOR_PAIN


def test_the_latest_value_of_a_setting_counts(log: Log) -> None:
    assert log.setting("routine", "none") == "none"
    log.set("routine", "neck", EVENING)
    log.set("routine", "upper_back", EVENING)
    assert log.setting("routine") == "upper_back"


def test_a_time_without_its_offset_is_refused(log: Log) -> None:
    with pytest.raises(ValueError, match="UTC offset"):
        log.begin_session("upper_back", [], datetime(2026, 6, 1, 18, 4))


def test_a_write_that_fails_says_so_and_changes_nothing(log: Log, path: Path) -> None:
    session = log.begin_session("upper_back", ["rhomboids"], EVENING)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA query_only = ON")
    log._db.execute("PRAGMA query_only = ON")  # what a full or read-only disk does
    with pytest.raises(LogNotWritten, match="could not be written"):
        log.add_entry(session, "Rhomboids", performed(), Source.TIMED, EVENING)
    assert log.session(session).entries == ()


def test_a_log_of_a_newer_version_is_left_as_it_is(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 999")
    before = path.read_bytes()
    with pytest.raises(LogIsNewer, match="Update the app"):
        Log(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database", b"\0" * 5000, b"SQLite format 3\0rubbish"])
def test_a_damaged_log_is_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(LogIsDamaged, match="left as it is"):
        Log(path)
    assert path.read_bytes() == content


def test_a_migration_cut_off_in_the_middle_leaves_an_empty_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = ("CREATE TABLE first (id TEXT) STRICT; CREATE TABLE first (id TEXT) STRICT;",)
    monkeypatch.setattr("willows_app.adherence.log.MIGRATIONS", broken)
    with pytest.raises(LogIsDamaged):
        Log(path)
    monkeypatch.undo()
    assert Log(path).sessions() == ()
