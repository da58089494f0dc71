"""What is heard and felt in the built site: on time, from the device, and never at the session's
cost."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import Site, Traffic
from tests.browser.listening import LISTEN, heard
from tests.browser.python import Python
from tests.browser.semantics import Screen
from tests.browser.test_main_job import open_exercise, start_session

MISSING = """
  const load = fetch;
  globalThis.fetch = (what, ...rest) =>
    load(String(what).includes("voice/") ? "voice/en/is-not-there.mp3" : what, ...rest);
"""

BLOCKED = """
  // As a browser does until the page is tapped: it neither plays nor says that it will not.
  Object.defineProperty(AudioContext.prototype, 'state', {get: () => 'suspended'});
  AudioContext.prototype.resume = () => new Promise(() => {});
"""

# Once it is open: Flutter opens itself to a screen reader in another way on a phone.
ANDROID = """
  globalThis.shaken = [];
  Object.defineProperty(Navigator.prototype, "userAgent", {
    get: () => "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile",
  });
  Navigator.prototype.vibrate = (pattern) => shaken.push(pattern) > 0;
"""

NO_MOTOR = "delete Navigator.prototype.vibrate;"

ON_A_PHONE = """
import gc
from willows_app.ui.cuer import Cuer
cuer = next(each for each in gc.get_objects() if isinstance(each, Cuer))
cuer._sound._vibrator.available = True
"""

GIVEN = '" ".join(sorted({str(given.level) for given in cuer.given}))'

RHOMBOIDS = [
    (0.5, "voice/en/rhomboids.mp3"),
    (None, "voice/en/sitting-or-standing.mp3"),
    (None, "voice/en/stretch-your-right-side.mp3"),
    (
        None,
        "voice/en/pull-your-straight-arm-under-your-chin-and-let-your-upper-body-turn.mp3",
    ),
    (10.0, "voice/en/hold.mp3"),
    (17.0, "voice/en/three.mp3"),
    (18.0, "voice/en/two.mp3"),
    (19.0, "voice/en/one.mp3"),
    (20.0, "voice/en/relax.mp3"),
]
"""What is heard of the first repetition; where it depends on the recordings, without its second."""

HARD = 1.0
"""Seconds by which a cue may be late here, where much else runs; `make bench` measures it."""


def begin_rhomboids(phone: Screen, site: Site) -> None:
    phone.open(site.url)
    open_exercise(phone, "Rhomboids")
    start_session(phone)


def test_an_exercise_is_spoken_on_time_from_the_device_alone(
    phone: Screen, site: Site, traffic: Traffic, context: BrowserContext
) -> None:
    context.add_init_script(LISTEN)
    phone.open(site.url)
    phone.wait_offline_ready()
    site.stop()
    phone.go_offline()
    try:
        phone.reload()
        asked_before = len(traffic.requests)
        open_exercise(phone, "Rhomboids")
        start_session(phone)
        phone.see("Relax", timeout=40)
        phone.page.wait_for_timeout(1500)
        played = heard(phone.page)[: len(RHOMBOIDS)]
        assert [one.file for one in played] == [file for _, file in RHOMBOIDS]
        assert [one.file for one in played if one.ended is None] == []
        began = played[4].at / 1000 - 10.0
        for one, (due, file) in zip(played, RHOMBOIDS, strict=True):
            if due is not None:
                assert one.at / 1000 - began == pytest.approx(due, abs=HARD), file
        for one, after in pairwise(played):
            assert one.ended is not None and one.ended < after.at + 1000 * HARD, one.file
    finally:
        site.start()
    sounds = [one.url for one in traffic.requests[asked_before:] if one.url.endswith(".mp3")]
    assert sounds
    assert {urlsplit(url).netloc for url in sounds} <= {urlsplit(site.url).netloc}


def test_nothing_is_played_before_start_is_tapped(
    phone: Screen, site: Site, context: BrowserContext
) -> None:
    context.add_init_script(LISTEN)
    phone.open(site.url)
    open_exercise(phone, "Rhomboids")
    assert heard(phone.page) == []


def test_a_pause_is_silent(phone: Screen, site: Site, context: BrowserContext) -> None:
    context.add_init_script(LISTEN)
    begin_rhomboids(phone, site)
    phone.tap("Pause")
    phone.see("Resume", role="button")
    paused_at: float = phone.page.evaluate("performance.now()")
    phone.page.wait_for_timeout(6000)
    assert [one.file for one in heard(phone.page) if one.at > paused_at] == []


def test_recordings_that_are_missing_are_given_as_tones_and_the_timer_goes_on(
    phone: Screen, site: Site, context: BrowserContext
) -> None:
    context.add_init_script(MISSING)
    context.add_init_script(LISTEN)
    begin_rhomboids(phone, site)
    phone.see("Pull across and hold", timeout=25)
    phone.see("Relax", timeout=25)
    files = {one.file for one in heard(phone.page)}
    assert {"sounds/begin.mp3", "sounds/tick.mp3"} <= files
    assert not any("voice/" in file for file in files)
    phone.see(re.compile("seconds left"))


def test_a_browser_that_lets_nothing_be_heard_does_not_stop_the_timer(
    phone: Screen, site: Site, context: BrowserContext
) -> None:
    context.add_init_script(BLOCKED)
    begin_rhomboids(phone, site)
    phone.see("The browser keeps the sound back. Watch the screen.", timeout=25)
    phone.see("Pull across and hold", timeout=25)
    phone.see("Relax", timeout=25)
    phone.see("Pull across and hold", timeout=25)


@pytest.mark.parametrize(("motor", "level"), [("", "vibration"), (NO_MOTOR, "flash")])
def test_where_nothing_may_be_heard_it_is_felt_and_where_nothing_vibrates_seen(
    phone: Screen, site: Site, context: BrowserContext, python: Python, motor: str, level: str
) -> None:
    context.add_init_script(BLOCKED)
    phone.open(site.url)
    phone.page.evaluate(f"() => {{ {ANDROID} {motor} }}")
    python.run(ON_A_PHONE)
    open_exercise(phone, "Rhomboids")
    start_session(phone)
    phone.see("The browser keeps the sound back. Watch the screen.", timeout=25)
    phone.see("Pull across and hold", timeout=25)
    assert python.run(GIVEN) == level
    assert bool(phone.page.evaluate("shaken.length")) is (level == "vibration")
