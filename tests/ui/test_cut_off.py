"""The app is closed in the middle of a session, and opened again: nothing is lost or doubled."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.guide.conftest import HandClock
from tests.ui.conftest import EVENING, Disk, FakeStorage, HandLoop
from willows_app.adherence.facts import Session, SessionEnd
from willows_app.guide.performance import Held, Outcome
from willows_app.guide.player import PlayerState
from willows_app.guide.timeline import StepKind
from willows_app.routine.session_plan import SessionPlan
from willows_app.ui.guided import GuidedSession
from willows_app.ui.model import BOOKMARK, DATABASE, TOO_LONG_AGO, Willows

EXERCISES = ("cobra", "rhomboids", "rotation", "side_bend")
HELD = {
    "cobra": Held(middle=50),
    "rhomboids": Held(left=30, right=30),
    "rotation": Held(left=30, right=30),
    "side_bend": Held(left=20, right=20, middle=10),
}
TOWEL = "upper_back_extension_towel"


@dataclass
class Phone:
    """A folder that stays, and an app that is opened and closed; time goes on meanwhile."""

    files: dict[str, bytes]
    storage: FakeStorage
    now: datetime = EVENING

    def app(self, use: Callable[[Willows], Awaitable[None]], clock_from: float = 1000.0) -> None:
        """Open the app, use it, and have it killed: no farewell, and another clock next time."""
        clock, opened = HandClock(clock_from), self.now
        willows = Willows(
            self.files,
            self.storage,
            clock=clock,
            now=lambda: opened + timedelta(seconds=clock() - clock_from),
        )

        async def open_and_use() -> None:
            await willows.open()
            await use(willows)

        with asyncio.Runner(loop_factory=lambda: HandLoop(clock)) as runner:
            runner.run(open_and_use())
        willows.log.close()
        self.now = willows.now()

    def lies(self, **time: float) -> None:
        """The app is closed for so long."""
        self.now += timedelta(**time)

    @property
    def database(self) -> Path:
        return self.storage.folder / DATABASE

    @property
    def bookmark(self) -> Path:
        return self.storage.folder / BOOKMARK

    def disk(self) -> Disk:
        return Disk(self.database)

    def entries_ever(self) -> list[str]:
        """The exercise of every entry that was written, superseded or not."""
        db = sqlite3.connect(self.database)
        rows = db.execute("SELECT exercise FROM entries ORDER BY recorded_at").fetchall()
        db.close()
        return [exercise for (exercise,) in rows]


@pytest.fixture
def phone(shipped: dict[str, bytes], storage: FakeStorage) -> Phone:
    return Phone(shipped, storage)


def begin(willows: Willows, *ids: str) -> GuidedSession:
    willows.about_to_do = SessionPlan(willows.routine, tuple(map(willows.routine.exercise, ids)))
    willows.begin()
    assert willows.session is not None
    return willows.session


def carry_on(willows: Willows) -> GuidedSession:
    willows.carry_on()
    assert willows.session is not None
    return willows.session


async def hold(session: GuidedSession, exercise: str, nth: int = 1, into: float = 5.0) -> None:
    """Let time pass until so far into the nth hold of this exercise."""
    while session.running and not (
        session.player.exercise.id == exercise
        and session.player.position.step.kind is StepKind.HOLD
        and holds_until_now(session) == nth
    ):
        await asyncio.sleep(0.25)
    await asyncio.sleep(into - session.player.position.into)


def holds_until_now(session: GuidedSession) -> int:
    player = session.player
    return sum(
        step.kind is StepKind.HOLD and step.exercise == player.exercise.id
        for step in player.timeline.steps[: player.position.index + 1]
    )


async def to_the_end(session: GuidedSession) -> None:
    while not session.over:
        await asyncio.sleep(1)


def the_session(willows: Willows) -> Session:
    (session,) = willows.log.sessions()
    return session


def outcomes(session: Session) -> list[tuple[str, str]]:
    return [(entry.exercise, entry.outcome) for entry in session.entries]


async def nothing(willows: Willows) -> None:
    """Nothing is asked, and nothing is left."""
    assert (willows.cut_off, willows.under_way) == (None, None)


def closed_in_the_third(phone: Phone) -> None:
    """Two exercises are done; of the third, two holds and 5 s of the next."""

    async def use(willows: Willows) -> None:
        await hold(begin(willows, *EXERCISES), "rotation", nth=3)
        assert phone.entries_ever() == ["cobra", "rhomboids"]

    phone.app(use)


# ---------------------------------------------------------------- carry on


def test_a_session_carried_on_stands_where_it_was_and_loses_and_doubles_nothing(
    phone: Phone,
) -> None:
    closed_in_the_third(phone)
    phone.lies(minutes=10)

    async def use(willows: Willows) -> None:
        assert willows.under_way is None
        assert willows.cut_off is not None
        began = willows.cut_off.started_at
        assert abs(began - EVENING) < timedelta(milliseconds=1)
        session = carry_on(willows)
        assert (willows.cut_off, willows.under_way, session.running) == (None, session, True)
        assert (session.player.exercise.id, holds_until_now(session)) == ("rotation", 3)
        assert session.player.position.into == pytest.approx(0, abs=0.1)
        assert (session.started_at, session.number_of(session.player.exercise)) == (began, 3)
        assert outcomes(the_session(willows)) == [
            ("cobra", "completed"),
            ("rhomboids", "completed"),
        ]
        assert the_session(willows).end is None
        await to_the_end(session)

    phone.app(use, clock_from=7.0)
    assert phone.entries_ever() == list(EXERCISES)
    assert not phone.bookmark.exists()

    async def look(willows: Willows) -> None:
        session = the_session(willows)
        assert outcomes(session) == [(each, "completed") for each in EXERCISES]
        for entry in session.entries:
            held, expected = entry.held, HELD[entry.exercise]
            assert held is not None
            assert (held.left, held.right, held.middle) == pytest.approx(
                (expected.left, expected.right, expected.middle), abs=0.1
            )
        assert abs(session.started_at - EVENING) < timedelta(milliseconds=1)
        assert session.end is SessionEnd.FINISHED
        assert session.ended_at is not None
        assert session.ended_at - session.started_at > timedelta(minutes=10)
        await nothing(willows)

    phone.app(look)


@pytest.mark.parametrize("clock_from", [0.0, 7.0, 1000.0, 1e9])
def test_whatever_the_clock_begins_with_the_time_in_between_is_no_part_of_the_session(
    phone: Phone, clock_from: float
) -> None:
    closed_in_the_third(phone)
    phone.lies(hours=11)

    async def use(willows: Willows) -> None:
        session = carry_on(willows)
        before = session.player.elapsed
        await asyncio.sleep(3)
        assert session.player.state is PlayerState.RUNNING
        assert session.player.elapsed == pytest.approx(before + 3, abs=1.1)

    phone.app(use, clock_from)


def test_a_session_can_be_cut_off_again_and_again(phone: Phone) -> None:
    async def at_first(willows: Willows) -> None:
        await hold(begin(willows, *EXERCISES), "cobra", nth=2)

    phone.app(at_first)
    for exercise in EXERCISES[1:]:

        async def use(willows: Willows, exercise: str = exercise) -> None:
            await hold(carry_on(willows), exercise)

        phone.lies(minutes=1)
        phone.app(use, clock_from=phone.now.timestamp())

    async def finish(willows: Willows) -> None:
        await to_the_end(carry_on(willows))
        assert outcomes(the_session(willows)) == [(each, "completed") for each in EXERCISES]

    phone.app(finish)
    assert phone.entries_ever() == list(EXERCISES)


def test_what_was_set_in_the_session_is_there_when_it_is_carried_on(phone: Phone) -> None:
    """A longer hold, and the places along the back that nobody has counted yet."""

    async def use(willows: Willows) -> None:
        session = begin(willows, "rhomboids", TOWEL)
        await hold(session, "rhomboids", nth=2)
        session.lengthen(10)
        await hold(session, TOWEL, nth=12)

    phone.app(use)

    async def again(willows: Willows) -> None:
        session = carry_on(willows)
        assert session.player.position.step.place == 12
        assert session.player.awaits_landmark
        await asyncio.sleep(10)
        session.reached()
        rhomboids, towel = the_session(willows).entries
        assert rhomboids.held is not None
        assert (rhomboids.held.left, rhomboids.held.right) == pytest.approx((40, 40))
        assert (towel.places, towel.outcome) == (12, Outcome.COMPLETED)

    phone.app(again)


def test_a_session_is_carried_on_once_however_often_that_is_tapped(phone: Phone) -> None:
    closed_in_the_third(phone)

    async def use(willows: Willows) -> None:
        session = carry_on(willows)
        await asyncio.sleep(1)
        assert carry_on(willows) is session
        willows.let_go()
        assert session.running

    phone.app(use)


@pytest.mark.parametrize("left", ["pause", "nothing"])
def test_a_session_that_was_closed_while_it_stood_still_can_be_carried_on(
    phone: Phone, left: str
) -> None:
    """In a pause, or before anything was done."""

    async def use(willows: Willows) -> None:
        session = begin(willows, "cobra")
        if left == "pause":
            await hold(session, "cobra")
            session.pause()

    async def again(willows: Willows) -> None:
        session = carry_on(willows)
        # A pause says to the second where it was.
        into = 15 + 5 if left == "pause" else 0
        assert session.player.elapsed == pytest.approx(into, abs=0.1)
        await to_the_end(session)
        (entry,) = the_session(willows).entries
        assert entry.held is not None
        assert entry.held.middle == pytest.approx(50)

    phone.app(use)
    phone.app(again)


def test_closed_while_asked_about_an_absence_it_stands_where_the_patient_was_last_seen(
    phone: Phone,
) -> None:
    async def use(willows: Willows) -> None:
        session = begin(willows, *EXERCISES)
        await hold(session, "cobra", nth=2)
        clock = session._clock
        assert isinstance(clock, HandClock)
        clock.passes(600)
        await asyncio.sleep(2)
        assert session.player.state is PlayerState.AWAY

    async def again(willows: Willows) -> None:
        session = carry_on(willows)
        assert session.running
        assert (session.player.exercise.id, holds_until_now(session)) == ("cobra", 2)
        assert phone.entries_ever() == []

    phone.app(use)
    phone.app(again)


# ---------------------------------------------------------------- closed because it hurts


def closed_while_it_hurts(phone: Phone) -> None:
    async def use(willows: Willows) -> None:
        session = begin(willows, "cobra", "rhomboids")
        await hold(session, "cobra", nth=2)
        session.hurts()

    phone.app(use)


def test_closed_because_it_hurts_it_still_asks_how_to_go_on(phone: Phone) -> None:
    closed_while_it_hurts(phone)

    async def use(willows: Willows) -> None:
        session = carry_on(willows)
        assert (session.player.state, session.player.exercise.id) == (PlayerState.HURT, "cobra")
        await asyncio.sleep(60)
        assert session.player.state is PlayerState.HURT
        session.carry_on()
        assert (session.running, session.player.exercise.id) == (True, "rhomboids")
        await to_the_end(session)
        assert outcomes(the_session(willows)) == [
            ("cobra", "stopped for pain"),
            ("rhomboids", "completed"),
        ]
        assert the_session(willows).end is SessionEnd.FINISHED

    phone.app(use)
    assert phone.entries_ever() == ["cobra", "rhomboids"]


@pytest.mark.parametrize("hours", [1, 13])
def test_closed_because_it_hurts_and_let_go_it_was_stopped_for_pain(
    phone: Phone, hours: float
) -> None:
    closed_while_it_hurts(phone)
    phone.lies(hours=hours)

    async def use(willows: Willows) -> None:
        willows.let_go()
        session = the_session(willows)
        assert outcomes(session) == [("cobra", "stopped for pain")]
        assert session.end is SessionEnd.STOPPED_FOR_PAIN

    phone.app(use)
    assert phone.entries_ever() == ["cobra"]


# ---------------------------------------------------------------- let go


async def was_let_go(willows: Willows, closed: datetime) -> None:
    """Two exercises are done and a part of the third, at the time of its bookmark."""
    await nothing(willows)
    session = the_session(willows)
    assert outcomes(session) == [
        ("cobra", "completed"),
        ("rhomboids", "completed"),
        ("rotation", "partly done"),
    ]
    rotation = session.entries[-1]
    assert rotation.held is not None
    # Two holds: of the third nothing was kept.
    assert rotation.held.total == pytest.approx(20, abs=0.1)
    assert session.end is SessionEnd.STOPPED
    assert session.ended_at == rotation.recorded_at
    # The bookmark is of the beginning of the third hold, 5 s before the app was closed.
    assert closed - rotation.recorded_at == pytest.approx(
        timedelta(seconds=5), abs=timedelta(seconds=0.5)
    )


def test_a_session_let_go_logs_what_was_done_at_the_time_of_its_bookmark_and_ends(
    phone: Phone,
) -> None:
    closed_in_the_third(phone)
    closed = phone.now
    phone.lies(hours=2)

    async def use(willows: Willows) -> None:
        assert willows.cut_off is not None
        kept, changed = willows.cut_off.kept_at, willows.changed
        willows.let_go()
        assert willows.changed > changed
        await asyncio.sleep(60)
        await was_let_go(willows, closed)
        assert the_session(willows).ended_at == kept
        willows.let_go()
        await was_let_go(willows, closed)

    phone.app(use)
    assert not phone.bookmark.exists()
    assert phone.entries_ever() == ["cobra", "rhomboids", "rotation"]
    phone.app(lambda willows: was_let_go(willows, closed))


@pytest.mark.parametrize(("minutes", "asked"), [(-1, True), (1, False)])
def test_a_session_that_was_cut_off_too_long_ago_is_let_go_by_itself(
    phone: Phone, minutes: float, asked: bool
) -> None:
    closed_in_the_third(phone)
    closed = phone.now
    assert timedelta(hours=12) == TOO_LONG_AGO
    phone.lies(hours=12, minutes=minutes)

    async def use(willows: Willows) -> None:
        assert (willows.cut_off is not None) is asked
        if not asked:
            await was_let_go(willows, closed)

    phone.app(use)
    assert phone.bookmark.exists() is asked


def test_a_new_session_lets_the_one_go_that_was_cut_off(phone: Phone) -> None:
    closed_in_the_third(phone)
    phone.lies(minutes=5)

    async def use(willows: Willows) -> None:
        begin(willows, "side_bend")
        newer, older = willows.log.sessions()
        assert (newer.planned, newer.end) == (("side_bend",), None)
        assert (len(older.entries), older.end) == (3, SessionEnd.STOPPED)
        assert willows.cut_off is None
        await asyncio.sleep(20)

    async def again(willows: Willows) -> None:
        assert carry_on(willows).player.exercise.id == "side_bend"

    phone.app(use)
    phone.app(again)


def test_a_session_in_which_nothing_was_done_is_let_go_without_an_entry(phone: Phone) -> None:
    async def use(willows: Willows) -> None:
        begin(willows, "cobra")
        await asyncio.sleep(3)

    async def again(willows: Willows) -> None:
        willows.let_go()
        session = the_session(willows)
        assert (session.entries, session.end) == ((), SessionEnd.STOPPED)

    phone.app(use)
    phone.app(again)


# ---------------------------------------------------------------- no bookmark, or one that lies


@pytest.mark.parametrize("end", ["to the end", "stop", "skip", "hurts stop", "hurts carry_on"])
def test_a_session_that_has_ended_leaves_no_bookmark(phone: Phone, end: str) -> None:
    async def use(willows: Willows) -> None:
        session = begin(willows, "cobra")
        await hold(session, "cobra", nth=2)
        assert phone.bookmark.exists()
        if end == "to the end":
            await to_the_end(session)
        else:
            for command in end.split():
                getattr(session, command)()
        assert session.over
        assert not phone.bookmark.exists()

    phone.app(use)
    assert sorted(file.name for file in phone.storage.folder.iterdir()) == [DATABASE]
    phone.app(nothing)


def test_a_bookmark_that_outlived_its_session_is_not_asked_about(phone: Phone) -> None:
    closed_in_the_third(phone)
    old = phone.bookmark.read_bytes()

    async def finish(willows: Willows) -> None:
        await to_the_end(carry_on(willows))

    phone.app(finish)
    phone.bookmark.write_bytes(old)
    phone.app(nothing)

    async def as_it_was(willows: Willows) -> None:
        session = the_session(willows)
        assert (len(session.entries), session.end) == (4, SessionEnd.FINISHED)

    phone.app(as_it_was)


def test_the_bookmark_of_another_log_is_not_asked_about_and_holds_up_nothing(
    phone: Phone,
) -> None:
    closed_in_the_third(phone)
    phone.database.unlink()
    phone.storage.shelf.files.clear()

    async def use(willows: Willows) -> None:
        await nothing(willows)
        await to_the_end(begin(willows, "cobra"))
        await asyncio.sleep(0.1)
        assert (willows.saving.busy, willows.saving.unsaved) == (False, "")
        assert outcomes(the_session(willows)) == [("cobra", "completed")]

    phone.app(use)


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00\xff", b"[[[["])
def test_a_spoilt_bookmark_does_not_keep_the_app_from_opening_and_loses_no_entry(
    phone: Phone, content: bytes
) -> None:
    closed_in_the_third(phone)
    phone.bookmark.write_bytes(content)

    async def use(willows: Willows) -> None:
        await nothing(willows)
        assert willows.ready
        assert outcomes(the_session(willows)) == [
            ("cobra", "completed"),
            ("rhomboids", "completed"),
        ]

    phone.app(use)


def test_a_bookmark_that_cannot_be_written_holds_up_no_fact(phone: Phone) -> None:
    in_the_way = phone.bookmark.with_suffix(".part")
    in_the_way.mkdir()

    async def use(willows: Willows) -> None:
        session = begin(willows, "cobra", "rhomboids", "side_bend")
        await hold(session, "rhomboids")
        assert phone.entries_ever() == ["cobra"]
        assert "could not be kept" in willows.saving.unsaved
        assert not willows.saving.busy
        in_the_way.rmdir()
        willows.saving.retry()
        await asyncio.sleep(0.1)
        assert willows.saving.unsaved == ""

    async def again(willows: Willows) -> None:
        session = carry_on(willows)
        assert session.player.exercise.id == "rhomboids"
        in_the_way.mkdir()
        await to_the_end(session)
        assert outcomes(the_session(willows)) == [
            (each, "completed") for each in ("cobra", "rhomboids", "side_bend")
        ]
        assert the_session(willows).end is SessionEnd.FINISHED

    phone.app(use)
    phone.app(again)


def test_a_bookmark_never_says_more_than_the_log(phone: Phone) -> None:
    """What the log refused is done again, not lost: the bookmark is still before it."""

    async def use(willows: Willows) -> None:
        session = begin(willows, "cobra", "rhomboids")
        await hold(session, "cobra", nth=5)
        phone.disk().is_full()
        await hold(session, "rhomboids", nth=2)
        assert "the disk is full" in willows.saving.unsaved

    async def again(willows: Willows) -> None:
        session = carry_on(willows)
        assert (session.player.exercise.id, holds_until_now(session)) == ("cobra", 5)
        await to_the_end(session)
        assert outcomes(the_session(willows)) == [
            ("cobra", "completed"),
            ("rhomboids", "completed"),
        ]

    phone.app(use)
    phone.disk().has_room()
    assert phone.entries_ever() == []
    phone.app(again)
