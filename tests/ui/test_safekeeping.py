"""No log is lost: a damaged file is set aside, its last good copy opened, the patient told."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.years import write_years
from tests.guide.conftest import HandClock
from tests.ui.conftest import EVENING, FakeStorage, HandLoop, Run, Tap
from willows_app.adherence.errors import LogIsDamaged
from willows_app.adherence.log import Log
from willows_app.adherence.merging import facts_in
from willows_app.adherence.migrations import MIGRATIONS
from willows_app.adherence.records import plan_in, records_in, sessions_by_day_in
from willows_app.routine.model import Routine
from willows_app.routine.session_plan import SessionPlan
from willows_app.shipped import shipped_routines
from willows_app.ui.model import DATABASE, SETTLED, Willows
from willows_app.ui.safekeeping import FOUND_DAMAGED, Damage

GOOD_COPY = "good-log-2026-06-01T18-04-00-00000000.sqlite3"
FOR_EVER = (date.min, date.max)
MALFORMED = sqlite3.DatabaseError("database disk image is malformed")
MALFORMED.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
GARBAGE = b"not a log, but perhaps all that is left of one" * 100
Spoil = Callable[[bytes], bytes]
SPOILT: dict[str, Spoil] = {
    "garbage": lambda _: GARBAGE,
    "zeroed": lambda log: bytes(len(log)),
    "cut off in its header": lambda log: log[:50],
    "cut off in the middle": lambda log: log[: len(log) // 2],
    "zeroed from the middle": lambda log: log[: len(log) // 2] + bytes(len(log) // 2),
    "with a strange header": lambda log: b"SQLite format 3\0" + b"x" * 84 + log[100:],
    "of another program": lambda _: _database("CREATE TABLE songs (title TEXT)"),
    "of another program, of our version": lambda _: _database(
        f"CREATE TABLE songs (title TEXT); PRAGMA user_version = {len(MIGRATIONS)}"
    ),
}


def _database(script: str) -> bytes:
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(script)
        return db.serialize()


@pytest.fixture
def device(
    shipped: dict[str, bytes],
    storage: FakeStorage,
    clock: HandClock,
    now: Callable[[], datetime],
    run: Run[Any],
) -> Device:
    return Device(lambda: Willows(shipped, storage, clock=clock, now=now), storage, run)


class Device:
    """A phone on which the app is started again and again."""

    def __init__(self, make: Callable[[], Willows], storage: FakeStorage, run: Run[Any]) -> None:
        self._make = make
        self._run = run
        self.storage = storage
        self.file = storage.folder / DATABASE

    def start(self) -> Willows:
        """Start the app and let it come to rest."""

        async def started() -> Willows:
            willows = self._make()
            await willows.open()
            look_at_today(willows)
            await asyncio.sleep(SETTLED + 1)
            return willows

        willows: Willows = self._run(started())
        return willows

    def use(self, upper_back: Routine, exercise: str = "cobra") -> None:
        """Start the app, do an exercise, close it."""

        async def used() -> None:
            willows = self._make()
            await willows.open()
            willows.tick_by_hand(SessionPlan(upper_back, (upper_back.exercise(exercise),)))
            await asyncio.sleep(SETTLED + 1)
            willows.log.close()

        self._run(used())

    def spoil(self, spoil: Spoil) -> bytes:
        """The log's file after this happened to it."""
        self.file.write_bytes(spoil(self.file.read_bytes()))
        return self.file.read_bytes()

    @property
    def shelf(self) -> dict[str, bytes]:
        return self.storage.shelf.files

    @property
    def copies(self) -> list[str]:
        return [name for name in self.shelf if name.startswith("good-log-")]

    @property
    def set_aside(self) -> dict[str, bytes]:
        return {name: file for name, file in self.shelf.items() if name not in self.copies}


def look_at_today(willows: Willows) -> None:
    """Ask for what the first screen shows, damaged or not."""
    if willows.ready:
        willows.fitted()
        willows.done_today()
        willows.own_plan()


def done(willows: Willows) -> list[str]:
    return [entry.exercise for session in willows.log.sessions() for entry in session.entries]


# ---------------------------------------------------------------- the copy


def test_a_copy_is_kept_of_what_was_done_and_it_is_a_whole_log(
    device: Device, upper_back: Routine, tmp_path: Path
) -> None:
    device.use(upper_back)
    (copy,) = device.copies
    (tmp_path / "copy").write_bytes(device.shelf[copy])
    assert [session.entries[0].exercise for session in Log(tmp_path / "copy").sessions()] == [
        "cobra"
    ]


def test_a_log_that_has_not_changed_is_not_copied_again(
    device: Device, upper_back: Routine
) -> None:
    device.use(upper_back)
    before = dict(device.shelf)
    device.start()
    assert device.shelf == before


def test_the_copy_of_a_changed_log_takes_the_place_of_the_one_before(
    device: Device, upper_back: Routine
) -> None:
    device.use(upper_back)
    (before,) = device.copies
    device.use(upper_back, "rotation")
    (after,) = device.copies
    assert after != before


def test_what_a_session_did_is_in_a_copy_as_soon_as_it_is_over(
    device: Device, upper_back: Routine, tmp_path: Path, run: Run[None]
) -> None:
    willows = device.start()

    async def session() -> None:
        willows.about_to_do = SessionPlan(upper_back, (upper_back.exercise("cobra"),))
        willows.begin()
        assert willows.session is not None
        willows.session.skip()
        await asyncio.sleep(1)

    run(session())
    (copy,) = device.copies
    (tmp_path / "copy").write_bytes(device.shelf[copy])
    assert len(Log(tmp_path / "copy").sessions()) == 1


def test_a_copy_that_finds_no_room_is_no_trouble_and_the_one_before_stays(
    device: Device, upper_back: Routine
) -> None:
    device.use(upper_back)
    before = dict(device.shelf)
    device.storage.shelf.full = True
    device.use(upper_back, "rotation")
    assert device.shelf == before
    assert done(device.start()) == ["rotation", "cobra"]


# ---------------------------------------------------------------- damage


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_damaged_log_is_set_aside_and_its_last_good_copy_opened(
    device: Device, upper_back: Routine, spoil: Spoil
) -> None:
    device.use(upper_back)
    damaged = device.spoil(spoil)
    willows = device.start()
    assert (willows.ready, willows.trouble, done(willows)) == (True, "", ["cobra"])
    ((name, file),) = device.set_aside.items()
    assert file == damaged
    assert name.startswith("damaged-log-2026-06-01-")
    assert willows.damage is not None
    assert willows.damage.set_aside == name
    assert willows.damage.copy_of is not None
    assert willows.damage.copy_of.date() == EVENING.date()


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_without_a_copy_an_empty_log_is_begun_beside_the_damaged_file(
    device: Device, upper_back: Routine, spoil: Spoil
) -> None:
    device.use(upper_back)
    device.shelf.clear()
    damaged = device.spoil(spoil)
    willows = device.start()
    assert (willows.ready, done(willows)) == (True, [])
    ((name, file),) = device.set_aside.items()
    assert (file, willows.damage) == (damaged, Damage(name, None))


@pytest.mark.parametrize("size", [None, 0], ids=["no file", "an empty file"])
def test_a_log_that_is_gone_is_brought_back_from_its_copy(
    device: Device, upper_back: Routine, size: int | None
) -> None:
    device.use(upper_back)
    device.file.unlink()
    if size == 0:
        device.file.touch()
    willows = device.start()
    assert done(willows) == ["cobra"]
    assert willows.damage is not None
    assert willows.damage.set_aside == ""
    assert willows.damage.copy_of is not None


def test_on_the_first_start_nothing_is_amiss(device: Device) -> None:
    willows = device.start()
    assert (willows.ready, willows.damage, device.set_aside) == (True, None, {})


def test_it_is_told_until_the_patient_has_taken_note(
    device: Device, upper_back: Routine, tap: Tap[None]
) -> None:
    device.use(upper_back)
    device.spoil(SPOILT["zeroed"])
    told = device.start().damage
    willows = device.start()
    assert willows.damage == told is not None
    tap(willows.dismiss_damage)
    assert (willows.damage, device.start().damage) == (None, None)
    assert len(device.set_aside) == 1


def test_it_is_told_on_this_device_alone_and_in_no_backup(
    device: Device, upper_back: Routine
) -> None:
    device.use(upper_back)
    device.spoil(SPOILT["zeroed"])
    willows = device.start()
    assert willows.damage is not None
    assert facts_in(willows.log)["settings"] == []


def test_it_is_told_even_by_an_app_that_was_killed_as_soon_as_the_copy_was_in_place(
    device: Device, upper_back: Routine, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """The process is gone."""

    def when_it_is_whole(path: Path) -> Log:
        Log(path).close()
        raise Killed

    device.use(upper_back)
    damaged = device.spoil(SPOILT["zeroed"])
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr("willows_app.ui.safekeeping.Log", when_it_is_whole)
        device.start()
    assert device.file.read_bytes() != damaged
    willows = device.start()
    assert done(willows) == ["cobra"]
    assert willows.damage is not None
    assert device.set_aside[willows.damage.set_aside] == damaged


@pytest.mark.parametrize("spoilt", [b"", b"{}", b'["a"]', b"\xff", b'["a", "no day"]'])
def test_a_spoilt_word_of_it_stands_in_nobodys_way(device: Device, spoilt: bytes) -> None:
    (device.storage.folder / FOUND_DAMAGED).write_bytes(spoilt)
    willows = device.start()
    assert (willows.ready, willows.damage) == (True, None)


def test_a_second_damaged_file_leaves_the_first_where_it_is(
    device: Device, upper_back: Routine
) -> None:
    device.use(upper_back)
    first = device.spoil(SPOILT["zeroed"])
    device.start().log.close()
    second = device.spoil(SPOILT["cut off in its header"])
    device.start()
    assert sorted(device.set_aside.values()) == sorted([first, second])


def test_a_start_that_was_killed_while_it_set_the_file_aside_is_made_good_by_the_next(
    device: Device, upper_back: Routine
) -> None:
    device.use(upper_back)
    copies = {name: device.shelf[name] for name in device.copies}
    damaged = device.spoil(SPOILT["garbage"])
    device.start().log.close()
    device.file.write_bytes(damaged)
    device.storage.shelf.files |= copies
    assert done(device.start()) == ["cobra"]
    assert list(device.set_aside.values()) == [damaged]


def test_where_there_is_no_room_to_set_it_aside_the_damaged_file_stays(
    device: Device, upper_back: Routine
) -> None:
    device.use(upper_back)
    damaged = device.spoil(SPOILT["cut off in its header"])
    device.storage.shelf.full = True
    willows = device.start()
    assert (willows.ready, device.file.read_bytes()) == (False, damaged)
    assert "could not store" in willows.trouble
    device.storage.shelf.full = False
    assert done(device.start()) == ["cobra"]


def test_a_copy_that_is_damaged_too_is_set_aside_as_well(
    device: Device, upper_back: Routine
) -> None:
    device.use(upper_back)
    (copy,) = device.copies
    device.shelf[copy] = GARBAGE
    damaged = device.spoil(SPOILT["zeroed"])
    willows = device.start()
    assert done(willows) == []
    assert sorted(device.set_aside.values()) == sorted([damaged, GARBAGE])
    assert willows.damage is not None
    assert device.set_aside[willows.damage.set_aside] == damaged


def test_the_journal_of_a_damaged_log_is_set_aside_with_it(
    device: Device, upper_back: Routine, monkeypatch: pytest.MonkeyPatch
) -> None:
    device.use(upper_back)
    journal = device.file.with_name(f"{DATABASE}-journal")
    journal.write_bytes(b"what was to be undone")
    damaged = device.spoil(SPOILT["garbage"])

    def cannot_be_read(_: Path) -> Log:
        monkeypatch.undo()
        raise LogIsDamaged("The disk did not give it.")

    monkeypatch.setattr("willows_app.ui.safekeeping.Log", cannot_be_read)
    assert done(device.start()) == ["cobra"]
    assert sorted(device.set_aside.values()) == sorted([damaged, b"what was to be undone"])
    assert not journal.exists()


def test_a_log_of_a_newer_app_is_left_as_it_is(device: Device, upper_back: Routine) -> None:
    device.use(upper_back)
    with closing(sqlite3.connect(device.file)) as db:
        db.execute("PRAGMA user_version = 999")
    before, shelf = device.file.read_bytes(), dict(device.shelf)
    willows = device.start()
    assert not willows.ready
    assert "Update the app" in willows.trouble
    assert (device.file.read_bytes(), device.shelf) == (before, shelf)


def test_damage_that_the_first_screen_does_not_meet_is_found_by_the_check(
    device: Device, upper_back: Routine
) -> None:
    device.use(upper_back)
    with closing(sqlite3.connect(device.file)) as db, db:
        db.execute("UPDATE sessions SET planned = '[\"cobra'")
    willows = device.start()
    assert done(willows) == ["cobra"]
    assert willows.damage is not None


def test_facts_of_a_session_under_way_are_written_again_into_the_copy(
    device: Device, upper_back: Routine, run: Run[None]
) -> None:
    device.use(upper_back)
    willows = device.start()

    async def session() -> None:
        exercises = tuple(map(upper_back.exercise, ("rotation", "rhomboids", "cobra")))
        willows.about_to_do = SessionPlan(upper_back, exercises)
        willows.begin()
        assert willows.session is not None
        willows.session.skip()
        await asyncio.sleep(1)
        device.spoil(SPOILT["zeroed from the middle"])
        assert [willows.log.met(MALFORMED), willows.log.met(MALFORMED)] == [True, False]
        assert (willows.ready, "damaged" in willows.trouble) == (False, True)
        willows.session.skip()
        await asyncio.sleep(1)
        assert (willows.ready, willows.trouble, willows.saving.unsaved) == (True, "", "")
        willows.session.skip()
        await asyncio.sleep(1)

    run(session())
    assert sorted(done(willows)) == ["cobra", "cobra", "rhomboids", "rotation"]
    assert willows.log.sessions()[0].end is not None
    assert len(device.set_aside) == 1
    willows.log.close()
    assert sorted(done(device.start())) == ["cobra", "cobra", "rhomboids", "rotation"]


def test_what_was_no_damage_after_all_sets_nothing_aside(
    device: Device, upper_back: Routine, run: Run[None]
) -> None:
    device.use(upper_back)

    async def met() -> None:
        willows = device._make()
        await willows.open()
        willows.log.met(MALFORMED)
        assert not willows.ready
        await asyncio.sleep(1)
        assert (willows.ready, willows.trouble, done(willows)) == (True, "", ["cobra"])

    run(met())
    assert device.set_aside == {}


# ---------------------------------------------------------------- any damage at all

zeros = st.integers(1, 20_000).map(bytes)


SESSIONS = 15


@dataclass(repr=False)
class Whole:
    """The file of a log of `SESSIONS`; a name for it, because hypothesis would print it."""

    file: bytes


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, upper_back: Routine) -> Whole:
    path = tmp_path_factory.mktemp("a log") / DATABASE
    write_years(path, upper_back, SESSIONS / 365.25)
    return Whole(path.read_bytes())


@st.composite
def damages(draw: st.DrawFn) -> Spoil:
    """Cut off, and overwritten here and there."""
    cut = draw(st.one_of(st.none(), st.floats(0, 1)))
    pieces = draw(
        st.lists(st.tuples(st.floats(0, 1), st.one_of(zeros, st.binary(min_size=1))), max_size=3)
    )

    def spoil(log: bytes) -> bytes:
        spoilt = bytearray(log if cut is None else log[: int(len(log) * cut)])
        for place, piece in pieces:
            at = int(len(log) * place)
            spoilt[at : at + len(piece)] = piece[: max(0, len(spoilt) - at)]
        return bytes(spoilt)

    return spoil


@settings(max_examples=50, deadline=None)
@given(spoil=damages())
@example(spoil=lambda log: log[:1])
def test_whatever_became_of_the_file_the_app_opens_says_so_and_overwrites_nothing(
    whole: Whole, spoil: Spoil
) -> None:
    clock = HandClock()

    def run(coroutine: Any) -> Any:
        with asyncio.Runner(loop_factory=lambda: HandLoop(clock)) as runner:
            return runner.run(coroutine)

    with TemporaryDirectory() as folder:
        storage = FakeStorage(Path(folder))
        storage.shelf.files[GOOD_COPY] = whole.file
        device = Device(
            lambda: Willows(shipped_routines(), storage, clock=clock, now=lambda: EVENING),
            storage,
            run,
        )
        device.file.write_bytes(whole.file)
        damaged = device.spoil(spoil)
        willows = device.start()
        if not willows.ready:
            assert "Update the app" in willows.trouble
        elif willows.damage:
            assert device.set_aside.get(willows.damage.set_aside, b"") == damaged
            assert willows.log.count_sessions() == SESSIONS
        else:
            assert damaged == device.file.read_bytes()
            read_all(willows)


def read_all(willows: Willows) -> None:
    """What no screen was asked for yet: none of it may fail any more."""
    log, routine = willows.log, willows.routine
    log.sessions(1000)
    records_in(log, routine.id, *FOR_EVER)
    plan_in(log, routine)
    sessions_by_day_in(log, routine.id)
    assert log.lost == ""
