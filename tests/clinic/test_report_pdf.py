"""A report as a PDF has its summary on one page, and whatever a patient wrote can be read."""

from __future__ import annotations

import io
import string
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.adherence.diary import Diary, days
from tests.clinic.lived import CODE, ROUTINE
from tests.clinic.test_archive import MADE_AT
from tests.clinic.test_report import eventful
from tests.clinic.test_report_html import report
from willows_app.clinic.report import Report, Section, Table
from willows_app.clinic.report_pdf import MOST_ROWS, UNKNOWN, as_pdf
from willows_app.routine.model import Routine

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 7)


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    return eventful(tmp_path / "log.sqlite3")


def made(diary: Diary, last: date = LAST, routine: Routine = ROUTINE) -> bytes:
    return as_pdf(report(diary.log, FIRST, last, routine))


def pages(pdf: bytes) -> list[str]:
    """The words of each page, however they are broken into lines."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def of_words(*lines: str, rows: tuple[tuple[str, ...], ...] = ()) -> Report:
    """A report of these lines, and of these rows of two cells."""
    table = Table(("day", "words"), rows) if rows else None
    sections = (Section("Notes", lines, table=table),)
    return Report(CODE, CODE, (), MADE_AT, (), sections)


# ---------------------------------------------------------------- what it says


def test_the_first_page_is_the_summary_and_all_of_it(diary: Diary) -> None:
    told = report(diary.log, FIRST, LAST)
    first, *others = pages(as_pdf(told))
    assert first.startswith(f"{CODE}: Upper Back Home exercises of Willows Clinic")
    assert first.endswith(f"{CODE}, page 1")
    for section in told.summary:
        charts = [section.chart.words] if section.chart else []
        for words in (section.title, *section.lines, *charts):
            assert words in first
    for row in told.summary[3].table.rows if told.summary[3].table else ():
        assert " ".join(filter(None, row)) in first
    for section in told.details:
        assert section.title not in first
        assert section.title in " ".join(others)


def test_another_reader_finds_the_same_figures(diary: Diary) -> None:
    document = pypdfium2.PdfDocument(made(diary))
    words = " ".join(document[0].get_textpage().get_text_bounded().split())
    for figures in (
        "Days as planned: 2 of 5 (40%).",
        "Over a session: -2 points (median), from 1 session with both answers",
        "Stopped for pain: 1 time (Extension, the Cobra 1), of 3 attempts.",
        "Extension, the Cobra 1 5 1 1 1 32% no time 1",
        "Exercises timed: 3, ticked by hand: 0.",
    ):
        assert figures in words


def test_its_charts_are_drawn(diary: Diary) -> None:
    image = pypdfium2.PdfDocument(made(diary))[0].render(scale=1).to_pil()
    colours = {colour for _, colour in image.getcolors(1 << 24)}
    assert {(207, 224, 214), (47, 107, 79), (138, 75, 18)} <= colours  # due, done, pain after


def test_it_says_what_it_is_and_in_which_language(diary: Diary) -> None:
    reader = PdfReader(io.BytesIO(made(diary)))
    assert reader.metadata and reader.metadata.title == f"{CODE}: Upper Back"
    assert reader.metadata.creation_date == MADE_AT
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    titles = [each["/Title"] for each in reader.outline if not isinstance(each, list)]
    assert titles[:2] == ["Plan", "Done of what was due"]
    for page in reader.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


@pytest.mark.parametrize("seconds", [0, -19800, 86370, -1])
def test_when_it_was_made_is_read_whatever_the_offset(seconds: int) -> None:
    made_at = datetime(2026, 6, 7, 9, 30, tzinfo=timezone(timedelta(seconds=seconds)))
    reader = PdfReader(io.BytesIO(as_pdf(replace(of_words("x"), made_at=made_at))))
    assert reader.metadata and reader.metadata.creation_date == made_at


def test_the_same_report_makes_the_same_bytes(diary: Diary) -> None:
    assert made(diary) == made(diary)


# ---------------------------------------------------------------- how long it is


def test_of_long_lists_it_has_the_latest_and_says_so(tmp_path: Path) -> None:
    with Diary(tmp_path / "log.sqlite3") as diary:
        for day in days("2026-06-01", MOST_ROWS + 20):
            diary.session(f"{day}T18:00:00+01:00", "cobra")
        shown = pages(made(diary, FIRST + timedelta(days=MOST_ROWS + 19)))
    assert len(shown) < 8
    assert f"The latest {MOST_ROWS} of {MOST_ROWS + 20}. report.html has all of them." in shown[1]
    sessions = "".join(shown).partition("All sessions")[2]
    assert "2026-06-20" not in sessions and "2026-06-21" in sessions


def test_the_summary_of_years_is_one_page_as_well(tmp_path: Path) -> None:
    with Diary(tmp_path / "log.sqlite3") as diary:
        diary.session("2020-01-06T18:00:00+01:00", "cobra", before=3, after=2)
        diary.session("2026-05-06T18:00:00+01:00", "cobra", before=4, after=1)
        told = report(diary.log, date(2020, 1, 6), LAST)
    shown = pages(as_pdf(told))
    assert "the last 104 weeks" in shown[0]
    assert shown[1].startswith("Week by week")


# ---------------------------------------------------------------- what patients write


@pytest.mark.parametrize(
    "words",
    [
        "Łódź, naïve café, Ærøskøbing, Şişli, Đà Nẵng, Großstraße",
        "Μετά από τη δουλειά πονούσε λίγο",
        "После работы болела спина; Київ, Ђорђе",
        "½ of it, 3 × 10 s – ≥ 2 €, “quoted” … it’s <b>**fine**</b> {nb} \\(x) %s",
    ],
)
def test_letters_of_latin_greek_and_cyrillic_are_there(words: str) -> None:
    (_, shown) = pages(as_pdf(of_words(rows=(("2026-06-01", words),))))
    assert words in shown
    assert UNKNOWN not in shown


def test_letters_in_two_parts_are_put_together() -> None:
    (_, shown) = pages(as_pdf(of_words("cafe\u0301")))
    assert "caf\u00e9" in shown


@pytest.mark.parametrize("words", ["Good 👍🏽", "肩こり", "ألم", "हिन्दी", "שלום"])
def test_letters_that_the_font_lacks_are_told_apart_and_said_to_be_missing(words: str) -> None:
    (first, shown) = pages(as_pdf(of_words(f"<{words}>")))
    assert UNKNOWN in shown
    assert f"{UNKNOWN} stands for a letter that the font of this PDF does not have." in first


@settings(max_examples=40)
@given(st.lists(st.tuples(st.text(), st.text(max_size=2000)), max_size=3), st.text())
@example([("W" * 9999, "W" * 9999)] * 3, "")
@example([("", "\u202e\u200d" * 999)], "a\u0301" * 99)
def test_any_words_make_a_pdf(rows: list[tuple[str, str]], line: str) -> None:
    assert len(pages(as_pdf(of_words(line, rows=tuple(rows))))) < 9


def test_what_is_too_long_for_a_cell_is_shortened_and_says_so() -> None:
    (_, *shown) = pages(as_pdf(of_words(rows=(("2026-06-01", "It hurt. " * 9999),) * 2)))
    assert " ".join(shown).count("… (shortened)") == 2


def test_our_own_words_need_ascii_alone_where_they_are_bold(diary: Diary) -> None:
    told = report(diary.log, FIRST, LAST)
    for section in (*told.summary, *told.details):
        columns = section.table.columns if section.table else ()
        assert set("".join((section.title, *columns))) <= set(string.printable)


def test_a_long_title_is_no_harm(diary: Diary) -> None:
    first, *others = ROUTINE.exercises
    exercises = tuple(replace(first, title="W" * 60) for _ in range(3))
    routine = replace(ROUTINE, title="Ж" * 60, clinic="Ω" * 120, exercises=(*exercises, *others))
    assert pages(made(diary, routine=routine))[1].startswith("Week by week")
