"""Where the log lives on this device, and when what was written there is durable."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class StorageError(Exception):
    """The device's storage cannot be used; the message says what to do."""


class OpenElsewhere(StorageError):
    """Another tab or window has the log open, and only one may write."""


class NotSaved(StorageError):
    """What was written has not become durable."""


class Shelf(Protocol):
    """Files that stand apart from the app's folder: the start of the app reads none of them."""

    async def names(self) -> tuple[str, ...]:
        """What stands on it, in the order of the alphabet. Raises `StorageError`."""
        ...

    async def put(self, name: str, content: bytes) -> None:
        """Keep this for good, wholly or not at all; what is there of this name gives way.

        Raises `NotSaved`.
        """
        ...

    async def get(self, name: str) -> bytes:
        """What was put there. Raises `StorageError` if it is gone or cannot be read."""
        ...

    async def remove(self, name: str) -> None:
        """Throw it away, if it is there. Raises `StorageError`."""
        ...


class Storage(Protocol):
    """The app's own folder on this device, and the shelf beside it."""

    @property
    def folder(self) -> Path:
        """Where files can be read and written once the storage is open."""
        ...

    @property
    def shelf(self) -> Shelf:
        """Where files are kept that are seldom needed, once the storage is open."""
        ...

    async def open(self) -> None:
        """Make `folder` usable, for this window alone.

        Raises `OpenElsewhere` while another window has it (call again later),
        and `StorageError` where there is none.
        """
        ...

    async def flush(self) -> None:
        """Return when everything written so far survives the end of the app.

        Raises `NotSaved`.
        """
        ...
