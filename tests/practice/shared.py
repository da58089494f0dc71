"""Folders of exports, as tests share them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path

from tests.adherence.diary import Diary
from tests.clinic.lived import CODE, ROUTINE
from willows_app.clinic.archive import archive_name, write_archive
from willows_app.practice.clinic import Figures, Row
from willows_app.practice.exports import exports_of, files_in, labels_of
from willows_app.practice.figures import figures_of

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 21)


def share(
    folder: Path, diary: Diary, code: str = CODE, first: date = FIRST, last: date = LAST
) -> Path:
    """What a patient shares on the evening of `last`."""
    made_at = datetime.combine(last, time(19, 30), UTC)
    file = folder / archive_name(code, last)
    file.write_bytes(write_archive(diary.log, ROUTINE, code, first, last, made_at, "0.1.0"))
    return file


@contextmanager
def figures_in(folder: Path) -> Iterator[Figures]:
    """The figures of a folder."""
    with figures_of(exports_of(labels_of(files_in(folder))), lambda: None) as figures:
        yield figures


def patients_in(folder: Path) -> dict[str, Row]:
    """The line of each patient, of whom nobody has two."""
    with figures_in(folder) as figures:
        return {row["patient"]: row for row in figures.patients}
