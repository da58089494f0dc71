"""What a backup would add, in words that a patient can check."""

from __future__ import annotations

from datetime import date

import pytest

from willows_app.adherence.backup_due import SESSIONS, Unsaved
from willows_app.adherence.fact_tables import TABLES, Row
from willows_app.adherence.merging import News
from willows_app.device.sharing import Handed
from willows_app.ui.backup_words import kept_words, news_words, unsaved_words
from willows_app.ui.backups import Kept


def session(id: str, day: str) -> Row:
    return (id, "upper_back", '["cobra"]', f"{day}T18:04:00+00:00", day)


def entry(id: str, session: str, exercise: str = "cobra") -> Row:
    return (id, session, exercise)


def news(known: int = 0, changed: tuple[str, ...] = (), **facts: list[Row]) -> News:
    return News({table: facts.get(table, []) for table in TABLES}, known, changed)


MARCH, APRIL = session("1", "2026-03-03"), session("2", "2026-04-09")


@pytest.mark.parametrize(
    ("added", "sentences"),
    [
        (news(), ["Everything in this backup is in your log already."]),
        (news(known=230), ["Everything in this backup is in your log already."]),
        (
            news(
                known=230,
                sessions=[MARCH, APRIL],
                entries=[entry("1", "1"), entry("2", "1"), entry("3", "2")],
                session_ends=[("1",), ("2",)],
            ),
            [
                "2 sessions from 3 March to 9 April 2026, 2 exercises.",
                "230 sessions are in your log already.",
            ],
        ),
        (
            news(known=1, entries=[entry("1", "9")], session_ends=[("9",)]),
            [
                "1 exercise of sessions that are in your log.",
                "1 session is in your log already.",
                "Also 1 end of sessions.",
            ],
        ),
        (
            news(
                pains=[("1",)],
                notes=[("1",), ("2",)],
                taken_back=[("1",)],
                plan_changes=[("1",), ("2",)],
            ),
            ["Also 1 answer about pain, 2 notes, 1 correction, 2 changes of plan."],
        ),
    ],
)
def test_what_a_backup_would_add(added: News, sentences: list[str]) -> None:
    assert news_words(added) == sentences


def test_settings_that_change_are_named_once_and_the_apps_own_memory_is_not() -> None:
    keys = (
        "cautions seen: upper_back",
        "last backup",
        "order of exercises: neck",
        "order of exercises: upper_back",
        "something newer",
    )
    assert news_words(news(changed=keys, settings=[("1",)])) == [
        "Settings that change: the order of exercises, something newer."
    ]


def test_what_only_the_app_remembers_is_new_but_nothing_to_tell() -> None:
    added = news(changed=("last backup",), settings=[("1",)])
    assert news_words(added) == ["What Willows remembers for itself."]


@pytest.mark.parametrize(
    ("handed", "words"),
    [
        (Handed.SAVED, "b.json.gz is saved; in a browser, among your downloads."),
        (Handed.SHARED, "b.json.gz is where you shared it to."),
        (Handed.CANCELLED, "Nothing was saved."),
    ],
)
def test_what_became_of_a_file(handed: Handed, words: str) -> None:
    assert kept_words(Kept("b.json.gz", handed)) == words


@pytest.mark.parametrize(
    ("sessions", "words"),
    [
        (1, "1 session is only on this device."),
        (19, "19 sessions are only on this device."),
        (SESSIONS, "20 sessions or more are only on this device."),
    ],
)
def test_what_is_not_in_a_backup(sessions: int, words: str) -> None:
    assert unsaved_words(Unsaved(sessions, date(2026, 6, 1))) == words
