"""Sound and vibration of an installed app, by Flet: its audio extension, and its haptics."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence

import flet as ft
import flet_audio as fta  # type: ignore[import-untyped]

from willows_app.device.sound import NotHeard

PLAYERS = 4
"""Enough for a sentence, the one before, the one after and a tone."""

PATIENCE = 3.0
"""Seconds after which a file that has not begun is taken for refused."""

EARLY = 0.02
"""Seconds by which a player is told early: ahead of a new step's screen, and on its way too."""


class FletAudio:
    """Plays through a few players that take turns, so that the next file is loaded in time."""

    def __init__(self, seconds: Mapping[str, float]) -> None:
        """`seconds` of each file that can be followed by another."""
        self._seconds = seconds
        self._sounding: fta.Audio | None = None
        self._players: OrderedDict[str, fta.Audio] = OrderedDict()
        """By the file that each has loaded, the least recently used first."""

    def prepare(self, files: Sequence[str]) -> None:
        """Load the first of them; each of the others is loaded while the one before it sounds."""
        for file in files[:1]:
            self._player(file)

    async def play(self, files: Sequence[str], delay: float) -> None:
        """Play these one after the other, in `delay` seconds; return when the last has begun."""
        await asyncio.sleep(delay - EARLY)
        for file, following in zip(files, [*files[1:], None], strict=True):
            await self._begin(file)
            if following:
                self._player(following)
                await asyncio.sleep(self._seconds.get(file, 0.0))

    async def stop(self) -> None:
        """Be silent; what was sounding is ready to be played from its start."""
        if self._sounding is None:
            return
        player, self._sounding = self._sounding, None
        try:
            # Together: what is played next must not be stopped by a message that came late.
            await asyncio.wait_for(asyncio.gather(player.pause(), player.seek(0)), PATIENCE)
        except (RuntimeError, TimeoutError) as refusal:
            raise NotHeard(str(refusal)) from refusal

    async def _begin(self, file: str) -> None:
        player = self._sounding = self._player(file)
        try:
            await asyncio.wait_for(player.resume(), PATIENCE)
        except TimeoutError as refusal:
            raise NotHeard(f"{file} did not begin within {PATIENCE:g} s.") from refusal
        except RuntimeError as refusal:
            raise NotHeard(f"{file}: {refusal}") from refusal

    def _player(self, file: str) -> fta.Audio:
        """The player with this file; else the one that nobody needed for the longest time."""
        player = self._players.pop(file, None)
        if player is None and len(self._players) < PLAYERS:
            player = fta.Audio(src=file, release_mode=fta.ReleaseMode.STOP)
        elif player is None:
            _, player = self._players.popitem(last=False)
            player.src = file
            player.update()
        self._players[file] = player
        return player


_PHONES = (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)


class FletVibrator:
    """The haptics of a phone."""

    def __init__(self, page: ft.Page) -> None:
        self.available = page.platform in _PHONES
        self._haptics: ft.HapticFeedback | None = None

    async def vibrate(self, strong: bool) -> None:
        """Once."""
        if not self.available:
            raise NotHeard("This device does not vibrate.")
        self._haptics = self._haptics or ft.HapticFeedback()
        try:
            shake = self._haptics.vibrate if strong else self._haptics.medium_impact
            await asyncio.wait_for(shake(), PATIENCE)  # type: ignore[no-untyped-call]
        except (RuntimeError, TimeoutError) as refusal:
            raise NotHeard(str(refusal)) from refusal
