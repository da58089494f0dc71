"""When a patient is reminded of a backup, and what counts as not being in one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.adherence.diary import Diary
from willows_app.adherence.backup_due import (
    ASK_AGAIN,
    DAYS,
    SESSIONS,
    Unsaved,
    backup_is_due,
    unsaved_in,
)

TODAY = date(2026, 11, 23)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_the_numbers_are_those_that_were_agreed() -> None:
    assert (DAYS, SESSIONS, ASK_AGAIN) == (30, 20, 7)


@pytest.mark.parametrize(
    ("unsaved", "put_off", "due"),
    [
        (None, None, False),
        (Unsaved(1, TODAY), None, False),
        (Unsaved(19, ago(29)), None, False),
        (Unsaved(20, ago(1)), None, True),
        (Unsaved(1, ago(30)), None, True),
        (Unsaved(20, ago(40)), TODAY, False),
        (Unsaved(20, ago(40)), ago(6), False),
        (Unsaved(20, ago(40)), ago(7), True),
        (Unsaved(20, ago(40)), TODAY + timedelta(days=1), True),  # the clock was set back since
        (None, ago(7), False),
    ],
)
def test_a_backup_is_due_after_thirty_days_or_twenty_sessions_and_again_a_week_after_later(
    unsaved: Unsaved | None, put_off: date | None, due: bool
) -> None:
    assert backup_is_due(unsaved, TODAY, put_off) is due


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    return Diary(tmp_path / "log.sqlite3")


def test_without_a_backup_everything_is_unsaved_since_the_first_session(diary: Diary) -> None:
    assert unsaved_in(diary.log, None) is None
    diary.session("2026-11-01T18:00+00:00", "cobra")
    diary.session("2026-11-03T18:00+00:00", "cobra")
    assert unsaved_in(diary.log, None) == Unsaved(2, date(2026, 11, 1))


def test_after_a_backup_only_what_came_later_is_unsaved_by_the_instant(diary: Diary) -> None:
    diary.session("2026-11-01T18:00+00:00", "cobra")
    backup = datetime.fromisoformat("2026-11-02T01:30+00:00")
    assert unsaved_in(diary.log, backup) is None
    diary.session("2026-11-02T02:00+00:00", "cobra")  # which counts for the day before
    diary.session("2026-11-02T14:00+13:00", "cobra")  # which is earlier, in Auckland
    assert unsaved_in(diary.log, backup) == Unsaved(1, date(2026, 11, 2))


def test_a_session_that_was_taken_back_needs_no_backup(diary: Diary) -> None:
    session = diary.session("2026-11-01T18:00+00:00", "cobra")
    diary.log.take_back(session, datetime.fromisoformat("2026-11-01T19:00+00:00"))
    assert unsaved_in(diary.log, None) is None


def test_nobody_counts_further_than_to_the_reminder(diary: Diary) -> None:
    for day in range(1, 26):
        diary.session(f"2026-11-{day:02}T18:00+00:00", "cobra")
    assert unsaved_in(diary.log, None) == Unsaved(SESSIONS, date(2026, 11, 1))
    backup = datetime.fromisoformat("2026-11-01T19:00+00:00")
    assert unsaved_in(diary.log, backup) == Unsaved(SESSIONS, date(2026, 11, 1))
