"""What is heard in the built site: on time, from the device, and never at the session's cost."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import Site, Traffic
from tests.browser.semantics import Screen
from tests.browser.test_main_job import open_exercise, start_session

LISTEN = """
  window.heard = [];
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    const one = {file: new URL(this.src).pathname.split('/').slice(-2).join('/'),
                 asked: performance.now(), loaded: this.readyState > 0};
    heard.push(one);
    this.addEventListener('playing', () => one.began = performance.now(), {once: true});
    return play.call(this);
  };
"""

MISSING = """
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    if (this.src.includes('/voice/')) this.src = '/voice/is-not-there.mp3';
    return play.call(this);
  };
"""

BLOCKED = """
  // As a browser does until the page is tapped: it neither plays nor says that it will not.
  Object.defineProperty(AudioContext.prototype, 'state', {get: () => 'suspended'});
  AudioContext.prototype.resume = () => new Promise(() => {});
"""

RHOMBOIDS = [
    (0.5, "voice/rhomboids.mp3"),
    (None, "voice/sitting-or-standing.mp3"),
    (None, "voice/stretch-your-right-side.mp3"),
    (
        None,
        "voice/pull-your-straight-arm-under-your-chin-and-let-your-upper-body-turn.mp3",
    ),
    (10.0, "voice/hold.mp3"),
    (17.0, "voice/three.mp3"),
    (18.0, "voice/two.mp3"),
    (19.0, "voice/one.mp3"),
    (20.0, "voice/relax.mp3"),
]
"""What is heard of the first repetition; where it depends on the recordings, without its second."""

HARD = 1.0
"""Seconds by which a cue may be late here, where much else runs; `make bench` measures it."""


def heard(phone: Screen) -> list[dict[str, Any]]:
    files: list[dict[str, Any]] = phone.page.evaluate("window.heard")
    return files


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
        phone.page.wait_for_timeout(500)
        files = heard(phone)[: len(RHOMBOIDS)]
        assert [one["file"] for one in files] == [file for _, file in RHOMBOIDS]
        assert [one["file"] for one in files if "began" not in one] == []
        began = files[4]["asked"] / 1000 - 10.0
        for one, (due, file) in zip(files, RHOMBOIDS, strict=True):
            if due is not None:
                assert one["loaded"] or file == RHOMBOIDS[0][1], file
                assert one["asked"] / 1000 - began == pytest.approx(due, abs=HARD), file
    finally:
        site.start()
    sounds = [one.url for one in traffic.requests[asked_before:] if one.url.endswith(".mp3")]
    assert {urlsplit(url).netloc for url in sounds} <= {urlsplit(site.url).netloc}


def test_nothing_is_played_before_start_is_tapped(
    phone: Screen, site: Site, context: BrowserContext
) -> None:
    context.add_init_script(LISTEN)
    phone.open(site.url)
    open_exercise(phone, "Rhomboids")
    assert heard(phone) == []


def test_a_pause_is_silent(phone: Screen, site: Site, context: BrowserContext) -> None:
    context.add_init_script(LISTEN)
    begin_rhomboids(phone, site)
    phone.tap("Pause")
    phone.see("Resume", role="button")
    files = len(heard(phone))
    phone.page.wait_for_timeout(6000)
    assert len(heard(phone)) == files


def test_recordings_that_are_missing_are_given_as_tones_and_the_timer_goes_on(
    phone: Screen, site: Site, context: BrowserContext
) -> None:
    context.add_init_script(MISSING)
    context.add_init_script(LISTEN)
    begin_rhomboids(phone, site)
    phone.see("Pull across and hold", timeout=25)
    phone.see("Relax", timeout=25)
    files = [one["file"] for one in heard(phone)]
    assert {"sounds/begin.mp3", "sounds/tick.mp3"} <= set(files)
    phone.see(re.compile("seconds left"))


def test_a_browser_that_lets_nothing_be_heard_does_not_stop_the_timer(
    phone: Screen, site: Site, context: BrowserContext
) -> None:
    context.add_init_script(BLOCKED)
    begin_rhomboids(phone, site)
    phone.see("Pull across and hold", timeout=25)
    phone.see("Relax", timeout=25)
    phone.see("Pull across and hold", timeout=25)
