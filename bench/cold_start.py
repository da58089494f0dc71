"""The cold start: from navigation to the first screen that Python made, beside stock Flet's.

Ours is dist/web as it was built. The reference is a hello-world of stock Flet, made to work offline
(`bench.stock`). Both are served from 127.0.0.1 by the same server and opened by turns in the same
headless Chromium, with a phone's viewport and software rendering. No name of another host resolves,
so asking one costs no time; it is counted, also when a policy refused it.

The first screen is drawn when a message from the worker has brought words of that screen, and two
animation frames have passed since, in which Flutter lays it out and draws it. One script, put in
front of both pages, listens to their workers and marks that moment (`bench.visits`). It does not
rely on the mark that our page sets for itself.

- First visit: a browser context that has never seen the site.
- Repeat visit: a profile on disk, from the service worker's cache, with the host down. Before it is
  measured come a visit that registers the service worker, one that lets the stock one fill its
  cache, and two offline, in which the browser may keep compiled code.
- Bytes: the bodies of what a first visit asked for until its first screen: as they were sent, and
  with every file compressed by gzip -9. The goal is for the latter, as a host compresses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserType, sync_playwright

from bench import stock
from bench.figures import Figure, Goal, compared, taking_turns
from bench.site import CHROMIUM_ARGS, PHONE, ROOT, Site, built_site
from bench.visits import Visit, keep_for_offline, phone_with_disk, visit
from tests.browser.chromium import find_or_install

REFERENCE = "stock Flet hello-world, offline"

KEEP_STOCK = "navigator.serviceWorker.register('sw.js').then(() => null)"


def measure(runs: int) -> Iterator[Figure]:
    """All figures of the cold start."""
    ours = built_site()
    theirs = Site(
        stock.build(ROOT / "build" / "bench"), first_words=stock.WORDS, keep=(KEEP_STOCK,)
    )
    path = find_or_install()
    with ours.served(), theirs.served(), sync_playwright() as playwright:
        with playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS) as browser:
            yield from _first_visits(browser, runs, ours, theirs)
        yield _repeat_visits(playwright.chromium, path, runs, ours, theirs)


def _first_visits(browser: Browser, runs: int, ours: Site, theirs: Site) -> Iterator[Figure]:
    def first_visit(site: Site) -> Visit:
        with browser.new_context(viewport=PHONE, device_scale_factor=2) as context:
            return visit(context, site)

    visits = taking_turns(runs, lambda _: first_visit(ours), lambda _: first_visit(theirs))

    def figure(name: str, unit: str, of: Callable[[Visit], float], goal: Goal | None) -> Figure:
        of_ours, of_theirs = ([of(each) for each in of_one] for of_one in visits)
        return compared(f"first visit, {name}", unit, of_ours, REFERENCE, of_theirs, goal)

    yield figure("cold start", "ms", lambda visit: visit.milliseconds, Goal(0.25))
    yield figure("bytes as sent", "MB", lambda visit: visit.megabytes, None)
    yield figure("bytes by gzip -9", "MB", lambda visit: visit.megabytes_gzipped, Goal(0.8))
    no_stranger = Goal(0, of_reference=False)
    yield figure("asked of other hosts", "requests", lambda visit: visit.strangers, no_stranger)


def _repeat_visits(
    chromium: BrowserType, path: Path, runs: int, ours: Site, theirs: Site
) -> Figure:
    with (
        phone_with_disk(chromium, path) as our_phone,
        phone_with_disk(chromium, path) as their_phone,
    ):
        keep_for_offline(our_phone, ours)
        keep_for_offline(their_phone, theirs)
        our_times, their_times = taking_turns(
            runs,
            lambda _: visit(our_phone, ours).milliseconds,
            lambda _: visit(their_phone, theirs).milliseconds,
        )
    name = "repeat visit offline, cold start"
    return compared(name, "ms", our_times, REFERENCE, their_times, Goal(0.33))
