"""Backups in sentences: what one would add to the log, and what became of one."""

from __future__ import annotations

from willows_app.adherence.backup_due import SESSIONS, Unsaved
from willows_app.adherence.fact_tables import values
from willows_app.adherence.merging import News
from willows_app.device.sharing import Handed
from willows_app.routine.words import count_words
from willows_app.ui.backups import LAST_BACKUP, PUT_OFF, Kept
from willows_app.ui.dates import days_words
from willows_app.ui.for_clinic import CLINIC_CODE, LAST_SHARED
from willows_app.ui.model import CAUTIONS_SEEN, ROUTINE_FILE, ROUTINE_IN_USE
from willows_app.ui.own_settings import (
    BREATH,
    CHOICES,
    DAY_ENDS,
    FINE,
    IN_CALENDAR,
    LACKING,
    ORDER,
    REFUSED,
    REMINDERS,
    SILENCED,
    STILL,
    TIME,
    TRIAL,
)

SETTINGS = {
    TIME: "the time you have",
    LACKING: "what you have",
    BREATH: "the pace of your breath",
    ORDER: "the order of exercises",
    CHOICES: "your own holds and repetitions",
    SILENCED: "how cues are given",
    STILL: "whether anything moves",
    DAY_ENDS: "when your day ends",
    REMINDERS: "when you are reminded",
    FINE: "when your back was fine",
    CLINIC_CODE: "the code from your clinic",
    ROUTINE_IN_USE: "the routine in use",
    ROUTINE_FILE: "routines that you added",
}
"""What the keys of settings are called; a key may go on after a colon with what it is about."""

NOT_TOLD = (LAST_BACKUP, PUT_OFF, LAST_SHARED, CAUTIONS_SEEN, IN_CALENDAR, TRIAL, REFUSED)
"""What the app remembers for itself."""


def news_words(news: News) -> list[str]:
    """What a backup adds, a sentence each; one that says so if that is nothing."""
    if not news:
        return ["Everything in this backup is in your log already."]
    told = [*_sessions(news), *_others(news), *_settings(news)]
    return told or ["What Willows remembers for itself."]


def _sessions(news: News) -> list[str]:
    exercises = count_words(news.exercises, "exercise")
    words = []
    if news.sessions:
        when = days_words(*news.days)
        words.append(f"{count_words(news.sessions, 'session')} {when}, {exercises}.")
    elif news.exercises:
        words.append(f"{exercises} of sessions that are in your log.")
    if news.known_sessions:
        are = "is" if news.known_sessions == 1 else "are"
        words.append(f"{count_words(news.known_sessions, 'session')} {are} in your log already.")
    return words


def _others(news: News) -> list[str]:
    new = set(values(news.facts, "sessions", "id"))
    ends = sum(session not in new for session in values(news.facts, "session_ends", "session"))
    counted = (
        (pains := len(news.facts["pains"]), f"{count_words(pains, 'answer')} about pain"),
        (notes := len(news.facts["notes"]), count_words(notes, "note")),
        (corrections := len(news.facts["taken_back"]), count_words(corrections, "correction")),
        (changes := len(news.facts["plan_changes"]), f"{count_words(changes, 'change')} of plan"),
        (ends, f"{count_words(ends, 'end')} of sessions"),
    )
    parts = [words for count, words in counted if count]
    return [f"Also {', '.join(parts)}."] if parts else []


def _settings(news: News) -> list[str]:
    keys = dict.fromkeys(key.partition(": ")[0] for key in news.settings)
    changed = [SETTINGS.get(key, key) for key in keys if key not in NOT_TOLD]
    return [f"Settings that change: {', '.join(changed)}."] if changed else []


def kept_words(kept: Kept) -> str:
    """What became of the file, and no more than the platform says."""
    return {
        Handed.SAVED: f"{kept.name} is saved; in a browser, among your downloads.",
        Handed.SHARED: f"{kept.name} is where you shared it to.",
        Handed.CANCELLED: "Nothing was saved.",
    }[kept.handed]


def unsaved_words(unsaved: Unsaved) -> str:
    """ "12 sessions are only on this device"."""
    if unsaved.sessions >= SESSIONS:
        return f"{SESSIONS} sessions or more are only on this device."
    are = "is" if unsaved.sessions == 1 else "are"
    return f"{count_words(unsaved.sessions, 'session')} {are} only on this device."
