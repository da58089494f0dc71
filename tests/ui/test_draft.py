"""A plan while a clinician makes it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.routine.prescriptions import BANDS, HANDOUT, IDS
from willows_app.routine.choice import Choice
from willows_app.routine.prescribing import PrescriptionError
from willows_app.routine.prescription import Prescription, handout_version
from willows_app.ui.clinician.draft import FIRST_ENDS, Draft

DRAFT = Draft.of(HANDOUT)
COBRA, TOWEL = HANDOUT.exercise("cobra"), HANDOUT.exercise("upper_back_extension_towel")


def test_at_first_it_is_the_handout() -> None:
    assert DRAFT.finished("", {}) == Prescription(
        "upper_back", tuple(IDS), 14, handout=handout_version(HANDOUT)
    )


def test_each_choice_is_in_the_plan() -> None:
    draft = DRAFT.move(COBRA, -2).choose(TOWEL, False).prescribe(COBRA, Choice(hold=20))
    draft = replace(draft, daily_days=21, ends=FIRST_ENDS)
    plan = draft.finished(" A note\nto you. ", {n: band.words for n, band in enumerate(BANDS)})
    assert plan.exercises == ("cobra", *IDS[1:2], *IDS[3:])
    assert plan.doses == {"cobra": Choice(hold=20)}
    assert (plan.daily_days, plan.pain_bands, plan.note) == (21, BANDS, "A note to you.")


def test_an_exercise_can_be_taken_in_again_where_it_was() -> None:
    assert DRAFT.choose(TOWEL, False).choose(TOWEL, True) == DRAFT
    assert DRAFT.move(TOWEL, -1) == DRAFT, "the first has nowhere to go"


def test_what_was_put_back_is_not_prescribed() -> None:
    draft = DRAFT.prescribe(COBRA, Choice(hold=20)).prescribe(COBRA, Choice())
    assert draft.finished("", {}).doses == {}


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(-3, 12)), max_size=20))
def test_the_bands_always_go_from_0_to_10_without_a_gap(moves: list[tuple[int, int]]) -> None:
    draft = replace(DRAFT, ends=FIRST_ENDS)
    for number, end in moves:
        if end in draft.may_end(number):
            draft = draft.end_band(number, end)
    plan = draft.finished("", dict.fromkeys(range(3), "Words."))
    assert [score for low, high in draft.bands for score in range(low, high + 1)] == [*range(11)]
    assert len(plan.pain_bands) == 3


@pytest.mark.parametrize(
    ("draft", "note", "problem"),
    [
        (replace(DRAFT, left_out=frozenset(IDS)), "", "exercises: is a list of 0"),
        (replace(DRAFT, ends=FIRST_ENDS), "", "pain_bands[0].words: is empty"),
        (DRAFT, "x" * 301, "note: has 301 characters"),
    ],
)
def test_what_is_still_wrong_is_told(draft: Draft, note: str, problem: str) -> None:
    with pytest.raises(PrescriptionError) as refusal:
        draft.finished(note, {})
    assert problem in str(refusal.value)
