"""Growth: what the app takes when its log holds 1, 5 or 20 years of daily sessions.

Each phone has a log of so many years (`bench.years`: ten exercises a day, so 73,000 entries in
twenty years), which the app's own connection writes into the browser's storage. The phones take
turns.

- Today: from navigation to the first screen that Python made, on a repeat visit (`bench.visits`)
  with a profile on disk and the host down. The reference is the phone with one year.
- History: from a tap on its tab until Python's answer was drawn, and how long Python ran in its
  worker meanwhile: every callback of its event loop is timed. Python woke up from its snapshot and
  Today was shown, as on every visit but the first. The first opening of a visit, in which nothing
  is compiled yet, is told apart.
- All measures over all time, computed in the worker. The reference is the same from one day to the
  next, from the sessions that a screen would show.
"""

from __future__ import annotations

import base64
import inspect
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, sync_playwright

from bench import all_time
from bench.awaited import BEGIN, WATCH
from bench.figures import Figure, Goal, alone, compared, taking_turns
from bench.phone import FIND
from bench.site import CHROMIUM_ARGS, PHONE, Site, built_site
from bench.visits import keep_for_offline, phone_with_disk, visit
from bench.years import write_years
from tests.browser.chromium import find_or_install
from tests.browser.python import Python
from tests.browser.semantics import Screen
from willows_app.adherence.days import ONE_DAY
from willows_app.routine.loading import read_routine
from willows_app.shipped import shipped_routines

ROUTINE = "upper_back.yaml"
YEARS = (1, 5, 20)
AS_ON_A_REPEAT_VISIT = "?boot=snapshot"
FEW = 2
"""Rounds of what takes a minute."""

PIECE = 4_000_000
"""Letters that are sent to the worker at a time."""

GROW = """
import base64, js, sqlite3
grown = sqlite3.connect(":memory:")
grown.deserialize(base64.b64decode(js.grown))
grown.backup(willows.log._db)
grown.close()
js.grown = ""
await willows._storage.flush()
willows.log.count_sessions()
"""

METER = """
import asyncio, time
from asyncio import Handle

busy = 0.0

def metered(handle, run=Handle._run):
    global busy
    began = time.perf_counter()
    try:
        run(handle)
    finally:
        busy += time.perf_counter() - began

await asyncio.gather(*willows._tasks)  # the log is looked after a while after the start
Handle._run = metered
"""

HISTORY_WORDS = "Each exercise"
"""What stands at the end of History, which comes all at once."""

COMPUTE = """
import time
began = time.perf_counter()
{function}(willows.log, willows.routine, willows.today)
(time.perf_counter() - began) * 1000
"""


@dataclass(frozen=True)
class Opened:
    """What it took to open a screen, in milliseconds."""

    python: float
    drawn: float


class GrownPhone:
    """The app in a page whose service workers are blocked or yet to come, with this log."""

    def __init__(self, page: Page, site: Site, log: bytes) -> None:
        page.add_init_script(WATCH)
        self._page = page
        self._python = Python(page)
        self._screen = Screen(page)
        self._opened(site)
        worker = page.workers[0]
        worker.evaluate("() => { self.grown = ''; }")
        text = base64.b64encode(log).decode()
        for begin in range(0, len(text), PIECE):
            worker.evaluate("(piece) => { self.grown += piece; }", text[begin : begin + PIECE])
        if not (sessions := self._python.run(GROW)).isdigit():
            raise RuntimeError(f"the log could not be put into the browser: {sessions}")

    def visit_metered(self, site: Site) -> GrownPhone:
        """A visit that begins with the grown log, where service workers are blocked."""
        self._opened(site)
        self._python.run(METER)
        return self

    def _opened(self, site: Site) -> None:
        self._screen.open(site.url + AS_ON_A_REPEAT_VISIT)
        self._page.workers[0].evaluate("(code) => { python.runPython(code); }", FIND)

    def open_history(self) -> Opened:
        """From Today, and back."""
        self._screen.see("Start session")
        self._page.evaluate(BEGIN, HISTORY_WORDS)
        self._python.run("busy = 0.0")
        self._screen.tap("History", role="tab")
        drawn = self._page.evaluate("arrived")["seconds"] * 1000
        opened = Opened(python=float(self._python.run("busy * 1000")), drawn=drawn)
        self._screen.tap("Today", role="tab")
        return opened

    def compute(self, function: str) -> float:
        """Milliseconds that a function of `bench.all_time` takes."""
        self._python.run(inspect.getsource(all_time))
        return float(self._python.run(COMPUTE.format(function=function)))


def measure(runs: int) -> Iterator[Figure]:
    """All figures of growth."""
    path = find_or_install()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        logs = {years: _log_of(years, Path(folder)) for years in YEARS}
        for years, log in logs.items():
            yield alone(f"growth: the log of {_words(years)}", "MB", len(log) / 1e6)
        yield from _today(playwright.chromium, path, logs, runs)
        with playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS) as browser:
            yield from _history(browser, logs, runs)
    yield compared(
        "growth: load", "tasks", [os.getloadavg()[0]], "processors", [os.cpu_count() or 1]
    )


def _log_of(years: int, folder: Path) -> bytes:
    path = folder / f"{years}.sqlite3"
    routine = read_routine(shipped_routines()[ROUTINE], ROUTINE)
    write_years(path, routine, years, last=date.today() - ONE_DAY)
    return path.read_bytes()


def _words(years: int) -> str:
    return f"{years} year{'s' if years > 1 else ''}"


# ---------------------------------------------------------------- Today


def _today(
    chromium: BrowserType, path: Path, logs: Mapping[int, bytes], runs: int
) -> Iterator[Figure]:
    site = built_site()
    with site.served(), ExitStack() as stack:
        phones: dict[int, BrowserContext] = {}
        for years, log in logs.items():
            phones[years] = stack.enter_context(phone_with_disk(chromium, path))
            site.up = True
            page = phones[years].new_page()
            GrownPhone(page, site, log)
            page.close()
            keep_for_offline(phones[years], site)
        times = taking_turns(
            runs,
            *(lambda _, phone=phone: visit(phone, site).milliseconds for phone in phones.values()),
        )
    yield from _beside_one_year(
        "Today, repeat visit", dict(zip(logs, times, strict=True)), Goal(1.2)
    )


def _beside_one_year(
    figure: str, times: Mapping[int, Sequence[float]], goal: Goal
) -> Iterator[Figure]:
    yield alone(f"{figure}, after {_words(1)}", "ms", median(times[1]))
    for years in YEARS[1:]:
        yield compared(
            f"{figure}, after {_words(years)}", "ms", times[years], _words(1), times[1], goal
        )


# ---------------------------------------------------------------- History, and all measures


def _history(browser: Browser, logs: Mapping[int, bytes], runs: int) -> Iterator[Figure]:
    site = built_site()
    with site.served():
        phones = {
            years: GrownPhone(
                browser.new_context(
                    viewport=PHONE, device_scale_factor=2, has_touch=True, service_workers="block"
                ).new_page(),
                site,
                log,
            ).visit_metered(site)
            for years, log in logs.items()
        }
        first = {years: phone.open_history() for years, phone in phones.items()}
        again = taking_turns(
            runs, *(lambda _, phone=phone: phone.open_history() for phone in phones.values())
        )
        for years, times in zip(logs, again, strict=True):
            name = f"History after {_words(years)}"
            yield alone(f"{name}, the first time, Python", "ms", first[years].python)
            python = median(each.python for each in times)
            goal = Goal(150, of_reference=False)
            yield alone(f"{name}, Python", "ms", python, goal)
            yield alone(f"{name}, tap to drawn", "ms", median(each.drawn for each in times))
        for years, phone in phones.items():
            ours, naive = taking_turns(
                FEW,
                *(
                    lambda _, phone=phone, function=function: phone.compute(function)
                    for function in ("at_once", "day_by_day")
                ),
            )
            name = f"all measures of {_words(years)}"
            yield compared(name, "ms", ours, "from day to day", naive)
