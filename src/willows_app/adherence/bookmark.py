"""Where a session stands, kept in a small file beside the log until the session ends.

It is no fact of the log: it only lets a session that was cut off be carried on.
A file of its own, because it is written at every step and the log may be large.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from willows_app.adherence.errors import LogNotWritten
from willows_app.guide.player import MOST_PLACES, Player
from willows_app.guide.progress import Progress
from willows_app.language import _
from willows_app.routine.choice import Choice
from willows_app.routine.model import Routine, Side
from willows_app.routine.session_plan import SessionPlan


@dataclass(frozen=True)
class Bookmark:
    """A session and how far it has come."""

    session: str
    plan: SessionPlan
    progress: Progress
    started_at: datetime
    kept_at: datetime


def keep_bookmark(file: Path, bookmark: Bookmark) -> None:
    """Write it, wholly or not at all; raises `LogNotWritten`."""
    written = {
        "session": bookmark.session,
        "routine": bookmark.plan.routine.id,
        "exercises": [exercise.id for exercise in bookmark.plan.exercises],
        "choices": {id: asdict(choice) for id, choice in bookmark.plan.choices.items()},
        "progress": bookmark.progress.as_json(),
        "started_at": bookmark.started_at.isoformat(),
        "kept_at": bookmark.kept_at.isoformat(),
    }
    part = file.with_suffix(".part")
    try:
        part.write_text(json.dumps(written), encoding="utf-8")
        part.replace(file)
    except OSError as error:
        raise LogNotWritten(
            _("The session could not be kept ({why}).").format(why=error.strerror)
        ) from error


def read_bookmark(file: Path, routines: Mapping[str, Routine]) -> Bookmark | None:
    """The bookmark, if there is one that these routines (by id) still understand."""
    try:
        written = json.loads(file.read_text(encoding="utf-8"))
        routine = routines[written["routine"]]
        bookmark = Bookmark(
            session=str(written["session"]),
            plan=SessionPlan(
                routine,
                tuple(routine.exercise(id) for id in written["exercises"]),
                {id: _choice(choice) for id, choice in written["choices"].items()},
            ),
            progress=Progress.from_json(written["progress"]),
            started_at=datetime.fromisoformat(written["started_at"]),
            kept_at=datetime.fromisoformat(written["kept_at"]),
        )
        _check(bookmark)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        # Nothing is lost with it: what was done is in the log.
        return None
    return bookmark


def _check(bookmark: Bookmark) -> None:
    """That it can be carried on; `ValueError`, `KeyError` or `TypeError` if it cannot."""
    plan, progress = bookmark.plan, bookmark.progress
    if None in (bookmark.started_at.utcoffset(), bookmark.kept_at.utcoffset()):
        raise ValueError("A time lacks its UTC offset.")
    if set(progress.tallies) != {exercise.id for exercise in plan.exercises}:
        raise ValueError("The progress is of other exercises.")
    along_the_back = {exercise.id for exercise in plan.exercises if exercise.dose.travel}
    if (
        not progress.open <= along_the_back
        or max(progress.places.values(), default=1) > MOST_PLACES
    ):
        raise ValueError("The progress is along another back.")
    timeline = Player(plan.exercises, float, plan.choices, progress).timeline
    if min(step.duration for step in timeline) <= 0:
        raise ValueError("A step was made shorter than nothing.")
    for seconds in (progress.elapsed, *progress.skipped_at.values()):
        if not 0 <= seconds <= timeline.duration:
            raise ValueError("The progress lies beyond the session.")


def forget_bookmark(file: Path) -> None:
    """The session has ended; raises `LogNotWritten`."""
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise LogNotWritten(
            _("The session could not be closed ({why}).").format(why=error.strerror)
        ) from error


def _choice(written: dict[str, Any]) -> Choice:
    if written.get("first_side"):
        written["first_side"] = Side(written["first_side"])
    return Choice(**written)
