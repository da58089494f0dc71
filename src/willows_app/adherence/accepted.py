"""The plan that a patient accepted of a clinic: a fact of the log like any other."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from willows_app.adherence.doses import Dose, Doses
from willows_app.adherence.log import Log, reads_log
from willows_app.guide.performance import prescribed_seconds
from willows_app.language import of_a_handout
from willows_app.routine.model import Routine
from willows_app.routine.prescription import Prescription, handout_version, prescribed


@dataclass(frozen=True)
class Accepted:
    """What the patient has accepted."""

    since: date
    """The patient's day on which it was accepted."""
    prescription: Prescription | None
    """None if it cannot be used with the handout as it is now."""
    lost: tuple[str, ...] = ()
    """Ids of exercises in it that the handout does not have any more."""
    handout_changed: bool = False
    """Whether the handout has other exercises or doses than when it was accepted."""
    daily_days_before: int | None = None
    """How long the daily phase was to last before a plan was accepted, if that was noted."""


def accepted_value(
    prescription: Prescription,
    handout: Routine,
    since: date,
    before: Routine,
    daily_days_before: int | None,
) -> str:
    """What is written of a plan that is accepted; until then the patient did as in `before`."""
    from willows_app.routine.prescribing import plain_prescription

    return json.dumps(
        {
            "since": since.isoformat(),
            "handout": handout_version(handout),
            "daily_days_before": daily_days_before,
            "titles_before": {each.id: each.title for each in before.exercises},
            "doses_before": prescribed_seconds(before),
            "doses": prescribed_seconds(prescribed(handout, prescription)),
            "plan": plain_prescription(prescription),
        }
    )


def put_back_value(handout: Routine, since: date, before: Routine) -> str:
    """What is written where the handout counts again, after a plan that was as in `before`."""
    return json.dumps(
        {
            "since": since.isoformat(),
            "titles_before": {each.id: each.title for each in before.exercises},
            "doses_before": prescribed_seconds(before),
            "doses": prescribed_seconds(handout),
            "plan": None,
        }
    )


def accepted_key(routine: str) -> str:
    """The setting of the log that says what was accepted of this handout, or put back."""
    return f"prescription: {routine}"


def accepted_in(log: Log, handout: Routine) -> Accepted | None:
    """What was accepted last of this handout; None as long as it is done as it is."""
    written = log.setting(accepted_key(handout.id))
    return _read(written, handout) if written else None


@dataclass(frozen=True)
class LastPlan:
    """What is prescribed now, and since when. The days before may have had other doses."""

    since: date
    by_clinic: bool
    """Else it is the handout again, after a plan of a clinic."""


@reads_log
def last_plan_in(log: Log, routine: Routine) -> LastPlan | None:
    """Whose plan this routine is; None for a handout that was never done otherwise."""
    accepted = accepted_in(log, routine)
    if accepted is None:
        back = _put_back_on(log, routine.id)
        return LastPlan(back, by_clinic=False) if back else None
    plan = accepted.prescription
    if plan is None or not _is_as_prescribed(routine, plan):
        return None
    return LastPlan(accepted.since, by_clinic=True)


def _is_as_prescribed(routine: Routine, plan: Prescription) -> bool:
    """In what is done; words may be in another language."""
    as_prescribed = prescribed(routine, plan)
    days = as_prescribed.schedule.daily_days
    return as_prescribed.exercises == routine.exercises and days == routine.schedule.daily_days


@reads_log
def doses_in(log: Log, routine: Routine) -> Doses:
    """What was prescribed on each day, of a routine as it is prescribed now."""
    now = Dose(prescribed_seconds(routine))
    if last_plan_in(log, routine) is None:
        return Doses(now)
    # Two phones may have told them, each with what it knew: so by the day, whoever told it.
    told = sorted(_changes_of_plan(log, routine.id), key=lambda each: each.since)
    ended = [None, *(each.doses for each in told)]  # what each of them put an end to
    before = [
        (each.since, former or each.before) for each, former in zip(told, ended, strict=False)
    ]
    return Doses(now, tuple((until, dose) for until, dose in before if dose))


@reads_log
def earlier_titles_in(log: Log, routine: str) -> dict[str, str]:
    """What the exercises of earlier plans were called, by id."""
    return {
        id: of_a_handout(title)
        for each in _changes_of_plan(log, routine)
        for id, title in each.titles.items()
    }


@dataclass(frozen=True)
class _Told:
    """What one change of plan says of doses; None where it does not say."""

    since: date
    doses: Dose | None = None
    before: Dose | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    """Of the exercises until then."""


def _changes_of_plan(log: Log, routine: str) -> list[_Told]:
    rows = log.query(
        "SELECT value, set_at FROM settings WHERE key = ? ORDER BY sequence, set_at, id",
        accepted_key(routine),
    )
    return [_told(json.loads(row["value"]), datetime.fromisoformat(row["set_at"])) for row in rows]


def _told(written: str, at: datetime) -> _Told:
    try:
        value: Any = json.loads(written) if written else {"since": at.date().isoformat()}
        since = date.fromisoformat(value["since"])
        return _Told(
            since,
            _dose(value.get("doses")),
            _dose(value.get("doses_before")),
            {str(id): str(title) for id, title in dict(value.get("titles_before", {})).items()},
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return _Told(at.date())  # not written by this app


def _dose(written: object) -> Dose | None:
    if not isinstance(written, dict) or not written:
        return None
    seconds = {str(id): float(seconds) for id, seconds in written.items()}
    return Dose(seconds) if all(0 <= each < math.inf for each in seconds.values()) else None


def _put_back_on(log: Log, routine: str) -> date | None:
    changes = _changes_of_plan(log, routine)
    return changes[-1].since if changes else None


def _read(written: str, handout: Routine) -> Accepted | None:
    # Late: few patients have such a plan, and what checks it is not needed without one.
    from willows_app.routine.format import LONGEST_DAILY
    from willows_app.routine.prescribing import as_kept

    try:
        value: Any = json.loads(written)
        if value["plan"] is None:
            return None  # put back
        since, plan = date.fromisoformat(value["since"]), as_kept(value["plan"], handout)
        if plan is None:
            return Accepted(since, None)
        given = (each["id"] for each in value["plan"]["exercises"])
        version = value.get("handout", plan.handout)
        before = value.get("daily_days_before")
        return Accepted(
            since,
            plan,
            lost=tuple(id for id in given if id not in plan.exercises),
            handout_changed=version not in ("", handout_version(handout)),
            daily_days_before=before
            if type(before) is int and 1 <= before <= LONGEST_DAILY
            else None,
        )
    except (ValueError, TypeError, KeyError):
        return Accepted(date.min, None)  # not written by this app
