"""What the log tells in German: whole sentences, counted forms, months and decimals of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest

from tests.adherence.plans import day, plan_drawn
from tests.ui.test_history import THURSDAY, records
from tests.ui.test_offline import heard, told
from willows_app.adherence.accepted import LastPlan
from willows_app.adherence.backup import BackupIsDamaged, at_once, read_backup
from willows_app.adherence.backup_due import Unsaved
from willows_app.adherence.doses import Doses
from willows_app.adherence.measures import (
    ExerciseRecord,
    PainResponse,
    PainTrend,
    Records,
    SessionPain,
)
from willows_app.adherence.periods import Period
from willows_app.device.sharing import Handed
from willows_app.language import ENGLISH, use
from willows_app.shipped import shipped
from willows_app.ui.backup_words import kept_words, unsaved_words
from willows_app.ui.backups import Kept
from willows_app.ui.components.damage import damage_words
from willows_app.ui.history import History, Range, history_of
from willows_app.ui.history_words import (
    done_words,
    exercise_words,
    pain_list,
    period_words,
    plan_words,
    range_words,
    response_words,
    short_period_words,
    totals_words,
    trend_words,
)
from willows_app.ui.reminder_words import trial_words, weekdays_words
from willows_app.ui.safekeeping import Damage


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    use(shipped().languages["de"])
    yield
    use(ENGLISH)


@pytest.mark.parametrize(
    ("period", "words", "short"),
    [
        (Period.WEEK, "Woche vom 23. November 2026", "23. Nov"),
        (Period.MONTH, "November 2026", "Nov 2026"),
        (Period.QUARTER, "Oktober bis Dezember 2026", "Okt 2026"),
        (Period.YEAR, "2026", "2026"),
    ],
)
def test_periods_have_german_months(period: Period, words: str, short: str) -> None:
    number = period.number(THURSDAY)
    assert period_words(period, number) == words
    assert short_period_words(period, number) == short


def history(drawn: str, told: Records, last: int) -> History:
    return history_of(plan_drawn(drawn), told, Doses.always({"cobra": 60}), day(1), day(last))


def exercise(**counts: Any) -> ExerciseRecord:
    none: dict[str, Any] = {"completed": 0, "partly_done": 0, "skipped": 0, "stopped_for_pain": 0}
    return ExerciseRecord("cobra", 0, **{**none, "seconds_held": 0.0, **counts})


PAINS = Records({}, {}, (), (SessionPain("a", day(1), 4, 3), SessionPain("b", day(2), 5, None)))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            lambda: done_words(history("DDDDDDD", records(1, 2, 3), 7)),
            "Vom 1. Juni bis 7. Juni 2026: 3 von 6 fälligen Einheiten.",
        ),
        (
            lambda: done_words(history("DDDDDDD", records(1), 1)),
            "Am 1. Juni 2026: 1 von 1 fälligen Einheit.",
        ),
        (
            lambda: totals_words({day(1): 2, day(2): 1}),
            "3 Einheiten an 2 Tagen seit Montag, 1. Juni 2026",
        ),
        (
            lambda: trend_words(PainTrend(-0.5, 8, 23), Period.WEEK),
            [
                "Schmerz vor der Einheit: etwa ein halber Punkt weniger pro Woche, "
                "aus 23 Antworten in 8 Wochen."
            ],
        ),
        (
            lambda: trend_words(PainTrend(1.25, 3, 3), Period.MONTH),
            [
                "Schmerz vor der Einheit: etwa 1,2 Punkte mehr pro Monat, "
                "aus 3 Antworten in 3 Monaten."
            ],
        ),
        (
            lambda: trend_words(PainTrend(None, 1, 1), Period.YEAR),
            ["Schmerz vor der Einheit: 1 Antwort in 1 Jahr, zu wenig für einen Trend."],
        ),
        (
            lambda: response_words(PainResponse(-1.0, 0, 12)),
            ["Nach der Einheit: meist 1 Punkt weniger als vorher, aus 12 Einheiten."],
        ),
        (
            lambda: response_words(PainResponse(-2.0, 0, 1)),
            ["Nach der Einheit: 2 Punkte weniger als vorher, aus 1 Einheit."],
        ),
        (
            lambda: pain_list(history("DDDDDDD", PAINS, 7)),
            ["Woche vom 1. Juni 2026: vorher 4,5 (2 Antworten), nachher 3 (1 Antwort)"],
        ),
        (
            lambda: exercise_words(
                exercise(completed=34, seconds_held=11_100, skipped=1, stopped_for_pain=2)
            ),
            "Gemacht: 34-mal, 3 h 5 min gehalten, einmal übersprungen, "
            "zweimal wegen Schmerzen abgebrochen",
        ),
        (
            lambda: plan_words(LastPlan(date(2026, 3, 3), by_clinic=True), date(2026, 3, 2)),
            [
                "Der Plan Ihrer Praxis begann am 3. März 2026. "
                "Die Tage davor sind nach dem gezählt, was damals verordnet war."
            ],
        ),
        (lambda: range_words(Range.A_YEAR), "1 Jahr"),
        (lambda: weekdays_words({0}), "Am Montag, wenn der Tag fällig ist."),
        (
            lambda: weekdays_words({6, 0, 2}),
            "Am Montag, Mittwoch und Sonntag, wenn der Tag fällig ist.",
        ),
        (
            lambda: trial_words(datetime(2026, 3, 3, 18, 4), date(2026, 3, 4)),
            "Ein Test sollte am Dienstag, 3. März 2026 um 18:04 Uhr ankommen. Ist er angekommen?",
        ),
        (
            lambda: damage_words(Damage("damaged", datetime(2026, 3, 3, 18, 4))),
            "Es wurde beiseitegelegt und aufbewahrt. Die letzte gute Kopie, vom Dienstag, "
            "3. März 2026 um 18:04 Uhr, hat seinen Platz eingenommen. Sehen Sie nach, ob etwas "
            "fehlt.",
        ),
        (lambda: kept_words(Kept("a.gz", Handed.CANCELLED)), "Es wurde nichts gespeichert."),
        (lambda: unsaved_words(Unsaved(1, THURSDAY)), "1 Einheit ist nur auf diesem Gerät."),
        (lambda: unsaved_words(Unsaved(12, THURSDAY)), "12 Einheiten sind nur auf diesem Gerät."),
    ],
)
def test_what_the_log_tells(said: Callable[[], object], words: object) -> None:
    assert said() == words


def test_why_a_file_is_refused_is_told_in_the_language_of_that_moment() -> None:
    with pytest.raises(BackupIsDamaged, match="Diese Sicherung ist beschädigt: ihr Ende fehlt"):
        at_once(read_backup(b'{"format": "willows-backup", "version": 1, '))
    use(ENGLISH)
    with pytest.raises(BackupIsDamaged, match="This backup is damaged: its end is missing"):
        at_once(read_backup(b'{"format": "willows-backup", "version": 1, '))


def test_how_far_the_app_is_stored_follows_a_change_of_language() -> None:
    offline = heard(told("failed", why={"reason": "spoilt"}))
    (said,) = offline.words
    assert said.startswith("Funktioniert offline: noch nicht. Eine Datei ist nicht so angekommen")
    use(ENGLISH)
    (said,) = offline.words
    assert said.startswith("Works offline: not yet. A file did not arrive")
