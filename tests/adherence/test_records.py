"""What measures are given of a log: only what counts, on the day that it counts for.

Whoever travels, corrects, takes back or brings two phones together finds the days where they were.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.years import LAST, first_day, write_years
from tests.adherence.diary import (
    COMPLETED,
    DOSES,
    EVER,
    PARTLY,
    SKIPPED,
    STOPPED,
    UPPER_BACK,
    Act,
    Diary,
    days,
    diary_of,
    know_every_dose,
    live,
    many_acts,
    rows_of,
    shuffled,
    together,
)
from willows_app.adherence.facts import Change, Pain, PainMoment, SessionEnd, Source
from willows_app.adherence.log import Log, new_id
from willows_app.adherence.measures import (
    Attempt,
    DayStatus,
    Records,
    SessionPain,
    Streak,
    sessions_by_day,
)
from willows_app.adherence.migrations import MIGRATIONS
from willows_app.adherence.plan import Phase, Plan
from willows_app.adherence.records import plan_in, records_in, sessions_by_day_in
from willows_app.guide.performance import Held, Outcome
from willows_app.routine.loading import read_routine
from willows_app.routine.model import Routine, Side
from willows_app.shipped import shipped_routines

MORNING, NOON = "2026-06-01T09:00+01:00", "2026-06-01T12:00+01:00"
EVENING, NIGHT = "2026-06-01T18:04+01:00", "2026-06-01T23:00+01:00"
JUNE_1 = date(2026, 6, 1)
at = datetime.fromisoformat


@pytest.fixture
def diary(tmp_path: Path) -> Iterator[Diary]:
    with Diary(tmp_path / "log.sqlite3") as diary:
        yield diary


# ---------------------------------------------------------------- what is read


def test_a_session_is_read_with_its_plan_its_attempts_and_its_pain(diary: Diary) -> None:
    session = diary.session(EVENING, "cobra", before=4, after=3)
    diary.entry(session, "cat", EVENING, PARTLY, held=12.5)
    assert diary.records == Records(
        sessions={session: JUNE_1},
        planned={session: ("cobra", "cat")},
        attempts=(
            Attempt(session, JUNE_1, "cat", PARTLY, 12.5, 30),
            Attempt(session, JUNE_1, "cobra", COMPLETED, 60, 60),
        ),
        pains=(SessionPain(session, JUNE_1, 4, 3),),
    )
    assert sessions_by_day_in(diary.log, UPPER_BACK.id) == {JUNE_1: 1}


def test_an_empty_log_has_no_plan_and_no_records(diary: Diary) -> None:
    assert diary.told == (Plan((), 1, 14), Records({}, {}, (), ()), {}, ())
    assert diary.streak("2026-06-01") == Streak(0, 0)


def test_the_range_is_read_with_both_its_ends_and_no_more(diary: Diary) -> None:
    for day in days("2026-06-01", 5):
        diary.session(f"{day}T18:00+01:00", "cobra", before=3)
    found = records_in(diary.log, UPPER_BACK.id, date(2026, 6, 2), date(2026, 6, 4))
    expected = [date(2026, 6, number) for number in (2, 3, 4)]
    assert list(found.sessions.values()) == expected
    assert [each.day for each in found.attempts] == expected
    assert [each.day for each in found.pains] == expected
    assert len(found.planned) == 3


def test_another_routine_has_a_plan_and_records_of_its_own(diary: Diary) -> None:
    diary.session(EVENING, "cobra", before=3, routine="neck")
    assert diary.told[:3] == (Plan((), 1, 14), Records({}, {}, (), ()), {})
    neck = replace(UPPER_BACK, id="neck")
    assert plan_in(diary.log, neck).first == JUNE_1
    assert len(records_in(diary.log, "neck", *EVER).attempts) == 1


def test_what_was_ticked_by_hand_has_no_seconds(diary: Diary) -> None:
    session = diary.session(EVENING)
    diary.entry(session, "cobra", EVENING, source=Source.TICKED_BY_HAND)
    (attempt,) = diary.records.attempts
    assert (attempt.outcome, attempt.seconds, attempt.planned) == (COMPLETED, None, 60)


def test_a_past_session_added_by_hand_counts_for_its_day_and_says_when_it_was_added(
    diary: Diary,
) -> None:
    diary.session("2026-06-01T18:00+01:00", "cobra")
    diary.session("2026-06-03T18:00+01:00", "cobra")
    assert diary.streak("2026-06-03") == Streak(1, 1)
    added = diary.session("2026-06-03T20:00+01:00", "cobra", on="2026-06-02")
    assert diary.streak("2026-06-03") == Streak(3, 3)
    logged = diary.log.session(added)
    assert logged is not None
    assert (logged.day, logged.started_at) == (date(2026, 6, 2), at("2026-06-03T20:00+01:00"))
    assert logged.by_hand
    assert [each.day.day for each in diary.log.sessions()] == [3, 2, 1]


def test_a_past_session_added_by_hand_is_not_the_last_that_was_done(diary: Diary) -> None:
    diary.session("2026-06-03T18:00+01:00", "cat")
    diary.session("2026-06-05T18:00+01:00", "cobra")
    diary.session("2026-06-06T18:00+01:00", "cat", on="2026-06-01")
    assert diary.log.last_done(UPPER_BACK.id, ["cat", "cobra", "none"]) == {
        "cat": at("2026-06-03T18:00+01:00"),
        "cobra": at("2026-06-05T18:00+01:00"),
    }


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE sessions SET day = '2026-06-99'",
        "UPDATE sessions SET planned = 'no JSON'",
        "DROP TABLE pains",
        "UPDATE plan_changes SET day = 'the first of June'",
    ],
)
def test_damage_that_is_met_makes_the_log_lost_and_reads_as_an_empty_one(
    diary: Diary, damage: str
) -> None:
    diary.session(EVENING, "cobra", before=4)
    with closing(sqlite3.connect(diary.path)) as db:
        db.executescript(damage)
    assert diary.told
    assert diary.log.lost
    assert diary.told == (Plan((), 1, 14), Records({}, {}, (), ()), {}, ())


# ---------------------------------------------------------------- corrections


def test_of_entries_that_supersede_one_another_the_last_one_counts(diary: Diary) -> None:
    session = diary.session(EVENING)
    for outcome in (PARTLY, SKIPPED, COMPLETED):
        diary.entry(session, "cobra", EVENING, outcome)
    assert diary.done == {"cobra": COMPLETED}
    diary.entry(session, "cobra", EVENING, STOPPED)
    assert sessions_by_day_in(diary.log, UPPER_BACK.id) == {}


def test_also_when_the_clock_was_set_back_between_them(diary: Diary) -> None:
    session = diary.session(EVENING, "cobra")
    diary.entry(session, "cobra", MORNING, SKIPPED)
    assert diary.done == {"cobra": SKIPPED}


def test_an_entry_taken_back_does_not_count_until_it_is_put_back(diary: Diary) -> None:
    session = diary.session(EVENING, "cobra")
    entry = diary.entry_id(session, "cobra")
    diary.log.take_back(entry, at(NIGHT))
    assert (diary.done, diary.records.sessions) == ({}, {session: JUNE_1})
    assert diary.streak("2026-06-01") == Streak(0, 0)
    diary.log.put_back(entry, at(NIGHT))
    assert (diary.done, diary.streak("2026-06-01")) == ({"cobra": COMPLETED}, Streak(1, 1))
    diary.log.take_back(entry, at(MORNING))  # with the clock set back
    assert diary.done == {}


def test_a_correction_taken_back_does_not_bring_back_what_it_corrected(diary: Diary) -> None:
    session = diary.session(EVENING, "cobra")
    diary.entry(session, "cobra", EVENING, PARTLY)
    diary.log.take_back(diary.entry_id(session, "cobra"), at(NIGHT))
    assert diary.done == {}


def test_what_is_entered_after_a_taking_back_counts_once_whatever_is_put_back(
    diary: Diary,
) -> None:
    session = diary.session(EVENING, "cobra")
    entry = diary.entry_id(session, "cobra")
    diary.log.take_back(entry, at(NIGHT))
    diary.entry(session, "cobra", NIGHT, PARTLY)
    diary.log.put_back(entry, at(NIGHT))
    assert [each.outcome for each in diary.records.attempts] == [PARTLY]


def test_a_session_taken_back_is_gone_with_all_that_was_in_it_until_it_is_put_back(
    diary: Diary,
) -> None:
    session = diary.session(EVENING, "cobra", before=4)
    told = diary.told
    diary.log.take_back(session, at(NIGHT))
    assert diary.told[1:] == (Records({}, {}, (), ()), {}, ())
    assert diary.log.session(session) is None
    diary.log.put_back(session, at(NIGHT))
    assert diary.told == told


@pytest.mark.parametrize(
    ("one_at", "other_at", "counts"),
    [
        ("2026-06-02T09:00+01:00", "2026-06-02T10:00+01:00", PARTLY),
        ("2026-06-02T10:00+01:00", "2026-06-02T09:00+01:00", SKIPPED),
        # Seven in the evening in Auckland is before nine in the morning in London.
        ("2026-06-02T19:00+12:00", "2026-06-02T09:00+01:00", PARTLY),
    ],
)
def test_of_two_phones_that_corrected_one_entry_the_later_word_counts(
    tmp_path: Path, one_at: str, other_at: str, counts: Outcome
) -> None:
    one, other, session = two_phones(tmp_path)
    one.entry(session, "cobra", one_at, SKIPPED)
    other.entry(session, "cobra", other_at, PARTLY)
    for phones in ((one, other), (other, one)):
        both = together(tmp_path / new_id(), *phones)
        assert both.done == {"cobra": counts}
        both.entry(session, "cobra", "2026-06-03T09:00+01:00", STOPPED)
        assert both.done == {"cobra": STOPPED}


def test_one_phone_corrected_it_twice_and_the_other_one_last(tmp_path: Path) -> None:
    one, other, session = two_phones(tmp_path)
    one.entry(session, "cobra", "2026-06-02T09:00+01:00", SKIPPED)
    one.entry(session, "cobra", "2026-06-02T10:00+01:00", STOPPED)
    other.entry(session, "cobra", "2026-06-02T11:00+01:00", PARTLY)
    both = together(tmp_path / new_id(), one, other)
    assert [each.outcome for each in both.records.attempts] == [PARTLY]


def test_both_phones_entered_an_exercise_that_the_session_had_nothing_of(tmp_path: Path) -> None:
    one, other, session = two_phones(tmp_path)
    one.entry(session, "cat", "2026-06-02T09:00+01:00", SKIPPED)
    other.entry(session, "cat", "2026-06-02T10:00+01:00", PARTLY)
    both = together(tmp_path / new_id(), one, other)
    assert [each.outcome for each in both.records.attempts] == [PARTLY, COMPLETED]
    both.log.take_back(both.entry_id(session, "cat"), at("2026-06-03T09:00+01:00"))
    assert both.done == {"cobra": COMPLETED}, "and the other one does not come forward"


def two_phones(tmp_path: Path) -> tuple[Diary, Diary, str]:
    """Two phones with the same log, and the session in it, with the cobra done."""
    one = Diary(tmp_path / "one.sqlite3")
    session = one.session(EVENING, "cobra")
    planned = one.session("2026-01-01T18:00+00:00", "cat")  # so that both know its dose
    one.log.take_back(planned, at("2026-01-01T18:00+00:00"))
    return one, diary_of(tmp_path / "other.sqlite3", rows_of(one.path)), session


def test_the_last_note_of_a_session_counts_and_changes_no_measure(diary: Diary) -> None:
    session = diary.session(EVENING, "cobra")
    records = diary.records
    for text in ("Stiff.", "Better than yesterday.", ""):
        diary.log.write_note(session, text, at(MORNING))
        logged = diary.log.session(session)
        assert logged is not None
        assert logged.note == text
    assert diary.records == records


# ---------------------------------------------------------------- pain


def test_of_several_answers_to_one_question_the_last_one_counts(diary: Diary) -> None:
    session = diary.session(MORNING, "cobra", before=8, after=7)
    diary.pain(session, 2, NOON)
    diary.pain(session, 6, NIGHT, PainMoment.AFTER)
    assert diary.records.pains == (SessionPain(session, JUNE_1, 2, 6),)
    diary.pain(session, None, NIGHT)
    assert diary.records.pains == (SessionPain(session, JUNE_1, None, 6),)


def test_the_last_answer_is_that_of_the_later_moment_also_when_clocks_change(
    diary: Diary,
) -> None:
    session = diary.session("2026-10-25T01:50+01:00", "cobra")
    diary.pain(session, 8, "2026-10-25T01:55+01:00")
    diary.pain(session, 3, "2026-10-25T01:05+00:00")  # ten minutes later
    assert diary.records.pains[0].before == 3


def test_an_answer_that_was_not_given_is_none_and_never_made_up(diary: Diary) -> None:
    silent = diary.session("2026-06-01T18:00+01:00", "cobra")
    declined = diary.session("2026-06-02T18:00+01:00", "cobra", after=3)
    diary.pain(declined, None, "2026-06-02T18:00+01:00")
    assert diary.records.pains == (SessionPain(declined, date(2026, 6, 2), None, 3),)
    assert silent in diary.records.sessions


# ---------------------------------------------------------------- the plan in the log


def test_the_first_session_of_a_routine_begins_its_daily_phase(diary: Diary) -> None:
    diary.session("2026-06-02T01:00+01:00", "cobra")
    diary.session("2026-06-05T18:00+01:00", "cobra")
    standing = diary.plan.on(date(2026, 6, 5))
    assert standing is not None
    assert (standing.phase, standing.since) == (Phase.DAILY, JUNE_1)


def test_an_earlier_session_added_by_hand_does_not_move_the_first_day(diary: Diary) -> None:
    """Or the days between would be missed by being honest."""
    diary.session("2026-06-05T18:00+01:00", "cobra")
    diary.session("2026-06-05T19:00+01:00", "cobra", on="2026-06-01")
    assert diary.plan.first == date(2026, 6, 5)
    assert diary.streak("2026-06-05") == Streak(1, 1)


def flaring(diary: Diary, *answers: tuple[int | None, int | None]) -> str:
    """As needed with a flare from 1 June on, a session a day, and these answers about pain."""
    diary.plan_changes(Change.AS_NEEDED, "2026-05-01")
    diary.plan_changes(Change.FLARE, "2026-06-01")
    session = ""
    for day, (before, after) in zip(days("2026-06-01", len(answers)), answers, strict=True):
        session = diary.session(f"{day}T18:00+01:00", "cobra", before=before, after=after)
    return session


def due_in_june(diary: Diary) -> str:
    """`x` for each of the first days of June on which a session is due."""
    june = (date(2026, 6, number) for number in range(1, 8))
    return "".join("x" if diary.plan.due(day) else "." for day in june)


@pytest.mark.parametrize(
    ("what", "answers", "due"),
    [
        ("three easy days", [(2, 1), (1, 0), (2, 2)], "xxx...."),
        ("it hurt more afterwards", [(2, 1), (1, 3), (2, 2)], "xxxxxxx"),
        ("one answer a day is enough", [(2, None), (None, 0), (1, None)], "xxx...."),
        ("a day without", [(2, 1), (None, None), (1, 0), (0, 0)], "xxxx..."),
        ("pain of 3 is not easy", [(2, 2), (2, 2), (3, 2), (2, 2)], "xxxxxxx"),
    ],
)
def test_a_flare_ends_by_itself_after_three_days_with_pain_of_two_at_the_most(
    diary: Diary, what: str, answers: list[tuple[int | None, int | None]], due: str
) -> None:
    flaring(diary, *answers)
    assert due_in_june(diary) == due


@pytest.mark.parametrize("score", [None, 0])
def test_a_day_with_a_stop_for_pain_is_not_easy_whatever_its_score(
    diary: Diary, score: int | None
) -> None:
    session = flaring(diary, (1, 1), (1, 1), (1, 1))
    diary.pain(session, score, "2026-06-03T18:05+01:00", PainMoment.STOP)
    assert due_in_june(diary) == "xxxxxxx"
    diary.log.take_back(session, at("2026-06-03T19:00+01:00"))
    diary.session("2026-06-03T19:00+01:00", "cobra", before=1)
    assert due_in_june(diary) == "xxx....", "a session that was taken back says nothing"


def test_an_answer_that_is_put_right_makes_the_day_what_it_was(diary: Diary) -> None:
    session = flaring(diary, (1, 1), (1, 1), (8, 1))
    assert due_in_june(diary) == "xxxxxxx"
    diary.pain(session, 0, "2026-06-03T18:01+01:00")
    assert due_in_june(diary) == "xxx...."


# ---------------------------------------------------------------- clocks and journeys

LONDON, AUCKLAND = ZoneInfo("Europe/London"), ZoneInfo("Pacific/Auckland")
SINGAPORE, LOS_ANGELES = ZoneInfo("Asia/Singapore"), ZoneInfo("America/Los_Angeles")


def local(utc: str, zone: ZoneInfo) -> str:
    """What a phone's clock says there: local time with its offset."""
    return at(utc).astimezone(zone).isoformat()


@pytest.mark.parametrize("change", ["2026-03-29", "2026-10-25"])
@pytest.mark.parametrize("hour", [0, 1, 2, 3, 18, 23])
def test_when_clocks_change_a_session_at_the_same_hour_each_day_is_a_day_each(
    diary: Diary, change: str, hour: int
) -> None:
    first = (date.fromisoformat(change) - timedelta(days=2)).isoformat()
    for day in days(first, 5):
        moment = datetime.combine(date.fromisoformat(day), time(hour, 30), LONDON)
        diary.session(moment.isoformat(), "cobra")
    last = max(diary.records.sessions.values()).isoformat()
    assert diary.streak(last) == Streak(5, 5)


def test_both_half_past_ones_of_an_october_night_are_one_day(diary: Diary) -> None:
    summer = diary.session(local("2026-10-25T00:30Z", LONDON), "cobra")
    winter = diary.session(local("2026-10-25T01:30Z", LONDON), "cobra")
    assert diary.records.sessions == {summer: date(2026, 10, 24), winter: date(2026, 10, 24)}
    assert [each.id for each in diary.log.sessions_on(date(2026, 10, 24))] == [summer, winter]


def test_a_flight_from_london_to_auckland_and_back_breaks_no_streak(diary: Diary) -> None:
    for utc, zone in (
        ("2026-06-01T17:00Z", LONDON),  # 1 June, before the flight
        ("2026-06-02T09:00Z", SINGAPORE),  # 2 June, between two flights
        ("2026-06-02T22:00Z", AUCKLAND),  # 3 June, ten in the morning
        ("2026-06-04T06:00Z", AUCKLAND),  # 4 June
        ("2026-06-04T21:00Z", AUCKLAND),  # 5 June, before the flight back
        ("2026-06-06T17:00Z", LONDON),  # 6 June
    ):
        diary.session(local(utc, zone), "cobra")
    assert [day.day for day in sorted(diary.records.sessions.values())] == [1, 2, 3, 4, 5, 6]
    assert diary.streak("2026-06-06") == Streak(6, 6)


def test_a_day_in_the_air_is_neutral_where_the_journey_was_told_as_a_pause(diary: Diary) -> None:
    diary.session(local("2026-06-01T17:00Z", LONDON), "cobra")
    diary.session(local("2026-06-02T22:00Z", AUCKLAND), "cobra")
    assert diary.streak("2026-06-03") == Streak(1, 1)
    diary.plan_changes(Change.PAUSE, "2026-06-02", until="2026-06-02")
    assert diary.streak("2026-06-03") == Streak(2, 2)


def test_a_day_that_comes_twice_is_one_day(diary: Diary) -> None:
    """Who flies from Auckland to Los Angeles has the evening of 3 June once more."""
    diary.session(local("2026-06-02T06:00Z", AUCKLAND), "cobra")
    diary.session(local("2026-06-03T06:00Z", AUCKLAND), "cobra")
    diary.session(local("2026-06-04T01:00Z", LOS_ANGELES), "cobra")
    assert sorted(diary.records.sessions.values()) == [
        date(2026, 6, number) for number in (2, 3, 3)
    ]
    assert diary.streak("2026-06-03") == Streak(2, 2)


def test_a_clock_set_back_by_a_day_moves_nothing_that_was_recorded(diary: Diary) -> None:
    for day in days("2026-06-01", 5):
        diary.session(f"{day}T18:00+01:00", "cobra")
    told = diary.records.sessions
    assert diary.streak("2026-06-04") == Streak(4, 4), "the fifth is still to come, says the clock"
    again = diary.session("2026-06-04T18:30+01:00", "cobra")
    assert diary.records.sessions == {**told, again: date(2026, 6, 4)}
    assert diary.streak("2026-06-05") == Streak(5, 5)
    diary.session("2026-06-06T18:00+01:00", "cobra")
    assert diary.streak("2026-06-06") == Streak(6, 6)


def test_a_clock_set_back_changes_nothing_about_what_was_said_last(diary: Diary) -> None:
    diary.session("2026-06-01T18:00+01:00", "cobra")
    diary.plan_changes(Change.AS_NEEDED, "2026-06-03", at="2026-06-03T18:00+01:00")
    diary.plan_changes(Change.DAILY, "2026-06-02", at="2026-06-02T18:00+01:00")
    assert diary.plan.due(date(2026, 6, 4))


@pytest.mark.parametrize(
    ("first", "count"), [("2028-02-27", 4), ("2027-02-27", 3), ("2026-12-30", 4), ("2026-10-23", 5)]
)
def test_streaks_run_through_leap_days_and_new_year(diary: Diary, first: str, count: int) -> None:
    for day in days(first, count):
        night = datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(0, 30), LONDON)
        diary.session(night.isoformat(), "cobra")
    last = days(first, count)[-1]
    assert diary.streak(last) == Streak(count, count)
    assert [each.met for each in diary.days(first, last, last)] == [True] * count


def test_when_the_day_ends_can_be_set_anew_and_moves_nothing_that_was_recorded(
    diary: Diary,
) -> None:
    """Half past one in the night is the day before, until the day ends at midnight."""
    diary.session("2026-06-02T01:30+01:00", "cobra")
    diary.session("2026-06-02T23:00+01:00", "cobra", ends_at=time(0))
    diary.session("2026-06-03T01:30+01:00", "cobra", ends_at=time(0))
    diary.session("2026-06-04T04:30+01:00", "cobra", ends_at=time(5))
    days_of = sorted(day.day for day in diary.records.sessions.values())
    assert days_of == [1, 2, 3, 3]
    assert diary.streak("2026-06-03") == Streak(3, 3)


# ---------------------------------------------------------------- in any order of arrival


@given(many_acts, st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_the_same_facts_in_any_order_of_arrival_give_the_same_result(
    acts: list[Act], chance: Random
) -> None:
    with TemporaryDirectory() as folder, Diary(Path(folder) / "one") as one:
        live(one, acts)
        rows = rows_of(one.path)
        with diary_of(Path(folder) / "other", shuffled(rows, chance)) as other:
            assert other.told == one.told


@given(many_acts, many_acts, many_acts)
@settings(max_examples=25)
def test_two_logs_brought_together_give_the_same_result_whichever_comes_first(
    shared: list[Act], on_one: list[Act], on_other: list[Act]
) -> None:
    with TemporaryDirectory() as folder, Diary(Path(folder) / "one") as one:
        live(one, [know_every_dose, *shared])
        with diary_of(Path(folder) / "other", rows_of(one.path)) as other:
            live(one, on_one, begin=NOON)
            live(other, on_other, begin=MORNING)
            with (
                together(Path(folder) / "both", one, other) as both,
                together(Path(folder) / "again", other, one, both) as again,
            ):
                assert again.told == both.told
                known = {*one.records.sessions, *other.records.sessions}
                assert known >= both.records.sessions.keys()


@given(many_acts)
@settings(max_examples=50)
def test_what_is_counted_in_the_file_is_what_is_counted_from_its_records(acts: list[Act]) -> None:
    with TemporaryDirectory() as folder, Diary(Path(folder) / "one") as diary:
        live(diary, acts)
        records = diary.records
        assert sessions_by_day_in(diary.log, UPPER_BACK.id) == sessions_by_day(records.attempts)
        once = {(each.session, each.exercise) for each in records.attempts}
        assert len(once) == len(records.attempts), "one entry for each exercise of a session"
        logged = diary.log.sessions(1000)
        assert {
            (session.id, entry.exercise, entry.outcome)
            for session in logged
            for entry in session.entries
        } == {(each.session, each.exercise, each.outcome) for each in records.attempts}
        assert {session.id: session.day for session in logged} == records.sessions


# ---------------------------------------------------------------- a log of the first version


def test_every_fact_of_a_log_of_the_first_version_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(MIGRATIONS[0] + "PRAGMA user_version = 1;")
        with db:
            write_first_version(db)
    with Diary(path) as diary:
        later, earlier = diary.log.sessions()
        assert (earlier.id, earlier.day, earlier.started_at) == ("a", JUNE_1, at(EVENING))
        assert (earlier.planned, earlier.end) == (("cobra", "cat"), SessionEnd.STOPPED_FOR_PAIN)
        assert earlier.ended_at == at(NIGHT)
        cobra, cat = earlier.entries
        assert (cobra.id, cobra.title, cobra.outcome) == ("a2", "Cobra", COMPLETED)
        assert (cobra.held, cobra.repetitions, cobra.places) == (Held(10, 20, 30), 6, 4)
        assert (cobra.planned.held, cobra.planned.repetitions) == (Held(0, 0, 60.5), 6)
        assert (cobra.source, cobra.recorded_at) == (Source.TIMED, at(NIGHT))
        assert (cat.outcome, cat.reason, cat.held) == (SKIPPED, "pain", None)
        assert cat.source is Source.TICKED_BY_HAND
        assert earlier.pains == (
            Pain(PainMoment.BEFORE, 4, at(EVENING)),
            Pain(PainMoment.STOP, None, at(NIGHT), "cat", Side.LEFT),
        )
        assert (later.id, later.day, later.end) == ("b", date(2026, 6, 2), None)
        assert diary.log.setting("routine") == "neck"
        kept = diary.log.query("SELECT id, supersedes FROM entries ORDER BY id")
        assert [tuple(row) for row in kept] == [
            ("a1", None),
            ("a2", "a1"),
            ("a3", None),
            ("b1", None),
        ]
        settings_kept = diary.log.query("SELECT value FROM settings ORDER BY sequence")
        assert [row["value"] for row in settings_kept] == ['"upper_back"', '"neck"']
        assert len({row["id"] for row in diary.log.query("SELECT id FROM settings")}) == 2


def test_the_first_session_of_the_first_version_began_the_daily_phase(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(MIGRATIONS[0] + "PRAGMA user_version = 1;")
        with db:
            write_first_version(db)
    with Diary(path) as diary:
        assert (diary.plan.first, diary.plan.number(date(2026, 6, 2))) == (JUNE_1, 2)
        assert diary.streak("2026-06-02") == Streak(2, 2)
        assert [each.status for each in diary.days("2026-06-01", "2026-06-02", "2026-06-02")] == [
            DayStatus.PARTLY,
            DayStatus.PARTLY,
        ]
        assert {each.planned for each in diary.records.attempts} == {60.5}


def write_first_version(db: sqlite3.Connection) -> None:
    """Two sessions as the first version of the log had them."""
    dose = json.dumps(
        {"held": {"left": 0, "right": 0, "middle": 60.5}, "repetitions": 6, "places": None}
    )
    planned = json.dumps(list(DOSES))
    db.executemany(
        "INSERT INTO sessions VALUES (?, 'upper_back', ?, ?, ?, 60)",
        [
            ("a", planned, EVENING, "2026-06-01"),
            ("b", planned, "2026-06-02T18:00+01:00", "2026-06-02"),
        ],
    )
    db.execute("INSERT INTO session_ends VALUES ('a', 'stopped for pain', ?)", (NIGHT,))
    timed, by_hand, untimed = Source.TIMED, Source.TICKED_BY_HAND, [None] * 3
    db.executemany(
        "INSERT INTO entries VALUES "
        f"(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '{dose}', ?, ?, '2026-06-01', 60, ?)",
        [
            ("a1", "a", "cobra", "Cobra", PARTLY, 1, 2, 3, 1, None, None, timed, EVENING, None),
            ("a2", "a", "cobra", "Cobra", COMPLETED, 10, 20, 30, 6, 4, None, timed, NIGHT, "a1"),
            ("a3", "a", "cat", "Cat", SKIPPED, *untimed, 0, None, "pain", by_hand, NIGHT, None),
            ("b1", "b", "cat", "Cat", PARTLY, 1, 2, 3, 1, None, None, timed, EVENING, None),
        ],
    )
    db.executemany(
        "INSERT INTO pains VALUES (?, 'a', ?, ?, ?, ?, ?)",
        [
            ("p1", "before", 4, None, None, EVENING),
            ("p2", "stop", None, "cat", "left", NIGHT),
        ],
    )
    db.executemany(
        "INSERT INTO settings VALUES ('routine', ?, ?)",
        [('"upper_back"', EVENING), ('"neck"', NIGHT)],
    )


# ---------------------------------------------------------------- twenty years


@pytest.fixture(scope="module")
def upper_back() -> Routine:
    return read_routine(shipped_routines()["upper_back.yaml"], "upper_back.yaml")


@pytest.fixture(scope="module")
def a_year(upper_back: Routine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    path = tmp_path_factory.mktemp("years") / "log.sqlite3"
    write_years(path, upper_back, years=1)
    log = Log(path)
    yield log
    log.close()


def test_a_log_made_for_measuring_is_one_that_the_app_reads(
    a_year: Log, upper_back: Routine
) -> None:
    first = first_day(1)
    records = records_in(a_year, upper_back.id, first, LAST)
    assert (LAST - first).days + 1 == 365 == len(records.sessions) == len(records.pains)
    assert len(records.attempts) == 365 * len(upper_back.exercises)
    assert a_year.query("PRAGMA integrity_check")[0][0] == "ok"
    assert a_year.query("SELECT count(*) FROM entries WHERE supersedes IS NOT NULL")[0][0] > 10
    plan = plan_in(a_year, upper_back)
    assert plan.first == first
    assert {span.standing.phase for span in plan.spans} == set(Phase)
    assert any(span.standing.pause for span in plan.spans)
    assert any(span.standing.flare_since for span in plan.spans)


def test_what_a_screen_needs_is_found_by_index_however_long_the_log(
    a_year: Log, upper_back: Routine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing walks through all entries or all answers about pain."""
    asked: list[tuple[str, tuple[str | int, ...]]] = []
    query = a_year.query

    def noting(select: str, *values: str | int) -> list[sqlite3.Row]:
        asked.append((select, values))
        return query(select, *values)

    monkeypatch.setattr(a_year, "query", noting)
    ids = [each.id for each in upper_back.exercises]
    plan_in(a_year, upper_back)
    sessions_by_day_in(a_year, upper_back.id)
    records_in(a_year, upper_back.id, LAST - timedelta(weeks=12), LAST)
    a_year.last_done(upper_back.id, ids)
    a_year.last_places(upper_back.id, ids)
    a_year.sessions_on(LAST)
    assert len(asked) > 20
    for select, values in asked:
        plan = [row["detail"] for row in query(f"EXPLAIN QUERY PLAN {select}", *values)]
        assert not [step for step in plan if step in ("SCAN entries", "SCAN pains")], select
