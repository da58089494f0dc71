"""A backup leaves one phone as a file and comes back on another; a bad file changes nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import thrift
from tests.browser.conftest import Site
from tests.browser.python import Python
from tests.browser.semantics import Screen

TWENTY_SESSIONS = """
import gc
from datetime import timedelta
from willows_app.adherence.facts import SessionEnd
from willows_app.guide.performance import Performed
from willows_app.routine.choice import AS_PRESCRIBED
from willows_app.ui.model import Willows

willows = next(each for each in gc.get_objects() if isinstance(each, Willows))
log, routine = willows.log, willows.routine
for ago in range(20, 0, -1):
    at, id = willows.now() - timedelta(days=ago), f"session {ago}"
    log.begin_session(id, routine.id, [routine.exercises[0].id], at, at.date())
    exercise = routine.exercises[0]
    log.add_entry(id, exercise.title, Performed.as_planned(exercise, AS_PRESCRIBED), at)
    log.end_session(id, SessionEnd.FINISHED, at)
log.count_sessions()
"""

NOT_A_BACKUP = b"id: upper_back"
CUT_OFF = b'{"format": "willows-backup", "version": 1, "app": "0.1.0",\n'


def sealed(content: bytes) -> bytes:
    """With the checksum that it should have."""
    return content + f'"sha256": "{hashlib.sha256(content).hexdigest()}"}}\n'.encode()


BAD = {
    "not a backup of Willows": NOT_A_BACKUP,
    "its end is missing": CUT_OFF,
    "changed since it was made": sealed(CUT_OFF).replace(b"0.1.0", b"0.1.1"),
    "made by a newer Willows": sealed(CUT_OFF.replace(b'"version": 1', b'"version": 2')),
    "its parts are not those": sealed(CUT_OFF + b'"a":' + b"[" * 1_000_000 + b",\n"),
}


@pytest.fixture
def other(browser: Browser) -> Iterator[Screen]:
    """Another phone that has never seen the app."""
    with thrift.new_device(browser) as context:
        yield Screen(context.new_page())


def choose(phone: Screen, name: str, content: bytes) -> None:
    phone.scroll_to("Choose a backup file", role="button")
    with phone.page.expect_file_chooser() as chooser:
        phone.tap("Choose a backup file")
    chooser.value.set_files([{"name": name, "mimeType": "application/gzip", "buffer": content}])


def test_twenty_sessions_are_to_be_saved_and_come_back_on_another_phone(
    phone: Screen, python: Python, other: Screen, site: Site, tmp_path: Path
) -> None:
    phone.open(site.url)
    phone.see("Start session", role="button")
    assert python.run(TWENTY_SESSIONS) == "20"
    phone.tap("Exercises", role="tab")
    phone.see("Add a routine", role="button")
    phone.tap("Today", role="tab")
    phone.see(re.compile("20 sessions or more are only on this device"))
    with phone.page.expect_download() as download:
        phone.tap("Save a backup")
    phone.see_no("Save a backup?")
    name = download.value.suggested_filename
    assert re.fullmatch(r"willows-backup-\d{4}-\d\d-\d\d\.json\.gz", name)
    download.value.save_as(tmp_path / name)

    other.open(f"{site.url}#/backup")
    other.see("There is no backup yet.")
    choose(other, name, (tmp_path / name).read_bytes())
    other.see(re.compile(r"^20 sessions from .*, 20 exercises\.$"))
    other.scroll_to("Add to my log", role="button")
    other.tap("Add to my log")
    other.see("Restored", role="heading")
    other.see("Saved on this device")
    other.reload()
    choose(other, name, (tmp_path / name).read_bytes())
    other.see("Everything in this backup is in your log already.")


def test_a_bad_file_is_refused_in_words_and_nothing_changes(phone: Screen, site: Site) -> None:
    phone.open(f"{site.url}#/backup")
    for said, content in BAD.items():
        choose(phone, "willows-backup-2026-11-23.json", content)
        phone.see(re.compile(f"{said}.*Your log is as it was", re.DOTALL))
    phone.tap("Settings")
    phone.tap("Today")
    phone.tap("Skip all")
    phone.see("Start session", role="button")
