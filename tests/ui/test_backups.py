"""A backup counts when the platform took it; a restore adds all of a file or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.guide.conftest import HandClock
from tests.ui.conftest import EVENING, NO_ROOM, Disk, FakeStorage, Run, Tap
from tests.ui.test_model import NECK, plan
from willows_app.adherence.backup import at_once, read_backup
from willows_app.adherence.fact_tables import TABLES
from willows_app.adherence.merging import facts_in
from willows_app.device.sharing import Handed, NotHanded
from willows_app.ui.backup_words import NOT_TOLD, SETTINGS, news_words
from willows_app.ui.backups import Added, Kept, NotKept, Offered, Refused, Working
from willows_app.ui.model import DATABASE, Willows


@dataclass
class FakeSharing:
    """A platform that does with files what a test tells it to."""

    answer: Handed = Handed.SAVED
    refuses: str = ""
    takes: float = 0.0
    files: dict[str, bytes] = field(default_factory=dict)

    async def hand_over(self, name: str, type: str, content: bytes) -> Handed:
        await asyncio.sleep(self.takes)
        if self.refuses:
            raise NotHanded(self.refuses)
        assert type == "application/gzip"
        self.files[name] = content
        return self.answer


@pytest.fixture
def sharing() -> FakeSharing:
    return FakeSharing()


Phone = Callable[[str], Willows]


@pytest.fixture
def phone(
    shipped: Mapping[str, bytes],
    sharing: FakeSharing,
    clock: HandClock,
    now: Callable[[], datetime],
    run: Run[None],
    tmp_path: Path,
) -> Phone:
    """The app on a phone of this name."""

    def phone(name: str) -> Willows:
        (tmp_path / name).mkdir(exist_ok=True)
        storage = FakeStorage(tmp_path / name)
        willows = Willows(shipped, storage, clock=clock, now=now, sharing=sharing)
        run(willows.open())
        return willows

    return phone


@pytest.fixture
def mine(phone: Phone) -> Willows:
    return phone("mine")


def train(willows: Willows, tap: Tap[Any], *exercises: str) -> None:
    tap(lambda: willows.tick_by_hand(plan(willows.routine, *exercises)))


def save(willows: Willows, run: Run[None], sharing: FakeSharing) -> bytes:
    run(at_rest(willows.backups.save()))
    return sharing.files["willows-backup-2026-06-01.json.gz"]


async def at_rest(action: Any) -> None:
    await action
    await asyncio.sleep(0.1)


def read(willows: Willows, run: Run[None], content: bytes) -> Any:
    run(at_rest(willows.backups.read(content)))
    return willows.backups.restoring


def restore(willows: Willows, run: Run[None], content: bytes) -> Any:
    read(willows, run, content)
    run(at_rest(willows.backups.add()))
    return willows.backups.restoring


# ---------------------------------------------------------------- saving


def test_a_backup_has_everything_a_dated_name_and_is_remembered(
    mine: Willows, run: Run[None], tap: Tap[Any], sharing: FakeSharing
) -> None:
    train(mine, tap, "cobra")
    known = facts_in(mine.log)
    assert mine.backups.last is None
    content = save(mine, run, sharing)
    assert mine.backups.saved == Kept("willows-backup-2026-06-01.json.gz", Handed.SAVED)
    assert mine.backups.last is not None
    assert abs(mine.backups.last - EVENING) < timedelta(seconds=1)
    backup = at_once(read_backup(content))
    assert {table: set(backup.facts[table]) for table in TABLES} == {
        table: set(known[table]) for table in TABLES
    }
    assert backup.made_at == mine.backups.last


@pytest.mark.parametrize(
    ("platform", "outcome"),
    [
        (
            FakeSharing(Handed.CANCELLED),
            Kept("willows-backup-2026-06-01.json.gz", Handed.CANCELLED),
        ),
        (FakeSharing(refuses="no downloads here"), NotKept("no downloads here")),
    ],
)
def test_a_file_that_nobody_took_is_no_backup(
    mine: Willows, run: Run[None], sharing: FakeSharing, platform: FakeSharing, outcome: object
) -> None:
    sharing.answer, sharing.refuses = platform.answer, platform.refuses
    run(at_rest(mine.backups.save()))
    assert (mine.backups.saved, mine.backups.last) == (outcome, None)
    sharing.answer, sharing.refuses = Handed.SHARED, ""
    run(at_rest(mine.backups.save()))
    assert mine.backups.last is not None


def test_a_second_tap_while_the_share_sheet_is_open_makes_no_second_file(
    mine: Willows, run: Run[None], sharing: FakeSharing
) -> None:
    sharing.takes = 60

    async def tap_twice() -> None:
        first = asyncio.create_task(mine.backups.save())
        await asyncio.sleep(1)
        assert isinstance(mine.backups.saved, Working)
        mine.backups.forget()  # Leaving the screen does not make an end of it.
        await mine.backups.save()
        assert sharing.files == {}
        await at_rest(first)

    run(tap_twice())
    assert len(sharing.files) == 1
    mine.backups.forget()
    assert mine.backups.saved is None


# ---------------------------------------------------------------- the reminder


def test_after_twenty_sessions_a_backup_is_due_until_it_is_saved(
    mine: Willows, run: Run[None], tap: Tap[Any], sharing: FakeSharing
) -> None:
    for _ in range(19):
        train(mine, tap, "cobra")
    assert mine.backups.due(mine.today) is None
    train(mine, tap, "cobra")
    due = mine.backups.due(mine.today)
    assert due is not None
    assert due.sessions == 20
    save(mine, run, sharing)
    assert mine.backups.due(mine.today) is None


def test_later_is_a_week(mine: Willows, tap: Tap[Any], clock: HandClock) -> None:
    train(mine, tap, "cobra")
    clock.passes(30 * 86400)
    assert mine.backups.due(mine.today) is not None
    tap(mine.backups.put_off)
    assert mine.backups.due(mine.today) is None
    clock.passes(6 * 86400)
    assert mine.backups.due(mine.today) is None
    clock.passes(86400)
    assert mine.backups.due(mine.today) is not None


@pytest.mark.parametrize("spoilt", ["", "soon", "2026-06-01T18:04:00", "0001-01-01T00:00:00+00:00"])
def test_a_spoilt_time_of_the_last_backup_reminds_rather_than_breaks(
    mine: Willows, tap: Tap[Any], clock: HandClock, spoilt: str
) -> None:
    train(mine, tap, "cobra")
    tap(lambda: mine.log.set("last backup", spoilt, EVENING))
    clock.passes(30 * 86400)
    assert mine.backups.due(mine.today) is not None


def test_a_backup_by_a_clock_that_was_years_ahead_does_not_silence_the_reminder(
    mine: Willows, tap: Tap[Any], clock: HandClock
) -> None:
    train(mine, tap, "cobra")
    tap(lambda: mine.log.set("last backup", "2036-06-01T18:04:00+01:00", EVENING))
    clock.passes(30 * 86400)
    assert mine.backups.due(mine.today) is not None


# ---------------------------------------------------------------- restoring


def test_a_new_phone_knows_everything_after_a_restore(
    mine: Willows, phone: Phone, run: Run[None], tap: Tap[Any], sharing: FakeSharing
) -> None:
    train(mine, tap, "cobra", "rhomboids")
    tap(lambda: mine.add_routine("neck.yaml", NECK))
    tap(lambda: mine.use_routine("neck"))
    tap(lambda: mine.own.have(600))
    content = save(mine, run, sharing)

    new = phone("new")
    changed = new.changed
    offered = read(new, run, content)
    assert isinstance(offered, Offered)
    assert news_words(offered.news) == [
        "1 session on 1 June 2026, 2 exercises.",
        "Also 1 change of plan.",
        "Settings that change: the routine in use, routines that you added, the time you have.",
    ]
    assert (new.log.sessions(), new.changed) == ((), changed), "a look changes nothing"
    assert isinstance(restore(new, run, content), Added)
    assert new.log.sessions() == mine.log.sessions()
    assert (new.routine.id, new.own.seconds) == ("neck", 600)
    assert new.changed > changed
    assert not new.saving.busy
    assert phone("new").routine.id == "neck", "it is in the file"


def test_two_phones_that_exchange_backups_know_the_same(
    mine: Willows, phone: Phone, run: Run[None], tap: Tap[Any], sharing: FakeSharing
) -> None:
    other = phone("other")
    train(mine, tap, "cobra")
    train(other, tap, "rhomboids")
    of_mine, of_other = save(mine, run, sharing), save(other, run, sharing)
    assert isinstance(restore(mine, run, of_other), Added)
    assert isinstance(restore(other, run, of_mine), Added)
    assert {session.planned for session in mine.log.sessions()} == {("cobra",), ("rhomboids",)}
    assert set(mine.log.sessions()) == set(other.log.sessions())


def test_a_second_restore_finds_nothing_new(
    mine: Willows, phone: Phone, run: Run[None], tap: Tap[Any], sharing: FakeSharing
) -> None:
    train(mine, tap, "cobra")
    content = save(mine, run, sharing)
    offered = read(mine, run, content)
    assert isinstance(offered, Offered)
    assert not offered.news
    assert news_words(offered.news) == ["Everything in this backup is in your log already."]


@pytest.mark.parametrize("content", [b"", b"no backup", b'{"format": "willows-backup", "version"'])
def test_a_bad_file_is_refused_with_the_reason_and_another_one_may_follow(
    mine: Willows, run: Run[None], tap: Tap[Any], sharing: FakeSharing, content: bytes
) -> None:
    train(mine, tap, "cobra")
    good, before = save(mine, run, sharing), facts_in(mine.log)
    refused = read(mine, run, content)
    assert isinstance(refused, Refused)
    assert "not a backup of Willows" in refused.why
    run(mine.backups.add())
    assert (mine.backups.restoring, facts_in(mine.log)) == (refused, before)
    assert isinstance(read(mine, run, good), Offered)


def test_a_restore_into_a_full_disk_changes_nothing_and_can_be_tried_again(
    mine: Willows, phone: Phone, run: Run[None], tap: Tap[Any], sharing: FakeSharing, tmp_path: Path
) -> None:
    train(mine, tap, "cobra")
    content = save(mine, run, sharing)
    new = phone("new")
    disk = Disk(tmp_path / "new" / DATABASE)
    disk.is_full("plan_changes")
    refused = restore(new, run, content)
    assert isinstance(refused, Refused)
    assert "the disk is full" in refused.why
    assert new.log.sessions() == ()
    assert not new.saving.unsaved, "it is not waiting to be written"
    disk.has_room("plan_changes")
    assert isinstance(restore(new, run, content), Added)
    assert len(new.log.sessions()) == 1


def test_what_is_restored_but_not_durable_is_told_until_it_is(
    mine: Willows, phone: Phone, run: Run[None], tap: Tap[Any], sharing: FakeSharing
) -> None:
    train(mine, tap, "cobra")
    content = save(mine, run, sharing)
    new = phone("new")
    new._storage.fails = NO_ROOM
    restore(new, run, content)
    assert new.saving.unsaved == NO_ROOM
    new._storage.fails = ""
    tap(new.saving.retry)
    assert (new.saving.unsaved, new.saving.busy) == ("", False)


def test_adding_twice_with_two_taps_adds_once(
    mine: Willows, phone: Phone, run: Run[None], tap: Tap[Any], sharing: FakeSharing
) -> None:
    train(mine, tap, "cobra")
    content, new = save(mine, run, sharing), phone("new")
    read(new, run, content)

    async def tap_twice() -> None:
        await asyncio.gather(new.backups.add(), new.backups.add())

    run(at_rest(tap_twice()))
    assert isinstance(new.backups.restoring, Added)
    assert len(new.log.sessions()) == 1


def test_every_setting_of_a_patient_has_a_name_in_the_preview(
    mine: Willows, phone: Phone, run: Run[None], tap: Tap[Any], sharing: FakeSharing
) -> None:
    own, routine = mine.own, mine.routine

    def set_everything() -> None:
        mine.see_cautions(routine)
        mine.use_routine(routine.id)
        mine.add_routine("neck.yaml", NECK)
        own.have(600)
        own.has("a chair", False)
        own.move(routine, routine.exercises[0], 1)
        own.keep_still(True)

    tap(set_everything)
    save(mine, run, sharing)
    keys = {key.partition(": ")[0] for key in mine.log.settings("")}
    assert keys <= {*SETTINGS, *NOT_TOLD}
