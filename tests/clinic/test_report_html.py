"""A report as HTML is one file that any browser shows, and that nobody can make do more."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.adherence.diary import Diary
from tests.adherence.some_facts import facts
from tests.clinic.lived import CODE, ROUTINE, log_of
from tests.clinic.test_archive import MADE_AT
from tests.clinic.test_report import eventful
from willows_app.adherence.fact_tables import Facts
from willows_app.adherence.log import Log
from willows_app.clinic.report import Report, report_of
from willows_app.clinic.report_html import POLICY, as_html
from willows_app.clinic.review import review_of
from willows_app.routine.model import Routine

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;<style>*{}</style>"


class Page(HTMLParser):
    """A page as a strict reader sees it: every element is closed, and in its place."""

    EMPTY = frozenset({"meta"})

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(content.decode())
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and "style" not in self._open:
            self.words.append(data.strip())

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def report(log: Log, first: date, last: date, routine: Routine = ROUTINE) -> Report:
    return report_of(review_of(log, routine, first, last), CODE, MADE_AT, "0.1.0")


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    return eventful(tmp_path / "log.sqlite3")


def page(diary: Diary, routine: Routine = ROUTINE) -> Page:
    return Page(as_html(report(diary.log, date(2026, 6, 1), date(2026, 6, 7), routine)))


def test_it_says_all_that_the_report_says(diary: Diary) -> None:
    told = report(diary.log, date(2026, 6, 1), date(2026, 6, 7))
    words = Page(as_html(told)).words
    for section in (*told.summary, *told.details):
        cells = [cell for row in section.table.rows for cell in row] if section.table else []
        charts = [section.chart.words] if section.chart else []
        for each in (section.title, *section.lines, *charts, *filter(None, cells)):
            assert each in words


def test_it_is_told_apart_for_those_who_do_not_see_it(diary: Diary) -> None:
    shown = page(diary)
    assert shown.of("html") == [{"lang": "en-GB"}]
    assert len(shown.of("h1")) == len(shown.of("main")) == len(shown.of("title")) == 1
    assert len(shown.of("h2")) == len(shown.of("section")) == 11
    assert all(each["scope"] in ("col", "row") for each in shown.of("th"))
    assert [each["role"] for each in shown.of("svg")] == ["img", "img"]
    assert all(each["aria-label"] for each in shown.of("svg"))
    regions = [each for each in shown.of("div") if each.get("class") == "wide"]
    assert all(each["role"] == "region" and each["aria-label"] for each in regions)


def test_it_needs_nothing_else_and_runs_nothing(diary: Diary) -> None:
    shown = page(diary)
    assert {tag for tag, _ in shown.elements} == {
        *("html", "head", "meta", "title", "style", "body", "main", "header", "div", "section"),
        *("h1", "h2", "p", "figure", "figcaption", "svg", "rect", "line", "circle", "text"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
    for _, attributes in shown.elements:
        assert not {"src", "href", "style"} & attributes.keys()
        assert not [name for name in attributes if name.startswith("on")]


def test_its_policy_allows_its_own_style_and_nothing_else(diary: Diary) -> None:
    content = as_html(report(diary.log, date(2026, 6, 1), date(2026, 6, 7))).decode()
    style = re.findall(r"<style>(.*?)</style>", content, re.DOTALL)
    (digest,) = [base64.b64encode(hashlib.sha256(each.encode()).digest()) for each in style]
    assert f"style-src 'sha256-{digest.decode()}'" in POLICY
    assert POLICY.startswith("default-src 'none'; ")
    (policy,) = [each for each in page(diary).of("meta") if "http-equiv" in each]
    assert policy["content"] == POLICY
    assert "url(" not in style[0] and "@import" not in style[0]


def test_whatever_was_written_stays_words(diary: Diary) -> None:
    session = diary.session("2026-06-05T18:00:00+01:00", routine=EVIL)
    diary.log.write_note(session, EVIL, MADE_AT)
    first, *others = ROUTINE.exercises
    routine = replace(
        ROUTINE,
        title=EVIL,
        clinic=EVIL,
        schedule=replace(ROUTINE.schedule, words=EVIL),
        exercises=(replace(first, title=EVIL), *others),
    )
    harmless, evil = page(diary), page(diary, routine)
    assert {tag for tag, _ in evil.elements} == {tag for tag, _ in harmless.elements}
    assert len(evil.elements) == len(harmless.elements)
    assert [each for each in evil.words if EVIL in each]


@settings(max_examples=30)
@given(facts())
def test_any_log_becomes_a_page(known: Facts) -> None:
    with log_of(known) as log:
        assert Page(as_html(report(log, date(2026, 1, 1), date(2026, 3, 31)))).words
