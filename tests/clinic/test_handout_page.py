"""The page to print and its code, read by a decoder that knows nothing of ours."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
import zxingcpp
from hypothesis import given, settings
from PIL import Image

from tests.routine.prescriptions import BANDS, HANDOUT, PLAN, prescriptions
from willows_app.clinic.handout_page import handout_page
from willows_app.clinic.prescription_link import LONGEST_LINK, link_of, read_link
from willows_app.clinic.qr import as_png, as_svg, modules_across, qr_code
from willows_app.routine.model import PainBand
from willows_app.routine.prescription import Prescription

SITE = "https://willows.example/"
LINK = link_of(PLAN, SITE)


def read_code(png: bytes) -> str:
    codes = zxingcpp.BarcodeFormat.QRCode  # chance modules may look like a code of another kind
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)), formats=codes, is_pure=True)
    return str(found.text)


class Page(HTMLParser):
    """Its text, its tags and what they lead to."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.text, self.tags, self.addresses = "", [""], [""]
        self.feed(content.decode())

    def handle_data(self, data: str) -> None:
        self.text += data + "\n"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]
        assert not [name for name, _ in attrs if name.startswith("on")]


# ---------------------------------------------------------------- the code


@given(prescriptions())
@settings(max_examples=20)
def test_another_decoder_reads_the_link_of_any_plan(plan: Prescription) -> None:
    link = link_of(plan, SITE)
    assert read_code(as_png(qr_code(link), scale=3)) == link


def test_the_longest_link_there_can_be_has_a_code() -> None:
    link = f"{SITE}#/plan/1".ljust(LONGEST_LINK, "x")
    code = qr_code(link)
    assert code.error == "L"
    assert read_code(as_png(code, scale=3)) == link


def test_a_usual_code_can_be_read_with_a_spot_on_it() -> None:
    assert qr_code(LINK).error in "MQH"


def test_the_code_is_dark_on_light_with_a_quiet_zone() -> None:
    code = qr_code(LINK)
    picture = Image.open(io.BytesIO(as_png(code, scale=1))).convert("L")
    width = modules_across(code)
    assert picture.size == (width, width)
    assert {picture.getpixel((x, y)) for x in range(width) for y in range(4)} == {255}
    assert {picture.getpixel((x, 4)) for x in range(4, 11)} == {0}, "a corner of it"
    assert set(picture.get_flattened_data()) == {0, 255}


def test_the_svg_is_a_file_of_its_own_or_part_of_a_page() -> None:
    code = qr_code(LINK)
    assert as_svg(code, alone=True).startswith("<?xml")
    assert as_svg(code).startswith("<svg")
    assert 'fill="#fff"' in as_svg(code)


# ---------------------------------------------------------------- the page


def test_it_says_what_is_prescribed_and_marks_what_is_beyond_the_handout() -> None:
    text = Page(handout_page(HANDOUT, PLAN, LINK)).text
    for words in (
        "Your exercises: Upper Back",
        "Once a day for 21 days, then as needed",
        PLAN.note,
        "2. Extension, the Cobra",
        "Hold 20 s, 3 times",
        "Beyond the handout, which says: hold 10 s, 5 times.",
        "Where this names another number, the one above counts.",
        "Pain 6 to 10: Stop for today, and ring the clinic.",
        *HANDOUT.cautions,
        *HANDOUT.if_it_hurts,
    ):
        assert words in text, words
    assert text.count("Beyond the handout") == 1
    assert "Rhomboids" not in text


@given(prescriptions())
@settings(max_examples=10)
def test_every_caution_of_every_exercise_is_on_it(plan: Prescription) -> None:
    text = Page(handout_page(HANDOUT, plan, LINK)).text
    for id in plan.exercises:
        for caution in HANDOUT.exercise(id).cautions:
            assert caution in text


def test_each_exercise_has_its_picture_with_words_for_who_cannot_see_it() -> None:
    content = handout_page(HANDOUT, PLAN, LINK)
    page = Page(content)
    assert page.tags.count("svg") == 1 + 2 + 1 + 2, "the code, cat, cobra and side bend"
    assert page.tags.count("desc") == page.tags.count("svg") - 1
    without = Page(handout_page(replace(HANDOUT, pictures=()), PLAN, LINK))
    assert without.tags.count("svg") == 1


def test_nothing_on_it_runs_or_fetches_and_its_policy_allows_one_style() -> None:
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    plan = replace(PLAN, note=evil, pain_bands=(PainBand(0, 10, evil),))
    content = handout_page(HANDOUT, plan, LINK)
    page = Page(content)
    assert not {"script", "img", "link", "iframe", "form", "a"} & set(page.tags)
    assert page.addresses == [""]
    assert page.text.count(evil) == 2
    (style,) = re.findall(r"<style>(.*?)</style>", content.decode(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'".encode() in content
    assert b"style=" not in content


def test_the_link_of_the_page_is_the_plan_of_the_page() -> None:
    assert read_link(LINK, [HANDOUT]) == PLAN


def test_without_words_for_pain_and_a_note_there_is_none_of_it() -> None:
    text = Page(handout_page(HANDOUT, replace(PLAN, pain_bands=(), note=""), LINK)).text
    assert "After a session" not in text
    assert BANDS[0].words not in text


@pytest.mark.parametrize(("exercises", "shape"), [(3, "few"), (10, ""), (40, "many")])
def test_the_more_exercises_the_smaller_the_letters(exercises: int, shape: str) -> None:
    many = tuple(
        replace(HANDOUT.exercises[number % 10], id=f"exercise_{number}")
        for number in range(exercises)
    )
    handout = replace(HANDOUT, exercises=many)
    plan = replace(PLAN, exercises=tuple(each.id for each in many), doses={})
    assert f'<body class="{shape}">'.encode() in handout_page(handout, plan, LINK)
