"""What was prescribed on each day, of a log in which a clinic's plan was accepted and put back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.adherence.diary import Diary
from tests.routine.prescriptions import HANDOUT, IDS, PLAN
from willows_app.adherence.accepted import (
    LastPlan,
    accepted_key,
    accepted_value,
    doses_in,
    earlier_titles_in,
    last_plan_in,
    put_back_value,
)
from willows_app.adherence.days import ONE_DAY
from willows_app.clinic.review import review_of
from willows_app.guide.performance import prescribed_seconds
from willows_app.routine.choice import Choice
from willows_app.routine.model import Routine
from willows_app.routine.prescription import Prescription, prescribed

COBRA_ALONE = replace(PLAN, exercises=("cobra",), doses={"cobra": Choice(hold=7.0)})


def june(number: int) -> date:
    return date(2026, 6, number)


class Given:
    """A patient who is given plans."""

    def __init__(self, diary: Diary) -> None:
        self.log = diary.log
        self.routine = HANDOUT

    def accepts(self, plan: Prescription, on: date) -> None:
        self._writes(accepted_value(plan, HANDOUT, on, self.routine, None), on)
        self.routine = prescribed(HANDOUT, plan)

    def puts_back(self, on: date, at: str = "12:00") -> None:
        self._writes(put_back_value(HANDOUT, on, self.routine), on, at)
        self.routine = HANDOUT

    def _writes(self, value: str, on: date, at: str = "12:00") -> None:
        """Before noon it is the night after that day."""
        clock = on if at >= "12:00" else on + ONE_DAY
        moment = datetime.fromisoformat(f"{clock}T{at}:00+01:00")
        self.log.set(accepted_key(HANDOUT.id), value, moment)

    def seconds_on(self, day: date, routine: Routine | None = None) -> dict[str, float]:
        return dict(doses_in(self.log, routine or self.routine).on(day).seconds)


@pytest.fixture
def given(tmp_path: Path) -> Given:
    return Given(Diary(tmp_path / "log.sqlite3"))


def test_a_handout_is_the_same_on_every_day(given: Given) -> None:
    assert given.seconds_on(june(1)) == prescribed_seconds(HANDOUT)
    assert doses_in(given.log, HANDOUT).before == ()


def test_the_days_before_a_plan_have_what_the_handout_says(given: Given) -> None:
    given.accepts(PLAN, june(10))
    assert given.seconds_on(june(9)) == prescribed_seconds(HANDOUT)
    assert given.seconds_on(june(10)) == prescribed_seconds(prescribed(HANDOUT, PLAN))


def test_each_plan_counts_until_the_next_and_until_it_is_put_back(given: Given) -> None:
    given.accepts(PLAN, june(10))
    given.accepts(COBRA_ALONE, june(15))
    given.puts_back(june(20))
    assert given.seconds_on(june(9)) == prescribed_seconds(HANDOUT)
    assert given.seconds_on(june(14)) == prescribed_seconds(prescribed(HANDOUT, PLAN))
    assert given.seconds_on(june(19)).keys() == {"cobra"}
    assert given.seconds_on(june(20)) == prescribed_seconds(HANDOUT)


def test_what_is_put_back_after_midnight_is_put_back_on_the_patients_day(given: Given) -> None:
    given.accepts(COBRA_ALONE, june(10))
    given.puts_back(june(20), at="01:30")
    assert given.seconds_on(june(19)).keys() == {"cobra"}
    assert given.seconds_on(june(20)) == prescribed_seconds(HANDOUT)
    assert last_plan_in(given.log, HANDOUT) == LastPlan(june(20), by_clinic=False)


def test_a_plan_that_was_accepted_on_two_phones_counts_from_the_earlier_day(
    given: Given,
) -> None:
    given.accepts(COBRA_ALONE, june(10))
    given.routine = HANDOUT  # the other phone does not know of it
    given.accepts(COBRA_ALONE, june(12))
    assert given.seconds_on(june(9)) == prescribed_seconds(HANDOUT)
    assert given.seconds_on(june(10)).keys() == given.seconds_on(june(11)).keys() == {"cobra"}


def test_a_plan_whose_words_are_in_another_language_is_the_same_plan(given: Given) -> None:
    given.accepts(PLAN, june(10))
    bands = tuple(replace(each, words=f"[{each.words}]") for each in given.routine.pain_bands)
    routine = replace(given.routine, pain_bands=bands)
    assert given.seconds_on(june(9), routine) == prescribed_seconds(HANDOUT)


def test_of_one_day_the_last_plan_counts(given: Given) -> None:
    given.accepts(COBRA_ALONE, june(10))
    given.accepts(PLAN, june(10))
    assert given.seconds_on(june(9)) == prescribed_seconds(HANDOUT)
    assert given.seconds_on(june(10)) == prescribed_seconds(prescribed(HANDOUT, PLAN))


def test_the_exercises_of_some_days_are_those_of_now_and_those_that_were_taken_out(
    given: Given,
) -> None:
    given.accepts(COBRA_ALONE, june(10))
    doses = doses_in(given.log, given.routine)
    assert doses.between(june(1), june(30)) == ("cobra", *(id for id in IDS if id != "cobra"))
    assert doses.between(june(10), june(30)) == ("cobra",)


def test_exercises_that_were_taken_out_keep_their_titles(given: Given) -> None:
    given.accepts(COBRA_ALONE, june(10))
    titles = earlier_titles_in(given.log, HANDOUT.id)
    assert titles == {each.id: each.title for each in HANDOUT.exercises}
    review = review_of(given.log, given.routine, june(1), june(12))
    assert {each.title for each in review.exercises} == set(titles.values())


def test_another_routine_than_the_patients_own_is_measured_by_itself(given: Given) -> None:
    given.accepts(PLAN, june(10))
    assert given.seconds_on(june(20), HANDOUT) == prescribed_seconds(HANDOUT)


@pytest.mark.parametrize(
    "doses",
    [
        "null",
        "[]",
        f'{{"cobra": 1{"0" * 400}}}',
        '{"cobra": -1}',
        '{"cobra": "long"}',
        '{"cobra": NaN}',
        "{}",
    ],
)
def test_doses_that_no_app_wrote_are_passed_over(given: Given, doses: str) -> None:
    value = accepted_value(PLAN, HANDOUT, june(10), HANDOUT, None)
    before, _, after = value.partition('"doses_before": ')
    written = before + f'"doses_before": {doses}, "plan": ' + after.partition('"plan": ')[2]
    given.log.set(
        accepted_key(HANDOUT.id), written, datetime.fromisoformat("2026-06-10T12:00:00+01:00")
    )
    routine = prescribed(HANDOUT, PLAN)
    assert given.seconds_on(june(9), routine) == prescribed_seconds(routine)
