"""What a patient puts right is a new fact, marked as ticked by hand, and can be undone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.ui.conftest import EVENING, Disk, FakeStorage, Tap
from willows_app.adherence.facts import Entry, Session, Source
from willows_app.guide.performance import Held, Outcome, Performed, PlannedDose, SkipReason
from willows_app.routine.choice import AS_PRESCRIBED
from willows_app.routine.session_plan import SessionPlan
from willows_app.ui.corrections import Correction
from willows_app.ui.model import DATABASE, Willows

TODAY = EVENING.date()


@pytest.fixture
def session(willows: Willows) -> str:
    """A timed session in which the cobra was partly done and the rhomboids are not recorded."""
    log, planned = willows.log, ("cobra", "rhomboids")
    log.begin_session("s", willows.routine.id, planned, EVENING, TODAY)
    performed = Performed(
        "cobra",
        Outcome.PARTLY_DONE,
        Held(middle=20),
        2,
        None,
        PlannedDose(Held(middle=50), 5, None),
    )
    log.add_entry("s", "Extension, the Cobra", performed, EVENING)
    return "s"


def logged(willows: Willows) -> Session:
    session = willows.log.session("s")
    assert session is not None
    return session


def cobra(willows: Willows) -> Entry:
    return logged(willows).entries[0]


def corrected(willows: Willows, tap: Tap[Any], outcome: Outcome) -> Correction:
    correction = tap(lambda: willows.corrections.change(logged(willows), cobra(willows), outcome))
    assert isinstance(correction, Correction)
    return correction


def test_a_changed_outcome_is_ticked_by_hand_and_has_no_seconds(
    willows: Willows, session: str, tap: Tap[Any]
) -> None:
    corrected(willows, tap, Outcome.COMPLETED)
    entry = cobra(willows)
    assert (entry.outcome, entry.source) == (Outcome.COMPLETED, Source.TICKED_BY_HAND)
    assert (entry.held, entry.repetitions) == (None, 5)


def test_a_change_can_be_undone_to_what_the_timer_measured(
    willows: Willows, session: str, tap: Tap[Any]
) -> None:
    before = cobra(willows)
    correction = corrected(willows, tap, Outcome.SKIPPED)
    tap(correction.undo)
    after = cobra(willows)
    assert (after.outcome, after.source) == (before.outcome, Source.TIMED)
    assert (after.held, after.repetitions) == (before.held, before.repetitions)


def test_why_it_was_skipped_can_be_said(willows: Willows, session: str, tap: Tap[Any]) -> None:
    corrections = willows.corrections
    tap(
        lambda: corrections.change(
            logged(willows), cobra(willows), Outcome.SKIPPED, SkipReason.NO_TIME
        )
    )
    assert cobra(willows).reason is SkipReason.NO_TIME


def test_an_exercise_that_the_log_knows_nothing_of_is_added_and_taken_away_again(
    willows: Willows, session: str, tap: Tap[Any]
) -> None:
    rhomboids = willows.routine.exercise("rhomboids")
    performed = Performed.as_planned(rhomboids, AS_PRESCRIBED)
    correction = tap(lambda: willows.corrections.add(logged(willows), rhomboids.title, performed))
    assert [entry.exercise for entry in logged(willows).entries] == ["cobra", "rhomboids"]
    assert logged(willows).entries[1].source is Source.TICKED_BY_HAND
    tap(correction.undo)
    assert [entry.exercise for entry in logged(willows).entries] == ["cobra"]


def test_an_entry_taken_back_no_longer_counts_until_it_is_put_back(
    willows: Willows, session: str, tap: Tap[Any]
) -> None:
    correction = tap(lambda: willows.corrections.take_back_entry(cobra(willows)))
    assert logged(willows).entries == ()
    assert willows.own_plan().day.done == 0
    tap(correction.undo)
    assert len(logged(willows).entries) == 1


def test_an_entry_taken_back_and_added_again_is_there_once(
    willows: Willows, session: str, tap: Tap[Any]
) -> None:
    entry = cobra(willows)
    taken_back = tap(lambda: willows.corrections.take_back_entry(entry))
    performed = Performed.as_planned(willows.routine.exercise("cobra"), AS_PRESCRIBED)
    tap(lambda: willows.corrections.add(logged(willows), entry.title, performed))
    tap(taken_back.undo)
    assert [each.outcome for each in logged(willows).entries] == [Outcome.COMPLETED]


def test_a_session_taken_back_is_gone_until_it_is_put_back(
    willows: Willows, session: str, tap: Tap[Any]
) -> None:
    correction = tap(lambda: willows.corrections.take_back_session(logged(willows)))
    assert willows.log.session("s") is None
    assert willows.log.count_sessions() == 0
    tap(correction.undo)
    assert logged(willows).entries


def test_a_note_takes_the_place_of_the_one_before_and_can_be_undone(
    willows: Willows, session: str, tap: Tap[Any]
) -> None:
    tap(lambda: willows.corrections.note(logged(willows), "Neck was stiff."))
    correction = tap(lambda: willows.corrections.note(logged(willows), "Back was stiff."))
    assert logged(willows).note == "Back was stiff."
    tap(correction.undo)
    assert logged(willows).note == "Neck was stiff."


def test_a_session_added_for_a_past_day_counts_for_it_and_is_marked_for_good(
    willows: Willows, session: str, tap: Tap[Any]
) -> None:
    yesterday = TODAY - timedelta(days=1)
    routine = willows.routine
    plan = SessionPlan(routine, (routine.exercise("cobra"),))
    tap(lambda: willows.tick_by_hand(plan, yesterday))
    (added,) = willows.log.sessions_on(yesterday)
    assert added.by_hand
    assert added.started_at.date() == TODAY, "when it was recorded is told as it was"
    assert willows.own_plan().plan.first == TODAY, "the plan does not begin before it began"


def test_a_correction_is_kept_while_the_disk_refuses_it(
    willows: Willows, session: str, tap: Tap[Any], storage: FakeStorage
) -> None:
    disk = Disk(storage.folder / DATABASE)
    disk.is_full("notes")
    tap(lambda: willows.corrections.note(logged(willows), "Stiff."))
    assert logged(willows).note == ""
    assert willows.saving.unsaved
    disk.has_room("notes")
    tap(willows.saving.retry)
    assert logged(willows).note == "Stiff."
