"""Gives the cues of a session at their time, by the clock that the player walks by."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections import deque
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

import flet as ft

from willows_app.device.sound import Level, Sound, SoundSettings
from willows_app.guide.cue_words import CueWords
from willows_app.guide.cues import Cue, Vibration, cues_of
from willows_app.guide.player import Clock, Player, PlayerState
from willows_app.guide.timeline import Timeline
from willows_app.language import Language, _, in_use

TOO_LATE = 1.0
"""Seconds after which a cue is left out: it would speak of what is over."""

AHEAD = 1.0
"""Seconds by which a cue is handed over before it is due, so that a busy device is not late."""

PREPARED = 4
"""As many cues are loaded before they are due."""

SAME_TIME = 0.05
"""Seconds within which two moments of a session are one: no jump lies between them."""

KEPT = 1000
"""As many given cues are remembered, to be measured."""


@dataclass(frozen=True)
class Given:
    """A cue that was given: when it was due, and by what."""

    cue: Cue
    due: float
    level: Level | None


@ft.observable
class Cuer:
    """Follows a player and gives its cues; what the patient may change is whether it is muted.

    `flashes` counts the cues that only the screen can give: whoever watches it
    flashes. `blocked` says that the browser lets nothing be heard yet.
    """

    def __init__(
        self, sound: Sound, clock: Clock, words: CueWords, lengths: Mapping[str, float]
    ) -> None:
        self.muted = False
        self.flashes = 0
        self.blocked = False
        self.given: deque[Given] = deque(maxlen=KEPT)
        self._sound = sound
        self._clock = clock
        self._words = words
        self._lengths = lengths
        self._timeline: Timeline | None = None
        self._language: Language | None = None
        self._cues: tuple[Cue, ...] = ()
        self._origin = 0.0
        """When the timeline began by the clock, had it never stood still."""
        self._done_until = 0.0
        """Up to here, in seconds of the timeline, cues are given or left out."""
        self._waiting: asyncio.Task[None] | None = None
        self._giving: set[asyncio.Task[None]] = set()

    @property
    def settings(self) -> SoundSettings:
        """Which levels the patient wants."""
        return self._sound.settings

    def use(self, settings: SoundSettings) -> None:
        """From now on, only these levels."""
        self._sound.settings = settings
        self._give_anew()

    @property
    def vibrates(self) -> bool:
        """Whether this device can vibrate at all."""
        return self._sound.vibrates

    def toggle_mute(self) -> None:
        """Be silent, or speak again; what is felt and seen goes on."""
        self.muted = not self.muted
        if self.muted:
            self._give_anew()

    def follow(self, player: Player) -> None:
        """Go on from where the player is now; called after each command and each step."""
        if player.timeline is not self._timeline or in_use() is not self._language:
            handed = self._handed_ahead()
            self._timeline, self._language = player.timeline, in_use()
            words = self._words.reworded(_)
            self._cues = cues_of(player.timeline, player.exercises, words, self._lengths)
            if self._handed_ahead() != handed:
                self._give_anew()
        if player.state is PlayerState.RUNNING:
            self._go_on(player, SAME_TIME)
        elif player.state is PlayerState.OVER and player.elapsed >= player.timeline.duration:
            if self._waiting and not self._waiting.done():
                self._go_on(player, TOO_LATE)  # one cue is left: it says that this was all
        else:
            self.stop()

    def stop(self) -> None:
        """Give no more cues, and break off the one that is being given."""
        if self._waiting is None:
            return
        self._waiting.cancel()
        self._waiting = None
        self._break_off()

    def _break_off(self) -> None:
        for giving in self._giving:
            giving.cancel()
        self._do(self._sound.silence())

    def _give_anew(self) -> None:
        """Break off what is being given, and hand over again what is still to come."""
        self._break_off()
        self._done_until = min(self._done_until, self._clock() - self._origin)
        if self._waiting:
            self._wait_anew()

    def _handed_ahead(self) -> tuple[Cue, ...]:
        """What is handed over, and not due yet."""
        elapsed = self._clock() - self._origin
        return tuple(cue for cue in self._cues if elapsed < cue.at <= self._done_until)

    def _go_on(self, player: Player, tolerance: float) -> None:
        if self._waiting is None or abs(player.origin - self._origin) > tolerance:
            self.stop()
            self._origin, self._done_until = player.origin, player.elapsed - SAME_TIME
        self._wait_anew()

    def _wait_anew(self) -> None:
        """From now on wait for the cues that are still to be given, as they are now."""
        if self._waiting:
            self._waiting.cancel()
        first = bisect_right(self._cues, self._done_until, key=lambda cue: cue.at)
        self._prepare(first)  # on its way before any screen is
        self._waiting = asyncio.create_task(self._give_from(first))

    async def _give_from(self, first: int) -> None:
        """Each cue when it is due; after a phone that slept, those that are over are left out."""
        for number, cue in enumerate(self._cues[first:], first):
            due = self._origin + cue.at
            await asyncio.sleep(due - AHEAD - self._clock())
            self._done_until = cue.at
            if self._clock() - due <= TOO_LATE:
                self._do(self._give(cue, due))
            self._prepare(number + 1)

    def _prepare(self, first: int) -> None:
        coming = self._cues[first : first + PREPARED]
        self._sound.prepare((cue.clips, cue.tone) for cue in coming)

    async def _give(self, cue: Cue, due: float) -> None:
        strong, delay = cue.vibration is Vibration.STRONG, due - self._clock()
        level = await self._sound.give(cue.clips, cue.tone, strong, self.muted, delay)
        self.blocked = self._sound.blocked
        if level is Level.FLASH:
            self.flashes += 1
        self.given.append(Given(cue, due, level))

    def _do(self, what: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(what)
        self._giving.add(task)
        task.add_done_callback(self._giving.discard)
