from __future__ import annotations

import pytest

from willows_app.routine.loading import read_routine
from willows_app.routine.model import Routine
from willows_app.shipped import shipped_routines


@pytest.fixture(scope="session")
def upper_back() -> Routine:
    return read_routine(shipped_routines()["upper_back.yaml"], "upper_back.yaml")
