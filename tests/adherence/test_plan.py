"""What is expected on each day: "once a day initially, then symptomatically"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adherence.plans import (
    LAST,
    SCHEDULE,
    answers,
    as_needed,
    changes,
    daily,
    day,
    drawn,
    easy_days,
    flare,
    flare_over,
    in_order,
    length,
    numbers,
    pause,
    pauses,
    plan,
    resume,
)
from willows_app.adherence.facts import Change, PauseReason, PlanChange
from willows_app.adherence.plan import Pause, Phase, Plan, plan_of

# ---------------------------------------------------------------- once a day initially


def test_before_the_first_change_nothing_is_expected() -> None:
    nothing = plan()
    assert (nothing.first, nothing.on(day(1)), nothing.due(day(1))) == (None, None, False)
    assert (nothing.number(day(1)), nothing.daily_is_over(day(1), done=True)) == (0, False)
    assert list(nothing.days(day(1), day(9))) == []


def test_once_a_day_initially_is_every_day_from_the_first_on() -> None:
    daily_from_day_3 = plan(daily(3))
    assert drawn(daily_from_day_3, 12) == "  DDDDDDDDDD"
    assert daily_from_day_3.first == day(3)
    assert daily_from_day_3.on(day(2)) is None
    assert daily_from_day_3.due(date(2126, 1, 1))


def test_every_day_of_the_daily_phase_has_its_number() -> None:
    numbered = plan(daily(3))
    assert [numbered.number(day(number)) for number in range(1, 8)] == [0, 0, 1, 2, 3, 4, 5]


def test_paused_days_are_not_counted() -> None:
    """ "Day 4 of 14" is the fourth day on which a session was due."""
    numbered = plan(daily(1), pause(3, until=4), pause(7))
    assert [numbered.number(day(number)) for number in range(1, 10)] == [1, 2, 2, 2, 3, 4, 4, 4, 4]


@pytest.mark.parametrize(
    ("what", "today", "done", "offered"),
    [
        ("on day 13 of 14", 13, True, False),
        ("on the last day, before its session", 14, False, False),
        ("on the last day, after it", 14, True, True),
        ("on day 15", 15, False, True),
        ("a month later, for it is never forced", 44, False, True),
    ],
)
def test_as_needed_is_offered_when_the_daily_phase_has_had_its_days(
    what: str, today: int, done: bool, offered: bool
) -> None:
    daily_phase = plan(daily(1))
    assert daily_phase.daily_is_over(day(today), done) is offered
    assert drawn(daily_phase, today) == "D" * today


@pytest.mark.parametrize(
    ("what", "told", "today"),
    [
        ("paused days are none of the 14", (daily(1), pause(5, until=6)), 15),
        ("nor is it offered in a pause", (daily(1), pause(15)), 20),
        ("the length was changed", (daily(1), length(10, days=21)), 20),
        ("changed twice, the last one counts", (daily(1), length(1, 3), length(9, 30)), 29),
        ("it is as needed already", (daily(1), as_needed(8)), 30),
        ("it is daily again since day 20", (daily(1), as_needed(8), daily(20)), 32),
    ],
)
def test_as_needed_is_not_offered_when(what: str, told: tuple[PlanChange, ...], today: int) -> None:
    assert not plan(*told).daily_is_over(day(today), done=True)


def test_the_length_can_be_changed_before_the_first_session_and_after_its_end() -> None:
    assert plan(length(1, days=7), daily(2)).daily_is_over(day(9), done=False)
    over = plan(daily(1), length(20, days=5))
    assert (over.daily_days, over.number(day(20)), over.daily_is_over(day(20), False)) == (
        5,
        20,
        True,
    )


# ---------------------------------------------------------------- then symptomatically


@pytest.mark.parametrize(
    ("what", "told", "expected"),
    [
        ("nothing is due as needed", (daily(1), as_needed(5)), "DDDD........"),
        ("a routine may begin as needed", (as_needed(3),), "  .........."),
        ("back to daily at any time", (daily(1), as_needed(5), daily(9)), "DDDD....DDDD"),
        (
            "the move undone: daily with its first day, as if nothing had been",
            (daily(1), as_needed(5), daily(1)),
            "DDDDDDDDDDDD",
        ),
        (
            "from tomorrow, and thought better of today",
            (daily(1), as_needed(6), as_needed(4)),
            "DDD.........",
        ),
        ("moved later after all", (daily(1), as_needed(5), daily(5), as_needed(8)), "DDDDDDD....."),
        (
            "told afterwards: daily from day 3 on",
            (daily(1), as_needed(2), daily(5), as_needed(9), daily(3)),
            "D.DDDDDDDDDD",
        ),
    ],
)
def test_then_symptomatically(what: str, told: tuple[PlanChange, ...], expected: str) -> None:
    assert drawn(plan(*told), 12) == expected


def test_a_daily_phase_begins_anew_after_the_as_needed_one() -> None:
    again = plan(daily(1), as_needed(5), daily(9))
    assert [again.number(day(number)) for number in (4, 5, 8, 9, 10)] == [4, 1, 4, 1, 2]


@pytest.mark.parametrize("undo", [daily(1), daily(5)])
def test_a_move_that_was_undone_leaves_the_number_of_the_day(undo: PlanChange) -> None:
    """With the phase's own first day, or on the day of the move."""
    standing = (undone := plan(daily(1), as_needed(5), undo)).on(day(6))
    assert standing is not None
    assert (standing.since, undone.number(day(6))) == (day(1), 6)


def test_a_phase_that_is_on_does_not_begin_anew() -> None:
    """A second phone began it with its own first session."""
    assert plan(daily(1), daily(6)).number(day(6)) == 6


# ---------------------------------------------------------------- flares


@pytest.mark.parametrize(
    ("what", "told", "pain", "expected"),
    [
        ("until somebody says so", [flare(8)], "", "DDDD...FFFFF"),
        ("ended by hand", [flare(7), flare_over(10)], "", "DDDD..FFF..."),
        ("ended on the day it began", [flare(7), flare_over(7)], "", "DDDD........"),
        ("and sore again on that day", [flare(7), flare_over(7), flare(7)], "", "DDDD..FFFFFF"),
        (
            "over from tomorrow on, then sore again today",
            [flare(7), flare_over(9), flare(8)],
            "",
            "DDDD..FFFFFF",
        ),
        ("after three easy days", [flare(7)], "      eee", "DDDD..FFF..."),
        ("easy days before it count for nothing", [flare(8)], "     eeehh", "DDDD...FFFFF"),
        ("a hard day breaks the row", [flare(6)], "     eeheee", "DDDD.FFFFFF."),
        ("a day without an answer does not", [flare(6)], "     e ee", "DDDD.FFFF..."),
        ("nor does it count as one", [flare(6)], "     e e", "DDDD.FFFFFFF"),
        ("what comes later does not bring it back", [flare(6)], "     eeehhh", "DDDD.FFF...."),
        (
            "said again, the easy days begin anew",
            [flare(6), flare(8)],
            "     eeeee",
            "DDDD.FFFFF..",
        ),
        (
            "told afterwards, from an earlier day on",
            [flare(10), flare(7)],
            "",
            "DDDD..FFFFFF",
        ),
        (
            "told afterwards, an earlier one that had passed",
            [flare(10), flare(5)],
            "    eee",
            "DDDDFFF..FFF",
        ),
        (
            "it ends with the phase it was in",
            [flare(6), daily(8), as_needed(10)],
            "",
            "DDDD.FFDD...",
        ),
        ("each flare has its own days", [flare(5), flare(10)], "    eee  eee", "DDDDFFF..FFF"),
        (
            "sore on the day after it passed",
            [flare(5), flare(8)],
            "    eeehhhhh",
            "DDDDFFFFFFFF",
        ),
    ],
)
def test_on_days_of_a_flare_a_session_is_due(
    what: str, told: list[PlanChange], pain: str, expected: str
) -> None:
    assert drawn(plan(daily(1), as_needed(5), *told, easy=pain), 12) == expected


@pytest.mark.parametrize(
    ("told", "pain", "since"),
    [
        ([flare(6)], "", 6),
        ([flare(6), flare(8)], "", 6),
        ([flare(8), flare(6)], "", 6),
        ([flare(6), flare_over(8), flare(9)], "", 9),
        ([flare(5), flare(8)], "    eee", 8),
    ],
)
def test_a_flare_has_a_first_day_and_saying_it_again_does_not_move_that(
    told: list[PlanChange], pain: str, since: int
) -> None:
    standing = plan(daily(1), as_needed(5), *told, easy=pain).on(day(10))
    assert standing is not None
    assert standing.flare_since == day(since)


def test_a_flare_in_the_daily_phase_changes_nothing_there_nor_afterwards() -> None:
    assert drawn(plan(daily(1), flare(3), as_needed(5)), 8) == "DDDD...."


def test_how_many_easy_days_end_a_flare_is_the_clinics_to_choose() -> None:
    one = replace(SCHEDULE, flare=replace(SCHEDULE.flare, easy_days=1))
    told = daily(1), as_needed(2), flare(4)
    assert drawn(plan(*told, easy="   he", schedule=one), 8) == "D..FF..."


# ---------------------------------------------------------------- pauses


@pytest.mark.parametrize(
    ("what", "told", "expected"),
    [
        ("open", [pause(4)], "DDDPPPPPPPPP"),
        ("open, then over", [pause(4), resume(8)], "DDDPPPPDDDDD"),
        ("with an end", [pause(4, until=6)], "DDDPPPDDDDDD"),
        ("for a day", [pause(4, until=4)], "DDDPDDDDDDDD"),
        ("over before its end", [pause(4, until=9), resume(6)], "DDDPPDDDDDDD"),
        ("told afterwards", [pause(2, until=3), pause(9)], "DPPDDDDDPPPP"),
        ("taken back on the same day", [pause(4), resume(4)], "DDDDDDDDDDDD"),
        ("and again on that day", [pause(4), resume(4), pause(4)], "DDDPPPPPPPPP"),
        ("over while there was none", [resume(4)], "DDDDDDDDDDDD"),
        ("one within the other", [pause(3, until=9), pause(5, until=6)], "DDPPPPPPPDDD"),
        ("an open one is not ended by another", [pause(3), pause(5, until=6)], "DDPPPPPPPPPP"),
        ("one end ends all that have begun", [pause(3), pause(5), resume(7)], "DDPPPPDDDDDD"),
        (
            "a journey that was announced is not called off by getting well",
            [pause(2), pause(9, until=11), resume(5)],
            "DPPPDDDDPPPD",
        ),
        ("a journey called off", [pause(9, until=11), resume(9)], "DDDDDDDDDDDD"),
        ("as needed begins meanwhile", [pause(4, until=8), as_needed(6)], "DDDPP......."),
        ("a flare in a pause is not due", [as_needed(3), flare(4), pause(6, 8)], "DD.FFPPPFFFF"),
    ],
)
def test_on_days_of_a_pause_nothing_is_due(
    what: str, told: list[PlanChange], expected: str
) -> None:
    assert drawn(plan(daily(1), *told), 12) == expected


def test_a_pause_that_was_told_before_anything_began_holds_all_the_same() -> None:
    assert drawn(plan(pause(1, until=5), daily(4)), 8) == "   PPDDD"


def test_a_pause_says_why_and_since_when_and_until_when_once_that_is_known() -> None:
    def paused(*told: PlanChange) -> Pause | None:
        standing = plan(daily(1), *told).on(day(5))
        return standing and standing.pause

    travel = PauseReason.TRAVEL
    assert paused(pause(4, None, travel)) == Pause(travel, day(4), None)
    assert paused(pause(4, 8, travel)) == Pause(travel, day(4), day(8))
    assert paused(pause(4, None, travel), resume(7)) == Pause(travel, day(4), day(6))
    assert paused(pause(4, None, travel), pause(5, 6)) == Pause(PauseReason.ILLNESS, day(5), day(6))


@given(changes(), pauses())
def test_a_pause_takes_days_out_and_adds_none(told: list[PlanChange], paused: PlanChange) -> None:
    before, after = plan(*told), plan(*told, paused)
    for number in range(1, LAST + 2):
        today = day(number)
        within = paused.day <= today <= (paused.until or date.max)
        assert after.due(today) == (before.due(today) and not within)


@given(changes(), numbers)
def test_the_end_of_a_pause_takes_no_day_out(told: list[PlanChange], end: int) -> None:
    before, after = plan(*told), plan(*told, resume(end))
    for number in range(1, LAST + 2):
        assert after.due(day(number)) >= before.due(day(number))
        if number < end:
            assert after.due(day(number)) == before.due(day(number))


@pytest.mark.parametrize(
    ("what", "told", "expected"),
    [
        ("none", [], []),
        ("one that has begun", [pause(4)], []),
        ("one that begins today", [pause(5)], []),
        ("one from tomorrow on", [pause(6)], [(6, None)]),
        ("the earliest first", [pause(9, 11), pause(7, 7)], [(7, 7), (9, 11)]),
        ("one on the heels of another", [pause(7, 8), pause(9, 11)], [(7, 8), (9, 11)]),
        ("one that begins within another", [pause(7, 12), pause(9, 11)], [(7, 12)]),
        ("one that begins within the pause of today", [pause(4), pause(9, 11)], []),
        ("of two from the same day the longer one", [pause(9, 15), pause(9, 11)], [(9, 15)]),
        ("one that was called off", [pause(9, 11), resume(9)], []),
        (
            "one that was called off and announced anew",
            [pause(9), resume(9), pause(9)],
            [(9, None)],
        ),
    ],
)
def test_a_pause_to_come_is_told_once_no_other_takes_out_its_first_day(
    what: str, told: list[PlanChange], expected: list[tuple[int, int | None]]
) -> None:
    to_come = plan(daily(1), *told).pauses_to_come(day(5))
    assert [(each.since, each.until) for each in to_come] == [
        (day(since), until and day(until)) for since, until in expected
    ]


@given(changes(), numbers)
def test_a_pause_to_come_is_called_off_on_its_first_day_and_no_other_with_it(
    told: list[PlanChange], today: int
) -> None:
    before = plan(*told)
    for announced in before.pauses_to_come(day(today)):
        after = plan(*told, resume((announced.since - day(1)).days + 1))
        assert announced not in after.pauses_to_come(day(today))
        for number in range(1, LAST + 2):
            if announced.since <= day(number) <= announced.last:
                assert after.due(day(number)) >= before.due(day(number))
            else:
                assert after.due(day(number)) == before.due(day(number))


# ---------------------------------------------------------------- the order of the changes


def test_a_clock_that_was_set_back_does_not_change_the_order_of_the_changes() -> None:
    """As needed on 5 June; then the clock was set back a year, and it is daily again."""
    june, a_year_before = datetime(2026, 6, 5, tzinfo=UTC), datetime(2025, 6, 6, tzinfo=UTC)
    told = in_order(daily(1), as_needed(5), daily(6))
    told = [replace(told[0], recorded_at=june), replace(told[1], recorded_at=june), told[2]]
    told[2] = replace(told[2], recorded_at=a_year_before)
    assert drawn(plan_of(SCHEDULE, told, {}), 10) == "DDDD.DDDDD"


def test_two_phones_tell_one_plan_the_later_word_ruling_among_equals() -> None:
    """Both counted their changes from 1; at the same count the clock decides."""

    def told(phone: str, *of_phone: PlanChange, hour: int) -> list[PlanChange]:
        at = datetime(2026, 6, 20, hour, tzinfo=UTC)
        return [
            replace(each, id=f"{phone} {each.id}", recorded_at=at) for each in in_order(*of_phone)
        ]

    one = told("one", daily(1), as_needed(15), pause(18), resume(20), hour=9)
    two = told("two", daily(4), pause(10, until=11), hour=10)
    expected = "DDDDDDDDDPPDDD......"
    assert drawn(plan_of(SCHEDULE, one + two, {})) == expected
    assert drawn(plan_of(SCHEDULE, two + one, {})) == expected


def test_the_same_moment_in_another_offset_is_the_same_moment() -> None:
    at = datetime.fromisoformat
    auckland = replace(as_needed(5), id="a", sequence=2, recorded_at=at("2026-06-05T10:00+12:00"))
    london = replace(daily(5), id="b", sequence=2, recorded_at=at("2026-06-04T23:30+01:00"))
    first = replace(as_needed(1), id="c", sequence=1)
    assert drawn(plan_of(SCHEDULE, [auckland, london, first], {}), 8) == "....DDDD"


@given(changes(), easy_days(), st.randoms(use_true_random=False))
def test_the_order_in_which_changes_arrive_does_not_matter(
    told: list[PlanChange], easy: Mapping[date, bool], chance: Random
) -> None:
    shuffled = list(told)
    chance.shuffle(shuffled)
    assert plan_of(SCHEDULE, shuffled, easy) == plan_of(SCHEDULE, told, easy)


# ---------------------------------------------------------------- a naive oracle, and the shape


@given(changes(), easy_days())
def test_the_plan_is_what_walking_from_day_to_day_gives(
    told: list[PlanChange], easy: Mapping[date, bool]
) -> None:
    made = plan_of(SCHEDULE, told, easy)
    for today, phase, flare_since, paused in walked(told, easy):
        standing = made.on(today)
        assert (standing and standing.phase) == phase
        if standing:
            assert standing.flare_since == flare_since
            assert (standing.pause is not None) == paused


def walked(
    told: list[PlanChange], easy: Mapping[date, bool]
) -> Iterable[tuple[date, Phase | None, date | None, bool]]:
    """Day by day: the phase, the first day of the flare, and whether there is a pause."""
    flare_since, easy_in_a_row = None, 0
    for number in range(1, LAST + 10):
        today = day(number)
        ended, begins = _said_of_flares_on(told, today)
        if ended:
            flare_since = None
        if begins:
            flare_since, easy_in_a_row = flare_since or today, 0
        yield today, _phase_on(told, today), flare_since, _paused_on(told, today)
        if flare_since and today in easy:
            easy_in_a_row = easy_in_a_row + 1 if easy[today] else 0
            if easy_in_a_row == SCHEDULE.flare.easy_days:
                flare_since = None


def _phase_on(told: list[PlanChange], today: date) -> Phase | None:
    """What the last change that speaks of the day says."""
    phase = None
    for each in told:
        if each.day <= today and each.change is Change.DAILY:
            phase = Phase.DAILY
        if each.day <= today and each.change is Change.AS_NEEDED:
            phase = Phase.AS_NEEDED
    return phase


def _paused_on(told: list[PlanChange], today: date) -> bool:
    """Whether there is a pause that no later word has ended."""
    return any(
        each.change is Change.PAUSE
        and each.day <= today <= (each.until or date.max)
        and not any(
            later.change is Change.RESUME and each.day <= later.day <= today
            for later in told[index:]
        )
        for index, each in enumerate(told)
    )


def _said_of_flares_on(told: list[PlanChange], today: date) -> tuple[bool, bool]:
    """Whether a flare ends and whether one begins, by words that no later word has undone."""
    enders = (Change.FLARE_OVER, Change.DAILY, Change.AS_NEEDED)
    ended = begins = False
    for index, each in enumerate(told):
        later_enders = [one for one in told[index + 1 :] if one.change in enders]
        later_flares = [one for one in told[index + 1 :] if one.change is Change.FLARE]
        undone = any(one.day <= today for one in later_enders)
        if each.day == today and each.change in enders:
            ended |= not undone and not any(one.day <= today for one in later_flares)
        if each.day == today and each.change is Change.FLARE:
            begins |= not undone
    return ended, begins


@given(changes(), easy_days())
def test_spans_follow_one_another_without_a_gap_and_each_stands_otherwise(
    told: list[PlanChange], easy: Mapping[date, bool]
) -> None:
    spans = plan_of(SCHEDULE, told, easy).spans
    assert all(span.first <= span.last for span in spans)
    for before, after in pairwise(spans):
        assert after.first == before.last + timedelta(days=1)
        assert after.standing != before.standing
    assert not spans or spans[-1].last == date.max


@given(changes(), easy_days(), numbers, numbers)
def test_days_and_their_numbers_agree_with_each_single_day(
    told: list[PlanChange], easy: Mapping[date, bool], first: int, last: int
) -> None:
    made = plan_of(SCHEDULE, told, easy)
    days = list(made.days(day(first), day(last)))
    standings = [(day(number), made.on(day(number))) for number in range(first, last + 1)]
    assert days == [(today, standing) for today, standing in standings if standing]
    assert all(made.number(today) == counted(made, today) for today, _ in days)


def counted(made: Plan, today: date) -> int:
    """The days of the phase that were no pause, one by one."""
    standing = made.on(today)
    assert standing is not None
    counting, each = 0, standing.since
    while each <= today:
        on_that_day = made.on(each)
        assert on_that_day is not None
        assert on_that_day.phase is standing.phase
        counting += on_that_day.pause is None
        each += timedelta(days=1)
    return counting


def test_answers_are_drawn_as_the_tables_above_have_them() -> None:
    assert answers(" eh") == {day(2): True, day(3): False}
