"""What the README shows is true: its routine loads, its commands answer so, its links lead on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.browser.screenshots import FAULTS, FOLDER, with_faults
from willows_app.cli import main
from willows_app.clinic.prescription_file import read_plan_file
from willows_app.routine.loading import read_routine, read_routines
from willows_app.shipped import shipped_routines

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def example(language: str, number: int = 0) -> str:
    """A block of the README in this language, the first unless said otherwise."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return str(blocks[number])


def answer(command: str) -> str:
    """What the README says that the `willows` command prints."""
    blocks = re.findall(r"^```console\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    for block in blocks:
        for said in block.split("$ ")[1:]:
            first, _, rest = said.partition("\n")
            if first == command:
                return str(rest)
    raise AssertionError(f"the README does not show {command}")


def test_the_routine_of_the_readme_loads() -> None:
    routine = read_routine(example("yaml").encode(), "neck.yaml")
    assert [exercise.title for exercise in routine.exercises] == ["Head tilt"]


def test_the_plan_of_the_readme_can_be_prescribed() -> None:
    handouts, _ = read_routines(shipped_routines())
    plan = read_plan_file(example("yaml", 1).encode(), handouts)
    assert plan.exercises and plan.pain_bands


def test_the_check_says_what_the_readme_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("neck.yaml").write_text(example("yaml"), encoding="utf-8")
    Path("my_back.yaml").write_text(with_faults(), encoding="utf-8")
    for name in ("neck.yaml", "my_back.yaml"):
        assert CliRunner().invoke(main, ["check", name]).output == answer(f"willows check {name}")
    assert len(answer("willows check my_back.yaml").splitlines()) == len(FAULTS)


def test_the_timeline_is_the_one_of_the_readme() -> None:
    printed = CliRunner().invoke(main, ["timeline", "upper_back", "rhomboids"]).output
    shown = answer("willows timeline upper_back rhomboids")
    assert [line.rstrip() for line in printed.splitlines()] == shown.splitlines()


def test_every_link_of_the_readme_leads_to_a_file() -> None:
    links = re.findall(r'(?:\]\(|src=")([^)"#]+)[)"]', README)
    for link in links:
        assert link.startswith("https://") or (ROOT / link).is_file(), link


def test_every_picture_is_shown() -> None:
    shown = set(re.findall(r"docs/screenshots/([\w-]+\.png)", README))
    assert shown == {picture.name for picture in FOLDER.glob("*.png")}
