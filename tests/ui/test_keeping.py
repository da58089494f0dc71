"""Whether the browser keeps the log is asked once and told in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.ui.conftest import EVENING, Tap
from willows_app.routine.session_plan import SessionPlan
from willows_app.ui.components.damage import damage_words
from willows_app.ui.keeping import NOT_PROMISED, ON_HOME_SCREEN, PROMISED, Keeping, keeping_words
from willows_app.ui.model import Willows
from willows_app.ui.safekeeping import Damage


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"supported": True, "persisted": True}, PROMISED),
        ({"supported": True, "persisted": False}, NOT_PROMISED),
        ({"supported": False, "persisted": False}, NOT_PROMISED),
        ({"persisted": False, "ios": True, "standalone": True}, NOT_PROMISED),
        (
            {"persisted": True, "ios": True, "standalone": False},
            f"In this browser. {ON_HOME_SCREEN}",
        ),
    ],
)
def test_where_the_log_is_kept_is_told_as_it_is(answer: Mapping[str, Any], words: str) -> None:
    assert keeping_words(answer) == words


def test_the_browser_is_asked_once_when_the_first_session_is_saved(
    willows: Willows, tap: Tap[Any]
) -> None:
    asked: list[str] = []

    async def look() -> Mapping[str, Any]:
        return {"persisted": False}

    async def ask() -> Mapping[str, Any]:
        asked.append("persist")
        return {"persisted": True}

    willows.keeping = Keeping(look, ask)
    routine = willows.routine
    tap(lambda: willows.own.keep_still(True))
    assert asked == [], "a setting is no session"
    for exercise in ("cobra", "rhomboids"):
        plan = SessionPlan(routine, (routine.exercise(exercise),))
        tap(lambda plan=plan: willows.tick_by_hand(plan))
    assert asked == ["persist"]
    assert willows.keeping.words == PROMISED


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (
            Damage("damaged-log-1", EVENING.replace(tzinfo=None)),
            "It was set aside and kept. The last good copy, of Monday 1 June 2026 at 18:04, took "
            "its place. Look whether something is missing.",
        ),
        (
            Damage("", None),
            "Its file was gone. There was no good copy, so an empty log was begun.",
        ),
    ],
)
def test_a_damaged_log_is_told_with_what_took_its_place(damage: Damage, words: str) -> None:
    assert damage_words(damage) == words
