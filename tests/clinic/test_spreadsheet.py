"""The CSV files open in a spreadsheet and in a database, with the values of the log."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.adherence.diary import Diary, days
from tests.clinic.lived import CODE, EVER
from tests.clinic.test_archive import MADE_AT
from tests.clinic.test_tables import RISKY
from willows_app.clinic.tables import (
    ENTRIES,
    SESSIONS,
    Table,
    entries_csv,
    guarded,
    sessions_csv,
    unguarded,
)
from willows_app.practice.clinic import sql

TABLE = Table("t.csv", "", {"text": "", "number": ""})
ROWS = [
    ("plain", 7),
    ("", 5),
    ("nothing", None),
    ("=1+1", -3),
    ('=HYPERLINK("http://example.org","x")', 0),
    ("=cmd|'/C calc'!A0", 12.5),
    ("+1+1", 0.1),
    ("-1+1", 1e-7),
    ("@SUM(1+1)", 123456789),
    ("＝1+1", 1),
    ("'=1+1", 1),
    ("two\nlines, =1+1", 1),
    ('"=1+1"', 1),
    ("Łódź 🌿 „so“", 1),
    ("P-7F3K-92QD", 1),
]

# ---------------------------------------------------------------- LibreOffice

LIBREOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
CELLS = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXTS = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def opened(content: bytes, place: Path) -> list[list[ElementTree.Element]]:
    """The rows of cells that LibreOffice makes of a CSV file, as its own format has them."""
    (place / "table.csv").write_bytes(content)
    subprocess.run(
        [
            str(LIBREOFFICE),
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            "--headless",
            "--infilter=CSV:44,34,76,1",  # comma, quotes, UTF-8, from the first line
            "--convert-to",
            "fods",
            "--outdir",
            str(place),
            str(place / "table.csv"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    document = ElementTree.parse(place / "table.fods")
    rows = [list(row.iter(f"{CELLS}table-cell")) for row in document.iter(f"{CELLS}table-row")]
    return [row for row in rows if any(len(cell) for cell in row)]


def text_of(cell: ElementTree.Element) -> str:
    return "\n".join("".join(part.itertext()) for part in cell.iter(f"{TEXTS}p"))


@pytest.mark.skipif(LIBREOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_every_cell_and_runs_none(tmp_path: Path) -> None:
    content = TABLE.written({"text": text, "number": number} for text, number in ROWS)
    naked = b"=1+1,1\r\n"  # of which LibreOffice makes a formula: so it would be seen
    heading, *cells, control = opened(content + naked, tmp_path)
    assert [text_of(cell) for cell in heading] == ["text", "number"]
    assert control[0].get(f"{CELLS}formula") is not None
    assert len(cells) == len(ROWS)
    for (text, number), (said, counted) in zip(ROWS, cells, strict=True):
        assert said.get(f"{CELLS}formula") is None
        assert text_of(said) == guarded(text)
        value = counted.get(f"{OFFICE}value")
        assert (value is None) if number is None else float(str(value)) == number


# ---------------------------------------------------------------- DuckDB and the standard library


def in_duckdb(content: bytes, columns: dict[str, str]) -> list[tuple[object, ...]]:
    """The rows as the clinic's own reading of tables has them."""
    options = sql("sessions").split("read_csv($file, ")[1].split("columns")[0]
    with TemporaryDirectory() as place:
        file = Path(place) / "t.csv"
        file.write_bytes(content.split(b"\r\n", 1)[1])
        found = duckdb.sql(
            f"SELECT * FROM read_csv($file, {options} columns = $columns)",
            params={"file": str(file), "columns": columns},
        )
        return found.fetchall()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", *RISKY]),
            st.text(),
            st.none() | st.integers(-(2**31), 2**31 - 1),
            st.none() | st.floats(allow_nan=False, allow_infinity=False),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_duckdb_and_the_standard_library_read_what_was_written(
    rows: list[tuple[str, str, int | None, float | None]],
) -> None:
    table = Table("t.csv", "", {"text": "", "whole": "", "real": ""})
    written = [(f"{begins}{text}", whole, real) for begins, text, whole, real in rows]
    content = table.written(dict(zip(table.columns, row, strict=True)) for row in written)
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]
    assert [
        (unguarded(text), int(whole) if whole else None, float(real) if real else None)
        for text, whole, real in read
    ] == written
    kinds = {"text": "VARCHAR", "whole": "INTEGER", "real": "DOUBLE"}
    assert [
        (unguarded(str(text or "")), whole, real) for text, whole, real in in_duckdb(content, kinds)
    ] == written


def test_the_tables_of_a_log_are_the_same_in_duckdb_and_in_the_standard_library(
    tmp_path: Path,
) -> None:
    with Diary(tmp_path / "log.sqlite3") as diary:
        for number, day in enumerate(days("2026-06-01", 7)):
            session = diary.session(f"{day}T18:00:00+01:00", "cobra", before=number, after=2)
            note = ROWS[number + 2][0]
            diary.log.write_note(session, note, MADE_AT)
        sessions = diary.log.sessions_between(*EVER)
    for table, content in (
        (SESSIONS, sessions_csv(CODE, sessions)),
        (ENTRIES, entries_csv(CODE, sessions)),
    ):
        texts = dict.fromkeys(table.columns, "VARCHAR")
        ours = [[cell or "" for cell in row] for row in in_duckdb(content, texts)]
        assert ours == list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]
