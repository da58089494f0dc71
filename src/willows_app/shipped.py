"""The routine files that travel with the app."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def data_folder() -> Path:
    """`data/`: inside an installed package, else at the root of the repository."""
    installed = PACKAGE / "data"
    return installed if installed.is_dir() else PACKAGE.parents[1] / "data"


def shipped_routines() -> dict[str, bytes]:
    """The shipped routine files by name."""
    files = sorted((data_folder() / "routines").glob("*.yaml"))
    return {file.name: file.read_bytes() for file in files}
