"""Sharing the log with the clinic, as the screen shows it.

The file is made first and handed over by a second tap: so the patient sees what is in it, and a
browser, which lets a page share only within seconds of a tap, is not asked too late.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import flet as ft

from willows_app import __version__
from willows_app.adherence.days import ONE_DAY, day_of
from willows_app.device.late import NotAtHand, bring_report
from willows_app.device.sealing import Cipher, cipher_of_this_device
from willows_app.device.sharing import Handed, NotHanded
from willows_app.language import N_, _
from willows_app.ui.backups import TO_BE_SEEN, Working, moment_of

if TYPE_CHECKING:
    from willows_app.clinic.shared_file import SharedFile
    from willows_app.ui.model import Willows

CLINIC_CODE = "code from the clinic"
LAST_SHARED = "last shared"

FOUR_WEEKS = timedelta(days=28)
NOT_ALL_HERE = N_("A part of Willows is not on this device yet. Go online once, then try again.")
LONGEST = timedelta(days=50 * 365)
"""Days that were longer ago come from a clock that was wrong."""


class Range(StrEnum):
    """Which days the clinic is shown."""

    SINCE_LAST = N_("Since last time")
    FOUR_WEEKS = N_("Last 4 weeks")
    ALL = N_("All")


@dataclass(frozen=True)
class Refused:
    """What has to be put right before there is a file."""

    why: str


@dataclass(frozen=True)
class Made:
    """The file is there. `told` says why it did not leave, if it was to."""

    file: SharedFile
    told: str = ""


@dataclass(frozen=True)
class Shared:
    """The platform took it, be it only to save it."""

    file: SharedFile
    handed: Handed

    @property
    def is_to_be_given(self) -> bool:
        """Whether only the patient can tell that the clinic has it."""
        return self.handed is Handed.SAVED


@ft.observable
class ForClinic:
    """Makes the file for the clinic, and hands it over."""

    def __init__(
        self,
        willows: Willows,
        keep: Callable[[str, str], None],
        cipher: Callable[[], Cipher] = cipher_of_this_device,
    ) -> None:
        """`keep` writes a setting."""
        self.state: Working | Refused | Made | Shared | None = None
        self.passphrase: str | None = None
        """What the file is to be sealed with; None if it is not. It is kept nowhere else."""
        self.typed: str | None = None
        """The code, if it was typed since."""
        self.chosen: Range | None = None
        self._willows = willows
        self._keep = keep
        self._cipher = cipher

    # ------------------------------------------------------------ which days

    @property
    def nothing_yet(self) -> bool:
        """Whether there is nothing to share."""
        return not self._willows.log.count_sessions()

    @property
    def last(self) -> datetime | None:
        """When it was shared last; None also if a clock that was put right since says so."""
        last = moment_of(self._willows.log.setting(LAST_SHARED))
        return last if last and self._day(last) <= self._willows.today else None

    @property
    def ranges(self) -> Sequence[Range]:
        """Those that there are to choose from."""
        return [each for each in Range if each is not Range.SINCE_LAST or self.last]

    @property
    def range(self) -> Range:
        """The chosen one; at first, what the clinic does not have."""
        chosen = self.chosen or Range.SINCE_LAST
        return chosen if chosen in self.ranges else Range.ALL

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the chosen range."""
        today, first = self._willows.today, self._begin
        if self.range is Range.FOUR_WEEKS:
            first = max(first, today - FOUR_WEEKS + ONE_DAY)
        elif self.range is Range.SINCE_LAST and self.last:
            first = self._day(self.last)  # which was not over then
        return first, today

    @property
    def _begin(self) -> date:
        """The first day that the log knows of."""
        today = self._willows.today
        ((first,),) = self._willows.log.query("SELECT min(day) FROM current_sessions")
        session = date.fromisoformat(first) if first else today
        return max(min(session, self._willows.own_plan().begin), today - LONGEST)

    def _day(self, at: datetime) -> date:
        return day_of(at, self._willows.own.day_ends_at)

    def choose(self, range: Range) -> None:
        """Show the clinic these days."""
        self.chosen = range
        self.change()

    # ------------------------------------------------------------ under which code, how sealed

    @property
    def code(self) -> str:
        """What stands for the patient, as it was typed or kept."""
        return self._willows.log.setting(CLINIC_CODE) if self.typed is None else self.typed

    def call(self, code: str) -> None:
        """The clinic knows the patient by this code."""
        self.typed = code
        self.change()

    def lock(self, yes: bool) -> None:
        """Seal the file with a passphrase, at first one by chance; or do not."""
        try:
            self.lock_with(_by_chance() if yes else None)
        except ImportError:
            self.state = Refused(_(NOT_ALL_HERE))

    def lock_with(self, passphrase: str | None) -> None:
        """Seal it with this one."""
        self.passphrase = passphrase
        self.change()

    # ------------------------------------------------------------ making it

    async def make(self) -> None:
        """Make the file, or say what has to be put right."""
        if isinstance(self.state, Working):
            return  # the button was tapped twice
        with self._at_work(_("Making the file")):
            await asyncio.sleep(TO_BE_SEEN)
            try:
                await bring_report()
                self.state = await self._made(self.code.strip().upper())
            except NotAtHand as refusal:
                self.state = Refused(str(refusal))
            except ImportError:
                self.state = Refused(_(NOT_ALL_HERE))

    async def _made(self, code: str) -> Made | Refused:
        # Only now: it takes its time to import, and no start needs it.
        from willows_app.clinic.shared_file import NotMade, make_file

        willows = self._willows
        try:
            file = await make_file(
                willows.log,
                willows.routine_as_written,
                code,
                self.days,
                willows.now(),
                __version__,
                self.passphrase,
                self._cipher,
                willows.saving.unwritten,  # what found no room is in it too
            )
        except NotMade as refusal:
            return Refused(str(refusal))
        self.typed = None
        self._keep(CLINIC_CODE, code)
        return Made(file)

    # ------------------------------------------------------------ handing it over

    async def hand_over(self) -> None:
        """Hand it to the patient; it counts as shared if the platform says that it shared it."""
        if not isinstance(self.state, Made):
            return  # the button was tapped twice
        file = self.state.file
        with self._at_work(_("Handing the file over")):
            self.state = await self._handed_over(file)

    async def _handed_over(self, file: SharedFile) -> Made | Shared:
        try:
            handed = await self._willows.sharing.send(file.name, file.type, file.content)
        except NotHanded as refusal:
            return Made(file, _("The file was not shared: {why}").format(why=refusal))
        if handed is Handed.CANCELLED:
            return Made(file, _("Nothing was shared."))
        shared = Shared(file, handed)
        if not shared.is_to_be_given:
            self._count(file)
        return shared

    def given(self) -> None:
        """The patient says that a file which was saved has been given to the clinic."""
        if isinstance(self.state, Shared):
            self._count(self.state.file)
        self.forget()

    def _count(self, file: SharedFile) -> None:
        """The next file begins where this one ends."""
        self._keep(LAST_SHARED, file.made_at.isoformat())

    @contextmanager
    def _at_work(self, words: str) -> Iterator[None]:
        """Whatever goes wrong meanwhile, the screen does not wait for it for ever."""
        before, self.state = self.state, Working(words)
        try:
            yield
        except BaseException:
            self.state = before
            raise

    def change(self) -> None:
        """The patient wants another file."""
        if not isinstance(self.state, Working):
            self.state = None

    def forget(self) -> None:
        """The patient has turned to something else: nothing stays here of file and passphrase."""
        if not isinstance(self.state, Working):
            self.state = self.passphrase = self.typed = self.chosen = None


def _by_chance() -> str:
    from willows_app.clinic.passphrase import new_passphrase

    return new_passphrase()
