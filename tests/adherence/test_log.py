"""The log keeps every fact, supersedes instead of overwriting, and leaves bad files alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from itertools import pairwise
from pathlib import Path
from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from willows_app.adherence.errors import LogIsDamaged, LogIsNewer, LogNotWritten
from willows_app.adherence.facts import Entry, Pain, PainMoment, SessionEnd, Source
from willows_app.adherence.log import Log, new_id, new_session_id, reads_log
from willows_app.guide.performance import Held, Outcome, Performed, PlannedDose, SkipReason
from willows_app.routine.model import Side

SUMMER = timezone(timedelta(hours=1))
EVENING = datetime(2026, 6, 1, 18, 4, tzinfo=SUMMER)
MINUTE = timedelta(minutes=1)
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
        Pain(PainMoment.STOP, None, EVENING + MINUTE, exercise="rhomboids", side=Side.LEFT),
        Pain(PainMoment.AFTER, 0, EVENING + 2 * MINUTE),
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
    assert len({new_session_id(EVENING) for _ in range(1000)}) == 1000


@given(st.lists(st.datetimes(datetime(1970, 1, 2), timezones=st.sampled_from([UTC, SUMMER]))))
def test_ids_of_sessions_sort_by_their_moments(moments: list[datetime]) -> None:
    at = {new_session_id(moment): moment for moment in moments}
    in_order = [at[id] for id in sorted(at)]
    a_tick = timedelta(milliseconds=1)
    assert all(earlier < later + a_tick for earlier, later in pairwise(in_order))


@pytest.mark.parametrize("year", [1960, 1970, 2026, 2199])
def test_the_id_of_a_session_is_a_uuid_whatever_the_clock_says(year: int) -> None:
    id = UUID(new_session_id(EVENING.replace(year=year)))
    assert (id.version, id.variant) == (7, RFC_4122)


def test_the_latest_value_of_a_setting_counts(log: Log) -> None:
    assert log.setting("routine", "none") == "none"
    log.set("routine", "neck", EVENING)
    log.set("routine", "upper_back", EVENING)
    assert log.setting("routine") == "upper_back"


def test_the_state_is_another_one_after_each_write_and_no_other_after_reading(
    log: Log, path: Path
) -> None:
    states = [log.state]
    session = begin(log, "rhomboids")
    states.append(log.state)
    log.add_entry(session, "Rhomboids", performed(), EVENING)
    states.append(log.state)
    assert log.sessions() and log.state == states[-1]
    log.take_back(session, EVENING)
    states.append(log.state)
    with closing(sqlite3.connect(":memory:")) as copy, closing(sqlite3.connect(path)) as db:
        db.backup(copy)
        copy.backup(db)
    states.append(log.state)
    assert len(set(states)) == len(states)


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


def test_a_damaged_log_whose_fault_cannot_even_be_told_is_left_as_it_is(path: Path) -> None:
    Log(path).close()
    spoilt = path.read_bytes().replace(b"CREATE TABLE sessions", b"CREATE \x80ABLE sessions")
    path.write_bytes(spoilt)
    with pytest.raises(LogIsDamaged, match="left as it is"):
        Log(path)
    assert path.read_bytes() == spoilt


@pytest.mark.parametrize("where", ["a folder", "no such folder/log.sqlite3"])
def test_a_path_that_cannot_be_opened_is_told_and_left_as_it_is(tmp_path: Path, where: str) -> None:
    (tmp_path / "a folder").mkdir()
    with pytest.raises(LogIsDamaged, match="left as it is") as told:
        Log(tmp_path / where)
    assert (tmp_path / where).name in str(told.value)
    assert [path.name for path in tmp_path.rglob("*")] == ["a folder"]


# ---------------------------------------------------------------- damage that is met later


@pytest.fixture
def spoilt(path: Path) -> Path:
    """A log that opens, but whose second half is gone."""
    Log(path).close()
    days = [EVENING + timedelta(days=day) for day in range(400)]
    rows = [(new_id(), day.isoformat(), day.date().isoformat()) for day in days]
    with closing(sqlite3.connect(path)) as db, db:
        db.executemany("INSERT INTO sessions VALUES (?, 'upper_back', '[]', ?, ?)", rows)
    content = path.read_bytes()
    half = len(content) // 2
    path.write_bytes(content[:half] + bytes(len(content) - half))
    return path


def test_damage_met_when_reading_makes_the_log_lost_and_it_reads_as_an_empty_one(
    spoilt: Path,
) -> None:
    before, log, told = spoilt.read_bytes(), Log(spoilt), list[str]()
    log.when_lost = lambda: told.append(log.lost)
    assert (log.sessions(500), log.count_sessions()) == ((), 0)
    assert told == [log.lost] != [""]
    assert spoilt.read_bytes() == before


def test_a_lost_log_takes_no_facts_until_it_is_opened_again(spoilt: Path, tmp_path: Path) -> None:
    log = Log(spoilt)
    log.sessions(500)
    with pytest.raises(LogIsDamaged, match="cannot be read"):
        begin(log, "cobra")
    good = tmp_path / "good.sqlite3"
    kept = begin(Log(good), "cobra")
    good.replace(spoilt)
    log.open_again()
    assert (log.lost, [session.id for session in log.sessions()]) == ("", [kept])
    begin(log, "rhomboids")
    assert log.count_sessions() == 2


def test_damage_met_when_writing_makes_the_log_lost(spoilt: Path) -> None:
    log = Log(spoilt)
    with pytest.raises(LogIsDamaged):
        for day in range(200, 400):
            begin(log, "cobra", at=EVENING + timedelta(days=day))
    assert log.lost


def checked(log: Log) -> Log:
    for _ in log.check():
        pass
    return log


def test_the_check_finds_damage_that_nobody_has_met_yet(spoilt: Path) -> None:
    log = Log(spoilt)
    assert log.lost == ""
    assert checked(log).lost


def test_the_check_of_a_good_log_reads_it_all_and_changes_nothing(log: Log, path: Path) -> None:
    session = begin(log, "rhomboids")
    log.add_entry(session, "Rhomboids", performed(), EVENING)
    log.set("routine", "upper_back", EVENING)
    before = path.read_bytes()
    assert (checked(log).lost, path.read_bytes()) == ("", before)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sessions SET day = '2026-06-3x'",
        "UPDATE sessions SET planned = '[\"rhomboids'",
        "UPDATE entries SET recorded_at = 'in the evening'",
        "UPDATE planned_doses SET dose = '{\"heId\": {}}'",
        "UPDATE settings SET value = 'upper_back'",
        "UPDATE plan_changes SET day = ''",
        "UPDATE sessions SET id = 'another'",
        "DROP TABLE notes",
        "DROP VIEW current_pains",
    ],
)
def test_the_check_finds_what_no_screen_could_read(log: Log, path: Path, statement: str) -> None:
    session = begin(log, "rhomboids")
    log.add_entry(session, "Rhomboids", performed(), EVENING)
    log.set("routine", "upper_back", EVENING)
    other = sqlite3.connect(path)
    other.execute(statement)
    other.commit()
    other.close()
    assert checked(log).lost


def test_a_fact_that_cannot_be_read_is_damage_only_until_all_was_checked(log: Log) -> None:
    @reads_log
    def fail(_: Log) -> None:
        if not log.lost:
            raise KeyError("held")

    with pytest.raises(KeyError):
        fail(checked(log))
    assert log.lost == ""
    log.open_again()
    fail(log)
    assert "held" in log.lost


# ---------------------------------------------------------------- a copy


def test_a_copy_is_a_log_with_all_facts(log: Log, tmp_path: Path) -> None:
    session = begin(log, "rhomboids")
    log.add_entry(session, "Rhomboids", performed(), EVENING)
    (tmp_path / "copy").write_bytes(log.copy())
    copy = checked(Log(tmp_path / "copy"))
    assert (copy.lost, copy.sessions()) == ("", log.sessions())


def test_facts_that_found_no_room_can_be_read_with_the_others_and_change_no_file(
    log: Log, path: Path
) -> None:
    session = begin(log, "rhomboids")
    before = path.read_bytes()
    with log.with_also([partial(log.add_entry, session, "Rhomboids", performed(), EVENING)]):
        assert [entry.exercise for entry in entries(log, session)] == ["rhomboids"]
    assert (entries(log, session), path.read_bytes()) == ((), before)
