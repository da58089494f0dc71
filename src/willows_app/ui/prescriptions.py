"""The plan that a clinic gave this patient. Accepted, it is a fact of the log like any other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from willows_app.adherence.accepted import (
    Accepted,
    accepted_in,
    accepted_key,
    accepted_value,
    put_back_value,
)
from willows_app.adherence.facts import Change
from willows_app.adherence.log import Log
from willows_app.adherence.records import plan_in
from willows_app.routine.model import Routine
from willows_app.routine.prescription import Prescription, prescribed
from willows_app.ui.own_settings import OwnSettings
from willows_app.ui.saving import Write


class Prescriptions:
    """Reads and writes what was accepted, one value of the log for each handout."""

    def __init__(
        self,
        log: Log,
        own: OwnSettings,
        now: Callable[[], datetime],
        today: date,
        write: Callable[..., None],
    ) -> None:
        self._log = log
        self._own = own
        self._now = now
        self._today = today
        self._write = write

    def accepted(self, handout: Routine) -> Accepted | None:
        """What was accepted last of this handout; None as long as it is done as it is."""
        return accepted_in(self._log, handout)

    def as_accepted(self, handout: Routine) -> Routine:
        """The routine that the patient does."""
        accepted = self.accepted(handout)
        if accepted is None or accepted.prescription is None:
            return handout
        return prescribed(handout, accepted.prescription)

    def daily_days(self, handout: Routine) -> int:
        """How many days the daily phase is meant to last, as it stands now."""
        return plan_in(self._log, self.as_accepted(handout)).daily_days

    def accept(self, prescription: Prescription, handout: Routine) -> None:
        """Do as prescribed from now on, in the order of the plan; the handout as it is written."""
        accepted = self.accepted(handout)
        days = accepted.daily_days_before if accepted else self.daily_days(handout)
        before = self.as_accepted(handout)
        written = accepted_value(prescription, handout, self._today, before, days)
        self._change(handout, written, prescription.daily_days)

    def put_back(self, handout: Routine) -> None:
        """Do as the handout says again, for as many days as before the clinic's plan."""
        written = put_back_value(handout, self._today, self.as_accepted(handout))
        self._change(handout, written, self.days_before(handout))

    def days_before(self, handout: Routine) -> int:
        """How many days the daily phase was meant to last before a plan of the clinic."""
        accepted = self.accepted(handout)
        noted = accepted.daily_days_before if accepted else None
        return noted or handout.schedule.daily_days

    def _change(self, handout: Routine, written: str, days: int) -> None:
        now = self._now()
        length: list[Write] = []
        if days != self.daily_days(handout):
            change = partial(self._log.change_plan, handout.id, Change.LENGTH, self._today, now)
            length.append(partial(change, days=days))
        self._own.put_back_order(handout)
        self._write(partial(self._log.set, accepted_key(handout.id), written, now), *length)
