"""History on a phone: a calendar whose days open, charts told in words, and kindness at first."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tests.browser.conftest import Site
from tests.browser.python import Python
from tests.browser.semantics import Screen

MISSED, PARTLY, DAYS = 3, 5, 17
"""Days ago: the one without a session, the one with a short one, and the first of all."""

SEED = f"""
import gc
from datetime import timedelta
from willows_app.adherence.facts import Pain, PainMoment, SessionEnd
from willows_app.guide.performance import Performed
from willows_app.routine.choice import AS_PRESCRIBED
from willows_app.ui.model import Willows

willows = next(each for each in gc.get_objects() if isinstance(each, Willows))
log, routine, now = willows.log, willows.routine, willows.now()
for ago in range({DAYS}, 0, -1):
    if ago == {MISSED}:
        continue
    at, id = now - timedelta(days=ago), f"session {{ago}}"
    planned = [each.id for each in routine.exercises]
    log.begin_session(id, routine.id, planned, at, willows.today - timedelta(days=ago))
    for exercise in routine.exercises[: 4 if ago == {PARTLY} else None]:
        log.add_entry(id, exercise.title, Performed.as_planned(exercise, AS_PRESCRIBED), at)
    for moment, score in ((PainMoment.BEFORE, 2 + ago // 4), (PainMoment.AFTER, 1 + ago // 4)):
        log.add_pain(id, Pain(moment, score, at))
    log.end_session(id, SessionEnd.FINISHED, at)
log.write_note("session 1", "Easier today.", now)
willows.today.isoformat()
"""


def open_seeded(phone: Screen, python: Python, site: Site) -> date:
    """History, after two and a half weeks daily; what today is."""
    phone.open(site.url)
    phone.see("Start session", role="button")
    today = date.fromisoformat(python.run(SEED))
    phone.tap("History", role="tab")
    phone.see(f"{today:%B} {today.year}", role="heading")
    return today


def see_day(phone: Screen, today: date, ago: int, what: str) -> str:
    """The name of this day in the calendar, which says what became of it."""
    day = today - timedelta(days=ago)
    month = f"{day:%B} {day.year}"
    phone.see("Earlier month", role="button")
    if phone.find(month, role="heading") is None:
        phone.tap("Earlier month" if day < today.replace(day=1) else "Later month")
        phone.see(month, role="heading")
    name = f"{day:%A} {day.day} {day:%B}: {what}"
    phone.see(name, role="button")
    return name


def test_the_calendar_says_what_became_of_each_day_and_a_day_opens(
    phone: Screen, python: Python, site: Site
) -> None:
    today = open_seeded(phone, python, site)
    see_day(phone, today, PARTLY, "partly done, 4 of 10 exercises")
    phone.tap(see_day(phone, today, MISSED, "missed"))
    phone.see("A session was due. Nothing was logged.")
    phone.tap("History")

    phone.tap(see_day(phone, today, 1, "done, 10 of 10 exercises"))
    day = today - timedelta(days=1)
    phone.see(f"{day:%A} {day.day} {day:%B} {day.year}", role="heading")
    phone.see("Done, 10 of 10 exercises.")
    phone.see("Completed, left 30 s, right 30 s")
    phone.see("Pain before 2, after 1")
    phone.see("Note: Easier today.")


def test_words_say_what_the_charts_show(phone: Screen, python: Python, site: Site) -> None:
    open_seeded(phone, python, site)
    phone.see("Streak: 2 days. Best: 14 days")
    phone.see(re.compile(r"^From .*: 16 of 17 sessions that were due\.$"))
    phone.see(re.compile(r"^Pain before a session: about .* less each week, from 16 answers in "))
    phone.see("After a session: typically 1 point less than before, from 16 sessions.")
    phone.see("Done 15 times, held 15 min")
    assert phone.find(re.compile("^Week of")) is None
    phone.tap("Sessions: Show as a list")
    phone.see("Sessions: Hide the list", role="button")
    weeks = [node.name for node in phone.nodes() if node.name.startswith("Week of")]
    assert sum(int(done) for week in weeks for done in re.findall(r": (\d+) of", week)) == 16
    phone.tap("1 year")
    phone.see(re.compile(r"^From .*: 16 of 17 sessions that were due\.$"))


def test_before_the_first_session_and_at_odd_addresses_there_are_kind_words(
    phone: Screen, site: Site
) -> None:
    phone.open(f"{site.url}#/history")
    phone.see("Nothing here yet", role="heading")
    phone.see(re.compile(", today: not due$"), role="button")
    phone.page.goto(f"{site.url}#/history/2999-12-31")
    phone.see("This day is still to come. You can see it here when it is there.")
    phone.page.goto(f"{site.url}#/history/yesterday")
    phone.see("Which day?", role="heading")
    phone.tap("History")
    phone.see("Nothing here yet", role="heading")


def test_a_day_can_be_hit_by_a_finger_on_the_smallest_phone(phone: Screen, site: Site) -> None:
    phone.page.set_viewport_size({"width": 320, "height": 568})
    phone.open(f"{site.url}#/history")
    today = phone.see(re.compile(", today: not due$"), role="button")
    assert today.width >= 44
    assert today.height >= 48
