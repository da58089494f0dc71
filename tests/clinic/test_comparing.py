"""Two reviews are told apart in figures with their n, and nothing is concluded from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.adherence.diary import PARTLY, STOPPED, Diary
from tests.adherence.some_facts import facts
from tests.clinic.lived import ROUTINE, log_of
from tests.clinic.test_review import skip
from willows_app.adherence.fact_tables import Facts
from willows_app.adherence.measures import Share
from willows_app.clinic.comparing import CAUTION, differences, remarks
from willows_app.clinic.review import Review, review_of
from willows_app.guide.performance import SkipReason

LAST = date(2026, 6, 28)
JUNE, JULY = ((date(2026, month, 1), date(2026, month, 30)) for month in (6, 7))


@pytest.fixture
def log(tmp_path: Path) -> Diary:
    """A first week with two sessions, and a last one with five and less pain."""
    diary = Diary(tmp_path / "log.sqlite3")
    for day, before, after in ((1, 6, 8), (3, 5, 5)):
        session = diary.session(f"2026-06-{day:02}T18:00:00+01:00", before=before, after=after)
        diary.entry(session, "cobra", f"2026-06-{day:02}T18:00:00+01:00", STOPPED, held=6.0)
        skip(diary, diary.session(f"2026-06-{day:02}T20:00:00+01:00"), SkipReason.NO_TIME)
    for day in range(22, 27):
        diary.session(f"2026-06-{day}T18:00:00+01:00", "cobra", before=3)
    return diary


def week(log: Diary, first: date) -> Review:
    return review_of(log.log, ROUTINE, first, date.fromordinal(first.toordinal() + 6), LAST)


def rows(one: Review, other: Review) -> dict[str, tuple[str, ...]]:
    table = differences(one, other, ("first", "last"))
    assert table.columns == ("", "first", "last", "difference")
    return {name: tuple(cells) for name, *cells in table.rows}


def test_each_figure_is_told_of_both_with_what_it_is_of(log: Diary) -> None:
    told = rows(week(log, date(2026, 6, 1)), week(log, date(2026, 6, 22)))
    assert told["Sessions done of due"] == ("0% (0 of 7)", "83% (5 of 6)", "+83 percentage points")
    assert told["Pain before a session (median)"] == ("5.5 (n = 2)", "3 (n = 5)", "-2.5")
    assert told["Pain after a session (median)"] == ("6.5 (n = 2)", "no answer", "")
    assert told["Change of pain over a session (median)"] == ("+1 (n = 2)", "no answer", "")
    assert told["2 points or more worse after a session"] == ("1 of 2", "0 of 0", "")
    assert told["Stopped for pain"] == ("2 of 2 attempts", "0 of 5 attempts", "")
    assert told["Highest pain at a stop"] == ("no answer", "no answer", "")
    assert told["Skipped"] == ("2 times", "0 times", "")


def test_where_nothing_differs_it_says_so(log: Diary) -> None:
    same = week(log, date(2026, 6, 22))
    told = rows(same, same)
    assert {cells[2] for cells in told.values()} <= {"none", ""}
    assert told["Sessions done of due"][2] == "none"


def test_a_range_in_which_nothing_was_due_has_no_share(log: Diary) -> None:
    before, after = week(log, date(2026, 5, 1)), week(log, date(2026, 6, 22))
    assert rows(before, after)["Sessions done of due"] == ("nothing due", "83% (5 of 6)", "")


def test_what_must_be_known_to_compare_them_is_said(log: Diary) -> None:
    one, other = week(log, date(2026, 6, 1)), week(log, date(2026, 6, 4))
    assert [*remarks(one, other, same_patient=True)] == [
        "The two overlap: 4 days of them are the same.",
        CAUTION,
    ]
    assert [*remarks(one, other, same_patient=False)] == [CAUTION]
    stronger = replace(other, routine=replace(ROUTINE, title="Neck"))
    routines, _ = remarks(one, stronger, same_patient=False)
    assert "Their routines differ" in routines


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        (Share(599, 1000), Share(600, 1000), "less than 1 percentage point more"),
        (Share(600, 1000), Share(599, 1000), "less than 1 percentage point less"),
        (Share(1, 3), Share(2, 6), "none"),
        (Share(0.1 + 0.2, 1), Share(0.3, 1), "none"),
        (Share(604, 1000), Share(598, 1000), "-1 percentage points"),
        (Share(0, 0), Share(1, 1), ""),
    ],
)
def test_shares_are_compared_as_they_are_and_not_as_they_are_rounded(
    log: Diary, one: Share, other: Share, difference: str
) -> None:
    shown = week(log, date(2026, 6, 22))
    first, second = (
        replace(shown, total=replace(shown.total, sessions=share)) for share in (one, other)
    )
    assert rows(first, second)["Sessions done of due"][2] == difference


def test_that_ticks_by_hand_have_no_seconds_is_said(log: Diary) -> None:
    log.session("2026-06-02T18:00:00+01:00", "cobra", "cat", on="2026-06-02")
    one, other = week(log, date(2026, 6, 1)), week(log, date(2026, 6, 22))
    by_hand, _ = remarks(one, other, same_patient=True)
    assert by_hand == "Exercises ticked by hand have no seconds: 2 of the first, 0 of the second."


@settings(max_examples=20)
@given(facts())
def test_any_log_can_be_compared(known: Facts) -> None:
    with log_of(known) as log:
        one, other = (review_of(log, ROUTINE, *days) for days in (JUNE, JULY))
    table = differences(one, other, ("one", "other"))
    assert all(len(row) == 4 and row[0] and row[1] and row[2] for row in table.rows)


def test_partly_done_is_an_attempt(log: Diary) -> None:
    log.entry(
        log.session("2026-06-27T18:00:00+01:00"), "cobra", "2026-06-27T18:00:00+01:00", PARTLY
    )
    same = week(log, date(2026, 6, 22))
    assert rows(same, same)["Stopped for pain"][0] == "0 of 6 attempts"
