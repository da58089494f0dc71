"""A slow line between a host and a phone, which the host itself keeps to.

Chromium's own emulation of networks does not reach what workers ask for, and Python starts in one.
What a line adds to opening a connection is left out, and so are headers.
"""

from __future__ import annotations

import threading
import time
from typing import BinaryIO

PIECE = 16_384
"""Bytes that are sent at a time: what one connection holds another one up with."""


class TokenBucket:
    """Lets so many bytes a second pass, and after a pause so many at once as it holds."""

    def __init__(self, rate: float, size: float) -> None:
        self._rate = rate
        self._size = size
        self._tokens = size
        self._counted_at = 0.0

    def take(self, count: int, now: float) -> float:
        """Take so many; how many seconds from `now` they may pass."""
        gained = (now - self._counted_at) * self._rate
        self._tokens = min(self._size, self._tokens + gained) - count
        self._counted_at = now
        return max(0.0, -self._tokens / self._rate)


class Line:
    """One line for all connections of a site, as a phone has one."""

    def __init__(self, megabits: float, delay: float) -> None:
        """`megabits` a second, and `delay` seconds before each answer."""
        self.delay = delay
        self._bucket = TokenBucket(rate=megabits * 1e6 / 8, size=PIECE)
        self._turn = threading.Lock()

    def send(self, source: BinaryIO, target: BinaryIO) -> None:
        """Send all of `source`, as fast as the line lets it."""
        while piece := source.read(PIECE):
            with self._turn:
                wait = self._bucket.take(len(piece), time.monotonic())
            time.sleep(wait)
            target.write(piece)
