"""The log keeps every fact, supersedes instead of overwriting, and leaves bad files alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from willows_app.adherence.facts import Entry, Pain, PainMoment, SessionEnd, Source
from willows_app.adherence.log import Log, LogIsDamaged, LogIsNewer, LogNotWritten, new_id
from willows_app.guide.performance import Held, Outcome, Performed, PlannedDose, SkipReason
from willows_app.routine.model import Side

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


def begin(log: Log, *planned: str, routine: str = "upper_back", at: datetime = EVENING) -> str:
    session = new_id()
    log.begin_session(session, routine, planned, at, at.date())
    return session


def entries(log: Log, session: str) -> tuple[Entry, ...]:
    found = log.session(session)
    assert found is not None
    return found.entries


def test_a_session_is_there_after_reopening_with_all_its_facts(log: Log, path: Path) -> None:
    session = begin(log, "rhomboids", "cobra")
    log.add_entry(session, "Rhomboids", performed(), EVENING)
    log.end_session(session, SessionEnd.STOPPED, EVENING + timedelta(minutes=3))
    log.close()
    (again,) = Log(path).sessions()
    (entry,) = again.entries
    assert (again.routine, again.planned) == ("upper_back", ("rhomboids", "cobra"))
    assert (again.started_at, again.day) == (EVENING, EVENING.date())
    assert (again.end, again.ended_at) == (SessionEnd.STOPPED, EVENING + timedelta(minutes=3))
    assert (entry.title, entry.outcome, entry.source) == (
        "Rhomboids",
        Outcome.COMPLETED,
        Source.TIMED,
    )
    assert (entry.held, entry.repetitions, entry.planned) == (Held(30, 30), 6, PLANNED)
    assert entry.recorded_at.utcoffset() == timedelta(hours=1)


def test_an_entry_is_in_the_file_before_the_session_ends(log: Log, path: Path) -> None:
    session = begin(log, "rhomboids", "cobra")
    log.add_entry(session, "Rhomboids", performed(), EVENING)
    (cut_off,) = Log(path).sessions()
    assert cut_off.end is None
    assert [entry.exercise for entry in cut_off.entries] == ["rhomboids"]


def test_a_second_entry_on_an_exercise_supersedes_the_first_and_both_stay(
    log: Log, path: Path
) -> None:
    session = begin(log, "rhomboids")
    for left in (10, 20, 30):
        log.add_entry(session, "Rhomboids", performed(left=left), EVENING)
    (entry,) = entries(log, session)
    assert entry.held == Held(left=30, right=30)
    kept = sqlite3.connect(path).execute("SELECT held_left FROM entries ORDER BY 1").fetchall()
    assert kept == [(10,), (20,), (30,)]


def test_entries_stand_in_the_order_of_the_plan(log: Log) -> None:
    session = begin(log, "cobra", "rhomboids")
    log.add_entry(session, "Rhomboids", performed(), EVENING)
    log.add_entry(session, "Cobra", performed("cobra"), EVENING)
    assert [entry.exercise for entry in entries(log, session)] == ["cobra", "rhomboids"]


def test_what_was_ticked_by_hand_has_no_seconds(log: Log) -> None:
    session = begin(log, "rhomboids")
    log.add_entry(session, "Rhomboids", performed(), EVENING, Source.TICKED_BY_HAND)
    (entry,) = entries(log, session)
    assert (entry.source, entry.held) == (Source.TICKED_BY_HAND, None)


def test_sessions_are_listed_by_their_days_and_within_a_day_by_the_instant(log: Log) -> None:
    auckland = timezone(timedelta(hours=12))
    monday = begin(log, at=datetime(2026, 6, 1, 15, 0, tzinfo=SUMMER))
    tuesday_in_auckland = begin(log, at=datetime(2026, 6, 2, 1, 0, tzinfo=auckland))
    tuesday_in_london = begin(log, at=datetime(2026, 6, 2, 0, 30, tzinfo=SUMMER))
    listed = [session.id for session in log.sessions()]
    assert listed == [tuesday_in_london, tuesday_in_auckland, monday]


def test_a_skip_keeps_its_reason_and_pain_its_moment(log: Log) -> None:
    session = new_id()
    log.begin_session(session, "upper_back", ["rhomboids"], EVENING, EVENING.date())
    skipped = replace(performed(outcome=Outcome.SKIPPED), reason=SkipReason.NO_TIME)
    log.add_entry(session, "Rhomboids", skipped, EVENING)
    pains = (
        Pain(PainMoment.BEFORE, 4, EVENING),
        Pain(PainMoment.STOP, None, EVENING, exercise="rhomboids", side=Side.LEFT),
        Pain(PainMoment.AFTER, 0, EVENING),
    )
    for pain in pains:
        log.add_pain(session, pain)
    logged = log.session(session)
    assert logged is not None
    assert logged.pains == pains
    assert logged.entries[0].reason is SkipReason.NO_TIME


def test_a_session_ends_once(log: Log) -> None:
    session = begin(log)
    log.end_session(session, SessionEnd.STOPPED_FOR_PAIN, EVENING)
    log.end_session(session, SessionEnd.FINISHED, EVENING)
    ended = log.session(session)
    assert ended is not None
    assert ended.end is SessionEnd.STOPPED_FOR_PAIN


def test_a_session_that_is_not_in_the_log_is_none(log: Log) -> None:
    begin(log)
    assert log.session(new_id()) is None


def test_a_session_has_the_id_it_was_given_and_begins_once(log: Log) -> None:
    session = begin(log, "cobra")
    with pytest.raises(LogNotWritten):
        log.begin_session(session, "neck", ["turn"], EVENING + timedelta(minutes=1), EVENING.date())
    (begun,) = log.sessions()
    assert begun == log.session(session)
    assert (begun.id, begun.routine, begun.planned) == (session, "upper_back", ("cobra",))


def test_nothing_is_told_of_a_session_that_has_not_begun(log: Log) -> None:
    with pytest.raises(LogNotWritten):
        log.add_entry(new_id(), "Rhomboids", performed(), EVENING)
    with pytest.raises(LogNotWritten):
        log.end_session(new_id(), SessionEnd.FINISHED, EVENING)
    assert log.sessions() == ()


def test_no_id_is_given_twice() -> None:
    assert len({new_id() for _ in range(1000)}) == 1000


def test_the_latest_value_of_a_setting_counts(log: Log) -> None:
    assert log.setting("routine", "none") == "none"
    log.set("routine", "neck", EVENING)
    log.set("routine", "upper_back", EVENING)
    assert log.setting("routine") == "upper_back"


def test_a_time_without_its_offset_is_refused(log: Log) -> None:
    with pytest.raises(ValueError, match="UTC offset"):
        begin(log, at=datetime(2026, 6, 1, 18, 4))


def test_a_write_that_fails_says_so_and_changes_nothing(log: Log, path: Path) -> None:
    session = begin(log, "rhomboids")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA query_only = ON")
    log._db.execute("PRAGMA query_only = ON")  # what a full or read-only disk does
    with pytest.raises(LogNotWritten, match="could not be written"):
        log.add_entry(session, "Rhomboids", performed(), EVENING)
    assert entries(log, session) == ()


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


@pytest.mark.parametrize("where", ["a folder", "no such folder/log.sqlite3"])
def test_a_path_that_cannot_be_opened_is_told_and_left_as_it_is(tmp_path: Path, where: str) -> None:
    (tmp_path / "a folder").mkdir()
    with pytest.raises(LogIsDamaged, match="left as it is") as told:
        Log(tmp_path / where)
    assert (tmp_path / where).name in str(told.value)
    assert [path.name for path in tmp_path.rglob("*")] == ["a folder"]


def test_a_migration_cut_off_in_the_middle_leaves_an_empty_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = ("CREATE TABLE first (id TEXT) STRICT; CREATE TABLE first (id TEXT) STRICT;",)
    monkeypatch.setattr("willows_app.adherence.log.MIGRATIONS", broken)
    with pytest.raises(LogIsDamaged):
        Log(path)
    monkeypatch.undo()
    assert Log(path).sessions() == ()
