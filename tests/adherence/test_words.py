from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import pytest

from willows_app.adherence import words
from willows_app.adherence.facts import PauseReason, SessionEnd, Source
from willows_app.adherence.measures import DayStatus
from willows_app.adherence.plan import Phase
from willows_app.guide.performance import Outcome, SkipReason


@pytest.mark.parametrize(
    ("enum", "table"),
    [
        (Outcome, words.OUTCOMES),
        (SkipReason, words.SKIP_REASONS),
        (Source, words.SOURCES),
        (SessionEnd, words.SESSION_ENDS),
        (PauseReason, words.PAUSE_REASONS),
        (Phase, words.PHASES),
        (DayStatus, words.DAY_STATUSES),
    ],
)
def test_each_value_of_the_log_has_its_word_which_in_english_is_the_value(
    enum: type[StrEnum], table: Mapping[StrEnum, str]
) -> None:
    assert table == {each: each.value for each in enum}
