"""The `willows` command says all that is wrong with a file, and what a dose becomes."""

from __future__ import annotations

import asyncio
import json
import zipfile
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.adherence.diary import Diary
from tests.clinic.test_archive import unpacked, with_manifest, written
from willows_app.cli import main
from willows_app.clinic.sealed import seal
from willows_app.device.sealing_python import PythonCipher
from willows_app.shipped import data_folder

UPPER_BACK = data_folder() / "routines" / "upper_back.yaml"
KEYS = ["exercise", "kind", "move", "side", "rep", "place", "start", "duration"]
KINDS = {"ready", "hold", "breathe_in", "breathe_out", "change_sides", "move_along", "relax"}
EXERCISES = [
    "upper_back_extension_towel",
    "upper_back_extension_tennis_balls",
    "cobra",
    "cat_stretch",
    "lats_standing",
    "lats_doorway",
    "rotation",
    "chair_rotation",
    "rhomboids",
    "side_bend",
]


def willows(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / "good.yaml"
    file.write_bytes(UPPER_BACK.read_bytes())
    return file


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A routine with three faults, in three places."""
    text = UPPER_BACK.read_text(encoding="utf-8")
    for right, wrong in (
        ("title: Upper Back\n", "titel: Upper Back\n"),
        ("repetitions: 5", "repetitions: 0"),
        ("first_side: left", "first_side: up"),
    ):
        assert right in text
        text = text.replace(right, wrong, 1)
    file = tmp_path / "bad.yaml"
    file.write_text(text, encoding="utf-8")
    return file


PROBLEMS_OF_BAD = (
    "titel: ",
    "exercises[2].dose.repetitions: is 0",
    "exercises[4].dose.first_side: is the text 'up'",
)


# ---------------------------------------------------------------- check


def test_a_good_file_is_named_with_what_it_holds(good: Path) -> None:
    result = willows("check", good)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{good}: Upper Back, 10 exercises\n"


def test_every_problem_of_a_bad_file_is_listed(bad: Path) -> None:
    result = willows("check", bad)
    assert (result.exit_code, result.stdout) == (1, "")
    for problem in PROBLEMS_OF_BAD:
        assert f"{bad}: {problem}" in result.stderr
    assert all(line.startswith(f"{bad}: ") for line in result.stderr.splitlines())


@pytest.mark.parametrize("order", [1, -1])
def test_of_several_files_each_is_checked_and_one_bad_one_fails_them(
    good: Path, bad: Path, tmp_path: Path, order: int
) -> None:
    missing, empty = tmp_path / "missing.yaml", tmp_path / "empty.yaml"
    empty.write_bytes(b"")
    result = willows("check", *[good, missing, bad, empty][::order])
    assert result.exit_code == 1
    assert result.stdout == f"{good}: Upper Back, 10 exercises\n"
    for problem in PROBLEMS_OF_BAD:
        assert f"{bad}: {problem}" in result.stderr
    assert f"{empty}: is empty" in result.stderr
    assert f"{missing} cannot be read: No such file or directory." in result.stderr


def test_several_good_files_pass(good: Path) -> None:
    result = willows("check", good, UPPER_BACK)
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 2)


def test_what_cannot_be_read_is_told_without_a_traceback(tmp_path: Path) -> None:
    result = willows("check", tmp_path)
    assert result.exit_code == 1
    assert f"{tmp_path} cannot be read" in result.stderr
    assert isinstance(result.exception, SystemExit)


def test_without_files_it_says_how_it_is_used() -> None:
    result = willows("check")
    assert result.exit_code == 2
    assert "Usage: " in result.stderr


# ---------------------------------------------------------------- timeline


def steps_of(*arguments: str | Path) -> list[dict[str, Any]]:
    result = willows("timeline", *arguments, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    steps: list[dict[str, Any]] = json.loads(result.stdout)
    return steps


@pytest.mark.parametrize("exercise", [None, *EXERCISES])
def test_the_json_has_these_keys_and_steps_that_follow_on_each_other(exercise: str | None) -> None:
    steps = steps_of("upper_back", *([exercise] if exercise else []))
    assert all(list(step) == KEYS for step in steps)
    assert {step["kind"] for step in steps} <= KINDS
    assert {step["side"] for step in steps} <= {None, "left", "right"}
    assert steps[0]["start"] == 0
    assert all(step["duration"] > 0 for step in steps)
    for step, following in pairwise(steps):
        assert following["start"] == pytest.approx(step["start"] + step["duration"])


def test_without_an_exercise_it_is_the_whole_routine_in_order() -> None:
    assert list(dict.fromkeys(step["exercise"] for step in steps_of("upper_back"))) == EXERCISES


def test_all_kinds_of_steps_occur_in_the_handout() -> None:
    assert {step["kind"] for step in steps_of("upper_back")} == KINDS


def test_the_rhomboids_step_by_step() -> None:
    steps = steps_of("upper_back", "rhomboids")
    assert steps[0] == {
        "exercise": "rhomboids",
        "kind": "ready",
        "move": None,
        "side": "right",
        "rep": None,
        "place": None,
        "start": 0,
        "duration": 10,
    }
    assert steps[1] == {
        "exercise": "rhomboids",
        "kind": "hold",
        "move": "pull",
        "side": "right",
        "rep": 1,
        "place": None,
        "start": 10,
        "duration": 10,
    }
    holds = [(step["side"], step["rep"]) for step in steps if step["kind"] == "hold"]
    assert holds == [(side, rep) for side in ("right", "left") for rep in (1, 2, 3)]


def test_a_path_does_as_well_as_the_name_of_a_shipped_routine(good: Path) -> None:
    assert steps_of(good, "cobra") == steps_of("upper_back", "cobra")


def test_the_table_has_a_line_a_step_and_the_length_in_all() -> None:
    result = willows("timeline", "upper_back", "rhomboids")
    *lines, total = result.stdout.splitlines()
    assert result.exit_code == 0
    assert len(lines) == len(steps_of("upper_back", "rhomboids"))
    assert " ".join(lines[1].split()) == "10.0 10.0 rhomboids hold pull right rep 1"
    assert total == "1 min 38 s in all"


def test_the_table_tells_places() -> None:
    result = willows("timeline", "upper_back", "upper_back_extension_towel")
    assert "place 10" in result.stdout


def test_an_unknown_exercise_is_told_with_those_that_there_are() -> None:
    result = willows("timeline", "upper_back", "handstand")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "handstand" in result.stderr
    for exercise in EXERCISES:
        assert exercise in result.stderr


def test_a_bad_routine_has_no_timeline_but_problems(bad: Path) -> None:
    result = willows("timeline", bad)
    assert (result.exit_code, result.stdout) == (1, "")
    for problem in PROBLEMS_OF_BAD:
        assert problem in result.stderr


def test_an_unknown_routine_is_told() -> None:
    result = willows("timeline", "lower_back")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "lower_back cannot be read" in result.stderr


# ---------------------------------------------------------------- review

RED = "\x1b[31m"
PASSPHRASE = "4827 1930 5561 7042 8835"


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """What a patient shared."""
    with Diary(tmp_path / "log.sqlite3") as diary:
        diary.session("2026-06-01T18:00:00+01:00", "cobra", before=4, after=2)
        file = tmp_path / "willows-P-7F3K-92QD-2026-06-07.zip"
        file.write_bytes(written(diary))
    return file


def test_a_review_is_read_as_text(shared: Path) -> None:
    result = willows("review", shared)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("P-7F3K-92QD: Upper Back")
    assert "Sessions: 1 of 6 (16%), and 0 more." in result.stdout


def test_a_review_is_read_by_another_program(shared: Path) -> None:
    result = willows("review", shared, shared, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    first, second = json.loads(result.stdout)
    assert first == second
    assert (first["file"], first["patient"]) == (str(shared), "P-7F3K-92QD")
    assert first["total"]["sessions"] == {"done": 1, "due": 6, "percent": 16}


@pytest.mark.parametrize("how", [[], ["--json"]])
@pytest.mark.parametrize("order", [1, -1])
def test_of_several_files_the_bad_ones_are_listed_and_the_good_ones_reviewed(
    shared: Path, good: Path, tmp_path: Path, order: int, how: list[str]
) -> None:
    damaged, missing = tmp_path / "damaged.zip", tmp_path / "missing.zip"
    damaged.write_bytes(shared.read_bytes()[:-30])
    files = [shared, damaged, missing, good, tmp_path][::order]
    result = willows("review", *files, *how)
    assert result.exit_code == 1
    assert result.stdout.count("P-7F3K-92QD") == willows("review", shared, *how).stdout.count(
        "P-7F3K-92QD"
    )
    assert f"{damaged}: This file is damaged: its end is missing." in result.stderr
    assert f"{missing} cannot be read: No such file or directory." in result.stderr
    assert f"{good}: This file is not one that a patient shares from Willows" in result.stderr
    assert f"{tmp_path} cannot be read" in result.stderr


def test_no_file_commands_the_terminal(shared: Path, tmp_path: Path) -> None:
    good, bad, strange = (tmp_path / f"{name}{RED}.zip" for name in ("good", "bad", "strange"))
    good.write_bytes(shared.read_bytes())
    bad.write_bytes(b"x")
    files = unpacked(shared.read_bytes())
    listed = json.loads(files["manifest.json"])["files"]
    listed[f"{RED}red"] = {"bytes": 1, "sha256": "0" * 64}
    strange.write_bytes(with_manifest(files, files=listed))
    missing = tmp_path / f"missing{RED}.zip"
    for how in ([], ["--html", tmp_path / f"pages{RED}"], ["--json"]):
        result = willows("review", good, bad, strange, missing, *how)
        assert result.exit_code == 1
        assert "\x1b" not in result.output
        assert "bad\ufffd[31m.zip: This file is not one" in result.stderr
        assert "'\\x1b[31mred' is missing" in result.stderr
        assert "missing\ufffd[31m.zip cannot be read" in result.stderr


@pytest.fixture
def sealed(shared: Path) -> Path:
    """The same, locked."""
    file = shared.with_suffix(".willows")
    file.write_bytes(asyncio.run(seal(shared.read_bytes(), PASSPHRASE, PythonCipher())))
    return file


@pytest.mark.parametrize("order", [1, -1])
def test_without_a_terminal_a_locked_file_is_told_as_that(
    shared: Path, sealed: Path, order: int
) -> None:
    result = willows("review", *[shared, sealed][::order])
    assert result.exit_code == 1
    assert f"{sealed}: It is locked with a passphrase" in result.stderr
    assert result.stdout == willows("review", shared).stdout


@pytest.mark.parametrize("wrong", [0, 1, 2])
def test_on_a_terminal_it_asks_for_the_passphrase_of_a_locked_file(
    shared: Path, sealed: Path, wrong: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("willows_app.cli.review"), "_can_ask", lambda: True)
    typed = "\n".join([*["1234 5678"] * wrong, PASSPHRASE.replace(" ", "")])
    result = CliRunner().invoke(main, ["review", "--json", str(sealed)], input=f"{typed}\n")
    assert result.exit_code == 0
    assert result.stderr.count(f"Passphrase of {sealed}") == wrong + 1
    assert result.stderr.count("does not open this file") == wrong
    assert PASSPHRASE.replace(" ", "") not in result.output
    (told,) = json.loads(result.stdout)
    (plain,) = json.loads(willows("review", shared, "--json").stdout)
    assert {**told, "file": ""} == {**plain, "file": ""}


def test_three_wrong_passphrases_leave_a_file_out_and_the_next_is_reviewed(
    shared: Path, sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("willows_app.cli.review"), "_can_ask", lambda: True)
    arguments = ["review", str(sealed), str(shared)]
    result = CliRunner().invoke(main, arguments, input="1\n2\n3\n")
    assert result.exit_code == 1
    assert result.stderr.count(f"Passphrase of {sealed}") == 3
    assert f"{sealed}: The passphrase does not open this file" in result.stderr
    assert result.stdout == willows("review", shared).stdout


def test_a_damaged_locked_file_is_told_and_not_asked_for_again(
    sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("willows_app.cli.review"), "_can_ask", lambda: True)
    sealed.write_bytes(sealed.read_bytes()[:40])
    result = CliRunner().invoke(main, ["review", str(sealed)], input="1\n")
    assert result.exit_code == 1
    assert f"{sealed}: This file is damaged: its end is missing." in result.stderr


def test_a_review_leaves_the_file_as_it_is_and_makes_no_other(shared: Path) -> None:
    before = shared.read_bytes(), sorted(shared.parent.iterdir())
    willows("review", shared)
    assert (shared.read_bytes(), sorted(shared.parent.iterdir())) == before


def test_a_review_becomes_a_page(shared: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = willows("review", shared, "--html", page)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{shared}: {page}\n"
    assert "<h1>P-7F3K-92QD: Upper Back</h1>" in page.read_text("utf-8")
    with zipfile.ZipFile(shared) as archive:
        assert page.read_bytes() == archive.read("report.html")


def test_the_pages_of_several_reviews_are_put_into_a_folder(shared: Path, tmp_path: Path) -> None:
    other, folder = tmp_path / "other.zip", tmp_path / "new" / "pages"
    other.write_bytes(shared.read_bytes())
    result = willows("review", shared, other, "--html", folder, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert len(json.loads(result.stdout)) == 2
    assert sorted(page.name for page in folder.iterdir()) == [
        "other.html",
        "willows-P-7F3K-92QD-2026-06-07.html",
    ]
    assert willows("review", other, "--html", tmp_path).exit_code == 0
    assert (tmp_path / "other.html").exists()


def test_no_page_takes_the_place_of_a_file(shared: Path, tmp_path: Path) -> None:
    before = shared.read_bytes()
    result = willows("review", shared, "--html", shared)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{shared} is there already, and was left as it is." in result.stderr
    assert shared.read_bytes() == before
    folder = tmp_path / "pages"
    again = willows("review", shared, shared, "--html", folder)  # both would be called the same
    assert again.exit_code == 1
    assert again.stderr.count("is there already") == 1
    assert len(list(folder.iterdir())) == 1


def test_a_page_that_cannot_be_written_is_told(shared: Path, tmp_path: Path) -> None:
    below_a_file = shared / "page.html"
    result = willows("review", shared, "--html", below_a_file)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ") and str(shared) in result.stderr
    assert willows("review", tmp_path, "--html", tmp_path / "x.html").exit_code == 2


def test_of_a_bad_file_no_page_is_made(good: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert willows("review", good, "--html", page).exit_code == 1
    assert not page.exists()
