"""What a patient shares is read as it was written, or refused with the reason."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.adherence.diary import Act, Diary, live, many_acts
from tests.adherence.some_facts import facts
from tests.clinic.lived import CODE, ROUTINE, log_of
from tests.clinic.test_review import assert_as_in_the_app, in_the_app
from willows_app.adherence.backup import at_once, read_backup, write_backup
from willows_app.adherence.errors import LogIsDamaged
from willows_app.adherence.fact_tables import Facts
from willows_app.adherence.merging import compare, facts_in
from willows_app.clinic.archive import (
    BUNDLE,
    ENTRIES,
    LOG,
    MANIFEST,
    MOST_ARCHIVE,
    NEEDED,
    README,
    SESSIONS,
    Archive,
    ArchiveError,
    ArchiveIsDamaged,
    ArchiveIsNewer,
    NotACode,
    NotAnArchive,
    archive_name,
    parts_of,
    read_archive,
    read_label,
    reading,
    write_archive,
)
from willows_app.clinic.archive import ROUTINE as ROUTINE_FILE

MADE_AT = datetime(2026, 6, 7, 9, 30, tzinfo=UTC)
FIRST, LAST = date(2026, 6, 1), date(2026, 6, 7)


def written(diary: Diary, first: date = FIRST, last: date = LAST) -> bytes:
    return write_archive(diary.log, ROUTINE, CODE, first, last, MADE_AT, "0.1.0")


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    diary = Diary(tmp_path / "log.sqlite3")
    for number in range(1, 5):
        session = diary.session(f"2026-06-0{number}T18:00:00+01:00", "cobra", before=4, after=2)
        diary.log.write_note(session, "It went well. " * number, MADE_AT)
    return diary


@pytest.fixture
def archive(diary: Diary) -> bytes:
    return written(diary)


def unpacked(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        return {name: files.read(name) for name in files.namelist()}


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, each in files.items():
            archive.writestr(name, each)
    return content.getvalue()


def with_manifest(files: dict[str, bytes], /, **changes: Any) -> bytes:
    """The archive of these files, with a manifest that is right but for the changes."""
    content = {name: each for name, each in files.items() if name != MANIFEST}
    listed = {
        name: {"bytes": len(each), "sha256": hashlib.sha256(each).hexdigest()}
        for name, each in content.items()
    }
    manifest = {**json.loads(files[MANIFEST]), "files": listed, **changes}
    return packed({MANIFEST: json.dumps(manifest).encode(), **content})


# ---------------------------------------------------------------- written


def test_it_holds_plain_files_and_their_sha256(archive: bytes) -> None:
    files = unpacked(archive)
    assert set(files) == {MANIFEST, *NEEDED}
    manifest = json.loads(files[MANIFEST])
    assert manifest.pop("files") == {
        name: {"bytes": len(each), "sha256": hashlib.sha256(each).hexdigest()}
        for name, each in files.items()
        if name != MANIFEST
    }
    assert manifest == {
        "format": "willows-clinic",
        "version": 1,
        "app": "0.1.0",
        "made_at": "2026-06-07T09:30:00+00:00",
        "patient": CODE,
        "routine": "upper_back",
        "first": "2026-06-01",
        "last": "2026-06-07",
    }


def test_the_same_log_makes_the_same_bytes(diary: Diary) -> None:
    assert written(diary) == written(diary)


def test_the_tables_and_the_bundle_are_of_the_range_and_the_log_is_whole(diary: Diary) -> None:
    files = unpacked(written(diary, first=date(2026, 6, 3)))
    for name in (SESSIONS, ENTRIES):
        rows = csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"), newline=""))
        assert [row["day"] for row in rows] == ["2026-06-03", "2026-06-04"]
    assert b"2026-06-02T" not in files[BUNDLE]
    backup = at_once(read_backup(files[LOG]))
    assert not compare(facts_in(diary.log), backup.facts)
    assert len(backup.facts["sessions"]) == 4


def test_its_readme_explains_every_file(archive: bytes) -> None:
    readme = unpacked(archive)[README].decode()
    for name in {MANIFEST, *NEEDED} - {README}:
        assert name in readme
    assert CODE in readme


def test_its_name_has_the_day_and_the_code() -> None:
    assert archive_name(CODE, LAST) == "willows-P-7F3K-92QD-2026-06-07.zip"


@pytest.mark.parametrize(
    "name",
    ["", "Mary", "MARY", "MARY SMITH 1", "9434765919", "A1", "1e5", "=A1+1", "../A1", "A-1\n"],
)
def test_what_may_be_a_name_or_a_number_is_no_code(diary: Diary, name: str) -> None:
    with pytest.raises(NotACode, match="Never use a name"):
        write_archive(diary.log, ROUTINE, name, FIRST, LAST, MADE_AT, "0.1.0")
    with pytest.raises(NotACode):
        archive_name(name, LAST)


def test_of_a_log_that_is_lost_nothing_is_shared(diary: Diary) -> None:
    diary.log.met(sqlite3.DatabaseError("file is not a database"))
    with pytest.raises(LogIsDamaged):
        written(diary)


# ---------------------------------------------------------------- read


def test_what_was_written_is_read(archive: bytes) -> None:
    found = read_archive(archive)
    assert (found.patient, found.app) == (CODE, "0.1.0")
    assert (found.first, found.last, found.made_at) == (FIRST, LAST, MADE_AT)
    assert found.routine == ROUTINE


@settings(max_examples=30)
@given(many_acts, st.integers(0, 20))
def test_the_clinic_sees_the_measures_that_the_patient_sees(acts: list[Act], length: int) -> None:
    last = FIRST + timedelta(days=length)
    with TemporaryDirectory() as folder, Diary(Path(folder) / "log.sqlite3") as diary:
        live(diary, acts)
        review = read_archive(written(diary, last=last)).review()
        assert_as_in_the_app(review, in_the_app(diary.log, FIRST, last))
        assert review.sessions == diary.log.sessions_between(FIRST, last)


@settings(max_examples=30)
@given(facts())
def test_any_log_comes_back_byte_for_byte(known: Facts) -> None:
    with log_of(known) as log:
        content = write_archive(log, ROUTINE, CODE, FIRST, LAST, MADE_AT, "0.1.0")
    with log_of(read_archive(content).facts) as restored:
        again = write_backup(facts_in(restored), MADE_AT, "0.1.0")
        assert again == unpacked(content)[LOG]
        assert write_archive(restored, ROUTINE, CODE, FIRST, LAST, MADE_AT, "0.1.0") == content


def test_further_files_of_a_later_app_are_checked_and_left_alone(archive: bytes) -> None:
    files = {**unpacked(archive), "film.mp4": b"ftyp"}
    assert read_archive(with_manifest(files)) == read_archive(archive)


# ---------------------------------------------------------------- packed again


FOLDER = "willows-P-7F3K-92QD-2026-06-07"


def as_macos_packs(files: dict[str, bytes]) -> dict[str, bytes]:
    """A folder that Safari unpacked, compressed by Finder."""
    return {
        f"{FOLDER}/": b"",
        f"{FOLDER}/.DS_Store": b"\0\0\0\1Bud1",
        f"__MACOSX/{FOLDER}/._.DS_Store": b"\0\5\x16\7",
        **{f"{FOLDER}/{name}": content for name, content in files.items()},
        **{f"__MACOSX/{FOLDER}/._{name}": b"\0\5\x16\7" for name in files},
    }


def as_windows_packs(files: dict[str, bytes]) -> dict[str, bytes]:
    """A folder that Explorer sent to a compressed one."""
    return {f"{FOLDER}/{name}": each for name, each in files.items()} | {
        f"{FOLDER}/desktop.ini": b"[.ShellClassInfo]"
    }


@pytest.mark.parametrize("pack", [as_macos_packs, as_windows_packs])
def test_what_was_unpacked_and_packed_again_is_read(
    archive: bytes, pack: Callable[[dict[str, bytes]], dict[str, bytes]]
) -> None:
    further = with_manifest({**unpacked(archive), "report.pdf": b"%PDF-", "report.html": b"<"})
    again = unpacked(further)
    assert read_archive(packed(pack(again))) == read_archive(archive)
    assert read_archive(packed(dict(reversed(pack(again).items())))) == read_archive(archive)


def test_what_was_changed_before_it_was_packed_again_is_named(archive: bytes) -> None:
    files = as_macos_packs({**unpacked(archive), SESSIONS: b"patient"})
    refused(packed(files), ArchiveIsDamaged, f"{SESSIONS} is not as it was made")


@pytest.mark.parametrize("folder", ["../", "./", "/", "..\\", "C:\\a/", "a/b/", "a" * 200 + "/"])
def test_only_a_plain_folder_is_looked_into(archive: bytes, folder: str) -> None:
    files = {f"{folder}{name}": content for name, content in unpacked(archive).items()}
    refused(packed(files), NotAnArchive, "is not one that a patient shares")


def test_a_file_beside_the_folder_is_refused(archive: bytes) -> None:
    files = as_macos_packs(unpacked(archive))
    refused(packed({**files, "photo.jpg": b""}), NotAnArchive, "is not one that a patient shares")
    refused(packed({**files, f"{FOLDER}/a/b.txt": b""}), ArchiveIsDamaged, "'a/b.txt' does not")


def test_the_same_file_in_and_beside_what_a_system_adds_is_no_way_in(archive: bytes) -> None:
    files = {**unpacked(archive), f"__MACOSX/{LOG}": b"another", "__MACOSX/../evil": b"evil"}
    assert read_archive(packed(files)) == read_archive(archive)


def test_what_a_system_adds_is_never_unpacked(archive: bytes) -> None:
    bomb = zeros(archive, "__MACOSX/._log.json", 2**27)
    tracemalloc.start()
    try:
        read_archive(bomb)
        assert tracemalloc.get_traced_memory()[1] < 4 * 2**20
    finally:
        tracemalloc.stop()


def test_while_it_is_read_it_tells_how_far_it_is(archive: bytes) -> None:
    shares = list(reading(archive))
    assert shares == sorted(shares)
    assert (shares[0], shares[-1], len(shares) > 10) == (0.0, 1.0, True)


# ---------------------------------------------------------------- refused


def refused(content: bytes, kind: type[ArchiveError], why: str) -> None:
    with pytest.raises(kind, match=why):
        read_archive(content)


@pytest.mark.parametrize("content", [b"", b"PK", b"hello", b"\x1f\x8b\x08", b"%PDF-1.7" * 99])
def test_another_kind_of_file_is_told_apart(content: bytes) -> None:
    refused(content, NotAnArchive, "is not one that a patient shares")


def test_another_zip_file_is_told_apart() -> None:
    refused(packed({"photo.jpg": b"x"}), NotAnArchive, "is not one that a patient shares")


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_a_file_that_was_changed_is_named(archive: bytes, name: str) -> None:
    files = unpacked(archive)
    files[name] = files[name].replace(b"6", b"7", 1) + b"\n"
    refused(packed(files), ArchiveIsDamaged, f"{name} is not as it was made")


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_a_file_that_is_missing_is_named(archive: bytes, name: str) -> None:
    files = unpacked(archive)
    del files[name]
    refused(packed(files), ArchiveIsDamaged, f"{name!r} is missing")
    refused(with_manifest(files), ArchiveIsDamaged, f"{name!r} is missing")


@pytest.mark.parametrize("name", sorted(NEEDED))
@pytest.mark.parametrize("share", [0.0, 0.5, 0.999])
def test_a_file_that_was_cut_off_is_named(archive: bytes, name: str, share: float) -> None:
    files = unpacked(archive)
    files[name] = files[name][: int(share * len(files[name]))]
    refused(packed(files), ArchiveIsDamaged, f"{name} is not as it was made")


@pytest.mark.parametrize(("one", "other"), list(combinations(sorted(NEEDED), 2)))
def test_any_two_files_that_changed_places_are_noticed(
    archive: bytes, one: str, other: str
) -> None:
    files = unpacked(archive)
    files[one], files[other] = files[other], files[one]
    refused(packed(files), ArchiveIsDamaged, "is not as it was made")


def test_files_that_changed_places_are_named(archive: bytes) -> None:
    files = unpacked(archive)
    files[SESSIONS], files[ENTRIES] = files[ENTRIES], files[SESSIONS]
    refused(packed(files), ArchiveIsDamaged, "csv is not as it was made")


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/passwd", "a/b.txt", "C:\\evil", "..", ".hidden", "a" * 99, "ü"]
)
def test_a_name_that_leads_elsewhere_is_refused_though_the_manifest_has_it(
    archive: bytes, name: str
) -> None:
    files = {**unpacked(archive), name: b"evil"}
    refused(with_manifest(files), ArchiveIsDamaged, "does not belong there")


def test_a_file_that_the_manifest_does_not_know_is_refused(archive: bytes) -> None:
    refused(
        packed({**unpacked(archive), "extra.txt": b""}), ArchiveIsDamaged, "'extra.txt' does not"
    )


def test_the_same_file_twice_is_refused(archive: bytes) -> None:
    content = io.BytesIO(archive)
    with zipfile.ZipFile(content, "a") as again, pytest.warns(UserWarning, match="Duplicate"):
        again.writestr(LOG, b"another")
    refused(content.getvalue(), ArchiveIsDamaged, "there twice")


def test_a_newer_format_says_to_update(archive: bytes) -> None:
    refused(with_manifest(unpacked(archive), version=2), ArchiveIsNewer, "Update Willows")


@pytest.mark.parametrize(
    "change",
    [
        {"first": "2026-06-08"},
        {"first": "0001-01-01"},
        {"last": "9999-12-31"},
        {"last": "2199-12-31"},
        {"first": 5},
        {"made_at": "2026-06-07T09:30:00"},
        {"made_at": None},
        {"patient": "Mary Smith"},
        {"patient": 7},
        {"app": None},
        {"app": "\ud800"},
        {"routine": "\ud800"},
        {"files": []},
        {"files": {LOG: {}}},
        {"files": {LOG: {"bytes": True, "sha256": "f" * 64}}},
    ],
)
def test_a_manifest_that_willows_would_not_write_is_refused(
    archive: bytes, change: dict[str, Any]
) -> None:
    content = with_manifest(unpacked(archive), **change)
    refused(content, ArchiveIsDamaged, f"{MANIFEST} is not as it was made")


@pytest.mark.parametrize("manifest", [b"", b"[]", b"\xff", b"[" * 9999, b"{}", b'{"format": 1}'])
def test_a_manifest_that_is_none_is_refused(archive: bytes, manifest: bytes) -> None:
    with pytest.raises(ArchiveError):
        read_archive(packed({**unpacked(archive), MANIFEST: manifest}))


@pytest.mark.parametrize("version", [0, -1, "1", 1.0, True, None])
def test_a_version_that_is_none_is_refused(archive: bytes, version: object) -> None:
    with pytest.raises(NotAnArchive):
        read_archive(with_manifest(unpacked(archive), version=version))


def test_a_log_that_is_none_is_refused_though_its_sha256_is_right(archive: bytes) -> None:
    files = {**unpacked(archive), LOG: b"{}"}
    refused(with_manifest(files), ArchiveIsDamaged, "cannot be read .This file is not a backup")


def test_a_routine_that_is_none_is_refused_though_its_sha256_is_right(archive: bytes) -> None:
    files = {**unpacked(archive), ROUTINE_FILE: b"id: neck"}
    refused(with_manifest(files), ArchiveIsDamaged, "cannot be read")


def test_a_routine_that_the_manifest_does_not_name_is_refused(archive: bytes) -> None:
    content = with_manifest(unpacked(archive), routine="neck")
    refused(content, ArchiveIsDamaged, "another patient's plan")


def test_facts_that_contradict_each_other_are_refused(diary: Diary) -> None:
    found = read_archive(written(diary))
    ((id, *rest), *others) = found.facts["notes"]
    twice = {**found.facts, "notes": [(id, *rest), (id, *rest), *others]}
    with pytest.raises(ArchiveIsDamaged, match="contradicts itself"):
        replace(found, facts=twice).review()


# ---------------------------------------------------------------- fuzz


def is_refused_or_the_same(content: bytes, original: Archive) -> None:
    """Where nothing depends on a byte, such as the time of a file, it may be any."""
    try:
        assert read_archive(content) == original
    except ArchiveError as error:
        assert str(error)


quick = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def original(archive: bytes) -> Archive:
    return read_archive(archive)


@quick
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_bit_that_flipped_is_noticed_wherever_it_matters(
    archive: bytes, original: Archive, place: float, bit: int
) -> None:
    content = bytearray(archive)
    content[int(place * len(content))] ^= 1 << bit
    is_refused_or_the_same(bytes(content), original)


@pytest.mark.parametrize("name", sorted({MANIFEST, *NEEDED}))
def test_a_bit_that_flipped_in_the_midst_of_any_file_is_noticed(archive: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        about = files.getinfo(name)
    content = bytearray(archive)
    content[about.header_offset + 30 + len(name) + about.compress_size // 2] ^= 1
    with pytest.raises(ArchiveError):
        read_archive(bytes(content))


@quick
@given(st.floats(0, 1, exclude_max=True))
@example(0.999999)
def test_whatever_is_cut_off_its_end_it_is_refused(archive: bytes, share: float) -> None:
    with pytest.raises(ArchiveError):
        read_archive(archive[: int(share * len(archive))])


@quick
@given(st.binary(max_size=400), st.booleans())
def test_no_bytes_raise_anything_else(archive: bytes, noise: bytes, behind: bool) -> None:
    for content in (noise, b"PK\x03\x04" + noise, archive + noise if behind else noise + archive):
        if content != archive:
            with pytest.raises(ArchiveError):
                read_archive(content)


@quick
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_bit_that_flipped_is_noticed_also_where_some_files_alone_are_read(
    archive: bytes, place: float, bit: int
) -> None:
    content = bytearray(archive)
    content[int(place * len(content))] ^= 1 << bit
    for read in (read_label, lambda content: list(parts_of(content, [SESSIONS, ENTRIES]))):
        try:
            found = read(bytes(content))
        except ArchiveError as error:
            assert str(error)
        else:
            if read is not read_label:  # what a label says is vouched for by nothing
                assert found == read(archive)


# ---------------------------------------------------------------- bombs


def peak_of(read: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        with pytest.raises(ArchiveIsDamaged):
            read()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def zeros(archive: bytes, name: str, count: int) -> bytes:
    """The archive with so many zeros in place of one of its files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as files:
        for each, kept in unpacked(archive).items():
            if each != name:
                files.writestr(each, kept)
        with files.open(name, "w") as file:
            for _ in range(count // 2**20):
                file.write(bytes(2**20))
    return content.getvalue()


@pytest.mark.parametrize("name", [MANIFEST, LOG, ENTRIES])
def test_a_gigabyte_of_zeros_is_refused_unread(archive: bytes, name: str) -> None:
    bomb = zeros(archive, name, 2**30)
    assert len(bomb) < 8 * 2**20
    assert peak_of(lambda: read_archive(bomb)) < 2 * 2**20 + len(bomb)


def test_many_files_that_are_too_long_together_are_refused_unread(archive: bytes) -> None:
    many = io.BytesIO(archive)
    with zipfile.ZipFile(many, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as files:
        for number in range(50):
            with files.open(f"z{number}", "w") as file:
                file.write(bytes(2**16))
    small, long = (2**16).to_bytes(4, "little"), (200 * 2**20).to_bytes(4, "little")
    bomb = many.getvalue().replace(small, long)
    for read in (read_archive, read_label):
        assert peak_of(lambda read=read: read(bomb)) < 2**20 + len(bomb)
    refused(bomb, ArchiveIsDamaged, "longer than any log")


def test_a_bomb_that_says_it_is_small_is_not_unpacked_beyond_that(archive: bytes) -> None:
    bomb = zeros(archive, ENTRIES, 64 * 2**20)
    real, told = (64 * 2**20).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    assert peak_of(lambda: read_archive(bomb.replace(real, told))) < 4 * 2**20


def test_what_is_longer_than_any_archive_is_refused_unread() -> None:
    refused(bytes(MOST_ARCHIVE + 1), ArchiveIsDamaged, "longer than any log")


def test_many_files_are_refused_before_they_are_listed(archive: bytes) -> None:
    many = packed({MANIFEST: b"{}", **{f"{number}.txt": b"" for number in range(5000)}})
    assert peak_of(lambda: read_archive(many)) < len(many) + 2**16


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_the_packing_of_willows_is_unpacked(archive: bytes, method: int) -> None:
    refused(packed(unpacked(archive), method), ArchiveIsDamaged, "does not use")


def test_no_file_is_ever_made(
    archive: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    read_archive(archive).review()
    refused(
        with_manifest({**unpacked(archive), "../evil": b""}), ArchiveIsDamaged, "does not belong"
    )
    assert list(folder.iterdir()) == []
