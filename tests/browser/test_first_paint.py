"""The page paints Today before the app is up, and gives the exercises if it never is."""

import pytest
from playwright.sync_api import BrowserContext, Route

from tests.browser.conftest import Site
from tests.browser.semantics import Screen

WORKER = "**/worker*.js*"
"""Python's worker: without it the app does not come up."""
DONE = "1 of 10 exercises"


def hold(route: Route) -> None:
    """Never answer."""


def lose(route: Route) -> None:
    """Answer with nothing."""
    route.abort()


def do_one(phone: Screen) -> None:
    """Has one exercise in the log, for good."""
    phone.tap("Exercises", role="tab")
    phone.tap("Extension, the Cobra")
    phone.tap("I did it without the timer")
    while DONE not in phone.page.evaluate("localStorage.getItem('willows.today')"):
        phone.page.wait_for_timeout(50)  # it is left behind once the log is durable


pytestmark = pytest.mark.usefixtures("python")  # no service worker stands in the way of a route


def test_today_is_painted_as_it_was_left_and_a_tap_on_start_is_kept(
    phone: Screen, site: Site
) -> None:
    phone.open(site.url)
    page, today = phone.page, phone.page.locator("#today")
    do_one(phone)

    page.route(WORKER, hold)
    page.goto(site.url, wait_until="commit")
    today.get_by_text(DONE).wait_for()
    today.get_by_text("Daily phase: day 1 of 14").wait_for()

    page.unroute(WORKER, hold)
    page.goto(site.url, wait_until="commit")
    today.get_by_role("button", name="Start session").tap()
    phone.read_aloud().see("Before you start", role="heading")
    today.wait_for(state="detached")


def test_when_the_app_does_not_start_the_page_says_so_and_gives_the_exercises(
    phone: Screen, site: Site, context: BrowserContext
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = phone.page
    page.route(WORKER, lose)
    page.goto(site.url)
    page.get_by_text("runs your exercises did not start.").first.wait_for()
    page.get_by_role("heading", name="Rhomboids").wait_for()
    page.get_by_text("Hold 10 s, 3 times on each side, right first", exact=True).wait_for()
    page.get_by_role("button", name="Copy details").tap()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert copied[:2] == [
        "The part of Willows that runs your exercises did not start.",
        "Error: worker.js did not load",
    ]
    page.unroute(WORKER, lose)
    with page.expect_navigation(wait_until="commit"):
        page.get_by_role("button", name="Try again").tap()
    phone.read_aloud().pass_first_run().see("Start session", role="button")
