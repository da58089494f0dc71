"""A clinician makes a plan; a patient scans it, accepts it, and the session follows."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser

from tests.browser import thrift
from tests.browser.conftest import Site
from tests.browser.semantics import Screen
from tests.browser.test_main_job import start_session
from tests.routine.prescriptions import BANDS, HANDOUT, IDS, PLAN
from willows_app.clinic.handout_page import handout_page
from willows_app.clinic.prescription_link import link_of
from willows_app.routine.choice import Choice
from willows_app.routine.prescription import Prescription

TOWEL = "Upper back extension, towel"
BALLS = "Upper back extension, tennis balls"
COBRA = "Extension, the Cobra"
WORDS = {
    "Pain 0 to 3": "Carry on as planned.",
    "Pain 4 to 5": "Carry on more gently.",
    "Pain 6 to 10": "Stop for today, and ring us.",
}

SENTENCE = (
    "Please ring us at once if anything is not clear to you, or if it hurts more than before. "
)
LONGEST = replace(
    PLAN,
    exercises=tuple(IDS),
    doses=dict.fromkeys(IDS, Choice(hold=155, repetitions=3)),
    pain_bands=tuple(replace(each, words=(SENTENCE * 2)[:120].strip()) for each in BANDS),
    note=(SENTENCE * 4)[:300].strip(),
)
"""Every exercise, every dose beyond the handout, and as many words as there may be."""


@pytest.fixture
def patient(browser: Browser) -> Iterator[Screen]:
    """Another phone, which has never seen the app."""
    with thrift.new_device(browser) as context:
        yield Screen(context.new_page())


def follow(phone: Screen, link: str) -> None:
    """Open a link while the app is open already."""
    phone.page.evaluate("(hash) => (location.hash = hash)", link.partition("#")[2])


def code_on(phone: Screen) -> str:
    """What a camera reads on this screen."""
    phone.see("QR code of the plan", role="img")
    (code,) = phone._wait(
        lambda: zxingcpp.read_barcodes(Image.open(io.BytesIO(phone.page.screenshot()))) or None,
        "the code to be drawn",
        10,
    )
    return str(code.text)


def test_a_plan_goes_from_a_clinicians_screen_into_a_patients_session(
    phone: Screen, patient: Screen, site: Site
) -> None:
    phone.open(f"{site.url}#/prescribe")
    phone.tap("Begin with Upper Back")
    phone.see("Exercises and doses")
    phone.go_offline()
    for left_out in (TOWEL, BALLS):
        phone.tap(left_out, role="switch")
    phone.tap(f"Dose: {COBRA}")
    for hold in ("15 s", "20 s"):
        phone.tap(f"Hold, {COBRA}: more")
        phone.see(hold)
    phone.see("Beyond the handout, which says: hold 10 s")
    phone.scroll_to("Add words for pain")
    phone.tap("Add words for pain")
    for band, words in WORDS.items():
        phone.scroll_to(band, role="textbox")
        phone.type(band, words)
    phone.tap("Make the link and the code")
    link = code_on(phone)
    assert link.startswith(f"{site.url}#/plan/1")

    patient.open(link)
    patient.see("What would change")
    patient.see(f"{COBRA}: hold 20 s instead of 10 s")
    patient.see(f"{TOWEL}: left out")
    patient.scroll_to("Beyond the handout, which says: hold 10 s")
    patient.tap("Not now")
    patient.tap("Skip all")  # a plan comes before the first run
    patient.see("10 exercises, about 28 minutes")
    patient.wait_offline_ready()
    patient.go_offline()

    follow(patient, link[:-5])
    patient.see(re.compile("This link is damaged, or a part of it is missing"))
    patient.see("Nothing has changed.")
    patient.tap("Close")
    patient.see("10 exercises, about 28 minutes")

    follow(patient, link)
    patient.tap("Accept")
    patient.scroll_to(re.compile("8 of the handout's 10 exercises"))
    patient.reload()
    patient.tap("Today")
    patient.see(re.compile("^8 exercises, about"))
    patient.scroll_to("Pain 7 of 10")
    patient.tap("Pain 7 of 10")
    patient.see("Your clinic says: Stop for today, and ring us.")

    start_session(patient)
    patient.see("1 of 8")
    patient.see(COBRA)
    patient.tap("Pause")
    follow(patient, link)
    patient.see(re.compile("Your session comes first"))
    patient.tap("Back to the session")
    patient.tap("Stop")
    patient.tap("Done")
    patient.see("A plan from your clinic waits to be looked at.")
    patient.tap("See the plan")
    patient.see("You have this plan already.")


@pytest.mark.parametrize("plan", [PLAN, LONGEST], ids=["three exercises", "all that there can be"])
def test_the_page_to_print_is_one_page_of_a4_and_its_code_can_be_scanned(
    plan: Prescription, browser: Browser, tmp_path: Path
) -> None:
    link = link_of(plan, "https://willows.example/")
    file = tmp_path / "plan.html"
    file.write_bytes(handout_page(HANDOUT, plan, link))
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(file.as_uri())
        pdf = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert [tuple(map(round, each.get_size())) for each in pdf] == [(595, 842)], "A4, in points"
    printed = pdf[0].render(scale=200 / 72).to_pil()  # as a cheap printer and a phone would have it
    (code,) = zxingcpp.read_barcodes(printed)
    assert code.text == link
