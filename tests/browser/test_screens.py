"""What a patient may meet: odd addresses, large text, a browser that keeps no log."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import Site
from tests.browser.semantics import Screen
from tests.browser.test_main_job import start_session

LARGE_TEXT = """
document.addEventListener('DOMContentLoaded', () => {
  document.documentElement.style.fontSize = '200%';
});
"""


@pytest.mark.parametrize("route", ["nonsense", "exercises/upper_back", "session", "exercises/a/b"])
def test_an_address_that_leads_nowhere_leads_to_today(
    phone: Screen, site: Site, route: str
) -> None:
    phone.open(f"{site.url}#/{route}")
    phone.tap("Skip all")
    phone.see("Start session", role="button")
    phone.see("Today", role="heading")


def test_a_deep_link_opens_its_exercise(phone: Screen, site: Site) -> None:
    phone.open(f"{site.url}#/exercises/upper_back/cobra")
    phone.see("Extension, the Cobra", role="heading")
    phone.see("Start session", role="button")


def test_the_back_button_leaves_a_session_paused_and_a_finished_one_behind(
    phone: Screen, site: Site
) -> None:
    phone.open(site.url)
    start_session(phone)
    phone.page.go_back()
    phone.see_no("It hurts")
    phone.page.goto(f"{site.url}#/")
    phone.tap("Resume")
    phone.tap("Stop")
    phone.see("Finished", role="heading")
    phone.tap("Done")
    phone.see("Today", role="heading")


def test_text_of_twice_the_size_is_whole_on_every_button_of_the_session(
    phone: Screen, site: Site
) -> None:
    phone.page.add_init_script(LARGE_TEXT)
    phone.open(site.url)
    start_session(phone)
    for name in ["Pause", "It hurts", "Back", "Skip", "Stop", "I have reached my lower back"]:
        button = phone.see(name, role="button")
        assert button.shown, f"{name} is in view"
        assert button.height > 56, f"{name} has grown with its text"


def test_a_browser_that_keeps_no_log_says_so_and_can_be_asked_again(
    phone: Screen, site: Site
) -> None:
    phone.page.route(
        "**/storage.js",
        lambda route: route.fulfill(
            response=(response := route.fetch()),
            body="""
              const open = IDBFactory.prototype.open;
              self.refuses = true;
              IDBFactory.prototype.open = function (...rest) {
                if (self.refuses) throw new DOMException("refused", "InvalidStateError");
                return open.apply(this, rest);
              };
            """
            + response.text(),
        ),
    )
    phone.open(site.url)
    phone.see(re.compile("does not let Willows keep a log"))
    phone.page.workers[0].evaluate("self.refuses = false")
    phone.tap("Try again")
    phone.tap("Skip all")
    phone.see("Start session", role="button")
