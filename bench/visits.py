"""Visits of a site: how long until its first screen, and what was asked for meanwhile."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, BrowserType, Request

from bench.site import CHROMIUM_ARGS, PHONE, Sent, Site

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


@contextmanager
def phone_with_disk(chromium: BrowserType, path: Path) -> Iterator[BrowserContext]:
    """A browser with a profile on disk, as a phone keeps it between two visits."""
    with (
        tempfile.TemporaryDirectory() as profile,
        chromium.launch_persistent_context(
            profile, executable_path=path, args=CHROMIUM_ARGS, viewport=PHONE, device_scale_factor=2
        ) as context,
    ):
        yield context


def keep_for_offline(context: BrowserContext, site: Site) -> None:
    """Visits `site` until it is all kept, then takes its host down and warms up."""
    site.up = True
    for _ in range(2):
        visit(context, site, then=(*site.keep, KEPT))
    site.up = False
    for _ in range(WARM_UPS):
        visit(context, site)


def visit(context: BrowserContext, site: Site, then: Sequence[str] = ()) -> Visit:
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
