"""What a folder of exports says of a clinic's patients, and the SQL that finds it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from willows_app.practice.exports import Refused

RESULTS = ("patients", "exercises", "clinic")
"""Tables and the statements that make them, from those that patients shared and those before."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Figures:
    """The figures of a clinic."""

    patients: Sequence[Row]
    """One for each patient and routine."""
    exercises: Sequence[Row]
    clinic: Row
    refused: Sequence[Refused]
    folder: Path
    """All tables as Parquet: a file for each, or a folder of them."""

    def as_values(self) -> dict[str, Any]:
        """The same for another program."""
        return {
            "clinic": self.clinic,
            "exercises": self.exercises,
            "patients": self.patients,
            "left_out": [{"file": str(each.path), "why": each.why} for each in self.refused],
        }


class NothingToRead(Exception):
    """Every file is left out."""

    def __init__(self, refused: Sequence[Refused]) -> None:
        super().__init__("There is no file to read that a patient shared from Willows.")
        self.refused = refused


class NoRoom(Exception):
    """The computer has too little disk space or memory."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"There is not room enough to read them all. Free some disk space, or set TMPDIR to a "
            f"folder that has more. ({why})"
        )


def sql(name: str) -> str:
    """The statement of this name."""
    return (files("willows_app.practice") / f"{name}.sql").read_text("utf-8")
