"""What the patient is told of the app on this device, and when a new version is offered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from willows_app.ui.offline import Offline


def told(state: str, **more: Any) -> Mapping[str, Any]:
    return {"state": state, "percent": 0, "why": None, "release": "0.1.0", "newer": None} | more


def heard(told: Mapping[str, Any]) -> Offline:
    offline = Offline(lambda: None)
    offline.hear(told)
    return offline


ROOM = {"reason": "no room", "needed": 32_400_001, "free": 11_900_000}


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (told("starting"), ["Works offline: not known yet."]),
        (told("ready", percent=100), ["Works offline: yes, version 0.1.0."]),
        (told("storing", percent=40), ["Storing Willows for offline use: 40 %."]),
        (
            told("failed", why=ROOM),
            [
                "Works offline: not yet. It needs 33 MB of storage, and this browser has 11 MB "
                "left for it. Make some room on this device, then open Willows again."
            ],
        ),
        (
            told("failed", why={"reason": "no room", "needed": 32_000_000}),
            [
                "Works offline: not yet. It needs 32 MB of storage, and this browser has less "
                "left for it. Make some room on this device, then open Willows again."
            ],
        ),
        (
            told("failed", why={"reason": "interrupted"}),
            [
                "Works offline: not yet. The browser stopped it. "
                "Willows tries again the next time it is opened."
            ],
        ),
        (
            told("ready", newer={"state": "storing", "percent": 7, "why": None}),
            ["Works offline: yes, version 0.1.0.", "A new version is being stored: 7 %."],
        ),
        (
            told("ready", newer={"state": "ready", "release": "0.2.0"}),
            [
                "Works offline: yes, version 0.1.0.",
                "Version 0.2.0 is ready and begins when Willows is next opened.",
            ],
        ),
        (
            told("ready", newer={"state": "refused", "release": "0.2.0"}),
            [
                "Works offline: yes, version 0.1.0.",
                "Version 0.2.0 did not start on this device, so version 0.1.0 goes on.",
            ],
        ),
        (
            told("ready", newer={"state": "failed", "why": {"reason": "spoilt"}}),
            [
                "Works offline: yes, version 0.1.0.",
                "A new version could not be stored. A file did not arrive as it should be. "
                "Willows tries again the next time it is opened.",
            ],
        ),
    ],
)
def test_it_is_said_in_plain_words(state: Mapping[str, Any], said: list[str]) -> None:
    assert heard(state).words == said


def test_a_browser_that_stores_nothing_is_told_apart() -> None:
    (said,) = heard(told("unavailable")).words
    assert said.startswith("Works offline: no. This browser does not let Willows be stored")


def test_a_new_version_is_offered_when_it_is_all_there_and_not_again_once_put_off() -> None:
    offline = heard(told("ready", newer={"state": "storing", "percent": 99}))
    assert not offline.offered
    offline.hear(told("ready", newer={"state": "ready", "release": "0.2.0"}))
    assert offline.offered
    offline.put_off()
    assert not offline.offered
