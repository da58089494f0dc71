"""The app in another language: chosen by the device or in Settings, and read from the right."""

from __future__ import annotations

import base64
import gettext
import io
import pickle
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import thrift
from tests.browser.conftest import Site, Traffic
from tests.browser.python import Python
from tests.browser.semantics import Screen
from tests.pseudo import pseudo, pseudo_language
from willows_app.language import HANDOUT
from willows_app.shipped import shipped

GERMAN = shipped().languages["de"]
CATALOGUE = gettext.GNUTranslations(io.BytesIO(GERMAN.catalogue))
SAY = CATALOGUE.gettext


def say_of_handout(words: str) -> str:
    """The title of an exercise, or what else stands in a handout."""
    return CATALOGUE.pgettext(HANDOUT, words)


PUT = """
import base64, gc, pickle
from flet import Page
from willows_app.ui.model import Willows

page, willows = (
    next(each for each in gc.get_objects() if isinstance(each, kind)) for kind in (Page, Willows)
)
language = pickle.loads(base64.b64decode("{pickled}"))

async def speak():
    willows.languages = {{**willows.languages, language.code: language}}
    willows.own.speak(language.code)

page.run_task(speak)
language.name
"""
"""Has the app speak a language that it was not built with."""


@pytest.fixture
def german_phone(browser: Browser, site: Site) -> Iterator[Screen]:
    """A phone that is set to Austrian German and has never seen the app."""
    with thrift.new_device(browser, locale="de-AT", service_workers="block") as context:
        yield Screen(context.new_page())


def speaks(page: Page, lang: str) -> None:
    """Wait until the page says so of itself: it is told once the choice is kept."""
    for _ in range(200):
        said = page.evaluate("document.documentElement.lang")  # Flutter says "en-US" for "en"
        if said.split("-")[0] == lang:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"The page says that it speaks {said}.")


def test_german_as_the_device_is_set_then_english_then_german_again(
    german_phone: Screen, site: Site
) -> None:
    phone, page = german_phone, german_phone.page
    heard = list[str]()
    page.on("request", lambda request: heard.append(request.url))
    phone.open(site.url)
    phone.tap(SAY("Skip all"))
    phone.see(SAY("Today"), role="heading")
    phone.see(re.compile(f"^(?:{'|'.join(GERMAN.weekdays)}), \\d+\\. "))
    speaks(page, "de")

    phone.tap(SAY("Settings"))
    phone.scroll_to("English", role="button")
    phone.tap("English")
    phone.see("Settings", role="heading")
    speaks(page, "en")
    phone.tap("Deutsch")
    speaks(page, "de")
    phone.tap(SAY("Today"))
    phone.see(SAY("Today"), role="heading")

    page.reload(wait_until="commit")
    page.locator("#today").get_by_text(SAY("Start session")).wait_for()
    speaks(page, "de")
    phone.read_aloud().tap(SAY("Start session"))
    phone.tap(SAY("I understand, start session"))
    phone.see(SAY("It hurts"), role="button")
    while not (voices := {url.split("/voice/")[1] for url in heard if "/voice/" in url}):
        page.wait_for_timeout(50)
    assert {voice.split("/")[0] for voice in voices} == {"de"}


def test_the_page_of_a_german_phone_gives_the_exercises_in_german_if_the_app_does_not_start(
    german_phone: Screen, site: Site
) -> None:
    page = german_phone.page
    page.route("**/worker*.js*", lambda route: route.abort())
    page.goto(site.url)
    why = SAY("The part of Willows that runs your exercises did not start.")
    page.get_by_text(why).first.wait_for()
    page.get_by_role("button", name=SAY("Copy details")).wait_for()
    page.get_by_role("heading", name=say_of_handout("Rhomboids")).wait_for()
    page.locator("#loading[lang=de][dir=ltr]").wait_for()


def stays_on_the_screen(phone: Screen) -> None:
    """Nothing that can be seen reaches beyond the left or right edge."""
    window = phone.page.viewport_size
    assert window
    beyond = [
        node
        for node in phone.nodes()
        if node.name
        and node.shown
        and not -1 <= node.x <= node.x + node.width <= window["width"] + 1
    ]
    assert not beyond, "\n".join(map(str, beyond))


def is_left_of(phone: Screen, left: str, right: str, role: str) -> None:
    """The first stands to the left of the second."""
    one, other = phone.see(left, role), phone.see(right, role)
    assert one.centre[0] < other.centre[0], f"{one} is not left of {other}"


def test_from_right_to_left_every_screen_is_mirrored_and_nothing_leaves_it(
    phone: Screen, site: Site, python: Python, traffic: Traffic
) -> None:
    language = pseudo_language()
    pickled = base64.b64encode(pickle.dumps(language)).decode()
    phone.open(site.url)
    assert python.run(PUT.format(pickled=pickled)) == language.name
    phone.see(pseudo("Today"), role="heading")
    speaks(phone.page, "ar")

    # The words come first, the direction right after them: a slow machine may show what is between.
    while phone.see(pseudo("Settings"), role="button").centre[0] > 390 / 2:
        phone.page.wait_for_timeout(100)
    assert phone.see(pseudo("Today"), role="heading").centre[0] > 390 / 2
    is_left_of(phone, pseudo("History"), pseudo("Today"), "tab")
    stays_on_the_screen(phone)

    phone.tap(pseudo("Exercises"), role="tab")
    phone.see(pseudo("Rhomboids"))
    stays_on_the_screen(phone)
    phone.tap(pseudo("History"), role="tab")
    is_left_of(phone, pseudo("Later month"), pseudo("Earlier month"), "button")
    stays_on_the_screen(phone)
    phone.tap(pseudo("Today"), role="tab")

    phone.tap(pseudo("Settings"))
    assert phone.see(pseudo("Today"), role="button").centre[0] > 390 / 2
    stays_on_the_screen(phone)
    phone.tap(pseudo("Today"))

    phone.tap(pseudo("Start session"))
    phone.tap(pseudo("I understand, start session"))
    is_left_of(phone, pseudo("It hurts"), pseudo("Pause"), "button")
    stays_on_the_screen(phone)
    phone.tap(pseudo("Pause"))

    phone.page.route("**/worker*.js*", lambda route: None)
    phone.page.goto(site.url, wait_until="commit")
    links = phone.page.locator("#today[lang=ar][dir=rtl] nav a")
    first, last = links.first.bounding_box(), links.last.bounding_box()
    assert first and last and first["x"] > last["x"]
