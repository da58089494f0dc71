"""The plan is told in the words of the handout."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from willows_app.adherence.facts import Change, PauseReason, PlanChange
from willows_app.adherence.measures import Streak
from willows_app.adherence.plan import Pause, plan_of
from willows_app.routine.model import Flare, Schedule
from willows_app.ui.plan_words import announced_words, change_words, plan_words, streak_words

SCHEDULE = Schedule("once a day", 1, 14, "as needed", Flare(3, 2))
FIRST = date(2026, 11, 2)


def change(change: Change, day: int, until: int | None = None, **details: Any) -> PlanChange:
    at = datetime(2026, 11, day, 18, tzinfo=UTC)
    return PlanChange(
        id=f"{change} {day}",
        routine="upper_back",
        change=change,
        day=date(2026, 11, day),
        sequence=day,
        recorded_at=at,
        until=date(2026, 11, until) if until else None,
        **details,
    )


DAILY = change(Change.DAILY, 2)
AS_NEEDED = change(Change.AS_NEEDED, 16)


@pytest.mark.parametrize(
    ("changes", "day", "words"),
    [
        ([], 2, "Daily phase: 14 days, from your first session on"),
        ([DAILY], 2, "Daily phase: day 1 of 14"),
        ([DAILY], 15, "Daily phase: day 14 of 14"),
        ([DAILY], 16, "Daily phase: day 15, 14 days were planned"),
        ([DAILY, change(Change.LENGTH, 5, days=21)], 16, "Daily phase: day 15 of 21"),
        ([DAILY, AS_NEEDED], 16, "As needed: nothing due today"),
        (
            [DAILY, AS_NEEDED, change(Change.FLARE, 18)],
            20,
            "As needed: day 3 of a stiff or sore back",
        ),
        (
            [DAILY, change(Change.PAUSE, 4, reason=PauseReason.ILLNESS)],
            9,
            "Paused for illness since Wednesday 4 November 2026",
        ),
        (
            [DAILY, change(Change.PAUSE, 4, until=8, reason=PauseReason.TRAVEL)],
            5,
            "Paused for travel until Sunday 8 November 2026",
        ),
        ([DAILY, change(Change.PAUSE, 4, until=8)], 9, "Daily phase: day 3 of 14"),
    ],
)
def test_how_the_plan_stands_is_one_sentence(
    changes: list[PlanChange], day: int, words: str
) -> None:
    assert plan_words(plan_of(SCHEDULE, changes, {}), date(2026, 11, day)) == words


@pytest.mark.parametrize(
    ("pause", "words"),
    [
        (
            Pause(PauseReason.TRAVEL, date(2026, 11, 4), date(2026, 11, 8)),
            "From Wednesday 4 November 2026 to Sunday 8 November 2026, for travel.",
        ),
        (
            Pause(PauseReason.ILLNESS, date(2026, 11, 4), date(2026, 11, 4)),
            "On Wednesday 4 November 2026, for illness.",
        ),
        (Pause(None, date(2026, 11, 4), None), "From Wednesday 4 November 2026 on."),
    ],
)
def test_a_pause_to_come_is_told_with_its_days_and_its_reason(pause: Pause, words: str) -> None:
    assert announced_words(pause) == words


@pytest.mark.parametrize(
    ("streak", "words"),
    [
        (Streak(0, 0), ""),
        (Streak(1, 1), "Streak: 1 day"),
        (Streak(5, 9), "Streak: 5 days. Best: 9 days"),
        (Streak(0, 9), "Best: 9 days"),
        (Streak(9, 9), "Streak: 9 days"),
    ],
)
def test_a_streak_is_told_kindly(streak: Streak, words: str) -> None:
    assert streak_words(streak) == words


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (DAILY, "From Monday 2 November 2026: once a day"),
        (
            change(Change.LENGTH, 5, days=21),
            "From Thursday 5 November 2026: the daily phase is to last 21 days",
        ),
        (
            change(Change.PAUSE, 4, until=8, reason=PauseReason.TRAVEL),
            "From Wednesday 4 November 2026 to Sunday 8 November 2026: paused for travel",
        ),
        (change(Change.PAUSE, 4, until=4), "On Wednesday 4 November 2026: paused"),
        (change(Change.RESUME, 9), "From Monday 9 November 2026: pause over"),
        (
            replace(change(Change.RESUME, 9), day=date(2026, 11, 20)),
            "From Friday 20 November 2026: pause called off",
        ),
        (
            change(Change.FLARE_OVER, 9),
            "From Monday 9 November 2026: not stiff or sore any more",
        ),
    ],
)
def test_every_change_is_told_with_its_date(changed: PlanChange, words: str) -> None:
    assert change_words(changed) == words
