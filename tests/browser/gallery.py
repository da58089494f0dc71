"""Takes every screen at every size: `python -m tests.browser.gallery` (part of make screenshots).

Phone, large phone, tablet and desk; light and dark; text at 100 % and 200 %. One sheet a screen,
in build/gallery/, with its pictures side by side; it is for looking at, so it is not kept. What
overlaps or leaves the screen is told, and then the run fails.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from PIL import Image
from playwright.sync_api import Browser, Error

from tests.browser.chromium import ChromiumMissing
from tests.browser.conftest import ROOT
from tests.browser.hand_clock import HandClock
from tests.browser.layout import troubles
from tests.browser.screenshots import (
    TWELVE_WEEKS,
    add_faulty_routine,
    in_a_browser,
    open_exercise,
    open_phone,
)
from tests.browser.semantics import NotSeen, Screen

FOLDER = ROOT / "build" / "gallery"
WIDTHS = (320, 390, 768, 1280)
THEMES = ("light", "dark")
TEXT = (100, 200)
"""Percent."""

LONG, AS_IT_IS = 2200, 844
"""Heights: that all of a long screen is seen, or that a session looks as on a phone."""

SHEET_WIDTH = 400
"""Pixels of one picture on a sheet, at the most."""

SETTLE = 600
"""Milliseconds until nothing moves any more."""

ENLARGE = "(percent) => { document.documentElement.style.fontSize = `${percent}%`; }"
GO = "(route) => { location.hash = `#${route}`; }"


@dataclass(frozen=True)
class Look:
    """How a screen is looked at."""

    width: int
    theme: str
    text: int

    def __str__(self) -> str:
        return f"{self.width} px, {self.theme}, text {self.text} %"


LOOKS = [Look(*each) for each in product(WIDTHS, THEMES, TEXT)]


@dataclass(frozen=True)
class Place:
    """A screen, how it is known to be there, and how high it is."""

    name: str
    route: str
    seen: str
    height: int = LONG


ROUTES = (
    Place("today", "/", "Start session"),
    Place("exercises", "/exercises", "Add a routine"),
    Place("exercise", "/exercises/upper_back/upper_back_extension_towel", "Adjust"),
    Place("adjust", "/exercises/upper_back/upper_back_extension_towel/adjust", "Hold: less"),
    Place("cautions", "/cautions", "Cautions"),
    Place("plan", "/plan", "Daily, then as needed"),
    Place("history", "/history", "Each exercise"),
    Place("day", "/history/2026-11-22", "Add a session by hand"),
    Place("log", "/log", "All sessions"),
    Place("share", "/share", "Share with my clinic"),
    Place("settings", "/settings", "Settings"),
    Place("reminders", "/reminders", "Reminders"),
    Place("backup", "/backup", "Backup and restore"),
    Place("help", "/help", "Help and privacy"),
    Place("home-screen", "/home-screen", "home screen|Install it"),
    Place("first-run", "/first-run", "Skip all"),
    Place("review", "/review", "Review"),
    Place("prescribe", "/prescribe", "Prescribe"),
)


class Gallery:
    """Goes through the screens and looks at each."""

    def __init__(self, only: Sequence[str]) -> None:
        self._only = only
        self.told: list[str] = []
        """What is wrong."""

    def look_at(self, phone: Screen, name: str, height: int) -> None:
        """Take this screen as it is now in every look."""
        if self._only and name not in self._only:
            return
        pictures = []
        for look in LOOKS:
            _dress(phone, look, height)
            pictures.append(Image.open(io.BytesIO(phone.page.screenshot())))
            self.told += [f"{name}, {look}: {each}" for each in troubles(phone, look.width)]
        _dress(phone, Look(390, "light", 100), AS_IT_IS)
        FOLDER.mkdir(parents=True, exist_ok=True)
        _sheet(pictures).save(FOLDER / f"{name}.png")
        print(f"{(FOLDER / name).relative_to(ROOT)}.png", flush=True)

    def go_round(self, phone: Screen) -> None:
        """Every screen that has an address, on a phone with twelve weeks of sessions."""
        for place in ROUTES:
            if self._only and place.name not in self._only:
                continue
            phone.page.evaluate(GO, place.route)
            phone.see(re.compile(place.seen))
            self.look_at(phone, place.name, place.height)

    def follow_a_session(self, phone: Screen, clock: HandClock) -> None:
        """From getting ready to the end, with a stop for pain on the way."""
        clock.stop()
        open_exercise(phone, "Upper back extension, towel")
        phone.tap("Start session")
        phone.tap("I understand, start session")
        phone.see("Get ready")
        self.look_at(phone, "session-get-ready", AS_IT_IS)
        clock.passes(37.3)
        phone.see("Place 1")
        self.look_at(phone, "session-hold", AS_IT_IS)
        phone.tap("It hurts")
        phone.see("You have stopped", role="heading")
        self.look_at(phone, "it-hurts", LONG)
        phone.tap("Stop for today")
        phone.see("Stopped for pain", role="heading")
        self.look_at(phone, "finished", LONG)
        phone.scroll_to("Done", role="button")
        phone.tap("Done")
        add_faulty_routine(phone)
        self.look_at(phone, "routine-refused", LONG)


def _dress(phone: Screen, look: Look, height: int) -> None:
    phone.page.set_viewport_size({"width": look.width, "height": height})
    phone.page.emulate_media(color_scheme="dark" if look.theme == "dark" else "light")
    phone.page.evaluate(ENLARGE, look.text)
    phone.page.wait_for_timeout(SETTLE)


def _sheet(pictures: Sequence[Image.Image]) -> Image.Image:
    """Side by side, made smaller where they are wide."""
    small = [_no_wider(each, SHEET_WIDTH) for each in pictures]
    sheet = Image.new(
        "RGB", (sum(each.width for each in small), max(each.height for each in small))
    )
    for left, each in zip(_places(small), small, strict=True):
        sheet.paste(each, (left, 0))
    return sheet


def _places(pictures: Sequence[Image.Image]) -> Iterator[int]:
    left = 0
    for each in pictures:
        yield left
        left += each.width


def _no_wider(picture: Image.Image, width: int) -> Image.Image:
    share = min(1.0, width / picture.width)
    return picture.resize((round(picture.width * share), round(picture.height * share)))


def take_all(browser: Browser, url: str, only: Sequence[str]) -> list[str]:
    """Write the sheets; what is wrong with the layout, in words."""
    gallery = Gallery(only)
    phone, clock, python = open_phone(browser, scale=1)
    phone.open(url).see("Start session")
    python.run(TWELVE_WEEKS)
    gallery.go_round(phone)
    phone, clock, _ = open_phone(browser, scale=1)
    phone.open(url).see("Start session")
    gallery.follow_a_session(phone, clock)
    return gallery.told


def main() -> int:
    """Look at every screen, or at those that are named."""
    told = in_a_browser(lambda browser, url: take_all(browser, url, sys.argv[1:]))
    print("\n".join(told) or "Nothing overlaps and nothing leaves the screen.")
    return 1 if told else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (ChromiumMissing, Error, NotSeen) as problem:
        sys.exit(str(problem))
