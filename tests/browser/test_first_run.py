"""The first run, as somebody meets it who has just opened Willows."""

from __future__ import annotations

import re

from tests.browser.conftest import Site
from tests.browser.semantics import Screen, until

HAS_TODAY = "localStorage.getItem('willows.today')?.includes('days') ?? false"


def come(phone: Screen, site: Site) -> None:
    phone.page.goto(site.url, wait_until="commit")
    phone.read_aloud()


def test_its_four_screens_set_the_plan_and_a_reminder_and_are_found_again(
    phone: Screen, site: Site
) -> None:
    come(phone, site)
    phone.see("1 of 4", role="heading")
    phone.see("What Willows is, and is not", role="heading")
    phone.see(re.compile("^It is not a medical device"))
    phone.tap("Next")

    phone.see("2 of 4", role="heading")
    phone.see(re.compile("once a day initially, then symptomatically"))
    phone.tap("Length of the daily phase: a day more")
    phone.see("15 days")
    phone.tap("Next")

    phone.see("3 of 4", role="heading")
    phone.see(re.compile("^Reminders come while Willows is open"))
    phone.tap("Remind me", role="switch")
    phone.tap("Reminder: 09:00")
    phone.type("Hour", "17")
    phone.tap("OK")
    phone.see("Reminder: 17:00", role="button")
    phone.tap("Back")
    phone.see("15 days")
    phone.tap("Next")
    phone.tap("Next")

    phone.see("4 of 4", role="heading")
    phone.see(re.compile("Install page as app"))
    phone.tap("Done")
    phone.see("Start session", role="button")
    phone.page.evaluate(until(HAS_TODAY))

    phone.reload()
    phone.see("Daily phase: 15 days, from your first session on")
    phone.tap("Settings")
    phone.tap("Home screen")
    phone.see(re.compile("Install page as app"))
    phone.tap("Settings")
    phone.tap("Reminders")
    phone.see("Reminder: 17:00", role="button")
    phone.tap("Today")
    phone.tap("Settings")
    phone.tap("Help and privacy")
    phone.scroll_to("Licences", role="button")
    phone.tap("Licences")
    phone.tap("Python")
    phone.see(re.compile("PYTHON SOFTWARE FOUNDATION LICENSE"))
    phone.tap("Licences")
    phone.tap("Help and privacy")
    phone.scroll_to("Show the first steps again", role="button")
    phone.tap("Show the first steps again")
    phone.see("1 of 4", role="heading")
    phone.tap("Skip all")
    phone.see("Help and privacy", role="heading")


def test_each_screen_can_be_skipped_and_no_today_is_painted_before(
    phone: Screen, site: Site
) -> None:
    come(phone, site)
    for number in range(1, 5):
        phone.see(f"{number} of 4", role="heading")
        assert phone.page.evaluate(HAS_TODAY) is False
        phone.tap("Skip")
    phone.see("Start session", role="button")
    phone.see("Daily phase: 14 days, from your first session on")
