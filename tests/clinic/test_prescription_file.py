"""A plan as a file: written by hand, saved by the app, or a link in a file."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.routine.prescriptions import BANDS, HANDOUT, PLAN, prescriptions
from willows_app.clinic.prescription_file import read_plan_file, write_plan_file
from willows_app.clinic.prescription_link import PlanIsDamaged, link_of
from willows_app.routine.choice import Choice
from willows_app.routine.prescribing import PrescriptionError
from willows_app.routine.prescription import Prescription

BY_HAND = """\
# For P-7F3K-92QD
routine: upper_back
exercises:
  - id: cobra
    hold: 20
    repetitions: 3
  - id: side_bend
daily_days: 21
pain_bands:
  - {from: 0, to: 3, words: Carry on as planned.}
  - {from: 4, to: 5, words: "Carry on, and go into each stretch less far."}
  - {from: 6, to: 10, words: "Stop for today, and ring the clinic."}
note: >
  Until we meet
  again on Tuesday.
"""


def test_a_plan_can_be_written_by_hand() -> None:
    assert read_plan_file(BY_HAND.encode(), [HANDOUT]) == Prescription(
        routine="upper_back",
        exercises=("cobra", "side_bend"),
        daily_days=21,
        doses={"cobra": Choice(hold=20, repetitions=3)},
        pain_bands=BANDS,
        note="Until we meet again on Tuesday.",
    )


@given(prescriptions())
def test_a_saved_plan_comes_back_as_it_was(plan: Prescription) -> None:
    assert read_plan_file(write_plan_file(plan), [HANDOUT]) == plan


def test_a_file_may_hold_the_link() -> None:
    link = link_of(PLAN, "https://willows.example/")
    assert read_plan_file(f"{link}\r\n".encode(), [HANDOUT]) == PLAN
    with pytest.raises(PlanIsDamaged):
        read_plan_file(link[:-9].encode(), [HANDOUT])


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("hold: 20", "hold: 20 s", "exercises[0].hold: is the text '20 s' (line 5)"),
        ("id: cobra", "id: kobra", "exercises[0].id: is kobra, which upper_back lacks (line 4)"),
        ("to: 5", "to: 4", "pain_bands[2].from: is 6 (line 12); allowed: 5"),
        ("note: >", "notes: >", "notes: is not a key that is known here (did you mean note?)"),
        ("daily_days: 21", "daily_days: [", "cannot be read as YAML"),
        ("  - id: side_bend", "  - id: side_bend\n    id: cobra", "id: is given twice"),
        ("routine: upper_back", "routine: &a upper_back", "anchors"),
    ],
)
def test_each_problem_is_told_with_its_line(before: str, after: str, problem: str) -> None:
    with pytest.raises(PrescriptionError) as refusal:
        read_plan_file(BY_HAND.replace(before, after).encode(), [HANDOUT])
    assert problem in str(refusal.value)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"\0" * 100, b"x" * 100_000, b"[" * 60_000])
def test_whatever_the_file_is_it_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(PrescriptionError):
        read_plan_file(content, [HANDOUT])
