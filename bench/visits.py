"""Visits of a site: how long until its first screen, and what was asked for meanwhile."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, BrowserType, Request

from bench.site import CHROMIUM_ARGS, PHONE, Sent, Site
from tests.browser.semantics import Screen, until

WARM_UPS = 2
LEFT_ALONE = 30.0
"""Seconds on the first screen: a patient reads Today, and the browser keeps what it compiled."""

DRAWN = "screen-drawn"

WATCH = """
  globalThis.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      const notice = ({ data }) => {
        if (!(data instanceof Uint8Array)) return;
        const said = new TextDecoder().decode(data);
        if (!WORDS.some((words) => said.includes(words))) return;
        this.removeEventListener("message", notice);
        requestAnimationFrame(() => requestAnimationFrame(() => performance.mark(DRAWN)));
      };
      this.addEventListener("message", notice);
    }
  };
"""

MARKED = """(awaited) => new Promise((resolve, reject) => {
  const marks = {};
  const observer = new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) marks[name] ??= startTime;
    if (awaited.every((name) => name in marks)) resolve([performance.timeOrigin, marks]);
  });
  for (const type of ["mark", "paint"]) observer.observe({ type, buffered: true });
  setTimeout(() => {
    const missing = awaited.filter((name) => !(name in marks));
    reject(new Error(`Not marked in 90 seconds: ${missing}. Build the site anew: make build`));
  }, 90_000);
})"""

KEPT = """() => new Promise((resolve, reject) => {
  navigator.serviceWorker.ready.then(() => resolve());
  setTimeout(() => reject(new Error("not kept for offline use in 90 seconds")), 90_000);
})"""


REST = f"() => new Promise((done) => setTimeout(done, {LEFT_ALONE * 1000:g}))"

TODAY_IS_LEFT = until("localStorage.getItem('willows.today')?.includes('days')")
"""Once it is durable that the first run was passed, the page has Today to paint."""


@dataclass(frozen=True)
class Visit:
    """What it took to come to the first screen."""

    milliseconds: float
    marks: Mapping[str, float]
    """What the page marked and when, in milliseconds, and what the browser says of its painting."""
    sent: tuple[Sent, ...]
    """Until then."""
    strangers: int
    """Requests to other hosts."""

    @property
    def megabytes(self) -> float:
        """As they were sent."""
        return sum(sent.size for sent in self.sent) / 1e6


@contextmanager
def phone_with_disk(chromium: BrowserType, path: Path) -> Iterator[BrowserContext]:
    """A browser with a profile on disk, as a phone keeps it between two visits."""
    with (
        tempfile.TemporaryDirectory() as disk,
        phone_on(Path(disk), chromium, path) as context,
    ):
        yield context


@contextmanager
def phone_on(disk: Path, chromium: BrowserType, path: Path) -> Iterator[BrowserContext]:
    """The browser whose profile is in `disk`, started anew."""
    with chromium.launch_persistent_context(
        disk, executable_path=path, args=CHROMIUM_ARGS, viewport=PHONE, device_scale_factor=2
    ) as context:
        yield context


def keep_for_offline(context: BrowserContext, site: Site, queries: Sequence[str] = ("",)) -> None:
    """Visits `site` until it is all kept, then takes its host down and warms up `queries`.

    In one visit it is left alone for a while: ours has the browser warmed up then.
    Its first run, if it has one, is passed: a repeat visit begins with what is seen every day.
    """
    site.up = True
    if site.words_when_new:
        _pass_first_run(context, site)
    for _ in range(2):
        visit(context, site, then=(*site.keep, KEPT))
    site.up = False
    visit(context, site, then=(REST,))
    for query in WARM_UPS * tuple(queries):
        visit(context, site, query)


def _pass_first_run(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    Screen(page).open(site.url)
    page.evaluate(TODAY_IS_LEFT)
    page.close()


def visit(
    context: BrowserContext,
    site: Site,
    query: str = "",
    *,
    until: Sequence[str] = (),
    then: Sequence[str] = (),
) -> Visit:
    """Opens `site` in a page of its own, with this query in its address.

    After its first screen, awaits the marks of `until` and runs the scripts of `then`.
    """
    page = context.new_page()
    words = [each for each in (site.first_words, site.words_when_new) if each]
    page.add_init_script(
        WATCH.replace("WORDS", json.dumps(words)).replace("DRAWN", json.dumps(DRAWN))
    )
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    before = len(site.sent)
    page.goto(site.url + query, wait_until="commit")
    began, marks = page.evaluate(MARKED, [DRAWN, *until])
    drawn_at = (began + marks[DRAWN]) / 1000
    for script in then:
        page.evaluate(script)
    page.close()
    return Visit(
        milliseconds=marks[DRAWN],
        marks=marks,
        sent=tuple(sent for sent in site.sent[before:] if sent.asked_at <= drawn_at),
        strangers=sum(_is_elsewhere(request.url) for request in requests),
    )


def _is_elsewhere(url: str) -> bool:
    return urlsplit(url).hostname not in (None, "127.0.0.1")
