"""Takes the README's pictures: `python -m tests.browser.screenshots` (make screenshots).

One PNG a screen, in docs/screenshots/. Sessions run by the real clock, so this takes minutes; the
date is always the same one, so that the pictures change only when a screen does.
"""

import os
import re
import socket
import sys
from datetime import datetime

from playwright.sync_api import Browser, Error, FilePayload, Route, sync_playwright

from tests.browser.chromium import ChromiumMissing, find_or_install
from tests.browser.conftest import CHROMIUM_ARGS, ROOT, Site
from tests.browser.semantics import NotSeen, Screen

FOLDER = ROOT / "docs" / "screenshots"
WHEN = datetime.fromisoformat("2026-11-23T18:00:00+00:00")

NOWHERE = (195, 20)
"""Beside the title, where the pointer is over nothing that would answer it."""

# Python reads the date in its worker, where Playwright's own clock does not reach.
FROM_THEN_ON = """
{
  const now = Date.now;
  const shift = %d - now();
  Date.now = () => now() + shift;
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


def take_all(phone: Screen, url: str) -> None:
    """Go from screen to screen, as a patient on the first evening would."""
    phone.open(url)
    phone.see("Not done yet today")
    take(phone, "today")

    phone.tap("Exercises", role="tab")
    phone.see("Upper back extension, towel", role="button")
    take(phone, "exercises")
    open_exercise(phone, "Upper back extension, towel")
    take(phone, "exercise")
    phone.tap("Exercises")
    open_exercise(phone, "Extension, the Cobra")
    phone.scroll_to("I did it without the timer", role="button")
    phone.tap("I did it without the timer")

    phone.tap("Today", role="tab")
    phone.tap("Start session")
    phone.see("I understand, start session", role="button")
    take(phone, "cautions")
    phone.tap("I understand, start session")
    phone.see("Place 1", timeout=40)
    phone.see("18 seconds left")
    take(phone, "session-along-the-back", settle=0)
    phone.see("Move along", timeout=30)
    phone.tap("I have reached my lower back")
    phone.see("2 of 10")
    phone.tap("Stop")
    phone.see("Saved on this device")
    phone.tap("Done")

    phone.tap("Exercises", role="tab")
    open_exercise(phone, "Rhomboids")
    phone.tap("Start session")
    phone.see("Pull across and hold", timeout=30)
    phone.see("7 seconds left")
    take(phone, "session-side", settle=0)
    phone.see("Well done", timeout=120)
    phone.see("Saved on this device")
    take(phone, "finished")

    phone.tap("Log")
    phone.see(re.compile("^Completed, left 30 s, right 30 s$"))
    take(phone, "log")

    add_faulty_routine(phone)
    take(phone, "routine-refused")
    phone.tap("Close")

    phone.page.emulate_media(color_scheme="dark")
    phone.see("3 of 10 exercises done today")
    take(phone, "today-dark")


def open_exercise(phone: Screen, title: str) -> None:
    """From the list of exercises to the page of one."""
    phone.scroll_to(title, role="button")
    phone.tap(title)
    phone.see(title, role="heading")


def add_faulty_routine(phone: Screen) -> None:
    """Add a routine file with a few of the mistakes that people make."""
    text = GOOD.read_text(encoding="utf-8")
    for right, wrong in FAULTS.items():
        assert right in text, f"{GOOD.name} no longer says {right!r}"
        text = text.replace(right, wrong, 1)
    phone.tap("Exercises", role="tab")
    phone.scroll_to("Add a routine", role="button")
    with phone.page.expect_file_chooser() as chooser:
        phone.tap("Add a routine")
    file = FilePayload(name="my_back.yaml", mimeType="application/yaml", buffer=text.encode())
    chooser.value.set_files([file])
    phone.see("my_back.yaml", role="heading")


def take(phone: Screen, name: str, settle: float = 0.8) -> None:
    """Write what is on the screen, when a finger's ripple and the screen's slide are over."""
    phone.page.mouse.move(*NOWHERE)
    phone.page.wait_for_timeout(settle * 1000)
    path = FOLDER / f"{name}.png"
    phone.page.screenshot(path=path)
    print(f"{path.relative_to(ROOT)} ({path.stat().st_size // 1024} KiB)", flush=True)


def open_phone(browser: Browser) -> Screen:
    """A phone that has never seen the app, on the evening of `WHEN`."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        device_scale_factor=2,
        has_touch=True,
        locale="en-GB",
        timezone_id="Europe/London",
        color_scheme="light",
        service_workers="block",  # what it serves cannot be given another date
    )
    context.route("**/worker.js", set_date)
    return Screen(context.new_page())


def set_date(route: Route) -> None:
    """Serve Python's worker with `WHEN` as the time at which it starts."""
    response = route.fetch()
    date = FROM_THEN_ON % (WHEN.timestamp() * 1000)
    route.fulfill(response=response, body=response.text() + date)


def main() -> None:
    """Serve the built site and take every picture anew."""
    with socket.socket() as any_free:
        any_free.bind(("127.0.0.1", 0))
        site = Site(any_free.getsockname()[1])
    args = [*CHROMIUM_ARGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    path = find_or_install()
    FOLDER.mkdir(parents=True, exist_ok=True)
    site.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=args)
            take_all(open_phone(browser), site.url)
            browser.close()
    finally:
        site.stop()


if __name__ == "__main__":
    try:
        main()
    except (ChromiumMissing, Error, NotSeen) as problem:
        sys.exit(str(problem))
