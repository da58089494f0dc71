"""What is kept in the log, in words for a person: of each enum one table.

Their English is the value itself. Translate them with `_` when they are shown.
"""

from __future__ import annotations

from willows_app.adherence.facts import PauseReason, SessionEnd, Source
from willows_app.adherence.measures import DayStatus
from willows_app.adherence.plan import Phase
from willows_app.guide.performance import Outcome, SkipReason
from willows_app.language import N_

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
}

PAUSE_REASONS = {
    PauseReason.ILLNESS: N_("illness"),
    PauseReason.TRAVEL: N_("travel"),
    PauseReason.OTHER: N_("another reason"),
}

PHASES = {
    Phase.DAILY: N_("daily"),
    Phase.AS_NEEDED: N_("as needed"),
}

DAY_STATUSES = {
    DayStatus.DONE: N_("done"),
    DayStatus.PARTLY: N_("partly done"),
    DayStatus.MISSED: N_("missed"),
    DayStatus.PAUSED: N_("paused"),
    DayStatus.NOT_DUE: N_("not due"),
    DayStatus.DUE: N_("due"),
}
