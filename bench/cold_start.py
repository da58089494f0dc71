"""The cold start: from navigation to the first screen that Python made, beside stock Flet's.

Ours is dist/web as it was built. The reference is a hello-world of stock Flet, made to work offline
(`bench.stock`). Both are served from 127.0.0.1 by the same server and opened by turns in the same
headless Chromium, with a phone's viewport and software rendering. No name of another host resolves,
so asking one costs no time; it is counted, also when a policy refused it.

The first screen is drawn when a message from the worker has brought words of that screen, and two
animation frames have passed since, in which Flutter lays it out and draws it. One script, put in
front of both pages, listens to their workers and marks that moment. It does not rely on the mark
that our page sets for itself.

- First visit: a browser context that has never seen the site.
- Repeat visit: a profile on disk, from the service worker's cache, with the host down. Before it is
  measured come a visit that registers the service worker, one that lets the stock one fill its
  cache, and two offline, in which the browser may keep compiled code.
- Bytes: the bodies of what a first visit asked for until its first screen: as they were sent, and
  with every file compressed by gzip -9. The goal is for the latter, as a host compresses.
"""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    Request,
    sync_playwright,
)

from bench import stock
from bench.figures import Figure, Goal, compared, taking_turns
from bench.site import CHROMIUM_ARGS, PHONE, ROOT, Sent, Site, built_site
from tests.browser.chromium import find_or_install

REFERENCE = "stock Flet hello-world, offline"
WARM_UPS = 2

WATCH = """
  globalThis.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      const notice = ({ data }) => {
        if (!(data instanceof Uint8Array && new TextDecoder().decode(data).includes(WORDS))) return;
        this.removeEventListener("message", notice);
        requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("screen-drawn")));
      };
      this.addEventListener("message", notice);
    }
  };
"""

SCREEN_DRAWN = """() => new Promise((resolve, reject) => {
  new PerformanceObserver((list) => {
    const [mark] = list.getEntriesByName("screen-drawn");
    if (mark) resolve([performance.timeOrigin, mark.startTime]);
  }).observe({ type: "mark", buffered: true });
  setTimeout(() => reject(new Error("no first screen in 90 seconds")), 90_000);
})"""

KEEP_STOCK = "navigator.serviceWorker.register('sw.js').then(() => null)"

KEPT = """() => new Promise((resolve, reject) => {
  navigator.serviceWorker.ready.then(() => resolve());
  setTimeout(() => reject(new Error("not kept for offline use in 90 seconds")), 90_000);
})"""


@dataclass(frozen=True)
class Visit:
    """What it took to come to the first screen."""

    milliseconds: float
    sent: tuple[Sent, ...]
    strangers: int
    """Requests to other hosts."""

    @property
    def megabytes(self) -> float:
        """As they were sent."""
        return sum(sent.size for sent in self.sent) / 1e6

    @property
    def megabytes_gzipped(self) -> float:
        """As if every file had been sent compressed."""
        return sum(_gzipped_size(sent.file) for sent in self.sent) / 1e6


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
            return _visit(context, site)

    visits = taking_turns(runs, lambda _: first_visit(ours), lambda _: first_visit(theirs))

    def figure(name: str, unit: str, of: Callable[[Visit], float], goal: Goal | None) -> Figure:
        of_ours, of_theirs = ([of(visit) for visit in of_one] for of_one in visits)
        return compared(f"first visit, {name}", unit, of_ours, REFERENCE, of_theirs, goal)

    yield figure("cold start", "ms", lambda visit: visit.milliseconds, Goal(0.25))
    yield figure("bytes as sent", "MB", lambda visit: visit.megabytes, None)
    yield figure("bytes by gzip -9", "MB", lambda visit: visit.megabytes_gzipped, Goal(0.8))
    no_stranger = Goal(0, of_reference=False)
    yield figure("asked of other hosts", "requests", lambda visit: visit.strangers, no_stranger)


def _repeat_visits(
    chromium: BrowserType, path: Path, runs: int, ours: Site, theirs: Site
) -> Figure:
    def phone_with(site: Site, profile: str) -> BrowserContext:
        context = chromium.launch_persistent_context(
            profile, executable_path=path, args=CHROMIUM_ARGS, viewport=PHONE, device_scale_factor=2
        )
        _keep_for_offline(context, site)
        return context

    with (
        tempfile.TemporaryDirectory() as our_profile,
        tempfile.TemporaryDirectory() as their_profile,
        phone_with(ours, our_profile) as our_phone,
        phone_with(theirs, their_profile) as their_phone,
    ):
        our_times, their_times = taking_turns(
            runs,
            lambda _: _visit(our_phone, ours).milliseconds,
            lambda _: _visit(their_phone, theirs).milliseconds,
        )
    name = "repeat visit offline, cold start"
    return compared(name, "ms", our_times, REFERENCE, their_times, Goal(0.33))


def _keep_for_offline(context: BrowserContext, site: Site) -> None:
    """Visits `site` until it is all kept, then takes its host down and warms up."""
    for _ in range(2):
        _visit(context, site, then=(*site.keep, KEPT))
    site.up = False
    for _ in range(WARM_UPS):
        _visit(context, site)


def _visit(context: BrowserContext, site: Site, then: Sequence[str] = ()) -> Visit:
    """Opens `site` in a page of its own; after its first screen, runs the scripts of `then`."""
    page = context.new_page()
    page.add_init_script(WATCH.replace("WORDS", json.dumps(site.first_words)))
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    before = len(site.sent)
    page.goto(site.url, wait_until="commit")
    began, took = page.evaluate(SCREEN_DRAWN)
    drawn_at = (began + took) / 1000
    for script in then:
        page.evaluate(script)
    page.close()
    return Visit(
        milliseconds=took,
        sent=tuple(sent for sent in site.sent[before:] if sent.asked_at <= drawn_at),
        strangers=sum(_is_elsewhere(request.url) for request in requests),
    )


def _is_elsewhere(url: str) -> bool:
    return urlsplit(url).hostname not in (None, "127.0.0.1")


@cache
def _gzipped_size(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9))
