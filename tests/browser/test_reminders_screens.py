"""Reminders as a patient sets them, the calendar file that comes of it, and the weekly question."""

from __future__ import annotations

import re
from pathlib import Path

import icalendar

from tests.browser.conftest import Site
from tests.browser.python import Python
from tests.browser.semantics import Screen
from willows_app.ui.reminder_words import IN_QUIET_HOURS

AS_NEEDED_FOR_TWO_WEEKS = """
import gc
from datetime import timedelta
from willows_app.adherence.facts import Change
from willows_app.ui.model import Willows

willows = next(each for each in gc.get_objects() if isinstance(each, Willows))
begun = willows.today - timedelta(days=14)
willows.log.change_plan(willows.routine.id, Change.AS_NEEDED, begun, willows.now())
willows.asks_how_the_back_is
"""


REMIND_THIS_MINUTE = """
import json
from willows_app.reminders.settings import ReminderSettings
from willows_app.ui.own_settings import REMINDERS
minute = willows.now().time().replace(second=0, microsecond=0)
wanted = ReminderSettings(on=True, times=(minute,)).as_json()
willows.log.set(REMINDERS, json.dumps(wanted), willows.now())
willows.reminding.due_since.time() == minute
"""


def open_reminders(phone: Screen) -> None:
    phone.tap("Settings")
    phone.tap("Reminders")
    phone.see("Reminders", role="heading")


def test_what_is_set_survives_a_reload_and_stands_in_the_calendar_file(
    phone: Screen, site: Site, tmp_path: Path
) -> None:
    phone.open(site.url)
    open_reminders(phone)
    assert not phone.see("Remind me", role="switch").checked
    phone.tap("Remind me", role="switch")
    phone.tap("Add a time")
    phone.see("Reminder: 18:00", role="button")
    phone.tap("Reminder: 09:00")
    phone.type("Hour", "06")
    phone.type("Minute", "30")
    phone.tap("OK")
    phone.see("Reminder: 06:30", role="button")
    phone.tap("Reminder: Sat")
    phone.see("On Monday, Tuesday, Wednesday, Thursday, Friday and Sunday, where the day is due.")
    phone.tap("Quiet hours", role="switch")
    phone.see("From: 22:00", role="button")

    phone.reload()
    phone.see("Reminders", role="heading")
    assert phone.see("Remind me", role="switch").checked
    phone.see("Reminder: 18:00", role="button")
    phone.see(IN_QUIET_HOURS)
    assert not phone.see("Reminder: Sat", role="button").selected
    with phone.page.expect_download() as download:
        phone.tap("Save it as a file")
    assert download.value.suggested_filename == "reminder.ics"
    download.value.save_as(tmp_path / "reminder.ics")
    content = (tmp_path / "reminder.ics").read_bytes()
    session, end = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert (f"{session['DTSTART'].dt:%H:%M}", session["DTSTART"].dt.tzinfo) == ("18:00", None)
    assert session["RRULE"]["BYDAY"] == ["MO", "TU", "WE", "TH", "FR", "SU"]
    assert session["RRULE"]["COUNT"][0] in (11, 12)  # of two weeks, without today in the evening
    assert end["DTSTART"].dt > session["DTSTART"].dt
    phone.see(re.compile("^You were given the file on"))
    phone.tap("Remove 18:00")
    phone.see(re.compile("^Your calendar still has"))


def test_as_needed_the_question_of_the_week_begins_a_flare_or_rests(
    phone: Screen, python: Python, site: Site
) -> None:
    phone.open(site.url)
    phone.see("Start session", role="button")
    assert phone.find("How is your back?") is None
    assert python.run(AS_NEEDED_FOR_TWO_WEEKS) == "true"
    phone.tap("Exercises", role="tab")
    phone.see("Add a routine", role="button")
    phone.tap("Today", role="tab")
    phone.see("How is your back?", role="heading")
    phone.see("Nothing due today")
    phone.tap("Fine")
    phone.see_no("How is your back?")
    phone.see("As needed: nothing due today")

    phone.tap("My back is stiff or sore today")
    phone.see("As needed: day 1 of a stiff or sore back")
    phone.see("Due today, not done yet")

    assert python.run(REMIND_THIS_MINUTE) == "true"
    phone.tap("Exercises", role="tab")
    phone.see("Add a routine", role="button")
    phone.tap("Today", role="tab")
    phone.see(re.compile(r"^Time for your session: you wanted to be reminded at \d\d:\d\d\.$"))
