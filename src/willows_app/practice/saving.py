"""Keeping the figures of a clinic: a table of its patients, or all tables with their SQL."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from os.path import lexists
from pathlib import Path

from willows_app.practice.clinic import RESULTS, Figures, sql
from willows_app.practice.words import PATIENTS

FILES = (".csv", ".parquet")
"""How a table of patients ends, in small or capital letters; a folder's name has no ending."""

README = f"""\
Tables of a clinic as Parquet, a file for each or a folder of files that belong together.
A course is a patient with a routine, as a number. Of each day of it the latest export counts
that covers it, so every day is there once.

  exports              The files that were read, and the course that each is of.
  days                 As in days.csv; its week as a number.
  sessions             As in sessions.csv, without its notes and moments.
  entries              How often entries.csv says the same of an exercise, in an export.
  patients             What patients.sql makes of exports, days and sessions.
  exercises            What exercises.sql makes of exports and entries.
  clinic               What clinic.sql makes of patients.

The statements are standard SQL: any engine that reads Parquet runs them as they are.

{PATIENTS.explained}"""


class CannotSave(Exception):
    """Nothing can be written at the place that was named; the message says why."""


def check_new(*files: Path) -> None:
    """Raises `CannotSave` if one of them is there: no command writes over a file."""
    for file in files:
        if lexists(file):
            raise CannotSave(
                f"{file} is there already, and was left as it is. Choose another name."
            )


def check_file_or_folder(out: Path) -> None:
    """Raises `CannotSave` if `out` could not be saved: to be known before all is read."""
    suffix = out.suffix.lower()
    if suffix in FILES:
        check_new(out)
        if not out.parent.is_dir():
            raise CannotSave(f"There is no folder {out.parent}.")
    elif suffix:
        raise CannotSave(
            f"{out}: a table of patients is saved as {' or '.join(FILES)}, and all tables into a "
            f"folder, whose name has no ending such as {out.suffix}."
        )
    else:
        check_folder(out)


def check_folder(out: Path) -> None:
    """Raises `CannotSave` if `out` is not to become a new folder."""
    if not out.parent.is_dir():
        raise CannotSave(f"There is no folder {out.parent}.")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CannotSave(f"{out} is there already. Name an empty folder, or one yet to be made.")


def save(figures: Figures, out: Path) -> None:
    """Saves a table of patients (.csv, .parquet), or else a folder with all there is.

    Nothing is at `out` until all of it is. Raises `CannotSave`.
    """
    with made_whole(out) as unfinished:
        if out.suffix.lower() == ".csv":
            unfinished.write_bytes(PATIENTS.written(figures.patients))
        elif out.suffix.lower() == ".parquet":
            shutil.copyfile(figures.folder / "patients.parquet", unfinished)
        else:
            shutil.copytree(figures.folder, unfinished)
            (unfinished / "README.txt").write_text(README, "utf-8")
            for name in RESULTS:
                (unfinished / f"{name}.sql").write_text(sql(name), "utf-8")


@contextmanager
def made_whole(out: Path) -> Iterator[Path]:
    """A place beside `out` that becomes `out` at the end; raises `CannotSave`."""
    try:
        with tempfile.TemporaryDirectory(prefix=".willows-", dir=out.parent) as place:
            unfinished = Path(place) / out.name
            yield unfinished
            if out.is_dir():
                out.rmdir()
            check_new(out)  # it may have come meanwhile
            unfinished.replace(out)
    except OSError as error:
        raise CannotSave(f"{out} cannot be written: {error.strerror}.") from error
