"""The app says which version it is, also where no package of it is installed."""

from __future__ import annotations

import tomllib
from pathlib import Path

from willows_app import __version__

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"


def test_the_app_has_the_version_of_its_package() -> None:
    assert __version__ == tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]["version"]
