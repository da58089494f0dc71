"""The app without its looks: routines, the log and the session survive what devices do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.guide.conftest import HandClock
from tests.ui.conftest import EVENING, NO_ROOM, Disk, FakeStorage, Run, Tap
from willows_app.adherence.errors import LogError
from willows_app.adherence.facts import SessionEnd, Source
from willows_app.adherence.log import Log
from willows_app.device.storage import OpenElsewhere, StorageError
from willows_app.guide.performance import Outcome
from willows_app.routine.model import Routine
from willows_app.routine.problems import RoutineError
from willows_app.routine.session_plan import SessionPlan
from willows_app.ui.model import ADDED_ROUTINES, DATABASE, ROUTINE_FILE, Willows
from willows_app.ui.starting import start_session

NECK = b"""\
id: neck
title: Neck
clinic: A clinic
schedule:
  {words: every day, daily_sessions: 1, daily_days: 14, then: as needed,
   flare: {easy_days: 3, easy_pain: 2}}
cautions: [Stop on pain.]
exercises:
  - id: turn
    title: Turn
    position: Sitting
    steps: [Turn your head.]
    cautions: [Stop on pain.]
    get_ready: 5
    dose:
      repetitions: 2
      moves:
        - {id: left, title: Left, cue: Turn left., hold: 10, side: left}
"""
NEW_NECK = NECK.replace(b"title: Neck", b"title: A better neck")
BROKEN = NECK.replace(b"hold: 10", b"hold: 0").replace(b"position: Sitting", b"posture: Sitting")

Make = Callable[..., Willows]


@pytest.fixture
def make(
    shipped: dict[str, bytes],
    storage: FakeStorage,
    clock: HandClock,
    now: Callable[[], datetime],
) -> Make:
    """The app on this device, not opened yet; with other routines than the shipped ones."""

    def make(files: dict[str, bytes] = shipped) -> Willows:
        return Willows(files, storage, clock=clock, now=now)

    return make


@pytest.fixture
def willows(make: Make, run: Run[None]) -> Willows:
    willows = make()
    run(willows.open())
    return willows


def ids(willows: Willows) -> list[str]:
    return [routine.id for routine in willows.routines]


def plan(routine: Routine, *ids: str) -> SessionPlan:
    return SessionPlan(routine, tuple(map(routine.exercise, ids)))


def added_files(willows: Willows) -> list[str]:
    return [*willows.log.settings(ROUTINE_FILE)]


# ---------------------------------------------------------------- opening


def test_before_it_is_open_the_routines_are_there_and_the_log_is_not(make: Make) -> None:
    willows = make()
    assert (ids(willows), willows.ready, willows.routine.id) == (
        ["upper_back"],
        False,
        "upper_back",
    )
    with pytest.raises(LogError, match="not open"):
        _ = willows.log


def test_it_opens_with_the_shipped_routine_and_an_empty_log(
    willows: Willows, storage: FakeStorage
) -> None:
    assert (willows.ready, willows.trouble, willows.refused) == (True, "", ())
    assert (ids(willows), willows.log.sessions(), willows.done_today()) == (["upper_back"], (), ())
    assert (storage.folder / DATABASE).is_file()


@pytest.mark.parametrize(
    "error",
    [
        OpenElsewhere("Willows is open in another tab. Only one tab can write the log."),
        StorageError("A private window has no lasting storage."),
    ],
)
def test_where_storage_cannot_be_used_it_says_why_and_opens_when_it_can(
    make: Make, run: Run[None], storage: FakeStorage, error: StorageError
) -> None:
    willows, storage.trouble = make(), error
    run(willows.open())
    assert (willows.ready, willows.trouble) == (False, str(error))
    with pytest.raises(LogError, match=str(error)[:20]):
        _ = willows.log
    assert list(storage.folder.iterdir()) == []
    storage.trouble = None
    run(willows.open())
    assert (willows.ready, willows.trouble) == (True, "")
    assert willows.log.sessions() == ()


def test_a_log_that_cannot_be_opened_is_told_and_opens_when_it_can(
    make: Make, run: Run[None], storage: FakeStorage
) -> None:
    (storage.folder / DATABASE).mkdir()
    willows = make()
    run(willows.open())
    assert not willows.ready
    assert DATABASE in willows.trouble
    (storage.folder / DATABASE).rmdir()
    run(willows.open())
    assert (willows.ready, willows.trouble) == (True, "")


def test_no_routine_at_all_does_not_keep_it_from_opening(make: Make, run: Run[None]) -> None:
    willows = make({})
    run(willows.open())
    assert (willows.ready, willows.routines, willows.refused) == (True, (), ())


def test_only_a_broken_routine_does_not_keep_it_from_opening(make: Make, run: Run[None]) -> None:
    willows = make({"neck.yaml": BROKEN})
    run(willows.open())
    assert (willows.ready, willows.routines) == (True, ())
    assert [error.name for error in willows.refused] == ["neck.yaml"]


# ---------------------------------------------------------------- routines


@pytest.mark.parametrize("name", ["a.yaml", "z.yaml"])
def test_a_broken_file_beside_a_good_one_is_listed_and_the_good_one_is_used(
    make: Make, run: Run[None], shipped: dict[str, bytes], name: str
) -> None:
    willows = make(dict(sorted({**shipped, name: BROKEN}.items())))
    run(willows.open())
    assert (ids(willows), willows.routine.id) == (["upper_back"], "upper_back")
    (error,) = willows.refused
    assert error.name == name
    assert {"exercises[0].posture", "exercises[0].dose.moves[0].hold"} <= {
        problem.path for problem in error.problems
    }


def test_an_added_routine_is_there_at_once_and_after_reopening(
    willows: Willows, make: Make, run: Run[None], tap: Tap[Any], storage: FakeStorage
) -> None:
    added = tap(lambda: willows.add_routine("from my clinic.yaml", NECK))
    assert added in willows.routines
    assert storage.flushes == [""]
    again = make()
    run(again.open())
    assert (ids(again), again.refused) == (["upper_back", "neck"], ())
    assert again.one_exercise("neck", "turn") == SessionPlan(added, added.exercises)


def test_a_newer_version_of_an_added_routine_takes_its_place(
    willows: Willows, tap: Tap[Any]
) -> None:
    tap(lambda: willows.add_routine("neck.yaml", NECK))
    tap(lambda: willows.add_routine("neck (1).yaml", NEW_NECK))
    assert [routine.title for routine in willows.routines] == ["Upper Back", "A better neck"]
    assert (willows.refused, added_files(willows)) == ((), ["routine file: neck"])


def everything(willows: Willows, storage: FakeStorage) -> tuple[object, ...]:
    files = {file: file.read_bytes() for file in storage.folder.rglob("*") if file.is_file()}
    kept = (willows.routines, willows.refused, willows.routine, willows.changed)
    return (files, list(storage.flushes), *kept)


def test_an_added_routine_that_cannot_be_kept_is_told_and_is_there_after_a_retry(
    willows: Willows, make: Make, run: Run[None], tap: Tap[Any], disk: Disk
) -> None:
    disk.is_full("settings")
    tap(lambda: willows.add_routine("neck.yaml", NECK))
    assert "could not be written" in willows.saving.unsaved
    assert (ids(willows), willows.refused) == (["upper_back"], ())
    disk.has_room("settings")
    changed = willows.changed
    tap(willows.saving.retry)
    assert (willows.saving.unsaved, ids(willows)) == ("", ["upper_back", "neck"])
    assert willows.changed > changed
    again = make()
    run(again.open())
    assert (ids(again), again.refused) == (["upper_back", "neck"], ())


def test_a_newer_version_that_cannot_be_kept_leaves_the_one_before(
    willows: Willows, tap: Tap[Any], disk: Disk
) -> None:
    tap(lambda: willows.add_routine("neck.yaml", NECK))
    disk.is_full("settings")
    tap(lambda: willows.add_routine("neck.yaml", NEW_NECK))
    assert "could not be written" in willows.saving.unsaved
    assert [routine.title for routine in willows.routines] == ["Upper Back", "Neck"]
    disk.has_room("settings")
    tap(willows.saving.retry)
    assert [routine.title for routine in willows.routines] == ["Upper Back", "A better neck"]


def test_a_routine_that_lay_in_a_file_beside_the_log_is_taken_into_it_once(
    make: Make, run: Run[None], tap: Tap[Any], storage: FakeStorage
) -> None:
    folder = storage.folder / ADDED_ROUTINES
    folder.mkdir()
    (folder / "neck.yaml").write_bytes(NECK)
    (folder / "broken.yaml").write_bytes(BROKEN)
    willows = make()
    run(willows.open())
    assert (ids(willows), added_files(willows)) == (["upper_back", "neck"], ["routine file: neck"])
    tap(lambda: willows.add_routine("neck.yaml", NEW_NECK))
    again = make()
    run(again.open())
    assert [routine.title for routine in again.routines] == ["Upper Back", "A better neck"]


@pytest.mark.parametrize(
    ("name", "content", "wrong"),
    [
        ("neck.yaml", BROKEN, "hold: is 0"),
        ("neck.yaml", b"", "is empty"),
        ("neck.yaml", b"\x89PNG\r\n\x1a\n\x00\xff", "is not text in UTF-8"),
        ("neck.yaml", b"{" * 5000, "cannot be read as YAML"),
        ("neck.yaml", b"- a\n- b\n", "is a list"),
        ("neck.yaml", b"x" * 10_000_000, "has 10000000 bytes"),
        ("neck.yaml", NECK + b"# " + b"x" * 10_000_000, "bytes at most"),
    ],
    ids=["faults", "empty", "a picture", "nested", "a list", "10 MB", "10 MB of comment"],
)
def test_a_bad_routine_is_refused_with_nothing_written_and_nothing_changed(
    willows: Willows, tap: Tap[Any], storage: FakeStorage, name: str, content: bytes, wrong: str
) -> None:
    tap(lambda: willows.add_routine("neck.yaml", NECK))
    before = everything(willows, storage)
    with pytest.raises(RoutineError, match=wrong) as caught:
        tap(lambda: willows.add_routine(name, content))
    assert caught.value.name == name
    assert everything(willows, storage) == before


@pytest.mark.parametrize("name", ["mine.yaml", "upper_back.yaml", "routines/upper_back.yaml"])
def test_a_routine_with_the_id_of_a_shipped_one_is_refused_whatever_its_file_is_called(
    willows: Willows,
    tap: Tap[Any],
    storage: FakeStorage,
    shipped: dict[str, bytes],
    name: str,
) -> None:
    before = everything(willows, storage)
    with pytest.raises(RoutineError, match="as in upper_back") as caught:
        tap(lambda: willows.add_routine(name, shipped["upper_back.yaml"]))
    assert caught.value.name == name
    assert everything(willows, storage) == before
    assert added_files(willows) == []


def test_a_file_called_as_a_shipped_one_may_hold_another_routine(
    willows: Willows, tap: Tap[Any]
) -> None:
    tap(lambda: willows.add_routine("upper_back.yaml", NECK))
    assert (ids(willows), willows.refused) == (["upper_back", "neck"], ())


def test_an_added_file_that_no_longer_serves_is_listed_and_the_rest_is_used(
    willows: Willows, make: Make, run: Run[None], tap: Tap[Any]
) -> None:
    tap(lambda: willows.add_routine("neck.yaml", NECK))
    tap(lambda: willows.use_routine("neck"))
    tap(lambda: willows.log.set("routine file: neck", BROKEN.decode(), EVENING))
    again = make()
    run(again.open())
    assert (ids(again), again.routine.id) == (["upper_back"], "upper_back")
    assert [error.name for error in again.refused] == ["routines/neck.yaml"]


def test_the_routine_in_use_is_the_chosen_one_also_after_reopening(
    willows: Willows, make: Make, run: Run[None], tap: Tap[Any]
) -> None:
    tap(lambda: willows.add_routine("neck.yaml", NECK))
    assert willows.routine.id == "upper_back"
    tap(lambda: willows.use_routine("neck"))
    assert willows.routine.id == "neck"
    again = make()
    run(again.open())
    assert again.routine.id == "neck"
    tap(lambda: again.use_routine("upper_back"))
    assert again.routine.id == "upper_back"


def test_an_exercise_is_looked_for_in_its_routine_also_where_another_has_the_same_id(
    willows: Willows, tap: Tap[Any]
) -> None:
    tap(lambda: willows.add_routine("neck.yaml", NECK.replace(b"id: turn", b"id: cobra")))
    upper_back, neck = willows.routines
    for in_use in ("upper_back", "neck"):
        tap(lambda id=in_use: willows.use_routine(id))
        assert willows.one_exercise("upper_back", "cobra") == plan(upper_back, "cobra")
        assert willows.one_exercise("neck", "cobra") == plan(neck, "cobra")
    assert upper_back.exercise("cobra") != neck.exercise("cobra")
    for routine, exercise in [("neck", "rhomboids"), ("knee", "cobra"), ("neck", ""), ("", "")]:
        assert willows.one_exercise(routine, exercise) is None


# ---------------------------------------------------------------- cautions and sessions


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The screens that are gone to."""
    shown: list[str] = []
    monkeypatch.setattr("willows_app.ui.starting.go", shown.append)
    return shown


def test_cautions_are_asked_once_a_routine_and_not_again_after_reopening(
    willows: Willows, make: Make, run: Run[None], tap: Tap[Any], shown: list[str]
) -> None:
    tap(lambda: willows.add_routine("neck.yaml", NECK))
    upper_back, neck = willows.routines

    async def starts(app: Willows, where: str) -> None:
        for routine in (upper_back, upper_back, neck):
            start_session(app, plan(routine, routine.exercises[0].id))
            if app.under_way:
                app.under_way.pause()  # as does leaving its screen
        assert shown == where.split()
        shown.clear()

    run(starts(willows, "/cautions /cautions /cautions"))
    assert willows.session is None
    tap(lambda: willows.see_cautions(upper_back))
    run(starts(willows, "/session /session /cautions"))
    again = make()
    run(again.open())
    run(starts(again, "/session /session /cautions"))
    tap(lambda: again.see_cautions(neck))
    run(starts(again, "/session /session /session"))


def test_the_session_that_begins_is_the_one_that_waited_for_the_cautions(
    willows: Willows, run: Run[None], shown: list[str]
) -> None:
    async def start() -> None:
        start_session(willows, plan(willows.routine, "cobra", "cat_stretch"))
        willows.see_cautions(willows.routine)
        willows.begin()

    run(start())
    assert willows.session is not None
    assert [each.id for each in willows.session.player.exercises] == ["cobra", "cat_stretch"]
    assert willows.about_to_do is None
    assert willows.under_way is willows.session


def test_a_button_that_is_tapped_twice_begins_one_session(willows: Willows, run: Run[None]) -> None:
    async def tap_twice() -> None:
        willows.about_to_do = SessionPlan.whole(willows.routine)
        willows.begin()
        session = willows.session
        willows.begin()
        assert willows.session is session

    run(tap_twice())
    assert willows.under_way is not None
    assert len(willows.log.sessions()) == 1


@pytest.fixture
def warned(willows: Willows, tap: Tap[Any]) -> Willows:
    """The app of a patient who has read the cautions."""
    tap(lambda: willows.see_cautions(willows.routine))
    return willows


@pytest.mark.parametrize("apart", [0, 0.2, 30])
def test_a_second_tap_on_start_while_the_session_runs_changes_nothing(
    warned: Willows, run: Run[None], shown: list[str], apart: float
) -> None:
    first, second = (plan(warned.routine, *ids) for ids in (("cobra", "rotation"), ("side_bend",)))

    async def tap_twice() -> None:
        start_session(warned, first)
        session = warned.session
        await asyncio.sleep(apart)
        start_session(warned, second)
        assert warned.session is session
        assert session is not None
        assert (session.running, session.player.exercises) == (True, first.exercises)

    run(tap_twice())
    assert (shown, warned.about_to_do) == (["/session"], None)
    (session,) = warned.log.sessions()
    assert (session.planned, session.end) == (("cobra", "rotation"), None)


@pytest.mark.parametrize("left", ["pause", "stop"])
def test_start_begins_another_session_once_the_one_before_is_paused_or_over(
    warned: Willows, run: Run[None], shown: list[str], left: str
) -> None:
    async def start_twice() -> None:
        for _ in range(2):
            start_session(warned, SessionPlan.whole(warned.routine))
            await asyncio.sleep(1)
            assert warned.session is not None
            getattr(warned.session, left)()

    run(start_twice())
    assert shown == ["/session", "/session"]
    newer, older = warned.log.sessions()
    assert older.end is SessionEnd.STOPPED
    assert warned.session is not None
    assert newer.id == warned.session.id


def test_a_new_session_stops_the_one_under_way(willows: Willows, run: Run[None]) -> None:
    async def begin_twice() -> None:
        for _ in range(2):
            willows.about_to_do = SessionPlan.whole(willows.routine)
            willows.begin()
            await asyncio.sleep(1)

    run(begin_twice())
    newer, older = willows.log.sessions()
    assert (newer.end, older.end) == (None, SessionEnd.STOPPED)


def test_a_session_that_has_ended_is_not_under_way(willows: Willows, run: Run[None]) -> None:
    async def begin_and_stop() -> None:
        willows.about_to_do = SessionPlan.whole(willows.routine)
        willows.begin()
        assert willows.session is not None
        willows.session.stop()

    assert willows.under_way is None
    run(begin_and_stop())
    assert willows.under_way is None


# ---------------------------------------------------------------- what was done


def test_what_was_ticked_by_hand_is_logged_as_such_and_without_seconds(
    willows: Willows, tap: Tap[Any], storage: FakeStorage
) -> None:
    tap(lambda: willows.tick_by_hand(plan(willows.routine, "rhomboids")))
    log = Log(Path(storage.folder) / DATABASE)
    (session,) = log.sessions()
    (entry,) = session.entries
    assert (session.routine, session.planned, session.end) == (
        "upper_back",
        ("rhomboids",),
        SessionEnd.FINISHED,
    )
    assert (entry.title, entry.outcome, entry.source, entry.held) == (
        "Rhomboids",
        Outcome.COMPLETED,
        Source.TICKED_BY_HAND,
        None,
    )
    assert (entry.planned.held.left, entry.planned.held.right) == (30, 30)
    assert storage.flushes == [""]


def test_a_change_that_is_not_durable_is_told_until_one_is(
    willows: Willows, tap: Tap[Any], storage: FakeStorage
) -> None:
    storage.fails = NO_ROOM
    tap(lambda: willows.tick_by_hand(plan(willows.routine, "cobra")))
    assert (willows.saving.busy, willows.saving.unsaved) == (False, NO_ROOM)
    storage.fails = ""
    tap(lambda: willows.tick_by_hand(plan(willows.routine, "rhomboids")))
    assert (willows.saving.busy, willows.saving.unsaved) == (False, "")


@pytest.mark.parametrize(
    ("exercise", "repetitions", "planned", "places"),
    [
        ("cobra", 5, 5, None),
        ("rhomboids", 6, 6, None),
        ("upper_back_extension_towel", 1, 10, 10),
        ("upper_back_extension_tennis_balls", 1, 10, 10),
    ],
)
def test_of_what_is_ticked_along_the_back_nobody_counted_the_places(
    willows: Willows,
    tap: Tap[Any],
    exercise: str,
    repetitions: int,
    planned: int,
    places: int | None,
) -> None:
    tap(lambda: willows.tick_by_hand(plan(willows.routine, exercise)))
    ((entry,),) = (session.entries for session in willows.log.sessions())
    assert (entry.outcome, entry.places, entry.repetitions) == (
        Outcome.COMPLETED,
        None,
        repetitions,
    )
    assert (entry.planned.repetitions, entry.planned.places) == (planned, places)


def test_an_exercise_of_another_routine_with_the_same_id_is_logged_under_its_own(
    willows: Willows, tap: Tap[Any], run: Run[None]
) -> None:
    tap(lambda: willows.add_routine("neck.yaml", NECK.replace(b"id: turn", b"id: cobra")))
    neck = willows.routines[1]

    async def session() -> None:
        willows.about_to_do = plan(neck, "cobra")
        willows.begin()
        await asyncio.sleep(60)

    run(session())
    tap(lambda: willows.tick_by_hand(plan(neck, "cobra")))
    assert [session.routine for session in willows.log.sessions()] == ["neck", "neck"]
    assert [each.title for session in willows.log.sessions() for each in session.entries] == [
        "Turn"
    ] * 2


def test_a_whole_routine_can_be_ticked_as_one_session(willows: Willows, tap: Tap[Any]) -> None:
    tap(lambda: willows.tick_by_hand(SessionPlan.whole(willows.routine)))
    (session,) = willows.log.sessions()
    ids = tuple(each.id for each in willows.routine.exercises)
    assert (session.planned, session.end) == (ids, SessionEnd.FINISHED)
    assert tuple(entry.exercise for entry in session.entries) == ids
    assert {(entry.source, entry.outcome, entry.held) for entry in session.entries} == {
        (Source.TICKED_BY_HAND, Outcome.COMPLETED, None)
    }


# ---------------------------------------------------------------- what the log refuses


@pytest.fixture
def disk(willows: Willows, storage: FakeStorage) -> Disk:
    return Disk(storage.folder / DATABASE)


@pytest.mark.parametrize("table", ["sessions", "entries", "session_ends"])
def test_a_tick_that_the_log_refuses_is_told_and_written_as_it_was_at_the_next_retry(
    willows: Willows, tap: Tap[Any], disk: Disk, clock: HandClock, table: str
) -> None:
    disk.is_full(table)
    tap(lambda: willows.tick_by_hand(plan(willows.routine, "cobra")))
    assert "the disk is full" in willows.saving.unsaved
    clock.passes(600)
    disk.has_room(table)
    changed = willows.changed
    tap(willows.saving.retry)
    assert willows.changed > changed
    assert (willows.saving.busy, willows.saving.unsaved) == (False, "")
    (session,) = willows.log.sessions()
    (entry,) = session.entries
    assert (entry.exercise, entry.source) == ("cobra", Source.TICKED_BY_HAND)
    assert session.end is SessionEnd.FINISHED
    assert entry.recorded_at == session.started_at == session.ended_at
    assert (entry.recorded_at - EVENING).total_seconds() < 60


def test_a_setting_that_the_log_refuses_is_told_and_holds_after_a_retry(
    willows: Willows, tap: Tap[Any], disk: Disk
) -> None:
    disk.is_full("settings")
    tap(lambda: willows.see_cautions(willows.routine))
    assert "the disk is full" in willows.saving.unsaved
    assert not willows.cautions_seen(willows.routine)
    disk.has_room("settings")
    changed = willows.changed
    tap(willows.saving.retry)
    assert willows.changed > changed
    assert (willows.saving.unsaved, willows.cautions_seen(willows.routine)) == ("", True)


def test_a_session_and_the_app_save_in_one_place_and_in_one_order(
    willows: Willows, tap: Tap[Any], run: Run[None], disk: Disk
) -> None:
    async def a_session_that_is_refused() -> None:
        willows.about_to_do = plan(willows.routine, "cobra")
        willows.begin()
        assert willows.session is not None
        assert willows.session.saving is willows.saving
        assert willows.session.logged is None
        willows.session.hurts()
        willows.session.stop()
        await asyncio.sleep(1)

    disk.is_full("sessions")
    run(a_session_that_is_refused())
    assert "the disk is full" in willows.saving.unsaved
    disk.has_room("sessions")
    tap(lambda: willows.tick_by_hand(plan(willows.routine, "rhomboids")))
    newer, older = willows.log.sessions()
    assert (newer.end, older.end) == (SessionEnd.FINISHED, SessionEnd.STOPPED_FOR_PAIN)
    assert (newer.planned, older.planned) == (("rhomboids",), ("cobra",))
    assert willows.saving.unsaved == ""


def done(willows: Willows) -> list[str]:
    return [entry.exercise for entry in willows.done_today()]


def test_done_today_is_what_was_done_wholly_or_in_part_earliest_first(
    willows: Willows, run: Run[None], tap: Tap[Any], clock: HandClock
) -> None:
    async def morning() -> None:
        willows.about_to_do = plan(willows.routine, "cobra", "rhomboids")
        willows.begin()
        session = willows.session
        assert session is not None
        session.skip()
        await asyncio.sleep(15)
        session.stop()

    tap(lambda: willows.tick_by_hand(plan(willows.routine, "side_bend")))
    clock.passes(60)
    run(morning())
    assert [entry.outcome for entry in willows.done_today()] == [
        Outcome.COMPLETED,
        Outcome.PARTLY_DONE,
    ]
    assert done(willows) == ["side_bend", "rhomboids"]


def test_what_hurt_is_not_done(willows: Willows, run: Run[None]) -> None:
    async def session() -> None:
        willows.about_to_do = plan(willows.routine, "cobra")
        willows.begin()
        assert willows.session is not None
        await asyncio.sleep(20)
        willows.session.hurts()

    run(session())
    assert done(willows) == []


TO_MIDNIGHT = (EVENING.replace(hour=23, minute=59) - EVENING).total_seconds() + 60


def test_today_is_over_at_three_in_the_morning(
    willows: Willows, tap: Tap[Any], clock: HandClock
) -> None:
    clock.passes(TO_MIDNIGHT + 2 * 3600)
    tap(lambda: willows.tick_by_hand(plan(willows.routine, "cobra")))
    assert done(willows) == ["cobra"]
    clock.passes(3600)
    assert done(willows) == []
    assert willows.log.sessions()[0].day == EVENING.date()


def test_another_end_of_the_day_moves_nothing_that_is_logged(
    willows: Willows, tap: Tap[Any], clock: HandClock
) -> None:
    clock.passes(TO_MIDNIGHT + 3600)
    tap(lambda: willows.tick_by_hand(plan(willows.routine, "cobra")))
    tap(lambda: willows.own.end_day_at(time(0)))
    assert willows.today == EVENING.date() + timedelta(days=1)
    assert willows.log.sessions()[0].day == EVENING.date()


def test_done_today_is_of_the_routine_in_use(willows: Willows, tap: Tap[Any]) -> None:
    tap(lambda: willows.add_routine("neck.yaml", NECK))
    tap(lambda: willows.tick_by_hand(plan(willows.routines[1], "turn")))
    assert done(willows) == []
    tap(lambda: willows.use_routine("neck"))
    assert done(willows) == ["turn"]
