"""Storage on phones and desktops: a folder of the app's own."""

from __future__ import annotations

import os
import sqlite3
from functools import cache
from pathlib import Path

from willows_app.device.storage import NotSaved, OpenElsewhere, StorageError
from willows_app.language import _


class FolderShelf:
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def names(self) -> tuple[str, ...]:
        """The files that are whole."""
        try:
            found = sorted(self._folder.iterdir()) if self._folder.exists() else []
        except OSError as error:
            raise StorageError(
                _("{folder} cannot be read: {why}.").format(folder=self._folder, why=error.strerror)
            ) from error
        return tuple(file.name for file in found if file.suffix != PART)

    async def put(self, name: str, content: bytes) -> None:
        """Return when the disk has it all."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(self._folder / name, content)
        except OSError as error:
            raise NotSaved(
                _("{file} could not be stored ({why}).").format(file=name, why=error.strerror)
            ) from error

    async def get(self, name: str) -> bytes:
        """The whole file."""
        try:
            return (self._folder / name).read_bytes()
        except OSError as error:
            raise StorageError(
                _("{file} cannot be read ({why}).").format(file=name, why=error.strerror)
            ) from error

    async def remove(self, name: str) -> None:
        """Delete the file."""
        try:
            (self._folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(
                _("{file} cannot be removed ({why}).").format(file=name, why=error.strerror)
            ) from error


class FolderStorage:
    """A folder in the file system. SQLite itself waits until what it wrote is on the disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shelf = FolderShelf(folder / "kept")

    @classmethod
    def of_this_app(cls) -> FolderStorage:
        """The folder that Flet gives the app, else one in the person's home."""
        given = os.environ.get("FLET_APP_STORAGE_DATA")
        return cls(Path(given) if given else Path.home() / ".local" / "share" / "willows")

    async def open(self) -> None:
        """Make the folder, for this process alone: a file in it may take another's place."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                _("The folder {folder} cannot be made: {why}.").format(
                    folder=self.folder, why=error
                )
            ) from error
        _lock(self.folder.resolve())

    async def flush(self) -> None:
        """Nothing is left to do: a committed transaction is on the disk."""


PART = ".part"


def write_whole(file: Path, content: bytes) -> None:
    """Write a file wholly or not at all; return when the disk has it. Raises `OSError`."""
    part = file.with_name(file.name + PART)
    with part.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    part.replace(file)
    if os.name == "posix":  # elsewhere a folder cannot be opened, and need not be
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@cache
def _lock(folder: Path) -> sqlite3.Connection:
    """Hold a folder until this process ends, however it does."""
    try:
        lock = sqlite3.connect(
            folder / "lock.sqlite3", timeout=0, isolation_level=None, check_same_thread=False
        )
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise OpenElsewhere(
                _("Willows is open in another window. Only one window can write the log.")
            ) from error
        raise StorageError(
            _("The folder {folder} cannot be used: {why}.").format(folder=folder, why=error)
        ) from error
    return lock
