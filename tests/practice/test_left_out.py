"""A file that is damaged, foreign, locked or false is left out, and harms no other."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.adherence.diary import Diary, days
from tests.clinic.test_archive import MADE_AT, packed, unpacked, with_manifest, zeros
from tests.practice.shared import figures_in, share
from willows_app.clinic.archive import BUNDLE, DAYS, ENTRIES, LOG, MANIFEST, SESSIONS
from willows_app.clinic.tables import TABLES as CSVS
from willows_app.practice import parts
from willows_app.practice.clinic import NothingToRead, Row
from willows_app.practice.exports import Refused, exports_of, files_in, labels_of
from willows_app.practice.figures import figures_of
from willows_app.practice.parts import ENOUGH

Files = dict[str, bytes]
TABLES = [DAYS, SESSIONS, ENTRIES]
NOTE = 'It "went" well,\r\n=1+1\n\u2028\t“'


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What three patients shared."""
    place = tmp_path_factory.mktemp("shared")
    for code in ("P-0001", "P-0002", "P-0003"):
        with Diary(place / f"{code}.sqlite3") as diary:
            for day in days("2026-06-01", 5):
                session = diary.session(f"{day}T18:00:00+01:00", "cobra", before=4, after=2)
                diary.log.write_note(session, NOTE, MADE_AT)
            share(place, diary, code)
    return place


@pytest.fixture
def folder(shared: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    folder.mkdir()
    for file in files_in(shared):
        shutil.copy(file, folder)
    return folder


def found(folder: Path) -> tuple[list[Row], list[Refused]]:
    with figures_in(folder) as figures:
        return list(figures.patients), list(figures.refused)


def assert_left_out(folder: Path, bad: Path, why: str) -> None:
    """That this file is, with its reason, and the other patients are as they would be without."""
    with_it, (refused,) = found(folder)
    assert refused.path == bad
    assert why in refused.why
    bad.unlink()
    assert found(folder) == (with_it, [])


def spoil(folder: Path, spoiling: Callable[[Files], bytes]) -> Path:
    """Makes something else of the second patient's file."""
    bad = files_in(folder)[1]
    bad.write_bytes(spoiling(unpacked(bad.read_bytes())))
    return bad


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    "change",
    [
        lambda content: content + b"\n",
        lambda content: content[:-9],
        lambda content: content.replace(b"P-0002", b"P-0003"),
        lambda content: b"",
    ],
)
def test_a_table_that_was_changed(
    folder: Path, name: str, change: Callable[[bytes], bytes]
) -> None:
    bad = spoil(folder, lambda files: packed({**files, name: change(files[name])}))
    assert_left_out(folder, bad, f"{name} is not as it was made")


def test_tables_that_changed_places(folder: Path) -> None:
    bad = spoil(
        folder,
        lambda files: packed({**files, SESSIONS: files[ENTRIES], ENTRIES: files[SESSIONS]}),
    )
    assert_left_out(folder, bad, "sessions.csv has other columns")


@pytest.mark.parametrize("name", [MANIFEST, *TABLES, LOG, BUNDLE])
def test_a_file_that_is_missing(folder: Path, name: str) -> None:
    def without(files: Files) -> bytes:
        del files[name]
        return packed(files)

    bad = spoil(folder, without)
    why = "not one that a patient shares" if name == MANIFEST else f"{name!r} is missing"
    assert_left_out(folder, bad, why)


@pytest.mark.parametrize("share_of_it", [0.0, 0.3, 0.999])
def test_a_file_that_was_cut_off(folder: Path, share_of_it: float) -> None:
    bad = files_in(folder)[1]
    content = bad.read_bytes()
    bad.write_bytes(content[: int(share_of_it * len(content))])
    assert_left_out(folder, bad, "This file is")


def test_another_zip_file(folder: Path) -> None:
    bad = folder / "photos.zip"
    bad.write_bytes(packed({"photo.jpg": b"x"}))
    assert_left_out(folder, bad, "not one that a patient shares")


def test_a_newer_format(folder: Path) -> None:
    bad = spoil(folder, lambda files: with_manifest(files, version=2))
    assert_left_out(folder, bad, "Update Willows")


def test_a_file_that_is_locked_with_a_passphrase(folder: Path) -> None:
    bad = folder / "willows-P-0004-2026-06-21.willows"
    bad.write_bytes(b"Willows\0\1" + bytes(99))
    assert_left_out(folder, bad, "locked with a passphrase")


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/passwd", "a/b.txt"])
def test_a_name_that_leads_elsewhere(folder: Path, name: str) -> None:
    before = sorted(folder.parent.rglob("*"))
    bad = spoil(folder, lambda files: with_manifest({**files, name: b"evil"}))
    with figures_in(folder) as figures:
        assert not [path for path in figures.folder.rglob("*") if "evil" in path.name]
    assert sorted(folder.parent.rglob("*")) == before
    assert_left_out(folder, bad, "does not belong there")


# ---------------------------------------------------------------- false, though all agrees


def with_table(name: str, change: Callable[[bytes], bytes]) -> Callable[[Files], bytes]:
    return lambda files: with_manifest({**files, name: change(files[name])})


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda rows: b"", "is empty"),
        (lambda rows: rows.replace(b"day", b"date", 1), "has other columns"),
        (lambda rows: rows.removeprefix(b"\xef\xbb\xbf"), "has other columns"),
        (lambda rows: rows[:-2], "ends in the middle of a row"),
        (lambda rows: rows + b'"', "ends in the middle of a row"),
        (lambda rows: rows + b'P-0003,"\r\n', "ends in the middle of a row"),
        (lambda rows: rows + b"P-0002\r\n", "rows of somebody else than P-0002"),
        (lambda rows: rows + b"\xff\r\n", "rows of somebody else than P-0002"),
        (lambda rows: rows + b"\0\r\n", "rows of somebody else than P-0002"),
        (lambda rows: rows + b"\r\n", "rows of somebody else than P-0002"),
        (lambda rows: rows.replace(b"P-0002", b"P-0003"), "rows of somebody else than P-0002"),
        (lambda rows: rows.replace(b"P-0002", b'"P-0003"', 1), "rows of somebody else"),
        (lambda rows: rows + b'P-0002,x"\r\nP-0003,"\r\n', "a quotation mark where none"),
        (lambda rows: rows + b'P-0002, "\r\nP-0002,"\r\n', "a quotation mark where none"),
        (lambda rows: rows + b'P-0002,"x"\r"P-0003",x\r\n', "a quotation mark where none"),
        (lambda rows: rows + b"P-0002,x\nP-0003,x\r\n", "rows of somebody else than P-0002"),
        (lambda rows: rows + b"P-0002," + bytes(2**24), "a row that is longer than any"),
    ],
)
def test_a_table_that_willows_would_not_write(
    folder: Path, name: str, change: Callable[[bytes], bytes], why: str
) -> None:
    assert_left_out(folder, spoil(folder, with_table(name, change)), why)


@pytest.mark.parametrize(
    ("name", "row"),
    [(name, row) for name in (SESSIONS, ENTRIES) for row in (b"", b",x" * 99, b",\xff", b",\0")],
)
def test_a_row_that_is_none(folder: Path, name: str, row: bytes) -> None:
    bad = spoil(folder, with_table(name, lambda rows: rows + b"P-0002," + row + b"\r\n"))
    assert_left_out(folder, bad, "tables cannot be read")


LAST_DAY = b"P-0002,upper_back,2026-06-21,"


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.replace(b"upper_back", b"lower_back"),
        lambda rows: rows.replace(LAST_DAY, b"P-0002,upper_back,2026-06-20,"),
        lambda rows: rows.replace(LAST_DAY, b"P-0002,upper_back,2026-06-99,"),
        lambda rows: rows.replace(LAST_DAY, b"P-0002,upper_back,290000-01-01,"),
        lambda rows: rows.replace(LAST_DAY, b"P-0002,upper_back,infinity,"),
        lambda rows: rows[: rows.index(LAST_DAY)],
        lambda rows: rows[: rows.index(b"P-0002")],
        lambda rows: rows + rows[rows.index(b"P-0002") :],
        lambda rows: rows + rows[rows.index(LAST_DAY) :].replace(b"06-21", b"06-22"),
    ],
)
def test_days_that_are_not_those_of_the_manifest(
    folder: Path, change: Callable[[bytes], bytes]
) -> None:
    bad = spoil(folder, with_table(DAYS, change))
    assert_left_out(folder, bad, "does not tell each of its days once")


def with_cells(name: str, **cells: str) -> Callable[[Files], bytes]:
    """A table in which these columns say something else in every row."""
    about = {table.name: table for table in CSVS}[name]

    def change(rows: bytes) -> bytes:
        read = csv.DictReader(io.StringIO(rows.decode("utf-8-sig"), newline=""))
        return about.written({**row, **cells} for row in read)

    return with_table(name, change)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (SESSIONS, {"pain_before": "-2147483648", "pain_after": "2147483647"}),
        (SESSIONS, {"pain_after": "11"}),
        (SESSIONS, {"stopped_for_pain": "2147483647", "completed": "2147483647"}),
        (SESSIONS, {"completed": ""}),
        (SESSIONS, {"seconds_held": "nan"}),
        (SESSIONS, {"day": "2026-05-31"}),
        (SESSIONS, {"day": "infinity"}),
        (DAYS, {"due": "2147483647"}),
        (DAYS, {"due": "-3"}),
        (DAYS, {"done": ""}),
        (DAYS, {"seconds_held": "nan"}),
        (DAYS, {"seconds_held": "inf"}),
        (DAYS, {"seconds_due": "1e308"}),
        (DAYS, {"seconds_due": "-1"}),
        (DAYS, {"day_over": "7"}),
        (DAYS, {"logged": ""}),
    ],
)
def test_a_cell_that_willows_would_not_write(
    folder: Path, name: str, cells: dict[str, str]
) -> None:
    assert_left_out(folder, spoil(folder, with_cells(name, **cells)), "tables cannot be read")


def test_a_name_that_is_not_utf_8_is_told_as_far_as_it_is_text(folder: Path) -> None:
    honest = found(folder)
    named = files_in(folder)[1]
    named.rename(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.zip"))
    assert found(folder) == honest


def test_a_session_that_is_told_twice(folder: Path) -> None:
    def again(rows: bytes) -> bytes:
        return rows + rows[rows.index(b"P-0002") :]

    assert_left_out(folder, spoil(folder, with_table(SESSIONS, again)), "tells a session twice")


@pytest.mark.parametrize("enough", [1, ENOUGH])
def test_one_log_under_two_codes_counts_once(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, enough: int
) -> None:
    """Be they read together or one after the other."""
    monkeypatch.setattr(parts, "ENOUGH", enough)
    with Diary(tmp_path / "log.sqlite3") as diary:
        for day in days("2026-06-01", 5):
            diary.session(f"{day}T18:00:00+01:00", "cobra")
        share(folder, diary, "P-0004")
        share(folder, diary, "P-0004", last=date(2026, 6, 20))
        again = share(folder, diary, "P-0005")
    assert_left_out(folder, again, "of the same log as what P-0004 shared")


@pytest.mark.parametrize("length", [65535, 65536, 65537, 65538])
def test_a_table_may_be_of_any_length(folder: Path, length: int) -> None:
    """It is unpacked in parts of 65536 bytes, and a row may end anywhere in them."""
    honest = found(folder)

    def longer(rows: bytes) -> bytes:
        return rows[:-3] + b"x" * (length - len(rows)) + b'"\r\n'

    good = spoil(folder, with_table(SESSIONS, longer))
    assert len(unpacked(good.read_bytes())[SESSIONS]) == length
    assert found(folder) == honest


# ---------------------------------------------------------------- bombs


def test_a_gigabyte_of_zeros_is_left_out_unread(folder: Path) -> None:
    bad = files_in(folder)[1]
    bad.write_bytes(zeros(bad.read_bytes(), ENTRIES, 2**30))
    tracemalloc.start()
    try:
        exports = exports_of(labels_of(files_in(folder)))
        with figures_of(exports, lambda: None) as figures:
            assert [each.path for each in figures.refused] == [bad]
        assert tracemalloc.get_traced_memory()[1] < 32 * 2**20
    finally:
        tracemalloc.stop()


def test_zeros_that_the_manifest_agrees_with_are_left_out_from_their_beginning(
    folder: Path,
) -> None:
    bad = spoil(folder, with_table(ENTRIES, lambda rows: bytes(64 * 2**20)))
    assert_left_out(folder, bad, "has other columns")


# ---------------------------------------------------------------- nothing at all


@pytest.mark.parametrize("spoiling", [with_table(DAYS, lambda rows: b""), lambda files: b"x"])
def test_if_nothing_is_left_every_file_is_named(
    folder: Path, spoiling: Callable[[Files], bytes]
) -> None:
    first, *others = files_in(folder)
    for each in others:
        each.unlink()
    first.write_bytes(spoiling(unpacked(first.read_bytes())))
    with pytest.raises(NothingToRead) as error, figures_in(folder):
        pass
    assert [each.path for each in error.value.refused] == [first]


def test_only_files_called_as_exports_are_looked_at(folder: Path) -> None:
    (folder / ".hidden").mkdir()
    for name in (".a.zip", ".hidden/b.zip", "notes.txt", "c.zip.part"):
        (folder / name).write_bytes(b"x")
    (folder / "d.zip").mkdir()
    (folder / "e.zip").symlink_to(folder / "nowhere")
    (folder / "F.ZIP").write_bytes(b"x")
    assert [path.name for path in files_in(folder) if "P-000" not in path.name] == ["F.ZIP"]


def test_the_manifest_is_no_table(folder: Path) -> None:
    """A manifest may name sizes as it likes: what is unpacked is what counts."""

    def lying(files: Files) -> bytes:
        manifest = json.loads(files[MANIFEST])
        manifest["files"][ENTRIES]["bytes"] = 10**18
        return packed({**files, MANIFEST: json.dumps(manifest).encode()})

    assert_left_out(folder, spoil(folder, lying), f"{ENTRIES} is not as it was made")
