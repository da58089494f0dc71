"""The main job, end to end: from the handout to a session in the log, offline on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import Site, Traffic
from tests.browser.hand_clock import HandClock
from tests.browser.semantics import Screen

EXERCISES = [
    "Upper back extension, towel",
    "Upper back extension, tennis balls",
    "Extension, the Cobra",
    "Cat stretch, flexion and extension",
    "Lats (back), standing",
    "Lats (back), doorway",
    "Rotation",
    "Chair rotation",
    "Rhomboids",
    "Side bend",
]
SESSION_BUTTONS = ["Pause", "Skip", "Back", "Stop", "It hurts"]


def start_session(phone: Screen) -> None:
    """From Today or an exercise into the session, past the cautions the first time."""
    phone.tap("Start session")
    phone.see(re.compile(r"^(Get ready|I understand, start session)$", re.MULTILINE))
    if phone.find("I understand, start session", role="button"):
        phone.tap("I understand, start session")
    phone.see("Get ready")


def open_exercise(phone: Screen, title: str) -> None:
    phone.tap("Exercises", role="tab")
    phone.see("Add a routine")
    phone.scroll_to(title, role="button")
    phone.tap(title)
    phone.see(title, role="heading")


def open_log(phone: Screen) -> None:
    """To the list of all sessions."""
    phone.tap("History", role="tab")
    phone.tap("All sessions")
    phone.see("All sessions", role="heading")


@pytest.mark.long
@pytest.mark.usefixtures("first_visit")
def test_a_whole_exercise_done_offline_stands_in_the_log_after_a_reload(
    phone: Screen, site: Site, traffic: Traffic
) -> None:
    phone.open(site.url)
    phone.wait_offline_ready()
    site.stop()
    phone.go_offline()
    try:
        phone.reload()
        phone.see("Due today, not done yet")
        phone.see("10 exercises, about 28 minutes")

        open_exercise(phone, "Rhomboids")
        start_session(phone)
        phone.see("Stretch your right side")
        phone.see("Pull across and hold", timeout=15)
        phone.see("Next: Relax, 5 s")
        phone.see("Next: Change sides, stretch your left side, 8 s", timeout=50)
        phone.see("Change sides")
        phone.see("Stretch your left side")
        phone.see("Pull across and hold", timeout=15)
        phone.see("Repetition 3 of 3", timeout=40)

        phone.see("Well done", timeout=20)
        phone.see("Completed, left 30 s, right 30 s")
        phone.see("Saved on this device")

        phone.reload()
        phone.see(re.compile("Done today at .*, 1 of 10 exercises"))
        open_log(phone)
        phone.see("Rhomboids")
        phone.see("Completed, left 30 s, right 30 s")
    finally:
        site.start()
    assert traffic.strangers() == []


def test_the_exercises_are_the_ten_of_the_handout_in_its_order(phone: Screen, site: Site) -> None:
    phone.open(site.url)
    phone.tap("Exercises", role="tab")
    phone.see("Upper back extension, towel")
    listed = [node.name.splitlines() for node in phone.nodes() if node.role == "button"]
    assert [lines[1] for lines in listed if lines[0].isdigit()] == EXERCISES


def test_the_cautions_come_before_the_first_session_and_stay_one_tap_away(
    phone: Screen, site: Site
) -> None:
    phone.open(site.url)
    phone.tap("Start session")
    phone.see("Before you start", role="heading")
    phone.see("Stop at once if you feel pain.")
    phone.tap("I understand, start session")
    phone.tap("Cautions")
    phone.see("Stop at once if you feel pain.")
    phone.tap("Close")
    phone.see("Resume", role="button")  # reading them does not run the clock
    phone.tap("Stop")
    phone.tap("Done")
    phone.tap("Start session")
    phone.see("Pause", role="button")  # the second time nothing stands in the way


def test_it_hurts_stops_at_once_and_is_logged_as_stopped_for_pain(
    phone: Screen, site: Site
) -> None:
    phone.open(site.url)
    start_session(phone)
    phone.tap("It hurts")
    phone.see("You have stopped", role="heading")
    phone.reload()  # it is in the log already, whatever the patient does next
    open_log(phone)
    phone.see("Upper back extension, towel")
    phone.see("Stopped for pain")


def test_pause_stands_still_and_resume_goes_on(phone: Screen, site: Site) -> None:
    phone.open(site.url)
    start_session(phone)
    phone.tap("Pause")
    phone.see("Resume", role="button")
    left = phone.see(re.compile("seconds left")).name
    phone.page.wait_for_timeout(2500)
    assert phone.see(re.compile("seconds left")).name == left
    phone.tap("Resume")
    phone.see_no(left, timeout=5)


def test_skip_and_back_move_between_exercises(phone: Screen, site: Site) -> None:
    phone.open(site.url)
    start_session(phone)
    phone.see("1 of 10")
    phone.tap("Skip")
    phone.see("2 of 10")
    phone.tap("Back")
    phone.see("1 of 10")
    phone.tap("Stop")
    phone.see("Stopped for today")
    phone.see("Skipped")


def test_places_repeat_until_the_patient_has_reached_the_lower_back(
    phone: Screen, clock: HandClock, site: Site
) -> None:
    phone.open(site.url)
    clock.stop()
    start_session(phone)
    clock.passes(30)
    phone.see("Relax onto the towel")
    phone.see("Place 1")
    phone.see("Next: Move along, 10 s")
    phone.tap("I have reached my lower back")
    phone.see("Upper back extension, tennis balls")
    phone.tap("Stop")
    phone.see(re.compile(r"^Completed, held \d+ s, 1 place$"))


def test_a_page_killed_in_the_third_exercise_has_two_in_the_log(
    phone: Screen, clock: HandClock, site: Site, context: BrowserContext
) -> None:
    phone.open(site.url)
    clock.stop()
    start_session(phone)
    for relaxing in ("Relax onto the towel", "Relax onto the balls"):
        clock.passes(30)
        phone.see(relaxing)
        phone.tap("I have reached my lower back")
    phone.see("3 of 10")
    clock.passes(20)
    phone.see("Up on your elbows")
    phone.page.wait_for_timeout(1000)  # a kill loses what the browser has not stored yet
    crash(phone)

    again = Screen(context.new_page()).open(site.url)
    again.see(re.compile(r"^Carry on with the session from \d\d:\d\d\?$"))
    open_log(again)
    again.see(re.compile(r"Cut off: the app was closed\. 2 of 10 exercises done\."))
    again.see("Upper back extension, towel")
    again.see("Upper back extension, tennis balls")
    assert again.find("Extension, the Cobra") is None


def crash(phone: Screen) -> None:
    """Kill the page's process, as a phone that runs out of memory does."""
    with pytest.raises(Exception, match="crash"):
        phone.page.goto("chrome://crash")
    phone.page.close()


def test_a_second_tab_is_told_and_cannot_write(
    phone: Screen, site: Site, context: BrowserContext
) -> None:
    phone.open(site.url)
    phone.see("Start session", role="button")
    second = Screen(context.new_page()).open(site.url)
    second.see(re.compile("Willows is open in another tab"))
    assert second.find("Start session") is None
    phone.page.close()
    second.tap("Try again")
    second.see("Start session", role="button")


@pytest.mark.parametrize(("width", "height"), [(320, 568), (390, 844), (1280, 800)])
def test_every_button_of_the_session_can_be_seen_and_hit(
    phone: Screen, site: Site, width: int, height: int
) -> None:
    phone.page.set_viewport_size({"width": width, "height": height})
    phone.open(site.url)
    start_session(phone)
    for name in [*SESSION_BUTTONS, "I have reached my lower back", "Cautions"]:
        button = phone.see(name, role="button")
        assert button.shown, f"{name} is in view"
        assert button.width >= 48 and button.height >= 48, f"{name} is large enough to hit"
    phone.tap("Pause")
    resume = phone.see("Resume", role="button")
    assert resume.shown and resume.height >= 48
