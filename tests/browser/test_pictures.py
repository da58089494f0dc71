"""The pictures have names, and that of the session follows it from side to side."""

from __future__ import annotations

import re

from tests.browser.conftest import Site
from tests.browser.hand_clock import HandClock
from tests.browser.semantics import Screen
from tests.browser.test_main_job import open_exercise, start_session


def pulled(side: str) -> re.Pattern[str]:
    return re.compile(f"Seen from the front. .* straight {side} arm under the chin")


def test_who_cannot_see_the_picture_is_told_what_it_shows_on_either_side(
    phone: Screen, clock: HandClock, site: Site
) -> None:
    phone.page.emulate_media(reduced_motion="no-preference")  # it moves
    phone.open(site.url)
    clock.stop()
    open_exercise(phone, "Rhomboids")
    phone.scroll_to(pulled("right"), role="img")
    start_session(phone)
    phone.see(pulled("right"), role="img")
    clock.passes(55)  # get ready, three times hold, twice relax
    phone.see("Change sides")
    phone.see(pulled("left"), role="img")
