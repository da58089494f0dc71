"""The cold start: from navigation to the first screen that Python made, beside stock Flet's.

Ours is dist/web as it was built. The reference is a hello-world of stock Flet, made to work offline
(`bench.stock`). Both are served from 127.0.0.1 by the same server, in brotli, and opened by turns
in the same headless Chromium, with a phone's viewport and software rendering. No name of another
host resolves, so asking one costs no time; it is counted, also when a policy refused it.

The first screen is drawn when a message from the worker has brought words of that screen, and two
animation frames have passed since, in which Flutter lays it out and draws it. One script, put in
front of both pages, listens to their workers and marks that moment (`bench.visits`). It does not
rely on the mark that our page sets for itself.

- First visit: a browser context that has never seen the site. From this machine, and over a line of
  20 Mbit/s that all connections share, with 40 ms before each answer (`bench.line`). Ours starts
  Python from byte code then, and its screen is the first run's; beside it, what the snapshot would
  have taken.
- Bytes: the bodies of what a first visit asked for until its first screen, as they were sent.
- Repeat visit: a profile on disk, from the service worker's cache, with the host down. Before it is
  measured come a visit that registers the service worker, one that lets the stock one fill its
  cache, and some offline, in which the browser may keep compiled code; in one of these it is left
  alone for half a minute. Ours starts Python from the snapshot then; beside it, what byte code
  takes, for browsers that cannot use a snapshot.
- Painted: on a repeat visit, Today as it was left, which the page itself puts there. That is when
  it has, or when the browser first painted anything, if that was later.
- Stages: on a repeat visit, what lies between one mark in our worker and the next, and at last
  until the first screen is drawn. Together they are the cold start.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserType, sync_playwright

from bench import stock
from bench.figures import Figure, Goal, alone, compared, taking_turns
from bench.line import Line
from bench.site import CHROMIUM_ARGS, PHONE, Site, built_site
from bench.stages import stages
from bench.visits import DRAWN, Visit, keep_for_offline, phone_with_disk, visit
from tests.browser.chromium import find_or_install

BYTE_CODE, SNAPSHOT = "?boot=bytecode", "?boot=snapshot"
"""What the address of ours says, to start Python otherwise than it would."""

MEGABITS, DELAY = 20, 0.040

PAINTED = ("painted", "first-contentful-paint")

STAGES = (
    "worker-runs",
    "snapshot-loaded",
    "python-runs",
    "routine-read",
    "log-opened",
    "first-screen-sent",
    DRAWN,
)
"""The marks at which they end, in their order."""


def measure(runs: int) -> Iterator[Figure]:
    """All figures of the cold start."""
    ours, theirs = built_site(), stock.stock_site()
    path = find_or_install()
    with ours.served(), theirs.served(), sync_playwright() as playwright:
        with playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS) as browser:
            yield from _first_visits("first visit", Goal(0.25), browser, runs, ours, theirs)
            with ours.over(Line(MEGABITS, DELAY)), theirs.over(Line(MEGABITS, DELAY)):
                name = f"first visit over {MEGABITS} Mbit/s"
                yield from _first_visits(name, Goal(0.6), browser, runs, ours, theirs)
        yield from _repeat_visits(playwright.chromium, path, runs, ours, theirs)
    yield compared(
        "cold start: load", "tasks", [os.getloadavg()[0]], "processors", [os.cpu_count() or 1]
    )


def _first_visits(
    name: str, goal: Goal, browser: Browser, runs: int, ours: Site, theirs: Site
) -> Iterator[Figure]:
    def first_visit(site: Site, query: str = "") -> Visit:
        with browser.new_context(viewport=PHONE, device_scale_factor=2) as context:
            return visit(context, site, query)

    as_it_is, by_snapshot, reference = taking_turns(
        runs,
        lambda _: first_visit(ours),
        lambda _: first_visit(ours, SNAPSHOT),
        lambda _: first_visit(theirs),
    )
    yield _cold_start(name, as_it_is, reference, goal)
    yield _cold_start(f"{name}, from the snapshot", by_snapshot, reference)

    def figure(what: str, unit: str, of: Callable[[Visit], float], goal: Goal) -> Figure:
        of_ours, of_theirs = (list(map(of, visits)) for visits in (as_it_is, reference))
        return compared(f"{name}, {what}", unit, of_ours, stock.NAME, of_theirs, goal)

    yield figure("bytes in brotli", "MB", lambda visit: visit.megabytes, Goal(0.8))
    no_stranger = Goal(0, of_reference=False)
    yield figure("asked of other hosts", "requests", lambda visit: visit.strangers, no_stranger)


def _repeat_visits(
    chromium: BrowserType, path: Path, runs: int, ours: Site, theirs: Site
) -> Iterator[Figure]:
    with (
        phone_with_disk(chromium, path) as our_phone,
        phone_with_disk(chromium, path) as their_phone,
    ):
        keep_for_offline(our_phone, ours, ("", BYTE_CODE))
        keep_for_offline(their_phone, theirs)
        as_it_is, by_byte_code, reference = taking_turns(
            runs,
            lambda _: visit(our_phone, ours, until=(*PAINTED, *STAGES)),
            lambda _: visit(our_phone, ours, BYTE_CODE),
            lambda _: visit(their_phone, theirs),
        )
    name = "repeat visit offline"
    yield _cold_start(name, as_it_is, reference, Goal(0.25))
    yield _cold_start(f"{name}, from byte code", by_byte_code, reference, Goal(0.33))
    painted = [max(visit.marks[mark] for mark in PAINTED) for visit in as_it_is]
    at_most = Goal(250, of_reference=False)
    yield alone(f"{name}, Today painted by the page", "ms", median(painted), at_most)
    started = [stages(visit.marks, STAGES) for visit in as_it_is]
    for mark in STAGES:
        took = median(start[mark] for start in started)
        yield alone(f"{name}, stage of the start until {mark}", "ms", took)


def _cold_start(
    name: str, ours: Sequence[Visit], reference: Sequence[Visit], goal: Goal | None = None
) -> Figure:
    return compared(
        f"{name}, cold start",
        "ms",
        [visit.milliseconds for visit in ours],
        stock.NAME,
        [visit.milliseconds for visit in reference],
        goal,
    )
