"""A patient puts the log right: a session by hand, a corrected entry, a note, and the way back."""

import re

from tests.browser.conftest import Site
from tests.browser.semantics import Screen

COBRA = "Extension, the Cobra"


def test_a_day_is_put_right_and_every_step_can_be_undone(phone: Screen, site: Site) -> None:
    phone.open(site.url)
    phone.tap("History", role="tab")
    phone.tap(re.compile("due"), role="button")  # today, the one day that can be opened yet
    phone.tap("Add a session by hand")
    phone.tap("Add it")
    phone.see(re.compile("^Ticked by hand on .* 10 of 10 exercises done"))

    phone.tap("Correct this session")
    phone.tap(f"Correct: {COBRA}")
    phone.tap("Skipped")
    phone.see(f"{COBRA}: skipped")
    phone.tap("No time")
    phone.see(re.compile("Skipped, reason: no time, ticked by hand"))
    phone.tap("Undo")
    phone.see_no(re.compile("Skipped, reason"))

    phone.tap("Take the whole session back")
    phone.see("The session was taken back")
    phone.see_no("Upper Back")
    phone.tap("Undo")
    phone.see("Upper Back")

    phone.see("Saved on this device")
    phone.reload()
    phone.see(re.compile("^Ticked by hand on .* 9 of 10 exercises done"))
