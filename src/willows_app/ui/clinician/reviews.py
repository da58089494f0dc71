"""The files that a clinician opened, and what of them is shown.

All of it is in memory and apart from the log of this device. Nothing is written anywhere, and
nothing is left when the screen is left.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import partial

import flet as ft

from willows_app.adherence.days import monday_of
from willows_app.adherence.log import Log
from willows_app.adherence.records import plan_in
from willows_app.clinic.archive import MOST_ARCHIVE, Archive, ArchiveError, reading
from willows_app.clinic.review import Review
from willows_app.clinic.sealed import DidNotOpen, SealedIsTooLong, is_sealed, unseal
from willows_app.device.dropping import Given, NotReadable
from willows_app.device.sealing import CannotSeal, Cipher, cipher_of_this_device
from willows_app.language import N_, _
from willows_app.ui.backups import TO_BE_SEEN, Refused, Working, watched

MOST_OPEN = 8
"""Files at once; more than that is for the command `willows review`."""


# ---------------------------------------------------------------- files


@dataclass(frozen=True)
class Locked:
    """It is sealed with a passphrase."""

    content: bytes = field(repr=False)
    wrong: str = ""
    """Why the passphrase that was tried did not open it."""


@dataclass(frozen=True)
class Opened:
    """It can be reviewed."""

    archive: Archive
    log: Log = field(repr=False)
    content: bytes = field(repr=False)
    """The archive as it was shared."""
    begin: date
    """The first of the days shared on which there was a plan."""


@dataclass(frozen=True)
class File:
    """A file that the clinician gave."""

    number: int
    name: str
    state: Working | Locked | Refused | Opened


# ---------------------------------------------------------------- what is shown


class Range(StrEnum):
    """Which of the days that were shared."""

    ALL = N_("All that was shared")
    TWELVE_WEEKS = N_("Last 12 weeks")
    FOUR_WEEKS = N_("Last 4 weeks")
    FIRST_FOUR_WEEKS = N_("First 4 weeks")
    OWN = N_("Own dates")


Days = tuple[date, date]
"""The first and the last day, both included."""


def days_of(opened: Opened) -> dict[Range, Days]:
    """The days of each range that is shorter than all; whole weeks, where there are as many."""
    first, last = opened.archive.first, opened.archive.last
    begin = opened.begin
    wanted = {
        Range.TWELVE_WEEKS: (monday_of(last) - timedelta(weeks=11), last),
        Range.FOUR_WEEKS: (monday_of(last) - timedelta(weeks=3), last),
        Range.FIRST_FOUR_WEEKS: (begin, monday_of(begin) + timedelta(days=27)),
    }
    there = {each: days for each, days in wanted.items() if begin <= days[0] and days[1] <= last}
    shorter = {each: days for each, days in there.items() if days != (first, last)}
    return {Range.ALL: (first, last), **shorter}


@dataclass(frozen=True)
class Pane:
    """One review that is shown."""

    file: int
    """The number of the file."""
    range: Range
    days: Days
    review: Review | None = None
    """None while it is worked out."""


@ft.observable
class Reviews:
    """Opens files, and shows the review of one or two of them side by side."""

    def __init__(self, cipher: Callable[[], Cipher] = cipher_of_this_device) -> None:
        self.files: tuple[File, ...] = ()
        self.panes: tuple[Pane, ...] = ()
        self.trouble = ""
        """Why not all that was given was taken, or is shown."""
        self._cipher = cipher
        self._given: dict[int, Given] = {}
        self._taken = 0
        self._busy = False
        self._gone = False

    # ------------------------------------------------------------ opening

    async def take(self, given: Sequence[Given]) -> None:
        """Read these files as well, one after the other."""
        room = MOST_OPEN - len(self.files)
        self.trouble = (
            ""
            if len(given) <= room
            else _(
                "Only {count} files can be open at once. Close some of them to open others. "
                "For all files of a clinic there is the command “willows review”."
            ).format(count=MOST_OPEN)
        )
        for each in sorted(given, key=lambda each: each.name)[: max(room, 0)]:
            self._taken += 1
            self._given[self._taken] = each
            self.files += (File(self._taken, each.name, Working(_("Waiting"))),)
        if self._busy:
            return
        self._busy = True
        try:
            while self._given and not self._gone:
                number = next(iter(self._given))
                await self._read(number, self._given.pop(number))
        finally:
            self._busy = False

    async def unlock(self, number: int, passphrase: str) -> None:
        """Open a file that is sealed."""
        locked = self._state(number)
        if not isinstance(locked, Locked):
            return  # it was tapped twice
        self._becomes(number, Working(_("Trying the passphrase")))
        await asyncio.sleep(TO_BE_SEEN)
        try:
            content = await unseal(locked.content, passphrase, self._cipher())
        except DidNotOpen as error:
            self._becomes(number, replace(locked, wrong=str(error)))
        except (ArchiveError, CannotSeal) as error:
            self._becomes(number, Refused(str(error)))
        else:
            await self._open(number, content)

    def close(self, number: int) -> None:
        """Forget a file."""
        state = self._state(number)
        if isinstance(state, Opened):
            state.log.close()
        self._given.pop(number, None)
        self.files = tuple(file for file in self.files if file.number != number)
        self.panes = tuple(pane for pane in self.panes if pane.file != number)
        self.trouble = ""

    def forget(self) -> None:
        """Forget all of them."""
        self._gone = True
        for file in self.files:
            self.close(file.number)

    @property
    def opened(self) -> dict[int, Opened]:
        """The files that can be reviewed, by their numbers."""
        return {file.number: file.state for file in self.files if isinstance(file.state, Opened)}

    async def _read(self, number: int, given: Given) -> None:
        self._becomes(number, Working(_("Reading")))
        try:
            if given.size > MOST_ARCHIVE:
                raise SealedIsTooLong
            content = await given.read()
        except (NotReadable, SealedIsTooLong) as error:
            self._becomes(number, Refused(str(error)))
            return
        if is_sealed(content):
            self._becomes(number, Locked(content))
        else:
            await self._open(number, content)

    async def _open(self, number: int, content: bytes) -> None:
        try:
            if any(content == each.content for each in self.opened.values()):
                raise ArchiveError(_("This file is open already."))
            archive = await watched(reading(content), _("Checking"), partial(self._becomes, number))
            self._becomes(number, Working(_("Reading the log"), 1.0))
            await asyncio.sleep(TO_BE_SEEN)
            log = archive.log()
        except ArchiveError as error:
            self._becomes(number, Refused(str(error)))
            return
        if self._gone or self._state(number) is None:  # it was closed meanwhile
            log.close()
            return
        # What is in the log now need not be here as well.
        archive = replace(archive, facts={})
        self._becomes(number, Opened(archive, log, content, _begin(archive, log)))
        if len(self.panes) < 2:
            await self._put(len(self.panes), number, Range.ALL)

    def _state(self, number: int) -> Working | Locked | Refused | Opened | None:
        return next((file.state for file in self.files if file.number == number), None)

    def _becomes(self, number: int, state: Working | Locked | Refused | Opened) -> None:
        self.files = tuple(
            replace(file, state=state) if file.number == number else file for file in self.files
        )

    # ------------------------------------------------------------ showing

    async def show(self, place: int, file: int) -> None:
        """Show another file in a pane, all of it."""
        await self._put(place, file, Range.ALL)

    async def narrow(self, place: int, range: Range) -> None:
        """Show another range of days in a pane."""
        await self._put(place, self.panes[place].file, range)

    async def choose_days(self, place: int, first: date, last: date) -> None:
        """Show these days in a pane, of those that were shared."""
        await self._put(place, self.panes[place].file, Range.OWN, (first, last))

    async def compare(self) -> None:
        """Show another pane beside the first: of another file, else the beginning of the same."""
        if len(self.panes) != 1:
            return  # it was tapped twice
        (shown,) = self.panes
        other = next((number for number in self.opened if number != shown.file), None)
        ranges = days_of(self.opened[shown.file])
        if other is not None:
            await self._put(1, other, Range.ALL)
        elif Range.FIRST_FOUR_WEEKS in ranges:
            await self._put(0, shown.file, Range.FIRST_FOUR_WEEKS)
            await self._put(1, shown.file, Range.FOUR_WEEKS)
        else:
            await self._put(1, shown.file, Range.ALL)

    def drop(self, place: int) -> None:
        """Show the other pane alone."""
        self.panes = tuple(pane for number, pane in enumerate(self.panes) if number != place)

    async def _put(self, place: int, number: int, range: Range, days: Days | None = None) -> None:
        opened = self.opened[number]
        pane = Pane(number, range, days or days_of(opened)[range])
        self.panes = (*self.panes[:place], pane, *self.panes[place + 1 :])
        await asyncio.sleep(TO_BE_SEEN)
        if not any(each is pane for each in self.panes):
            return  # something else is to be shown by now
        try:
            review = opened.archive.review_in(opened.log, *pane.days)
        except ArchiveError as error:
            self.close(number)
            self.trouble = str(error)
            return
        self.panes = tuple(
            replace(each, review=review) if each is pane else each for each in self.panes
        )


def _begin(archive: Archive, log: Log) -> date:
    spans = plan_in(log, archive.routine).spans
    begin = spans[0].first if spans else archive.first
    return min(max(begin, archive.first), archive.last)
