"""The references that the timeline is measured against are honest ones."""

from itertools import pairwise

import pytest

from bench.timeline import NAME, drift_of_ticking, late_wakings, measure, scan
from willows_app.guide.timeline import compile_routine
from willows_app.routine.loading import read_routine
from willows_app.shipped import shipped_routines


def test_the_scan_finds_what_the_timeline_finds() -> None:
    timeline = compile_routine(read_routine(shipped_routines()[NAME], NAME).exercises)
    for moment in (-1.0, 0.0, *(step.start for step in timeline), 100.25, timeline.duration, 1e9):
        assert scan(timeline, moment) == timeline.at(moment)


def test_a_timer_that_counts_ticks_is_right_when_it_wakes_in_time() -> None:
    assert drift_of_ticking([1.0, 2.0, 3.0]) == 0
    assert drift_of_ticking([1.5, 2.5, 3.75]) == pytest.approx(0.75)


def test_wake_ups_are_late_for_an_hour_and_the_same_in_every_run() -> None:
    wakings = late_wakings(1)
    assert wakings == late_wakings(1) != late_wakings(2)
    assert wakings[-1] >= 3600
    assert all(later - earlier >= 1 for earlier, later in pairwise([0.0, *wakings]))


def test_our_session_does_not_drift() -> None:
    *_, drift = measure(runs=1)
    assert (drift.unit, drift.value, drift.holds) == ("s", 0, True)
    assert drift.reference.value > 1
