"""Takes the pictures of README and stores: `python -m tests.browser.screenshots`.

One PNG a screen, in docs/screenshots/, and those of the stores, in their sizes, in
docs/store/en-GB/. The app's clock is moved by hand and begins on the same
evening each time, so nothing waits, and the pictures change only when a screen does.
"""

import os
import re
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Browser, Error, FilePayload, Route, sync_playwright

from tests.browser.chromium import ChromiumMissing, find_or_install
from tests.browser.conftest import CHROMIUM_ARGS, ROOT, Site
from tests.browser.hand_clock import CLOCK, HandClock
from tests.browser.python import Python, within_reach
from tests.browser.semantics import NotSeen, Screen

FOLDER = ROOT / "docs" / "screenshots"
WHEN = datetime.fromisoformat("2026-11-23T18:00:00+00:00")

T = TypeVar("T")

STORES = ROOT / "docs" / "store" / "en-GB"


@dataclass(frozen=True)
class Store:
    """What a store asks of pictures: so many points, each of so many pixels."""

    name: str
    width: int
    height: int
    scale: float


SIZES = (
    Store("app-store", 430, 932, 3),  # 1290 x 2796, a 6.7-inch iPhone
    Store("google-play", 360, 640, 3),  # 1080 x 1920: no longer than twice its width
)

NOWHERE = (195, 20)
"""Beside the title, where the pointer is over nothing that would answer it."""

SETTLE = 1.3
"""Seconds until a finger's ripple, the screen's slide and the ring have come to rest."""

# Python reads the date in its worker, where Playwright's own clock does not reach.
FROM_THEN_ON = """
{
  const began = performance.now();
  Date.now = () => %d + performance.now() - began;
}
"""

GOOD = ROOT / "data" / "routines" / "upper_back.yaml"
FAULTS = {
    "id: upper_back\n": "id: my_back\n",
    "clinic:": "klinik:",
    "from: 10, to: 120": "from: 120, to: 10",
    "hold: 10": "hold: 0",
}
"""What is wrong with the routine file that is refused."""

TWELVE_WEEKS = """
import gc, random
from datetime import timedelta
from willows_app.adherence.facts import Change, Pain, PainMoment, PauseReason, SessionEnd
from willows_app.guide.performance import Performed
from willows_app.routine.choice import AS_PRESCRIBED
from willows_app.ui.model import Willows

willows = next(each for each in gc.get_objects() if isinstance(each, Willows))
log, routine, chance = willows.log, willows.routine, random.Random(7)
for ago in range(80, -1, -1):
    at, day = willows.now() - timedelta(days=ago), willows.today - timedelta(days=ago)
    if ago == 50:
        until = day + timedelta(days=8)
        log.change_plan(routine.id, Change.PAUSE, day, at, until=until, reason=PauseReason.TRAVEL)
    if ago == 17:
        log.change_plan(routine.id, Change.PAUSE, day, at, until=day + timedelta(days=2))
    if 42 <= ago <= 50 or 15 <= ago <= 17 or ago in (9, 20, 44) or chance.random() < 0.08:
        continue
    log.begin_session(id := f"{ago}", routine.id, [each.id for each in routine.exercises], at, day)
    done = routine.exercises[: chance.randint(4, 8) if ago and chance.random() < 0.12 else None]
    for exercise in done:
        log.add_entry(id, exercise.title, Performed.as_planned(exercise, AS_PRESCRIBED), at)
    before = round(2 + ago / 20 + chance.random())
    log.add_pain(id, Pain(PainMoment.BEFORE, before, at))
    log.add_pain(id, Pain(PainMoment.AFTER, before - chance.randint(0, 1), at))
    log.end_session(id, SessionEnd.FINISHED, at)
"""
"""A log as many a patient has one: gaps, a journey, an illness, and less pain as time goes by."""


def take_all(phone: Screen, clock: HandClock, url: str) -> None:
    """Go from screen to screen, as a patient on the first evening would."""
    phone.open(url)
    clock.stop()
    phone.see("Due today, not done yet")
    phone.tap("20 minutes")
    phone.see("8 of 10 exercises, about 20 minutes")
    take(phone, "today")
    phone.tap("Settings")
    phone.see("Settings", role="heading")
    take(phone, "settings")
    # No recording keeps up with a clock moved by hand, so every cue would flash.
    phone.tap("Flash of the screen", role="switch")
    phone.tap("Today")
    phone.tap("All the time")

    phone.tap("Exercises", role="tab")
    phone.see("Upper back extension, towel", role="button")
    take(phone, "exercises")
    open_exercise(phone, "Upper back extension, towel")
    take(phone, "exercise")
    phone.tap("Adjust")
    phone.see("Adjust", role="heading")
    phone.tap("Hold: less")
    phone.see("Put back to 30 s")
    take(phone, "adjust")
    phone.tap("Put back to 30 s")
    phone.tap("Upper back extension, towel")
    phone.tap("Exercises")
    open_exercise(phone, "Extension, the Cobra")
    phone.scroll_to("I did it without the timer", role="button")
    phone.tap("I did it without the timer")
    clock.passes(60)

    phone.tap("Today", role="tab")
    phone.tap("Start session")
    phone.see("I understand, start session", role="button")
    take(phone, "cautions")
    phone.tap("I understand, start session")
    phone.see("Get ready")
    clock.passes(37.3)
    phone.see("Place 1")
    phone.see("18 seconds left")
    take(phone, "session-along-the-back")
    clock.passes(20)
    phone.see("Move along")
    phone.tap("I have reached my lower back")
    phone.see("2 of 10")
    clock.passes(30)
    phone.tap("It hurts")
    phone.see("You have stopped", role="heading")
    phone.tap("Pain 4 of 10")
    take(phone, "it-hurts")
    phone.tap("Stop for today")
    phone.see("Stopped for pain", role="heading")
    phone.scroll_to("Saved on this device")
    phone.tap("Done")
    clock.passes(60)

    open_exercise(phone, "Rhomboids")
    phone.tap("Start session")
    phone.see("Get ready")
    clock.passes(13.3)
    phone.see("Pull across and hold")
    phone.see("7 seconds left")
    take(phone, "session-side")
    clock.passes(90)
    phone.see("Well done")
    phone.see("Saved on this device")
    take(phone, "finished")

    phone.tap("All sessions")
    phone.see(re.compile("^Completed, left 30 s, right 30 s$"))
    take(phone, "log")

    add_faulty_routine(phone)
    take(phone, "routine-refused")
    phone.tap("Close")

    phone.page.emulate_media(color_scheme="dark")
    phone.see(re.compile("3 of 10 exercises"))
    take(phone, "today-dark")


def take_history(phone: Screen, python: Python, url: str) -> None:
    """Of another phone, on which the app has been for twelve weeks."""
    phone.open(url)
    phone.see("Start session")
    python.run(TWELVE_WEEKS)
    phone.tap("History", role="tab")
    phone.see(re.compile("today: done"))
    take(phone, "history")


def open_exercise(phone: Screen, title: str) -> None:
    """To the page of one exercise."""
    phone.tap("Exercises", role="tab")
    phone.see("Add a routine")
    phone.scroll_to(title, role="button")
    phone.tap(title)
    phone.see(title, role="heading")


def add_faulty_routine(phone: Screen) -> None:
    """Add a routine file with a few of the mistakes that people make."""
    phone.tap("Exercises", role="tab")
    phone.scroll_to("Add a routine", role="button")
    with phone.page.expect_file_chooser() as chooser:
        phone.tap("Add a routine")
    content = with_faults().encode()
    file = FilePayload(name="my_back.yaml", mimeType="application/yaml", buffer=content)
    chooser.value.set_files([file])
    phone.see("my_back.yaml", role="heading")


def with_faults() -> str:
    """The shipped routine with `FAULTS`."""
    text = GOOD.read_text(encoding="utf-8")
    for right, wrong in FAULTS.items():
        assert right in text, f"{GOOD.name} no longer says {right!r}"
        text = text.replace(right, wrong, 1)
    return text


def take(phone: Screen, name: str, folder: Path = FOLDER) -> None:
    """Write what is on the screen, once nothing moves."""
    phone.page.mouse.move(*NOWHERE)
    phone.page.wait_for_timeout(SETTLE * 1000)
    path = folder / f"{name}.png"
    phone.page.screenshot(path=path)
    print(f"{path.relative_to(ROOT)} ({path.stat().st_size // 1024} KiB)", flush=True)


def take_for_a_store(browser: Browser, url: str, store: Store) -> None:
    """The screens that tell best what Willows is, in the size that a store asks for."""
    folder = STORES / store.name
    folder.mkdir(parents=True, exist_ok=True)
    phone, clock, python = open_phone(browser, store.scale, store.width, store.height)
    phone.open(url)
    phone.see("Start session")
    python.run(TWELVE_WEEKS)
    phone.tap("History", role="tab")
    phone.see(re.compile("today: done"))
    take(phone, "3-history", folder)
    phone.tap("Today", role="tab")
    phone.see("Start session")
    take(phone, "1-today", folder)
    phone.tap("Exercises", role="tab")
    phone.see("Upper back extension, towel", role="button")
    take(phone, "4-exercises", folder)
    open_exercise(phone, "Rhomboids")
    clock.stop()
    phone.tap("Start session")
    phone.see("I understand, start session", role="button")
    phone.tap("I understand, start session")
    phone.see("Get ready")
    clock.passes(13.3)
    phone.see("7 seconds left")
    take(phone, "2-session", folder)


def open_phone(
    browser: Browser,
    scale: float = 1.5,
    width: int = 390,
    height: int = 844,
    locale: str = "en-GB",
) -> tuple[Screen, HandClock, Python]:
    """A phone that has never seen the app, on the evening of `WHEN`, its clock and its Python."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        has_touch=True,
        locale=locale,
        timezone_id="Europe/London",
        color_scheme="light",
        service_workers="block",  # what it serves cannot be given another clock
    )
    page = context.new_page()
    clock, python = HandClock(page), Python(page)
    page.route("**/worker.js*", with_clock_and_date)  # the latest route is the one that is taken
    return Screen(page), clock, python


def with_clock_and_date(route: Route) -> None:
    """Serve Python's worker within reach, with a clock moved by hand, which starts at `WHEN`."""
    response = route.fetch()
    date = FROM_THEN_ON % (WHEN.timestamp() * 1000)
    route.fulfill(response=response, body=CLOCK + date + within_reach(response.text()))


def in_a_browser(take: Callable[[Browser, str], T]) -> T:
    """What `take` makes of a browser and of the address of the built site."""
    with socket.socket() as any_free:
        any_free.bind(("127.0.0.1", 0))
        site = Site(any_free.getsockname()[1])
    args = [*CHROMIUM_ARGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    path = find_or_install()
    site.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=args)
            return take(browser, site.url)
    finally:
        site.stop()


def take_pictures(browser: Browser, url: str) -> None:
    """Take every picture of the README anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    phone, clock, _ = open_phone(browser)
    take_all(phone, clock, url)
    phone, _, python = open_phone(browser)
    take_history(phone, python, url)
    for store in SIZES:
        take_for_a_store(browser, url, store)


if __name__ == "__main__":
    try:
        in_a_browser(take_pictures)
    except (ChromiumMissing, Error, NotSeen) as problem:
        sys.exit(str(problem))
