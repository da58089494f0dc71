"""The app without its looks: routines, the log and the session survive what devices do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from tests.guide.conftest import HandClock
from tests.ui.conftest import EVENING, FakeStorage, Run
from willows_app.adherence.facts import SessionEnd, Source
from willows_app.adherence.log import Log, LogError
from willows_app.device.storage import OpenElsewhere, StorageError
from willows_app.guide.performance import Outcome
from willows_app.routine.problems import RoutineError
from willows_app.ui.model import ADDED_ROUTINES, DATABASE, Willows
from willows_app.ui.starting import start_session

NECK = b"""\
id: neck
title: Neck
clinic: A clinic
schedule: {words: every day, daily_sessions: 1, then: as needed}
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
NO_ROOM = "The browser could not store the log (QuotaExceededError)."

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


def added_files(storage: FakeStorage) -> list[str]:
    return sorted(file.name for file in storage.folder.glob(f"{ADDED_ROUTINES}/*"))


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
    assert (ids(willows), willows.sessions(), willows.done_today()) == (["upper_back"], (), ())
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
    assert willows.sessions() == ()


def test_a_damaged_log_is_told_and_left_as_it_is(
    make: Make, run: Run[None], storage: FakeStorage
) -> None:
    file = storage.folder / DATABASE
    file.write_bytes(b"not a log, but perhaps all that is left of one" * 100)
    before = file.read_bytes()
    willows = make()
    run(willows.open())
    assert not willows.ready
    assert DATABASE in willows.trouble
    assert file.read_bytes() == before


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
    willows: Willows, make: Make, run: Run[None], storage: FakeStorage
) -> None:
    added = run(willows.add_routine("from my clinic.yaml", NECK))
    assert added in willows.routines
    assert storage.flushes == [""]
    again = make()
    run(again.open())
    assert (ids(again), again.refused) == (["upper_back", "neck"], ())
    assert again.exercise("turn") == added.exercises[0]


def test_a_newer_version_of_an_added_routine_takes_its_place(
    willows: Willows, run: Run[None], storage: FakeStorage
) -> None:
    run(willows.add_routine("neck.yaml", NECK))
    run(willows.add_routine("neck (1).yaml", NEW_NECK))
    assert [routine.title for routine in willows.routines] == ["Upper Back", "A better neck"]
    assert (willows.refused, added_files(storage)) == ((), ["neck.yaml"])


def everything(willows: Willows, storage: FakeStorage) -> tuple[object, ...]:
    files = {file: file.read_bytes() for file in storage.folder.rglob("*") if file.is_file()}
    kept = (willows.routines, willows.refused, willows.routine, willows.changed)
    return (files, list(storage.flushes), *kept)


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
    willows: Willows, run: Run[None], storage: FakeStorage, name: str, content: bytes, wrong: str
) -> None:
    run(willows.add_routine("neck.yaml", NECK))
    before = everything(willows, storage)
    with pytest.raises(RoutineError, match=wrong) as caught:
        run(willows.add_routine(name, content))
    assert caught.value.name == name
    assert everything(willows, storage) == before


@pytest.mark.parametrize("name", ["mine.yaml", "upper_back.yaml", "routines/upper_back.yaml"])
def test_a_routine_with_the_id_of_a_shipped_one_is_refused_whatever_its_file_is_called(
    willows: Willows,
    run: Run[None],
    storage: FakeStorage,
    shipped: dict[str, bytes],
    name: str,
) -> None:
    before = everything(willows, storage)
    with pytest.raises(RoutineError, match="as in upper_back") as caught:
        run(willows.add_routine(name, shipped["upper_back.yaml"]))
    assert caught.value.name == name
    assert everything(willows, storage) == before
    assert added_files(storage) == []


def test_a_file_called_as_a_shipped_one_may_hold_another_routine(
    willows: Willows, run: Run[None]
) -> None:
    run(willows.add_routine("upper_back.yaml", NECK))
    assert (ids(willows), willows.refused) == (["upper_back", "neck"], ())


def test_an_added_file_that_has_been_spoilt_is_listed_and_the_rest_is_used(
    willows: Willows, make: Make, run: Run[None], storage: FakeStorage
) -> None:
    run(willows.add_routine("neck.yaml", NECK))
    run(willows.use_routine("neck"))
    (storage.folder / ADDED_ROUTINES / "neck.yaml").write_bytes(BROKEN)
    again = make()
    run(again.open())
    assert (ids(again), again.routine.id) == (["upper_back"], "upper_back")
    assert [error.name for error in again.refused] == ["routines/neck.yaml"]


def test_the_routine_in_use_is_the_chosen_one_also_after_reopening(
    willows: Willows, make: Make, run: Run[None]
) -> None:
    run(willows.add_routine("neck.yaml", NECK))
    assert willows.routine.id == "upper_back"
    run(willows.use_routine("neck"))
    assert willows.routine.id == "neck"
    again = make()
    run(again.open())
    assert again.routine.id == "neck"
    run(again.use_routine("upper_back"))
    assert again.routine.id == "upper_back"


def test_an_exercise_is_looked_for_in_the_routine_in_use_first(
    willows: Willows, run: Run[None]
) -> None:
    run(willows.add_routine("neck.yaml", NECK.replace(b"id: turn", b"id: cobra")))
    cobra, turn = willows.routines[0].exercise("cobra"), willows.routines[1].exercise("cobra")
    assert willows.exercise("cobra") == cobra
    run(willows.use_routine("neck"))
    assert willows.exercise("cobra") == turn
    assert willows.exercise("rhomboids") is not None
    assert willows.exercise("handstand") is None
    assert [willows.routine_of(each).id for each in (cobra, turn)] == ["upper_back", "neck"]


# ---------------------------------------------------------------- cautions and sessions


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The screens that are gone to."""
    shown: list[str] = []
    monkeypatch.setattr("willows_app.ui.starting.go", shown.append)
    return shown


def test_cautions_are_asked_once_a_routine_and_not_again_after_reopening(
    willows: Willows, make: Make, run: Run[None], shown: list[str]
) -> None:
    run(willows.add_routine("neck.yaml", NECK))
    upper_back, neck = willows.routines

    async def starts(app: Willows, where: str) -> None:
        for exercises in (upper_back.exercises, upper_back.exercises[:1], neck.exercises):
            start_session(app, exercises)
        assert shown == where.split()
        shown.clear()

    run(starts(willows, "/cautions /cautions /cautions"))
    assert willows.session is None
    run(willows.see_cautions(upper_back))
    run(starts(willows, "/session /session /cautions"))
    again = make()
    run(again.open())
    run(starts(again, "/session /session /cautions"))
    run(again.see_cautions(neck))
    run(starts(again, "/session /session /session"))


def test_the_session_that_begins_is_the_one_that_waited_for_the_cautions(
    willows: Willows, run: Run[None], shown: list[str]
) -> None:
    async def start() -> None:
        start_session(willows, willows.routine.exercises[2:4])
        await willows.see_cautions(willows.routine)
        willows.begin()

    run(start())
    assert willows.session is not None
    assert [each.id for each in willows.session.player.exercises] == ["cobra", "cat_stretch"]
    assert willows.about_to_do == ()
    assert willows.under_way is willows.session


def test_a_button_that_is_tapped_twice_begins_one_session(willows: Willows, run: Run[None]) -> None:
    async def tap_twice() -> None:
        willows.about_to_do = willows.routine.exercises
        willows.begin()
        session = willows.session
        willows.begin()
        assert willows.session is session

    run(tap_twice())
    assert willows.under_way is not None
    assert len(willows.sessions()) == 1


def test_a_new_session_stops_the_one_under_way(willows: Willows, run: Run[None]) -> None:
    async def begin_twice() -> None:
        for _ in range(2):
            willows.about_to_do = willows.routine.exercises
            willows.begin()
            await asyncio.sleep(1)

    run(begin_twice())
    newer, older = willows.sessions()
    assert (newer.end, older.end) == (None, SessionEnd.STOPPED)


def test_a_session_that_has_ended_is_not_under_way(willows: Willows, run: Run[None]) -> None:
    async def begin_and_stop() -> None:
        willows.about_to_do = willows.routine.exercises
        willows.begin()
        assert willows.session is not None
        willows.session.stop()

    assert willows.under_way is None
    run(begin_and_stop())
    assert willows.under_way is None


# ---------------------------------------------------------------- what was done


def test_what_was_ticked_by_hand_is_logged_as_such_and_without_seconds(
    willows: Willows, run: Run[None], storage: FakeStorage
) -> None:
    run(willows.tick_by_hand(willows.routine.exercise("rhomboids")))
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
    willows: Willows, run: Run[None], storage: FakeStorage
) -> None:
    storage.fails = NO_ROOM
    run(willows.tick_by_hand(willows.routine.exercise("cobra")))
    assert willows.unsaved == NO_ROOM
    storage.fails = ""
    run(willows.tick_by_hand(willows.routine.exercise("rhomboids")))
    assert willows.unsaved == ""


def done(willows: Willows) -> list[str]:
    return [entry.exercise for entry in willows.done_today()]


def test_done_today_is_what_was_done_wholly_or_in_part_earliest_first(
    willows: Willows, run: Run[None], clock: HandClock
) -> None:
    async def morning() -> None:
        willows.about_to_do = tuple(map(willows.routine.exercise, ("cobra", "rhomboids")))
        willows.begin()
        session = willows.session
        assert session is not None
        session.skip()
        await asyncio.sleep(15)
        session.stop()

    run(willows.tick_by_hand(willows.routine.exercise("side_bend")))
    clock.passes(60)
    run(morning())
    assert [entry.outcome for entry in willows.done_today()] == [
        Outcome.COMPLETED,
        Outcome.PARTLY_DONE,
    ]
    assert done(willows) == ["side_bend", "rhomboids"]


def test_what_hurt_is_not_done(willows: Willows, run: Run[None]) -> None:
    async def session() -> None:
        willows.about_to_do = (willows.routine.exercise("cobra"),)
        willows.begin()
        assert willows.session is not None
        await asyncio.sleep(20)
        willows.session.hurts()

    run(session())
    assert done(willows) == []


def test_today_is_over_at_midnight(willows: Willows, run: Run[None], clock: HandClock) -> None:
    run(willows.tick_by_hand(willows.routine.exercise("cobra")))
    to_midnight = (EVENING.replace(hour=23, minute=59) - EVENING).total_seconds()
    clock.passes(to_midnight)
    assert done(willows) == ["cobra"]
    clock.passes(60)
    assert done(willows) == []


def test_done_today_is_of_the_routine_in_use(willows: Willows, run: Run[None]) -> None:
    run(willows.add_routine("neck.yaml", NECK))
    run(willows.tick_by_hand(willows.routines[1].exercise("turn")))
    assert done(willows) == []
    run(willows.use_routine("neck"))
    assert done(willows) == ["turn"]
