"""A review says of a log what the app itself says of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.adherence.diary import PARTLY, STOPPED, Act, Diary, days, live, many_acts
from tests.clinic.lived import ROUTINE
from willows_app.adherence.facts import Change, Source
from willows_app.adherence.log import Log
from willows_app.adherence.measures import Share
from willows_app.adherence.records import records_in
from willows_app.clinic.review import Review, review_of
from willows_app.guide.performance import Held, Outcome, Performed, PlannedDose, SkipReason
from willows_app.ui.history import History, history_of
from willows_app.ui.own_plan import OwnPlan

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 21)
EVENING = "2026-06-01T18:04:00+01:00"


def in_the_app(log: Log, first: date, last: date) -> History:
    """What the app shows of the same days."""
    own = OwnPlan(log, ROUTINE, last, lambda: None)
    records = records_in(log, ROUTINE.id, first, last)
    return history_of(own.plan, records, own.doses, first, last)


def assert_as_in_the_app(review: Review, history: History) -> None:
    assert review.weeks == history.adherence
    assert review.pain == history.pain
    assert (review.trend, review.response) == (history.trend, history.response)
    shown = tuple(each.record for each in review.exercises)
    assert shown == history.exercises


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    return Diary(tmp_path / "log.sqlite3")


def review(diary: Diary) -> Review:
    return review_of(diary.log, ROUTINE, FIRST, LAST)


@settings(max_examples=40)
@given(many_acts, st.integers(0, 20))
def test_every_measure_is_the_one_that_the_app_shows(acts: list[Act], length: int) -> None:
    with TemporaryDirectory() as folder, Diary(Path(folder) / "log.sqlite3") as diary:
        live(diary, acts)
        last = FIRST + timedelta(days=length)
        reviewed = review_of(diary.log, ROUTINE, FIRST, last)
        assert_as_in_the_app(reviewed, in_the_app(diary.log, FIRST, last))


def test_weeks_tell_what_was_done_of_what_was_due(diary: Diary) -> None:
    for day in days("2026-06-01", 10):
        diary.session(f"{day}T18:00:00+01:00", "cobra")
    found = review(diary)
    assert [week.sessions for week in found.weeks] == [Share(7, 7), Share(3, 7), Share(0, 6)]
    assert found.total.sessions == Share(10, 20)  # the day of the review is not over


def test_the_last_day_of_a_range_in_the_past_is_over(diary: Diary) -> None:
    diary.session("2026-06-01T18:00:00+01:00", "cobra")
    until = FIRST, date(2026, 6, 2)
    assert review_of(diary.log, ROUTINE, *until).total.sessions == Share(1, 1)
    found = review_of(diary.log, ROUTINE, *until, date(2026, 6, 21))
    assert found.total.sessions == Share(1, 2)
    assert [day.over for day in found.days] == [True, True]
    assert {each.completed.due for each in found.exercises} == {2}


def test_the_phases_are_those_of_the_days_that_are_reviewed(diary: Diary) -> None:
    diary.session("2026-05-25T18:00:00+01:00", "cobra")
    diary.plan_changes(Change.AS_NEEDED, "2026-06-10")
    diary.plan_changes(Change.FLARE, "2026-06-20")
    spans = [
        (span.first.day, span.last.day, span.standing.phase.value, span.standing.flare_since)
        for span in review(diary).phases
    ]
    assert spans == [
        (1, 9, "daily", None),
        (10, 19, "as needed", None),
        (20, 21, "as needed", date(2026, 6, 20)),
    ]


def test_of_an_exercise_it_tells_the_dose_the_skips_with_reasons_and_the_stops(
    diary: Diary,
) -> None:
    first, second, third, fourth = (
        diary.session(f"{day}T18:00:00+01:00") for day in days("2026-06-01", 4)
    )
    diary.entry(first, "cobra", EVENING)
    diary.entry(second, "cobra", EVENING, PARTLY, held=30.0)
    diary.entry(third, "cobra", EVENING, STOPPED, held=6.0)
    skip(diary, fourth, SkipReason.NO_TIME)
    found = review_of(diary.log, ROUTINE, FIRST, date(2026, 6, 5))
    (cobra,) = [each for each in found.exercises if each.record.exercise == "cobra"]
    assert cobra.title == ROUTINE.exercise("cobra").title
    assert cobra.completed == Share(1, 4)
    assert cobra.dose.done / cobra.dose.due == pytest.approx((1 + 0.5 + 0.1) / 4)
    assert cobra.skipped == {SkipReason.NO_TIME: 1}
    assert (cobra.record.partly_done, cobra.record.stopped_for_pain) == (1, 1)


def test_how_far_it_can_be_trusted_is_told(diary: Diary) -> None:
    diary.session(EVENING, "cobra")
    diary.session("2026-06-02T18:00:00+01:00", "cobra", "cat", on="2026-06-02")
    diary.session("2026-06-03T18:00:00+01:00", "cobra", routine="neck")
    cut_off = datetime.fromisoformat("2026-06-04T18:00:00+01:00")
    diary.log.begin_session("cut off", ROUTINE.id, ["cobra"], cut_off, cut_off.date())
    quality = review(diary).quality
    assert (quality.timed, quality.by_hand) == (1, 2)
    assert (quality.cut_off, quality.other_routines) == (1, 1)
    assert quality.unknown == 1  # this routine has no "cat"
    assert len(review(diary).sessions) == 4


def test_an_empty_log_is_reviewed_as_well(diary: Diary) -> None:
    found = review(diary)
    assert found.total.sessions == Share(0, 0)
    assert (found.phases, found.sessions, found.pain) == ((), (), ())
    assert len(found.exercises) == len(ROUTINE.exercises)


def skip(diary: Diary, session: str, reason: SkipReason) -> None:
    dose = PlannedDose(Held(left=60.0), 1, None)
    skipped = Performed("cobra", Outcome.SKIPPED, Held(), 0, None, dose, reason)
    at = datetime.fromisoformat(EVENING)
    diary.log.add_entry(session, "Cobra", skipped, at, Source.TIMED)
