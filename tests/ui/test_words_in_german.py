"""The patient's screens in German: whole sentences, counted forms, dates as Germans write them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from tests.ui.conftest import EVENING, Tap
from tests.ui.speaking import set_device_to
from willows_app.adherence.facts import Entry, Pain, PainMoment, PauseReason, Source
from willows_app.adherence.measures import DayStatus, Streak
from willows_app.adherence.plan import Pause
from willows_app.guide.performance import Held, Outcome, PlannedDose, SkipReason
from willows_app.language import ENGLISH, of_a_handout, use
from willows_app.routine.choice import Dial
from willows_app.routine.model import Routine, Side, Span
from willows_app.routine.session_plan import SessionPlan
from willows_app.shipped import shipped as all_shipped
from willows_app.ui.components.dials import range_words, value_words
from willows_app.ui.components.entries import entry_words, pain_words
from willows_app.ui.components.sessions import session_words
from willows_app.ui.components.time_available import summary_words
from willows_app.ui.glance import glance
from willows_app.ui.model import Willows
from willows_app.ui.plan_words import announced_words, pause_words, streak_words
from willows_app.ui.screens.adjust import names_a_side
from willows_app.ui.today_words import status_words

DAY = date(2026, 11, 4)
LAST = date(2026, 11, 8)


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    use(all_shipped().languages["de"])
    yield
    use(ENGLISH)


@pytest.fixture
def willows(willows: Willows) -> Willows:
    set_device_to(all_shipped().languages["de"], willows)
    return willows


def entry(outcome: Outcome, held: Held | None = None, **known: Any) -> Entry:
    facts: dict[str, Any] = {
        "id": "1",
        "exercise": "cobra",
        "title": "Kobra",
        "outcome": outcome,
        "held": held,
        "repetitions": 5,
        "places": None,
        "planned": PlannedDose(Held(middle=50), 5, None),
        "source": Source.TIMED,
        "recorded_at": EVENING,
    }
    return Entry(**facts | known)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (lambda: streak_words(Streak(1, 9)), "Serie: 1 Tag. Längste: 9 Tage"),
        (
            lambda: pause_words(Pause(PauseReason.ILLNESS, DAY, LAST)),
            "Pause (Krankheit) bis Sonntag, 8. November 2026",
        ),
        (
            lambda: announced_words(Pause(PauseReason.TRAVEL, DAY, DAY)),
            "Am Mittwoch, 4. November 2026 (Reise).",
        ),
        (
            lambda: announced_words(Pause(None, DAY, None)),
            "Ab Mittwoch, 4. November 2026.",
        ),
        (
            lambda: status_words(DayStatus.PARTLY, [entry(Outcome.COMPLETED)], 10),
            "Heute 1 von 10 Übungen erledigt",
        ),
        (
            lambda: entry_words(entry(Outcome.COMPLETED, Held(30, 30), places=1)),
            "Vollständig, links 30 s, rechts 30 s, 1 Stelle",
        ),
        (
            lambda: entry_words(entry(Outcome.STOPPED_FOR_PAIN, Held(middle=4), places=3)),
            "Wegen Schmerzen abgebrochen, 4 s gehalten, 3 Stellen",
        ),
        (
            lambda: entry_words(entry(Outcome.SKIPPED, reason=SkipReason.NO_TIME)),
            "Übersprungen, Grund: keine Zeit",
        ),
        (
            lambda: pain_words(
                [
                    Pain(PainMoment.BEFORE, 4, EVENING),
                    Pain(PainMoment.STOP, 6, EVENING, "cobra", Side.LEFT),
                    Pain(PainMoment.AFTER, 2, EVENING),
                ],
                {"cobra": "Kobra"},
            ),
            ["Schmerzen vorher 4, nachher 2", "Schmerzen bei: Kobra, linke Seite, 6 von 10"],
        ),
        (lambda: value_words(Dial.REPETITIONS, 4), "4-mal"),
        (
            lambda: range_words(Dial.REPETITIONS, Span(default=4, low=4, high=6)),
            "Laut Übungsblatt 4- bis 6-mal.",
        ),
    ],
)
def test_what_the_screens_say(said: Callable[[], object], words: object) -> None:
    assert said() == words


def test_a_session_and_the_time_it_takes(willows: Willows, tap: Tap[Any]) -> None:
    routine = willows.routine
    tap(lambda: willows.tick_by_hand(SessionPlan(routine, routine.exercises[:1])))
    (session,) = willows.log.sessions()
    assert session_words(session) == (
        "Von Hand abgehakt am Montag, 1. Juni 2026 um 18:04 Uhr. 1 von 1 Übung erledigt."
    )
    assert summary_words(willows.fitted()).startswith("10 Übungen, etwa ")


def test_what_the_page_paints_before_the_app_is_up(willows: Willows) -> None:
    left = glance(willows)
    today = left["days"][EVENING.date().isoformat()]
    assert today["date"] == "Montag, 1. Juni 2026"
    assert today["plan"] == "Tägliche Phase: 14 Tage, ab Ihrer ersten Einheit"
    assert today["status"] == "Heute fällig, noch nicht erledigt"
    assert today["mark"] == "due"  # by which the page knows what to draw
    assert left["chosen"] == left["minutes"][-1] == "Alle"


@pytest.mark.parametrize(
    ("position", "names"),
    [
        ("Auf der linken Seite liegen", True),
        ("Sitzen, das rechte Bein gestreckt", True),
        ("Aufrecht sitzen, die Knie rechtwinklig gebeugt", False),
    ],
)
def test_the_first_side_is_not_to_be_chosen_where_the_position_names_it(
    position: str, names: bool
) -> None:
    assert names_a_side(position) is names


def test_each_position_names_a_side_as_it_does_in_english(upper_back: Routine) -> None:
    positions = [each.position for each in upper_back.exercises]
    in_german = [names_a_side(of_a_handout(position)) for position in positions]
    use(ENGLISH)
    assert [names_a_side(position) for position in positions] == in_german
    assert set(in_german) == {True, False}
