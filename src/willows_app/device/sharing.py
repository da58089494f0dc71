"""How a file leaves the app: the patient chooses where it goes."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Handed(StrEnum):
    """What became of a file, as the platform says."""

    SAVED = "saved"
    SHARED = "shared"
    CANCELLED = "cancelled"
    """The patient thought better of it: it is nowhere."""


class NotHanded(Exception):
    """The platform did not take the file; the message says why."""


class Sharing(Protocol):
    """Hands files to the patient."""

    async def hand_over(self, name: str, type: str, content: bytes) -> Handed:
        """Have the patient save or share this file, of a MIME type; waits as long as that takes.

        Raises `NotHanded`.
        """
        ...

    async def send(self, name: str, type: str, content: bytes) -> Handed:
        """Likewise a file that is for somebody else: by the share sheet where there is one.

        Raises `NotHanded`.
        """
        ...
