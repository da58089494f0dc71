"""A clinician opens what patients shared, with the network cut, and nothing of it is kept."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload
from pypdf import PdfReader

from bench.years import LAST, write_years
from tests.browser import kept, thrift
from tests.browser.conftest import Site, Traffic
from tests.browser.semantics import Screen
from tests.browser.test_share import finished
from tests.clinic.lived import ROUTINE
from willows_app.adherence.log import Log
from willows_app.clinic.archive import read_archive, write_archive
from willows_app.clinic.report import report_of
from willows_app.clinic.sealed import seal
from willows_app.device.sealing_python import PythonCipher

MADE_AT = datetime(2026, 11, 22, 18, 4, tzinfo=UTC)
PASSPHRASE = "4827 1930 5561 7042 8835"

DROP = """(files) => {
  const dataTransfer = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    dataTransfer.items.add(new File([bytes], name));
  }
  return ["dragenter", "dragover", "drop"].map((kind) => {
    const event = new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true });
    document.body.dispatchEvent(event);
    return event.defaultPrevented;
  });
}"""

OWN = "() => JSON.stringify([Object.entries(localStorage).sort(), location.href])"


@pytest.fixture
def computer(browser: Browser, site: Site) -> Iterator[Screen]:
    """The clinic's computer; it has never seen the app."""
    with thrift.new_device(
        browser, viewport={"width": 1280, "height": 900}, has_touch=False
    ) as context:
        traffic = Traffic(site.url)
        traffic.watch(context)
        yield Screen(context.new_page())
        assert traffic.strangers() == [], "the app speaks to nobody"
        assert traffic.refused() == [], "the app does not even try to"


def shared(folder: Path, code: str, first: date, kept: float) -> bytes:
    """What a patient shares who did the exercises on this share of the days."""
    path = folder / f"{code}.sqlite3"
    write_years(path, ROUTINE, 1, LAST, kept)
    with closing(Log(path)) as log:
        (latest,) = log.sessions(1)
        log.write_note(latest.id, f"A note of {code}", MADE_AT)
        return write_archive(log, ROUTINE, code, first, LAST, MADE_AT, "0.1.0")


def choose(computer: Screen, files: dict[str, bytes]) -> None:
    with computer.page.expect_file_chooser() as chooser:
        computer.tap("Open files")
    chooser.value.set_files(
        [
            FilePayload(name=name, mimeType="application/zip", buffer=content)
            for name, content in files.items()
        ]
    )


def drop(computer: Screen, files: dict[str, bytes]) -> None:
    """Let go of these files over the page, which must not open them itself."""
    told = [[name, b64encode(content).decode()] for name, content in files.items()]
    _, over, dropped = computer.page.evaluate(DROP, told)
    assert (over, dropped) == (True, True), "the browser would leave the app for the file"


def own(computer: Screen) -> tuple[dict[str, bytes], dict[str, bytes], str]:
    """All that the app keeps on this computer."""
    page = computer.page
    return kept.files(page), kept.shelf(page), page.evaluate(OWN)


def lines(content: bytes, title: str) -> tuple[str, ...]:
    """What the report of an archive says in one of its sections."""
    archive = read_archive(content)
    report = report_of(archive.review(), archive.patient, archive.made_at, archive.app)
    return next(each.lines for each in report.summary if each.title == title)


def test_two_patients_are_compared_and_nothing_of_them_is_kept(
    computer: Screen, site: Site, tmp_path: Path
) -> None:
    one = shared(tmp_path, "A-11", date(2026, 8, 31), kept=0.6)
    other = shared(tmp_path, "B-22", date(2026, 10, 26), kept=0.9)
    locked = finished(seal(other, PASSPHRASE, PythonCipher()))
    damaged = one.replace(b"PK\x05\x06", b"PK\x05\x07")

    computer.open(site.url)
    computer.wait_offline_ready()
    computer.go_offline()
    drop(computer, {"a.zip": one})  # nobody asked for it
    computer.tap("Settings")
    computer.scroll_to("I am a clinician", role="button")
    computer.tap("I am a clinician")
    computer.see("Or drop them anywhere on this page.")
    before = own(computer)

    choose(computer, {"a.zip": one, "damaged.zip": damaged, "photo.jpg": b"\xff\xd8\xff"})
    computer.see("A-11", role="heading")
    computer.see(re.compile("This file is damaged: its end is missing"))
    computer.see(re.compile("This file is not one that a patient shares"))
    for line in (*lines(one, "Done of what was due"), *lines(one, "Pain, from 0 to 10")):
        computer.see(line)
    computer.tap("Close damaged.zip")
    computer.tap("Close photo.jpg")
    computer.see_no("Files")

    drop(computer, {"b.willows": locked})
    unlock(computer, PASSPHRASE[:-1] + "6")
    computer.see(re.compile("The passphrase does not open this file"))
    unlock(computer, PASSPHRASE)
    computer.see("B-22", role="heading")
    computer.see("Side by side", role="heading")
    computer.see(re.compile(r"^Sessions done of due: A-11 \d+% .*, B-22 \d+% .*difference \+"))

    computer.tap("Show the first one alone")
    computer.see_no("B-22")
    computer.scroll_to("Last 4 weeks", role="button")
    computer.tap("Last 4 weeks")
    computer.see("2026-10-26 to 2026-11-22, 28 days")
    printed = PdfReader(save(computer, "Save as PDF", "willows-A-11-2026-10-26-to-2026-11-22.pdf"))
    assert "A note of A-11" in "".join(page.extract_text() for page in printed.pages)
    page = save(computer, "Save as HTML", "willows-A-11-2026-10-26-to-2026-11-22.html")
    assert "A note of A-11" in page.read_text("utf-8")
    computer.scroll_to("Notes", role="heading")
    computer.scroll_to("Notes: Show 1", role="button")
    computer.tap("Notes: Show 1")
    computer.see(re.compile("A note of A-11"))

    computer.tap("Settings")
    computer.scroll_to("I am a clinician", role="button")
    assert own(computer)[:2] == before[:2]
    computer.tap("I am a clinician")
    computer.see("For clinicians", role="heading")
    assert computer.find("A-11") is None, "whoever comes next sees nothing of it"
    assert own(computer) == before


def save(computer: Screen, button: str, name: str) -> Path:
    """Where the browser saved what it was handed, under this name."""
    computer.scroll_to(button, role="button")
    with computer.page.expect_download() as download:
        computer.tap(button)
    assert download.value.suggested_filename == name
    computer.see("The report was handed over to be saved.")
    return download.value.path()


def unlock(computer: Screen, passphrase: str) -> None:
    computer.type("Passphrase", passphrase)
    computer.tap("Unlock")
