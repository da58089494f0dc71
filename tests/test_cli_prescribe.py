"""`willows prescribe` makes what a patient is given, or says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp
from click.testing import CliRunner, Result
from PIL import Image

from tests.clinic.test_prescription_file import BY_HAND
from tests.routine.prescriptions import HANDOUT
from tests.test_readme import example
from willows_app.cli import main
from willows_app.clinic.prescription_link import read_link
from willows_app.routine.prescription import handout_version

SITE = "https://willows.example/"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(BY_HAND, encoding="utf-8")
    return tmp_path


def prescribe(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["prescribe", *arguments])


def test_link_code_and_page_are_made_of_a_plan_file(here: Path) -> None:
    result = prescribe("plan.yaml", "--site", SITE, "--out", "made")
    assert result.exit_code == 0, result.output
    link = (here / "made" / "plan.link.txt").read_text().strip()
    assert link.startswith(f"{SITE}#/plan/1")
    assert result.output.splitlines()[-1] == link
    plan = read_link(link, [HANDOUT])
    assert plan.exercises == ("cobra", "side_bend")
    assert plan.handout == handout_version(HANDOUT)
    (code,) = zxingcpp.read_barcodes(
        Image.open(here / "made" / "plan.qr.png"), formats=zxingcpp.BarcodeFormat.QRCode
    )
    assert code.text == link
    assert b"Your exercises: Upper Back" in (here / "made" / "plan.html").read_bytes()
    assert (here / "made" / "plan.qr.svg").read_bytes().startswith(b"<?xml")
    beyond = "Extension, the Cobra: Beyond the handout, which says: hold 10 s, 5 times."
    assert beyond in result.output


def test_a_link_makes_the_same_again(here: Path) -> None:
    prescribe("plan.yaml", "--site", SITE)
    (here / "again.txt").write_bytes((here / "plan.link.txt").read_bytes())
    assert prescribe("again.txt", "--site", SITE).exit_code == 0
    assert (here / "again.html").read_bytes() == (here / "plan.html").read_bytes()


def test_a_routine_of_the_clinics_own_is_given_with_it(here: Path) -> None:
    (here / "neck.yaml").write_text(example("yaml"), encoding="utf-8")
    (here / "plan.yaml").write_text("routine: neck\nexercises:\n  - id: tilt\n")
    result = prescribe("plan.yaml", "--site", SITE, "--routine", "neck.yaml")
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("ending", [".link.txt", ".qr.svg", ".qr.png", ".html"])
def test_no_file_is_written_over(here: Path, ending: str) -> None:
    (here / f"plan{ending}").write_text("MINE")
    before = sorted(here.iterdir())
    result = prescribe("plan.yaml", "--site", SITE)
    assert result.exit_code == 1
    assert f"plan{ending} is there already, and was left as it is." in result.output
    assert sorted(here.iterdir()) == before
    assert (here / f"plan{ending}").read_text() == "MINE"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("plan.yaml",), "Missing option '--site'"),
        (("none.yaml", "--site", SITE), "none.yaml cannot be read"),
        (("plan.yaml", "--site", "willows.example"), "is no address of a web app"),
        (("plan.yaml", "--site", SITE, "--routine", "none.yaml"), "none.yaml cannot be read"),
        (("plan.yaml", "--site", SITE, "--routine", "plan.yaml"), "plan.yaml: "),
        (("plan.yaml", "--site", SITE, "--out", "plan.yaml/made"), "cannot be written"),
        (("bad.yaml", "--site", SITE), "bad.yaml: exercises[0].hold: is 601 (line 5); allowed:"),
        (("old.yaml", "--site", SITE), "is another version of upper_back"),
        (("cut.txt", "--site", SITE), "cut.txt: This link is damaged"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(
    arguments: tuple[str, ...], says: str, here: Path
) -> None:
    (here / "bad.yaml").write_text(BY_HAND.replace("hold: 20", "hold: 601"))
    (here / "old.yaml").write_text(f"{BY_HAND}handout: abcdef00\n")
    (here / "cut.txt").write_text(f"{SITE}#/plan/1abcdef")
    before = sorted(here.iterdir())
    result = prescribe(*arguments)
    assert result.exit_code != 0
    assert says in result.output
    assert sorted(here.iterdir()) == before
