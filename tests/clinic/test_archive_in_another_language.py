"""A file for programs is the same in every language; what people read is in theirs."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.adherence.diary import Diary
from tests.clinic.lived import CODE, ROUTINE
from willows_app.clinic.archive import HTML, MANIFEST, PDF, README, read_archive, write_archive
from willows_app.clinic.prescription_link import link_data, read_link
from willows_app.language import ENGLISH, in_use, said_in
from willows_app.routine.prescription import Prescription
from willows_app.routine.words import in_language
from willows_app.shipped import shipped

GERMAN = shipped().languages["de"]
FOR_PEOPLE = {README, HTML, PDF}
FIRST, LAST = date(2026, 6, 1), date(2026, 6, 7)


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    diary = Diary(tmp_path / "log.sqlite3")
    diary.session("2026-06-01T18:00:00+01:00", "cobra", before=4, after=2)
    return diary


def written(diary: Diary) -> bytes:
    made_at = datetime(2026, 6, 7, 9, 30, tzinfo=UTC)
    return write_archive(diary.log, ROUTINE, CODE, FIRST, LAST, made_at, "0.1.0")


def unpacked(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        return {name: files.read(name) for name in files.namelist()}


def test_only_what_people_read_is_in_the_language_in_use(diary: Diary) -> None:
    english = unpacked(written(diary))
    with said_in(GERMAN):
        german = unpacked(written(diary))
        assert in_use() is GERMAN
    other = {name for name in english if english[name] != german[name]}
    assert other == {*FOR_PEOPLE, MANIFEST}  # which has the sums of the others
    assert "Streckung, die Kobra" in german[HTML].decode()


def test_who_reads_it_reads_the_exercises_in_their_own_language(diary: Diary) -> None:
    with said_in(GERMAN):
        archive = written(diary)
        assert read_archive(archive).review().routine == in_language(ROUTINE) != ROUTINE
    assert read_archive(archive).review().routine == ROUTINE


def test_a_link_of_a_plan_is_the_same_in_every_language() -> None:
    prescription = Prescription("upper_back", ("rotation", "cobra"), daily_days=21)
    english = link_data(prescription)
    with said_in(GERMAN):
        german = in_language(ROUTINE)
        assert link_data(prescription) == english
        assert read_link(english, [german]) == read_link(english, [ROUTINE])


def test_after_something_was_said_in_another_language_the_former_goes_on() -> None:
    with pytest.raises(ZeroDivisionError), said_in(GERMAN):
        raise ZeroDivisionError
    assert in_use() is ENGLISH
