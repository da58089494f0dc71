"""Sharing with the clinic: how long a phone takes with 1 and 5 years of log (`bench.years`).

All days are shared. Each phone is one on which Python woke up from its snapshot, as on every visit
but the first.

- Making the file: from the tap on "Make the file" until what is in it is drawn. The first time,
  what makes tables and report is loaded as well; that is told apart. With a passphrase, the
  browser's cipher comes on top.
- How long the page drew nothing meanwhile: so long did the progress bar stand still.
- Handing it over: from the tap on "Share" until the browser has the file. It has to be short: a
  browser shows its share sheet only within a few seconds of a tap.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from bench.awaited import BEGIN
from bench.figures import Figure, Goal, alone, compared
from bench.growth import ROUTINE, GrownPhone
from bench.site import CHROMIUM_ARGS, PHONE, Site, built_site
from bench.years import write_years
from tests.browser.chromium import find_or_install
from tests.browser.semantics import Screen
from willows_app.adherence.days import ONE_DAY
from willows_app.routine.loading import read_routine
from willows_app.shipped import shipped_routines

YEARS = (1, 5)
CODE = "P-7F3K-92QD"
FEW = 3
"""Rounds at most: each takes some seconds."""

AT_ONCE = Goal(2, of_reference=False)


@dataclass(frozen=True)
class Made:
    """What it took to make a file, in seconds, and the longest without a frame, in milliseconds."""

    seconds: float
    stillness: float


def measure(runs: int) -> Iterator[Figure]:
    """All figures of sharing."""
    path, site = find_or_install(), built_site()
    with tempfile.TemporaryDirectory() as folder:
        logs = {years: _log_of(years, Path(folder)) for years in YEARS}
    with (
        site.served(),
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS) as browser,
    ):
        for years, log in logs.items():
            name = f"share of {years} year{'s' * (years > 1)}"
            yield from _shared(browser, site, name, log, min(runs, FEW))
    yield compared(
        "share: load", "tasks", [os.getloadavg()[0]], "processors", [os.cpu_count() or 1]
    )


def _log_of(years: int, folder: Path) -> bytes:
    path = folder / f"{years}.sqlite3"
    routine = read_routine(shipped_routines()[ROUTINE], ROUTINE)
    write_years(path, routine, years, last=date.today() - ONE_DAY)
    return path.read_bytes()


def _shared(browser: Browser, site: Site, name: str, log: bytes, runs: int) -> Iterator[Figure]:
    with browser.new_context(
        viewport=PHONE, device_scale_factor=2, has_touch=True, service_workers="block"
    ) as context:
        page = context.new_page()
        GrownPhone(page, site, log)
        screen = Screen(page)
        screen.tap("Settings")
        screen.scroll_to("Share with my clinic", role="button")
        screen.tap("Share with my clinic")
        screen.scroll_to("Code from your clinic", role="textbox")
        screen.type("Code from your clinic", CODE)
        first = _make(page, screen)
        again = [_make_again(page, screen) for _ in range(runs)]
        handed, size = _share(page, screen)
        screen.tap("Done")
        screen.tap("All")
        screen.scroll_to("Passphrase", role="switch")
        screen.tap("Passphrase", role="switch")
        locked = [_make(page, screen), *(_make_again(page, screen) for _ in range(runs - 1))]
    yield alone(f"{name}, the first time, tap to what is in it", "s", first.seconds)
    yield alone(f"{name}, tap to what is in it", "s", median(each.seconds for each in again))
    yield alone(f"{name}, the same with a passphrase", "s", median(each.seconds for each in locked))
    stillness = max(each.stillness for each in (first, *again, *locked))
    yield alone(f"{name}, longest without a frame", "ms", stillness)
    yield alone(f"{name}, tap to file", "s", handed, AT_ONCE)
    yield compared(f"{name}, the file", "MB", [size / 1e6], "the log", [len(log) / 1e6])


def _make(page: Page, screen: Screen) -> Made:
    screen.scroll_to("Make the file", role="button")
    page.evaluate(BEGIN, "What is in the file")
    screen.tap("Make the file")
    return Made(**page.evaluate("arrived"))


def _make_again(page: Page, screen: Screen) -> Made:
    screen.scroll_to("Change something", role="button")
    screen.tap("Change something")
    return _make(page, screen)


def _share(page: Page, screen: Screen) -> tuple[float, int]:
    """Seconds until the browser has the file, and its bytes."""
    screen.scroll_to("Share", role="button")
    began = time.perf_counter()
    with page.expect_download() as download:
        screen.tap("Share")
    handed = time.perf_counter() - began
    return handed, download.value.path().stat().st_size
