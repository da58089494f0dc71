from __future__ import annotations

from pathlib import Path

import pytest

from willows_app.routine.loading import read_routine
from willows_app.routine.model import Routine

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="session")
def shipped() -> bytes:
    """The upper back routine as it is shipped."""
    return (DATA / "routines" / "upper_back.yaml").read_bytes()


@pytest.fixture(scope="session")
def upper_back(shipped: bytes) -> Routine:
    return read_routine(shipped, "upper_back.yaml")


@pytest.fixture(scope="session")
def shipped_schema() -> str:
    return (DATA / "routine.schema.json").read_text(encoding="utf-8")
