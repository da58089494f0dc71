"""Days, sessions and their entries as flat CSV files, and what each of their columns means.

RFC 4180 in UTF-8 with a byte order mark, by which spreadsheets know the encoding. A text that
a spreadsheet would run as a formula has an apostrophe before it, and so has one that begins
with an apostrophe: `unguarded` takes it away again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from willows_app.adherence.facts import Entry, Pain, PainMoment, Session
from willows_app.adherence.measures import Day
from willows_app.adherence.periods import Period
from willows_app.adherence.plan import Phase, Standing
from willows_app.clinic.review import Review
from willows_app.guide.performance import Held, Outcome
from willows_app.language import N_, _

Cell = str | int | float | date | None
"""What a cell says; None leaves it empty. Times are aware."""

GUARD = "'"
RISKY = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\0", GUARD)
"""What a text must not begin with: a spreadsheet runs it, or drops it and runs what follows."""


@dataclass(frozen=True)
class Table:
    """One CSV file."""

    name: str
    about: str
    columns: Mapping[str, str]
    """What each column means, with its unit."""

    @property
    def explained(self) -> str:
        """What each of its columns means, in plain text."""
        columns = (f"  {column:20} {_(about)}\n" for column, about in self.columns.items())
        return f"{self.name}\n{_(self.about)}\n\n{''.join(columns)}"

    def written(self, rows: Iterable[Mapping[str, Cell]]) -> bytes:
        """The file with these rows."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows([_written(row[column]) for column in self.columns] for row in rows)
        return text.getvalue().encode("utf-8-sig")


SESSIONS = Table(
    "sessions.csv",
    N_("One line for each session that counts, earliest first."),
    {
        "patient": N_("The code that the clinic gave."),
        "session": N_("The id of the session."),
        "day": N_("The day that it counts for."),
        "routine": N_("The id of the routine."),
        "started_at": N_("Local time with its offset from UTC; if added by hand, when that was."),
        "ended_at": N_("Likewise; empty if the app was closed in the middle."),
        "end": N_(
            "finished, stopped, stopped for pain; empty if the app was closed in the middle."
        ),
        "planned": N_("Exercises that it set out to do."),
        "completed": N_("Exercises completed."),
        "partly_done": N_("Exercises partly done."),
        "skipped": N_("Exercises skipped."),
        "stopped_for_pain": N_("Exercises stopped for pain."),
        "seconds_held": N_("Seconds held in all; empty if nothing was timed."),
        "pain_before": N_("Pain before it, from 0 (none) to 10 (the worst there is)."),
        "pain_before_said": N_("answered, declined, not asked."),
        "pain_after": N_("Pain after it, from 0 to 10."),
        "pain_after_said": N_("answered, declined, not asked."),
        "pain_at_stop": N_(
            "The highest pain that was said when something was stopped for pain. It "
            "stays where the outcome was corrected since; stopped_for_pain is as last corrected."
        ),
        "recorded": N_("timed, ticked by hand, both; empty if nothing was recorded."),
        "note": N_("What the patient wrote."),
    },
)

ENTRIES = Table(
    "entries.csv",
    N_("One line for each exercise of these sessions, as it was last corrected."),
    {
        "patient": N_("The code that the clinic gave."),
        "session": N_("The id of the session, as in sessions.csv."),
        "entry": N_("The id of the entry."),
        "day": N_("The day that the session counts for."),
        "routine": N_("The id of the routine."),
        "exercise": N_("The id of the exercise."),
        "title": N_("Its title at that time."),
        "outcome": N_("completed, partly done, skipped, stopped for pain."),
        "reason": N_("Why it was skipped; empty if that was not said."),
        "source": N_("timed, or ticked by hand: then nobody timed the seconds."),
        "held_left": N_("Seconds held on the left; empty if not timed."),
        "held_right": N_("Seconds held on the right."),
        "held_middle": N_("Seconds held on neither side."),
        "planned_left": N_("Seconds that the session planned to hold on the left."),
        "planned_right": N_("Seconds planned on the right."),
        "planned_middle": N_("Seconds planned on neither side."),
        "repetitions": N_("Repetitions done to their end, on all sides and at every place."),
        "planned_repetitions": N_("Repetitions planned."),
        "places": N_("Places along the back; empty if it has none or nobody counted them."),
        "planned_places": N_("Places planned."),
        "pain_at_stop": N_(
            "Pain when it was last stopped for pain, from 0 to 10. It stays where the "
            "outcome was corrected since."
        ),
        "pain_at_stop_said": N_("answered, declined, not asked."),
        "pain_side": N_("The side that hurt then: left, right; empty if that was not said."),
        "recorded_at": N_("Local time with its offset from UTC."),
    },
)

DAYS = Table(
    "days.csv",
    N_("One line for each day, with what was due and what became of it."),
    {
        "patient": N_("The code that the clinic gave."),
        "routine": N_(
            "The id of the routine that is reviewed; its sessions alone are counted here."
        ),
        "day": N_("The day."),
        "week": N_("The Monday of its week."),
        "phase": N_(
            "daily, as needed, flare (as needed, and stiff or sore); empty before it began."
        ),
        "status": N_("done, partly done, missed, paused, not due, due (and not over yet)."),
        "expected": N_("Sessions that the phase asks for, be there a pause or not."),
        "due": N_("Sessions due."),
        "done": N_("Sessions in which something was done."),
        "day_over": N_("1 if the day was over when the file was made, else 0."),
        "logged": N_("1 if anything was recorded, else 0."),
        "exercises_due": N_("Exercises due."),
        "exercises_completed": N_("Exercises of the routine completed at least once."),
        "seconds_due": N_("Seconds to hold, as prescribed."),
        "seconds_held": N_("Of these: of each exercise the best share of the day. None by hand."),
    },
)

TABLES = (DAYS, SESSIONS, ENTRIES)


def days_csv(patient: str, review: Review) -> bytes:
    """`days.csv` of the days that are reviewed; `patient` is the code that the clinic gave."""
    standings = dict(review.plan.days(review.first, review.last))
    return DAYS.written(
        {
            "patient": patient,
            "routine": review.routine.id,
            **_day_row(day, standings.get(day.day), review.plan.daily_sessions),
            "exercises_due": len(day.prescribed.seconds) if day.due else 0,
            "seconds_due": day.prescribed.total if day.due else 0,
        }
        for day in review.days
    )


def sessions_csv(patient: str, sessions: Iterable[Session]) -> bytes:
    """`sessions.csv` of these sessions; `patient` is the code that the clinic gave."""
    return SESSIONS.written(_session_row(patient, session) for session in sessions)


def entries_csv(patient: str, sessions: Iterable[Session]) -> bytes:
    """`entries.csv` of these sessions."""
    return ENTRIES.written(
        _entry_row(patient, session, entry) for session in sessions for entry in session.entries
    )


def columns_explained() -> str:
    """What each column of these files means, in plain text."""
    return "\n".join(table.explained for table in TABLES)


def guarded(text: str) -> str:
    """The text so that no spreadsheet runs it."""
    return GUARD + text if text.startswith(RISKY) else text


def unguarded(cell: str) -> str:
    """The text of a cell that `guarded` made."""
    return cell.removeprefix(GUARD)


def answers(session: Session) -> dict[PainMoment, Pain]:
    """What was said about pain before and after a session; the last answer counts."""
    return {pain.moment: pain for pain in session.pains if pain.moment is not PainMoment.STOP}


def stops(session: Session) -> list[Pain]:
    """What was said about pain each time that something was stopped for it."""
    return [pain for pain in session.pains if pain.moment is PainMoment.STOP]


def _day_row(day: Day, standing: Standing | None, daily_sessions: int) -> dict[str, Cell]:
    return {
        "day": day.day,
        "week": Period.WEEK.first_day(Period.WEEK.number(day.day)),
        "phase": _phase(standing) if standing else None,
        "status": day.status,
        "expected": daily_sessions if standing and standing.expected else 0,
        "due": day.due,
        "done": day.done,
        "day_over": int(day.over),
        "logged": int(day.logged),
        "exercises_completed": day.completed,
        "seconds_held": day.held,
    }


def _phase(standing: Standing) -> str:
    if standing.flare_since:
        return "flare"
    return "daily" if standing.phase is Phase.DAILY else "as needed"


def _session_row(patient: str, session: Session) -> dict[str, Cell]:
    outcomes = [entry.outcome for entry in session.entries]
    held = [entry.held.total for entry in session.entries if entry.held]
    said = answers(session)
    before, after = said.get(PainMoment.BEFORE), said.get(PainMoment.AFTER)
    scores = [pain.score for pain in stops(session) if pain.score is not None]
    return {
        "patient": patient,
        "session": session.id,
        "day": session.day,
        "routine": session.routine,
        "started_at": session.started_at,
        "ended_at": session.ended_at,
        "end": session.end,
        "planned": len(session.planned),
        "completed": outcomes.count(Outcome.COMPLETED),
        "partly_done": outcomes.count(Outcome.PARTLY_DONE),
        "skipped": outcomes.count(Outcome.SKIPPED),
        "stopped_for_pain": outcomes.count(Outcome.STOPPED_FOR_PAIN),
        "seconds_held": sum(held) if held else None,
        "pain_before": before.score if before else None,
        "pain_before_said": _said(before),
        "pain_after": after.score if after else None,
        "pain_after_said": _said(after),
        "pain_at_stop": max(scores, default=None),
        "recorded": _recorded(session),
        "note": session.note,
    }


def _entry_row(patient: str, session: Session, entry: Entry) -> dict[str, Cell]:
    stop = {pain.exercise: pain for pain in stops(session)}.get(entry.exercise)
    return {
        "patient": patient,
        "session": session.id,
        "entry": entry.id,
        "day": session.day,
        "routine": session.routine,
        "exercise": entry.exercise,
        "title": entry.title,
        "outcome": entry.outcome,
        "reason": entry.reason,
        "source": entry.source,
        **_by_side("held", entry.held),
        **_by_side("planned", entry.planned.held),
        "repetitions": entry.repetitions,
        "planned_repetitions": entry.planned.repetitions,
        "places": entry.places,
        "planned_places": entry.planned.places,
        "pain_at_stop": stop.score if stop else None,
        "pain_at_stop_said": _said(stop),
        "pain_side": stop.side if stop else None,
        "recorded_at": entry.recorded_at,
    }


def _by_side(name: str, held: Held | None) -> dict[str, Cell]:
    return {
        f"{name}_left": held.left if held else None,
        f"{name}_right": held.right if held else None,
        f"{name}_middle": held.middle if held else None,
    }


def _said(pain: Pain | None) -> str:
    if pain is None:
        return "not asked"
    return "declined" if pain.score is None else "answered"


def _recorded(session: Session) -> str | None:
    sources = {entry.source for entry in session.entries}
    return "both" if len(sources) > 1 else next(iter(sources), None)


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)
