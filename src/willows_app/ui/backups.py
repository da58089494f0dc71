"""Saving a backup and restoring one, as the screens show it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar, cast

import flet as ft

from willows_app import __version__
from willows_app.adherence.backup import (
    TYPE,
    BackupError,
    Steps,
    backup_name,
    pack,
    read_backup,
    write_backup,
)
from willows_app.adherence.backup_due import Unsaved, backup_is_due, unsaved_in
from willows_app.adherence.days import ONE_DAY
from willows_app.adherence.errors import LogError
from willows_app.adherence.log import Log
from willows_app.adherence.merging import News, compare, facts_in
from willows_app.device.sharing import Handed, NotHanded, Sharing
from willows_app.language import _
from willows_app.ui.guided import Now
from willows_app.ui.saving import Saving

LAST_BACKUP = "last backup"
PUT_OFF = "backup put off"

A_STEP = 0.05
"""Share of the work after which the progress is shown anew."""

TO_BE_SEEN = 0.05
"""Seconds in which the screen is drawn before Python is busy for longer than that."""

T = TypeVar("T")


@dataclass(frozen=True)
class Working:
    """Something takes a while; `share` is how much of it is done, if that is known."""

    words: str
    share: float | None = None


@dataclass(frozen=True)
class Refused:
    """The file is not taken, and all is as it was."""

    why: str


@dataclass(frozen=True)
class Offered:
    """The file can be restored: this it would add."""

    news: News
    made_at: datetime


@dataclass(frozen=True)
class Added:
    """This it has added."""

    news: News


@dataclass(frozen=True)
class Kept:
    """The platform took the file, or the patient thought better of it."""

    name: str
    handed: Handed


@dataclass(frozen=True)
class NotKept:
    """The platform did not take the file."""

    why: str


@ft.observable
class Backups:
    """Saves backups of the log, and restores them into it."""

    def __init__(
        self,
        log: Callable[[], Log],
        saving: Saving,
        sharing: Sharing,
        now: Now,
        keep: Callable[[str, str], None],
        restored: Callable[[], None],
    ) -> None:
        """`keep` writes a setting; `restored` is called when facts have come into the log."""
        self.restoring: Working | Refused | Offered | Added | None = None
        self.saved: Working | Kept | NotKept | None = None
        self._log = log
        self._saving = saving
        self._sharing = sharing
        self._now = now
        self._keep = keep
        self._restored = restored

    # ------------------------------------------------------------ saving

    @property
    def name(self) -> str:
        """How the file of a backup is called that is saved now."""
        return backup_name(self._now().date())

    @property
    def last(self) -> datetime | None:
        """When the last backup was saved."""
        return moment_of(self._log().setting(LAST_BACKUP))

    async def save(self) -> None:
        """Hand a backup to the patient; it counts as one if the platform says that it took it."""
        if isinstance(self.saved, Working):
            return  # the button was tapped twice
        self.saved = Working(_("Making the backup"))
        await asyncio.sleep(TO_BE_SEEN)
        made_at, name = self._now(), self.name
        with self._log().with_also(self._saving.unwritten):  # what found no room is in it too
            facts = facts_in(self._log())
        content = pack(write_backup(facts, made_at, __version__))
        try:
            handed = await self._sharing.hand_over(name, TYPE, content)
        except NotHanded as refusal:
            self.saved = NotKept(str(refusal))
            return
        if handed is not Handed.CANCELLED:
            self._keep(LAST_BACKUP, made_at.isoformat())
        self.saved = Kept(name, handed)

    # ------------------------------------------------------------ the reminder

    def due(self, today: date) -> Unsaved | None:
        """What the patient is to be reminded of, if that is due."""
        last = self.last
        if last and last > self._now() + ONE_DAY:
            last = None  # by a clock that was put right since
        unsaved = unsaved_in(self._log(), last)
        return unsaved if backup_is_due(unsaved, today, self._put_off) else None

    def put_off(self) -> None:
        """The patient wants to be asked another day."""
        self._keep(PUT_OFF, self._now().isoformat())

    @property
    def _put_off(self) -> date | None:
        at = moment_of(self._log().setting(PUT_OFF))
        return at.date() if at else None

    # ------------------------------------------------------------ restoring

    async def read(self, content: bytes) -> None:
        """Look into a file, and say what it would add to the log or why it cannot be restored."""
        if isinstance(self.restoring, Working):
            return
        try:
            backup = await watched(read_backup(content), _("Checking the file"), self._restores)
            self.restoring = Working(_("Comparing it with your log"), 1.0)
            await asyncio.sleep(TO_BE_SEEN)
            news = compare(facts_in(self._log()), backup.facts)
        except BackupError as error:
            self.restoring = Refused(str(error))
        else:
            self.restoring = Offered(news, backup.made_at)

    async def add(self) -> None:
        """Add what the file offers, all of it or nothing."""
        if not isinstance(self.restoring, Offered):
            return
        news = self.restoring.news
        self.restoring = Working(_("Adding it to your log"))
        await asyncio.sleep(TO_BE_SEEN)
        try:
            self._log().add_facts(news.facts)
        except LogError as error:
            self.restoring = Refused(str(error))
            return
        self._saving.retry()
        self._restored()
        self.restoring = Added(news)

    def _restores(self, working: Working) -> None:
        self.restoring = working

    def forget(self) -> None:
        """The patient has turned to something else."""
        if not isinstance(self.restoring, Working):
            self.restoring = None
        if not isinstance(self.saved, Working):
            self.saved = None


async def watched(steps: Steps[T], words: str, tell: Callable[[Working], None]) -> T:
    """Do this while the screen, which is told how far it is, can draw it."""
    shown = -A_STEP
    while True:
        try:
            share = next(steps)
        except StopIteration as end:
            return cast(T, end.value)
        if share >= shown + A_STEP:
            shown = share
            tell(Working(words, share))
            await asyncio.sleep(0)


def moment_of(text: str) -> datetime | None:
    """What a setting says, unless it is spoilt or not set."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.utcoffset() is not None else None
