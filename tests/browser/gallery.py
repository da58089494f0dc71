"""Takes every screen at every size: `python -m tests.browser.gallery` (part of make screenshots).

Phone, large phone, tablet and desk; light and dark; text at 100 % and 200 %. One sheet a screen,
in build/gallery/, with its pictures side by side; it is for looking at, so it is not kept. What
overlaps or leaves the screen is told, and then the run fails. `--language de` takes them in
German, into a folder of their own; names after it take only these screens.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Error

from tests.browser.chromium import ChromiumMissing
from tests.browser.conftest import ROOT
from tests.browser.journeys import JOURNEYS, Device, Spoken
from tests.browser.layout import troubles
from tests.browser.screenshots import NOWHERE, in_a_browser, open_phone
from tests.browser.semantics import NotSeen, Screen
from willows_app.language import ENGLISH, in_use, use
from willows_app.shipped import shipped

FOLDER = ROOT / "build" / "gallery"
WIDTHS = (320, 390, 768, 1280)
THEMES = ("light", "dark")
TEXT = (100, 200)
"""Percent."""

LONG, AS_IT_IS = 2200, 844
"""Heights: that all of a long screen is seen, or that a session looks as on a phone."""

SHEET_WIDTH = 400
"""Pixels of one picture on a sheet, at the most."""

SETTLE, FADE = 600, 1200
"""Milliseconds until nothing moves any more; and until the ring has its other colours."""

ENLARGE = "(percent) => { document.documentElement.style.fontSize = `${percent}%`; }"


@dataclass
class Gallery:
    """Looks at screens; `only` at these, if any are named."""

    folder: Path
    only: frozenset[str]
    seen: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)
    """What is wrong, in words."""

    def wants_more(self) -> bool:
        """Whether there may be a screen that it has not looked at."""
        return not self.only or not self.only <= self.seen

    def look_at(self, phone: Screen, name: str) -> None:
        """Take this screen as it is now in every look."""
        self.seen.add(name)
        if self.only and name not in self.only:
            return
        pictures = []
        height = AS_IT_IS if name.startswith("session") else LONG
        for look in _looks(phone, height):
            pictures.append(Image.open(io.BytesIO(phone.page.screenshot())))
            width = pictures[-1].width
            self.told += [f"{name}, {look}: {each}" for each in troubles(phone, width)]
        self.folder.mkdir(parents=True, exist_ok=True)
        sheet = self.folder / f"{name}.png"
        _side_by_side(pictures).save(sheet)
        print(sheet.relative_to(ROOT), flush=True)


def _looks(phone: Screen, height: int) -> Iterator[str]:
    """Dress the screen in one look after the other, and in the end as it was."""
    page = phone.page
    page.mouse.move(*NOWHERE)
    for theme in THEMES:
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        page.wait_for_timeout(FADE)
        for text, width in product(TEXT, WIDTHS):
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate(ENLARGE, text)
            page.wait_for_timeout(SETTLE)
            yield f"{width} px, {theme}, text {text} %"
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 390, "height": AS_IT_IS})
    page.evaluate(ENLARGE, 100)
    page.wait_for_timeout(SETTLE)


def _side_by_side(pictures: Sequence[Image.Image]) -> Image.Image:
    """On one sheet, made smaller where they are wide."""
    small = [_no_wider(each, SHEET_WIDTH) for each in pictures]
    sheet = Image.new(
        "RGB", (sum(each.width for each in small), max(each.height for each in small))
    )
    left = 0
    for each in small:
        sheet.paste(each, (left, 0))
        left += each.width
    return sheet


def _no_wider(picture: Image.Image, width: int) -> Image.Image:
    share = min(1.0, width / picture.width)
    return picture.resize((round(picture.width * share), round(picture.height * share)))


def take_all(browser: Browser, url: str, gallery: Gallery) -> None:
    """Go every way, each with another phone, and write the sheets."""
    for journey in JOURNEYS:
        if not gallery.wants_more():
            return
        screen, clock, python = open_phone(browser, scale=1, locale=in_use().code)
        phone = Spoken(screen.page)
        phone.open(url).see("Start session")
        for name in journey(Device(phone, clock, python)):
            gallery.look_at(phone, name)
            if not gallery.wants_more():
                break
        phone.page.context.close()


def main() -> int:
    """Look at every screen, or at those that are named."""
    languages = shipped().languages
    parser = argparse.ArgumentParser(prog="gallery", description=__doc__)
    parser.add_argument("--language", choices=languages, default=ENGLISH.code)
    parser.add_argument("screens", nargs="*", help="such as today; every screen if none is named")
    asked = parser.parse_args()
    use(languages[asked.language])
    folder = FOLDER if in_use() == ENGLISH else FOLDER / in_use().code
    gallery = Gallery(folder, frozenset(asked.screens))
    in_a_browser(lambda browser, url: take_all(browser, url, gallery))
    told = [*gallery.told, *(f"There is no {each}." for each in gallery.only - gallery.seen)]
    print("\n".join(told) or "Nothing overlaps and nothing leaves the screen.")
    return 1 if told else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (ChromiumMissing, Error, NotSeen) as problem:
        sys.exit(str(problem))
