"""Today at a glance: what the web page paints before the app is up.

The same words as on Today, for today and the days after it as long as nothing is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from willows_app.adherence.facts import Entry
from willows_app.language import _, in_use
from willows_app.ui.components.day_marks import week_words, weekday_initials
from willows_app.ui.components.time_available import MINUTES, all_the_time, summary_words
from willows_app.ui.dates import day_words
from willows_app.ui.model import Willows
from willows_app.ui.own_plan import OwnPlan
from willows_app.ui.plan_words import plan_words, streak_words
from willows_app.ui.today_words import status_of, status_words

DAYS_AHEAD = 2
"""Days after today; who comes back later sees the page without what became of the day."""

Glance = dict[str, Any]


def left_behind(willows: Willows) -> Glance:
    """What the page keeps: Today, or only the language as long as the first run comes before."""
    return _spoken() if willows.is_new else glance(willows)


def glance(willows: Willows) -> Glance:
    """What `web/shell/today.js` paints, by the patient's days."""
    own, seconds = willows.own_plan(), willows.own.seconds
    days = [own.as_of(own.today + timedelta(days=ahead)) for ahead in range(DAYS_AHEAD + 1)]
    done = willows.done_today()
    return {
        **_spoken(),
        "dayEndsAt": f"{willows.own.day_ends_at:%H:%M}",
        "next": _("Next: {routine}").format(routine=willows.routine.title),
        "clinic": willows.routine.clinic,
        "summary": summary_words(willows.fitted()),
        "minutes": [*(str(each) for each in MINUTES), all_the_time()],
        "chosen": all_the_time() if seconds is None else f"{seconds / 60:g}",
        "words": {
            "today": _("Today"),
            "exercises": _("Exercises"),
            "history": _("History"),
            "time": _("How much time do you have?"),
            "start": _("Start session"),
            "opening": _("Opening the session"),
        },
        "start": willows.cut_off is None and willows.under_way is None,
        "days": {
            each.today.isoformat(): _day(each, done if each is days[0] else ()) for each in days
        },
    }


def _spoken() -> Glance:
    """For the page to say whose words these are, and from which side they are read."""
    language = in_use()
    return {"lang": language.code, "dir": "rtl" if language.right_to_left else "ltr"}


def _day(own: OwnPlan, done: Sequence[Entry]) -> Glance:
    status = status_of(own)
    return {
        "date": day_words(own.today),
        "plan": plan_words(own.plan, own.today),
        "mark": status.value,
        "status": status_words(status, done, len(own.routine.exercises)),
        "week": [[weekday_initials(day.day.weekday()), day.status.value] for day in own.week]
        if own.standing
        else [],
        "weekWords": week_words(own.week),
        "streak": streak_words(own.streak),
    }
