"""Logs for the tests of what a clinic gets: in memory, of whatever facts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from willows_app.adherence.fact_tables import Facts
from willows_app.adherence.log import Log
from willows_app.routine.loading import read_routine
from willows_app.shipped import shipped_routines

CODE = "P-7F3K-92QD"
EVER = date(2000, 1, 1), date(2099, 12, 31)
"""All days that hypothesis makes up."""

ROUTINE = read_routine(shipped_routines()["upper_back.yaml"], "upper_back.yaml")


@contextmanager
def log_of(facts: Facts) -> Iterator[Log]:
    """A log that holds these facts."""
    with closing(Log(Path(":memory:"))) as log:
        log.add_facts(facts)
        yield log
