"""A review is told in words, tables and charts, and says the same to another program."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from tests.adherence.diary import PARTLY, STOPPED, Diary, days
from tests.adherence.some_facts import facts
from tests.clinic.lived import CODE, ROUTINE, log_of
from tests.clinic.test_archive import FIRST, LAST, MADE_AT, unpacked, written
from tests.clinic.test_review import skip
from tests.routine.prescriptions import PLAN
from willows_app.adherence.accepted import accepted_key, accepted_value
from willows_app.adherence.fact_tables import Facts
from willows_app.adherence.facts import Change, Pain, PainMoment
from willows_app.clinic import report as report_module
from willows_app.clinic.archive import README, Archive, read_archive, write_archive
from willows_app.clinic.report import Report, report_of
from willows_app.clinic.report_text import as_text
from willows_app.clinic.values import as_json
from willows_app.guide.performance import SkipReason
from willows_app.routine.model import Routine
from willows_app.routine.prescription import Prescription, prescribed


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
    for minute, score in enumerate((7, None)):
        at = datetime.fromisoformat(f"2026-06-04T18:0{minute}:00+01:00")
        diary.log.add_pain(fourth, Pain(PainMoment.STOP, score, at, "cobra"))
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
        "Before and after sessions: asked 4 times, answered 3, declined 1.",
        "When something was stopped for pain: asked 2 times, answered 1, declined 1.",
        "What was declined is left open.",
        "Highest pain at a stop: 7 (Extension, the Cobra 7, n = 1).",
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
    assert (told["pain"]["answered"], told["pain"]["declined"]) == (3, 1)
    at_stops = {"highest": 7, "answered": 1, "declined": 1}
    assert told["pain"]["at_stops"] == cobra["pain_at_stops"] == at_stops
    assert told["sessions"][3]["pain_at_stops"] == [7, None]
    assert told["plan"]["from_clinic"] is False


def test_a_log_in_which_nothing_happened_is_told_as_well(tmp_path: Path) -> None:
    diary = Diary(tmp_path / "log.sqlite3")
    lines = words(text_of(diary))
    for line in (
        "It has not begun.",
        "Before and after sessions: never asked.",
        "None.",
        "Sessions: 0 of 0, and 0 more.",
        "Skipped: never.",
    ):
        assert line in lines
    assert json_of(diary)["total"]["sessions"]["percent"] is None


def test_who_was_asked_and_never_said_is_not_told_as_never_asked(tmp_path: Path) -> None:
    diary = Diary(tmp_path / "log.sqlite3")
    session = diary.session("2026-06-01T18:00:00+01:00", "cobra")
    diary.pain(session, None, "2026-06-01T18:00:00+01:00")
    lines = words(text_of(diary))
    assert "Before and after sessions: asked 1 time, answered 0, declined 1." in lines
    assert not [line for line in lines if "No answer" in line or "never asked" in line]


def test_what_was_ticked_by_hand_is_not_told_as_nought_seconds(tmp_path: Path) -> None:
    diary = Diary(tmp_path / "log.sqlite3")
    diary.session("2026-06-01T18:00:00+01:00", "cobra", "cat", on="2026-06-01")
    (line,) = [line for line in words(text_of(diary)) if line.startswith("Seconds held")]
    assert line.endswith(" 2 exercises ticked by hand have no seconds.")


# ---------------------------------------------------------------- the plan of a clinic


def accept(diary: Diary, day: str, prescription: Prescription = PLAN) -> Routine:
    """As the app writes it, on a day; the routine that the patient does from then on."""
    since = date.fromisoformat(day)
    value = accepted_value(prescription, ROUTINE, since, ROUTINE, None)
    at = datetime.fromisoformat(f"{day}T12:00:00+01:00")
    diary.log.set(accepted_key(ROUTINE.id), value, at)
    return prescribed(ROUTINE, prescription)


def lines_of(diary: Diary, routine: Routine) -> list[str]:
    content = write_archive(diary.log, routine, CODE, FIRST, LAST, MADE_AT, "0.1.0")
    return words(as_text(report_in(read_archive(content))))


def test_a_plan_of_the_clinic_is_told_with_its_doses(diary: Diary) -> None:
    lines = lines_of(diary, accept(diary, "2026-06-01"))
    assert (
        "A clinic's plan since 2026-06-01: 3 exercises; the report ends with their doses." in lines
    )
    assert not [line for line in lines if "days before" in line]
    doses = lines[lines.index("Doses as prescribed now") :]
    (cobra,) = [line for line in doses if line.startswith("Extension, the Cobra")]
    assert cobra.endswith("Hold 20 s, 3 times")


def test_that_the_days_before_had_another_plan_is_said_wherever_it_is_read(
    diary: Diary,
) -> None:
    routine = accept(diary, "2026-06-03")
    said = (
        "Exercises and seconds held of the days before 2026-06-03 are measured by what was "
        "prescribed then."
    )
    assert said in lines_of(diary, routine)
    content = write_archive(diary.log, routine, CODE, FIRST, LAST, MADE_AT, "0.1.0")
    assert said in words(unpacked(content)[README].decode())
    archive = read_archive(content)
    plan = as_json(archive, archive.review())["plan"]
    assert plan["from_clinic"] and plan["days_of_an_earlier_plan"]
    assert plan["since"] == "2026-06-03"
    assert [each["exercise"] for each in plan["doses"]] == list(PLAN.exercises)


def test_so_is_that_the_handout_counts_again(diary: Diary) -> None:
    accept(diary, "2026-06-01")
    diary.log.set(accepted_key(ROUTINE.id), "", datetime.fromisoformat("2026-06-04T12:00+01:00"))
    lines = lines_of(diary, ROUTINE)
    assert "The handout again since 2026-06-04, after a clinic's plan." in lines
    assert [line for line in lines if "before 2026-06-04 are measured by what was" in line]


def test_a_review_by_the_handout_does_not_speak_of_a_plan_that_is_not_its_own(
    diary: Diary,
) -> None:
    accept(diary, "2026-06-03")
    assert not [line for line in lines_of(diary, ROUTINE) if "A clinic's plan" in line]


def test_an_exercise_that_the_clinic_took_out_keeps_its_stops(tmp_path: Path) -> None:
    diary = Diary(tmp_path / "log.sqlite3")
    for day in days("2026-06-01", 4):
        at = f"{day}T18:00:00+01:00"
        session = diary.session(at)
        diary.entry(session, "cobra", at, STOPPED, held=2.0)
        diary.log.add_pain(session, Pain(PainMoment.STOP, 8, datetime.fromisoformat(at), "cobra"))
        skip(diary, diary.session(at), SkipReason.PAIN)
    lines = lines_of(diary, accept(diary, "2026-06-05", replace(PLAN, exercises=("side_bend",))))
    assert "Stopped for pain: 4 times (Cobra 4), of 4 attempts." in lines
    assert "Highest pain at a stop: 8 (Cobra 8, n = 4)." in lines
    assert "Skipped: 4 times (pain 4)." in lines
    (cobra,) = [line for line in lines if line.startswith("Cobra ")]
    assert cobra == "Cobra 0 4 0 4 4 3% pain 4"
    assert "Exercises timed: 4, ticked by hand: 0." in lines


def test_of_exercises_without_end_the_summary_tells_those_that_were_stopped_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_module, "MOST_OTHERS", 1)
    diary = Diary(tmp_path / "log.sqlite3")
    at = "2026-06-01T18:00:00+01:00"
    session = diary.session(at, "cat")
    diary.entry(session, "cobra", at, STOPPED, held=2.0)
    lines = lines_of(diary, accept(diary, "2026-06-01", replace(PLAN, exercises=("side_bend",))))
    assert [line for line in lines if line.startswith("Cobra 0 –")]
    assert not [line for line in lines if line.startswith("Cat 1 –")]
    assert "Of 2 such, those that were stopped for pain most often." in lines


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
