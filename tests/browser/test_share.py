"""What a patient shares, without a network, is what the app showed; locked, it opens elsewhere."""

from __future__ import annotations

import asyncio
import io
import re
import unicodedata
import zipfile
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from tests.browser.conftest import Site
from tests.browser.python import Python
from tests.browser.semantics import Screen
from willows_app.clinic.archive import Archive, read_archive
from willows_app.clinic.sealed import DidNotOpen, seal, unseal
from willows_app.device.sealing_python import PythonCipher
from willows_app.ui.history import Range, history_of
from willows_app.ui.history_words import done_words, totals_words
from willows_app.ui.own_plan import OwnPlan

CODE = "P-7F3K-92QD"
PASSPHRASE = "Wet willow, 7 caf\u00e9s"
MADE_WHERE_REPORTS_ARE_SLOW = 90.0
"""Seconds; what makes the report comes late, and its code is not compiled yet."""

OPEN_HERE = """
from willows_app.clinic.sealed import unseal
from willows_app.device.sealing import cipher_of_this_device
(await unseal(bytes.fromhex({content!r}), {passphrase!r}, cipher_of_this_device())).hex()
"""


def test_a_shared_file_says_what_the_app_does_and_opens_only_with_its_passphrase(
    phone: Screen, site: Site, tmp_path: Path
) -> None:
    python = Python(phone.page)
    phone.open(f"{site.url}#/share")
    phone.see("Nothing to share yet")
    phone.wait_offline_ready()
    phone.go_offline()
    phone.tap("Settings")
    phone.tap("Today")
    phone.tap("Skip all")
    do_a_session_with_a_note(phone)
    shown = {phone.see(words).name for words in (re.compile("^1 session"), re.compile(" due[.,]"))}

    phone.scroll_to("Share with my clinic", role="button")
    phone.tap("Share with my clinic")
    phone.see("You have not shared anything yet.")
    make(phone)
    phone.see(re.compile("3 to 20 capital letters.*Never use a name", re.DOTALL))
    phone.scroll_to("Code from your clinic", role="textbox")
    phone.type("Code from your clinic", CODE)
    make(phone)
    phone.see(re.compile(f"^Patient {CODE}. 1 session on 1 day, on .*, and 1 note"))
    phone.see(re.compile("log.json is your whole log, whatever days you chose"))
    name, content = share(phone, tmp_path)
    assert re.fullmatch(rf"willows-{CODE}-\d{{4}}-\d\d-\d\d\.zip", name)
    archive = read_archive(content)
    assert shown == in_the_app(archive)
    summary = first_page_of_the_report(content)
    assert summary.startswith(f"{CODE}: Upper Back") and "ticked by hand: 10." in summary

    phone.tap("I have given it to my clinic")
    phone.see(re.compile("^You shared last on "))
    assert phone.see("Since last time").selected
    phone.scroll_to("Passphrase", role="switch")
    phone.tap("Passphrase", role="switch")
    phone.type("The passphrase", PASSPHRASE)
    make(phone)
    name, content = share(phone, tmp_path)
    assert name.endswith(".willows")
    phone.see(PASSPHRASE)
    by_another_keyboard = unicodedata.normalize("NFD", PASSPHRASE)
    opened = finished(unseal(content, by_another_keyboard, PythonCipher()))
    assert in_the_app(read_archive(opened)) == shown

    sealed_elsewhere = finished(seal(opened, PASSPHRASE, PythonCipher())).hex()
    assert python.run(OPEN_HERE.format(content=sealed_elsewhere, passphrase=PASSPHRASE)) == (
        opened.hex()
    )
    refused = python.run(OPEN_HERE.format(content=sealed_elsewhere, passphrase="Wet willow"))
    assert DidNotOpen.__name__ in refused


def do_a_session_with_a_note(phone: Screen) -> None:
    phone.tap("History", role="tab")
    phone.tap(re.compile("due"), role="button")
    phone.tap("Add a session by hand")
    phone.tap("Add it")
    phone.see("Upper Back")
    phone.tap("Correct this session")
    phone.scroll_to("Note", role="textbox")
    phone.type("Note", "It went well")
    phone.tap("Keep the note")
    phone.tap("History")


def make(phone: Screen) -> None:
    phone.scroll_to("Make the file", role="button")
    phone.tap("Make the file")


def share(phone: Screen, folder: Path) -> tuple[str, bytes]:
    phone.see("What is in the file", role="heading", timeout=MADE_WHERE_REPORTS_ARE_SLOW)
    phone.scroll_to("Share", role="button")
    with phone.page.expect_download() as download:
        phone.tap("Share")
    name = download.value.suggested_filename
    download.value.save_as(folder / name)
    phone.see(re.compile("is saved; in a browser, among your downloads"))
    return name, (folder / name).read_bytes()


def first_page_of_the_report(content: bytes) -> str:
    """What the PDF in an archive says first, which the browser's Python made."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return PdfReader(io.BytesIO(archive.read("report.pdf"))).pages[0].extract_text()


def in_the_app(archive: Archive) -> set[str]:
    """What History says of a log."""
    with closing(archive.log()) as log:
        own = OwnPlan(log, archive.routine, archive.last, lambda *_: None)
        first = Range.TWELVE_WEEKS.first_day(own.begin, own.today)
        records = own.records(first, own.today)
        history = history_of(own.plan, records, own.doses, first, own.today)
        return {totals_words(own.sessions), done_words(history)}


def finished(work: Coroutine[Any, Any, bytes]) -> bytes:
    """What it comes to; Playwright has the loop of this thread."""
    with ThreadPoolExecutor() as another:
        return another.submit(asyncio.run, work).result()
