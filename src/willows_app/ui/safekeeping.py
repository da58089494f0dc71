"""Keeps the log from being lost.

A good copy of it stands on the shelf. A file that is damaged, or gone, is replaced by that copy;
what was there is set aside on the shelf, and stays there.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from willows_app.adherence.errors import LogIsDamaged, LogNotWritten
from willows_app.adherence.log import Log
from willows_app.device.folder import write_whole
from willows_app.device.storage import Storage, StorageError
from willows_app.language import _
from willows_app.ui.guided import Now

MADE_AT = "%Y-%m-%dT%H-%M-%S"
GOOD, DAMAGED = "good-log", "damaged-log"
FOUND_DAMAGED = "damage.json"

CHANGES = slice(24, 28)
"""Where the header of a database counts the transactions that changed it."""


@dataclass(frozen=True)
class Damage:
    """A log was found damaged, or gone: what became of it."""

    set_aside: str
    """What the damaged file is called on the shelf; empty if there was none any more."""
    copy_of: datetime | None
    """When the copy was made that took its place, by the clock of that time and place.

    None where there was no copy, and an empty log was begun.
    """

    def as_text(self) -> str:
        """As a file keeps it."""
        return json.dumps([self.set_aside, self.copy_of and self.copy_of.isoformat()])

    @classmethod
    def from_text(cls, text: str) -> Damage | None:
        """Back again; None of what says nothing."""
        try:
            set_aside, copy_of = json.loads(text)
            return cls(str(set_aside), datetime.fromisoformat(copy_of) if copy_of else None)
        except (ValueError, TypeError):
            return None


class Safekeeping:
    """Opens the log whatever became of its file, checks it, and keeps a good copy of it."""

    def __init__(self, storage: Storage, file: Path, now: Now) -> None:
        """`file` is where the log is, in the folder of the storage."""
        self._storage = storage
        self._file = file
        self._journal = file.with_name(f"{file.name}-journal")
        self._found = file.with_name(FOUND_DAMAGED)
        self._now = now

    async def open(self) -> tuple[Log, Damage | None]:
        """The log, and what was wrong with it, if its file opened only after that was seen to.

        Raises `LogIsNewer` and `LogNotMigrated`, and `StorageError` if there is no room to
        see to it. The file is then as it was.
        """
        if _would_begin_anew(self._file) and await self._copies():
            damage = await self._replace()
            return Log(self._file), damage
        try:
            return Log(self._file), None
        except LogIsDamaged:
            damage = await self._replace()
            return Log(self._file), damage

    async def recover(self, log: Log) -> Damage | None:
        """See to a log that became lost, and open it again; raises the same as `open`."""
        damage = None if await self._is_whole() else await self._replace()
        log.open_again()
        await self.check(log)
        if log.lost:
            raise LogIsDamaged(log.lost)
        return damage

    async def check(self, log: Log) -> None:
        """Check all of it, with pauses for whoever taps meanwhile; it may become lost."""
        for _step in log.check():
            await asyncio.sleep(0)

    async def keep_copy(self, log: Log) -> None:
        """Copy a log that was checked, unless it has not changed since; the copy before gives way.

        Raises `StorageError`.
        """
        content = log.copy()
        changes = f"-{content[CHANGES].hex()}.sqlite3"
        copies = await self._copies()
        if any(copy.endswith(changes) for copy in copies):
            return
        await self._storage.shelf.put(f"{GOOD}-{self._now():{MADE_AT}}{changes}", content)
        for former in copies:
            await self._storage.shelf.remove(former)

    @property
    def damage(self) -> Damage | None:
        """What was found the last time, until it was taken note of."""
        try:
            return Damage.from_text(self._found.read_text("utf-8"))
        except (OSError, ValueError):
            return None  # there is nothing to tell, or nothing to read any more

    def take_note(self) -> None:
        """The patient knows of the damage. Raises `LogNotWritten`."""
        try:
            self._found.unlink(missing_ok=True)
        except OSError as error:
            raise LogNotWritten(
                _("{file} cannot be removed ({why}).").format(
                    file=self._found.name, why=error.strerror
                )
            ) from error

    async def _copies(self) -> tuple[str, ...]:
        names = await self._storage.shelf.names()
        return tuple(name for name in names if name.startswith(f"{GOOD}-"))

    async def _is_whole(self) -> bool:
        try:
            log = Log(self._file)
        except LogIsDamaged:
            return False
        await self.check(log)
        log.close()
        return not log.lost

    async def _replace(self) -> Damage:
        """Set the file aside and put the latest good copy in its place, if there is one."""
        set_aside = await self._set_aside()
        for name in reversed(await self._copies()):
            damage = self._tell(Damage(set_aside, _made_at(name)))
            _put(self._file, await self._storage.shelf.get(name))
            if await self._is_whole():
                return damage
            await self._set_aside()
            await self._storage.shelf.remove(name)
        damage = self._tell(Damage(set_aside, None))
        self._file.unlink(missing_ok=True)
        return damage

    def _tell(self, damage: Damage) -> Damage:
        """Before the file has changed: who is killed in between is told all the same."""
        _put(self._found, damage.as_text().encode())
        return damage

    async def _set_aside(self) -> str:
        """Put the file on the shelf, and its journal, which would spoil what takes its place."""
        names = [
            await self._put_on_shelf(file, suffix)
            for file, suffix in ((self._journal, "-journal"), (self._file, ""))
            if not _is_empty(file)
        ]
        self._journal.unlink(missing_ok=True)
        return names[-1] if names else ""

    async def _put_on_shelf(self, file: Path, suffix: str) -> str:
        """By its content: so another never takes its place, and the same does not come twice."""
        try:
            content = file.read_bytes()
        except OSError as error:
            raise StorageError(
                _("The log {file} can neither be read nor set aside ({why}).").format(
                    file=file.name, why=error.strerror
                )
            ) from error
        digest = hashlib.sha256(content).hexdigest()[:8]
        name = f"{DAMAGED}-{self._now():%Y-%m-%d}-{digest}{suffix}.sqlite3"
        await self._storage.shelf.put(name, content)
        return name


def _put(file: Path, content: bytes) -> None:
    try:
        write_whole(file, content)
    except OSError as error:
        raise StorageError(
            _("The copy of the log could not be put back ({why}).").format(why=error.strerror)
        ) from error


def _made_at(copy: str) -> datetime:
    return datetime.strptime(copy.rpartition("-")[0], f"{GOOD}-{MADE_AT}")


def _is_empty(file: Path) -> bool:
    return not file.exists() or (file.is_file() and file.stat().st_size == 0)


def _would_begin_anew(file: Path) -> bool:
    """Whether SQLite makes a new log of it without a word: one byte is nothing to it."""
    return _is_empty(file) or (file.is_file() and file.stat().st_size == 1)
