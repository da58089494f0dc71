"""A log that is damaged, or of a newer version, in the real app: nothing is lost or overwritten."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.browser import kept
from tests.browser.conftest import Site
from tests.browser.semantics import PATIENCE, Screen
from willows_app.ui.model import DATABASE

HEADER = 100
VERSION = slice(60, 64)
"""Where the header of a database has its `user_version`."""


def tick_by_hand(phone: Screen) -> None:
    """Today's session, done without the timer, until the browser has it."""
    phone.tap("History", role="tab")
    phone.tap(re.compile("due"), role="button")
    phone.tap("Add a session by hand")
    phone.tap("Add it")
    phone.see(re.compile("^Ticked by hand on .* 10 of 10 exercises done"))
    until(phone, lambda: DATABASE in kept.files(phone.page), "the browser to have the log")


def is_copied(page: Page) -> bool:
    """Whether a copy of the log as it is now stands on the shelf."""
    return kept.files(page)[DATABASE] in kept.shelf(page).values()


def until(phone: Screen, ready: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < end, f"waited for {what}"
        phone.page.wait_for_timeout(200)


def leave(phone: Screen, site: Site) -> bytes:
    """Close the app; what it left is the log."""
    phone.page.goto(f"{site.url}manifest.json")
    return kept.files(phone.page)[DATABASE]


def test_the_last_good_copy_of_a_damaged_log_is_opened_and_the_damaged_file_can_be_saved(
    phone: Screen, site: Site, tmp_path: Path
) -> None:
    phone.open(site.url)
    tick_by_hand(phone)
    phone.reload()
    until(phone, lambda: is_copied(phone.page), "a good copy, which is made after the start")
    good = leave(phone, site)
    damaged = good[:HEADER] + bytes(len(good) - HEADER)
    kept.replace(phone.page, DATABASE, damaged)

    phone.open(site.url)
    phone.see("Your log was damaged", role="heading")
    phone.see(re.compile(r"^It was set aside and kept\. The last good copy, of .*, took its place"))
    phone.see(re.compile("^Done today at "))
    on_shelf = kept.shelf(phone.page)
    assert {good, damaged} <= set(on_shelf.values())
    with phone.page.expect_download() as download:
        phone.tap("Save the damaged file")
    download.value.save_as(tmp_path / "saved")
    assert (tmp_path / "saved").read_bytes() == damaged
    assert on_shelf[download.value.suggested_filename] == damaged

    phone.tap("I have read this")
    phone.see_no("Your log was damaged")
    phone.reload()
    phone.see(re.compile("^Done today at "))
    assert phone.find("Your log was damaged") is None
    assert damaged in kept.shelf(phone.page).values()


def test_a_log_of_a_newer_version_is_refused_in_words_and_left_as_it_was(
    phone: Screen, site: Site
) -> None:
    phone.open(site.url)
    tick_by_hand(phone)
    newer = bytearray(leave(phone, site))
    newer[VERSION] = (999).to_bytes(4)
    kept.replace(phone.page, DATABASE, bytes(newer))
    shelf = kept.shelf(phone.page)

    phone.open(site.url)
    phone.see(re.compile("written by a newer Willows .* Update the app; the log was left as it is"))
    phone.tap("Try again")
    phone.see("Try again", role="button")
    assert (kept.files(phone.page)[DATABASE], kept.shelf(phone.page)) == (bytes(newer), shelf)
