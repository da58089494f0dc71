"""The first run comes once, says what is true of this device, and stands in nobody's way."""

from __future__ import annotations

from typing import Any

import pytest

from tests.routine.prescriptions import PLAN
from tests.ui.conftest import Disk, FakeStorage, Tap
from willows_app.device.notifier import Arrival, NotifierState, Permission, System
from willows_app.device.notifier_web import BROWSERS
from willows_app.routine.model import Routine
from willows_app.routine.session_plan import SessionPlan
from willows_app.shipped import shipped
from willows_app.ui.components.home_screen import SIGNS
from willows_app.ui.first_run_words import Step, Way, steps
from willows_app.ui.glance import left_behind
from willows_app.ui.model import DATABASE, Willows
from willows_app.ui.safekeeping import Damage
from willows_app.ui.screens.first_run import ICONS

WORDS = shipped().first_run_words
WHAT, DAILY, REMINDER, HOME_SCREEN = Step


def do_one(willows: Willows, tap: Tap[Any]) -> None:
    one = (willows.routine.exercise("cobra"),)
    tap(lambda: willows.tick_by_hand(SessionPlan(willows.routine, one)))


# ---------------------------------------------------------------- when it is shown


def test_it_is_shown_on_a_device_on_which_nothing_is_logged(willows: Willows) -> None:
    assert willows.is_new


def test_who_has_logged_a_session_never_sees_it(willows: Willows, tap: Tap[Any]) -> None:
    do_one(willows, tap)
    assert not willows.is_new


def test_who_has_passed_it_does_not_see_it_again(willows: Willows, tap: Tap[Any]) -> None:
    tap(willows.pass_first_run)
    assert not willows.is_new
    assert willows.own.has_seen_first_run


def test_a_plan_that_is_accepted_first_leaves_it_for_afterwards(
    willows: Willows, tap: Tap[Any]
) -> None:
    tap(lambda: willows.accept(PLAN))
    assert willows.is_new
    assert willows.own_plan().plan.daily_days == PLAN.daily_days


def test_a_log_that_was_lost_is_told_first_and_makes_nobody_new(
    willows: Willows, tap: Tap[Any]
) -> None:
    willows.damage = Damage(set_aside="log.damaged", copy_of=None)
    assert not willows.is_new
    tap(willows.dismiss_damage)
    assert not willows.is_new


def test_a_log_that_is_full_keeps_nobody_in_it(
    willows: Willows, tap: Tap[Any], storage: FakeStorage
) -> None:
    Disk(storage.folder / DATABASE).is_full("settings")
    tap(willows.pass_first_run)
    assert willows.saving.unsaved
    assert not willows.is_new


def test_the_page_paints_no_today_under_it(willows: Willows, tap: Tap[Any]) -> None:
    assert "days" not in (left_behind(willows) or {})
    tap(willows.pass_first_run)
    assert "days" in (left_behind(willows) or {})


# ---------------------------------------------------------------- what it says


@pytest.mark.parametrize(
    ("in_browser_tab", "on_iphone", "screens"),
    [
        (True, False, [WHAT, DAILY, REMINDER, HOME_SCREEN]),
        (True, True, [WHAT, HOME_SCREEN, DAILY, REMINDER]),
        (False, False, [WHAT, DAILY, REMINDER]),
        (False, True, [WHAT, DAILY, REMINDER]),
    ],
)
def test_the_home_screen_has_its_place_where_there_is_one_to_be_put_on(
    in_browser_tab: bool, on_iphone: bool, screens: list[Step]
) -> None:
    assert [*steps(in_browser_tab, on_iphone)] == screens


def test_it_says_what_willows_is_not_and_what_to_do_on_pain(upper_back: Routine) -> None:
    points = " ".join(each.text for each in WORDS.screens[WHAT].of(upper_back).points)
    for words in (
        "not a medical device",
        "no advice",
        "stop it",
        "ask your clinic",
        "Nothing leaves this device unless you share it",
        upper_back.clinic,
    ):
        assert words in points


def test_the_daily_phase_is_told_in_the_words_of_the_handout(upper_back: Routine) -> None:
    assert upper_back.schedule.words in " ".join(WORDS.screens[DAILY].of(upper_back).text)


@pytest.mark.parametrize(
    ("system", "browser", "words"),
    [
        (System.IOS, "Safari", "share button"),
        (System.IOS, "Chrome", "beside the address"),
        (System.ANDROID, "Chrome", "three dots"),
        (System.ANDROID, "Firefox", "Add app to Home screen"),
        (System.ANDROID, "Samsung Internet", "three lines"),
        (System.WINDOWS, "Edge", "Install this site as an app"),
        (System.LINUX, "Chrome", "Install page as app"),
        (System.MACOS, "Safari", "Add to Dock"),
        (System.LINUX, "Firefox", "bookmark"),
        (System.OTHER, "", "bookmark"),
    ],
)
def test_each_browser_has_its_way_to_the_home_screen(
    system: System, browser: str, words: str
) -> None:
    assert words in " ".join(each.text for each in WORDS.way(state(system, browser)).steps)


def test_a_device_that_does_not_say_what_it_is_gets_the_way_that_fits_all() -> None:
    assert WORDS.way(None) == WORDS.ways[-1]


def test_every_way_speaks_of_browsers_and_systems_that_are_told_apart() -> None:
    known = {name for _part, name in BROWSERS}
    for way in WORDS.ways:
        assert {*way.systems} <= {*System}
        assert {*way.browsers} <= known


def test_only_an_iphone_is_told_that_its_home_screen_begins_afresh() -> None:
    for way in WORDS.ways:
        assert ("afresh" in way.text) == (way.systems == (System.IOS,))


def test_everything_that_is_drawn_is_known() -> None:
    assert {point.icon for words in WORDS.screens.values() for point in words.points} == {*ICONS}
    for shown in (step.shows for way in WORDS.ways for step in way.steps):
        assert shown.app or shown.icon in SIGNS
        assert shown.app or bool(shown.entry) != (shown.bar in ("above", "below"))


@pytest.mark.parametrize("way", WORDS.ways, ids=lambda way: " ".join((*way.systems, *way.browsers)))
def test_a_way_is_short_and_its_menu_entries_are_those_of_its_words(way: Way) -> None:
    assert 2 <= len(way.steps) <= 3
    for step in way.steps:
        assert step.shows.entry in step.text


def state(system: System, browser: str) -> NotifierState:
    return NotifierState(
        Permission.NOT_ASKED,
        Arrival.WHILE_OPEN,
        system,
        in_browser=True,
        browser=browser,
        installed=False,
    )
