"""The stages of a start add up to the whole."""

import pytest

from bench.stages import stages

MARKS = {"painted": 60.0, "worker-runs": 80.0, "python-runs": 430.0, "log-opened": 500.0}


def test_a_stage_is_what_lies_between_its_mark_and_the_one_before() -> None:
    took = stages(MARKS, ["worker-runs", "python-runs", "log-opened"])
    assert took == {"worker-runs": 80, "python-runs": 350, "log-opened": 70}
    assert sum(took.values()) == MARKS["log-opened"]


def test_the_order_is_the_callers_and_a_stage_out_of_order_is_seen() -> None:
    assert stages(MARKS, ["log-opened", "python-runs"])["python-runs"] == -70


def test_a_mark_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="snapshot-loaded"):
        stages(MARKS, ["worker-runs", "snapshot-loaded"])
