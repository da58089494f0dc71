"""How a cue reaches the patient: by voice, else a tone, else a vibration, else on the screen.

Each level that is switched off, missing or refused by the device falls back on
the next. Nothing here raises into the session, and nothing holds it up.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

log = logging.getLogger(__name__)


class Level(StrEnum):
    """By what a cue is given, the most telling first."""

    VOICE = "voice"
    TONE = "tone"
    VIBRATION = "vibration"
    FLASH = "flash"


@dataclass(frozen=True)
class SoundSettings:
    """Which levels the patient wants."""

    voice: bool = True
    tone: bool = True
    vibration: bool = True
    flash: bool = True

    def wants(self, level: Level) -> bool:
        """Whether this level is switched on."""
        return bool(getattr(self, level.value))


class NotHeard(Exception):
    """The device did not play or vibrate; the message says why."""


class Blocked(NotHeard):
    """The browser lets nothing be heard until the page is tapped."""


class Audio(Protocol):
    """Plays files of `assets/`."""

    def prepare(self, files: Sequence[str]) -> None:
        """Load files that are about to be played, so that they begin at once."""
        ...

    async def play(self, files: Sequence[str], delay: float) -> None:
        """Play these one after the other, in `delay` seconds; return once that is certain.

        Raises `NotHeard`.
        """
        ...

    async def stop(self) -> None:
        """Be silent, and play nothing that is still to come."""
        ...


class Vibrator(Protocol):
    """Shakes the device."""

    @property
    def available(self) -> bool:
        """Whether the device can; nobody is told whether its owner has switched it off."""
        ...

    async def vibrate(self, strong: bool) -> None:
        """Once; raises `NotHeard` on a device that cannot."""
        ...


class Sound:
    """Gives a cue by the first level that works."""

    def __init__(self, audio: Audio, vibrator: Vibrator, recordings: Collection[str]) -> None:
        self.settings = SoundSettings()
        self.blocked = False
        """The browser lets nothing be heard at present."""
        self._audio = audio
        self._vibrator = vibrator
        self._recordings = frozenset(recordings)

    @property
    def vibrates(self) -> bool:
        """Whether this device can vibrate at all."""
        return self._vibrator.available

    def prepare(self, cues: Iterable[tuple[Sequence[str], str]]) -> None:
        """Load the clips, or the tone, of what will be heard next."""
        self._audio.prepare(
            [
                file
                for clips, tone in cues
                for file in (self.settings.voice and self._files(clips)) or [tone_file(tone)]
            ]
        )

    async def give(
        self, clips: Sequence[str], tone: str, strong: bool, muted: bool, delay: float = 0.0
    ) -> Level | None:
        """Give a cue in `delay` seconds; the level at which it is given, None if none is left."""
        due = _now() + delay
        for level in Level:
            if not self.settings.wants(level):
                continue
            try:
                if await self._give_by(level, clips, tone, strong, muted, due):
                    return level
            except Blocked as reason:
                self.blocked = True
                log.warning("No %s: %s", level, reason)
            except NotHeard as reason:
                log.warning("No %s: %s", level, reason)
        return None

    async def silence(self) -> None:
        """Stop what is being said."""
        try:
            await self._audio.stop()
        except NotHeard as reason:
            log.warning("It could not be silenced: %s", reason)

    async def _give_by(
        self,
        level: Level,
        clips: Sequence[str],
        tone: str,
        strong: bool,
        muted: bool,
        due: float,
    ) -> bool:
        """Whether it is given by this level."""
        if level in (Level.VOICE, Level.TONE):
            files = self._files(clips) if level is Level.VOICE else [tone_file(tone)]
            if muted or not files:
                return False
            await self._audio.play(files, due - _now())
            self.blocked = False
            return True
        await asyncio.sleep(due - _now())
        if level is Level.VIBRATION:
            await self._vibrator.vibrate(strong)
        return True  # a flash: the screen does it

    def _files(self, clips: Sequence[str]) -> list[str]:
        """The recordings of these sentences; none if one of them is missing."""
        if not self._recordings.issuperset(clips):
            return []
        return [clip_file(clip) for clip in clips]


def _now() -> float:
    return asyncio.get_running_loop().time()


def clip_file(clip: str) -> str:
    """Where a recording is, in `assets/`."""
    return f"voice/{clip}.mp3"


def tone_file(tone: str) -> str:
    """Where a tone is, in `assets/`."""
    return f"sounds/{tone}.mp3"
