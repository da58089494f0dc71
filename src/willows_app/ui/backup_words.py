"""Backups in sentences: what one would add to the log, and what became of one."""

from __future__ import annotations

from willows_app.adherence.backup_due import SESSIONS, Unsaved
from willows_app.adherence.fact_tables import values
from willows_app.adherence.merging import News
from willows_app.device.sharing import Handed
from willows_app.language import N_, _, counted
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
    LANGUAGE,
    ORDER,
    REMINDERS,
    SILENCED,
    STILL,
    TIME,
    TRIAL,
)

SETTINGS = {
    TIME: N_("the time you have"),
    LACKING: N_("what you have"),
    BREATH: N_("the pace of your breath"),
    ORDER: N_("the order of exercises"),
    CHOICES: N_("your own holds and repetitions"),
    SILENCED: N_("how cues are given"),
    STILL: N_("whether anything moves"),
    LANGUAGE: N_("the language"),
    DAY_ENDS: N_("when your day ends"),
    REMINDERS: N_("when you are reminded"),
    FINE: N_("when your back was fine"),
    CLINIC_CODE: N_("the code from your clinic"),
    ROUTINE_IN_USE: N_("the routine in use"),
    ROUTINE_FILE: N_("routines that you added"),
}
"""What the keys of settings are called; a key may go on after a colon with what it is about."""

NOT_TOLD = (LAST_BACKUP, PUT_OFF, LAST_SHARED, CAUTIONS_SEEN, IN_CALENDAR, TRIAL)
"""What the app remembers for itself."""


def news_words(news: News) -> list[str]:
    """What a backup adds, a sentence each; one that says so if that is nothing."""
    if not news:
        return [_("Everything in this backup is in your log already.")]
    told = [*_sessions(news), *_others(news), *_settings(news)]
    return told or [_("What Willows remembers for itself.")]


def _sessions(news: News) -> list[str]:
    words = []
    if news.sessions:
        words.append(
            counted(
                news.sessions,
                "{count} session {when}, {exercises}.",
                "{count} sessions {when}, {exercises}.",
                when=days_words(*news.days),
                exercises=counted(news.exercises, "{count} exercise", "{count} exercises"),
            )
        )
    elif news.exercises:
        words.append(
            counted(
                news.exercises,
                "{count} exercise of sessions that are in your log.",
                "{count} exercises of sessions that are in your log.",
            )
        )
    if news.known_sessions:
        words.append(
            counted(
                news.known_sessions,
                "{count} session is in your log already.",
                "{count} sessions are in your log already.",
            )
        )
    return words


def _others(news: News) -> list[str]:
    new = set(values(news.facts, "sessions", "id"))
    ends = sum(session not in new for session in values(news.facts, "session_ends", "session"))
    pains, notes = len(news.facts["pains"]), len(news.facts["notes"])
    corrections, changes = len(news.facts["taken_back"]), len(news.facts["plan_changes"])
    told = (
        (pains, counted(pains, "{count} answer about pain", "{count} answers about pain")),
        (notes, counted(notes, "{count} note", "{count} notes")),
        (corrections, counted(corrections, "{count} correction", "{count} corrections")),
        (changes, counted(changes, "{count} change of plan", "{count} changes of plan")),
        (ends, counted(ends, "{count} end of sessions", "{count} ends of sessions")),
    )
    parts = [words for count, words in told if count]
    return [_("Also {facts}.").format(facts=", ".join(parts))] if parts else []


def _settings(news: News) -> list[str]:
    keys = dict.fromkeys(key.partition(": ")[0] for key in news.settings)
    changed = [_(SETTINGS.get(key, key)) for key in keys if key not in NOT_TOLD]
    if not changed:
        return []
    return [_("Settings that change: {settings}.").format(settings=", ".join(changed))]


def kept_words(kept: Kept) -> str:
    """What became of the file, and no more than the platform says."""
    match kept.handed:
        case Handed.SAVED:
            words = _("{file} is saved; in a browser, among your downloads.")
        case Handed.SHARED:
            words = _("{file} is where you shared it to.")
        case Handed.CANCELLED:
            words = _("Nothing was saved.")
    return words.format(file=kept.name)


def unsaved_words(unsaved: Unsaved) -> str:
    """ "12 sessions are only on this device"."""
    if unsaved.sessions >= SESSIONS:
        return counted(
            SESSIONS,
            "{count} session or more is only on this device.",
            "{count} sessions or more are only on this device.",
        )
    return counted(
        unsaved.sessions,
        "{count} session is only on this device.",
        "{count} sessions are only on this device.",
    )
