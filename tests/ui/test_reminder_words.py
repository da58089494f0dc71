"""The health of reminders in words: only what is true on this device."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from willows_app.device.notifier import Arrival, NotifierState, Permission, System
from willows_app.reminders.nudge import Nudge, NudgeKind
from willows_app.reminders.schedule import MOST_AHEAD
from willows_app.ui.reminder_words import (
    ADD_TO_HOME_SCREEN,
    ARRIVE,
    BADGE,
    BATTERY,
    BATTERY_NOT_KNOWN,
    BLOCKED,
    INSTALL,
    LET_IT_RUN,
    NOT_ALLOWED_YET,
    STAY_OPEN,
    health_words,
    mend_words,
    not_arrived_words,
    reach_words,
    weekdays_words,
)

PHONE = NotifierState(Permission.GRANTED, Arrival.ALWAYS, System.ANDROID, in_browser=False)
PAGE = NotifierState(
    Permission.GRANTED,
    Arrival.WHILE_OPEN,
    System.ANDROID,
    in_browser=True,
    browser="Chrome",
    installed=False,
)
WHILE_OPEN = [ARRIVE[Arrival.WHILE_OPEN]]
IPHONE_PAGE = replace(
    PAGE,
    permission=Permission.IMPOSSIBLE,
    arrival=Arrival.NEVER,
    system=System.IOS,
    browser="Safari",
)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (PHONE, [ARRIVE[Arrival.ALWAYS], BATTERY_NOT_KNOWN]),
        (replace(PHONE, battery_restricted=True), [ARRIVE[Arrival.ALWAYS], BATTERY[True]]),
        (replace(PHONE, battery_restricted=False), [ARRIVE[Arrival.ALWAYS], BATTERY[False]]),
        (replace(PHONE, system=System.IOS), [ARRIVE[Arrival.ALWAYS]]),
        (replace(PHONE, permission=Permission.DENIED), [BLOCKED]),
        (
            replace(PHONE, permission=Permission.NOT_ASKED, system=System.IOS),
            [NOT_ALLOWED_YET, ARRIVE[Arrival.ALWAYS]],
        ),
        (PAGE, [ARRIVE[Arrival.WHILE_OPEN], INSTALL]),
        (replace(PAGE, system=System.WINDOWS, browser="Edge"), [*WHILE_OPEN, INSTALL]),
        (replace(PAGE, browser="Firefox"), WHILE_OPEN),
        (replace(PAGE, system=System.MACOS, browser="Safari"), WHILE_OPEN),
        (replace(PAGE, system=System.IOS, browser="Chrome"), WHILE_OPEN),
        (replace(PAGE, installed=True), WHILE_OPEN),
        (replace(PAGE, arrival=Arrival.NOW_AND_THEN), [ARRIVE[Arrival.NOW_AND_THEN]]),
        (replace(PAGE, badge=True), [ARRIVE[Arrival.WHILE_OPEN], INSTALL]),
        (replace(PAGE, badge=True, installed=True), [ARRIVE[Arrival.WHILE_OPEN], BADGE]),
        (IPHONE_PAGE, [ARRIVE[Arrival.NEVER], ADD_TO_HOME_SCREEN]),
        (replace(IPHONE_PAGE, installed=True), [ARRIVE[Arrival.NEVER]]),
        (
            NotifierState(Permission.IMPOSSIBLE, Arrival.NEVER, System.LINUX, in_browser=False),
            [ARRIVE[Arrival.NEVER]],
        ),
    ],
)
def test_it_says_whether_reminders_arrive(state: NotifierState, words: list[str]) -> None:
    assert health_words(state) == words


@pytest.mark.parametrize(
    ("state", "first"),
    [
        (PHONE, "Keep your finger on the icon of Willows"),
        (replace(PHONE, system=System.IOS), "Open the Settings of this device"),
        (replace(PAGE, installed=True), "Keep your finger on the icon of Willows"),
        (PAGE, "Tap the sign beside the address"),
        (replace(PAGE, browser="Firefox"), "Tap the padlock beside the address"),
        (replace(PAGE, browser="Safari", system=System.MACOS), "In Safari's menu"),
        (replace(PAGE, browser="Edge", system=System.WINDOWS, installed=True), "Tap the sign"),
    ],
)
def test_the_way_to_allow_them_is_that_of_this_device(state: NotifierState, first: str) -> None:
    steps = mend_words(replace(state, permission=Permission.DENIED))
    assert steps[0].startswith(first)
    assert steps[-1] == "Then come back here."


@pytest.mark.parametrize("system", System)
@pytest.mark.parametrize("arrival", [Arrival.ALWAYS, Arrival.NOW_AND_THEN, Arrival.WHILE_OPEN])
def test_what_to_try_when_none_arrived_ends_with_the_calendar(
    system: System, arrival: Arrival
) -> None:
    steps = not_arrived_words(replace(PAGE, system=system, arrival=arrival))
    assert steps[-1] == "If it still does not come, use your calendar."
    assert (STAY_OPEN in steps) is (arrival is not Arrival.ALWAYS)
    assert (LET_IT_RUN in steps) is (arrival is Arrival.ALWAYS and system is System.ANDROID)


def coming(*kinds: NudgeKind) -> list[Nudge]:
    """One on each day from 1 June 2026 on."""
    first = datetime(2026, 6, 1, 9)
    return [
        Nudge(day, first + timedelta(days=day), kind, "Willows", "")
        for day, kind in enumerate(kinds)
    ]


ALL_THAT_FIT = coming(*[NudgeKind.DUE] * MOST_AHEAD)
UNTIL_30_JUNE = "They reach until Tuesday 30 June 2026. Open Willows before then, and they go on."


@pytest.mark.parametrize(
    ("nudges", "state", "words"),
    [
        (ALL_THAT_FIT, PHONE, [UNTIL_30_JUNE]),
        (ALL_THAT_FIT, PAGE, []),
        (coming(NudgeKind.DUE, NudgeKind.DAILY_ENDS), PHONE, []),
        (
            coming(NudgeKind.CHECK_IN),
            PHONE,
            ["They reach until Monday 1 June 2026. Open Willows before then, and they go on."],
        ),
        ([], PHONE, []),
    ],
)
def test_it_says_until_when_they_reach_where_a_phone_brings_them_by_itself(
    nudges: list[Nudge], state: NotifierState, words: list[str]
) -> None:
    assert reach_words(nudges, state) == words


@pytest.mark.parametrize(
    ("weekdays", "words"),
    [
        (range(7), "On every day that is due."),
        ({2}, "On Wednesday, where the day is due."),
        ({0, 4}, "On Monday and Friday, where the day is due."),
        ({6, 0, 2}, "On Monday, Wednesday and Sunday, where the day is due."),
    ],
)
def test_weekdays_are_told(weekdays: range | set[int], words: str) -> None:
    assert weekdays_words(frozenset(weekdays)) == words
