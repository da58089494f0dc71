"""A fact is called saved once it is durable, and none is forgotten before."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from tests.ui.conftest import NO_ROOM, FakeStorage, Run
from willows_app.adherence.errors import LogNotWritten
from willows_app.ui.saving import Saving, Write

FULL = "The log could not be written (the disk is full)."


@dataclass
class Facts:
    """A log that can be full."""

    written: list[str] = field(default_factory=list)
    full: bool = False

    def fact(self, name: str) -> Write:
        def write() -> None:
            if self.full:
                raise LogNotWritten(FULL)
            self.written.append(name)

        return write


@pytest.fixture
def facts() -> Facts:
    return Facts()


def state(saving: Saving) -> tuple[bool, str]:
    return (saving.busy, saving.unsaved)


SAVED = (False, "")


def test_what_has_nothing_to_save_is_not_busy(saving: Saving, storage: FakeStorage) -> None:
    assert (state(saving), storage.flushes) == (SAVED, [])


def test_a_fact_is_in_the_log_at_once(saving: Saving, run: Run[None], facts: Facts) -> None:
    async def write() -> None:
        saving.write(facts.fact("a"), facts.fact("b"))
        assert facts.written == ["a", "b"]

    run(write())


def test_it_is_busy_until_the_device_has_acknowledged(
    saving: Saving, run: Run[None], storage: FakeStorage, facts: Facts
) -> None:
    async def write() -> None:
        storage.takes = 2
        saving.write(facts.fact("a"))
        for _ in range(3):
            assert (state(saving), storage.flushes) == ((True, ""), [])
            await asyncio.sleep(0.6)
        await asyncio.sleep(0.6)
        assert (state(saving), storage.flushes) == (SAVED, [""])

    run(write())


@pytest.mark.parametrize("apart", [0, 0.1, 1.9])
@pytest.mark.parametrize("takes", [0, 2])
def test_of_two_writes_both_have_to_be_acknowledged(
    saving: Saving,
    run: Run[None],
    storage: FakeStorage,
    facts: Facts,
    apart: float,
    takes: float,
) -> None:
    async def write() -> None:
        storage.takes = takes
        saving.write(facts.fact("a"))
        if apart:
            await asyncio.sleep(apart)
        saving.write(facts.fact("b"))
        while len(storage.flushes) < 2:
            assert saving.busy
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.1)
        assert (state(saving), storage.flushes) == (SAVED, ["", ""])

    run(write())


def test_a_flush_that_fails_is_told_and_can_be_tried_again(
    saving: Saving, run: Run[None], storage: FakeStorage, facts: Facts
) -> None:
    async def write() -> None:
        storage.takes, storage.fails = 1, NO_ROOM
        saving.write(facts.fact("a"))
        await asyncio.sleep(1.1)
        assert state(saving) == (False, NO_ROOM)
        saving.retry()
        await asyncio.sleep(1.1)
        assert state(saving) == (False, NO_ROOM)
        storage.fails = ""
        saving.retry()
        assert state(saving) == (True, NO_ROOM)
        await asyncio.sleep(1.1)
        assert state(saving) == SAVED
        assert facts.written == ["a"]

    run(write())


def test_the_next_write_saves_what_the_one_before_could_not(
    saving: Saving, run: Run[None], storage: FakeStorage, facts: Facts
) -> None:
    async def write() -> None:
        storage.fails = NO_ROOM
        saving.write(facts.fact("a"))
        await asyncio.sleep(0.1)
        assert state(saving) == (False, NO_ROOM)
        storage.fails = ""
        saving.write(facts.fact("b"))
        await asyncio.sleep(0.1)
        assert state(saving) == SAVED

    run(write())


def test_a_fact_that_the_log_refuses_is_kept_and_written_once_at_the_next_retry(
    saving: Saving, run: Run[None], storage: FakeStorage, facts: Facts
) -> None:
    async def write() -> None:
        facts.full = True
        saving.write(facts.fact("a"))
        for _ in range(3):
            assert (saving.unsaved, facts.written) == (FULL, [])
            await asyncio.sleep(0.1)
            assert state(saving) == (False, FULL)
            saving.retry()
        facts.full = False
        saving.retry()
        assert (state(saving), facts.written) == ((True, FULL), ["a"])
        await asyncio.sleep(0.1)
        assert state(saving) == SAVED
        saving.retry()
        await asyncio.sleep(0.1)
        assert (state(saving), facts.written) == (SAVED, ["a"])

    run(write())


def test_facts_are_written_in_their_order_also_after_one_was_refused(
    saving: Saving, run: Run[None], facts: Facts
) -> None:
    async def write() -> None:
        saving.write(facts.fact("a"))
        facts.full = True
        saving.write(facts.fact("b"), facts.fact("c"))
        saving.write(facts.fact("d"))
        assert facts.written == ["a"]
        facts.full = False
        saving.write(facts.fact("e"))
        assert facts.written == ["a", "b", "c", "d", "e"]
        await asyncio.sleep(0.1)
        assert state(saving) == SAVED

    run(write())


def test_what_comes_after_a_fact_that_is_refused_alone_waits_for_it(
    saving: Saving, run: Run[None], facts: Facts
) -> None:
    refuses = [True]

    def begin() -> None:
        if refuses:
            raise LogNotWritten(FULL)
        facts.written.append("begin")

    async def write() -> None:
        saving.write(facts.fact("before"), begin, facts.fact("entry"))
        await asyncio.sleep(0.1)
        assert (state(saving), facts.written) == ((False, FULL), ["before"])
        refuses.clear()
        saving.retry()
        assert facts.written == ["before", "begin", "entry"]

    run(write())


def test_an_older_write_that_is_acknowledged_does_not_hide_one_that_was_refused(
    saving: Saving, run: Run[None], storage: FakeStorage, facts: Facts
) -> None:
    async def write() -> None:
        storage.takes = 2
        saving.write(facts.fact("a"))
        await asyncio.sleep(1)
        facts.full = True
        saving.write(facts.fact("b"))
        for _ in range(6):
            assert saving.unsaved == FULL
            await asyncio.sleep(0.5)
        assert storage.flushes[0] == ""
        assert state(saving) == (False, FULL)

    run(write())


def test_a_refused_fact_does_not_keep_the_others_from_becoming_durable(
    saving: Saving, run: Run[None], storage: FakeStorage, facts: Facts
) -> None:
    async def write() -> None:
        storage.fails = NO_ROOM
        saving.write(facts.fact("a"))
        await asyncio.sleep(0.1)
        facts.full, storage.fails = True, ""
        saving.write(facts.fact("b"))
        await asyncio.sleep(0.1)
        assert storage.flushes == [NO_ROOM, ""]
        assert state(saving) == (False, FULL)

    run(write())


def test_the_screen_is_told_when_saving_begins_and_when_it_ends_and_no_more(
    saving: Saving, run: Run[None], storage: FakeStorage, facts: Facts
) -> None:
    told: list[tuple[str | None, object]] = []

    def hear(sender: object, name: str | None) -> None:
        told.append((name, getattr(sender, name or "")))

    async def write() -> None:
        storage.takes = 2
        saving.subscribe(hear)  # type: ignore[attr-defined]
        for name in "abc":
            saving.write(facts.fact(name))
            await asyncio.sleep(0.5)
        await asyncio.sleep(5)
        assert told == [("busy", True), ("busy", False)]

    run(write())


# ---------------------------------------------------------------- what counts in its latest state


def test_what_is_kept_waits_for_the_facts_and_only_its_latest_state_is_written(
    saving: Saving, run: Run[None], facts: Facts
) -> None:
    async def write() -> None:
        facts.full = True
        saving.write(facts.fact("a"))
        saving.keep(facts.fact("at a"))
        saving.write(facts.fact("b"))
        saving.keep(facts.fact("at b"))
        await asyncio.sleep(0.1)
        assert (facts.written, saving.unsaved) == ([], FULL)
        facts.full = False
        saving.retry()
        assert facts.written == ["a", "b", "at b"]
        saving.retry()
        await asyncio.sleep(0.1)
        assert (facts.written, state(saving)) == (["a", "b", "at b"], SAVED)

    run(write())


def test_what_is_kept_holds_up_no_fact_and_is_told_until_it_is_written(
    saving: Saving, run: Run[None], facts: Facts
) -> None:
    elsewhere = Facts(full=True)

    async def write() -> None:
        saving.keep(elsewhere.fact("at a"))
        for name in "ab":
            saving.write(facts.fact(name))
            await asyncio.sleep(0.1)
        assert (facts.written, elsewhere.written) == (["a", "b"], [])
        assert state(saving) == (False, FULL)
        elsewhere.full = False
        saving.retry()
        await asyncio.sleep(0.1)
        assert (elsewhere.written, state(saving)) == (["at a"], SAVED)

    run(write())


def test_what_is_kept_is_made_durable_and_nobody_waits_for_it(
    saving: Saving, run: Run[None], storage: FakeStorage, facts: Facts
) -> None:
    async def write() -> None:
        storage.takes = 2
        saving.keep(facts.fact("at a"))
        assert (state(saving), facts.written) == (SAVED, ["at a"])
        await asyncio.sleep(2.1)
        assert storage.flushes == [""]
        storage.fails = NO_ROOM
        saving.keep(facts.fact("at b"))
        await asyncio.sleep(2.1)
        assert state(saving) == (False, NO_ROOM)
        storage.fails = ""
        saving.write(facts.fact("a"))
        saving.keep(facts.fact("at c"))
        assert saving.busy
        await asyncio.sleep(2.1)
        assert state(saving) == SAVED

    run(write())
