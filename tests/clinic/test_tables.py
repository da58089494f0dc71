"""The CSV files say what the log says, in any spreadsheet, and run nothing there."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.adherence.diary import PARTLY, SKIPPED, STOPPED, Act, Diary, live, many_acts
from tests.adherence.some_facts import facts
from tests.clinic.lived import CODE, EVER, ROUTINE, log_of
from willows_app.adherence.fact_tables import Facts
from willows_app.adherence.facts import Change, Pain, PainMoment
from willows_app.adherence.log import Log
from willows_app.clinic.review import review_of
from willows_app.clinic.tables import (
    ENTRIES,
    GUARD,
    SESSIONS,
    TABLES,
    Table,
    columns_explained,
    days_csv,
    entries_csv,
    sessions_csv,
    unguarded,
)
from willows_app.guide.performance import prescribed_seconds
from willows_app.routine.model import Side

EVENING = "2026-06-01T18:04:00+01:00"


def read(content: bytes) -> list[dict[str, str]]:
    """As the standard library reads it."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def both(log: Log) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    sessions = log.sessions_between(*EVER)
    return read(sessions_csv(CODE, sessions)), read(entries_csv(CODE, sessions))


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    return Diary(tmp_path / "log.sqlite3")


# ---------------------------------------------------------------- what they say


def test_a_session_is_a_line_with_all_that_became_of_it(diary: Diary) -> None:
    session = diary.session(EVENING, "cobra", before=4, after=2)
    diary.entry(session, "cat", EVENING, PARTLY, held=12.5)
    diary.log.write_note(session, "Went well", datetime.fromisoformat(EVENING))
    ((row,), _) = both(diary.log)
    assert row == {
        "patient": CODE,
        "session": session,
        "day": "2026-06-01",
        "routine": "upper_back",
        "started_at": EVENING,
        "ended_at": EVENING,
        "end": "finished",
        "planned": "2",
        "completed": "1",
        "partly_done": "1",
        "skipped": "0",
        "stopped_for_pain": "0",
        "seconds_held": "72.5",
        "pain_before": "4",
        "pain_before_said": "answered",
        "pain_after": "2",
        "pain_after_said": "answered",
        "pain_at_stop": "",
        "recorded": "timed",
        "note": "Went well",
    }


def test_an_entry_is_a_line_with_what_was_planned_and_done(diary: Diary) -> None:
    session = diary.session(EVENING)
    diary.entry(session, "cobra", EVENING, STOPPED, held=12.5)
    at = datetime.fromisoformat(EVENING)
    diary.log.add_pain(session, Pain(PainMoment.STOP, 7, at, "cobra", Side.LEFT))
    (_, (row,)) = both(diary.log)
    assert row == {
        "patient": CODE,
        "session": session,
        "entry": diary.entry_id(session, "cobra"),
        "day": "2026-06-01",
        "routine": "upper_back",
        "exercise": "cobra",
        "title": "Cobra",
        "outcome": "stopped for pain",
        "reason": "",
        "source": "timed",
        "held_left": "12.5",
        "held_right": "0.0",
        "held_middle": "0.0",
        "planned_left": "60.0",
        "planned_right": "0.0",
        "planned_middle": "0.0",
        "repetitions": "1",
        "planned_repetitions": "1",
        "places": "",
        "planned_places": "",
        "pain_at_stop": "7",
        "pain_at_stop_said": "answered",
        "pain_side": "left",
        "recorded_at": EVENING,
    }


def test_what_was_said_at_a_stop_stays_where_the_outcome_is_corrected(diary: Diary) -> None:
    session = diary.session(EVENING)
    diary.entry(session, "cobra", EVENING, STOPPED, held=12.5)
    for minutes, score in enumerate((9, 3)):
        at = datetime.fromisoformat(EVENING) + timedelta(minutes=minutes)
        diary.log.add_pain(session, Pain(PainMoment.STOP, score, at, "cobra"))
    diary.entry(session, "cobra", EVENING)
    ((row,), (entry,)) = both(diary.log)
    assert (row["stopped_for_pain"], row["pain_at_stop"]) == ("0", "9")
    assert (entry["outcome"], entry["pain_at_stop"]) == ("completed", "3")
    for table in (SESSIONS, ENTRIES):
        assert "stays where the outcome was corrected" in table.columns["pain_at_stop"]


def test_what_nobody_timed_or_said_is_empty_and_not_nought(diary: Diary) -> None:
    session = diary.session(EVENING, "cobra", on="2026-05-30")
    diary.pain(session, None, EVENING)
    ((row,), (entry,)) = both(diary.log)
    assert (row["seconds_held"], row["recorded"]) == ("", "ticked by hand")
    assert (row["pain_before"], row["pain_before_said"]) == ("", "declined")
    assert (row["pain_after"], row["pain_after_said"]) == ("", "not asked")
    assert [entry[f"held_{side}"] for side in ("left", "right", "middle")] == ["", "", ""]
    assert (row["day"], entry["day"]) == ("2026-05-30", "2026-05-30")


def test_what_was_corrected_is_there_as_corrected_and_what_was_taken_back_is_not(
    diary: Diary,
) -> None:
    kept, mistake = diary.session(EVENING, "cobra"), diary.session(EVENING, "cat")
    diary.entry(kept, "cobra", "2026-06-01T19:00:00+01:00", SKIPPED)
    diary.pain(kept, 3, "2026-06-01T18:05:00+01:00")
    diary.pain(kept, 5, "2026-06-01T18:06:00+01:00")
    diary.log.take_back(mistake, datetime.fromisoformat(EVENING))
    ((row,), (entry,)) = both(diary.log)
    assert (row["session"], row["skipped"], row["pain_before"]) == (kept, "1", "5")
    assert entry["outcome"] == "skipped"


def days_of(diary: Diary, first: date, last: date) -> list[dict[str, str]]:
    return read(days_csv(CODE, review_of(diary.log, ROUTINE, first, last)))


def test_a_day_is_a_line_with_what_was_due_and_done(diary: Diary) -> None:
    diary.session(EVENING, "cobra")
    first = days_of(diary, date(2026, 6, 1), date(2026, 6, 3))[0]
    assert first == {
        "patient": CODE,
        "routine": "upper_back",
        "day": "2026-06-01",
        "week": "2026-06-01",
        "phase": "daily",
        "status": "partly done",
        "expected": "1",
        "due": "1",
        "done": "1",
        "day_over": "1",
        "logged": "1",
        "exercises_due": "10",
        "exercises_completed": "1",
        "seconds_due": str(sum(prescribed_seconds(ROUTINE).values())),
        "seconds_held": str(prescribed_seconds(ROUTINE)["cobra"]),
    }


def test_each_day_tells_how_the_plan_stood(diary: Diary) -> None:
    diary.session("2026-06-02T18:00:00+01:00", "cobra")
    diary.plan_changes(Change.PAUSE, "2026-06-03", until="2026-06-03")
    diary.plan_changes(Change.AS_NEEDED, "2026-06-05")
    diary.plan_changes(Change.FLARE, "2026-06-06")
    told = [
        (row["phase"], row["status"], row["expected"], row["due"], row["day_over"])
        for row in days_of(diary, date(2026, 6, 1), date(2026, 6, 7))
    ]
    assert told == [
        ("", "not due", "0", "0", "1"),
        ("daily", "partly done", "1", "1", "1"),
        ("daily", "paused", "1", "0", "1"),
        ("daily", "missed", "1", "1", "1"),
        ("as needed", "not due", "0", "0", "1"),
        ("flare", "missed", "1", "1", "1"),
        ("flare", "due", "1", "1", "0"),
    ]


@settings(max_examples=30)
@given(many_acts, st.integers(0, 20))
def test_the_shares_of_a_review_follow_from_its_days(acts: list[Act], length: int) -> None:
    first, last = date(2026, 6, 1), date(2026, 6, 1) + timedelta(days=length)
    with TemporaryDirectory() as folder, Diary(Path(folder) / "log.sqlite3") as diary:
        live(diary, acts)
        review = review_of(diary.log, ROUTINE, first, last)
    rows = read(days_csv(CODE, review))
    over = [row for row in rows if row["day_over"] == "1" and row["due"] != "0"]
    total = review.total
    assert sum(float(row["seconds_held"]) for row in over) == pytest.approx(total.dose.done)
    assert sum(float(row["seconds_due"]) for row in over) == pytest.approx(total.dose.due)
    assert sum(int(row["exercises_completed"]) for row in over) == total.exercises.done
    assert sum(int(row["exercises_due"]) for row in over) == total.exercises.due


def test_only_the_days_of_the_range_are_there(diary: Diary) -> None:
    for day in ("2026-06-01", "2026-06-02", "2026-06-03"):
        diary.session(f"{day}T18:00:00+01:00", "cobra")
    sessions = diary.log.sessions_between(date(2026, 6, 2), date(2026, 6, 3))
    assert [row["day"] for row in read(sessions_csv(CODE, sessions))] == [
        "2026-06-02",
        "2026-06-03",
    ]


@pytest.mark.parametrize("table", TABLES)
def test_without_a_session_there_is_the_line_with_the_names(table: Table) -> None:
    assert table.written([]).decode("utf-8-sig") == ",".join(table.columns) + "\r\n"


@given(facts())
def test_whatever_a_log_holds_both_tables_have_all_of_it(known: Facts) -> None:
    with log_of(known) as log:
        logged = log.sessions_between(*EVER)
        sessions, entries = both(log)
    assert [row["session"] for row in sessions] == [each.id for each in logged]
    assert [unguarded(row["note"]) for row in sessions] == [each.note for each in logged]
    assert [(row["title"], row["held_left"]) for row in entries] == [
        (entry.title, str(entry.held.left) if entry.held else "")
        for each in logged
        for entry in each.entries
    ]


# ---------------------------------------------------------------- how they are written


def test_the_files_are_as_spreadsheets_want_them(diary: Diary) -> None:
    diary.session(EVENING)
    content = sessions_csv(CODE, diary.log.sessions_between(*EVER))
    assert content.startswith("\ufeffpatient,session,".encode())
    assert content.count(b"\r\n") == content.count(b"\n") == 2


RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "＝1", "'=1", "''"]


@given(st.text())
@example("")
@pytest.mark.parametrize("beginning", ["", *RISKY])
def test_any_text_comes_back_and_none_begins_like_a_formula(beginning: str, rest: str) -> None:
    text = beginning + rest
    table = Table("t.csv", "", {"text": "", "number": ""})
    ((cell, number),) = [
        tuple(row.values()) for row in read(table.written([{"text": text, "number": -3}]))
    ]
    assert unguarded(cell) == text
    assert not cell.startswith(tuple("=+-@＝＋－＠\t\r\n\0"))
    assert cell == text or cell.startswith(GUARD)
    assert number == "-3"


def test_every_column_is_explained() -> None:
    explained = columns_explained()
    for table in TABLES:
        for column, about in table.columns.items():
            assert f"  {column:20} {about}\n" in explained
            assert about.endswith(".")
