"""The pictures have names; that of the session moves, and follows it from side to side."""

from __future__ import annotations

import re

from playwright.sync_api import FloatRect

from tests.browser.conftest import Site
from tests.browser.hand_clock import HandClock
from tests.browser.semantics import NEXT_FRAME, Screen
from tests.browser.test_main_job import open_exercise, start_session


def pulled(side: str) -> re.Pattern[str]:
    return re.compile(f"Seen from the front. .* straight {side} arm under the chin")


def at_rest(phone: Screen) -> bytes:
    """How the session's picture looks once nothing changes on it any more."""
    box = phone.box(re.compile("^Seen from"), role="img")
    clip = FloatRect(x=box["x"], y=box["y"], width=box["width"], height=box["height"])
    before, looks = b"", phone.page.screenshot(clip=clip)
    while looks != before:
        phone.page.evaluate(NEXT_FRAME)
        before, looks = looks, phone.page.screenshot(clip=clip)
    return looks


def test_the_figure_moves_with_the_session_and_who_cannot_see_it_is_told_what_it_shows(
    phone: Screen, clock: HandClock, site: Site
) -> None:
    phone.page.emulate_media(reduced_motion="no-preference")
    phone.open(site.url)
    clock.stop()
    open_exercise(phone, "Rhomboids")
    phone.scroll_to(pulled("right"), role="img")
    start_session(phone)
    phone.see(pulled("right"), role="img")
    start = at_rest(phone)
    clock.passes(1.2)
    halfway = at_rest(phone)
    assert halfway != start
    phone.tap("Pause")
    clock.passes(10)
    assert at_rest(phone) == halfway
    phone.tap("Resume")
    clock.passes(1.3)
    assert at_rest(phone) not in (start, halfway)
    clock.passes(53)  # get ready, three times hold, twice relax
    phone.see("Change sides")
    phone.see(pulled("left"), role="img")
