"""How far this device has stored the web app, and whether a newer version of it waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import Any, Self

import flet as ft

AGAIN = "Willows tries again the next time it is opened."
REASONS = {
    "no network": "The connection broke off. The rest follows when you are online again.",
    "not there": f"A file was missing where Willows comes from. {AGAIN}",
    "spoilt": f"A file did not arrive as it should be. {AGAIN}",
}


class Stored(StrEnum):
    """How far a version is, in the words of `web/shell/offline.js`."""

    STARTING = "starting"
    UNAVAILABLE = "unavailable"
    STORING = "storing"
    READY = "ready"
    FAILED = "failed"
    REFUSED = "refused"


@dataclass(frozen=True)
class Version:
    """A version of the app on this device. `why` says in words why it is not there."""

    stored: Stored
    release: str = ""
    percent: int = 0
    why: str = ""

    @classmethod
    def told(cls, told: Mapping[str, Any]) -> Self:
        """As the page tells of it."""
        why = told.get("why")
        return cls(
            Stored(told["state"]),
            told.get("release") or "",
            told.get("percent") or 0,
            _in_words(why) if why else "",
        )


def _in_words(why: Mapping[str, Any]) -> str:
    """Why a version is not stored, and what helps."""
    if why["reason"] == "no room":
        free = f"{int(why['free'] / 1e6)} MB" if "free" in why else "less"
        return (
            f"It needs {ceil(why['needed'] / 1e6)} MB of storage, and this browser has {free} left "
            "for it. Make some room on this device, then open Willows again."
        )
    return REASONS.get(why["reason"], f"The browser stopped it. {AGAIN}")


@ft.observable
class Offline:
    """What the page tells of itself; `take_over` has it start the newer version."""

    def __init__(self, take_over: Callable[[], None]) -> None:
        self.own = Version(Stored.STARTING)
        self.newer: Version | None = None
        self.later = False
        self.take_over = take_over

    def hear(self, told: Mapping[str, Any]) -> None:
        """The page tells how far it is."""
        self.own = Version.told(told)
        self.newer = Version.told(told["newer"]) if told.get("newer") else None

    def put_off(self) -> None:
        """Not now: the newer version begins when the app is next opened."""
        self.later = True

    @property
    def offered(self) -> bool:
        """Whether to ask for a restart with the newer version."""
        return not self.later and self.newer is not None and self.newer.stored is Stored.READY

    @property
    def words(self) -> list[str]:
        """What there is to say of it, for who wants to know."""
        return [_own_words(self.own), *([_newer_words(self)] if self.newer else [])]


def _own_words(own: Version) -> str:
    match own.stored:
        case Stored.READY:
            return f"Works offline: yes, version {own.release}."
        case Stored.STORING:
            return f"Storing Willows for offline use: {own.percent} %."
        case Stored.FAILED:
            return f"Works offline: not yet. {own.why}"
        case Stored.UNAVAILABLE:
            return (
                "Works offline: no. This browser does not let Willows be stored: "
                "it is a private window, or the address has no https."
            )
        case _:
            return "Works offline: not known yet."


def _newer_words(offline: Offline) -> str:
    newer = offline.newer or Version(Stored.STARTING)
    match newer.stored:
        case Stored.STORING:
            return f"A new version is being stored: {newer.percent} %."
        case Stored.READY:
            return f"Version {newer.release} is ready and begins when Willows is next opened."
        case Stored.REFUSED:
            return (
                f"Version {newer.release} did not start on this device, "
                f"so version {offline.own.release} goes on."
            )
        case _:
            return f"A new version could not be stored. {newer.why}"
