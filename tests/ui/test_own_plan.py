"""The patient's own plan: begun by the first session, changed only by the patient."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.guide.conftest import HandClock
from tests.ui.conftest import EVENING, Tap
from willows_app.adherence.facts import PauseReason
from willows_app.adherence.measures import DayStatus, Streak
from willows_app.adherence.plan import Phase
from willows_app.routine.session_plan import SessionPlan
from willows_app.ui.model import Willows

TODAY = EVENING.date()
A_DAY = 24 * 60 * 60.0


def do(willows: Willows, tap: Tap[Any], exercise: str = "cobra") -> None:
    routine = willows.routine
    tap(lambda: willows.tick_by_hand(SessionPlan(routine, (routine.exercise(exercise),))))


def do_daily(willows: Willows, tap: Tap[Any], clock: HandClock, days: int) -> None:
    """A session on each of so many days; today is the last of them."""
    do(willows, tap)
    for _ in range(days - 1):
        clock.passes(A_DAY)
        do(willows, tap)


def phase(willows: Willows) -> Phase | None:
    standing = willows.own_plan().standing
    return standing and standing.phase


def test_nothing_is_expected_before_the_first_session(willows: Willows) -> None:
    own = willows.own_plan()
    assert own.standing is None
    assert not own.offers_as_needed
    assert own.streak == Streak(0, 0)
    assert [day.status for day in own.week] == [DayStatus.NOT_DUE] * 7


def test_the_first_session_begins_the_daily_phase(willows: Willows, tap: Tap[Any]) -> None:
    do(willows, tap)
    own = willows.own_plan()
    assert (phase(willows), own.plan.first, own.plan.number(TODAY)) == (Phase.DAILY, TODAY, 1)
    assert own.day.status is DayStatus.DONE
    assert own.streak == Streak(1, 1)


def test_years_of_it_are_read_once_as_long_as_nothing_is_written(
    willows: Willows, tap: Tap[Any], clock: HandClock
) -> None:
    do(willows, tap)
    own = willows.own_plan()
    assert willows.own_plan() is own
    do(willows, tap, "rhomboids")
    assert willows.own_plan() is not own
    own = willows.own_plan()
    clock.passes(A_DAY)
    assert willows.own_plan() is not own


def test_the_streak_is_not_failed_while_today_lasts(
    willows: Willows, tap: Tap[Any], clock: HandClock
) -> None:
    do_daily(willows, tap, clock, 3)
    clock.passes(A_DAY)
    assert willows.own_plan().streak == Streak(3, 3)
    assert willows.own_plan().day.status is DayStatus.DUE
    clock.passes(A_DAY)
    assert willows.own_plan().streak == Streak(0, 3)


def test_as_needed_is_offered_when_the_days_are_done_and_never_comes_by_itself(
    willows: Willows, tap: Tap[Any], clock: HandClock
) -> None:
    do_daily(willows, tap, clock, 13)
    assert not willows.own_plan().offers_as_needed
    clock.passes(A_DAY)
    assert not willows.own_plan().offers_as_needed, "the last day's session is still to be done"
    do(willows, tap)
    assert willows.own_plan().offers_as_needed
    clock.passes(30 * A_DAY)
    assert phase(willows) is Phase.DAILY
    assert willows.own_plan().offers_as_needed


def test_another_week_daily_puts_the_offer_off(
    willows: Willows, tap: Tap[Any], clock: HandClock
) -> None:
    do_daily(willows, tap, clock, 14)
    tap(willows.own_plan().stay_daily)
    assert not willows.own_plan().offers_as_needed
    assert willows.own_plan().plan.daily_days == 21


def test_as_needed_begins_tomorrow_where_today_is_done_and_keeps_the_streak(
    willows: Willows, tap: Tap[Any], clock: HandClock
) -> None:
    do_daily(willows, tap, clock, 4)
    tap(willows.own_plan().begin_as_needed)
    assert (phase(willows), willows.own_plan().streak) == (Phase.DAILY, Streak(4, 4))
    clock.passes(10 * A_DAY)
    assert (phase(willows), willows.own_plan().streak) == (Phase.AS_NEEDED, Streak(4, 4))
    assert willows.own_plan().day.status is DayStatus.NOT_DUE


def test_the_move_to_as_needed_can_be_undone_as_if_it_had_not_been_made(
    willows: Willows, tap: Tap[Any], clock: HandClock
) -> None:
    do_daily(willows, tap, clock, 4)
    clock.passes(A_DAY)
    tap(willows.own_plan().begin_as_needed)
    tap(willows.own_plan().undo_as_needed)
    own = willows.own_plan()
    assert own.plan.number(own.today) == 5
    assert own.streak == Streak(4, 4)


def test_a_stiff_back_makes_sessions_due_until_the_patient_says_that_it_is_fine(
    willows: Willows, tap: Tap[Any], clock: HandClock
) -> None:
    do_daily(willows, tap, clock, 2)
    clock.passes(A_DAY)
    tap(willows.own_plan().begin_as_needed)
    clock.passes(A_DAY)
    tap(willows.own_plan().flare)
    assert willows.own_plan().day.status is DayStatus.DUE
    do(willows, tap)
    tap(willows.own_plan().flare_over)
    assert willows.own_plan().streak == Streak(3, 3), "the day that was done stays done"
    clock.passes(A_DAY)
    assert willows.own_plan().day.status is DayStatus.NOT_DUE


def test_a_pause_is_told_with_its_reason_and_breaks_no_streak(
    willows: Willows, tap: Tap[Any], clock: HandClock
) -> None:
    do_daily(willows, tap, clock, 3)
    clock.passes(2 * A_DAY)
    today = willows.today
    ill_since = today - timedelta(days=1)
    tap(lambda: willows.own_plan().pause(PauseReason.ILLNESS, ill_since, None))
    clock.passes(5 * A_DAY)
    own = willows.own_plan()
    assert own.standing is not None
    assert own.standing.pause is not None
    assert own.standing.pause.reason is PauseReason.ILLNESS
    assert (own.day.status, own.streak) == (DayStatus.PAUSED, Streak(3, 3))
    tap(own.resume)
    assert willows.own_plan().day.status is DayStatus.DUE
    do(willows, tap)
    assert willows.own_plan().streak == Streak(4, 4)


def test_a_pause_that_was_announced_is_called_off_before_it_begins(
    willows: Willows, tap: Tap[Any], clock: HandClock
) -> None:
    do(willows, tap)
    begins = willows.today + timedelta(days=2)
    tap(lambda: willows.own_plan().pause(PauseReason.TRAVEL, begins, None))
    (announced,) = willows.own_plan().pauses_to_come
    assert (announced.reason, announced.since) == (PauseReason.TRAVEL, begins)
    tap(lambda: willows.own_plan().call_off(announced))
    assert willows.own_plan().pauses_to_come == []
    clock.passes(3 * A_DAY)
    assert willows.own_plan().day.status is DayStatus.DUE


def test_every_change_is_a_dated_fact_of_the_log(
    willows: Willows, tap: Tap[Any], clock: HandClock
) -> None:
    do(willows, tap)
    tap(lambda: willows.own_plan().last_for(21))
    tap(willows.own_plan().begin_as_needed)
    changes = willows.log.plan_changes(willows.routine.id)
    assert [each.change.value for each in changes] == ["daily", "length", "as needed"]
    assert all(each.recorded_at.utcoffset() is not None for each in changes)


def test_who_has_moved_on_is_not_offered_it_again_and_can_undo_it_that_day(
    willows: Willows, tap: Tap[Any], clock: HandClock
) -> None:
    do_daily(willows, tap, clock, 14)
    tap(willows.own_plan().begin_as_needed)
    own = willows.own_plan()
    assert (own.offers_as_needed, own.has_just_moved) == (False, True)
    tap(own.undo_as_needed)
    assert (willows.own_plan().offers_as_needed, willows.own_plan().has_just_moved) == (True, False)
    tap(willows.own_plan().begin_as_needed)
    clock.passes(2 * A_DAY)
    assert not willows.own_plan().has_just_moved
