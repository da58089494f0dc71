"""Weight: what the app takes of a phone's storage and memory, beside stock Flet's.

Ours is dist/web as it was built, the reference a hello-world of stock Flet made to work offline
(`bench.stock`); each has a phone of its own, with a profile on disk.

- Kept: the files of the site that the browser's caches hold when it works offline, as they are and
  in brotli, as they were sent. The service worker's own script is not among them.
- Memory: of the process that draws the page, and in which its workers run, on a repeat visit with
  the browser started anew: the proportional set size (what it shares with other processes is shared
  out among them), which only Linux tells. Ours when its first screen is there, and after a session:
  a few seconds of each of two exercises, then stopped, and back on Today. The reference when its
  first screen is there. Both have the accessibility tree on, for the session is driven by it.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, BrowserType, Page, sync_playwright

from bench import stock
from bench.figures import Figure, Goal, compared, taking_turns
from bench.site import Site, built_site
from bench.visits import keep_for_offline, phone_on
from tests.browser.chromium import find_or_install
from tests.browser.semantics import Screen

KEPT_ADDRESSES = """async () => {
  const names = await caches.keys();
  const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return all.flat().map(({ url }) => url);
}"""

EXERCISED = 5.0
"""Seconds of each of the two exercises."""
SETTLED = 5.0
"""Seconds until memory is read: what comes a while after the start is there then."""

UNDERSTOOD = "I understand, start session"
FIRST_TIME_OR_NOT = re.compile(rf"^({UNDERSTOOD}|Pause)$")

WHICH_PROCESS = "disabled-by-default-devtools.timeline"
"""A trace of this begins with the process of each page."""


@dataclass(frozen=True)
class Phone:
    """A phone that is there for one site."""

    site: Site
    disk: Path
    chromium: BrowserType
    path: Path

    def keep(self) -> set[Path]:
        """Visit the site until it works offline; its files that are kept."""
        with phone_on(self.disk, self.chromium, self.path) as context:
            keep_for_offline(context, self.site)
            return _kept(context, self.site)

    def memory(self, *doings: Callable[[Screen], None]) -> list[float]:
        """Megabytes at the first screen, and after each of these doings."""
        with phone_on(self.disk, self.chromium, self.path) as context:
            screen = Screen(context.new_page()).open(self.site.url)
            screen.see(self.site.first_words)
            taken = [_memory_of_process(screen.page)]
            for do in doings:
                do(screen)
                taken.append(_memory_of_process(screen.page))
        return taken


def measure(runs: int) -> Iterator[Figure]:
    """All figures of weight."""
    path = find_or_install()
    with sync_playwright() as playwright, ExitStack() as stack:
        ours, theirs = (
            Phone(
                stack.enter_context(site.served()),
                Path(stack.enter_context(tempfile.TemporaryDirectory())),
                playwright.chromium,
                path,
            )
            for site in (built_site(), stock.stock_site())
        )
        yield from _storage(ours.keep(), theirs.keep())
        if Path("/proc/self/smaps_rollup").exists():
            yield from _memories(runs, ours, theirs)
        else:
            print("What memory a process takes, only Linux tells: left out.", file=sys.stderr)


def _storage(ours: Iterable[Path], theirs: Iterable[Path]) -> Iterator[Figure]:
    for name, size in (("as it is", _size), ("in brotli", _size_in_brotli)):
        our_sizes, their_sizes = ([sum(map(size, files)) / 1e6] for files in (ours, theirs))
        figure = f"kept for offline use, {name}"
        yield compared(figure, "MB", our_sizes, stock.NAME, their_sizes, Goal(1.2))


def _memories(runs: int, ours: Phone, theirs: Phone) -> Iterator[Figure]:
    of_ours, of_theirs = taking_turns(
        runs, lambda _: ours.memory(_session), lambda _: theirs.memory()
    )
    reference = [taken for (taken,) in of_theirs]
    for when, taken in zip(
        ("at the first screen", "after a session"), zip(*of_ours, strict=True), strict=True
    ):
        yield compared(f"memory {when}", "MB", taken, f"{stock.NAME}, first screen", reference)


def _kept(context: BrowserContext, site: Site) -> set[Path]:
    page = context.new_page()
    page.goto(site.url, wait_until="commit")
    addresses: list[str] = page.evaluate(KEPT_ADDRESSES)
    page.close()
    files = map(site.file_at, addresses)
    return {file for file in files if file.is_file()}  # the patient's log is none of the site's


def _size(file: Path) -> int:
    return file.stat().st_size


def _size_in_brotli(file: Path) -> int:
    brotli = file.with_name(f"{file.name}.br")
    return _size(brotli if brotli.exists() else file)


def _session(screen: Screen) -> None:
    """Two exercises, begun and skipped, and back on Today."""
    screen.tap("Start session")
    if screen.see(FIRST_TIME_OR_NOT, role="button").is_called(UNDERSTOOD):
        screen.tap(UNDERSTOOD)
    for _ in range(2):
        screen.see("Pause", role="button")
        time.sleep(EXERCISED)
        screen.tap("Skip")
    screen.tap("Stop")
    screen.tap("Done")
    screen.see("Start session")


def _memory_of_process(page: Page) -> float:
    """Megabytes that the process of this page takes."""
    page.wait_for_timeout(SETTLED * 1000)
    lines = Path(f"/proc/{_process_of(page)}/smaps_rollup").read_text("ascii").splitlines()
    (kibibytes,) = (line.split()[1] for line in lines if line.startswith("Pss:"))
    return int(kibibytes) * 1024 / 1e6


def _process_of(page: Page) -> int:
    browser = page.context.browser
    assert browser is not None, "Chromium tells its browser of every context"
    browser.start_tracing(page=page, categories=[WHICH_PROCESS])
    events = json.loads(browser.stop_tracing())["traceEvents"]
    (began,) = (event for event in events if event["name"] == "TracingStartedInBrowser")
    (process,) = {frame["processId"] for frame in began["args"]["data"]["frames"]}
    return int(process)
