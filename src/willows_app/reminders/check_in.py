""" "How is your back?": asked once a week in the as-needed phase."""

from __future__ import annotations

from datetime import date, timedelta

from willows_app.adherence.plan import Phase, Plan

DAYS_OF_A_WEEK = 7


def check_in_is_due(plan: Plan, weekday: int, day: date, answered: date | None) -> bool:
    """Whether the question of this week stands open on `day`.

    It is asked on `weekday`, Monday is 0, and stays open until the next one. `answered` is the
    day of the last "fine"; that the back is stiff is in the plan, as a flare. Who has just moved
    to the as-needed phase, or is in a pause, is not asked.
    """
    standing = plan.on(day)
    if standing is None or standing.phase is not Phase.AS_NEEDED or standing.pause:
        return False
    asked = day - timedelta(days=(day.weekday() - weekday) % DAYS_OF_A_WEEK)
    if asked <= standing.since or (answered and asked <= answered <= day):
        return False
    return not any(each.flare_since for _, each in plan.days(asked, day))
