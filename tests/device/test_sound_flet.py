"""A few players take turns, so that each file is loaded before it is due."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, ClassVar

import flet as ft
import pytest

from tests.guide.conftest import HandClock
from tests.ui.conftest import Run, clock, run
from willows_app.device import sound_flet
from willows_app.device.sound import Blocked, NotHeard
from willows_app.device.sound_flet import PATIENCE, PLAYERS, FletAudio, FletVibrator

__all__ = ["clock", "run"]  # fixtures


@dataclass
class FakePlayer:
    """What Flet's player does, written down for all of them together."""

    src: str
    release_mode: object
    done: ClassVar[list[tuple[str, str]]] = []
    made: ClassVar[list[str]] = []
    answer: ClassVar[Callable[[], None]] = staticmethod(lambda: None)
    takes: ClassVar[float] = 0.0

    def __post_init__(self) -> None:
        self.made.append(self.src)

    def update(self) -> None:
        self.done.append(("load", self.src))

    async def resume(self) -> None:
        self.done.append(("play", self.src))
        await asyncio.sleep(self.takes)
        self.answer()

    async def pause(self) -> None:
        self.done.append(("pause", self.src))

    async def seek(self, position: int) -> None:
        self.done.append((f"seek {position}", self.src))


@pytest.fixture
def players(monkeypatch: pytest.MonkeyPatch) -> type[FakePlayer]:
    class Players(FakePlayer):
        done: ClassVar[list[tuple[str, str]]] = []
        made: ClassVar[list[str]] = []

    monkeypatch.setattr(sound_flet.fta, "Audio", Players)
    return Players


def test_few_players_play_many_files_and_load_none_that_is_loaded(
    players: type[FakePlayer], run: Run[Any]
) -> None:
    async def session() -> None:
        audio = FletAudio({})
        for _ in range(2):
            for file in "abcdef":
                await audio.prepare(file)
                await audio.play([file])
                await audio.play([file])

    run(session())
    assert players.made == list("abcd")[:PLAYERS]
    assert [file for what, file in players.done if what == "play"] == list("aabbccddeeff") * 2
    assert [file for what, file in players.done if what == "load"] == list("efabcdef")


def test_sentences_follow_each_other_and_the_next_is_loaded_meanwhile(
    players: type[FakePlayer], run: Run[Any], clock: HandClock
) -> None:
    begun: list[float] = []
    players.answer = staticmethod(lambda: begun.append(clock()))
    players.takes = 0.3  # until it sounds

    async def session() -> None:
        await FletAudio({"a": 0.8, "b": 1.5}).play(["a", "b", "c"])

    run(session())
    # None speaks into the one before, however long it took to begin.
    assert [later - begun[0] for later in begun] == pytest.approx([0, 1.1, 2.9], abs=0.02)
    assert players.made == ["a", "b", "c"]


def test_what_is_stopped_is_ready_to_play_from_its_start(
    players: type[FakePlayer], run: Run[Any]
) -> None:
    async def session() -> None:
        audio = FletAudio({})
        await audio.stop()
        await audio.play(["a"])
        await audio.stop()
        await audio.stop()

    run(session())
    assert players.done == [("play", "a"), ("pause", "a"), ("seek 0", "a")]


def test_while_a_browser_gives_no_answer_nothing_else_is_tried_until_a_tap(
    players: type[FakePlayer], run: Run[Any], clock: HandClock
) -> None:
    async def session() -> None:
        audio = FletAudio({})
        players.takes = 3600.0
        began = clock()
        for file in "abc":
            with pytest.raises(Blocked):
                await audio.play([file])
        assert clock() - began < PATIENCE + 0.1
        assert [file for what, file in players.done if what == "play"] == ["a"]
        players.takes = 0.0
        audio.tapped()
        await audio.play(["a"])

    run(session())
    assert players.made == ["a", "a"]


def test_a_slow_device_is_not_taken_for_one_that_refuses(
    players: type[FakePlayer], run: Run[Any]
) -> None:
    async def session() -> None:
        audio = FletAudio({})
        players.takes = PATIENCE + 1.5
        with pytest.raises(Blocked):
            await audio.play(["a"])
        await asyncio.sleep(2)
        players.takes = 0.1
        await audio.play(["b"])

    run(session())
    assert [file for what, file in players.done if what == "play"] == ["a", "b"]


@pytest.mark.parametrize(
    ("says", "is_blocked"),
    [("NotAllowedError: the user didn't interact", True), ("NotSupportedError: no source", False)],
)
def test_what_cannot_be_played_is_told_apart_from_what_may_not(
    players: type[FakePlayer], run: Run[Any], says: str, is_blocked: bool
) -> None:
    def refuse() -> None:
        raise RuntimeError(says)

    players.answer = staticmethod(refuse)
    with pytest.raises(NotHeard) as refusal:
        run(FletAudio({}).play(["a"]))
    assert isinstance(refusal.value, Blocked) is is_blocked


@pytest.mark.parametrize(
    ("platform", "web", "available"),
    [
        (ft.PagePlatform.ANDROID, True, True),
        (ft.PagePlatform.IOS, True, False),
        (ft.PagePlatform.ANDROID, False, True),
        (ft.PagePlatform.IOS, False, True),
        (ft.PagePlatform.WINDOWS, True, False),
        (ft.PagePlatform.LINUX, False, False),
    ],
)
def test_only_phones_vibrate_and_in_a_browser_only_those_with_android(
    run: Run[Any], platform: ft.PagePlatform, web: bool, available: bool
) -> None:
    page: Any = SimpleNamespace(platform=platform, web=web)
    vibrator = FletVibrator(page)
    assert vibrator.available is available
    if not available:
        with pytest.raises(NotHeard):
            run(vibrator.vibrate(strong=True))
