"""A full device: what was done stays in memory, the patient is told at once and given the file."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

from playwright.sync_api import BrowserContext

from tests.browser import kept
from tests.browser.conftest import Site
from tests.browser.semantics import Screen
from willows_app.ui.model import DATABASE

DONE = re.compile("^Ticked by hand on .* 10 of 10 exercises done")
NO_ROOM = re.compile("^There is no room left to store the log")


def test_what_found_no_room_is_in_the_file_and_is_saved_as_soon_as_there_is_room(
    phone: Screen, site: Site, context: BrowserContext, tmp_path: Path
) -> None:
    quota = context.new_cdp_session(phone.page)
    origin = site.url.rstrip("/")
    # Before the first write: what room there was then, Chromium takes to be there for a while.
    quota.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1})
    phone.open(f"{site.url}#/history")
    phone.tap(re.compile("due"), role="button")
    phone.tap("Add a session by hand")
    phone.tap("Add it")
    phone.see(NO_ROOM)
    phone.see(DONE)
    assert DATABASE not in kept.files(phone.page)

    with phone.page.expect_download() as download:
        phone.tap("Save a copy of the log now")
    download.value.save_as(tmp_path / "copy")
    saved = json.loads(gzip.decompress((tmp_path / "copy").read_bytes()))
    assert saved["counts"]["entries"] == 10

    quota.send("Storage.overrideQuotaForOrigin", {"origin": origin})
    phone.tap("Try to save again")
    phone.see_no(NO_ROOM)
    phone.reload()
    phone.see(DONE)
