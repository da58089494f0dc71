"""A review is told in words, tables and charts, and says the same to another program."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from tests.adherence.diary import PARTLY, STOPPED, Diary
from tests.adherence.some_facts import facts
from tests.clinic.lived import CODE, ROUTINE, log_of
from tests.clinic.test_archive import MADE_AT, written
from tests.clinic.test_review import skip
from willows_app.adherence.fact_tables import Facts
from willows_app.adherence.facts import Change
from willows_app.clinic.archive import Archive, read_archive, write_archive
from willows_app.clinic.report import Report, report_of
from willows_app.clinic.report_text import as_text
from willows_app.clinic.values import as_json
from willows_app.guide.performance import SkipReason


def eventful(path: Path) -> Diary:
    """A week with some of everything."""
    diary = Diary(path)
    diary.session("2026-06-01T18:00:00+01:00", "cobra", before=4, after=2)
    second = diary.session("2026-06-02T18:00:00+01:00", before=5)
    diary.entry(second, "cobra", "2026-06-02T18:00:00+01:00", PARTLY, held=30.0)
    skip(diary, diary.session("2026-06-03T18:00:00+01:00"), SkipReason.NO_TIME)
    fourth = diary.session("2026-06-04T18:00:00+01:00")
    diary.entry(fourth, "cobra", "2026-06-04T18:00:00+01:00", STOPPED, held=6.0)
    diary.pain(fourth, None, "2026-06-04T18:00:00+01:00")
    diary.log.write_note(fourth, "Sore\n\x1b[2Jtoday", MADE_AT)
    diary.plan_changes(Change.PAUSE, "2026-06-06", until="2026-06-30")
    return diary


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    return eventful(tmp_path / "log.sqlite3")


def report_in(archive: Archive) -> Report:
    return report_of(archive.review(), archive.patient, archive.made_at, archive.app)


def text_of(diary: Diary) -> str:
    return as_text(report_in(read_archive(written(diary))))


def json_of(diary: Diary) -> dict[str, Any]:
    archive = read_archive(written(diary))
    return as_json(archive, archive.review())


def words(text: str) -> list[str]:
    """The lines, however wide their columns are."""
    return [" ".join(line.split()) for line in text.splitlines()]


@pytest.mark.parametrize(
    "line",
    [
        f"{CODE}: Upper Back",
        "Home exercises of Willows Clinic (Alexander Clinic)",
        "2026-06-01 to 2026-06-07, made on 2026-06-07 at 09:30 by Willows 0.1.0",
        "Daily phase: once a day, meant for 14 days.",
        "2026-06-01 to 2026-06-05: daily",
        "2026-06-06 to 2026-06-07: paused (daily)",
        "Days as planned: 2 of 5 (40%).",
        "Sessions: 2 of 5 (40%), and 0 more.",
        "2026-06-01 2 of 5 ████████",
        "2026-06-01 2 5 40% 0 2 1%",
        "2026-06-01 4.5 2 2 1",
        "Before a session: 2 answers in 1 week, too few for a trend.",
        "Over a session: -2 points (median), from 1 session with both answers; 2 points or more "
        "worse after 0 of them.",
        "Asked 4 times, not said 1 time. What was not said is left open.",
        "Stopped for pain: 1 time (Extension, the Cobra 1), of 3 attempts.",
        "Skipped: 1 time (no time 1).",
        "Extension, the Cobra 1 5 1 1 1 32% no time 1",
        "2026-06-02 1 2 5 – finished timed",
        "2026-06-04 Sore \ufffd[2Jtoday",
        "Due days on which something was logged: 4 of 5 (80%). Sessions on those days alone: 2 of "
        "4 (50%).",
        "Exercises timed: 3, ticked by hand: 0.",
        "2026-06-06 2026-06-07 paused (daily)",
    ],
)
def test_the_text_says(diary: Diary, line: str) -> None:
    assert line in words(text_of(diary))


def test_nothing_in_a_log_commands_the_terminal(diary: Diary) -> None:
    diary.session("2026-06-05T18:00:00+01:00", routine="\x1b[2J\x07\u202e")
    assert all(line.isprintable() for line in text_of(diary).splitlines())


def test_the_json_says_the_same(diary: Diary) -> None:
    told = json_of(diary)
    (week,) = told["weeks"]
    assert week["sessions"] == told["total"]["sessions"] == {"done": 2, "due": 5, "percent": 40}
    assert [(each["last"], each["paused"]) for each in told["phases"]] == [
        ("2026-06-05", False),
        ("2026-06-07", True),
    ]
    (cobra,) = [each for each in told["exercises"] if each["exercise"] == "cobra"]
    assert cobra["times"] == {
        "completed": 1,
        "partly done": 1,
        "skipped": 1,
        "stopped for pain": 1,
    }
    assert cobra["skipped"] == {"no time": 1}
    assert [each["pain_before"] for each in told["sessions"]] == [4, 5, None, None]
    assert told["sessions"][3]["note"] == "Sore\n\x1b[2Jtoday"
    assert told["pain"]["answers_before"] == 2
    assert told["pain"]["before_per_week"] is None


def test_a_log_in_which_nothing_happened_is_told_as_well(tmp_path: Path) -> None:
    diary = Diary(tmp_path / "log.sqlite3")
    lines = words(text_of(diary))
    for line in (
        "It has not begun.",
        "No answer.",
        "None.",
        "Sessions: 0 of 0, and 0 more.",
        "Skipped: never.",
    ):
        assert line in lines
    assert json_of(diary)["total"]["sessions"]["percent"] is None


@settings(max_examples=10)
@given(facts())
def test_any_log_can_be_told(known: Facts) -> None:
    first, last = date(2026, 1, 1), date(2026, 3, 31)
    with log_of(known) as log:
        content = write_archive(log, ROUTINE, CODE, first, last, MADE_AT, "0.1.0")
    archive = read_archive(content)
    assert all(line.isprintable() for line in as_text(report_in(archive)).splitlines())
    told = json.loads(json.dumps(as_json(archive, archive.review())))
    assert datetime.fromisoformat(told["made_at"]) == MADE_AT
