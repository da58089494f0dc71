"""In the web app the page plays, at the moment that it is told; what it refuses is told apart."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.device.fake_page import FakePage
from tests.guide.conftest import HandClock
from tests.ui.conftest import Run, clock, run
from willows_app.device.bridge import Bridge
from willows_app.device.sound import Blocked, NotHeard
from willows_app.device.sound_web import PATIENCE, WebAudio, WebVibrator

__all__ = ["clock", "run"]  # fixtures


def test_the_page_is_told_what_to_play_and_at_what_moment(
    run: Run[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_800_000_000.0)
    page = FakePage({"sound.play": lambda _: True})

    async def session() -> None:
        audio = WebAudio(page.bridge)
        audio.prepare(("voice/a.mp3", "voice/b.mp3"))
        await audio.play(("voice/a.mp3", "voice/b.mp3"), 0.75)
        await audio.stop()

    run(session())
    files = ["voice/a.mp3", "voice/b.mp3"]
    assert page.asked == [
        ("sound.prepare", files),
        ("sound.play", {"files": files, "at": 1_800_000_000.75}),
        ("sound.stop", None),
    ]


def test_a_browser_that_waits_for_a_tap_is_told_apart_from_a_file_that_is_missing(
    run: Run[Any],
) -> None:
    async def play(page: FakePage) -> None:
        await WebAudio(page.bridge).play(["voice/a.mp3"], 0.5)

    with pytest.raises(Blocked):
        run(play(FakePage({"sound.play": lambda _: False})))
    with pytest.raises(NotHeard) as missing:
        run(play(FakePage()))
    assert not isinstance(missing.value, Blocked)


def test_a_page_that_gives_no_answer_holds_nothing_up(run: Run[Any], clock: HandClock) -> None:
    async def play() -> None:
        await WebAudio(Bridge(lambda _: None)).play(["voice/a.mp3"], 0.5)

    began = clock()
    with pytest.raises(NotHeard):
        run(play())
    assert clock() - began < 0.5 + PATIENCE + 0.1


@pytest.mark.parametrize("strong", [True, False])
def test_the_page_vibrates(run: Run[Any], strong: bool) -> None:
    page = FakePage({"vibrate": lambda _: True})
    run(WebVibrator(page.bridge, phone=True).vibrate(strong))
    assert page.asked == [("vibrate", "strong" if strong else "light")]


def test_a_browser_that_does_not_vibrate_is_asked_once(run: Run[Any]) -> None:
    page = FakePage({"vibrate": lambda _: False})
    vibrator = WebVibrator(page.bridge, phone=True)
    for _ in range(3):
        with pytest.raises(NotHeard):
            run(vibrator.vibrate(strong=True))
    assert (vibrator.available, len(page.asked)) == (False, 1)


def test_what_is_no_phone_is_not_asked_to_vibrate(run: Run[Any]) -> None:
    page = FakePage({"vibrate": lambda _: True})
    with pytest.raises(NotHeard):
        run(WebVibrator(page.bridge, phone=False).vibrate(strong=True))
    assert page.asked == []
