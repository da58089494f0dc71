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
from willows_app.device.sound import NotHeard
from willows_app.device.sound_flet import EARLY, PATIENCE, PLAYERS, FletAudio, FletVibrator

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
                audio.prepare([file, "not yet"])
                await audio.play([file], 0)
                await audio.play([file], 0)

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
        await FletAudio({"a": 0.8, "b": 1.5}).play(["a", "b", "c"], 0)

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
        await audio.play(["a"], 0)
        await audio.stop()
        await audio.stop()

    run(session())
    assert players.done == [("play", "a"), ("pause", "a"), ("seek 0", "a")]


def test_what_is_to_be_heard_in_a_moment_is_asked_for_just_before_it(
    players: type[FakePlayer], run: Run[Any], clock: HandClock
) -> None:
    async def session() -> None:
        await FletAudio({}).play(["a"], 0.7)

    began = clock()
    run(session())
    assert clock() - began == pytest.approx(0.7 - EARLY, abs=0.01)


def refused() -> None:
    raise RuntimeError("NotSupportedError: no source")


@pytest.mark.parametrize(
    ("takes", "answer", "says"),
    [
        (0.1, refused, "a: NotSupportedError: no source"),
        (3600.0, lambda: None, "a did not begin within 3 s."),
    ],
)
def test_what_cannot_be_played_is_told_and_the_next_is_tried(
    players: type[FakePlayer],
    run: Run[Any],
    clock: HandClock,
    takes: float,
    answer: Callable[[], None],
    says: str,
) -> None:
    async def session() -> None:
        audio = FletAudio({})
        players.takes, players.answer = takes, staticmethod(answer)
        began = clock()
        with pytest.raises(NotHeard) as refusal:
            await audio.play(["a"], 0)
        assert str(refusal.value) == says
        assert clock() - began < PATIENCE + 0.1
        players.takes, players.answer = 0.1, staticmethod(lambda: None)
        await audio.play(["b"], 0)

    run(session())


@pytest.mark.parametrize(
    ("platform", "available"),
    [
        (ft.PagePlatform.ANDROID, True),
        (ft.PagePlatform.IOS, True),
        (ft.PagePlatform.WINDOWS, False),
        (ft.PagePlatform.LINUX, False),
    ],
)
def test_only_phones_vibrate(run: Run[Any], platform: ft.PagePlatform, available: bool) -> None:
    page: Any = SimpleNamespace(platform=platform)
    vibrator = FletVibrator(page)
    assert vibrator.available is available
    if not available:
        with pytest.raises(NotHeard):
            run(vibrator.vibrate(strong=True))
