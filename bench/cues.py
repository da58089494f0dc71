"""Cues: how late they are by the timeline, and whether they come later and later.

A session of the built site runs in real time in headless Chromium (`bench.hurried`: a hundred
cues). A cue is due at the beginning of the session, as the session itself has it by its clock, plus
`Cue.at` of the timeline compiled here. It came at the moment for which the page gave its first
recording, or its tone, to the browser's sound; or when it did so, if that was later. How long ahead
it did is told as well. The reference (`bench.ticking`) runs beside it in a page of its own, through
the same seconds of the same busy machine.

- Lateness: the median, where less than nothing is early, and the 99th of 100, early or late.
- Drift: by the slope between any two cues. Its goal is 0, which scatter never lets a measurement
  show: 5 ms a minute count as 0, a sixth of a second over a whole routine of half an hour. A timer
  that counts ticks drifts by that in a minute or two. The drift that the scatter of this run would
  show where there is none is told beside it: where that is more than 5, the goal says little.
- The same with the CPU 6 times slower, as Chromium's DevTools do it. That slows the page (Flutter,
  and what plays) but never a worker ("only supported for pages, not workers"), in which our Python
  runs. How much slower each of them really is, is measured and told. (There is no GPU either:
  Chromium draws on the page's own thread, which is harder than a phone's lot.)
- How loaded the machine was is told as well: the load average beside the number of processors, and
  how late the reference's timer is in a single second, in which nothing can add up.

A session is measured once, however many rounds are asked for: it has its hundred cues.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from itertools import pairwise
from statistics import median, quantiles

from playwright.sync_api import Browser, Page, Worker, sync_playwright

from bench.figures import Figure, Goal, alone, compared
from bench.hurried import hurried
from bench.lateness import beats_of, beats_of_ticks, drift, feigned_drift, middle, p99
from bench.phone import Phone
from bench.site import CHROMIUM_ARGS, Site, built_site
from bench.ticking import TickingTimer
from tests.browser.chromium import find_or_install

REFERENCE = "a timer that counts ticks"
SLOWER = 6
AFTERWARDS = 1.0
"""Seconds in which the last cue may still come."""

BUSY = """() => {
  const began = performance.now();
  let sum = 0;
  for (let i = 0; i < 3e6; i++) sum += i * i % 7;
  return performance.now() - began;
}"""


def measure(runs: int) -> Iterator[Figure]:
    """All figures of the cues."""
    site = built_site()
    path = find_or_install()
    with site.served(), sync_playwright() as playwright:
        for name, slower, goal in (("cues", 1, 50), (f"cues, CPU {SLOWER}× slower", SLOWER, 150)):
            with playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS) as browser:
                yield from _session(browser, site, name, slower, Goal(goal, of_reference=False))


def _session(browser: Browser, site: Site, name: str, slower: int, goal: Goal) -> Iterator[Figure]:
    routine = hurried(cobra=6, rhomboids=6, lats_doorway=2)
    phone, timer = Phone(browser, site), TickingTimer(browser)
    phone.use_routine(routine.file)
    if slower > 1:
        yield _slowed(phone, timer.page, slower, name)
    phone.start()
    timer.start()
    origin = phone.origin()
    time.sleep(origin + routine.timeline.duration + AFTERWARDS - time.time())

    plays = phone.plays()
    cues = list(beats_of(routine.cues, plays, origin))
    moments = timer.ticks
    ticks = list(beats_of_ticks(moments, timer.began))

    none_missing = Goal(0, of_reference=False)
    count = len(routine.cues)
    yield alone(f"{name}: not heard of {count}", "cues", count - len(cues), none_missing)
    yield compared(f"{name}: lateness, median", "ms", [middle(cues)], REFERENCE, [middle(ticks)])
    yield compared(f"{name}: lateness, p99", "ms", [p99(cues)], REFERENCE, [p99(ticks)], goal)
    ahead = min(play.ahead for play in plays) * 1000
    yield alone(f"{name}: given to the browser's sound ahead, the least", "ms", ahead)
    yield compared(
        f"{name}: drift",
        "ms/min",
        [abs(drift(cues))],
        REFERENCE,
        [abs(drift(ticks))],
        Goal(5, of_reference=False),
    )
    yield alone(f"{name}: drift that such scatter feigns", "ms/min", feigned_drift(cues))
    seconds = [(after - before - 1) * 1000 for before, after in pairwise(moments)]
    yield alone(f"{name}: a single second of the reference, p99 late", "ms", _p99(seconds))
    yield compared(
        f"{name}: load", "tasks", [os.getloadavg()[0]], "processors", [os.cpu_count() or 1]
    )


def _slowed(phone: Phone, page_beside: Page, slower: int, name: str) -> Figure:
    """Slows both pages down, and tells how much slower ours and its Python have become."""
    before = _busy(phone.page), _busy(phone.python)
    for page in (phone.page, page_beside):
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    after = _busy(phone.page), _busy(phone.python)
    ours, python = (slow / quick for slow, quick in zip(after, before, strict=True))
    return compared(f"{name}: the page is slower", "times", [ours], "its Python", [python])


def _busy(where: Page | Worker) -> float:
    """Milliseconds that a piece of work takes there."""
    return median(float(where.evaluate(BUSY)) for _ in range(9))


def _p99(values: list[float]) -> float:
    return quantiles(values, n=100, method="inclusive")[98]
