"""A prescription as a file that a clinician writes by hand or saves, and a patient may open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from willows_app.clinic.prescription_link import ROUTE, read_link
from willows_app.routine.document import LARGEST_FILE, read_document
from willows_app.routine.model import Routine
from willows_app.routine.prescribing import (
    PrescriptionError,
    plain_prescription,
    read_prescription,
)
from willows_app.routine.prescription import Prescription
from willows_app.routine.problems import RoutineError
from willows_app.routine.writing import as_yaml


def read_plan_file(source: bytes, handouts: Sequence[Routine]) -> Prescription:
    """The prescription of a YAML file, or of one that holds a link.

    Raises `PrescriptionError` with every problem and its line, or `LinkError`.
    """
    if ROUTE.encode() in source[:LARGEST_FILE] and b"exercises:" not in source[:LARGEST_FILE]:
        return read_link(source[:LARGEST_FILE].decode(errors="replace"), handouts)
    try:
        document = read_document(source, "")
    except RoutineError as error:
        raise PrescriptionError(error.problems) from error
    try:
        if document.problems:
            raise PrescriptionError(document.problems)
        return read_prescription(document.value, handouts)
    except PrescriptionError as error:
        found = [
            replace(each, line=each.line or document.line(each.where)) for each in error.problems
        ]
        raise PrescriptionError(sorted(found, key=lambda each: each.line or 0)) from error


def write_plan_file(prescription: Prescription) -> bytes:
    """A file of which `read_plan_file` makes the same."""
    return as_yaml(plain_prescription(prescription), indent=1)
