"""What a clinician sees of a review: the phase line, tables that fit, sessions of a kind."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.adherence.diary import STOPPED, Diary
from tests.clinic.lived import ROUTINE
from tests.clinic.test_review import skip
from willows_app.adherence.facts import Change
from willows_app.clinic.report import Listing, Table, report_of
from willows_app.clinic.review import Review, review_of
from willows_app.guide.performance import SkipReason
from willows_app.ui.clinician.pane import chart_of
from willows_app.ui.clinician.phase_line import Kind, stretches
from willows_app.ui.clinician.session_list import Kind as Sessions
from willows_app.ui.clinician.session_list import by_kind
from willows_app.ui.clinician.tables import row_words

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 28)


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    return Diary(tmp_path / "log.sqlite3")


def review(diary: Diary, first: date = FIRST, last: date = LAST) -> Review:
    return review_of(diary.log, ROUTINE, first, last)


def test_the_phase_line_tells_how_the_plan_stood_on_each_day(diary: Diary) -> None:
    diary.session("2026-06-03T18:00:00+01:00", "cobra")
    diary.plan_changes(Change.PAUSE, "2026-06-08", until="2026-06-09")
    diary.plan_changes(Change.AS_NEEDED, "2026-06-12")
    diary.plan_changes(Change.FLARE, "2026-06-20")
    diary.plan_changes(Change.FLARE_OVER, "2026-06-23")
    assert stretches(review(diary).phases, FIRST, LAST) == [
        (Kind.NONE, 2),
        (Kind.DAILY, 5),
        (Kind.PAUSED, 2),
        (Kind.DAILY, 2),
        (Kind.AS_NEEDED, 8),
        (Kind.FLARE, 3),
        (Kind.AS_NEEDED, 6),
    ]


def test_it_leaves_open_what_lies_beyond_the_days(diary: Diary) -> None:
    assert stretches((), FIRST, LAST) == [(Kind.NONE, 28)]
    diary.session("2026-06-03T18:00:00+01:00", "cobra")
    phases = review(diary, last=date(2026, 6, 26)).phases
    assert stretches(phases, FIRST, LAST) == [(Kind.NONE, 2), (Kind.DAILY, 24), (Kind.NONE, 2)]


def test_of_half_a_year_each_week_is_drawn_and_of_more_a_longer_period(diary: Diary) -> None:
    diary.session("2026-06-01T18:00:00+01:00", "cobra", before=4)
    found = review(diary)
    weeks = chart_of(found)
    assert (weeks.adherence, weeks.pain) == (found.weeks, found.pain)
    year = chart_of(review(diary, last=date(2027, 5, 31)))
    assert year.period.value == "month"
    assert sum(month.sessions.due for month in year.adherence) == 364
    assert len(year.numbers) == len(year.adherence) == 12


def test_sessions_are_found_by_what_happened_in_them(diary: Diary) -> None:
    def at(day: int) -> str:
        return f"2026-06-{day:02}T18:00:00+01:00"

    diary.session(at(1), "cobra", before=3, after=4)
    diary.session(at(2), "cobra", before=3, after=5)
    stopped = diary.session(at(3), before=None, after=5)
    diary.entry(stopped, "cobra", at(3), STOPPED)
    skip(diary, diary.session(at(4)), SkipReason.NO_TIME)
    diary.session(at(5), "cobra", on="2026-06-05")
    found = review(diary)
    *_, table = [
        section.table
        for section in report_of(found, "B-22", diary.log.sessions(1)[0].started_at, "").details
        if section.table and section.listing is Listing.SESSIONS
    ]
    days = {kind: [row[0][-2:] for row in rows] for kind, rows in by_kind(found.sessions, table)}
    assert days == {
        Sessions.ALL: ["05", "04", "03", "02", "01"],
        Sessions.STOPPED: ["03"],
        Sessions.WORSE: ["02"],
        Sessions.SKIPPED: ["04"],
        Sessions.BY_HAND: ["05"],
    }


def test_a_row_says_the_names_of_its_columns() -> None:
    table = Table(("exercise", "done", "why skipped"), (("Cobra", "3", ""), ("Cat", "1", "pain 2")))
    assert [row_words(table.columns, row) for row in table.rows] == [
        "done 3",
        "done 1, why skipped pain 2",
    ]
