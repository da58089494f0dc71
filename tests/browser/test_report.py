"""A report opened from a file: on a phone, on a desk in the dark, and on paper."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.clinic.test_archive import MADE_AT, written
from tests.clinic.test_report import eventful, report_in
from tests.clinic.test_report_html import EVIL
from willows_app.clinic.archive import read_archive
from willows_app.clinic.report import Report
from willows_app.clinic.report_html import as_html


@pytest.fixture
def report(tmp_path: Path) -> Report:
    with eventful(tmp_path / "log.sqlite3") as diary:
        session = diary.session("2026-06-05T18:00:00+01:00", routine="x" * 200)
        diary.log.write_note(session, EVIL, MADE_AT)
        return report_in(read_archive(written(diary)))


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1000, "dark")])
def test_it_fits_and_its_summary_is_the_first_page_on_paper(
    browser: Browser, report: Report, tmp_path: Path, width: int, scheme: str
) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(as_html(report))
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, offline=True
    )
    try:
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate("getComputedStyle(document.querySelector('rect.done')).fill") in (
            "rgb(47, 107, 79)" if scheme == "light" else "rgb(143, 209, 174)"
        )
        assert page.get_by_text(EVIL).is_visible()
        printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        assert not complaints
    finally:
        context.close()
    first, second, *_ = (" ".join(each.extract_text().split()) for each in printed.pages)
    assert first.startswith(report.title)
    assert first.endswith(report.summary[-1].lines[-1])
    assert second.startswith("Week by week")
    assert (round(printed.pages[0].mediabox.width), round(printed.pages[0].mediabox.height)) == (
        (595, 842)
    )
