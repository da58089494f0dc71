"""Time available and own settings, as a patient meets them."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import Site
from tests.browser.semantics import Screen
from tests.browser.test_main_job import open_exercise, start_session

TOWEL = "Upper back extension, towel"
COBRA = "Extension, the Cobra"
MINUTES = ["5 minutes", "10 minutes", "15 minutes", "20 minutes", "All the time"]


def test_in_five_minutes_two_exercises_are_done_and_it_says_which_wait(
    phone: Screen, site: Site
) -> None:
    phone.open(site.url)
    phone.see("10 exercises, about 28 minutes")
    assert phone.see("All the time", role="button").selected
    phone.tap("5 minutes")
    phone.see("2 of 10 exercises, about 5 minutes")
    phone.see(f"This time: {TOWEL}; Lats (back), doorway. 7 more are for another day.")
    phone.see("Upper back extension, tennis balls takes at least 6 minutes.")

    start_session(phone)
    phone.see("1 of 2")
    phone.see(TOWEL)
    phone.tap("Skip")
    phone.see("2 of 2")
    phone.see("Lats (back), doorway")


def test_the_time_and_all_settings_survive_a_reload(phone: Screen, site: Site) -> None:
    phone.open(site.url)
    phone.tap("20 minutes")
    phone.see("8 of 10 exercises, about 20 minutes")
    phone.see("For another day: Rhomboids; Side bend.")
    phone.tap("Settings")
    phone.tap("Breathe in: less")
    phone.see("3 s")
    phone.tap("A chair", role="switch")
    phone.tap(f"Earlier: {COBRA}")
    phone.see(f"2. {COBRA}")
    phone.see("Put back to the handout's order")

    phone.tap("Help and privacy")
    phone.see("If it hurts", role="heading")
    phone.see(re.compile("^It is not a medical device"))
    phone.see("Stop the exercise now.")
    phone.tap("Settings")
    phone.see("3 s")

    phone.reload()
    phone.see("Settings", role="heading")
    phone.see("3 s")
    assert not phone.see("A chair", role="switch").checked
    phone.scroll_to(f"2. {COBRA}")
    phone.tap("Today")
    phone.see("Chair rotation: you do not have a chair.")
    assert phone.see("20 minutes", role="button").selected

    phone.tap("Settings")
    phone.tap("Put back to 4 s")
    phone.see("4 s")
    phone.tap("Put back to the handout's order")
    phone.see(f"3. {COBRA}")


def test_the_hold_of_the_towel_is_twenty_seconds_in_the_next_session_and_can_be_put_back(
    phone: Screen, site: Site
) -> None:
    phone.open(site.url)
    open_exercise(phone, TOWEL)
    phone.tap("Adjust")
    phone.see("The handout says 10 seconds to 2 minutes.")
    phone.see("30 s")
    for hold in ("25 s", "20 s"):
        phone.tap("Hold: less")
        phone.see(hold)

    phone.reload()
    phone.see("20 s")
    phone.tap(TOWEL)  # back
    phone.see(re.compile("^Your own: Hold 20 s at each place"))
    start_session(phone)
    phone.see("Next: Relax onto the towel, 20 s")
    phone.tap("Stop")
    phone.tap("Done")

    open_exercise(phone, TOWEL)
    phone.tap("Adjust")
    phone.tap("Put back to 30 s")
    phone.see("30 s")
    phone.see_no("Put back to 30 s")


@pytest.mark.parametrize(("width", "height"), [(320, 568), (390, 844)])
def test_everything_can_be_hit(phone: Screen, site: Site, width: int, height: int) -> None:
    phone.page.set_viewport_size({"width": width, "height": height})
    phone.open(site.url)
    for name in [*MINUTES, "Settings", "Start session"]:
        button = phone.see(name, role="button")
        assert button.shown, f"{name} is in view"
        assert button.width >= 48 and button.height >= 48, f"{name} is large enough to hit"
    phone.tap("Settings")
    for name in ("Breathe in: less", "Breathe in: more"):
        button = phone.see(name, role="button")
        assert button.width >= 48 and button.height >= 48, f"{name} is large enough to hit"
