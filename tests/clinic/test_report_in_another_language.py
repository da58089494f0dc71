"""What a clinic reads is in the language of the phone that made it, with the same figures."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from tests.adherence.diary import Diary
from tests.clinic.lived import CODE, ROUTINE
from tests.clinic.test_archive import MADE_AT, unpacked
from tests.clinic.test_handout_page import LINK
from tests.clinic.test_report import accept, eventful
from tests.clinic.test_report_html import Page
from tests.pseudo import ENGLISH_WORD, pseudo_language
from tests.routine.prescriptions import BANDS, HANDOUT, PLAN
from willows_app.clinic import fonts
from willows_app.clinic.archive import HTML, PDF, README, write_archive
from willows_app.clinic.comparing import differences, remarks
from willows_app.clinic.handout_page import handout_page
from willows_app.clinic.prescription_words import change_words
from willows_app.clinic.report import Report, report_of
from willows_app.clinic.review import review_of
from willows_app.language import Language, said_in
from willows_app.routine.words import in_language
from willows_app.shipped import shipped

GERMAN = shipped().languages["de"]
FIRST, LAST = date(2026, 6, 1), date(2026, 6, 7)
SAME = re.compile(
    rf"{re.escape(f'{ROUTINE.clinic}')}|Willows|[a-z]+(\.[a-z]+)+|SHA-256|UTF-8|FHIR R4|{CODE}"
    r"|n = \d+|Theil–Sen|Salaffi"
    rf"|{'|'.join(each.id for each in ROUTINE.exercises)}|Cobra|Sore|\[2Jtoday"
)
"""Names, ids, and what the patient wrote or did at that time."""


@pytest.fixture(scope="module")
def nobodys() -> Language:
    return pseudo_language()


@pytest.fixture
def diary(tmp_path: Path) -> Iterator[Diary]:
    """A week with some of everything, and a plan of the clinic."""
    with eventful(tmp_path / "log.sqlite3") as diary:
        diary.session("2026-06-05T18:00:00+01:00", "cobra", on="2026-06-05", before=2)
        accept(diary, "2026-06-03")
        yield diary


def archive(diary: Diary) -> dict[str, bytes]:
    routine = accept(diary, "2026-06-03")
    return unpacked(write_archive(diary.log, routine, CODE, FIRST, LAST, MADE_AT, "0.1.0"))


def report(diary: Diary) -> Report:
    review = review_of(diary.log, in_language(ROUTINE), FIRST, LAST)
    return report_of(review, CODE, MADE_AT, "0.1.0")


def english(texts: list[str]) -> list[str]:
    """Those with a word that no translator was given."""
    return [text for text in texts if ENGLISH_WORD.search(SAME.sub("", text))]


def figures(texts: tuple[str, ...]) -> Counter[str]:
    found = (number for text in texts for number in re.findall(r"\d+(?:[.,]\d+)?", text))
    return Counter(number.replace(",", ".") for number in found)


def test_the_figures_are_the_same(diary: Diary) -> None:
    one = report(diary)
    with said_in(GERMAN):
        other = report(diary)
    sections = zip((*one.summary, *one.details), (*other.summary, *other.details), strict=True)
    for ours, theirs in sections:
        if ours.title != "Doses as prescribed now":  # "twice" is "2-mal"
            assert figures(ours.lines) == figures(theirs.lines)
        assert ours.title != theirs.title or ours.title == "Plan"
        if ours.table and theirs.table:
            assert ours.table.to_the_right == theirs.table.to_the_right
            if ours.listing is None or ours.listing.name != "DOSES":
                assert [*map(figures, ours.table.rows)] == [*map(figures, theirs.table.rows)]


@pytest.mark.parametrize(
    "line",
    [
        "Tage wie geplant: 3 von 5 (60\u00a0%).",
        "Plan der Praxis seit 2026-06-03: 3 Übungen; der Bericht endet mit den Dosen.",
        "Vor einer Einheit: 3 Antworten in 1 Woche, zu wenige für einen Trend.",
        "Übersprungen: 1-mal (keine Zeit 1).",
        "pausiert (täglich)",
    ],
)
def test_in_german_it_says(diary: Diary, line: str) -> None:
    with said_in(GERMAN):
        assert line in Page(archive(diary)[HTML]).words


def test_the_pdf_is_in_german_with_all_its_letters(diary: Diary) -> None:
    with said_in(GERMAN):
        pdf = PdfReader(io.BytesIO(archive(diary)[PDF]))
    first = pdf.pages[0].extract_text()
    assert pdf.trailer["/Root"]["/Lang"] == "de"
    assert f"{CODE}, Seite 1" in first
    assert "Übungen" in first and "Wie verlässlich das ist" in first
    assert "�" not in first


def test_the_fonts_of_the_pdf_have_the_letters_of_every_language() -> None:
    files_of_words = [each.catalogue for each in shipped().languages.values() if each.catalogue]
    catalogues = [read_mo(io.BytesIO(each)) for each in files_of_words]
    said = [str(message.string) for catalogue in catalogues for message in catalogue]
    letters = {letter for words in said for letter in words if letter.isalpha()}
    for name in ("roboto-regular.ttf", "roboto-bold.ttf"):
        with (files(fonts) / name).open("rb") as file:
            assert letters <= set(map(chr, TTFont(file).getBestCmap()))


def test_no_word_of_the_page_and_of_the_note_beside_it_is_left_in_english(
    diary: Diary, nobodys: Language
) -> None:
    with said_in(nobodys):
        made = archive(diary)
    page = Page(made[HTML])
    names = [
        attributes["aria-label"] or ""
        for _, attributes in page.elements
        if "aria-label" in attributes
    ]
    assert english([*page.words, *names]) == []
    assert page.of("html") == [{"lang": "ar", "dir": "rtl"}]
    columns = re.compile(r"^  [a-z_]+ +")  # these are called the same in every language
    readme = [columns.sub("", line) for line in made[README].decode().splitlines()]
    assert english(readme) == []


def test_nor_of_a_comparison(diary: Diary, nobodys: Language) -> None:
    with said_in(nobodys):
        routine = in_language(ROUTINE)
        one = review_of(diary.log, routine, FIRST, LAST)
        other = replace(review_of(diary.log, routine, FIRST, date(2026, 6, 4)), routine=ROUTINE)
        table = differences(one, other, ("1", "2"))
        cells = [cell for row in (table.columns, *table.rows) for cell in row]
        assert english([*cells, *remarks(one, other, same_patient=True)]) == []


def test_nor_of_a_plan_and_of_its_page_to_print(nobodys: Language) -> None:
    plan = replace(PLAN, note="Спина", pain_bands=tuple(replace(b, words="Да") for b in BANDS))
    with said_in(nobodys):
        handout = in_language(HANDOUT)
        page = Page(handout_page(handout, plan, LINK))
        assert english([*page.words, *change_words(handout, plan, handout, 14)]) == []
    assert page.of("html") == [{"lang": "ar", "dir": "rtl"}]
