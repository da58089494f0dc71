"""The routine files are found in the repository and in an installed package."""

from __future__ import annotations

from pathlib import Path

import pytest

from willows_app import shipped
from willows_app.routine.loading import read_routines


def test_every_shipped_routine_can_be_used() -> None:
    files = shipped.shipped_routines()
    routines, refused = read_routines(files)
    assert "upper_back.yaml" in files
    assert (len(routines), refused) == (len(files), ())


def test_a_shipped_routine_is_called_by_its_id() -> None:
    routines, _ = read_routines(shipped.shipped_routines())
    assert list(shipped.shipped_routines()) == [f"{routine.id}.yaml" for routine in routines]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package in `src/`, in an otherwise empty repository."""
    package = tmp_path / "src" / "willows_app"
    package.mkdir(parents=True)
    monkeypatch.setattr(shipped, "PACKAGE", package)
    return package


def test_an_installed_package_has_its_own_data(package: Path) -> None:
    (package / "data" / "routines").mkdir(parents=True)
    for name in ("b.yaml", "a.yaml", "notes.txt"):
        (package / "data" / "routines" / name).write_text(name)
    assert shipped.data_folder() == package / "data"
    assert shipped.shipped_routines() == {"a.yaml": b"a.yaml", "b.yaml": b"b.yaml"}


def test_elsewhere_the_data_is_at_the_root_of_the_repository(package: Path) -> None:
    assert shipped.data_folder() == package.parents[1] / "data"
    assert shipped.shipped_routines() == {}
