"""A backup holds every fact, comes into any log without loss, and a bad one changes nothing."""

from __future__ import annotations

import gzip
import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.adherence.diary import Diary
from tests.adherence.some_facts import facts, two_phones
from willows_app.adherence.backup import (
    MOST_BYTES,
    BackupError,
    BackupIsDamaged,
    BackupIsNewer,
    NotABackup,
    at_once,
    backup_name,
    pack,
    read_backup,
    write_backup,
)
from willows_app.adherence.errors import LogNotWritten
from willows_app.adherence.fact_tables import TABLES, Facts, values
from willows_app.adherence.facts import Change, PainMoment, PauseReason
from willows_app.adherence.log import Log
from willows_app.adherence.merging import compare, facts_in

SUMMER = timezone(timedelta(hours=1))
EVENING = datetime(2026, 6, 1, 18, 4, tzinfo=SUMMER)
NOTHING: Facts = {table: [] for table in TABLES}

few = settings(max_examples=40, deadline=None)


@contextmanager
def fresh_log(*logs: Facts) -> Iterator[Log]:
    """A log into which these came one after the other."""
    with TemporaryDirectory() as folder, closing(Log(Path(folder) / "log.sqlite3")) as log:
        for each in logs:
            restore(log, backup_of(each))
        yield log


def backup_of(known: Facts) -> bytes:
    return write_backup(known, EVENING, "0.1.0")


def restore(log: Log, content: bytes) -> None:
    log.add_facts(compare(facts_in(log), at_once(read_backup(content)).facts).facts)


def told(log: Log) -> tuple[object, ...]:
    """All that the screens may read."""
    return (
        log.sessions(1000),
        *(log.plan_changes(routine) for routine in ("upper_back", "neck")),
        log.settings(""),
    )


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    """A log with every kind of fact, as the app writes them."""
    diary = Diary(tmp_path / "mine.sqlite3")
    log = diary.log
    first = diary.session("2026-06-01T18:04:00.123456+01:00", "cobra", "cat", before=4, after=2)
    diary.session("2026-06-03T07:00:00+12:00", "cat")
    diary.entry(first, "cobra", "2026-06-01T19:00:00+01:00", held=12.5)
    diary.pain(first, None, "2026-06-01T18:10:00+01:00", PainMoment.STOP)
    log.write_note(first, 'Went "well" [mostly]\n\u0000🌿', EVENING)
    log.take_back(diary.entry_id(first, "cat"), EVENING)
    log.change_plan("upper_back", Change.LENGTH, date(2026, 6, 2), EVENING, days=21)
    log.change_plan(
        "upper_back",
        Change.PAUSE,
        date(2026, 6, 5),
        EVENING,
        until=date(2026, 6, 9),
        reason=PauseReason.TRAVEL,
    )
    log.set("routine", "upper_back", EVENING)
    log.set("routine", "neck", EVENING)
    log.set("order of exercises: neck", '["turn", "nod"]', EVENING)
    return diary


# ---------------------------------------------------------------- nothing is lost


def test_a_backup_covers_every_table_and_column_of_the_log(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    Log(path).close()
    with closing(sqlite3.connect(path)) as db:
        in_log = {
            table: [column[1] for column in db.execute(f"PRAGMA table_info({table})")]
            for (table,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        }
    assert in_log.pop("planned_doses") == ["id", "title", "dose", "seconds"]
    assert {table: sorted(names) for table, names in in_log.items()} == {
        table: sorted(column.name for column in columns) for table, columns in TABLES.items()
    }


def test_all_that_the_app_writes_comes_back_and_makes_the_same_file_again(diary: Diary) -> None:
    content = backup_of(facts_in(diary.log))
    with fresh_log() as log:
        restore(log, content)
        assert told(log) == told(diary.log)
        assert backup_of(facts_in(log)) == content
        doses = "SELECT title, dose, seconds FROM planned_doses ORDER BY title"
        assert log.query(doses) == diary.log.query(doses)


@few
@given(facts())
def test_whatever_a_log_knows_comes_back_and_coming_twice_changes_nothing(known: Facts) -> None:
    content = backup_of(known)
    with fresh_log(known) as log:
        assert backup_of(facts_in(log)) == content
        assert not compare(facts_in(log), at_once(read_backup(content)).facts)
        restore(log, content)
        assert backup_of(facts_in(log)) == content


def test_the_same_facts_make_the_same_file_in_whatever_order_they_are(diary: Diary) -> None:
    known = facts_in(diary.log)
    upside_down = {table: list(reversed(rows)) for table, rows in known.items()}
    assert backup_of(upside_down) == backup_of(known)


def test_a_correction_of_something_unknown_is_kept(diary: Diary) -> None:
    diary.log.take_back("gone", EVENING)
    with fresh_log(facts_in(diary.log)) as log:
        assert "gone" in values(facts_in(log), "taken_back", "target")


# ---------------------------------------------------------------- two logs come together


@few
@given(two_phones())
def test_two_phones_come_together_without_loss_in_any_order(phones: tuple[Facts, Facts]) -> None:
    one, other = phones
    with fresh_log(one, other) as log, fresh_log(other, one) as upside_down:
        both = facts_in(log)
        assert backup_of(both) == backup_of(facts_in(upside_down))
        assert told(log) == told(upside_down)
    for table in TABLES:
        ids = {row[0] for phone in phones for row in phone[table]}
        assert {row[0] for row in both[table]} == ids
        if table != "session_ends":
            assert set(both[table]) == {*one[table], *other[table]}


@few
@given(two_phones())
def test_a_session_ended_when_the_first_phone_says_so(phones: tuple[Facts, Facts]) -> None:
    with fresh_log(*phones) as log:
        ends = {row[0]: datetime.fromisoformat(row[2]) for row in facts_in(log)["session_ends"]}
    for phone in phones:
        for session, _, ended_at in phone["session_ends"]:
            assert ends[session] <= datetime.fromisoformat(ended_at)


@few
@given(two_phones())
def test_the_preview_tells_what_will_be_new(phones: tuple[Facts, Facts]) -> None:
    one, other = phones
    with fresh_log(one) as log:
        news = compare(facts_in(log), other)
        before, sessions = log.settings(""), set(values(facts_in(log), "sessions", "id"))
        log.add_facts(news.facts)
        after, more = log.settings(""), set(values(facts_in(log), "sessions", "id"))
    assert set(news.settings) == {key for key in after if after[key] != before.get(key)}
    assert news.sessions == len(more - sessions)
    assert news.known_sessions == len(sessions & set(values(other, "sessions", "id")))
    if news.sessions:
        new = [row for row in other["sessions"] if row[0] in more - sessions]
        assert news.days == (
            date.fromisoformat(min(row[4] for row in new)),
            date.fromisoformat(max(row[4] for row in new)),
        )


def test_an_exercise_that_was_corrected_counts_once_in_the_preview(diary: Diary) -> None:
    news = compare(NOTHING, facts_in(diary.log))
    assert (news.sessions, news.exercises, news.known_sessions) == (2, 3, 0)
    assert len(news.facts["entries"]) == 4
    assert news.days == (date(2026, 6, 1), date(2026, 6, 3))
    assert news.settings == ("order of exercises: neck", "routine")


CONTRADICTIONS = {table: columns[-1].name for table, columns in TABLES.items()} | {
    "sessions": "routine",
    "entries": "outcome",
    "notes": "text",
    "settings": "value",
}
del CONTRADICTIONS["session_ends"]


@pytest.mark.parametrize("table", CONTRADICTIONS)
def test_what_a_log_knows_otherwise_is_refused_and_nothing_changes(
    diary: Diary, table: str
) -> None:
    known = facts_in(diary.log)
    place = [column.name for column in TABLES[table]].index(CONTRADICTIONS[table])
    other = {"routine": "neck", "outcome": "skipped", "value": '"other"', "reason": "illness"}
    row = list(known[table][-1])
    row[place] = other.get(CONTRADICTIONS[table], "2001-01-01T00:00:00+00:00")
    contradicting = {**known, table: [*known[table][:-1], tuple(row)]}
    with pytest.raises(BackupIsDamaged, match="what your log knows already"):
        restore(diary.log, backup_of(contradicting))
    assert facts_in(diary.log) == known


@pytest.mark.parametrize("table", TABLES)
def test_a_log_that_cannot_be_written_takes_all_or_nothing(diary: Diary, table: str) -> None:
    with fresh_log() as log:
        log._db.execute(
            f"CREATE TRIGGER full BEFORE INSERT ON {table} "
            "BEGIN SELECT RAISE(FAIL, 'the disk is full'); END"
        )
        with pytest.raises(LogNotWritten, match="the disk is full"):
            log.add_facts(facts_in(diary.log))
        assert facts_in(log) == NOTHING
        assert log.query("SELECT * FROM planned_doses") == []


# ---------------------------------------------------------------- the file


def test_the_file_can_be_read_and_verified_without_the_app(diary: Diary) -> None:
    content = backup_of(facts_in(diary.log))
    *lines, last = content.decode().splitlines()
    whole = json.loads(content)
    assert (whole["format"], whole["version"], whole["app"]) == ("willows-backup", 1, "0.1.0")
    assert whole["made_at"] == EVENING.isoformat()
    assert whole["counts"]["sessions"] == 2
    assert whole["sessions"]["columns"] == ["id", "routine", "planned", "started_at", "day"]
    assert sum(line.startswith('["') for line in lines) == sum(whole["counts"].values())
    # As `head -n -1 FILE | sha256sum` has it.
    everything_before = "".join(f"{line}\n" for line in lines).encode()
    assert last == f'"sha256": "{hashlib.sha256(everything_before).hexdigest()}"}}'


def test_the_name_of_the_file_has_the_day_and_nothing_else() -> None:
    assert backup_name(date(2026, 11, 23)) == "willows-backup-2026-11-23.json.gz"


def test_reading_can_be_watched(diary: Diary) -> None:
    steps = read_backup(backup_of(facts_in(diary.log)))
    shares = list(steps)
    assert len(shares) > 20
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


# ---------------------------------------------------------------- a bad file


def refused(content: bytes) -> BackupError:
    with pytest.raises(BackupError) as caught:
        at_once(read_backup(content))
    assert str(caught.value).endswith(".")
    return caught.value


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n\x00\xff",
        b"SQLite format 3\0" + bytes(4000),
        b'{"sessions": []}',
        b"[" * 100_000,
        b"\xef\xbb\xbf{}",
        bytes(10_000_000),
    ],
    ids=["empty", "a picture", "a database", "other JSON", "brackets", "a BOM", "10 MB of zeros"],
)
def test_another_file_is_no_backup(content: bytes) -> None:
    assert isinstance(refused(content), NotABackup)


SMALL = backup_of({**NOTHING, "settings": [("1", "breath", '"{}"', 1, EVENING.isoformat())]})


@given(st.integers(0, len(SMALL) - 1))
@example(0)
@example(len(SMALL) - 1)
def test_a_file_that_ends_too_early_is_refused(length: int) -> None:
    refused(SMALL[:length])


@given(st.integers(0, len(SMALL) - 1), st.integers(1, 255))
def test_a_file_with_a_byte_that_was_changed_is_refused(place: int, flipped: int) -> None:
    refused(SMALL[:place] + bytes([SMALL[place] ^ flipped]) + SMALL[place + 1 :])


@given(st.integers(0, len(SMALL)), st.binary(min_size=1, max_size=20))
def test_a_file_into_which_something_came_is_refused(place: int, more: bytes) -> None:
    refused(SMALL[:place] + more + SMALL[place:])


def test_lines_that_were_lost_or_made_windows_lines_are_noticed() -> None:
    assert "changed since it was made" in str(refused(SMALL.replace(b"\n", b"\r\n", 3)))
    assert "its end is missing" in str(refused(SMALL.rstrip()[:-70]))
    assert "its end is missing" in str(refused(SMALL.replace(b"\n", b"\r\n")))


def test_a_file_that_is_longer_than_any_log_is_refused() -> None:
    assert "longer than any log" in str(refused(SMALL + b" " * MOST_BYTES))
    assert "longer than any log" in str(refused(pack(SMALL + b" " * MOST_BYTES)))


PACKED = pack(SMALL)


def test_a_packed_file_is_small_and_read_like_its_json() -> None:
    assert at_once(read_backup(PACKED)) == at_once(read_backup(SMALL))
    assert pack(SMALL) == PACKED
    assert gzip.decompress(PACKED) == SMALL


@pytest.mark.parametrize("more", [b" ", PACKED])
def test_a_packed_file_that_something_follows_is_refused(more: bytes) -> None:
    assert "something follows its end" in str(refused(PACKED + more))


@given(st.integers(0, len(PACKED) - 1))
def test_a_packed_file_that_ends_too_early_is_refused(length: int) -> None:
    refused(PACKED[:length])


@given(st.integers(0, len(PACKED) - 1), st.integers(1, 255))
def test_a_packed_file_with_a_byte_that_was_changed_is_refused_or_the_same(
    place: int, flipped: int
) -> None:
    changed = PACKED[:place] + bytes([PACKED[place] ^ flipped]) + PACKED[place + 1 :]
    try:
        backup = at_once(read_backup(changed))
    except BackupError:
        return
    assert backup == at_once(read_backup(SMALL))


# ---------------------------------------------------------------- a file that was forged


def sealed(text: str) -> bytes:
    """A file that is what it says, whatever that is."""
    content = text.encode("utf-8", "surrogatepass")
    return content + f'"sha256": "{hashlib.sha256(content).hexdigest()}"}}\n'.encode()


def forged(change: Callable[[dict[str, Any]], object], diary: Diary) -> bytes:
    """The backup of this log with something of it made otherwise, and sealed anew."""
    document = json.loads(backup_of(facts_in(diary.log)))
    change(document)
    del document["sha256"]
    return sealed(json.dumps(document)[:-1] + ",\n")


def put(table: str, column: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Have the first row of a table say this."""

    def change(document: dict[str, Any]) -> None:
        place = document[table]["columns"].index(column)
        document[table]["rows"][0][place] = value

    return change


def repeat(table: str, **otherwise: Any) -> Callable[[dict[str, Any]], None]:
    """Have the first row of a table there twice, perhaps with something else in it."""

    def change(document: dict[str, Any]) -> None:
        columns, rows = document[table]["columns"], document[table]["rows"]
        rows.append([otherwise.get(name, rows[0][at]) for at, name in enumerate(columns)])
        document["counts"][table] += 1

    return change


def drop(*path: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: Any) -> None:
        for key in path[:-1]:
            document = document[key]
        del document[path[-1]]

    return change


NESTED = json.dumps("[" * 5000)
HIDDEN = '["' + "]" * 5000 + '", ' + "[" * 5000
"""Brackets in a string, which close none of those that are open."""
FORGERIES = {
    "a number for an id": (put("sessions", "id", 7), "sessions: id is 7"),
    "no id": (put("sessions", "id", ""), "sessions: id is ''"),
    "an endless title": (put("sessions", "routine", "x" * 1000), "sessions: routine is 'xxx"),
    "no list of exercises": (put("sessions", "planned", '{"a": 1}'), "sessions: planned is"),
    "a nested list of exercises": (put("sessions", "planned", "[" * 5000), "sessions: planned is"),
    "a moment that is none": (put("sessions", "started_at", "soon"), "started_at is 'soon'"),
    "a moment without its offset": (
        put("sessions", "started_at", "2026-06-01T18:04:00"),
        "started_at is '2026-06-01T18:04:00'",
    ),
    "the 30th of February": (put("sessions", "day", "2026-02-30"), "sessions: day is '2026-02-30'"),
    "a day in another age": (put("sessions", "day", "9999-12-31"), "sessions: day is '9999-12-31'"),
    "a moment in another age": (
        put("entries", "recorded_at", "0001-01-01T00:00:00+00:00"),
        "recorded_at is '0001",
    ),
    "an unknown outcome": (put("entries", "outcome", "perfect"), "entries: outcome is 'perfect'"),
    "a list for an outcome": (put("entries", "outcome", ["completed"]), "outcome is ['completed']"),
    "seconds that are none": (put("entries", "held_left", float("nan")), "it is not JSON"),
    "endless seconds": (put("entries", "held_left", float("inf")), "it is not JSON"),
    "seconds below nought": (put("entries", "held_left", -1.0), "held_left is -1.0"),
    "seconds on one side only": (put("entries", "held_left", None), "on one side"),
    "absurdly many repetitions": (
        put("entries", "repetitions", 10**9),
        "repetitions is 1000000000",
    ),
    "a number beyond any database": (put("entries", "repetitions", 10**40), "repetitions is 1000"),
    "half a repetition": (put("entries", "repetitions", 1.5), "repetitions is 1.5"),
    "true for a number": (put("entries", "repetitions", True), "repetitions is True"),
    "half a letter": (put("notes", "text", "\ud83c"), "notes: text is '\\ud83c'"),
    "a dose that is not there": (put("entries", "planned", 99), "its parts"),
    "a dose in words": (put("entries", "planned", "much"), "its parts"),
    "a dose below nought": (
        put("planned_doses", "dose", '{"held": {"left": -1.0, "right": 0.0, "middle": 0.0}}'),
        "entries: planned is",
    ),
    "a title that is none": (put("planned_doses", "title", None), "entries: planned is"),
    "an exercise of no session": (put("entries", "exercise", "handstand"), "'handstand' was not"),
    "an entry of no session": (put("entries", "session", "gone"), "there is no session 'gone'"),
    "an end of no session": (put("session_ends", "session", "gone"), "there is no session 'gone'"),
    "pain of no session": (put("pains", "session", "gone"), "there is no session 'gone'"),
    "a note on no session": (put("notes", "session", "gone"), "there is no session 'gone'"),
    "pain of eleven": (put("pains", "score", 11), "pains: score is 11"),
    "a change of no kind": (
        put("plan_changes", "change", "more"),
        "change is 'more'",
    ),
    "a setting that is not JSON": (put("settings", "value", "neck"), "settings: value is 'neck'"),
    "a setting without end": (put("settings", "value", NESTED), "settings: value is"),
    "a setting that hides it": (put("settings", "value", json.dumps(HIDDEN)), "value is"),
    "exercises that hide it": (put("sessions", "planned", HIDDEN), "sessions: planned is"),
    "a session twice": (repeat("sessions"), "sessions: the same one is there twice"),
    "a session told in two ways": (repeat("sessions", day="2026-06-02"), "is there twice"),
    "an entry told in two ways": (repeat("entries", outcome="skipped"), "is there twice"),
    "two ends of a session": (repeat("session_ends", reason="stopped"), "is there twice"),
    "a table less": (drop("pains"), "its parts"),
    "no column names": (drop("pains", "columns"), "its parts"),
    "a column less": (drop("pains", "rows", 0, 0), "its parts"),
    "a row less": (drop("pains", "rows", 0), "its parts"),
    "rows that are none": (lambda whole: whole["pains"].update(rows="abc"), "its parts"),
    "a row that is none": (lambda whole: whole["pains"].update(rows=[{}, None]), "its parts"),
    "other columns": (lambda whole: whole["notes"]["columns"].reverse(), "its parts"),
    "a table that is none": (lambda whole: whole.update(notes=[]), "its parts"),
    "counts that are none": (lambda whole: whole.update(counts=7), "its parts"),
    "made at no time": (lambda whole: whole.update(made_at=7), "its parts"),
    "made somewhere": (lambda whole: whole.update(made_at="2026-06-01T18:04:00"), "its parts"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_what_the_app_would_never_write_is_refused(diary: Diary, name: str) -> None:
    change, said = FORGERIES[name]
    assert said in str(refused(forged(change, diary)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"a": ' + "[" * 100_000, "its parts"),
        ('"a": "[", "b": ' + '{"c":' * 9000, "its parts"),
        (f'"a": {HIDDEN}', "its parts"),
        ('"a": "' + "[" * 5000, "not JSON"),
        ('"a": 1e999', "its parts"),
        ('"a": ' + "1" * 5000, "not JSON"),
        ('"a": "\udc80"', "its parts"),
        ("nonsense", "not JSON"),
    ],
)
def test_a_document_that_is_none_is_refused(text: str, said: str) -> None:
    content = sealed(f'{{"format": "willows-backup", "version": 1, {text},\n')
    assert said in str(refused(content))


def test_brackets_in_a_note_are_not_taken_for_nesting(diary: Diary) -> None:
    note = '[[[[{{{{"\\"[["\\\\' * 2000
    diary.log.write_note(diary.session("2026-06-04T18:04:00+01:00", "cat"), note, EVENING)
    with fresh_log(facts_in(diary.log)) as log:
        assert note in values(facts_in(log), "notes", "text")


def test_a_newer_file_is_refused_and_the_way_is_shown() -> None:
    content = sealed('{"format": "willows-backup", "version": 2, "facts": "in another way",\n')
    error = refused(content)
    assert isinstance(error, BackupIsNewer)
    assert "Update the app" in str(error)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("2026-02-29"),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@few
@given(st.data())
def test_a_file_with_any_value_forged_is_refused_or_can_be_read(data: st.DataObject) -> None:
    document = json.loads(backup_of(data.draw(facts())))
    tables = [
        name for name, table in document.items() if isinstance(table, dict) and "rows" in table
    ]
    with_rows = [name for name in tables if document[name]["rows"]]
    if not with_rows:
        return
    row = data.draw(st.sampled_from(document[data.draw(st.sampled_from(with_rows))]["rows"]))
    row[data.draw(st.integers(0, len(row) - 1))] = data.draw(ANYTHING)
    del document["sha256"]
    content = sealed(json.dumps(document)[:-1] + ",\n")
    with fresh_log() as log:
        try:
            restore(log, content)
        except BackupError:
            assert facts_in(log) == NOTHING
        else:
            told(log)
            restore(log, backup_of(facts_in(log)))
