"""An installed app moves less where the system is set so, and does without an answer."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from willows_app.device import motion
from willows_app.device.motion import system_reduces_motion


@pytest.mark.parametrize(
    ("features", "reduced"),
    [
        (SimpleNamespace(reduce_motion=False, disable_animations=False), False),
        (SimpleNamespace(reduce_motion=True, disable_animations=False), True),
        (SimpleNamespace(reduce_motion=False, disable_animations=True), True),
        (TimeoutError("no answer"), False),
        (RuntimeError("no such service"), False),
    ],
)
def test_the_systems_setting_is_followed(
    monkeypatch: pytest.MonkeyPatch, features: Any, reduced: bool
) -> None:
    class Semantics:
        async def get_accessibility_features(self) -> Any:
            if isinstance(features, Exception):
                raise features
            return features

    monkeypatch.setattr(motion.ft, "SemanticsService", Semantics)
    assert asyncio.run(system_reduces_motion()) is reduced
