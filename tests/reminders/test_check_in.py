""" "How is your back?" is asked once a week, as needed, of who can be asked."""

from __future__ import annotations

import pytest

from tests.adherence.plans import as_needed, daily, day, flare, flare_over, pause, plan, resume
from willows_app.adherence.plan import Plan
from willows_app.reminders.check_in import check_in_is_due

SUNDAY = 6
MOVED = (daily(1), as_needed(8))
"""As needed from the second Monday on."""


def drawn(of: Plan, answered: int | None) -> str:
    """`?` for each day on which the question stands open."""
    fine_on = day(answered) if answered else None
    asked = (check_in_is_due(of, SUNDAY, day(number), fine_on) for number in range(1, 29))
    return "".join("?" if due else "." for due in asked).rstrip(".")


@pytest.mark.parametrize(
    ("of", "answered", "asked"),
    [
        pytest.param(plan(), None, "", id="nothing has begun"),
        pytest.param(plan(daily(1)), None, "", id="once a day asks every day anyway"),
        pytest.param(plan(*MOVED), None, "." * 13 + "?" * 15, id="open until it is answered"),
        pytest.param(plan(*MOVED), 14, "." * 13 + "." * 7 + "?" * 8, id="fine on the day"),
        pytest.param(plan(*MOVED), 17, "." * 13 + "???" + "." * 4 + "?" * 8, id="fine later"),
        pytest.param(plan(*MOVED), 13, "." * 13 + "?" * 15, id="fine the day before is last week"),
        pytest.param(plan(*MOVED, flare(14)), None, "", id="stiff"),
        pytest.param(
            plan(*MOVED, flare(14), flare_over(16)),
            None,
            "." * 20 + "?" * 8,
            id="a flare was this week's answer",
        ),
        pytest.param(plan(*MOVED, pause(12)), None, "", id="paused"),
        pytest.param(
            plan(*MOVED, pause(12), resume(16)), None, "." * 15 + "?" * 13, id="after a pause"
        ),
        pytest.param(plan(daily(1), as_needed(7)), None, "." * 13 + "?" * 15, id="moved that day"),
    ],
)
def test_the_question_stands_open(of: Plan, answered: int | None, asked: str) -> None:
    assert drawn(of, answered) == asked
