"""`willows review DIR` and `willows fhir DIR`, as a clinician types them."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import util
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result

from tests.adherence.diary import Diary, days
from tests.practice.shared import patients_in, share
from willows_app.cli import main
from willows_app.practice.clinic import RESULTS
from willows_app.practice.exports import files_in

REPOSITORY = Path(__file__).parents[2]
COMMAND = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # who runs the tests may ignore it
from willows_app.cli import main
main()
"""


def willows(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("shared")
    for code in ("P-0001", "P-0002"):
        with Diary(place / f"{code}.sqlite3") as diary:
            for day in days("2026-06-01", 5):
                diary.session(f"{day}T18:00:00+01:00", "cobra", before=4, after=2)
            share(place, diary, code)
    return place


@pytest.fixture
def folder(shared: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    folder.mkdir()
    for file in files_in(shared):
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# ---------------------------------------------------------------- review DIR


def test_a_folder_is_told_in_a_few_lines(folder: Path) -> None:
    before = contents(folder.parent)
    result = willows("review", folder)
    assert result.exit_code == 0
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    for line in (
        "2 patients in 2 files, 2026-06-01 to 2026-06-21.",
        "Sessions done of those that were due: 10 of 40 (25%), and 0 more.",
        "A quarter of the patients did up to 25%, half 25%, three 25%.",
        "Sessions after which it hurt 2 points more: 0 of 10 (0%).",
        "upper_back Cobra 2 10 10 0 0 0",
    ):
        assert line in lines
    assert contents(folder.parent) == before


def test_a_folder_is_read_by_another_program(folder: Path) -> None:
    result = willows("review", folder, "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["left_out"]) == (0, [])
    assert [each["patient"] for each in told["patients"]] == ["P-0001", "P-0002"]
    assert told["clinic"]["first_day"] == "2026-06-01"


def test_what_is_left_out_is_listed_and_the_rest_is_reviewed(folder: Path) -> None:
    (folder / "bad\x1b[2J.zip").write_bytes(b"x")
    result = willows("review", folder)
    assert result.exit_code == 1
    assert "2 patients in 2 files" in result.stdout
    assert "bad\ufffd[2J.zip: This file is not one that a patient shares" in result.stderr
    told = json.loads(willows("review", folder, "--json").stdout)
    assert [Path(each["file"]).suffix for each in told["left_out"]] == [".zip"]


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".CSV", ".Parquet"])
def test_the_patients_are_saved_as_a_table(folder: Path, suffix: str) -> None:
    out = folder.parent / f"clinic{suffix}"
    result = willows("review", folder, "--out", out)
    assert result.exit_code == 0, result.output
    if suffix.lower() == ".csv":
        rows: list[dict[str, Any]] = list(csv.DictReader(out.open(encoding="utf-8-sig")))
        assert [row["sessions_done"] for row in rows] == ["5", "5"]
    else:
        found = duckdb.sql(f"SELECT * FROM '{out}'")
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
        assert {row["patient"]: row for row in rows} == patients_in(folder)
        assert "HUGEINT" not in {str(kind) for kind in found.types}
        assert str(found.types[found.columns.index("sessions_due")]) == "BIGINT"


def test_all_tables_are_saved_with_the_sql_that_made_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = folder.parent / "clinic [all]"
    assert willows("review", folder, "--out", out).exit_code == 0
    assert {path.name for path in out.iterdir()} == {
        "README.txt",
        "days",
        "sessions",
        "entries",
        "exports.parquet",
        *(f"{name}.sql" for name in RESULTS),
        *(f"{name}.parquet" for name in RESULTS),
    }
    readme = (out / "README.txt").read_text("utf-8")
    assert "sessions_percent" in readme
    monkeypatch.chdir(out)
    with duckdb.connect() as db:
        for table in ("days", "sessions", "entries"):
            db.execute(f"CREATE VIEW {table} AS SELECT * FROM '{table}/*.parquet'")
        db.execute("CREATE VIEW exports AS SELECT * FROM 'exports.parquet'")
        again = db.execute((out / "patients.sql").read_text("utf-8")).fetchall()
        assert again == db.execute("SELECT * FROM 'patients.parquet'").fetchall()


def nothing(out: Path) -> None:
    """Leaves the place as it is."""


def a_folder(out: Path) -> None:
    out.mkdir()


def a_file(out: Path) -> None:
    out.write_bytes(b"x")


def a_full_folder(out: Path) -> None:
    (out / "kept").mkdir(parents=True)


@pytest.mark.parametrize(
    ("command", "name", "make", "why"),
    [
        ("review --out", "clinic.csv", a_folder, "is there already, and was left as it is"),
        ("review --out", "clinic.csv", a_file, "is there already, and was left as it is"),
        ("review --out", "clinic.PARQUET", a_file, "is there already, and was left as it is"),
        ("review --out", "clinic.zip", nothing, "is saved as .csv or .parquet"),
        ("review --out", "clinic.xlsx", nothing, "is saved as .csv or .parquet"),
        ("review --out", "clinic", a_file, "is there already"),
        ("review --out", "clinic", a_full_folder, "is there already"),
        ("review --out", "nowhere/clinic.csv", nothing, "There is no folder"),
        ("review --out", "nowhere/clinic", nothing, "There is no folder"),
        ("fhir --ndjson", "clinic", a_file, "is there already"),
        ("fhir --ndjson", "clinic", a_full_folder, "is there already"),
        ("fhir --ndjson", "nowhere/clinic", nothing, "There is no folder"),
    ],
)
def test_where_nothing_can_be_saved_is_told_before_anything_is_read(
    folder: Path, command: str, name: str, make: Callable[[Path], None], why: str
) -> None:
    out = folder.parent / name
    make(out)
    before = contents(folder.parent)
    result = willows(*command.split(), out, folder)
    assert (result.exit_code, result.stdout) == (1, "")
    assert why in result.stderr
    assert contents(folder.parent) == before


@pytest.mark.parametrize("command", [["review"], ["fhir", "--ndjson", "out"]])
def test_a_folder_without_an_export_is_told(
    tmp_path: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    result = willows(*command, tmp_path / "empty")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "There is no file to read" in result.stderr


def test_out_is_for_one_folder(folder: Path) -> None:
    result = willows("review", *files_in(folder), "--out", "x.csv")
    assert result.exit_code == 2
    assert "--out is for one folder" in result.stderr


def test_without_duckdb_it_says_how_to_get_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = util.find_spec
    monkeypatch.setattr(util, "find_spec", lambda name: None if name == "duckdb" else find(name))
    result = willows("review", folder)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "-m pip install 'willows[clinic]'" in result.stderr
    assert willows("review", files_in(folder)[0]).exit_code == 0


def test_a_computer_that_is_too_small_is_told_of(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("willows_app.practice.figures.MEMORY", "1KB")
    result = willows("review", folder, "--out", tmp_path / "clinic.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "There is not room enough" in result.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"shared"}


# ---------------------------------------------------------------- fhir DIR


def test_bulk_data_is_written_by_type(folder: Path) -> None:
    out = folder.parent / "bulk"
    (folder / "bad.zip").write_bytes(b"x")
    result = willows("fhir", folder, "--ndjson", out)
    assert result.exit_code == 1
    assert "bad.zip: This file is not one" in result.stderr
    assert f"{out / 'Patient.ndjson'}: 2\n" in result.stdout
    assert {path.suffix for path in out.iterdir()} == {".ndjson"}
    (folder / "bad.zip").unlink()
    assert willows("fhir", folder, "--ndjson", folder.parent / "again").exit_code == 0


# ---------------------------------------------------------------- stopped


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT is sent there")
@pytest.mark.parametrize("command", [["review", "--out"], ["fhir", "--ndjson"]])
def test_ctrl_c_ends_it_with_a_word_and_leaves_nothing(
    folder: Path, tmp_path: Path, command: list[str]
) -> None:
    scratch, content = tmp_path / "tmp", files_in(folder)[0].read_bytes()
    scratch.mkdir()
    for number in range(1500):
        (folder / f"{number}.zip").write_bytes(content)
    name, option = command
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, name, str(folder), option, str(tmp_path / "out")],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), "TMPDIR": str(scratch)},
        stderr=subprocess.PIPE,
        text=True,
    )
    places = (scratch, tmp_path)
    while process.poll() is None and not any(
        path.name.startswith((".willows-", "willows-"))
        for each in places
        for path in each.iterdir()
    ):
        time.sleep(0.01)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert said.endswith("Stopped. Nothing was written.\n")
    assert "Traceback" not in said
    assert {path.name for path in tmp_path.iterdir()} == {"shared", "tmp"}
    assert list(scratch.iterdir()) == []
