"""Keeps the screen awake while a session runs, on devices that can."""

from __future__ import annotations

import logging
from typing import Any

import flet as ft

log = logging.getLogger(__name__)


async def keep_awake(awake: bool) -> None:
    """Hold the screen on, or let it go to sleep again.

    A device may refuse (a low battery, an old browser): the session goes on all the same.
    """
    wakelock: Any = ft.Wakelock()
    try:
        await (wakelock.enable() if awake else wakelock.disable())
    except (RuntimeError, TimeoutError) as refusal:
        log.warning("The screen cannot be kept awake: %s", refusal)
