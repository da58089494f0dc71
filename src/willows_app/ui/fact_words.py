"""The values of the log in the words in which they are shown: one table for each kind of them."""

from __future__ import annotations

from willows_app.adherence.facts import PauseReason, SessionEnd, Source
from willows_app.adherence.measures import DayStatus
from willows_app.guide.performance import Outcome, SkipReason
from willows_app.language import N_, _

OUTCOMES = {
    Outcome.COMPLETED: N_("completed"),
    Outcome.PARTLY_DONE: N_("partly done"),
    Outcome.SKIPPED: N_("skipped"),
    Outcome.STOPPED_FOR_PAIN: N_("stopped for pain"),
}
SKIP_REASONS = {
    SkipReason.PAIN: N_("pain"),
    SkipReason.NO_TIME: N_("no time"),
    SkipReason.NO_EQUIPMENT: N_("no equipment"),
    SkipReason.NOT_TODAY: N_("not today"),
}
SOURCES = {
    Source.TIMED: N_("timed"),
    Source.TICKED_BY_HAND: N_("ticked by hand"),
}
SESSION_ENDS = {
    SessionEnd.FINISHED: N_("finished"),
    SessionEnd.STOPPED: N_("stopped"),
    SessionEnd.STOPPED_FOR_PAIN: N_("stopped for pain"),
    None: N_("cut off: the app was closed"),
}
PAUSE_REASONS = {
    PauseReason.ILLNESS: N_("illness"),
    PauseReason.TRAVEL: N_("travel"),
    PauseReason.OTHER: N_("another reason"),
}
DAY_STATUSES = {
    DayStatus.DONE: N_("done"),
    DayStatus.PARTLY: N_("partly done"),
    DayStatus.MISSED: N_("missed"),
    DayStatus.PAUSED: N_("paused"),
    DayStatus.NOT_DUE: N_("not due"),
    DayStatus.DUE: N_("due"),
}


def outcome_words(outcome: Outcome) -> str:
    """ "partly done"."""
    return _(OUTCOMES[outcome])


def skip_reason_words(reason: SkipReason) -> str:
    """ "no time"."""
    return _(SKIP_REASONS[reason])


def source_words(source: Source) -> str:
    """ "ticked by hand"."""
    return _(SOURCES[source])


def session_end_words(end: SessionEnd | None) -> str:
    """ "finished"; None is a session that was cut off."""
    return _(SESSION_ENDS[end])


def pause_reason_words(reason: PauseReason) -> str:
    """ "illness"."""
    return _(PAUSE_REASONS[reason])


def day_status_words(status: DayStatus) -> str:
    """ "not due"."""
    return _(DAY_STATUSES[status])


def capitalized(words: str) -> str:
    """The same at the beginning of a line; capitals that a language needs elsewhere stay."""
    return words[:1].upper() + words[1:]
