"""What the page paints before the app is up says what Today will say."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from tests.guide.conftest import HandClock
from tests.ui.conftest import EVENING, Tap
from willows_app.routine.session_plan import SessionPlan
from willows_app.ui.glance import glance
from willows_app.ui.model import Willows

TODAY = EVENING.date().isoformat()
TOMORROW = (EVENING.date() + timedelta(days=1)).isoformat()


def do_all(willows: Willows, tap: Tap[Any]) -> None:
    tap(lambda: willows.tick_by_hand(SessionPlan.whole(willows.routine)))


def test_before_the_first_session_it_says_how_the_plan_begins(willows: Willows) -> None:
    left = glance(willows)
    assert left["days"][TODAY]["plan"] == "Daily phase: 14 days, from your first session on"
    assert left["days"][TODAY]["status"] == "Due today, not done yet"
    assert (left["next"], left["start"]) == ("Next: Upper Back", True)


def test_done_today_is_due_again_tomorrow(willows: Willows, tap: Tap[Any]) -> None:
    do_all(willows, tap)
    days = glance(willows)["days"]
    assert days[TODAY]["status"] == "Done today at 18:04"
    assert days[TODAY]["plan"] == "Daily phase: day 1 of 14"
    assert (days[TOMORROW]["status"], days[TOMORROW]["mark"]) == ("Due today, not done yet", "due")
    assert days[TOMORROW]["plan"] == "Daily phase: day 2 of 14"
    assert days[TOMORROW]["streak"] == "Streak: 1 day"


def test_a_streak_that_a_missed_day_would_break_is_not_painted_the_day_after(
    willows: Willows, tap: Tap[Any], clock: HandClock
) -> None:
    do_all(willows, tap)
    days = glance(willows)["days"]
    in_two_days = (EVENING.date() + timedelta(days=2)).isoformat()
    assert days[in_two_days]["streak"] == "Best: 1 day"


def test_it_is_left_after_every_change_and_is_plain_json(willows: Willows, tap: Tap[Any]) -> None:
    left: list[dict[str, Any]] = []
    willows.leave = lambda: left.append(glance(willows))
    do_all(willows, tap)
    assert left[-1]["days"][TODAY]["status"] == "Done today at 18:04"
    tap(lambda: willows.own.have(300))
    assert left[-1]["chosen"] == "5"
    assert json.loads(json.dumps(left[-1])) == left[-1]
