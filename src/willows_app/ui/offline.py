"""How far this device has stored the web app, and whether a newer version of it waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import Any, Self

import flet as ft

from willows_app.language import N_, _

REASONS = {
    "no network": N_("The connection broke off. The rest follows when you are online again."),
    "not there": N_(
        "A file was missing where Willows comes from. "
        "Willows tries again the next time it is opened."
    ),
    "spoilt": N_(
        "A file did not arrive as it should be. Willows tries again the next time it is opened."
    ),
}
STOPPED = N_("The browser stopped it. Willows tries again the next time it is opened.")


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
    """A version of the app on this device."""

    stored: Stored
    release: str = ""
    percent: int = 0
    refusal: Mapping[str, Any] | None = None
    """Why it is not there, as the page tells it."""

    @classmethod
    def told(cls, told: Mapping[str, Any]) -> Self:
        """As the page tells of it."""
        return cls(
            Stored(told["state"]),
            told.get("release") or "",
            told.get("percent") or 0,
            told.get("why") or None,
        )

    @property
    def why(self) -> str:
        """Why it is not there, and what helps; nothing if there is no reason."""
        if self.refusal is None:
            return ""
        if self.refusal["reason"] == "no room":
            return _room_words(self.refusal)
        return _(REASONS.get(self.refusal["reason"], STOPPED))


def _room_words(refusal: Mapping[str, Any]) -> str:
    words = (
        _(
            "It needs {needed} MB of storage, and this browser has {free} MB left for it. "
            "Make some room on this device, then open Willows again."
        )
        if "free" in refusal
        else _(
            "It needs {needed} MB of storage, and this browser has less left for it. "
            "Make some room on this device, then open Willows again."
        )
    )
    return words.format(
        needed=ceil(refusal["needed"] / 1e6), free=int(refusal.get("free", 0) / 1e6)
    )


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
            return _("Works offline: yes, version {version}.").format(version=own.release)
        case Stored.STORING:
            return _("Storing Willows for offline use: {percent} %.").format(percent=own.percent)
        case Stored.FAILED:
            return _("Works offline: not yet. {why}").format(why=own.why)
        case Stored.UNAVAILABLE:
            return _(
                "Works offline: no. This browser does not let Willows be stored: "
                "it is a private window, or the address has no https."
            )
        case Stored.STARTING | Stored.REFUSED:
            return _("Works offline: not known yet.")


def _newer_words(offline: Offline) -> str:
    newer = offline.newer or Version(Stored.STARTING)
    match newer.stored:
        case Stored.STORING:
            return _("A new version is being stored: {percent} %.").format(percent=newer.percent)
        case Stored.READY:
            return _("Version {version} is ready and begins when Willows is next opened.").format(
                version=newer.release
            )
        case Stored.REFUSED:
            return _(
                "Version {version} did not start on this device, so version {own} goes on."
            ).format(version=newer.release, own=offline.own.release)
        case _other:
            return _("A new version could not be stored. {why}").format(why=newer.why)
