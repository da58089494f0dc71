"""Storage on phones and desktops: a folder of the app's own."""

from __future__ import annotations

import os
from pathlib import Path

from willows_app.device.storage import StorageError


class FolderStorage:
    """A folder in the file system. SQLite itself waits until what it wrote is on the disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def of_this_app(cls) -> FolderStorage:
        """The folder that Flet gives the app, else one in the person's home."""
        given = os.environ.get("FLET_APP_STORAGE_DATA")
        return cls(Path(given) if given else Path.home() / ".local" / "share" / "willows")

    async def open(self) -> None:
        """Make the folder. Two windows may share it: SQLite keeps their writes apart."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"The folder {self.folder} cannot be made: {error}.") from error

    async def flush(self) -> None:
        """Nothing is left to do: a committed transaction is on the disk."""
