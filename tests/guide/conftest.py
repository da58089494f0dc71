from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from willows_app.routine.loading import read_routine
from willows_app.routine.model import Routine

SHIPPED = Path(__file__).parents[2] / "data" / "routines" / "upper_back.yaml"


@pytest.fixture(scope="session")
def upper_back() -> Routine:
    return read_routine(SHIPPED.read_bytes(), SHIPPED.name)


@dataclass
class HandClock:
    """A monotonic clock that a test moves by hand."""

    time: float = 1000.0

    def __call__(self) -> float:
        return self.time

    def passes(self, seconds: float) -> None:
        self.time += seconds


@pytest.fixture
def clock() -> HandClock:
    return HandClock()
