"""Facts on their way into the log, until they are durable."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import flet as ft

from willows_app.adherence.errors import FactDoesNotFit, LogError
from willows_app.device.storage import NotSaved, Storage

Write = Callable[[], object]
"""Puts one fact into the log; raises `LogError` if that cannot be done."""


@ft.observable
class Saving:
    """Writes facts in their order and has the storage make them durable.

    `busy` until the storage has acknowledged every fact. `unsaved` says why a
    fact is not saved, and is empty once all are; none is forgotten meanwhile.
    """

    def __init__(self, storage: Storage, then: Callable[[], None] = lambda: None) -> None:
        """`then` is called whenever facts have become durable."""
        self.busy = False
        self.unsaved = ""
        self._storage = storage
        self._then = then
        self._unwritten: list[Write] = []
        self._written: list[Write] = []
        self._latest: Write | None = None
        self._flushes: set[asyncio.Task[None]] = set()
        self._unacknowledged = 0

    def write(self, *facts: Write) -> None:
        """Save these facts, after any that are still to be written."""
        self._unwritten += facts
        self.retry()

    def keep(self, latest: Write) -> None:
        """Save what is no fact and only counts in its latest state.

        It waits for the facts, so that it never says more than the log, and holds up none.
        Nobody waits for it: it makes nothing `busy`.
        """
        self._latest = latest
        self._write()
        self._flush_soon(facts=0)

    @property
    def unwritten(self) -> tuple[Write, ...]:
        """The facts that found no room in the log so far."""
        return tuple(self._unwritten)

    @property
    def written(self) -> int:
        """How many facts are in the log of which no copy is known."""
        return len(self._written)

    def copied(self, written: int) -> None:
        """The earliest of those are in a copy of the log as well."""
        del self._written[:written]

    def write_again(self) -> None:
        """The log is back where its copy was: write anew what came after."""
        self._unwritten[:0] = [partial(_if_it_fits, write) for write in self._written]
        self._written.clear()
        self.retry()

    def retry(self) -> None:
        """Write what is not written yet, and flush; a refused fact holds up no other's flush."""
        self._write()
        self._flush_soon(facts=1)

    def _write(self) -> None:
        try:
            while self._unwritten:
                self._unwritten[0]()
                self._written.append(self._unwritten.pop(0))
            if self._latest:
                self._latest()
                self._latest = None
        except LogError as error:
            self.unsaved = str(error)

    def _flush_soon(self, facts: int) -> None:
        self._unacknowledged += facts
        self.busy = self._unacknowledged > 0
        flush = asyncio.create_task(self._flush(facts))
        self._flushes.add(flush)
        flush.add_done_callback(self._flushes.discard)

    async def _flush(self, facts: int) -> None:
        try:
            await self._storage.flush()
            if not self._unwritten and self._latest is None:
                self.unsaved = ""
            if facts:
                self._then()
        except NotSaved as error:
            self.unsaved = str(error)
        finally:
            self._unacknowledged -= facts
            self.busy = self._unacknowledged > 0


def _if_it_fits(write: Write) -> None:
    with suppress(FactDoesNotFit):  # what it speaks of went with the damaged file
        write()
