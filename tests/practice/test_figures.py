"""The figures of a clinic are those of each patient's own review, and any engine finds the same."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.adherence.diary import PARTLY, SKIPPED, STOPPED, Act, Diary, days, live, many_acts
from tests.clinic.lived import ROUTINE
from tests.practice.shared import FIRST, LAST, figures_in, patients_in, share
from willows_app.adherence.facts import Change
from willows_app.adherence.measures import streak
from willows_app.adherence.records import sessions_by_day_in
from willows_app.clinic.review import Review, review_of
from willows_app.clinic.tables import TABLES
from willows_app.practice.clinic import RESULTS, Row, sql
from willows_app.practice.words import PATIENTS

LONG_AGO = date(2026, 5, 1)


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    return three_weeks(tmp_path / "log.sqlite3")


def three_weeks(path: Path) -> Diary:
    """With some of everything."""
    diary = Diary(path)
    for number, day in enumerate(days("2026-06-01", 18)):
        at = f"{day}T18:00:00+01:00"
        if number % 4 == 3:
            continue
        session = diary.session(at, "cobra", before=number % 7, after=number % 5)
        if outcome := {5: SKIPPED, 6: PARTLY, 8: STOPPED}.get(number):
            diary.entry(session, "cat", at, outcome, held=6.0)
    diary.plan_changes(Change.AS_NEEDED, "2026-06-14")
    diary.plan_changes(Change.FLARE, "2026-06-16")
    diary.plan_changes(Change.PAUSE, "2026-06-10", until="2026-06-11")
    return diary


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    folder.mkdir()
    return folder


# ---------------------------------------------------------------- the same as each review


def assert_as_reviewed(row: Row, review: Review) -> None:
    total, quality = review.total, review.quality
    sessions = [each for each in review.sessions if each.routine == ROUTINE.id]
    attempts = [entry for each in sessions for entry in each.entries if entry.outcome != SKIPPED]
    assert (row["days_done"], row["days_due"]) == (total.days.done, total.days.due)
    assert (row["sessions_done"], row["sessions_due"]) == (
        total.sessions.done,
        total.sessions.due,
    )
    assert row["sessions_more"] == total.extra
    assert (row["days_logged"], row["days_due"]) == (total.logged.done, total.logged.due)
    assert (row["logged_sessions_done"], row["logged_sessions_due"]) == (
        total.when_logged.done,
        total.when_logged.due,
    )
    assert (row["exercises_completed"], row["exercises_due"]) == (
        total.exercises.done,
        total.exercises.due,
    )
    assert row["seconds_held"] == pytest.approx(total.dose.done)
    assert row["seconds_due"] == pytest.approx(total.dose.due)
    assert (row["sessions_recorded"], row["sessions_cut_off"]) == (len(sessions), quality.cut_off)
    assert row["attempts"] == len(attempts)
    assert row["stopped_for_pain"] == sum(each.outcome == STOPPED for each in attempts)
    assert row["pain_change"] == review.response.median_change
    assert (row["pain_responses"], row["pain_rises"]) == (
        review.response.sessions,
        review.response.rises,
    )
    assert row["pain_trend"] == pytest.approx(review.trend.per_period)
    assert (row["pain_weeks"], row["pain_answers"]) == (
        review.trend.periods,
        review.trend.answers,
    )


@settings(max_examples=6, deadline=None)
@given(st.lists(st.tuples(many_acts, st.integers(0, 20)), min_size=4, max_size=6))
def test_each_patient_has_the_measures_of_their_own_review(
    lives: list[tuple[list[Act], int]],
) -> None:
    reviews, streaks = {}, {}
    with TemporaryDirectory() as place:
        for number, (acts, length) in enumerate(lives):
            code, last = f"P-{number:04}", LAST + timedelta(days=length)
            with Diary(Path(place) / f"{code}.sqlite3") as diary:
                live(diary, acts)
                share(Path(place), diary, code, LONG_AGO, last)
                reviews[code] = review_of(diary.log, ROUTINE, LONG_AGO, last)
                counts = sessions_by_day_in(diary.log, ROUTINE.id)
                streaks[code] = streak(reviews[code].plan, counts, last)
        rows = patients_in(Path(place))
    assert rows.keys() == reviews.keys()
    for code, review in reviews.items():
        assert_as_reviewed(rows[code], review)
        assert (rows[code]["streak"], rows[code]["best_streak"]) == (
            streaks[code].current,
            streaks[code].best,
        )


def test_an_exercise_is_counted_over_all_patients(tmp_path: Path, folder: Path) -> None:
    for code in ("P-0001", "P-0002"):
        share(folder, three_weeks(tmp_path / f"{code}.sqlite3"), code)
    with figures_in(folder) as figures:
        (cat,) = [row for row in figures.exercises if row["exercise"] == "cat"]
    assert cat == {
        "routine": "upper_back",
        "exercise": "cat",
        "title": "Cat",
        "patients": 2,
        "completed": 0,
        "partly_done": 2,
        "skipped": 2,
        "stopped_for_pain": 2,
        "attempts": 4,
        "timed": 6,
    }


def test_the_clinic_is_its_patients_together(diary: Diary, folder: Path, tmp_path: Path) -> None:
    share(folder, diary, "P-0001")
    with Diary(tmp_path / "idle.sqlite3") as idle:
        idle.session("2026-06-01T18:00:00+01:00", "cobra")
        share(folder, idle, "P-0002")
    rows = patients_in(folder)
    with figures_in(folder) as figures:
        clinic = figures.clinic
    assert (clinic["patients"], clinic["exports"]) == (2, 2)
    for column in ("sessions_due", "sessions_done", "days_due", "attempts", "pain_rises"):
        assert clinic[column] == sum(row[column] for row in rows.values())
    assert clinic["lower_quartile"] == rows["P-0002"]["sessions_percent"] == 5.0
    assert clinic["upper_quartile"] == rows["P-0001"]["sessions_percent"]


# ---------------------------------------------------------------- several files of one patient


def but_for_exports(row: Row) -> Row:
    return {column: value for column, value in row.items() if column != "exports"}


@pytest.fixture
def whole(diary: Diary, tmp_path: Path) -> Row:
    """The patient's line, if all of it was shared in one file."""
    alone = tmp_path / "alone"
    alone.mkdir()
    share(alone, diary)
    (row,) = patients_in(alone).values()
    return but_for_exports(row)


@pytest.mark.parametrize(
    "ranges",
    [
        [(1, 9), (9, 21)],
        [(1, 9), (1, 21)],
        [(1, 21), (8, 14)],
        [(1, 7), (7, 14), (14, 21)],
        [(1, 21), (1, 21)],
    ],
)
def test_no_day_counts_twice_however_files_overlap(
    diary: Diary, folder: Path, whole: Row, ranges: list[tuple[int, int]]
) -> None:
    for number, (first, last) in enumerate(ranges):
        made = share(folder, diary, first=FIRST.replace(day=first), last=LAST.replace(day=last))
        made.rename(folder / f"{number}.zip")
    (row,) = patients_in(folder).values()
    assert but_for_exports(row) == whole


def test_what_a_later_file_took_back_is_not_counted(diary: Diary, folder: Path) -> None:
    share(folder, diary, last=LAST.replace(day=14))
    taken_back = diary.log.sessions_between(FIRST, FIRST)[0]
    diary.log.take_back(taken_back.id, taken_back.started_at)
    share(folder, diary)
    review = review_of(diary.log, ROUTINE, FIRST, LAST)
    (row,) = patients_in(folder).values()
    assert_as_reviewed(row, review)
    assert row["exports"] == 1  # nothing of the earlier one is left


def test_a_copy_of_a_file_changes_nothing(diary: Diary, folder: Path, whole: Row) -> None:
    file = share(folder, diary)
    (folder / "deeper").mkdir()
    (folder / "deeper" / "copy (1).zip").write_bytes(file.read_bytes())
    (row,) = patients_in(folder).values()
    assert but_for_exports(row) == whole


# ---------------------------------------------------------------- in any engine


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def test_the_same_sql_says_the_same_in_another_engine(diary: Diary, folder: Path) -> None:
    for code in ("P-0001", "P-0002"):
        share(folder, diary, code, last=LAST.replace(day=14))
        share(folder, diary, code)
    with figures_in(folder) as figures, closing(sqlite3.connect(":memory:")) as other:
        for table in ("exports", "days", "sessions", "entries"):
            parts = f"{table}.parquet" if table == "exports" else f"{table}/*.parquet"
            found = duckdb.sql(f"SELECT * FROM '{figures.folder}/{parts}'")
            other.execute(f"CREATE TABLE {table} ({', '.join(found.columns)})")
            marks = ", ".join("?" * len(found.columns))
            rows = [tuple(map(plain, row)) for row in found.fetchall()]
            other.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        for result, ours in zip(
            RESULTS, (figures.patients, figures.exercises, [figures.clinic]), strict=True
        ):
            other.execute(f"CREATE TABLE {result} AS {sql(result)}")
            found = other.execute(f"SELECT * FROM {result}")
            names = [column[0] for column in found.description]
            theirs = [dict(zip(names, row, strict=True)) for row in found]
            assert len(theirs) == len(ours) > 0
            for row, same in zip(ours, theirs, strict=True):
                assert {name: plain(value) for name, value in row.items()} == pytest.approx(same)


# ---------------------------------------------------------------- columns


@pytest.mark.parametrize("table", TABLES)
def test_every_column_of_a_table_is_named_in_its_sql(table: Any) -> None:
    statement = sql(table.name.removesuffix(".csv"))
    (named,) = [part.split("}")[0] for part in statement.split("columns = {")[1:]]
    columns = [line.split("'")[1] for line in named.splitlines() if "'" in line]
    assert columns == list(table.columns)


def test_every_column_of_the_patients_is_explained(diary: Diary, folder: Path) -> None:
    share(folder, diary)
    (row,) = patients_in(folder).values()
    assert list(row) == list(PATIENTS.columns)
