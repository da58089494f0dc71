"""An entry of the log in words: what was done, and no more than is known."""

from __future__ import annotations

import pytest

from tests.ui.conftest import EVENING
from willows_app.adherence.facts import Entry, Source
from willows_app.guide.performance import Held, Outcome, PlannedDose
from willows_app.ui.components.entries import ICONS, entry_words

TIMED, BY_HAND = Source.TIMED, Source.TICKED_BY_HAND


@pytest.mark.parametrize(
    ("outcome", "held", "places", "source", "words"),
    [
        (Outcome.COMPLETED, Held(30, 30), None, TIMED, "Completed, left 30 s, right 30 s"),
        (Outcome.COMPLETED, Held(middle=50), None, TIMED, "Completed, held 50 s"),
        (Outcome.COMPLETED, Held(middle=95), 3, TIMED, "Completed, held 1 min 35 s, 3 places"),
        (
            Outcome.COMPLETED,
            Held(20, 20, 10),
            None,
            TIMED,
            "Completed, left 20 s, right 20 s, middle 10 s",
        ),
        (Outcome.PARTLY_DONE, Held(right=14.6), None, TIMED, "Partly done, right 15 s"),
        (Outcome.PARTLY_DONE, Held(middle=12), 1, TIMED, "Partly done, held 12 s, 1 place"),
        (Outcome.SKIPPED, Held(), None, TIMED, "Skipped"),
        (Outcome.STOPPED_FOR_PAIN, Held(), None, TIMED, "Stopped for pain"),
        (Outcome.STOPPED_FOR_PAIN, Held(left=4), None, TIMED, "Stopped for pain, left 4 s"),
        (Outcome.COMPLETED, None, None, BY_HAND, "Completed, ticked by hand"),
    ],
)
def test_the_words_of_an_entry(
    outcome: Outcome, held: Held | None, places: int | None, source: Source, words: str
) -> None:
    entry = Entry(
        id="1",
        exercise="rhomboids",
        title="Rhomboids",
        outcome=outcome,
        held=held,
        repetitions=6,
        places=places,
        planned=PlannedDose(Held(30, 30), 6, places),
        source=source,
        recorded_at=EVENING,
    )
    assert entry_words(entry) == words


def test_every_outcome_has_an_icon_of_its_own() -> None:
    assert set(ICONS) == set(Outcome)
    assert len(set(ICONS.values())) == len(Outcome)
