"""A session that is watched, paused, and frozen: what it says to the screen, and how it goes on.

Messages between Python and the screen, both ways, are counted as they cross the border between the
worker and its page: during a whole hold of 30 seconds, with its cues, and during a pause.

Then the phone is frozen for 45 seconds: every process that holds a page gets SIGSTOP, as a phone
does with an app out of sight. (`Page.setWebLifecycleState` will not do: the worker, and so our
Python, goes on in a page that Chromium was told to freeze.) Afterwards the session asks what the
time was. One phone goes back to where the patient left, another one carries on from here; for each:

- Where the session says that it goes on, against where it should be. "Go back" is held against the
  very moment of the freezing, which nobody in a frozen process sees; "Carry on" against the clock
  at the thawing.
- How long after the tap it goes on from there.
- The cues that follow, against the timeline from there on.

The reference is the timer that counts ticks, frozen as well: how far it is behind the clock.
"""

from __future__ import annotations

import os
import signal
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, sync_playwright

from bench.cues import REFERENCE
from bench.figures import Figure, Goal, alone, compared
from bench.hurried import Hurried, hurried
from bench.lateness import Beat, beats_of, middle
from bench.phone import Message, Phone
from bench.site import CHROMIUM_ARGS, Site, built_site
from bench.ticking import TickingTimer
from tests.browser.chromium import find_or_install
from willows_app.guide.timeline import StepKind

HOLD = 30.0
PAUSE = 10.0
SETTLE = 1.0
"""Seconds after a tap in which the screen of what follows is still being sent."""
FROZEN = 45.0
UNSEEN = 3.5
"""Seconds before the end of a hold at which it is frozen."""
FOLLOWED = 8.0
"""Seconds after the interruption in which the cues are listened to."""

BACK, ON = "Go back to where I left", "Carry on from here"

EXACT = Goal(100, of_reference=False)
MOST_MESSAGES = Goal(4, of_reference=False)
MOST_BYTES = Goal(1024, of_reference=False)
NOTHING = Goal(0, of_reference=False)


@dataclass(frozen=True)
class Frozen:
    """From when until when, in seconds since 1970."""

    since: float
    until: float


def measure(runs: int) -> Iterator[Figure]:
    """All figures of a session that is interrupted; it is one session, whatever the rounds."""
    site = built_site()
    path = find_or_install()
    with (
        site.served(),
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS) as browser,
    ):
        yield from _sessions(browser, site)


def _sessions(browser: Browser, site: Site) -> Iterator[Figure]:
    routine = hurried(holds=HOLD, cobra=1, rhomboids=6)
    phone, other = Phone(browser, site), Phone(browser, site)
    timer = TickingTimer(browser)
    for each in (phone, other):
        each.use_routine(routine.file)
        each.start()
    timer.start()
    yield from _messages(phone, routine)

    before = phone.origin(), other.origin()
    _sleep_until(_within_a_hold(routine, before[0]))
    frozen = _freeze(browser)
    behind = timer.behind() * 1000
    for name, each, origin in zip((BACK, ON), (phone, other), before, strict=True):
        yield from _resumed(name, each, routine, origin, frozen, behind)
    yield compared(
        "interruption: load", "tasks", [os.getloadavg()[0]], "processors", [os.cpu_count() or 1]
    )


def _messages(phone: Phone, routine: Hurried) -> Iterator[Figure]:
    """What is said during the first hold, and during a pause in the next exercise."""
    hold = next(step for step in routine.timeline if step.duration == HOLD)
    begin = phone.origin() + hold.start + SETTLE
    end = phone.origin() + hold.end - 0.1
    _sleep_until(end + 7)
    running = phone.messages(begin, end)
    paused_at = phone.tap("Pause")
    _sleep_until(paused_at + SETTLE + PAUSE)
    paused = phone.messages(paused_at + SETTLE, paused_at + SETTLE + PAUSE)
    phone.tap("Resume")

    yield alone("a hold: messages", "a second", len(running) / (end - begin), MOST_MESSAGES)
    yield alone("a hold: bytes", "a second", _bytes(running) / (end - begin), MOST_BYTES)
    seconds = _by_second(running)
    most, heaviest = max(map(len, seconds)), max(map(_bytes, seconds))
    yield alone("a hold: messages in its busiest second", "a second", most, MOST_MESSAGES)
    yield alone("a hold: bytes in its busiest second", "a second", heaviest, MOST_BYTES)
    yield alone("a pause: messages", "a second", len(paused) / PAUSE, NOTHING)
    yield alone("a pause: bytes", "a second", _bytes(paused) / PAUSE, NOTHING)


def _within_a_hold(routine: Hurried, origin: float) -> float:
    """A moment soon, half way between two numbers of the countdown, with no cue about."""
    return next(
        origin + step.end - UNSEEN
        for step in routine.timeline
        if step.kind is StepKind.HOLD and origin + step.start > time.time()
    )


def _freeze(browser: Browser) -> Frozen:
    """Stops every process that holds a page, for a while."""
    with _stopped(_renderers(browser)):
        since = time.time()
        time.sleep(FROZEN)
    return Frozen(since, time.time())


@contextmanager
def _stopped(processes: Sequence[int]) -> Iterator[None]:
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


def _renderers(browser: Browser) -> list[int]:
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return [int(process["id"]) for process in processes if process["type"] == "renderer"]


def _resumed(
    name: str, phone: Phone, routine: Hurried, origin: float, frozen: Frozen, behind: float
) -> Iterator[Figure]:
    phone.screen.see(name, role="button")
    goes_on_at = phone.left_at() + (phone.away_for() if name == ON else 0.0)
    tapped_at = phone.tap(name)
    resumed = phone.origin()

    what = f"frozen {FROZEN:g} s, “{name}”"
    where, moment = ("the clock", frozen.until) if name == ON else ("the freezing", frozen.since)
    off = abs(goes_on_at - (moment - origin)) * 1000
    yield compared(f"{what}: away from {where}", "ms", [off], REFERENCE, [behind], EXACT)
    goes_on_after = (resumed + goes_on_at - tapped_at) * 1000
    yield alone(f"{what}: goes on after the tap", "ms", goes_on_after)
    _sleep_until(tapped_at + FOLLOWED)
    cues = list(_following(phone, routine, resumed, tapped_at))
    yield alone(f"{what}: {len(cues)} cues after it, lateness, median", "ms", middle(cues))
    worst = max(abs(cue.late) for cue in cues)
    yield alone(f"{what}: {len(cues)} cues after it, lateness, most", "ms", worst, EXACT)


def _following(phone: Phone, routine: Hurried, resumed: float, tapped_at: float) -> Iterator[Beat]:
    """The cues since the tap, by the timeline as it went on."""
    due = [cue for cue in routine.cues if tapped_at <= resumed + cue.at]
    yield from beats_of(due, [play for play in phone.plays() if play.at >= tapped_at], resumed)


def _by_second(messages: Sequence[Message]) -> list[list[Message]]:
    """The messages of each second in which there were any."""
    seconds: defaultdict[int, list[Message]] = defaultdict(list)
    for message in messages:
        seconds[int(message.at - messages[0].at)].append(message)
    return list(seconds.values())


def _bytes(messages: Sequence[Message]) -> int:
    return sum(message.size for message in messages)


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.time()))
