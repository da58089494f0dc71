"""What a patient accepts of a clinic's plan, and what follows it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from tests.routine.prescriptions import BANDS, HANDOUT, IDS, PLAN
from tests.ui.conftest import FakeStorage, Run, Tap
from willows_app.adherence.accepted import (
    Accepted,
    LastPlan,
    accepted_in,
    accepted_key,
)
from willows_app.adherence.facts import Change
from willows_app.adherence.log import Log
from willows_app.routine.choice import Choice
from willows_app.routine.model import Span
from willows_app.routine.prescription import prescribed
from willows_app.ui.glance import glance
from willows_app.ui.model import DATABASE, Willows
from willows_app.ui.screens.plan import handout_words

NOT_ACCEPTED = Accepted(date.min, None, lost=("all of it",))


@pytest.fixture
def accepted(willows: Willows, tap: Tap[None]) -> Willows:
    tap(lambda: willows.accept(PLAN))
    return willows


def test_nothing_is_accepted_at_first(willows: Willows) -> None:
    assert willows.prescriptions.accepted(HANDOUT) is None
    assert willows.routines == willows.handouts


def test_what_is_accepted_is_a_dated_fact_that_comes_back(
    accepted: Willows, storage: FakeStorage, shipped: dict[str, bytes], run: Run[None]
) -> None:
    again = Willows(shipped, storage, clock=accepted._clock, now=accepted.now)
    run(again.open())
    for willows in (accepted, again):
        assert willows.prescriptions.accepted(HANDOUT) == Accepted(
            date(2026, 6, 1), PLAN, daily_days_before=14
        )
        assert willows.routine == prescribed(HANDOUT, PLAN)
        assert willows.handouts == (HANDOUT,)


def test_today_the_session_and_the_measures_follow_it(accepted: Willows) -> None:
    assert [each.id for each in accepted.fitted().plan.exercises] == list(PLAN.exercises)
    assert glance(accepted)["summary"].startswith("3 exercises")
    assert accepted.own_plan().doses.now.seconds.keys() == set(PLAN.exercises)
    assert accepted.own_plan().plan.daily_days == 21
    assert accepted.routine.pain_words(7) == BANDS[2].words
    cobra = accepted.fitted().plan.exercises[1]
    assert cobra.dose.repetitions == Span(3, 3, 3)


def test_the_app_knows_since_when_it_measures_by_another_plan(
    willows: Willows, tap: Tap[None]
) -> None:
    assert willows.own_plan().last_plan is None
    tap(lambda: willows.accept(PLAN))
    assert willows.own_plan().last_plan == LastPlan(date(2026, 6, 1), by_clinic=True)
    tap(lambda: willows.prescriptions.put_back(HANDOUT))
    assert willows.own_plan().last_plan == LastPlan(date(2026, 6, 1), by_clinic=False)


def test_logged_sessions_keep_counting(willows: Willows, tap: Tap[None]) -> None:
    tap(lambda: willows.tick_by_hand(willows.fitted().plan))
    before = willows.own_plan()
    tap(lambda: willows.accept(PLAN))
    after = willows.own_plan()
    assert (after.streak, after.day.done, after.sessions) == (before.streak, 1, before.sessions)
    assert after.day.completed == len(PLAN.exercises)


def test_the_length_of_the_daily_phase_is_a_change_of_the_plan(
    willows: Willows, tap: Tap[None]
) -> None:
    tap(lambda: willows.own_plan().last_for(30))
    tap(lambda: willows.accept(PLAN))
    changes = willows.log.plan_changes(HANDOUT.id)
    assert [(each.change, each.days) for each in changes] == [
        (Change.LENGTH, 30),
        (Change.LENGTH, 21),
    ]
    tap(lambda: willows.accept(replace(PLAN, note="")))
    assert len(willows.log.plan_changes(HANDOUT.id)) == 2, "the same length is no change"


def test_the_order_that_the_patient_set_is_put_back_and_what_the_plan_leaves_open_stays(
    willows: Willows, tap: Tap[None]
) -> None:
    routine, cat = willows.routine, willows.routine.exercise("cat_stretch")
    tap(lambda: willows.own.choose(routine, cat, Choice(repetitions=6, get_ready=30)))
    tap(lambda: willows.own.move(routine, cat, -1))
    tap(lambda: willows.accept(PLAN))
    assert [each.id for each in willows.fitted().plan.exercises] == list(PLAN.exercises)
    assert willows.own.choice(willows.routine, willows.routine.exercises[0]) == Choice(get_ready=30)
    tap(lambda: willows.accept(replace(PLAN, doses={})))
    open_again = willows.own.choice(willows.routine, willows.routine.exercises[0])
    assert open_again == Choice(repetitions=6, get_ready=30)


def test_another_plan_takes_its_place_and_the_handout_can_be_put_back(
    accepted: Willows, tap: Tap[None]
) -> None:
    tap(lambda: accepted.accept(replace(PLAN, exercises=("rotation",))))
    assert [each.id for each in accepted.routine.exercises] == ["rotation"]
    tap(lambda: accepted.prescriptions.put_back(HANDOUT))
    assert [each.id for each in accepted.routine.exercises] == IDS
    assert accepted.prescriptions.accepted(HANDOUT) is None
    assert accepted.own_plan().plan.daily_days == HANDOUT.schedule.daily_days
    written = accepted.log.query("SELECT value FROM settings WHERE key LIKE 'prescription%'")
    assert len(written) == 3, "every one of them stays in the log"


def test_back_to_the_handout_the_daily_phase_lasts_as_long_as_before_the_plan(
    willows: Willows, tap: Tap[None]
) -> None:
    given = willows.prescriptions
    tap(lambda: willows.own_plan().last_for(28))
    tap(lambda: willows.accept(PLAN))
    tap(lambda: willows.accept(replace(PLAN, daily_days=40)))
    assert (willows.own_plan().plan.daily_days, given.days_before(HANDOUT)) == (40, 28)
    tap(lambda: given.put_back(HANDOUT))
    assert willows.own_plan().plan.daily_days == 28


@pytest.mark.parametrize("noted", [None, "28", True, 0, -3, 10**9, [28]])
def test_where_no_length_was_noted_it_is_that_of_the_handout(
    accepted: Willows, tap: Tap[None], noted: object
) -> None:
    key = accepted_key(HANDOUT.id)
    written = json.loads(accepted.log.setting(key)) | {"daily_days_before": noted}
    tap(lambda: accepted.log.set(key, json.dumps(written), accepted.now()))
    assert accepted.prescriptions.days_before(HANDOUT) == HANDOUT.schedule.daily_days


def test_what_a_newer_handout_has_lost_of_the_plan_is_told(accepted: Willows) -> None:
    (gone, *_) = PLAN.exercises
    smaller = replace(HANDOUT, exercises=tuple(e for e in HANDOUT.exercises if e.id != gone))
    there = accepted_in(accepted.log, smaller)
    assert there is not None and there.prescription is not None
    assert (there.prescription.exercises, there.lost) == (PLAN.exercises[1:], (gone,))
    assert handout_words(there) == (
        "The handout has changed since you accepted this plan. It has lost 1 exercise that your "
        "clinic chose: cat stretch. Ask your clinic how to go on."
    )


def test_a_handout_with_other_doses_than_when_the_plan_was_accepted_is_told(
    accepted: Willows,
) -> None:
    assert handout_words(accepted.prescriptions.accepted(HANDOUT) or NOT_ACCEPTED) == ""
    first, *others = HANDOUT.exercises
    dose = replace(first.dose, repetitions=Span(7, 7, 7))
    other = replace(HANDOUT, exercises=(replace(first, dose=dose), *others))
    assert handout_words(accepted_in(accepted.log, other) or NOT_ACCEPTED) == (
        "The handout has changed since you accepted this plan. Ask your clinic how to go on."
    )


def test_a_plan_that_was_made_with_another_handout_is_accepted_with_this_one(
    willows: Willows, tap: Tap[None]
) -> None:
    tap(lambda: willows.accept(replace(PLAN, handout="00000000")))
    assert handout_words(willows.prescriptions.accepted(HANDOUT) or NOT_ACCEPTED) == ""


def test_a_session_that_was_cut_off_ends_as_it_was(
    willows: Willows,
    storage: FakeStorage,
    shipped: dict[str, bytes],
    run: Run[None],
    tap: Tap[None],
) -> None:
    willows.about_to_do = willows.fitted().plan
    tap(willows.begin)
    assert willows.session is not None
    cut_off = willows.session.id
    again = Willows(shipped, storage, clock=willows._clock, now=willows.now)
    run(again.open())
    assert again.cut_off is not None
    tap(lambda: again.accept(PLAN))
    assert again.cut_off is None
    session = again.log.session(cut_off)
    assert session is not None and session.end is not None


@pytest.mark.parametrize(
    "written",
    [
        "not JSON",
        "[]",
        '{"since": "2026-06-01"}',
        '{"since": 3, "plan": {}}',
        '{"since": "2026-06-01", "plan": {"routine": "upper_back", "exercises": "all"}}',
        json.dumps({"since": "2026-06-01", "plan": {"routine": "upper_back", "exercises": []}}),
    ],
)
def test_a_fact_that_this_app_has_not_written_leaves_the_handout_and_says_so(
    written: str, storage: FakeStorage, shipped: dict[str, bytes], run: Run[None], willows: Willows
) -> None:
    log = Log(storage.folder / DATABASE)
    log.set("prescription: upper_back", written, willows.now())
    log.close()
    again = Willows(shipped, storage, clock=willows._clock, now=willows.now)
    run(again.open())
    assert again.routines == again.handouts
    accepted = again.prescriptions.accepted(HANDOUT)
    assert accepted is not None and accepted.prescription is None
