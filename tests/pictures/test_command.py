"""`willows pictures` writes them as files."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from click.testing import CliRunner, Result

from tests.test_readme import example
from willows_app.cli import main


def draw(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["pictures", *map(str, arguments)])


def test_every_exercise_is_drawn_on_both_its_sides(tmp_path: Path) -> None:
    result = draw("upper_back", "--out", tmp_path / "new")
    assert result.exit_code == 0, result.output
    names = sorted(file.name for file in (tmp_path / "new").iterdir())
    assert result.output.endswith(f": {len(names)} pictures of 10 exercises\n")
    assert {"cobra-1.svg", "rotation-right-2.svg", "rotation-left-2.svg"} <= set(names)
    for name in names:
        ElementTree.parse(tmp_path / "new" / name)


def test_for_a_dark_background_they_are_lighter(tmp_path: Path) -> None:
    draw("upper_back", "--out", tmp_path / "light")
    draw("upper_back", "--out", tmp_path / "dark", "--dark")
    light, dark = ((tmp_path / each / "cobra-1.svg").read_text() for each in ("light", "dark"))
    assert light != dark
    assert len(light) == len(dark)


def test_a_routine_without_pictures_is_told(tmp_path: Path) -> None:
    file = tmp_path / "neck.yaml"
    file.write_text(example("yaml"), encoding="utf-8")
    result = draw(file, "--out", tmp_path / "drawn")
    assert result.exit_code == 1
    assert "says nothing of what its exercises look like" in result.output
    assert not (tmp_path / "drawn").exists()


def test_no_picture_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "cobra-1.svg").write_text("MINE", encoding="utf-8")
    result = draw("upper_back", "--out", tmp_path)
    assert result.exit_code == 1
    assert "cobra-1.svg is there already, and was left as it is." in result.output
    assert [file.read_text() for file in tmp_path.iterdir()] == ["MINE"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("", encoding="utf-8")
    result = draw("upper_back", "--out", taken / "drawn")
    assert result.exit_code == 1
    assert "cannot be written" in result.output
