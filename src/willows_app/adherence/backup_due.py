"""When to remind a patient of a backup: what only this device knows could be lost with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from willows_app.adherence.log import Log

DAYS = 30
SESSIONS = 20
"""After so many days or sessions without a backup, whichever comes first."""

ASK_AGAIN = 7
"""Days after which somebody who said "Later" is asked again."""


@dataclass(frozen=True)
class Unsaved:
    """What no backup has."""

    sessions: int
    """How many sessions; not counted beyond `SESSIONS`."""
    since: date
    """The day of the last backup, or of the first session if there is none."""


def backup_is_due(unsaved: Unsaved | None, today: date, put_off: date | None) -> bool:
    """Whether to remind today; `put_off` is the day on which the patient said "Later" last."""
    if unsaved is None or (put_off and 0 <= (today - put_off).days < ASK_AGAIN):
        return False
    return unsaved.sessions >= SESSIONS or (today - unsaved.since).days >= DAYS


def unsaved_in(log: Log, last_backup: datetime | None) -> Unsaved | None:
    """What of a log came after the last backup; None if nothing did."""
    select = "SELECT day FROM current_sessions"
    if last_backup is None:
        rows = log.query(f"{select} ORDER BY day LIMIT ?", SESSIONS)
        return Unsaved(len(rows), date.fromisoformat(rows[0]["day"])) if rows else None
    # A day may end after midnight.
    rows = log.query(
        f"{select} WHERE day >= date(?, '-1 day') AND julianday(started_at) > julianday(?) LIMIT ?",
        last_backup.date().isoformat(),
        last_backup.isoformat(),
        SESSIONS,
    )
    return Unsaved(len(rows), last_backup.date()) if rows else None
