"""A full device: what was done stays in memory, the patient is told at once and given the file."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, CDPSession

from tests.browser import kept
from tests.browser.conftest import Site
from tests.browser.semantics import Screen
from willows_app.ui.model import DATABASE

DONE = re.compile("^Ticked by hand on .* 10 of 10 exercises done")
NO_ROOM = re.compile("^There is no room left to store the log")


@pytest.fixture
def quota(phone: Screen, site: Site, context: BrowserContext) -> Quota:
    return Quota(context.new_cdp_session(phone.page), site.url.rstrip("/"))


@dataclass
class Quota:
    """What room the browser gives the app."""

    devtools: CDPSession
    origin: str

    def is_full(self) -> None:
        self._override(quotaSize=1)

    def has_room(self) -> None:
        self._override()

    def _override(self, **size: int) -> None:
        parameters = {"origin": self.origin, **size}
        self.devtools.send("Storage.overrideQuotaForOrigin", parameters)


def tick_by_hand_while_full(phone: Screen, site: Site, quota: Quota) -> None:
    quota.is_full()
    phone.open(f"{site.url}#/history")
    phone.tap(re.compile("due"), role="button")
    phone.tap("Add a session by hand")
    phone.tap("Add it")
    phone.see(NO_ROOM)
    phone.see(DONE)
    assert DATABASE not in kept.files(phone.page)


def test_what_found_no_room_is_saved_as_soon_as_there_is_some(
    phone: Screen, site: Site, quota: Quota
) -> None:
    tick_by_hand_while_full(phone, site, quota)
    quota.has_room()
    phone.tap("Try to save again")
    phone.see_no(NO_ROOM)
    phone.reload()
    phone.see(DONE)


def test_what_found_no_room_is_in_the_file_that_is_offered(
    phone: Screen, site: Site, quota: Quota, tmp_path: Path
) -> None:
    tick_by_hand_while_full(phone, site, quota)
    with phone.page.expect_download() as download:
        phone.tap("Save a copy of the log now")
    download.value.save_as(tmp_path / "copy")
    saved = json.loads(gzip.decompress((tmp_path / "copy").read_bytes()))
    assert saved["counts"]["entries"] == 10
