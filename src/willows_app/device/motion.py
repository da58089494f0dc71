"""Whether the person has asked the system for less motion; a browser tells it by an event."""

from __future__ import annotations

import logging

import flet as ft

log = logging.getLogger(__name__)


async def system_reduces_motion() -> bool:
    """What the system of an installed app says."""
    try:
        features = await ft.SemanticsService().get_accessibility_features()
    except (RuntimeError, TimeoutError) as refusal:
        log.warning("The system does not say whether it reduces motion: %s", refusal)
        return False
    return features.reduce_motion or features.disable_animations
