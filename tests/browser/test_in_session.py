"""In the session: followed to its end, stopped at any step, interrupted and carried on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import Site
from tests.browser.hand_clock import HandClock
from tests.browser.semantics import Screen
from tests.browser.test_main_job import EXERCISES, open_exercise, open_log, start_session


def begin(phone: Screen, clock: HandClock, site: Site, exercise: str = "") -> None:
    """Into a session of the whole routine, or of one exercise, with the clock stopped."""
    phone.open(site.url)
    clock.stop()
    if exercise:
        open_exercise(phone, exercise)
    start_session(phone)


@pytest.mark.long
def test_the_whole_routine_is_followed_with_every_side_in_its_order(
    phone: Screen, clock: HandClock, site: Site
) -> None:
    begin(phone, clock, site)
    for title in EXERCISES[:2]:
        phone.see(title)
        clock.passes(70)
        phone.see("Place 2")
        phone.tap("I have reached my lower back")
    sides = {
        "Lats (back), standing": ["Stretch your left side", "Stretch your right side"],
        "Rotation": ["Turn to the right", "Turn to the left"] * 3,
        "Chair rotation": ["Twist to the right", "Twist to the left"],
        "Rhomboids": ["Stretch your right side", "Stretch your left side"],
    }
    seen: dict[str, list[str]] = {title: [] for title in EXERCISES}
    while "Well done" not in (shown := lines(phone)):
        for title in EXERCISES:
            for side in dict.fromkeys(sides.get(title, [])):
                if title in shown and side in shown and side not in seen[title][-1:]:
                    seen[title].append(side)
        clock.passes(4)
    for title, expected in sides.items():
        assert seen[title] == expected, title
    for title in EXERCISES:
        phone.scroll_to(title)
    phone.scroll_to("Saved on this device")


def lines(phone: Screen) -> set[str]:
    """Every line that stands on the screen."""
    return {line for node in phone.nodes() for line in node.name.splitlines()}


STEPS = {
    "get ready": ("Rhomboids", 3, "Get ready"),
    "hold": ("Rhomboids", 13, "Pull across and hold"),
    "relax": ("Rhomboids", 22, "Relax"),
    "change sides": ("Rhomboids", 52, "Change sides"),
    "breathe in": ("Lats (back), standing", 22, "Breathe in deeply"),
    "breathe out": ("Lats (back), standing", 26, "Breathe out, lean further"),
    "move along": ("Upper back extension, towel", 58, "Move along"),
}


def test_it_hurts_stops_at_once_in_every_kind_of_step(
    phone: Screen, clock: HandClock, site: Site
) -> None:
    phone.open(site.url)
    clock.stop()
    for exercise, seconds, words in STEPS.values():
        open_exercise(phone, exercise)
        start_session(phone)
        clock.passes(seconds)
        phone.see(words)
        phone.tap("It hurts")
        phone.see("You have stopped", role="heading")
        phone.tap("Pain 7 of 10")
        phone.tap("Stop for today")
        phone.see("Stopped for pain", role="heading")
        phone.tap("All sessions")
        phone.see(re.compile(rf"^Hurt: {re.escape(exercise)}.*, 7 of 10$"))


def test_after_pain_the_session_goes_on_without_that_exercise(
    phone: Screen, clock: HandClock, site: Site
) -> None:
    begin(phone, clock, site)
    phone.tap("It hurts")
    phone.tap("Carry on without this exercise")
    phone.see("2 of 10")
    phone.see("Pause", role="button")


def test_an_absence_is_asked_about_and_credited_only_if_the_patient_says_so(
    phone: Screen, clock: HandClock, site: Site
) -> None:
    begin(phone, clock, site, "Extension, the Cobra")
    clock.passes(20.2)  # five seconds into the first hold
    clock.jumps(120)
    phone.see("You were away for 2 min", role="heading")
    phone.tap("Go back to where I left")
    phone.see("Repetition 1 of 5")
    phone.see("5 seconds left")
    clock.jumps(120)
    phone.see("You were away for 2 min", role="heading")
    phone.tap("Carry on from here")
    phone.see("Partly done, held 5 s")


def test_what_was_done_while_away_counts_when_the_patient_says_it_was_done(
    phone: Screen, clock: HandClock, site: Site
) -> None:
    begin(phone, clock, site, "Extension, the Cobra")
    clock.passes(20)
    clock.jumps(120)
    phone.tap("Count it as done")
    phone.see("Completed, held 50 s")


def test_a_page_that_the_browser_freezes_is_an_absence_although_python_goes_on(
    phone: Screen, clock: HandClock, site: Site
) -> None:
    def page_says(event: str) -> None:
        phone.page.evaluate("(event) => { document.dispatchEvent(new Event(event)); }", event)
        phone.page.wait_for_timeout(500)

    begin(phone, clock, site, "Extension, the Cobra")
    clock.passes(20)
    page_says("freeze")
    clock.passes(120)
    page_says("resume")
    phone.see("You were away for 2 min", role="heading")
    phone.tap("Go back to where I left")
    phone.see("Repetition 1 of 5")
    phone.see("5 seconds left")


def test_a_session_that_was_killed_is_carried_on_where_it_was(
    phone: Screen, clock: HandClock, site: Site, context: BrowserContext
) -> None:
    begin(phone, clock, site)
    phone.tap("Skip")
    phone.tap("Skip")
    phone.see("3 of 10")
    clock.passes(15 + 10 + 10)
    phone.see("Repetition 2 of 5")
    phone.page.close()

    again = Screen(context.new_page()).open(site.url)
    again.tap("Carry on")
    again.see("3 of 10")
    again.see("Repetition 2 of 5")
    again.tap("Stop")
    again.see(re.compile("^Partly done, held 1[0-4] s$"))
    again.tap("Done")
    open_log(again)
    again.see(re.compile(r"Stopped\. 1 of 10 exercises done\."))


def test_a_session_that_was_killed_can_be_left(
    phone: Screen, clock: HandClock, site: Site, context: BrowserContext
) -> None:
    begin(phone, clock, site, "Extension, the Cobra")
    clock.passes(30)
    phone.see("Relax")
    phone.page.wait_for_timeout(1000)  # a kill loses what the browser has not stored yet
    phone.page.close()
    again = Screen(context.new_page()).open(site.url)
    again.tap("Leave it")
    again.see_no("Carry on")
    open_log(again)
    again.see("Partly done, held 10 s")


def test_a_step_is_made_longer_and_a_side_is_left_out(
    phone: Screen, clock: HandClock, site: Site
) -> None:
    begin(phone, clock, site, "Rhomboids")
    clock.passes(12)
    phone.tap("+10 s")
    phone.see("18 seconds left")
    phone.tap("−10 s")
    phone.see("8 seconds left")
    phone.tap("Skip this side")
    phone.see("Stretch your left side")


def test_a_skip_can_be_explained_afterwards(phone: Screen, clock: HandClock, site: Site) -> None:
    begin(phone, clock, site)
    phone.tap("Skip")
    phone.see("2 of 10")
    phone.tap("No equipment")
    phone.see_no("No equipment")
    phone.tap("Stop")
    phone.see("Skipped, reason: no equipment")


def test_the_session_is_worked_by_keyboard(phone: Screen, clock: HandClock, site: Site) -> None:
    begin(phone, clock, site)
    press = phone.page.keyboard.press
    press("Space")
    phone.see("Resume", role="button")
    press("Space")
    phone.see("Pause", role="button")
    press("ArrowRight")
    phone.see("2 of 10")
    press("ArrowLeft")
    phone.see("1 of 10")
    press("Escape")
    phone.see("Finished", role="heading")
