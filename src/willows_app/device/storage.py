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


class Storage(Protocol):
    """The app's own folder on this device."""

    @property
    def folder(self) -> Path:
        """Where files can be read and written once the storage is open."""
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
