"""Sound and vibration by Flet: its audio extension, and the haptics of its client."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence

import flet as ft
import flet_audio as fta  # type: ignore[import-untyped]

from willows_app.device.sound import Blocked, NotHeard

PLAYERS = 4
"""Enough for a sentence, the one before, the one after and a tone."""

PATIENCE = 3.0
"""Seconds after which a file that has not begun is taken for refused: browsers say nothing."""


class FletAudio:
    """Plays through a few players that take turns, so that the next file is loaded in time."""

    def __init__(self, seconds: Mapping[str, float]) -> None:
        """`seconds` of each file that can be followed by another."""
        self._seconds = seconds
        self._sounding: fta.Audio | None = None
        self._unanswered: asyncio.Task[None] | None = None
        """The play that the browser has kept waiting: no other is tried meanwhile."""
        self._players: OrderedDict[str, fta.Audio] = OrderedDict()
        """By the file that each has loaded, the least recently used first."""

    async def prepare(self, file: str) -> None:
        """Load a file that is about to be played."""
        self._player(file)

    async def play(self, files: Sequence[str]) -> None:
        """Play these one after the other; return when the last one has begun."""
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

    def tapped(self) -> None:
        """Try again with new players: a refused one would begin now, long out of date."""
        if self._is_kept_waiting:
            self._unanswered = None
            self._players.clear()

    @property
    def _is_kept_waiting(self) -> bool:
        return self._unanswered is not None and not self._unanswered.done()

    async def _begin(self, file: str) -> None:
        if self._is_kept_waiting:
            raise Blocked(f"{file} has to wait as well.")
        player = self._sounding = self._player(file)
        begun = asyncio.ensure_future(player.resume())
        await asyncio.wait({begun}, timeout=PATIENCE)
        if not begun.done():
            self._unanswered = begun
            raise Blocked(f"{file} did not begin within {PATIENCE:g} s.")
        refusal = begun.exception()
        if refusal is not None:
            kind = Blocked if "NotAllowedError" in str(refusal) else NotHeard
            raise kind(f"{file}: {refusal}") from refusal

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
_IN_BROWSERS = (ft.PagePlatform.ANDROID,)


class FletVibrator:
    """The haptics of a phone."""

    def __init__(self, page: ft.Page) -> None:
        self.available = page.platform in (_IN_BROWSERS if page.web else _PHONES)
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
