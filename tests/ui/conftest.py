"""A device made of a folder, and time that passes only when a test lets it."""

from __future__ import annotations

import asyncio
import selectors
import sqlite3
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.guide.conftest import HandClock
from willows_app.device.storage import NotSaved, StorageError
from willows_app.routine.loading import read_routine
from willows_app.routine.model import Routine
from willows_app.shipped import shipped_routines
from willows_app.ui.model import Willows
from willows_app.ui.saving import Saving

NO_ROOM = "The browser could not store the log (QuotaExceededError)."
SUMMER = timezone(timedelta(hours=1))
EVENING = datetime(2026, 6, 1, 18, 4, tzinfo=SUMMER)
LATE = 0.004
"""Seconds by which a timer is late: never early, never quite on time."""

T = TypeVar("T")


class HandLoop(asyncio.SelectorEventLoop):
    """An event loop that waits for nothing: it moves the clock to the next timer instead."""

    def __init__(self, clock: HandClock, late: float = LATE) -> None:
        super().__init__(_NoWait(clock, late))
        self.clock = clock

    def time(self) -> float:
        return self.clock()


class _NoWait(selectors.DefaultSelector):
    def __init__(self, clock: HandClock, late: float) -> None:
        super().__init__()
        self.clock = clock
        self.late = late

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("Everybody waits for somebody else, for ever.")
        # Even a turn of the loop in which nobody waits takes a microsecond.
        self.clock.passes(timeout + self.late if timeout else 1e-6)
        return super().select(0)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


Run = Callable[[Coroutine[Any, Any, T]], T]


@pytest.fixture
def run(clock: HandClock) -> Run[Any]:
    """Run a coroutine to its end, in no time."""

    def run(coroutine: Coroutine[Any, Any, T], late: float = LATE) -> T:
        with asyncio.Runner(loop_factory=lambda: HandLoop(clock, late)) as runner:
            return runner.run(coroutine)

    return run


Tap = Callable[[Callable[[], T]], T]


@pytest.fixture
def tap(run: Run[Any]) -> Tap[Any]:
    """Do something inside the app's loop, and let what it sets off come to rest."""

    async def at_rest(action: Callable[[], T]) -> T:
        result = action()
        await asyncio.sleep(0.1)
        return result

    return lambda action: run(at_rest(action))


@dataclass
class Disk:
    """Lets SQLite itself refuse what is new in one table."""

    path: Path

    def is_full(self, table: str = "entries") -> None:
        self._do(
            f"CREATE TRIGGER full_{table} BEFORE INSERT ON {table} "
            "BEGIN SELECT RAISE(FAIL, 'the disk is full'); END"
        )

    def has_room(self, table: str = "entries") -> None:
        self._do(f"DROP TRIGGER full_{table}")

    def _do(self, statement: str) -> None:
        db = sqlite3.connect(self.path)
        db.execute(statement)
        db.commit()
        db.close()


@dataclass
class FakeShelf:
    """Files in memory; there may be no room for more."""

    files: dict[str, bytes] = field(default_factory=dict)
    full: bool = False

    async def names(self) -> tuple[str, ...]:
        return tuple(sorted(self.files))

    async def put(self, name: str, content: bytes) -> None:
        if self.full:
            raise NotSaved(NO_ROOM)
        self.files[name] = content

    async def get(self, name: str) -> bytes:
        return self.files[name]

    async def remove(self, name: str) -> None:
        self.files.pop(name, None)


@dataclass
class FakeStorage:
    """A folder whose flush can be slow or fail, and which can be open elsewhere."""

    folder: Path
    trouble: StorageError | None = None
    takes: float = 0.0
    """Seconds until a flush is acknowledged."""
    fails: str = ""
    """Why flushes fail; empty while they do not."""
    flushes: list[str] = field(default_factory=list)
    """What became of each flush that was acknowledged: why it failed, or empty."""
    shelf: FakeShelf = field(default_factory=FakeShelf)

    async def open(self) -> None:
        if self.trouble:
            raise self.trouble

    async def flush(self) -> None:
        await asyncio.sleep(self.takes)
        self.flushes.append(self.fails)
        if self.fails:
            raise NotSaved(self.fails)


@pytest.fixture
def storage(tmp_path: Path) -> FakeStorage:
    return FakeStorage(tmp_path)


@pytest.fixture
def saving(storage: FakeStorage) -> Saving:
    return Saving(storage)


@pytest.fixture
def now(clock: HandClock) -> Callable[[], datetime]:
    """Local time that goes with the clock; the test begins at `EVENING`."""
    began = clock()
    return lambda: EVENING + timedelta(seconds=clock() - began)


@pytest.fixture(scope="session")
def shipped() -> dict[str, bytes]:
    return shipped_routines()


@pytest.fixture(scope="session")
def upper_back(shipped: dict[str, bytes]) -> Routine:
    return read_routine(shipped["upper_back.yaml"], "upper_back.yaml")


@pytest.fixture
def willows(
    shipped: Mapping[str, bytes],
    storage: FakeStorage,
    clock: HandClock,
    now: Callable[[], datetime],
    run: Run[None],
) -> Willows:
    """The app, open."""
    willows = Willows(shipped, storage, clock=clock, now=now)
    run(willows.open())
    return willows
