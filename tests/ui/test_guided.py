"""A guided session logs each exercise the moment it ends, forgets none that the log refuses, and
tells its screen no more than it must."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.guide.conftest import HandClock
from tests.ui.conftest import EVENING, LATE, Disk, FakeStorage, Run
from willows_app.adherence.facts import Entry, PainMoment, Session, SessionEnd, Source
from willows_app.adherence.log import Log
from willows_app.guide.performance import Held, Outcome, SkipReason
from willows_app.guide.player import PlayerState
from willows_app.guide.timeline import StepKind, compile_exercise
from willows_app.routine.model import Routine, Side
from willows_app.routine.session_plan import SessionPlan
from willows_app.ui.guided import AWAY_AFTER, REFILL, GuidedSession
from willows_app.ui.saving import Saving

TOWEL = "upper_back_extension_towel"
BALLS = "upper_back_extension_tennis_balls"
STAY_IN_PLACE = (
    "cobra",
    "cat_stretch",
    "lats_standing",
    "lats_doorway",
    "rotation",
    "chair_rotation",
    "rhomboids",
    "side_bend",
)
HELD = {
    # On towel and balls: two places of 30 s, and 5 s into the third the landmark.
    TOWEL: Held(middle=65),
    BALLS: Held(middle=65),
    "cobra": Held(middle=50),
    "cat_stretch": Held(middle=80),
    "lats_standing": Held(left=20, right=20),
    "lats_doorway": Held(middle=30),
    "rotation": Held(left=30, right=30),
    "chair_rotation": Held(left=40, right=40),
    "rhomboids": Held(left=30, right=30),
    "side_bend": Held(left=20, right=20, middle=10),
}

Begin = Callable[..., GuidedSession]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.sqlite3"


@pytest.fixture
def log(path: Path) -> Iterator[Log]:
    log = Log(path)
    yield log
    log.close()


@pytest.fixture
def bookmark_file(tmp_path: Path) -> Path:
    return tmp_path / "session.json"


@pytest.fixture
def begin(
    upper_back: Routine,
    log: Log,
    saving: Saving,
    clock: HandClock,
    now: Callable[[], datetime],
    bookmark_file: Path,
) -> Begin:
    """Start a session of these exercises."""

    def begin(*ids: str) -> GuidedSession:
        plan = SessionPlan(upper_back, tuple(map(upper_back.exercise, ids)))
        guided = GuidedSession(
            plan,
            log=log,
            saving=saving,
            clock=clock,
            now=now,
            day=EVENING.date(),
            bookmark_file=bookmark_file,
        )
        guided.start()
        return guided

    return begin


def in_file(path: Path) -> Session:
    """What somebody else reads in the file."""
    log = Log(path)
    (session,) = log.sessions()
    log.close()
    return session


def entries_in_file(path: Path) -> list[str]:
    return [entry.exercise for entry in in_file(path).entries]


def rhomboids_after_cobra(path: Path, end: SessionEnd | None, outcome: Outcome) -> Entry:
    """The entry of the rhomboids, in a session that ended like this after a completed cobra."""
    logged = in_file(path)
    assert logged.end is end
    cobra, rhomboids = logged.entries
    assert (cobra.exercise, cobra.outcome) == ("cobra", Outcome.COMPLETED)
    assert (rhomboids.exercise, rhomboids.outcome) == ("rhomboids", outcome)
    return rhomboids


async def until(so: Callable[[], bool]) -> None:
    """Let time pass until it is so."""
    for _ in range(40_000):
        if so():
            return
        await asyncio.sleep(0.25)
    raise AssertionError("It never was so.")


async def the_end_of(guided: GuidedSession, exercise: str) -> None:
    """Let time pass until the exercise has just ended by itself."""
    end = guided.player.timeline.of(exercise)[-1].end
    await asyncio.sleep(end - guided.player.elapsed)
    await until(lambda: guided.player.elapsed >= end)


async def to_the_end(guided: GuidedSession) -> None:
    """Go along; on towel and balls, report the landmark 5 s into the third place."""
    while not guided.over:
        await asyncio.sleep(0.25)
        position = guided.player.position
        third = position.step.place == 3 and position.step.kind is StepKind.HOLD
        if third and guided.player.awaits_landmark:
            await asyncio.sleep(5 - position.into)
            guided.reached()


# ---------------------------------------------------------------- the log


def test_the_whole_routine_is_logged_as_it_was_done(
    upper_back: Routine, begin: Begin, run: Run[None], path: Path
) -> None:
    async def session() -> None:
        await to_the_end(begin(*(exercise.id for exercise in upper_back.exercises)))

    run(session())
    logged = in_file(path)
    assert [entry.exercise for entry in logged.entries] == list(HELD)
    assert {entry.outcome for entry in logged.entries} == {Outcome.COMPLETED}
    assert {entry.source for entry in logged.entries} == {Source.TIMED}
    for entry in logged.entries:
        held, expected = entry.held, HELD[entry.exercise]
        assert held is not None
        assert (held.left, held.right) == pytest.approx((expected.left, expected.right))
        # The landmark is tapped by a patient, who is not quite on time.
        assert held.middle == pytest.approx(expected.middle, abs=0.3)
    assert {entry.exercise: entry.places for entry in logged.entries if entry.places} == {
        TOWEL: 3,
        BALLS: 3,
    }
    assert logged.end is SessionEnd.FINISHED
    assert logged.day == EVENING.date()


@pytest.mark.parametrize("late", [0.0, 0.3, 1.7, 4.9, 5.1, 61.0, 3600.0])
def test_seconds_held_do_not_depend_on_how_late_timers_are(
    begin: Begin, run: Run[None], path: Path, late: float
) -> None:
    """The patient follows it with closed eyes, and says so each time the phone has slept."""
    absences = 0

    async def session() -> None:
        nonlocal absences
        guided = begin(*STAY_IN_PLACE)
        while not guided.over:
            await asyncio.sleep(1)
            if guided.player.state is PlayerState.AWAY:
                absences += 1
                guided.count_as_done()

    run(session(), late)
    assert (absences > 0) is (late > AWAY_AFTER)
    for entry in in_file(path).entries:
        assert entry.outcome is Outcome.COMPLETED
        assert entry.held is not None
        expected = HELD[entry.exercise]
        assert (entry.held.left, entry.held.right, entry.held.middle) == pytest.approx(
            (expected.left, expected.right, expected.middle)
        )
    assert entries_in_file(path) == list(STAY_IN_PLACE)


def test_an_exercise_is_in_the_file_when_it_ends_and_not_when_the_session_does(
    begin: Begin, run: Run[None], path: Path
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids", "side_bend")
        last = guided.player.timeline.of("cobra")[-1]
        await asyncio.sleep(last.end - 0.5)
        assert entries_in_file(path) == []
        await asyncio.sleep(0.52)
        assert entries_in_file(path) == ["cobra"]
        assert in_file(path).end is None
        await the_end_of(guided, "rhomboids")
        assert entries_in_file(path) == ["cobra", "rhomboids"]
        assert in_file(path).end is None

    run(session())


def test_an_entry_tells_when_it_was_recorded(begin: Begin, run: Run[None], path: Path) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        await the_end_of(guided, "cobra")

    run(session())
    (entry,) = in_file(path).entries
    assert (entry.recorded_at - EVENING).total_seconds() == pytest.approx(15 + 5 * 10 + 4 * 10, 1)
    assert entry.recorded_at.utcoffset() == EVENING.utcoffset()


@pytest.mark.parametrize(
    ("command", "outcomes", "end"),
    [
        ("stop", ["completed", "partly done"], SessionEnd.STOPPED),
        ("hurts stop", ["completed", "stopped for pain"], SessionEnd.STOPPED_FOR_PAIN),
        ("hurts carry_on", ["completed", "stopped for pain"], SessionEnd.STOPPED_FOR_PAIN),
        ("skip", ["completed", "partly done"], SessionEnd.FINISHED),
    ],
)
def test_the_session_ends_for_the_reason_that_the_patient_gave(
    begin: Begin,
    run: Run[None],
    path: Path,
    command: str,
    outcomes: list[str],
    end: SessionEnd,
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        await the_end_of(guided, "cobra")
        await asyncio.sleep(25)
        for tapped in command.split():
            assert (guided.over, guided.end, in_file(path).end) == (False, None, None)
            getattr(guided, tapped)()
        logged = in_file(path)
        assert [entry.outcome for entry in logged.entries] == outcomes
        assert logged.end is guided.end is end
        assert guided.over
        elapsed = guided.player.elapsed
        await asyncio.sleep(60)
        assert guided.player.elapsed == elapsed

    run(session())


@pytest.mark.parametrize(
    "again",
    [
        "stop",
        "hurts",
        "carry_on",
        "pause",
        "start",
        "skip",
        "skip_side",
        "back",
        "repeat",
        "reached",
        "add_place",
        "go_on_from_here",
        "go_back_to_where_it_was",
        "count_as_done",
    ],
)
def test_nothing_that_is_tapped_after_the_end_changes_the_end(
    begin: Begin, run: Run[None], path: Path, bookmark_file: Path, again: str
) -> None:
    async def session() -> None:
        guided = begin("cobra")
        await asyncio.sleep(20)
        guided.stop()
        before = in_file(path)
        await asyncio.sleep(1)
        getattr(guided, again)()
        await asyncio.sleep(60)
        assert (in_file(path), guided.end) == (before, SessionEnd.STOPPED)
        assert not bookmark_file.exists()
        assert (guided.over, guided.saving.busy, guided.saving.unsaved) == (True, False, "")

    run(session())


def test_it_hurts_before_anything_was_held_is_logged_too(
    begin: Begin, run: Run[None], path: Path
) -> None:
    async def session() -> None:
        guided = begin("cobra")
        await asyncio.sleep(3)
        guided.hurts()

    run(session())
    (entry,) = in_file(path).entries
    assert entry.outcome is Outcome.STOPPED_FOR_PAIN
    assert entry.held == Held()


def test_an_exercise_ended_again_after_going_back_replaces_its_entry(
    begin: Begin, run: Run[None], path: Path
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        await the_end_of(guided, "cobra")
        guided.back()
        await the_end_of(guided, "cobra")

    run(session())
    (entry,) = in_file(path).entries
    assert entry.held is not None
    assert entry.held.middle == pytest.approx(60)


# ---------------------------------------------------------------- when the clock ran out first


async def just_before_the_end(guided: GuidedSession, seconds: float) -> None:
    """Let time pass until there are only so many seconds left of a session that has just begun."""
    await asyncio.sleep(guided.player.timeline.duration - seconds - LATE)
    assert not guided.over


@pytest.mark.parametrize(
    ("command", "end", "outcome"),
    [
        ("stop", SessionEnd.FINISHED, Outcome.COMPLETED),
        ("skip", SessionEnd.FINISHED, Outcome.COMPLETED),
        # Whoever says that it hurts means what is on the screen.
        ("hurts", None, Outcome.STOPPED_FOR_PAIN),
    ],
)
@pytest.mark.parametrize("late", [0.0, 1.0, 4.5])
def test_what_is_tapped_after_the_time_ran_out_and_before_the_screen_has_said_so(
    begin: Begin,
    run: Run[None],
    path: Path,
    clock: HandClock,
    command: str,
    end: SessionEnd | None,
    outcome: Outcome,
    late: float,
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        await just_before_the_end(guided, 0.3)
        clock.passes(0.3 + late)
        getattr(guided, command)()
        assert guided.end is end

    run(session())
    held = rhomboids_after_cobra(path, end, outcome).held
    assert held is not None
    assert (held.left, held.right) == pytest.approx((30, 30))


@pytest.mark.parametrize(
    ("command", "end", "outcome"),
    [
        ("stop", SessionEnd.STOPPED, Outcome.PARTLY_DONE),
        ("hurts", None, Outcome.STOPPED_FOR_PAIN),
    ],
)
def test_what_is_tapped_just_before_the_time_runs_out_counts(
    begin: Begin,
    run: Run[None],
    path: Path,
    command: str,
    end: SessionEnd | None,
    outcome: Outcome,
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        await just_before_the_end(guided, 0.1)
        getattr(guided, command)()
        assert guided.end is end

    run(session())
    rhomboids_after_cobra(path, end, outcome)


# ---------------------------------------------------------------- saved, and only then


def test_it_is_saved_when_the_device_has_acknowledged_the_beginning_and_each_exercise(
    begin: Begin, run: Run[None], storage: FakeStorage
) -> None:
    async def session() -> None:
        storage.takes = 2
        guided = begin("cobra", "rhomboids")
        for flushes in ([], ["", ""]):  # each time the facts, and where the session stands
            for _ in range(3):
                assert (guided.saving.busy, storage.flushes) == (True, flushes)
                await asyncio.sleep(0.6)
            await asyncio.sleep(8)
            assert (guided.saving.busy, storage.flushes) == (False, [*flushes, "", ""])
            guided.skip()

    run(session())


@pytest.fixture
def disk(path: Path, log: Log) -> Disk:
    return Disk(path)


def test_an_entry_that_the_log_refuses_is_kept_and_written_at_the_next_retry(
    begin: Begin, run: Run[None], path: Path, disk: Disk
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids", "side_bend")
        disk.is_full()
        await the_end_of(guided, "cobra")
        assert "the disk is full" in guided.saving.unsaved
        assert entries_in_file(path) == []
        guided.saving.retry()
        await asyncio.sleep(0.1)
        assert "the disk is full" in guided.saving.unsaved
        disk.has_room()
        guided.saving.retry()
        assert entries_in_file(path) == ["cobra"]
        await asyncio.sleep(0.1)
        assert (guided.saving.busy, guided.saving.unsaved) == (False, "")
        guided.saving.retry()
        assert entries_in_file(path) == ["cobra"]

    run(session())


def test_what_the_log_refused_is_written_in_order_with_what_comes_after(
    begin: Begin, run: Run[None], path: Path, disk: Disk
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        disk.is_full()
        await the_end_of(guided, "cobra")
        await asyncio.sleep(30)
        guided.hurts()
        guided.stop()
        assert (entries_in_file(path), in_file(path).end) == ([], None)
        disk.has_room()
        guided.saving.retry()
        assert entries_in_file(path) == ["cobra", "rhomboids"]
        assert in_file(path).end is SessionEnd.STOPPED_FOR_PAIN

    run(session())
    first, second = in_file(path).entries
    assert first.recorded_at < second.recorded_at


def test_what_the_log_says_of_a_session_is_there_from_its_start(
    begin: Begin, run: Run[None], path: Path
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        assert guided.logged == in_file(path)
        assert guided.logged.id == guided.id
        assert guided.logged.planned == ("cobra", "rhomboids")
        await the_end_of(guided, "cobra")
        assert [entry.exercise for entry in guided.logged.entries] == ["cobra"]

    run(session())


def test_a_session_that_the_log_refuses_goes_on_and_is_logged_as_it_was_once_that_can_be(
    begin: Begin, run: Run[None], path: Path, disk: Disk
) -> None:
    async def session() -> None:
        disk.is_full("sessions")
        guided = begin("cobra", "rhomboids")
        assert guided.logged is None
        assert "the disk is full" in guided.saving.unsaved
        await the_end_of(guided, "cobra")
        guided.stop()
        assert (guided.over, guided.logged) == (True, None)
        await asyncio.sleep(60)
        assert "the disk is full" in guided.saving.unsaved
        disk.has_room("sessions")
        guided.saving.retry()
        assert guided.logged == in_file(path)
        await asyncio.sleep(0.1)
        assert (guided.saving.busy, guided.saving.unsaved) == (False, "")

    run(session())
    logged = in_file(path)
    assert (logged.started_at - EVENING).total_seconds() == pytest.approx(0, abs=0.01)
    assert (entries_in_file(path), logged.end) == (["cobra"], SessionEnd.STOPPED)
    assert logged.ended_at is not None
    assert (logged.ended_at - logged.started_at).total_seconds() < 60 + 50


# ---------------------------------------------------------------- standing still


def test_a_pause_stands_still(begin: Begin, run: Run[None], path: Path, clock: HandClock) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        await asyncio.sleep(15 + 4)  # four seconds into the first hold
        guided.pause()
        await asyncio.sleep(0)
        heard, face = Heard.of(guided, clock), guided.countdown.face
        assert (face.seconds, face.fraction) == (6, pytest.approx(0.4, abs=0.01))
        await asyncio.sleep(3600)
        assert guided.countdown.face == face
        assert (guided.player.state, entries_in_file(path)) == (PlayerState.PAUSED, [])
        assert heard.all == []
        guided.start()
        await asyncio.sleep(3)
        assert guided.countdown.face.seconds == 3
        await the_end_of(guided, "cobra")

    run(session())
    (entry,) = in_file(path).entries
    assert entry.held is not None
    assert (entry.outcome, entry.held.middle) == (Outcome.COMPLETED, pytest.approx(50))


@pytest.mark.parametrize("seconds", [1.0, 4.9])
def test_a_phone_that_hesitated_finds_the_session_where_the_clock_says(
    begin: Begin, run: Run[None], clock: HandClock, seconds: float
) -> None:
    async def session() -> None:
        guided = begin("cobra")
        await asyncio.sleep(15 + 4)
        before = guided.player.elapsed
        clock.passes(seconds)
        await asyncio.sleep(1.1)
        assert guided.running
        assert guided.player.elapsed == pytest.approx(before + seconds + 1, abs=1.1)

    run(session())


# ---------------------------------------------------------------- absence


async def an_absence(guided: GuidedSession, clock: HandClock, seconds: float = 120) -> None:
    """Five seconds into the second hold of the cobra the phone falls asleep, then wakes."""
    await asyncio.sleep(15 + 10 + 10 + 5 - LATE)
    clock.passes(seconds)
    await asyncio.sleep(1.1)


def middle(entry: Entry) -> float:
    assert entry.held is not None
    return entry.held.middle


def test_a_page_that_is_frozen_while_python_goes_on_is_an_absence_too(
    begin: Begin, run: Run[None], path: Path
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        await asyncio.sleep(20)
        guided.freeze()
        await asyncio.sleep(3600)
        assert (guided.running, entries_in_file(path)) == (True, [])
        guided.thaw()
        assert guided.player.state is PlayerState.AWAY
        assert guided.player.elapsed == pytest.approx(20, abs=0.1)
        assert guided.player.absence is not None
        assert guided.player.absence.seconds == pytest.approx(3600, abs=0.1)

        guided.go_back_to_where_it_was()
        guided.freeze()
        await asyncio.sleep(2)
        guided.thaw()
        await asyncio.sleep(1)
        assert guided.player.elapsed == pytest.approx(23, abs=0.1)
        guided.pause()
        guided.freeze()
        await asyncio.sleep(60)
        guided.thaw()
        assert guided.player.state is PlayerState.PAUSED

    run(session())


@pytest.mark.parametrize("seconds", [5.1, 45, 120, 3600])
def test_after_an_absence_the_session_stands_and_asks_and_nothing_is_credited_or_lost(
    begin: Begin, run: Run[None], path: Path, clock: HandClock, seconds: float
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        await an_absence(guided, clock, seconds)
        player, changed = guided.player, guided.changed
        assert (player.state, guided.running, entries_in_file(path)) == (
            PlayerState.AWAY,
            False,
            [],
        )
        assert (player.exercise.id, player.position.step.rep) == ("cobra", 2)
        assert player.position.into == pytest.approx(5, abs=0.1)
        assert player.absence is not None
        assert player.absence.seconds == pytest.approx(seconds, abs=0.1)
        await asyncio.sleep(600)
        assert (player.state, guided.changed, entries_in_file(path)) == (
            PlayerState.AWAY,
            changed,
            [],
        )

    run(session())


def test_after_an_absence_the_patient_goes_back_and_does_it_all(
    begin: Begin, run: Run[None], path: Path, clock: HandClock
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        await an_absence(guided, clock)
        elapsed = guided.player.elapsed
        await asyncio.sleep(30)
        guided.go_back_to_where_it_was()
        assert (guided.running, guided.player.elapsed) == (True, elapsed)
        assert entries_in_file(path) == []
        await until(lambda: guided.over)

    run(session())
    cobra, rhomboids = in_file(path).entries
    assert (cobra.outcome, middle(cobra)) == (Outcome.COMPLETED, pytest.approx(50))
    assert rhomboids.outcome is Outcome.COMPLETED


def test_after_an_absence_the_patient_goes_on_from_here_and_what_passed_is_not_credited(
    begin: Begin, run: Run[None], path: Path, clock: HandClock
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        await an_absence(guided, clock)
        elapsed = guided.player.elapsed
        await asyncio.sleep(30)  # being asked takes no time of the session
        assert guided.player.absence is not None
        away = guided.player.absence.seconds
        guided.go_on_from_here()
        assert (guided.running, guided.player.exercise.id) == (True, "rhomboids")
        assert guided.player.elapsed == pytest.approx(elapsed + away)
        (cobra,) = in_file(path).entries
        assert cobra.outcome is Outcome.PARTLY_DONE
        # One hold, and what was seen of the second.
        assert middle(cobra) == pytest.approx(15, abs=0.1)
        await until(lambda: guided.over)

    run(session())
    logged = in_file(path)
    rhomboids = logged.entries[1]
    assert rhomboids.held is not None
    assert rhomboids.outcome is Outcome.PARTLY_DONE
    assert 0 < rhomboids.held.total < 60
    assert logged.end is SessionEnd.FINISHED


def test_after_an_absence_the_patient_says_it_is_done_and_it_is_credited(
    begin: Begin, run: Run[None], path: Path, clock: HandClock
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        await an_absence(guided, clock)
        await asyncio.sleep(30)
        guided.count_as_done()
        assert (guided.running, guided.player.exercise.id) == (True, "rhomboids")
        (cobra,) = in_file(path).entries
        assert (cobra.outcome, middle(cobra)) == (Outcome.COMPLETED, pytest.approx(50))
        await until(lambda: guided.over)

    run(session())
    rhomboids = in_file(path).entries[1]
    assert rhomboids.held is not None
    assert (rhomboids.held.left, rhomboids.held.right) == pytest.approx((30, 30))


@pytest.mark.parametrize(
    ("answer", "entries"),
    [
        ("go_back_to_where_it_was", []),
        ("go_on_from_here", [("cobra", "partly done"), ("rhomboids", "skipped")]),
        ("count_as_done", [("cobra", "completed"), ("rhomboids", "completed")]),
    ],
)
def test_an_absence_beyond_the_end_of_the_session_is_asked_about_too(
    begin: Begin,
    run: Run[None],
    path: Path,
    clock: HandClock,
    answer: str,
    entries: list[tuple[str, str]],
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        await an_absence(guided, clock, 3600)
        getattr(guided, answer)()
        logged = in_file(path)
        assert [(each.exercise, each.outcome) for each in logged.entries] == entries
        assert logged.end is (SessionEnd.FINISHED if entries else None)
        assert guided.over is bool(entries)

    run(session())


def test_after_an_absence_the_patient_can_stop_and_only_what_was_seen_counts(
    begin: Begin, run: Run[None], path: Path, clock: HandClock
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        await an_absence(guided, clock)
        guided.stop()

    run(session())
    logged = in_file(path)
    (cobra,) = logged.entries
    assert (cobra.outcome, logged.end) == (Outcome.PARTLY_DONE, SessionEnd.STOPPED)
    assert middle(cobra) == pytest.approx(15, abs=0.1)


@pytest.mark.parametrize(
    "tapped", ["pause", "back", "repeat", "skip", "skip_side", "reached", "add_place"]
)
def test_what_is_tapped_on_waking_before_the_screen_is_drawn_is_not_done_but_asked_about(
    begin: Begin, run: Run[None], path: Path, clock: HandClock, tapped: str
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        await asyncio.sleep(20)
        elapsed = clock() - guided.player.origin
        clock.passes(3600)  # no timer has run since
        getattr(guided, tapped)()
        await asyncio.sleep(60)
        assert guided.player.state is PlayerState.AWAY
        assert guided.player.elapsed == pytest.approx(elapsed, abs=0.1)
        assert (guided.just_skipped, entries_in_file(path)) == (None, [])

    run(session())


@pytest.mark.parametrize(
    ("tapped", "outcome", "end"),
    [
        ("stop", Outcome.PARTLY_DONE, SessionEnd.STOPPED),
        ("hurts", Outcome.STOPPED_FOR_PAIN, None),
    ],
)
def test_a_session_can_be_stopped_on_waking_and_nothing_unseen_is_credited(
    begin: Begin,
    run: Run[None],
    path: Path,
    clock: HandClock,
    tapped: str,
    outcome: Outcome,
    end: SessionEnd | None,
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        await asyncio.sleep(20)
        clock.passes(3600)
        getattr(guided, tapped)()
        assert guided.player.state is (PlayerState.OVER if end else PlayerState.HURT)

    run(session())
    logged = in_file(path)
    (cobra,) = logged.entries
    assert (cobra.outcome, logged.end) == (outcome, end)
    assert middle(cobra) == pytest.approx(5, abs=1.1)


def test_a_pause_however_long_is_no_absence(begin: Begin, run: Run[None], clock: HandClock) -> None:
    async def session() -> None:
        guided = begin("cobra")
        await asyncio.sleep(20)
        guided.pause()
        elapsed = guided.player.elapsed
        clock.passes(3600)
        guided.lengthen(10)
        guided.start()
        guided.lengthen(10)
        assert guided.running
        await asyncio.sleep(1.1)
        assert guided.running
        assert guided.player.elapsed == pytest.approx(elapsed + 1, abs=0.2)

    run(session())


# ---------------------------------------------------------------- pain and reasons


def test_it_hurts_stands_still_and_carrying_on_leaves_that_exercise_out(
    begin: Begin, run: Run[None], path: Path, bookmark_file: Path
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids", "side_bend")
        await the_end_of(guided, "cobra")
        await asyncio.sleep(25)
        guided.hurts()
        elapsed, face = guided.player.elapsed, guided.countdown.face
        await asyncio.sleep(600)
        assert (guided.player.state, guided.player.exercise.id) == (PlayerState.HURT, "rhomboids")
        assert guided.player.elapsed == elapsed
        assert guided.countdown.face.seconds == face.seconds
        assert [(each.exercise, each.outcome) for each in in_file(path).entries] == [
            ("cobra", Outcome.COMPLETED),
            ("rhomboids", Outcome.STOPPED_FOR_PAIN),
        ]
        assert (in_file(path).end, bookmark_file.exists()) == (None, True)
        guided.carry_on()
        assert (guided.running, guided.player.exercise.id) == (True, "side_bend")
        await until(lambda: guided.over)

    run(session())
    logged = in_file(path)
    assert [(each.exercise, each.outcome) for each in logged.entries] == [
        ("cobra", Outcome.COMPLETED),
        ("rhomboids", Outcome.STOPPED_FOR_PAIN),
        ("side_bend", Outcome.COMPLETED),
    ]
    assert logged.end is SessionEnd.FINISHED


def test_it_hurts_tapped_twice_is_one_stop(begin: Begin, run: Run[None], path: Path) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        await asyncio.sleep(20)
        for _ in range(2):
            guided.hurts()
            await asyncio.sleep(7)

    run(session())
    assert written(path) == [("cobra", "stopped for pain", None)]


def test_the_session_stopped_after_pain_was_stopped_for_pain_and_names_no_other_exercise(
    begin: Begin, run: Run[None], path: Path, bookmark_file: Path
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids", "side_bend")
        await the_end_of(guided, "cobra")
        await asyncio.sleep(25)
        guided.hurts()
        await asyncio.sleep(60)
        guided.stop()

    run(session())
    assert written(path) == [
        ("cobra", "completed", None),
        ("rhomboids", "stopped for pain", None),
    ]
    logged = in_file(path)
    assert logged.end is SessionEnd.STOPPED_FOR_PAIN
    assert logged.ended_at is not None
    assert (logged.ended_at - logged.entries[1].recorded_at).total_seconds() == pytest.approx(60, 1)
    assert not bookmark_file.exists()


def written(path: Path) -> list[tuple[str, str, str | None]]:
    """Every entry that was ever written, superseded or not."""
    db = sqlite3.connect(path)
    rows = db.execute(
        "SELECT exercise, outcome, reason FROM entries ORDER BY recorded_at"
    ).fetchall()
    db.close()
    return rows


@pytest.mark.parametrize("reason", list(SkipReason))
def test_why_an_exercise_was_skipped_is_said_afterwards_and_supersedes(
    begin: Begin, run: Run[None], path: Path, reason: SkipReason
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        await asyncio.sleep(20)
        guided.skip()
        (unexplained,) = in_file(path).entries
        assert (unexplained.outcome, unexplained.reason) == (Outcome.PARTLY_DONE, None)
        assert guided.just_skipped is not None
        await asyncio.sleep(3)
        guided.say_why(reason)
        guided.say_why(SkipReason.NOT_TODAY)  # the question is gone
        assert guided.just_skipped is None
        (entry,) = in_file(path).entries
        assert (entry.outcome, entry.reason) == (Outcome.PARTLY_DONE, reason)
        assert (entry.held, entry.planned) == (unexplained.held, unexplained.planned)
        assert (guided.running, guided.player.exercise.id) == (True, "rhomboids")

    run(session())
    assert written(path) == [
        ("cobra", "partly done", None),
        ("cobra", "partly done", str(reason)),
    ]


def test_why_is_asked_until_the_next_step_and_need_not_be_answered(
    begin: Begin, run: Run[None], path: Path
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        guided.skip()
        ready = guided.player.position.step.duration
        await asyncio.sleep(ready - 1)
        assert guided.just_skipped is not None
        await asyncio.sleep(2)
        assert guided.just_skipped is None
        guided.say_why(SkipReason.NO_TIME)
        guided.stop()

    run(session())
    assert written(path)[0] == ("cobra", "skipped", None)
    assert all(reason is None for _, _, reason in written(path))


def test_why_is_no_longer_asked_of_an_exercise_that_was_done_after_all(
    begin: Begin, run: Run[None], path: Path
) -> None:
    async def session() -> None:
        guided = begin(TOWEL, "cobra")
        await asyncio.sleep(30)
        guided.skip()
        guided.back()
        await asyncio.sleep(4)
        guided.reached()
        assert guided.just_skipped is None
        guided.say_why(SkipReason.NOT_TODAY)

    run(session())
    (entry,) = in_file(path).entries
    assert (entry.outcome, entry.reason) == (Outcome.COMPLETED, None)


def test_pain_is_logged_when_it_is_said_whether_or_not_how_much(
    begin: Begin, run: Run[None], path: Path
) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        guided.say_pain(PainMoment.BEFORE, 4)
        await the_end_of(guided, "cobra")
        await asyncio.sleep(25)
        guided.hurts()
        guided.say_pain(PainMoment.STOP, 7, "rhomboids", Side.LEFT)
        guided.stop()
        assert len(in_file(path).pains) == 2
        guided.say_pain(PainMoment.AFTER, None)  # once it is over

    run(session())
    logged = in_file(path)
    assert [(each.moment, each.score, each.exercise, each.side) for each in logged.pains] == [
        (PainMoment.BEFORE, 4, None, None),
        (PainMoment.STOP, 7, "rhomboids", Side.LEFT),
        (PainMoment.AFTER, None, None, None),
    ]
    before, stop, after = (each.recorded_at for each in logged.pains)
    assert before < stop <= after
    assert logged.ended_at is not None
    assert stop <= logged.ended_at <= after
    assert logged.end is SessionEnd.STOPPED_FOR_PAIN


def test_pain_that_the_log_refuses_is_kept_and_written_at_the_next_retry(
    begin: Begin, run: Run[None], path: Path, disk: Disk
) -> None:
    async def session() -> None:
        disk.is_full("pains")
        guided = begin("cobra")
        guided.say_pain(PainMoment.BEFORE, 0)
        await asyncio.sleep(20)
        assert "the disk is full" in guided.saving.unsaved
        disk.has_room("pains")
        guided.stop()
        await asyncio.sleep(0.1)
        assert guided.saving.unsaved == ""

    run(session())
    (pain,) = in_file(path).pains
    assert (pain.score, entries_in_file(path)) == (0, ["cobra"])


# ---------------------------------------------------------------- in the session


def test_what_is_changed_in_the_session_is_what_the_log_says(
    begin: Begin, run: Run[None], path: Path
) -> None:
    """Longer holds, a side left out, and once more."""

    async def session() -> None:
        guided = begin("cobra", "rhomboids", "rotation")
        await asyncio.sleep(20)
        guided.lengthen(10)
        await the_end_of(guided, "cobra")
        guided.player.advance()
        while guided.player.position.step.kind is not StepKind.HOLD:
            await asyncio.sleep(0.25)
        guided.skip_side()
        await the_end_of(guided, "rhomboids")
        await asyncio.sleep(1)
        guided.repeat()
        assert guided.player.position.into == 0
        await until(lambda: guided.over)

    run(session())
    cobra, rhomboids, rotation = in_file(path).entries
    assert (cobra.outcome, middle(cobra)) == (Outcome.COMPLETED, pytest.approx(60))
    assert rhomboids.held is not None
    assert (rhomboids.outcome, rhomboids.held.left) == (
        Outcome.PARTLY_DONE,
        pytest.approx(30),
    )
    assert rhomboids.held.right < 1.1
    assert rotation.outcome is Outcome.COMPLETED


# ---------------------------------------------------------------- what the screen is told


@dataclass
class Heard:
    """The changes of an observable, with the time of each."""

    clock: HandClock
    all: list[tuple[float, str, Any]] = field(default_factory=list)

    def __call__(self, sender: Any, name: str | None) -> None:
        assert name is not None
        self.all.append((self.clock(), name, getattr(sender, name)))

    __hash__ = object.__hash__

    @classmethod
    def of(cls, guided: GuidedSession, clock: HandClock) -> Heard:
        heard = cls(clock)
        for observable in (guided, guided.countdown, guided.saving):
            observable.subscribe(heard)  # type: ignore[attr-defined]
        return heard

    def times(self, name: str) -> list[float]:
        return [time for time, of, _ in self.all if of == name]

    def values(self, name: str) -> list[Any]:
        return [value for _, of, value in self.all if of == name]


@pytest.fixture
def heard(begin: Begin, run: Run[None], clock: HandClock) -> tuple[Heard, GuidedSession]:
    """All that the screen is told in a session of eight exercises."""
    sessions: list[tuple[Heard, GuidedSession]] = []

    async def session() -> None:
        guided = begin(*STAY_IN_PLACE)
        sessions.append((Heard.of(guided, clock), guided))
        await until(lambda: guided.over)
        await asyncio.sleep(60)

    run(session())
    return sessions[0]


def test_the_number_changes_once_a_second_and_shows_every_second_of_every_step(
    heard: tuple[Heard, GuidedSession],
) -> None:
    told, guided = heard
    faces = zip(told.times("face"), told.values("face"), strict=True)
    numbers = [next(same) for _, same in groupby(faces, key=lambda told: told[1].seconds)]
    steps = guided.player.timeline.steps
    expected = [left for step in steps for left in range(int(step.duration), 0, -1)]
    assert [face.seconds for _, face in numbers] == [*expected, 0]
    assert min(later - earlier for (earlier, _), (later, _) in pairwise(numbers)) > 0.99


def test_the_ring_is_told_once_a_second_and_once_a_step_and_moves_by_itself(
    heard: tuple[Heard, GuidedSession],
) -> None:
    told, guided = heard
    steps = guided.player.timeline.steps
    faces = told.values("face")
    refills = [face for face in faces if face.within <= REFILL]
    assert len(refills) == len(steps)  # at every step but the first, and at the end
    assert len(faces) <= guided.player.timeline.duration + len(steps)
    for face in refills[:-1]:
        assert face.fraction == pytest.approx(0, abs=0.01)


def test_the_ring_arrives_with_the_second_that_is_shown(
    heard: tuple[Heard, GuidedSession],
) -> None:
    told, guided = heard
    durations = {step.duration for step in guided.player.timeline}
    for face in told.values("face"):
        if face.within > REFILL:
            over = {(duration - face.seconds + 1) / duration for duration in durations}
            assert any(face.fraction == pytest.approx(each, abs=1e-6) for each in over)


def test_the_screen_is_drawn_anew_once_a_step(heard: tuple[Heard, GuidedSession]) -> None:
    told, guided = heard
    assert len(told.values("changed")) == len(guided.player.timeline.steps)
    assert min(later - earlier for earlier, later in pairwise(told.times("changed"))) > 0.99


def test_nobody_is_sent_a_message_for_each_frame(heard: tuple[Heard, GuidedSession]) -> None:
    told, guided = heard
    seconds, steps = guided.player.timeline.duration, len(guided.player.timeline.steps)
    saves = 1 + 2 * len(STAY_IN_PLACE)  # the beginning was busy before anybody listened
    ends = 1
    assert len(told.all) <= seconds + 2 * steps + saves + ends
    assert len(told.all) / seconds < 1.5


def test_a_session_that_has_ended_is_silent(
    heard: tuple[Heard, GuidedSession], clock: HandClock
) -> None:
    told, _ = heard
    assert clock() - told.all[-1][0] > 59


@pytest.mark.parametrize("exercise", [*STAY_IN_PLACE, TOWEL, BALLS])
def test_the_countdown_begins_with_the_time_to_get_ready(
    upper_back: Routine, begin: Begin, run: Run[None], exercise: str
) -> None:
    async def session() -> None:
        guided = begin(exercise)
        await asyncio.sleep(0)
        first = compile_exercise(upper_back.exercise(exercise)).steps[0]
        assert (first.kind, guided.countdown.face.seconds) == (StepKind.READY, first.duration)

    run(session())


def test_exercises_are_numbered_from_one(begin: Begin, run: Run[None]) -> None:
    async def session() -> None:
        guided = begin("cobra", "rhomboids")
        assert guided.count == 2
        assert [guided.number_of(one) for one in guided.player.exercises] == [1, 2]

    run(session())
