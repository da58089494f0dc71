"""A bookmark gives back where a session stood, or nothing: never something that cannot go on."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.guide.conftest import HandClock
from tests.guide.doses import sessions
from willows_app.adherence.bookmark import (
    Bookmark,
    forget_bookmark,
    keep_bookmark,
    read_bookmark,
)
from willows_app.adherence.errors import LogNotWritten
from willows_app.guide.player import Player, PlayerState
from willows_app.routine.choice import Choice
from willows_app.routine.loading import read_routine
from willows_app.routine.model import Exercise, Flare, Routine, Schedule, Side, Span
from willows_app.routine.session_plan import SessionPlan
from willows_app.shipped import shipped_routines

SUMMER = timezone(timedelta(hours=1))
EVENING = datetime(2026, 6, 1, 18, 4, tzinfo=SUMMER)
TOWEL = "upper_back_extension_towel"


@pytest.fixture(scope="module")
def upper_back() -> Routine:
    return read_routine(shipped_routines()["upper_back.yaml"], "upper_back.yaml")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "session.json"


def a_bookmark(plan: SessionPlan, player: Player) -> Bookmark:
    later = EVENING + timedelta(seconds=player.elapsed)
    return Bookmark("a session", plan, deepcopy(player.progress), EVENING, later)


def walked(plan: SessionPlan, taps: list[tuple[str, float]]) -> Player:
    """A player of this plan, after so many seconds and a command each time."""
    clock = HandClock()
    player = Player(plan.exercises, clock, plan.choices)
    player.start()
    for command, argument in taps:
        clock.passes(argument)
        (player.lengthen(10) if command == "lengthen" else getattr(player, command)())
    return player


@pytest.fixture
def bookmark(upper_back: Routine) -> Bookmark:
    """With something of everything: places, a skip, a longer step, sides, choices."""
    ids = ("cobra", TOWEL, "rhomboids", "side_bend")
    choices = {"rhomboids": Choice(get_ready=30, first_side=Side.LEFT)}
    plan = SessionPlan(upper_back, tuple(map(upper_back.exercise, ids)), choices)
    taps = [("advance", 20.0), ("lengthen", 1), ("skip", 20), ("advance", 100), ("reached", 7)]
    player = walked(plan, [*taps, ("advance", 70)])
    assert player.exercise.id == "rhomboids"
    assert player.progress.skipped_at and player.progress.lengthened and player.progress.places
    return a_bookmark(plan, player)


def read(file: Path, *routines: Routine) -> Bookmark | None:
    return read_bookmark(file, {routine.id: routine for routine in routines})


# ---------------------------------------------------------------- there and back


def test_what_is_read_is_what_was_kept(file: Path, bookmark: Bookmark, upper_back: Routine) -> None:
    keep_bookmark(file, bookmark)
    assert read(file, upper_back) == bookmark
    assert list(file.parent.iterdir()) == [file]


@given(
    sessions(),
    st.lists(
        st.tuples(
            st.sampled_from(
                ["advance", "skip", "back", "lengthen", "reached", "hurts", "carry_on", "repeat"]
            ),
            st.floats(0, 200),
        ),
        max_size=20,
    ),
)
def test_wherever_a_session_stands_its_bookmark_gives_that_back(
    exercises: tuple[Exercise, ...], taps: list[tuple[str, float]]
) -> None:
    schedule = Schedule("daily", 1, 14, "as needed", Flare(3, 2))
    routine = Routine("any", "Any", "A clinic", schedule, (), (), exercises)
    choices = {each.id: Choice(places=3) for each in exercises[::2] if each.dose.travel}
    plan = SessionPlan(routine, exercises, choices)
    player = walked(plan, taps)
    if player.state is PlayerState.OVER:
        return  # Then there is none.
    kept = a_bookmark(plan, player)
    with TemporaryDirectory() as folder:
        keep_bookmark(Path(folder, "session.json"), kept)
        back = read(Path(folder, "session.json"), routine)
    assert back == kept
    again = Player(plan.exercises, HandClock(), plan.choices, back.progress)
    assert (again.position, again.timeline) == (player.position, player.timeline)
    hurt = player.state is PlayerState.HURT
    assert again.state is (PlayerState.HURT if hurt else PlayerState.PAUSED)


def test_the_latest_bookmark_counts(file: Path, bookmark: Bookmark, upper_back: Routine) -> None:
    later = replace(bookmark, kept_at=bookmark.kept_at + timedelta(minutes=1))
    keep_bookmark(file, bookmark)
    keep_bookmark(file, later)
    assert read(file, upper_back) == later


def test_a_bookmark_that_is_forgotten_is_gone_and_may_be_forgotten_again(
    file: Path, bookmark: Bookmark, upper_back: Routine
) -> None:
    keep_bookmark(file, bookmark)
    for _ in range(2):
        forget_bookmark(file)
        assert read(file, upper_back) is None
        assert list(file.parent.iterdir()) == []


# ---------------------------------------------------------------- wholly or not at all


def test_a_bookmark_is_written_wholly_or_not_at_all(
    file: Path, bookmark: Bookmark, upper_back: Routine, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_bookmark(file, bookmark)

    def half(path: Path, text: str, **_: Any) -> None:
        path.write_bytes(text[: len(text) // 2].encode())
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", half)
    with pytest.raises(LogNotWritten, match=r"could not be kept .*No space left"):
        keep_bookmark(file, replace(bookmark, session="another"))
    monkeypatch.undo()
    assert read(file, upper_back) == bookmark
    keep_bookmark(file, replace(bookmark, session="another"))
    assert list(file.parent.iterdir()) == [file]


def test_a_bookmark_that_cannot_take_its_place_is_told(file: Path, bookmark: Bookmark) -> None:
    file.mkdir()
    with pytest.raises(LogNotWritten, match="could not be kept"):
        keep_bookmark(file, bookmark)
    with pytest.raises(LogNotWritten, match="could not be closed"):
        forget_bookmark(file)


# ---------------------------------------------------------------- what is no bookmark, or no longer


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 500,
        b"\x89PNG\r\n\x1a\n\x00\xff",
        b"null",
        b"[]",
        b"{}",
        b'"session"',
        b"[" * 100_000,
        b'{"session": "a", "routine": ["upper_back"]}',
    ],
    ids=["empty", "zeros", "a picture", "null", "a list", "an object", "words", "nested", "other"],
)
def test_a_file_that_is_no_bookmark_gives_none(
    file: Path, upper_back: Routine, content: bytes
) -> None:
    file.write_bytes(content)
    assert read(file, upper_back) is None


def test_no_file_or_a_folder_gives_none(file: Path, upper_back: Routine) -> None:
    assert read(file, upper_back) is None
    file.mkdir()
    assert read(file, upper_back) is None


def test_a_bookmark_that_was_cut_short_anywhere_gives_none(
    file: Path, bookmark: Bookmark, upper_back: Routine
) -> None:
    keep_bookmark(file, bookmark)
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert read(file, upper_back) is None


Place = tuple[str | int, ...]


def places_in(written: Any, here: Place = ()) -> Iterator[Place]:
    """Every place in this JSON, from the outside in."""
    yield here
    items = written.items() if isinstance(written, dict) else ()
    items = enumerate(written) if isinstance(written, list) else items
    for key, value in items:
        yield from places_in(value, (*here, key))


def with_another(written: Any, place: Place, value: Any) -> Any:
    if not place:
        return value
    copy = deepcopy(written)
    inside = copy
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = value
    return copy


@pytest.mark.parametrize(
    "value", [None, True, -1, 0.5, 10**9, float("inf"), float("nan"), "x", "", [], {}, [[]]]
)
def test_with_anything_spoilt_it_gives_none_or_a_session_that_can_be_carried_on(
    file: Path, bookmark: Bookmark, upper_back: Routine, value: Any
) -> None:
    keep_bookmark(file, bookmark)
    written = json.loads(file.read_bytes())
    for place in places_in(written):
        file.write_text(json.dumps(with_another(written, place, value)))
        found = read(file, upper_back)
        if found is None:
            continue
        clock = HandClock()
        plan = found.plan
        for commands in ("start advance stop", "start back back reached skip stop", "stop"):
            player = Player(plan.exercises, clock, plan.choices, deepcopy(found.progress))
            for command in commands.split():
                clock.passes(30)
                getattr(player, command)()
            assert player.state is PlayerState.OVER
        assert None not in (found.started_at.utcoffset(), found.kept_at.utcoffset())


def test_without_any_of_its_parts_it_gives_none(
    file: Path, bookmark: Bookmark, upper_back: Routine
) -> None:
    keep_bookmark(file, bookmark)
    written = json.loads(file.read_bytes())
    for inside in (written, written["progress"]):
        for name in list(inside):
            value = inside.pop(name)
            file.write_text(json.dumps(written))
            assert read(file, upper_back) is None, name
            inside[name] = value
    file.write_text(json.dumps(written))
    assert read(file, upper_back) == bookmark


@pytest.mark.parametrize("name", ["started_at", "kept_at"])
def test_a_time_without_its_offset_gives_none(
    file: Path, bookmark: Bookmark, upper_back: Routine, name: str
) -> None:
    keep_bookmark(file, replace(bookmark, **{name: EVENING.replace(tzinfo=None)}))
    assert read(file, upper_back) is None


def a_newer(routine: Routine, exercise: Exercise) -> Routine:
    """The routine with a newer version of one exercise."""
    exercises = tuple(exercise if old.id == exercise.id else old for old in routine.exercises)
    return replace(routine, exercises=exercises)


def test_a_bookmark_of_a_routine_that_has_changed_since_gives_none_if_it_cannot_go_on(
    file: Path, upper_back: Routine
) -> None:
    towel, cobra = upper_back.exercise(TOWEL), upper_back.exercise("cobra")
    plan = SessionPlan(upper_back, (towel, cobra), {TOWEL: Choice(hold=120)})
    keep_bookmark(file, a_bookmark(plan, walked(plan, [("advance", 300)])))
    (move,) = towel.dose.moves
    shorter = replace(move, seconds=Span(10, 30, 60))
    changed = {
        "removed": replace(upper_back, exercises=upper_back.exercises[3:]),
        "shorter": a_newer(upper_back, replace(towel, dose=replace(towel.dose, moves=(shorter,)))),
        "in one place": a_newer(upper_back, replace(towel, dose=replace(towel.dose, travel=None))),
    }
    assert read(file, upper_back) is not None
    assert read(file) is None
    for why, routine in changed.items():
        assert read(file, routine) is None, why
